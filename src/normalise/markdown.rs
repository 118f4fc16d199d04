//! Markdown: with front matter the body stays as it is; without, it is a note, or a clipping that somebody named `.md`.

use std::sync::LazyLock;

use regex::Regex;

use crate::article::{Confidence, Kind, Origin};
use crate::diag::{self, Diagnostic, Place, code};
use crate::front_matter;
use crate::normalise::draft::{Draft, Found};
use crate::normalise::line::{self, Line, fold};
use crate::normalise::rights::{self, Notice};
use crate::normalise::{byline, clipping, correction, dateline, embargo, lang};
use crate::when::When;

/// Longer first lines are text, not titles.
const TITLE_CHARS_MAX: usize = 120;
/// A longer paragraph reports on a withdrawal rather than being one.
const KILL_BYTES_MAX: usize = 200;
/// How much of each end of a body is searched for notices.
const SEARCHED_BYTES: usize = 8 * 1024;
/// Longer ends of paragraphs are no notices.
const NOTICE_BYTES_MAX: usize = 3000;
/// A dateline stands in the first lines, below a byline or a date.
const WIRE_LINES_MAX: usize = 5;
/// How many paragraphs of each end are searched for prohibitions in running text.
const PROSE_PARAGRAPHS: usize = 3;

/// Reads a Markdown file.
pub(crate) fn read(draft: &mut Draft<'_>) {
    match front_matter::read(draft.path, draft.text) {
        Some(front) => with_front_matter(draft, front),
        None if is_clipping(draft.text) => {
            clipping::read(draft);
        }
        None => plain_note(draft),
    }
    hints_from_name(draft);
}

fn with_front_matter(draft: &mut Draft<'_>, front: front_matter::FrontMatter) {
    draft.meta = front.meta;
    draft.provenance = front.provenance;
    draft.diagnostics.extend(front.diagnostics);
    if diag::error_count(&draft.diagnostics) > 0 {
        return;
    }
    take_body(draft, front.body_start);
    if draft.meta.title.is_empty() {
        let place = Place::file(draft.path.0.clone());
        draft.diagnostics.push(
            Diagnostic::error(code::TITLE_MISSING, "the article has no title")
                .at(place)
                .with_hint("write `title:` in the front matter, or start the text with `# ` and the headline"),
        );
    }
}

fn plain_note(draft: &mut Draft<'_>) {
    take_body(draft, 0);
    if draft.meta.title.is_empty() {
        title_from_first_line(draft);
    }
}

/// Takes the body from byte `start`, without a heading that is the title, and reads what it says about itself.
fn take_body(draft: &mut Draft<'_>, start: usize) {
    let text = draft.text;
    let mut start = start + leading_blank(&text[start..]);
    if let Some((title, end)) = first_heading(&text[start..]) {
        if embargo::is_handling(&title) {
            take_embargo(draft, start);
        }
        if draft.meta.title.is_empty() {
            draft.set_title(&title, Found::text(Some(start..start + end)), Confidence::Certain);
        }
        if fold(&title) == fold(&draft.meta.title) {
            start += end;
            start += leading_blank(&text[start..]);
        }
    }
    set_body(draft, start);
    take_embargo(draft, start);
    take_kill(draft, start);
    take_wire(draft, start);
    kind_of_source(draft);
    take_notices(draft, start);
}

fn set_body(draft: &mut Draft<'_>, start: usize) {
    let text = draft.text;
    text[start..].clone_into(&mut draft.body);
    draft.body_line = Some(text[..start].matches('\n').count() + 1);
    if let Some(lang) = lang::detect(&draft.body).filter(|_| draft.meta.lang.is_none()) {
        draft.meta.lang = Some(lang.to_owned());
        draft.note_origin("lang", Found::text(None), Confidence::Likely);
    }
}

/// The bytes of blank lines at the start.
fn leading_blank(text: &str) -> usize {
    text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum()
}

/// The words of a first-level heading at the start, and where it ends.
fn first_heading(text: &str) -> Option<(String, usize)> {
    let first = text.split_inclusive('\n').next()?;
    let is_underlined = || {
        let second = text[first.len()..].split_inclusive('\n').next()?;
        let rule = second.trim_end();
        (!first.trim().is_empty() && rule.len() > 2 && rule.bytes().all(|byte| byte == b'=')).then_some(second.len())
    };
    if let Some(title) = first.strip_prefix("# ") {
        return Some((plain(title), first.len()));
    }
    is_underlined().map(|rule| (plain(first), first.len() + rule))
}

