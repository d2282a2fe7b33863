//! What the graph of a document says: plain relations, posts and figures.

use super::{
    Options, describe,
    evidence::InDocument,
    resource::{Resource, Value, date, decimal, plain, spelled_decimal, zh},
    vocabulary as v,
};
use crate::{
    catalog::measures::shifted,
    graph::{EntityRecord, KnowledgeGraph, StatementRecord, TargetRecord},
    model::{Predicate, Status},
    write::iri::{Iris, name},
};
use oxigraph::model::{
    NamedNode,
    vocab::{rdf, rdfs},
};
use petgraph::graph::EdgeIndex;
use rustc_hash::FxHashMap;

/// Names of entities by id.
pub(crate) type Names<'a> = FxHashMap<&'a str, &'a str>;

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
pub(crate) fn relation(graph: &KnowledgeGraph, edge: EdgeIndex) -> Option<Resource<'_>> {
    let stated = stated(graph, edge)?;
    let subject = Resource::new(name::entity(&stated.subject.id));
    Some(subject.with(v::predicate(stated.statement.predicate), name::entity(&stated.object.id)))
}

/// Everything that a document states.
pub(crate) fn resources<'a>(
    graph: &'a KnowledgeGraph,
    names: &Names<'_>,
    document: &InDocument<'a>,
    options: &Options<'_>,
) -> Vec<Resource<'a>> {
    let day = graph.documents.iter().find(|known| *known.id == *document.id).and_then(|document| document.date.as_deref());
    let mut resources = Vec::with_capacity(document.edges.len() + document.targets.len());
    for &edge in &document.edges {
        resources.extend(relation(graph, edge));
        if let Some(stated) = stated(graph, edge) {
            post(stated, &mut resources);
            succession(stated, day, &mut resources);
        }
    }
    resources.extend(document.targets.iter().map(|target| figure(names, target, options)));
    resources
}

/// A post as the organisation ontology has it: the membership, the role, and the position in the organ.
fn post<'a>(stated: Stated<'a>, resources: &mut Vec<Resource<'a>>) {
    let Stated { subject: official, statement, object: organ } = stated;
    let Some(title) = statement.role.as_deref().filter(|_| statement.predicate == Predicate::HoldsPost) else { return };
    let (person, body, role) = (name::entity(&official.id), name::entity(&organ.id), name::shared("role", &[title]));
    let membership = Resource::of(name::shared("membership", &[&official.id, &organ.id, title]), v::MEMBERSHIP)
        .with(v::MEMBER, person.clone())
        .with(v::ORGANIZATION, body.clone())
        .with(v::MEMBERSHIP_ROLE, role.clone())
        .with(v::STATUS, v::status(statement.status));
    let holder = (statement.status != Status::Ended).then_some(person);
    let position = Resource::of(name::shared("post", &[&organ.id, title]), v::POST)
        .with(rdfs::LABEL, zh(format!("{}{title}", organ.name)))
        .with(v::POST_IN, body)
        .with(v::MEMBERSHIP_ROLE, role.clone())
        .with_some(v::HELD_BY, holder);
    resources.extend([Resource::of(role, v::ROLE_CLASS).with(rdfs::LABEL, zh(title)), membership, position]);
}

