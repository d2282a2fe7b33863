//! What the provenance graph of a document says: statements with status, speaker and rule, and the passages that say them.

use super::{
    Form, Options,
    resource::{Resource, decimal, zh},
    state::{self, Stated, moment},
    text::Characters,
    vocabulary as v,
};
use crate::{
    graph::{EvidenceRecord, KnowledgeGraph, TargetRecord},
    model::{Locator, Predicate},
    write::iri::Iris,
};
use oxigraph::model::{
    GraphNameRef, Literal, LiteralRef, NamedNodeRef, QuadRef, TermRef, Triple,
    vocab::{rdf, xsd},
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
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

/// The contributions of all documents, by id.
pub(crate) fn by_document(graph: &KnowledgeGraph) -> impl Iterator<Item = InDocument<'_>> {
    let mut documents: BTreeMap<&str, InDocument<'_>> = BTreeMap::new();
    for document in &graph.documents {
        documents.insert(&document.id, InDocument { id: &document.id, edges: Vec::new(), targets: Vec::new(), mentions: Vec::new() });
    }
    for edge in graph.graph.edge_indices() {
        if let Some(document) = documents.get_mut(graph.graph[edge].document.as_str()) {
            document.edges.push(edge);
        }
    }
    for target in &graph.targets {
        if let Some(document) = documents.get_mut(target.document.as_str()) {
            document.targets.push(target);
        }
    }
    for node in graph.graph.node_indices() {
        for mention in &graph.graph[node].mentions {
            if let Some(document) = documents.get_mut(mention.document.as_str()) {
                document.mentions.push((node, mention.start, mention.end));
            }
        }
    }
    documents.into_values()
}

/// The evidence of all that a document states, where it names what, and the passages that these refer to.
pub(crate) fn resources<'a>(
    graph: &KnowledgeGraph,
    document: &InDocument<'a>,
    characters: Option<&'a Characters<'a>>,
    options: &'a Options<'_>,
) -> (Vec<Resource>, Passages<'a>) {
    let iris = &options.iris;
    let mut resources = Vec::new();
    let mut passages = Passages { document: document.id, characters, iris, found: BTreeMap::new(), derivations: Vec::new() };
    for stated in document.edges.iter().filter_map(|&edge| state::stated(graph, edge)) {
        resources.push(statement(stated, &mut passages, options.form));
    }
    for target in &document.targets {
        resources.push(figure(target, &mut passages));
    }
    resources.extend(mentions(graph, document, &mut passages));
    resources.append(&mut passages.derivations);
    (resources, passages)
}

fn statement(stated: Stated<'_>, passages: &mut Passages<'_>, form: Form) -> Resource {
    let Stated { subject, statement, object } = stated;
    let (iris, role) = (passages.iris, statement.role.as_deref());
    let iri = iris.statement(&statement.document, &[&subject.id, statement.predicate.as_str(), &object.id, role.unwrap_or_default()]);
    let (from, predicate, to) = (iris.entity(&subject.id), v::predicate(statement.predicate), iris.entity(&object.id));
    let resource = match form {
        Form::Rdf11 | Form::Plain => {
            Resource::of(iri, rdf::STATEMENT).with(rdf::SUBJECT, from).with(rdf::PREDICATE, predicate).with(rdf::OBJECT, to)
        }
        Form::Rdf12 => Resource::new(iri).with(rdf::REIFIES, Triple::new(from, predicate, to)),
    };
    // Titles are Chinese words; the roles of a responsibility are words of the ontology.
    let role = role.map(|role| if statement.predicate == Predicate::HoldsPost { zh(role) } else { Literal::new_simple_literal(role) });
    let resource = resource
        .with(v::STATUS, v::status(statement.status))
        .with_some(v::ROLE, role)
        .with_some(v::TIME, statement.time.as_deref().map(moment))
        .with_some(v::SPEAKER, statement.speaker.as_deref().map(|id| iris.entity(id)))
        .with_some(v::CONFIDENCE, decimal(statement.confidence));
    std::iter::once(&statement.evidence).chain(&statement.more).fold(resource, |resource, evidence| passages.cite(resource, evidence))
}

fn figure(target: &TargetRecord, passages: &mut Passages<'_>) -> Resource {
    let resource = Resource::new(state::target_iri(target, passages.iris))
        .with_some(v::SPEAKER, target.speaker.as_deref().map(|id| passages.iris.entity(id)))
        .with_some(v::CONFIDENCE, decimal(target.confidence));
    passages.cite(resource, &target.evidence)
}

/// Each entity with the sentences that name it; without the text, with the names' own places.
fn mentions(graph: &KnowledgeGraph, document: &InDocument<'_>, passages: &mut Passages<'_>) -> Vec<Resource> {
    let mut sentences = BTreeSet::new();
    for &(node, start, end) in &document.mentions {
        let around = passages.characters.and_then(|characters| characters.sentence(start, end));
        sentences.insert((node, around.unwrap_or((start, end))));
    }
    let mut resources = Vec::new();
    for (node, (start, end)) in sentences {
        let line = passages.characters.map(|characters| characters.line(start));
        let passage = passages.at((start, end), line, Locator::default());
        resources.push(Resource::new(passages.iris.entity(&graph.graph[node].id)).with(v::MENTIONED_IN, passage));
    }
    resources
}

