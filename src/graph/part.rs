//! What one document adds to the graph: its analysis as records, with offsets in code points and entities by key.

use super::{DocumentRecord, EvidenceRecord, MentionRecord, StatementRecord, TargetRecord};
use crate::{
    catalog::Catalog,
    id::Id,
    model::{Analysis, Class, Evidence, Predicate, Relation, Target},
    span::{Span, TextIndex},
};
use std::collections::BTreeMap;

/// The records of one document, before entities of different documents are merged.
#[derive(Clone, Debug)]
pub struct Part {
    /// The document.
    pub document: DocumentRecord,
    pub(super) entities: Vec<PartEntity>,
    pub(super) statements: Vec<PartStatement>,
    pub(super) targets: Vec<PartTarget>,
}

/// An entity as the document knows it.
#[derive(Clone, Debug)]
pub(super) struct PartEntity {
    pub(super) key: String,
    pub(super) class: Class,
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) mentions: Vec<MentionRecord>,
}

/// A statement whose ends are indices into [`Part::entities`].
#[derive(Clone, Debug)]
pub(super) struct PartStatement {
    pub(super) subject: usize,
    pub(super) object: usize,
    pub(super) speaker: Option<usize>,
    pub(super) record: StatementRecord,
}

/// A figure whose holder is an index into [`Part::entities`].
#[derive(Clone, Debug)]
pub(super) struct PartTarget {
    pub(super) holder: usize,
    pub(super) speaker: Option<usize>,
    pub(super) record: TargetRecord,
}

impl Part {
    /// The records of `analysis`; one statement for each (subject, predicate, object, role), further evidence in `more`.
    pub fn of(catalog: &Catalog, analysis: &Analysis) -> Self {
        let id = Id::from(analysis.document.id.as_str());
        let places = Places { catalog, analysis, id, index: TextIndex::new(&analysis.document.text) };
        Self {
            document: places.document(),
            entities: analysis.entities.iter().map(|entity| places.entity(entity)).collect(),
            statements: places.statements(),
            targets: analysis.targets.iter().filter_map(|target| places.target(target)).collect(),
        }
    }

    /// How many entities, statements and figures the document gave.
    pub fn size(&self) -> [usize; 3] {
        [self.entities.len(), self.statements.len(), self.targets.len()]
    }
}

/// Turns spans of one document into places that a reader finds.
struct Places<'a> {
    catalog: &'a Catalog,
    analysis: &'a Analysis,
    /// The document's.
    id: Id,
    index: TextIndex,
}

impl Places<'_> {
    fn text(&self) -> &str {
        &self.analysis.document.text
    }

    fn document(&self) -> DocumentRecord {
        let document = &self.analysis.document;
        let structure = &self.analysis.structure;
        let focus: Vec<&str> = self.analysis.focus.iter().map(|&place| self.analysis.entities[place].name.as_str()).collect();
        DocumentRecord {
            id: self.id.clone(),
            path: document.path.clone(),
            sha256: document.sha256.clone(),
            title: structure.title.map(|span| on_one_line(span.of(self.text()))).filter(|title| !title.is_empty()),
            date: structure.date.as_ref().map(|(date, _)| date.clone()),
            place: Some(focus.join("|")).filter(|place| !place.is_empty()),
            characters: self.index.characters(),
        }
    }

    fn entity(&self, entity: &crate::model::Entity) -> PartEntity {
        let mut mentions: Vec<_> = entity.mentions.iter().map(|&mention| self.mention(self.analysis.mentions[mention].span)).collect();
        mentions.sort();
        mentions.dedup();
        PartEntity { key: entity.key.clone(), class: entity.class, name: entity.name.clone(), aliases: entity.aliases.clone(), mentions }
    }

    fn mention(&self, span: Span) -> MentionRecord {
        let (start, end) = self.index.characters_of(self.text(), span);
        MentionRecord { document: self.id.clone(), start, end }
    }

    fn evidence(&self, evidence: Evidence) -> EvidenceRecord {
        let (start, end) = self.index.characters_of(self.text(), evidence.span);
        let rule = self.catalog.rules.get(evidence.rule).id.clone();
        EvidenceRecord { start, end, line: self.index.line(evidence.span.start), rule }
    }

    fn statements(&self) -> Vec<PartStatement> {
        let mut relations: Vec<&Relation> = self.analysis.relations.iter().collect();
        relations.sort_by_key(|relation| (relation.evidence, relation.subject, relation.predicate, relation.object));
        let mut statements: Vec<PartStatement> = Vec::new();
        let mut known = BTreeMap::new();
        for relation in relations {
            let key = self.key(relation);
            match known.get(&key) {
                Some(&index) => add_evidence(&mut statements[index], self.evidence(relation.evidence)),
                None => {
                    known.insert(key, statements.len());
                    statements.push(self.statement(relation));
                }
            }
        }
        statements
    }

    /// What makes two relations one statement; a symmetric one is the same in both directions.
    fn key<'a>(&'a self, relation: &'a Relation) -> (&'a str, Predicate, &'a str, Option<&'a str>) {
        let [mut subject, mut object] = [relation.subject, relation.object].map(|end| self.analysis.entities[end].key.as_str());
        if relation.predicate == Predicate::CollaboratesWith && object < subject {
            (subject, object) = (object, subject);
        }
        (subject, relation.predicate, object, relation.role.as_deref())
    }

    fn statement(&self, relation: &Relation) -> PartStatement {
        PartStatement {
            subject: relation.subject,
            object: relation.object,
            speaker: relation.speaker,
            record: StatementRecord {
                predicate: relation.predicate,
                status: relation.status,
                role: relation.role.clone(),
                time: relation.time.clone(),
                speaker: None,
                document: self.id.clone(),
                evidence: self.evidence(relation.evidence),
                confidence: self.catalog.rules.get(relation.evidence.rule).confidence(),
                more: Vec::new(),
            },
        }
    }

    /// The figure, unless its value is no number.
    fn target(&self, target: &Target) -> Option<PartTarget> {
        let record = TargetRecord {
            holder: Id::default(),
            indicator: target.indicator.clone(),
            comparator: target.comparator,
            value: exact(target.value)?,
            unit: target.unit.clone(),
            time: target.time.clone(),
            status: target.status,
            speaker: None,
            document: self.id.clone(),
            evidence: self.evidence(target.evidence),
            confidence: self.catalog.rules.get(target.evidence.rule).confidence(),
        };
        Some(PartTarget { holder: target.holder, speaker: target.speaker, record })
    }
}

fn add_evidence(statement: &mut PartStatement, evidence: EvidenceRecord) {
    let record = &mut statement.record;
    let same = |known: &EvidenceRecord| (known.start, known.end) == (evidence.start, evidence.end);
    if !same(&record.evidence) && !record.more.iter().any(same) {
        record.more.push(evidence);
    }
}

/// A whole number without a fraction, so that 6000 is written as 6000 and not as 6000.0.
fn exact(value: f64) -> Option<serde_json::Number> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT { Some((value as i64).into()) } else { serde_json::Number::from_f64(value) }
}

fn on_one_line(text: &str) -> String {
    text.lines().map(str::trim).collect()
}