/// A body that goes on as another, as the organisation ontology has it: the change, and until and from when each name is borne.
///
/// `day` is the date of the document, by which a change has happened that the text does not date.
fn succession<'a>(stated: Stated<'a>, day: Option<&str>, resources: &mut Vec<Resource<'a>>) {
    let Stated { subject: former, statement, object: present } = stated;
    if statement.predicate != Predicate::SucceededBy {
        return;
    }
    let happened = matches!(statement.status, Status::Done | Status::Ended);
    let time = statement.time.as_deref().or(day.filter(|_| happened)).and_then(|time| describe::instant(time.to_owned()).zip(Some(time)));
    let change = name::shared("change", &[&former.id, &present.id]);
    let [from, to] = [former, present].map(|body| name::entity(&body.id));
    resources.push(
        Resource::of(change.clone(), v::CHANGE_EVENT)
            .with(rdfs::LABEL, zh(format!("{} \u{2192} {}", former.name, present.name)))
            .with(v::ORIGINAL, from.clone())
            .with(v::RESULTING, to.clone())
            .with(v::STATUS, v::status(statement.status))
            .with_some(v::HAS_TIME, time.as_ref().map(|(_, day)| name::instant(day))),
    );
    resources.push(Resource::new(from).with(v::CHANGED_BY, change.clone()));
    resources.push(Resource::new(to.clone()).with(v::RESULTED_FROM, change));
    let Some((instant, day)) = time else { return };
    for (body, end) in [(former, v::HAS_END), (present, v::HAS_BEGINNING)] {
        let dated = Resource::of(name::shared("name", &[&former.id, &present.id, &body.id, day]), v::DATED_NAME);
        resources.push(dated.with(rdfs::LABEL, zh(&body.name)).with(v::NAME_OF, to.clone()).with(end, name::instant(day)));
    }
    resources.push(instant);
}

/// A figure with all that it says; its evidence stands elsewhere.
fn figure<'a>(names: &Names<'_>, target: &'a TargetRecord, options: &Options<'_>) -> Resource<'a> {
    let value = target.value.as_f64().and_then(decimal);
    let measured = value.as_deref().and_then(|value| measured(target, value, options));
    let resource = Resource::of(target_name(target), v::TARGET)
        .with(rdf::TYPE, v::OBSERVATION)
        .with(rdfs::LABEL, zh(figure_label(names, target)))
        .with(v::HOLDER, name::entity(&target.holder))
        .with(v::INDICATOR, zh(&target.indicator))
        .with(v::COMPARATOR, plain(target.comparator.as_str()))
        .with_some(v::VALUE, value.map(spelled_decimal))
        .with_some(v::UNIT, (!target.unit.is_empty()).then(|| zh(&target.unit)))
        .with_some(v::TIME, target.time.as_deref().map(moment))
        .with(v::STATUS, v::status(target.status));
    match measured {
        Some((number, unit)) => resource.with(v::NUMERIC_VALUE, spelled_decimal(number)).with(v::HAS_UNIT, unit),
        None => resource,
    }
}

/// The figure in a unit that others know, multipliers counted in: 6000 亿元 is 600000000000 yuan.
fn measured(target: &TargetRecord, value: &str, options: &Options<'_>) -> Option<(String, NamedNode)> {
    let measure = options.catalog?.measures.of(&target.unit)?;
    let number = shifted(value, measure.power)?;
    let (prefix, local) = measure.term.split_once(':')?;
    let (_, namespace) = v::PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    let unit = NamedNode::new(format!("{namespace}{local}")).ok()?;
    Some((number, unit))
}

fn figure_label(names: &Names<'_>, target: &TargetRecord) -> String {
    let holder = names.get(target.holder.as_str()).copied().unwrap_or_default();
    let time = target.time.as_deref().map(|time| format!(" ({time})")).unwrap_or_default();
    let TargetRecord { indicator, comparator, value, unit, .. } = target;
    format!("{holder} {indicator} {comparator} {value}{unit}{time}").trim().to_owned()
}

/// The IRI of a figure.
pub(crate) fn target_iri(target: &TargetRecord, iris: &Iris) -> NamedNode {
    of_parts(target, |parts| iris.target(&target.document, parts))
}

/// The IRI of a figure without the base.
pub(crate) fn target_name(target: &TargetRecord) -> String {
    of_parts(target, |parts| name::target(&target.document, parts))
}

/// What tells a figure from others.
fn of_parts<T>(target: &TargetRecord, make: impl FnOnce(&[&str]) -> T) -> T {
    let (value, start) = (target.value.to_string(), target.evidence.start.to_string());
    let time = target.time.as_deref().unwrap_or_default();
    make(&[&target.holder, &target.indicator, target.comparator.as_str(), &value, &target.unit, time, target.status.as_str(), &start])
}

/// A year, month or day as such; anything else, as the name of a period, as Chinese text.
pub(crate) fn moment(time: &str) -> Value<'_> {
    date(time).unwrap_or_else(|| zh(time))
}
