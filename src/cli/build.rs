//! `hongtu build`: documents → output directory.

use super::{Outcome, summary::Summary};
use crate::{
    build::{self, Request, Step},
    catalog::Catalog,
    corpus::Limits,
    decision::Source,
    error::{Error, Result},
    interrupt,
    product::{Output, Settings},
    write::{
        iri::{DEFAULT_BASE, Iris},
        rdf::Form,
    },
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::{path::PathBuf, time::Instant};

/// Reads documents and writes their knowledge graph
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct BuildArgs {
    /// Files, directories that are read with all below them, or - for standard input
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
    /// File of what people decided; where not given, decisions.toml of the current directory where there is one
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Write only these of the output files, and the manifest; several are joined by commas
    #[arg(long, value_enum, value_name = "OUTPUT", value_delimiter = ',')]
    only: Vec<Output>,
    /// Read only what changed since the last build into the directory; the result is that of a build from nothing
    #[arg(long)]
    update: bool,
    /// Threads; as many as the machine has, where not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    limits: Limits,
}

const EXAMPLES: &str = "Reads plain text (UTF-8, UTF-16, GB18030, GBK, Big5), Markdown, web pages, Word files (.docx), PDF files with a text layer, and JSON Lines
({\"text\", \"title\", \"date\", \"source\", \"url\"}, each line a document).

Writes graph.json, graph.ttl, graph.trig, graph.dot, report.md, manifest.json and documents/: all of them, or none.

Examples:
  hongtu build data/samples
  hongtu build reports --update
  hongtu build reports --only json,report
  hongtu build reports/2024 reports/2025/plan.pdf --out plans
  curl https://example.org/notice.html | hongtu build -";

/// Builds the graph of all documents and writes every output file.
///
/// # Errors
/// When nothing could be read, the knowledge files are malformed, or the output cannot be written.
pub fn run(args: BuildArgs) -> Result<Outcome> {
    let start = Instant::now();
    interrupt::listen()?;
    Iris::new(&args.base_iri)?;
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let decisions = Source::find(args.decisions.as_deref())?;
    let only = args.only.into_iter().collect();
    let settings = Settings { catalog: catalog.version.clone(), base: args.base_iri, limits: args.limits, rdf: args.rdf, decisions, only };
    let request = Request { inputs: &args.paths, out: &args.out, settings, update: args.update };
    let bar = progress();
    let built = in_threads(args.threads, || build::build(&catalog, &request, &|step| show(&bar, step)))?;
    bar.finish_and_clear();
    let built = built?;
    Summary { catalog: &catalog, built: &built, out: &args.out, time: start.elapsed() }.print()?;
    Ok(if built.unread.is_empty() { Outcome::Done } else { Outcome::Partial })
}

/// A bar on standard error, where that is a terminal.
fn progress() -> ProgressBar {
    let template = "reading {bar:30} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left";
    ProgressBar::new(0).with_style(ProgressStyle::with_template(template).expect("the template is a constant"))
}

fn show(bar: &ProgressBar, step: Step<'_>) {
    match step {
        Step::Begun { bytes, .. } => bar.set_length(bytes),
        Step::Read(bytes) => bar.inc(bytes),
        Step::Writing => bar.set_style(ProgressStyle::with_template("writing {elapsed}").expect("the template is a constant")),
        Step::Failed(message) => bar.suspend(|| eprintln!("error: {message}")),
    }
}

pub(super) fn in_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    Ok(pool.map_err(|error| Error::Query(format!("cannot start threads: {error}")))?.install(work))
}
