//! Files → products, in parallel and one document at a time, so that no more than a few texts are in memory.

use super::{Request, gather::Document};
use crate::{
    catalog::Catalog,
    corpus::{self, paths::Source},
    error::{Error, Result},
    interrupt,
    product::{self, DocumentEntry, FileEntry, Manifest, Product},
    write::atomic::FileSet,
};
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

/// What is told while documents are read.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// So many files with so many bytes are to be read.
    Begun {
        /// Files.
        files: u64,
        /// Their bytes.
        bytes: u64,
    },
    /// A file with so many bytes was read.
    Read(u64),
    /// Reading is over; outputs are written.
    Writing,
    /// A file could not be read.
    Failed(&'a str),
}

/// What reading gave.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) files: Vec<FileEntry>,
    pub(super) documents: Vec<Document>,
    pub(super) unread: Vec<String>,
}

/// Reads every file that the request names; one bad file never stops the others.
///
/// # Errors
/// When the output directory takes no more files.
pub(super) fn read_all(
    catalog: &Catalog,
    files: &FileSet,
    request: &Request<'_>,
    known: &Known<'_>,
    watch: &(dyn Fn(Step) + Sync),
) -> Result<Read> {
    let (sources, errors) = corpus::paths::expand(request.inputs);
    let size = |source: &Source| std::fs::metadata(&source.path).map_or(0, |data| data.len());
    watch(Step::Begun { files: sources.len() as u64, bytes: sources.iter().map(size).sum() });
    let reader = Reader { catalog, files, request, known };
    let results: Vec<std::result::Result<One, Failure>> = sources
        .par_iter()
        .map(|source| {
            let result = reader.file(source);
            watch(Step::Read(size(source)));
            result
        })
        .collect();
    let mut read = Read { unread: errors.iter().map(ToString::to_string).collect(), ..Read::default() };
    for result in results {
        match result {
            Ok(one) => {
                read.files.push(one.entry);
                read.documents.extend(one.documents);
                read.unread.extend(one.failed);
            }
            Err(Failure::Input(error)) => read.unread.push(error.to_string()),
            Err(Failure::Output(error)) => return Err(error),
        }
    }
    watch(Step::Writing);
    Ok(read)
}

/// Why a file gave nothing.
enum Failure {
    /// It cannot be read, or the program fails on it.
    Input(Error),
    /// What it gives cannot be written.
    Output(Error),
}

/// What is kept from an earlier build, by what a file was read from.
pub(super) struct Known<'a> {
    /// The documents of a file by its hash and the ending of its name, which may tell how it is read.
    files: BTreeMap<(&'a str, String), &'a FileEntry>,
    products: BTreeMap<&'a str, &'a str>,
}

impl<'a> Known<'a> {
    pub(super) fn of(manifest: Option<&'a Manifest>) -> Self {
        let mut known = Self { files: BTreeMap::new(), products: BTreeMap::new() };
        for file in manifest.map_or(&[][..], |manifest| &manifest.files) {
            if !file.incomplete {
                known.files.insert((&file.sha256, ending(&file.path)), file);
            }
        }
        for kept in manifest.map_or(&[][..], |manifest| &manifest.documents) {
            known.products.insert(&kept.id, &kept.product);
        }
        known
    }
}

fn ending(path: &str) -> String {
    path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

/// What one file gave.
struct One {
    entry: FileEntry,
    documents: Vec<Document>,
    failed: Vec<String>,
}

struct Reader<'a> {
    catalog: &'a Catalog,
    files: &'a FileSet,
    request: &'a Request<'a>,
    known: &'a Known<'a>,
}

impl Reader<'_> {
    fn file(&self, source: &Source) -> std::result::Result<One, Failure> {
        interrupt::check().map_err(Failure::Output)?;
        let limits = self.request.settings.limits;
        let bytes = corpus::bytes(source, limits).map_err(Failure::Input)?;
        let sha256 = product::hash(&bytes);
        let entry = |documents| FileEntry { path: source.name.clone(), sha256: sha256.clone(), documents, incomplete: false };
        if let Some((known, documents)) = self.kept(&sha256, source) {
            // Behind the file's name stands where in the file the document does.
            let named = known.documents.iter().map(|document| {
                let within = document.path.strip_prefix(&known.path).unwrap_or_default();
                DocumentEntry { id: document.id.clone(), path: format!("{}{within}", source.name) }
            });
            return Ok(One { entry: entry(named.collect()), documents, failed: Vec::new() });
        }
        let mut one = One { entry: entry(Vec::new()), documents: Vec::new(), failed: Vec::new() };
        for document in corpus::documents(source, &bytes, limits) {
            interrupt::check().map_err(Failure::Output)?;
            let document = match document {
                Ok(document) => document,
                Err(error) => {
                    one.failed.push(error.to_string());
                    continue;
                }
            };
            let (id, path) = (document.id.clone(), document.path.clone());
            match self.document(document) {
                Ok(document) => {
                    one.documents.push(document);
                    one.entry.documents.push(DocumentEntry { id, path });
                }
                Err(Failure::Input(error)) => one.failed.push(error.to_string()),
                Err(failure) => return Err(failure),
            }
        }
        one.entry.incomplete = !one.failed.is_empty();
        Ok(one)
    }

    /// The documents of a file that was read before with the same rules; none where one of them is damaged, so that all are read again.
    fn kept(&self, sha256: &str, source: &Source) -> Option<(&FileEntry, Vec<Document>)> {
        let known = self.known.files.get(&(sha256, ending(&source.name)))?;
        let kept = |entry: &DocumentEntry| Document::kept(self.request.out, &entry.id, self.known.products.get(entry.id.as_str())?).ok();
        Some((known, known.documents.iter().map(kept).collect::<Option<_>>()?))
    }

    /// Reads one document; a failure of the program on it must not cost the others.
    fn document(&self, document: crate::model::Document) -> std::result::Result<Document, Failure> {
        let path = PathBuf::from(&document.path);
        let defect = || Error::Input { path, problem: "hongtu failed on this document, which is a defect of hongtu".to_owned() };
        let product = catch_unwind(AssertUnwindSafe(|| Product::of(self.catalog, document))).map_err(|_| Failure::Input(defect()))?;
        let bytes = product.to_bytes();
        let staged = self.files.stage(&product::name(&product.id), &bytes).map_err(Failure::Output)?;
        Ok(Document::new(product, product::hash(&bytes), staged))
    }
}
