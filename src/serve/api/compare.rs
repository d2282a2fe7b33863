//! Two documents side by side: what both say, and what only one does.

use super::{
    aside, json,
    view::{DocRef, Ref, Statement, Target, Views},
};
use crate::serve::{explorer::DocumentFacts, parameters::Parameters, problem::Problem, server::Server};
use axum::{extract::State, response::Response};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

#[derive(Serialize)]
struct Page<'a> {
    a: DocRef<'a>,
    b: DocRef<'a>,
    entities: Shared<Ref<'a>, Ref<'a>>,
    statements: Shared<Pair<Statement<'a>>, Statement<'a>>,
    targets: Shared<Pair<Target<'a>>, Target<'a>>,
}

#[derive(Serialize)]
struct Shared<B, O> {
    both: Vec<B>,
    a: Vec<O>,
    b: Vec<O>,
}

#[derive(Serialize)]
struct Pair<T> {
    a: T,
    b: T,
}

/// Records of two documents by what makes them the same.
struct Sides<T> {
    both: Vec<(T, T)>,
    a: Vec<T>,
    b: Vec<T>,
}

/// Compares two documents.
pub(super) async fn handle(State(server): State<Arc<Server>>, parameters: Parameters) -> Result<Response, Problem> {
    aside(move || {
        let (explorer, views) = (&server.explorer, Views(&server.explorer));
        let document = |name: &str| {
            let id = parameters.needed(name)?;
            explorer.document_of(id).ok_or_else(|| Problem::missing(format!("there is no document `{id}`")))
        };
        let ((a_record, a), (b_record, b)) = (document("a")?, document("b")?);
        let graph = &explorer.graph.graph;
        let entities =
            |facts: &DocumentFacts| facts.entities.iter().map(|&node| (explorer.record(node).id.clone(), node)).collect::<Vec<_>>();
        let statements = |facts: &DocumentFacts| {
            let key = |edge| {
                let (subject, object) = graph.edge_endpoints(edge)?;
                let statement = &graph[edge];
                Some((&explorer.record(subject).id, statement.predicate, &explorer.record(object).id, statement.role.as_deref()))
            };
            facts.statements.iter().filter_map(|&edge| Some((key(edge)?, edge))).collect::<Vec<_>>()
        };
        let targets = |facts: &DocumentFacts| {
            let key = |place: usize| {
                let target = &explorer.graph.targets[place];
                (&target.holder, &target.indicator, target.time.as_deref(), &target.unit)
            };
            facts.targets.iter().map(|&place| (key(place), place)).collect::<Vec<_>>()
        };
        let named = sides(entities(a), entities(b));
        let said = sides(statements(a), statements(b));
        let counted = sides(targets(a), targets(b));
        let pair = |(a, b)| Some(Pair { a: views.statement(a)?, b: views.statement(b)? });
        let figures = |(a, b)| Some(Pair { a: views.target(a)?, b: views.target(b)? });
        json(&Page {
            a: Views::doc_ref(a_record),
            b: Views::doc_ref(b_record),
            entities: Shared {
                both: named.both.into_iter().map(|(node, _)| views.entity(node)).collect(),
                a: named.a.into_iter().map(|node| views.entity(node)).collect(),
                b: named.b.into_iter().map(|node| views.entity(node)).collect(),
            },
            statements: Shared {
                both: said.both.into_iter().filter_map(pair).collect(),
                a: views.statements(said.a),
                b: views.statements(said.b),
            },
            targets: Shared {
                both: counted.both.into_iter().filter_map(figures).collect(),
                a: views.targets(counted.a),
                b: views.targets(counted.b),
            },
        })
    })
    .await
}

/// Sorts records of two documents by their keys; of several with one key, the first stands for all in what both have.
fn sides<K: Ord, T: Copy>(a: Vec<(K, T)>, b: Vec<(K, T)>) -> Sides<T> {
    let mut first_of_b: BTreeMap<&K, T> = BTreeMap::new();
    for (key, record) in &b {
        first_of_b.entry(key).or_insert(*record);
    }
    let keys_of_a: BTreeSet<&K> = a.iter().map(|(key, _)| key).collect();
    let mut told = BTreeSet::new();
    let mut sides = Sides { both: Vec::new(), a: Vec::new(), b: Vec::new() };
    for (key, record) in &a {
        match first_of_b.get(key) {
            Some(&other) if told.insert(key) => sides.both.push((*record, other)),
            Some(_) => {}
            None => sides.a.push(*record),
        }
    }
    sides.b.extend(b.iter().filter(|(key, _)| !keys_of_a.contains(key)).map(|(_, record)| *record));
    sides
}
