//! `hongtu explain`: what a stage makes of a document.

use super::Outcome;
use crate::{
    catalog::Catalog,
    corpus::{self, Limits},
    error::{Error, Result},
    explain::{Stage, explain},
};
use clap::Args;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Shows what is read of a document, stage by stage, with the rule of each finding
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    /// The document, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to show; by default the names marked in the text and the relations between them
    #[arg(long, short, value_enum, value_name = "STAGE")]
    stage: Vec<Stage>,
    /// Directory with further or changed knowledge files (data/lexicon, data/rules, ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
    #[command(flatten)]
    limits: Limits,
}

const EXAMPLES: &str = "Examples:
  hongtu explain data/samples/work-report.txt
  hongtu explain report.txt --stage structure
  hongtu explain plan.pdf --stage document
  hongtu explain news.jsonl#12
  echo TEXT | hongtu explain - --stage words --stage targets";

/// Prints the products of the stages asked for.
///
/// # Errors
/// When the document cannot be read or the knowledge files are malformed.
pub fn run(args: &ExplainArgs) -> Result<Outcome> {
    let document = corpus::read_within(&args.file, &args.file.to_string_lossy(), args.limits)?;
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let stages = if args.stage.is_empty() { &[Stage::Mentions, Stage::Relations][..] } else { &args.stage };
    let shown = explain(&catalog, document, stages);
    let mut out = io::stdout().lock();
    out.write_all(shown.as_bytes()).and_then(|()| out.flush()).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    Ok(Outcome::Done)
}
