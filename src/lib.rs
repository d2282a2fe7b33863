//! hongtu (宏图) reads Chinese government documents into a knowledge graph in which every statement points at the characters that say it.
//!
//! The tour, in the order in which a document travels:
//!
//! 1. [`corpus`] reads files into [`Document`](model::Document)s, whatever their format and encoding. The text never changes afterwards; everything
//!    that follows points into it with a [`Span`](span::Span), and the document knows where in the file each stretch of it stands.
//! 2. [`extract::segment`] finds the layout, before anything is named: title, lines, sections, numbered points, lists of responsible bodies,
//!    sentences. [`extract::word`] cuts the sentences into dictionary words.
//! 3. [`extract::mention`] finds which characters name something; [`extract::official`] finds posts beside persons, and
//!    [`extract::speaker`] whose words each line is.
//! 4. [`extract::link`] joins mentions of the same thing into entities, each with a key that is the same in every document.
//! 5. [`extract::relation`] reads what the text states about them, [`extract::target`] the figures, and [`extract::status`] whether a clause
//!    tells of something done, under way, planned or ended.
//! 6. [`graph`] merges the [`Analysis`](model::Analysis) of every document into one graph, in an order that the content alone decides;
//!    [`identity`] tells which persons of different documents are one, and [`decision`]s of people stand above the rules.
//! 7. [`write`](mod@write) turns the graph into files: JSON, RDF, a picture, a report of what was found and of the [`coverage`].
//!    [`build`](mod@build) does 1 to 7 for whole directories, keeps the [`product`] of each document, and reads only what changed.
//! 8. [`query`] answers questions over those files in SPARQL; [`reason`] checks them against shapes and draws conclusions from them;
//!    [`verify`](mod@verify) checks them against the sources, [`push`](mod@push) sends them to a store.
//!
//! Each stage is a free function from the [`Catalog`](catalog::Catalog) and earlier products to its own. The catalog holds all that is known
//! beforehand: word lists and rules (`data/`) and the ontology (`ontology/`), compiled into the program and extended from a directory.
//! Beside the path stand [`explain`] and [`mod@why`], which show how something was read, [`survey`], which shows what was left unread,
//! [`score`], which compares a graph with annotated documents, [`train`], which learns from them, and [`cli`], which only calls the rest.
//!
//! No stage fails on content: what is odd about a text becomes a [`Finding`](finding::Finding); an [`Error`](error::Error) is about files and usage.
//! Every relation and figure carries [`Evidence`](model::Evidence), the words that say it and the rule that read them. The same input gives the same bytes.
//!
//! ```
//! use hongtu::{catalog::Catalog, corpus, extract, graph, write};
//!
//! let catalog = Catalog::built_in()?;
//! let text = "云州市科技局局长沈怀瑾：云州市将实施“百企上云”行动。\n";
//! let document = corpus::document("news.txt", text.as_bytes(), text.to_owned()); // 1
//! let analysis = extract::analyse(&catalog, document); // 2 to 5
//! let graph = graph::build(&catalog, &[analysis]); // 6
//! let mut json = Vec::new();
//! write::json::write(&graph, &mut json)?; // 7
//!
//! let post = graph.graph.edge_weights().find(|statement| statement.role.as_deref() == Some("局长")).expect("沈怀瑾 holds a post");
//! let said: String = text.chars().skip(post.evidence.start as usize).take((post.evidence.end - post.evidence.start) as usize).collect();
//! assert!(said.contains("局长沈怀瑾"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(test, allow(clippy::non_ascii_literal))]

pub mod build;
pub mod catalog;
pub mod cli;
pub mod corpus;
pub mod coverage;
pub mod data_file;
pub mod decision;
pub mod error;
pub mod explain;
pub mod extract;
pub mod finding;
pub mod graph;
pub mod id;
pub mod identity;
pub mod interrupt;
pub mod model;
pub mod product;
pub mod push;
pub mod query;
pub mod reason;
pub mod score;
pub mod serve;
pub mod span;
mod store;
pub mod survey;
pub mod text;
pub mod train;
pub mod verify;
pub mod why;
pub mod write;
