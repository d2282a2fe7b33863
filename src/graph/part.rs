//! What one document adds to the graph: its analysis as records, with offsets in code points and entities by key.

use super::DocumentRecord;
use crate::{
    catalog::Catalog,
    id::Id,
    model::{Analysis, Class, Comparator, Evidence, Format, Locator, Predicate, Relation, RuleId, Status, Target},
    span::TextIndex,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, btree_map::Entry};

/// The records of one document, before entities of different documents are merged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The document; its path is empty where the part was read from a file that keeps none.
    pub document: DocumentRecord,
    /// Where stretches of the text stand in the file: first code point, one past the last, and the place; in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) places: Vec<(u32, u32, Locator)>,
    pub(crate) rules: Vec<PartRule>,
    pub(crate) entities: Vec<PartEntity>,
    pub(crate) statements: Vec<PartStatement>,
    pub(crate) targets: Vec<PartTarget>,
}

/// A rule that read something in the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PartRule {
    pub(crate) id: Id,
    /// Its measured precision.
    #[serde(with = "spelled")]
    pub(crate) confidence: f64,
}

/// An entity as the document knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PartEntity {
    pub(crate) key: String,
    pub(crate) class: Class,
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) aliases: Vec<String>,
    /// First code point and one past the last of each, in order.
    pub(crate) mentions: Vec<(u32, u32)>,
}

/// Where the document says something.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "(u32, u32, u32, u32)", into = "(u32, u32, u32, u32)")]
pub(crate) struct PartEvidence {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) line: u32,
    /// Index into [`Part::rules`].
    pub(crate) rule: u32,
}

impl From<(u32, u32, u32, u32)> for PartEvidence {
    fn from((start, end, line, rule): (u32, u32, u32, u32)) -> Self {
        Self { start, end, line, rule }
    }
}

impl From<PartEvidence> for (u32, u32, u32, u32) {
    fn from(PartEvidence { start, end, line, rule }: PartEvidence) -> Self {
        (start, end, line, rule)
    }
}

/// A statement whose ends are indices into [`Part::entities`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PartStatement {
    pub(crate) subject: usize,
    pub(crate) predicate: Predicate,
    pub(crate) object: usize,
    pub(crate) status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) time: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) speaker: Option<usize>,
    /// The first evidence, then further ones.
    pub(crate) evidence: Vec<PartEvidence>,
}

/// A figure whose holder is an index into [`Part::entities`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PartTarget {
    pub(crate) holder: usize,
    pub(crate) indicator: String,
    pub(crate) comparator: Comparator,
    #[serde(with = "spelled")]
    pub(crate) value: f64,
    pub(crate) unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) time: Option<String>,
    pub(crate) status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) speaker: Option<usize>,
    pub(crate) evidence: PartEvidence,
}

impl Part {
    /// The records of `analysis`; one statement for each (subject, predicate, object, role), further evidence behind the first.
    pub fn of(catalog: &Catalog, analysis: &Analysis) -> Self {
        let mut places = Places { catalog, analysis, index: TextIndex::new(&analysis.document.text), rules: BTreeMap::new() };
        let entities = analysis.entities.iter().map(|entity| places.entity(entity)).collect();
        let statements = places.statements();
        let targets = analysis.targets.iter().filter(|target| target.value.is_finite()).map(|target| places.target(target)).collect();
        let mut part =
            Self { document: places.document(), places: places.in_file(), rules: places.rule_table(), entities, statements, targets };
        let keys: std::collections::BTreeSet<&str> = part.entities.iter().map(|entity| entity.key.as_str()).collect();
        if keys.len() < part.entities.len() {
            part.join_entities();
        }
        part
    }

    /// How many entities, statements and figures the document gave.
    pub fn size(&self) -> [usize; 3] {
        [self.entities.len(), self.statements.len(), self.targets.len()]
    }

    /// Whether every index points at something, as it does in a part that [`Part::of`] made.
    pub(crate) fn is_sound(&self) -> bool {
        let entity = |index: usize| index < self.entities.len();
        let speaker = |index: Option<usize>| index.is_none_or(entity);
        let evidence = |evidence: &PartEvidence| (evidence.rule as usize) < self.rules.len();
        let statement = |s: &PartStatement| {
            entity(s.subject) && entity(s.object) && speaker(s.speaker) && !s.evidence.is_empty() && s.evidence.iter().all(evidence)
        };
        let target = |t: &PartTarget| entity(t.holder) && speaker(t.speaker) && evidence(&t.evidence) && t.value.is_finite();
        self.statements.iter().all(statement) && self.targets.iter().all(target)
    }
}

