//! `hongtu word-classes`: groups words by the company they keep in a large corpus.

use super::Outcome;
use crate::{
    catalog::Catalog,
    corpus,
    error::{Error, Result},
    train,
};
use clap::Args;
use std::path::PathBuf;

/// Group the words of the dictionary by the company they keep in a corpus without annotation
///
/// The model that tells names from generic phrases looks at these classes, so that a word that no annotated document has is judged by words
/// that stand in like places. The same corpus gives the same file. Run `hongtu train` afterwards, and `hongtu check`.
#[derive(Debug, Args)]
pub struct WordClassesArgs {
    /// Files and directories of the corpus.
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Where to write the classes.
    #[arg(long, default_value = crate::catalog::company::FILE)]
    out: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &WordClassesArgs) -> Result<Outcome> {
    let catalog = Catalog::built_in()?;
    let corpus = corpus::read_all(&args.inputs, corpus::Limits::default());
    for error in &corpus.errors {
        eprintln!("warning: {error}");
    }
    let text = train::company::word_classes(&catalog, &corpus.documents);
    std::fs::write(&args.out, text).map_err(Error::io("cannot write", &args.out))?;
    Ok(if corpus.errors.is_empty() { Outcome::Done } else { Outcome::Partial })
}
