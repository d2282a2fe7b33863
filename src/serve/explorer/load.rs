//! The files of a build → what pages show and what questions are asked of.

use super::{
    Conclusion, DocumentFacts, EntityFacts, Explorer,
    labels::Schema,
    names::Names,
    text::{Part, Text},
};
use crate::{
    catalog::{ontology::NAMESPACE, source::Sources},
    data_file::DataFile,
    error::{Error, Result},
    graph::KnowledgeGraph,
    id::Id,
    model::{Class, Predicate},
    product::{self, ItemKind},
    query::{
        book::Book,
        data::{DataSet, rules},
    },
    reason::{infer::Inferred, rule::Rule},
    serve::server::Options,
    store::Quads,
    write::{iri::Iris, json},
};
use oxigraph::model::NamedNode;
use petgraph::{graph::NodeIndex, visit::EdgeRef};
use rustc_hash::FxHashMap;
use std::{collections::BTreeSet, path::Path};

impl Explorer {
    /// Reads the data set of a directory.
    ///
    /// # Errors
    /// When a file of it is missing, malformed or of another version.
    pub(in crate::serve) fn load(options: &Options) -> Result<(Self, Quads)> {
        let directory = &options.directory;
        if !directory.is_dir() {
            let problem = "is no directory that `hongtu build` wrote; `hongtu build PATH --out DIR` writes one".to_owned();
            return Err(Error::Input { path: directory.clone(), problem });
        }
        let mut sources = Sources::built_in();
        if let Some(catalog) = &options.catalog {
            sources.extend(catalog)?;
        }
        let (graph, file) = (json::read(&directory.join("graph.json"))?, DataFile::open(directory)?);
        let base = options.base_iri.as_deref().map(Iris::new).transpose()?;
        let hash = product::hash(&file.bytes);
        let mut data = DataSet::load(file, base.as_ref().map(Iris::base))?;
        let rules = if options.inferred { rules(&sources)? } else { Vec::new() };
        let inferred = if options.inferred { data.infer(&rules, &sources)? } else { Inferred::default() };
        let iris = Iris::new(&data.id_namespace)?;
        let mut defects = Vec::new();
        let (schema, questions) = (Schema::load(&sources, &mut defects), Book::load(&sources, &mut defects));
        if !defects.is_empty() {
            return Err(Error::Knowledge(defects));
        }
        let mut explorer = Self::index(graph, iris, schema, questions);
        explorer.hash = hash;
        explorer.take_conclusions(&data, &inferred, &rules);
        explorer.take_texts(directory)?;
        Ok((explorer, data.finish()))
    }

    /// Reads the graph and the texts of a directory, without what only questions need.
    ///
    /// # Errors
    /// When a file of it is missing, malformed or of another version.
    pub(in crate::serve) fn read(directory: &Path) -> Result<Self> {
        let sources = Sources::built_in();
        let mut defects = Vec::new();
        let (schema, questions) = (Schema::load(&sources, &mut defects), Book::load(&sources, &mut defects));
        if !defects.is_empty() {
            return Err(Error::Knowledge(defects));
        }
        let mut explorer = Self::index(json::read(&directory.join("graph.json"))?, Iris::default(), schema, questions);
        explorer.take_texts(directory)?;
        Ok(explorer)
    }

    fn index(graph: KnowledgeGraph, iris: Iris, schema: Schema, questions: Book) -> Self {
        let by_id: FxHashMap<String, NodeIndex> = graph.graph.node_indices().map(|node| (graph.graph[node].id.to_string(), node)).collect();
        let document_by_id: FxHashMap<String, usize> =
            graph.documents.iter().enumerate().map(|(place, document)| (document.id.to_string(), place)).collect();
        let mut documents: Vec<DocumentFacts> = graph.documents.iter().map(|_| DocumentFacts::default()).collect();
        let mut entities: Vec<EntityFacts> = graph.graph.node_indices().map(|_| EntityFacts::default()).collect();
        for node in graph.graph.node_indices() {
            let named: BTreeSet<&str> = graph.graph[node].mentions.iter().map(|mention| mention.document.as_str()).collect();
            entities[node.index()].documents = named.len();
            for document in named.into_iter().filter_map(|id| document_by_id.get(id)) {
                documents[*document].entities.push(node);
            }
        }
        for edge in graph.graph.edge_references() {
            entities[edge.source().index()].degree += 1;
            entities[edge.target().index()].degree += 1;
            if let Some(&document) = document_by_id.get(&*edge.weight().document) {
                documents[document].statements.push(edge.id());
            }
        }
        for (place, target) in graph.targets.iter().enumerate() {
            if let Some(holder) = by_id.get(&*target.holder) {
                entities[holder.index()].targets.push(place);
            }
            if let Some(&document) = document_by_id.get(&*target.document) {
                documents[document].targets.push(place);
            }
        }
        for document in &mut documents {
            document.statements.sort_by_key(|&edge| (graph.graph[edge].evidence.start, graph.graph[edge].evidence.end, edge));
            document.targets.sort_by_key(|&target| (graph.targets[target].evidence.start, graph.targets[target].evidence.end, target));
            document.entities.sort_by_key(|&node| &graph.graph[node].id);
        }
        let named = graph.graph.node_weights();
        let names = Names::new(
            named.map(|entity| std::iter::once(entity.name.as_str()).chain(entity.aliases.iter().map(String::as_str)).collect()),
        );
        let mut by_degree: Vec<NodeIndex> = graph.graph.node_indices().collect();
        by_degree.sort_by_key(|&node| (std::cmp::Reverse(entities[node.index()].degree), &graph.graph[node].id));
        let (hash, conclusions) = (String::new(), Vec::new());
        Self { graph, iris, hash, schema, questions, conclusions, documents, entities, names, by_degree, by_id, document_by_id }
    }

