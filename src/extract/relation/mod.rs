//! Stage 5, entities → relations: what the text states about them.

pub(crate) mod actor;
pub(crate) mod body;
pub(crate) mod event;
pub(crate) mod item;
pub(crate) mod matching;
pub(crate) mod meeting;
pub(crate) mod name;
pub(crate) mod official;
pub(crate) mod pattern;
pub(crate) mod refuse;
pub(crate) mod roster;
pub mod rule;
pub(crate) mod said;
mod sight;
pub(crate) mod succession;

use super::{status::StatusReader, word::Words};
use crate::{
    catalog::Catalog,
    model::{Analysis, EntityIndex, Predicate, Refusal, Relation},
    span::Span,
};
use std::collections::BTreeMap;

/// Reads all relations, in text order, and apart from them those that the ontology does not allow.
pub fn find(catalog: &Catalog, words: &Words, analysis: &Analysis, status: &StatusReader<'_>) -> (Vec<Relation>, Vec<Refusal>) {
    let mut relations = official::find(catalog, analysis);
    let (told, acts) = rule::find(catalog, words, analysis, status);
    relations.extend(told);
    relations.extend(meeting::find(catalog, analysis));
    relations.extend(body::find(catalog, analysis, &acts));
    relations.extend(succession::find(catalog, analysis, &acts, status));
    relations.extend(roster::find(catalog, analysis));
    relations.extend(name::find(catalog, analysis));
    relations.extend(said::find(catalog, analysis));
    speakers(analysis, &mut relations);
    relations.sort_by(|a, b| order(a).cmp(&order(b)));
    relations.dedup_by(|a, b| order(a) == order(b));
    refuse::refuse(catalog, analysis, relations)
}

type Order<'a> = (Span, EntityIndex, Predicate, EntityIndex, Option<&'a str>);

fn order(relation: &Relation) -> Order<'_> {
    (relation.evidence.span, relation.subject, relation.predicate, relation.object, relation.role.as_deref())
}

/// Says of each relation whose words it stands in.
fn speakers(analysis: &Analysis, relations: &mut [Relation]) {
    let entity_of: BTreeMap<usize, EntityIndex> = analysis
        .entities
        .iter()
        .enumerate()
        .flat_map(|(entity, known)| known.mentions.iter().map(move |&mention| (mention, entity)))
        .collect();
    for relation in relations.iter_mut().filter(|relation| relation.speaker.is_none()) {
        let at = relation.evidence.span.start;
        let turn = analysis.turns.partition_point(|turn| turn.span.start <= at).checked_sub(1).map(|index| &analysis.turns[index]);
        relation.speaker = turn.filter(|turn| at < turn.span.end).and_then(|turn| entity_of.get(&turn.speaker).copied());
    }
}
