//! What posts and names of organs state: holdsPost, jurisdiction, partOf; and who takes part in the document's meetings.

use crate::{
    catalog::Catalog,
    extract::link::{focus::Focal, organ::meaning},
    model::{Analysis, Class, EntityIndex, Evidence, MentionIndex, Predicate, Relation, RuleId, Status},
};
use std::collections::BTreeMap;

/// Relations of officials and organs, in text order.
pub(crate) fn find(catalog: &Catalog, analysis: &Analysis) -> Vec<Relation> {
    let entity_of = entities_by_mention(analysis);
    let mut relations = posts(analysis, &entity_of);
    let focus = &analysis.focal;
    relations.extend(names(catalog, analysis, focus));
    relations.sort_by_key(|relation| relation.evidence.span);
    relations
}

fn entities_by_mention(analysis: &Analysis) -> BTreeMap<MentionIndex, EntityIndex> {
    let entities = analysis.entities.iter().enumerate();
    entities.flat_map(|(entity, known)| known.mentions.iter().map(move |&mention| (mention, entity))).collect()
}

/// holdsPost of every post.
fn posts(analysis: &Analysis, entity_of: &BTreeMap<MentionIndex, EntityIndex>) -> Vec<Relation> {
    let relation = |post: &crate::model::Post| {
        Some(Relation {
            subject: *entity_of.get(&post.person)?,
            predicate: Predicate::HoldsPost,
            object: *entity_of.get(&post.organ)?,
            status: post.status,
            role: Some(post.role.clone()),
            time: None,
            speaker: None,
            evidence: post.evidence,
        })
    };
    analysis.posts.iter().filter_map(relation).collect()
}

/// jurisdiction and partOf, which an organ's name says.
fn names(catalog: &Catalog, analysis: &Analysis, focus: &[Focal]) -> Vec<Relation> {
    let serves = catalog.rules.grammar("place-in-organ-name");
    let within = catalog.rules.grammar("organ-in-organ-name");
    let by_key: BTreeMap<&str, EntityIndex> =
        analysis.entities.iter().enumerate().map(|(index, entity)| (entity.key.as_str(), index)).collect();
    let mut relations = Vec::new();
    for (index, entity) in analysis.entities.iter().enumerate().filter(|(_, entity)| entity.class == Class::Department) {
        let Some(&mention) = entity.mentions.first() else { continue };
        let Some(meaning) = meaning(catalog, &analysis.mentions[mention].name, focus) else { continue };
        let evidence = |rule: RuleId| Evidence { span: analysis.mentions[mention].span, rule };
        let mut state = |object: Option<&EntityIndex>, predicate, rule| {
            if let Some(&object) = object.filter(|&&object| object != index) {
                let relation = Relation {
                    subject: index,
                    predicate,
                    object,
                    status: Status::Done,
                    role: None,
                    time: None,
                    speaker: None,
                    evidence: evidence(rule),
                };
                relations.push(relation);
            }
        };
        state(by_key.get(format!("{}|{}", Class::Place, meaning.place).as_str()), Predicate::Jurisdiction, serves);
        let mut parents = meaning.parents.iter().filter_map(|parent| by_key.get(format!("{}|{parent}", Class::Department).as_str()));
        let parent = parents.next();
        state(parent, Predicate::PartOf, within);
    }
    relations
}
