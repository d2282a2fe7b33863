//! A data set in a file: found in a directory, read quad by quad, with the line and column of what is malformed.

pub(crate) mod guard;

use crate::{
    error::{Error, Result},
    write::{atomic, rdf::vocabulary},
};
use oxigraph::{
    io::{RdfFormat, RdfParser, RdfSyntaxError},
    model::{NamedOrBlankNode, Quad, Term, vocab::rdf},
};
use std::{
    cell::Cell,
    io::{self, Read},
    path::{Path, PathBuf},
};

/// Files that hold a whole data set, the first that exists being read.
const FILES: [(&str, RdfFormat); 2] = [("graph.trig", RdfFormat::TriG), ("graph.nq", RdfFormat::NQuads)];

/// A file with RDF, in memory.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The file.
    pub path: PathBuf,
    /// Its format.
    pub format: RdfFormat,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl DataFile {
    /// Reads the data set of a directory that `hongtu build` wrote, or a file whose name tells its format.
    ///
    /// # Errors
    /// When there is none, it cannot be read, or it would hurt the parser.
    pub fn open(place: &Path) -> Result<Self> {
        if place.is_dir() {
            atomic::recover(place)?;
        }
        let (path, format) = find(place)?;
        let bytes = std::fs::read(&path).map_err(Error::io("cannot read", &path))?;
        guard::refuse(&bytes, format).map_err(|problem| Error::Input { path: path.clone(), problem })?;
        Ok(Self { path, format, bytes })
    }

    /// The quads, in the file's order; the first defect is an error with its line and column, after which nothing should be used.
    pub fn quads(&self) -> impl Iterator<Item = Result<Quad>> + '_ {
        let parser = RdfParser::from_format(self.format).for_slice(&self.bytes);
        parser.map(|quad| quad.map_err(|error| self.malformed(&error)))
    }

    /// What the IRIs of the data set begin with: what `id:` stands for, else what stands before the local part of a source document's IRI.
    ///
    /// # Errors
    /// When the data set is malformed before it tells.
    pub fn base(&self) -> Result<Option<String>> {
        let mut parser = RdfParser::from_format(self.format).for_slice(&self.bytes);
        while let Some(quad) = parser.next() {
            let quad = quad.map_err(|error| self.malformed(&error))?;
            if let Some((_, namespace)) = parser.prefixes().find(|(prefix, _)| *prefix == "id") {
                return Ok(Some(namespace.to_owned()));
            }
            if let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(class)) = (&quad.subject, &quad.object)
                && quad.predicate == rdf::TYPE
                && class.as_ref() == vocabulary::SOURCE_DOCUMENT
                && let Some(at) = subject.as_str().rfind("source-")
            {
                return Ok(Some(subject.as_str()[..at].to_owned()));
            }
        }
        Ok(None)
    }

    /// The error about a defect of the file.
    pub fn malformed(&self, error: &RdfSyntaxError) -> Error {
        let problem = syntax_problem(error);
        let problem = if error.location().is_none() { format!("{}: {problem}", self.place_of_defect()) } else { problem };
        Error::Input { path: self.path.clone(), problem }
    }

    /// How far the file must be read to meet its first defect, for the parsers that do not tell.
    fn place_of_defect(&self) -> String {
        let read = Cell::new(0);
        let mut quads = RdfParser::from_format(self.format).for_reader(ByteByByte { bytes: &self.bytes, read: &read });
        _ = quads.find(|quad| quad.is_err());
        guard::place(&self.bytes[..read.get().saturating_sub(1)])
    }
}

/// Hands on one byte at a time, so that it is known which one a reader took last.
struct ByteByByte<'a> {
    bytes: &'a [u8],
    read: &'a Cell<usize>,
}

impl Read for ByteByByte<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (Some(byte), Some(place)) = (self.bytes.get(self.read.get()), buffer.first_mut()) else { return Ok(0) };
        *place = *byte;
        self.read.set(self.read.get() + 1);
        Ok(1)
    }
}

/// What is malformed, and at which line and column.
pub fn syntax_problem(error: &RdfSyntaxError) -> String {
    let Some(range) = error.location() else { return error.to_string() };
    let message = error.to_string();
    // The parsers spell the place in front of the problem, each in its own way.
    let problem = message.strip_prefix("Parser error ").and_then(|rest| rest.split_once(": ")).map_or(&*message, |(_, problem)| problem);
    format!("line {}, column {}: {problem}", range.start.line + 1, range.start.column + 1)
}

fn find(place: &Path) -> Result<(PathBuf, RdfFormat)> {
    if place.is_file() {
        let format = place.extension().and_then(|end| RdfFormat::from_extension(&end.to_string_lossy()));
        let problem = || "its name ends in no known RDF format; graph.trig and graph.nq are what a build writes".to_owned();
        return format.map(|format| (place.to_owned(), format)).ok_or_else(|| Error::Input { path: place.to_owned(), problem: problem() });
    }
    let found = FILES.into_iter().map(|(name, format)| (place.join(name), format)).find(|(path, _)| path.is_file());
    found.ok_or_else(|| Error::Input {
        path: place.to_owned(),
        problem: "no graph.trig or graph.nq here; `hongtu build PATH` writes one, and --data names its directory".to_owned(),
    })
}
