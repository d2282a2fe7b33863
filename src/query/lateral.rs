//! Which parts of a question are asked row by row, each with what the parts before gave, instead of being read whole and joined.
//!
//! The evaluator's optimiser does so by itself within plain patterns. It does not look into EXISTS, joins with subqueries by reading both sides, and
//! gives up on OPTIONAL behind many patterns. The answer is the same; what is read is only what belongs to a row. A condition on what the user sets,
//! `FILTER EXISTS { ?thing rdfs:label ?name }`, comes first of all.

use super::order::in_order;
use spargebra::{
    algebra::{Expression, GraphPattern},
    term::Variable,
};
use std::collections::BTreeSet;

/// The join of two patterns: what a subquery gives is looked up in the other.
pub(super) fn joined(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    match (left, right) {
        (left, right) if is_subquery(&left) && is_asked_by_row(&right) => lateral(left, right),
        (left, right) if is_asked_by_row(&left) && is_subquery(&right) => lateral(right, left),
        (GraphPattern::Lateral { left: first, right: then }, right)
            if is_subquery(&first) && is_asked_by_row(&then) && is_asked_by_row(&right) =>
        {
            lateral(*first, join(*then, right))
        }
        (left, right) => join(left, right),
    }
}

pub(super) fn join(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Join { left: Box::new(left), right: Box::new(right) }
}

/// The rows of a pattern, with those of an optional one.
pub(super) fn optional(left: GraphPattern, right: GraphPattern, expression: Option<Expression>) -> GraphPattern {
    if is_asked_by_row(&right) {
        let nothing = Box::<GraphPattern>::default();
        return lateral(left, GraphPattern::LeftJoin { left: nothing, right: Box::new(right), expression });
    }
    GraphPattern::LeftJoin { left: Box::new(left), right: Box::new(right), expression }
}

/// The rows of a pattern that an expression lets through; what has to exist for variables that are `set` from outside is asked first.
pub(super) fn filtered(expression: Expression, inner: GraphPattern, set: &BTreeSet<Variable>) -> GraphPattern {
    let (mut conditions, mut inner) = (Vec::new(), inner);
    conjuncts(expression, &mut |condition| match condition {
        Expression::Exists(pattern) if is_asked_by_row(&pattern) && !set.is_disjoint(&variables(&pattern)) => {
            let (asked, outside) = (variables(&pattern), variables(&inner));
            let shared: BTreeSet<Variable> = asked.intersection(&outside).cloned().collect();
            if leaf(&inner).is_some_and(|leaf| shared.is_subset(&variables(leaf))) {
                let columns = asked.into_iter().filter(|variable| shared.contains(variable) || set.contains(variable)).collect();
                let found = GraphPattern::Project {
                    inner: Box::new(in_order(*pattern, &set.iter().map(ToString::to_string).collect())),
                    variables: columns,
                };
                begin(&mut inner, GraphPattern::Distinct { inner: Box::new(found) });
            } else {
                conditions.push(Expression::Exists(pattern));
            }
        }
        other => conditions.push(other),
    });
    let expression = conditions.into_iter().reduce(|left, right| Expression::And(Box::new(left), Box::new(right)));
    match expression {
        Some(expr) => GraphPattern::Filter { expr, inner: Box::new(inner) },
        None => inner,
    }
}

fn conjuncts(expression: Expression, take: &mut impl FnMut(Expression)) {
    match expression {
        Expression::And(left, right) => {
            conjuncts(*left, take);
            conjuncts(*right, take);
        }
        condition => take(condition),
    }
}

/// The first part of a pattern that gives rows, if it gives each of its variables a value.
fn leaf(pattern: &GraphPattern) -> Option<&GraphPattern> {
    use GraphPattern as P;
    match pattern {
        P::Filter { inner, .. } | P::Extend { inner, .. } => leaf(inner),
        P::Lateral { left, .. } | P::LeftJoin { left, .. } => leaf(left),
        part => gives_all(part).then_some(part),
    }
}

fn gives_all(part: &GraphPattern) -> bool {
    use GraphPattern as P;
    match part {
        P::Bgp { .. } | P::Path { .. } => true,
        P::Values { bindings, .. } => bindings.iter().flatten().all(Option::is_some),
        P::Graph { inner, .. } => gives_all(inner),
        P::Join { left, right } => gives_all(left) && gives_all(right),
        _ => false,
    }
}

/// Puts a part before the first one of a pattern.
fn begin(pattern: &mut GraphPattern, first: GraphPattern) {
    use GraphPattern as P;
    match pattern {
        P::Filter { inner, .. } | P::Extend { inner, .. } => begin(inner, first),
        P::Lateral { left, .. } | P::LeftJoin { left, .. } => begin(left, first),
        part => *part = lateral(first, std::mem::take(part)),
    }
}

fn variables(pattern: &GraphPattern) -> BTreeSet<Variable> {
    let mut variables = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| _ = variables.insert(variable.clone()));
    variables
}

pub(super) fn lateral(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Lateral { left: Box::new(left), right: Box::new(right) }
}

fn is_subquery(pattern: &GraphPattern) -> bool {
    use GraphPattern as P;
    matches!(pattern, P::Project { .. } | P::Distinct { .. } | P::Reduced { .. } | P::Slice { .. })
}

