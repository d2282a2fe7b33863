//! `manifest.json`: which files were read, which documents they held, and what was kept of those.

use super::FORMAT;
use crate::{
    corpus::Limits,
    decision::{Decisions, Source},
    error::{Error, Result},
    write::{atomic, iri::Iris, rdf::Form},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, path::Path};

/// Its name in the output directory.
pub const FILE: &str = "manifest.json";

/// What the files of an output directory were made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// How they were made.
    #[serde(flatten)]
    pub settings: Settings,
    /// The files that were read, by path.
    pub files: Vec<FileEntry>,
    /// Messages about files that could not be read, sorted.
    pub unread: Vec<String>,
    /// The documents that the files held, by id.
    pub documents: Vec<Kept>,
}

/// What output files depend on beside the documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Version of the rules.
    pub catalog: String,
    /// What the IRIs begin with.
    pub base: String,
    /// Bounds on what was read.
    pub limits: Limits,
    /// How RDF gives evidence.
    pub rdf: Form,
    /// What people decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Source>,
    /// The output files that are wanted; where none is named, all are.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub only: BTreeSet<Output>,
}

/// A file that tells of all documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    /// graph.json, the graph for programs
    Json,
    /// graph.ttl, entities and plain relations
    Ttl,
    /// graph.trig, everything with evidence, for queries
    Trig,
    /// graph.dot, a picture
    Dot,
    /// report.md, counts, findings, coverage
    Report,
}

impl Output {
    /// Every output, in the order in which they are written.
    pub const ALL: [Self; 5] = [Self::Json, Self::Ttl, Self::Trig, Self::Dot, Self::Report];

    /// The name of the file.
    pub fn file(self) -> &'static str {
        match self {
            Self::Json => "graph.json",
            Self::Ttl => "graph.ttl",
            Self::Trig => "graph.trig",
            Self::Dot => "graph.dot",
            Self::Report => "report.md",
        }
    }
}

impl Settings {
    /// Whether an output is wanted.
    pub fn wants(&self, output: Output) -> bool {
        self.only.is_empty() || self.only.contains(&output)
    }

    /// Makes the IRIs.
    ///
    /// # Errors
    /// When the base cannot be one.
    pub fn iris(&self) -> Result<Iris> {
        Iris::new(&self.base)
    }

    /// What people decided.
    ///
    /// # Errors
    /// When the text is no file of decisions.
    pub fn decisions(&self) -> Result<Decisions> {
        self.decisions.as_ref().map_or_else(|| Ok(Decisions::default()), Decisions::parse)
    }
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path as the user gave it, or below the directory that the user gave, with `/`.
    pub path: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// The documents that it held.
    pub documents: Vec<DocumentEntry>,
    /// Whether something in it could not be read, so that an update reads it again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incomplete: bool,
}

/// A document in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentEntry {
    /// Its id.
    pub id: String,
    /// Its path: that of the file or, where a file holds several, of its place in it.
    pub path: String,
}

/// A document of which something was kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// SHA-256 of the file that keeps it, hex.
    pub product: String,
}

impl Manifest {
    /// Reads the manifest of an output directory; none where it has none.
    ///
    /// # Errors
    /// When it cannot be read, is malformed or of another version.
    pub fn read(directory: &Path) -> Result<Option<Self>> {
        atomic::recover(directory)?;
        let path = directory.join(FILE);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("cannot read", &path)(error)),
        };
        let manifest: Self = serde_json::from_slice(&bytes).map_err(|error| {
            let problem = format!("not a manifest that this version of `hongtu build` wrote: {error}; build again");
            Error::Input { path: path.clone(), problem }
        })?;
        if manifest.format != FORMAT {
            return Err(Error::Input { path, problem: super::other_version(manifest.format) });
        }
        Ok(Some(manifest))
    }

    /// Reads the manifest of a directory that must have one.
    ///
    /// # Errors
    /// When it has none, or it is malformed or of another version.
    pub fn open(directory: &Path) -> Result<Self> {
        Self::read(directory)?.ok_or_else(|| Error::Input {
            path: directory.to_owned(),
            problem: format!("has no {FILE}: not a directory that `hongtu build` wrote"),
        })
    }

    /// The bytes of its file, one record a line.
    pub fn to_bytes(&self) -> Vec<u8> {
        let settings = json(&self.settings);
        let settings = &settings[1..settings.len() - 1];
        let [files, unread, documents] = [lines(&self.files), lines(&self.unread), lines(&self.documents)];
        format!("{{\"format\":{},{settings},\n\"files\":{files},\n\"unread\":{unread},\n\"documents\":{documents}}}\n", self.format)
            .into_bytes()
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("all keys are strings")
}

/// A list with one record a line.
fn lines<T: Serialize>(records: &[T]) -> String {
    let records: Vec<String> = records.iter().map(json).collect();
    if records.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", records.join(",\n")) }
}
