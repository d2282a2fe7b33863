//! Parts of all documents → one graph, in an order that depends on their content alone.

use super::{
    DocumentRecord, EntityRecord, EvidenceRecord, KnowledgeGraph, MentionRecord, Part, StatementRecord, TargetRecord,
    part::{PartEntity, PartEvidence, PartRule, PartStatement, PartTarget, locate},
};
use crate::{
    decision::{self, Applied, Decisions, Use},
    id::Id,
    identity,
    model::{Class, Locator},
    write::iri,
};
use petgraph::graph::{DiGraph, NodeIndex};
use std::{cmp::Reverse, collections::BTreeMap, collections::BTreeSet};

/// Merges the parts of all documents; a document that comes twice counts once.
pub fn merge(parts: Vec<Part>) -> KnowledgeGraph {
    merge_decided(parts, &Decisions::default()).0
}

/// Merges the parts of all documents as people decided, and tells what each decision did.
pub fn merge_decided(mut parts: Vec<Part>, decisions: &Decisions) -> (KnowledgeGraph, Vec<Use>) {
    parts.sort_by(|a, b| (&a.document.id, &a.document.path).cmp(&(&b.document.id, &b.document.path)));
    parts.dedup_by(|later, first| later.document.id == first.document.id);
    identity::resolve(&mut parts);
    let applied = decision::apply(decisions, &mut parts);
    let mut entities = Entities::default();
    // Room for all at once: growing by doubling would hold the largest lists three times.
    let [statements, targets] = parts.iter().fold([0, 0], |[s, t], part| [s + part.statements.len(), t + part.targets.len()]);
    let mut records = Records { documents: Vec::new(), statements: Vec::with_capacity(statements), targets: Vec::with_capacity(targets) };
    for part in parts {
        let Part { document, places, rules, entities: named, statements, targets } = part;
        let source = Source { document: &document.id, places: &places, rules: &rules };
        let slots: Vec<usize> = named.into_iter().map(|entity| entities.add(&document.id, entity)).collect();
        let slot = |entity: usize| slots[entity];
        for statement in statements {
            let (ends, speaker) = ([statement.subject, statement.object].map(slot), statement.speaker.map(slot));
            records.statements.push((ends, speaker, source.statement(statement)));
        }
        for target in targets {
            let (holder, speaker) = (slot(target.holder), target.speaker.map(slot));
            records.targets.extend(source.figure(target).map(|record| (holder, speaker, record)));
        }
        records.documents.push(document);
    }
    (records.link(entities.finish(&applied)), applied.uses)
}

/// The document of a part, to which its records point.
struct Source<'a> {
    document: &'a Id,
    places: &'a [(u32, u32, Locator)],
    rules: &'a [PartRule],
}

impl Source<'_> {
    fn statement(&self, statement: PartStatement) -> StatementRecord {
        let mut evidence = statement.evidence.into_iter();
        let first = evidence.next().expect("a statement is made of its evidence");
        StatementRecord {
            predicate: statement.predicate,
            status: statement.status,
            role: statement.role,
            time: statement.time,
            speaker: None,
            document: self.document.clone(),
            evidence: self.placed(first),
            confidence: self.rules[first.rule as usize].confidence,
            more: evidence.map(|evidence| self.placed(evidence)).collect(),
        }
    }

    /// The figure, unless its value is no number.
    fn figure(&self, target: PartTarget) -> Option<TargetRecord> {
        Some(TargetRecord {
            holder: Id::default(),
            indicator: target.indicator,
            comparator: target.comparator,
            value: exact(target.value)?,
            unit: target.unit,
            time: target.time,
            status: target.status,
            speaker: None,
            document: self.document.clone(),
            evidence: self.placed(target.evidence),
            confidence: self.rules[target.evidence.rule as usize].confidence,
        })
    }

    fn placed(&self, evidence: PartEvidence) -> EvidenceRecord {
        let PartEvidence { start, end, line, rule } = evidence;
        let place = locate(self.places, start);
        EvidenceRecord { start, end, line, place, rule: self.rules[rule as usize].id.clone() }
    }
}

/// A whole number without a fraction, so that 6000 is written as 6000 and not as 6000.0.
fn exact(value: f64) -> Option<serde_json::Number> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT { Some((value as i64).into()) } else { serde_json::Number::from_f64(value) }
}

/// Entities of all documents by key; a slot is an index into `merged`.
#[derive(Default)]
struct Entities {
    slots: BTreeMap<String, usize>,
    merged: Vec<Merged>,
}

struct Merged {
    key: String,
    class: Class,
    /// In how many documents each name is the full one.
    names: BTreeMap<String, u32>,
    aliases: BTreeSet<String>,
    mentions: Vec<MentionRecord>,
}

