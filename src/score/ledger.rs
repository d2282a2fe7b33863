//! How often each rule is right: what it yielded, compared with annotated documents.

use super::{
    RelationKey, TargetKey,
    align::align,
    counted,
    gold::Gold,
    gold_key, gold_target_key, graph_key, graph_target_key,
    predicted::{PredictedEntity, PredictedRelation, PredictedTarget},
};
use crate::{
    catalog::rules::Verdict,
    model::{Analysis, Class, EntityIndex, RuleId},
    span::{Span, TextIndex},
};
use std::collections::{BTreeMap, BTreeSet};

/// The verdicts on every rule that yielded something in a judged document.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// By rule.
    pub verdicts: BTreeMap<RuleId, Verdict>,
    /// How many of the wrong ones have an end or holder that is wrong itself, by rule.
    pub misread: BTreeMap<RuleId, u32>,
    /// What was wrong, in document and text order.
    pub wrong: Vec<Wrong>,
}

/// Something that a rule yielded and gold has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The rule.
    pub rule: RuleId,
    /// What it yielded.
    pub record: String,
    /// Path of the document.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// The words that were read so.
    pub words: String,
}

impl Ledger {
    /// Judges what the rules yielded in one document.
    ///
    /// What several rules yield alike counts for each of them; what one rule yields twice counts once. Gold that has neither relations
    /// nor figures annotates names only: then only mentions are judged, and no Measures.
    pub fn add(&mut self, analysis: &Analysis, gold: &Gold) {
        let entities: Vec<PredictedEntity> = analysis.entities.iter().enumerate().map(|(index, entity)| predicted(index, entity)).collect();
        let mapping = align(&entities, &gold.entities, true);
        let page = Page { analysis, index: TextIndex::new(&analysis.document.text) };
        let names_only = gold.relations.is_empty() && gold.targets.is_empty();
        for (index, entity) in analysis.entities.iter().enumerate().filter(|(_, entity)| !names_only || entity.class != Class::Measure) {
            let right = mapping.contains_key(entities[index].id.as_str());
            let mut rules = BTreeSet::new();
            for mention in entity.mentions.iter().map(|&mention| &analysis.mentions[mention]) {
                if rules.insert(mention.rule) {
                    self.judge(mention.rule, right, || {
                        page.wrong(mention.rule, format!("{} {}", entity.class, mention.name), mention.span)
                    });
                }
            }
        }
        if !names_only {
            self.relations(&page, gold, &mapping);
            self.targets(&page, gold, &mapping);
        }
    }

    fn judge(&mut self, rule: RuleId, right: bool, wrong: impl FnOnce() -> Wrong) {
        let verdict = self.verdicts.entry(rule).or_default();
        if right {
            verdict.right += 1;
        } else {
            verdict.wrong += 1;
            self.wrong.push(wrong());
        }
    }

    fn relations(&mut self, page: &Page<'_>, gold: &Gold, mapping: &BTreeMap<&str, &str>) {
        let in_gold: BTreeSet<RelationKey> = gold.relations.iter().map(gold_key).collect();
        let mut judged = BTreeSet::new();
        for relation in &page.analysis.relations {
            let ends = [relation.subject, relation.object];
            let key = graph_key(
                &PredictedRelation {
                    subject: relation.subject.to_string(),
                    predicate: relation.predicate.to_string(),
                    object: relation.object.to_string(),
                    role: relation.role.clone(),
                    status: None,
                    speaker: None,
                },
                mapping,
            );
            let right = in_gold.contains(&key);
            if judged.insert((relation.evidence.rule, key)) {
                self.ends(relation.evidence.rule, &ends, mapping);
                let [subject, object] = ends.map(|end| page.name(end));
                let role = relation.role.as_deref().map_or_else(String::new, |role| format!(" {role}"));
                let record = format!("{subject} {} {object}{role}", relation.predicate);
                self.judge(relation.evidence.rule, right, || page.wrong(relation.evidence.rule, record, relation.evidence.span));
            }
        }
    }

    fn targets(&mut self, page: &Page<'_>, gold: &Gold, mapping: &BTreeMap<&str, &str>) {
        let mut left: BTreeMap<TargetKey, usize> = counted(gold.targets.iter().map(gold_target_key).collect());
        for target in &page.analysis.targets {
            let key = graph_target_key(
                &PredictedTarget {
                    holder: target.holder.to_string(),
                    comparator: target.comparator.to_string(),
                    value: target.value.into(),
                    unit: Some(target.unit.clone()),
                    time: target.time.clone(),
                },
                mapping,
            );
            let here = left.get_mut(&key).filter(|left| **left > 0);
            let right = here.is_some();
            if let Some(left) = here {
                *left -= 1;
            }
            self.ends(target.evidence.rule, &[target.holder], mapping);
            let time = target.time.as_deref().unwrap_or_default();
            let holder = page.name(target.holder);
            let record = format!("{holder}: {} {} {} {} {time}", target.indicator, target.comparator, target.value, target.unit);
            self.judge(target.evidence.rule, right, || {
                page.wrong(target.evidence.rule, record.trim_end().to_owned(), target.evidence.span)
            });
        }
    }

    /// Counts what is wrong because an entity is.
    fn ends(&mut self, rule: RuleId, ends: &[EntityIndex], mapping: &BTreeMap<&str, &str>) {
        let misread = ends.iter().any(|end| !mapping.contains_key(end.to_string().as_str()));
        *self.misread.entry(rule).or_default() += u32::from(misread);
    }

    /// Adds what was judged elsewhere.
    pub fn extend(&mut self, other: Self) {
        for (rule, verdict) in other.verdicts {
            let sum = self.verdicts.entry(rule).or_default();
            sum.right += verdict.right;
            sum.wrong += verdict.wrong;
        }
        for (rule, count) in other.misread {
            *self.misread.entry(rule).or_default() += count;
        }
        self.wrong.extend(other.wrong);
    }

    /// The verdicts as a data file: rule, right, wrong, by id.
    pub fn file(&self, name: impl Fn(RuleId) -> String) -> String {
        let rows: BTreeSet<String> =
            self.verdicts.iter().map(|(&rule, verdict)| format!("{}\t{}\t{}\n", name(rule), verdict.right, verdict.wrong)).collect();
        let head = "# rule, how often what it yielded was right on annotated documents, how often wrong; made by `hongtu rules --write`\n";
        std::iter::once(head.to_owned()).chain(rows).collect()
    }
}

/// One analysis, for telling what is wrong where.
struct Page<'a> {
    analysis: &'a Analysis,
    index: TextIndex,
}

impl Page<'_> {
    fn name(&self, entity: EntityIndex) -> &str {
        &self.analysis.entities[entity].name
    }

    fn wrong(&self, rule: RuleId, record: String, span: Span) -> Wrong {
        let document = &self.analysis.document;
        let words = span.of(&document.text).split_whitespace().collect();
        Wrong { rule, record, path: document.path.clone(), line: self.index.line(span.start), words }
    }
}

fn predicted(index: usize, entity: &crate::model::Entity) -> PredictedEntity {
    let class = entity.class.to_string();
    PredictedEntity { id: index.to_string(), class, name: entity.name.clone(), aliases: entity.aliases.clone() }
}
