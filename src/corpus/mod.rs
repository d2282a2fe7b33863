//! Stage 1, files → documents.
//!
//! 1. [`paths::expand`] turns what the user named into a sorted list of files;
//! 2. [`decode::decode`] turns a file's bytes into text, or says why it cannot;
//! 3. [`read_all`] does both and keeps what went wrong beside what went well.

pub mod decode;
pub mod paths;

use crate::{
    error::{Error, Result},
    finding::{Finding, Severity},
    model::Document,
    span::Span,
};
use paths::Source;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Largest file that is read unless [`Limits`] says otherwise: 256 MiB.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// Bounds on what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest file in bytes; spans hold 32 bits, so more than 1 GiB is never read.
    pub file_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: MAX_FILE_BYTES }
    }
}

/// The documents of a build, and what could not become one.
#[derive(Debug, Default)]
pub struct Corpus {
    /// One document for each distinct content, by path.
    pub documents: Vec<Document>,
    /// What is odd about files, by path: empty ones, repeated contents.
    pub findings: Vec<(String, Finding)>,
    /// Files and directories that could not be read, by path.
    pub errors: Vec<Error>,
}

/// Reads every text file that `inputs` name; one bad file never stops the others.
pub fn read_all(inputs: &[PathBuf], limits: Limits) -> Corpus {
    let (sources, errors) = paths::expand(inputs);
    let mut corpus = Corpus { errors, ..Corpus::default() };
    let mut first_path: BTreeMap<String, String> = BTreeMap::new();
    let read: Vec<Result<Document>> = sources.par_iter().map(|source| read_within(source, limits)).collect();
    for result in read {
        let document = match result {
            Ok(document) => document,
            Err(error) => {
                corpus.errors.push(error);
                continue;
            }
        };
        if document.text.trim().is_empty() {
            corpus.findings.push((document.path.clone(), empty_file()));
        }
        match first_path.get(&document.sha256) {
            Some(first) => corpus.findings.push((document.path.clone(), repeated(first))),
            None => {
                first_path.insert(document.sha256.clone(), document.path.clone());
                corpus.documents.push(document);
            }
        }
    }
    corpus
}

/// Reads one file as a document called `name`.
///
/// # Errors
/// When the file cannot be read, is too large or is no text.
pub fn read(path: &Path, name: &str) -> Result<Document> {
    read_within(&Source { name: name.to_owned(), path: path.to_owned() }, Limits::default())
}

fn read_within(source: &Source, limits: Limits) -> Result<Document> {
    let bytes = bytes(source, limits)?;
    let text = decode::decode(&bytes).map_err(|problem| Error::Input { path: source.path.clone(), problem })?;
    Ok(document(&source.name, &bytes, text))
}

/// The bytes of a file.
///
/// # Errors
/// When the file cannot be read or is too large.
pub(crate) fn bytes(source: &Source, limits: Limits) -> Result<Vec<u8>> {
    let path = &source.path;
    let size = std::fs::metadata(path).map_err(Error::io("cannot read", path))?.len();
    let limit = limits.file_bytes.min(1 << 30);
    if size > limit {
        let problem = format!("holds {size} bytes, more than the limit of {limit}; split it into its documents");
        return Err(Error::Input { path: path.clone(), problem });
    }
    std::fs::read(path).map_err(Error::io("cannot read", path))
}

/// The documents that the bytes of a file hold.
///
/// # Errors
/// When they are no text.
pub(crate) fn documents(source: &Source, bytes: Vec<u8>) -> Result<Vec<Document>> {
    let text = decode::decode(&bytes).map_err(|problem| Error::Input { path: source.path.clone(), problem })?;
    Ok(vec![document(&source.name, &bytes, text)])
}

/// The document called `path` whose bytes decode to `text`.
pub fn document(path: &str, bytes: &[u8], text: String) -> Document {
    let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Document { id: format!("d{}", &sha256[..12]), path: path.to_owned(), sha256, text }
}

fn empty_file() -> Finding {
    Finding {
        severity: Severity::Warning,
        id: "empty-file",
        span: Span::default(),
        message: "the file holds no text".to_owned(),
        hint: "check whether it was saved".to_owned(),
    }
}

fn repeated(first: &str) -> Finding {
    Finding {
        severity: Severity::Note,
        id: "repeated-content",
        span: Span::default(),
        message: format!("the file has the same bytes as {first} and is not read again"),
        hint: "remove one of the two".to_owned(),
    }
}
