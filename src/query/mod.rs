//! Stage 8, questions over a data set: SPARQL from the user or by name, answered in the standard formats.
//!
//! 1. [`book`]: the named questions of `ontology/queries`, with their titles and parameters.
//! 2. [`data`]: a data set as `hongtu build` wrote it, in the quads of [`store`](crate::store).
//! 3. [`guard`] and [`bound`]: what a question may ask for, before it is read and before it is evaluated; [`lateral`] and [`order`]: what of it is asked row by row.
//! 4. [`evaluate`]: a question on the quads, with parameters, within bounds of time and memory.
//! 5. [`answer`]: the answer as a table, CSV, TSV, JSON, XML, Turtle or N-Triples.

pub mod answer;
pub mod book;
pub(crate) mod bound;
pub mod data;
pub mod evaluate;
pub(crate) mod guard;
mod lateral;
mod order;
pub mod parameter;
mod service;
pub(crate) mod syntax;
