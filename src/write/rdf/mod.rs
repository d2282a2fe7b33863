//! The graph as RDF: readable Turtle, and a data set with a named graph and the evidence of each document.
//!
//! 1. [`turtle`]: entities with their names and plain relations, for people.
//! 2. [`dataset`]: everything. The default graph has the names of classes, predicates and entities, the source documents and the build; the graph of
//!    a document what it states; its provenance graph the evidence, one IRI per statement and document.
//!
//! Only ASCII IRIs and no blank nodes are written: Chinese IRIs have two spellings, and reloading blank nodes doubles them.

mod convert;
mod describe;
mod evidence;
mod form;
mod lines;
mod resource;
mod state;
mod text;
mod turtle;
pub mod vocabulary;

pub use convert::{Rewriting, convert, rewrite};
pub(crate) use describe::relative;
pub(crate) use form::reified;
pub(crate) use state::target_iri;
pub use text::Texts;

use super::iri::Iris;
use crate::{
    catalog::{Catalog, ontology::Ontology},
    graph::KnowledgeGraph,
};
use evidence::InDocument;
use lines::LineWriter;
use oxigraph::{
    io::{RdfFormat, RdfSerializer, WriterQuadSerializer},
    model::{GraphName, NamedNode, NamedNodeRef, Quad, QuadRef},
};
use petgraph::{graph::NodeIndex, visit::EdgeRef};
use rayon::prelude::*;
use resource::{Name, Resource, Value, gather};
use std::io::{self, Write};
use text::Characters;
use turtle::TurtleWriter;

/// How RDF is written.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Names of classes and predicates.
    pub ontology: &'a Ontology,
    /// Version of the knowledge files.
    pub version: &'a str,
    /// What is known of places, periods and units beside what documents say; none leaves it out.
    pub catalog: Option<&'a Catalog>,
    /// Makes the IRIs.
    pub iris: Iris,
    /// How a statement is named so that it can be spoken of.
    pub form: Form,
}

impl<'a> Options<'a> {
    /// The default names of things and RDF 1.1.
    pub fn new(catalog: &'a Catalog) -> Self {
        let (ontology, version) = (&catalog.ontology, catalog.version.as_str());
        Self { ontology, version, catalog: Some(catalog), iris: Iris::default(), form: Form::default() }
    }
}

/// How a statement is named so that it can be spoken of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, serde::Serialize, serde::Deserialize)]
pub enum Form {
    /// Evidence by `rdf:Statement` with subject, predicate and object, which every store loads
    #[default]
    #[value(name = "1.1")]
    #[serde(rename = "1.1")]
    Rdf11,
    /// Evidence by `rdf:reifies` with a triple term of RDF 1.2
    #[value(name = "1.2")]
    #[serde(rename = "1.2")]
    Rdf12,
    /// No evidence: entities, plain relations, posts and figures
    #[value(name = "plain")]
    #[serde(rename = "plain")]
    Plain,
}

/// Writes entities with their names, then their plain relations, as Turtle with prefixes.
///
/// # Errors
/// When `out` cannot be written.
pub fn turtle(graph: &KnowledgeGraph, options: &Options<'_>, out: impl Write) -> io::Result<()> {
    let used = ["ht", "rdfs", "skos"];
    let mut writer = Writer::new(RdfFormat::Turtle, &options.iris, |prefix| used.contains(&prefix), out);
    for node in by_id(graph) {
        let mut resources = vec![describe::entity(&graph.graph[node], options)];
        resources.extend(graph.graph.edges(node).filter_map(|edge| state::relation(graph, edge.id())));
        writer.write(&gather(resources, options.iris.base()))?;
    }
    writer.finish()
}

