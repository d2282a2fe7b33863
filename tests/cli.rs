//! The command line: help, usage errors, and what `build` and `export` print.

#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

mod common;

use common::{hongtu, stderr, stdout};
use std::fs;

#[test]
fn help_tells_commands_options_and_exit_codes() {
    let help = stdout(&hongtu(&["--help"]));
    for word in ["build", "export", "score", "Exit codes"] {
        assert!(help.contains(word), "{word}\n{help}");
    }
    for command in ["build", "export", "score"] {
        let help = stdout(&hongtu(&[command, "--help"]));
        assert!(help.contains("Examples:") && help.contains(&format!("hongtu {command}")), "{help}");
    }
}

#[test]
fn wrong_usage_has_exit_code_2_and_names_what_is_near() {
    let output = hongtu(&["bulid", "x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("'build'"), "{}", stderr(&output));
    let output = hongtu(&["export", "--format", "dot", "--class", "Plaec"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("did you mean `Place`?"), "{}", stderr(&output));
    assert_eq!(hongtu(&["build"]).status.code(), Some(2));
}

#[test]
fn build_tells_what_it_read_and_where_it_wrote() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let output = hongtu(&["build", "data/samples", "--out", out.to_str().unwrap()]);
    let told = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for part in ["Read ", "documents", "entities", "statements", "targets", "graph.trig", "Try next", "dot -Tsvg"] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    for name in ["graph.json", "graph.ttl", "graph.trig", "graph.dot", "report.md"] {
        assert!(fs::metadata(out.join(name)).unwrap().is_file(), "{name}");
    }
    assert!(fs::read_to_string(out.join("report.md")).unwrap().starts_with("# Report\n"));
}

#[test]
fn a_base_for_iris_is_checked_before_any_work() {
    let output = hongtu(&["build", "data/samples", "--base-iri", "https://example.org/没有"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("https://example.org/没有"), "{}", stderr(&output));
}

#[test]
fn graph_json_goes_round() {
    let graph = r#"{"documents": [
{"id":"d1","path":"a.txt","sha256":"00","title":"云州规划","date":"2026-01","place":"云州市","characters":40}
],
"entities": [
{"id":"department-a","class":"Department","name":"云州市数据局","aliases":["市数据局"],"mentions":[{"document":"d1","start":0,"end":6}]},
{"id":"official-b","class":"Official","name":"秦怀远","aliases":[],"mentions":[]}
],
"relations": [
{"subject":"official-b","predicate":"holdsPost","object":"department-a","status":"done","role":"局长","time":"2026","speaker":"official-b","document":"d1","start":0,"end":9,"line":1,"rule":"title-before-name","confidence":0.917,"more":[{"start":20,"end":30,"line":3,"rule":"title-before-name"}]}
],
"targets": [
{"holder":"department-a","indicator":"总量","comparator":">=","value":6000,"unit":"亿元","time":"2030","status":"planned","document":"d1","start":12,"end":20,"line":2,"rule":"figure","confidence":1},
{"holder":"department-a","indicator":"增速","comparator":"~","value":6.5,"unit":"%","status":"done","document":"d1","start":21,"end":25,"line":2,"rule":"figure","confidence":0.5}
]}
"#;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("graph.json");
    fs::write(&path, graph).unwrap();
    assert_eq!(stdout(&hongtu(&["export", path.to_str().unwrap(), "--format", "json"])), graph);
    let copy = dir.path().join("deep/er/copy.json");
    assert_eq!(hongtu(&["export", dir.path().to_str().unwrap(), "-f", "json", "-o", copy.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(copy).unwrap(), graph);
    let focus = hongtu(&["export", path.to_str().unwrap(), "-f", "dot", "--focus", "数据局"]);
    assert!(stderr(&focus).contains("focus on 云州市数据局 (Department)"), "{}", stderr(&focus));
    assert!(stdout(&focus).contains("任职"), "{}", stdout(&focus));
    let nobody = hongtu(&["export", path.to_str().unwrap(), "-f", "dot", "--focus", "海上花园"]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(stderr(&nobody).contains("海上花园"), "{}", stderr(&nobody));
}
