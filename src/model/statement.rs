//! What the text states about the things that it names: relations and figures.

use super::{Comparator, EntityIndex, Evidence, Predicate, Reason, Status};

/// A relation that the text states.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Who or what.
    pub subject: EntityIndex,
    /// Does what.
    pub predicate: Predicate,
    /// To whom or what.
    pub object: EntityIndex,
    /// Whether it holds, is under way, planned or ended.
    pub status: Status,
    /// For posts the title, for responsibilities `lead` or `support`.
    pub role: Option<String>,
    /// A year, a date, or a period's name, only where the text gives it.
    pub time: Option<String>,
    /// Who says so, where the document has speakers.
    pub speaker: Option<EntityIndex>,
    /// Where it says so.
    pub evidence: Evidence,
}

/// A relation that a rule read and the ontology does not allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What the rule read.
    pub relation: Relation,
    /// Why it is not stated.
    pub reason: Reason,
}

/// A quantified statement: a target or an achieved figure (指标).
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Whose figure.
    pub holder: EntityIndex,
    /// The words of the text.
    pub indicator: String,
    /// How the figure is meant.
    pub comparator: Comparator,
    /// The number; 万 and 亿 stay in the unit.
    pub value: f64,
    /// Classifier or measure, with 万 or 亿.
    pub unit: String,
    /// A year, year-month or period's name, only where the text gives it.
    pub time: Option<String>,
    /// Achieved or aimed at.
    pub status: Status,
    /// Who says so.
    pub speaker: Option<EntityIndex>,
    /// Where it says so.
    pub evidence: Evidence,
}
