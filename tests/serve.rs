//! `hongtu serve` over HTTP: the protocols of SPARQL 1.1, the JSON interface, what protects a browser, and what a client cannot do.

#![allow(clippy::non_ascii_literal, reason = "tests speak of Chinese texts")]

mod common;

use serde_json::Value;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

/// A server that ends with the test.
struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// What a server answers.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("the answer is UTF-8")
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// The data set of the samples, built once.
fn samples() -> &'static Path {
    static BUILT: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    &BUILT
        .get_or_init(|| {
            let directory = tempfile::tempdir().expect("a directory");
            let out = directory.path().join("out");
            let built = common::hongtu(&["build", "data/samples", "--out", out.to_str().expect("the path is UTF-8")]);
            assert!(built.status.success(), "{}", common::stderr(&built));
            (directory, out)
        })
        .1
}

impl Server {
    fn start(directory: &Path, options: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hongtu"));
        command.arg("serve").arg(directory).args(["--addr", "127.0.0.1:0"]).args(options);
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("it writes")).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(address.starts_with("127.0.0.1:"), "{line}");
        Self { process, address }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time limit");
        stream
    }

    /// Sends a request as it is written and reads the answer to its end.
    fn send(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).expect("the request goes out");
        // A server that refuses a body does not read it.
        _ = stream.write_all(body);
        let mut bytes = Vec::new();
        _ = stream.read_to_end(&mut bytes);
        read(&bytes)
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head.push_str(&format!("\r\nHost: {}", self.address));
        }
        for (name, value) in headers {
            head.push_str(&format!("\r\n{name}: {value}"));
        }
        if !body.is_empty() || matches!(method, "POST" | "PUT") {
            head.push_str(&format!("\r\nContent-Length: {}", body.len()));
        }
        self.send(&head, body.as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[], "")
    }

    fn query(&self, query: &str, accept: &str) -> Answer {
        self.request("POST", "/sparql", &[("Content-Type", "application/sparql-query"), ("Accept", accept)], query)
    }
}

fn read(bytes: &[u8]) -> Answer {
    let end =
        bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(bytes)));
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
    let headers: BTreeMap<String, String> =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    let mut body = bytes[end + 4..].to_vec();
    if headers.get("transfer-encoding").is_some_and(|encoding| encoding == "chunked") {
        body = dechunked(&body);
    }
    Answer { status, headers, body }
}

fn dechunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&bytes[..end]), 16).expect("the size of a chunk");
        if size == 0 {
            break;
        }
        body.extend_from_slice(&bytes[end + 2..end + 2 + size]);
        bytes = &bytes[end + 4 + size..];
    }
    body
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The cases of `tests/serve/protocol.tsv`: a request each, with the status and what its answer has.
#[test]
fn the_protocols_are_spoken_as_the_tables_say() {
    let graphs = |server: &Server| {
        for (name, triple) in [("1", "<urn:s> <urn:p> 1 ."), ("2", "<urn:s> <urn:p> 2 ."), ("3", "<urn:s> <urn:p> 3 .")] {
            let put = server.request("PUT", &format!("/store?graph=urn:g{name}"), &[("Content-Type", "text/turtle")], triple);
            assert!(matches!(put.status, 201 | 204), "{put:?}");
        }
    };
    let table = std::fs::read_to_string("tests/serve/protocol.tsv").expect("the table is there");
    let [writable, readable] = [&["--writable"][..], &[]].map(|options| Server::start(samples(), options));
    graphs(&writable);
    let mut cases = 0;
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[name, on, method, path, headers, body, status, has] = fields.as_slice() else { panic!("eight fields: {line}") };
        let headers: Vec<(&str, &str)> = headers.split(" | ").filter_map(|header| header.split_once(": ")).collect();
        let server = if on == "writable" { &writable } else { &readable };
        let answer = server.request(method, path, &headers, &body.replace("\\n", "\n"));
        assert_eq!(answer.status.to_string(), status, "{name}: {answer:?}");
        let told = format!("{:?} {}", answer.headers, String::from_utf8_lossy(&answer.body));
        for has in has.split(" & ").filter(|has| !has.is_empty()) {
            match has.strip_prefix("no ") {
                Some(not) => assert!(!told.contains(not), "{name}: {told}"),
                None => assert!(told.contains(has), "{name}: `{has}` is not in {told}"),
            }
        }
        cases += 1;
    }
    assert!(cases >= 40, "{cases}");
}

