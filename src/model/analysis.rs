//! Everything that is known of one document.

use super::{Document, Entity, EntityIndex, Mention, Post, Refusal, Relation, Target, Turn};
use crate::{
    extract::{link::focus::Focal, segment::Structure},
    finding::Finding,
};

/// Everything that is known of one document, stage by stage.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// The text.
    pub document: Document,
    /// Title, date, lines, sections, points, sentences.
    pub structure: Structure,
    /// The places whose government speaks (entities of class Place), in order of prominence.
    pub focus: Vec<EntityIndex>,
    /// The focal places as divisions, for what is named relative to them.
    pub focal: Vec<Focal>,
    /// Occurrences of names: the first [`Analysis::in_order`] in text order and not overlapping; behind them what holds or lies
    /// inside others (Measures, a focal place named only in other names).
    pub mentions: Vec<Mention>,
    /// How many of the mentions stand in text order without overlap.
    pub in_order: usize,
    /// Posts beside persons.
    pub posts: Vec<Post>,
    /// Speaker turns, in text order.
    pub turns: Vec<Turn>,
    /// The things named.
    pub entities: Vec<Entity>,
    /// What the text states about them, in text order.
    pub relations: Vec<Relation>,
    /// What rules read and the ontology does not allow.
    pub refused: Vec<Refusal>,
    /// Figures, in text order.
    pub targets: Vec<Target>,
    /// What is odd.
    pub findings: Vec<Finding>,
}
