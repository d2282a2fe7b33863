//! What the provenance graph of a document says: statements with status, speaker and rule, and the passages that say them.

use super::{
    Form, Writer,
    resource::{Kind, Name, Resource, Value, decimal, integer, plain, spelled_decimal, zh},
    state::{self, Stated, moment},
    text::Characters,
    vocabulary as v,
};
use crate::{
    graph::{EvidenceRecord, KnowledgeGraph, TargetRecord},
    model::{Locator, Predicate},
    write::iri::name,
};
use oxigraph::model::vocab::{rdf, xsd};
use petgraph::graph::{EdgeIndex, NodeIndex};
use rustc_hash::FxHashMap;
use std::{
    borrow::Cow,
    collections::BTreeSet,
    io::{self, Write},
    num::NonZeroU32,
};

/// What one document contributes to the graph.
pub(crate) struct InDocument<'a> {
    pub(crate) id: &'a str,
    pub(crate) edges: Vec<EdgeIndex>,
    pub(crate) targets: Vec<&'a TargetRecord>,
    /// Names by entity and place.
    pub(crate) mentions: Vec<(NodeIndex, u32, u32)>,
}

impl InDocument<'_> {
    /// How much there is to write of it.
    pub(crate) fn records(&self) -> usize {
        self.edges.len() + self.targets.len() + self.mentions.len()
    }
}

/// The contributions of all documents, by id.
pub(crate) fn by_document(graph: &KnowledgeGraph) -> impl Iterator<Item = InDocument<'_>> {
    let ids: BTreeSet<&str> = graph.documents.iter().map(|document| document.id.as_str()).collect();
    let mut documents: Vec<InDocument<'_>> =
        ids.iter().map(|&id| InDocument { id, edges: Vec::new(), targets: Vec::new(), mentions: Vec::new() }).collect();
    let numbers: FxHashMap<&str, usize> = ids.into_iter().enumerate().map(|(number, id)| (id, number)).collect();
    for edge in graph.graph.edge_indices() {
        if let Some(&number) = numbers.get(graph.graph[edge].document.as_str()) {
            documents[number].edges.push(edge);
        }
    }
    for target in &graph.targets {
        if let Some(&number) = numbers.get(target.document.as_str()) {
            documents[number].targets.push(target);
        }
    }
    for node in graph.graph.node_indices() {
        // The mentions of one document stand together.
        for of_document in graph.graph[node].mentions.chunk_by(|a, b| a.document == b.document) {
            if let Some(&number) = numbers.get(of_document[0].document.as_str()) {
                documents[number].mentions.extend(of_document.iter().map(|mention| (node, mention.start, mention.end)));
            }
        }
    }
    documents.into_iter()
}

/// The evidence of all that a document states, where it names what, and the passages that these refer to.
pub(crate) fn resources<'a>(
    graph: &'a KnowledgeGraph,
    document: &InDocument<'a>,
    characters: Option<&'a Characters<'a>>,
    form: Form,
) -> (Vec<Resource<'a>>, Passages<'a>) {
    let mut resources = Vec::with_capacity(document.records());
    let begin = name::passages(document.id);
    let mut passages = Passages { document: document.id, begin, characters, found: FxHashMap::default(), derivations: Vec::new() };
    for stated in document.edges.iter().filter_map(|&edge| state::stated(graph, edge)) {
        resources.push(statement(stated, &mut passages, form));
    }
    for target in &document.targets {
        resources.push(figure(target, &mut passages));
    }
    mentions(graph, document, &mut passages, &mut resources);
    resources.append(&mut passages.derivations);
    (resources, passages)
}

fn statement<'a>(stated: Stated<'a>, passages: &mut Passages<'a>, form: Form) -> Resource<'a> {
    let Stated { subject, statement, object } = stated;
    let role = statement.role.as_deref();
    let parts = [&subject.id, statement.predicate.as_str(), &object.id, role.unwrap_or_default()];
    let iri = name::statement(&statement.document, &parts);
    let (from, predicate, to) = (name::entity(&subject.id), v::predicate(statement.predicate), name::entity(&object.id));
    let resource = match form {
        Form::Rdf11 | Form::Plain => {
            Resource::of(iri, rdf::STATEMENT).with(rdf::SUBJECT, from).with(rdf::PREDICATE, predicate).with(rdf::OBJECT, to)
        }
        Form::Rdf12 => Resource::new(iri).with(rdf::REIFIES, Value::Triple(Box::new([from.into(), predicate.into(), to.into()]))),
    };
    // Titles are Chinese words; the roles of a responsibility are words of the ontology.
    let role = role.map(|role| if statement.predicate == Predicate::HoldsPost { zh(role) } else { plain(role) });
    let resource = resource
        .with(v::STATUS, v::status(statement.status))
        .with_some(v::ROLE, role)
        .with_some(v::TIME, statement.time.as_deref().map(moment))
        .with_some(v::SPEAKER, statement.speaker.as_deref().map(name::entity))
        .with_some(v::CONFIDENCE, decimal(statement.confidence).map(spelled_decimal));
    std::iter::once(&statement.evidence).chain(&statement.more).fold(resource, |resource, evidence| passages.cite(resource, evidence))
}

fn figure<'a>(target: &'a TargetRecord, passages: &mut Passages<'a>) -> Resource<'a> {
    let resource = Resource::new(state::target_name(target))
        .with_some(v::SPEAKER, target.speaker.as_deref().map(name::entity))
        .with_some(v::CONFIDENCE, decimal(target.confidence).map(spelled_decimal));
    passages.cite(resource, &target.evidence)
}

