//! A look at a page before any library parses it: pages that would cost too much are refused.
//!
//! HTML parsers copy unclosed formatting elements into each block that follows, and libraries walk trees recursively.

use scraper::Html;

/// Deeper pages are refused.
pub(crate) const DEPTH_MAX: usize = 512;
/// How often unclosed formatting elements may be copied.
const COPIES_MAX: usize = 2_000_000;
/// Pages with more tags are refused: real ones have some thousands.
const TAGS_MAX: usize = 400_000;
/// Tags with more attributes are refused.
const ATTRIBUTES_MAX: usize = 1000;

/// Elements that are never closed.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements that close when the next of their kind starts: between two open ones another element stands, which counts.
const IMPLIED_END: [&str; 17] = [
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "rt", "rp",
    "html", "body",
];
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements whose content is text up to their end tag.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];
/// Shapes of drawings, which may end with `/>`.
const DRAWING: [&str; 14] = [
    "path",
    "circle",
    "rect",
    "use",
    "polygon",
    "polyline",
    "line",
    "ellipse",
    "stop",
    "image",
    "animate",
    "g",
    "mask",
    "fegaussianblur",
];

/// What is open at a place of the page.
struct Scan<'a> {
    html: &'a str,
    at: usize,
    open: Vec<String>,
    formatting: [usize; FORMATTING.len()],
    copies: usize,
}

/// Why a page must not be parsed, if so.
pub(crate) fn refusal(html: &str) -> Option<String> {
    let mut scan = Scan { html, at: 0, open: Vec::new(), formatting: [0; FORMATTING.len()], copies: 0 };
    let mut tag_count = 0;
    while let Some(less) = html[scan.at..].find('<') {
        scan.at += less + 1;
        tag_count += 1;
        if tag_count > TAGS_MAX {
            return Some(format!("it has more than {TAGS_MAX} tags"));
        }
        let attribute_count = scan.markup();
        if attribute_count > ATTRIBUTES_MAX {
            return Some(format!("a tag has more than {ATTRIBUTES_MAX} attributes"));
        }
        if scan.open.len() > DEPTH_MAX {
            return Some(format!("elements are nested more than {DEPTH_MAX} deep"));
        }
        if scan.copies > COPIES_MAX {
            return Some("too many formatting elements are not closed".to_owned());
        }
    }
    None
}

impl Scan<'_> {
    /// Reads what follows a `<`; returns the number of attributes.
    fn markup(&mut self) -> usize {
        let rest = &self.html[self.at..];
        if let Some(comment) = rest.strip_prefix("!--") {
            self.at += 3 + comment.find("-->").map_or(comment.len(), |end| end + 3);
            return 0;
        }
        let is_end = rest.starts_with('/');
        if !rest[usize::from(is_end)..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            return 0;
        }
        let name: String = rest[usize::from(is_end)..]
            .chars()
            .take(40)
            .take_while(|c| !c.is_ascii_whitespace() && !matches!(c, '>' | '/'))
            .flat_map(char::to_lowercase)
            .collect();
        let (attribute_count, is_short) = self.skip_tag();
        if is_end {
            self.close(&name);
        } else {
            self.start(name, is_short);
        }
        attribute_count
    }

    /// Goes behind the `>` of a tag; counts its attributes, and says whether it ends with `/>`.
    fn skip_tag(&mut self) -> (usize, bool) {
        let bytes = self.html.as_bytes();
        let (mut attribute_count, mut before) = (0, b'<');
        while let Some(byte) = bytes.get(self.at).copied() {
            self.at += 1;
            let is_space = byte.is_ascii_whitespace();
            match byte {
                b'>' => return (attribute_count, before == b'/'),
                b'"' | b'\'' if before == b'=' => {
                    let rest = &bytes[self.at..];
                    self.at += rest.iter().position(|other| *other == byte).map_or(rest.len(), |end| end + 1);
                    before = b' ';
                    continue;
                }
                b'/' | b'=' => {}
                _ if !is_space => {
                    attribute_count += usize::from(before.is_ascii_whitespace() || before == b'/');
                }
                _ => {}
            }
            // White space after `=` stands before the value.
            if !(is_space && before == b'=') {
                before = byte;
            }
        }
        (attribute_count, false)
    }

    fn start(&mut self, name: String, is_short: bool) {
        self.copies += self.formatting.iter().sum::<usize>();
        if let Some(index) = FORMATTING.iter().position(|other| *other == name) {
            self.formatting[index] = if name == "a" { 1 } else { self.formatting[index] + 1 };
        }
        if RAW.contains(&name.as_str()) {
            self.skip_raw(&name);
            return;
        }
        let is_leaf = VOID.contains(&name.as_str()) || (is_short && DRAWING.contains(&name.as_str()));
        if !is_leaf && !IMPLIED_END.contains(&name.as_str()) {
            self.open.push(name);
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(index) = FORMATTING.iter().position(|other| *other == name) {
            self.formatting[index] = self.formatting[index].saturating_sub(1);
        }
        if let Some(at) = self.open.iter().rposition(|open| open == name) {
            self.open.truncate(at);
        }
    }

    /// Goes to the end tag of an element that holds text only.
    fn skip_raw(&mut self, name: &str) {
        let bytes = self.html.as_bytes();
        while let Some(less) = self.html[self.at..].find("</") {
            self.at += less + 2;
            let is_end =
                bytes[self.at..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()));
            if is_end {
                return;
            }
        }
        self.at = self.html.len();
    }
}

