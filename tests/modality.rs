//! Direction, denial and modality: each case of `tests/cases/modality/*.md` is a text, read as a document of its own, and what it says.

#![allow(clippy::unwrap_used)]

use hongtu::{
    catalog::Catalog,
    corpus, extract,
    model::{Predicate, Relation},
};
use std::{collections::BTreeSet, fmt::Write as _, fs, path::PathBuf};

/// What a text says besides what names say: relations and figures, a line each.
fn says(catalog: &Catalog, text: &str) -> String {
    // The title tells whose text it is.
    let text = format!("云州市工作情况\n\n{text}");
    let analysis = extract::analyse(catalog, corpus::document("case", text.as_bytes(), text.clone()));
    let name = |entity: usize| analysis.entities[entity].name.as_str();
    let in_name = |relation: &&Relation| {
        matches!(relation.predicate, Predicate::Jurisdiction | Predicate::LocatedIn | Predicate::PartOf | Predicate::Formulates)
    };
    let relations = analysis.relations.iter().filter(|relation| !in_name(relation)).map(|relation| {
        let role = relation.role.as_deref().map_or_else(String::new, |role| format!(" {role}"));
        format!("{} {} {}{role} {}", name(relation.subject), relation.predicate, name(relation.object), relation.status)
    });
    let figures = analysis.targets.iter().map(|target| {
        format!("{}: {} {} {} {} {}", name(target.holder), target.indicator, target.comparator, target.value, target.unit, target.status)
    });
    let lines: BTreeSet<String> = relations.chain(figures).collect();
    lines.into_iter().fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{line}");
        all
    })
}

/// Cases of a file that do not hold; `UPDATE=1` writes what is said instead.
fn check(catalog: &Catalog, path: &PathBuf) -> Vec<String> {
    let file = fs::read_to_string(path).unwrap();
    let (mut wrong, mut updated) = (Vec::new(), String::new());
    let mut rest = file.as_str();
    while let Some((before, after)) = rest.split_once("```text\n") {
        let (text, after) = after.split_once("```\n").expect("a text fence closes");
        let (between, after) = after.split_once("```says\n").expect("a says fence follows");
        let (expected, after) = after.split_once("```\n").expect("a says fence closes");
        let said = says(catalog, text);
        if said != expected {
            wrong.push(format!("{}: {text}  says\n{said}  and should say\n{expected}", path.display()));
        }
        let _ = write!(updated, "{before}```text\n{text}```\n{between}```says\n{said}```\n");
        rest = after;
    }
    updated.push_str(rest);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, updated).unwrap();
    }
    wrong
}

#[test]
fn texts_say_what_the_cases_say() {
    let catalog = Catalog::built_in().unwrap();
    let mut paths: Vec<PathBuf> = fs::read_dir("tests/cases/modality").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let wrong: Vec<String> = paths.iter().flat_map(|path| check(&catalog, path)).collect();
    assert!(wrong.is_empty(), "{} case(s) do not hold\n\n{}", wrong.len(), wrong.join("\n"));
}
