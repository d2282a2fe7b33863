//! What the graph of a document says: plain relations, posts and figures.

use super::{
    Options,
    evidence::InDocument,
    resource::{Resource, date, decimal, zh},
    vocabulary as v,
};
use crate::{
    catalog::measures::shifted,
    graph::{EntityRecord, KnowledgeGraph, StatementRecord, TargetRecord},
    model::{Predicate, Status},
    write::iri::Iris,
};
use oxigraph::model::{
    Literal, NamedNode, Term,
    vocab::{rdf, rdfs, xsd},
};
use petgraph::graph::EdgeIndex;
use std::collections::BTreeMap;

/// Names of entities by id.
pub(crate) type Names<'a> = BTreeMap<&'a str, &'a str>;

/// A statement with the entities at its ends.
#[derive(Clone, Copy)]
pub(crate) struct Stated<'a> {
    pub(crate) subject: &'a EntityRecord,
    pub(crate) statement: &'a StatementRecord,
    pub(crate) object: &'a EntityRecord,
}

/// The statement at an edge.
pub(crate) fn stated(graph: &KnowledgeGraph, edge: EdgeIndex) -> Option<Stated<'_>> {
    let (from, to) = graph.graph.edge_endpoints(edge)?;
    Some(Stated {
        subject: graph.graph.node_weight(from)?,
        statement: graph.graph.edge_weight(edge)?,
        object: graph.graph.node_weight(to)?,
    })
}

/// The plain relation at an edge.
pub(crate) fn relation(graph: &KnowledgeGraph, edge: EdgeIndex, iris: &Iris) -> Option<Resource> {
    let stated = stated(graph, edge)?;
    let subject = Resource::new(iris.entity(&stated.subject.id));
    Some(subject.with(v::predicate(stated.statement.predicate), iris.entity(&stated.object.id)))
}

/// Everything that a document states.
pub(crate) fn resources(graph: &KnowledgeGraph, names: &Names<'_>, document: &InDocument<'_>, options: &Options<'_>) -> Vec<Resource> {
    let iris = &options.iris;
    let mut resources = Vec::new();
    for &edge in &document.edges {
        resources.extend(relation(graph, edge, iris));
        resources.extend(stated(graph, edge).into_iter().flat_map(|stated| post(stated, iris)));
    }
    resources.extend(document.targets.iter().map(|target| figure(names, target, options)));
    resources
}

/// A post as the organisation ontology has it: the membership, the role, and the position in the organ.
fn post(stated: Stated<'_>, iris: &Iris) -> Vec<Resource> {
    let Stated { subject: official, statement, object: organ } = stated;
    let Some(title) = statement.role.as_deref().filter(|_| statement.predicate == Predicate::HoldsPost) else { return Vec::new() };
    let (person, body, role) = (iris.entity(&official.id), iris.entity(&organ.id), iris.shared("role", &[title]));
    let membership = Resource::of(iris.shared("membership", &[&official.id, &organ.id, title]), v::MEMBERSHIP)
        .with(v::MEMBER, person.clone())
        .with(v::ORGANIZATION, body.clone())
        .with(v::MEMBERSHIP_ROLE, role.clone())
        .with(v::STATUS, v::status(statement.status));
    let holder = (statement.status != Status::Ended).then_some(person);
    let position = Resource::of(iris.shared("post", &[&organ.id, title]), v::POST)
        .with(rdfs::LABEL, zh(&format!("{}{title}", organ.name)))
        .with(v::POST_IN, body)
        .with(v::MEMBERSHIP_ROLE, role.clone())
        .with_some(v::HELD_BY, holder);
    vec![Resource::of(role, v::ROLE_CLASS).with(rdfs::LABEL, zh(title)), membership, position]
}

/// A figure with all that it says; its evidence stands elsewhere.
fn figure(names: &Names<'_>, target: &TargetRecord, options: &Options<'_>) -> Resource {
    let iris = &options.iris;
    let resource = Resource::of(target_iri(target, iris), v::TARGET)
        .with(rdf::TYPE, v::OBSERVATION)
        .with(rdfs::LABEL, zh(&figure_label(names, target)))
        .with(v::HOLDER, iris.entity(&target.holder))
        .with(v::INDICATOR, zh(&target.indicator))
        .with(v::COMPARATOR, Literal::new_simple_literal(target.comparator.as_str()))
        .with_some(v::VALUE, target.value.as_f64().and_then(decimal))
        .with_some(v::UNIT, (!target.unit.is_empty()).then(|| zh(&target.unit)))
        .with_some(v::TIME, target.time.as_deref().map(moment))
        .with(v::STATUS, v::status(target.status));
    match measured(target, options) {
        Some((number, unit)) => resource.with(v::NUMERIC_VALUE, number).with(v::HAS_UNIT, unit),
        None => resource,
    }
}

/// The figure in a unit that others know, multipliers counted in: 6000 亿元 is 600000000000 yuan.
fn measured(target: &TargetRecord, options: &Options<'_>) -> Option<(Literal, NamedNode)> {
    let measure = options.catalog?.measures.of(&target.unit)?;
    let value = target.value.as_f64().and_then(decimal)?;
    let number = shifted(value.value(), measure.power)?;
    let (prefix, local) = measure.term.split_once(':')?;
    let (_, namespace) = v::PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    let unit = NamedNode::new(format!("{namespace}{local}")).ok()?;
    Some((Literal::new_typed_literal(number, xsd::DECIMAL), unit))
}

fn figure_label(names: &Names<'_>, target: &TargetRecord) -> String {
    let holder = names.get(target.holder.as_str()).copied().unwrap_or_default();
    let time = target.time.as_deref().map(|time| format!(" ({time})")).unwrap_or_default();
    let TargetRecord { indicator, comparator, value, unit, .. } = target;
    format!("{holder} {indicator} {comparator} {value}{unit}{time}").trim().to_owned()
}

/// The IRI of a figure.
pub(crate) fn target_iri(target: &TargetRecord, iris: &Iris) -> NamedNode {
    let (value, start) = (target.value.to_string(), target.evidence.start.to_string());
    let time = target.time.as_deref().unwrap_or_default();
    let parts =
        [&*target.holder, &target.indicator, target.comparator.as_str(), &value, &target.unit, time, target.status.as_str(), &start];
    iris.target(&target.document, &parts)
}

/// A year, month or day as such; anything else, as the name of a period, as Chinese text.
pub(crate) fn moment(time: &str) -> Term {
    date(time).unwrap_or_else(|| zh(time)).into()
}