/// Each entity with the sentences that name it; without the text, with the names' own places.
fn mentions<'a>(graph: &'a KnowledgeGraph, document: &InDocument<'a>, passages: &mut Passages<'a>, resources: &mut Vec<Resource<'a>>) {
    let mut sentences: Vec<(NodeIndex, (u32, u32))> = Vec::with_capacity(document.mentions.len());
    for &(node, start, end) in &document.mentions {
        let around = passages.characters.and_then(|characters| characters.sentence(start, end));
        sentences.push((node, around.unwrap_or((start, end))));
    }
    sentences.sort_unstable();
    sentences.dedup();
    for of_node in sentences.chunk_by(|(a, _), (b, _)| a == b) {
        let mut resource = Resource::new(name::entity(&graph.graph[of_node[0].0].id));
        resource.properties.reserve_exact(of_node.len());
        for &(_, (start, end)) in of_node {
            let line = passages.characters.map(|characters| characters.line(start));
            let passage = passages.at((start, end), line, Locator::default());
            resource = resource.with(v::MENTIONED_IN, passage);
        }
        resources.push(resource);
    }
}

/// The passages of a document that something refers to, each described once.
pub(crate) struct Passages<'a> {
    document: &'a str,
    /// What their names begin with.
    begin: String,
    characters: Option<&'a Characters<'a>>,
    /// Lines and places in the file, where known, by the passage's first and last character.
    found: FxHashMap<(u32, u32), (Option<u32>, Locator)>,
    /// Which rule read what was cited in which passage.
    derivations: Vec<Resource<'a>>,
}

impl<'a> Passages<'a> {
    /// Adds to a resource the passage that says it and the rule that read it there, each by itself and the two together.
    fn cite(&mut self, resource: Resource<'a>, evidence: &'a EvidenceRecord) -> Resource<'a> {
        let passage = self.at((evidence.start, evidence.end), Some(evidence.line), evidence.place);
        let rule = plain(&*evidence.rule);
        let places = [evidence.start.to_string(), evidence.end.to_string()];
        let subject = if let Name::Own(name) = &resource.subject { &**name } else { "" };
        let derivation = name::derivation(subject, places.each_ref().map(String::as_str));
        let together = Resource::of(derivation.clone(), v::DERIVATION).with(v::DERIVED_FROM, passage.clone()).with(v::RULE, rule.clone());
        self.derivations.push(together);
        resource.with(v::RULE, rule).with(v::WAS_DERIVED_FROM, passage).with(v::QUALIFIED_DERIVATION, derivation)
    }

    /// What the passage at a place is called.
    fn at(&mut self, (start, end): (u32, u32), line: Option<u32>, place: Locator) -> String {
        let (known_line, known_place) = self.found.entry((start, end)).or_default();
        *known_line = known_line.or(line);
        *known_place = (*known_place).max(place);
        [&*self.begin, &start.to_string(), "-", &end.to_string()].concat()
    }

    /// Writes all that is said of the passages and their selectors, sorted as resources are.
    ///
    /// Passages are most of a data set, so their names are spelled into the same few strings.
    pub(crate) fn write<W: Write>(&self, writer: &mut Writer<W>) -> io::Result<()> {
        let mut places: Vec<(String, (u32, u32))> =
            self.found.keys().map(|&(start, end)| (format!("{start}-{end}"), (start, end))).collect();
        places.sort_unstable();
        let source = name::source(self.document);
        let [mut passage, mut position, mut quote] = [const { String::new() }; 3];
        for (spelled, place) in &places {
            for (name, part) in [(&mut passage, ""), (&mut position, "-position"), (&mut quote, "-quote")] {
                name.clear();
                name.extend([&self.begin, spelled, part]);
            }
            let [start, end] = spelled.split_once('-').map_or(["", ""], <[&str; 2]>::from);
            let quotation = self.characters.and_then(|characters| characters.quote(place.0, place.1));
            writer.begin(&passage)?;
            writer.say(rdf::TYPE, &v::SPECIFIC_RESOURCE.into())?;
            writer.say(rdf::TYPE, &v::PASSAGE.into())?;
            writer.say(v::HAS_SELECTOR, &own(&position))?;
            if quotation.is_some() {
                writer.say(v::HAS_SELECTOR, &own(&quote))?;
            }
            writer.say(v::HAS_SOURCE, &own(&source))?;
            let (line, Locator { page, paragraph, table, row }) = self.found[place];
            let numbers =
                [(v::LINE, line.and_then(NonZeroU32::new)), (v::PAGE, page), (v::PARAGRAPH, paragraph), (v::ROW, row), (v::TABLE, table)];
            for (property, number) in numbers {
                let Some(number) = number else { continue };
                writer.say(property, &integer(number.get()))?;
            }
            writer.begin(&position)?;
            writer.say(rdf::TYPE, &v::TEXT_POSITION_SELECTOR.into())?;
            writer.say(v::END, &number(end))?;
            writer.say(v::START, &number(start))?;
            let Some(quotation) = quotation else { continue };
            writer.begin(&quote)?;
            writer.say(rdf::TYPE, &v::TEXT_QUOTE_SELECTOR.into())?;
            writer.say(v::EXACT, &zh(quotation.exact))?;
            writer.say(v::PREFIX, &zh(quotation.prefix))?;
            writer.say(v::SUFFIX, &zh(quotation.suffix))?;
        }
        Ok(())
    }
}

/// What the names of all passages begin with: nothing else stands among them when resources are sorted.
pub(crate) const FIRST_PASSAGE: &str = "passage-";

/// A thing of the data set.
fn own(name: &str) -> Value<'_> {
    Value::Name(Name::Own(Cow::Borrowed(name)))
}

/// A number that is spelled already.
fn number(digits: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(digits), Kind::Typed(xsd::INTEGER))
}
