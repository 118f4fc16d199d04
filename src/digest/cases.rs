//! Storylines: what happened in a case, when, and who said so.

use std::collections::BTreeMap;

use super::{Case, Entry, EntryIndex};
use crate::diag::{Diagnostic, Place, code};
use crate::ident::{CaseId, slugify};
use crate::paths::OutPath;
use crate::policy::Cleared;

/// Makes the cases of the entries, and tells each entry its own.
pub(super) fn collect(
    entries: &mut [Entry],
    introductions: Vec<Cleared>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Case> {
    let mut cases: BTreeMap<CaseId, Case> = BTreeMap::new();
    for cleared in introductions {
        let id = CaseId(super::slug_of_stem(cleared.path()));
        if let Some(first) = cases.get(&id).and_then(|case: &Case| case.introduction.as_ref()) {
            diagnostics.push(introduced_twice(&id, first, &cleared));
            continue;
        }
        let mut case = empty(id.clone(), cleared.meta().title.clone());
        case.introduction = Some(cleared);
        cases.insert(id, case);
    }
    for (index, entry) in entries.iter().enumerate() {
        for written in &entry.cleared.meta().cases {
            let id = CaseId(slugify(written));
            if id.0.is_empty() || crate::paths::check_part(&id.0).is_err() {
                diagnostics.push(no_case(entry, written));
                continue;
            }
            let case = cases.entry(id.clone()).or_insert_with(|| {
                diagnostics.push(unintroduced(entry, &id));
                empty(id.clone(), title_of(written))
            });
            if case.entries.last() != Some(&index) {
                case.entries.push(index);
            }
        }
    }
    let mut cases: Vec<Case> = cases.into_values().collect();
    cases.sort_by_cached_key(|case| (crate::vocab::fold(&case.title), case.id.clone()));
    for (case_index, case) in cases.iter_mut().enumerate() {
        gather(case, entries);
        for index in &case.entries {
            entries[*index].cases.push(case_index);
        }
    }
    cases
}

fn empty(id: CaseId, title: String) -> Case {
    let path = OutPath::made(&format!("cases/{}/index.html", id.0));
    Case { id, title, introduction: None, path, entries: Vec::new(), events: Vec::new(), figures: Vec::new() }
}

/// `operation-venetic` as a headline, for a case that nobody introduced.
fn title_of(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// Events in order; the same event told by several entries stands once, as the oldest of them told it.
fn gather(case: &mut Case, entries: &[Entry]) {
    let own = case.introduction.iter().map(|cleared| (cleared.meta(), None));
    let oldest_first = case.entries.iter().rev().map(|index| (entries[*index].cleared.meta(), Some(*index)));
    let mut events: Vec<(_, Option<EntryIndex>)> = Vec::new();
    for (meta, index) in own.clone().chain(oldest_first.clone()) {
        for event in &meta.events {
            let told = events.iter().any(|(known, _): &(crate::article::Event, _)| {
                known.date == event.date && crate::vocab::fold(&known.label) == crate::vocab::fold(&event.label)
            });
            if !told {
                events.push((event.clone(), index));
            }
        }
    }
    events.sort_by(|(a, _), (b, _)| a.date.cmp(&b.date));
    case.events = events;
    let figures = oldest_first.rev().chain(own);
    case.figures =
        figures.flat_map(|(meta, index)| meta.figures.iter().map(move |figure| (figure.clone(), index))).collect();
}

fn no_case(entry: &Entry, written: &str) -> Diagnostic {
    Diagnostic::error(code::PATH_UNSAFE, format!("`{written}` cannot be the id of a case"))
        .at(Place::file(entry.cleared.path().0.as_str()))
        .with_hint("use letters, digits and hyphens, as in `case: operation-venetic`")
}

fn introduced_twice(id: &CaseId, first: &Cleared, second: &Cleared) -> Diagnostic {
    Diagnostic::error(code::PATH_TAKEN, format!("the case `{}` has two introductions", id.0))
        .at(Place::file(second.path().0.as_str()))
        .with_note(format!("`{}` is the other", first.path()))
        .with_hint("merge them, or give one of the files another name")
}

fn unintroduced(entry: &Entry, id: &CaseId) -> Diagnostic {
    Diagnostic::note(code::CASE_UNKNOWN, format!("no published file introduces the case `{}`", id.0))
        .at(Place::file(entry.cleared.path().0.as_str()))
        .with_hint(format!("write `content/cases/{}.md` with a title and a summary", id.0))
}
