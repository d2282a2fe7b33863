//! `hongtu merge`: several output directories → one.

use super::{Outcome, build::in_threads, summary::Summary};
use crate::{build, catalog::Catalog, decision::Source, error::Result};
use clap::Args;
use std::{path::PathBuf, time::Instant};

/// Makes one output directory of several, as one build over all their documents would
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct MergeArgs {
    /// Directories that `hongtu build` wrote, on this machine or others
    #[arg(required = true, value_name = "DIR")]
    inputs: Vec<PathBuf>,
    /// Directory for the results
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    out: PathBuf,
    /// File of decisions; where not given, those that the directories keep, which must be the same
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Directory with further or changed knowledge files, as the builds had them
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
    /// Threads; as many as the machine has, where not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

const EXAMPLES: &str =
    "The files are byte for byte those of one build, so machines can share the reading of many documents. All directories must have been
built by the same version with the same rules, --base-iri, --rdf and decisions.

Examples:
  hongtu build reports/2024 --out part1
  hongtu build reports/2025 --out part2
  hongtu merge part1 part2 --out output";

/// Merges and writes every output file.
///
/// # Errors
/// When the directories do not go together, or one cannot be read or written.
pub fn run(args: &MergeArgs) -> Result<Outcome> {
    let start = Instant::now();
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let decisions = args.decisions.as_deref().map(|path| Source::find(Some(path))).transpose()?.flatten();
    let built = in_threads(args.threads, || build::merge(&catalog, &args.inputs, &args.out, decisions))??;
    Summary { catalog: &catalog, built: &built, out: &args.out, time: start.elapsed() }.print()?;
    Ok(Outcome::Done)
}
