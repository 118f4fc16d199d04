//! The program as people run it.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{NOW, fixture, read_tree, write_files};

fn blotter(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_blotter"))
        .current_dir(folder)
        .args(args)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn site(text: &str) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    write_files(temp.path(), &fixture(text));
    temp
}

#[test]
fn without_a_site_it_says_what_to_do() {
    let temp = tempfile::tempdir().unwrap();
    let output = blotter(temp.path(), &["build"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("blotter init"), "{}", stderr(&output));
    let output = blotter(temp.path(), &[]);
    assert!(stderr(&output).contains("blotter init"));
}

#[test]
fn an_empty_folder_with_one_article_builds() {
    let site = site("//- content/hello.md\n# Hello\n\nA first article.\n");
    let output = blotter(site.path(), &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let summary = stderr(&output);
    let summary = summary.lines().last().unwrap();
    assert!(summary.starts_with("1 article, ") && summary.contains(" 0 held, 0 errors in "), "{summary}");
    assert!(site.path().join("public/index.html").exists());
}

#[test]
fn a_new_site_builds_and_shows_a_clipping() {
    let temp = tempfile::tempdir().unwrap();
    assert_eq!(blotter(temp.path(), &["init", "my-digest"]).status.code(), Some(0));
    let root = temp.path().join("my-digest");
    let output = blotter(&root, &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let article = std::fs::read_to_string(root.join("public/2024/01/first-clipping/index.html")).unwrap();
    assert!(article.contains("Harbour office reopens after break-in, port says"));
    assert!(article.contains("ships had not been delayed"));
    assert_eq!(blotter(temp.path(), &["init", "my-digest"]).status.code(), Some(2));
}

#[test]
fn a_new_article_is_a_draft_until_somebody_says_otherwise() {
    let site = site("//- blotter.yaml\ntimezone: Pacific/Auckland\n");
    let output = blotter(site.path(), &["new", "Café raid: “two held”", "--now", NOW]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let path = site.path().join("content/2024/cafe-raid-two-held.md");
    let text = std::fs::read_to_string(&path).unwrap();
    // Noon in London is the next day in Auckland.
    assert!(text.contains("date: 2024-06-02") && text.contains("draft: true"), "{text}");
    assert!(
        stderr(&blotter(site.path(), &["build", "--now", NOW]))
            .contains("held: content/2024/cafe-raid-two-held.md: draft")
    );
    assert_eq!(blotter(site.path(), &["new", "Café raid: two held", "--now", NOW]).status.code(), Some(2));
}

#[test]
fn errors_leave_the_old_site_unless_told_otherwise() {
    let site = site("//- content/a.md\n---\ntitle: A\n---\nx\n");
    assert_eq!(blotter(site.path(), &["build"]).status.code(), Some(0));
    let before = read_tree(&site.path().join("public"));
    std::fs::write(site.path().join("content/b.md"), "---\ntitle: B\ndate: never\n---\nx\n").unwrap();
    std::fs::write(site.path().join("content/c.md"), "---\ntitle: C\nembargo: soon\n---\nx\n").unwrap();
    std::fs::write(site.path().join("content/d.md"), "---\ntitle: D\n---\nx\n").unwrap();
    let output = blotter(site.path(), &["build"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stderr(&output);
    assert!(text.contains("content/b.md:3:7") && text.contains("content/c.md:3:10"), "all errors in one run: {text}");
    assert!(text.contains("nothing was written"));
    assert_eq!(read_tree(&site.path().join("public")), before);
    let output = blotter(site.path(), &["build", "--keep-going"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(site.path().join("public/undated/d/index.html").exists());
    assert!(!site.path().join("public/undated/b/index.html").exists());
}

#[test]
fn dangerous_outputs_are_refused() {
    let site = site("//- content/a.md\n---\ntitle: A\n---\nx\n");
    for output in [".", "/", "content", "content/out", "content/../content"] {
        let run = blotter(site.path(), &["build", "--output", output]);
        assert_eq!(run.status.code(), Some(2), "{output}");
        assert!(stderr(&run).contains("refusing"), "{output}: {}", stderr(&run));
    }
    assert_eq!(read_tree(site.path()).len(), 1);
}

#[test]
fn programs_get_json() {
    let site = site(
        "//- content/a.md\n---\ntitle: A\n---\nx\n//- content/b.md\n---\ntitle: B\ndraft: true\n---\nx\n//- content/c.md\n---\ndate: x\n---\nx\n",
    );
    let output = blotter(site.path(), &["build", "--format", "json", "--timings"]);
    let lines: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<_> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert!(types.contains(&"diagnostic") && types.contains(&"hold"), "{types:?}");
    let summary = lines.last().unwrap();
    assert_eq!((summary["type"].as_str(), summary["held"].as_u64()), (Some("summary"), Some(1)));
    assert_eq!(stderr(&output), "");
    let failure = blotter(site.path(), &["build", "--root", "nowhere", "--format", "json"]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&stdout(&failure)).unwrap()["type"], "failure");
}

#[test]
fn the_clock_is_an_input() {
    let site = site("//- content/a.md\n---\ntitle: A\ndate: 2030-01-01\n---\nx\n");
    let output = blotter(site.path(), &["build", "--now", NOW]);
    assert!(stderr(&output).contains("next change: 2030-01-01T00:00:00Z"), "{}", stderr(&output));
    blotter(site.path(), &["build", "--now", "2030-01-01T00:00:00Z"]);
    assert!(site.path().join("public/2030/01/a/index.html").exists());
    assert_eq!(blotter(site.path(), &["build", "--now", "tomorrow"]).status.code(), Some(2));
    assert_eq!(blotter(site.path(), &["build", "--base-url", "nonsense"]).status.code(), Some(2));
}

const CLIPPING: &str = "Police raid harbour office\nin early morning\nMay 2, 2024\nBy Alex Example\nSAMPLETON (Example Wire) - Officers searched the office of the harbour\nmaster on Thursday and took away files.\nNobody was hurt, the force said in a statement.\n© 2024 Example Wire. All rights reserved. This material may not be published,\nbroadcast, rewritten or redistributed.\n";

#[test]
fn what_normalise_writes_it_leaves_alone() {
    let site = site("//- content/2024/keep.md\n---\ntitle: Keep\n---\nx\n");
    let root = site.path();
    std::fs::write(root.join("content/2024/raid.txt"), CLIPPING).unwrap();
    std::fs::write(root.join("content/2024/zola.md"), "+++\ntitle = \"Z\"\ndate = 2024-05-02\n+++\nText.\n").unwrap();
    std::fs::write(root.join("content/2024/bare.md"), "# A headline\n\nText.\n").unwrap();
    let built = |name: &str| {
        let output = root.join(name);
        assert_eq!(blotter(root, &["build", "--now", NOW, "--output", name]).status.code(), Some(0));
        let mut tree = read_tree(&output);
        tree.remove(blotter::output::manifest::NAME);
        tree
    };
    let before = built("before");
    let files = ["content/2024/raid.txt", "content/2024/zola.md", "content/2024/bare.md"];
    let output = blotter(root, &[&["normalise", "--write"][..], &files].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for (original, text) in [("raid.txt", CLIPPING), ("bare.md", "# A headline\n\nText.\n")] {
        assert_eq!(std::fs::read_to_string(root.join("clippings/2024").join(original)).unwrap(), text);
    }
    assert!(!root.join("content/2024/raid.txt").exists());
    assert_eq!(built("after"), before, "writing down what is understood does not change the site");
    let normal = read_tree(&root.join("content"));
    let files = ["content/2024/raid.md", "content/2024/zola.md", "content/2024/bare.md", "content/2024/keep.md"];
    assert_eq!(blotter(root, &[&["normalise", "--write"][..], &files].concat()).status.code(), Some(0));
    assert_eq!(read_tree(&root.join("content")), normal, "a second time changes no byte");
}

#[test]
fn normalise_never_overwrites() {
    let site = site("//- content/a.txt\nOne\n//- content/a.md\n---\ntitle: Mine\n---\nx\n");
    std::fs::write(site.path().join("content/a.txt"), CLIPPING).unwrap();
    let before = read_tree(site.path());
    assert_eq!(blotter(site.path(), &["normalise", "--write", "content/a.txt"]).status.code(), Some(2));
    assert_eq!(read_tree(site.path()), before);
}

#[test]
fn normalise_goes_on_after_a_file_that_is_not_there() {
    let site = site("//- content/x.md\nx\n");
    std::fs::write(site.path().join("content/raid.txt"), CLIPPING).unwrap();
    let output = blotter(site.path(), &["normalise", "content/gone.txt", "content/raid.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("gone.txt") && stdout(&output).contains("Police raid harbour office"));
}

#[test]
fn an_embargo_that_nobody_can_read_is_written_as_withheld() {
    let site = site("//- content/x.md\n---\ntitle: X\n---\nx\n");
    let text = format!("EMBARGOED UNTIL FRIDAY\n\n{CLIPPING}");
    std::fs::write(site.path().join("content/raid.txt"), text).unwrap();
    assert_eq!(blotter(site.path(), &["normalise", "--write", "content/raid.txt"]).status.code(), Some(0));
    let output = blotter(site.path(), &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("held: content/raid.md: withheld"), "{}", stderr(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn normalise_tells_files_apart_by_their_case() {
    let site = site("//- content/raid.md\n---\ntitle: Mine\n---\nx\n");
    std::fs::write(site.path().join("content/raid.MD"), "# Other\n\nText.\n").unwrap();
    let before = read_tree(site.path());
    assert_eq!(blotter(site.path(), &["normalise", "--write", "content/raid.MD"]).status.code(), Some(2));
    assert_eq!(read_tree(site.path()), before);
}

#[test]
fn normalise_shows_its_work_as_json() {
    let site = site("//- content/x.md\nx\n");
    std::fs::write(site.path().join("content/raid.txt"), CLIPPING).unwrap();
    let output = blotter(site.path(), &["normalise", "--json", "content/raid.txt"]);
    let object: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(object["title"], "Police raid harbour office in early morning");
    assert_eq!(object["date"], "2024-05-02");
    assert_eq!(object["authors"], serde_json::json!(["Alex Example"]));
    assert_eq!(object["rights"]["republish"], "facts-only");
    assert_eq!(object["provenance"]["date"]["from"], "text");
    assert!(object["body"].as_str().unwrap().ends_with("the force said in a statement."));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_and_loops_are_errors() {
    let site = site("//- content/a.md\n---\ntitle: A\n---\nx\n");
    let root = site.path();
    std::fs::write(root.join("secret.md"), "---\ntitle: Inside\n---\nx\n").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", root.join("content/passwd.txt")).unwrap();
    std::os::unix::fs::symlink("/etc", root.join("content/etc")).unwrap();
    std::os::unix::fs::symlink("..", root.join("content/loop")).unwrap();
    std::os::unix::fs::symlink("../secret.md", root.join("content/outside.md")).unwrap();
    std::os::unix::fs::symlink("a.md", root.join("content/inside.md")).unwrap();
    std::os::unix::fs::symlink("nowhere", root.join("content/dangling.md")).unwrap();
    let output = blotter(root, &["build", "--keep-going"]);
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for name in ["content/outside.md", "content/passwd.txt", "content/etc", "content/loop", "content/dangling.md"] {
        assert!(text.contains(name), "{name}: {text}");
    }
    assert!(
        root.join("public/undated/a/index.html").exists() && root.join("public/undated/inside/index.html").exists()
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_sparse_giant_is_refused_unread() {
    let site = site("//- content/a.md\n---\ntitle: A\n---\nx\n");
    let giant = std::fs::File::create(site.path().join("content/giant.txt")).unwrap();
    giant.set_len(100 << 20).unwrap();
    let output = blotter(site.path(), &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("100 MiB are too large"), "{}", stderr(&output));
}

/// The sample of the agency is not ours to keep: this runs where it lies beside the repository.
#[test]
fn the_real_clipping_comes_out_whole() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/encrochat-reuters.txt");
    let Ok(bytes) = std::fs::read(path) else { return };
    let site = site("//- content/x.md\n---\ntitle: X\n---\nx\n");
    std::fs::write(site.path().join("content/clipping.txt"), bytes).unwrap();
    let output = blotter(site.path(), &["normalise", "--json", "content/clipping.txt"]);
    let object: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((object["date"].as_str(), object["kind"].as_str()), (Some("2020-07-03"), Some("wire")));
    assert_eq!(object["authors"].as_array().map(Vec::len), Some(1));
    assert_eq!(object["dateline"]["place"], "London");
    assert_eq!(object["source"]["agency"], "Reuters");
    assert_eq!(object["rights"]["republish"], "facts-only");
    assert_eq!(object["images"].as_array().map(Vec::len), Some(1));
    let body = object["body"].as_str().unwrap();
    for gone in ["Send a link", "second column", "MANDATORY", "All rights", "Editing by", "|"] {
        assert!(!body.contains(gone), "{gone}");
    }
    blotter(site.path(), &["build"]);
    let sentence = body.split(". ").nth(1).unwrap().replace('\n', " ");
    for (name, bytes) in read_tree(&site.path().join("public")) {
        assert!(!String::from_utf8_lossy(&bytes).contains(&sentence), "{name}");
    }
}
