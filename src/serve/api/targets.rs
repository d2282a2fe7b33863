//! Figures, as a table.

use super::{
    Window, aside, json,
    view::{Target, Views},
};
use crate::{
    graph::TargetRecord,
    model::Status,
    serve::{parameters::Parameters, problem::Problem, server::Server},
    text::fold,
};
use axum::{extract::State, response::Response};
use serde::Serialize;
use std::{cmp::Ordering, str::FromStr, sync::Arc};

#[derive(Serialize)]
struct Table<'a> {
    total: usize,
    targets: Vec<Target<'a>>,
}

/// What a table is sorted by.
#[derive(Clone, Copy)]
enum Column {
    Indicator,
    Value,
    Time,
    Holder,
}

impl FromStr for Column {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "indicator" => Ok(Self::Indicator),
            "value" => Ok(Self::Value),
            "time" => Ok(Self::Time),
            "holder" => Ok(Self::Holder),
            _ => Err("a table is sorted by indicator, value, time or holder"),
        }
    }
}

/// Upwards or downwards.
struct Downwards(bool);

impl FromStr for Downwards {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "asc" => Ok(Self(false)),
            "desc" => Ok(Self(true)),
            _ => Err("the order is asc or desc"),
        }
    }
}

/// The figures that fit, sorted; those without the sorted value stand last.
pub(super) async fn handle(State(server): State<Arc<Server>>, parameters: Parameters) -> Result<Response, Problem> {
    aside(move || {
        let (explorer, views, window) = (&server.explorer, Views(&server.explorer), Window::read(&parameters)?);
        let wanted = fold(parameters.one("q")?.unwrap_or_default());
        let statuses: Vec<Status> = parameters.list("status")?;
        let (document, holder) = (parameters.one("document")?, parameters.one("holder")?);
        let column: Column = parameters.parsed("sort")?.unwrap_or(Column::Indicator);
        let Downwards(downwards) = parameters.parsed("order")?.unwrap_or(Downwards(false));
        let name = |target: &TargetRecord| explorer.entity(&target.holder).map_or("", |node| explorer.record(node).name.as_str());
        let record = |place: usize| &explorer.graph.targets[place];
        let fits = |&place: &usize| {
            let target = record(place);
            (statuses.is_empty() || statuses.contains(&target.status))
                && document.is_none_or(|id| target.document == id)
                && holder.is_none_or(|id| target.holder == id)
                && (wanted.is_empty() || fold(&target.indicator).contains(&wanted) || fold(name(target)).contains(&wanted))
        };
        let mut places: Vec<usize> = (0..explorer.graph.targets.len()).filter(fits).collect();
        let value = |place: usize| record(place).value.as_f64();
        places.sort_by(|&a, &b| {
            let (first, second) = (record(a), record(b));
            let by_column = match column {
                Column::Indicator => directed(downwards, first.indicator.cmp(&second.indicator)),
                Column::Holder => directed(downwards, name(first).cmp(name(second))),
                Column::Value => absent_last(downwards, value(a), value(b), f64::total_cmp),
                Column::Time => absent_last(downwards, first.time.as_deref(), second.time.as_deref(), |a, b| a.cmp(b)),
            };
            by_column.then_with(|| first.indicator.cmp(&second.indicator)).then_with(|| first.time.cmp(&second.time)).then(a.cmp(&b))
        });
        json(&Table { total: places.len(), targets: views.targets(window.of(places)) })
    })
    .await
}

fn directed(downwards: bool, order: Ordering) -> Ordering {
    if downwards { order.reverse() } else { order }
}

fn absent_last<T>(downwards: bool, a: Option<T>, b: Option<T>, order: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => directed(downwards, order(&a, &b)),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}
