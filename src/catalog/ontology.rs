//! The ontology: `ontology/*.ttl` → names and definitions of terms, and what each predicate may join.

use super::source::Sources;
use crate::{
    error::Defect,
    model::{Class, Predicate, Status},
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{
        Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef,
        vocab::{rdf, rdfs},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// The namespace of the ontology's terms.
pub const NAMESPACE: &str = "https://w3id.org/hongtu/ontology#";

const DEFINITION: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#definition");
const UNION_OF: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#unionOf");
const DISJOINT_UNION_OF: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#disjointUnionOf");
const FUNCTIONAL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#FunctionalProperty");
/// Deeper class expressions than any sane ontology has; a guard against lists that run in a circle.
const DEEPEST: usize = 64;

/// What the ontology says, by the closed vocabularies of [`crate::model`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ontology {
    terms: BTreeMap<String, Term>,
    ends: BTreeMap<Predicate, Ends>,
    /// Predicates of which a subject has one object.
    functional: BTreeSet<Predicate>,
}

/// A term's names and definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Definition in Chinese.
    pub definition_zh: String,
    /// Definition in English.
    pub definition_en: String,
}

/// The classes that a predicate may join.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// Classes of the subject (定义域).
    pub domain: ClassSet,
    /// Classes of the object (值域).
    pub range: ClassSet,
}

/// A set of entity classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSet(u32);

impl ClassSet {
    /// Whether `class` is in the set.
    pub fn contains(self, class: Class) -> bool {
        self.0 & (1 << class as u32) != 0
    }

    /// Whether no class is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The classes, in declaration order.
    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL.iter().copied().filter(move |&class| self.contains(class))
    }

    fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl From<Class> for ClassSet {
    fn from(class: Class) -> Self {
        Self(1 << class as u32)
    }
}

impl Ontology {
    /// Reads the Turtle files that stand in `ontology/` itself; a term of the program that they do not describe is a defect.
    pub fn load(sources: &Sources, defects: &mut Vec<Defect>) -> Self {
        let mut graph = Graph::new();
        for (path, text) in files(sources) {
            parse(path, text, &mut graph, defects);
        }
        let mut ontology = Self::default();
        let reader = Reader { graph: &graph, sources };
        for name in Class::ALL
            .iter()
            .map(|c| c.as_str())
            .chain(Predicate::ALL.iter().map(|p| p.as_str()))
            .chain(Status::ALL.iter().map(|s| s.as_str()))
        {
            ontology.terms.insert(name.to_owned(), reader.term(name, defects));
        }
        for &predicate in Predicate::ALL {
            ontology.ends.insert(predicate, reader.ends(predicate, defects));
            if reader.is_functional(predicate) {
                ontology.functional.insert(predicate);
            }
        }
        ontology
    }

    /// The names of a class.
    pub fn class(&self, class: Class) -> &Term {
        &self.terms[class.as_str()]
    }

    /// The names of a predicate.
    pub fn predicate(&self, predicate: Predicate) -> &Term {
        &self.terms[predicate.as_str()]
    }

    /// The names of a status.
    pub fn status(&self, status: Status) -> &Term {
        &self.terms[status.as_str()]
    }

    /// The classes that `predicate` may join.
    pub fn ends(&self, predicate: Predicate) -> Ends {
        self.ends[&predicate]
    }

    /// Whether a subject has one object for `predicate` at most.
    pub fn is_functional(&self, predicate: Predicate) -> bool {
        self.functional.contains(&predicate)
    }

    /// Whether `predicate` may lead from a `subject` to an `object`.
    pub fn allows(&self, predicate: Predicate, subject: Class, object: Class) -> bool {
        let ends = self.ends(predicate);
        ends.domain.contains(subject) && ends.range.contains(object)
    }
}

/// The local names of all terms that the ontology describes; one without a label in Chinese and in English is a defect.
pub(crate) fn described(sources: &Sources, defects: &mut Vec<Defect>) -> BTreeSet<String> {
    let mut graph = Graph::new();
    for (path, text) in files(sources) {
        parse(path, text, &mut graph, defects);
    }
    let reader = Reader { graph: &graph, sources };
    let subjects = graph.iter().map(|triple| triple.subject.to_string());
    let local = |iri: String| Some(iri.strip_prefix('<')?.strip_prefix(NAMESPACE)?.strip_suffix('>')?.to_owned());
    let names: BTreeSet<String> = subjects.filter_map(local).filter(|name| !name.is_empty()).collect();
    for name in &names {
        for language in ["zh", "en"] {
            if reader.literal(name, rdfs::LABEL, language).is_none() {
                defects.push(reader.defect(name, format!("`ht:{name}` has no rdfs:label @{language}")));
            }
        }
    }
    names
}

