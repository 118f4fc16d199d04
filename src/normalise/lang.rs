//! The language of a text, where it is plain to see: small words counted, or a script.

/// Small words that stand in nearly every text of a language and seldom in one of the others.
const WORDS: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "the", "and", "of", "was", "were", "with", "that", "they", "which", "from", "has", "been", "said", "their",
            "have", "after",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "das", "den", "dem", "ist", "nicht", "mit", "von", "ein", "eine", "wurde", "wurden",
            "auf", "nach",
        ],
    ),
    (
        "fr",
        &[
            "les", "des", "une", "dans", "est", "été", "qui", "pour", "sur", "par", "avec", "ont", "aux", "ses",
            "cette", "selon",
        ],
    ),
    (
        "es",
        &[
            "los", "las", "del", "una", "por", "con", "para", "fue", "han", "según", "que", "también", "sus", "como",
            "este", "fueron",
        ],
    ),
    (
        "nl",
        &[
            "het", "een", "van", "voor", "zijn", "werd", "werden", "niet", "ook", "aan", "bij", "naar", "door", "uit",
            "zich", "deze",
        ],
    ),
    (
        "it",
        &[
            "gli", "della", "delle", "dei", "che", "sono", "è", "nel", "nella", "stato", "stati", "anche", "alla",
            "dal", "degli", "dalla",
        ],
    ),
];

/// How many words, or letters of a script, are looked at.
const SAMPLE_BYTES: usize = 20_000;
const HITS_MIN: usize = 6;

/// The language if it is sure, as BCP 47.
pub(crate) fn detect(text: &str) -> Option<&'static str> {
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    by_script(sample).or_else(|| by_words(sample))
}

fn by_script(sample: &str) -> Option<&'static str> {
    let (mut letters, mut arabic, mut han, mut kana, mut cyrillic, mut other) = (0, 0, 0, 0, 0, false);
    for c in sample.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match c {
            '\u{600}'..='\u{6ff}' => arabic += 1,
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => han += 1,
            '\u{400}'..='\u{4ff}' => cyrillic += 1,
            _ => {}
        }
        // Persian, Urdu, Ukrainian, Serbian … share the script.
        other |= matches!(
            c,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی' | 'ٹ' | 'ے' | 'і' | 'ї' | 'є' | 'ґ' | 'ў' | 'ј' | 'љ' | 'њ' | 'ќ'
        );
    }
    let is_most = |count: usize| count >= 20 && count * 10 > letters * 6;
    match () {
        () if other => None,
        () if is_most(arabic) => Some("ar"),
        () if is_most(han) && kana == 0 => Some("zh"),
        // Bulgarian has neither of these two letters.
        () if is_most(cyrillic) && sample.contains('ы') => Some("ru"),
        () => None,
    }
}

fn by_words(sample: &str) -> Option<&'static str> {
    let mut counts = WORDS.map(|(lang, _)| (0_usize, lang));
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        for (count, (_, words)) in counts.iter_mut().zip(WORDS) {
            count.0 += usize::from(words.contains(&word.as_str()));
        }
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let [(most, lang), (second, _), ..] = counts;
    (most >= HITS_MIN && most >= second * 3).then_some(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart_or_left_out() {
        for (text, lang) in [
            (
                "The police said that they had searched the harbour and were looking for the boat which was seen.",
                Some("en"),
            ),
            (
                "Die Polizei hat nach der Razzia mit den Kollegen die Boote und das Geld auf dem Hof gefunden.",
                Some("de"),
            ),
            (
                "Les policiers ont été alertés dans la nuit par des voisins, selon une source, et sur les quais.",
                Some("fr"),
            ),
            (
                "Los agentes de la policía han detenido por la tarde a las dos personas que fueron vistas con una bolsa.",
                Some("es"),
            ),
            (
                "Het schip van de man werd door de politie bij het havenhoofd gevonden, ook een auto en een kluis.",
                Some("nl"),
            ),
            ("Полиция сообщила, что двое мужчин были задержаны в порту.", Some("ru")),
            ("警方表示两名男子在港口被捕，目前案件正在进一步调查之中。", Some("zh")),
            ("Police raid", None),
        ] {
            assert_eq!(detect(text), lang, "{text}");
        }
    }
}
