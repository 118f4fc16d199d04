//! Short quotations: whole sentences, within a limit of words.

/// The first sentences of a plain text that fit in `words_max` words; none if not even the first does.
pub fn first_sentences(text: &str, words_max: usize) -> Option<String> {
    let mut end = 0;
    for (at, _) in sentence_ends(text) {
        if text[..at].split_whitespace().count() > words_max {
            break;
        }
        end = at;
    }
    (end > 0).then(|| text[..end].trim().to_owned())
}

/// Where sentences end: after `.`, `!`, `?` or their Chinese and Arabic forms, with closing quotes, before a space or
/// the end. A single letter or a known short form before the stop does not end one.
fn sentence_ends(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    text.char_indices().filter_map(|(at, c)| {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '。' | '！' | '？' => Some((at + c.len_utf8(), c)),
            '.' | '!' | '?' | '؟' | '۔' => {
                let closing = rest.len() - rest.trim_start_matches(['"', '\'', '”', '’', '»', ')']).len();
                let after = &rest[closing..];
                let ends = after.is_empty() || after.starts_with(char::is_whitespace);
                (ends && !(c == '.' && is_short_form(&text[..at]))).then_some((at + c.len_utf8() + closing, c))
            }
            _ => None,
        }
    })
}

fn is_short_form(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    word.chars().count() == 1 && word.chars().all(char::is_uppercase)
        || word.contains('.')
        || matches!(
            word,
            "Mr" | "Mrs"
                | "Ms"
                | "Dr"
                | "St"
                | "Sgt"
                | "Det"
                | "Insp"
                | "Supt"
                | "Gen"
                | "Sen"
                | "Rep"
                | "No"
                | "Nr"
                | "vs"
        )
}

/// Markdown as plain text, blocks separated by a space: for counting, quoting and descriptions.
pub fn plain_text(markdown: &str) -> String {
    use pulldown_cmark::{Event, Parser, TagEnd};
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_sentences_are_quoted() {
        let text = "Mr. A. B. Smith of the U.S. office spoke. \"Nobody was hurt.\" More later.";
        assert_eq!(first_sentences(text, 9).as_deref(), Some("Mr. A. B. Smith of the U.S. office spoke."));
        assert_eq!(
            first_sentences(text, 12).as_deref(),
            Some("Mr. A. B. Smith of the U.S. office spoke. \"Nobody was hurt.\"")
        );
        assert_eq!(first_sentences(text, 3), None);
        assert_eq!(
            first_sentences("警方逮捕了三人。更多消息稍后。", 1).as_deref(),
            Some("警方逮捕了三人。更多消息稍后。")
        );
    }

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(plain_text("# A\n\nb *c*\nd [e](f)\n\n- g\n- h"), "A b c d e g h");
    }
}
