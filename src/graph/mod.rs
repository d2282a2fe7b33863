//! Stage 6, analyses → one graph: entities of all documents merged by key, every statement with its evidence.

mod merge;
pub(crate) mod part;

pub use merge::{merge, merge_decided};
pub use part::Part;

use crate::{
    catalog::Catalog,
    id::Id,
    model::{Analysis, Class, Comparator, Format, Header, Locator, Predicate, Status},
};
use petgraph::graph::DiGraph;
use serde::{Deserialize, Serialize};

/// The knowledge graph: entities are nodes, statements edges, in an order that does not depend on the input's order.
#[derive(Clone, Debug, Default)]
pub struct KnowledgeGraph {
    /// Documents read, by id.
    pub documents: Vec<DocumentRecord>,
    /// Entities and statements.
    pub graph: DiGraph<EntityRecord, StatementRecord>,
    /// Figures.
    pub targets: Vec<TargetRecord>,
}

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Stable id.
    pub id: Id,
    /// Path as given, with `/`; the first where several files have the same bytes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Paths of further files with the same bytes, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
    /// SHA-256 of the bytes read, hex.
    pub sha256: String,
    /// What the file is; left out for plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// What it says of itself.
    #[serde(flatten)]
    pub header: Header,
    /// `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Name of the focal place; several are joined by `|`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Length in code points.
    pub characters: u32,
}

impl DocumentRecord {
    /// What people are shown as its title: the name of its file, where the text has none.
    #[must_use]
    pub fn shown_title(&self) -> &str {
        self.header.title.as_deref().or(self.path.rsplit('/').next()).unwrap_or_default()
    }
}

/// An entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntityRecord {
    /// Class, pinyin slug and short hash of the key: ASCII, stable, the local part of the IRI.
    pub id: Id,
    /// What it is.
    pub class: Class,
    /// Its name.
    pub name: String,
    /// Other names, sorted.
    pub aliases: Vec<String>,
    /// Where it is named, in document and text order.
    pub mentions: Vec<MentionRecord>,
}

/// One occurrence, in code points of the document's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MentionRecord {
    /// Id of the document.
    pub document: Id,
    /// First code point, from 0.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// Further evidence of a statement in the same document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRecord {
    /// First code point, from 0.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Line, from 1.
    pub line: u32,
    /// Page, paragraph or row, where the file has them.
    #[serde(flatten)]
    pub place: Locator,
    /// Id of the rule.
    pub rule: Id,
}

/// A statement of one document; its ends are the edge's ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatementRecord {
    /// What it says.
    pub predicate: Predicate,
    /// Whether it holds.
    pub status: Status,
    /// Title of a post, or `lead` and `support`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Year, date or period's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Id of the entity that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Id>,
    /// Id of the document.
    pub document: Id,
    /// The first evidence.
    #[serde(flatten)]
    pub evidence: EvidenceRecord,
    /// The rule's measured precision.
    #[serde(serialize_with = "three_decimals")]
    pub confidence: f64,
    /// Further evidence in the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<EvidenceRecord>,
}

/// A figure of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetRecord {
    /// Id of the entity whose figure it is.
    pub holder: Id,
    /// The words of the text.
    pub indicator: String,
    /// How the figure is meant.
    pub comparator: Comparator,
    /// The number, exact as a decimal.
    pub value: serde_json::Number,
    /// Classifier or measure.
    pub unit: String,
    /// Year, year-month or period's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Achieved or aimed at.
    pub status: Status,
    /// Id of the entity that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Id>,
    /// Id of the document.
    pub document: Id,
    /// Where it says so.
    #[serde(flatten)]
    pub evidence: EvidenceRecord,
    /// The rule's measured precision.
    #[serde(serialize_with = "three_decimals")]
    pub confidence: f64,
}

/// Merges analyses into one graph; their order does not matter.
pub fn build(catalog: &Catalog, analyses: &[Analysis]) -> KnowledgeGraph {
    merge(analyses.iter().map(|analysis| Part::of(catalog, analysis)).collect())
}

/// Writes a share between 0 and 1 with three decimals at most, and 1 as 1.
pub(crate) fn three_decimals<S: serde::Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let rounded = (value * 1000.0).round() / 1000.0;
    if rounded.fract() == 0.0 { serializer.serialize_i64(rounded as i64) } else { serializer.serialize_f64(rounded) }
}
