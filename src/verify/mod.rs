//! A data set against the sources that it was read from: every statement again, by whoever has both.
//!
//! 1. [`claim`]: what the data set says of its documents, passages and rules.
//! 2. [`source`]: the files of those documents, by path, with the hash that the data set gives.
//! 3. [`again`]: the documents read once more with the rules of this program. A file that is byte for byte what this program writes of them holds
//!    as a whole; of any other, every quad is compared, and [`passage`] holds each quotation against the characters at its place and each rule
//!    against the rule book, without code of the writers.
//! 4. [`canonical`]: the hash of the data set, the same for every spelling of it.
//! 5. The files beside the data set that say the same: other RDF formats, the readable Turtle, `graph.json`.

mod again;
mod canonical;
mod claim;
mod passage;
mod source;

use crate::{catalog::Catalog, data_file::DataFile, decision::Decisions, error::Result};
use again::{Again, Counted};
use claim::Claims;
use oxigraph::io::RdfFormat;
use std::path::{Path, PathBuf};

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The document, passage, statement or other resource; the local part of its IRI where it is one of the data set's.
    pub about: String,
    /// A sentence that says what is wrong.
    pub message: String,
}

/// What was checked, and what does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Quads of the data set.
    pub quads: usize,
    /// Source documents that it names.
    pub documents: usize,
    /// Statements with evidence, figures among them.
    pub statements: usize,
    /// Passages, each with its place and quotation.
    pub passages: usize,
    /// SHA-256 of the canonical form (RDFC-1.0) of the data set, hex.
    pub hash: String,
    /// Everything that does not hold, in order; empty where all does.
    pub problems: Vec<Problem>,
    /// Names of the files beside the data set that were compared with the sources as well.
    pub compared: Vec<String>,
    /// Names of those that were not.
    pub uncompared: Vec<String>,
}

/// Where the sources are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sources {
    /// At the paths that the data set gives, as when it was built.
    WhereRead,
    /// Below a directory, at those paths or the ends of them.
    Below(PathBuf),
}

/// What is verified, and against what.
#[derive(Clone, Debug)]
pub struct Request {
    /// The data set.
    pub file: DataFile,
    /// Files beside it that tell of the same documents.
    pub beside: Vec<PathBuf>,
    /// Where the documents are.
    pub sources: Sources,
    /// What people decided when it was built.
    pub decisions: Decisions,
}

/// Checks every statement of a data set against its sources, read again as people decided.
///
/// # Errors
/// When a file is malformed, with its line and column, or no data set of this program.
pub fn verify(catalog: &Catalog, request: &Request) -> Result<Verification> {
    let Request { file, beside, sources, decisions } = request;
    let mut problems = Vec::new();
    let mut claims = Claims::head(file).or_else(|_| Claims::read(file))?;
    let read = |claims: &Claims, problems: &mut Vec<Problem>| {
        let found = source::find(claims, sources, problems);
        Again::read(catalog, claims, found, decisions)
    };
    let mut again = read(&claims, &mut problems);
    let counted = match again.same(file, &claims)? {
        Some(counted) => counted,
        None => {
            let all = Claims::read(file)?;
            if all.documents != claims.documents {
                problems.clear();
                again = read(&all, &mut problems);
            }
            claims = all;
            check(catalog, file, &claims, &again, &mut problems)?
        }
    };
    claims.version_problem(catalog, &mut problems);
    let (mut compared, mut uncompared) = (Vec::new(), Vec::new());
    for path in beside {
        let is_compared = compare_beside(catalog, path, &claims, &again, &mut problems)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if is_compared { compared.push(name) } else { uncompared.push(name) }
    }
    problems.sort();
    problems.dedup();
    let Counted { quads, statements, passages, hash } = counted;
    Ok(Verification { quads, documents: claims.documents.len(), statements, passages, hash, problems, compared, uncompared })
}

/// Holds each claim of a data set against the sources.
fn check(catalog: &Catalog, file: &DataFile, claims: &Claims, again: &Again<'_>, problems: &mut Vec<Problem>) -> Result<Counted> {
    passage::check(catalog, claims, &again.texts, problems);
    again.compare(file, claims, problems)?;
    Ok(Counted { quads: claims.quads, statements: claims.statements, passages: claims.passages.len(), hash: canonical::hash(file)? })
}

/// Holds a file beside the data set against the sources; says no where it cannot be.
fn compare_beside(catalog: &Catalog, path: &Path, main: &Claims, again: &Again<'_>, problems: &mut Vec<Problem>) -> Result<bool> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let format = match name.as_str() {
        "graph.json" | "graph.ttl" if !again.is_whole => return Ok(false),
        "graph.json" => return again.compare_json(path, problems).map(|()| true),
        name => name.strip_prefix("graph.").and_then(RdfFormat::from_extension),
    };
    if format.is_none() {
        return Ok(false);
    }
    let file = DataFile::open(path)?;
    let from = problems.len();
    if name == "graph.ttl" {
        again.compare_turtle(&file, &main.iris, problems)?;
    } else {
        let claims = Claims::read(&file)?;
        if claims.documents != main.documents {
            problems.push(Problem { about: String::new(), message: "tells of other documents than the data set".to_owned() });
        } else if again.same(&file, &claims)?.is_none() {
            check(catalog, &file, &claims, again, problems)?;
        }
    }
    for problem in &mut problems[from..] {
        problem.about = format!("{name}: {}", problem.about);
    }
    Ok(true)
}
