//! `hongtu merge`: several output directories → one.

use super::{Outcome, rework::Rework};
use crate::{build, error::Result};
use clap::Args;
use std::path::PathBuf;

/// Makes one output directory of several, as one build over all their documents would
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct MergeArgs {
    /// Directories that `hongtu build` wrote, on this machine or others
    #[arg(required = true, value_name = "DIR")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    rework: Rework,
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
    args.rework.run(|catalog, out, decisions| build::merge(catalog, &args.inputs, out, decisions))
}
