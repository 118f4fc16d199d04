use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{PublicText, Reason, clear};
use crate::article::{Article, Meta};
use crate::config::Config;
use crate::front_matter;
use crate::ident::ArticleId;
use crate::paths::ContentPath;

fn article(keys: &str) -> Article {
    let path = ContentPath("content/a.md".to_owned());
    let text = format!("---\ntitle: T\n{keys}\n---\n");
    let meta: Meta = front_matter::read(&path, &text).unwrap().meta;
    let body = "One sentence stands here. And many more words follow it. ".repeat(20);
    Article { id: ArticleId("a".to_owned()), path, meta, body, body_line: None, provenance: BTreeMap::new() }
}

fn decide(keys: &str, now: &str) -> Result<PublicText, Reason> {
    let now: Timestamp = now.parse().unwrap();
    let clearance = clear(vec![article(keys)], &Config::default(), now);
    match clearance.holds.first() {
        Some(hold) => Err(hold.reason),
        None => Ok(clearance.cleared[0].text().clone()),
    }
}

fn held(keys: &str, now: &str) -> Option<Reason> {
    decide(keys, now).err()
}

#[test]
fn an_embargo_ends_at_its_instant() {
    let keys = "embargo: 2024-05-17T09:00:00+01:00";
    assert_eq!(held(keys, "2024-05-17T07:59:59Z"), Some(Reason::Embargoed));
    assert_eq!(held(keys, "2024-05-17T08:00:00Z"), None);
    assert_eq!(held("embargo: 2024-05-17T09:00:00", "2030-01-01T00:00:00Z"), Some(Reason::EmbargoUnreadable));
    assert_eq!(held("embargo: soon", "2030-01-01T00:00:00Z"), Some(Reason::EmbargoUnreadable));
}

#[test]
fn each_condition_holds_alone() {
    let now = "2024-05-17T12:00:00Z";
    assert_eq!(held("draft: true", now), Some(Reason::Draft));
    assert_eq!(held("status: withheld", now), Some(Reason::Withheld));
    assert_eq!(held("status: withdrawn", now), Some(Reason::Withdrawn));
    assert_eq!(held("status: sure", now), Some(Reason::Withheld));
    assert_eq!(held("date: 2024-05-18", now), Some(Reason::Scheduled));
    assert_eq!(held("date: 2024-06", now), Some(Reason::Scheduled));
    assert_eq!(held("expires: 2024-05-17", now), Some(Reason::Expired));
    assert_eq!(held("rights: {republish: none}", now), Some(Reason::Rights));
    assert_eq!(held("rights: {republish: some}", now), Some(Reason::Rights));
    assert_eq!(held("date: 9999-12-31", now), Some(Reason::Scheduled), "never");
    assert_eq!(held("expires: 9999-12-31", now), None, "never");
    assert_eq!(held("date: 2024-05-17", now), None);
    assert_eq!(held("expires: 2024-05-18", now), None);
}

#[test]
fn the_next_change_is_the_nearest_one_ahead() {
    let articles =
        vec![article("embargo: 2024-07-01T00:00:00Z"), article("date: 2024-06-01"), article("expires: 2024-06-15")];
    let clearance = clear(articles, &Config::default(), "2024-05-17T12:00:00Z".parse().unwrap());
    assert_eq!(clearance.next_change.unwrap().to_string(), "2024-06-01T00:00:00Z");
}

#[test]
fn a_text_is_as_public_as_its_rights_allow() {
    let now = "2024-05-17T12:00:00Z";
    let text = |keys: &str| decide(keys, now).unwrap();
    assert!(matches!(text(""), PublicText::Full(_)));
    assert!(matches!(text("kind: wire"), PublicText::Withheld { .. }));
    assert!(matches!(text("kind: press-release\nsource: The Office"), PublicText::Excerpt { .. }));
    assert!(matches!(text("kind: press-release"), PublicText::Withheld { .. }), "a quotation needs a source");
    assert!(matches!(text("kind: wire\nlicense: CC-BY-4.0"), PublicText::Full(_)));
    let reserved = "rights: {notice: ['© 2024 The Wire. All rights reserved.']}";
    assert!(
        matches!(text(&format!("kind: wire\nsource: W\n{reserved}")), PublicText::Withheld { .. }),
        "a notice never raises"
    );
    assert!(matches!(text(&format!("source: W\n{reserved}")), PublicText::Excerpt { .. }));
    assert!(matches!(text("kind: wire\nrights: {notice: ['© 2024 The Wire. CC BY 4.0']}"), PublicText::Full(_)));
    assert!(matches!(text("kind: wire\nrights: {republish: full}"), PublicText::Withheld { .. }));
    assert!(matches!(text("rights: {republish: facts-only}"), PublicText::Withheld { .. }));
    let override_ = "kind: wire\nrights: {override: {to: full, basis: licensed, by: The Editor, date: 2024-01-01}}";
    assert!(matches!(text(override_), PublicText::Full(_)));
}

