//! `graph.dot`: a picture of a part of the graph that a person can read, for Graphviz.
//!
//! A [`View`] says which part and what question it answers. Most questions are answered by cards with lists ([`view`] fills a [`sheet`],
//! [`card`] draws it); the overview and what lies around a focus are drawn as the graph is: [`choose`] keeps to its budget, [`fold`] draws parallel statements as one edge and leaves of one kind as
//! one box, [`label`] wraps and escapes, [`style`] gives shapes and colours.

mod card;
mod choose;
mod fold;
mod label;
pub mod render;
mod sheet;
mod style;
mod view;

use crate::{
    catalog::{Catalog, ontology::Term},
    graph::KnowledgeGraph,
    model::{Class, Predicate, Status},
    write::rdf::Texts,
};
use choose::{Choice, Ranking};
use fold::{Edge, Node, Picture};
use label::{escape, width, wrap};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    io,
};

pub use choose::find;
pub use view::Kind;

/// The colour, as `#RRGGBB`, that fills the shapes of a class.
pub fn fill(class: Class) -> &'static str {
    style::of(class).fill
}

/// The colour, as `#RRGGBB`, that their lines have.
pub fn border(class: Class) -> &'static str {
    style::of(class).border
}

/// Which part of the graph is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The question that the picture answers.
    pub kind: Kind,
    /// The document that [`Kind::Document`] draws, by id; the one with most statements, where not given.
    pub document: Option<String>,
    /// Where an explorer serves the graph, ending in `/`; entities link to their pages there.
    pub explorer: Option<String>,
    /// Whether a frame is drawn around the entities of each class.
    pub frames: bool,
    /// What follows from the statements and is drawn in grey: subject, predicate, object.
    pub inferred: Vec<(NodeIndex, Predicate, NodeIndex)>,
    /// Only what lies around these entities; the most connected ones, where empty.
    pub focus: Vec<NodeIndex>,
    /// How many statements away from the focus.
    pub hops: usize,
    /// Only entities of these classes (and the focus); all, where empty.
    pub classes: Vec<Class>,
    /// Only statements with these predicates; all, where empty.
    pub predicates: Vec<Predicate>,
    /// No more boxes than this; a box may list several alike entities.
    pub max_nodes: usize,
}

impl Default for View {
    fn default() -> Self {
        Self {
            kind: Kind::default(),
            document: None,
            explorer: None,
            frames: false,
            inferred: Vec::new(),
            focus: Vec::new(),
            hops: 1,
            classes: Vec::new(),
            predicates: Vec::new(),
            max_nodes: 60,
        }
    }
}

/// Fonts with Chinese characters, on Linux, Windows and macOS.
const FONTS: &str = "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Zen Hei, Microsoft YaHei, PingFang SC, sans-serif";
/// Longest label and longest tooltip, in characters.
const LONGEST_LABEL: usize = 48;
const LONGEST_TOOLTIP: usize = 400;

/// Draws the part of `graph` that `view` names; `texts` are quoted in tooltips.
///
/// # Errors
/// When a text cannot be read.
pub fn write(catalog: &Catalog, graph: &KnowledgeGraph, texts: &dyn Texts, view: &View) -> io::Result<String> {
    let drawing = Drawing { catalog, graph, texts, view };
    if let Some(sheet) = view::sheet(catalog, graph, view) {
        return drawing.sheet(&sheet);
    }
    let (choice, picture) = within(graph, view);
    let mut out = drawing.frame(&choice, &picture);
    out.push_str(&drawing.legend(&picture));
    let mut by_class: BTreeMap<Class, String> = BTreeMap::new();
    for (index, node) in picture.nodes.iter().enumerate() {
        by_class.entry(graph.graph[node.first()].class).or_default().push_str(&drawing.node(index, node));
    }
    for (class, nodes) in by_class {
        out.push_str(&if view.frames { drawing.frame_of(class, &nodes) } else { nodes });
    }
    for edge in &picture.edges {
        out.push_str(&drawing.edge(edge)?);
    }
    out.push_str(&drawing.inferred(&picture));
    out.push_str("}\n");
    Ok(out)
}

/// As many entities as fold into the boxes that `view` allows.
fn within(graph: &KnowledgeGraph, view: &View) -> (Choice, Picture) {
    // In quarters of the number of boxes: up to four entities a box.
    let entities = |quarters: usize| view.max_nodes.saturating_mul(quarters) / 4;
    let ranking = Ranking::of(graph, view, entities(16));
    let try_with = |quarters: usize| {
        let choice = ranking.first(graph, view, entities(quarters));
        let picture = fold::fold(graph, &choice);
        (choice, picture)
    };
    let fits = (5..=16).rev().map(try_with).find(|(_, picture)| picture.nodes.len() <= view.max_nodes);
    fits.unwrap_or_else(|| try_with(4))
}

struct Drawing<'a> {
    catalog: &'a Catalog,
    graph: &'a KnowledgeGraph,
    texts: &'a dyn Texts,
    view: &'a View,
}

