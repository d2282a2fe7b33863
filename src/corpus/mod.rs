//! Stage 1, files → documents.
//!
//! 1. [`paths::expand`] turns what the user named into a sorted list of files;
//! 2. [`file::bytes`] reads a file's bytes within a limit, and [`reader`] turns them into text with places in the file, or says why it cannot;
//! 3. [`read_all`] does both and keeps what went wrong beside what went well.

pub mod decode;
mod file;
mod limits;
pub mod paths;
pub mod reader;

pub use limits::{Limits, MAX_FILE_BYTES};

use crate::{
    error::{Error, Result},
    finding::{Finding, Severity},
    model::{Document, Format},
    span::Span,
};
use paths::Source;
use rayon::prelude::*;
use reader::Reading;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

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

/// Reads every file that `inputs` name; one bad file never stops the others.
pub fn read_all(inputs: &[PathBuf], limits: Limits) -> Corpus {
    let (sources, errors) = paths::expand(inputs);
    let mut corpus = Corpus { errors, ..Corpus::default() };
    let mut first_path: BTreeMap<String, String> = BTreeMap::new();
    let read: Vec<Vec<Result<Document>>> = sources.par_iter().map(|source| read_source(source, limits)).collect();
    for result in read.into_iter().flatten() {
        let document = match result {
            Ok(document) => document,
            Err(error) => {
                corpus.errors.push(error);
                continue;
            }
        };
        if let Some(first) = first_path.get(&document.id) {
            corpus.findings.push((document.path.clone(), repeated(first)));
            continue;
        }
        if document.text.trim().is_empty() && document.findings.is_empty() {
            corpus.findings.push((document.path.clone(), empty_file()));
        }
        first_path.insert(document.id.clone(), document.path.clone());
        corpus.documents.push(document);
    }
    corpus
}

fn read_source(source: &Source, limits: Limits) -> Vec<Result<Document>> {
    match bytes(source, limits) {
        Ok(bytes) => documents(source, &bytes, limits),
        Err(error) => vec![Err(error)],
    }
}

/// The bytes of a file.
///
/// # Errors
/// When the file cannot be read or is too large.
pub(crate) fn bytes(source: &Source, limits: Limits) -> Result<Vec<u8>> {
    file::bytes(&source.path, limits.file_bytes)
}

/// The documents that the bytes of a file hold: one, or as many as it has lines of JSON.
pub(crate) fn documents(source: &Source, bytes: &[u8], limits: Limits) -> Vec<Result<Document>> {
    let input = |path: String, problem| Error::Input { path: path.into(), problem };
    let whole = |problem| input(source.path.to_string_lossy().into_owned(), problem);
    match reader::format::detect(&source.name, bytes) {
        Ok(Format::JsonLines) => {
            let line = |(number, line)| {
                let name = format!("{}#{number}", source.name);
                of_format(&name, Format::JsonLines, line, limits).map_err(|problem| input(name, problem))
            };
            reader::lines(bytes).map(line).collect()
        }
        Ok(format) => vec![of_format(&source.name, format, bytes, limits).map_err(whole)],
        Err(problem) => vec![Err(whole(problem))],
    }
}

/// Reads one document called `name`: a file, or a line of a file of JSON Lines, whose number stands behind `#`; `-` is standard input.
///
/// # Errors
/// When the file cannot be read, is too large, is of no format that is read, or holds several documents.
pub fn read(path: &Path, name: &str) -> Result<Document> {
    read_within(path, name, Limits::default())
}

/// Reads one document as [`read`] does, within `limits`.
///
/// # Errors
/// As [`read`].
pub fn read_within(path: &Path, name: &str, limits: Limits) -> Result<Document> {
    let input = |problem: String| Error::Input { path: path.to_owned(), problem };
    if let Some((file, number)) = paths::of_line(path) {
        let bytes = file::bytes(&file, limits.file_bytes)?;
        let line = reader::lines(&bytes).find(|(found, _)| *found == number).map(|(_, line)| line);
        let line = line.ok_or_else(|| input("the file has no such line".to_owned()))?;
        return of_format(name, Format::JsonLines, line, limits).map_err(input);
    }
    let name = if path == Path::new(paths::STANDARD_INPUT) { paths::STANDARD_INPUT_NAME } else { name };
    let source = Source { name: name.to_owned(), path: path.to_owned() };
    let mut documents = read_source(&source, limits);
    match documents.len() {
        1 => documents.remove(0),
        0 => Err(input("holds no line with a document".to_owned())),
        count => Err(input(format!("holds {count} documents; name one by its line, as in {name}#1"))),
    }
}

/// The document called `name` whose bytes are of `format`.
///
/// # Errors
/// A sentence that says what the bytes seem to be and what to do.
pub fn of_format(name: &str, format: Format, bytes: &[u8], limits: Limits) -> std::result::Result<Document, String> {
    let Reading { text, properties, places, tables, findings } = reader::read(format, bytes, limits)?;
    let read = Document { format, properties, places, tables, findings, ..document(name, bytes, text) };
    Ok(match format {
        Format::Text => read,
        // The same bytes may be read in two ways, as their names tell, and are two documents then.
        _ => Document { id: id(&hash(format!("{format} {}", read.sha256).as_bytes())), ..read },
    })
}

/// The document called `path` whose bytes decode to `text`.
pub fn document(path: &str, bytes: &[u8], text: String) -> Document {
    let sha256 = hash(bytes);
    Document { id: id(&sha256), path: path.to_owned(), sha256, text, ..Document::default() }
}

/// SHA-256, hex.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn id(hash: &str) -> String {
    format!("d{}", &hash[..12])
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
