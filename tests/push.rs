//! `push` against a small store that remembers, fails now and then, and asks who sends.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

use hongtu::{
    data_file::DataFile,
    push::{Account, Protocol, Sent, Target, push},
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, NamedNode, NamedNodeRef, Quad},
    sparql::SparqlEvaluator,
    store::Store,
};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};

const DATA: &str = "@prefix id: <https://e.org/> .\nid:doc id:title \"云州市“报告”\\n\\\"一\\\"\"@zh .\nid:g { id:a id:b id:c , \"%+&=;\" }\nid:h { id:a id:b id:d }\n";

/// What the store was asked, and how it answers.
#[derive(Default)]
struct State {
    /// Method and address of each request.
    asked: Vec<String>,
    /// Answers that come before the real ones: a status, or none to hang up.
    failures: Vec<Option<u16>>,
    /// What the header must say.
    authorization: Option<String>,
    /// What the store says to who does not say that.
    challenge: &'static str,
    /// The headers that it was told.
    told: Vec<String>,
}

struct Server {
    store: Store,
    state: Arc<Mutex<State>>,
    address: String,
}

impl Server {
    fn start(state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (store, state) = (Store::new().unwrap(), Arc::new(Mutex::new(state)));
        let server = (store.clone(), Arc::clone(&state));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &server.0, &server.1);
            }
        });
        Self { store, state, address }
    }

    fn target(&self, path: &str) -> Target {
        let url = format!("{}{path}", self.address);
        let (timeout, pause) = (Duration::from_secs(10), Duration::from_millis(1));
        Target { protocol: Protocol::of(&url), url, account: None, default_graph: None, timeout, pause }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    fn quads(&self) -> Vec<String> {
        let mut quads: Vec<String> = self.store.iter().map(|quad| quad.unwrap().to_string()).collect();
        quads.sort();
        quads
    }
}

fn answer(mut stream: TcpStream, store: &Store, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let (mut length, mut authorization) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "authorization" => authorization = value.to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut words = first.split(' ');
    let (method, address) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
    let (challenge, failure) = {
        let mut state = state.lock().unwrap();
        state.asked.push(format!("{method} {address}"));
        let refused = state.authorization.as_ref().is_some_and(|wanted| !authorization.starts_with(wanted));
        let challenge = if refused { state.challenge } else { "" };
        state.told.push(authorization);
        (challenge, if refused { Some(Some(401)) } else { state.failures.pop() })
    };
    let status = match failure {
        Some(None) => return,
        Some(Some(status)) => status,
        None => {
            take(&method, &address, &body, store);
            204
        }
    };
    let said = if method == "HEAD" { "" } else { "why?" };
    write!(stream, "HTTP/1.1 {status} Told\r\n{challenge}Content-Length: 4\r\nConnection: close\r\n\r\n{said}").unwrap();
}

