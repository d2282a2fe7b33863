//! What the default graph says: the build, the source documents, the names of entities.

use super::{
    Form, Options,
    resource::{Resource, date, integer, zh},
    vocabulary as v,
};
use crate::{
    catalog::ontology::{Ontology, Term},
    extract::quantity::time::When,
    graph::{DocumentRecord, EntityRecord, KnowledgeGraph},
    model::{Class, Status},
};
use oxigraph::model::{
    Literal, NamedNode, NamedNodeRef,
    vocab::{rdf, rdfs, xsd},
};
use std::collections::BTreeSet;

/// An entity with its class and names; a place with its code, a period with its years.
pub(crate) fn entity(entity: &EntityRecord, options: &Options<'_>) -> Resource {
    let resource = Resource::of(options.iris.entity(&entity.id), v::class(entity.class)).with(rdfs::LABEL, zh(&entity.name));
    let resource = entity.aliases.iter().fold(resource, |resource, alias| resource.with(v::ALT_LABEL, zh(alias)));
    match entity.class {
        Class::Place => resource.with_some(v::DIVISION_CODE, code(entity, options).map(Literal::new_simple_literal)),
        Class::Period => match years(entity, options) {
            Some((first, last)) => resource.with(v::FIRST_YEAR, year(first)).with(v::LAST_YEAR, year(last)),
            None => resource,
        },
        _ => resource,
    }
}

/// An entity with what other vocabularies say of its kind: a period is an interval between two days.
pub(crate) fn entity_in_full(entity: &EntityRecord, options: &Options<'_>) -> Vec<Resource> {
    let resource = self::entity(entity, options);
    let Some((first, last)) = years(entity, options).filter(|_| entity.class == Class::Period) else { return vec![resource] };
    let days = [format!("{first:04}-01-01"), format!("{last:04}-12-31")];
    let [begins, ends] = days.each_ref().map(|day| options.iris.instant(day));
    let instant = |(iri, day): (&NamedNode, &String)| {
        Resource::of(iri.clone(), v::INSTANT).with(rdfs::LABEL, Literal::new_simple_literal(day)).with_some(v::IN_DATE, date(day))
    };
    let instants = [(&begins, &days[0]), (&ends, &days[1])].map(instant);
    let interval = resource.with(rdf::TYPE, v::PROPER_INTERVAL).with(v::HAS_BEGINNING, begins.clone()).with(v::HAS_END, ends.clone());
    std::iter::once(interval).chain(instants).collect()
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

fn year(year: u16) -> Literal {
    Literal::new_typed_literal(format!("{year:04}"), xsd::G_YEAR)
}

/// The names of the classes, predicates and statuses that the graph uses, so that any store can show them.
pub(crate) fn terms(graph: &KnowledgeGraph, ontology: &Ontology) -> Vec<Resource> {
    let named = |node: NamedNodeRef<'static>, term: &Term| {
        let en = Literal::new_language_tagged_literal_unchecked(&term.en, "en");
        Resource::new(node.into_owned()).with(rdfs::LABEL, zh(&term.zh)).with(rdfs::LABEL, en)
    };
    let classes: BTreeSet<_> = graph.graph.node_weights().map(|entity| entity.class).collect();
    let predicates: BTreeSet<_> = graph.graph.edge_weights().map(|statement| statement.predicate).collect();
    let mut resources: Vec<_> = classes.into_iter().map(|class| named(v::class(class), ontology.class(class))).collect();
    resources.extend(predicates.into_iter().map(|predicate| named(v::predicate(predicate), ontology.predicate(predicate))));
    resources.extend(Status::ALL.iter().map(|&status| named(v::status(status), ontology.status(status))));
    resources
}

/// The build and the documents that it read, each with its two graphs.
pub(crate) fn sources(graph: &KnowledgeGraph, options: &Options<'_>) -> Vec<Resource> {
    let build = options.iris.build(options.version);
    let program = options.iris.program();
    let mut resources = vec![activity(&build, &program, graph, options), data_set(&build, graph, options)];
    let version = Literal::new_simple_literal(env!("CARGO_PKG_VERSION"));
    let name = Literal::new_simple_literal(concat!("hongtu ", env!("CARGO_PKG_VERSION")));
    resources.push(Resource::of(program, v::SOFTWARE_AGENT).with(rdfs::LABEL, name).with(v::SOFTWARE_VERSION, version));
    for document in &graph.documents {
        resources.push(source(document, options));
        let source = options.iris.source(&document.id);
        let evidence = (options.form != Form::Plain).then(|| (options.iris.provenance(&document.id), v::BUNDLE));
        for (graph, class) in std::iter::once((options.iris.statements(&document.id), v::ENTITY)).chain(evidence) {
            let graph = Resource::of(graph, class).with(v::WAS_DERIVED_FROM, source.clone());
            resources.push(graph.with(v::WAS_GENERATED_BY, build.clone()));
        }
    }
    resources
}

