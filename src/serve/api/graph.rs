//! Parts of the graph with places for their nodes: around an entity, or the best connected; and the shortest way between two entities.

use super::{
    aside, json,
    view::{Ref, Views},
};
use crate::{
    model::{Class, Predicate, Status},
    serve::{
        explorer::{Explorer, layout},
        parameters::Parameters,
        problem::Problem,
        server::Server,
    },
};
use axum::{extract::State, response::Response};
use petgraph::{
    Direction,
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};
use serde::Serialize;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

/// Nodes where nothing is said, and at most.
const USUAL: usize = 300;
const MOST: usize = 5000;
/// Statements away from the focus, at most.
const MOST_HOPS: usize = 6;
/// Length of the longest way that is looked for.
const LONGEST_WAY: usize = 20;

#[derive(Serialize)]
struct Picture<'a> {
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
    hidden: Hidden,
}

#[derive(Serialize)]
struct Way<'a> {
    nodes: Vec<Node<'a>>,
    edges: Vec<Edge<'a>>,
    /// Statements from one end to the other; none, where there is no way.
    length: Option<usize>,
}

#[derive(Serialize)]
struct Hidden {
    nodes: usize,
    edges: usize,
}

#[derive(Serialize)]
struct Node<'a> {
    #[serde(flatten)]
    entity: Ref<'a>,
    degree: usize,
    x: f64,
    y: f64,
}

#[derive(Serialize)]
struct Edge<'a> {
    id: String,
    source: &'a str,
    target: &'a str,
    predicate: Predicate,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inferred: Option<bool>,
}

/// A statement, or a conclusion by its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    Stated(EdgeIndex),
    Concluded(usize),
}

/// Which part of the graph is looked at.
struct Filter<'a> {
    explorer: &'a Explorer,
    classes: Vec<Class>,
    predicates: Vec<Predicate>,
    statuses: Vec<Status>,
    from: Option<u16>,
    to: Option<u16>,
    document: Option<&'a str>,
    inferred: bool,
}

impl<'a> Filter<'a> {
    fn read(explorer: &'a Explorer, parameters: &'a Parameters) -> Result<Self, Problem> {
        let document = parameters.one("document")?;
        if let Some(id) = document.filter(|id| explorer.document(id).is_none()) {
            return Err(Problem::missing(format!("there is no document `{id}`")));
        }
        Ok(Self {
            explorer,
            classes: parameters.list("class")?,
            predicates: parameters.list("predicate")?,
            statuses: parameters.list("status")?,
            from: parameters.parsed("from")?,
            to: parameters.parsed("to")?,
            document,
            inferred: parameters.one("inferred")? != Some("false"),
        })
    }

    fn has_node(&self, node: NodeIndex) -> bool {
        self.classes.is_empty() || self.classes.contains(&self.explorer.record(node).class)
    }

    fn has_edge(&self, edge: EdgeIndex) -> bool {
        let statement = &self.explorer.graph.graph[edge];
        (self.predicates.is_empty() || self.predicates.contains(&statement.predicate))
            && (self.statuses.is_empty() || self.statuses.contains(&statement.status))
            && self.document.is_none_or(|document| statement.document == document)
            && ((self.from.is_none() && self.to.is_none())
                || self
                    .explorer
                    .year_of(statement)
                    .is_some_and(|year| self.from.is_none_or(|from| year >= from) && self.to.is_none_or(|to| year <= to)))
    }

    fn has_conclusion(&self, predicate: Predicate) -> bool {
        let stands_alone = self.statuses.is_empty() && self.from.is_none() && self.to.is_none() && self.document.is_none();
        self.inferred && stands_alone && (self.predicates.is_empty() || self.predicates.contains(&predicate))
    }

    /// The links of a node with the nodes at their other ends.
    fn links(&self, node: NodeIndex) -> Vec<(NodeIndex, Link)> {
        let graph = &self.explorer.graph.graph;
        let mut links: Vec<(NodeIndex, Link)> = Vec::new();
        for direction in [Direction::Outgoing, Direction::Incoming] {
            for edge in graph.edges_directed(node, direction).filter(|edge| self.has_edge(edge.id())) {
                let other = if edge.source() == node { edge.target() } else { edge.source() };
                links.push((other, Link::Stated(edge.id())));
            }
        }
        for &place in &self.explorer.entities[node.index()].conclusions {
            let conclusion = &self.explorer.conclusions[place];
            if self.has_conclusion(conclusion.predicate) {
                let other = if conclusion.subject == node { conclusion.object } else { conclusion.subject };
                links.push((other, Link::Concluded(place)));
            }
        }
        links.retain(|&(other, _)| self.has_node(other));
        links.sort();
        links
    }

