//! `graph.json` → the graph: its records are read as they stand in the file, and an id that many of them name is kept once.

use crate::{
    error::{Error, Result},
    graph::{DocumentRecord, EntityRecord, EvidenceRecord, KnowledgeGraph, MentionRecord, StatementRecord, TargetRecord},
    id::Id,
    model::{Class, Comparator, Locator, Predicate, Status},
    write::atomic,
};
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::{borrow::Cow, num::NonZeroU32, path::Path};

/// `graph.json` as a whole.
#[derive(Deserialize)]
struct File<'a> {
    documents: Vec<DocumentRecord>,
    #[serde(borrow)]
    entities: Vec<Entity<'a>>,
    #[serde(borrow)]
    relations: Vec<Relation<'a>>,
    #[serde(default, borrow)]
    targets: Vec<Target<'a>>,
}

#[derive(Deserialize)]
struct Entity<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    class: Class,
    name: String,
    aliases: Vec<String>,
    #[serde(borrow)]
    mentions: Vec<Mention<'a>>,
}

#[derive(Deserialize)]
struct Mention<'a> {
    #[serde(borrow)]
    document: Cow<'a, str>,
    start: u32,
    end: u32,
}

#[derive(Deserialize)]
struct Relation<'a> {
    #[serde(borrow)]
    subject: Cow<'a, str>,
    predicate: Predicate,
    #[serde(borrow)]
    object: Cow<'a, str>,
    status: Status,
    role: Option<String>,
    time: Option<String>,
    #[serde(default, borrow)]
    speaker: Option<Cow<'a, str>>,
    #[serde(borrow)]
    document: Cow<'a, str>,
    start: u32,
    end: u32,
    line: u32,
    page: Option<NonZeroU32>,
    paragraph: Option<NonZeroU32>,
    table: Option<NonZeroU32>,
    row: Option<NonZeroU32>,
    #[serde(borrow)]
    rule: Cow<'a, str>,
    confidence: f64,
    #[serde(default)]
    more: Vec<EvidenceRecord>,
}

#[derive(Deserialize)]
struct Target<'a> {
    #[serde(borrow)]
    holder: Cow<'a, str>,
    indicator: String,
    comparator: Comparator,
    value: serde_json::Number,
    unit: String,
    time: Option<String>,
    status: Status,
    #[serde(default, borrow)]
    speaker: Option<Cow<'a, str>>,
    #[serde(borrow)]
    document: Cow<'a, str>,
    start: u32,
    end: u32,
    line: u32,
    page: Option<NonZeroU32>,
    paragraph: Option<NonZeroU32>,
    table: Option<NonZeroU32>,
    row: Option<NonZeroU32>,
    #[serde(borrow)]
    rule: Cow<'a, str>,
    confidence: f64,
}

/// Reads the graph back from the file at `path`.
///
/// # Errors
/// When the file cannot be read, is no JSON of this form, or names an entity that it does not have.
pub fn read(path: &Path) -> Result<KnowledgeGraph> {
    if let Some(directory) = path.parent().filter(|directory| directory.is_dir()) {
        atomic::recover(directory)?;
    }
    let bytes = std::fs::read(path).map_err(Error::io("cannot read", path))?;
    parse(&bytes).map_err(|problem| Error::Input { path: path.to_owned(), problem })
}

/// The graph that `bytes` spell, or a sentence that says where they do not.
///
/// # Errors
/// When they are no JSON of this form or name an entity that they do not have.
pub fn parse(bytes: &[u8]) -> std::result::Result<KnowledgeGraph, String> {
    let File { documents, entities, relations, targets } = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
    let (mut ids, mut nodes) = (Ids::default(), FxHashMap::default());
    let mut graph = DiGraph::with_capacity(entities.len(), relations.len());
    for entity in entities {
        let entity = entity.record(&mut ids);
        let id = entity.id.clone();
        if nodes.insert(id.clone(), graph.add_node(entity)).is_some() {
            return Err(format!("two entities have the id `{id}`"));
        }
    }
    let node = |id: &str| -> std::result::Result<NodeIndex, String> {
        nodes.get(id).copied().ok_or_else(|| format!("no entity has the id `{id}`, which a record names"))
    };
    for relation in relations {
        let ends = (node(&relation.subject)?, node(&relation.object)?);
        if let Some(speaker) = &relation.speaker {
            node(speaker)?;
        }
        graph.add_edge(ends.0, ends.1, relation.record(&mut ids));
    }
    for target in &targets {
        node(&target.holder)?;
    }
    let targets = targets.into_iter().map(|target| target.record(&mut ids)).collect();
    Ok(KnowledgeGraph { documents, graph, targets })
}

fn malformed(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let lone =
        if message.contains("hex escape") || message.contains("surrogate") { " (a lone surrogate stands for no character)" } else { "" };
    format!("not a graph.json that `hongtu build` wrote: {message}{lone}")
}

/// The ids read so far.
#[derive(Default)]
struct Ids<'a>(FxHashMap<Cow<'a, str>, Id>);

impl<'a> Ids<'a> {
    fn one(&mut self, text: Cow<'a, str>) -> Id {
        match self.0.get(&text) {
            Some(id) => id.clone(),
            None => {
                let id = Id::from(&*text);
                self.0.insert(text, id.clone());
                id
            }
        }
    }
}

impl<'a> Entity<'a> {
    fn record(self, ids: &mut Ids<'a>) -> EntityRecord {
        let Self { id, class, name, aliases, mentions } = self;
        let mentions =
            mentions.into_iter().map(|Mention { document, start, end }| MentionRecord { document: ids.one(document), start, end });
        EntityRecord { mentions: mentions.collect(), id: ids.one(id), class, name, aliases }
    }
}

impl<'a> Relation<'a> {
    fn record(self, ids: &mut Ids<'a>) -> StatementRecord {
        let Self { predicate, status, role, time, speaker, document, start, end, line, page, paragraph, table, row, rule, .. } = self;
        let place = Locator { page, paragraph, table, row };
        let mut more = self.more;
        for evidence in &mut more {
            evidence.rule = ids.one(Cow::Owned(evidence.rule.to_string()));
        }
        StatementRecord {
            predicate,
            status,
            role,
            time,
            speaker: speaker.map(|speaker| ids.one(speaker)),
            document: ids.one(document),
            evidence: EvidenceRecord { start, end, line, place, rule: ids.one(rule) },
            confidence: self.confidence,
            more,
        }
    }
}

impl<'a> Target<'a> {
    fn record(self, ids: &mut Ids<'a>) -> TargetRecord {
        let Self { holder, indicator, comparator, value, unit, time, status, speaker, document, .. } = self;
        let place = Locator { page: self.page, paragraph: self.paragraph, table: self.table, row: self.row };
        TargetRecord {
            holder: ids.one(holder),
            indicator,
            comparator,
            value,
            unit,
            time,
            status,
            speaker: speaker.map(|speaker| ids.one(speaker)),
            document: ids.one(document),
            evidence: EvidenceRecord { start: self.start, end: self.end, line: self.line, place, rule: ids.one(self.rule) },
            confidence: self.confidence,
        }
    }
}