fn take(method: &str, address: &str, body: &[u8], store: &Store) {
    if address.starts_with("/update") {
        let form = String::from_utf8(body.to_vec()).unwrap();
        let text = decoded(form.strip_prefix("update=").unwrap());
        return SparqlEvaluator::new().parse_update(&text).unwrap().on_store(store).execute().unwrap();
    }
    let graph = address.split_once("graph=").map(|(_, iri)| NamedNode::new(decoded(iri)).unwrap());
    let graph = graph.map_or(GraphName::DefaultGraph, GraphName::NamedNode);
    if method == "PUT" {
        store.clear_graph(&graph).unwrap();
    }
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(body) {
        store.insert(&Quad { graph_name: graph.clone(), ..quad.unwrap() }).unwrap();
    }
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

fn file(text: &str) -> DataFile {
    DataFile { path: "graph.trig".into(), format: RdfFormat::TriG, bytes: text.as_bytes().to_vec() }
}

fn expected() -> Vec<String> {
    let mut quads: Vec<String> = file(DATA).quads().map(|quad| quad.unwrap().to_string()).collect();
    quads.sort();
    quads
}

#[test]
fn both_protocols_send_every_graph_and_sending_twice_is_sending_once() {
    for (path, requests) in
        [("/store", ["POST /store?default", "PUT /store?graph=https%3A%2F%2Fe%2Eorg%2Fg"]), ("/update", ["POST /update"; 2])]
    {
        let server = Server::start(State::default());
        let stale = NamedNodeRef::new("https://e.org/g").unwrap();
        server.store.insert(Quad::new(stale, stale, stale, stale).as_ref()).unwrap();
        let mut sent: Vec<Sent> = Vec::new();
        for _ in 0..2 {
            push(&file(DATA), &server.target(path), |graph| sent.push(graph.clone())).unwrap();
            assert_eq!(server.quads(), expected(), "{path}");
        }
        assert_eq!(sent.iter().map(|graph| graph.triples).collect::<Vec<_>>(), [1, 2, 1, 1, 2, 1]);
        assert_eq!((server.asked()[..2]).to_vec(), requests);
    }
}

#[test]
fn a_default_graph_gets_a_name_where_the_store_wants_one() {
    let server = Server::start(State::default());
    let target = Target { default_graph: Some(NamedNode::new("urn:x").unwrap()), ..server.target("/store?a=b") };
    push(&file(DATA), &target, |_| ()).unwrap();
    assert!(server.quads().iter().all(|quad| !quad.ends_with("@zh")), "{:?}", server.quads());
    assert!(server.asked().contains(&"PUT /store?a=b&graph=urn%3Ax".to_owned()));
}

#[test]
fn what_fails_for_a_while_is_tried_again_and_what_is_refused_is_not() {
    let server = Server::start(State { failures: vec![Some(429), None, Some(503)], ..State::default() });
    push(&file(DATA), &server.target("/store"), |_| ()).unwrap();
    assert_eq!((server.quads(), server.asked().len()), (expected(), 6));
    let busy = Server::start(State { failures: vec![Some(500); 9], ..State::default() });
    let error = push(&file(DATA), &busy.target("/store"), |_| ()).unwrap_err().to_string();
    assert!(error.contains("500") && error.contains("tried 4 times") && error.contains("why?"), "{error}");
    let refusing = Server::start(State { failures: vec![Some(400)], ..State::default() });
    let error = push(&file(DATA), &refusing.target("/store"), |_| ()).unwrap_err().to_string();
    assert!(error.contains("400") && refusing.asked().len() == 1, "{error}");
    let nobody = Target { url: "http://127.0.0.1:9/store".to_owned(), ..server.target("/store") };
    assert!(push(&file(DATA), &nobody, |_| ()).unwrap_err().to_string().contains("cannot be reached"));
    let nonsense = Target { url: "no address".to_owned(), ..server.target("/store") };
    push(&file(DATA), &nonsense, |_| ()).unwrap_err();
}

#[test]
fn who_sends_is_told_and_never_shown() {
    let server = Server::start(State { authorization: Some("Basic bWU6c2VjcmV0".to_owned()), ..State::default() });
    let error = push(&file(DATA), &server.target("/store"), |_| ()).unwrap_err().to_string();
    assert!(error.contains("401") && error.contains("HONGTU_PASSWORD"), "{error}");
    let account = Account::Password("me".to_owned(), "secret".to_owned());
    assert!(!format!("{account:?}").contains("secret"));
    push(&file(DATA), &Target { account: Some(account), ..server.target("/store") }, |_| ()).unwrap();
    assert_eq!(server.quads(), expected());
}

#[test]
fn a_store_that_wants_digest_authentication_gets_it_and_never_the_password() {
    let challenge = "WWW-Authenticate: Digest realm=\"store\", nonce=\"n0\", qop=\"auth\", algorithm=MD5\r\n";
    let server = Server::start(State { authorization: Some("Digest ".to_owned()), challenge, ..State::default() });
    let account = Some(Account::Password("me".to_owned(), "secret".to_owned()));
    push(&file(DATA), &Target { account, ..server.target("/store") }, |_| ()).unwrap();
    assert_eq!(server.quads(), expected());
    let told = std::mem::take(&mut server.state.lock().unwrap().told);
    assert_eq!(told.len(), 4, "asked how, then three graphs: {told:?}");
    for (number, header) in told.iter().enumerate().skip(1) {
        let holds = |part: &str| header.contains(part);
        assert!(
            holds("username=\"me\"") && holds("nonce=\"n0\"") && holds(&format!("nc=0000000{number}")) && holds("uri=\"/store?"),
            "{header}"
        );
    }
    assert!(told.iter().all(|header| !header.contains("secret") && !header.starts_with("Basic")), "{told:?}");
    let refusing = Server::start(State { authorization: Some("Digest wrong".to_owned()), challenge, ..State::default() });
    let account = Some(Account::Password("me".to_owned(), "other".to_owned()));
    let error = push(&file(DATA), &Target { account, ..refusing.target("/update") }, |_| ()).unwrap_err().to_string();
    assert!(error.contains("does not take name and password"), "{error}");
}

#[test]
fn nothing_is_sent_of_a_data_set_that_is_not_whole() {
    let server = Server::start(State::default());
    for (text, problem) in [(&DATA[..DATA.len() - 4], "line 4"), ("", "no triple"), ("[] <a:b> <a:c> .", "blank node")] {
        let error = push(&file(text), &server.target("/store"), |_| ()).unwrap_err().to_string();
        assert!(error.contains(problem), "{error}");
    }
    assert_eq!(server.asked(), [""; 0]);
}
