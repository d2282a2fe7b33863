//! What `export` writes of the samples: every format parses, says the same, and keeps to ASCII IRIs, no blank nodes and `@zh`.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

mod common;

use common::{hongtu, stderr, stdout};
use hongtu::{data_file::DataFile, graph::KnowledgeGraph, write::json};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use quick_xml::{Reader, events::Event};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// The samples, built once.
static BUILT: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let output = hongtu(&["build", "data/samples", "--out", dir.path().to_str().unwrap(), "--base-iri", "https://data.example.org/kg#"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    dir
});

fn graph() -> KnowledgeGraph {
    json::read(&BUILT.path().join("graph.json")).unwrap()
}

fn quads(path: &Path) -> Vec<Quad> {
    DataFile::open(path).unwrap().quads().collect::<Result<_, _>>().unwrap()
}

/// Exports to a file and gives its place.
fn exported(format: &str, name: &str) -> PathBuf {
    let path = BUILT.path().join("exported").join(name);
    let output = hongtu(&["export", BUILT.path().to_str().unwrap(), "--format", format, "--out", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{format}: {}", stderr(&output));
    path
}

/// The data that stand in a single page.
fn data_of(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    let (data, _) = rest.split_once("</script>").unwrap();
    assert!(!data.contains('<'), "nothing in the data can end their element");
    serde_json::from_str(data).unwrap()
}

#[test]
fn the_page_has_every_text_with_its_mentions_and_statements_and_asks_nothing_of_a_network() {
    let page = std::fs::read_to_string(exported("html", "page.html")).unwrap();
    assert!(!page.contains(" src=\"") && !page.contains(" href=\""), "all that it needs is in it");
    let (data, graph) = (data_of(&page), graph());
    let documents = data["documents"].as_array().unwrap();
    assert_eq!(documents.len(), graph.documents.len());
    assert_eq!(documents.iter().map(|document| document["statements"].as_array().unwrap().len()).sum::<usize>(), graph.graph.edge_count());
    for document in documents {
        let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
        assert!(document["mentions"].as_array().unwrap().iter().all(|mention| mention["end"].as_u64().unwrap() as usize <= text.len()));
    }
}

#[test]
fn a_page_is_for_the_documents_that_are_named() {
    let export = |name: &str| hongtu(&["export", BUILT.path().to_str().unwrap(), "--format", "html", "--focus", name]);
    let data = data_of(&stdout(&export("work-report")));
    assert_eq!(data["documents"].as_array().unwrap().len(), 1);
    let missing = export("no such document");
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("no such document"), "{}", stderr(&missing));
}

/// The quads without their graphs' names, each once.
fn flat(quads: &[Quad]) -> BTreeSet<String> {
    quads.iter().map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object)).collect()
}

fn spelt(quads: &[Quad]) -> BTreeSet<String> {
    quads.iter().map(ToString::to_string).collect()
}

fn check_terms(quad: &Quad) {
    let mut iris = vec![quad.predicate.as_str()];
    match &quad.subject {
        NamedOrBlankNode::NamedNode(subject) => iris.push(subject.as_str()),
        NamedOrBlankNode::BlankNode(_) => panic!("blank: {quad}"),
    }
    match &quad.object {
        Term::NamedNode(object) => iris.push(object.as_str()),
        Term::Literal(literal) => {
            let is_chinese = literal.value().chars().any(|c| matches!(c, '\u{4E00}'..='\u{9FFF}'));
            let is_path = quad.predicate.as_str().ends_with("#path");
            assert!(!is_chinese || is_path || literal.language() == Some("zh"), "a Chinese text without its tag: {quad}");
        }
        other => panic!("{other}: {quad}"),
    }
    match &quad.graph_name {
        GraphName::NamedNode(graph) => iris.push(graph.as_str()),
        GraphName::DefaultGraph => {}
        GraphName::BlankNode(_) => panic!("blank: {quad}"),
    }
    assert!(iris.iter().all(|iri| iri.is_ascii()), "{quad}");
}

