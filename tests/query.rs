//! Questions over a data set: by name with parameters, in SPARQL, in every format; and what is said of wrong ones.
//!
//! `tests/questions/NAME.csv` is the expected answer of each named question over `data/samples`; `UPDATE=1 cargo test --test query` rewrites them.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

mod fixture;

use hongtu::{
    catalog::source::Sources,
    query::{
        answer::{Format, Style},
        book::Book,
        data::{DataSet, rules},
        evaluate::{self, Request},
        parameter::Parameter,
    },
    write::{
        iri::Iris,
        rdf::{Form, Options, dataset},
    },
};
use oxigraph::{io::RdfFormat, model::NamedNode};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

/// Bytes that a question may hold.
const MEMORY: usize = 64 << 20;

fn data(format: RdfFormat) -> DataSet {
    let dir = tempfile::tempdir().unwrap();
    let options =
        Options { ontology: fixture::ontology(), version: "0123456789abcdef0123", catalog: None, iris: Iris::default(), form: Form::Rdf11 };
    let file = std::fs::File::create(dir.path().join(format!("graph.{}", format.file_extension()))).unwrap();
    dataset(&fixture::graph(), &fixture::texts().into_iter().collect::<std::collections::BTreeMap<_, _>>(), &options, format, file)
        .unwrap();
    DataSet::open(dir.path()).unwrap()
}

struct Asked<'a> {
    text: &'a str,
    parameters: &'a [Parameter],
    values: &'a [(&'a str, &'a str)],
    format: Format,
}

fn ask(asked: Asked<'_>) -> Result<String, String> {
    let Asked { text, parameters, values, format } = asked;
    let request = Request {
        text: text.to_owned(),
        parameters: parameters.to_vec(),
        values: values.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        style: Style { format: Some(format), on_terminal: false },
        timeout: Duration::from_secs(20),
        memory: MEMORY,
        services: Vec::new(),
    };
    let answer = evaluate::ask(data(RdfFormat::TriG), request).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(answer.bytes).unwrap())
}

fn sparql(text: &str, format: Format) -> Result<String, String> {
    ask(Asked { text, parameters: &[], values: &[], format })
}

fn book() -> Book {
    Book::load(&Sources::built_in(), &mut Vec::new())
}

fn named(name: &str, values: &[(&str, &str)]) -> String {
    let book = book();
    let question = book.get(name).unwrap();
    ask(Asked { text: &question.text, parameters: &question.parameters, values, format: Format::Csv }).unwrap()
}

#[test]
fn every_named_question_has_the_expected_answer_over_the_samples() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = Command::new(env!("CARGO_BIN_EXE_hongtu")).args(["build", "data/samples", "--out"]).arg(&out).current_dir(root).output();
    assert!(built.unwrap().status.success());
    let sources = Sources::built_in();
    let mut changed = Vec::new();
    for question in book().iter() {
        let mut data = DataSet::open(&out).unwrap();
        data.infer(&rules(&sources).unwrap(), &sources).unwrap();
        let style = Style { format: Some(Format::Csv), on_terminal: false };
        let (text, parameters) = (question.text.clone(), question.parameters.clone());
        let request =
            Request { text, parameters, values: Vec::new(), style, timeout: Duration::from_secs(60), memory: MEMORY, services: Vec::new() };
        let answer = evaluate::ask(data, request).unwrap_or_else(|error| panic!("{}: {error}", question.name));
        let answer = String::from_utf8(answer.bytes).unwrap().replace("\r\n", "\n");
        let path = root.join(format!("tests/questions/{}.csv", question.name));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &answer).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != answer {
            changed.push(question.name.clone());
        }
    }
    assert!(
        changed.is_empty(),
        "other answers to {changed:?}; where that is meant, UPDATE=1 cargo test --test query rewrites tests/questions"
    );
}

#[test]
fn parameters_narrow_the_answer() {
    let rows = |name: &str, values: &[(&str, &str)]| named(name, values).lines().count() - 1;
    assert_eq!((rows("posts", &[]), rows("posts", &[("name", "丁文博")]), rows("posts", &[("name", "某某")])), (2, 2, 0));
    assert_eq!(rows("posts", &[("organ", "市科技局")]), 2, "an alias names the body too");
    assert_eq!((rows("targets", &[("year", "2030")]), rows("targets", &[("year", "2029")])), (1, 0));
    assert_eq!((rows("entities", &[("class", "Park")]), rows("entities", &[("class", "Work")])), (1, 0));
    assert!(rows("plans", &[("state", "planned")]) < rows("plans", &[]));
    assert!(rows("evidence", &[("name", "云州市")]) < rows("evidence", &[]));
    assert!(rows("mentions", &[("name", "量子信息")]) > 0);
}