#[test]
fn pages_get_what_they_show() {
    let server = Server::start(samples(), &[]);
    let overview = server.get("/api/overview").json();
    assert_eq!(overview["documents"], 4);
    assert!(overview["hubs"].as_array().is_some_and(|hubs| !hubs.is_empty()));
    let schema = server.get("/api/schema").json();
    assert_eq!(schema["classes"].as_array().map(Vec::len), Some(16));
    assert!(schema["terms"].as_array().expect("terms").iter().any(|term| term["prefixed"] == "ht:Target" && term["kind"] == "class"));
    assert!(schema["questions"].as_array().expect("questions").iter().any(|question| question["name"] == "posts"));
    for (typed, matched) in [("江岚省能源局", "name"), ("省能源局", "alias"), ("jianglanshengnengyuanju", "pinyin"), ("jlsnyj", "initials")]
    {
        let found = server.get(&format!("/api/search?q={}", escaped(typed))).json();
        assert_eq!(found["hits"][0]["entity"]["name"], "江岚省能源局", "{typed}: {found}");
        assert_eq!(found["hits"][0]["matched"], matched, "{typed}");
    }
    let organ = server.get("/api/search?q=jlsnyj").json()["hits"][0]["entity"]["id"].as_str().expect("an id").to_owned();
    let page = server.get(&format!("/api/entity/{organ}")).json();
    let said = page["out"].as_array().expect("statements").iter().find(|said| said["predicate"] == "responsibleFor").expect("a duty");
    let evidence = &said["evidence"][0];
    let document = said["document"]["id"].as_str().expect("a document");
    let read = server.get(&format!("/api/document/{document}")).json();
    let place = |name: &str| evidence[name].as_u64().expect("a place") as usize;
    let slice: String = read["text"].as_str().expect("a text").chars().skip(place("start")).take(place("end") - place("start")).collect();
    assert_eq!(evidence["quote"], slice.as_str());
    assert!(read["outline"].as_array().is_some_and(|outline| outline.iter().any(|part| part["entity"]["class"] == "Measure")), "{read}");
    let mention = &read["mentions"][0];
    assert!(read["entities"][mention["entity"].as_u64().expect("an index") as usize]["name"].is_string());
    let picture = server.get(&format!("/api/graph?focus={organ}&hops=2&max=20")).json();
    let ids: Vec<&Value> = picture["nodes"].as_array().expect("nodes").iter().map(|node| &node["id"]).collect();
    assert!(ids.len() > 3 && picture["nodes"][0]["x"].is_number());
    assert!(
        picture["edges"].as_array().expect("edges").iter().all(|edge| ids.contains(&&edge["source"]) && ids.contains(&&edge["target"]))
    );
    let far = ids.last().and_then(|id| id.as_str()).expect("a node");
    let way = server.get(&format!("/api/path?from={organ}&to={far}")).json();
    assert_eq!(way["length"].as_u64().map(|length| length as usize + 1), way["nodes"].as_array().map(Vec::len), "{way}");
    let targets = server.get("/api/targets?sort=value&order=desc&limit=5").json();
    let values: Vec<f64> = targets["targets"].as_array().expect("figures").iter().filter_map(|target| target["value"].as_f64()).collect();
    assert!(values.len() == 5 && values.is_sorted_by(|a, b| a >= b), "{values:?}");
    let documents = server.get("/api/documents").json();
    let ids: Vec<&str> =
        documents["documents"].as_array().expect("documents").iter().filter_map(|document| document["id"].as_str()).collect();
    let compared = server.get(&format!("/api/compare?a={}&b={}", ids[0], ids[1])).json();
    assert!(compared["entities"]["both"].is_array() && compared["statements"]["a"].as_array().is_some_and(|said| !said.is_empty()));
    assert!(server.get("/api/statistics").json()["byDocument"].as_array().is_some_and(|documents| documents.len() == 4));
    for question in schema["questions"].as_array().expect("questions") {
        let answer = server.get(&format!("/api/question/{}", question["name"].as_str().expect("a name")));
        assert!(answer.status == 200 && answer.json()["results"].is_object(), "{question}: {answer:?}");
    }
    let answer = server.get(&format!("/api/question/evidence?name={}", escaped("江岚省能源局")));
    assert!(answer.json()["results"]["bindings"].as_array().is_some_and(|rows| !rows.is_empty()), "{answer:?}");
    for path in
        ["/api/entity/none", "/api/document/none", "/api/question/none", "/api/none", "/api/graph?focus=none", "/api/compare?a=x&b=y"]
    {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"), "{path}");
    }
    assert_eq!(server.get("/api/search?class=Prak").status, 400);
}

