//! The ontology as the pages show it: classes, predicates, statuses with names and definitions, and every term for completion.

use crate::{
    catalog::{
        ontology::{NAMESPACE, Ontology, Term},
        source::Sources,
    },
    error::Defect,
    model::{Class, Predicate, Status},
    write::dot,
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{
        NamedOrBlankNode,
        vocab::{rdf, rdfs},
    },
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::serve) struct Label {
    pub(in crate::serve) zh: String,
    pub(in crate::serve) en: String,
}

/// A class with how it is drawn.
#[derive(Clone, Debug, Serialize)]
pub(in crate::serve) struct ClassTerm {
    id: Class,
    iri: String,
    label: Label,
    definition: Label,
    colour: Colour,
}

/// The colours of a class in pictures.
#[derive(Clone, Debug, Serialize)]
struct Colour {
    fill: &'static str,
    border: &'static str,
}

/// A predicate with what it may join.
#[derive(Clone, Debug, Serialize)]
pub(in crate::serve) struct PredicateTerm {
    id: Predicate,
    iri: String,
    label: Label,
    definition: Label,
    domain: Vec<Class>,
    range: Vec<Class>,
}

/// A status.
#[derive(Clone, Debug, Serialize)]
pub(in crate::serve) struct StatusTerm {
    id: Status,
    label: Label,
}

/// Any term of the ontology.
#[derive(Clone, Debug, Serialize)]
pub(in crate::serve) struct AnyTerm {
    iri: String,
    prefixed: String,
    kind: &'static str,
    label: Label,
}

/// The ontology as the pages show it.
#[derive(Clone, Debug, Default, Serialize)]
pub(in crate::serve) struct Schema {
    classes: Vec<ClassTerm>,
    predicates: Vec<PredicateTerm>,
    statuses: Vec<StatusTerm>,
    terms: Vec<AnyTerm>,
}

impl Schema {
    /// Reads the ontology.
    pub(super) fn load(sources: &Sources, defects: &mut Vec<Defect>) -> Self {
        let ontology = Ontology::load(sources, defects);
        let iri = |name: &str| format!("{NAMESPACE}{name}");
        let label = |term: &Term| Label { zh: term.zh.clone(), en: term.en.clone() };
        let definition = |term: &Term| Label { zh: term.definition_zh.clone(), en: term.definition_en.clone() };
        let class = |&class: &Class| {
            let (term, colour) = (ontology.class(class), Colour { fill: dot::fill(class), border: dot::border(class) });
            ClassTerm { id: class, iri: iri(class.as_str()), label: label(term), definition: definition(term), colour }
        };
        let predicate = |&predicate: &Predicate| {
            let (term, ends) = (ontology.predicate(predicate), ontology.ends(predicate));
            let (domain, range) = (ends.domain.iter().collect(), ends.range.iter().collect());
            PredicateTerm { id: predicate, iri: iri(predicate.as_str()), label: label(term), definition: definition(term), domain, range }
        };
        Self {
            classes: Class::ALL.iter().map(class).collect(),
            predicates: Predicate::ALL.iter().map(predicate).collect(),
            statuses: Status::ALL.iter().map(|&status| StatusTerm { id: status, label: label(ontology.status(status)) }).collect(),
            terms: terms(sources),
        }
    }
}

/// Every term that the ontology describes, by name.
fn terms(sources: &Sources) -> Vec<AnyTerm> {
    let mut found: BTreeMap<String, (Option<&'static str>, Label)> = BTreeMap::new();
    let files = sources.under("ontology/").filter(|(path, _)| path.ends_with(".ttl") && path.matches('/').count() == 1);
    for (_, text) in files {
        // What is malformed is told where the ontology is read.
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text).flatten() {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            let Some(name) = subject.as_str().strip_prefix(NAMESPACE).filter(|name| !name.is_empty()) else { continue };
            let (kind, label) = found.entry(name.to_owned()).or_default();
            match &quad.object {
                oxigraph::model::Term::NamedNode(class) if quad.predicate == rdf::TYPE => {
                    *kind = kind.or(kind_of(class.as_str().rsplit('#').next().unwrap_or_default()));
                }
                oxigraph::model::Term::Literal(literal) if quad.predicate == rdfs::LABEL => match literal.language() {
                    Some("zh") => literal.value().clone_into(&mut label.zh),
                    Some("en") => literal.value().clone_into(&mut label.en),
                    _ => {}
                },
                _ => {}
            }
        }
    }
    let term = |(name, (kind, label)): (String, (Option<&'static str>, Label))| {
        Some(AnyTerm { iri: format!("{NAMESPACE}{name}"), prefixed: format!("ht:{name}"), kind: kind?, label })
    };
    found.into_iter().filter_map(term).collect()
}

fn kind_of(class: &str) -> Option<&'static str> {
    match class {
        "Class" => Some("class"),
        "ObjectProperty" | "DatatypeProperty" | "AnnotationProperty" => Some("property"),
        "NamedIndividual" => Some("individual"),
        _ => None,
    }
}
