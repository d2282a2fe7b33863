//! The rule book: every rule does what its examples say, and the program and the rule files name each other's rules.

#![allow(clippy::unwrap_used)]

use hongtu::catalog::{Catalog, check::check, source::Sources};
use regex::Regex;
use std::{collections::BTreeSet, fs, path::Path};

/// The knowledge files as they stand on disk, so that editing one needs no new build.
fn on_disk() -> Sources {
    let mut sources = Sources::default();
    sources.extend(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    sources
}

#[test]
fn every_example_holds_and_all_knowledge_files_agree() {
    let report = check(&on_disk()).unwrap();
    let defects: Vec<String> = report.defects.iter().map(ToString::to_string).collect();
    assert!(defects.is_empty(), "{} defect(s)\n{}", defects.len(), defects.join("\n"));
    assert!(report.texts >= 2 * report.rules, "{report:?}");
}

/// String literals of the program that look like rule ids, and among them those that it asks the rule book for.
fn literals() -> (BTreeSet<String>, BTreeSet<String>) {
    let literal = Regex::new(r#"(\b(?:grammar|rule)\()?"([a-z0-9]+(?:-[a-z0-9]+)+|figure|rank)""#).unwrap();
    let (mut all, mut asked) = (BTreeSet::new(), BTreeSet::new());
    for file in sources(Path::new("src/extract")) {
        for captures in literal.captures_iter(&fs::read_to_string(file).unwrap()) {
            all.insert(captures[2].to_owned());
            if captures.get(1).is_some() {
                asked.insert(captures[2].to_owned());
            }
        }
    }
    (all, asked)
}

fn sources(directory: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

#[test]
fn every_grammar_that_the_program_names_is_in_the_rule_book() {
    let catalog = Catalog::built_in().unwrap();
    let (_, asked) = literals();
    assert!(asked.len() > 20, "{asked:?}");
    let missing: Vec<&String> = asked.iter().filter(|id| catalog.rules.named(id).is_none()).collect();
    assert!(missing.is_empty(), "no rule file has {missing:?}");
}

#[test]
fn every_rule_without_a_pattern_is_named_by_the_program() {
    let catalog = Catalog::built_in().unwrap();
    let (all, _) = literals();
    let idle: Vec<&str> = catalog
        .rules
        .iter()
        .filter(|(_, rule)| rule.pattern.is_none() && !all.contains(rule.id.as_str()))
        .map(|(_, rule)| rule.id.as_str())
        .collect();
    assert!(idle.is_empty(), "nothing makes {idle:?}");
}
