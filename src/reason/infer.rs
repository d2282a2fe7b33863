//! What follows from a data set: rules applied until nothing new comes, each conclusion with its rule and premises.

use super::rule::Rule;
use crate::{
    catalog::source::Sources,
    error::{Error, Result},
    store::{DEFAULT, Id, Quads, Row, Scope, meter::Meter, terms::Terms, view::View},
    write::{iri::Iris, rdf::vocabulary as v},
};
use indexmap::IndexSet;
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{
        Literal, NamedNode, NamedOrBlankNode, Term, TermRef, Triple,
        vocab::{rdf, rdfs},
    },
    sparql::{QueryResults, Variable},
};
use rustc_hash::FxHashMap;
use spareval::QueryEvaluator;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::collections::BTreeSet;

/// Rules run this often at most; a chain of parts is never that long.
const ROUNDS: usize = 32;
/// No data set that fits into memory has more conclusions.
const MOST: usize = 20_000_000;

/// What follows, by the numbers of its terms in the data set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inferred {
    pub(crate) steps: Vec<Step>,
    /// Whether nothing more follows; else a bound stopped the rules.
    pub complete: bool,
}

impl Inferred {
    /// How many triples follow.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether nothing follows.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

/// A triple that follows, with the place of its rule in the list of rules and what it stands on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) triple: [Id; 3],
    pub(crate) rule: usize,
    /// Statements and other conclusions; for what no document states, the things described.
    pub(crate) premises: Vec<Id>,
    /// The conclusion itself, to be spoken of.
    pub(crate) node: Id,
}

/// A conclusion, spelled out.
#[derive(Clone, Debug, PartialEq)]
pub struct Conclusion {
    /// What follows.
    pub triple: [NamedNode; 3],
    /// The name of the rule.
    pub rule: String,
    /// Statements and other conclusions; for what no document states, the things described.
    pub premises: BTreeSet<String>,
}

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

/// Applies `rules` to all graphs of `quads` as one until nothing new follows, and adds the conclusions in a graph of their own.
///
/// # Errors
/// When a rule cannot be evaluated.
pub(crate) fn infer(quads: &mut Quads, rules: &[Rule], schema: &[Triple], iris: &Iris) -> Result<Inferred> {
    let rules: Vec<Compiled<'_>> = rules.iter().map(|rule| Compiled::new(rule, &mut quads.terms)).collect();
    let known = |triple: &Triple, terms: &mut Terms| {
        let subject: Term = triple.subject.clone().into();
        [terms.number(subject.as_ref()), terms.number(triple.predicate.as_ref().into()), terms.number(triple.object.as_ref())]
    };
    let mut rows = Vec::new();
    for triple in schema {
        let [s, p, o] = known(triple, &mut quads.terms);
        if !quads.has([s, p, o]) {
            rows.push([s, p, o, DEFAULT]);
        }
    }
    let mut reasoner = Reasoner { statements: statements(quads), quads, iris, rows, known: FxHashMap::default() };
    let inferred = reasoner.run(&rules)?;
    let conclusions = conclusions(quads, &inferred, &rules, iris);
    quads.add(conclusions);
    Ok(inferred)
}

