//! The RDF that is written: standard, ASCII IRIs, no blank nodes, the same bytes each time, read back as it was.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

mod fixture;

use hongtu::{
    data_file::DataFile,
    graph::{EntityRecord, KnowledgeGraph},
    model::Class,
    write::{
        iri::Iris,
        rdf::{Form, Options, Rewriting, convert, dataset, rewrite, turtle},
    },
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term},
};
use std::collections::{BTreeMap, BTreeSet};

fn options() -> Options<'static> {
    Options { ontology: fixture::ontology(), version: "0123456789abcdef0123", catalog: None, iris: Iris::default(), form: Form::Rdf11 }
}

fn written(graph: &KnowledgeGraph, format: RdfFormat, options: &Options<'_>) -> String {
    let texts: BTreeMap<&str, &str> = fixture::texts().into_iter().collect();
    let mut out = Vec::new();
    dataset(graph, &texts, options, format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn parsed(text: &str, format: RdfFormat) -> Vec<Quad> {
    RdfParser::from_format(format).for_slice(text).collect::<Result<_, _>>().unwrap()
}

fn spelt(quads: &[Quad]) -> BTreeSet<String> {
    quads.iter().map(ToString::to_string).collect()
}

fn ht(name: &str) -> NamedNode {
    NamedNode::new(format!("https://w3id.org/hongtu/ontology#{name}")).unwrap()
}

/// The objects of a property, wherever it stands.
fn values(quads: &[Quad], property: &str) -> Vec<String> {
    quads.iter().filter(|quad| quad.predicate.as_str().ends_with(property)).map(|quad| quad.object.to_string()).collect()
}

#[test]
fn every_term_of_the_ontology_is_told_in_both_languages() {
    let quads = parsed(include_str!("../ontology/hongtu.ttl"), RdfFormat::Turtle);
    let own = |quad: &&Quad| quad.predicate.as_str().ends_with("#isDefinedBy");
    let terms: BTreeSet<String> = quads.iter().filter(own).map(|quad| quad.subject.to_string()).collect();
    assert!(terms.len() > 100, "{}", terms.len());
    for term in terms {
        for property in ["rdf-schema#label", "core#definition", "core#example"] {
            let of_term = quads.iter().filter(|quad| quad.subject.to_string() == term && quad.predicate.as_str().ends_with(property));
            let languages: BTreeSet<String> = of_term
                .filter_map(|quad| if let Term::Literal(text) = &quad.object { text.language().map(str::to_owned) } else { None })
                .collect();
            assert!(["en", "zh"].iter().all(|language| languages.contains(*language)), "{term} {property}: {languages:?}");
        }
    }
}

#[test]
fn trig_and_nquads_say_the_same_and_nothing_twice() {
    let graph = fixture::graph();
    let trig = parsed(&written(&graph, RdfFormat::TriG, &options()), RdfFormat::TriG);
    let nquads = written(&graph, RdfFormat::NQuads, &options());
    assert_eq!(nquads.lines().count(), trig.len());
    assert_eq!(spelt(&trig), spelt(&parsed(&nquads, RdfFormat::NQuads)));
    assert_eq!(spelt(&trig).len(), trig.len(), "some quad is written twice");
    for form in [Form::Rdf11, Form::Rdf12] {
        let nquads = written(&graph, RdfFormat::NQuads, &Options { form, ..options() });
        let canonical: String = parsed(&nquads, RdfFormat::NQuads).iter().map(|quad| format!("{quad} .\n")).collect();
        assert_eq!(nquads, canonical);
    }
    assert!(trig.len() > 300, "{}", trig.len());
}

#[test]
fn iris_are_ascii_and_no_node_is_blank() {
    let graph = fixture::graph();
    for form in [Form::Rdf11, Form::Rdf12] {
        for quad in parsed(&written(&graph, RdfFormat::NQuads, &Options { form, ..options() }), RdfFormat::NQuads) {
            let mut iris = vec![quad.predicate.as_str().to_owned()];
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { panic!("blank: {quad}") };
            iris.push(subject.as_str().to_owned());
            match &quad.object {
                Term::NamedNode(object) => iris.push(object.as_str().to_owned()),
                Term::BlankNode(_) => panic!("blank: {quad}"),
                Term::Literal(literal) => iris.push(literal.datatype().as_str().to_owned()),
                Term::Triple(triple) => iris.push(triple.predicate.as_str().to_owned()),
            }
            match &quad.graph_name {
                GraphName::NamedNode(graph) => iris.push(graph.as_str().to_owned()),
                GraphName::BlankNode(_) => panic!("blank: {quad}"),
                GraphName::DefaultGraph => {}
            }
            assert!(iris.iter().all(|iri| iri.is_ascii()), "{quad}");
        }
    }
}

#[test]
fn bytes_do_not_depend_on_the_order_in_the_graph() {
    let graph = fixture::graph();
    let mut turned = fixture::graph();
    turned.documents.reverse();
    turned.graph.reverse();
    turned.graph.reverse();
    let first = written(&graph, RdfFormat::TriG, &options());
    assert_eq!(first, written(&turned, RdfFormat::TriG, &options()));
    assert_eq!(first, written(&graph, RdfFormat::TriG, &options()));
}

#[test]
fn a_statement_has_its_plain_triple_and_its_evidence() {
    let graph = fixture::graph();
    let quads = parsed(&written(&graph, RdfFormat::NQuads, &options()), RdfFormat::NQuads);
    let plain = quads.iter().find(|quad| quad.predicate == ht("builds")).unwrap();
    assert_eq!(plain.graph_name.to_string(), "<https://w3id.org/hongtu/id/graph-d0000000000aa>");
    let statement =
        quads.iter().find(|quad| quad.predicate.as_str().ends_with("#predicate") && quad.object == ht("builds").into()).unwrap();
    assert_eq!(statement.graph_name.to_string(), "<https://w3id.org/hongtu/id/provenance-d0000000000aa>");
    let of_statement: Vec<Quad> = quads.iter().filter(|quad| quad.subject == statement.subject).cloned().collect();
    assert_eq!(values(&of_statement, "#status"), [ht("planned").to_string()]);
    assert_eq!(values(&of_statement, "ontology#time"), ["\"2030\"^^<http://www.w3.org/2001/XMLSchema#gYear>"]);
    assert_eq!(values(&of_statement, "#wasDerivedFrom").len(), 2, "the first evidence and the further one");
    assert!(values(&quads, "oa#exact").contains(&"\"云州市正在建设澄湖科学城\"@zh".to_owned()));
    assert!(
        values(&quads, "oa#exact").contains(&"\"到2030年，量子信息产业总规模突破6000亿元。\"@zh".to_owned()),
        "the sentence that names an entity"
    );
    assert_eq!(
        values(&quads, "terms/date"),
        ["\"2025-12-10\"^^<http://www.w3.org/2001/XMLSchema#date>", "\"2026-01\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>"]
    );
    assert_eq!(values(&quads, "org#heldBy").len(), 1, "a post that was left is not held");
    assert_eq!(values(&quads, "ontology#value"), ["\"6000\"^^<http://www.w3.org/2001/XMLSchema#decimal>"]);
    let without_texts = {
        let mut out = Vec::new();
        dataset(&graph, &BTreeMap::<&str, &str>::new(), &options(), RdfFormat::NQuads, &mut out).unwrap();
        parsed(std::str::from_utf8(&out).unwrap(), RdfFormat::NQuads)
    };
    assert_eq!(values(&without_texts, "oa#exact"), Vec::<String>::new());
    assert!(values(&without_texts, "oa#start").contains(&"\"0\"^^<http://www.w3.org/2001/XMLSchema#integer>".to_owned()));
}

#[test]
fn each_passage_of_a_statement_stands_with_the_rule_that_read_it() {
    let mut graph = fixture::graph();
    let edge = graph.graph.edge_indices().find(|&edge| !graph.graph[edge].more.is_empty()).unwrap();
    graph.graph[edge].more[0].rule = "read-elsewhere".into();
    let quads = parsed(&written(&graph, RdfFormat::NQuads, &options()), RdfFormat::NQuads);
    let of = |subject: &Term| -> Vec<Quad> { quads.iter().filter(|quad| Term::from(quad.subject.clone()) == *subject).cloned().collect() };
    let links = quads.iter().filter(|quad| quad.predicate.as_str().ends_with("#qualifiedDerivation"));
    let mut pairs = Vec::new();
    for link in links {
        let derivation = of(&link.object);
        assert_eq!(values(&derivation, "ontology#rule").len(), 1, "one rule");
        let [passage] = &values(&derivation, "prov#entity")[..] else { panic!("one passage") };
        assert!(values(&of(&link.subject.clone().into()), "#wasDerivedFrom").contains(passage));
        pairs.push((values(&derivation, "ontology#rule")[0].clone(), passage.clone()));
    }
    assert_eq!(pairs.len(), graph.graph.edge_count() + 1 + graph.targets.len());
    let text = fixture::texts()[0].1;
    let start = text[..text.find("云州市正在建设澄湖科学城").unwrap()].chars().count();
    let elsewhere: Vec<_> = pairs.iter().filter(|(rule, _)| rule == "\"read-elsewhere\"").collect();
    assert!(elsewhere.len() == 1 && elsewhere[0].1.contains(&format!("-{start}-")), "{elsewhere:?}");
}

#[test]
fn triple_terms_say_the_same_as_reification() {
    let graph = fixture::graph();
    let classic = parsed(&written(&graph, RdfFormat::NQuads, &options()), RdfFormat::NQuads);
    let modern = parsed(&written(&graph, RdfFormat::TriG, &Options { form: Form::Rdf12, ..options() }), RdfFormat::TriG);
    let statements = graph.graph.edge_count();
    assert_eq!(classic.len(), modern.len() + 3 * statements);
    assert_eq!(values(&modern, "#reifies").len(), statements);
}

#[test]
fn a_data_set_in_one_form_is_rewritten_in_the_others() {
    let graph = fixture::graph();
    let forms = [Form::Rdf11, Form::Rdf12, Form::Plain];
    let [classic, modern, plain] = forms.map(|form| written(&graph, RdfFormat::TriG, &Options { form, ..options() }));
    for (from, form, to) in [
        (&classic, Form::Rdf12, &modern),
        (&modern, Form::Rdf11, &classic),
        (&classic, Form::Plain, &plain),
        (&modern, Form::Plain, &plain),
        (&classic, Form::Rdf11, &classic),
    ] {
        let (mut out, iris) = (Vec::new(), Iris::default());
        let rewriting = Rewriting { to: RdfFormat::TriG, form: Some(form), iris: &iris };
        rewrite(&file(RdfFormat::TriG, from.as_bytes()), &mut out, &rewriting).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(spelt(&parsed(&out, RdfFormat::TriG)), spelt(&parsed(to, RdfFormat::TriG)), "{form:?}");
    }
    assert!(!plain.contains("provenance") && plain.contains("ht:builds") && !plain.contains("oa:exact"), "{plain}");
}

#[test]
fn places_periods_and_units_say_what_the_catalogue_knows() {
    let catalog = hongtu::catalog::Catalog::built_in().unwrap();
    let mut graph = fixture::graph();
    let node = graph.graph.node_indices().next().unwrap();
    let record = |class, name: &str| EntityRecord { class, name: name.to_owned(), ..graph.graph[node].clone() };
    let (city, period) = (record(Class::Place, "成都"), record(Class::Period, "“十五五”时期"));
    graph.graph.add_node(EntityRecord { id: "place-x".into(), ..city });
    graph.graph.add_node(EntityRecord { id: "period-x".into(), ..period });
    graph.documents[0].path = "/srv/texts/in/speech.txt".to_owned();
    let options = Options { catalog: Some(&catalog), ..options() };
    let quads = parsed(&written(&graph, RdfFormat::NQuads, &options), RdfFormat::NQuads);
    assert_eq!(values(&quads, "#divisionCode"), ["\"510100\""], "an invented city has none");
    assert_eq!(values(&quads, "#lastYear"), ["\"2030\"^^<http://www.w3.org/2001/XMLSchema#gYear>"]);
    assert!(values(&quads, "time#inXSDDate").contains(&"\"2026-01-01\"^^<http://www.w3.org/2001/XMLSchema#date>".to_owned()));
    assert_eq!(values(&quads, "qudt/numericValue"), ["\"600000000000\"^^<http://www.w3.org/2001/XMLSchema#decimal>"]);
    assert_eq!(values(&quads, "qudt/hasUnit"), [ht("Yuan").to_string()]);
    assert!(values(&quads, "#path").contains(&"\"srv/texts/in/speech.txt\"".to_owned()));
}

#[test]
fn turtle_is_readable() {
    let mut out = Vec::new();
    turtle(&fixture::graph(), &options(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("@prefix ht: <https://w3id.org/hongtu/ontology#> .\n@prefix id: <https://w3id.org/hongtu/id/> .\n"), "{text}");
    assert!(
        text.contains(
            "a ht:Department ;\n\trdfs:label \"云州市科技局\"@zh ;\n\tskos:altLabel \"市科技局\"@zh ;\n\tht:implements id:program-"
        ),
        "{text}"
    );
    assert!(!parsed(&text, RdfFormat::Turtle).is_empty());
}

#[test]
fn hostile_names_come_back_as_they_were() {
    let hostile = [
        "带\"引号\"和\\反斜杠",
        "换\n行\r和\t制表",
        "控制\u{1}\u{8}\u{c}\u{1f}\u{7f}符",
        "𠀀𠮷😀",
        "'''\"\"\"",
        "<a> _:b \"c\"@d .",
        "\u{202e}从右到左\u{feff}",
        "{|}^`",
        "\\u0041",
        "",
    ];
    let mut graph = fixture::graph();
    let node = graph.graph.node_indices().next().unwrap();
    graph.graph[node].aliases = hostile.iter().map(|&name| name.to_owned()).collect();
    graph.documents[0].path = hostile.join("/");
    graph.documents[0].id = "d <x> \"y\"".into();
    for format in [RdfFormat::NQuads, RdfFormat::TriG] {
        let quads = parsed(&written(&graph, format, &options()), format);
        for name in hostile {
            let label: Term = Literal::new_language_tagged_literal(name, "zh").unwrap().into();
            assert!(quads.iter().any(|quad| quad.object == label), "{name:?} in {format}");
        }
    }
    let mut out = Vec::new();
    turtle(&graph, &options(), &mut out).unwrap();
    parsed(std::str::from_utf8(&out).unwrap(), RdfFormat::Turtle);
}

#[test]
fn another_base_changes_every_entity_and_no_term() {
    let options = Options { iris: Iris::new("http://data.example.cn/kg#").unwrap(), ..options() };
    let text = written(&fixture::graph(), RdfFormat::TriG, &options);
    assert!(!text.contains("hongtu/id/"), "{text}");
    assert!(text.contains("@prefix id: <http://data.example.cn/kg#> ."));
}

fn file(format: RdfFormat, bytes: &[u8]) -> DataFile {
    DataFile { path: "graph".into(), format, bytes: bytes.to_vec() }
}

#[test]
fn a_data_set_is_rewritten_in_other_formats() {
    let trig = written(&fixture::graph(), RdfFormat::TriG, &options());
    let quads = spelt(&parsed(&trig, RdfFormat::TriG));
    let rewrite = |to| {
        let mut out = Vec::new();
        convert(&file(RdfFormat::TriG, trig.as_bytes()), to, &Iris::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(spelt(&parsed(&rewrite(RdfFormat::NQuads), RdfFormat::NQuads)), quads);
    for flat in [RdfFormat::NTriples, RdfFormat::Turtle, RdfFormat::RdfXml] {
        assert!(parsed(&rewrite(flat), flat).len() > quads.len() / 2, "{flat}");
    }
    let error = convert(&file(RdfFormat::NQuads, b"<a> <b> ."), RdfFormat::TriG, &Iris::default(), Vec::new()).unwrap_err().to_string();
    assert!(error.contains("line 1"), "{error}");
}

#[test]
fn a_body_that_goes_on_as_another_changes_by_an_event_and_has_dated_names() {
    let catalog = hongtu::catalog::Catalog::built_in().unwrap();
    let said = |sentence: &str| {
        let text = format!("云州市机构改革情况\n\n{sentence}\n\n2031年5月6日\n");
        let document = hongtu::corpus::document("news.txt", text.as_bytes(), text.clone());
        let graph = hongtu::graph::build(&catalog, &[hongtu::extract::analyse(&catalog, document)]);
        parsed(&written(&graph, RdfFormat::NQuads, &Options { catalog: Some(&catalog), ..options() }), RdfFormat::NQuads)
    };
    let day = |value: &str, kind: &str| vec![format!("\"{value}\"^^<http://www.w3.org/2001/XMLSchema#{kind}>")];
    let quads = said("云州市信息办公室已更名为云州市数据局。");
    let names = |property: &str| {
        let of = |quad: &&Quad| quad.predicate.as_str().ends_with(property);
        let label = |subject: &oxigraph::model::NamedOrBlankNode| {
            let of = |quad: &&Quad| quad.subject == *subject && quad.predicate.as_str().ends_with("#label");
            quads.iter().filter(of).map(|quad| quad.object.to_string()).next().unwrap()
        };
        quads.iter().filter(of).map(|quad| label(&quad.subject)).collect::<Vec<_>>()
    };
    assert_eq!(names("time#hasEnd"), ["\"云州市信息办公室\"@zh"]);
    assert_eq!(names("time#hasBeginning"), ["\"云州市数据局\"@zh"]);
    assert_eq!([values(&quads, "org#changedBy").len(), values(&quads, "org#resultedFrom").len()], [1, 1]);
    let resulting = values(&quads, "org#resultingOrganization");
    assert_eq!([resulting.clone(), resulting].concat(), values(&quads, "ontology#nameOf"));
    assert_eq!(values(&quads, "time#inXSDDate"), day("2031-05-06", "date"), "the day of the document where the text gives none");
    let quads = said("云州市信息办公室已于2030年更名为云州市数据局。");
    assert_eq!(values(&quads, "time#inXSDgYear"), day("2030", "gYear"));
    let quads = said("云州市将云州市信息办公室更名为云州市数据局。");
    assert_eq!(values(&quads, "org#resultingOrganization").len(), 1);
    assert_eq!(values(&quads, "ontology#nameOf"), Vec::<String>::new(), "what is planned has no time yet");
    let quads = said("云州市信息办公室与云州市数据局合署办公。");
    assert_eq!(values(&quads, "org#resultingOrganization"), Vec::<String>::new());
}
