//! `hongtu remove`: documents out of an output directory.

use super::{Outcome, rework::Rework};
use crate::{build, error::Result};
use clap::Args;

/// Takes documents out of an output directory, as if they had never been read
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct RemoveArgs {
    /// Paths of files as they were read, or ids of documents
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
    #[command(flatten)]
    rework: Rework,
}

const EXAMPLES: &str =
    "The sources are not touched and not needed. A document with several paths goes when all of them are removed, or its id is.

Examples:
  hongtu remove reports/2023.txt --out plans
  hongtu remove d0123456789ab";

/// Removes and writes every output file anew.
///
/// # Errors
/// When a document is unknown, or the directory cannot be read or written.
pub fn run(args: &RemoveArgs) -> Result<Outcome> {
    args.rework.run(|catalog, out, decisions| build::remove(catalog, out, &args.documents, decisions))
}
