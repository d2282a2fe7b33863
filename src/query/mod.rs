//! Stage 8, questions over a data set: SPARQL from the user or by name, answered in the standard formats.
//!
//! 1. [`book`]: the named questions of `ontology/queries`, with their titles and parameters.
//! 2. [`data`]: a data set as `hongtu build` wrote it, loaded into a store.
//! 3. [`evaluate`]: a question on a store, with parameters and a time limit.
//! 4. [`answer`]: the answer as a table, CSV, TSV, JSON, XML, Turtle or N-Triples.

pub mod answer;
pub mod book;
pub mod data;
pub mod evaluate;
pub mod parameter;
mod service;
pub(crate) mod syntax;
