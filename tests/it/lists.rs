//! The timeline, archives, tags and cases as readers find them.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use crate::support::{build, build_sources, fixture, page, sources, tree};

/// The paths of a site but for those of the theme.
fn paths(text: &str) -> Vec<String> {
    tree(&build(text)).into_keys().filter(|path| !path.starts_with("assets/")).collect()
}

/// The headings of a page, each on a line.
fn check_headings(site: &str, path: &str, expected: &Expect) {
    let html = page(&build(site), path);
    let document = scraper::Html::parse_document(&html);
    let selector = scraper::Selector::parse("h1, h2, h3, h4").unwrap();
    let mut text = String::new();
    for heading in document.select(&selector) {
        let words: Vec<_> = heading.text().flat_map(str::split_whitespace).collect();
        let _ = writeln!(text, "{} {}", heading.value().name(), words.join(" "));
    }
    expected.assert_eq(&text);
}

#[test]
fn a_folder_with_one_article_is_a_site() {
    assert_eq!(
        paths("//- content/hello.md\n---\ntitle: Hello\ndate: 2024-05-02\n---\nText.\n"),
        [
            "2024/05/hello/index.html",
            "2024/05/index.html",
            "2024/index.html",
            "404.html",
            "atom.xml",
            "index.html",
            "robots.txt"
        ]
    );
}

#[test]
fn an_empty_site_builds_too() {
    assert_eq!(paths("//- blotter.yaml\ntitle: Empty\n"), ["404.html", "atom.xml", "index.html", "robots.txt"]);
}

#[test]
fn addresses_are_as_precise_as_dates() {
    let paths = paths(
        "//- content/a.md\n---\ntitle: A\ndate: 2023\n---\nx\n//- content/b.md\n---\ntitle: B\n---\nx\n//- content/2020-07-03-c.md\n---\ntitle: C\n---\nx\n",
    );
    for path in ["2023/a/index.html", "undated/b/index.html", "undated/index.html", "2020/07/c/index.html"] {
        assert!(paths.contains(&path.to_owned()), "{path}: {paths:?}");
    }
}

