//! The records that stages hand to each other, and the closed vocabularies they speak.

mod analysis;
mod document;
mod entity;
mod mention;
mod statement;
mod vocabulary;

pub use analysis::Analysis;
pub use document::{Document, Header, Locator, Place, Property, Row, Table};
pub use entity::{Entity, EntityIndex, Link};
pub use mention::{Evidence, Mention, MentionIndex, Post, RuleId, Turn};
pub use statement::{Refusal, Relation, Target};
pub use vocabulary::{Class, Comparator, Format, Predicate, Reason, Status};
