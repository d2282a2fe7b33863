//! SPARQL 1.1 Update on the quads in memory, operation by operation; all of them, or none.

use super::{
    super::problem::Problem,
    evaluate::{Bounds, failed, stopped},
};
use crate::{
    query::{bound, guard, syntax},
    store::{
        Quads,
        change::Change,
        meter::{Meter, TextMeter, within},
        view::View,
    },
};
use axum::http::StatusCode;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad};
use spareval::DeleteInsertQuad;
use spargebra::{
    GraphUpdateOperation,
    algebra::{GraphPattern, GraphTarget, QueryDataset},
    term::{GroundQuad, GroundQuadPattern, QuadPattern},
};
use std::{
    borrow::Cow,
    sync::{Arc, atomic::AtomicBool},
    time::Instant,
};

/// An update and the graphs that the request names for its patterns.
#[derive(Clone, Debug, Default)]
pub(in crate::serve) struct Asked {
    pub(in crate::serve) text: String,
    pub(in crate::serve) using: Vec<NamedNode>,
    pub(in crate::serve) using_named: Vec<NamedNode>,
    pub(in crate::serve) id_namespace: String,
}

/// Makes what `asked` says of the quads; these stay as they are.
pub(in crate::serve) fn update(quads: &Quads, asked: &Asked, bounds: &Bounds) -> Result<Quads, Problem> {
    guard::check(&asked.text).map_err(Problem::too_large)?;
    let update = syntax::parser(&asked.id_namespace).map_err(Problem::bad)?.parse_update(&asked.text).map_err(|error| {
        let place = syntax::place(&error);
        Problem::bad(syntax::describe_update(&asked.text, &error)).at(place)
    })?;
    let mut updater = Updater { quads: Cow::Borrowed(quads), asked, bounds, deadline: Instant::now() + bounds.time };
    for operation in update.operations {
        updater.apply(operation)?;
    }
    Ok(updater.quads.into_owned())
}

struct Updater<'a> {
    quads: Cow<'a, Quads>,
    asked: &'a Asked,
    bounds: &'a Bounds,
    deadline: Instant,
}

/// What an operation puts in the place of what.
struct Modification {
    delete: Vec<GroundQuadPattern>,
    insert: Vec<QuadPattern>,
    using: Option<QueryDataset>,
    pattern: GraphPattern,
}

impl Updater<'_> {
    fn apply(&mut self, operation: GraphUpdateOperation) -> Result<(), Problem> {
        use GraphUpdateOperation as O;
        let changes = match operation {
            O::InsertData { data } => data.into_iter().map(inserted).map(Change::Insert).collect(),
            O::DeleteData { data } => data.into_iter().map(deleted).map(Change::Delete).collect(),
            O::DeleteInsert { delete, insert, using, pattern } => self.modify(Modification { delete, insert, using, pattern: *pattern })?,
            O::Load { silent: true, .. } => Vec::new(),
            O::Load { silent: false, source, .. } => {
                return Err(Problem::new(StatusCode::FORBIDDEN, format!("LOAD {source} is not done: nothing is fetched from elsewhere")));
            }
            O::Create { graph, silent } => {
                if !silent && self.has(&graph) {
                    return Err(Problem::new(StatusCode::CONFLICT, format!("the graph {graph} is there already")));
                }
                vec![Change::Create(graph.into())]
            }
            O::Clear { graph, silent } => self.targets(graph, silent)?.into_iter().map(Change::Clear).collect(),
            O::Drop { graph, silent } => self.targets(graph, silent)?.into_iter().map(Change::Drop).collect(),
        };
        if !changes.is_empty() {
            self.quads = Cow::Owned(self.quads.with(&changes));
        }
        Ok(())
    }

    fn has(&self, graph: &NamedNode) -> bool {
        self.quads.find(&graph.clone().into()).is_some_and(|id| self.quads.has_graph(id))
    }

    fn targets(&self, target: GraphTarget, silent: bool) -> Result<Vec<GraphName>, Problem> {
        let named = || self.quads.graphs().filter_map(|id| graph_name(&self.quads, id));
        Ok(match target {
            GraphTarget::NamedNode(graph) if silent || self.has(&graph) => vec![graph.into()],
            GraphTarget::NamedNode(graph) => return Err(Problem::missing(format!("there is no graph {graph}"))),
            GraphTarget::DefaultGraph => vec![GraphName::DefaultGraph],
            GraphTarget::NamedGraphs => named().collect(),
            GraphTarget::AllGraphs => named().chain([GraphName::DefaultGraph]).collect(),
        })
    }

    fn modify(&self, modification: Modification) -> Result<Vec<Change>, Problem> {
        let Modification { delete, insert, using, pattern } = modification;
        let is_chosen = !self.asked.using.is_empty() || !self.asked.using_named.is_empty();
        if is_chosen && using.is_some() {
            return Err(Problem::bad(
                "the request names graphs with using-graph-uri, and the update with USING or WITH; only one of them may",
            ));
        }
        let (texts, unwanted) = (Arc::new(TextMeter::default()), AtomicBool::new(false));
        let meter = Meter::new(self.deadline, self.bounds.memory, guard::variables(&self.asked.text), &unwanted);
        let pattern = bound::pattern(pattern).map_err(Problem::too_large)?;
        let found = within(|| {
            let evaluator = bound::evaluator(&texts);
            let mut prepared = evaluator.prepare_delete_insert(delete, insert, None, using, &pattern);
            if is_chosen {
                let dataset = prepared.dataset_mut();
                dataset.set_default_graph(self.asked.using.iter().cloned().map(GraphName::from).collect());
                dataset.set_available_named_graphs(self.asked.using_named.iter().cloned().map(NamedOrBlankNode::from).collect());
            }
            let (mut deletions, mut insertions) = (Vec::new(), Vec::new());
            for change in prepared.execute(View::new(&self.quads, &meter)).map_err(|error| failed(&error))? {
                meter.step();
                match change.map_err(|error| failed(&error))? {
                    DeleteInsertQuad::Delete(quad) => deletions.push(Change::Delete(quad)),
                    DeleteInsertQuad::Insert(quad) => insertions.push(Change::Insert(quad)),
                }
                if deletions.len() + insertions.len() > self.bounds.rows {
                    let detail = format!("the update changes more than {} triples at once; --max-rows allows more", self.bounds.rows);
                    return Err(Problem::too_large(detail));
                }
            }
            // All deletions come before all insertions (SPARQL 1.1 Update, 3.1.3).
            deletions.append(&mut insertions);
            Ok(deletions)
        });
        found.unwrap_or_else(|stop| Err(stopped(stop, self.bounds)))
    }
}

/// The name of a graph by its number.
pub(in crate::serve) fn graph_name(quads: &Quads, id: u32) -> Option<GraphName> {
    match quads.term(id) {
        oxigraph::model::Term::NamedNode(node) => Some(node.clone().into()),
        oxigraph::model::Term::BlankNode(node) => Some(node.clone().into()),
        _ => None,
    }
}

fn inserted(quad: spargebra::term::Quad) -> Quad {
    Quad::new(quad.subject, quad.predicate, quad.object, graph(quad.graph_name))
}

fn deleted(quad: GroundQuad) -> Quad {
    Quad::new(quad.subject, quad.predicate, oxigraph::model::Term::from(quad.object), graph(quad.graph_name))
}

fn graph(name: spargebra::term::GraphName) -> GraphName {
    match name {
        spargebra::term::GraphName::NamedNode(node) => node.into(),
        spargebra::term::GraphName::DefaultGraph => GraphName::DefaultGraph,
    }
}
