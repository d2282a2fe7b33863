//! Which things of different documents are one.
//!
//! 1. [`scope`] gives each entity of a document a key that means the same in every document: names that are relative to the document's place
//!    get that place, and what no place tells stays the document's own.
//! 2. [`person`] tells, when documents are merged, which officials of one name are one.
//! 3. [`duplicate`] lists what people may want to decide: likely duplicates and likely wrong merges.
//! 4. [`pairs`] measures 1 and 2 on pairs that people judged.

pub mod duplicate;
pub mod pairs;
mod person;
pub mod scope;

pub(crate) use person::resolve;
