//! Names that last: ids of articles and cases, and the slugs that stand in addresses.

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What an article is called for good: from its `id`, else from its first path, never from its title.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ArticleId(pub String);

/// What a case is called in front matter and in its address: a slug.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CaseId(pub String);

/// Longest slug that we make, in bytes; longer ones are cut at a hyphen.
const SLUG_BYTES_MAX: usize = 80;

/// A text as a part of an address: lower case, words joined by hyphens, Latin letters without accents, other scripts
/// as they are. Empty if there is no letter or digit in it.
///
/// Signs that tell names apart are spelt out: `C++` is `c-plus-plus`, `C#` is `c-sharp`.
pub fn slugify(text: &str) -> String {
    let mut slug = String::new();
    for c in caseless::default_case_fold_str(text).nfkd().filter(|c| !is_combining_mark(*c)).nfc() {
        match c {
            '+' => push_word(&mut slug, "plus"),
            '#' => push_word(&mut slug, "sharp"),
            '&' => push_word(&mut slug, "and"),
            '@' => push_word(&mut slug, "at"),
            '%' => push_word(&mut slug, "percent"),
            '\'' | '’' | 'ʼ' => {}
            'ø' => slug.push('o'),
            'đ' | 'ð' => slug.push('d'),
            'ł' => slug.push('l'),
            'æ' => slug.push_str("ae"),
            'œ' => slug.push_str("oe"),
            'þ' => slug.push_str("th"),
            'ı' => slug.push('i'),
            c if c.is_alphanumeric() => slug.push(c),
            _ => push_hyphen(&mut slug),
        }
    }
    cut(slug.trim_matches('-'))
}

fn push_hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

fn push_word(slug: &mut String, word: &str) {
    push_hyphen(slug);
    slug.push_str(word);
    slug.push('-');
}

fn cut(slug: &str) -> String {
    if slug.len() <= SLUG_BYTES_MAX {
        return slug.to_owned();
    }
    let end = slug.floor_char_boundary(SLUG_BYTES_MAX);
    let end = slug[..end].rfind('-').filter(|at| *at > SLUG_BYTES_MAX / 2).unwrap_or(end);
    slug[..end].trim_matches('-').to_owned()
}

/// A short name for a text, the same on every machine: eight hexadecimal digits.
pub fn short_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_what_tells_names_apart() {
        for (text, slug) in [
            ("Police search 'ghost' ship's hold", "police-search-ghost-ships-hold"),
            ("C++", "c-plus-plus"),
            ("C", "c"),
            ("C#", "c-sharp"),
            ("Café", "cafe"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("東京 事件", "東京-事件"),
            ("../../etc/passwd", "etc-passwd"),
            ("🔥", ""),
        ] {
            assert_eq!(slugify(text), slug, "{text}");
        }
    }

    #[test]
    fn long_slugs_end_at_a_word() {
        let slug = slugify(&"word ".repeat(60));
        assert!(slug.len() <= SLUG_BYTES_MAX && slug.ends_with("word"));
    }
}
