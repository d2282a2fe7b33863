//! What the default graph says: the build, the source documents, the names of entities.

use super::{
    Options,
    resource::{Resource, date, integer, zh},
    vocabulary as v,
};
use crate::{
    graph::{DocumentRecord, EntityRecord, KnowledgeGraph},
    write::iri::Iris,
};
use oxigraph::model::{Literal, vocab::rdfs};

/// An entity with its class and names.
pub(crate) fn entity(entity: &EntityRecord, iris: &Iris) -> Resource {
    let resource = Resource::of(iris.entity(&entity.id), v::class(entity.class)).with(rdfs::LABEL, zh(&entity.name));
    entity.aliases.iter().fold(resource, |resource, alias| resource.with(v::ALT_LABEL, zh(alias)))
}

/// The build and the documents that it read, each with its two graphs.
pub(crate) fn sources(graph: &KnowledgeGraph, options: &Options) -> Vec<Resource> {
    let build = (!options.catalog_version.is_empty()).then(|| options.iris.build(&options.catalog_version));
    let mut resources = Vec::new();
    if let Some(build) = &build {
        let version = Literal::new_simple_literal(&options.catalog_version);
        resources.push(Resource::of(build.clone(), v::ACTIVITY).with(v::CATALOG_VERSION, version));
    }
    for document in &graph.documents {
        resources.push(source(document, &options.iris));
        let source = options.iris.source(&document.id);
        for (graph, class) in [(options.iris.statements(&document.id), v::ENTITY), (options.iris.provenance(&document.id), v::BUNDLE)] {
            let graph = Resource::of(graph, class).with(v::WAS_DERIVED_FROM, source.clone());
            resources.push(graph.with_some(v::WAS_GENERATED_BY, build.clone()));
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