/// The Turtle files of `ontology/` itself with their texts; a user's file of the same name replaces the built-in one.
fn files(sources: &Sources) -> BTreeMap<&str, &str> {
    let is_ontology = |path: &str| path.strip_prefix("ontology/").is_some_and(|name| name.ends_with(".ttl") && !name.contains('/'));
    sources.under("ontology/").filter(|(path, _)| is_ontology(path)).collect()
}

fn parse(path: &str, text: &str, graph: &mut Graph, defects: &mut Vec<Defect>) {
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text) {
        match quad {
            Ok(quad) => _ = graph.insert(quad.as_ref()),
            Err(error) => {
                let line = error.location().map_or(1, |range| range.start.line as usize + 1);
                defects.push(Defect { file: path.to_owned(), line, problem: error.to_string() });
                return;
            }
        }
    }
}

struct Reader<'a> {
    graph: &'a Graph,
    sources: &'a Sources,
}

impl Reader<'_> {
    fn term(&self, name: &str, defects: &mut Vec<Defect>) -> Term {
        let mut text = |property: NamedNodeRef<'_>, language: &str, what: &str| {
            self.literal(name, property, language).unwrap_or_else(|| {
                defects.push(self.defect(name, format!("`ht:{name}` has no {what}@{language}")));
                String::new()
            })
        };
        Term {
            zh: text(rdfs::LABEL, "zh", "rdfs:label "),
            en: text(rdfs::LABEL, "en", "rdfs:label "),
            definition_zh: text(DEFINITION, "zh", "skos:definition "),
            definition_en: text(DEFINITION, "en", "skos:definition "),
        }
    }

    /// What the term says in a language.
    fn literal(&self, name: &str, property: NamedNodeRef<'_>, language: &str) -> Option<String> {
        self.graph.objects_for_subject_predicate(named(name).as_ref(), property).find_map(|object| match object {
            TermRef::Literal(literal) if literal.language() == Some(language) => Some(literal.value().to_owned()),
            _ => None,
        })
    }

    fn is_functional(&self, predicate: Predicate) -> bool {
        self.graph.objects_for_subject_predicate(named(predicate.as_str()).as_ref(), rdf::TYPE).any(|class| class == FUNCTIONAL.into())
    }

    fn ends(&self, predicate: Predicate, defects: &mut Vec<Defect>) -> Ends {
        let node = named(predicate.as_str());
        let mut end = |property: NamedNodeRef<'_>, what: &str| {
            let mut found = None;
            for object in self.graph.objects_for_subject_predicate(node.as_ref(), property) {
                match self.classes(object, 0) {
                    // Several domains or ranges narrow each other, as RDFS has it.
                    Ok(set) => found = Some(found.map_or(set, |earlier: ClassSet| earlier.intersection(set))),
                    Err(problem) => defects.push(self.defect(predicate.as_str(), problem)),
                }
            }
            let classes = found.unwrap_or_default();
            if classes.is_empty() {
                defects.push(self.defect(predicate.as_str(), format!("`ht:{predicate}` has no {what}")));
            }
            classes
        };
        Ends { domain: end(rdfs::DOMAIN, "rdfs:domain"), range: end(rdfs::RANGE, "rdfs:range") }
    }

    /// The entity classes that a class or a union of classes stands for.
    fn classes(&self, expression: TermRef<'_>, depth: usize) -> Result<ClassSet, String> {
        let node = match expression {
            TermRef::NamedNode(node) => match node.as_str().strip_prefix(NAMESPACE) {
                Some(name) if let Ok(class) = name.parse::<Class>() => return Ok(class.into()),
                _ => NamedOrBlankNodeRef::from(node),
            },
            TermRef::BlankNode(node) => node.into(),
            _ => return Err(format!("{expression} is no class")),
        };
        let members = [UNION_OF, DISJOINT_UNION_OF].iter().find_map(|&union| self.graph.object_for_subject_predicate(node, union));
        let Some(mut list) = members.filter(|_| depth < DEEPEST) else {
            return Err(match expression {
                TermRef::NamedNode(node) => {
                    let name = node.as_str().strip_prefix(NAMESPACE).unwrap_or(node.as_str());
                    crate::text::unknown(name, Class::ALL.iter().map(|class| class.as_str()))
                }
                _ => "a class expression that is no owl:unionOf".to_owned(),
            });
        };
        let mut classes = ClassSet::default();
        for _ in 0..DEEPEST {
            let rest = match list {
                TermRef::NamedNode(node) => NamedOrBlankNodeRef::from(node),
                TermRef::BlankNode(node) => node.into(),
                _ => break,
            };
            let Some(first) = self.graph.object_for_subject_predicate(rest, rdf::FIRST) else { break };
            classes = classes.union(self.classes(first, depth + 1)?);
            let Some(next) = self.graph.object_for_subject_predicate(rest, rdf::REST) else { break };
            list = next;
        }
        Ok(classes)
    }

    /// A defect at the line that begins the description of `ht:name`, in the last file that has one.
    fn defect(&self, name: &str, problem: String) -> Defect {
        let head = format!("ht:{name} ");
        let mut place = files(self.sources).into_iter().filter_map(|(path, text)| {
            let line = text.lines().position(|line| line.starts_with(&head))?;
            Some((path.to_owned(), line + 1))
        });
        let (file, line) = place.next_back().unwrap_or_else(|| ("ontology/hongtu.ttl".to_owned(), 1));
        Defect { file, line, problem }
    }
}

