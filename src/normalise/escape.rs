//! Plain text as Markdown that reads the same: what would be markup is escaped.

/// Escapes one paragraph of plain text.
pub(crate) fn paragraph(text: &str) -> String {
    let inline = inline(text);
    start(&inline)
}

/// Escapes what is markup anywhere in a line.
pub(crate) fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' | '|' | '$' | '^' => true,
            // Inside words it means nothing.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '&' => is_entity(&text[at..]),
            _ => false,
        };
        // A dollar before digits is an amount; mathematics is not switched on, but escaping costs nothing elsewhere.
        if is_markup && !matches!(c, '$' | '^') {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// `&copy;` or `&#169;` at the start of a text.
fn is_entity(text: &str) -> bool {
    let name: String = text.chars().skip(1).take(33).take_while(|c| c.is_ascii_alphanumeric() || *c == '#').collect();
    !name.is_empty() && text[1 + name.len()..].starts_with(';')
}

/// Escapes what is markup at the start of a paragraph only.
pub(crate) fn start(text: &str) -> String {
    let escape_at = |at: usize| format!("{}\\{}", &text[..at], &text[at..]);
    let Some(first) = text.chars().next() else { return String::new() };
    match first {
        '#' | '>' | '=' | ':' => escape_at(0),
        '-' | '+' => {
            let is_list = text.len() == 1 || text[1..].starts_with([' ', '\t']);
            let is_rule = text.chars().all(|c| matches!(c, '-' | '+' | ' '));
            if is_list || is_rule || text.starts_with("+++") || text.starts_with("---") {
                escape_at(0)
            } else {
                text.to_owned()
            }
        }
        '0'..='9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            if text[digits..].starts_with(['.', ')']) { escape_at(digits) } else { text.to_owned() }
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader sees: the text of the only paragraph.
    fn shown(markdown: &str) -> String {
        use pulldown_cmark::{Event, Options, Parser, Tag};
        let mut text = String::new();
        for event in
            Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION - Options::ENABLE_MATH)
        {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                other => return format!("{other:?} in {markdown:?}"),
            }
        }
        text
    }

    #[test]
    fn text_reads_the_same_as_markdown() {
        for text in [
            "# 1 in the list",
            "> he said",
            "1. May was a holiday",
            "2020) was hard",
            "* not an item",
            "- nor this",
            "+ nor that",
            "--- nor a rule",
            "***",
            "===",
            "<script>alert(1)</script>",
            "snake_case and _under_ and *star* and **two**",
            "a `tick` and \\ back",
            "[link](https://example.org) and ![picture](x)",
            "&copy; stays &amp; so does &",
            "~~gone~~ | cell |",
            "~~~",
            "[^1]: note",
            ": definition",
            "$67 million and $5",
            "5 < 6 > 4",
            "https://example.org/a_b_c",
        ] {
            assert_eq!(shown(&paragraph(text)), text, "{}", paragraph(text));
        }
    }
}