#[test]
fn parameters_are_terms_and_never_text_of_the_query() {
    assert_eq!(named("mentions", &[("name", "x\"@zh } } ASK { ?a ?b ?c } #")]).lines().count(), 1);
    let set = |values: &[(&str, &str)]| {
        let text = "SELECT ?park ?name WHERE { ?park a ht:Park ; rdfs:label ?name }";
        ask(Asked { text, parameters: &[], values, format: Format::Csv })
    };
    assert_eq!(set(&[("name", "澄湖科学城")]).unwrap().lines().count(), 2);
    assert_eq!(set(&[("name", "\"澄湖科学城\"@zh")]).unwrap().lines().count(), 2);
    assert_eq!(set(&[("park", "id:park-none")]).unwrap().lines().count(), 1);
    assert!(set(&[("nmae", "x")]).unwrap_err().contains("?nmae"));
    assert!(set(&[("na me", "x")]).is_err());
}

#[test]
fn every_query_form_and_format() {
    let select = "SELECT ?p ?n { ?p a ht:Park ; rdfs:label ?n }";
    assert!(sparql(select, Format::Csv).unwrap().contains("澄湖科学城"));
    assert!(sparql(select, Format::Tsv).unwrap().contains("\"澄湖科学城\"@zh"));
    assert!(sparql(select, Format::Json).unwrap().contains("\"xml:lang\":\"zh\""));
    assert!(sparql(select, Format::Xml).unwrap().starts_with("<?xml"));
    let table = sparql(select, Format::Table).unwrap();
    assert!(table.contains("id:park-cheng-hu-ke-xue-cheng-") && table.contains(" 澄湖科学城 "), "{table}");
    for format in [Format::Table, Format::Csv, Format::Tsv, Format::Json, Format::Xml] {
        assert!(sparql("ASK { ?p ht:holdsPost ?d }", format).unwrap().contains("true"));
    }
    let construct = "CONSTRUCT { ?a foaf:knows ?b } { ?a ht:attends ?e . ?b ht:speaksAt ?e }";
    assert!(sparql(construct, Format::Turtle).unwrap().contains("foaf:knows id:official-"));
    assert!(sparql(construct, Format::Ntriples).unwrap().contains("<http://xmlns.com/foaf/0.1/knows>"));
    assert!(sparql("DESCRIBE ?p { ?p a ht:Park }", Format::Turtle).unwrap().contains("ht:locatedIn id:place-"));
    assert!(sparql(construct, Format::Csv).unwrap_err().contains("turtle"));
    assert!(sparql(select, Format::Turtle).unwrap_err().contains("CONSTRUCT"));
}

#[test]
fn graphs_have_names_and_the_default_graph_has_everything_once() {
    let count = |text: &str| sparql(text, Format::Csv).unwrap().lines().nth(1).unwrap().trim().to_owned();
    let merged = count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }");
    assert_eq!(merged, count("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } # graph\n }"));
    assert_eq!(count("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"), "4");
    assert_eq!(count("SELECT (COUNT(*) AS ?n) { ?s ht:holdsPost ?o }"), "1");
    assert_eq!(count("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ht:holdsPost ?o } }"), "2");
    let from = "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/hongtu/id/graph-none> { ?s ?p ?o }";
    assert_eq!(count(from), "0");
}

#[test]
fn a_wrong_query_says_where_and_why() {
    let wrong = |text: &str| sparql(text, Format::Csv).unwrap_err();
    let error = wrong("SELECT ?p {\n  ?p a ht:Park ;; .\n  ?p rdfs:label }");
    assert!(error.contains("line 3, column 17") && error.contains("?p rdfs:label  >>> }"), "{error}");
    let error = wrong("SELECT ?p { ?p a，ht:Park }");
    assert!(error.contains("line 1, column 25") && error.contains("full-width"), "{error}");
    let error = wrong("SELECT ?p { ?p a skoss:Concept }");
    assert!(error.contains("line 1") && error.contains("Prefix not found") && error.contains("did you mean `skos:`?"), "{error}");
    for update in ["INSERT DATA { <a:b> <a:b> <a:b> }", "LOAD <http://localhost/x>", "DROP ALL"] {
        assert!(wrong(update).contains("hongtu build"), "{}", wrong(update));
    }
    assert!(wrong("").contains("malformed"));
}

#[test]
fn nothing_leaves_the_machine() {
    let error = sparql("SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }", Format::Csv).unwrap_err();
    assert!(error.contains("SERVICE"), "{error}");
}

#[test]
fn an_endpoint_is_asked_where_the_user_allows_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/sparql", listener.local_addr().unwrap());
    let endpoint = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.trim_end().is_empty() {
                break;
            }
            let Some((name, value)) = line.trim_end().split_once(": ") else { continue };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().unwrap();
            }
        }
        let mut asked = vec![0; length];
        reader.read_exact(&mut asked).unwrap();
        let rows = r#"{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"澄湖科学城","xml:lang":"zh"}}]}}"#;
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: {}\r\n\r\n{rows}", rows.len())
            .unwrap();
        String::from_utf8(asked).unwrap()
    });
    let request = |services: Vec<NamedNode>| Request {
        text: format!("SELECT ?n {{ ?p a ht:Park ; rdfs:label ?n . SERVICE <{address}> {{ ?other ht:name ?n }} }}"),
        parameters: Vec::new(),
        values: Vec::new(),
        style: Style { format: Some(Format::Csv), on_terminal: false },
        timeout: Duration::from_secs(20),
        memory: MEMORY,
        services,
    };
    let merged = || data(RdfFormat::TriG);
    let elsewhere = NamedNode::new("http://127.0.0.1:9/sparql").unwrap();
    assert!(evaluate::ask(merged(), request(vec![elsewhere])).unwrap_err().to_string().contains("--service"));
    let answer = evaluate::ask(merged(), request(vec![NamedNode::new(&address).unwrap()])).unwrap();
    assert_eq!(String::from_utf8(answer.bytes).unwrap(), "n\r\n澄湖科学城\r\n");
    assert!(endpoint.join().unwrap().starts_with("query=SELECT"));
}