/// A heading without its markup.
fn plain(heading: &str) -> String {
    use pulldown_cmark::{Event, Parser};
    let heading = heading.trim().trim_end_matches('#').trim_end();
    let mut text = String::new();
    for event in Parser::new(heading) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    if text.is_empty() { heading.to_owned() } else { line::squeeze(&text) }
}

/// A short first line that stands alone is the title of a note.
fn title_from_first_line(draft: &mut Draft<'_>) {
    let Some(start) = draft.text.len().checked_sub(draft.body.len()) else { return };
    let rest = &draft.text[start..];
    let first = rest.split_inclusive('\n').next().unwrap_or_default();
    let stands_alone = rest[first.len()..].split('\n').next().is_none_or(|next| next.trim().is_empty());
    let text = plain(first.trim().trim_start_matches('#'));
    let is_title = stands_alone && !text.is_empty() && text.chars().count() <= TITLE_CHARS_MAX && !text.ends_with('.');
    if is_title {
        draft.set_title(&text, Found::text(Some(start..start + first.trim_end().len())), Confidence::Guess);
        let start = start + first.len();
        set_body(draft, start + leading_blank(&draft.text[start..]));
    }
}

/// An embargo above the text holds the article whatever the front matter leaves out.
fn take_embargo(draft: &mut Draft<'_>, start: usize) {
    let text = draft.text;
    let end = text.floor_char_boundary(text.len().min(start + 2000));
    let mut lines = lines_of(&text[start..end], start);
    lines.retain(|line| !line.is_blank());
    for line in &mut lines {
        line.text = bare(&line.text).into();
    }
    for (index, line) in lines.iter().take(8).enumerate() {
        if embargo::is_embargo(&line.text) {
            embargo::take(draft, line, lines.get(index + 1));
        }
    }
}

/// A dateline of an agency at the head makes it wire copy, unless somebody wrote what it is.
fn take_wire(draft: &mut Draft<'_>, start: usize) {
    let text = draft.text;
    let lines = text[start..].lines().filter(|line| !line.trim().is_empty()).take(WIRE_LINES_MAX);
    let mut read = lines.filter_map(|line| Some((line, dateline::read(line.trim())?.agency?)));
    let Some((line, (agency, name))) = read.next() else { return };
    let from = line.as_ptr() as usize - text.as_ptr() as usize;
    let found = Found::text(Some(from..from + line.trim_end().len()));
    draft.set_agency(&agency, &name, found.clone(), Confidence::Certain);
    draft.set_kind(Kind::Wire, found, Confidence::Certain);
}

/// A text of a known news agency is wire copy, unless somebody wrote what it is.
fn kind_of_source(draft: &mut Draft<'_>) {
    let is_known = |agency: &str| byline::agency(agency).is_some();
    let is_wire = draft.meta.sources.iter().filter_map(|source| source.agency.as_deref()).any(is_known);
    if is_wire && draft.was_written("source") {
        draft.set_kind(Kind::Wire, Found::at(Origin::FrontMatter), Confidence::Likely);
    }
}

/// A first or last paragraph that withdraws the text keeps it back.
fn take_kill(draft: &mut Draft<'_>, start: usize) {
    let text = draft.text;
    let found: Vec<_> = paragraphs(&text[start..]).collect();
    for (at, paragraph) in found.first().into_iter().chain(found.last()) {
        if paragraph.len() <= KILL_BYTES_MAX && correction::is_kill(paragraph) {
            correction::take_kill(draft, paragraph, Some(start + at..start + at + paragraph.len()));
        }
    }
}

/// Notices at the head and the foot: the body keeps them, the rights know them.
fn take_notices(draft: &mut Draft<'_>, start: usize) {
    let text = draft.text;
    let head_end = text.floor_char_boundary(text.len().min(start + SEARCHED_BYTES));
    let foot_start = text.ceil_char_boundary(head_end.max(text.len().saturating_sub(SEARCHED_BYTES)));
    let mut notices: Vec<Notice> = Vec::new();
    let mut prose: Vec<&str> = Vec::new();
    for (at, part) in [(start, &text[start..head_end]), (foot_start, &text[foot_start..])] {
        for (from, paragraph) in paragraphs(part) {
            if !collect_notices(paragraph, at + from, &mut notices) {
                prose.push(paragraph);
            }
        }
    }
    let middle = prose.len().saturating_sub(PROSE_PARAGRAPHS).max(PROSE_PARAGRAPHS.min(prose.len()));
    let ends = prose[..PROSE_PARAGRAPHS.min(prose.len())].iter().chain(&prose[middle..]);
    rights::judge(draft, &notices, ends.copied());
}

