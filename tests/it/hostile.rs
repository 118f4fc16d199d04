//! Bad input is normal input: a clear error or a safe result, never a panic, and the rest goes on.

use std::fmt::Write as _;

use blotter::normalise::normalise;
use blotter::paths::ContentPath;
use blotter::source::SourceFile;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::support::{build, build_sources, error_codes, fixture, page, report, sources, sources_of_bytes, tree};

fn errors_of(path: &str, bytes: &[u8]) -> Vec<&'static str> {
    let good = ("content/good.md".to_owned(), b"---\ntitle: Good\n---\nx\n".to_vec());
    let outcome = build_sources(sources_of_bytes(vec![good, (path.to_owned(), bytes.to_vec())]));
    assert_eq!(outcome.article_count, 1, "the rest goes on");
    error_codes(&outcome)
}

#[test]
fn files_that_are_no_text_are_named() {
    assert_eq!(errors_of("content/a.md", b""), ["file-empty"]);
    assert_eq!(errors_of("content/a.txt", b" \n\t\n"), ["file-empty"]);
    assert_eq!(errors_of("content/a.txt", &[0, 159, 146, 150, 0, 1, 2, 3]), ["file-binary"]);
    assert_eq!(errors_of("content/a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), ["file-binary"]);
    assert_eq!(errors_of("content/a.md", &vec![b'x'; 33 * 1024 * 1024]), ["file-too-large"]);
}

#[test]
fn hostile_front_matter_is_refused_before_it_is_parsed() {
    let brackets = format!("---\ntitle: T\nx: {}\n---\n", "[".repeat(100_000));
    let braces = format!("---\ntitle: T\nx: {}\n---\n", "{a: ".repeat(12_000));
    let quoted = format!("---\ntitle: T\na: b\n  'c\nx: {}\n---\n", "[".repeat(50_000));
    let mut bomb = "---\ntitle: T\na0: &a0 [x, x]\n".to_owned();
    for level in 1..10 {
        let _ = writeln!(bomb, "a{level}: &a{level} [{}]", vec![format!("*a{}", level - 1); 9].join(", "));
    }
    bomb.push_str("---\n");
    let dashes = format!("---\ntitle: T\nx:\n  {}\n---\n", "- ".repeat(10_000));
    for text in [&brackets, &braces, &quoted, &bomb, &dashes] {
        assert_eq!(errors_of("content/a.md", text.as_bytes()), ["front-matter-hostile"]);
    }
    let toml = format!("+++\nx = {}\n+++\n", "[".repeat(60_000));
    assert_eq!(errors_of("content/a.md", toml.as_bytes()), ["front-matter-invalid"]);
}

#[test]
fn path_tricks_stay_inside() {
    for slug in ["../../etc/passwd", "/etc/passwd", "con", "a/b", "..", "\"a\\u0000b\"", "\"a\\u202eb\"", ".hidden"] {
        let codes = errors_of("content/a.md", format!("---\ntitle: T\nslug: {slug}\n---\nx\n").as_bytes());
        assert!(codes == ["path-unsafe"] || codes == ["front-matter-invalid"], "{slug}: {codes:?}");
    }
    for alias in ["../up", "/../up", "a/../../b", "nul", "C:/x", "a\\b"] {
        let outcome = build(&format!("//- content/a.md\n---\ntitle: T\naliases: ['{alias}']\n---\nx\n"));
        assert_eq!(error_codes(&outcome), ["path-unsafe"], "{alias}");
    }
    let outcome = build("//- content/a.md\n---\ntitle: T\ncase: ../../x\ntags: ['../..', '/']\n---\nx\n");
    assert!(tree(&outcome).keys().all(|path| !path.contains("..")));
}

#[test]
fn two_pages_cannot_share_an_address() {
    let same = "//- content/a.md\n---\ntitle: A\nslug: x\n---\nx\n//- content/b.md\n---\ntitle: B\nslug: X\n---\nx\n";
    assert_eq!(error_codes(&build(same)), ["path-taken"]);
    let alias = "//- content/a.md\n---\ntitle: A\naliases: [undated]\n---\nx\n";
    assert_eq!(error_codes(&build(alias)), ["path-taken"]);
    let folder = "//- content/a.md\n---\ntitle: A\naliases: [b.html, b.html/c]\n---\nx\n";
    assert_eq!(error_codes(&build(folder)), ["path-taken"]);
    let id = "//- content/a.md\n---\ntitle: A\nid: x\n---\nx\n//- content/b.md\n---\ntitle: B\nid: x\n---\nx\n";
    assert_eq!(error_codes(&build(id)), ["id-taken"]);
}

#[test]
fn html_that_runs_does_not_go_out() {
    let body = "<script>alert(1)</script><img src=x onerror=alert(2)><iframe src=//evil.example></iframe>\n<a href=\"javascript:alert(3)\">x</a> <b onclick=alert(4)>bold</b> <svg onload=alert(5)></svg>\n\n[y](JaVa&Tab;Script:alert) [z](data:text/html,x) <https://ok.example>\n";
    let outcome = build(&format!(
        "//- content/a.md\n---\ntitle: '<script>alert(6)</script>'\nsummary: '<img onerror=x>'\ntags: ['<b>']\n---\n{body}"
    ));
    for (path, bytes) in tree(&outcome) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        if path.starts_with("assets/") {
            continue;
        }
        let text = text.replace("&lt;", "");
        for bad in [
            "<script>alert",
            "onerror=alert",
            "<iframe",
            "href=\"javascript:",
            "onclick",
            "<svg onload",
            "<img onerror",
            "data:text/html",
        ] {
            assert!(!text.contains(bad), "{path}: {bad}");
        }
    }
    let html = page(&outcome, "undated/a/index.html");
    assert!(html.contains("<b>bold</b>") && !html.contains("<img"));
}

#[test]
fn deep_html_does_not_exhaust_the_stack() {
    for depth in [1_000, 200_000] {
        let nested = "<div>".repeat(depth);
        let _ = build_sources(sources_of_bytes(vec![
            ("content/a.md".to_owned(), format!("---\ntitle: T\n---\n{nested}x\n").into_bytes()),
            ("content/b.html".to_owned(), format!("<html><head><title>T</title></head><body>{nested}x").into_bytes()),
            ("content/c.md".to_owned(), format!("---\ntitle: T\n---\n{}", "> ".repeat(depth / 10)).into_bytes()),
        ]));
    }
}

#[test]
fn ends_that_close_nothing_do_not_hide_the_depth() {
    let outcome = build_sources(sources(&[(
        "content/a.md".to_owned(),
        format!("---\ntitle: T\n---\n{}", "<div></x>".repeat(60_000)),
    )]));
    assert!(outcome.diagnostics.iter().any(|d| d.code.0 == "html-too-deep"));
}

#[test]
fn a_case_has_one_introduction() {
    let outcome = build(
        "//- content/cases/ferry.md\n---\ntitle: A\n---\nx\n//- content/cases/sub/ferry.md\n---\ntitle: B\n---\nx\n",
    );
    assert_eq!(error_codes(&outcome), ["path-taken"]);
}

#[test]
fn a_heap_of_files_in_odd_encodings_is_read() {
    let latin1 = b"---\ntitle: Caf\xe9\n---\nText\n".to_vec();
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("---\ntitle: Zwei\n---\nText\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let bom = b"\xef\xbb\xbf---\r\ntitle: Drei\r\n---\r\nText\r\n".to_vec();
    let outcome = build_sources(sources_of_bytes(vec![
        ("content/a.md".to_owned(), latin1),
        ("content/b.md".to_owned(), utf16),
        ("content/c.md".to_owned(), bom),
    ]));
    assert_eq!(error_codes(&outcome), [""; 0], "{}", report(&outcome));
    let undated = page(&outcome, "undated/index.html");
    for title in ["Café", "Zwei", "Drei"] {
        assert!(undated.contains(title), "{title}");
    }
}

fn check(site: &str, expected: &Expect) {
    let outcome = build(&format!("//- blotter.yaml\nbase_url: https://example.org/\n{site}"));
    expected.assert_eq(&report(&outcome));
}

#[test]
fn errors_name_file_line_and_remedy() {
    check(
        "//- content/a.md\n---\ntitle: T\ndate: last Teusday\nembargo_untill: 2030-01-01\nevents:\n  - {date: soon, label: x}\n---\nx\n//- content/b.md\n---\ntitle: Man jailed: court told\n---\nx\n",
        &expect![[r#"
            error[date-unreadable]: cannot read the date "last Teusday"
             --> content/a.md:3:7
              |
            3 | date: last Teusday
              |       ^^^^^^^^^^^^ expected 2024, 2024-05, 2024-05-17 or a full timestamp
              |
              = hint: if the day is unknown, write the month alone, as in `2020-05`

            error[hold-key-misspelt]: unknown key `embargo_untill`, which looks like `embargo`
             --> content/a.md:4:17
              |
            4 | embargo_untill: 2030-01-01
              |                 ^^^^^^^^^^ not understood
              |
              = note: as an unknown key it would keep nothing back
              = hint: write `embargo`; if it means something else, put it under `extra`

            error[event-date-invalid]: cannot read the date "soon" of an event: year must have exactly four digits (or X)
             --> content/a.md:6:12
              |
            6 |   - {date: soon, label: x}
              |            ^^^^ expected an EDTF date
              |
              = hint: write EDTF: `2020-05-03`, `2020-05`, `2016~` (about), `2016/..` (since), `../2018` (until)

            error[front-matter-invalid]: cannot read this as YAML: mapping values are not allowed in this context
             --> content/b.md:2:18
              |
            2 | title: Man jailed: court told
              |                  ^^^^^^^^^^^^ here
              |
              = hint: put quotes around a value that holds a colon: `title: "Man jailed: court told"`

        "#]],
    );
}

#[test]
fn a_broken_template_is_named_once() {
    let mut files = fixture(
        "//- blotter.yaml\nbase_url: https://example.org/\n//- content/a.md\n---\ntitle: A\n---\nx\n//- content/b.md\n---\ntitle: B\n---\nx\n",
    );
    files.push((
        "templates/article.html".to_owned(),
        "<h1>{{ article.title }}</h1>\n<p>{{ article.headline }}</p>\n".to_owned(),
    ));
    expect![[r"
        error[template-failed]: Field `headline` is not defined. Available fields: authors, cases, corrected, corrections, date, dateline, direction, events, excerpt, extra, facts, figures, html, id, images, kind, lang, newer, older, path, place, related, rights, source, sources, summary, tags, text, title, updated, withheld
         --> templates/article.html:2:15
          |
        2 | <p>{{ article.headline }}</p>
          |               ^^^^^^^^ here
          |
          = note: while rendering `undated/a/`
          = note: and on 1 more pages
          = hint: docs/templates.md lists what each template is given

    "]].assert_eq(&report(&build_sources(sources(&files))));
    files.pop();
    files.push(("templates/article.html".to_owned(), "{% if x %}".to_owned()));
    assert_eq!(error_codes(&build_sources(sources(&files))), ["template-invalid"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any bytes in any format: an article or an error, never a panic.
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000), extension in prop::sample::select(vec!["md", "txt", "html"])) {
        let file = SourceFile { path: ContentPath(format!("content/a.{extension}")), bytes };
        let normalised = normalise(&file);
        prop_assert!(normalised.article.is_some() || blotter::diag::error_count(&normalised.diagnostics) > 0);
    }

    /// Any header: fields or errors, never a panic.
    #[test]
    fn no_header_makes_it_panic(header in "[ -~\n\t]{0,400}", body in "\\PC{0,200}") {
        for marker in ["---", "+++"] {
            let bytes = format!("{marker}\n{header}\n{marker}\n{body}").into_bytes();
            let _ = normalise(&SourceFile { path: ContentPath("content/a.md".to_owned()), bytes });
        }
    }

    /// Any Markdown renders to a page that holds no script of its own.
    #[test]
    fn no_markdown_makes_it_panic(body in "[ -~\n]{0,400}") {
        let outcome = build_sources(sources(&[("content/a.md".to_owned(), format!("---\ntitle: T\n---\n{body}"))]));
        for bytes in tree(&outcome).values() {
            prop_assert!(!String::from_utf8_lossy(bytes).contains("<script>"));
        }
    }
}
