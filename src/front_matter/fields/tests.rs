use crate::article::{Embargo, Republish, Status};
use crate::front_matter::{FrontMatter, read as read_text, write};
use crate::paths::ContentPath;

fn read(text: &str) -> FrontMatter {
    read_text(&ContentPath("content/a.md".to_owned()), text).unwrap()
}

fn codes(text: &str) -> Vec<(&'static str, usize)> {
    let found = read(text).diagnostics;
    found.iter().map(|d| (d.code.0, d.place.as_ref().map_or(0, |place| place.line_number))).collect()
}

#[test]
fn all_forms_of_a_value_are_understood() {
    let meta =
        read("---\ntitle: 007\ndate: 2020-05\nauthor: A. B.\ntags: x, y\nsource: https://example.org/a\n---\n").meta;
    assert_eq!((meta.title.as_str(), meta.date.unwrap().to_string().as_str()), ("007", "2020-05"));
    assert_eq!((meta.authors, meta.tags), (vec!["A. B.".to_owned()], vec!["x".to_owned(), "y".to_owned()]));
    assert_eq!(meta.sources[0].url.as_deref(), Some("https://example.org/a"));
}

#[test]
fn toml_of_zola_is_understood() {
    let text = "+++\ntitle = \"T\"\ndate = 2020-07-03\n[taxonomies]\ntags = [\"a\"]\n[extra]\nx = 1\n+++\nbody";
    let front_matter = read(text);
    assert_eq!(front_matter.meta.date.unwrap().to_string(), "2020-07-03");
    assert_eq!(front_matter.meta.tags, ["a"]);
    assert_eq!(front_matter.meta.extra["x"], 1);
    assert_eq!(&text[front_matter.body_start..], "body");
}

#[test]
fn what_keeps_back_is_understood_or_an_error() {
    assert!(read("---\ntitle: T\ndraft: yes\n---\n").meta.draft);
    assert!(read("---\ntitle: T\npublished: false\n---\n").meta.draft);
    assert!(read("---\ntitle: T\nstatus: draft\n---\n").meta.draft);
    assert_eq!(codes("---\ntitle: T\nembargo: 2024-05-17\n---\n"), [("offset-missing", 3)]);
    assert_eq!(codes("---\ntitle: T\nembargo: soon\n---\n"), [("embargo-unreadable", 3)]);
    assert_eq!(codes("---\ntitle: T\nembargo_untill: 2024\n---\n"), [("hold-key-misspelt", 3)]);
    assert_eq!(codes("---\ntitle: T\nrights: {republsh: none}\n---\n"), [("key-misspelt", 3)]);
    assert_eq!(codes("---\ntitle: T\nrights: {republish: some}\n---\n"), [("rights-unknown", 3)]);
    assert_eq!(codes("---\ntitle: T\ndraft: perhaps\n---\n"), [("value-invalid", 3)]);
    let unclear = read("---\ntitle: T\nstatus: unclear\nembargo: soon\nrights: some\n---\n").meta;
    assert_eq!(unclear.status, Status::Withheld);
    assert_eq!(unclear.embargo, Embargo::Unreadable("soon".to_owned()));
    assert_eq!(unclear.rights.republish, Some(Republish::None));
}

#[test]
fn every_mistake_is_named_with_its_line() {
    let text = "---\ntitle: [a]\ndate: last Teusday\nevents:\n  - {date: yesterday, label: x}\nsource:\n  url: javascript:x\n---\n";
    assert_eq!(
        codes(text),
        [("value-invalid", 2), ("date-unreadable", 3), ("link-unsafe", 7), ("event-date-invalid", 5)]
    );
}

#[test]
fn broken_blocks_say_where() {
    assert_eq!(codes("---\ntitle: a: b\n---\n"), [("front-matter-invalid", 2)]);
    assert_eq!(codes("---\ntitle: a\n"), [("front-matter-unclosed", 1)]);
    assert_eq!(codes("---\ntitle: a\ntitle: b\n---\n"), [("front-matter-invalid", 3)]);
    assert_eq!(codes("---\na: &x 1\nb: *x\n---\n"), [("front-matter-hostile", 2)]);
    assert_eq!(codes("+++\ntitle = x\n+++\n"), [("front-matter-invalid", 2)]);
    assert!(read_text(&ContentPath("content/a.md".to_owned()), "---\n\nA rule, then text.").is_none());
}

#[test]
fn what_was_written_reads_the_same() {
    let text = "---\ntitle: 'A: b'\ndate: 2020-07-03T14:05:00+01:00\nkind: wire\nsource: {name: R, url: 'https://r.example/'}\nsummary: |-\n  two\n  lines\ntags: [x]\nevents:\n- {date: 2016~, label: y, certainty: approx}\nfigures:\n- {kind: arrests, value: 746, text: 746 arrests}\nrights: {republish: facts-only, notice: [n]}\nembargo: 2030-01-01T00:00:00Z\ncorrections: [{date: 2020-07-04, text: t}]\nhero: 1\n---\n";
    let first = read(text);
    assert_eq!(first.diagnostics, []);
    let written = write(&first.meta);
    let second = read(&written);
    assert_eq!(second.diagnostics, []);
    assert_eq!(write(&second.meta), written);
    assert_eq!(first.meta, second.meta);
}

#[test]
fn every_item_of_a_list_keeps_its_own_values() {
    let text = "---\ntitle: T\nevents:\n  - date: 2019\n    label: A\n  - date: 2021\n    label: B\nfigures:\n  - {kind: x, scope: 5}\n  - {kind: y, scope: 6}\n---\n";
    let meta = read(text).meta;
    assert_eq!(meta.events.iter().map(|event| event.date.as_str()).collect::<Vec<_>>(), ["2019", "2021"]);
    assert_eq!(meta.figures.iter().filter_map(|figure| figure.scope.as_deref()).collect::<Vec<_>>(), ["5", "6"]);
}

#[test]
fn a_key_inside_a_text_does_not_confuse_the_places() {
    let text = "---\ntitle: T\nfigures:\n  - kind: x\n    text: |\n      scope: \u{3000}\n    scope: 5\n---\nx\n";
    assert_eq!(read(text).meta.figures[0].scope.as_deref(), Some("5"));
}

#[test]
fn the_latest_date_of_publication_counts_whatever_it_is_called() {
    let date = |keys: &str| read(&format!("---\ntitle: T\n{keys}\n---\n")).meta.date.map(|date| date.to_string());
    for keys in [
        "date: 2024-01-01\npublishDate: 2099-01-01",
        "date: 2024-01-01\nPublish-Date: 2099-01-01",
        "date: 2024-01-01\npublished_at: 2099-01-01",
        "date: null\npublished: 2099-01-01",
        "Date: 2099-01-01",
        "DATE: 2099-01-01",
    ] {
        assert_eq!(date(keys).as_deref(), Some("2099-01-01"), "{keys}");
    }
    let hours = "date: 2026-01-01T00:00:00Z\npublishDate: 2026-01-01T23:00:00Z";
    assert_eq!(date(hours).as_deref(), Some("2026-01-01T23:00:00Z"));
    assert!(read("---\ntitle: T\nPublished: false\n---\n").meta.draft);
    assert_eq!(codes("---\ntitle: T\ndate: 2024-01-01\npublished: never\n---\n"), [("date-unreadable", 4)]);
    assert_eq!(codes("---\ntitle: T\nwip: true\n---\n"), [("hold-key-misspelt", 3)]);
    assert_eq!(codes("{\"title\": \"T\", \"draft\": true}\ntext\n"), [("front-matter-invalid", 1)]);
}
