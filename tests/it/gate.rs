//! Nothing held goes out: adding a held article changes no byte of the site.

use proptest::prelude::*;

use crate::support::{build, build_sources, error_codes, fixture, page, sources, tree};

const SITE: &str = r#"
//- blotter.yaml
base_url: https://example.org/
//- content/2024/a.md
---
title: First
date: 2024-05-02
tags: [Fraud]
case: harbour
summary: A summary.
---
The text links to [the second](b.md).
//- content/2024/b.md
---
title: Second
date: 2024-04-01
tags: [fraud, arson]
case: harbour
events:
  - {date: "2024-03", label: The harbour office is searched}
---
More text.
//- content/cases/harbour.md
---
title: The harbour case
---
An introduction.
"#;

/// A word that nothing else has.
const CANARY: &str = "xyzzycanary";

fn held(state: &str) -> String {
    format!(
        "---\ntitle: {CANARY} title\ndate: 2024-05-20\n{state}\nslug: {CANARY}-slug\naliases: [old/{CANARY}]\ntags: [fraud, {CANARY}-tag]\ncase: [harbour, {CANARY}-case]\nsummary: {CANARY} summary\nplaces: [{CANARY}]\nevents:\n  - {{date: \"2024-02\", label: {CANARY} event}}\nfigures:\n  - {{kind: arrests, value: 1, text: {CANARY} arrests}}\ncorrections:\n  - {{date: 2024-05-21, text: {CANARY}}}\n---\n{CANARY} body\n"
    )
}

const STATES: [&str; 7] = [
    "draft: true",
    "embargo: 2024-06-01T12:00:01Z",
    "expires: 2024-06-01",
    "status: withheld",
    "status: withdrawn",
    "rights: {republish: none}",
    "status: draft",
];

#[test]
fn adding_a_held_article_changes_no_byte() {
    let without = tree(&build(SITE));
    for state in STATES {
        let mut files = fixture(SITE);
        files.push(("content/2024/held.md".to_owned(), held(state)));
        let outcome = build_sources(sources(&files));
        assert_eq!(error_codes(&outcome), [""; 0], "{state}");
        assert_eq!(outcome.holds.len(), 1, "{state}");
        let with = tree(&outcome);
        assert_eq!(without.keys().collect::<Vec<_>>(), with.keys().collect::<Vec<_>>(), "{state}");
        for (path, bytes) in &with {
            assert_eq!(&without[path], bytes, "{state}: {path}");
        }
    }
}

#[test]
fn a_future_article_and_a_link_to_it_leave_no_trace() {
    let mut files = fixture(SITE);
    files.push((
        "content/2024/held.md".to_owned(),
        held("draft: true").replace("draft: true", "").replace("2024-05-20", "2024-06-02"),
    ));
    files[1].1 = files[1].1.replace("(b.md)", "(held.md)");
    let outcome = build_sources(sources(&files));
    let mut absent = fixture(SITE);
    absent[1].1 = absent[1].1.replace("(b.md)", "(held.md)");
    assert_eq!(tree(&outcome), tree(&build_sources(sources(&absent))));
    assert_eq!(outcome.next_change.unwrap().to_string(), "2024-06-02T00:00:00Z");
}

#[test]
fn the_canary_would_be_seen() {
    let mut files = fixture(SITE);
    files.push(("content/2024/held.md".to_owned(), held("draft: false")));
    let outcome = build_sources(sources(&files));
    let seen = tree(&outcome).values().filter(|bytes| String::from_utf8_lossy(bytes).contains(CANARY)).count();
    assert!(seen > 6, "only {seen} pages");
}

#[test]
fn a_forbidden_text_is_a_digest_entry() {
    let outcome = build(
        r"
        //- content/2024/raid.txt
        Police raid harbour office
        in early morning
        May 2, 2024
        By Alex Example
        SAMPLETON (Example Wire) - Officers searched the xyzzycanary office of the harbour
        master on Thursday and took away files.
        Nobody was hurt, the force said in a statement.
        © 2024 Example Wire. All rights reserved. This material may not be published,
        broadcast, rewritten or redistributed.
        ",
    );
    assert_eq!(error_codes(&outcome), [""; 0]);
    assert_eq!(outcome.reduced.len(), 1);
    let article = page(&outcome, "2024/05/raid/index.html");
    assert!(article.contains("Police raid harbour office in early morning"));
    assert!(article.contains("does not allow the text to be republished"));
    for (path, bytes) in tree(&outcome) {
        assert!(!String::from_utf8_lossy(&bytes).contains(CANARY), "{path}");
    }
}

