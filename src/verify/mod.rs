//! A data set against the sources that it was read from: every statement again, by whoever has both.
//!
//! 1. [`claim`]: what the data set says of its documents, passages and rules.
//! 2. [`source`]: the files of those documents, by path, with the hash that the data set gives.
//! 3. [`passage`]: each quotation against the characters at its place, each rule against the rule book; no code of the writers takes part.
//! 4. [`again`]: the documents read once more with the rules of this program, and every quad compared.
//! 5. [`canonical`]: the hash of the data set, the same for every spelling of it.

mod again;
mod canonical;
mod claim;
mod passage;
mod source;

use crate::{catalog::Catalog, data_file::DataFile, decision::Decisions, error::Result};
use claim::Claims;
use std::path::PathBuf;

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
}

/// Where the sources are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sources {
    /// At the paths that the data set gives, as when it was built.
    WhereRead,
    /// Below a directory, at those paths or the ends of them.
    Below(PathBuf),
}

/// Checks every statement of the data set in `file` against `sources`, read again as people decided.
///
/// # Errors
/// When the data set is malformed, with its line and column, or no data set of this program.
pub fn verify(catalog: &Catalog, file: &DataFile, sources: &Sources, decisions: &Decisions) -> Result<Verification> {
    let claims = Claims::read(file)?;
    let mut problems = Vec::new();
    claims.version_problem(catalog, &mut problems);
    let found = source::find(&claims, sources, &mut problems);
    passage::check(catalog, &claims, &found, &mut problems);
    again::compare(catalog, file, &claims, found, decisions, &mut problems)?;
    problems.sort();
    problems.dedup();
    Ok(Verification {
        quads: claims.quads,
        documents: claims.documents.len(),
        statements: claims.statements,
        passages: claims.passages.len(),
        hash: canonical::hash(file)?,
        problems,
    })
}
