//! What an output directory says depends on its documents alone, not on the way that led to them.

#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

mod common;

use common::{contents, hongtu, stderr};
use std::{collections::BTreeMap, fs, path::Path};

/// Short documents that share names, so that what one adds shows in what others share.
fn text(number: u64) -> String {
    let city = ["云州市", "临川市", "清岚市"][(number % 3) as usize];
    let (park, industry) = (["青湖", "白石", "东港"][(number / 3 % 3) as usize], ["量子信息", "海洋装备"][(number / 2 % 2) as usize]);
    let more = 5 + number % 7;
    format!(
        "{city}{park}产业园建设方案\n\n{city}科技局局长沈怀瑾介绍了有关情况。\n\n一、总体要求\n一是建设{park}产业园。到2030年，{industry}产业规模达到{more}00亿元。\n\
         二是{city}实施“百企上云”行动，大力发展{industry}产业。\n牵头单位：市科技局；责任单位：市财政局。\n"
    )
}

fn run(args: &[&str]) -> i32 {
    let output = hongtu(args);
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    output.status.code().expect("it ended by itself")
}

/// Builds `inputs` into a new directory; all files written.
fn from_nothing(inputs: &Path, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().expect("a temporary directory");
    let [inputs, directory] = [inputs, out.path()].map(|path| path.to_str().expect("UTF-8"));
    assert_eq!(run(&["build", inputs, "--out", directory, "--threads", threads]), 0);
    contents(out.path())
}

fn assert_same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>, when: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected), "{when}");
    for (name, bytes) in found {
        assert!(*bytes == expected[name], "{name} differs {when}");
    }
}

#[test]
fn one_document_under_two_paths_keeps_both() {
    let inputs = tempfile::tempdir().expect("a temporary directory");
    for name in ["b.txt", "a.txt", "c.txt"] {
        fs::write(inputs.path().join(name), text(1)).expect("writable");
    }
    let files = from_nothing(inputs.path(), "2");
    let graph: serde_json::Value = serde_json::from_slice(&files["graph.json"]).expect("JSON");
    let [document] = graph["documents"].as_array().expect("a list").as_slice() else { panic!("one document") };
    let end = |path: &serde_json::Value| path.as_str().expect("a path").rsplit('/').next().map(str::to_owned);
    assert_eq!(end(&document["path"]).as_deref(), Some("a.txt"));
    assert_eq!(document["copies"].as_array().expect("a list").iter().filter_map(end).collect::<Vec<_>>(), ["b.txt", "c.txt"]);
    let report = String::from_utf8(files["report.md"].clone()).expect("UTF-8");
    assert_eq!(report.matches("`repeated-content`").count(), 2, "{report}");
}

#[test]
fn a_damaged_or_foreign_product_is_read_again() {
    let [inputs, out] = [(); 2].map(|()| tempfile::tempdir().expect("a temporary directory"));
    for number in 0..3 {
        fs::write(inputs.path().join(format!("{number}.txt")), text(number)).expect("writable");
    }
    let [from, to] = [inputs.path(), out.path()].map(|path| path.to_str().expect("UTF-8"));
    let build = || assert_eq!(run(&["build", from, "--out", to, "--update"]), 0);
    build();
    let expected = contents(out.path());
    assert_same(&expected, &from_nothing(inputs.path(), "1"), "after the first update");
    for (name, bytes) in &expected {
        let path = out.path().join(name);
        for damage in [&bytes[..bytes.len() / 2], b"{}", b""] {
            fs::write(&path, damage).expect("writable");
            build();
            assert_same(&contents(out.path()), &expected, &format!("after damage to {name}"));
        }
        fs::remove_file(&path).expect("there");
        build();
        assert_same(&contents(out.path()), &expected, &format!("after {name} was removed"));
    }
}
