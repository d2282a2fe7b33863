//! The graph as nodes and edges with plain properties, for tools of that model: tables, Neo4j, Gephi, networkx.
//!
//! Entities, figures and documents are nodes, statements are edges, and each figure has an edge to the entity whose it is. Ids are those of
//! the RDF, without what all IRIs begin with.

pub mod cypher;
pub mod gexf;
pub mod graphml;
pub mod tables;
pub(crate) mod xml;

use super::{iri::Iris, rdf::target_iri};
use crate::graph::{EvidenceRecord, KnowledgeGraph, StatementRecord, TargetRecord};
use oxigraph::model::NamedNode;
use petgraph::visit::EdgeRef;
use std::borrow::Cow;

/// What a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Texts,
    Integer,
    Decimal,
}

/// A property of a table's rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// The value of a property; a number is spelt as in `graph.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Absent,
    Text(Cow<'a, str>),
    Texts(&'a [String]),
    Number(String),
}

impl<'a> Value<'a> {
    fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    fn some(text: Option<&'a str>) -> Self {
        text.map_or(Self::Absent, Self::text)
    }

    fn number(number: impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    /// The value as one text, members of a list joined by `|`; none where it is absent.
    pub(crate) fn plain(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Absent => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Texts([]) => None,
            Self::Texts(texts) => Some(Cow::Owned(texts.join("|"))),
            Self::Number(number) => Some(Cow::Borrowed(number)),
        }
    }
}

pub(crate) const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

const fn integer(name: &'static str) -> Column {
    Column { name, kind: Kind::Integer }
}

const fn decimal(name: &'static str) -> Column {
    Column { name, kind: Kind::Decimal }
}

/// A thing with its properties, in the order of its table's columns.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) id: Cow<'a, str>,
    /// Class of the ontology.
    pub(crate) class: &'static str,
    pub(crate) name: Cow<'a, str>,
    pub(crate) values: Vec<Value<'a>>,
}

/// A connection from one thing to another.
#[derive(Clone, Debug)]
pub(crate) struct Edge<'a> {
    pub(crate) id: Cow<'a, str>,
    pub(crate) source: Cow<'a, str>,
    pub(crate) target: Cow<'a, str>,
    /// Predicate of the ontology.
    pub(crate) predicate: &'static str,
    pub(crate) values: Vec<Value<'a>>,
}

/// Things of one kind, all with the same properties beside id, class and name.
#[derive(Clone, Debug)]
pub(crate) struct Nodes<'a> {
    pub(crate) columns: &'static [Column],
    pub(crate) rows: Vec<Node<'a>>,
}

/// Connections of one kind, all with the same properties beside id, ends and predicate.
#[derive(Clone, Debug)]
pub(crate) struct Edges<'a> {
    pub(crate) columns: &'static [Column],
    pub(crate) rows: Vec<Edge<'a>>,
}

/// The whole graph.
#[derive(Clone, Debug)]
pub(crate) struct PropertyGraph<'a> {
    pub(crate) entities: Nodes<'a>,
    pub(crate) figures: Nodes<'a>,
    pub(crate) documents: Nodes<'a>,
    pub(crate) statements: Edges<'a>,
    /// From each figure to the entity whose it is.
    pub(crate) holders: Edges<'a>,
}

const ENTITY: &[Column] = &[Column { name: "aliases", kind: Kind::Texts }, integer("mentions")];
const FIGURE: &[Column] = &[
    text("indicator"),
    text("comparator"),
    decimal("value"),
    text("unit"),
    text("time"),
    text("status"),
    text("speaker"),
    text("document"),
    integer("start"),
    integer("end"),
    integer("line"),
    text("rule"),
    decimal("confidence"),
];
const DOCUMENT: &[Column] = &[text("path"), text("sha256"), text("date"), text("place"), integer("characters")];
const STATEMENT: &[Column] = &[
    text("status"),
    text("role"),
    text("time"),
    text("speaker"),
    text("document"),
    integer("start"),
    integer("end"),
    integer("line"),
    text("rule"),
    decimal("confidence"),
    integer("passages"),
];

impl<'a> PropertyGraph<'a> {
    /// The nodes and edges of `graph`, with the ids that `iris` gives.
    pub(crate) fn new(graph: &'a KnowledgeGraph, iris: &Iris) -> Self {
        let figures: Vec<(String, &TargetRecord)> =
            graph.targets.iter().map(|target| (local(&target_iri(target, iris), iris), target)).collect();
        Self {
            entities: Nodes { columns: ENTITY, rows: entities(graph) },
            documents: Nodes { columns: DOCUMENT, rows: documents(graph) },
            statements: Edges { columns: STATEMENT, rows: statements(graph, iris) },
            holders: Edges { columns: &[], rows: figures.iter().map(|(id, target)| holder(id, target)).collect() },
            figures: Nodes { columns: FIGURE, rows: figures.into_iter().map(|(id, target)| figure(id, target)).collect() },
        }
    }