fn named(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{NAMESPACE}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in() -> Ontology {
        let mut defects = Vec::new();
        let ontology = Ontology::load(&Sources::built_in(), &mut defects);
        assert_eq!(defects, []);
        ontology
    }

    #[test]
    fn every_term_of_the_program_is_described() {
        let ontology = built_in();
        assert_eq!(ontology.class(Class::Park).zh, "载体");
        assert_eq!(ontology.predicate(Predicate::HoldsPost).en, "holds a post in");
        assert_eq!(ontology.status(Status::Planned).zh, "计划中");
    }

    #[test]
    fn predicates_join_what_the_domain_and_range_say() {
        let ontology = built_in();
        assert!(ontology.allows(Predicate::HoldsPost, Class::Official, Class::Department));
        assert!(!ontology.allows(Predicate::HoldsPost, Class::Department, Class::Official));
        assert!(ontology.allows(Predicate::PartOf, Class::Work, Class::Measure));
        assert!(!ontology.allows(Predicate::Proposes, Class::Document, Class::Measure));
        let actors: Vec<_> = ontology.ends(Predicate::Convenes).domain.iter().collect();
        assert_eq!(actors, [Class::Department, Class::Organization, Class::Place]);
    }

    #[test]
    fn the_classes_are_those_of_the_program_and_no_others() {
        let mut graph = Graph::new();
        let sources = Sources::built_in();
        parse("hongtu.ttl", sources.get("ontology/hongtu.ttl").unwrap(), &mut graph, &mut Vec::new());
        let sub_class_of_entity: Vec<_> =
            graph.subjects_for_predicate_object(rdfs::SUB_CLASS_OF, named("Entity").as_ref()).map(|subject| subject.to_string()).collect();
        assert_eq!(sub_class_of_entity.len(), Class::ALL.len());
        let reader = Reader { graph: &graph, sources: &sources };
        let all = reader.classes(named("Entity").as_ref().into(), 0).unwrap();
        assert_eq!(all.iter().count(), Class::ALL.len());
    }

    #[test]
    fn a_misspelt_class_is_a_defect_with_its_line() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("ontology")).unwrap();
        let text = "@prefix ht: <https://w3id.org/hongtu/ontology#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\n\
                    ht:builds rdfs:range ht:Prak .\n";
        std::fs::write(dir.path().join("ontology/own.ttl"), text).unwrap();
        let mut sources = Sources::built_in();
        sources.extend(dir.path()).unwrap();
        let mut defects = Vec::new();
        Ontology::load(&sources, &mut defects);
        assert_eq!(defects.len(), 1, "{defects:?}");
        assert_eq!((defects[0].file.as_str(), defects[0].line), ("ontology/own.ttl", 4));
        assert!(defects[0].problem.contains("`Park`"), "{}", defects[0].problem);
    }
}