impl Drawing<'_> {
    fn frame(&self, choice: &Choice, picture: &Picture) -> String {
        let (all_nodes, all_edges) = (self.graph.graph.node_count(), self.graph.graph.edge_count());
        let shown_edges: usize = picture.edges.iter().map(|edge| edge.statements.len()).sum();
        let nodes = choice.nodes.len();
        self.head(None, &format!("{nodes} / {all_nodes} entities, {shown_edges} / {all_edges} statements"), "nodesep=0.14, ranksep=1.0")
    }

    /// The first lines: what holds for the whole picture.
    fn head(&self, title: Option<&str>, subtitle: &str, layout: &str) -> String {
        let title = title.map_or_else(|| self.title(), str::to_owned);
        let title = escape(&label::cut(&title, LONGEST_LABEL));
        format!(
            "digraph \"hongtu\" {{\n  graph [charset=\"UTF-8\", rankdir=LR, splines=true, overlap=false, {layout}, pad=0.3, bgcolor=\"white\", \
             fontname=\"{FONTS}\", fontsize=18, labelloc=t, label=\"{title}\\n{subtitle}\", tooltip=\"{title}\"];\n  \
             node [style=filled, fontsize=12, margin=\"0.12,0.06\", penwidth=1.2, fontname=\"{FONTS}\"];\n  \
             edge [fontsize=10, arrowsize=0.6, fontcolor=\"#444444\", fontname=\"{FONTS}\"];\n"
        )
    }

    fn frame_of(&self, class: Class, nodes: &str) -> String {
        let (style, name) = (style::of(class), escape(&both(self.catalog.ontology.class(class))));
        let (fill, border) = (style.fill, style.border);
        format!(
            "  subgraph \"cluster_{class}\" {{ graph [style=\"rounded\", label=\"{name}\", labeljust=l, fontsize=13, color=\"{border}\", bgcolor=\"{fill}55\", margin=14];\n{nodes}  }};\n"
        )
    }

    fn title(&self) -> String {
        match self.graph.documents.as_slice() {
            [only] => only.shown_title().to_owned(),
            documents => format!("{} documents", documents.len()),
        }
    }

    /// A table of the classes and statuses that the picture has.
    fn legend(&self, picture: &Picture) -> String {
        let ontology = &self.catalog.ontology;
        let classes: BTreeSet<Class> = picture.nodes.iter().map(|node| self.graph.graph[node.first()].class).collect();
        let statuses: BTreeSet<Status> = picture.edges.iter().map(|edge| edge.status).collect();
        let mut rows = String::new();
        for class in classes {
            let (style, name) = (style::of(class), both(ontology.class(class)));
            let (fill, border) = (style.fill, style.border);
            let _ = write!(rows, "<TR><TD BGCOLOR=\"{fill}\" COLOR=\"{border}\" BORDER=\"1\">{name}</TD></TR>");
        }
        for status in statuses {
            let (line, name) = (style::line_sample(status), both(ontology.status(status)));
            let _ = write!(rows, "<TR><TD ALIGN=\"LEFT\">{line} {name}</TD></TR>");
        }
        if rows.is_empty() {
            return String::new();
        }
        let table = format!("<TABLE BORDER=\"0\" CELLSPACING=\"3\" CELLPADDING=\"3\">{rows}</TABLE>");
        format!("  \"legend\" [shape=plain, style=\"\", fontsize=10, tooltip=\"legend\", label=<{table}>];\n")
    }

    fn node(&self, index: usize, node: &Node) -> String {
        let entity = &self.graph.graph[node.first()];
        let style = style::of(entity.class);
        let label = match node {
            Node::One(_) => wrap(&entity.name, LONGEST_LABEL).join("\n"),
            Node::Group(members) => self.list(entity.class, members),
        };
        let cells = label.lines().map(width).max().unwrap_or(0);
        let left = if matches!(node, Node::Group(_)) { "\\l" } else { "\\n" };
        let mut text: String = label.lines().map(escape).collect::<Vec<_>>().join(left);
        if matches!(node, Node::Group(_)) {
            text.push_str("\\l");
        }
        let (shape, stretch) = if matches!(node, Node::Group(_)) { ("box", 1.0) } else { (style.shape, style.stretch) };
        let inches = (cells as f64 * 6.0 + 20.0) * stretch / 72.0;
        let (looks, fill, border) = (style.looks, style.fill, style.border);
        let tooltip = escape(&self.about(node));
        format!(
            "  \"n{index}\" [label=\"{text}\", id=\"{id}\", class=\"{class}\", shape={shape}, style=\"{looks}\", fillcolor=\"{fill}\", \
             color=\"{border}\", width={inches:.2}{link}, tooltip=\"{tooltip}\"];\n",
            link = self.url(node.first()),
            id = escape(&entity.id),
            class = entity.class,
        )
    }

    /// Class and number of a group, then its members, most often mentioned first.
    fn list(&self, class: Class, members: &[NodeIndex]) -> String {
        const SHOWN: usize = 8;
        let mut label = format!("{} ({})", self.catalog.ontology.class(class).zh, members.len());
        let mut members = members.to_vec();
        members.sort_by_key(|&member| (std::cmp::Reverse(self.graph.graph[member].mentions.len()), member));
        for &member in members.iter().take(SHOWN) {
            let _ = write!(label, "\n\u{B7} {}", label::cut(&self.graph.graph[member].name, 20));
        }
        if members.len() > SHOWN {
            let _ = write!(label, "\n\u{B7} \u{2026} +{}", members.len() - SHOWN);
        }
        label
    }

    /// The page of an entity, as an attribute of a node.
    fn url(&self, entity: NodeIndex) -> String {
        self.page(entity).map_or_else(String::new, |url| format!(", URL=\"{}\"", escape(&url)))
    }

    /// The page of an entity, as an attribute of a cell.
    fn link(&self, entity: Option<NodeIndex>) -> String {
        // A cell has a tooltip only where it has a link.
        let url = entity.and_then(|entity| self.page(entity)).unwrap_or_else(|| "#".to_owned());
        format!(" HREF=\"{}\"", label::markup(&url))
    }

    fn page(&self, entity: NodeIndex) -> Option<String> {
        self.view.explorer.as_ref().map(|explorer| format!("{explorer}entity/{}", self.graph.graph[entity].id))
    }

    /// What follows from the statements, between boxes that are shown.
    fn inferred(&self, picture: &Picture) -> String {
        let boxes = fold::boxes(&picture.nodes);
        let mut out = String::new();
        let mut drawn = BTreeSet::new();
        for &(subject, predicate, object) in &self.view.inferred {
            let (Some(&from), Some(&to)) = (boxes.get(&subject), boxes.get(&object)) else { continue };
            if from != to && drawn.insert((from, to, predicate)) {
                let label = escape(&self.catalog.ontology.predicate(predicate).zh);
                let _ = writeln!(
                    out,
                    "  \"n{from}\" -> \"n{to}\" [label=\"{label}\", style=\"solid\", color=\"#B0B0B0\", fontcolor=\"#909090\", tooltip=\"inferred\", constraint=false];"
                );
            }
        }
        out
    }

    fn about_one(&self, entity: NodeIndex) -> String {
        self.about(&Node::One(entity))
    }

    fn about(&self, node: &Node) -> String {
        let members = match node {
            Node::One(index) => std::slice::from_ref(index),
            Node::Group(members) => members,
        };
        let lines = members.iter().map(|&member| {
            let entity = &self.graph.graph[member];
            let names = std::iter::once(&entity.name).chain(&entity.aliases).map(String::as_str).collect::<Vec<_>>();
            format!("{}: {}", both(self.catalog.ontology.class(entity.class)), names.join(" = "))
        });
        label::cut(&lines.collect::<Vec<_>>().join("\n"), LONGEST_TOOLTIP)
    }

    fn edge(&self, edge: &Edge) -> io::Result<String> {
        let names = edge.predicates.iter().map(|&predicate| self.catalog.ontology.predicate(predicate).zh.as_str());
        let label = escape(&names.collect::<Vec<_>>().join("\n"));
        let colour = style::of(edge.colour).border;
        let looks = style::line(edge.status);
        let evidence = self.evidence_of(&edge.statements)?;
        let tooltip = escape(&label::cut(&evidence, LONGEST_TOOLTIP));
        Ok(format!(
            "  \"n{}\" -> \"n{}\" [label=\"{label}\", style=\"{looks}\", color=\"{colour}\", tooltip=\"{tooltip}\", labeltooltip=\"{tooltip}\"];\n",
            edge.from, edge.to
        ))
    }

    /// As much of the statements' evidence as a tooltip shows, a line each.
    fn evidence_of(&self, statements: &[EdgeIndex]) -> io::Result<String> {
        let (mut out, mut length) = (String::new(), 0);
        for (index, &statement) in statements.iter().enumerate() {
            if length > LONGEST_TOOLTIP + 1 {
                break;
            }
            let line = self.evidence(statement)?;
            length += line.chars().count() + 1;
            out.push_str(if index == 0 { "" } else { "\n" });
            out.push_str(&line);
        }
        Ok(out)
    }

    /// The words that state it, where the text is at hand, and where they stand.
    fn evidence(&self, statement: EdgeIndex) -> io::Result<String> {
        let record = &self.graph.graph[statement];
        let (start, end) = (record.evidence.start as usize, record.evidence.end as usize);
        let text = self.texts.text(&record.document)?;
        let quote: String =
            text.as_deref().map_or_else(String::new, |text| text.chars().skip(start).take(end.saturating_sub(start)).collect());
        let path = self.graph.documents.iter().find(|document| document.id == record.document).map_or("", |document| &document.path);
        let role = record.role.as_deref().unwrap_or("");
        Ok(format!("{} {role} [{path}:{}] {quote}", self.catalog.ontology.predicate(record.predicate).zh, record.evidence.line))
    }
}

/// Chinese and English name.
fn both(term: &Term) -> String {
    format!("{} ({})", term.zh, term.en)
}