/// The place in the file at which a code point of the text stands, where the file tells.
pub(crate) fn locate(places: &[(u32, u32, Locator)], character: u32) -> Locator {
    let after = places.partition_point(|(start, ..)| *start <= character);
    let last = after.checked_sub(1).map(|index| places[index]);
    last.filter(|(_, end, _)| character < *end).map_or_else(Locator::default, |(.., locator)| locator)
}

impl Part {
    /// Gives entities other keys; those that then have the same are one, and so are statements that then say the same.
    pub(crate) fn rekey(&mut self, key: impl Fn(&PartEntity) -> Option<String>) {
        let mut changed = false;
        for entity in &mut self.entities {
            if let Some(key) = key(entity).filter(|key| *key != entity.key) {
                entity.key = key;
                changed = true;
            }
        }
        if changed {
            self.join_entities();
        }
    }

    fn join_entities(&mut self) {
        let mut slots: BTreeMap<String, usize> = BTreeMap::new();
        let mut joined: Vec<PartEntity> = Vec::new();
        let mut slot_of = Vec::with_capacity(self.entities.len());
        for entity in std::mem::take(&mut self.entities) {
            let slot = *slots.entry(entity.key.clone()).or_insert(joined.len());
            slot_of.push(slot);
            match joined.get_mut(slot) {
                Some(known) => known.absorb(entity),
                None => joined.push(entity),
            }
        }
        self.entities = joined;
        self.repoint(|entity| Some(slot_of[entity]));
    }

    /// Leaves out entities without mentions, and all that is said of them.
    pub(crate) fn drop_unmentioned(&mut self) {
        let mut kept = 0;
        let mut slot_of = Vec::with_capacity(self.entities.len());
        for entity in &self.entities {
            slot_of.push((!entity.mentions.is_empty()).then_some(kept));
            kept += usize::from(!entity.mentions.is_empty());
        }
        self.entities.retain(|entity| !entity.mentions.is_empty());
        self.repoint(|entity| slot_of[entity]);
    }

    /// Points all records at other entities; drops those that lose an end or come to join a thing to itself.
    fn repoint(&mut self, slot: impl Fn(usize) -> Option<usize>) {
        let mut known: BTreeMap<(usize, Predicate, usize, Option<String>), usize> = BTreeMap::new();
        let mut statements: Vec<PartStatement> = Vec::with_capacity(self.statements.len());
        for statement in std::mem::take(&mut self.statements) {
            let (Some(subject), Some(object)) = (slot(statement.subject), slot(statement.object)) else { continue };
            if subject == object && statement.subject != statement.object {
                continue;
            }
            let statement = PartStatement { subject, object, speaker: statement.speaker.and_then(&slot), ..statement };
            let symmetric = statement.predicate == Predicate::CollaboratesWith;
            let (from, to) = if symmetric { (subject.min(object), subject.max(object)) } else { (subject, object) };
            match known.entry((from, statement.predicate, to, statement.role.clone())) {
                Entry::Occupied(first) => statement.evidence.into_iter().for_each(|e| add_evidence(&mut statements[*first.get()], e)),
                Entry::Vacant(free) => {
                    free.insert(statements.len());
                    statements.push(statement);
                }
            }
        }
        self.statements = statements;
        let targets = std::mem::take(&mut self.targets).into_iter();
        self.targets = targets
            .filter_map(|target| Some(PartTarget { holder: slot(target.holder)?, speaker: target.speaker.and_then(&slot), ..target }))
            .collect();
    }
}

impl PartEntity {
    /// Takes in another of the same key; the longer name stays the name.
    fn absorb(&mut self, other: Self) {
        let longer = (other.name.chars().count(), &self.name) > (self.name.chars().count(), &other.name);
        let (name, short) =
            if longer { (other.name, std::mem::take(&mut self.name)) } else { (std::mem::take(&mut self.name), other.name) };
        self.aliases.extend(other.aliases);
        self.aliases.push(short);
        self.aliases.sort();
        self.aliases.dedup();
        self.aliases.retain(|alias| *alias != name);
        self.name = name;
        self.mentions.extend(other.mentions);
        self.mentions.sort_unstable();
        self.mentions.dedup();
    }
}

