//! What the pages show: the graph, the texts and the ontology of a data set, in indices that answer without a search.

pub(super) mod labels;
pub(super) mod layout;
mod load;
pub(super) mod names;
pub(super) mod text;

use crate::{
    catalog::ontology::NAMESPACE,
    graph::{DocumentRecord, EntityRecord, KnowledgeGraph, StatementRecord},
    id::Id,
    model::Predicate,
    query::book::Book,
    write::iri::Iris,
};
use labels::Schema;
use names::Names;
use petgraph::{
    Direction,
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};
use rustc_hash::FxHashMap;
use text::{Part, Text};

/// A data set as pages show it; it never changes.
pub(super) struct Explorer {
    pub(super) graph: KnowledgeGraph,
    pub(super) iris: Iris,
    /// SHA-256 of the data set's file, hex.
    pub(super) hash: String,
    pub(super) schema: Schema,
    pub(super) questions: Book,
    /// What follows and no document states.
    pub(super) conclusions: Vec<Conclusion>,
    /// By the place of the document in the graph.
    pub(super) documents: Vec<DocumentFacts>,
    /// By the number of the entity.
    pub(super) entities: Vec<EntityFacts>,
    /// The names of entities, by their numbers.
    pub(super) names: Names,
    /// Entities with the best connected first.
    pub(super) by_degree: Vec<NodeIndex>,
    by_id: FxHashMap<String, NodeIndex>,
    document_by_id: FxHashMap<String, usize>,
}

/// What belongs to one document.
#[derive(Default)]
pub(super) struct DocumentFacts {
    pub(super) text: Option<Text>,
    pub(super) outline: Vec<Part>,
    /// Entities that it names, by number.
    pub(super) entities: Vec<NodeIndex>,
    /// In text order.
    pub(super) statements: Vec<EdgeIndex>,
    /// Places in the graph's list, in text order.
    pub(super) targets: Vec<usize>,
}

/// What belongs to one entity.
#[derive(Default)]
pub(super) struct EntityFacts {
    /// Statements that it stands in.
    pub(super) degree: usize,
    /// Documents that name it.
    pub(super) documents: usize,
    /// Places in the graph's list.
    pub(super) targets: Vec<usize>,
    /// Places in [`Explorer::conclusions`].
    pub(super) conclusions: Vec<usize>,
}

/// A statement that follows from others.
pub(super) struct Conclusion {
    pub(super) subject: NodeIndex,
    pub(super) predicate: Predicate,
    pub(super) object: NodeIndex,
    pub(super) rule: Id,
}

impl Explorer {
    /// The entity of an id.
    pub(super) fn entity(&self, id: &str) -> Option<NodeIndex> {
        self.by_id.get(id).copied()
    }

    /// The place of the document of an id.
    pub(super) fn document(&self, id: &str) -> Option<usize> {
        self.document_by_id.get(id).copied()
    }

    /// The record of an entity.
    pub(super) fn record(&self, node: NodeIndex) -> &EntityRecord {
        &self.graph.graph[node]
    }

    /// The document's record and what belongs to it.
    pub(super) fn document_of(&self, id: &str) -> Option<(&DocumentRecord, &DocumentFacts)> {
        self.document(id).map(|place| (&self.graph.documents[place], &self.documents[place]))
    }

    /// The statements that begin or end at an entity, by predicate, status, the name at the other end and document.
    pub(super) fn statements(&self, node: NodeIndex, direction: Direction) -> Vec<EdgeIndex> {
        let graph = &self.graph.graph;
        let mut edges: Vec<_> = graph.edges_directed(node, direction).collect();
        edges.sort_by_cached_key(|edge| {
            let other = if direction == Direction::Outgoing { edge.target() } else { edge.source() };
            let statement = edge.weight();
            (statement.predicate, statement.status, &graph[other].name, &graph[other].id, &statement.document, edge.id())
        });
        edges.into_iter().map(|edge| edge.id()).collect()
    }

    /// The local part of a statement's IRI.
    pub(super) fn statement_id(&self, edge: EdgeIndex) -> String {
        let Some((subject, object)) = self.graph.graph.edge_endpoints(edge) else { return String::new() };
        let statement = &self.graph.graph[edge];
        let parts = [
            &self.record(subject).id,
            statement.predicate.as_str(),
            &self.record(object).id,
            statement.role.as_deref().unwrap_or_default(),
        ];
        self.local(self.iris.statement(&statement.document, &parts).as_str())
    }

    /// The local part of a conclusion's IRI.
    pub(super) fn conclusion_id(&self, conclusion: &Conclusion) -> String {
        let [subject, object] = [conclusion.subject, conclusion.object].map(|node| self.iris.entity(&self.record(node).id));
        let predicate = [NAMESPACE, conclusion.predicate.as_str()].concat();
        self.local(self.iris.inference([subject.as_str(), &predicate, object.as_str()]).as_str())
    }

    /// What stands behind the base of the data set's IRIs.
    pub(super) fn local(&self, iri: &str) -> String {
        iri.strip_prefix(self.iris.base()).unwrap_or(iri).to_owned()
    }

    /// The year that a statement or figure speaks of: its own time, else that of its document.
    pub(super) fn year(&self, time: Option<&str>, document: &str) -> Option<u16> {
        let own = time.and_then(year_in);
        own.or_else(|| self.document_of(document).and_then(|(record, _)| year_in(record.date.as_deref()?)))
    }

    /// The year of a statement.
    pub(super) fn year_of(&self, statement: &StatementRecord) -> Option<u16> {
        self.year(statement.time.as_deref(), &statement.document)
    }
}

/// The year that a time begins with.
fn year_in(time: &str) -> Option<u16> {
    time.get(..4)?.parse().ok()
}