/// The reason for which the only article of a site is held.
fn hold_of(path: &str, text: &str) -> Option<&'static str> {
    let outcome = build_sources(sources(&[(path.to_owned(), text.to_owned())]));
    assert_eq!(error_codes(&outcome), [""; 0], "{text}");
    outcome.holds.first().map(|hold| hold.reason.as_str())
}

#[test]
fn what_keeps_back_counts_wherever_it_is_written() {
    assert_eq!(hold_of("content/a.txt", "---\ntitle: T\ndraft: true\n---\nText.\n"), Some("draft"));
    assert_eq!(hold_of("content/a.md", "\n\n---\ntitle: T\ndraft: true\n---\nText.\n"), Some("draft"));
    assert_eq!(hold_of("content/a.md", "---\ntitle: T\n---\nThis story has been withdrawn.\n"), Some("withdrawn"));
    assert_eq!(
        hold_of("content/a.md", "---\ntitle: T\n---\nEMBARGOED UNTIL FRIDAY\n\nText.\n"),
        Some("embargo without a readable end")
    );
    assert_eq!(hold_of("content/a.md", "---\ntitle: T\n---\nThe ministry said the arms embargo stays.\n"), None);
    for key in ["publish: false", "hidden: true", "private: yes", "publish_on: 2030-01-01"] {
        let outcome = build(&format!("//- content/a.md\n---\ntitle: T\n{key}\n---\nx\n"));
        assert_eq!(error_codes(&outcome), ["hold-key-misspelt"], "{key}");
    }
    let page = build("//- content/a.html\n---\ndraft: true\n---\n<html><title>T</title><p>x\n");
    assert_eq!(error_codes(&page), ["front-matter-invalid"]);
}

#[test]
fn a_picture_that_is_kept_back_does_not_go_out_by_another_link() {
    let outcome = build(
        "//- content/a.md\n---\ntitle: A\nimages:\n  - {file: p.png, flags: [no-archive]}\n---\n[x](p.png) ![y](./p.png)\n//- content/b.md\n---\ntitle: B\n---\n[z](p.png)\n//- content/p.png\nfake\n",
    );
    assert!(!tree(&outcome).contains_key("p.png"));
}

#[test]
fn a_picture_is_kept_back_whatever_its_name_is_written_like() {
    let picture = |path: &str, file: &str, link: &str| {
        build(&format!(
            "//- {path}\n---\ntitle: A\nimages: [{{file: '{file}', flags: [no-archive]}}]\n---\n![x]({link})\n//- content/my pic.png\nfake\n//- content/cases/my pic.png\nfake\n"
        ))
    };
    for (path, file, link) in [
        ("content/a.md", "my%20pic.png", "my%20pic.png"),
        ("content/a.md", "my pic.png", "my%20pic.png"),
        ("content/a.md", "my pic.png?1", "./my%20pic.png#x"),
        ("content/cases/a.md", "my pic.png", "my%20pic.png"),
    ] {
        let outcome = picture(path, file, link);
        assert!(!tree(&outcome).keys().any(|path| path.contains("pic.png")), "{path} {file} {link}");
    }
}

#[test]
fn a_note_may_credit_the_work_of_others() {
    let text = "---\ntitle: About\n---\nOur own words.\n\nThe labels come from Example Topics, © Example, used under\n[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).\n\nMore of our own words.\n";
    let outcome = build_sources(sources(&[("content/pages/about.md".to_owned(), text.to_owned())]));
    assert_eq!(outcome.reduced, []);
}

#[test]
fn a_held_article_takes_no_id_from_a_published_one() {
    let outcome = build(
        "//- content/a.md\n---\ntitle: A\nid: same\ndraft: true\n---\nx\n//- content/b.md\n---\ntitle: B\nid: same\n---\nx\n",
    );
    assert_eq!((error_codes(&outcome), outcome.article_count), (vec![], 1));
}

#[test]
fn pages_whose_text_may_not_be_shown_say_so() {
    let outcome = build("//- content/pages/wire.md\n---\ntitle: W\nkind: wire\n---\nxyzzycanary\n");
    let html = page(&outcome, "wire/index.html");
    assert!(html.contains("is not republished here") && !html.contains(CANARY));
    assert_eq!(outcome.reduced.len(), 1);
}

