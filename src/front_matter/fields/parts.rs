//! Fields that are mappings: sources, events, figures, images, rights, corrections.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{Fields, Trail};
use crate::article::{
    Certainty, Correction, Dateline, Event, Figure, Image, Republish, Rights, RightsOverride, Source,
};
use crate::diag::{Diagnostic, Place, code};
use crate::edtf::EventDate;

impl Fields<'_> {
    pub(super) fn sources(&mut self) -> Vec<Source> {
        let Some((name, value)) = self.take("source") else { return Vec::new() };
        let items = match value {
            Value::Array(items) => items,
            value => vec![value],
        };
        items.into_iter().filter_map(|item| self.source(&[&name], item)).collect()
    }

    fn source(&mut self, trail: Trail<'_>, value: Value) -> Option<Source> {
        if let Value::String(text) = value {
            let is_url = text.contains("://");
            return Some(Source {
                name: (!is_url).then(|| text.clone()),
                url: is_url.then_some(text),
                ..Source::default()
            });
        }
        let keys = ["name", "url", "agency", "author", "published", "retrieved", "archive_url"];
        let map = self.object(trail, value, &keys)?;
        let url = self.url_part(trail, &map, "url");
        let archive_url = self.url_part(trail, &map, "archive_url");
        Some(Source {
            name: self.part(trail, &map, "name"),
            url,
            agency: self.part(trail, &map, "agency"),
            author: self.part(trail, &map, "author"),
            published: self.part_when(trail, &map, "published"),
            retrieved: self.part_when(trail, &map, "retrieved"),
            archive_url,
        })
    }

    /// An address of the web; others would run code or leak paths in readers' browsers.
    fn url_part(&mut self, trail: Trail<'_>, map: &Map<String, Value>, key: &str) -> Option<String> {
        let text = self.part(trail, map, key)?;
        if text.starts_with("https://") || text.starts_with("http://") {
            return Some(text);
        }
        let diagnostic = Diagnostic::error(code::LINK_UNSAFE, format!("`{text}` is no address of the web"));
        self.report(diagnostic, &[trail, &[key]].concat(), "expected https://…");
        None
    }

    pub(super) fn dateline(&mut self) -> Option<Dateline> {
        let (name, value) = self.take("dateline")?;
        if let Value::String(place) = value {
            return Some(Dateline { place: Some(place), date: None });
        }
        let trail: Trail<'_> = &[&name];
        let map = self.object(trail, value, &["place", "date"])?;
        Some(Dateline { place: self.part(trail, &map, "place"), date: self.part_when(trail, &map, "date") })
    }

    /// The items of a key that is a list of mappings.
    fn items(&mut self, key: &'static str) -> Vec<Value> {
        match self.take(key) {
            None => Vec::new(),
            Some((_, Value::Array(items))) => items,
            Some((_, item @ (Value::Object(_) | Value::String(_)))) => vec![item],
            Some((name, value)) => {
                self.invalid(&[&name], &value, "a list");
                Vec::new()
            }
        }
    }

    pub(super) fn events(&mut self) -> Vec<Event> {
        self.items("events").into_iter().filter_map(|item| self.event(item)).collect()
    }

    fn event(&mut self, value: Value) -> Option<Event> {
        let trail: Trail<'_> = &["events"];
        let map = self.object(trail, value, &["date", "label", "kind", "certainty"])?;
        let label = self.required(trail, &map, "label")?;
        let date = self.required(trail, &map, "date")?;
        let words = [("exact", Certainty::Exact), ("inferred", Certainty::Inferred), ("approx", Certainty::Approx)];
        let certainty = map.get("certainty").cloned();
        let certainty =
            certainty.and_then(|value| self.word_of(&["events", "certainty"], &value, &words, code::VALUE_INVALID));
        match EventDate::parse(&date) {
            Ok(date) => Some(Event {
                date,
                label,
                kind: self.part(trail, &map, "kind"),
                certainty: certainty.unwrap_or_default(),
            }),
            Err(expected) => {
                let message = format!("cannot read the date \"{date}\" of an event: {expected}");
                let diagnostic = Diagnostic::error(code::EVENT_DATE_INVALID, message).with_hint(
                    "write EDTF: `2020-05-03`, `2020-05`, `2016~` (about), `2016/..` (since), `../2018` (until)",
                );
                let span = self.find_text(&date, "events");
                let place = Place::span(self.path.0.as_str(), self.text, span, "expected an EDTF date");
                self.diagnostics.push(diagnostic.at(place));
                None
            }
        }
    }

    /// Where a value stands below a key; the key's own value if it was written in another way.
    fn find_text(&self, value: &str, key: &str) -> Range<usize> {
        let from = self.locate(&[key]);
        let rest = &self.text[from.start..self.block.inner.end];
        rest.find(value).map_or(from.clone(), |at| from.start + at..from.start + at + value.len())
    }

    fn required(&mut self, trail: Trail<'_>, map: &Map<String, Value>, key: &str) -> Option<String> {
        let text = self.part(trail, map, key);
        if text.is_none() {
            let message = format!("an item of `{}` has no `{key}`", trail[0]);
            self.report(Diagnostic::error(code::VALUE_INVALID, message), trail, "in this list");
        }
        text
    }

    pub(super) fn figures(&mut self) -> Vec<Figure> {
        self.items("figures").into_iter().filter_map(|item| self.figure(item)).collect()
    }

    fn figure(&mut self, value: Value) -> Option<Figure> {
        let trail: Trail<'_> = &["figures"];
        let keys = ["kind", "value", "low", "high", "unit", "qualifier", "text", "scope", "as_of", "claimed_by"];
        let map = self.object(trail, value, &keys)?;
        Some(Figure {
            kind: self.required(trail, &map, "kind")?,
            value: self.part_number(trail, &map, "value"),
            low: self.part_number(trail, &map, "low"),
            high: self.part_number(trail, &map, "high"),
            unit: self.part(trail, &map, "unit"),
            qualifier: self.part(trail, &map, "qualifier"),
            text: self.part(trail, &map, "text"),
            scope: self.part(trail, &map, "scope"),
            as_of: self.part(trail, &map, "as_of"),
            claimed_by: self.part(trail, &map, "claimed_by"),
        })
    }

    pub(super) fn images(&mut self) -> Vec<Image> {
        self.items("images").into_iter().filter_map(|item| self.image(item)).collect()
    }

    fn image(&mut self, value: Value) -> Option<Image> {
        if let Value::String(file) = value {
            return Some(Image { file: Some(file), ..Image::default() });
        }
        let trail: Trail<'_> = &["images"];
        let map = self.object(trail, value, &["file", "alt", "caption", "credit", "notice", "flags"])?;
        let flags = map.get("flags").cloned().map_or(Vec::new(), |value| self.list(&["images", "flags"], value));
        Some(Image {
            file: self.part(trail, &map, "file"),
            alt: self.part(trail, &map, "alt"),
            caption: self.part(trail, &map, "caption"),
            credit: self.part(trail, &map, "credit"),
            notice: self.part(trail, &map, "notice"),
            flags,
        })
    }

    pub(super) fn rights(&mut self) -> Rights {
        let license = self.map.remove("license").or_else(|| self.map.remove("licence"));
        let mut rights = Rights::default();
        let trail: Trail<'_> = &["rights"];
        match self.take("rights") {
            None => {}
            // A single word is a level, a sentence is a notice.
            Some((_, Value::String(text))) if text.contains(' ') => rights.notice = vec![text],
            Some((_, value @ Value::String(_))) => {
                rights.republish = Some(self.level(trail, &value));
            }
            Some((_, value)) => {
                let keys = ["notice", "license", "republish", "attribution", "override"];
                if let Some(map) = self.object(trail, value, &keys) {
                    rights = self.rights_of(trail, &map);
                }
            }
        }
        if let Some(value) = license {
            rights.license = rights.license.or_else(|| self.scalar(&["license"], &value));
        }
        rights
    }

    fn rights_of(&mut self, trail: Trail<'_>, map: &Map<String, Value>) -> Rights {
        let notice = map.get("notice").cloned().map_or(Vec::new(), |value| self.list(&["rights", "notice"], value));
        let republish = map.get("republish").cloned().map(|value| self.level(&["rights", "republish"], &value));
        let override_ = map.get("override").cloned().and_then(|value| self.rights_override(value));
        Rights {
            notice,
            license: self.part(trail, map, "license"),
            republish,
            attribution: self.part(trail, map, "attribution"),
            override_,
        }
    }

    /// An unknown level is an error, and allows nothing.
    fn level(&mut self, trail: Trail<'_>, value: &Value) -> Republish {
        self.word_of(trail, value, &Republish::ALL, code::RIGHTS_UNKNOWN).unwrap_or(Republish::None)
    }

    fn rights_override(&mut self, value: Value) -> Option<RightsOverride> {
        let trail: Trail<'_> = &["rights", "override"];
        let map = self.object(trail, value, &["to", "basis", "by", "date", "ref"])?;
        let to = map.get("to").cloned().map(|value| self.level(&["rights", "override", "to"], &value));
        let basis = self.part(trail, &map, "basis");
        let by = self.part(trail, &map, "by");
        let date = self.part_when(trail, &map, "date");
        let known = ["licensed", "permission", "own-work", "public-domain", "quotation"];
        if let (Some(to), Some(basis), Some(by), Some(date)) = (to, basis, by, date)
            && known.contains(&basis.as_str())
        {
            return Some(RightsOverride { to, basis, by, date });
        }
        let diagnostic = Diagnostic::error(
            code::RIGHTS_OVERRIDE_INCOMPLETE,
            "an override of rights needs `to`, `basis`, `by` and `date`",
        )
        .with_hint(format!("`basis` is one of `{}`", known.join("`, `")));
        self.report(diagnostic, trail, "incomplete");
        None
    }

    pub(super) fn corrections(&mut self) -> Vec<Correction> {
        self.items("corrections").into_iter().filter_map(|item| self.correction(item)).collect()
    }

    fn correction(&mut self, value: Value) -> Option<Correction> {
        let trail: Trail<'_> = &["corrections"];
        let map = self.object(trail, value, &["date", "kind", "text"])?;
        let text = self.required(trail, &map, "text")?;
        self.required(trail, &map, "date")?;
        let date = self.part_when(trail, &map, "date")?;
        let kind = self.part(trail, &map, "kind").unwrap_or_else(|| "correction".to_owned());
        Some(Correction { date, kind, text })
    }
}