#[test]
fn front_matter_cannot_raise_what_a_notice_forbids() {
    let notice = "This material may not be published, broadcast, rewritten or redistributed.";
    let keys = format!("rights: {{republish: full, notice: ['{notice}']}}");
    assert!(matches!(decide(&keys, "2024-05-17T12:00:00Z"), Ok(PublicText::Withheld { .. })));
}

#[test]
fn what_nobody_understands_is_not_allowed() {
    let now = "2024-05-17T12:00:00Z";
    for keys in [
        "rights: {notice: ['Ask the desk before you do anything with it']}",
        "rights: {notice: ['Courtesy of the desk', 'Reproduction prohibited.']}",
        "rights: {notice: ['CC BY 4.0', 'Ask us first']}",
        "license: Proprietary",
        "license: 'public-domain? unclear'",
        "kind: wire\nlicense: cc-by-nonsense",
        "kind: wire\nrights: {notice: ['Photo: Jane Doe, CC BY 2.0']}",
        "kind: wire\nlicense: CC-BY",
    ] {
        assert!(matches!(decide(keys, now), Ok(PublicText::Withheld { .. })), "{keys}");
    }
    assert!(matches!(decide("source: W\nlicense: All rights reserved", now), Ok(PublicText::Excerpt { .. })));
    for keys in [
        "rights: {notice: ['Courtesy of the desk']}",
        "rights: {notice: ['Photo: Jane Doe, CC BY 2.0']}",
        "license: CC-BY",
        "kind: wire\nlicense: CC-BY-SA-4.0",
        "kind: wire\nlicense: 'https://creativecommons.org/licenses/by/4.0/'",
        "kind: wire\nlicense: OGL-UK-3.0",
        "rights: {notice: [Ask us first], override: {to: full, basis: licensed, by: The Editor, date: 2024-01-01}}",
    ] {
        assert!(matches!(decide(keys, now), Ok(PublicText::Full(_))), "{keys}");
    }
}

#[test]
fn a_withheld_text_is_gone_and_an_excerpt_is_short() {
    let now: Timestamp = "2024-05-17T12:00:00Z".parse().unwrap();
    let clearance = clear(vec![article("kind: saved-page\nsource: The Paper")], &Config::default(), now);
    let PublicText::Excerpt { quote, .. } = clearance.cleared[0].text() else { panic!("an excerpt") };
    assert_eq!(clearance.cleared[0].article.body, "");
    // A tenth of 200 words, cut at a sentence.
    assert_eq!(quote.split_whitespace().count(), 20);
}

#[test]
fn pictures_go_out_only_as_their_notices_allow() {
    let now = "2024-05-17T12:00:00Z".parse().unwrap();
    let keys = "images:\n- {file: a.jpg, credit: X, flags: [mandatory-credit]}\n- {file: b.jpg, flags: [no-archive]}\n- {file: c.jpg, flags: [mandatory-credit]}\n- {file: d.jpg, notice: unclear}";
    let mut article = article(keys);
    article.body = "Text ![x](b.jpg) and ![y](a.jpg).".to_owned();
    let clearance = clear(vec![article], &Config::default(), now);
    let cleared = &clearance.cleared[0];
    let files: Vec<_> = cleared.meta().images.iter().filter_map(|image| image.file.as_deref()).collect();
    assert_eq!(files, ["a.jpg"]);
    let blocked: Vec<_> = cleared.blocked_files().iter().map(|path| path.0.as_str()).collect();
    assert_eq!(blocked, ["content/b.jpg", "content/c.jpg", "content/d.jpg"]);
}
