//! Elements as blocks of Markdown: one line for each paragraph, heading, item, quotation or table.

use scraper::{ElementRef, Node};

use crate::normalise::decode::tidy;
use crate::normalise::escape;
use crate::normalise::line::{Line, Shape, squeeze};

/// What never belongs to a text.
const DROPPED: [&str; 26] = [
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "form",
    "button",
    "input",
    "select",
    "textarea",
    "svg",
    "math",
    "video",
    "audio",
    "canvas",
    "dialog",
    "map",
    "head",
    "title",
    "link",
    "meta",
    "figure",
    "figcaption",
    "img",
];
/// What belongs to the page and not to the article.
const AROUND: [&str; 3] = ["nav", "aside", "footer"];

const BLOCKS: [&str; 30] = [
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
    "figure",
];

/// The blocks of an article.
pub(crate) fn read(root: ElementRef<'_>) -> Vec<Line<'static>> {
    Reader::default().run(root)
}

/// The blocks of any part of a page, with what is around articles.
pub(crate) fn read_all(root: ElementRef<'_>) -> Vec<Line<'static>> {
    Reader { keeps_around: true, ..Reader::default() }.run(root)
}

/// Text in two forms: what is read, and Markdown.
#[derive(Debug, Default)]
struct Run {
    plain: String,
    markdown: String,
}

/// Where in lists and quotations the next block stands.
#[derive(Debug, Clone, Default)]
struct Context {
    /// Before the marker of an item.
    indent: String,
    /// The marker of the next block, if it is the first of an item.
    marker: String,
    /// A heading of this level.
    heading: usize,
    is_quote: bool,
}

#[derive(Default)]
struct Reader {
    keeps_around: bool,
    lines: Vec<Line<'static>>,
    run: Run,
}

impl Reader {
    fn run(mut self, root: ElementRef<'_>) -> Vec<Line<'static>> {
        let mut context = Context::default();
        self.children(root, &mut context);
        self.flush(&mut context);
        self.lines
    }

    fn children(&mut self, element: ElementRef<'_>, context: &mut Context) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.text(text),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, context);
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        let text = tidy(text);
        push_text(&mut self.run.plain, &text, &text);
        push_text(&mut self.run.markdown, &text, &escape::inline(&squeeze(&text)));
    }

    fn element(&mut self, element: ElementRef<'_>, context: &mut Context) {
        let name = element.value().name();
        if DROPPED.contains(&name) || (AROUND.contains(&name) && !self.keeps_around) || is_hidden(element) {
            return;
        }
        match name {
            "br" | "hr" => self.flush(context),
            "pre" => self.preformatted(element, context),
            "table" => self.table(element, context),
            "ul" | "ol" => self.list(element, context),
            "blockquote" => self.nested(element, context, &Context { is_quote: true, ..Context::default() }),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = usize::from(name.as_bytes()[1] - b'0').clamp(2, 6);
                self.nested(element, context, &Context { heading: level, ..context.clone() });
            }
            name if BLOCKS.contains(&name) || AROUND.contains(&name) => {
                self.flush(context);
                self.children(element, context);
                self.flush(context);
            }
            _ if holds_block(element) => self.children(element, context),
            name => self.inline(element, name, context),
        }
    }

    fn nested(&mut self, element: ElementRef<'_>, context: &mut Context, inner: &Context) {
        self.flush(context);
        let mut inner = inner.clone();
        self.children(element, &mut inner);
        self.flush(&mut inner);
    }

    /// Emphasis, code and links around what they hold.
    fn inline(&mut self, element: ElementRef<'_>, name: &str, context: &mut Context) {
        let outer = std::mem::take(&mut self.run);
        self.children(element, context);
        let inner = std::mem::replace(&mut self.run, outer);
        let words = inner.markdown.trim().to_owned();
        let wrapped = match name {
            _ if words.is_empty() => String::new(),
            "em" | "i" | "cite" if !words.contains('*') => format!("*{words}*"),
            "strong" | "b" if !words.contains('*') => format!("**{words}**"),
            "code" | "kbd" | "samp" if !inner.plain.contains('`') => format!("`{}`", inner.plain.trim()),
            "a" => link(element, &words),
            _ => words,
        };
        self.run.plain.push_str(&inner.plain);
        let (starts, ends) = (inner.markdown.starts_with(' '), inner.markdown.ends_with(' '));
        let gap = |is_gap: bool| if is_gap { " " } else { "" };
        let piece = if wrapped.is_empty() {
            gap(starts || ends).to_owned()
        } else {
            format!("{}{wrapped}{}", gap(starts), gap(ends))
        };
        let run = &mut self.run.markdown;
        run.push_str(if run.is_empty() || run.ends_with(' ') { piece.trim_start() } else { &piece });
    }

    /// Ends a block.
    fn flush(&mut self, context: &mut Context) {
        let run = std::mem::take(&mut self.run);
        let plain = squeeze(&run.plain);
        if plain.is_empty() {
            return;
        }
        let markdown = escape::start(run.markdown.trim());
        let (shape, markdown) = if context.heading > 0 {
            (Shape::Heading, format!("{} {}", "#".repeat(context.heading), run.markdown.trim()))
        } else if !context.marker.is_empty() {
            (Shape::Item, format!("{}{}{markdown}", context.indent, std::mem::take(&mut context.marker)))
        } else if context.is_quote {
            (Shape::Block, format!("> {markdown}"))
        } else {
            (Shape::Text, markdown)
        };
        self.push(plain, markdown, shape);
    }

    fn push(&mut self, plain: String, markdown: String, shape: Shape) {
        self.lines.push(Line { text: plain.into(), markdown: Some(markdown), shape, ..Line::default() });
        self.lines.push(Line::default());
    }

    fn list(&mut self, list: ElementRef<'_>, context: &mut Context) {
        self.flush(context);
        let is_numbered = list.value().name() == "ol";
        let first = list.attr("start").and_then(|start| start.parse::<u32>().ok()).unwrap_or(1).min(999_999);
        let indent = match context.indent.len() {
            _ if self.lines.is_empty() || !self.is_within_item(context) => String::new(),
            0..60 => format!("{}{}", context.indent, if is_numbered { "    " } else { "  " }),
            _ => context.indent.clone(),
        };
        for (number, item) in (first..).zip(list.child_elements()) {
            let marker = if is_numbered { format!("{number}. ") } else { "- ".to_owned() };
            let mut inner = Context { indent: indent.clone(), marker, ..Context::default() };
            self.item(item, &mut inner);
        }
    }

    fn item(&mut self, item: ElementRef<'_>, context: &mut Context) {
        if matches!(item.value().name(), "ul" | "ol") {
            return self.list(item, context);
        }
        if DROPPED.contains(&item.value().name()) {
            return;
        }
        self.children(item, context);
        self.flush(context);
    }

    /// A list stands within an item if that item has put out its first block.
    fn is_within_item(&self, context: &Context) -> bool {
        let last = self.lines.iter().rev().find(|line| !line.is_blank());
        context.marker.is_empty() && last.is_some_and(|line| line.shape == Shape::Item)
    }

    fn preformatted(&mut self, element: ElementRef<'_>, context: &mut Context) {
        self.flush(context);
        let text = tidy(&element.text().collect::<String>());
        let text = text.trim_matches('\n').trim_end();
        if text.trim().is_empty() {
            return;
        }
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.push(squeeze(text), format!("{fence}\n{text}\n{fence}"), Shape::Block);
    }

    /// A table of data as a table; one that only lays out the page as its blocks.
    fn table(&mut self, table: ElementRef<'_>, context: &mut Context) {
        self.flush(context);
        let rows: Vec<Vec<Run>> = if holds_layout(table) { Vec::new() } else { rows(table) };
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if rows.len() < 2 || !(2..=30).contains(&width) {
            self.children(table, context);
            return self.flush(context);
        }
        let mut plain = Vec::new();
        let mut markdown = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let cells: Vec<&str> = (0..width).map(|at| row.get(at).map_or("", |cell| cell.markdown.trim())).collect();
            markdown.push(format!("| {} |", cells.join(" | ")));
            if index == 0 {
                markdown.push(format!("|{}", " --- |".repeat(width)));
            }
            plain.extend(row.iter().map(|cell| cell.plain.trim()));
        }
        self.push(plain.join(" "), markdown.join("\n"), Shape::Block);
    }
}

/// Appends text with its white space folded; `words` is what stands for it without white space around.
fn push_text(run: &mut String, text: &str, words: &str) {
    let words = squeeze(words);
    if text.starts_with(char::is_whitespace) && !run.ends_with(' ') {
        run.push(' ');
    }
    run.push_str(&words);
    if text.ends_with(char::is_whitespace) && !words.is_empty() {
        run.push(' ');
    }
}

fn is_hidden(element: ElementRef<'_>) -> bool {
    let value = element.value();
    value.attr("hidden").is_some()
        || value.attr("style").is_some_and(|style| style.replace(' ', "").contains("display:none"))
}

fn holds_block(element: ElementRef<'_>) -> bool {
    element.descendent_elements().skip(1).take(200).any(|inner| BLOCKS.contains(&inner.value().name()))
}

fn holds_layout(table: ElementRef<'_>) -> bool {
    let is_layout =
        |name: &str| matches!(name, "table" | "h1" | "h2" | "h3" | "ul" | "ol" | "blockquote" | "article" | "section");
    let mut paragraph_count = 0;
    table.descendent_elements().skip(1).any(|inner| {
        let name = inner.value().name();
        paragraph_count += usize::from(name == "p");
        is_layout(name)
    }) || paragraph_count > 30
}

fn rows(table: ElementRef<'_>) -> Vec<Vec<Run>> {
    let row_elements = table.descendent_elements().filter(|element| element.value().name() == "tr");
    row_elements
        .take(1000)
        .map(|row| {
            row.child_elements()
                .filter(|cell| matches!(cell.value().name(), "td" | "th"))
                .map(|cell| {
                    let mut reader = Reader::default();
                    reader.children(cell, &mut Context::default());
                    let mut run = reader.run;
                    for line in reader.lines.iter().filter(|line| !line.is_blank()).rev() {
                        run.plain = format!("{} {}", line.text, run.plain);
                        run.markdown = format!("{} {}", escape::inline(&line.text), run.markdown);
                    }
                    run
                })
                .collect::<Vec<Run>>()
        })
        .filter(|cells| !cells.is_empty())
        .collect()
}

/// A link, if its address leads somewhere that a reader may go.
fn link(element: ElementRef<'_>, words: &str) -> String {
    let address = element.attr("href").unwrap_or_default().trim();
    let lower = address.to_lowercase();
    let has_scheme =
        lower.split_once(':').is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+'));
    let is_safe = !has_scheme || ["http:", "https:", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let is_plain =
        !address.is_empty() && !address.starts_with('#') && address.len() < 2000 && !address.contains(char::is_control);
    if !is_safe || !is_plain || words.contains("](") {
        return words.to_owned();
    }
    let address: String = address
        .chars()
        .flat_map(|c| match c {
            ' ' => "%20".chars().collect::<Vec<_>>(),
            '<' => "%3C".chars().collect(),
            '>' => "%3E".chars().collect(),
            '(' => "%28".chars().collect(),
            ')' => "%29".chars().collect(),
            '\\' => "%5C".chars().collect(),
            c => vec![c],
        })
        .collect();
    format!("[{words}]({address})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn blocks(html: &str) -> Vec<String> {
        let page = Html::parse_fragment(html);
        read(page.root_element()).into_iter().filter_map(|line| line.markdown).collect()
    }

    #[test]
    fn elements_become_markdown() {
        for (html, expected) in [
            ("<p>One <b>two</b> and <em> three </em>.</p>", vec!["One **two** and *three* ."]),
            (
                "<p>See <a href='https://example.org/a_(b)'>this</a>.",
                vec!["See [this](https://example.org/a_%28b%29)."],
            ),
            ("<p><a href='javascript:alert(1)'>x</a>", vec!["x"]),
            ("<h1>A</h1><h3>B</h3>", vec!["## A", "### B"]),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>", vec!["- a", "- b", "  - c"]),
            ("<ol start=3><li>a<li>b</ol>", vec!["3. a", "4. b"]),
            ("<blockquote><p>a</p></blockquote>", vec!["> a"]),
            ("<table><tr><th>a<th>b<tr><td>1<td>2|3</table>", vec!["| a | b |\n| --- | --- |\n| 1 | 2\\|3 |"]),
            ("<p>a<br>b<script>x</script><form>y</form>", vec!["a", "b"]),
            ("<div># a</div><div>1. b</div><p>*c*", vec!["\\# a", "1\\. b", "\\*c\\*"]),
            ("<pre>a\n  b</pre>", vec!["```\na\n  b\n```"]),
            ("<p>a <span>b</span>c</p>", vec!["a bc"]),
        ] {
            assert_eq!(blocks(html), expected, "{html}");
        }
    }
}