#[test]
fn every_rdf_format_says_the_same_in_ascii_iris_without_blank_nodes() {
    let whole = quads(BUILT.path());
    for (format, name) in [("trig", "g.trig"), ("nq", "g.nq"), ("jsonld", "g.jsonld"), ("nt", "g.nt"), ("rdf", "g.rdf"), ("ttl", "g.ttl")] {
        let read = quads(&exported(format, name));
        read.iter().for_each(check_terms);
        match format {
            "trig" | "nq" | "jsonld" => assert_eq!(spelt(&read), spelt(&whole), "{format}"),
            "ttl" => assert!(flat(&read).is_subset(&flat(&whole)) && read.len() > 500, "{format}"),
            _ => assert_eq!(flat(&read), flat(&whole), "{format}"),
        }
        assert_eq!(spelt(&read).len(), read.len(), "{format} says something twice");
    }
    let turtle = std::fs::read_to_string(exported("ttl", "g.ttl")).unwrap();
    assert_eq!(turtle, std::fs::read_to_string(BUILT.path().join("graph.ttl")).unwrap());
    assert!(std::fs::read_to_string(exported("rdf", "g.rdf")).unwrap().contains("xmlns:id=\"https://data.example.org/kg#\""));
}

/// Elements of an XML file: name, attributes and text.
fn elements(path: &Path) -> Vec<(String, BTreeMap<String, String>, String)> {
    let content = std::fs::read_to_string(path).unwrap();
    let mut reader = Reader::from_str(&content);
    let mut elements: Vec<(String, BTreeMap<String, String>, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
                    (String::from_utf8(attribute.key.as_ref().to_vec()).unwrap(), attribute.unescape_value().unwrap().into_owned())
                };
                elements.push((name, tag.attributes().map(|found| attribute(found.unwrap())).collect(), String::new()));
            }
            Event::Text(text) => {
                if let Some(last) = elements.last_mut() {
                    last.2.push_str(&text.unescape().unwrap());
                }
            }
            Event::Eof => return elements,
            _ => {}
        }
    }
}

/// How many nodes and edges the graph has with its figures and documents, and the names of its entities.
fn expected() -> (usize, usize, BTreeSet<String>) {
    let graph = graph();
    let nodes = graph.graph.node_count() + graph.targets.len() + graph.documents.len();
    let edges = graph.graph.edge_count() + graph.targets.len();
    (nodes, edges, graph.graph.node_weights().map(|entity| entity.name.clone()).collect())
}

#[test]
fn graphml_and_gexf_have_every_node_edge_and_name() {
    let (nodes, edges, names) = expected();
    for (format, name) in [("graphml", "g.graphml"), ("gexf", "g.gexf")] {
        let elements = elements(&exported(format, name));
        let ids = |element: &str| -> BTreeSet<&str> {
            elements.iter().filter(|(name, ..)| name == element).map(|(_, attributes, _)| attributes["id"].as_str()).collect()
        };
        assert_eq!((ids("node").len(), ids("edge").len()), (nodes, edges), "{format}");
        let known = ids("node");
        for (_, attributes, _) in elements.iter().filter(|(name, ..)| name == "edge") {
            assert!(known.contains(&*attributes["source"]) && known.contains(&*attributes["target"]), "{format}: {attributes:?}");
        }
        let found: BTreeSet<String> = elements
            .iter()
            .filter_map(|(name, attributes, text)| match name.as_str() {
                "node" if format == "gexf" => Some(attributes["label"].clone()),
                "data" if attributes["key"] == "n-name" => Some(text.trim_end_matches(['\n', ' ']).to_owned()),
                _ => None,
            })
            .collect();
        assert!(found.is_superset(&names), "{format}: {:?}", names.difference(&found).next());
    }
}

fn rows(path: &Path) -> (Vec<String>, Vec<csv::StringRecord>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (headers, reader.records().collect::<Result<_, _>>().unwrap())
}

