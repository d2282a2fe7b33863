//! hongtu (宏图) reads Chinese government documents into a knowledge graph in which every statement points at the characters that say it.

#![cfg_attr(test, allow(clippy::non_ascii_literal))]

pub mod catalog;
pub mod cli;
pub mod corpus;
pub mod coverage;
pub mod error;
pub mod extract;
pub mod finding;
pub mod graph;
pub mod model;
pub mod query;
pub mod score;
pub mod span;
pub mod text;
pub mod train;
pub mod write;
