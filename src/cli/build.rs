//! `hongtu build`: documents → output directory.

use super::{Outcome, summary::Summary};
use crate::{
    catalog::Catalog,
    corpus::{self, Limits},
    coverage::Coverage,
    error::{Error, Result},
    extract,
    finding::Finding,
    graph::{self, KnowledgeGraph, Part},
    model::{Analysis, Document},
    span::TextIndex,
    write::{
        atomic::FileSet,
        dot::{self, View},
        iri::{DEFAULT_BASE, Iris},
        json,
        rdf::{self, Form, Texts},
        report::{self, PlacedFinding, Reading},
    },
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use oxigraph::io::RdfFormat;
use rayon::prelude::*;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    time::Instant,
};

/// Reads documents and writes their knowledge graph
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct BuildArgs {
    /// Files, or directories that are read with all below them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Directory for the results
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    out: PathBuf,
    /// Directory with further or changed knowledge files (data/lexicon, data/rules, ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
    /// What the IRIs of entities begin with; ends in / or #
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE)]
    base_iri: String,
    /// How graph.trig gives the evidence of statements
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    rdf: Form,
    /// Threads; as many as the machine has, where not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

const EXAMPLES: &str = "Writes graph.json, graph.ttl, graph.trig, graph.dot and report.md: all of them, or none.

Examples:
  hongtu build data/samples
  hongtu build reports/2024 reports/2025/plan.txt --out plans";

/// What is kept of a document that was read.
struct Read {
    text: String,
    part: Part,
    coverage: Coverage,
    findings: Vec<PlacedFinding>,
}

/// Builds the graph of all documents and writes every output file.
///
/// # Errors
/// When nothing could be read, the knowledge files are malformed, or the output cannot be written.
pub fn run(args: BuildArgs) -> Result<Outcome> {
    let start = Instant::now();
    let iris = Iris::new(&args.base_iri)?;
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let mut files = FileSet::new(&args.out)?;
    let (corpus, read, failed) = in_threads(args.threads, || {
        let mut corpus = corpus::read_all(&args.paths, Limits::default());
        let (read, failed) = analyse_all(&catalog, std::mem::take(&mut corpus.documents));
        (corpus, read, failed)
    })?;
    let errors: Vec<Error> = corpus.errors.into_iter().chain(failed).collect();
    let unread: Vec<String> = errors.iter().map(ToString::to_string).collect();
    for message in &unread {
        eprintln!("error: {message}");
    }
    if read.is_empty() {
        return Err(Error::Input { path: args.paths[0].clone(), problem: "no document could be read; nothing was written".to_owned() });
    }
    let (mut texts, mut parts, mut coverage) = (Vec::new(), Vec::new(), Vec::new());
    let mut findings: Vec<PlacedFinding> = corpus.findings.iter().map(|(path, finding)| placed(path, 1, finding)).collect();
    for one in read {
        texts.push((one.part.document.id.clone(), one.text));
        parts.push(one.part);
        coverage.push(one.coverage);
        findings.extend(one.findings);
    }
    let graph = graph::merge(parts);
    let texts: Texts<'_> = texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let reading = Reading { coverage: &coverage, findings: &findings, unread: &unread };
    let options = rdf::Options { iris, form: args.rdf, ..rdf::Options::new(&catalog) };
    add_all(&mut files, &catalog, &graph, &texts, &options, reading)?;
    let written = files.commit()?;
    Summary { catalog: &catalog, graph: &graph, reading, written: &written, out: &args.out, time: start.elapsed() }.print()?;
    Ok(if errors.is_empty() { Outcome::Done } else { Outcome::Partial })
}

fn add_all(
    files: &mut FileSet,
    catalog: &Catalog,
    graph: &KnowledgeGraph,
    texts: &Texts<'_>,
    options: &rdf::Options<'_>,
    reading: Reading<'_>,
) -> Result<()> {
    files.add("graph.json", |out| json::write(graph, out))?;
    files.add("graph.ttl", |out| rdf::turtle(graph, options, out))?;
    files.add("graph.trig", |out| rdf::dataset(graph, texts, options, RdfFormat::TriG, out))?;
    files.add("graph.dot", |out| out.write_all(dot::write(catalog, graph, texts, &View::default()).as_bytes()))?;
    files.add("report.md", |out| out.write_all(report::write(catalog, graph, reading).as_bytes()))
}

/// Analyses in parallel; the result does not depend on the number of threads.
fn analyse_all(catalog: &Catalog, documents: Vec<Document>) -> (Vec<Read>, Vec<Error>) {
    let bar = progress(documents.len());
    let results: Vec<Result<Read>> = documents.into_par_iter().map(|document| analyse(catalog, document)).inspect(|_| bar.inc(1)).collect();
    bar.finish_and_clear();
    let (mut read, mut failed) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(one) => read.push(one),
            Err(error) => failed.push(error),
        }
    }
    (read, failed)
}

/// Analyses one document; a failure of the program on it must not cost the others.
fn analyse(catalog: &Catalog, document: Document) -> Result<Read> {
    let path = document.path.clone();
    catch_unwind(AssertUnwindSafe(|| {
        let analysis = extract::analyse(catalog, document);
        let (part, coverage, findings) = (Part::of(catalog, &analysis), Coverage::of(&analysis), findings(&analysis));
        Read { text: analysis.document.text, part, coverage, findings }
    }))
    .map_err(|_| Error::Input { path: path.into(), problem: "hongtu failed on this document, which is a defect of hongtu".to_owned() })
}

fn findings(analysis: &Analysis) -> Vec<PlacedFinding> {
    let index = TextIndex::new(&analysis.document.text);
    let placed = |finding: &Finding| placed(&analysis.document.path, index.line(finding.span.start), finding);
    analysis.findings.iter().map(placed).collect()
}

fn placed(path: &str, line: u32, finding: &Finding) -> PlacedFinding {
    PlacedFinding {
        severity: finding.severity,
        id: finding.id.to_owned(),
        path: path.to_owned(),
        line,
        message: finding.message.clone(),
        hint: finding.hint.clone(),
    }
}

/// A bar on standard error, where that is a terminal.
fn progress(documents: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("reading {bar:30} {pos}/{len} documents, {eta} left").expect("the template is a constant");
    ProgressBar::new(documents as u64).with_style(style)
}

fn in_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    Ok(pool.map_err(|error| Error::Query(format!("cannot start threads: {error}")))?.install(work))
}
