//! The index of cases, and a page for each with its own timeline of dated events.

use serde::Serialize;

use super::frame::{About, value, view};
use super::views::{Date, Event, EventDateView, Fact, Figure, Link, YearGroup};
use super::{Page, Site, Subject, View, article, body, entry, labels, tags};
use crate::article as source;
use crate::diag::Diagnostic;
use crate::digest::{Case, Digest, EntryIndex};
use crate::paths::OutPath;

/// The index and the cases.
pub(super) fn plan(digest: &Digest) -> Vec<Page> {
    let index =
        (!digest.cases.is_empty()).then(|| Page { path: OutPath::made("cases/index.html"), subject: Subject::Cases });
    let cases = digest.cases.iter().enumerate();
    index
        .into_iter()
        .chain(cases.map(|(index, case)| Page { path: case.path.clone(), subject: Subject::Case(index) }))
        .collect()
}

#[derive(Debug, Serialize)]
struct CaseItem<'a> {
    title: &'a str,
    path: String,
    summary: Option<&'a str>,
    count: usize,
    span: Option<String>,
    newest: Option<Date>,
}

/// All cases.
pub(super) fn index(site: &Site<'_>, page: &Page) -> View {
    let cases: Vec<_> = site.digest.cases.iter().map(|case| item(site, case)).collect();
    let about = About::new("cases.html", "cases", "Cases");
    view(site, page, &about, [("cases", value(&cases))])
}

fn item<'a>(site: &Site<'a>, case: &'a Case) -> CaseItem<'a> {
    let newest = case.entries.first().and_then(|index| site.digest.entries[*index].cleared.meta().date);
    CaseItem {
        title: &case.title,
        path: case.path.href(),
        summary: summary(case),
        count: case.entries.len(),
        span: span(case),
        newest: newest.map(Date::new),
    }
}

fn summary(case: &Case) -> Option<&str> {
    case.introduction.as_ref().and_then(|introduction| introduction.meta().summary.as_deref())
}

/// The years of its events: “2016 – 2024”.
fn span(case: &Case) -> Option<String> {
    let years = || case.events.iter().filter_map(|(event, _)| event.date.year());
    let (first, last) = (years().min()?, years().max()?);
    Some(if first == last { first.to_string() } else { format!("{first} – {last}") })
}

#[derive(Debug, Serialize)]
struct CaseView<'a> {
    title: &'a str,
    path: String,
    id: &'a str,
    summary: Option<&'a str>,
    html: Option<String>,
    span: Option<String>,
    count: usize,
    tags: Vec<Link>,
    facts: Vec<Fact>,
    periods: Vec<Period>,
    figures: Vec<Figure>,
    groups: Vec<YearGroup>,
}

#[derive(Debug, Serialize)]
struct Period {
    year: Option<i64>,
    title: String,
    events: Vec<Event>,
}

/// A case.
pub(super) fn case(site: &Site<'_>, page: &Page, index: usize, diagnostics: &mut Vec<Diagnostic>) -> View {
    let case = &site.digest.cases[index];
    let introduction = case.introduction.as_ref();
    let html = introduction.map(|cleared| body::html_or_reason(cleared, site, &page.path.root(), diagnostics));
    let case_view = CaseView {
        title: &case.title,
        path: case.path.href(),
        id: &case.id.0,
        summary: summary(case),
        html,
        span: span(case),
        count: case.entries.len(),
        tags: introduction.map_or(Vec::new(), |cleared| tag_links(site, &cleared.meta().tags)),
        facts: introduction.map_or(Vec::new(), |cleared| article::facts(cleared.meta(), site.vocabulary)),
        periods: periods(site, case),
        figures: case.figures.iter().map(|(told, index)| figure(site, told, *index)).collect(),
        groups: tags::groups(site, &case.entries),
    };
    let mut about = About::new("case.html", "cases", &case.title);
    about.description = case_view.summary;
    view(site, page, &about, [("case", value(&case_view))])
}

/// Links of the tags that some entry has too; others would lead nowhere.
fn tag_links(site: &Site<'_>, written: &[String]) -> Vec<Link> {
    let key = |name: &str| crate::vocab::fold(site.vocabulary.label(name));
    let find = |name: &String| site.digest.tags.iter().position(|tag| crate::vocab::fold(&tag.title) == key(name));
    written.iter().filter_map(find).map(|index| entry::tag_link(site.digest, index)).collect()
}

/// Events under their years.
fn periods(site: &Site<'_>, case: &Case) -> Vec<Period> {
    let mut periods: Vec<Period> = Vec::new();
    for (told, index) in &case.events {
        let year = told.date.year();
        let event = event(site, told, *index);
        match periods.last_mut() {
            Some(period) if period.year == year => period.events.push(event),
            _ => {
                let title = year.map_or_else(|| "Undated".to_owned(), |year| year.to_string());
                periods.push(Period { year, title, events: vec![event] });
            }
        }
    }
    periods
}

pub(super) fn event(site: &Site<'_>, event: &source::Event, told_by: Option<EntryIndex>) -> Event {
    let (certainty, certainty_label) = labels::certainty(event.certainty);
    Event {
        date: EventDateView::new(&event.date),
        label: event.label.clone(),
        kind: event.kind.clone().unwrap_or_else(|| "event".to_owned()),
        certainty,
        certainty_label,
        entry: told_by.map(|index| Link::entry(&site.digest.entries[index])),
    }
}

pub(super) fn figure(site: &Site<'_>, figure: &source::Figure, told_by: Option<EntryIndex>) -> Figure {
    Figure {
        kind: figure.kind.clone(),
        label: labels::figure(&figure.kind),
        text: figure.text.clone().unwrap_or_else(|| stated(figure)),
        scope: figure.scope.clone(),
        claimed_by: figure.claimed_by.as_deref().map(|name| site.vocabulary.label(name).to_owned()),
        as_of: figure
            .as_of
            .as_deref()
            .map(|date| crate::edtf::EventDate::parse(date).map_or_else(|_| date.to_owned(), |date| date.human())),
        entry: told_by.map(|index| Link::entry(&site.digest.entries[index])),
    }
}

/// The number in words, where the front matter has no words of its own.
fn stated(figure: &source::Figure) -> String {
    let number = |value: f64| labels::number(value);
    let amount = match (figure.value, figure.low, figure.high) {
        (Some(value), ..) => number(value),
        (None, Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
        (None, Some(low), None) => format!("at least {}", number(low)),
        (None, None, Some(high)) => format!("up to {}", number(high)),
        (None, None, None) => "not stated".to_owned(),
    };
    let qualifier = figure.qualifier.as_deref().filter(|qualifier| *qualifier != "exact");
    let qualifier = qualifier.map_or(String::new(), |qualifier| format!("{} ", qualifier.replace('-', " ")));
    let unit = figure.unit.as_deref().map_or(String::new(), |unit| format!(" {unit}"));
    format!("{qualifier}{amount}{unit}")
}
