//! A directory of a user's own knowledge files, as the guide tells: one head noun and one rule, and no rebuild.

#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

mod common;

use common::{hongtu, stderr};
use hongtu::{
    graph::StatementRecord,
    model::{Class, Predicate},
};
use petgraph::{graph::EdgeReference, visit::EdgeRef};
use std::{fs, path::Path};

const NEWS: &str = "清岚市加快建设滨江算力港\n截至去年底，清岚智能计算研究院已入驻滨江算力港。\n";

/// The code block of the guide that begins with `start`.
fn of_the_guide(start: &str) -> String {
    let guide = fs::read_to_string("README.md").expect("the guide stands there");
    let mut bodies = guide.split("```").filter_map(|block| block.split_once('\n')).map(|(_, body)| body);
    bodies.find(|body| body.starts_with(start)).expect("the guide shows it").to_owned()
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it stands in a directory")).expect("the directory can be made");
    fs::write(path, text).expect("the file can be written");
}

/// The names of parks, and who is in one of them by which rule.
fn read(directory: &Path, options: &[&str]) -> (Vec<String>, Vec<[String; 3]>) {
    let (news, out) = (directory.join("news.txt"), directory.join("out"));
    write(&news, NEWS);
    let output = hongtu(&[&["build", &news.to_string_lossy(), "--out", &out.to_string_lossy()], options].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let graph = hongtu::write::json::read(&out.join("graph.json")).expect("the graph is there").graph;
    let parks = graph.node_weights().filter(|entity| entity.class == Class::Park).map(|entity| entity.name.clone()).collect();
    let located = graph.edge_references().filter(|edge| edge.weight().predicate == Predicate::LocatedIn);
    let told = |edge: EdgeReference<'_, StatementRecord>| {
        [graph[edge.source()].name.clone(), graph[edge.target()].name.clone(), edge.weight().evidence.rule.to_string()]
    };
    (parks, located.map(told).collect())
}

#[test]
fn one_head_noun_and_one_rule_change_what_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let mine = directory.path().join("mine");
    assert_eq!(read(directory.path(), &[]), (vec![], vec![]));
    write(&mine.join("data/lexicon/heads.tsv"), &of_the_guide("算力港\t"));
    let options = ["--catalog", mine.to_str().unwrap()];
    assert_eq!(read(directory.path(), &options), (vec!["滨江算力港".to_owned()], vec![]));
    write(&mine.join("data/rules/mine.toml"), &of_the_guide("[[rule]]\n"));
    let located = ["清岚智能计算研究院", "滨江算力港", "moves-into-park"].map(str::to_owned);
    assert_eq!(read(directory.path(), &options), (vec!["滨江算力港".to_owned()], vec![located]));
}

#[test]
fn a_directory_without_knowledge_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out");
    for (catalog, problem) in [("no/such/directory", "cannot read"), ("data/lexicon", "no knowledge files here")] {
        let output = hongtu(&["build", "data/samples", "--catalog", catalog, "--out", out.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(catalog) && stderr(&output).contains(problem), "{}", stderr(&output));
    }
}
