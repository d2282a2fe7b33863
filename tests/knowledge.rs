//! Knowledge files with planted defects: each is reported with its file, its line and the nearest known name.

#![allow(clippy::unwrap_used)]
#![expect(clippy::non_ascii_literal, reason = "the knowledge is of Chinese")]

mod common;

use common::{hongtu, stderr, stdout};
use hongtu::catalog::{check::check, lexicon::Lexicon, source::Sources};
use std::{fs, path::Path};

/// The defects of the built-in files with `text` as a further file at `path`.
fn defects(path: &str, text: &str) -> Vec<String> {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), path, text);
    let mut sources = Sources::built_in();
    sources.extend(directory.path()).unwrap();
    check(&sources).unwrap().defects.iter().map(ToString::to_string).collect()
}

fn write(directory: &Path, path: &str, text: &str) {
    let file = directory.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// One of the defects is at `place` and says each of `words`.
fn assert_told(path: &str, text: &str, line: usize, words: &[&str]) {
    let defects = defects(path, text);
    let place = format!("{path}:{line}: ");
    let told = defects.iter().any(|defect| defect.starts_with(&place) && words.iter().all(|word| defect.contains(word)));
    assert!(told, "{place}{words:?} is not among\n{}", defects.join("\n"));
}

/// A rule with its lines numbered from 1: header, id, title, yields, pattern, why, examples, not.
fn rule(changed: &str, to: &str) -> String {
    let rule = "[[rule]]
id = \"own-rule\"
title = \"builds a tower\"
yields = \"builds\"
pattern = \"修缮 ~ object:Park\"
why = \"The verb says so.\"
examples = [{ text = \"临川市修缮临川云塔科技园。\", gives = [\"临川市 builds 临川云塔科技园\"] }]
not = [\"临川市参观临川云塔科技园。\"]
";
    assert!(rule.contains(changed), "{changed}");
    rule.replace(changed, to)
}

const OWN: &str = "data/rules/own.toml";

#[test]
fn a_rule_that_is_not_what_it_says_is_told() {
    for (changed, to, line, words) in [
        ("\"builds\"", "\"bulids\"", 1, &["own-rule", "`builds`"][..]),
        ("object:Park", "object:Prak", 1, &["own-rule", "`Park`"]),
        ("修缮 ~", "@bild ~", 1, &["own-rule", "`build`"]),
        ("修缮 ~", "%modl ~", 1, &["own-rule", "`modal`"]),
        ("object:Park", "", 1, &["own-rule", "slot"]),
        ("own-rule", "quoted-name", 1, &["second rule `quoted-name`"]),
        ("not = [\"临川市参观临川云塔科技园。\"]", "", 1, &["own-rule", "`not`"]),
        ("why =", "because =", 6, &["because"]),
        ("pattern = \"修缮 ~ object:Park\"\n", "", 1, &["own-rule", "no pattern"]),
        ("[{ text = \"临川市修缮临川云塔科技园。\", gives = [\"临川市 builds 临川云塔科技园\"] }]", "[]", 1, &["no example"]),
        ("not = [", "confidence = 1.5\nnot = [", 1, &["1.5"]),
    ] {
        assert_told(OWN, &rule(changed, to), line, words);
    }
}

#[test]
fn an_example_that_does_not_hold_is_told() {
    for (changed, to, line, words) in [
        ("临川市 builds 临川云塔科技园\"", "临川市 builds 云州科技园\"", 7, &["does not give `临川市 builds 云州科技园`"][..]),
        ("临川市 builds 临川云塔科技园\"", "临川市 buids 临川云塔科技园\"", 7, &["`builds`"]),
        ("临川市 builds 临川云塔科技园\"", "Plaec 临川市\"", 7, &["`Place`"]),
        ("[\"临川市 builds 临川云塔科技园\"]", "[]", 7, &["says nothing"]),
        ("临川市修缮", "临川市建设", 7, &["by the rule `builds-site`"]),
        ("市参观临川", "市大力修缮临川", 8, &["临川市 builds 临川云塔科技园"]),
    ] {
        assert_told(OWN, &rule(changed, to), line, words);
    }
}

#[test]
fn a_rule_without_defects_is_not_told() {
    let defects = defects(OWN, &rule("own-rule", "own-rule"));
    assert!(!defects.iter().any(|defect| defect.contains("own-rule")), "{}", defects.join("\n"));
}

#[test]
fn words_that_the_program_does_not_know_are_told() {
    for (path, text, line, words) in [
        ("data/lexicon/heads.tsv", "# head\n试飞塔\tPrak\tstrong\n", 2, &["`Park`"][..]),
        ("data/lexicon/heads.tsv", "试飞塔\tPark\tstrnog\n", 1, &["`strong`"]),
        ("data/lexicon/heads.tsv", "试飞塔\tPark\tstrong\n试飞塔\tProject\tstrong\n", 2, &["试飞塔", "line 1"]),
        ("data/lexicon/verbs.tsv", "试飞试建\tbulid\n", 1, &["`build`"]),
        ("data/lexicon/function.tsv", "试飞\tadvreb\n", 1, &["`adverb`"]),
        ("data/lexicon/generic.tsv", "试飞\tdeterminr\n", 1, &["`determiner`"]),
        ("data/lexicon/hedas.tsv", "试飞塔\tPark\tstrong\n", 1, &["`heads`"]),
        ("data/lexicon/titles.tsv", "\t局\n", 1, &["empty cell"]),
        ("data/lexicon/surnames.tsv", "欧阴\tcomon\n", 1, &["`common`"]),
        ("data/lexicon/place_short.tsv", "试\t北京巿\tletter\n", 1, &["`北京市`"]),
    ] {
        assert_told(path, text, line, words);
    }
}

#[test]
fn questions_and_terms_with_defects_are_told() {
    let head = "# title-zh: 问\n# title-en: question\n";
    assert_told("ontology/queries/own.rq", &format!("{head}SELECT ?p {{ ?p a ht:Prak }}"), 3, &["`Park`"]);
    assert_told("ontology/queries/own.rq", &format!("{head}SELECT ?p {{ ?p a }}"), 3, &["malformed"]);
    assert_told("ontology/queries/own.rq", "SELECT ?p { ?p a ht:Park }", 1, &["title-zh"]);
    assert_told("ontology/queries/own.rq", &format!("{head}# parameter: name name x\nSELECT ?p {{ ?p a ht:Park }}"), 1, &["?name"]);
    let prefixes = "@prefix ht: <https://w3id.org/hongtu/ontology#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n";
    assert_told("ontology/own.ttl", &format!("{prefixes}ht:Tower rdfs:label \"塔\"@zh .\n"), 3, &["`ht:Tower`", "@en"]);
    assert_told("ontology/own.ttl", &format!("{prefixes}ht:builds rdfs:range ht:Prak .\n"), 3, &["`Park`"]);
    assert_told("ontology/own.ttl", &format!("{prefixes}ht:Tower rdfs:label .\n"), 3, &[]);
}

#[test]
fn every_table_is_read_by_the_program() {
    let lexicon = Lexicon::load(&Sources::built_in(), &mut Vec::new());
    let program = program(Path::new("src"));
    let idle: Vec<&str> = lexicon.names().filter(|name| !program.contains(&format!("\"{name}\""))).collect();
    assert!(idle.is_empty(), "nothing reads {idle:?}");
}

/// The Rust sources below a directory, as one text.
fn program(directory: &Path) -> String {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let source = |path: &std::path::PathBuf| path.is_dir() || path.extension().is_some_and(|extension| extension == "rs");
    entries.filter(source).map(|path| if path.is_dir() { program(&path) } else { fs::read_to_string(path).unwrap() }).collect()
}

#[test]
fn the_command_tells_each_defect_and_fails() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), OWN, &rule("object:Park", "object:Prak"));
    let output = hongtu(&["check", "--catalog", directory.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("data/rules/own.toml:1: rule `own-rule`"), "{}", stdout(&output));
    let empty = tempfile::tempdir().unwrap();
    let output = hongtu(&["check", "--catalog", empty.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no knowledge files here"), "{}", stderr(&output));
}
