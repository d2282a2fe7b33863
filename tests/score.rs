//! The scorer: figures recorded from the reference scorer, floors, and gold that is no gold.

#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

mod common;

use common::{hongtu, stderr, stdout};
use hongtu::score::gold::Gold;
use std::{fs, process::Command};

const GRAPH: &str = "tests/score/council.json";
const GOLD: &str = "tests/score/council.ann";

#[test]
fn figures_are_those_of_the_reference_scorer() {
    let expected = fs::read_to_string("tests/score/council.figures").unwrap();
    assert_eq!(stdout(&hongtu(&["score", GOLD, GRAPH])), expected);
}

/// Compares with the reference scorer itself where `HONGTU_REFERENCE_SCORER` names its script.
#[test]
fn recorded_figures_are_up_to_date() {
    let Some(script) = std::env::var_os("HONGTU_REFERENCE_SCORER") else { return };
    let reference = Command::new("python3").arg(script).args([GRAPH, GOLD]).output().unwrap();
    assert_eq!(stdout(&reference), stdout(&hongtu(&["score", GOLD, GRAPH])));
}

#[test]
fn json_has_the_same_figures() {
    let output = hongtu(&["score", "--json", GOLD, GRAPH]);
    let figures: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(figures["entity"]["gold"], 9);
    assert_eq!(figures["relation"]["found"], 7);
}

#[test]
fn misses_name_what_is_missing_and_what_is_too_much() {
    let listed = stdout(&hongtu(&["score", "--misses", GOLD, GRAPH]));
    for row in [
        "missed entity\tEvent\t云州数字论坛\t",
        "spurious entity\tOrganization\t云州市数据局\t云州市数据局",
        "missed relation\tlocatedIn\t青湖未来城\t云州市",
        "spurious relation\tlocatedIn\t云州市\t青湖未来城",
        "spurious target\t“百企上云”行动\t>=\t2.5\t万家\t",
    ] {
        assert!(listed.lines().any(|line| line == row), "no row {row:?} in\n{listed}");
    }
}

#[test]
fn a_figure_below_its_floor_fails_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let floor = dir.path().join("floor.toml");
    let score = |floors: &str| {
        fs::write(&floor, floors).unwrap();
        hongtu(&["score", GOLD, GRAPH, "--floor", floor.to_str().unwrap()])
    };
    assert_eq!(score("entity = 0.1\n\"entity Place\" = 0.5\n").status.code(), Some(0));
    let fallen = score("relation = 0.99\n\"entity Plaec\" = 0.5\n");
    assert_eq!(fallen.status.code(), Some(1));
    assert!(stderr(&fallen).contains("relation: F1 0."), "{}", stderr(&fallen));
    assert!(stderr(&fallen).contains("did you mean `entity Place`?"), "{}", stderr(&fallen));
}

#[test]
fn malformed_gold_names_its_line() {
    for (text, problem) in [
        ("E\tPlace\t云州市\nE\tPlcae\t临川市", "line 2: unknown name `Plcae`; did you mean `Place`?"),
        ("E\tPlace\t云州市\n\n# a comment\nX\t云州市", "line 4: a record begins with D, E, R, T or S, this one with `X`"),
        ("E\tPlace", "line 1: a record E with 2 fields"),
        ("E\tPlace\t云州市\nR\t云州市\tserves\t云州市\tfour", "line 2: `four` is no line number"),
        ("E\tPlace\t云州市\nR\t云州市\tserve\t云州市\t1", "line 2: unknown name `serve`; did you mean `serves`?"),
        ("E\tPlace\t云州市\nR\t云州市\tserves\t云州\t1", "line 2: no E record has this name: unknown name `云州`; did you mean `云州市`?"),
    ] {
        assert_eq!(Gold::parse(text).unwrap_err(), problem);
    }
}

#[test]
fn gold_without_text_and_text_without_gold_are_errors() {
    let dir = tempfile::tempdir().unwrap();
    let lonely = dir.path().join("lonely.ann");
    fs::write(&lonely, "E\tPlace\t云州市\n").unwrap();
    let output = hongtu(&["score", lonely.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("lonely.txt"), "{}", stderr(&output));
    let output = hongtu(&["score", "--gold", "tests/score", GRAPH, "unknown.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("unknown.txt"), "{}", stderr(&output));
}
