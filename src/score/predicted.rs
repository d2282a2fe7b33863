//! The graph to be scored, reduced to what counts; it may come from another program.

use crate::{
    error::{Error, Result},
    graph::KnowledgeGraph,
};
use petgraph::visit::EdgeRef;
use serde::Deserialize;
use std::path::Path;

/// One document's graph.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Predicted {
    /// The things found.
    pub entities: Vec<PredictedEntity>,
    /// What was found of them.
    pub relations: Vec<PredictedRelation>,
    /// Figures found.
    #[serde(default)]
    pub targets: Vec<PredictedTarget>,
}

/// An entity found.
#[derive(Clone, Debug, Deserialize)]
pub struct PredictedEntity {
    /// Its id in the graph.
    pub id: String,
    /// What it is said to be.
    pub class: String,
    /// Its name.
    pub name: String,
    /// Its other names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A relation found, between ids.
#[derive(Clone, Debug, Deserialize)]
pub struct PredictedRelation {
    /// Id of the subject.
    pub subject: String,
    /// What is said.
    pub predicate: String,
    /// Id of the object.
    pub object: String,
    /// Title of a post, or `lead` and `support`.
    pub role: Option<String>,
    /// Whether it is said to hold.
    pub status: Option<String>,
    /// Id of the entity that says so.
    pub speaker: Option<String>,
}

/// A figure found.
#[derive(Clone, Debug, Deserialize)]
pub struct PredictedTarget {
    /// Id of the entity whose figure it is.
    pub holder: String,
    /// How the figure is meant.
    pub comparator: String,
    /// The number, or the words for it.
    pub value: serde_json::Value,
    /// Classifier or measure.
    pub unit: Option<String>,
    /// Year, year-month or period's name.
    pub time: Option<String>,
}

impl Predicted {
    /// Reads a `graph.json`, of this program or of another.
    ///
    /// # Errors
    /// When the file cannot be read or lacks what is scored.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(Error::io("cannot read", path))?;
        serde_json::from_slice(&bytes).map_err(|error| Error::Input { path: path.to_owned(), problem: format!("not a graph: {error}") })
    }
}

impl From<&KnowledgeGraph> for Predicted {
    fn from(graph: &KnowledgeGraph) -> Self {
        let entities = graph.graph.node_weights().map(|entity| PredictedEntity {
            id: entity.id.to_string(),
            class: entity.class.to_string(),
            name: entity.name.clone(),
            aliases: entity.aliases.clone(),
        });
        let relations = graph.graph.edge_references().map(|edge| PredictedRelation {
            subject: graph.graph[edge.source()].id.to_string(),
            predicate: edge.weight().predicate.to_string(),
            object: graph.graph[edge.target()].id.to_string(),
            role: edge.weight().role.clone(),
            status: Some(edge.weight().status.to_string()),
            speaker: edge.weight().speaker.as_deref().map(str::to_owned),
        });
        let targets = graph.targets.iter().map(|target| PredictedTarget {
            holder: target.holder.to_string(),
            comparator: target.comparator.to_string(),
            value: target.value.clone().into(),
            unit: Some(target.unit.clone()),
            time: target.time.clone(),
        });
        Self { entities: entities.collect(), relations: relations.collect(), targets: targets.collect() }
    }
}