/// Writes the whole data set in a format that has named graphs; `texts` are quoted from.
///
/// # Errors
/// When `out` cannot be written.
pub fn dataset(graph: &KnowledgeGraph, texts: &dyn Texts, options: &Options<'_>, format: RdfFormat, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::new(format, &options.iris, |_| true, out);
    let base = options.iris.base();
    for resources in [describe::terms(graph, options.ontology), describe::sources(graph, options)] {
        writer.write(&gather(resources, base))?;
    }
    for node in by_id(graph) {
        writer.write(&gather(describe::entity_in_full(&graph.graph[node], options), base))?;
    }
    let names: state::Names<'_> = graph.graph.node_weights().map(|entity| (entity.id.as_str(), entity.name.as_str())).collect();
    let data = Data { graph, names, texts, options };
    let documents: Vec<InDocument<'_>> = evidence::by_document(graph).collect();
    let (mut rest, form) = (&documents[..], writer.part());
    while !rest.is_empty() {
        // So many at once that memory holds what they give; a document with more than that is written as it comes.
        let mut records = 0;
        let together = rest.iter().take_while(|document| {
            records += document.records();
            records <= TOGETHER
        });
        let (batch, behind) = rest.split_at(together.count().max(1));
        rest = behind;
        let Some(form) = form.as_ref().filter(|_| batch.len() > 1) else {
            batch.iter().try_for_each(|document| data.write(document, &mut writer))?;
            continue;
        };
        let part = |document| {
            let mut part = form.part().expect("it is a part itself");
            data.write(document, &mut part).map(|()| part.into_bytes())
        };
        for bytes in batch.par_iter().map(part).collect::<io::Result<Vec<_>>>()? {
            writer.append(&bytes)?;
        }
    }
    writer.finish()
}

/// The records of documents that are written beside each other: some fifty megabytes.
const TOGETHER: usize = 50_000;

/// What the graphs of a document are made from.
struct Data<'a> {
    graph: &'a KnowledgeGraph,
    names: state::Names<'a>,
    texts: &'a dyn Texts,
    options: &'a Options<'a>,
}

impl Data<'_> {
    /// Writes what a document states, and the evidence of that.
    fn write<W: Write>(&self, document: &InDocument<'_>, writer: &mut Writer<W>) -> io::Result<()> {
        let Self { graph, names, texts, options } = self;
        let (iris, base) = (&options.iris, options.iris.base());
        let stated = gather(state::resources(graph, names, document, options), base);
        if !stated.is_empty() {
            writer.enter(iris.statements(document.id).into());
            writer.write(&stated)?;
        }
        if options.form == Form::Plain {
            return Ok(());
        }
        let text = texts.text(document.id)?;
        let characters = text.as_deref().map(Characters::new);
        let (resources, passages) = evidence::resources(graph, document, characters.as_ref(), options.form);
        let resources = gather(resources, base);
        if resources.is_empty() {
            return Ok(());
        }
        let is_before = |resource: &Resource<'_>| matches!(&resource.subject, Name::Own(name) if **name < *evidence::FIRST_PASSAGE);
        let (before, behind) = resources.split_at(resources.partition_point(is_before));
        writer.enter(iris.provenance(document.id).into());
        writer.write(before)?;
        passages.write(writer)?;
        writer.write(behind)
    }
}

/// The entities in the order in which they are written; one is described at a time, so that memory holds no second graph.
fn by_id(graph: &KnowledgeGraph) -> Vec<NodeIndex> {
    let mut nodes: Vec<_> = graph.graph.node_indices().collect();
    nodes.sort_by_key(|&node| &graph.graph[node].id);
    nodes
}

/// Writes quads as they come, with the prefixes of the data set.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_quads(quads: &[Quad], format: RdfFormat, iris: &Iris, out: impl Write) -> io::Result<()> {
    let mut writer = Writer::new(format, iris, |_| true, out);
    quads.iter().try_for_each(|quad| writer.quad(quad.as_ref()))?;
    writer.finish()
}

impl Writer<Vec<u8>> {
    fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Turtle(writer) => writer.into_bytes(),
            Self::Lines(writer) => writer.into_bytes(),
            Self::Other(_) => unreachable!("it is no part"),
        }
    }
}

/// A serialiser with the prefixes of the data set.
pub(crate) enum Writer<W: Write> {
    Turtle(Box<TurtleWriter<W>>),
    Lines(Box<LineWriter<W>>),
    Other(Box<Quads<W>>),
}

/// A serialiser of the library's, with what is said of one subject in one graph.
pub(crate) struct Quads<W: Write> {
    out: WriterQuadSerializer<W>,
    base: String,
    graph: GraphName,
    subject: NamedNode,
}

