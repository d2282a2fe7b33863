//! A survey of many documents: what of them yielded nothing, which names look wrong, how much each genre gives.
//!
//! Each document is tallied by itself and its analysis dropped; tallies add up in any order to the same [`Survey`].

mod shape;
mod tally;

pub use tally::Tally;

use crate::{
    catalog::Catalog,
    extract,
    model::{Class, Document},
};
use rayon::prelude::*;
use serde::Serialize;
use std::{cmp::Reverse, collections::BTreeMap};

/// What many documents gave and left.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Survey {
    /// Documents, characters, sentences and silent sentences, by genre and then of all.
    pub genres: Vec<Genre>,
    /// Entities of each class, of each document apart, most first.
    pub classes: Vec<ClassRow>,
    /// How the sentences that yielded nothing are built, most frequent first.
    pub shapes: Vec<Counted>,
    /// Head nouns that stand in the texts and end no name, most frequent first.
    pub idle_heads: Vec<Counted>,
    /// Names in quotation or book-title marks that are no entity, those of most documents first.
    pub unknown_quotes: Vec<Counted>,
    /// Names that look wrong, by what is wrong.
    pub malformed: Vec<Malformed>,
}

/// How much a genre has and gives.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Genre {
    /// As in `genres.tsv`; `all` for the sum.
    pub genre: String,
    /// How many documents.
    pub documents: usize,
    /// How many characters.
    pub characters: usize,
    /// How many sentences.
    pub sentences: usize,
    /// How many of them yielded nothing.
    pub silent: usize,
    /// Statements for every 10,000 characters.
    pub statements: f64,
    /// Figures for every 10,000 characters.
    pub figures: f64,
    /// Entities of each class for every 10,000 characters.
    pub entities: BTreeMap<Class, f64>,
}

/// How many entities of a class there are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassRow {
    /// The class.
    pub class: Class,
    /// Entities, of each document apart.
    pub entities: usize,
    /// Their mentions.
    pub mentions: usize,
    /// How many of the entities look wrong.
    pub malformed: usize,
}

/// Something that stands in the texts, how often, and where first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// What.
    pub what: String,
    /// How often.
    pub times: usize,
    /// In how many documents.
    pub documents: usize,
    /// Path and line of an example.
    pub place: String,
    /// The words of the example.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub example: String,
}

/// Names that look wrong in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Malformed {
    /// The class.
    pub class: Class,
    /// What is wrong.
    pub why: String,
    /// How many entities, of each document apart.
    pub entities: usize,
    /// The names of some, most frequent first.
    pub names: Vec<String>,
}

/// Rows of a list and names of a row that are kept.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rows of each list.
    pub rows: usize,
    /// Names of each row.
    pub names: usize,
}

/// Reads all documents and adds up what they gave and left.
pub fn survey(catalog: &Catalog, documents: Vec<Document>, limits: Limits) -> Survey {
    let tally = documents
        .into_par_iter()
        .map(|document| Tally::of(catalog, &extract::analyse(catalog, document)))
        .reduce(Tally::default, Tally::plus);
    tally.finish(limits)
}

/// The first rows by documents, times and name.
fn ranked(mut rows: Vec<Counted>, limit: usize) -> Vec<Counted> {
    rows.sort_by(|a, b| (Reverse(a.documents), Reverse(a.times), &a.what).cmp(&(Reverse(b.documents), Reverse(b.times), &b.what)));
    rows.truncate(limit);
    rows
}
