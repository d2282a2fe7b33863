//! What follows from a data set: rules applied until nothing new comes, each conclusion with its rule and premises.

use super::rule::Rule;
use crate::{
    catalog::source::Sources,
    error::{Error, Result},
    write::{iri::Iris, rdf::vocabulary as v},
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{
        GraphName, GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, QuadRef, Term, Triple,
        vocab::{rdf, rdfs},
    },
    sparql::{QueryResults, QuerySolution, SparqlEvaluator},
    store::Store,
};
use rustc_hash::FxHashMap;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::collections::{BTreeMap, BTreeSet};

/// Rules run this often at most; a chain of parts is never that long.
const ROUNDS: usize = 32;
/// No data set that fits into memory has more conclusions.
const MOST: usize = 20_000_000;

/// Everything that follows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inferred {
    /// The conclusions, by round and triple.
    pub conclusions: Vec<Conclusion>,
    /// Whether nothing more follows; else a bound stopped the rules.
    pub complete: bool,
}

/// A triple that follows, with the rule and what it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Conclusion {
    /// What follows.
    pub triple: (NamedNode, NamedNode, NamedNode),
    /// The name of the rule.
    pub rule: String,
    /// Statements and other conclusions; for what no document states, the things described.
    pub premises: BTreeSet<String>,
}

type Spo = (String, String, String);

/// The triples of the ontology that rules read: classes above, inverses, and what kind of property each is.
///
/// # Errors
/// When the ontology is malformed.
pub fn schema(sources: &Sources) -> Result<Vec<Triple>> {
    let mut triples = Vec::new();
    let read = [rdfs::SUB_CLASS_OF.as_str(), rdfs::SUB_PROPERTY_OF.as_str(), v::INVERSE_OF.as_str()];
    let is_kind = |object: &Term| matches!(object, Term::NamedNode(kind) if kind.as_str().starts_with(v::OWL));
    let text = sources.get("ontology/hongtu.ttl").unwrap_or_default();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text) {
        let quad = quad.map_err(|error| Error::Query(format!("ontology/hongtu.ttl: {error}")))?;
        let named = matches!(quad.subject, NamedOrBlankNode::NamedNode(_)) && matches!(quad.object, Term::NamedNode(_));
        if named && (read.contains(&quad.predicate.as_str()) || quad.predicate == rdf::TYPE && is_kind(&quad.object)) {
            triples.push(Triple::new(quad.subject, quad.predicate, quad.object));
        }
    }
    Ok(triples)
}

/// Applies `rules` to the default graph of `store` until nothing new follows; the store keeps the conclusions as plain triples.
///
/// # Errors
/// When a rule cannot be evaluated or the store fails.
pub fn infer(store: &Store, rules: &[Rule], schema: &[Triple], iris: &Iris) -> Result<Inferred> {
    let added: Vec<&Triple> = schema.iter().filter(|triple| !contains(store, triple)).collect();
    insert(store, added.iter().map(|triple| (*triple).clone()))?;
    let mut reasoner = Reasoner { store, iris, statements: statements(store)?, known: BTreeMap::new() };
    let inferred = reasoner.run(rules);
    for triple in added {
        store.remove(QuadRef::new(&triple.subject, &triple.predicate, &triple.object, GraphNameRef::DefaultGraph)).map_err(failed)?;
    }
    inferred
}

/// The conclusions as a graph of their own.
pub fn quads(inferred: &Inferred, iris: &Iris) -> Vec<Quad> {
    let graph = GraphName::from(iris.inferred());
    let mut quads = Vec::new();
    for Conclusion { triple: (subject, property, object), rule, premises } in &inferred.conclusions {
        let node = iris.inference([subject.as_str(), property.as_str(), object.as_str()]);
        let mut add = |subject: &NamedNode, property: NamedNodeRef<'_>, value: Term| {
            quads.push(Quad::new(subject.clone(), property.into_owned(), value, graph.clone()));
        };
        add(subject, property.as_ref(), object.clone().into());
        add(&node, rdf::TYPE, v::INFERENCE.into());
        add(&node, rdf::SUBJECT, subject.clone().into());
        add(&node, rdf::PREDICATE, property.clone().into());
        add(&node, rdf::OBJECT, object.clone().into());
        add(&node, v::RULE, Literal::new_simple_literal(rule).into());
        for premise in premises {
            add(&node, v::WAS_DERIVED_FROM, NamedNode::new_unchecked(premise).into());
        }
    }
    quads
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Query(format!("inference failed: {error}"))
}

fn contains(store: &Store, triple: &Triple) -> bool {
    let quad = QuadRef::new(&triple.subject, &triple.predicate, &triple.object, GraphNameRef::DefaultGraph);
    store.contains(quad).unwrap_or(false)
}

fn insert(store: &Store, triples: impl Iterator<Item = Triple>) -> Result<()> {
    store.extend(triples.map(|triple| triple.in_graph(GraphName::DefaultGraph))).map_err(failed)
}

/// The statements that say a triple.
fn statements(store: &Store) -> Result<FxHashMap<Spo, Vec<String>>> {
    let mut parts: FxHashMap<String, [Option<String>; 3]> = FxHashMap::default();
    for (part, property) in [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].into_iter().enumerate() {
        for quad in store.quads_for_pattern(None, Some(property), None, Some(GraphNameRef::DefaultGraph)) {
            let quad = quad.map_err(failed)?;
            if let (NamedOrBlankNode::NamedNode(statement), Term::NamedNode(value)) = (quad.subject, quad.object) {
                parts.entry(statement.into_string()).or_default()[part] = Some(value.into_string());
            }
        }
    }
    let mut by_triple: FxHashMap<Spo, Vec<String>> = FxHashMap::default();
    let mut sorted: Vec<_> = parts.into_iter().collect();
    sorted.sort_unstable();
    for (statement, parts) in sorted {
        if let [Some(subject), Some(property), Some(object)] = parts {
            by_triple.entry((subject, property, object)).or_default().push(statement);
        }
    }
    Ok(by_triple)
}