impl<W: Write> Writer<W> {
    fn new(format: RdfFormat, iris: &Iris, wanted: impl Fn(&str) -> bool, out: W) -> Self {
        let own = std::iter::once(("id", iris.base()));
        let prefixes = own.chain(vocabulary::PREFIXES.iter().copied().filter(|(prefix, _)| wanted(prefix)));
        if matches!(format, RdfFormat::Turtle | RdfFormat::TriG) {
            return Self::Turtle(Box::new(TurtleWriter::new(&prefixes.collect::<Vec<_>>(), "id", out)));
        }
        if matches!(format, RdfFormat::NQuads | RdfFormat::NTriples) {
            return Self::Lines(Box::new(LineWriter::new(iris.base(), out)));
        }
        let mut serializer = RdfSerializer::from_format(format);
        for (prefix, namespace) in prefixes {
            serializer = serializer.with_prefix(prefix, namespace).expect("namespaces are constants or checked with the base");
        }
        let (base, subject) = (iris.base().to_owned(), NamedNode::new_unchecked(""));
        Self::Other(Box::new(Quads { out: serializer.for_writer(out), base, graph: GraphName::DefaultGraph, subject }))
    }

    /// A writer of the same form for whole graphs that [`append`](Self::append) puts in their place; none where they cannot be put together so.
    fn part(&self) -> Option<Writer<Vec<u8>>> {
        match self {
            Self::Turtle(writer) => Some(Writer::Turtle(Box::new(writer.part()))),
            Self::Lines(writer) => Some(Writer::Lines(Box::new(writer.part()))),
            Self::Other(_) => None,
        }
    }

    /// Puts whole graphs behind what was written.
    fn append(&mut self, graphs: &[u8]) -> io::Result<()> {
        match self {
            Self::Turtle(writer) => writer.append(graphs),
            Self::Lines(writer) => writer.append(graphs),
            Self::Other(_) => unreachable!("it has no parts"),
        }
    }

    /// Goes on to another graph.
    fn enter(&mut self, graph: GraphName) {
        match self {
            Self::Turtle(writer) => writer.enter(graph.as_ref()),
            Self::Lines(writer) => writer.enter(&graph),
            Self::Other(writer) => writer.graph = graph,
        }
    }

    fn write(&mut self, resources: &[Resource<'_>]) -> io::Result<()> {
        for resource in resources {
            self.begin_named(&resource.subject)?;
            for (property, value) in &resource.properties {
                self.say(*property, value)?;
            }
        }
        Ok(())
    }

    /// Goes on to another thing of the data set.
    pub(crate) fn begin(&mut self, name: &str) -> io::Result<()> {
        match self {
            Self::Turtle(writer) => writer.begin_own(name),
            Self::Lines(writer) => {
                writer.begin_own(name);
                Ok(())
            }
            Self::Other(writer) => {
                writer.subject = NamedNode::new_unchecked([&writer.base, name].concat());
                Ok(())
            }
        }
    }

    fn begin_named(&mut self, name: &Name<'_>) -> io::Result<()> {
        match self {
            Self::Turtle(writer) => writer.begin(name),
            Self::Lines(writer) => {
                writer.begin(name);
                Ok(())
            }
            Self::Other(writer) => {
                writer.subject = name.node(&writer.base);
                Ok(())
            }
        }
    }

    /// Says something of the thing at hand.
    pub(crate) fn say(&mut self, property: NamedNodeRef<'static>, value: &Value<'_>) -> io::Result<()> {
        match self {
            Self::Turtle(writer) => {
                writer.say(property, value);
                Ok(())
            }
            Self::Lines(writer) => writer.say(property, value),
            Self::Other(writer) => {
                let Quads { out, base, graph, subject } = &mut **writer;
                out.serialize_quad(QuadRef::new(&*subject, property, &value.term(base), &*graph))
            }
        }
    }

    fn quad(&mut self, quad: QuadRef<'_>) -> io::Result<()> {
        match self {
            Self::Turtle(writer) => writer.quad(quad),
            Self::Lines(writer) => writer.quad(quad),
            Self::Other(writer) => writer.out.serialize_quad(quad),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Turtle(writer) => writer.finish(),
            Self::Lines(writer) => writer.finish(),
            Self::Other(writer) => writer.out.finish()?.flush(),
        }
    }
}
