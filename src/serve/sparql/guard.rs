//! What bounds a question before it is evaluated: its length and nesting, and how much text its functions may make.

use super::{
    super::{problem::Problem, store::meter::TextMeter},
    evaluate::Evaluator,
};
use axum::http::StatusCode;
use oxigraph::model::{Literal, NamedNode, Term};
use spargebra::{
    Query,
    algebra::{AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression},
};
use std::{collections::BTreeSet, sync::Arc};

/// Longest query, in bytes.
const LONGEST: usize = 128 << 10;
/// How deep brackets may stand in each other: the parser and all after it go down with them.
const DEEPEST: usize = 48;
/// How many signs of negation or inversion may follow each other, for the same reason.
const MOST_SIGNS: usize = 48;
/// How many groups may be joined to one chain, which is as deep as it is long.
const MOST_KEYWORDS: usize = 2000;
/// Longest text that a function which makes longer ones of it is given, in bytes.
const LONGEST_ARGUMENT: usize = 64 << 10;
/// The same for replacing, where two lengths multiply.
const LONGEST_REPLACED: usize = 4 << 10;

/// Refuses what would go too deep.
pub(super) fn check(text: &str) -> Result<(), Problem> {
    let refuse = |what: String| Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, what));
    if text.len() > LONGEST {
        return refuse(format!("the query has {} bytes; {LONGEST} are the most", text.len()));
    }
    let shape = Shape::of(text);
    if shape.depth > DEEPEST {
        return refuse(format!("brackets stand more than {DEEPEST} deep in each other"));
    }
    if shape.signs > MOST_SIGNS {
        return refuse(format!("more than {MOST_SIGNS} signs of negation or inversion follow each other"));
    }
    if shape.chain > MOST_KEYWORDS {
        return refuse(format!("more than {MOST_KEYWORDS} groups or operators"));
    }
    Ok(())
}

/// What the text of a query looks like, outside its strings, IRIs and comments.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    depth: usize,
    signs: usize,
    chain: usize,
    variables: usize,
}

impl Shape {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut shape, mut depth, mut signs, mut at) = (Self::default(), 0_usize, 0, 0);
        let mut names = BTreeSet::new();
        while at < bytes.len() {
            match bytes[at] {
                b'(' | b'{' | b'[' => {
                    depth += 1;
                    shape.depth = shape.depth.max(depth);
                    shape.chain += usize::from(bytes[at] == b'{');
                    shape.variables += usize::from(bytes[at] != b'{');
                }
                b')' | b'}' | b']' => depth = depth.saturating_sub(1),
                b'<' if bytes[at..].starts_with(b"<<") => {
                    depth += 1;
                    shape.depth = shape.depth.max(depth);
                    at += 1;
                }
                b'>' if bytes[at..].starts_with(b">>") => {
                    depth = depth.saturating_sub(1);
                    at += 1;
                }
                b'<' => at += iri(&bytes[at..]),
                b'#' => at += bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len() - at - 1),
                quote @ (b'"' | b'\'') => at += string(&bytes[at..], quote),
                b'?' | b'$' => {
                    let name =
                        bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte >= 128).count();
                    names.insert(&bytes[at + 1..at + 1 + name]);
                    at += name;
                }
                b'/' | b'|' | b'*' | b'&' | b'=' => shape.chain += 1,
                _ => {}
            }
            let byte = bytes.get(at).copied().unwrap_or(b' ');
            signs = match byte {
                b'!' | b'^' | b'-' | b'+' => signs + 1,
                b' ' | b'\n' | b'\t' | b'\r' => signs,
                _ => 0,
            };
            shape.signs = shape.signs.max(signs);
            at += 1;
        }
        shape.variables += names.len() + text.matches("_:").count();
        shape
    }
}

/// How far the closing sign of an IRI is; nothing, where `<` is the operator.
fn iri(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| matches!(byte, b'>' | b' ' | b'\n' | b'\t' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | b'\\'));
    end.filter(|&end| bytes[end] == b'>').unwrap_or(0)
}

