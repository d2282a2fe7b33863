//! `verify`: what is as the sources say passes in every format, and no changed byte does.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

mod common;

use common::{hongtu, stderr, stdout};
use hongtu::{
    catalog::Catalog,
    corpus,
    data_file::DataFile,
    decision::Decisions,
    extract, graph,
    graph::KnowledgeGraph,
    verify::{Request, Sources, Verification, verify},
    write::{
        json,
        rdf::{Form, Options, dataset, turtle},
    },
};
use oxigraph::io::{RdfFormat, RdfParser};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::LazyLock,
};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

const NOTICE: &str = "云州市人民政府关于任免职务的通知\n\n云州市人民政府决定：\n任命沈怀瑾为云州市科技局局长。\n免去秦怀远的云州市科技局局长职务。\n\n云州市人民政府\n2026年3月2日\n";
const NEWS: &str = "云州市科技局局长沈怀瑾：云州市将实施“百企上云”行动。到2030年，上云企业达到3000家。\n云州市正在建设澄湖科学城。\n";

/// A directory with two documents and the data set that was read from them.
struct Bench {
    dir: tempfile::TempDir,
    data: DataFile,
    graph: KnowledgeGraph,
}

impl Bench {
    fn new(form: Form, format: RdfFormat) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("in")).unwrap();
        let analyse = |(name, text): (&str, &str)| {
            fs::write(dir.path().join(name), text).unwrap();
            extract::analyse(&CATALOG, corpus::document(name, text.as_bytes(), text.to_owned()))
        };
        let analyses: Vec<_> = [("in/notice.txt", NOTICE), ("in/news.txt", NEWS)].into_iter().map(analyse).collect();
        let texts: BTreeMap<&str, &str> =
            analyses.iter().map(|analysis| (analysis.document.id.as_str(), analysis.document.text.as_str())).collect();
        let mut bytes = Vec::new();
        let options = Options { form, ..Options::new(&CATALOG) };
        let graph = graph::build(&CATALOG, &analyses);
        dataset(&graph, &texts, &options, format, &mut bytes).unwrap();
        Self { dir, data: DataFile { path: "graph".into(), format, bytes }, graph }
    }

    fn sources(&self) -> Sources {
        Sources::Below(self.dir.path().to_owned())
    }

    fn verify(&self, bytes: &[u8]) -> Result<Verification, String> {
        self.verify_with(bytes, &[])
    }

    fn verify_with(&self, bytes: &[u8], beside: &[&Path]) -> Result<Verification, String> {
        let request = Request { file: DataFile { bytes: bytes.to_vec(), ..self.data.clone() }, ..self.request(self.sources()) };
        let request = Request { beside: beside.iter().map(|path| path.to_path_buf()).collect(), ..request };
        verify(&CATALOG, &request).map_err(|error| error.to_string())
    }

    fn request(&self, sources: Sources) -> Request {
        Request { file: self.data.clone(), beside: Vec::new(), sources, decisions: Decisions::default() }
    }

    /// The problems after each `from` became `to`.
    fn problems(&self, from: &str, to: &str) -> Vec<String> {
        let text = String::from_utf8(self.data.bytes.clone()).unwrap();
        assert!(text.contains(from), "{from} is not in\n{text}");
        let found = self.verify(text.replacen(from, to, 1).as_bytes()).unwrap();
        found.problems.into_iter().map(|problem| format!("{}: {}", problem.about, problem.message)).collect()
    }
}

fn quads(bytes: &[u8], format: RdfFormat) -> Option<BTreeSet<String>> {
    RdfParser::from_format(format).for_slice(bytes).map(|quad| quad.ok().map(|quad| quad.to_string())).collect()
}

#[test]
fn what_is_as_the_sources_say_passes_in_every_form_and_has_one_hash() {
    let trig = Bench::new(Form::Rdf11, RdfFormat::TriG);
    let verified = trig.verify(&trig.data.bytes).unwrap();
    assert_eq!(verified.problems, []);
    assert_eq!((verified.documents, verified.quads), (2, quads(&trig.data.bytes, RdfFormat::TriG).unwrap().len()));
    assert!(verified.statements >= 4 && verified.passages >= verified.statements / 2, "{verified:?}");
    let text = String::from_utf8(trig.data.bytes.clone()).unwrap();
    assert_eq!(trig.verify(format!("{text}\n# the same").as_bytes()).unwrap(), verified, "each quad by itself");
    let nquads = Bench::new(Form::Rdf11, RdfFormat::NQuads);
    assert_eq!(nquads.verify(&nquads.data.bytes).unwrap(), verified, "another spelling of the same");
    let modern = Bench::new(Form::Rdf12, RdfFormat::TriG);
    let other = modern.verify(&modern.data.bytes).unwrap();
    assert_eq!(other.problems, []);
    assert_ne!(other.hash, verified.hash);
}

