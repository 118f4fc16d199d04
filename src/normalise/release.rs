//! Press releases: what marks them, where their text ends, and who is to be called.

use std::sync::LazyLock;

use regex::Regex;

/// Words in names of authorities that are not written with capitals.
const SMALL_WORDS: [&str; 14] =
    ["of", "the", "for", "and", "de", "des", "la", "le", "du", "der", "die", "für", "van", "et"];

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\W_]*(?:for immediate release|for (?:general )?release|(?:press|news|media) release|(?:press|media) statement|pressemitteilung|medienmitteilung|presse-?information|communiqué de presse|comunicado (?:de prensa)?|nota de prensa|persbericht|comunicato stampa)\b.{0,45}$",
    )
    .expect("a fixed pattern")
});

static END_MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:#\s?#(?:\s?#)*|[-–—/\s*]*(?:ENDS?|Ends?|ends|ENDE|FIN)[-–—/\s*.]*|[-–—]\s?30\s?[-–—]|_{3,}|EFE|Reuters?|\(END\)|\[END\])$")
        .expect("a fixed pattern")
});

static AFTER_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\W_]*(?:notes? (?:to|for) (?:the )?editors?|editors?['’]? notes?|hinweise? (?:an|für) (?:die )?redaktion\w*|note (?:aux|à la) rédactions?|notas? (?:para|a) (?:los )?(?:editores|redactores)|noot voor (?:de )?redactie|rückfragen(?: bitte)?(?: an)?|pressekontakt|original-content von)\b",
    )
    .expect("a fixed pattern")
});

static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[\W_]*(?:(?:media |press |news )?(?:contacts?|enquiries|inquiries|office)\s*(?::|$)|(?:media|press) (?:contacts?|enquiries|inquiries|office)\b|for (?:more|further|additional|media|press) (?:information|enquiries|inquiries|details)\b.{0,40}(?:contact|call|visit|email|please|:)|(?:tel(?:ephone)?|phone|fax|e-?mail|mobile|twitter|web(?:site)?)\s*\.?\s*:|kontakt\s*:|contacto?\s*:|contact presse|telefon\s*:)",
    )
    .expect("a fixed pattern")
});

static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:About|ABOUT|Über|À propos d[eu']|Acerca de|Over) \S.{0,60}$").expect("a fixed pattern")
});

static ISSUER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:police|constabulary|agency|office|ministry|department|bureau|prosecutors?|attorney|court|customs|commission|authority|service|europol|eurojust|interpol|polizei\w*|staatsanwaltschaft|ministerium|parquet|gendarmerie|préfecture|policía|guardia|fiscalía|politie|openbaar ministerie|council|university|force)\b",
    )
    .expect("a fixed pattern")
});

/// Whether a line says that this is a release.
pub(crate) fn is_mark(text: &str) -> bool {
    text.len() <= 120 && MARK.is_match(text)
}

/// Whether a line ends the text.
pub(crate) fn is_end_mark(text: &str) -> bool {
    text.len() <= 40 && END_MARK.is_match(text)
}

/// Whether what starts here is for newsrooms only.
pub(crate) fn is_after_end(text: &str) -> bool {
    AFTER_END.is_match(text)
}

/// Whether a line says whom to call.
pub(crate) fn is_contact(text: &str) -> bool {
    text.len() <= 300 && CONTACT.is_match(text)
}

/// Whether a line heads what an issuer says about itself.
pub(crate) fn is_about(text: &str) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || SMALL_WORDS.contains(&word);
    text.split(' ').count() <= 8 && !text.ends_with('.') && ABOUT.is_match(text) && text.split(' ').skip(1).all(is_name)
}

/// Whether a line in a letterhead can be the name of an authority.
pub(crate) fn is_issuer(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let is_name = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c == '(' || c == '&') || SMALL_WORDS.contains(word)
    };
    (1..=8).contains(&words.len()) && words.iter().all(is_name) && ISSUER.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_releases() {
        for text in
            ["FOR IMMEDIATE RELEASE", "PRESS RELEASE – 3 July 2020", "Pressemitteilung Nr. 12", "Communiqué de presse"]
        {
            assert!(is_mark(text), "{text}");
        }
        assert!(!is_mark("Press release of the agency was read out. It said that two boats were found."));
        for text in ["###", "ENDS", "-- ENDS --", "- 30 -", "# # #", "Ends", "-ends-", "___"] {
            assert!(is_end_mark(text), "{text}");
        }
        assert!(!is_end_mark("The end"));
        assert!(is_issuer("National Crime Agency"));
        assert!(!is_issuer("Police arrest two in harbour"));
        assert!(is_contact("Media contact: Press Office"));
        assert!(is_contact("For further information please contact the press office"));
        assert!(!is_contact("Contact tracing helped officers."));
    }
}
