//! `hongtu ontology`: the vocabulary as a page to read, as Turtle, or as shapes.

use super::Outcome;
use crate::{
    catalog::{ontology::Ontology, source::Sources},
    error::{Error, Result},
    reason::derive,
    write::{atomic, vocabulary_page},
};
use clap::Args;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Prints the vocabulary of the RDF: as a page for a browser, as Turtle, or as shapes
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct OntologyArgs {
    /// The ontology itself, in Turtle
    #[arg(long, conflicts_with = "shapes")]
    turtle: bool,
    /// What each relation may join, as shapes in SHACL Core
    #[arg(long)]
    shapes: bool,
    /// File to write; standard output, where not given
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Directory with further or changed knowledge files (ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  hongtu ontology --out ontology.html      a page for a browser, with an anchor for each term
  hongtu ontology --turtle                 ontology/hongtu.ttl
  hongtu ontology --shapes                 ontology/shapes/relations.ttl";

/// Writes the vocabulary in the form asked for.
///
/// # Errors
/// When the ontology is malformed or the file cannot be written.
pub fn run(args: &OntologyArgs) -> Result<Outcome> {
    let mut sources = Sources::built_in();
    if let Some(directory) = &args.catalog {
        sources.extend(directory)?;
    }
    let content = if args.turtle {
        sources.get("ontology/hongtu.ttl").unwrap_or_default().to_owned()
    } else if args.shapes {
        let mut defects = Vec::new();
        let ontology = Ontology::load(&sources, &mut defects);
        if !defects.is_empty() {
            return Err(Error::Knowledge(defects));
        }
        derive::relations(&ontology)
    } else {
        vocabulary_page::write(sources.get("ontology/hongtu.ttl").unwrap_or_default())?
    };
    match &args.out {
        Some(path) => atomic::write(path, content.as_bytes())?,
        None => {
            let mut out = io::stdout().lock();
            out.write_all(content.as_bytes())
                .and_then(|()| out.flush())
                .map_err(Error::io("cannot write to", Path::new("standard output")))?;
        }
    }
    Ok(Outcome::Done)
}
