//! `hongtu explain`: what a stage makes of a document.

use super::Outcome;
use crate::{
    catalog::Catalog,
    corpus,
    error::{Error, Result},
    explain::{Stage, explain},
    model::Document,
};
use clap::Args;
use std::{
    io::{self, Read, Write},
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
}

const EXAMPLES: &str = "Examples:
  hongtu explain data/samples/work-report.txt
  hongtu explain report.txt --stage structure
  echo TEXT | hongtu explain - --stage words --stage targets";

/// Prints the products of the stages asked for.
///
/// # Errors
/// When the document cannot be read or the knowledge files are malformed.
pub fn run(args: &ExplainArgs) -> Result<Outcome> {
    let document = document(&args.file)?;
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let stages = if args.stage.is_empty() { &[Stage::Mentions, Stage::Relations][..] } else { &args.stage };
    let shown = explain(&catalog, document, stages);
    let mut out = io::stdout().lock();
    out.write_all(shown.as_bytes()).and_then(|()| out.flush()).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    Ok(Outcome::Done)
}

fn document(file: &Path) -> Result<Document> {
    if file != Path::new("-") {
        return corpus::read(file, &file.to_string_lossy());
    }
    let input = Path::new("standard input");
    let mut bytes = Vec::new();
    let limit = corpus::MAX_FILE_BYTES;
    io::stdin().lock().take(limit + 1).read_to_end(&mut bytes).map_err(Error::io("cannot read", input))?;
    if bytes.len() as u64 > limit {
        return Err(Error::Input { path: input.to_owned(), problem: format!("holds more than the limit of {limit} bytes") });
    }
    let text = corpus::decode::decode(&bytes).map_err(|problem| Error::Input { path: input.to_owned(), problem })?;
    Ok(corpus::document("standard input", &bytes, text))
}