#[test]
fn the_timeline_is_grouped_by_year_and_month() {
    let site = "//- content/a.md\n---\ntitle: A\ndate: 2024-05-02\n---\nx\n//- content/b.md\n---\ntitle: B\ndate: 2023-12\n---\nx\n//- content/c.md\n---\ntitle: C\ndate: 2024-05-03\n---\nx\n//- content/d.md\n---\ntitle: D\ndate: 2023\n---\nx\n//- content/e.md\n---\ntitle: E\n---\nx\n";
    check_headings(
        site,
        "index.html",
        &expect![[r"
            h1 Digest
            h2 2024
            h3 May 2 entries
            h4 C
            h4 A
            h2 2023
            h3 December 1 entry
            h4 B
            h3 Month unknown
            h4 D
        "]],
    );
}

fn month_of(count: usize) -> Vec<(String, String)> {
    let article = |number: usize| {
        let text = format!(
            "---\ntitle: Number {number}\ndate: 2024-03-01T{:02}:{:02}:00Z\ntags: [many]\n---\nText.\n",
            number / 60,
            number % 60
        );
        (format!("content/n{number:03}.md"), text)
    };
    (0..count).map(article).collect()
}

#[test]
fn adding_an_article_leaves_the_other_parts_of_a_long_month_alone() {
    let before = tree(&build_sources(sources(&month_of(250))));
    let after = tree(&build_sources(sources(&month_of(251))));
    for part in ["2024/03/part-1/index.html", "2024/03/part-2/index.html"] {
        assert!(before.contains_key(part));
        assert_eq!(articles_of(&before[part]), articles_of(&after[part]), "{part}");
    }
    let changed: Vec<_> = after
        .iter()
        .filter(|(path, bytes)| path.starts_with("2024/03/n") && before.get(*path) != Some(bytes))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(changed, ["2024/03/n249/index.html", "2024/03/n250/index.html"], "the new one and its neighbour");
}

/// The links of a page to articles, in order.
fn articles_of(bytes: &[u8]) -> Vec<String> {
    let html = String::from_utf8_lossy(bytes).into_owned();
    let document = scraper::Html::parse_document(&html);
    let selector = scraper::Selector::parse("main a[href*='/n']").unwrap();
    document.select(&selector).filter_map(|link| link.value().attr("href")).map(ToOwned::to_owned).collect()
}

#[test]
fn a_large_tag_has_pages_by_year() {
    let site = build_sources(sources(&month_of(150)));
    let tree = tree(&site);
    assert!(tree.contains_key("tags/many/2024/index.html"));
    assert_eq!(articles_of(&tree["tags/many/index.html"]).len(), 100);
    assert_eq!(articles_of(&tree["tags/many/2024/index.html"]).len(), 150);
}

#[test]
fn tags_fold_and_keep_one_spelling() {
    let site = "//- content/a.md\n---\ntitle: A\ntags: [NCA, pâté, C++]\n---\nx\n//- content/b.md\n---\ntitle: B\ntags: [National Crime Agency, pâte, C]\n---\nx\n";
    check_headings(
        site,
        "tags/index.html",
        &expect![[r"
        h1 Tags
        h2 C
        h2 N
        h2 P
    "]],
    );
    let paths = paths(site);
    let tags: Vec<_> = paths.iter().filter(|path| path.starts_with("tags/")).collect();
    assert_eq!(tags.len(), 6, "{tags:?}");
    let tag = page(&build(site), "tags/national-crime-agency/index.html");
    assert!(tag.contains("National Crime Agency"));
}

#[test]
fn a_case_tells_its_events_in_order() {
    let site = r#"
        //- content/cases/net.md
        ---
        title: The network
        ---
        Introduction.
        //- content/a.md
        ---
        title: A
        date: 2020-07-03
        case: net
        events:
          - {date: "2020-07-02", label: Police announce the operation}
          - {date: "2016/..", label: Agencies work on the network}
          - {date: "2016~", label: The network starts}
          - {date: "2020-05", label: Investigators get in}
        ---
        Text.
        "#;
    let html = page(&build(site), "cases/net/index.html");
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("about 2016") < at("since 2016"));
    assert!(at("since 2016") < at("May 2020"));
    assert!(at("May 2020") < at("2 July 2020"));
}

#[test]
fn old_addresses_lead_to_the_new_ones() {
    let site = "//- content/a.md\n---\ntitle: A\ndate: 2024-05-02\naliases: [/old/place/, older.html]\n---\nx\n";
    let outcome = build(site);
    assert!(page(&outcome, "old/place/index.html").contains("url=../../2024/05/a/index.html"));
    assert!(page(&outcome, "older.html").contains("url=2024/05/a/index.html"));
}

#[test]
fn links_lead_to_pages_and_broken_ones_are_said() {
    let site = "//- content/a.md\n---\ntitle: A\ndate: 2024-05-02\ntags: [fire]\n---\n# One\n\n[b](b.md) [c](missing.md) [d](#one) [e](/undated/b/) [h](/tags/fire/) ![f](x.png) [g](javascript:alert)\n//- content/b.md\n---\ntitle: B\n---\nx\n//- content/x.png\nfake\n";
    let outcome = build(site);
    let html = page(&outcome, "2024/05/a/index.html");
    for part in [
        "href=\"../../../undated/b/index.html\"",
        "href=\"#h-one\"",
        "href=\"../../../tags/fire/index.html\"",
        "src=\"../../../x.png\"",
        "<h2 id=\"h-one\">One</h2>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("missing") && !html.contains("javascript:"));
    let codes: Vec<_> = outcome.diagnostics.iter().map(|d| d.code.0).filter(|code| code.starts_with("link")).collect();
    assert_eq!(codes, ["link-broken", "link-unsafe"]);
    assert!(tree(&outcome).contains_key("x.png"));
}

#[test]
fn links_find_headings_of_other_texts() {
    let site = "//- content/a.md\n---\ntitle: A\n---\n[x](b.md#first-results) [y](b.md#nothing)\n//- content/b.md\n---\ntitle: B\n---\n## First results\n";
    let outcome = build(site);
    let html = page(&outcome, "undated/a/index.html");
    assert!(html.contains("href=\"../../undated/b/index.html#h-first-results\""), "{html}");
    assert!(html.contains("href=\"../../undated/b/index.html\""));
    assert_eq!(outcome.diagnostics.iter().filter(|d| d.code.0 == "link-broken").count(), 1);
}

#[test]
fn html_beside_a_picture_does_not_cost_the_picture() {
    let site = "//- content/a.md\n---\ntitle: A\n---\nCO<sub>2</sub> ![Alt](p.png) <img src='https://tracker.example/x.gif' alt='t'>\n//- content/p.png\nfake\n";
    let html = page(&build(site), "undated/a/index.html");
    assert!(html.contains("<sub>2</sub>") && html.contains("src=\"../../p.png\""), "{html}");
    assert!(!html.contains("tracker.example") && html.matches("<img").count() == 1);
}

#[test]
fn a_site_can_replace_a_template_or_a_block() {
    let mut files = fixture("//- content/a.md\n---\ntitle: A\ndate: 2024-05-02\n---\nText.\n");
    files.push(("templates/404.html".to_owned(), "Nothing at {{ root }}".to_owned()));
    files.push((
        "templates/article.html".to_owned(),
        "{% extends \"default/article.html\" %}{% block article_foot %}<p>Call the desk</p>{% endblock %}".to_owned(),
    ));
    let outcome = build_sources(sources(&files));
    assert_eq!(page(&outcome, "404.html"), "Nothing at /");
    let article = page(&outcome, "2024/05/a/index.html");
    assert!(article.contains("<p>Call the desk</p>") && article.contains("Text."));
}

#[test]
fn a_theme_stands_between_the_site_and_the_default() {
    let mut files =
        fixture("//- blotter.yaml\ntheme: mine\n//- content/a.md\n---\ntitle: A\ndate: 2024-05-02\n---\nText.\n");
    files.push(("themes/mine/templates/404.html".to_owned(), "mine".to_owned()));
    files.push(("themes/other/templates/404.html".to_owned(), "other".to_owned()));
    files.push(("themes/mine/static/style.css".to_owned(), "body{}".to_owned()));
    files.push(("static/CNAME".to_owned(), "example.org".to_owned()));
    let outcome = build_sources(sources(&files));
    assert_eq!(page(&outcome, "404.html"), "mine");
    assert_eq!(page(&outcome, "assets/style.css"), "body{}");
    assert_eq!(page(&outcome, "CNAME"), "example.org");
}
