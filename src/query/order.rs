//! The parts of a pattern in the order in which each gives the fewest rows: in EXISTS first what the row outside knows.

use super::lateral::{is_asked_by_row, join, lateral};
use spargebra::{
    algebra::GraphPattern,
    term::{NamedNodePattern, TermPattern, TriplePattern},
};
use std::collections::BTreeSet;

/// The variables (`?x`) and blank nodes (`_:x`) that have a value.
type Bound = BTreeSet<String>;

/// The pattern of an EXISTS that stands in a filter on `around`.
pub(super) fn exists(pattern: GraphPattern, around: &[&GraphPattern]) -> GraphPattern {
    let mut bound = Bound::new();
    for outer in around {
        outer.on_in_scope_variable(|variable| _ = bound.insert(variable.to_string()));
    }
    in_order(pattern, &bound)
}

pub(super) fn in_order(pattern: GraphPattern, bound: &Bound) -> GraphPattern {
    use GraphPattern as P;
    let inner = |pattern: Box<P>| Box::new(in_order(*pattern, bound));
    match pattern {
        P::Bgp { .. } | P::Join { .. } => parts_in_order(pattern, bound),
        P::Lateral { .. } if is_asked_by_row(&pattern) => parts_in_order(pattern, bound),
        P::Filter { expr, inner: of } => P::Filter { expr, inner: inner(of) },
        P::Union { left, right } => P::Union { left: inner(left), right: inner(right) },
        P::Graph { name, inner: of } => P::Graph { name, inner: inner(of) },
        P::Lateral { left, right } => {
            let (left, mut bound) = (in_order(*left, bound), bound.clone());
            bind(&left, &mut bound);
            lateral(left, in_order(*right, &bound))
        }
        P::LeftJoin { left, right, expression } => P::LeftJoin { left: inner(left), right: inner(right), expression },
        other => other,
    }
}

/// The parts of a join, the one that gives the fewest rows first, then what gives the fewest with those.
fn parts_in_order(pattern: GraphPattern, bound: &Bound) -> GraphPattern {
    let (mut by_row, mut whole) = (Vec::new(), Vec::new());
    split(pattern, &mut |part| if is_asked_by_row(&part) { by_row.push(part) } else { whole.push(in_order(part, bound)) });
    let mut bound = bound.clone();
    let mut chain = None;
    while let Some(next) = (0..by_row.len()).min_by_key(|&at| rows(&by_row[at], &bound)) {
        let part = by_row.remove(next);
        let part = if matches!(part, GraphPattern::Bgp { .. }) { part } else { in_order(part, &bound) };
        bind(&part, &mut bound);
        chain = Some(match chain {
            None => part,
            Some(left) => lateral(left, part),
        });
    }
    chain.into_iter().chain(whole).reduce(join).unwrap_or_default()
}

fn split(pattern: GraphPattern, take: &mut impl FnMut(GraphPattern)) {
    match pattern {
        GraphPattern::Join { left, right } => {
            split(*left, take);
            split(*right, take);
        }
        GraphPattern::Lateral { left, right } if is_asked_by_row(&left) && is_asked_by_row(&right) => {
            split(*left, take);
            split(*right, take);
        }
        GraphPattern::Bgp { patterns } => patterns.into_iter().for_each(|triple| take(GraphPattern::Bgp { patterns: vec![triple] })),
        part => take(part),
    }
}

/// About how many rows a part gives, as a power of ten.
fn rows(part: &GraphPattern, bound: &Bound) -> u8 {
    use GraphPattern as P;
    match part {
        P::Bgp { patterns } => patterns.iter().map(|triple| triple_rows(triple, bound)).min().unwrap_or(0),
        P::Path { subject, object, .. } => power(has(subject, bound), true, has(object, bound)),
        P::Graph { inner, .. } => rows(inner, bound),
        P::Join { left, right } | P::Lateral { left, right } => rows(left, bound).min(rows(right, bound)),
        P::Union { left, right } => rows(left, bound).max(rows(right, bound)),
        _ => 0,
    }
}

fn triple_rows(triple: &TriplePattern, bound: &Bound) -> u8 {
    let is_known = match &triple.predicate {
        NamedNodePattern::NamedNode(_) => true,
        NamedNodePattern::Variable(variable) => bound.contains(&variable.to_string()),
    };
    power(has(&triple.subject, bound), is_known, has(&triple.object, bound))
}

/// About how many triples there are where so many of their parts are known.
const fn power(subject: bool, predicate: bool, object: bool) -> u8 {
    match (subject, predicate, object) {
        (true, true, true) => 0,
        (true, true, false) | (true, false, true) => 1,
        (true, false, false) => 2,
        (false, true, true) => 3,
        (false, false, true) => 4,
        (false, true, false) => 6,
        (false, false, false) => 9,
    }
}

fn has(term: &TermPattern, bound: &Bound) -> bool {
    match term {
        TermPattern::Variable(_) | TermPattern::BlankNode(_) => bound.contains(&term.to_string()),
        TermPattern::Triple(triple) => triple_rows(triple, bound) == 0,
        TermPattern::NamedNode(_) | TermPattern::Literal(_) => true,
    }
}

/// Adds what a part gives a value to.
fn bind(part: &GraphPattern, bound: &mut Bound) {
    part.on_in_scope_variable(|variable| _ = bound.insert(variable.to_string()));
    let ends = |triple: &TriplePattern| [triple.subject.clone(), triple.object.clone()];
    let ends = match part {
        GraphPattern::Bgp { patterns } => patterns.iter().flat_map(ends).collect(),
        GraphPattern::Path { subject, object, .. } => vec![subject.clone(), object.clone()],
        _ => Vec::new(),
    };
    bound.extend(ends.iter().filter(|end| matches!(end, TermPattern::BlankNode(_))).map(ToString::to_string));
}
