//! What the default graph says: the build, the source documents, the names of entities.

use super::{
    Form, Options,
    resource::{Kind, Resource, Value, date, en, integer, plain, zh},
    vocabulary as v,
};
use crate::{
    catalog::ontology::{Ontology, Term},
    extract::quantity::time::When,
    graph::{DocumentRecord, EntityRecord, KnowledgeGraph},
    model::{Class, Status},
    write::iri::name,
};
use oxigraph::model::{
    NamedNodeRef,
    vocab::{rdf, rdfs, xsd},
};
use std::collections::BTreeSet;

/// An entity with its class and names; a place with its code, a period with its years.
pub(crate) fn entity<'a>(entity: &'a EntityRecord, options: &Options<'a>) -> Resource<'a> {
    let resource = Resource::of(name::entity(&entity.id), v::class(entity.class)).with(rdfs::LABEL, zh(&entity.name));
    let resource = entity.aliases.iter().fold(resource, |resource, alias| resource.with(v::ALT_LABEL, zh(alias)));
    match entity.class {
        Class::Place => resource.with_some(v::DIVISION_CODE, code(entity, options).map(plain)),
        Class::Period => match years(entity, options) {
            Some((first, last)) => resource.with(v::FIRST_YEAR, year(first)).with(v::LAST_YEAR, year(last)),
            None => resource,
        },
        _ => resource,
    }
}

/// An entity with what other vocabularies say of its kind: a period is an interval between two days.
pub(crate) fn entity_in_full<'a>(entity: &'a EntityRecord, options: &Options<'a>) -> Vec<Resource<'a>> {
    let resource = self::entity(entity, options);
    let Some((first, last)) = years(entity, options).filter(|_| entity.class == Class::Period) else { return vec![resource] };
    let days = [format!("{first:04}-01-01"), format!("{last:04}-12-31")];
    let [begins, ends] = days.each_ref().map(|day| name::instant(day));
    let interval = resource.with(rdf::TYPE, v::PROPER_INTERVAL).with(v::HAS_BEGINNING, begins).with(v::HAS_END, ends);
    let mut resources = vec![interval];
    resources.extend(days.into_iter().filter_map(instant));
    resources
}

/// A day, month or year as a thing with a name; none for what the calendar does not have.
pub(crate) fn instant<'a>(day: String) -> Option<Resource<'a>> {
    let Some(Value::Text(_, kind)) = date(&day) else { return None };
    let position = match kind {
        Kind::Typed(xsd::G_YEAR) => v::IN_YEAR,
        Kind::Typed(xsd::G_YEAR_MONTH) => v::IN_MONTH,
        _ => v::IN_DATE,
    };
    let instant = Resource::of(name::instant(&day), v::INSTANT).with(rdfs::LABEL, plain(day.clone()));
    Some(instant.with(position, Value::Text(day.into(), kind)))
}

/// The code of the administrative division that a place is, where that is certain.
fn code<'a>(entity: &EntityRecord, options: &Options<'a>) -> Option<&'a str> {
    let places = &options.catalog?.places;
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    let full = |name: &str| places.certain(name).filter(|division| division.name == name);
    let found = names.clone().find_map(|name| full(name)).or_else(|| places.certain(&entity.name))?;
    Some(&found.code)
}

/// The first and last year of a plan period.
fn years(entity: &EntityRecord, options: &Options<'_>) -> Option<(u16, u16)> {
    let grammar = &options.catalog?.quantity;
    let times = grammar.times.find(&grammar.numerals, &entity.name);
    times.first().filter(|time| matches!(time.when, When::Period(_)))?.years(None)
}

fn year(year: u16) -> Value<'static> {
    Value::Text(format!("{year:04}").into(), Kind::Typed(xsd::G_YEAR))
}

/// The names of the classes, predicates and statuses that the graph uses, so that any store can show them.
pub(crate) fn terms<'a>(graph: &KnowledgeGraph, ontology: &'a Ontology) -> Vec<Resource<'a>> {
    let named =
        |node: NamedNodeRef<'static>, term: &'a Term| Resource::new(node).with(rdfs::LABEL, zh(&term.zh)).with(rdfs::LABEL, en(&term.en));
    let classes: BTreeSet<_> = graph.graph.node_weights().map(|entity| entity.class).collect();
    let predicates: BTreeSet<_> = graph.graph.edge_weights().map(|statement| statement.predicate).collect();
    let mut resources: Vec<_> = classes.into_iter().map(|class| named(v::class(class), ontology.class(class))).collect();
    resources.extend(predicates.into_iter().map(|predicate| named(v::predicate(predicate), ontology.predicate(predicate))));
    resources.extend(Status::ALL.iter().map(|&status| named(v::status(status), ontology.status(status))));
    resources
}

