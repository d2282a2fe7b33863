//! Stage 8, a data set → what is wrong with it and what follows from it.
//!
//! 1. [`index`]: the triples of a data set, found by subject or by object.
//! 2. [`shape`]: the shapes of `ontology/shapes` (SHACL Core), read once.
//! 3. [`validate`]: which nodes break which shape.
//! 4. [`sentence`]: each violation in a plain sentence, with the passages that say what is wrong.
//! 5. [`derive`](mod@derive): the shapes of relations, made from the ontology.
//! 6. [`rule`] and [`infer`]: what follows by the rules of `ontology/rules`, with rule and premises.

pub mod derive;
pub mod index;
pub mod infer;
pub mod path;
pub mod rule;
pub mod sentence;
pub mod shape;
pub mod validate;
mod value;
