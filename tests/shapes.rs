//! Shapes: what is written keeps them, each planted error of `tests/shapes` breaks the one that its first line names.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

mod common;
mod fixture;

use hongtu::{
    catalog::source::Sources,
    query::data,
    reason::{derive, index::Index, sentence::explain, shape::Shapes, validate::validate},
    write::{
        iri::Iris,
        rdf::{Form, Options, dataset},
    },
};
use oxigraph::io::{RdfFormat, RdfParser};
use std::{collections::BTreeSet, fs, path::Path};

fn shapes() -> Shapes {
    let mut defects = Vec::new();
    let shapes = Shapes::load(&Sources::built_in(), &mut defects);
    assert_eq!(defects, []);
    shapes
}

fn index(text: &str, format: RdfFormat) -> Index {
    RdfParser::from_format(format).for_slice(text).map(Result::unwrap).collect()
}

fn written(form: Form) -> String {
    let options = Options { ontology: fixture::ontology(), version: "0123456789abcdef0123", catalog: None, iris: Iris::default(), form };
    let mut graph = fixture::graph();
    for (document, number) in graph.documents.iter_mut().zip(1..) {
        document.sha256 = format!("{number:064x}");
    }
    let mut out = Vec::new();
    dataset(&graph, &fixture::texts().into_iter().collect::<std::collections::BTreeMap<_, _>>(), &options, RdfFormat::TriG, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_is_written_keeps_all_shapes_in_every_form() {
    let shapes = shapes();
    for form in [Form::Rdf11, Form::Rdf12, Form::Plain] {
        let index = index(&written(form), RdfFormat::TriG);
        let violations = validate(&shapes, &index);
        let told: Vec<_> = violations.iter().map(|violation| explain(&shapes, &index, violation)).collect();
        assert!(told.is_empty(), "{form:?}: {told:#?}");
    }
}

#[test]
fn each_planted_error_breaks_the_shape_that_it_names() {
    let shapes = shapes();
    let mut components = BTreeSet::new();
    let mut files: Vec<_> = fs::read_dir("tests/shapes").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let expected = text.lines().next().unwrap().strip_prefix("# breaks:").unwrap().trim();
        let index = index(&text, RdfFormat::Turtle);
        let violations = validate(&shapes, &index);
        let broken: BTreeSet<String> = violations.iter().map(|violation| violation.component.replace("ConstraintComponent", "")).collect();
        if expected.is_empty() {
            assert_eq!(broken, BTreeSet::new(), "{}", path.display());
            continue;
        }
        let (component, shape) = expected.split_once(' ').unwrap_or((expected, ""));
        let shape = shape.trim_start_matches("hsh:");
        let found = violations.iter().find(|violation| {
            violation.component == format!("{component}ConstraintComponent")
                && (shape.is_empty() || explain(&shapes, &index, violation).shape == shape)
        });
        assert!(found.is_some(), "{}: {violations:#?}", path.display());
        components.insert(component.to_owned());
    }
    let known: BTreeSet<String> = shapes
        .shapes
        .iter()
        .flat_map(|shape| &shape.constraints)
        .map(|constraint| constraint.component().replace("ConstraintComponent", ""))
        .filter(|component| component != "PropertyShapeComponent")
        .collect();
    assert_eq!(known.difference(&components).collect::<Vec<_>>(), Vec::<&String>::new(), "no error is planted of these kinds");
}

#[test]
fn a_violation_is_told_with_the_words_that_say_it() {
    let text = written(Form::Rdf11).replace("ht:builds id:park-", "ht:builds id:official-ding-wen-bo-0, id:park-");
    let text = format!("{text}\nid:official-ding-wen-bo-0 a ht:Official ; rdfs:label \"丁文博\"@zh .\n");
    let (shapes, index) = (shapes(), index(&text, RdfFormat::TriG));
    let violations = validate(&shapes, &index);
    let [violation] = &violations[..] else { panic!("{violations:#?}") };
    let told = explain(&shapes, &index, violation);
    assert!(told.sentence.starts_with("云州市 建设 丁文博: the object of builds must be"), "{}", told.sentence);
    assert_eq!(told.shape, "builds-object");
    let wrong = text.replace("ht:status ht:planned", "ht:status ht:maybe");
    let index = self::index(&wrong, RdfFormat::TriG);
    let told: Vec<_> = validate(&shapes, &index).iter().map(|violation| explain(&shapes, &index, violation)).collect();
    let statement = told.iter().find(|told| told.shape == "Statement-status" && told.sentence.contains("建设")).unwrap();
    assert!(statement.sentence.contains("the statement \"云州市 建设 澄湖科学城\""), "{}", statement.sentence);
    assert!(statement.evidence.contains(&"in/speech.txt line 4: 云州市正在建设澄湖科学城".to_owned()), "{:?}", statement.evidence);
}

#[test]
fn the_shapes_of_relations_are_those_of_the_ontology() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/shapes/relations.ttl");
    let derived = derive::relations(fixture::ontology());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &derived).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), derived, "`hongtu ontology --shapes` makes it");
}

#[test]
fn what_is_not_understood_in_a_shape_is_a_defect() {
    let text = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<x:s> a sh:NodeShape ; sh:targetNode <x:n> ; sh:sparql [ sh:select \"\" ] ; sh:pattern \"(\" .\n";
    let (mut shapes, mut defects) = (Shapes::default(), Vec::new());
    shapes.read("mine.ttl", text, &mut defects);
    let problems: Vec<_> = defects.iter().map(|defect| defect.problem.as_str()).collect();
    assert!(
        problems.len() == 2 && problems.iter().any(|p| p.contains("sh:sparql")) && problems.iter().any(|p| p.contains("sh:pattern")),
        "{problems:?}"
    );
    let mut defects = Vec::new();
    Shapes::default().read("mine.ttl", "@prefix sh: <http://x/> .\n<http://a> <b", &mut defects);
    assert_eq!((defects.len(), defects[0].line), (1, 2));
}

#[test]
fn the_command_tells_violations_and_fails() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("data.ttl");
    fs::copy("tests/shapes/two-classes.ttl", &file).unwrap();
    let output = common::hongtu(&["validate", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let told = common::stdout(&output);
    assert!(told.contains("violation of Entity-class: 澄湖枢纽: an entity is of one class") && told.contains("1 violations in"), "{told}");
    let report = common::stdout(&common::hongtu(&["validate", file.to_str().unwrap(), "--format", "shacl"]));
    let quads: Vec<_> = RdfParser::from_format(RdfFormat::NTriples).for_slice(&report).map(Result::unwrap).collect();
    assert!(quads.iter().any(|quad| quad.predicate.as_str().ends_with("#conforms") && quad.object.to_string().contains("false")));
    fs::write(&file, "<a> <b> .\n").unwrap();
    let output = common::hongtu(&["validate", file.to_str().unwrap()]);
    assert!(output.status.code() == Some(1) && common::stderr(&output).contains("line 1"), "{}", common::stderr(&output));
    assert!(data::index(dir.path()).is_err());
}