/// The build and the documents that it read, each with its two graphs.
pub(crate) fn sources<'a>(graph: &'a KnowledgeGraph, options: &'a Options<'_>) -> Vec<Resource<'a>> {
    let build = name::build(options.version);
    let program = name::program();
    let mut resources = vec![activity(&build, &program, graph, options), data_set(&build, graph, options)];
    let agent = Resource::of(program, v::SOFTWARE_AGENT).with(rdfs::LABEL, plain(concat!("hongtu ", env!("CARGO_PKG_VERSION"))));
    resources.push(agent.with(v::SOFTWARE_VERSION, plain(env!("CARGO_PKG_VERSION"))));
    for document in &graph.documents {
        resources.push(source(document, options));
        let source = name::source(&document.id);
        let evidence = (options.form != Form::Plain).then(|| (name::provenance(&document.id), v::BUNDLE));
        for (graph, class) in std::iter::once((name::statements(&document.id), v::ENTITY)).chain(evidence) {
            let graph = Resource::of(graph, class).with(v::WAS_DERIVED_FROM, source.clone());
            resources.push(graph.with(v::WAS_GENERATED_BY, build.clone()));
        }
    }
    resources
}

/// The build: which files it used, with which knowledge, by which program; no time, so that two builds give the same.
fn activity<'a>(build: &str, program: &str, graph: &KnowledgeGraph, options: &'a Options<'_>) -> Resource<'a> {
    let label = format!("hongtu build {}", &options.version[..options.version.len().min(16)]);
    let activity = Resource::of(build.to_owned(), v::ACTIVITY)
        .with(rdfs::LABEL, plain(label))
        .with(v::CATALOG_VERSION, plain(options.version))
        .with(v::WAS_ASSOCIATED_WITH, program.to_owned());
    graph.documents.iter().fold(activity, |activity, document| activity.with(v::USED, name::source(&document.id)))
}

/// The data set as a whole, for catalogues of data sets.
fn data_set<'a>(build: &str, graph: &KnowledgeGraph, options: &'a Options<'_>) -> Resource<'a> {
    let title = en("What Chinese government documents say");
    let count = |number: usize| integer(u32::try_from(number).unwrap_or(u32::MAX));
    let data_set = Resource::of(name::data_set(), v::DATASET)
        .with(rdf::TYPE, v::VOID_DATASET)
        .with(rdfs::LABEL, title.clone())
        .with(v::TITLE, title)
        .with(v::URI_SPACE, plain(options.iris.base()))
        .with(v::VOCABULARY, NamedNodeRef::new_unchecked(crate::catalog::ontology::NAMESPACE))
        .with(v::CONFORMS_TO, v::ONTOLOGY)
        .with(v::ENTITIES, count(graph.graph.node_count()))
        .with(v::DOCUMENTS, count(graph.documents.len()))
        .with(v::WAS_GENERATED_BY, build.to_owned());
    graph.documents.iter().fold(data_set, |data_set, document| data_set.with(v::SOURCE, name::source(&document.id)))
}

/// A path that means the same on another machine: without the root that an absolute one begins with.
pub(crate) fn relative(path: &str) -> &str {
    let without_drive = match path.as_bytes() {
        [drive, b':', ..] if drive.is_ascii_alphabetic() => &path[2..],
        _ => path,
    };
    without_drive.trim_start_matches('/')
}

fn source<'a>(document: &'a DocumentRecord, options: &Options<'_>) -> Resource<'a> {
    let evidence = (options.form != Form::Plain).then(|| name::provenance(&document.id));
    let header = &document.header;
    let title = header.title.as_deref();
    let day = |value: &'a Option<String>| value.as_deref().and_then(date);
    let words = |value: &'a Option<String>| value.as_deref().map(zh);
    let address = |url: &'a str| Value::Text(url.into(), Kind::Typed(xsd::ANY_URI));
    let places = document.place.iter().flat_map(|places| places.split('|')).filter(|place| !place.is_empty());
    let resource = Resource::of(name::source(&document.id), v::SOURCE_DOCUMENT)
        .with(rdfs::LABEL, zh(title.unwrap_or(relative(&document.path))))
        .with_some(v::TITLE, title.map(zh))
        .with_some(v::DATE, day(&document.date))
        .with_some(v::ISSUER, words(&header.issuer))
        .with_some(v::DOCUMENT_NUMBER, words(&header.number))
        .with_some(v::SIGNED, day(&header.signed))
        .with_some(v::ISSUED, day(&header.released))
        .with_some(v::EFFECTIVE, day(&header.effective))
        .with_some(v::SOURCE_NAME, words(&header.source))
        .with_some(v::URL, header.url.as_deref().map(address))
        .with_some(v::FORMAT, document.format.map(|format| plain(format.media_type())))
        .with(v::SHA256, plain(&document.sha256))
        .with(v::PATH, plain(relative(&document.path)))
        .with(v::CHARACTERS, integer(document.characters))
        .with(v::STATEMENTS, name::statements(&document.id))
        .with_some(v::PROVENANCE, evidence);
    let copies = document.copies.iter().map(|copy| plain(relative(copy)));
    let resource = copies.fold(resource, |resource, copy| resource.with(v::PATH, copy));
    places.fold(resource, |resource, place| resource.with(v::FOCAL_PLACE, zh(place)))
}