/// How far the last sign of a string is.
fn string(bytes: &[u8], quote: u8) -> usize {
    let long = [quote; 3];
    let (mut at, end): (usize, &[u8]) = if bytes.starts_with(&long) { (3, &long) } else { (1, &long[..1]) };
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 1;
        } else if bytes[at..].starts_with(end) {
            return at + end.len() - 1;
        }
        at += 1;
    }
    bytes.len() - 1
}

/// How many variables the rows of a query have, at most; blank nodes and paths are variables as well.
pub(super) fn variables(text: &str) -> usize {
    // A row is as wide as it needs to be; half of the names of a large query stand in other parts of it.
    let Shape { variables, chain, .. } = Shape::of(text);
    (variables + chain / 4).div_ceil(4)
}

fn function(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:hongtu:function:{name}"))
}

/// An evaluator that has the functions that [`bounded`] puts in.
pub(super) fn evaluator(texts: &Arc<TextMeter>) -> Evaluator {
    [("argument", LONGEST_ARGUMENT), ("replaced", LONGEST_REPLACED)].into_iter().fold(Evaluator::new(), |evaluator, (name, longest)| {
        let texts = Arc::clone(texts);
        evaluator.with_custom_function(function(name), move |arguments| {
            let length = |term: &Term| if let Term::Literal(literal) = term { literal.value().len() } else { 0 };
            texts.take(arguments.iter().map(length).sum(), longest);
            arguments.first().cloned()
        })
    })
}

/// The query with every text that a function makes longer on the meter.
pub(super) fn bounded(query: Query) -> Query {
    match query {
        Query::Select { dataset, pattern, base_iri } => Query::Select { dataset, pattern: in_pattern(pattern), base_iri },
        Query::Ask { dataset, pattern, base_iri } => Query::Ask { dataset, pattern: in_pattern(pattern), base_iri },
        Query::Describe { dataset, pattern, base_iri } => Query::Describe { dataset, pattern: in_pattern(pattern), base_iri },
        Query::Construct { template, dataset, pattern, base_iri } => {
            Query::Construct { template, dataset, pattern: in_pattern(pattern), base_iri }
        }
    }
}

/// The same for a pattern.
pub(super) fn in_pattern(pattern: GraphPattern) -> GraphPattern {
    use GraphPattern as P;
    let inner = |pattern: Box<P>| Box::new(in_pattern(*pattern));
    match pattern {
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } | P::Service { .. } => pattern,
        P::Join { left, right } => P::Join { left: inner(left), right: inner(right) },
        P::LeftJoin { left, right, expression } => {
            P::LeftJoin { left: inner(left), right: inner(right), expression: expression.map(in_expression) }
        }
        P::Lateral { left, right } => P::Lateral { left: inner(left), right: inner(right) },
        P::Filter { expr, inner: of } => P::Filter { expr: in_expression(expr), inner: inner(of) },
        P::Union { left, right } => P::Union { left: inner(left), right: inner(right) },
        P::Graph { name, inner: of } => P::Graph { name, inner: inner(of) },
        P::Extend { inner: of, variable, expression } => P::Extend { inner: inner(of), variable, expression: in_expression(expression) },
        P::Minus { left, right } => P::Minus { left: inner(left), right: inner(right) },
        P::OrderBy { inner: of, expression } => {
            let in_order = |order| match order {
                OrderExpression::Asc(by) => OrderExpression::Asc(in_expression(by)),
                OrderExpression::Desc(by) => OrderExpression::Desc(in_expression(by)),
            };
            P::OrderBy { inner: inner(of), expression: expression.into_iter().map(in_order).collect() }
        }
        P::Project { inner: of, variables } => P::Project { inner: inner(of), variables },
        P::Distinct { inner: of } => P::Distinct { inner: inner(of) },
        P::Reduced { inner: of } => P::Reduced { inner: inner(of) },
        P::Slice { inner: of, start, length } => P::Slice { inner: inner(of), start, length },
        P::Group { inner: of, variables, aggregates } => {
            let aggregates = aggregates.into_iter().map(|(variable, aggregate)| (variable, in_aggregate(aggregate))).collect();
            P::Group { inner: inner(of), variables, aggregates }
        }
    }
}