#[test]
fn each_kind_of_change_is_told_in_plain_words() {
    let bench = Bench::new(Form::Rdf11, RdfFormat::TriG);
    let told = |from: &str, to: &str, expected: &str| {
        let problems = bench.problems(from, to);
        assert!(problems.iter().any(|problem| problem.contains(expected)), "{from} → {to}: {problems:#?}");
    };
    told("oa:exact \"云州市正在建设澄湖科学城", "oa:exact \"云州市正在建设青湖科学城", "but at");
    told("oa:end 1", "oa:end 9", "of a text of");
    told("ht:builds", "ht:develops", "ht:builds");
    told("ht:status ht:planned", "ht:status ht:done", "ht:status");
    told("ht:rule \"", "ht:rule \"x", "which this version does not have");
    told("ht:sha256 \"", "ht:sha256 \"0", "has the SHA-256");
    told("ht:catalogVersion \"", "ht:catalogVersion \"0", "made with the rules of version");
    told("ht:path \"in/news.txt", "ht:path \"in/olds.txt", "no such file below");
    told("rdfs:label \"沈怀瑾\"@zh", "rdfs:label \"沈怀谨\"@zh", "沈怀谨");
    told("ht:line 3", "ht:line 2", "but begins in line");
}

#[test]
fn a_changed_source_is_told_and_the_other_documents_are_still_checked() {
    let bench = Bench::new(Form::Rdf11, RdfFormat::TriG);
    fs::write(bench.dir.path().join("in/notice.txt"), NOTICE.replace("局长", "处长")).unwrap();
    let problems = bench.verify(&bench.data.bytes).unwrap().problems;
    assert!(problems.len() == 1 && problems[0].about == "in/notice.txt", "{problems:?}");
    let changed = bench.problems("oa:exact \"云州市正在建设澄湖", "oa:exact \"云州市正在建设青湖");
    assert!(changed.len() > 1, "{changed:?}");
    fs::remove_file(bench.dir.path().join("in/news.txt")).unwrap();
    assert_eq!(bench.verify(&bench.data.bytes).unwrap().problems.len(), 2);
}

#[test]
fn sources_may_stand_elsewhere_and_no_path_leads_out_of_them() {
    let bench = Bench::new(Form::Rdf11, RdfFormat::TriG);
    let inner = Sources::Below(bench.dir.path().join("in"));
    assert_eq!(verify(&CATALOG, &bench.request(inner.clone())).unwrap().problems, [], "the end of a path is enough");
    fs::write(bench.dir.path().join("secret"), NEWS).unwrap();
    let text = String::from_utf8(bench.data.bytes.clone()).unwrap().replace("in/news.txt", "../secret");
    let outside = DataFile { bytes: text.into_bytes(), ..bench.data.clone() };
    let problems = verify(&CATALOG, &Request { file: outside, ..bench.request(inner) }).unwrap().problems;
    assert!(problems.iter().any(|problem| problem.message.contains("no such file")), "{problems:?}");
}

/// A generator of numbers that are the same on each run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}

/// Where text, offset, quotation, object and rule stand: what follows the prefixes, but for white space.
fn places(bytes: &[u8]) -> Vec<usize> {
    let body = bytes.windows(2).rposition(|pair| pair == b"\n@").map_or(0, |at| at + 1);
    let body = body + bytes[body..].iter().position(|byte| *byte == b'\n').unwrap_or_default();
    (body..bytes.len()).filter(|&at| !bytes[at].is_ascii_whitespace()).collect()
}

#[test]
fn of_a_thousand_flipped_bytes_each_is_caught_or_changes_nothing() {
    let bench = Bench::new(Form::Rdf11, RdfFormat::TriG);
    let said = quads(&bench.data.bytes, RdfFormat::TriG).unwrap();
    let (places, mut numbers) = (places(&bench.data.bytes), Numbers(20_260_302));
    let (mut caught, mut harmless) = (0, 0);
    for _ in 0..900 {
        let at = places[numbers.below(places.len())];
        let mut bytes = bench.data.bytes.clone();
        bytes[at] ^= 1 << numbers.below(8);
        let holds = bench.verify(&bytes).is_ok_and(|verified| verified.problems.is_empty());
        if quads(&bytes, RdfFormat::TriG).as_ref() == Some(&said) {
            assert!(holds, "a change of spelling alone is none, at byte {at}");
            harmless += 1;
        } else {
            let around = String::from_utf8_lossy(&bytes[at.saturating_sub(60)..(at + 60).min(bytes.len())]).into_owned();
            assert!(!holds, "not caught at byte {at}: {around}");
            caught += 1;
        }
    }
    for _ in 0..100 {
        let (name, text) = [("in/notice.txt", NOTICE), ("in/news.txt", NEWS)][numbers.below(2)];
        let mut bytes = text.as_bytes().to_vec();
        bytes[numbers.below(text.len())] ^= 1 << numbers.below(8);
        let path = bench.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        assert!(!bench.verify(&bench.data.bytes).unwrap().problems.is_empty());
        fs::write(&path, text).unwrap();
        caught += 1;
    }
    assert!(caught > 950, "{caught} caught, {harmless} harmless");
}