/// The conclusions as they stand in a graph of their own.
fn conclusions(quads: &mut Quads, inferred: &Inferred, rules: &[Compiled<'_>], iris: &Iris) -> Vec<Row> {
    let graph = quads.terms.number(iris.inferred().as_ref().into());
    let properties = [rdf::TYPE, rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT, v::RULE, v::WAS_DERIVED_FROM, v::INFERENCE];
    let [a, subject, predicate, object, rule, derived, inference] = properties.map(|node| quads.terms.number(node.into()));
    let names: Vec<Id> =
        rules.iter().map(|rule| quads.terms.number(Literal::new_simple_literal(&rule.rule.name).as_ref().into())).collect();
    let mut rows = Vec::with_capacity(inferred.steps.len() * 8);
    for &Step { triple: [s, p, o], rule: by, ref premises, node } in &inferred.steps {
        let said = [[s, p, o], [node, a, inference], [node, subject, s], [node, predicate, p], [node, object, o], [node, rule, names[by]]];
        let derived = premises.iter().map(|&premise| [node, derived, premise]);
        // What a file with conclusions in it says already is not said again.
        rows.extend(said.into_iter().chain(derived).filter(|&triple| !quads.has(triple)).map(|[s, p, o]| [s, p, o, graph]));
    }
    rows
}

/// The conclusions spelled out, by triple.
pub(crate) fn spelled(quads: &Quads, inferred: &Inferred, rules: &[Rule]) -> Vec<Conclusion> {
    let node = |id: Id| quads.terms.node(id).unwrap_or_else(|| rdf::NIL.into_owned());
    let conclusion = |step: &Step| Conclusion {
        triple: step.triple.map(node),
        rule: rules[step.rule].name.clone(),
        premises: step.premises.iter().map(|&premise| node(premise).into_string()).collect(),
    };
    let mut conclusions: Vec<Conclusion> = inferred.steps.iter().map(conclusion).collect();
    conclusions.sort_by(|a, b| a.triple.cmp(&b.triple));
    conclusions
}

/// The statements that say a triple.
fn statements(quads: &Quads) -> FxHashMap<[Id; 3], Vec<Id>> {
    let mut parts: FxHashMap<Id, [Id; 3]> = FxHashMap::default();
    for (part, property) in [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].into_iter().enumerate() {
        let Some(property) = quads.terms.find(property.into()) else { continue };
        for [statement, _, value, _] in quads.matching([None, Some(property), None], Scope::Union) {
            parts.entry(statement).or_default()[part] = value;
        }
    }
    let mut sorted: Vec<(Id, [Id; 3])> = parts.into_iter().filter(|(_, triple)| !triple.contains(&DEFAULT)).collect();
    sorted.sort_unstable();
    let mut by_triple: FxHashMap<[Id; 3], Vec<Id>> = FxHashMap::default();
    for (statement, triple) in sorted {
        by_triple.entry(triple).or_default().push(statement);
    }
    by_triple
}

/// A part of a triple pattern: a term, or the place of a variable in the rule's rows.
#[derive(Clone, Copy)]
enum Slot {
    Term(Id),
    Variable(usize),
}

/// A rule with its patterns by number.
struct Compiled<'a> {
    rule: &'a Rule,
    conclusions: Vec<[Slot; 3]>,
    premises: Vec<[Slot; 3]>,
    /// For each premise, whether it matches a part of a statement, whose subject then is the premise.
    speaks_of_triple: Vec<bool>,
}

impl<'a> Compiled<'a> {
    fn new(rule: &'a Rule, terms: &mut Terms) -> Self {
        let mut compile = |pattern: &TriplePattern| {
            let mut end = |end: &TermPattern| match end {
                TermPattern::NamedNode(node) => Slot::Term(terms.number(node.as_ref().into())),
                TermPattern::Literal(literal) => Slot::Term(terms.number(literal.as_ref().into())),
                TermPattern::Variable(variable) => slot(rule, variable),
                // The loader of rules lets no other through.
                _ => Slot::Term(DEFAULT),
            };
            let (subject, object) = (end(&pattern.subject), end(&pattern.object));
            let property = match &pattern.predicate {
                NamedNodePattern::NamedNode(node) => Slot::Term(terms.number(node.as_ref().into())),
                NamedNodePattern::Variable(variable) => slot(rule, variable),
            };
            [subject, property, object]
        };
        let conclusions = rule.conclusions.iter().map(&mut compile).collect();
        let premises = rule.premises.iter().map(&mut compile).collect();
        let speaks = |pattern: &TriplePattern| {
            let NamedNodePattern::NamedNode(property) = &pattern.predicate else { return false };
            [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].contains(&property.as_ref())
        };
        Self { rule, conclusions, premises, speaks_of_triple: rule.premises.iter().map(speaks).collect() }
    }
}

fn slot(rule: &Rule, variable: &Variable) -> Slot {
    rule.variables.iter().position(|known| known == variable).map_or(Slot::Term(DEFAULT), Slot::Variable)
}

/// The triple that a pattern is in a row, where all its parts are IRIs.
fn filled(pattern: [Slot; 3], row: &[Id]) -> Option<[Id; 3]> {
    let triple = pattern.map(|slot| value(slot, row));
    (!triple.contains(&DEFAULT)).then_some(triple)
}

fn value(slot: Slot, row: &[Id]) -> Id {
    match slot {
        Slot::Term(id) => id,
        Slot::Variable(place) => row[place],
    }
}

/// What a round finds: a triple with the place of its rule, and its premises.
type Found = FxHashMap<[Id; 3], (usize, Vec<Id>)>;

struct Reasoner<'a> {
    /// The data set; its last layer holds what the ontology says and what was concluded.
    quads: &'a mut Quads,
    iris: &'a Iris,
    statements: FxHashMap<[Id; 3], Vec<Id>>,
    rows: Vec<Row>,
    /// What was concluded, with the node of the inference.
    known: FxHashMap<[Id; 3], Id>,
}