/// How large a parsed page is.
#[derive(Debug, Default)]
pub(crate) struct Size {
    /// Elements within elements.
    pub(crate) depth: usize,
    /// All elements.
    pub(crate) element_count: usize,
    /// Bytes of the longest run of text outside scripts.
    pub(crate) text_bytes_max: usize,
}

/// Measures a page without recursion.
pub(crate) fn measure(page: &Html) -> Size {
    let (mut size, mut depth) = (Size::default(), 1_usize);
    let mut node = page.tree.root();
    loop {
        size.depth = size.depth.max(depth);
        size.element_count += usize::from(node.value().is_element());
        if let Some(text) = node.value().as_text().filter(|text| text.len() > size.text_bytes_max) {
            let outer = node.parent().and_then(|parent| parent.value().as_element());
            let is_raw = outer.is_some_and(|outer| RAW.contains(&outer.name()));
            size.text_bytes_max = if is_raw { size.text_bytes_max } else { text.len() };
        }
        if let Some(child) = node.first_child() {
            (node, depth) = (child, depth + 1);
            continue;
        }
        while node.next_sibling().is_none() {
            let Some(parent) = node.parent() else { return size };
            (node, depth) = (parent, depth - 1);
        }
        let Some(next) = node.next_sibling() else { return size };
        node = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_cost_too_much_are_refused() {
        for html in [
            "<div>".repeat(600),
            "<div/>".repeat(600),
            "<b><p>".repeat(600),
            format!("<p {}>", "a b=c ".repeat(600)),
            format!(
                "{}{}",
                (0..400).fold(String::new(), |html, n| html + &format!("<p><i id={n}></p>")),
                "<p>x</p>".repeat(9000)
            ),
        ] {
            assert!(refusal(&html).is_some(), "{}", &html[..40]);
        }
    }

    #[test]
    fn usual_pages_are_not() {
        for html in [
            "<p>a<li>b<br><img src='a>b'>".repeat(2000),
            "<div><b>x</b></div>".repeat(2000),
            "<svg><path d='M0'/><use/></svg>".repeat(2000),
            "<script>if (a < b) { '<div>' }</script>".repeat(2000),
            "<!-- <div> -->".repeat(2000),
            "a < b ".repeat(2000),
            "<table><tr><td>a<td>b</table>".repeat(2000),
        ] {
            assert_eq!(refusal(&html), None, "{}", &html[..20]);
        }
    }
}
