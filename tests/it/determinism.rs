//! The same input gives the same bytes: with any number of threads, in any zone, in any order of the folders.

use std::path::Path;
use std::process::Command;

use crate::support::{NOW, build_sources, fixture, read_tree, sources, tree};

const SITE: &str = r"
//- blotter.yaml
base_url: https://example.org/
timezone: Europe/London
//- content/2024/a.md
---
title: A
date: 2024-05-02
tags: [x, Café, cafe]
case: one
---
Text.
//- content/2024/b.md
---
title: B
date: 2024-05-02
tags: [y, x]
case: [two, one]
---
Text.
//- content/2024/c.md
---
title: C
date: 2024-05
tags: [CAFÉ]
---
Text.
//- content/d.md
---
title: D
---
Text.
";

fn build_on_disk(root: &Path, output: &Path, threads: &str, zone: &str) {
    let status = Command::new(env!("CARGO_BIN_EXE_blotter"))
        .args(["build", "--now", NOW, "--root"])
        .arg(root)
        .arg("--output")
        .arg(output)
        .env("RAYON_NUM_THREADS", threads)
        .env("TZ", zone)
        .env("LC_ALL", if threads == "1" { "C" } else { "tr_TR.UTF-8" })
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

#[test]
fn threads_zones_and_folders_make_no_difference() {
    let temp = tempfile::tempdir().unwrap();
    let mut files = fixture(SITE);
    let mut trees = Vec::new();
    // Files written in another order come back in another order from many file systems.
    for (number, (threads, zone)) in
        [("1", "UTC"), ("4", "Pacific/Kiritimati"), ("2", "America/Los_Angeles")].iter().enumerate()
    {
        let root = temp.path().join(format!("site-{number}"));
        crate::support::write_files(&root, &files);
        let output = temp.path().join(format!("out-{number}"));
        build_on_disk(&root, &output, threads, zone);
        trees.push(read_tree(&output));
        files.rotate_left(2);
    }
    assert!(trees[0].len() > 15);
    assert_eq!(trees[0], trees[1]);
    assert_eq!(trees[0], trees[2]);
}

#[test]
fn the_order_of_the_input_makes_no_difference() {
    let forward = sources(&fixture(SITE));
    let mut backward = sources(&fixture(SITE));
    backward.texts.reverse();
    assert_eq!(tree(&build_sources(forward)), tree(&build_sources(backward)));
}