/// Turns spans of one document into places that a reader finds.
struct Places<'a> {
    catalog: &'a Catalog,
    analysis: &'a Analysis,
    index: TextIndex,
    /// The rules that gave evidence so far, numbered as they came.
    rules: BTreeMap<RuleId, u32>,
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
            id: document.id.as_str().into(),
            path: document.path.clone(),
            copies: Vec::new(),
            sha256: document.sha256.clone(),
            format: Some(document.format).filter(|&format| format != Format::Text),
            header: structure.header.clone(),
            date: structure.date.as_ref().map(|(date, _)| date.clone()),
            place: Some(focus.join("|")).filter(|place| !place.is_empty()),
            characters: self.index.characters(),
        }
    }

    fn in_file(&self) -> Vec<(u32, u32, Locator)> {
        let document = &self.analysis.document;
        let place = |place: &crate::model::Place| {
            let (start, end) = self.index.characters_of(&document.text, place.span);
            (start, end, place.locator)
        };
        document.places.iter().map(place).collect()
    }

    fn entity(&self, entity: &crate::model::Entity) -> PartEntity {
        let place = |&mention: &usize| self.index.characters_of(self.text(), self.analysis.mentions[mention].span);
        let mut mentions: Vec<(u32, u32)> = entity.mentions.iter().map(place).collect();
        mentions.sort_unstable();
        mentions.dedup();
        PartEntity { key: entity.key.clone(), class: entity.class, name: entity.name.clone(), aliases: entity.aliases.clone(), mentions }
    }

    fn evidence(&mut self, evidence: Evidence) -> PartEvidence {
        let (start, end) = self.index.characters_of(&self.analysis.document.text, evidence.span);
        let next = self.rules.len() as u32;
        let rule = *self.rules.entry(evidence.rule).or_insert(next);
        PartEvidence { start, end, line: self.index.line(evidence.span.start), rule }
    }

    /// The rules that gave evidence, in the order of their numbers.
    fn rule_table(&self) -> Vec<PartRule> {
        let mut numbered: Vec<(u32, RuleId)> = self.rules.iter().map(|(&rule, &number)| (number, rule)).collect();
        numbered.sort_unstable();
        let rule = |(_, rule): (u32, RuleId)| self.catalog.rules.get(rule);
        numbered.into_iter().map(rule).map(|rule| PartRule { id: rule.id.clone(), confidence: rule.confidence() }).collect()
    }

    fn statements(&mut self) -> Vec<PartStatement> {
        let analysis = self.analysis;
        let mut relations: Vec<&Relation> = analysis.relations.iter().collect();
        relations.sort_by_key(|relation| (relation.evidence, relation.subject, relation.predicate, relation.object));
        let mut statements: Vec<PartStatement> = Vec::new();
        let mut known = BTreeMap::new();
        for relation in relations {
            let evidence = self.evidence(relation.evidence);
            match known.get(&key(analysis, relation)) {
                Some(&index) => add_evidence(&mut statements[index], evidence),
                None => {
                    known.insert(key(analysis, relation), statements.len());
                    statements.push(statement(relation, evidence));
                }
            }
        }
        statements
    }

    fn target(&mut self, target: &Target) -> PartTarget {
        PartTarget {
            holder: target.holder,
            indicator: target.indicator.clone(),
            comparator: target.comparator,
            value: target.value,
            unit: target.unit.clone(),
            time: target.time.clone(),
            status: target.status,
            speaker: target.speaker,
            evidence: self.evidence(target.evidence),
        }
    }
}

/// What makes two relations one statement; a symmetric one is the same in both directions.
fn key<'a>(analysis: &'a Analysis, relation: &'a Relation) -> (&'a str, Predicate, &'a str, Option<&'a str>) {
    let [mut subject, mut object] = [relation.subject, relation.object].map(|end| analysis.entities[end].key.as_str());
    if relation.predicate == Predicate::CollaboratesWith && object < subject {
        (subject, object) = (object, subject);
    }
    (subject, relation.predicate, object, relation.role.as_deref())
}

fn statement(relation: &Relation, evidence: PartEvidence) -> PartStatement {
    PartStatement {
        subject: relation.subject,
        predicate: relation.predicate,
        object: relation.object,
        status: relation.status,
        role: relation.role.clone(),
        time: relation.time.clone(),
        speaker: relation.speaker,
        evidence: vec![evidence],
    }
}

fn add_evidence(statement: &mut PartStatement, evidence: PartEvidence) {
    if !statement.evidence.iter().any(|known| (known.start, known.end) == (evidence.start, evidence.end)) {
        statement.evidence.push(evidence);
    }
}

/// Numbers as their shortest decimals in strings: a reader gets back the same bits.
mod spelled {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub(super) fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&number.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        let spelled = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        spelled.parse().map_err(|_| D::Error::custom("not a number"))
    }
}
