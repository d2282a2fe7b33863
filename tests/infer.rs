//! Inference: what follows by the rules of `ontology/rules`, to a fixpoint, each conclusion with its rule and premises.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

mod common;
mod fixture;

use hongtu::{
    catalog::source::Sources,
    query::data::DataSet,
    reason::{
        infer::Conclusion,
        rule::{self, Rule},
    },
    write::{
        iri::Iris,
        rdf::{Form, Options, dataset, vocabulary::PREFIXES},
    },
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, NamedOrBlankNode, Term},
};
use std::{collections::BTreeSet, fs, path::Path};

fn rules() -> Vec<Rule> {
    let mut defects = Vec::new();
    let rules = rule::load(&Sources::built_in(), &mut defects);
    assert_eq!(defects, []);
    rules
}

/// What follows in a directory, or in the triples of a text.
struct Concluded {
    data: DataSet,
    all: Vec<Conclusion>,
    complete: bool,
}

fn concluded(place: &Path, rules: &[Rule]) -> Concluded {
    let mut data = DataSet::open(place).unwrap();
    let inferred = data.infer(rules, &Sources::built_in()).unwrap();
    Concluded { all: data.conclusions(&inferred, rules), complete: inferred.complete, data }
}

fn of_text(turtle: &str, rules: &[Rule]) -> Concluded {
    let prefixes: String = PREFIXES.iter().map(|(prefix, namespace)| format!("@prefix {prefix}: <{namespace}> .\n")).collect();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("data.ttl");
    fs::write(&file, format!("{prefixes}@prefix id: <https://w3id.org/hongtu/id/> .\n{turtle}")).unwrap();
    concluded(&file, rules)
}

fn short(conclusion: &Conclusion) -> String {
    conclusion.triple.each_ref().map(|node| node.as_str().rsplit(['/', '#']).next().unwrap().to_owned()).join(" ")
}

fn of_rule(inferred: &Concluded, rule: &str) -> Vec<String> {
    inferred.all.iter().filter(|conclusion| conclusion.rule == rule).map(short).collect()
}

fn said(name: &str, subject: &str, predicate: &str, object: &str) -> String {
    format!(
        "id:{subject} ht:{predicate} id:{object} .\nid:{name} a rdf:Statement ; rdf:subject id:{subject} ; rdf:predicate ht:{predicate} ; rdf:object id:{object} ; ht:status ht:done .\n"
    )
}

#[test]
fn parts_of_parts_are_parts_of_the_whole_to_any_depth() {
    let chain: String = (0..6).map(|n| said(&format!("s{n}"), &format!("n{n}"), "partOf", &format!("n{}", n + 1))).collect();
    let inferred = of_text(&chain, &rules());
    assert!(inferred.complete);
    assert_eq!(of_rule(&inferred, "part-of-part").len(), 6 * 7 / 2 - 6);
    let nodes: BTreeSet<String> = inferred.data.inferred().unwrap().iter().map(|quad| quad.subject.to_string()).collect();
    for conclusion in inferred.all.iter().filter(|conclusion| conclusion.rule == "part-of-part") {
        assert_eq!(conclusion.premises.len(), 2, "{}", short(conclusion));
        for premise in &conclusion.premises {
            let stated = premise.rsplit('/').next().unwrap().starts_with('s');
            assert!(stated || nodes.contains(&format!("<{premise}>")), "{premise}");
        }
    }
    assert!(of_rule(&inferred, "inverse").contains(&"n6 hasPart n0".to_owned()));
}

#[test]
fn what_holds_of_statements_follows_and_nothing_else() {
    let data = [
        said("a", "bureau", "jurisdiction", "city"),
        said("b", "office", "partOf", "bureau"),
        said("c", "other", "partOf", "bureau"),
        said("d", "other", "jurisdiction", "town"),
        said("e", "park", "locatedIn", "town"),
        said("f", "person", "speaksAt", "meeting"),
        "id:bureau a ht:Department . id:office a ht:Department . id:other a ht:Department . id:city a ht:Place ; ht:divisionCode \"990100\" .\n\
         id:town a ht:Place ; ht:divisionCode \"990102\" . id:far a ht:Place ; ht:divisionCode \"980100\" .\n"
            .to_owned(),
    ];
    let inferred = of_text(&data.concat(), &rules());
    assert_eq!(of_rule(&inferred, "jurisdiction-of-unit"), ["office jurisdiction city"], "the other unit has a place of its own");
    assert_eq!(of_rule(&inferred, "division-in-division"), ["town partOf city"]);
    assert_eq!(of_rule(&inferred, "located-in-larger"), ["park locatedIn city"]);
    assert_eq!(of_rule(&inferred, "speaker-attends"), ["person attends meeting"]);
    let superclasses = of_rule(&inferred, "superclass");
    assert!(superclasses.contains(&"bureau type Organization".to_owned()), "{superclasses:?}");
}

fn written() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let (iris, form) = (Iris::default(), Form::Rdf11);
    let options = Options { ontology: fixture::ontology(), version: "0123456789abcdef0123", catalog: None, iris, form };
    let file = fs::File::create(dir.path().join("graph.trig")).unwrap();
    dataset(
        &fixture::graph(),
        &fixture::texts().into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        &options,
        RdfFormat::TriG,
        file,
    )
    .unwrap();
    dir
}

