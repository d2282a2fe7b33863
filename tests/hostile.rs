//! RDF that is corrupt, cut off or made to hurt: an error with a place, never a panic, never half a data set.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

mod common;

use common::{hongtu, stderr, stdout};
use std::{fs, path::Path};

/// Runs the commands that read a data set on the file called `name` with `content`, and gives what each said.
fn told(name: &str, content: &[u8]) -> Vec<(Option<i32>, String, String)> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, content).unwrap();
    let file = path.to_str().unwrap();
    let out = dir.path().join("converted.nq");
    let commands: [&[&str]; 6] = [
        &["query", "--data", file, "ASK { ?s ?p ?o }"],
        &["verify", file],
        &["validate", file],
        &["infer", file, "--out", out.to_str().unwrap()],
        // Nobody listens there, and nobody is asked.
        &["push", "http://127.0.0.1:9/store", "--data", file],
        &["export", file, "--format", "nq", "--out", out.to_str().unwrap()],
    ];
    let results = commands.map(|arguments| {
        let output = hongtu(arguments);
        (output.status.code(), stdout(&output), stderr(&output))
    });
    assert!(!Path::new(&out).exists(), "{name}: half a data set was written");
    results.to_vec()
}

fn assert_refused(name: &str, content: &[u8], place: &str) {
    for (code, said, error) in told(name, content) {
        assert_eq!(code, Some(1), "{name}: {said}{error}");
        assert!(error.starts_with("error: ") && error.contains(name) && error.contains(place) && said.is_empty(), "{name}: {said}{error}");
        assert!(!error.contains("panicked") && error.len() < 2_000, "{name}: {error}");
    }
}

#[test]
fn broken_rdf_is_refused_with_line_and_column() {
    let good = "<https://e.org/a> <https://e.org/b> \"云州市\"@zh .\n";
    assert_refused("cut.nq", format!("{good}<https://e.org/a> <https://e.org/b> \"云").as_bytes(), "line 2, column");
    assert_refused("cut.trig", format!("{good}<https://e.org/a> {{").as_bytes(), "line 2, column");
    assert_refused("cut.ttl", format!("{good}@prefix x: <").as_bytes(), "line 2, column");
    assert_refused("bytes.nt", &[good.as_bytes(), b"<https://e.org/\xff> <https://e.org/b> <https://e.org/c> .\n"].concat(), "line 2");
    assert_refused("iri.nt", format!("{good}<https://e.org/a b> <https://e.org/b> <https://e.org/c> .\n").as_bytes(), "line 2, column");
    assert_refused("tag.nt", format!("{good}<https://e.org/a> <https://e.org/b> \"x\"@zh_CN .\n").as_bytes(), "line 2, column");
    assert_refused("cut.jsonld", b"{\"@id\": \"https://e.org/a\",\n \"https://e.org/b\": [", "line 2, column");
    assert_refused(
        "cut.rdf",
        b"<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description",
        "line 3, column 16: ",
    );
    for (inner, place) in [
        ("<rdf:Description></rdf:X>", "line 2, column"),
        ("<rdf:Description rdf:about=\"a b\"/>", "line 2, column"),
        ("&x;", "line 2, column"),
    ] {
        let text = format!("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n{inner}</rdf:RDF>");
        assert_refused("wrong.rdf", text.as_bytes(), place);
    }
    assert_refused("binary.trig", &[0, 159, 146, 150, 0, 255], "line 1, column");
}

#[test]
fn remote_contexts_and_expanding_entities_are_refused() {
    assert_refused("context.jsonld", b"{\"@context\": \"http://127.0.0.1:9/context\", \"name\": \"x\"}", "line 1, column");
    let mut entities = String::from("<!DOCTYPE r [<!ENTITY a0 \"aaaaaaaaaa\">");
    for level in 1..30 {
        entities.push_str(&format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10)));
    }
    let bomb = format!(
        "<?xml version=\"1.0\"?>{entities}]><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:e=\"https://e.org/\">\
         <rdf:Description rdf:about=\"https://e.org/a\"><e:b>&a29;</e:b></rdf:Description></rdf:RDF>"
    );
    assert_refused("bomb.rdf", bomb.as_bytes(), "line 1, column");
}

#[test]
fn deep_nesting_is_refused_or_read_and_never_overflows_the_stack() {
    let depth = 200_000;
    let terms = format!(
        "<https://e.org/a> <https://e.org/b> {}<https://e.org/c>{} .",
        "<<( <https://e.org/a> <https://e.org/b> ".repeat(depth),
        " )>>".repeat(depth)
    );
    let lists = format!("<https://e.org/a> <https://e.org/b> {}{} .", "(".repeat(depth), ")".repeat(depth));
    let nodes = format!("<https://e.org/a> <https://e.org/b> {}{} .", "[ <https://e.org/b> ".repeat(depth), "]".repeat(depth));
    let json = format!("{}{}", "{\"https://e.org/b\":[".repeat(depth), "]}".repeat(depth));
    for (name, content) in
        [("terms.nt", &terms), ("terms.ttl", &terms), ("lists.ttl", &lists), ("nodes.trig", &nodes), ("deep.jsonld", &json)]
    {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        fs::write(&path, content).unwrap();
        for arguments in
            [&["query", "ASK { ?s ?p ?o }", "--data"][..], &["verify"], &["validate"], &["push", "http://127.0.0.1:9/store", "--data"]]
        {
            let output = hongtu(&[arguments, &[path.to_str().unwrap()]].concat());
            assert!(matches!(output.status.code(), Some(0 | 1)), "{name} {arguments:?}: {:?}", output.status);
            assert!(!stderr(&output).contains("panicked") && !stderr(&output).contains("overflow"), "{name}");
        }
    }
}
