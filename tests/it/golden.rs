//! Whole sites with the output that they should have. `BLESS=1 cargo test` writes it anew; read the diff.

use std::path::Path;

use blotter::pipeline::{self, Progress, Request};
use blotter::source::disk;

use crate::support::{NOW, read_tree, report, tree};

/// Builds `tests/golden/NAME/site` and compares with `expected/` and `stderr.txt` beside it. The theme's static files
/// are left out: they are the same everywhere.
fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    let request = Request { now: NOW.parse().unwrap(), base_url: None };
    let outcome = pipeline::build(disk::read(&folder.join("site")).unwrap(), &request, &Progress::default());
    let mut built = tree(&outcome);
    built.retain(|path, _| !path.starts_with("assets/"));
    let holds: Vec<String> =
        outcome.holds.iter().map(|hold| format!("held: {}: {}\n", hold.path, hold.reason.as_str())).collect();
    built.insert("../stderr.txt".to_owned(), format!("{}{}", report(&outcome), holds.concat()).into_bytes());
    let expected = folder.join("expected");
    if std::env::var_os("BLESS").is_some() {
        let _ = std::fs::remove_dir_all(&expected);
        for (path, bytes) in &built {
            let path = expected.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    let mut wanted = read_tree(&expected);
    wanted.insert("../stderr.txt".to_owned(), std::fs::read(folder.join("stderr.txt")).unwrap());
    assert_eq!(wanted.keys().collect::<Vec<_>>(), built.keys().collect::<Vec<_>>());
    for (path, bytes) in &wanted {
        let (wanted, built) = (String::from_utf8_lossy(bytes), String::from_utf8_lossy(&built[path]).into_owned());
        assert!(
            wanted == built,
            "{name}: {path} differs; run with BLESS=1 and read the diff\n--- expected\n{wanted}\n--- built\n{built}"
        );
    }
}

#[test]
fn a_small_digest() {
    check("small-digest");
}