#[test]
fn a_body_answers_for_the_points_of_its_speaker_in_the_same_document() {
    let dir = written();
    let before = DataSet::open(dir.path()).unwrap().len();
    let inferred = concluded(dir.path(), &rules());
    assert_eq!(inferred.all, concluded(dir.path(), &rules()).all, "the same each time");
    assert_eq!(inferred.data.len(), before + inferred.data.inferred().unwrap().len(), "no triple of the ontology stays");
    // The fixture states it of the bureau already, so that the rule concludes nothing new.
    assert!(of_rule(&inferred, "responsible-through-speaker").is_empty());
    let trig = fs::read_to_string(dir.path().join("graph.trig")).unwrap();
    let without: String = trig
        .split_inclusive('\n')
        .map(|line| if line.contains("ht:responsibleFor") { line.replace("ht:responsibleFor", "ht:serves") } else { line.to_owned() })
        .collect();
    fs::write(dir.path().join("graph.trig"), without).unwrap();
    let inferred = concluded(dir.path(), &rules());
    let found: Vec<_> = inferred.all.iter().filter(|conclusion| conclusion.rule == "responsible-through-speaker").collect();
    let [conclusion] = &found[..] else { panic!("{found:?}") };
    assert_eq!(conclusion.premises.len(), 2, "{:?}", conclusion.premises);
    assert!(conclusion.premises.iter().all(|premise| premise.contains("/statement-")), "{:?}", conclusion.premises);
}

#[test]
fn rules_without_end_are_stopped_and_malformed_ones_are_defects() {
    let rule = |name: &str, text: &str| {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("ontology/rules")).unwrap();
        fs::write(dir.path().join(format!("ontology/rules/{name}.rq")), text).unwrap();
        let mut sources = Sources::built_in();
        sources.extend(dir.path()).unwrap();
        let mut defects = Vec::new();
        let rules = rule::load(&sources, &mut defects);
        (rules, defects)
    };
    let head = "# title-zh: 无尽\n# title-en: without end\n# why: a test\n";
    let endless = "CONSTRUCT { ?x ht:partOf ?y } WHERE { ?z ht:partOf ?x . BIND(IRI(CONCAT(STR(?x), \"x\")) AS ?y) }";
    let (rules, defects) = rule("without-end", &format!("{head}{endless}"));
    assert_eq!(defects, []);
    let only: Vec<Rule> = rules.into_iter().filter(|rule| rule.name == "without-end").collect();
    let inferred = of_text(&said("s", "a", "partOf", "b"), &only);
    assert!(!inferred.complete && inferred.all.len() == 32, "{}", inferred.all.len());
    for (text, problem) in [
        (format!("{head}SELECT ?x {{ ?x a ht:Park }}"), "CONSTRUCT"),
        (format!("{head}CONSTRUCT {{ ?x ht:partOf ?y }} WHERE {{ ?x ht:partOf/ht:partOf ?y }}"), "neither blank nodes nor paths"),
        (format!("{head}CONSTRUCT {{ ?x ht:partOf ?y }} WHERE {{ ?x ht:partOf+ ?y }}"), "triple patterns"),
        ("CONSTRUCT { ?x a ht:Park } WHERE { ?x a ht:Park }".to_owned(), "title-zh"),
        (format!("{head}CONSTRUCT {{ ?x a "), "expected"),
    ] {
        let (_, defects) = rule("wrong", &text);
        assert!(defects.len() == 1 && defects[0].problem.contains(problem), "{text}: {defects:?}");
    }
}

#[test]
fn the_commands_write_conclusions_and_leave_them_out() {
    let dir = written();
    let directory = dir.path().to_str().unwrap();
    let told = common::stdout(&common::hongtu(&["infer", directory]));
    assert!(told.contains("superclass") && told.contains("conclusions in"), "{told}");
    let text = fs::read_to_string(dir.path().join("inferred.trig")).unwrap();
    for quad in RdfParser::from_format(RdfFormat::TriG).for_slice(&text).map(Result::unwrap) {
        assert_eq!(quad.graph_name, GraphName::NamedNode(Iris::default().inferred()));
        assert!(matches!(quad.subject, NamedOrBlankNode::NamedNode(_)) && !matches!(quad.object, Term::BlankNode(_)), "{quad}");
    }
    let count = |further: &[&str]| {
        let query = ["query", "-d", directory, "SELECT (COUNT(*) AS ?n) { ?i a ht:Inference }", "--format", "csv"];
        let answer = common::stdout(&common::hongtu(&[&query[..], further].concat()));
        answer.lines().nth(1).unwrap().trim().parse::<usize>().unwrap()
    };
    assert!(count(&[]) > 20);
    assert_eq!(count(&["--no-inferred"]), 0);
    assert!(common::stdout(&common::hongtu(&["infer", "--list"])).contains("responsible-through-speaker"));
}

#[test]
fn the_page_of_the_ontology_has_an_anchor_for_each_term() {
    let page = common::stdout(&common::hongtu(&["ontology"]));
    for part in
        ["<h3 id=\"Official\">", "<h3 id=\"holdsPost\">", "<h3 id=\"divisionCode\">", "<h3 id=\"Yuan\">", "官员", "href=\"#Department\""]
    {
        assert!(page.contains(part), "{part}");
    }
    let turtle = common::stdout(&common::hongtu(&["ontology", "--turtle"]));
    assert_eq!(turtle, fs::read_to_string("ontology/hongtu.ttl").unwrap());
}