fn article() -> impl Strategy<Value = (String, bool)> {
    let tags = prop::collection::vec(prop::sample::select(vec!["Fraud", "fraud", "Café", "cafe", "NCA", "C++"]), 0..4);
    let dates =
        prop::sample::select(vec!["", "date: 2024-05-01", "date: 2023", "date: 2023-07", "date: 2024-05-01T10:00:00Z"]);
    let states =
        prop::sample::select(vec!["", "", "", "draft: true", "embargo: 2030-01-01T00:00:00Z", "status: withheld"]);
    let cases = prop::sample::select(vec!["", "case: one", "case: [one, two]"]);
    (tags, dates, states, cases, "[a-z]{1,8}").prop_map(|(tags, date, state, case, word)| {
        let held = !state.is_empty();
        (format!("---\ntitle: {word}\n{date}\n{state}\n{case}\ntags: {tags:?}\n---\nText {word}.\n"), held)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// For any site: what is built from all files is what is built from those that are not held.
    #[test]
    fn held_articles_never_interfere(articles in prop::collection::vec(article(), 1..12)) {
        let name = |index: usize| format!("content/a{index}.md");
        let all = articles.iter().enumerate().map(|(index, (text, _))| (name(index), text.clone()));
        let public = articles.iter().enumerate().filter(|(_, (_, held))| !held).map(|(index, (text, _))| (name(index), text.clone()));
        let all = build_sources(sources(&all.collect::<Vec<_>>()));
        let public = build_sources(sources(&public.collect::<Vec<_>>()));
        prop_assert_eq!(tree(&all), tree(&public));
    }
}

/// Whether the canary in the second sentence of a body comes out, for a file and its front matter.
fn shows_body(path: &str, text: &str) -> bool {
    let outcome = build_sources(sources(&[(path.to_owned(), text.to_owned())]));
    assert_eq!(error_codes(&outcome), [""; 0], "{text}");
    tree(&outcome).values().any(|bytes| String::from_utf8_lossy(bytes).contains(CANARY))
}

/// A body of four paragraphs.
const BODY: &str = "Police searched an office on Friday.\n\nNobody was hurt there.\n\nThey took the xyzzycanary with them.\n\nThe force gave no names.";

#[test]
fn notices_in_markdown_count_wherever_they_stand() {
    let ban = "This text may not be reproduced without permission.";
    let written = "rights: {notice: [\"Courtesy of the desk\"], republish: full}";
    let file = |keys: &str, body: &str| format!("---\ntitle: T\n{keys}\n---\n{body}\n");
    assert!(shows_body("content/a.md", &file("", BODY)));
    assert!(shows_body("content/a.md", &file(written, BODY)));
    for body in [
        format!("{BODY}\n\n© 2024 Example Wire. {ban}"),
        format!("{BODY}\n   \n{ban}"),
        format!("{BODY}\n{ban}"),
        format!("{BODY}\n© 2024 Example Wire. This text may not be\nreproduced without permission."),
        format!("{BODY} {ban}"),
        format!("{BODY} Reproduction prohibited."),
        format!("{BODY}\nReproduction interdite"),
        format!("{BODY}\n\n<p>© 2024 Example Wire. <b>{ban}</b></p>"),
        format!("{BODY}\n\n<p>This text may <b>not</b> be <i>reproduced</i> without permission.</p>"),
        format!("{BODY}\n\n> **{ban}**"),
        format!("{ban}\n\n{BODY}\n\n{}", "Much more was said later on.\n\n".repeat(2000)),
        format!("{}\n\n{BODY}\n\n{ban}", "Much more was said before.\n\n".repeat(2000)),
    ] {
        for keys in ["", written] {
            let text = file(keys, &body);
            assert!(!shows_body("content/a.md", &text), "{}", &text[text.len().saturating_sub(300)..]);
        }
    }
}

#[test]
fn ordinary_prohibitions_count_in_every_format() {
    for ban in [
        "Reproduction prohibited.",
        "No part of this article may be reproduced in any form.",
        "This article must not be republished.",
        "Republication of this article is not allowed.",
        "Not for republication.",
        "You may not republish this article.",
        "Reproduction interdite sans autorisation",
        "Prohibida su reproducción.",
        "Reproducción prohibida",
        "Nachdruck nur mit Genehmigung",
        "Nachdruck verboten",
        "Vietata la riproduzione",
        "Overname zonder toestemming verboden",
        "未经许可不得转载",
    ] {
        let told = |path: &str, text: String| {
            let outcome = build_sources(sources(&[(path.to_owned(), text)]));
            let (_, article) = tree(&outcome).into_iter().find(|(path, _)| path.ends_with("a/index.html")).unwrap();
            String::from_utf8_lossy(&article).contains("does not allow the text to be republished")
        };
        let paragraphs = format!("<p>{}</p>", BODY.replace("\n\n", "</p><p>"));
        assert!(told("content/a.md", format!("---\ntitle: T\n---\n{BODY}\n\n{ban}\n")), "{ban}");
        assert!(told("content/a.md", format!("---\ntitle: T\n---\n{ban}\n\n{BODY}\n")), "{ban}");
        assert!(told("content/a.txt", format!("Police search an office\n\n{BODY}\n\n{ban}\n")), "{ban}");
        let page = format!("<html><title>T</title><article><h1>T</h1>{paragraphs}<p>{ban}</p></article></html>");
        assert!(told("content/a.html", page), "{ban}");
    }
}

#[test]
fn licences_of_others_free_no_page() {
    let paragraphs = format!("<p>{}</p>", BODY.replace("\n\n", "</p><p>"));
    let page = |foot: &str| format!("<html><title>T</title><article><h1>T</h1>{paragraphs}</article>{foot}</html>");
    assert!(shows_body("content/a.html", &page("<footer>© The Desk. Licensed under CC BY 4.0</footer>")));
    for foot in [
        "<footer>Photo: Jane Doe, CC BY 2.0</footer>",
        "<footer>Map data: OpenStreetMap, CC BY-SA 2.0</footer>",
        "<footer>Comments are licensed under CC BY 4.0.</footer>",
        "<footer>The cover photo is licensed under CC BY 4.0.</footer>",
        "<footer>Not licensed under CC BY 4.0</footer>",
        "<figure><img src=x.jpg><figcaption>Jane <a rel=license href='https://creativecommons.org/licenses/by/2.0/'>CC BY 2.0</a></figcaption></figure>",
    ] {
        assert!(!shows_body("content/a.html", &page(foot)), "{foot}");
    }
}

#[test]
fn handling_lines_hold_in_every_format() {
    for line in [
        "This release is embargoed until Friday",
        "Under strict embargo until Friday",
        "Do not publish before Friday",
        "No publication before Friday",
        "NOT FOR PUBLICATION",
        "DRAFT - NOT FOR PUBLICATION",
        "INTERNAL USE ONLY",
        "FOR RELEASE 10:00 3 May 2024",
        "Sous embargo jusqu'au 3 mai",
        "Gesperrt bis Freitag",
        "Sotto embargo fino al 3 maggio",
        "EMBARGOED UNTIL\n\n10:00 3 May 2024",
    ] {
        let reason = Some("embargo without a readable end");
        assert_eq!(hold_of("content/a.md", &format!("---\ntitle: T\n---\n{line}\n\n{BODY}\n")), reason, "{line}");
        assert_eq!(
            hold_of("content/a.txt", &format!("{line}\n\nPolice search an office\n\n{BODY}\n")),
            reason,
            "{line}"
        );
        assert_eq!(
            hold_of("content/a.txt", &format!("Police search an office\n\n{line}\n\n{BODY}\n")),
            reason,
            "{line}"
        );
    }
    for text in ["# EMBARGOED UNTIL FRIDAY\n\nText.\n", "# T\n\n<p>This release is embargoed until Friday.</p>\n"] {
        assert_eq!(hold_of("content/a.md", text), Some("embargo without a readable end"), "{text}");
    }
    let far = "EMBARGOED UNTIL\n\n10:00 GMT 3 May 2099\n\n";
    assert_eq!(hold_of("content/a.md", &format!("---\ntitle: T\n---\n\n{far}{BODY}\n")), Some("embargoed"));
}

#[test]
fn wire_copy_is_known_by_its_agency() {
    let wire = "# Police search an office\n\nLONDON, May 3 (AFP) - Police searched.\n\nThey took the xyzzycanary.\n";
    assert!(!shows_body("content/a.md", wire));
    assert!(!shows_body("content/a.md", &wire.replace("LONDON", "By Jane Doe\n\nLONDON")));
    assert!(!shows_body("content/a.md", &format!("---\ntitle: T\n---\n{wire}")));
    assert!(!shows_body("content/a.md", &format!("---\ntitle: T\nsource: {{agency: Reuters}}\n---\n{BODY}\n")));
    assert!(shows_body(
        "content/a.md",
        &format!("---\ntitle: T\nkind: note\nsource: {{agency: Reuters}}\n---\n{BODY}\n")
    ));
    assert!(shows_body("content/a.md", &format!("---\ntitle: T\nsource: {{agency: Harbour Police}}\n---\n{BODY}\n")));
}

#[test]
fn a_correction_that_was_found_has_none_of_its_words() {
    let text = format!(
        "Police search an office\n\n{}\n\nThis article was amended on 3 May 2024. An earlier version said xyzzycanary.\n",
        BODY.replace(CANARY, "box")
    );
    assert!(!shows_body("content/a.txt", &text));
}
