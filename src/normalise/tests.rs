//! Whole files: own clippings with what must come out of them, and files that are out to hurt.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::diag::Severity;
use crate::paths::ContentPath;

/// Clippings with expectations; text, people and outlets are invented.
const CLIPPINGS: [&str; 4] = [
    include_str!("tests/wire.txt"),
    include_str!("tests/releases.txt"),
    include_str!("tests/pages.txt"),
    include_str!("tests/notes.txt"),
];

fn run(path: &str, bytes: &[u8]) -> Normalised {
    normalise(&SourceFile { path: ContentPath(path.to_owned()), bytes: bytes.to_vec() })
}

/// All that can be expected of a clipping, as lines `key: value`.
fn told(out: &Normalised) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    let codes: Vec<&str> = out.diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect();
    told.insert("codes".to_owned(), codes.join(" "));
    let Some(article) = &out.article else { return told };
    let meta = serde_json::to_value(&article.meta).unwrap();
    flatten("", &meta, &mut told);
    told.insert("id".to_owned(), article.id.0.clone());
    told.insert("paragraphs".to_owned(), article.body.trim().split("\n\n").count().to_string());
    told.insert("body_line".to_owned(), format!("{:?}", article.body_line));
    told
}

fn flatten(key: &str, value: &Value, told: &mut BTreeMap<String, String>) {
    let inner = |name: &str| if key.is_empty() { name.to_owned() } else { format!("{key}.{name}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| flatten(&inner(name), value, told)),
        Value::Array(values) if values.iter().all(Value::is_string) => {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            told.insert(key.to_owned(), texts.join(" | "));
        }
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| flatten(&inner(&at.to_string()), value, told));
        }
        Value::String(text) => {
            told.insert(key.to_owned(), text.clone());
        }
        value => {
            told.insert(key.to_owned(), value.to_string());
        }
    }
}

/// Compares one clipping with the lines below it.
fn check(name: &str, text: &str, expectations: &[&str], failures: &mut Vec<String>) {
    let out = run(name, text.as_bytes());
    let told = told(&out);
    let body = out.article.as_ref().map_or("", |article| article.body.as_str());
    for line in expectations {
        let (key, expected) = line.split_once(':').unwrap();
        let (key, expected) = (key.trim(), expected.trim());
        let found = told.get(key).map_or("", String::as_str);
        let is_met = match key {
            "body" => body.contains(expected),
            "starts" => body.starts_with(expected),
            "ends" => body.trim_end().ends_with(expected),
            "not" => !body.contains(expected),
            _ => found == expected,
        };
        if !is_met {
            let shown =
                if told.contains_key(key) || !matches!(key, "body" | "starts" | "ends" | "not") { found } else { body };
            failures.push(format!("{name}: {key}: expected `{expected}`, found `{shown}`"));
        }
    }
}

