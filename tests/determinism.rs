//! Same documents, same bytes: whatever the number of threads and the order of the paths.

mod common;

use common::{contents, hongtu, stderr};
use std::{collections::BTreeMap, fs};

/// The documents that are built, in an order of their own.
fn documents() -> Vec<String> {
    let entries = fs::read_dir("data/samples").expect("the samples are there");
    let mut paths: Vec<String> = entries.map(|entry| format!("data/samples/{}", entry.expect("readable").file_name().display())).collect();
    paths.retain(|path| path.ends_with(".txt"));
    paths.sort();
    assert!(paths.len() >= 2, "order needs two documents");
    paths
}

/// Builds into a directory of its own; all files written, by name.
fn build(paths: &[String], threads: &str) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().expect("a temporary directory");
    let directory = out.path().display().to_string();
    let mut args = vec!["build", "--threads", threads, "--out", &directory];
    args.extend(paths.iter().map(String::as_str));
    let output = hongtu(&args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    contents(out.path())
}

#[test]
fn threads_and_order_change_nothing() {
    let mut paths = documents();
    let first = build(&paths, "1");
    let (products, names): (Vec<&str>, Vec<&str>) = first.keys().map(String::as_str).partition(|name| name.starts_with("documents/"));
    assert_eq!(names, ["graph.dot", "graph.json", "graph.trig", "graph.ttl", "manifest.json", "report.md"]);
    assert_eq!(products.len(), paths.len());
    paths.reverse();
    let half = paths.len() / 2;
    for (threads, turn) in [("4", 0), ("1", half), ("4", half)] {
        paths.rotate_left(turn);
        for (name, bytes) in build(&paths, threads) {
            assert!(first[&name] == bytes, "{name} differs with {threads} threads and another order");
        }
    }
}

#[test]
fn a_document_alone_keeps_its_ids_among_others() {
    let paths = documents();
    let ids = |files: &BTreeMap<String, Vec<u8>>| -> Vec<String> {
        let graph: serde_json::Value = serde_json::from_slice(&files["graph.json"]).expect("JSON");
        let entities = graph["entities"].as_array().expect("a list");
        entities.iter().map(|entity| entity["id"].as_str().expect("an id").to_owned()).collect()
    };
    let all = ids(&build(&paths, "2"));
    for id in ids(&build(&paths[..1], "2")) {
        assert!(all.contains(&id), "{id}");
    }
}
