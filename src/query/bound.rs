//! What bounds a question before it is evaluated: how many patterns it joins, and how much text its functions may make.

use super::{lateral, order};
use crate::store::meter::TextMeter;
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use spareval::QueryEvaluator;
use spargebra::{
    Query,
    algebra::{AggregateExpression, AggregateFunction, Expression, Function, GraphPattern, OrderExpression, PropertyPathExpression},
};
use std::{cell::Cell, collections::BTreeSet, sync::Arc};

/// How many patterns may be joined: choosing their order takes time with the third power of their number, before any of them is evaluated.
const MOST_JOINED: usize = 64;
/// Longest text that a function which makes longer ones of it is given, in bytes.
const LONGEST_ARGUMENT: usize = 64 << 10;
/// The same for replacing, where two lengths multiply.
const LONGEST_REPLACED: usize = 4 << 10;

/// The query with every text that a function makes longer on the meter, and asked row by row where that reads less; `set` are the variables that
/// have a value from outside.
///
/// # Errors
/// When it joins too many patterns.
pub(crate) fn query<'a>(query: Query, set: impl IntoIterator<Item = &'a Variable>) -> Result<Query, String> {
    let (Query::Select { pattern, .. } | Query::Ask { pattern, .. } | Query::Describe { pattern, .. } | Query::Construct { pattern, .. }) =
        &query;
    let rewriter = Rewriter { widest: Cell::new(joined(pattern)), set: set.into_iter().cloned().collect() };
    let query = rewriter.query(query);
    rewriter.check().map(|()| query)
}

/// The same for a pattern.
///
/// # Errors
/// When it joins too many patterns.
pub(crate) fn pattern(pattern: GraphPattern) -> Result<GraphPattern, String> {
    let rewriter = Rewriter { widest: Cell::new(joined(&pattern)), set: BTreeSet::new() };
    let pattern = rewriter.pattern(pattern);
    rewriter.check().map(|()| pattern)
}

/// How many patterns are joined at most, in any branch.
fn joined(pattern: &GraphPattern) -> usize {
    use GraphPattern as P;
    match pattern {
        P::Bgp { patterns } => patterns.len(),
        P::Path { path, .. } => steps(path),
        P::Values { .. } => 1,
        P::Union { left, right } => joined(left).max(joined(right)),
        P::Join { left, right } | P::Lateral { left, right } | P::LeftJoin { left, right, .. } | P::Minus { left, right } => {
            joined(left) + joined(right)
        }
        P::Filter { inner, .. }
        | P::Graph { inner, .. }
        | P::Extend { inner, .. }
        | P::OrderBy { inner, .. }
        | P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Group { inner, .. }
        | P::Service { inner, .. } => joined(inner),
    }
}

fn steps(path: &PropertyPathExpression) -> usize {
    use PropertyPathExpression as P;
    match path {
        P::NamedNode(_) | P::NegatedPropertySet(_) => 1,
        P::Reverse(inner) | P::ZeroOrMore(inner) | P::OneOrMore(inner) | P::ZeroOrOne(inner) => steps(inner),
        P::Sequence(first, second) => steps(first) + steps(second),
        P::Alternative(first, second) => steps(first).max(steps(second)),
    }
}

fn function(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:hongtu:function:{name}"))
}

/// An evaluator that has the functions that [`bounded`] puts in.
pub(crate) fn evaluator(texts: &Arc<TextMeter>) -> QueryEvaluator {
    [("argument", LONGEST_ARGUMENT), ("replaced", LONGEST_REPLACED)].into_iter().fold(
        QueryEvaluator::new(),
        |evaluator, (name, longest)| {
            let texts = Arc::clone(texts);
            evaluator.with_custom_function(function(name), move |arguments| {
                let length = |term: &Term| if let Term::Literal(literal) = term { literal.value().len() } else { 0 };
                texts.take(arguments.iter().map(length).sum(), longest);
                arguments.first().cloned()
            })
        },
    )
}

/// Puts meters into a query and looks how wide it is.
struct Rewriter {
    /// The most patterns that are joined.
    widest: Cell<usize>,
    /// Variables that have a value from outside.
    set: BTreeSet<Variable>,
}

impl Rewriter {
    fn check(&self) -> Result<(), String> {
        let joined = self.widest.get();
        if joined > MOST_JOINED { Err(format!("{joined} patterns are joined; {MOST_JOINED} are the most")) } else { Ok(()) }
    }

    fn query(&self, query: Query) -> Query {
        match query {
            Query::Select { dataset, pattern, base_iri } => Query::Select { dataset, pattern: self.pattern(pattern), base_iri },
            Query::Ask { dataset, pattern, base_iri } => Query::Ask { dataset, pattern: self.pattern(pattern), base_iri },
            Query::Describe { dataset, pattern, base_iri } => Query::Describe { dataset, pattern: self.pattern(pattern), base_iri },
            Query::Construct { template, dataset, pattern, base_iri } => {
                Query::Construct { template, dataset, pattern: self.pattern(pattern), base_iri }
            }
        }
    }