#[test]
fn a_flipped_byte_in_the_files_beside_the_data_set_is_caught() {
    let bench = Bench::new(Form::Rdf11, RdfFormat::TriG);
    let (mut as_json, mut as_turtle) = (Vec::new(), Vec::new());
    json::write(&bench.graph, &mut as_json).unwrap();
    turtle(&bench.graph, &Options::new(&CATALOG), &mut as_turtle).unwrap();
    let mut numbers = Numbers(20_300_101);
    for (name, bytes) in [("graph.json", as_json), ("graph.ttl", as_turtle)] {
        let path = bench.dir.path().join(name);
        let found = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            bench.verify_with(&bench.data.bytes, &[&path])
        };
        let whole = found(&bytes).unwrap();
        assert!(whole.problems.is_empty() && whole.compared == [name], "{whole:?}");
        let places = places(&bytes);
        for _ in 0..150 {
            let at = places[numbers.below(places.len())];
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << numbers.below(8);
            let is_same = name == "graph.ttl" && quads(&flipped, RdfFormat::Turtle) == quads(&bytes, RdfFormat::Turtle);
            let holds = found(&flipped).is_ok_and(|found| found.problems.is_empty());
            assert!(
                holds == is_same,
                "{name}, byte {at}: {}",
                String::from_utf8_lossy(&flipped[at.saturating_sub(60)..]).lines().next().unwrap()
            );
        }
        let text = String::from_utf8(bytes.clone()).unwrap().replacen("沈怀瑾", "沈怀谨", 1);
        let told = found(text.as_bytes()).unwrap().problems;
        assert!(told.iter().any(|problem| problem.about.starts_with(name) && problem.message.contains("沈怀谨")), "{told:?}");
    }
}

#[test]
fn the_command_tells_the_hash_and_ends_as_the_check_did() {
    let dir = tempfile::tempdir().unwrap();
    let (out, data) = (dir.path().join("out"), dir.path().join("in"));
    fs::create_dir(&data).unwrap();
    fs::write(data.join("news.txt"), NEWS).unwrap();
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    assert_eq!(hongtu(&["build", &path(&data), "--out", &path(&out)]).status.code(), Some(0));
    let verified = hongtu(&["verify", &path(&out), "--sources", &path(dir.path())]);
    assert_eq!(verified.status.code(), Some(0), "{}{}", stdout(&verified), stderr(&verified));
    let report = stdout(&verified);
    assert!(report.contains("everything is as the sources say") && report.contains("RDFC-1.0 SHA-256: "), "{report}");
    assert!(
        report.contains("compared as well: graph.json, graph.ttl\nnot compared: documents, graph.dot, manifest.json, report.md\n"),
        "{report}"
    );
    hongtu(&["export", &path(&out), "--format", "jsonld", "--out", &path(&out.join("graph.jsonld"))]);
    let stale = stdout(&hongtu(&["verify", &path(&out)]));
    assert!(stale.contains("compared as well: graph.json, graph.jsonld, graph.ttl\n"), "{stale}");
    let changed = fs::read_to_string(out.join("graph.jsonld")).unwrap().replacen("澄湖", "青湖", 1);
    fs::write(out.join("graph.jsonld"), changed).unwrap();
    let told = hongtu(&["verify", &path(&out)]);
    assert!(told.status.code() == Some(1) && stdout(&told).contains("graph.jsonld: "), "{}", stdout(&told));
    fs::remove_file(out.join("graph.jsonld")).unwrap();
    assert_eq!(stdout(&hongtu(&["verify", &path(&out)])), report, "found where they were read");
    for format in ["nt", "jsonld", "rdf"] {
        let other = path(&dir.path().join(format!("g.{format}")));
        hongtu(&["export", &path(&out), "--format", format, "--out", &other]);
        let verified = hongtu(&["verify", &other, "--sources", &path(dir.path())]);
        assert_eq!(verified.status.code(), Some(0), "{format}: {}{}", stdout(&verified), stderr(&verified));
    }
    for form in ["1.2", "plain"] {
        let other = path(&dir.path().join(format!("{form}.trig")));
        hongtu(&["export", &path(&out), "--format", "trig", "--rdf", form, "--out", &other]);
        let verified = hongtu(&["verify", &other]);
        assert_eq!(verified.status.code(), Some(0), "{form}: {}{}", stdout(&verified), stderr(&verified));
    }
    fs::write(data.join("news.txt"), NEWS.replace("澄湖", "青湖")).unwrap();
    let changed = hongtu(&["verify", &path(&out), "--sources", &path(dir.path())]);
    assert!(changed.status.code() == Some(1) && stdout(&changed).contains("1 problem(s)"), "{}", stdout(&changed));
    let none = hongtu(&["verify", &path(dir.path())]);
    assert!(none.status.code() == Some(1) && stderr(&none).contains("no graph.trig"), "{}", stderr(&none));
}