impl Reasoner<'_> {
    fn run(&mut self, rules: &[Compiled<'_>]) -> Result<Inferred> {
        let mut inferred = Inferred::default();
        let mut fresh: Option<BTreeSet<String>> = None;
        for _ in 0..ROUNDS {
            self.quads.add(self.rows.clone());
            let mut found = Found::default();
            for (place, compiled) in rules.iter().enumerate() {
                if fresh.as_ref().is_none_or(|fresh| compiled.rule.reads(fresh)) {
                    self.apply(place, compiled, &mut found)?;
                }
            }
            self.quads.drop_last();
            if found.is_empty() {
                inferred.complete = true;
                break;
            }
            if inferred.steps.len() + found.len() > MOST {
                break;
            }
            let properties: BTreeSet<Id> = found.keys().map(|&[_, property, _]| property).collect();
            fresh = Some(properties.into_iter().filter_map(|id| Some(self.quads.terms.node(id)?.into_string())).collect());
            self.take(found, &mut inferred);
        }
        Ok(inferred)
    }

    fn take(&mut self, found: Found, inferred: &mut Inferred) {
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_unstable();
        for (triple, (rule, premises)) in found {
            let [s, p, o] = triple;
            let Some([subject, property, object]) = self.spelled(triple) else { continue };
            let node = self.iris.inference([subject.as_str(), property.as_str(), object.as_str()]);
            let node = self.quads.terms.number(node.as_ref().into());
            self.rows.push([s, p, o, DEFAULT]);
            self.known.insert(triple, node);
            inferred.steps.push(Step { triple, rule, premises, node });
        }
    }

    fn spelled(&self, [s, p, o]: [Id; 3]) -> Option<[NamedNode; 3]> {
        let terms = &self.quads.terms;
        Some([terms.node(s)?, terms.node(p)?, terms.node(o)?])
    }

    /// Adds what a rule concludes now and nothing said before; of several ways to one conclusion the first by name stays.
    fn apply(&mut self, place: usize, compiled: &Compiled<'_>, found: &mut Found) -> Result<()> {
        let width = compiled.rule.variables.len();
        let (rows, made) = self.matches(compiled.rule)?;
        for node in made {
            self.quads.terms.number(node.as_ref().into());
        }
        for row in rows.chunks_exact(width.max(1)) {
            for conclusion in compiled.conclusions.iter().filter_map(|&pattern| filled(pattern, row)) {
                if self.quads.has(conclusion) {
                    continue;
                }
                match found.get_mut(&conclusion) {
                    Some((other, _)) if *other != place => {}
                    Some((_, earlier)) => {
                        let premises = self.premises(compiled, row);
                        if *earlier != premises && self.names(&premises) < self.names(earlier) {
                            *earlier = premises;
                        }
                    }
                    None => _ = found.insert(conclusion, (place, self.premises(compiled, row))),
                }
            }
        }
        Ok(())
    }

    /// The matches of a rule, one behind the other, each with the number of the IRI of each variable; and the IRIs that it makes, which get
    /// the next numbers.
    fn matches(&self, rule: &Rule) -> Result<(Vec<Id>, IndexSet<NamedNode>)> {
        let (meter, mut rows, mut made) = (Meter::boundless(), Vec::new(), IndexSet::new());
        let evaluator = QueryEvaluator::new();
        let results = evaluator.prepare(&rule.query).execute(View::new(self.quads, &meter)).map_err(failed)?;
        let QueryResults::Solutions(solutions) = results else { return Ok((rows, made)) };
        let next = self.quads.terms.len() + 1;
        for solution in solutions {
            let solution = solution.map_err(failed)?;
            rows.extend(solution.values().iter().map(|value| match value {
                Some(Term::NamedNode(node)) => match self.quads.terms.find(TermRef::NamedNode(node.as_ref())) {
                    Some(id) => id,
                    None => (next + made.insert_full(node.clone()).0) as Id,
                },
                _ => DEFAULT,
            }));
        }
        Ok((rows, made))
    }

    /// The statements and conclusions that a match stands on; where there is none, what the matched triples describe.
    fn premises(&self, compiled: &Compiled<'_>, row: &[Id]) -> Vec<Id> {
        let (mut said, mut described) = (Vec::new(), Vec::new());
        for (&pattern, &speaks_of_triple) in compiled.premises.iter().zip(&compiled.speaks_of_triple) {
            let subject = value(pattern[0], row);
            if subject == DEFAULT {
                continue;
            }
            let triple = filled(pattern, row);
            let statements = triple.as_ref().and_then(|triple| self.statements.get(triple));
            let inference = triple.as_ref().and_then(|triple| self.known.get(triple));
            match (statements, inference) {
                (Some(statements), _) => said.extend(statements),
                (None, Some(&inference)) => said.push(inference),
                (None, None) if speaks_of_triple => said.push(subject),
                (None, None) => described.push(subject),
            }
        }
        let mut premises = if said.is_empty() { described } else { said };
        premises.sort_unstable();
        premises.dedup();
        premises
    }

    fn names(&self, premises: &[Id]) -> BTreeSet<NamedNode> {
        premises.iter().filter_map(|&premise| self.quads.terms.node(premise)).collect()
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Query(format!("inference failed: {error}"))
}