/// The passages of a document that something refers to, each described once.
pub(crate) struct Passages<'a> {
    document: &'a str,
    characters: Option<&'a Characters<'a>>,
    iris: &'a Iris,
    /// Lines and places in the file, where known, by the passage's first and last character.
    found: BTreeMap<(u32, u32), (Option<u32>, Locator)>,
    /// Which rule read what was cited in which passage.
    derivations: Vec<Resource>,
}

impl Passages<'_> {
    /// Adds to a resource the passage that says it and the rule that read it there, each by itself and the two together.
    fn cite(&mut self, resource: Resource, evidence: &EvidenceRecord) -> Resource {
        let passage = self.at((evidence.start, evidence.end), Some(evidence.line), evidence.place);
        let rule = Literal::new_simple_literal(&evidence.rule);
        let derivation = self.iris.derivation(&resource.subject, evidence.start, evidence.end);
        let together = Resource::of(derivation.clone(), v::DERIVATION).with(v::DERIVED_FROM, passage.clone()).with(v::RULE, rule.clone());
        self.derivations.push(together);
        resource.with(v::RULE, rule).with(v::WAS_DERIVED_FROM, passage).with(v::QUALIFIED_DERIVATION, derivation)
    }

    /// The IRI of the passage at a place.
    fn at(&mut self, (start, end): (u32, u32), line: Option<u32>, place: Locator) -> oxigraph::model::NamedNode {
        let (known_line, known_place) = self.found.entry((start, end)).or_default();
        *known_line = known_line.or(line);
        *known_place = (*known_place).max(place);
        self.iris.passage(self.document, start, end, "")
    }

    /// What the IRIs of all passages begin with: nothing else stands among them when resources are sorted.
    pub(crate) fn first(&self) -> String {
        let mut iri = String::new();
        self.iris.spell(&["passage", ""], &mut iri);
        iri
    }

    /// Calls `each` with all that is said of the passages and their selectors, sorted as resources are.
    ///
    /// Passages are most of a data set, so they are spelled into the same few strings instead of being made into resources.
    pub(crate) fn describe(&self, mut each: impl FnMut(QuadRef<'_>) -> io::Result<()>) -> io::Result<()> {
        let mut places: Vec<([String; 2], (u32, u32))> =
            self.found.keys().map(|&(start, end)| ([start.to_string(), end.to_string()], (start, end))).collect();
        places.sort_by(|(a, _), (b, _)| order(a).cmp(order(b)));
        let source = self.iris.source(self.document);
        let [mut passage, mut position, mut quote] = [const { String::new() }; 3];
        for ([start, end], place) in &places {
            self.iris.spell(&["passage", self.document, start, end], &mut passage);
            self.iris.spell(&["passage", self.document, start, end, "position"], &mut position);
            self.iris.spell(&["passage", self.document, start, end, "quote"], &mut quote);
            let [passage, position, quote] = [&passage, &position, &quote].map(|iri| NamedNodeRef::new_unchecked(iri));
            let quotation = self.characters.and_then(|characters| characters.quote(place.0, place.1));
            let mut say = |subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>, value: TermRef<'_>| {
                each(QuadRef::new(subject, property, value, GraphNameRef::DefaultGraph))
            };
            say(passage, rdf::TYPE, v::SPECIFIC_RESOURCE.into())?;
            say(passage, rdf::TYPE, v::PASSAGE.into())?;
            say(passage, v::HAS_SELECTOR, position.into())?;
            if quotation.is_some() {
                say(passage, v::HAS_SELECTOR, quote.into())?;
            }
            say(passage, v::HAS_SOURCE, source.as_ref().into())?;
            let (line, Locator { page, paragraph, table, row }) = self.found[place];
            let numbers =
                [(v::LINE, line.and_then(NonZeroU32::new)), (v::PAGE, page), (v::PARAGRAPH, paragraph), (v::ROW, row), (v::TABLE, table)];
            for (property, number) in numbers {
                let Some(number) = number else { continue };
                say(passage, property, LiteralRef::new_typed_literal(&number.to_string(), xsd::INTEGER).into())?;
            }
            say(position, rdf::TYPE, v::TEXT_POSITION_SELECTOR.into())?;
            say(position, v::END, LiteralRef::new_typed_literal(end, xsd::INTEGER).into())?;
            say(position, v::START, LiteralRef::new_typed_literal(start, xsd::INTEGER).into())?;
            let Some(quotation) = quotation else { continue };
            let zh = |text| LiteralRef::new_language_tagged_literal_unchecked(text, "zh");
            say(quote, rdf::TYPE, v::TEXT_QUOTE_SELECTOR.into())?;
            say(quote, v::EXACT, zh(quotation.exact).into())?;
            say(quote, v::PREFIX, zh(quotation.prefix).into())?;
            say(quote, v::SUFFIX, zh(quotation.suffix).into())?;
        }
        Ok(())
    }
}

/// The characters of a place as they stand in an IRI.
fn order(place: &[String; 2]) -> impl Iterator<Item = u8> + '_ {
    place[0].bytes().chain([b'-']).chain(place[1].bytes())
}