/// Whether a part gives the same rows when it knows those that it is joined to.
pub(super) fn is_asked_by_row(part: &GraphPattern) -> bool {
    use GraphPattern as P;
    match part {
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } => true,
        P::Graph { inner, .. } => is_asked_by_row(inner),
        P::Union { left, right } | P::Join { left, right } | P::Lateral { left, right } => is_asked_by_row(left) && is_asked_by_row(right),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::bound;
    use oxigraph::{
        io::{RdfFormat, RdfParser},
        model::{Dataset, Literal, Term, Variable},
        sparql::QueryResults,
    };
    use spareval::QueryEvaluator;
    use spargebra::SparqlParser;

    const DATA: &str = r#"
        <urn:a> <urn:p> <urn:b>, <urn:c> ; <urn:n> "a" . <urn:b> <urn:p> <urn:c> ; <urn:n> "b", "other" ; <urn:q> 1 .
        <urn:c> <urn:p> <urn:a> ; <urn:n> "c" ; <urn:q> 2, 3 . <urn:d> <urn:n> "d" ; <urn:q> 3 ."#;

    /// Questions in all forms that are written anew, each with columns `?name` and others.
    const QUESTIONS: &[&str] = &[
        "SELECT ?s ?name { ?s <urn:p> ?o FILTER EXISTS { ?x <urn:n> ?name . ?x <urn:p> ?s } }",
        "SELECT ?s ?name { ?s <urn:p> ?o FILTER(NOT EXISTS { ?o <urn:q> ?v . ?s <urn:q> ?v } && EXISTS { ?s <urn:n> ?name }) }",
        "SELECT ?s ?name { ?s <urn:p> ?o FILTER EXISTS { { ?s <urn:n> ?name } UNION { ?o <urn:n> ?name . ?o <urn:q> ?v } } }",
        "SELECT ?s ?name { ?s <urn:p> ?o FILTER EXISTS { ?s (<urn:p>|^<urn:p>)/<urn:n> ?name } }",
        "SELECT ?s ?name { VALUES (?s ?o) { (<urn:a> UNDEF) (UNDEF <urn:c>) } ?s <urn:p> ?o FILTER EXISTS { ?s <urn:n> ?name . ?o <urn:p> ?s } }",
        "SELECT ?s ?v ?w ?name { ?s <urn:n> ?name OPTIONAL { ?s <urn:p> ?o . ?o <urn:q> ?v FILTER(?v > 1) } OPTIONAL { ?x <urn:q> ?v ; <urn:n> ?w } }",
        "SELECT ?s ?v ?name { ?s <urn:n> ?name OPTIONAL { ?s <urn:q> ?v . ?v ^<urn:q> ?t OPTIONAL { ?t <urn:p> ?s } } FILTER EXISTS { ?s <urn:n> ?name } }",
        "SELECT ?s ?v ?name { ?s <urn:n> ?any OPTIONAL { ?s <urn:q> ?v } FILTER EXISTS { ?s <urn:q> ?v . ?s <urn:n> ?name } }",
        "SELECT ?s ?n ?name { { SELECT ?s (COUNT(*) AS ?n) { ?s <urn:p> ?o } GROUP BY ?s } ?x <urn:p> ?s ; <urn:n> ?name . ?x <urn:q> ?n }",
        "SELECT ?s ?name { ?s <urn:p> ?o { SELECT ?o { ?o <urn:q> ?v } ORDER BY ?v LIMIT 2 } ?o <urn:p>/<urn:n> ?name }",
        "SELECT ?s ?name { { SELECT DISTINCT ?s { ?s <urn:q> ?v } } OPTIONAL { ?s <urn:p> ?o } ?s <urn:n> ?name }",
        "SELECT ?s ?name { ?s <urn:n> ?name MINUS { ?s <urn:p> ?o FILTER EXISTS { ?o <urn:q> ?v . ?o <urn:n> ?m } } }",
        "SELECT ?s ?name { BIND(<urn:a> AS ?s) FILTER EXISTS { ?s <urn:p> ?o . ?o <urn:n> ?name } }",
        "SELECT ?name (COUNT(?o) AS ?n) { ?s <urn:p> ?o FILTER EXISTS { ?s <urn:n> ?name } } GROUP BY ?name",
    ];

    fn rows(question: &str, name: Option<&str>, is_rewritten: bool) -> Vec<String> {
        let data: Dataset = RdfParser::from_format(RdfFormat::Turtle).for_slice(DATA).map(Result::unwrap).collect();
        let query = SparqlParser::new().parse_query(question).unwrap();
        let set = name.map(|_| Variable::new_unchecked("name"));
        let query = if is_rewritten { bound::query(query, &set).unwrap() } else { query };
        let evaluator = if is_rewritten { QueryEvaluator::new() } else { QueryEvaluator::new().without_optimizations() };
        let mut prepared = evaluator.prepare(&query);
        for (variable, value) in set.into_iter().zip(name) {
            prepared = prepared.substitute_variable(variable, Term::from(Literal::from(value)));
        }
        let QueryResults::Solutions(solutions) = prepared.execute(&data).unwrap() else { panic!("rows are asked for") };
        let mut rows: Vec<_> = solutions.map(|solution| solution.unwrap().values().to_vec()).map(|row| format!("{row:?}")).collect();
        rows.sort();
        rows
    }

    #[test]
    fn the_answer_is_the_same() {
        for question in QUESTIONS {
            assert!(!rows(question, None, false).is_empty(), "{question} has an answer");
            for name in [None, Some("b"), Some("c"), Some("nobody")] {
                assert_eq!(rows(question, name, true), rows(question, name, false), "{question} with {name:?}");
            }
        }
    }
}
