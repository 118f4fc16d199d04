//! What the program says, to people on stderr and to programs on stdout.

use std::io::Write;

use serde_json::json;

use super::{Format, color};
use crate::diag::{self, Diagnostic, clean, render};
use crate::error::Error;
use crate::output::Committed;
use crate::page::number;
use crate::pipeline::Outcome;

/// Prints to stderr. If that is closed there is nobody to tell.
pub(super) fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Prints to stdout.
pub(super) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// The run itself failed.
pub(super) fn failure(error: &Error, format: Format) {
    match format {
        Format::Human => {
            let hint = error.hint().map_or(String::new(), |hint| format!("  = hint: {hint}\n"));
            say(&format!("error: {}\n{hint}", clean(&error.to_string())));
        }
        Format::Json => {
            print(&format!("{}\n", json!({"type": "failure", "message": error.to_string(), "hint": error.hint()})));
        }
    }
}

/// Diagnostics, in their order.
pub(super) fn diagnostics(diagnostics: &[Diagnostic], format: Format) {
    let color = color();
    let mut text = String::new();
    for diagnostic in diagnostics {
        match format {
            Format::Human => text.push_str(&render::human(diagnostic, color)),
            Format::Json => {
                let mut value = serde_json::to_value(diagnostic).unwrap_or_default();
                value["type"] = "diagnostic".into();
                text.push_str(&format!("{value}\n"));
            }
        }
    }
    match format {
        Format::Human => say(&text),
        Format::Json => print(&text),
    }
}

/// What a build did.
pub(super) struct Built<'a> {
    pub(super) outcome: &'a Outcome,
    /// None if nothing was written.
    pub(super) committed: Option<Committed>,
    /// The output folder, as the user would name it.
    pub(super) output: String,
    pub(super) seconds: f64,
    pub(super) timings: bool,
}

/// The end of a build: diagnostics, what was held or reduced, one line of summary.
pub(super) fn build(built: &Built<'_>, format: Format) {
    diagnostics(&built.outcome.diagnostics, format);
    match format {
        Format::Human => say(&human(built)),
        Format::Json => print(&machine(built)),
    }
}

fn human(built: &Built<'_>) -> String {
    let outcome = built.outcome;
    let mut text = String::new();
    for hold in &outcome.holds {
        let until = hold.until.map_or(String::new(), |until| format!(" until {until}"));
        text.push_str(&format!("held: {}: {}{until}\n", clean(&hold.path.0), hold.reason.as_str()));
    }
    for reduced in &outcome.reduced {
        text.push_str(&format!("rights: {}: {}, the text is not republished\n", clean(&reduced.path.0), reduced.shown));
    }
    if let Some(next) = outcome.next_change {
        text.push_str(&format!("next change: {next} (build again then)\n"));
    }
    if built.timings {
        text.push_str(&timings(outcome));
    }
    if built.committed.is_none() {
        text.push_str(&format!("nothing was written; {} is as it was\n", built.output));
    }
    text.push_str(&summary(built));
    text
}

fn summary(built: &Built<'_>) -> String {
    let outcome = built.outcome;
    let count =
        |count: usize, one: &str, many: &str| format!("{} {}", thousands(count), if count == 1 { one } else { many });
    let warnings = outcome.diagnostics.iter().filter(|d| d.severity == diag::Severity::Warning).count();
    let warnings = if warnings == 0 { String::new() } else { format!("{}, ", count(warnings, "warning", "warnings")) };
    format!(
        "{}, {}, {} held, {warnings}{} in {:.2} s\n",
        count(outcome.article_count, "article", "articles"),
        count(outcome.pages.len(), "page", "pages"),
        thousands(outcome.holds.len()),
        count(outcome.error_count(), "error", "errors"),
        built.seconds,
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts of files are far below 2^53")]
fn thousands(count: usize) -> String {
    number(count as f64)
}

fn timings(outcome: &Outcome) -> String {
    let mut text = String::new();
    for (stage, seconds) in &outcome.timings {
        text.push_str(&format!("{stage:>10} {:>9.1} ms\n", seconds * 1000.0));
    }
    if let Some(kilobytes) = peak_kilobytes() {
        text.push_str(&format!("{:>10} {:>9} MiB\n", "memory", kilobytes / 1024));
    }
    text
}

/// The peak of resident memory, where the system tells.
fn peak_kilobytes() -> Option<u64> {
    let status = crate::fs::read(std::path::Path::new("/proc/self/status")).ok()?;
    let status = String::from_utf8(status).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn machine(built: &Built<'_>) -> String {
    let outcome = built.outcome;
    let mut lines: Vec<serde_json::Value> = Vec::new();
    for hold in &outcome.holds {
        let mut line = serde_json::to_value(hold).unwrap_or_default();
        line["type"] = "hold".into();
        lines.push(line);
    }
    for reduced in &outcome.reduced {
        lines.push(json!({"type": "reduced", "path": reduced.path, "shown": reduced.shown}));
    }
    let mut summary = json!({
        "type": "summary",
        "articles": outcome.article_count,
        "pages": outcome.pages.len(),
        "held": outcome.holds.len(),
        "errors": outcome.error_count(),
        "next_change": outcome.next_change.map(|next| next.to_string()),
        "written": built.committed.map(|committed| committed.written),
        "unchanged": built.committed.map(|committed| committed.unchanged),
        "removed": built.committed.map(|committed| committed.removed),
        "seconds": built.seconds,
    });
    if built.timings {
        let timings: serde_json::Map<_, _> =
            outcome.timings.iter().map(|(stage, seconds)| ((*stage).to_owned(), json!(seconds))).collect();
        summary["timings"] = timings.into();
        summary["peak_kilobytes"] = peak_kilobytes().into();
    }
    lines.push(summary);
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    lines.join("\n") + "\n"
}