struct Reasoner<'a> {
    store: &'a Store,
    iris: &'a Iris,
    statements: FxHashMap<Spo, Vec<String>>,
    /// What was concluded, with the IRI of the inference.
    known: BTreeMap<Spo, String>,
}

impl Reasoner<'_> {
    fn run(&mut self, rules: &[Rule]) -> Result<Inferred> {
        let mut inferred = Inferred::default();
        let mut fresh: Option<BTreeSet<String>> = None;
        for _ in 0..ROUNDS {
            let mut found: BTreeMap<Spo, (String, BTreeSet<String>)> = BTreeMap::new();
            for rule in rules.iter().filter(|rule| fresh.as_ref().is_none_or(|fresh| rule.reads(fresh))) {
                self.apply(rule, &mut found)?;
            }
            if found.is_empty() {
                inferred.complete = true;
                break;
            }
            if inferred.conclusions.len() + found.len() > MOST {
                break;
            }
            fresh = Some(found.keys().map(|(_, property, _)| property.clone()).collect());
            self.take(found, &mut inferred)?;
        }
        Ok(inferred)
    }

    fn take(&mut self, found: BTreeMap<Spo, (String, BTreeSet<String>)>, inferred: &mut Inferred) -> Result<()> {
        let nodes = |spo: &Spo| [&spo.0, &spo.1, &spo.2].map(|iri| NamedNode::new_unchecked(iri.as_str()));
        insert(self.store, found.keys().map(nodes).map(|[subject, property, object]| Triple::new(subject, property, object)))?;
        for (spo, (rule, premises)) in found {
            let [subject, property, object] = nodes(&spo);
            inferred.conclusions.push(Conclusion { triple: (subject, property, object), rule, premises });
            let node = self.iris.inference([spo.0.as_str(), spo.1.as_str(), spo.2.as_str()]);
            self.known.insert(spo, node.into_string());
        }
        Ok(())
    }

    /// Adds what `rule` concludes now and nothing said before; of several ways to one conclusion the first by name stays.
    fn apply(&self, rule: &Rule, found: &mut BTreeMap<Spo, (String, BTreeSet<String>)>) -> Result<()> {
        let query = SparqlEvaluator::new().for_query(rule.query.clone()).on_store(self.store);
        let QueryResults::Solutions(solutions) = query.execute().map_err(failed)? else { return Ok(()) };
        for solution in solutions {
            let solution = solution.map_err(failed)?;
            for conclusion in rule.conclusions.iter().filter_map(|pattern| filled(pattern, &solution)) {
                if self.is_said(&conclusion) {
                    continue;
                }
                let premises = || self.premises(rule, &solution);
                match found.get_mut(&conclusion) {
                    Some((other, _)) if *other != rule.name => {}
                    Some((_, earlier)) => *earlier = std::mem::take(earlier).min(premises()),
                    None => _ = found.insert(conclusion, (rule.name.clone(), premises())),
                }
            }
        }
        Ok(())
    }

    fn is_said(&self, (subject, property, object): &Spo) -> bool {
        let [subject, property, object] = [subject, property, object].map(|iri| NamedNodeRef::new_unchecked(iri));
        self.store.contains(QuadRef::new(subject, property, object, GraphNameRef::DefaultGraph)).unwrap_or(false)
    }

    /// The statements and conclusions that a match stands on; where there is none, what the matched triples describe.
    fn premises(&self, rule: &Rule, solution: &QuerySolution) -> BTreeSet<String> {
        let (mut said, mut described) = (BTreeSet::new(), BTreeSet::new());
        for pattern in &rule.premises {
            let Some(subject) = named(&pattern.subject, solution) else { continue };
            let triple = filled(pattern, solution);
            let statements = triple.as_ref().and_then(|triple| self.statements.get(triple));
            let inference = triple.as_ref().and_then(|triple| self.known.get(triple));
            match (statements, inference) {
                (Some(statements), _) => said.extend(statements.iter().cloned()),
                (None, Some(inference)) => _ = said.insert(inference.clone()),
                (None, None) if speaks_of_triple(pattern) => _ = said.insert(subject),
                (None, None) => _ = described.insert(subject),
            }
        }
        if said.is_empty() { described } else { said }
    }
}

/// Whether the pattern matches a part of a statement, whose subject then is the premise.
fn speaks_of_triple(pattern: &TriplePattern) -> bool {
    let NamedNodePattern::NamedNode(property) = &pattern.predicate else { return false };
    [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].contains(&property.as_ref())
}

/// The triple of IRIs that a pattern is in a solution.
fn filled(pattern: &TriplePattern, solution: &QuerySolution) -> Option<Spo> {
    let property = match &pattern.predicate {
        NamedNodePattern::NamedNode(property) => property.as_str().to_owned(),
        NamedNodePattern::Variable(variable) => match solution.get(variable)? {
            Term::NamedNode(node) => node.as_str().to_owned(),
            _ => return None,
        },
    };
    Some((named(&pattern.subject, solution)?, property, named(&pattern.object, solution)?))
}

fn named(end: &TermPattern, solution: &QuerySolution) -> Option<String> {
    match end {
        TermPattern::NamedNode(node) => Some(node.as_str().to_owned()),
        TermPattern::Variable(variable) => match solution.get(variable)? {
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            _ => None,
        },
        _ => None,
    }
}