    fn take_conclusions(&mut self, data: &DataSet, inferred: &Inferred, rules: &[Rule]) {
        let names: Vec<Id> = rules.iter().map(|rule| Id::from(rule.name.as_str())).collect();
        for step in &inferred.steps {
            let [subject, predicate, object] = step.triple.map(|id| data.quads.terms.node(id));
            let node = |iri: Option<NamedNode>| self.entity(iri?.as_str().strip_prefix(self.iris.base())?);
            let name = predicate.as_ref().and_then(|iri| iri.as_str().strip_prefix(NAMESPACE));
            let Some(predicate) = name.and_then(|name| name.parse::<Predicate>().ok()) else { continue };
            let (Some(subject), Some(object)) = (node(subject), node(object)) else { continue };
            let place = self.conclusions.len();
            self.conclusions.push(Conclusion { subject, predicate, object, rule: names[step.rule].clone() });
            for node in BTreeSet::from([subject, object]) {
                self.entities[node.index()].conclusions.push(place);
            }
        }
    }

    /// Takes the texts and outlines that a build kept.
    fn take_texts(&mut self, directory: &Path) -> Result<()> {
        for place in 0..self.documents.len() {
            let record = &self.graph.documents[place];
            let path = directory.join(product::name(&record.id));
            if !path.exists() {
                let problem =
                    "is missing: the directory is incomplete, or an older version wrote it; `hongtu build` writes it again".to_owned();
                return Err(Error::Input { path, problem });
            }
            let kept = product::read_text(directory, &record.id)?;
            let mut named = FxHashMap::default();
            for &node in &self.documents[place].entities {
                let entity = self.record(node);
                let here = entity.mentions.iter().filter(|mention| mention.document == record.id);
                named.extend(here.map(|mention| ((entity.class, mention.start, mention.end), node)));
            }
            let facts = &mut self.documents[place];
            facts.outline = outline(kept.outline, &named);
            facts.text = Some(Text::new(kept.text));
        }
        Ok(())
    }
}

/// The parts of a document, each once and as deep as it lies in others: a heading that is a numbered point is one part.
fn outline(items: Vec<product::Item>, named: &FxHashMap<(Class, u32, u32), NodeIndex>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(items.len());
    for item in items {
        let part = part(item, named);
        match parts.last_mut() {
            Some(twin) if is_twin(twin, &part) => {
                twin.kind = "section";
                twin.end = twin.end.max(part.end);
                twin.entity = twin.entity.or(part.entity);
            }
            _ => parts.push(part),
        }
    }
    let mut around: Vec<u32> = Vec::new();
    for part in &mut parts {
        around.retain(|&end| part.start < end);
        part.level = around.len();
        around.push(part.end);
    }
    parts
}

/// Whether a section and a point have one heading.
fn is_twin(a: &Part, b: &Part) -> bool {
    a.start == b.start
        && a.kind != b.kind
        && [a.kind, b.kind].iter().all(|kind| *kind != "turn")
        && (a.label == b.label || a.end.abs_diff(b.end) <= 1)
}

/// A part of the outline, with the entity of its class that is named where it says.
fn part(item: product::Item, named: &FxHashMap<(Class, u32, u32), NodeIndex>) -> Part {
    let kind = match item.kind {
        ItemKind::Section => "section",
        ItemKind::Point => "point",
        ItemKind::Turn => "turn",
    };
    let entity = item.entity.and_then(|entity| named.get(&(entity.class, entity.start, entity.end)).copied());
    Part { kind, level: usize::from(item.level), label: item.label, start: item.start, end: item.end, entity }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_that_is_a_point_is_one_part_and_holds_what_lies_in_it() {
        let item = |kind, label: &str, start, end| product::Item { kind, level: 0, label: label.to_owned(), start, end, entity: None };
        let items = vec![
            item(ItemKind::Turn, "沈怀瑾", 0, 90),
            item(ItemKind::Point, "工作回顾", 10, 51),
            item(ItemKind::Section, "工作回顾", 10, 50),
            item(ItemKind::Point, "建设园区", 20, 30),
            item(ItemKind::Point, "兴办企业", 30, 50),
            item(ItemKind::Section, "工作安排", 51, 90),
        ];
        let shown: Vec<_> = outline(items, &FxHashMap::default()).into_iter().map(|part| (part.kind, part.label, part.level)).collect();
        let expected = [
            ("turn", "沈怀瑾", 0),
            ("section", "工作回顾", 1),
            ("point", "建设园区", 2),
            ("point", "兴办企业", 2),
            ("section", "工作安排", 1),
        ];
        assert_eq!(shown, expected.map(|(kind, label, level)| (kind, label.to_owned(), level)));
    }
}