#[test]
fn a_query_is_stopped_when_its_time_is_up() {
    let text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }".to_owned();
    let style = Style { format: None, on_terminal: false };
    let request = Request {
        text,
        parameters: Vec::new(),
        values: Vec::new(),
        style,
        timeout: Duration::from_millis(200),
        memory: MEMORY,
        services: Vec::new(),
    };
    let started = std::time::Instant::now();
    let error = evaluate::ask(data(RdfFormat::TriG), request).unwrap_err().to_string();
    assert!(error.contains("--timeout") && started.elapsed() < Duration::from_secs(10), "{error}");
}

#[test]
fn a_query_that_asks_for_too_much_is_refused_or_stopped() {
    let refused = |text: &str| sparql(text, Format::Csv).unwrap_err();
    let joined: String = (0..300).map(|number| format!("?a{number} ?b ?a{} . ", number + 1)).collect();
    assert!(refused(&format!("SELECT * {{ {joined} }}")).contains("300 patterns are joined"));
    assert!(refused(&format!("ASK {}{}", "{ ".repeat(100), "} ".repeat(100))).contains("deep"));
    let product = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i";
    for text in [format!("SELECT * {{ {product} }} ORDER BY ?a ?i"), format!("SELECT DISTINCT * {{ {product} }}")] {
        assert!(refused(&text).contains("--max-memory"), "{}", refused(&text));
    }
}

#[test]
fn a_missing_or_broken_data_set_is_an_error_with_a_way_out() {
    let dir = tempfile::tempdir().unwrap();
    let error = |directory: &Path| DataSet::open(directory).err().unwrap().to_string();
    assert!(error(dir.path()).contains("hongtu build"));
    std::fs::write(dir.path().join("graph.trig"), "@prefix id: <https://e.org/> .\nid:a id:b \"open .\n").unwrap();
    assert!(error(dir.path()).contains("line 2"), "{}", error(dir.path()));
    std::fs::write(dir.path().join("graph.trig"), [0xff, 0xfe, 0x00]).unwrap();
    assert!(error(dir.path()).contains("graph.trig"));
    assert!(error(&dir.path().join("none")).contains("graph.trig"));
}

#[test]
fn the_command_answers_from_argument_file_and_standard_input() {
    let dir = tempfile::tempdir().unwrap();
    let options =
        Options { ontology: fixture::ontology(), version: "0123456789abcdef0123", catalog: None, iris: Iris::default(), form: Form::Rdf11 };
    let file = std::fs::File::create(dir.path().join("graph.trig")).unwrap();
    dataset(
        &fixture::graph(),
        &fixture::texts().into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        &options,
        RdfFormat::TriG,
        file,
    )
    .unwrap();
    std::fs::write(dir.path().join("q.rq"), "\u{feff}SELECT ?n { ?p a ht:Park ; rdfs:label ?n }").unwrap();
    let run = |arguments: &[&str], input: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hongtu"));
        command.arg("query").args(arguments).current_dir(dir.path());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
    };
    let park = (0, "n\r\n澄湖科学城\r\n".to_owned());
    assert_eq!(run(&["-d", ".", "@q.rq"], ""), park);
    assert_eq!(run(&["-d", ".", "--file", "q.rq"], ""), park);
    assert_eq!(run(&["-d", "graph.trig", "-"], "SELECT ?n { ?p a ht:Park ; rdfs:label ?n }"), park);
    assert!(run(&["-d", ".", "posts", "--set", "name=丁文博", "--format", "json"], "").1.contains("丁文博"));
    let (code, list) = run(&["--list"], "");
    assert!(code == 0 && list.contains("posts\n    谁在哪里任什么职\n    Who holds which post where\n    --set name="), "{list}");
    for (arguments, code, expected) in [
        (&["-d", ".", "potss"][..], 1, "did you mean `posts`?"),
        (&["-d", ".", "posts", "--set", "nmae=x"], 1, "did you mean `name`?"),
        (&["-d", ".", "posts", "--set", "x"], 2, "name=value"),
        (&["-d", ".", "@none.rq"], 1, "cannot read none.rq"),
        (&["-d", "none", "posts"], 1, "hongtu build"),
        (&["-d", ".", "SELECT ?s {"], 1, "line 1, column 12"),
        (&[], 2, "Usage"),
    ] {
        let (found, message) = run(arguments, "");
        assert!(found == code && message.contains(expected), "{arguments:?}: {found} {message}");
    }
}