#[test]
fn clippings_come_out_as_expected() {
    let mut failures = Vec::new();
    let mut count = 0;
    for file in CLIPPINGS {
        for section in file.split("//- ").skip(1) {
            let (name, rest) = section.split_once('\n').unwrap();
            let is_expectation = |line: &&str| line.starts_with("//= ");
            let text: Vec<&str> = rest.lines().filter(|line| !is_expectation(line)).collect();
            let expectations: Vec<&str> = rest.lines().filter(is_expectation).map(|line| &line[4..]).collect();
            check(name.trim(), &text.join("\n"), &expectations, &mut failures);
            count += 1;
        }
    }
    assert!(count >= 20, "{count} clippings");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn spans_lead_to_what_they_say() {
    let text = CLIPPINGS[0].split("//- ").nth(1).unwrap().split_once('\n').unwrap().1;
    let text = text.split("//= ").next().unwrap();
    let article = run("content/a.txt", text.as_bytes()).article.unwrap();
    let at = |key: &str| &text[article.provenance[key].span.clone().unwrap()];
    assert_eq!(at("title").split_whitespace().collect::<Vec<_>>().join(" "), article.meta.title);
    assert_eq!(at("authors"), "Jane Roe");
    assert_eq!(at("date"), "July 03, 2020");
    assert!(at("dateline").starts_with("HARBOURTOWN (Reuters) -"));
    assert!(at("images").starts_with("Boxes of papers") && at("images").ends_with("NO ARCHIVES"));
    for key in ["kind", "source", "rights", "lang"] {
        assert!(article.provenance.contains_key(key), "{key}");
    }
}

/// The sample is not ours to copy: it is read where it lies.
#[test]
fn the_sample_falls_into_its_parts() {
    let output = std::process::Command::new("cat").arg("../shared/samples/encrochat-reuters.txt").output();
    let Some(bytes) = output.ok().map(|output| output.stdout).filter(|bytes| !bytes.is_empty()) else { return };
    let out = run("content/encrochat.txt", &bytes);
    let told = told(&out);
    let body = out.article.unwrap().body;
    for (key, expected) in [
        ("date", "2020-07-03"),
        ("source.agency", "Reuters"),
        ("source.name", "Reuters"),
        ("dateline.place", "London"),
        ("kind", "wire"),
        ("lang", "en"),
        ("rights.republish", "facts-only"),
        ("rights.attribution", "Reuters"),
        ("images.0.flags", "mandatory-credit | no-archive | no-resale | third-party | handout | undated"),
        ("paragraphs", "9"),
        ("codes", ""),
    ] {
        assert_eq!(told[key], expected, "{key}");
    }
    // One author, by first and last name; the giver of the picture before its agency.
    assert_eq!(told["authors"].split(' ').count(), 2);
    assert!(told["images.0.credit"].ends_with(" via REUTERS"));
    assert_eq!(told["rights.notice"].split(" | ").count(), 3);
    assert!(body.lines().all(|line| line.is_empty() || line.ends_with(['.', '"'])));
    for word in ["friend", "column", "©", "Copyright", "Editing", "RESALES", "REUTERS", "|"] {
        assert!(!body.contains(word), "{word}");
    }
}

fn is_answered(path: &str, bytes: &[u8]) {
    let out = run(path, bytes);
    let has_error = out.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    assert_eq!(out.article.is_none(), has_error, "{path}");
}

/// Sizes are small because regular expressions are slow in test builds.
#[test]
fn hostile_files_are_answered() {
    for extension in ["txt", "md", "html"] {
        let path = format!("content/a.{extension}");
        is_answered(&path, &vec![b'a'; 100 * 1024 * 1024]);
        hurt(&path, 10_000);
    }
    for page in hostile_pages(2_000) {
        is_answered("content/a.html", page.as_bytes());
    }
}

#[test]
fn huge_files_are_answered() {
    for path in ["content/a.txt", "content/a.md", "content/a.html"] {
        hurt(path, 4_000_000);
    }
    for page in hostile_pages(400_000) {
        is_answered("content/a.html", page.as_bytes());
    }
}

/// One long line, many short ones, and many of what the rules look for.
fn hurt(path: &str, size: usize) {
    for part in [
        "a word ",
        "a line\n",
        "a\n\n",
        "(",
        "© ",
        "By A B\n",
        "A. B. (Reuters) - ",
        "CRIME-\n",
        "1 of 3 | ",
        "\u{ff}\0",
    ] {
        is_answered(path, part.repeat(size / part.len()).as_bytes());
    }
    is_answered(path, b"");
}

fn hostile_pages(count: usize) -> Vec<String> {
    vec![
        "<div>".repeat(count),
        format!("{}x{}", "<div>".repeat(500), "</div>".repeat(500)),
        format!("{}x", "<ul><li>".repeat(250)),
        format!("{}x", "<blockquote><p><em>".repeat(160)),
        "<p>a<b>".repeat(count),
        "<p>Some words, with a comma in them.</p>".repeat(count / 8),
        "<a href=x>y</a>".repeat(count / 4),
        "<table><tr><td>".repeat(200),
        format!("<p {}>x", "a ".repeat(count)),
        "<".repeat(count),
        "</p".repeat(count),
        format!("<script type='application/ld+json'>{}</script>", "[".repeat(count)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for extension in ["txt", "md", "html", "bin"] {
            let out = run(&format!("content/a.{extension}"), &bytes);
            prop_assert!(out.article.is_some() || !out.diagnostics.is_empty());
        }
    }

    #[test]
    fn any_parts_of_clippings_are_answered(parts in proptest::collection::vec(0..PARTS.len(), 0..40)) {
        let text: String = parts.iter().map(|part| PARTS[*part]).collect();
        for extension in ["txt", "md", "html"] {
            let out = run(&format!("content/a.{extension}"), text.as_bytes());
            prop_assert!(out.article.is_some() || !out.diagnostics.is_empty());
        }
    }
}

/// What clippings are made of, to be put together in any way.
const PARTS: [&str; 40] = [
    "\n",
    "\n\n",
    " ",
    "By ",
    "By\n",
    "Jane Roe",
    "© ",
    "Copyright 2020 ",
    "Reuters",
    "(Reuters) - ",
    "LONDON",
    ", ",
    "July 3, 2020",
    "04/05/2021",
    "EMBARGOED UNTIL ",
    "00:01 BST ",
    "###\n",
    "ENDS\n",
    "é",
    "—",
    "“",
    "”",
    "ﬁ",
    "e\u{301}",
    "MANDATORY CREDIT. ",
    "NO ARCHIVES",
    " via REUTERS\n",
    "|",
    "[to top of second column]\n",
    "(Corrects ",
    ")",
    "]",
    "[",
    "- ",
    "1. ",
    "<p>",
    "</p>",
    "<b>",
    "# ",
    "some words that go on for a while and end.\n",
];