    fn pattern(&self, pattern: GraphPattern) -> GraphPattern {
        use GraphPattern as P;
        let inner = |pattern: Box<P>| Box::new(self.pattern(*pattern));
        match pattern {
            P::Bgp { .. } | P::Path { .. } | P::Values { .. } | P::Service { .. } => pattern,
            P::Join { left, right } => lateral::joined(self.pattern(*left), self.pattern(*right)),
            P::LeftJoin { left, right, expression } => {
                let expression = expression.map(|of| self.expression(of, &[&left, &right]));
                lateral::optional(self.pattern(*left), self.pattern(*right), expression)
            }
            P::Lateral { left, right } => P::Lateral { left: inner(left), right: inner(right) },
            P::Filter { expr, inner: of } => lateral::filtered(self.expression(expr, &[&of]), self.pattern(*of), &self.set),
            P::Union { left, right } => P::Union { left: inner(left), right: inner(right) },
            P::Graph { name, inner: of } => P::Graph { name, inner: inner(of) },
            P::Extend { inner: of, variable, expression } => {
                let expression = self.expression(expression, &[&of]);
                P::Extend { inner: inner(of), variable, expression }
            }
            P::Minus { left, right } => P::Minus { left: inner(left), right: inner(right) },
            P::OrderBy { inner: of, expression } => {
                let in_order = |order| match order {
                    OrderExpression::Asc(by) => OrderExpression::Asc(self.expression(by, &[&of])),
                    OrderExpression::Desc(by) => OrderExpression::Desc(self.expression(by, &[&of])),
                };
                let expression = expression.into_iter().map(in_order).collect();
                P::OrderBy { inner: inner(of), expression }
            }
            P::Project { inner: of, variables } => P::Project { inner: inner(of), variables },
            P::Distinct { inner: of } => P::Distinct { inner: inner(of) },
            P::Reduced { inner: of } => P::Reduced { inner: inner(of) },
            P::Slice { inner: of, start, length } => P::Slice { inner: inner(of), start, length },
            P::Group { inner: of, variables, aggregates } => {
                let aggregates = aggregates.into_iter().map(|(variable, aggregate)| (variable, self.aggregate(aggregate, &of))).collect();
                P::Group { inner: inner(of), variables, aggregates }
            }
        }
    }

    fn aggregate(&self, aggregate: AggregateExpression, around: &GraphPattern) -> AggregateExpression {
        let AggregateExpression::FunctionCall { name, expr, distinct } = aggregate else { return aggregate };
        let expr = self.expression(expr, &[around]);
        let expr = match &name {
            AggregateFunction::GroupConcat { separator } => {
                let separator = Literal::new_simple_literal(separator.as_deref().unwrap_or(" "));
                Expression::FunctionCall(Function::Custom(function("argument")), vec![expr, separator.into()])
            }
            _ => expr,
        };
        AggregateExpression::FunctionCall { name, expr, distinct }
    }

    /// The expression on the rows of the patterns `around`.
    fn expression(&self, expression: Expression, around: &[&GraphPattern]) -> Expression {
        use Expression as E;
        let inner = |expression: Box<E>| Box::new(self.expression(*expression, around));
        let all = |expressions: Vec<E>| expressions.into_iter().map(|of| self.expression(of, around)).collect::<Vec<_>>();
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
            E::Exists(pattern) => {
                self.widest.set(self.widest.get().max(joined(&pattern)));
                E::Exists(Box::new(order::exists(self.pattern(*pattern), around)))
            }
            E::If(a, b, c) => E::If(inner(a), inner(b), inner(c)),
            E::Coalesce(list) => E::Coalesce(all(list)),
            E::FunctionCall(name, arguments) => {
                let arguments = all(arguments);
                let arguments = match &name {
                    Function::Concat | Function::EncodeForUri => {
                        arguments.into_iter().map(|argument| metered("argument", argument)).collect()
                    }
                    // A pattern that is written out is compiled once, if nothing is put around it.
                    Function::Replace => {
                        let is_pattern = |at: usize, argument: &E| {
                            at == 1 && matches!(argument, E::Literal(text) if text.value().len() <= LONGEST_REPLACED)
                        };
                        let all = arguments.into_iter().enumerate();
                        all.map(|(at, argument)| if is_pattern(at, &argument) { argument } else { metered("replaced", argument) }).collect()
                    }
                    _ => arguments,
                };
                E::FunctionCall(name, arguments)
            }
        }
    }
}

fn metered(name: &str, argument: Expression) -> Expression {
    Expression::FunctionCall(Function::Custom(function(name)), vec![argument])
}