/// The build: which files it used, with which knowledge, by which program; no time, so that two builds give the same.
fn activity(build: &NamedNode, program: &NamedNode, graph: &KnowledgeGraph, options: &Options<'_>) -> Resource {
    let version = Literal::new_simple_literal(options.version);
    let label = format!("hongtu build {}", &options.version[..options.version.len().min(16)]);
    let activity = Resource::of(build.clone(), v::ACTIVITY)
        .with(rdfs::LABEL, Literal::new_simple_literal(label))
        .with(v::CATALOG_VERSION, version)
        .with(v::WAS_ASSOCIATED_WITH, program.clone());
    graph.documents.iter().fold(activity, |activity, document| activity.with(v::USED, options.iris.source(&document.id)))
}

/// The data set as a whole, for catalogues of data sets.
fn data_set(build: &NamedNode, graph: &KnowledgeGraph, options: &Options<'_>) -> Resource {
    let title = Literal::new_language_tagged_literal_unchecked("What Chinese government documents say", "en");
    let count = |number: usize| integer(u32::try_from(number).unwrap_or(u32::MAX));
    let data_set = Resource::of(options.iris.data_set(), v::DATASET)
        .with(rdf::TYPE, v::VOID_DATASET)
        .with(rdfs::LABEL, title.clone())
        .with(v::TITLE, title)
        .with(v::URI_SPACE, Literal::new_simple_literal(options.iris.base()))
        .with(v::VOCABULARY, NamedNodeRef::new_unchecked(crate::catalog::ontology::NAMESPACE))
        .with(v::CONFORMS_TO, v::ONTOLOGY)
        .with(v::ENTITIES, count(graph.graph.node_count()))
        .with(v::DOCUMENTS, count(graph.documents.len()))
        .with(v::WAS_GENERATED_BY, build.clone());
    graph.documents.iter().fold(data_set, |data_set, document| data_set.with(v::SOURCE, options.iris.source(&document.id)))
}

/// A path that means the same on another machine: without the root that an absolute one begins with.
fn relative(path: &str) -> &str {
    let without_drive = match path.as_bytes() {
        [drive, b':', ..] if drive.is_ascii_alphabetic() => &path[2..],
        _ => path,
    };
    without_drive.trim_start_matches('/')
}

fn source(document: &DocumentRecord, options: &Options<'_>) -> Resource {
    let iris = &options.iris;
    let evidence = (options.form != Form::Plain).then(|| iris.provenance(&document.id));
    let header = &document.header;
    let title = header.title.as_deref();
    let day = |value: &Option<String>| value.as_deref().and_then(date);
    let words = |value: &Option<String>| value.as_deref().map(zh);
    let address = |url: &str| Literal::new_typed_literal(url, xsd::ANY_URI);
    let places = document.place.iter().flat_map(|places| places.split('|')).filter(|place| !place.is_empty());
    let resource = Resource::of(iris.source(&document.id), v::SOURCE_DOCUMENT)
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
        .with_some(v::FORMAT, document.format.map(|format| Literal::new_simple_literal(format.media_type())))
        .with(v::SHA256, Literal::new_simple_literal(&document.sha256))
        .with(v::PATH, Literal::new_simple_literal(relative(&document.path)))
        .with(v::CHARACTERS, integer(document.characters))
        .with(v::STATEMENTS, iris.statements(&document.id))
        .with_some(v::PROVENANCE, evidence);
    let copies = document.copies.iter().map(|copy| Literal::new_simple_literal(relative(copy)));
    let resource = copies.fold(resource, |resource, copy| resource.with(v::PATH, copy));
    places.fold(resource, |resource, place| resource.with(v::FOCAL_PLACE, zh(place)))
}
