//! The rule book's figures: how often each rule was right on annotated documents, and the confidence that comes from it.

#![allow(clippy::unwrap_used)]
#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

mod common;

use common::{hongtu, stderr, stdout};
use hongtu::catalog::{
    Catalog,
    rules::{MEASURED, Verdict},
    source::Sources,
};
use std::fs;

#[test]
fn confidence_is_precision_with_the_prior_of_one_in_two() {
    for (right, wrong, confidence) in [(0, 0, 0.5), (1, 0, 2.0 / 3.0), (8, 0, 0.9), (0, 8, 0.1), (3, 1, 4.0 / 6.0)] {
        assert_eq!(Verdict { right, wrong }.confidence(), confidence, "{right} right, {wrong} wrong");
    }
}

#[test]
fn figures_of_a_directory_replace_the_built_in_ones() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(MEASURED);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "# rule, right, wrong\nbuilds-site\t2\t1\nlong-gone\t9\t9\n").unwrap();
    let catalog = Catalog::extended(directory.path()).unwrap();
    let rule = catalog.rules.get(catalog.rules.named("builds-site").unwrap());
    assert_eq!((rule.measured, rule.confidence()), (Verdict { right: 2, wrong: 1 }, 0.6));
    fs::write(&file, "builds-site\ttwo\t1\n").unwrap();
    let mut sources = Sources::built_in();
    sources.extend(directory.path()).unwrap();
    let problem = Catalog::load(sources).unwrap_err().to_string();
    assert!(problem.contains("data/model/rules.tsv:1: "), "{problem}");
}

const TEXT: &str = "云州市政府工作报告\n我市加快建设云帆湖产业园。我市加快建设青岚湖大桥。\n";
const GOLD: &str = "D\t\t云州市\t工作报告
E\tPlace\t云州市
E\tPark\t云帆湖产业园
E\tProject\t青岚湖大桥
R\t云州市\tbuilds\t云帆湖产业园\t2\tstatus=done
";

#[test]
fn rules_are_measured_on_annotated_documents() {
    let directory = tempfile::tempdir().unwrap();
    let [text, gold, written] = ["a.txt", "a.ann", "rules.tsv"].map(|name| directory.path().join(name));
    fs::write(&text, TEXT).unwrap();
    fs::write(&gold, GOLD).unwrap();
    let dir = directory.path().to_str().unwrap();
    let measured = hongtu(&["rules", text.to_str().unwrap(), "--gold", dir, "--wrong", "3", "--write", written.to_str().unwrap()]);
    assert_eq!(measured.status.code(), Some(0), "{}", stderr(&measured));
    let listed = stdout(&measured);
    assert!(listed.contains("builds-site: 1 right, 1 wrong"), "{listed}");
    assert!(listed.contains("云州市 builds 青岚湖大桥 | "), "{listed}");
    assert!(fs::read_to_string(written).unwrap().contains("\nbuilds-site\t1\t1\n"));
    let json = hongtu(&["rules", text.to_str().unwrap(), "--gold", dir, "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&stdout(&json)).unwrap();
    let row = rows.as_array().unwrap().iter().find(|row| row["rule"] == "builds-site").unwrap();
    assert_eq!((&row["firings"], &row["right"], &row["wrong"]), (&2.into(), &1.into(), &1.into()));
    assert_eq!((row["precision"].as_f64(), row["confidence"].as_f64()), (Some(0.5), Some(0.5)));
}

#[test]
fn the_list_has_every_rule_and_needs_no_documents() {
    let listed = stdout(&hongtu(&["rules", "--format", "tsv"]));
    let catalog = Catalog::built_in().unwrap();
    let ids: Vec<&str> = listed.lines().skip(1).map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(ids, catalog.rules.iter().map(|(_, rule)| rule.id.as_str()).collect::<Vec<_>>());
}
