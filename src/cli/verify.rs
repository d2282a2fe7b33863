//! `hongtu verify`: a data set against the sources that it was read from.

use super::Outcome;
use crate::{
    catalog::Catalog,
    data_file::DataFile,
    decision::{Decisions, Source},
    error::{Error, Result},
    product::Manifest,
    verify::{Request, Sources, Verification, verify},
};
use clap::Args;
use std::{
    fmt::Write as _,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Checks every statement of an exported data set against its sources
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct VerifyArgs {
    /// The directory that `hongtu build` wrote, or an RDF file
    #[arg(default_value = "output", value_name = "DIR")]
    data: PathBuf,
    /// The directory below which the documents stand; where not given, they are looked for where they were read
    #[arg(long, value_name = "DIR")]
    sources: Option<PathBuf>,
    /// Directory with further or changed knowledge files, as the build had them
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
    /// File of decisions that the build had; where not given, those that the directory keeps
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// How many problems are told; 0 tells all
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
}

const EXAMPLES: &str = "Each document must have the hash that the data set gives; each passage must lie in its text and be quoted as it is; each rule must be one of
this version; and read again, the documents must give every statement of the data set and no other. The last line is the hash of the data set
in its canonical form (RDFC-1.0), which no spelling of the same data changes. The exit code is 1 where anything does not hold.

Of a directory, graph.json, graph.ttl and every other RDF format of the data set that stands in it (graph.nq, graph.jsonld, graph.nt, graph.rdf) are
compared with the sources as well; files that are not, pictures and reports for instance, are named.

Examples:
  hongtu verify output
  hongtu verify graph.nq --sources reports/2025";

/// Verifies and reports on standard output.
///
/// # Errors
/// When the data set is missing or malformed.
pub fn run(args: &VerifyArgs) -> Result<Outcome> {
    let file = DataFile::open(&args.data)?;
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let sources = args.sources.clone().map_or(Sources::WhereRead, Sources::Below);
    let decisions = match &args.decisions {
        Some(path) => Source::find(Some(path))?.as_ref().map(Decisions::parse),
        None => Manifest::read(&args.data).ok().flatten().map(|manifest| manifest.settings.decisions()),
    };
    let decisions = decisions.transpose()?.unwrap_or_default();
    let beside = beside(&args.data, &file.path)?;
    let verification = verify(&catalog, &Request { file, beside, sources, decisions })?;
    let report = report(&verification, args.limit);
    let mut out = io::stdout().lock();
    out.write_all(report.as_bytes()).and_then(|()| out.flush()).map_err(Error::io("cannot write", Path::new("the report")))?;
    Ok(if verification.problems.is_empty() { Outcome::Done } else { Outcome::Below })
}

/// The other files of the directory, in order.
fn beside(place: &Path, file: &Path) -> Result<Vec<PathBuf>> {
    if !place.is_dir() {
        return Ok(Vec::new());
    }
    let failed = Error::io("cannot read", place);
    let entries = std::fs::read_dir(place).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(failed)?;
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).filter(|path| path != file).collect();
    paths.sort();
    Ok(paths)
}

fn report(verification: &Verification, limit: usize) -> String {
    let Verification { quads, documents, statements, passages, hash, problems, compared, uncompared } = verification;
    let mut text = format!("{documents} documents, {statements} statements, {passages} passages, {quads} quads\n");
    let told = if limit == 0 { problems.len() } else { limit.min(problems.len()) };
    for problem in &problems[..told] {
        _ = writeln!(text, "  {}: {}", problem.about, problem.message);
    }
    let more = if told < problems.len() { format!(", of which {told} are told; --limit 0 tells all") } else { String::new() };
    _ = match problems.len() {
        0 => writeln!(text, "everything is as the sources say"),
        count => writeln!(text, "{count} problem(s){more}"),
    };
    for (names, what) in [(compared, "compared as well"), (uncompared, "not compared")] {
        if !names.is_empty() {
            _ = writeln!(text, "{what}: {}", names.join(", "));
        }
    }
    _ = writeln!(text, "RDFC-1.0 SHA-256: {hash}");
    text
}
