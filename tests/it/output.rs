//! The output folder: the good site is never lost, and what is not ours stays.

use std::path::Path;

use blotter::error::Error;
use blotter::output::{self, guard, manifest};
use blotter::paths::OutPath;
use blotter::pipeline::{Content, Rendered};

use crate::support::read_tree;

fn pages(files: &[(&str, &str)]) -> Vec<Rendered> {
    let page = |(path, text): &(&str, &str)| Rendered {
        path: OutPath::new(path).unwrap(),
        content: Content::Bytes(text.as_bytes().to_vec()),
    };
    files.iter().map(page).collect()
}

fn commit(root: &Path, files: &[(&str, &str)]) -> output::Committed {
    output::commit(root, &root.join("public"), &pages(files)).unwrap().unwrap()
}

fn names(root: &Path) -> Vec<String> {
    read_tree(&root.join("public")).into_keys().filter(|name| name != manifest::NAME).collect()
}

#[test]
fn deleted_means_gone_and_foreign_files_stay() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    commit(root, &[("index.html", "1"), ("a/index.html", "a"), ("b/index.html", "b")]);
    std::fs::write(root.join("public/CNAME"), "example.org").unwrap();
    std::fs::create_dir_all(root.join("public/a/mine")).unwrap();
    std::fs::write(root.join("public/a/mine/x"), "x").unwrap();
    let committed = commit(root, &[("index.html", "2"), ("b/index.html", "b")]);
    assert_eq!(names(root), ["CNAME", "a/mine/x", "b/index.html", "index.html"]);
    assert_eq!((committed.written, committed.unchanged, committed.removed), (1, 1, 1));
    assert!(!root.join("public/a/index.html").exists());
    assert_eq!(std::fs::read_dir(root).unwrap().count(), 1, "no stage is left");
}

#[test]
fn unchanged_files_keep_their_times() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    commit(root, &[("index.html", "1"), ("a.html", "a")]);
    let time = || std::fs::metadata(root.join("public/a.html")).unwrap().modified().unwrap();
    let before = time();
    std::thread::sleep(std::time::Duration::from_millis(20));
    commit(root, &[("index.html", "2"), ("a.html", "a")]);
    assert_eq!(time(), before);
}

#[test]
fn a_file_that_somebody_changed_is_put_right() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    commit(root, &[("index.html", "1")]);
    std::fs::write(root.join("public/index.html"), "changed").unwrap();
    commit(root, &[("index.html", "1")]);
    assert_eq!(std::fs::read_to_string(root.join("public/index.html")).unwrap(), "1");
}

#[test]
fn a_foreign_file_is_never_overwritten() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    commit(root, &[("index.html", "1")]);
    std::fs::write(root.join("public/robots.txt"), "mine").unwrap();
    for clash in ["robots.txt", "robots.txt/index.html"] {
        let refused = output::commit(root, &root.join("public"), &pages(&[(clash, "ours")])).unwrap().unwrap_err();
        assert_eq!(refused.0.len(), 1, "{clash}");
    }
    assert_eq!(names(root), ["index.html", "robots.txt"]);
    assert_eq!(std::fs::read_to_string(root.join("public/robots.txt")).unwrap(), "mine");
}

#[test]
fn a_failure_before_the_swap_leaves_the_old_site() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    commit(root, &[("index.html", "1"), ("a.html", "a")]);
    let before = read_tree(root);
    let mut pages = pages(&[("index.html", "2")]);
    let missing = blotter::paths::ContentPath("content/gone.png".to_owned());
    pages.push(Rendered { path: OutPath::new("gone.png").unwrap(), content: Content::File(missing) });
    assert!(matches!(output::commit(root, &root.join("public"), &pages), Err(Error::Io { .. })));
    assert_eq!(read_tree(root), before);
}

#[test]
fn what_a_killed_run_left_is_cleaned() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    std::fs::create_dir_all(root.join(".public.blotter-stage/half")).unwrap();
    std::fs::write(root.join(".public.blotter-stage/half/x"), "x").unwrap();
    commit(root, &[("index.html", "1")]);
    assert_eq!(names(root), ["index.html"]);
    assert!(!root.join(".public.blotter-stage").exists());
}

#[test]
fn a_damaged_manifest_stops_the_commit() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    commit(root, &[("index.html", "1")]);
    std::fs::write(root.join("public").join(manifest::NAME), "{").unwrap();
    assert!(matches!(output::commit(root, &root.join("public"), &pages(&[])), Err(Error::OutputRefused { .. })));
    assert_eq!(names(root), ["index.html"]);
}

#[test]
fn folders_that_are_not_ours_are_refused() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("site");
    for folder in ["content/sub", "templates", "themes", "full", "empty"] {
        std::fs::create_dir_all(root.join(folder)).unwrap();
    }
    std::fs::write(root.join("full/file"), "x").unwrap();
    std::fs::write(root.join("file"), "x").unwrap();
    let home = temp.path().join("home");
    std::fs::create_dir_all(&home).unwrap();
    let check = |output: &Path| guard::check(&root, output, Some(&home));
    let refused = [
        Path::new("/").to_owned(),
        temp.path().to_owned(),
        root.clone(),
        root.join("content"),
        root.join("content/sub"),
        root.join("content/../content/new"),
        root.join("templates"),
        root.join("themes/x"),
        root.join("full"),
        root.join("file"),
        home.clone(),
        home.join(".."),
    ];
    for output in refused {
        assert!(matches!(check(&output), Err(Error::OutputRefused { .. })), "{}", output.display());
    }
    for output in ["empty", "new", "deep/er/new", "public"] {
        assert!(check(&root.join(output)).is_ok(), "{output}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root.join("content"), root.join("link")).unwrap();
        assert!(check(&root.join("link")).is_err());
    }
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_stays_one() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("site");
    std::fs::create_dir_all(&root).unwrap();
    std::fs::create_dir_all(temp.path().join("www")).unwrap();
    std::os::unix::fs::symlink(temp.path().join("www"), root.join("public")).unwrap();
    commit(&root, &[("index.html", "1")]);
    assert!(root.join("public").is_symlink());
    assert!(temp.path().join("www/index.html").exists());
}

#[test]
fn empty_folders_that_are_not_ours_stay() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    commit(root, &[("index.html", "1")]);
    std::fs::create_dir_all(root.join("public/.git/refs/heads")).unwrap();
    commit(root, &[("index.html", "2")]);
    assert!(root.join("public/.git/refs/heads").is_dir());
}

#[test]
fn two_commits_at_once_leave_one_whole_site() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    let site = |text: &str| (0..300).map(|number| (format!("{number}.html"), text.to_owned())).collect::<Vec<_>>();
    let (one, other) = (site("one"), site("other"));
    std::thread::scope(|scope| {
        for files in [&one, &other] {
            scope.spawn(move || {
                let files: Vec<(&str, &str)> =
                    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
                commit(root, &files);
            });
        }
    });
    let tree = read_tree(&root.join("public"));
    assert_eq!(tree.len(), 301);
    let first = &tree["0.html"];
    assert!((0..300).all(|number| &tree[&format!("{number}.html")] == first));
}
