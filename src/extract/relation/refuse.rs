//! What the ontology does not allow is not stated, and kept with the reason.

use crate::{
    catalog::Catalog,
    model::{Analysis, EntityIndex, Predicate, Reason, Refusal, Relation},
};
use std::collections::{BTreeMap, BTreeSet};

/// Keeps the relations that the ontology allows; the first of those that exclude each other stays, in the order given.
pub(crate) fn refuse(catalog: &Catalog, analysis: &Analysis, relations: Vec<Relation>) -> (Vec<Relation>, Vec<Refusal>) {
    let mut gate = Gate { catalog, analysis, objects: BTreeMap::new(), parts: BTreeSet::new() };
    let (mut kept, mut refused) = (Vec::with_capacity(relations.len()), Vec::new());
    for relation in relations {
        match gate.objection(&relation) {
            Some(reason) => refused.push(Refusal { relation, reason }),
            None => kept.push(relation),
        }
    }
    (kept, refused)
}

struct Gate<'a> {
    catalog: &'a Catalog,
    analysis: &'a Analysis,
    /// The object of each subject of a property that has one.
    objects: BTreeMap<(Predicate, EntityIndex), EntityIndex>,
    /// Parts and wholes.
    parts: BTreeSet<(EntityIndex, EntityIndex)>,
}

impl Gate<'_> {
    fn objection(&mut self, relation: &Relation) -> Option<Reason> {
        let Relation { subject, predicate, object, .. } = *relation;
        let class = |entity: EntityIndex| self.analysis.entities[entity].class;
        let ends = self.catalog.ontology.ends(predicate);
        if subject == object {
            return Some(Reason::Itself);
        }
        if !ends.domain.contains(class(subject)) {
            return Some(Reason::Domain);
        }
        if !ends.range.contains(class(object)) {
            return Some(Reason::Range);
        }
        if self.catalog.ontology.is_functional(predicate) && *self.objects.entry((predicate, subject)).or_insert(object) != object {
            return Some(Reason::Second);
        }
        if predicate == Predicate::PartOf {
            if self.parts.contains(&(object, subject)) {
                return Some(Reason::Circle);
            }
            self.parts.insert((subject, object));
        }
        None
    }
}