impl Entities {
    fn add(&mut self, document: &Id, entity: PartEntity) -> usize {
        let slot = *self.slots.entry(entity.key).or_insert_with_key(|key| {
            let (names, aliases) = (BTreeMap::new(), BTreeSet::new());
            self.merged.push(Merged { key: key.clone(), class: entity.class, names, aliases, mentions: Vec::new() });
            self.merged.len() - 1
        });
        let merged = &mut self.merged[slot];
        *merged.names.entry(entity.name).or_default() += 1;
        merged.aliases.extend(entity.aliases);
        merged.mentions.extend(entity.mentions.into_iter().map(|(start, end)| MentionRecord { document: document.clone(), start, end }));
        slot
    }

    fn finish(self, applied: &Applied) -> Vec<EntityRecord> {
        self.merged.into_iter().map(|merged| merged.finish(applied)).collect()
    }
}

impl Merged {
    /// The name that people gave, else that which most documents use, of those the longest, of those the first.
    fn finish(mut self, applied: &Applied) -> EntityRecord {
        let given = applied.names.get(&self.key);
        let best = self.names.iter().max_by_key(|&(name, &documents)| (documents, name.chars().count(), Reverse(name)));
        let name = given.or(best.map(|(name, _)| name)).cloned().unwrap_or_default();
        self.aliases.extend(applied.aliases.get(&self.key).into_iter().flatten().cloned());
        self.aliases.extend(self.names.into_keys());
        self.aliases.remove(&name);
        self.mentions.sort();
        self.mentions.dedup();
        EntityRecord {
            id: iri::id_of_key(self.class, &self.key).into(),
            class: self.class,
            name,
            aliases: self.aliases.into_iter().collect(),
            mentions: self.mentions,
        }
    }
}

/// Everything that points at entities, by slot.
struct Records {
    documents: Vec<DocumentRecord>,
    statements: Vec<([usize; 2], Option<usize>, StatementRecord)>,
    targets: Vec<(usize, Option<usize>, TargetRecord)>,
}

impl Records {
    fn link(self, entities: Vec<EntityRecord>) -> KnowledgeGraph {
        let id_of = |slot: usize| entities[slot].id.clone();
        let mut targets: Vec<TargetRecord> = self
            .targets
            .into_iter()
            .map(|(holder, speaker, record)| TargetRecord { holder: id_of(holder), speaker: speaker.map(id_of), ..record })
            .collect();
        targets.sort_by(in_target_order);
        targets.dedup();
        let mut statements = self.statements;
        for (_, speaker, record) in &mut statements {
            record.speaker = speaker.map(id_of);
        }
        let (graph, nodes) = nodes(entities, statements.len());
        KnowledgeGraph { documents: self.documents, graph: with_edges(graph, &nodes, statements), targets }
    }
}

/// Nodes in the order of their ids, with room for as many `edges`, and the node of each slot.
fn nodes(entities: Vec<EntityRecord>, edges: usize) -> (DiGraph<EntityRecord, StatementRecord>, Vec<NodeIndex>) {
    let mut order: Vec<(usize, EntityRecord)> = entities.into_iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| (&a.id, &a.name).cmp(&(&b.id, &b.name)));
    let mut graph = DiGraph::with_capacity(order.len(), edges);
    let mut nodes = vec![NodeIndex::end(); order.len()];
    for (slot, entity) in order {
        nodes[slot] = graph.add_node(entity);
    }
    (graph, nodes)
}

fn with_edges(
    mut graph: DiGraph<EntityRecord, StatementRecord>,
    nodes: &[NodeIndex],
    mut statements: Vec<([usize; 2], Option<usize>, StatementRecord)>,
) -> DiGraph<EntityRecord, StatementRecord> {
    let ends = |slots: [usize; 2]| slots.map(|slot| nodes[slot]);
    statements.sort_unstable_by(|(a_slots, _, a), (b_slots, _, b)| {
        let ([a_subject, a_object], [b_subject, b_object]) = (ends(*a_slots), ends(*b_slots));
        let rest = |s: &StatementRecord| (s.evidence.start, s.evidence.end);
        (a_subject, a.predicate, a_object, &a.role, &a.document, rest(a)).cmp(&(
            b_subject,
            b.predicate,
            b_object,
            &b.role,
            &b.document,
            rest(b),
        ))
    });
    for (slots, _, record) in statements {
        let [subject, object] = ends(slots);
        graph.add_edge(subject, object, record);
    }
    graph
}

fn in_target_order(a: &TargetRecord, b: &TargetRecord) -> std::cmp::Ordering {
    let first = |t: &TargetRecord| (t.evidence.start, t.evidence.end);
    let by_place = a.document.cmp(&b.document).then_with(|| first(a).cmp(&first(b)));
    let by_what = || (&a.holder, &a.indicator).cmp(&(&b.holder, &b.indicator));
    let by_figure = || a.value.to_string().cmp(&b.value.to_string());
    by_place.then_with(by_what).then_with(by_figure).then_with(|| (&a.unit, &a.time).cmp(&(&b.unit, &b.time)))
}
