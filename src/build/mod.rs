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
    decision::{Source, Use},
    error::{Error, Result},
    graph::KnowledgeGraph,
    product::{Kept, Manifest, Settings},
    write::{atomic::FileSet, report::PlacedFinding},
};
use gather::Document;
use rayon::prelude::*;
use read::Known;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

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
    /// What each decision did.
    pub decided: Vec<Use>,
    /// Messages about files that could not be read.
    pub unread: Vec<String>,
    /// The files written, products apart.
    pub written: Vec<PathBuf>,
    /// How many those are.
    outputs: usize,
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

/// Takes documents out of the output directory `out`, which then is as if they had never been read.
///
/// `named` are paths of files or ids of documents; `decisions` stand in place of those that the directory was made with.
///
/// # Errors
/// When `out` knows no such document, would be left without any, was made with other rules, or cannot be written.
pub fn remove(catalog: &Catalog, out: &Path, named: &[String], decisions: Option<Source>) -> Result<Built> {
    let mut files = FileSet::new(out)?;
    let mut manifest = Manifest::open(out)?;
    same_rules(catalog, &manifest, out)?;
    for name in named {
        let name = name.strip_prefix("./").unwrap_or(name);
        let mut gone = Vec::new();
        manifest.files.retain_mut(|file| {
            let held = file.documents.len();
            file.documents.retain(|document| file.path != name && document.path != name && document.id != name);
            let stays = file.path != name && (held == 0 || !file.documents.is_empty());
            if !stays || file.documents.len() < held {
                gone.push(file.path.clone());
            }
            stays
        });
        if gone.is_empty() {
            let paths = manifest.files.iter().flat_map(|file| &file.documents).map(|document| document.path.as_str());
            return Err(Error::Query(format!("{} has no such document: {}", out.display(), crate::text::unknown(name, paths))));
        }
        // What could not be read of a file goes with the file.
        let left: BTreeSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        gone.retain(|path| !left.contains(path.as_str()));
        let is_about =
            |message: &String| gone.iter().any(|path| message.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with([':', '#'])));
        manifest.unread.retain(|message| !is_about(message));
    }
    let settings = Settings { decisions: decisions.or(manifest.settings.decisions.take()), ..manifest.settings };
    let left: BTreeSet<&str> = manifest.files.iter().flat_map(|file| &file.documents).map(|document| document.id.as_str()).collect();
    if left.is_empty() {
        let problem = "no document would be left; remove the directory instead".to_owned();
        return Err(Error::Input { path: out.to_owned(), problem });
    }
    let kept: Vec<&Kept> = manifest.documents.iter().filter(|kept| left.contains(kept.id.as_str())).collect();
    let documents = kept.into_par_iter().map(|kept| Document::kept(out, &kept.id, &kept.product)).collect::<Result<Vec<_>>>()?;
    let gathered = Gathered::new(settings, manifest.files, manifest.unread, documents);
    outputs::write_all(catalog, &mut files, gathered, out).and_then(|built| outputs::commit(files, built))
}

/// Makes of several output directories the one that a build over all their documents makes.
///
/// # Errors
/// When the directories were made with different rules or options, or one cannot be read or written.
pub fn merge(catalog: &Catalog, inputs: &[PathBuf], out: &Path, decisions: Option<Source>) -> Result<Built> {
    let mut files = FileSet::new(out)?;
    let manifests = inputs.iter().map(|input| Manifest::open(input)).collect::<Result<Vec<_>>>()?;
    let (mut all, mut unread) = (Vec::new(), Vec::new());
    let mut products: BTreeMap<String, (&Path, String)> = BTreeMap::new();
    let mut settings: Option<Settings> = None;
    for (input, manifest) in inputs.iter().zip(manifests) {
        same_rules(catalog, &manifest, input)?;
        let own = Settings { decisions: decisions.clone().or(manifest.settings.decisions.clone()), ..manifest.settings };
        if let Some(first) = settings.as_ref().filter(|first| **first != own) {
            return Err(Error::Input { path: input.clone(), problem: differs(first, &own, &inputs[0]) });
        }
        settings = Some(own);
        all.extend(manifest.files);
        unread.extend(manifest.unread);
        for kept in manifest.documents {
            products.entry(kept.id).or_insert((input, kept.product));
        }
    }
    let Some(settings) = settings else { return Err(Error::Query("name the directories to merge".to_owned())) };
    let staged = |(id, (input, hash)): (&String, &(&Path, String))| Document::copied(&files, input, id, hash);
    let documents = products.par_iter().map(staged).collect::<Result<Vec<_>>>()?;
    let gathered = Gathered::new(settings, all, unread, documents);
    outputs::write_all(catalog, &mut files, gathered, out).and_then(|built| outputs::commit(files, built))
}

/// Whether the directory was made with the rules of `catalog`.
fn same_rules(catalog: &Catalog, manifest: &Manifest, directory: &Path) -> Result<()> {
    let made_with = &manifest.settings.catalog;
    if *made_with == catalog.version {
        return Ok(());
    }
    let short = |version: &str| version.get(..16).unwrap_or(version).to_owned();
    let problem = format!(
        "was made with the rules of version {}, but this program has {}; --catalog adds yours, or build it again",
        short(made_with),
        short(&catalog.version)
    );
    Err(Error::Input { path: directory.to_owned(), problem })
}

/// In what two directories differ that must not.
fn differs(first: &Settings, other: &Settings, named: &Path) -> String {
    let what = match () {
        () if first.base != other.base => "--base-iri",
        () if first.rdf != other.rdf => "--rdf",
        () if first.decisions != other.decisions => "--decisions",
        () => "limit on what is read",
    };
    format!("was built with another {what} than {}; build one of them again, so that both are alike", named.display())
}
