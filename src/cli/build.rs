//! `hongtu build`: documents → output directory.

use super::Outcome;
use crate::{
    catalog::Catalog,
    corpus,
    error::{Error, Result},
    extract,
    graph::{self, Part},
    model::Document,
    write::{atomic::FileSet, json},
};
use clap::Args;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Reads documents and writes their knowledge graph
#[derive(Args, Debug)]
pub struct BuildArgs {
    /// Files, or directories that are read with all below them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Directory for the results
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    out: PathBuf,
    /// Directory with further or changed knowledge files (data/lexicon, data/rules, ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
    /// Threads; as many as the machine has, where not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

/// Builds the graph of all documents and writes every output file.
///
/// # Errors
/// When nothing could be read, the knowledge files are malformed, or the output cannot be written.
pub fn run(args: BuildArgs) -> Result<Outcome> {
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let (documents, errors) = read_all(&args.paths);
    for error in &errors {
        eprintln!("error: {error}");
    }
    let parts = in_threads(args.threads, || documents.into_par_iter().map(|document| part(&catalog, document)).collect())?;
    let graph = graph::merge(parts);
    let mut files = FileSet::new(&args.out)?;
    files.add("graph.json", |out| json::write(&graph, out))?;
    files.commit()?;
    eprintln!(
        "{} documents, {} entities, {} statements, {} targets",
        graph.documents.len(),
        graph.graph.node_count(),
        graph.graph.edge_count(),
        graph.targets.len()
    );
    Ok(if errors.is_empty() { Outcome::Done } else { Outcome::Partial })
}

fn part(catalog: &Catalog, document: Document) -> Part {
    Part::of(catalog, &extract::analyse(catalog, document))
}

fn in_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    Ok(pool.map_err(|error| Error::Query(format!("cannot start threads: {error}")))?.install(work))
}

fn read_all(paths: &[PathBuf]) -> (Vec<Document>, Vec<Error>) {
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        if let Err(error) = read_below(path, &mut documents, &mut errors) {
            errors.push(error);
        }
    }
    (documents, errors)
}

fn read_below(path: &Path, documents: &mut Vec<Document>, errors: &mut Vec<Error>) -> Result<()> {
    if !path.is_dir() {
        documents.push(corpus::read(path, &path.to_string_lossy())?);
        return Ok(());
    }
    let entries = std::fs::read_dir(path).and_then(|entries| entries.collect::<std::io::Result<Vec<_>>>());
    let mut inner: Vec<PathBuf> = entries.map_err(Error::io("cannot read", path))?.into_iter().map(|entry| entry.path()).collect();
    inner.sort();
    for path in inner.iter().filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "txt")) {
        if let Err(error) = read_below(path, documents, errors) {
            errors.push(error);
        }
    }
    Ok(())
}