#[test]
fn tables_have_every_row_and_every_end_is_a_node() {
    let graph = graph();
    let counts = [graph.graph.node_count(), graph.graph.edge_count(), graph.targets.len(), graph.documents.len()];
    let plain = exported("csv", "csv");
    let table = |name: &str| rows(&plain.join(name));
    let found = ["nodes.csv", "edges.csv", "figures.csv", "documents.csv"].map(|name| table(name).1.len());
    assert_eq!(found, counts);
    let ids: BTreeSet<String> = table("nodes.csv").1.iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(ids.len(), counts[0]);
    let (headers, edges) = table("edges.csv");
    assert_eq!(headers[..5], ["id", "source", "predicate", "target", "status"]);
    assert!(edges.iter().all(|row| ids.contains(&row[1]) && ids.contains(&row[3])));
    assert!(table("figures.csv").1.iter().all(|row| ids.contains(&row[1])));
    let neo4j = exported("neo4j", "neo4j");
    let (headers, people) = rows(&neo4j.join("nodes.csv"));
    assert_eq!(headers, ["id:ID", ":LABEL", "name", "aliases:string[]", "mentions:long"]);
    assert_eq!(people.len(), counts[0]);
    let (headers, holders) = rows(&neo4j.join("figure-holders.csv"));
    assert_eq!((headers[1].as_str(), headers[2].as_str(), holders.len()), (":START_ID", ":TYPE", counts[2]));
    let refused = hongtu(&["export", BUILT.path().to_str().unwrap(), "--format", "csv"]);
    assert!(refused.status.code() == Some(1) && stderr(&refused).contains("--out"), "{}", stderr(&refused));
    assert_eq!(stdout(&refused), "");
}

#[test]
fn cypher_makes_every_node_before_the_edges_between_them() {
    let (nodes, edges, _) = expected();
    let script = std::fs::read_to_string(exported("cypher", "g.cypher")).unwrap();
    let rows = |start: &str| script.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((rows("{`id`: \""), rows("{a: \"")), (nodes, edges));
    assert!(script.find("MERGE (a)").unwrap() > script.rfind("MERGE (n:Hongtu").unwrap());
    // Outside string literals every bracket is closed again and every statement ends.
    let (mut depth, mut quoted, mut escaped) = (0_i32, false, false);
    for c in script.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' | '[' | '(' if !quoted => depth += 1,
            '}' | ']' | ')' if !quoted => depth -= 1,
            ';' if !quoted => assert_eq!(depth, 0),
            _ => {}
        }
    }
    assert!(depth == 0 && !quoted && script.ends_with(";\n"));
}

#[test]
fn names_that_formats_cannot_hold_do_not_break_them() {
    let dir = tempfile::tempdir().unwrap();
    let name = "带\\\"引号\\\" <标签> & \\u0001控制\\u000b符 \\n换行 ; | , \\\\ ' `";
    let entity = format!(r#"{{"id":"place-a","class":"Place","name":"{name}","aliases":["{name}"],"mentions":[]}}"#);
    let json = format!(r#"{{"documents":[],"entities":[{entity}],"relations":[],"targets":[]}}"#);
    std::fs::write(dir.path().join("graph.json"), json).unwrap();
    let read = |format: &str| {
        let output = hongtu(&["export", dir.path().to_str().unwrap(), "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{format}: {}", stderr(&output));
        let path = dir.path().join(format);
        std::fs::write(&path, stdout(&output)).unwrap();
        path
    };
    for format in ["graphml", "gexf"] {
        let elements = elements(&read(format));
        assert!(elements.iter().any(|(name, ..)| name == "node"), "{format}");
        assert!(!std::fs::read_to_string(dir.path().join(format)).unwrap().contains('\u{1}'), "{format}");
    }
    assert!(std::fs::read_to_string(read("cypher")).unwrap().contains("<标签> & \\u0001控制\\u000b符 \\n换行"));
    let tables = dir.path().join("tables");
    hongtu(&["export", dir.path().to_str().unwrap(), "--format", "csv", "--out", tables.to_str().unwrap()]);
    assert!(rows(&tables.join("nodes.csv")).1[0][2].starts_with("带\"引号\" <标签> & \u{1}控制\u{b}符 \n换行"));
}