#[test]
fn the_same_page_is_sent_once_and_two_servers_send_the_same() {
    let [one, other] = [(), ()].map(|()| Server::start(samples(), &[]));
    for path in ["/api/overview", "/api/graph?max=50", "/api/search?q=shi", "/sparql?query=SELECT%20*%20%7B%3Fs%20a%20%3Fc%7D"] {
        assert_eq!(one.get(path).body, other.get(path).body, "{path}");
    }
    let tag = one.get("/api/overview").header("etag").to_owned();
    let again = one.request("GET", "/api/overview", &[("If-None-Match", &tag)], "");
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[test]
fn what_an_iri_names_is_served_as_asked() {
    let server = Server::start(samples(), &["--base-iri", "http://localhost/things/"]);
    let id = server.get("/api/search?q=jlsnyj").json()["hits"][0]["entity"]["id"].as_str().expect("an id").to_owned();
    let document = server.get("/api/documents").json()["documents"][0]["id"].as_str().expect("an id").to_owned();
    for path in [format!("/things/{id}"), format!("/id/{id}"), format!("/doc/{id}")] {
        let turtle = server.request("GET", &path, &[("Accept", "text/turtle")], "");
        assert!(turtle.text().contains(&format!("id:{id} ")) && turtle.text().contains("<http://localhost/things/>"), "{turtle:?}");
        let page = server.request("GET", &path, &[("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")], "");
        assert_eq!((page.status, page.header("location")), (303, format!("/entity/{id}").as_str()));
    }
    let json = server.request("GET", &format!("/things/source-{document}"), &[("Accept", "application/ld+json")], "");
    assert!(json.json().is_array() || json.json().is_object());
    let page = server.request("GET", &format!("/things/source-{document}"), &[("Accept", "text/html")], "");
    assert_eq!(page.header("location"), format!("/document/{document}"));
    assert_eq!(server.get("/things/none").status, 404);
    for extension in ["json", "ttl", "trig", "nq", "nt", "rdf", "jsonld", "dot", "graphml", "gexf"] {
        let answer = server.get(&format!("/export/graph.{extension}"));
        assert!(answer.status == 200 && answer.body.len() > 1000, "{extension}: {}", answer.status);
    }
}

#[test]
fn browsers_are_protected() {
    let server = Server::start(samples(), &["--host", "graph.example"]);
    for path in ["/", "/entity/x", "/api/overview", "/sparql", "/none/at/all"] {
        let answer = server.get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!((answer.header("x-content-type-options"), answer.header("referrer-policy")), ("nosniff", "no-referrer"), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
    for (host, status) in
        [("evil.example", 421), ("graph.example", 200), ("localhost:1", 200), ("[::1]:80", 200), ("localhost.evil.example", 421)]
    {
        assert_eq!(server.request("GET", "/healthz", &[("Host", host)], "").status, status, "{host}");
    }
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/%2e%2e/%2e%2e/README.md",
        "/export/graph.json/..%2f..%2fetc/passwd",
        "//etc/passwd",
    ] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {answer:?}");
    }
    let page = server.get("/");
    assert!(page.status == 200 && page.header("content-type").starts_with("text/html"));
    let shared = Server::start(samples(), &["--cors", "https://friend.example", "--writable"]);
    let preflight = [("Origin", "https://friend.example"), ("Access-Control-Request-Method", "POST")];
    let allowed = shared.request("OPTIONS", "/sparql", &preflight, "");
    assert_eq!((allowed.status, allowed.header("access-control-allow-origin")), (204, "https://friend.example"));
    assert!(allowed.header("access-control-allow-methods").contains("PUT"));
    let form = [("Content-Type", "application/x-www-form-urlencoded"), ("Origin", "https://evil.example")];
    assert_eq!(shared.request("POST", "/sparql", &form, "update=CLEAR%20ALL").status, 403);
}

/// A document whose name and text are made to be taken for markup.
#[test]
fn markup_in_documents_is_text() {
    let directory = tempfile::tempdir().expect("a directory");
    let hostile = "</script><script>alert(1)</script>";
    let path = directory.path().join("<img src=x onerror=alert(1)>.txt");
    let text = format!(
        "云州市{hostile}“百企上云”行动方案\n云州市科技局局长沈怀瑾<b onclick=alert(2)>：云州市将实施“百企上云”行动。\n<!-- {hostile} -->\n"
    );
    std::fs::write(path, text).expect("the file is written");
    let out = directory.path().join("out");
    let built = common::hongtu(&["build", directory.path().to_str().expect("UTF-8"), "--out", out.to_str().expect("UTF-8")]);
    assert!(built.status.success(), "{}", common::stderr(&built));
    let server = Server::start(&out, &[]);
    let list = server.get("/api/documents");
    let id = list.json()["documents"][0]["id"].as_str().expect("an id").to_owned();
    let page = server.get(&format!("/api/document/{id}"));
    assert!(page.json()["text"].as_str().expect("a text").contains(hostile));
    for answer in [&list, &page] {
        assert_eq!((answer.header("content-type"), answer.header("x-content-type-options")), ("application/json", "nosniff"));
    }
    let shell = server.get(&format!("/document/{id}?q={}", escaped(hostile)));
    assert!(!shell.text().contains("alert(1)") && shell.header("content-type").starts_with("text/html"));
    let echoed = server.request("GET", &format!("/api/entity/{}", escaped(hostile)), &[("Accept", "text/html")], "");
    assert!(echoed.status == 404 && echoed.header("content-type").starts_with("text/plain"), "{echoed:?}");
}

#[test]
fn no_question_takes_everything() {
    let options = ["--timeout", "2", "--max-rows", "50", "--max-memory", "32", "--max-body", "1"];
    let server = Server::start(samples(), &options);
    let json = "application/sparql-results+json";
    let patient = Server::start(samples(), &["--timeout", "2"]);
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let began = Instant::now();
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..2).map(|_| scope.spawn(|| patient.query(endless, json))).collect();
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(patient.get("/api/overview").status, 200);
        assert_eq!(patient.query("ASK { ?s a ht:Place }", json).json()["boolean"], true);
        for answer in asked {
            let answer = answer.join().expect("an answer");
            assert_eq!((answer.status, answer.header("content-type")), (503, "application/problem+json"), "{answer:?}");
        }
    });
    assert!(began.elapsed() < Duration::from_secs(30));
    let holds = [
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
        "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
        "SELECT * { ?a (<urn:x>|!<urn:x>)* ?b . ?c (<urn:x>|!<urn:x>)* ?d } ORDER BY ?b",
    ];
    for query in holds {
        let answer = server.query(query, json);
        assert!(matches!(answer.status, 413 | 503), "{query}: {answer:?}");
        answer.json();
    }
    let doubled: String = (0..40).map(|i| format!("BIND(CONCAT(?v{i}, ?v{i}) AS ?v{}) ", i + 1)).collect();
    let texts = [
        format!("SELECT (STRLEN(?v40) AS ?n) {{ BIND(\"0123456789\" AS ?v0) {doubled} }}"),
        "SELECT (GROUP_CONCAT(?f; separator=\"0123456789012345678901234567890123456789\") AS ?t) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }".to_owned(),
        "SELECT * { BIND(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" AS ?a) BIND(REPLACE(REPLACE(REPLACE(REPLACE(?a, \"a\", ?a), \"a\", ?a), \"a\", ?a), \"a\", ?a) AS ?b) }".to_owned(),
    ];
    for query in &texts {
        let answer = server.query(query, json);
        assert!(matches!(answer.status, 413 | 503), "{query}: {}", answer.status);
    }
    let deep = ["(", "{", "!"].map(|sign| format!("SELECT * {{ FILTER {} }}", sign.repeat(60_000)));
    let long = format!("SELECT * {{ {} }}", "{ ?a ?b ?c } UNION ".repeat(6000));
    let wide = format!("SELECT * {{ {} }}", (0..300).map(|i| format!("?s ?p{i} ?o{i} . ")).collect::<String>());
    for query in deep.iter().chain([&long, &wide]) {
        assert!(matches!(server.query(query, json).status, 400 | 413));
    }
    let cut = server.query("SELECT * { ?a ?b ?c }", json);
    assert_eq!((cut.status, cut.header("hongtu-result-cut")), (200, "50"));
    assert_eq!(cut.json()["results"]["bindings"].as_array().map(Vec::len), Some(50));
    let large = server.query(&format!("# {}\nASK {{}}", "x".repeat(2 << 20)), json);
    assert_eq!(large.status, 413, "{large:?}");
    assert_eq!(server.query("ASK { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", json).status, 403);
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_client_that_hangs_is_left() {
    let server = Server::start(samples(), &[]);
    let mut hanging = server.connect();
    hanging.write_all(b"GET / HTTP/1.1\r\nHost: localh").expect("a part of a request");
    let mut bodiless = server.connect();
    bodiless
        .write_all(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK")
        .expect("a part");
    assert_eq!(server.get("/healthz").status, 200);
    let mut bytes = Vec::new();
    // The server ends the connection by itself.
    _ = hanging.read_to_end(&mut bytes);
    assert!(bytes.is_empty() || bytes.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&bytes));
    bytes.clear();
    let mut status = [0; 12];
    bodiless.read_exact(&mut status).expect("an answer");
    assert_eq!(&status, b"HTTP/1.1 408");
}

#[test]
fn what_cannot_be_served_is_told() {
    let serve = |directory: &Path, options: &[&str]| {
        let mut arguments = vec!["serve", directory.to_str().expect("UTF-8")];
        arguments.extend(options);
        let output = common::hongtu(&arguments);
        assert_eq!(output.status.code(), Some(1), "{}", common::stderr(&output));
        common::stderr(&output)
    };
    let running = Server::start(samples(), &[]);
    assert!(serve(samples(), &["--addr", &running.address]).contains("another program listens there"));
    assert!(serve(Path::new("/none"), &["--addr", "127.0.0.1:0"]).contains("hongtu build"));
    let directory = tempfile::tempdir().expect("a directory");
    assert!(serve(directory.path(), &["--addr", "127.0.0.1:0"]).contains("graph.json"));
    let copy = |name: &str, content: &[u8]| {
        for entry in ["graph.json", "graph.trig"] {
            std::fs::copy(samples().join(entry), directory.path().join(entry)).expect("a copy");
        }
        std::fs::write(directory.path().join(name), content).expect("a file");
        serve(directory.path(), &["--addr", "127.0.0.1:0"])
    };
    assert!(copy("graph.json", b"{\"documents\": [").contains("graph.json: not a graph.json"));
    assert!(copy("graph.trig", b"<urn:a> <urn:b> \"open").contains("graph.trig: line 1"));
    assert!(copy("other", b"").contains("hongtu build` writes it again"));
    assert!(serve(samples(), &["--addr", "127.0.0.1:0", "--base-iri", "nonsense"]).contains("cannot be the base"));
}
