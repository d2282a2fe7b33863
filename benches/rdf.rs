//! What RDF costs, held against bounds: `cargo bench --bench rdf`.
//!
//! Prints processor time, where the system tells it, and elapsed time elsewhere; what is above its bound is an error:
//! - N-Quads of a million quads, against the library's serialiser writing the same quads from memory: twice its time;
//! - a question on the samples, the program's start, loading and inference included: 100 ms;
//! - validating a data set of 100,000 entities: 20 s;
//! - verifying the data set of many documents, against building it: twice the time. The documents are those of the directory that
//!   `HONGTU_BENCH_REPORTS` names, of `../shared/corpus/reports` where it is not set, or the samples.

#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

use hongtu::{
    catalog::Catalog,
    corpus, extract,
    graph::{self, KnowledgeGraph, Part},
    write::rdf::{Options, dataset},
};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    sync::LazyLock,
    time::{Duration, Instant},
};

const QUADS: usize = 1_000_000;
const ENTITIES: usize = 100_000;

fn main() -> ExitCode {
    let catalog = Catalog::built_in().expect("the built-in knowledge files are right; a test checks them");
    let dir = tempfile::tempdir().expect("there is room for temporary files");
    let bounds = [nquads(&catalog), query(dir.path()), validate(&catalog, dir.path()), verify(dir.path())];
    if bounds.into_iter().all(|keeps| keeps) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Documents with names of their own.
struct Written {
    graph: KnowledgeGraph,
    texts: Vec<(String, String)>,
}

impl Written {
    /// So many documents, each naming a place, its bureau, an official, programmes and parks of its own.
    fn new(catalog: &Catalog, count: usize) -> Self {
        let (parts, texts) = (0..count)
            .map(|number| {
                let name = syllables(number);
                let text = format!(
                    "{name}市科技局局长王{name}：{name}市将实施“{name}上云”行动。到2030年，上云企业达到3000家。\n\
                     {name}市正在建设{name}科学城、{name}产业园，实施“{name}安居”工程。\n牵头单位：{name}市住建局、{name}市财政局。\n"
                );
                let document = corpus::document(&format!("{number}.txt"), text.as_bytes(), text.clone());
                let analysis = extract::analyse(catalog, document);
                (Part::of(catalog, &analysis), (analysis.document.id, text))
            })
            .unzip();
        Self { graph: graph::merge(parts), texts }
    }

    fn nquads(&self, catalog: &Catalog) -> Vec<u8> {
        let texts: BTreeMap<&str, &str> = self.texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        let mut bytes = Vec::new();
        dataset(&self.graph, &texts, &Options::new(catalog), RdfFormat::NQuads, &mut bytes).expect("memory takes all");
        bytes
    }
}

/// Three characters that tell one number from another.
fn syllables(number: usize) -> String {
    let all: Vec<char> = "云岭青川白石明湖金沙东港北原南浦西林安和平远长清永康".chars().collect();
    [number, number / all.len(), number / all.len() / all.len()].iter().map(|at| all[at % all.len()]).collect()
}

fn nquads(catalog: &Catalog) -> bool {
    let written = Written::new(catalog, 3000);
    let bytes = written.nquads(catalog);
    let quads: Vec<_> =
        RdfParser::from_format(RdfFormat::NQuads).for_slice(&bytes).map(|quad| quad.expect("it was just written")).collect();
    let times = QUADS as f64 / quads.len() as f64;
    let ours = best(|| drop(written.nquads(catalog)));
    let library = best(|| {
        let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
        quads.iter().for_each(|quad| serializer.serialize_quad(quad).expect("memory takes all"));
    });
    let [ours, library] = [ours, library].map(|time| time.as_secs_f64() * times);
    eprintln!("N-Quads of a million quads: {ours:.2} s from the graph, {library:.2} s by the library from quads in memory");
    ours < 2.0 * library
}

fn query(dir: &Path) -> bool {
    let out = dir.join("samples");
    hongtu(&["build", "data/samples", "--out", path(&out)]);
    const TIMES: u32 = 20;
    let all = cost(|| (0..TIMES).for_each(|_| hongtu(&["query", "posts", "--data", path(&out)])));
    eprintln!("a question on the samples: {:.0} ms", all.as_secs_f64() * 1000.0 / f64::from(TIMES));
    all / TIMES < Duration::from_millis(100)
}

fn validate(catalog: &Catalog, dir: &Path) -> bool {
    let mut written = Written::new(catalog, ENTITIES / 10);
    while written.graph.graph.node_count() < ENTITIES {
        written = Written::new(catalog, written.texts.len() * ENTITIES / written.graph.graph.node_count() + 100);
    }
    let (file, bytes) = (dir.join("graph.nq"), written.nquads(catalog));
    fs::write(&file, &bytes).expect("there is room for temporary files");
    let time = cost(|| hongtu(&["validate", path(&file)]));
    eprintln!("validating {} entities, {} bytes: {:.1} s", written.graph.graph.node_count(), bytes.len(), time.as_secs_f64());
    time < Duration::from_secs(20)
}

fn verify(dir: &Path) -> bool {
    let reports = env::var_os("HONGTU_BENCH_REPORTS").map_or_else(|| PathBuf::from("../shared/corpus/reports"), PathBuf::from);
    let reports = if reports.is_dir() { reports } else { PathBuf::from("data/samples") };
    let out = dir.join("reports");
    let build = cost(|| hongtu(&["build", path(&reports), "--out", path(&out)])).as_secs_f64();
    let verify = cost(|| hongtu(&["verify", path(&out)])).as_secs_f64();
    eprintln!("verifying {}: {verify:.1} s; building: {build:.1} s", reports.display());
    verify < 2.0 * build
}

fn path(path: &Path) -> &str {
    path.to_str().expect("temporary directories have plain names")
}

/// Runs the program, which must succeed; a data set that violates a shape ends it with 1.
fn hongtu(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hongtu"));
    let ended = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status().expect("the program is there");
    assert!(ended.code().is_some_and(|code| code < 2), "{arguments:?}: {ended}");
}

fn best(work: impl Fn()) -> Duration {
    (0..5).map(|_| cost(&work)).min().unwrap_or_default()
}

/// Processor time of this process, its threads and what it ran; elapsed time where the system does not tell.
fn cost(work: impl FnOnce()) -> Duration {
    let begun = clock();
    work();
    clock() - begun
}

fn clock() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name, which may have spaces, stand the state and then numbers; those from the twelfth on are ticks of a hundredth of a second.
    let numbers: Vec<u64> =
        told.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(4).filter_map(|number| number.parse().ok()).collect();
    if numbers.len() == 4 { Duration::from_millis(numbers.iter().sum::<u64>() * 10) } else { BEGUN.elapsed() }
}
