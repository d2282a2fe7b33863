//! Stage 8, the graph → files for people and programs; each writer is a leaf.

pub mod atomic;
pub mod dot;
pub mod iri;
pub mod json;
pub mod property;
pub mod rdf;
pub mod report;
pub mod vocabulary_page;
