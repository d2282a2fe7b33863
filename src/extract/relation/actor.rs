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
    matches!(class, Class::Place | Class::Department)
}

/// Items of a clause that are looked through for its subject; no clause of a real sentence has as many.
const LONGEST_CLAUSE: usize = 300;
/// Earlier clauses of a sentence that are looked through for a subject.
const MOST_CLAUSES: usize = 60;

/// Who does what the verb at item `verb` says.
pub(crate) fn actor(items: &[Item], verb: usize) -> Actor {
    let farthest = verb.saturating_sub(LONGEST_CLAUSE);
    let clause_start = (farthest..verb).rev().find(|&at| items[at].ends_clause()).map_or(farthest, |at| at + 1);
    if let Some(named) = named(items, clause_start, verb) {
        return Actor::Named(named);
    }
    if let Some(body) = body(items, clause_start, verb) {
        return Actor::Named(body);
    }
    if (clause_start..verb).any(|at| items[at].is(Functions::Pronoun)) {
        return Actor::Focal;
    }
    opening(items, clause_start).map_or(Actor::Focal, Actor::Named)
}

/// The subject inside the clause: the last actor before the verb that no preposition but 由 governs and no 的 follows.
fn named(items: &[Item], start: usize, verb: usize) -> Option<Vec<EntityIndex>> {
    let governed = |at: usize| at > start && items[at - 1].is(Functions::Preposition) && !items[at - 1].is(Functions::Agent);
    let at = (start..verb).rev().find(|&at| items[at].members.iter().any(|member| may_act(member.class)) && !governed(at))?;
    let owns =
        items.get(at + 1).is_some_and(|next| next.is(Functions::Particle) && !next.known.traits.any(Traits::Others) && at + 1 < verb);
    let others_between = (at + 1..verb).any(|between| items[between].is_governing());
    // The object of an earlier verb acts only behind a verb like 支持, which is no verb of a family.
    let object = (start..at).rev().take(3).any(|before| items[before].is_governing());
    if owns || others_between || object {
        return None;
    }
    let acting: Vec<EntityIndex> = items[at].members.iter().filter(|member| may_act(member.class)).map(|member| member.entity).collect();
    (!acting.is_empty()).then_some(acting)
}

/// A body that is no organ acts only where it stands right before the verb at the clause's beginning.
fn body(items: &[Item], start: usize, verb: usize) -> Option<Vec<EntityIndex>> {
    let between = (start + 1..verb).all(|at| items[at].is(Functions::Adverb.with(Functions::Modal)));
    let bodies: Vec<EntityIndex> =
        items[start].members.iter().filter(|member| member.class == Class::Organization).map(|member| member.entity).collect();
    (between && start < verb && bodies.len() == items[start].members.len() && !bodies.is_empty()).then_some(bodies)
}

/// The subject that an earlier clause of the sentence opened with, the nearest first.
fn opening(items: &[Item], clause_start: usize) -> Option<Vec<EntityIndex>> {
    let mut end = clause_start;
    for _ in 0..MOST_CLAUSES {
        if end == 0 {
            break;
        }
        let start = (end.saturating_sub(LONGEST_CLAUSE)..end - 1)
            .rev()
            .find(|&at| items[at].ends_clause())
            .map_or(end.saturating_sub(LONGEST_CLAUSE), |at| at + 1);
        if let Some(actors) = clause_subject(items, start, end) {
            return Some(actors);
        }
        end = start;
    }
    None
}

/// The actors that a clause opens with, behind words of time and a preposition of place.
fn clause_subject(items: &[Item], start: usize, end: usize) -> Option<Vec<EntityIndex>> {
    let skipped =
        items[start..end].iter().take_while(|item| item.is(Functions::Time.with(Functions::Preposition)) || is_period(item)).count();
    let first = items[start..end].get(skipped)?;
    let actors: Vec<EntityIndex> = first.members.iter().filter(|member| may_act(member.class)).map(|member| member.entity).collect();
    let next = items.get(start + skipped + 1)?;
    let follows = Functions::Adverb.with(Functions::Modal).with(Functions::Preposition).with(Functions::Time);
    let is_subject = next.is(follows) || next.members.is_empty() && !next.known.verbs.is_empty() || next.ends_clause() || is_period(next);
    (!actors.is_empty() && actors.len() == first.members.len() && is_subject).then_some(actors)
}

fn is_period(item: &Item) -> bool {
    item.members.iter().any(|member| member.class == Class::Period)
}
