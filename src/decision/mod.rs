//! What people decided about things and statements: a file under version control, applied whenever documents are merged.
//!
//! 1. [`Decisions::parse`] reads the file, with the line of each decision;
//! 2. [`apply`](apply::apply) carries them out on what documents add, before that is merged, and counts what each did;
//! 3. [`append`] adds one to the text of a file and leaves the rest of it as it is.
//!
//! Things are named by their ids in graph.json or by their keys, statements by the local part of their IRIs, mentions as `DOCUMENT:START-END`: names that
//! depend on what documents say and not on what else is read, so that a decision holds in every later build.

mod apply;
mod file;

pub(crate) use apply::{Applied, apply};
pub use file::append;

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::{fmt, path::Path};

/// The file that is read where none is named, in the current directory.
pub const DEFAULT_FILE: &str = "decisions.toml";
/// Largest file of decisions, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// All decisions, in the order of their lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The file that they stand in.
    pub path: String,
    /// The decisions.
    pub list: Vec<Decision>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its line, from 1.
    pub line: usize,
    /// What was decided.
    pub verdict: Verdict,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// These are one thing, which goes by the first of these names.
    Same(Vec<String>),
    /// No two of these are one thing.
    Different(Vec<String>),
    /// In these documents, what is taken for the thing is another one.
    Apart(String, Vec<String>),
    /// The thing is called so.
    Rename(String, String),
    /// The thing is called so as well.
    Alias(String, String),
    /// The statement is not to be made.
    RejectStatement(String),
    /// These characters do not name the thing.
    RejectMention(Place),
}

/// Some characters of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Id of the document.
    pub document: String,
    /// First code point, from 0.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl std::str::FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let parts = text.split_once(':').and_then(|(document, place)| Some((document, place.split_once('-')?)));
        let parsed = parts.and_then(|(document, (start, end))| {
            Some(Self { document: document.to_owned(), start: start.parse().ok()?, end: end.parse().ok()? })
        });
        parsed.filter(|place| place.start < place.end).ok_or_else(|| format!("`{text}` is no place: DOCUMENT:START-END, in code points"))
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same(things) => write!(f, "same: {}", things.join(" = ")),
            Self::Different(things) => write!(f, "different: {}", things.join(" \u{2260} ")),
            Self::Apart(thing, documents) => write!(f, "different: {thing} in {}", documents.join(", ")),
            Self::Rename(thing, name) => write!(f, "rename: {thing} to {name}"),
            Self::Alias(thing, name) => write!(f, "alias: {thing} is also {name}"),
            Self::RejectStatement(statement) => write!(f, "reject: {statement}"),
            Self::RejectMention(Place { document, start, end }) => write!(f, "reject: {document}:{start}-{end}"),
        }
    }
}

/// What a decision did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Its line.
    pub line: usize,
    /// What was decided, in words.
    pub decision: String,
    /// How many entities, statements or mentions of single documents it changed.
    pub times: usize,
    /// Why it was not carried out, or what is wrong with it.
    pub problem: Option<String>,
}

/// The text of decisions with the path of its file, as a manifest keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// Reads the file that the user named, or the default one where that is there.
    ///
    /// # Errors
    /// When the file cannot be read or is no file of decisions.
    pub fn find(named: Option<&Path>) -> Result<Option<Self>> {
        let path = match named {
            Some(path) => path,
            None if Path::new(DEFAULT_FILE).is_file() => Path::new(DEFAULT_FILE),
            None => return Ok(None),
        };
        let size = std::fs::metadata(path).map_err(Error::io("cannot read", path))?.len();
        if size > MAX_BYTES {
            let problem = format!("holds {size} bytes, more than the limit of {MAX_BYTES}");
            return Err(Error::Input { path: path.to_owned(), problem });
        }
        let text = std::fs::read_to_string(path).map_err(Error::io("cannot read", path))?;
        let source = Self { path: path.to_string_lossy().replace('\\', "/"), text };
        Decisions::parse(&source)?;
        Ok(Some(source))
    }
}