    /// All nodes, kind by kind.
    pub(crate) fn nodes(&self) -> [&Nodes<'a>; 3] {
        [&self.entities, &self.figures, &self.documents]
    }

    /// All edges, kind by kind.
    pub(crate) fn edges(&self) -> [&Edges<'a>; 2] {
        [&self.statements, &self.holders]
    }

    /// The columns of all kinds of nodes, each once, though several kinds may have it.
    pub(crate) fn node_columns(&self) -> Vec<Column> {
        distinct(&self.nodes().map(|nodes| nodes.columns))
    }

    /// The columns of all kinds of edges, each once.
    pub(crate) fn edge_columns(&self) -> Vec<Column> {
        distinct(&self.edges().map(|edges| edges.columns))
    }
}

fn distinct(kinds: &[&'static [Column]]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for column in kinds.iter().flat_map(|columns| columns.iter()) {
        if columns.iter().all(|known| known.name != column.name) {
            columns.push(*column);
        }
    }
    columns
}

/// What is particular about an IRI of the data set.
fn local(iri: &NamedNode, iris: &Iris) -> String {
    iri.as_str().strip_prefix(iris.base()).unwrap_or(iri.as_str()).to_owned()
}

fn entities(graph: &KnowledgeGraph) -> Vec<Node<'_>> {
    let row = graph.graph.node_weights().map(|entity| Node {
        id: Cow::Borrowed(&entity.id),
        class: entity.class.as_str(),
        name: Cow::Borrowed(&entity.name),
        values: vec![Value::Texts(&entity.aliases), Value::number(entity.mentions.len())],
    });
    row.collect()
}

fn documents(graph: &KnowledgeGraph) -> Vec<Node<'_>> {
    let row = graph.documents.iter().map(|document| Node {
        id: Cow::Borrowed(&document.id),
        class: "SourceDocument",
        name: Cow::Borrowed(document.header.title.as_deref().unwrap_or(&document.path)),
        values: vec![
            Value::text(&document.path),
            Value::text(&document.sha256),
            Value::some(document.date.as_deref()),
            Value::some(document.place.as_deref()),
            Value::number(document.characters),
        ],
    });
    row.collect()
}

fn figure(id: String, target: &TargetRecord) -> Node<'_> {
    let TargetRecord { indicator, comparator, value, unit, .. } = target;
    let mut values = vec![
        Value::text(indicator),
        Value::text(comparator.as_str()),
        Value::number(value),
        Value::text(unit),
        Value::some(target.time.as_deref()),
        Value::text(target.status.as_str()),
        Value::some(target.speaker.as_deref()),
        Value::text(&target.document),
    ];
    values.extend(passage(&target.evidence, target.confidence));
    Node { id: Cow::Owned(id), class: "Target", name: Cow::Owned(format!("{indicator} {comparator} {value}{unit}")), values }
}

fn holder<'a>(id: &str, target: &'a TargetRecord) -> Edge<'a> {
    Edge {
        id: Cow::Owned(format!("{id}-holder")),
        source: Cow::Owned(id.to_owned()),
        target: Cow::Borrowed(&target.holder),
        predicate: "holder",
        values: Vec::new(),
    }
}

fn statements<'a>(graph: &'a KnowledgeGraph, iris: &Iris) -> Vec<Edge<'a>> {
    let row = graph.graph.edge_references().map(|edge| {
        let [subject, object] = [edge.source(), edge.target()].map(|end| graph.graph[end].id.as_str());
        let statement = edge.weight();
        let role = statement.role.as_deref().unwrap_or_default();
        let iri = iris.statement(&statement.document, &[subject, statement.predicate.as_str(), object, role]);
        Edge {
            id: Cow::Owned(local(&iri, iris)),
            source: Cow::Borrowed(subject),
            target: Cow::Borrowed(object),
            predicate: statement.predicate.as_str(),
            values: said(statement),
        }
    });
    row.collect()
}

fn said(statement: &StatementRecord) -> Vec<Value<'_>> {
    let mut values = vec![
        Value::text(statement.status.as_str()),
        Value::some(statement.role.as_deref()),
        Value::some(statement.time.as_deref()),
        Value::some(statement.speaker.as_deref()),
        Value::text(&statement.document),
    ];
    values.extend(passage(&statement.evidence, statement.confidence));
    values.push(Value::number(1 + statement.more.len()));
    values
}

fn passage(evidence: &EvidenceRecord, confidence: f64) -> [Value<'_>; 5] {
    [
        Value::number(evidence.start),
        Value::number(evidence.end),
        Value::number(evidence.line),
        Value::text(&evidence.rule),
        Value::number((confidence * 1000.0).round() / 1000.0),
    ]
}