    fn ends(&self, link: Link) -> (NodeIndex, NodeIndex) {
        match link {
            Link::Stated(edge) => self.explorer.graph.graph.edge_endpoints(edge).unwrap_or_default(),
            Link::Concluded(place) => (self.explorer.conclusions[place].subject, self.explorer.conclusions[place].object),
        }
    }

    fn predicate(&self, link: Link) -> Predicate {
        match link {
            Link::Stated(edge) => self.explorer.graph.graph[edge].predicate,
            Link::Concluded(place) => self.explorer.conclusions[place].predicate,
        }
    }

    fn status(&self, link: Link) -> Option<Status> {
        if let Link::Stated(edge) = link { Some(self.explorer.graph.graph[edge].status) } else { None }
    }

    /// Nodes within so many statements of the focus, the nearest first and among those the best connected.
    fn around(&self, focus: &[NodeIndex], hops: usize) -> Vec<NodeIndex> {
        let mut reached: BTreeSet<NodeIndex> = focus.iter().copied().collect();
        let (mut ordered, mut ring) = (focus.to_vec(), focus.to_vec());
        for _ in 0..hops {
            let next: BTreeSet<NodeIndex> =
                ring.iter().flat_map(|&node| self.links(node)).map(|(other, _)| other).filter(|other| !reached.contains(other)).collect();
            reached.extend(&next);
            ring = self.by_degree(next);
            ordered.extend(&ring);
        }
        ordered
    }

    fn by_degree(&self, nodes: impl IntoIterator<Item = NodeIndex>) -> Vec<NodeIndex> {
        let mut nodes: Vec<NodeIndex> = nodes.into_iter().collect();
        nodes.sort_by_key(|&node| (Reverse(self.explorer.entities[node.index()].degree), &self.explorer.record(node).id));
        nodes
    }

    /// Nodes that have a link, those with the most first.
    fn connected(&self) -> Vec<NodeIndex> {
        let mut degree = vec![0_usize; self.explorer.graph.graph.node_count()];
        for edge in self.explorer.graph.graph.edge_references() {
            if self.has_node(edge.source()) && self.has_node(edge.target()) && self.has_edge(edge.id()) {
                degree[edge.source().index()] += 1;
                degree[edge.target().index()] += 1;
            }
        }
        let mut nodes: Vec<NodeIndex> = self.explorer.by_degree.iter().copied().filter(|node| degree[node.index()] > 0).collect();
        nodes.sort_by_key(|node| Reverse(degree[node.index()]));
        nodes
    }

    /// The links among nodes; of those that say the same with the same status, the first.
    fn among(&self, nodes: &BTreeSet<NodeIndex>) -> Vec<Link> {
        let mut links: BTreeMap<(NodeIndex, Predicate, NodeIndex, Option<Status>), Link> = BTreeMap::new();
        for &node in nodes {
            for (other, link) in self.links(node) {
                let (subject, object) = self.ends(link);
                if nodes.contains(&other) && subject == node {
                    links.entry((subject, self.predicate(link), object, self.status(link))).or_insert(link);
                }
            }
        }
        links.into_values().collect()
    }

    fn edge(&self, link: Link) -> Edge<'a> {
        let (subject, object) = self.ends(link);
        let (id, time) = match link {
            Link::Stated(edge) => (self.explorer.statement_id(edge), self.explorer.graph.graph[edge].time.as_deref()),
            Link::Concluded(place) => (self.explorer.conclusion_id(&self.explorer.conclusions[place]), None),
        };
        Edge {
            id,
            source: &self.explorer.record(subject).id,
            target: &self.explorer.record(object).id,
            predicate: self.predicate(link),
            status: self.status(link),
            time,
            inferred: matches!(link, Link::Concluded(_)).then_some(true),
        }
    }

    /// Nodes with their places, by id, and the links among them.
    fn draw(&self, nodes: &[NodeIndex], links: &[Link]) -> (Vec<Node<'a>>, Vec<Edge<'a>>) {
        let index: BTreeMap<NodeIndex, usize> = nodes.iter().enumerate().map(|(index, &node)| (node, index)).collect();
        let springs: BTreeSet<(usize, usize)> = links
            .iter()
            .map(|&link| self.ends(link))
            .filter_map(|(from, to)| Some((*index.get(&from)?, *index.get(&to)?)))
            .filter(|(from, to)| from != to)
            .map(|(from, to)| (from.min(to), from.max(to)))
            .collect();
        let seeds: Vec<u64> = nodes.iter().map(|&node| layout::seed(&self.explorer.record(node).id)).collect();
        let places = layout::layout(&seeds, &springs.into_iter().collect::<Vec<_>>());
        let rounded = |value: f64| (value * 100.0).round() / 100.0;
        let drawn = nodes.iter().zip(places).map(|(&node, [x, y])| Node {
            entity: Views(self.explorer).entity(node),
            degree: self.explorer.entities[node.index()].degree,
            x: rounded(x),
            y: rounded(y),
        });
        (drawn.collect(), links.iter().map(|&link| self.edge(link)).collect())
    }
}

