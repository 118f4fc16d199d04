//! The documents stay true: their samples are read by the program, and their lists are complete.

use std::path::Path;

use blotter::diag::code;
use blotter::front_matter;
use blotter::paths::ContentPath;

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The fenced blocks of a language.
fn blocks(markdown: &str, language: &str) -> Vec<String> {
    markdown
        .split("\n```")
        .filter_map(|part| part.strip_prefix(language)?.strip_prefix('\n'))
        .map(|block| format!("{block}\n"))
        .collect()
}

#[test]
fn every_code_is_explained() {
    let errors = document("docs/errors.md");
    for code in code::ALL {
        assert!(errors.contains(&format!("## `{}`", code.0)), "docs/errors.md does not explain `{}`", code.0);
    }
    for heading in errors.lines().filter_map(|line| line.strip_prefix("## `")) {
        let name = heading.trim_end_matches('`');
        assert!(code::ALL.iter().any(|code| code.0 == name), "docs/errors.md explains `{name}`, which is no code");
    }
}

#[test]
fn samples_of_front_matter_are_understood() {
    let blocks: Vec<_> =
        blocks(&document("docs/content.md"), "yaml").into_iter().filter(|block| block.starts_with("---")).collect();
    assert!(blocks.len() >= 3);
    for block in blocks {
        let front_matter = front_matter::read(&ContentPath("docs/content.md".to_owned()), &block);
        let diagnostics = front_matter.unwrap_or_else(|| panic!("no front matter: {block}")).diagnostics;
        assert!(diagnostics.is_empty(), "{block}: {diagnostics:?}");
    }
}

#[test]
fn the_sample_configuration_is_understood() {
    for block in blocks(&document("docs/configuration.md"), "yaml") {
        if block.starts_with("- ") {
            continue;
        }
        let file = blotter::source::SourceFile {
            path: ContentPath("blotter.yaml".to_owned()),
            bytes: block.clone().into_bytes(),
        };
        let read = blotter::config::read(Some(&file));
        assert!(read.is_ok(), "{block}: {read:?}");
    }
}

#[test]
fn the_readme_names_the_commands_that_there_are() {
    let readme = document("README.md");
    assert!(readme.contains("cargo install --locked --path . && blotter build"));
    assert!(readme.contains("tests/run"));
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/run").exists());
}

#[test]
fn every_template_is_documented() {
    let templates = document("docs/templates.md");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name).extension().is_some_and(|extension| extension == "html") {
            assert!(templates.contains(&format!("`{name}`")), "docs/templates.md does not list `{name}`");
        }
    }
}

#[test]
fn relative_links_of_the_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name));
    for path in docs.chain(top).filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let text = std::fs::read_to_string(&path).unwrap();
        for event in pulldown_cmark::Parser::new(&text) {
            let pulldown_cmark::Event::Start(
                pulldown_cmark::Tag::Link { dest_url, .. } | pulldown_cmark::Tag::Image { dest_url, .. },
            ) = event
            else {
                continue;
            };
            let target = dest_url.split('#').next().unwrap();
            if !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") {
                assert!(path.parent().unwrap().join(target).exists(), "{}: {dest_url}", path.display());
            }
        }
    }
}