fn in_aggregate(aggregate: AggregateExpression) -> AggregateExpression {
    let AggregateExpression::FunctionCall { name, expr, distinct } = aggregate else { return aggregate };
    let expr = in_expression(expr);
    let expr = match &name {
        AggregateFunction::GroupConcat { separator } => {
            let separator = Literal::new_simple_literal(separator.as_deref().unwrap_or(" "));
            Expression::FunctionCall(Function::Custom(function("argument")), vec![expr, separator.into()])
        }
        _ => expr,
    };
    AggregateExpression::FunctionCall { name, expr, distinct }
}

fn in_expression(expression: Expression) -> Expression {
    use Expression as E;
    let inner = |expression: Box<E>| Box::new(in_expression(*expression));
    let all = |expressions: Vec<E>| expressions.into_iter().map(in_expression).collect::<Vec<_>>();
    match expression {
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => expression,
        E::Or(a, b) => E::Or(inner(a), inner(b)),
        E::And(a, b) => E::And(inner(a), inner(b)),
        E::Equal(a, b) => E::Equal(inner(a), inner(b)),
        E::SameTerm(a, b) => E::SameTerm(inner(a), inner(b)),
        E::Greater(a, b) => E::Greater(inner(a), inner(b)),
        E::GreaterOrEqual(a, b) => E::GreaterOrEqual(inner(a), inner(b)),
        E::Less(a, b) => E::Less(inner(a), inner(b)),
        E::LessOrEqual(a, b) => E::LessOrEqual(inner(a), inner(b)),
        E::In(a, list) => E::In(inner(a), all(list)),
        E::Add(a, b) => E::Add(inner(a), inner(b)),
        E::Subtract(a, b) => E::Subtract(inner(a), inner(b)),
        E::Multiply(a, b) => E::Multiply(inner(a), inner(b)),
        E::Divide(a, b) => E::Divide(inner(a), inner(b)),
        E::UnaryPlus(a) => E::UnaryPlus(inner(a)),
        E::UnaryMinus(a) => E::UnaryMinus(inner(a)),
        E::Not(a) => E::Not(inner(a)),
        E::Exists(pattern) => E::Exists(Box::new(in_pattern(*pattern))),
        E::If(a, b, c) => E::If(inner(a), inner(b), inner(c)),
        E::Coalesce(list) => E::Coalesce(all(list)),
        E::FunctionCall(name, arguments) => {
            let arguments = all(arguments);
            let arguments = match &name {
                Function::Concat | Function::EncodeForUri => metered("argument", arguments),
                Function::Replace => metered("replaced", arguments),
                _ => arguments,
            };
            E::FunctionCall(name, arguments)
        }
    }
}

fn metered(name: &str, arguments: Vec<Expression>) -> Vec<Expression> {
    arguments.into_iter().map(|argument| Expression::FunctionCall(Function::Custom(function(name)), vec![argument])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_goes_deep_is_refused() {
        let deep = |depth: usize| format!("SELECT * {}{}", "{ ".repeat(depth), "} ".repeat(depth));
        assert!(check(&deep(DEEPEST)).is_ok() && check(&deep(DEEPEST + 1)).is_err());
        let bracketed = "(".repeat(100);
        assert!(check(&format!("SELECT * {{ ?s ?p \"{bracketed}\\\"(\", '''{bracketed}'{bracketed}''' }} # {bracketed}\n")).is_ok());
        assert!(check(&format!("ASK {{ FILTER({}true) }}", "! ".repeat(MOST_SIGNS + 1))).is_err());
        assert!(check(&"x".repeat(LONGEST + 1)).is_err());
        assert!(check("SELECT * { ?a ?b <http://e.org/(((> FILTER(?a < 3 && ?b > 4) }").is_ok());
    }

    #[test]
    fn variables_are_counted_once() {
        assert_eq!(Shape::of("SELECT ?a { ?a $b ?云 . ?云 ?a \"?no\" }").variables, 3);
    }
}
