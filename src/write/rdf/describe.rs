//! What the default graph says: the build, the source documents, the names of entities.

use super::{
    Options,
    resource::{Resource, date, integer, zh},
    vocabulary as v,
};
use crate::{
    catalog::ontology::{Ontology, Term},
    graph::{DocumentRecord, EntityRecord, KnowledgeGraph},
    model::Status,
    write::iri::Iris,
};
use oxigraph::model::{Literal, NamedNodeRef, vocab::rdfs};
use std::collections::BTreeSet;

/// An entity with its class and names.
pub(crate) fn entity(entity: &EntityRecord, iris: &Iris) -> Resource {
    let resource = Resource::of(iris.entity(&entity.id), v::class(entity.class)).with(rdfs::LABEL, zh(&entity.name));
    entity.aliases.iter().fold(resource, |resource, alias| resource.with(v::ALT_LABEL, zh(alias)))
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
    let version = Literal::new_simple_literal(options.version);
    let mut resources = vec![Resource::of(build.clone(), v::ACTIVITY).with(v::CATALOG_VERSION, version)];
    for document in &graph.documents {
        resources.push(source(document, &options.iris));
        let source = options.iris.source(&document.id);
        for (graph, class) in [(options.iris.statements(&document.id), v::ENTITY), (options.iris.provenance(&document.id), v::BUNDLE)] {
            let graph = Resource::of(graph, class).with(v::WAS_DERIVED_FROM, source.clone());
            resources.push(graph.with(v::WAS_GENERATED_BY, build.clone()));
        }
    }
    resources
}

fn source(document: &DocumentRecord, iris: &Iris) -> Resource {
    let title = document.title.as_deref();
    let places = document.place.iter().flat_map(|places| places.split('|')).filter(|place| !place.is_empty());
    let resource = Resource::of(iris.source(&document.id), v::SOURCE_DOCUMENT)
        .with(rdfs::LABEL, zh(title.unwrap_or(&document.path)))
        .with_some(v::TITLE, title.map(zh))
        .with_some(v::DATE, document.date.as_deref().and_then(date))
        .with(v::SHA256, Literal::new_simple_literal(&document.sha256))
        .with(v::PATH, Literal::new_simple_literal(&document.path))
        .with(v::CHARACTERS, integer(document.characters))
        .with(v::STATEMENTS, iris.statements(&document.id))
        .with(v::PROVENANCE, iris.provenance(&document.id));
    places.fold(resource, |resource, place| resource.with(v::FOCAL_PLACE, zh(place)))
}
