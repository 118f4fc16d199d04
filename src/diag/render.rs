//! How a [`Diagnostic`] looks: for people as in `rustc`, for programs as a line of JSON.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Place, Severity};

/// The diagnostic as text of several lines, coloured if asked, ending with an empty line.
pub fn human(diagnostic: &Diagnostic, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.0);
    let mut group = match &diagnostic.place {
        Some(place) => with_place(title, place),
        None => Group::with_title(title),
    };
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.with_name("hint").message(hint.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n\n", renderer.decor_style(DecorStyle::Ascii).render(&[group]))
}

fn with_place<'a>(title: annotate_snippets::Title<'a>, place: &'a Place) -> Group<'a> {
    match &place.excerpt {
        Some(excerpt) => title.element(
            Snippet::source(excerpt.line.as_str())
                .line_start(place.line_number)
                .path(place.file.as_str())
                .annotation(AnnotationKind::Primary.span(excerpt.start..excerpt.end).label(excerpt.label.as_str())),
        ),
        None => {
            let mut origin = Origin::path(place.file.as_str());
            if place.line_number > 0 {
                origin = origin.line(place.line_number);
            }
            title.element(origin)
        }
    }
}

/// The diagnostic as one line of JSON, for `--format json`.
///
/// # Panics
/// Never: a diagnostic is plain data that always serialises.
pub fn json(diagnostic: &Diagnostic) -> String {
    serde_json::to_string(diagnostic).expect("plain data serialises")
}