/// A part of the graph.
pub(super) async fn handle(State(server): State<Arc<Server>>, parameters: Parameters) -> Result<Response, Problem> {
    aside(move || {
        let explorer = &server.explorer;
        let filter = Filter::read(explorer, &parameters)?;
        let most = parameters.number("max", USUAL, MOST)?;
        let hops = parameters.number("hops", 1, MOST_HOPS)?;
        let named: Vec<String> = parameters.list("focus")?;
        let focus: Vec<NodeIndex> = named.iter().map(|id| entity(explorer, id)).collect::<Result<_, _>>()?;
        let all = if focus.is_empty() { filter.connected() } else { filter.around(&focus, hops) };
        let shown: BTreeSet<NodeIndex> = all.iter().take(most).copied().collect();
        let links = filter.among(&shown);
        // What stands at the rim of the picture has links that lead out of it.
        let leading_out: usize =
            shown.iter().map(|&node| filter.links(node).iter().filter(|(other, _)| !shown.contains(other)).count()).sum();
        let mut nodes: Vec<NodeIndex> = shown.iter().copied().collect();
        nodes.sort_by_key(|&node| &explorer.record(node).id);
        let hidden = Hidden { nodes: all.len() - nodes.len(), edges: leading_out };
        let (nodes, edges) = filter.draw(&nodes, &links);
        json(&Picture { nodes, edges, hidden })
    })
    .await
}

/// The shortest way between two entities, whichever way its statements lead.
pub(super) async fn path(State(server): State<Arc<Server>>, parameters: Parameters) -> Result<Response, Problem> {
    aside(move || {
        let explorer = &server.explorer;
        let (from, to) = (entity(explorer, parameters.needed("from")?)?, entity(explorer, parameters.needed("to")?)?);
        // Here `from` and `to` are ends, not years.
        let filter = Filter {
            explorer,
            classes: parameters.list("class")?,
            predicates: parameters.list("predicate")?,
            statuses: parameters.list("status")?,
            from: None,
            to: None,
            document: None,
            inferred: false,
        };
        let most = parameters.number("max", 6, LONGEST_WAY)?;
        let Some((nodes, links)) = shortest(&filter, (from, to), most) else {
            return json(&Way { nodes: Vec::new(), edges: Vec::new(), length: None });
        };
        let (nodes, edges) = filter.draw(&nodes, &links);
        json(&Way { length: Some(edges.len()), nodes, edges })
    })
    .await
}

fn entity(explorer: &Explorer, id: &str) -> Result<NodeIndex, Problem> {
    explorer.entity(id).ok_or_else(|| Problem::missing(format!("there is no entity `{id}`")))
}

/// The nodes and links of the shortest way; of several as short, the one that the order of nodes and links gives.
fn shortest(filter: &Filter<'_>, (from, to): (NodeIndex, NodeIndex), most: usize) -> Option<(Vec<NodeIndex>, Vec<Link>)> {
    let mut came: BTreeMap<NodeIndex, (usize, Option<(NodeIndex, Link)>)> = BTreeMap::from([(from, (0, None))]);
    let mut open = VecDeque::from([from]);
    while let Some(node) = open.pop_front() {
        let length = came[&node].0;
        if node == to || length == most {
            break;
        }
        for (other, link) in filter.links(node) {
            came.entry(other).or_insert_with(|| {
                open.push_back(other);
                (length + 1, Some((node, link)))
            });
        }
    }
    let (mut nodes, mut links, mut at) = (vec![to], Vec::new(), to);
    while let (_, Some((before, link))) = came.get(&at)? {
        nodes.push(*before);
        links.push(*link);
        at = *before;
    }
    nodes.reverse();
    links.reverse();
    Some((nodes, links))
}
