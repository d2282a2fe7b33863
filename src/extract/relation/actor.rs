//! Who acts in a clause: the subject that it names, the one that the sentence goes on with, or the focal place.

use super::item::Item;
use crate::{
    catalog::vocabulary::{Functions, Traits},
    model::{Class, EntityIndex},
};

/// Who acts, and how it is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Actor {
    /// Named before the verb.
    Named(Vec<EntityIndex>),
    /// Not named: the focal place.
    Focal,
}

/// The classes whose members may act.
fn may_act(class: Class) -> bool {
    matches!(class, Class::Place | Class::Department | Class::Organization | Class::Park)
}

/// Who does what the verb at item `verb` says.
pub(crate) fn actor(items: &[Item], verb: usize) -> Actor {
    let clause_start = (0..verb).rev().find(|&at| items[at].ends_clause()).map_or(0, |at| at + 1);
    if let Some(named) = named(items, clause_start, verb) {
        return Actor::Named(named);
    }
    if (clause_start..verb).any(|at| items[at].is(Functions::Pronoun)) {
        return Actor::Focal;
    }
    opening(items, clause_start).map_or(Actor::Focal, Actor::Named)
}

/// The subject inside the clause: the last actor before the verb that no preposition governs and no 的 follows.
fn named(items: &[Item], start: usize, verb: usize) -> Option<Vec<EntityIndex>> {
    let at = (start..verb).rev().find(|&at| items[at].members.iter().any(|member| may_act(member.class)))?;
    let governed = at > start && items[at - 1].is(Functions::Preposition);
    let owns =
        items.get(at + 1).is_some_and(|next| next.is(Functions::Particle) && !next.known.traits.any(Traits::Others) && at + 1 < verb);
    let others_between = (at + 1..verb).any(|between| items[between].is_governing());
    // The object of an earlier verb acts only behind a verb like 支持, which is no verb of a family.
    let object = (start..at).rev().take(3).any(|before| items[before].is_governing());
    if governed || owns || others_between || object {
        return None;
    }
    let acting: Vec<EntityIndex> = items[at].members.iter().filter(|member| may_act(member.class)).map(|member| member.entity).collect();
    (!acting.is_empty()).then_some(acting)
}

/// The subject that opened the sentence, where every later clause goes on with it.
fn opening(items: &[Item], clause_start: usize) -> Option<Vec<EntityIndex>> {
    let first = items.first()?;
    let actors: Vec<EntityIndex> = first
        .members
        .iter()
        .filter(|member| matches!(member.class, Class::Place | Class::Department | Class::Organization))
        .map(|member| member.entity)
        .collect();
    if actors.is_empty() || clause_start == 0 {
        return None;
    }
    let next = items.get(1)?;
    let is_subject =
        next.is(Functions::Adverb.with(Functions::Modal).with(Functions::Preposition)) || next.is_governing() || next.ends_clause();
    is_subject.then_some(actors)
}
