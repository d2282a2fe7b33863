//! Documents ⇄ output directory: a build from nothing, an update, a removal, a merge of directories.
//!
//! All of them end alike: [`Gathered`] holds what every document adds, and [`write`](outputs::write_all) makes every output file from that, so that the
//! files depend on the documents alone and not on the way that led to them.

mod gather;
mod outputs;
mod read;

pub use gather::Gathered;
pub use read::Step;

use crate::{
    catalog::Catalog,
    coverage::Coverage,
    error::{Error, Result},
    graph::KnowledgeGraph,
    product::{Manifest, Settings},
    write::{atomic::FileSet, report::PlacedFinding},
};
use read::Known;
use std::path::{Path, PathBuf};

/// What a build reads and where it writes.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Files, and directories that are read with all below them.
    pub inputs: &'a [PathBuf],
    /// The output directory.
    pub out: &'a Path,
    /// How the outputs are made.
    pub settings: Settings,
    /// Whether documents that the output directory knows already are not read again.
    pub update: bool,
}

/// What was built.
#[derive(Debug)]
pub struct Built {
    /// The graph.
    pub graph: KnowledgeGraph,
    /// Coverage of each document.
    pub coverage: Vec<Coverage>,
    /// What is odd.
    pub findings: Vec<PlacedFinding>,
    /// Messages about files that could not be read.
    pub unread: Vec<String>,
    /// The files written, products apart.
    pub written: Vec<PathBuf>,
    /// How many documents were read, and not taken from what was kept.
    pub read: usize,
}

/// Reads all documents of `request` and writes every output file.
///
/// # Errors
/// When nothing could be read or the output cannot be written.
pub fn build(catalog: &Catalog, request: &Request<'_>, watch: &(dyn Fn(Step) + Sync)) -> Result<Built> {
    let mut files = FileSet::new(request.out)?;
    // A manifest that cannot be used is as good as none: everything is read again.
    let before = Manifest::read(request.out).ok().flatten().filter(|before| {
        let settings = &before.settings;
        request.update && settings.catalog == catalog.version && settings.limits == request.settings.limits
    });
    let known = Known::of(before.as_ref());
    let read = read::read_all(catalog, &files, request, &known, watch)?;
    for message in &read.unread {
        watch(Step::Failed(message));
    }
    if read.documents.is_empty() {
        let path = request.inputs.first().cloned().unwrap_or_default();
        return Err(Error::Input { path, problem: "no document could be read; nothing was written".to_owned() });
    }
    let gathered = Gathered::new(request.settings.clone(), read.files, read.unread, read.documents);
    outputs::write_all(catalog, &mut files, gathered, request.out).and_then(|built| outputs::commit(files, built))
}