/// Adds the notices of a paragraph: it is one, or it starts or ends with lines that are.
fn collect_notices(paragraph: &str, start: usize, notices: &mut Vec<Notice>) -> bool {
    let is_whole = rights::is_notice(&bare(paragraph));
    if is_whole {
        notices.push(Notice::new(&bare(paragraph), Some(start..start + paragraph.len())));
        return true;
    }
    let mut at = 0;
    for raw in paragraph.split_inclusive('\n') {
        let (line, rest) = (bare(raw), &paragraph[at..]);
        if rest.len() < NOTICE_BYTES_MAX && rights::starts_notice(&line) && rights::is_notice(&bare(rest)) {
            notices.push(Notice::new(&bare(rest), Some(start + at..start + paragraph.len())));
            break;
        }
        // The second half of a wrapped sentence is no line of its own.
        let stands_alone = at == 0 || line::ends_sentence(paragraph[..at].trim_end());
        if stands_alone && rights::is_notice(&line) {
            notices.push(Notice::new(&line, Some(start + at..start + at + raw.trim_end().len())));
        }
        at += raw.len();
    }
    false
}

/// Words without the marks of quotations, headings and emphasis, and without elements.
fn bare(text: &str) -> String {
    static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)</?[a-zA-Z][^<>]{0,300}>|^[ \t]*(?:>[ \t]*|#{1,6}[ \t]+)+|[*`]+|__+").expect("a fixed pattern")
    });
    let text = MARKUP.replace_all(text, |found: &regex::Captures<'_>| {
        let is_break = ["<br", "<p", "</p", "<div", "</div", "<li", "</li"].iter().any(|tag| found[0].starts_with(tag));
        if is_break { " " } else { "" }
    });
    text.replace("&nbsp;", " ").trim().to_owned()
}

/// Paragraphs and where they start.
fn paragraphs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    static GAP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\n(?:[ \t]*\n)+").expect("a fixed pattern"));
    let mut at = 0;
    let mut ends = GAP.find_iter(text).map(|gap| gap.range()).chain(std::iter::once(text.len()..text.len()));
    std::iter::from_fn(move || {
        let gap = ends.next()?;
        let from = std::mem::replace(&mut at, gap.end);
        Some((from, &text[from..gap.start]))
    })
    .filter_map(|(from, paragraph)| {
        let start = from + (paragraph.len() - paragraph.trim_start().len());
        let paragraph = paragraph.trim();
        (!paragraph.is_empty()).then_some((start, paragraph))
    })
}

fn lines_of(text: &str, start: usize) -> Vec<Line<'_>> {
    let mut lines = line::of_text(text);
    for line in &mut lines {
        line.span = line.span.take().map(|span| span.start + start..span.end + start);
    }
    lines
}

/// Whether a file without front matter looks like wire copy: a dateline near the top, or a copyright line at the end.
fn is_clipping(text: &str) -> bool {
    if first_heading(&text[leading_blank(text)..]).is_some() {
        return false;
    }
    let head = &text[..text.floor_char_boundary(4000)];
    let has_dateline =
        head.lines().take(30).any(|line| dateline::read(line.trim()).is_some_and(|d| d.agency.is_some()));
    let foot = &text[text.ceil_char_boundary(text.len().saturating_sub(3000))..];
    let is_wire_notice = |paragraph: &str| {
        let hits = rights::pattern::hits(paragraph, rights::pattern::Scope::Text);
        rights::is_notice(paragraph) && hits.iter().any(|hit| hit.pattern.agency().is_some())
    };
    has_dateline || paragraphs(foot).any(|(_, paragraph)| is_wire_notice(paragraph))
}

/// Jekyll's `2020-07-03-harbour-raid.md` names the day and the slug.
fn hints_from_name(draft: &mut Draft<'_>) {
    static NAME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(\d{4}-\d{2}-\d{2})-([^/]+)$").expect("a fixed pattern"));
    let stem = draft.path.stem().to_owned();
    let Some(captures) = NAME.captures(&stem) else { return };
    let Some(day) = When::parse(&captures[1]) else { return };
    if draft.meta.date.is_none() {
        draft.meta.date = Some(day);
        draft.note_origin("date", Found::at(Origin::FileName), Confidence::Likely);
    }
    let slug = crate::ident::slugify(&captures[2]);
    if draft.meta.slug.is_none() && !slug.is_empty() {
        draft.meta.slug = Some(slug);
        draft.note_origin("slug", Found::at(Origin::FileName), Confidence::Likely);
    }
}
