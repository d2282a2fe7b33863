//! Officials, organs and places: each case of `tests/cases/official/*.md` is a text and what is read from it.

#![allow(clippy::non_ascii_literal)]

use hongtu::{
    catalog::Catalog,
    extract::analyse,
    model::{Class, Document, Predicate},
};
use std::{fmt::Write as _, fs};

/// Officials, departments, places and relations of officials and organs, a line each.
fn read(catalog: &Catalog, text: &str) -> String {
    let analysis = analyse(catalog, Document { text: text.to_owned(), ..Document::default() });
    let mut lines = Vec::new();
    for entity in &analysis.entities {
        if matches!(entity.class, Class::Official | Class::Department | Class::Place) {
            lines.push(format!("{} {}", entity.class, [std::slice::from_ref(&entity.name), &entity.aliases].concat().join("|")));
        }
    }
    for relation in &analysis.relations {
        let name = |entity: usize| analysis.entities[entity].name.as_str();
        if matches!(relation.predicate, Predicate::HoldsPost | Predicate::Jurisdiction | Predicate::PartOf) {
            let role = relation.role.as_deref().map_or(String::new(), |role| format!(" {role}"));
            lines.push(format!("{} {} {}{role} {}", name(relation.subject), relation.predicate, name(relation.object), relation.status));
        }
    }
    lines.sort();
    lines.dedup();
    lines.into_iter().fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{line}");
        all
    })
}

/// Checks every case of a file: a `text` fence and the `reads` fence after it; `UPDATE=1` writes what is read.
fn check(catalog: &Catalog, path: &std::path::Path) {
    let file = fs::read_to_string(path).expect("the case file is readable");
    let mut updated = String::new();
    let mut rest = file.as_str();
    while let Some((before, after)) = rest.split_once("```text\n") {
        let (text, after) = after.split_once("```\n").expect("a text fence closes");
        let (between, after) = after.split_once("```reads\n").expect("a reads fence follows");
        let (expected, after) = after.split_once("```\n").expect("a reads fence closes");
        let read = read(catalog, text);
        if std::env::var_os("UPDATE").is_none() {
            assert_eq!(read, expected, "{}: {text}", path.display());
        }
        let _ = write!(updated, "{before}```text\n{text}```\n{between}```reads\n{read}```\n");
        rest = after;
    }
    updated.push_str(rest);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, updated).expect("the case file is writable");
    }
}

#[test]
fn officials_organs_and_places_are_read_as_the_cases_say() {
    let catalog = Catalog::built_in().expect("the built-in catalog is sound");
    let mut paths: Vec<_> =
        fs::read_dir("tests/cases/official").expect("cases exist").map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        check(&catalog, &path);
    }
}

/// Text without a stop, a name or an end must be read in linear time.
#[test]
fn long_texts_are_read_in_linear_time() {
    let catalog = Catalog::built_in().expect("the built-in catalog is sound");
    for unit in ["云州市科技局局长", "沈知远、", "任命沈知远为", "（牵头单位：市科技局）", "国家", "市", "《"]
    {
        let _ = read(&catalog, &unit.repeat(3000));
    }
}
