//! `hongtu remove`: documents out of an output directory.

use super::{Outcome, build::in_threads, summary::Summary};
use crate::{build, catalog::Catalog, decision::Source, error::Result};
use clap::Args;
use std::{path::PathBuf, time::Instant};

/// Takes documents out of an output directory, as if they had never been read
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct RemoveArgs {
    /// Paths of files as they were read, or ids of documents
    #[arg(required = true, value_name = "DOCUMENT")]
    documents: Vec<String>,
    /// The output directory
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    out: PathBuf,
    /// File of decisions; where not given, those that the directory keeps
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Directory with further or changed knowledge files, as the build had them
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
    /// Threads; as many as the machine has, where not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
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
    let start = Instant::now();
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let decisions = args.decisions.as_deref().map(|path| Source::find(Some(path))).transpose()?.flatten();
    let built = in_threads(args.threads, || build::remove(&catalog, &args.out, &args.documents, decisions))??;
    Summary { catalog: &catalog, built: &built, out: &args.out, time: start.elapsed() }.print()?;
    Ok(Outcome::Done)
}
