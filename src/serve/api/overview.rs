//! What the data set holds, counted; and its vocabulary.

use super::{
    json, told,
    view::{DocRef, Ref, Views, Year},
};
use crate::{
    model::{Class, Predicate, Status},
    serve::{
        explorer::{
            Explorer,
            labels::{Label, Schema},
        },
        problem::Problem,
        server::Server,
    },
    write::rdf::vocabulary::PREFIXES,
};
use axum::{extract::State, response::Response};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// Best connected entities that the overview names.
const HUBS: usize = 20;

/// Pages that every visitor asks for and that never change, made once.
#[derive(Default)]
pub(in crate::serve) struct Pages {
    overview: OnceLock<Vec<u8>>,
    statistics: OnceLock<Vec<u8>>,
}

#[derive(Serialize)]
struct OfClass {
    class: Class,
    count: usize,
}

#[derive(Serialize)]
struct OfPredicate {
    predicate: Predicate,
    count: usize,
}

#[derive(Serialize)]
struct OfStatus {
    status: Status,
    count: usize,
}

#[derive(Serialize)]
struct Hub<'a> {
    entity: Ref<'a>,
    degree: usize,
}

#[derive(Serialize)]
struct Overview<'a> {
    hash: &'a str,
    version: &'static str,
    documents: usize,
    entities: usize,
    statements: usize,
    targets: usize,
    conclusions: usize,
    writable: bool,
    classes: Vec<OfClass>,
    predicates: Vec<OfPredicate>,
    statuses: Vec<OfStatus>,
    hubs: Vec<Hub<'a>>,
    years: Vec<Year>,
}

#[derive(Serialize)]
struct OfDocument<'a> {
    document: DocRef<'a>,
    entities: usize,
    statements: usize,
    targets: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Statistics<'a> {
    classes: Vec<OfClass>,
    predicates: Vec<OfPredicate>,
    statuses: Vec<OfStatus>,
    by_document: Vec<OfDocument<'a>>,
    by_year: Vec<Year>,
}

/// Counts and the best connected.
pub(super) async fn overview(State(server): State<Arc<Server>>) -> Result<Response, Problem> {
    let made = server.pages.overview.get_or_init(|| {
        let explorer = &server.explorer;
        let views = Views(explorer);
        let hubs = explorer
            .by_degree
            .iter()
            .take(HUBS)
            .map(|&node| Hub { entity: views.entity(node), degree: explorer.entities[node.index()].degree });
        let page = Overview {
            hash: &explorer.hash,
            version: env!("CARGO_PKG_VERSION"),
            documents: explorer.graph.documents.len(),
            entities: explorer.graph.graph.node_count(),
            statements: explorer.graph.graph.edge_count(),
            targets: explorer.graph.targets.len(),
            conclusions: explorer.conclusions.len(),
            writable: server.options.writable,
            classes: classes(explorer),
            predicates: predicates(explorer),
            statuses: statuses(explorer),
            hubs: hubs.collect(),
            years: years(explorer),
        };
        serde_json::to_vec(&page).unwrap_or_default()
    });
    Ok(told(made.clone()))
}

/// The same counts, and those of each document.
pub(super) async fn statistics(State(server): State<Arc<Server>>) -> Result<Response, Problem> {
    let made = server.pages.statistics.get_or_init(|| {
        let explorer = &server.explorer;
        let by_document = explorer.graph.documents.iter().zip(&explorer.documents).map(|(record, facts)| OfDocument {
            document: Views::doc_ref(record),
            entities: facts.entities.len(),
            statements: facts.statements.len(),
            targets: facts.targets.len(),
        });
        let page = Statistics {
            classes: classes(explorer),
            predicates: predicates(explorer),
            statuses: statuses(explorer),
            by_document: by_document.collect(),
            by_year: years(explorer),
        };
        serde_json::to_vec(&page).unwrap_or_default()
    });
    Ok(told(made.clone()))
}

fn tally<T: Copy + PartialEq>(all: &[T], found: impl Iterator<Item = T>, place: impl Fn(T) -> usize) -> Vec<(T, usize)> {
    let mut counts = vec![0; all.len()];
    found.for_each(|one| counts[place(one)] += 1);
    let mut counted: Vec<(T, usize)> = all.iter().copied().zip(counts).filter(|(_, count)| *count > 0).collect();
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted
}

fn classes(explorer: &Explorer) -> Vec<OfClass> {
    let found = explorer.graph.graph.node_weights().map(|entity| entity.class);
    tally(Class::ALL, found, |class| class as usize).into_iter().map(|(class, count)| OfClass { class, count }).collect()
}

fn predicates(explorer: &Explorer) -> Vec<OfPredicate> {
    let found = explorer.graph.graph.edge_weights().map(|statement| statement.predicate);
    tally(Predicate::ALL, found, |predicate| predicate as usize)
        .into_iter()
        .map(|(predicate, count)| OfPredicate { predicate, count })
        .collect()
}

fn statuses(explorer: &Explorer) -> Vec<OfStatus> {
    let found = explorer.graph.graph.edge_weights().map(|statement| statement.status);
    tally(Status::ALL, found, |status| status as usize).into_iter().map(|(status, count)| OfStatus { status, count }).collect()
}

fn years(explorer: &Explorer) -> Vec<Year> {
    let mut years: BTreeMap<u16, (usize, usize)> = BTreeMap::new();
    for statement in explorer.graph.graph.edge_weights() {
        if let Some(year) = explorer.year_of(statement) {
            years.entry(year).or_default().0 += 1;
        }
    }
    for target in &explorer.graph.targets {
        if let Some(year) = explorer.year(target.time.as_deref(), &target.document) {
            years.entry(year).or_default().1 += 1;
        }
    }
    years.into_iter().map(|(year, (statements, targets))| Year { year, statements, targets }).collect()
}

#[derive(Serialize)]
struct Vocabulary<'a> {
    #[serde(flatten)]
    schema: &'a Schema,
    prefixes: BTreeMap<&'a str, &'a str>,
    questions: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    title: Label,
    parameters: Vec<Settable<'a>>,
    query: String,
}

#[derive(Serialize)]
struct Settable<'a> {
    name: &'a str,
    kind: String,
    about: &'a str,
}

/// The vocabulary, the prefixes and the named questions.
pub(super) async fn schema(State(server): State<Arc<Server>>) -> Result<Response, Problem> {
    let explorer = &server.explorer;
    let questions = explorer.questions.iter().map(|question| Named {
        name: &question.name,
        title: Label { zh: question.title_zh.clone(), en: question.title_en.clone() },
        parameters: question
            .parameters
            .iter()
            .map(|parameter| Settable { name: &parameter.name, kind: parameter.kind.to_string(), about: &parameter.about })
            .collect(),
        query: question.with_prefixes(explorer.iris.base()),
    });
    let prefixes = PREFIXES.iter().copied().chain([("id", explorer.iris.base())]).collect();
    json(&Vocabulary { schema: &explorer.schema, prefixes, questions: questions.collect() })
}
