//! Who acts in a clause: the subject that it names, the one that the sentence goes on with, or the focal place.

use super::item::Item;
use crate::{
    catalog::vocabulary::{Functions, PartOfSpeech, Traits},
    extract::word::Shape,
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
    // Whoever has somebody act in this clause does so by himself, not by whom an earlier clause has act.
    let causes = (clause_start..=verb).any(|at| items[at].members.is_empty() && items[at].known.traits.any(Traits::Causes));
    clause_subject(items, clause_start, verb).or_else(|| opening(items, clause_start, causes)).map_or(Actor::Focal, Actor::Named)
}

/// The subject inside the clause: the last actor before the verb that no preposition but 由 governs and no 的 follows, or that an
/// earlier word has act.
fn named(items: &[Item], start: usize, verb: usize) -> Option<Vec<EntityIndex>> {
    if let Some(caused) = caused(items, start, verb) {
        return Some(caused);
    }
    let governed = |at: usize| at > start && items[at - 1].is(Functions::Preposition) && !items[at - 1].is(Functions::Agent);
    let at = (start..verb).rev().find(|&at| items[at].members.iter().any(|member| may_act(member.class)) && !governed(at))?;
    if let Some(first) = at.checked_sub(2).filter(|&first| first >= start && joins(&items[at - 1])) {
        let together: Vec<EntityIndex> = [first, at].iter().flat_map(|&at| acting(&items[at], acts_together)).collect();
        return Some(together);
    }
    let owns =
        items.get(at + 1).is_some_and(|next| next.is(Functions::Particle) && !next.known.traits.any(Traits::Others) && at + 1 < verb);
    let others_between = (at + 1..verb).any(|between| items[between].is_governing());
    // The object of an earlier verb acts only where that verb has it act.
    let object = (start..at).rev().take(3).any(|before| items[before].is_governing());
    if owns || others_between || object {
        return None;
    }
    let acting = acting(&items[at], may_act);
    (!acting.is_empty()).then_some(acting)
}

/// The members of an item that may act.
fn acting(item: &Item, may: impl Fn(Class) -> bool) -> Vec<EntityIndex> {
    item.members.iter().filter(|member| may(member.class)).map(|member| member.entity).collect()
}

/// Whoever a word such as 支持 has act between `start` and `end`: 支持|甲市、乙市|等市建设…; the last of several.
fn caused(items: &[Item], start: usize, end: usize) -> Option<Vec<EntityIndex>> {
    (start..end).rev().find_map(|at| {
        let item = &items[at];
        if !(item.members.is_empty() && item.known.traits.any(Traits::Causes)) {
            return None;
        }
        let actors = items.get(at + 1).filter(|_| at + 1 < end)?;
        let named = acting(actors, acts_together);
        (!named.is_empty() && named.len() == actors.members.len() && goes_on_to_act(items, at + 2)).then_some(named)
    })
}

/// Whether what follows an actor tells of doing: a verb, an adverb, a preposition or its industry, perhaps behind 等市.
fn goes_on_to_act(items: &[Item], from: usize) -> bool {
    let counts = |item: &Item| {
        item.is(Functions::Number.with(Functions::Quantity)) || item.members.is_empty() && item.known.traits.any(Traits::Others)
    };
    let skipped = if items.get(from).is_some_and(counts) { 2 } else { 0 };
    // In 推进某某建设，… the last word is a noun.
    let closes = items.get(from + skipped + 1).is_none_or(Item::ends_clause);
    items.get(from + skipped).is_some_and(|item| {
        item.members.is_empty() && !item.known.verbs.is_empty() && !closes
            || item.is(Functions::Adverb.with(Functions::Modal).with(Functions::Preposition))
            || !item.members.is_empty() && item.members.iter().all(|member| member.class == Class::Industry)
    })
}

fn joins(item: &Item) -> bool {
    item.members.is_empty() && item.known.traits.any(Traits::Joins)
}

/// The classes whose members act where a word says that they do.
fn acts_together(class: Class) -> bool {
    may_act(class) || class == Class::Organization
}

/// A body that is no organ acts only where it stands right before the verb at the clause's beginning, perhaps together with others.
fn body(items: &[Item], start: usize, verb: usize) -> Option<Vec<EntityIndex>> {
    let mut bodies = acting(&items[start], |class| class == Class::Organization);
    if bodies.is_empty() || bodies.len() != items[start].members.len() || start >= verb {
        return None;
    }
    let mut at = start + 1;
    while at < verb {
        let partners = items.get(at + 1).map(|next| acting(next, acts_together)).unwrap_or_default();
        if joins(&items[at]) && !partners.is_empty() {
            bodies.extend(partners);
            at += 2;
        } else if items[at].is(Functions::Adverb.with(Functions::Modal).with(Functions::Preposition)) {
            at += 1;
        } else {
            return None;
        }
    }
    Some(bodies)
}

/// The subject that an earlier clause of the sentence opened with or, unless a clause that `causes` begins anew, had act, the nearest first.
fn opening(items: &[Item], clause_start: usize, causes: bool) -> Option<Vec<EntityIndex>> {
    let mut end = clause_start;
    let mut linked = !causes;
    for _ in 0..MOST_CLAUSES {
        if end == 0 {
            break;
        }
        let start = (end.saturating_sub(LONGEST_CLAUSE)..end - 1)
            .rev()
            .find(|&at| items[at].ends_clause())
            .map_or(end.saturating_sub(LONGEST_CLAUSE), |at| at + 1);
        linked &= items[end - 1].shape == Shape::Comma;
        if let Some(actors) = linked.then(|| caused(items, start, end)).flatten() {
            return Some(actors);
        }
        if let Some(actors) = clause_subject(items, start, end) {
            return Some(actors);
        }
        end = start;
    }
    None
}

/// The actors that a clause opens with, behind words of time and a preposition of place, or behind what a preposition says of
/// them (以某某为核心的|党中央). A partner behind 与 opens nothing: whoever acts with it is named elsewhere.
pub(crate) fn clause_subject(items: &[Item], start: usize, end: usize) -> Option<Vec<EntityIndex>> {
    let opens = |item: &Item| item.is(Functions::Time.with(Functions::Preposition)) || is_period(item);
    let skipped = items[start..end].iter().take_while(|item| opens(item)).count();
    let at = start + skipped;
    let first = items[at..end].first()?;
    let governed = items[start..at].iter().any(|item| item.is(Functions::Preposition));
    if at.checked_sub(1).is_some_and(|before| before >= start && is_partner(&items[before])) {
        return None;
    }
    let actors = acting(first, |class| class == Class::Place || class == Class::Department && !governed);
    if !actors.is_empty() && actors.len() == first.members.len() && is_subject_before(items, at + 1) {
        return Some(actors);
    }
    governed.then(|| described(items, at, end)).flatten()
}

/// The organs behind the 的 that closes what a preposition opens.
fn described(items: &[Item], from: usize, end: usize) -> Option<Vec<EntityIndex>> {
    let closes = |item: &Item| item.is(Functions::Particle) && !item.known.traits.any(Traits::Others);
    let names = |at: usize| items[at..end].first().is_some_and(|item| !item.members.is_empty());
    let at = (from..end.min(from + DESCRIPTION)).find(|&at| closes(&items[at]) && names(at + 1))? + 1;
    let organs = acting(&items[at], |class| class == Class::Department);
    // In 在…领导下 the verb is a noun.
    let verb = items[at + 1..end].first().is_some_and(|next| next.members.is_empty() && next.known.part == PartOfSpeech::Verb);
    let tells = is_subject_before(items, at + 1) || verb && end - at > 3;
    (!organs.is_empty() && organs.len() == items[at].members.len() && tells).then_some(organs)
}

/// Items that may say of an organ what it is.
const DESCRIPTION: usize = 8;

/// Whether what stands at `at` lets the name before it be a subject: an adverb, a preposition, a verb, the end of the clause; behind
/// a list perhaps the word for its members (甲区、乙区|等区县).
fn is_subject_before(items: &[Item], at: usize) -> bool {
    let follows = Functions::Adverb.with(Functions::Modal).with(Functions::Preposition).with(Functions::Time);
    let is_subject =
        |next: &Item| next.is(follows) || next.members.is_empty() && !next.known.verbs.is_empty() || next.ends_clause() || is_period(next);
    match items.get(at) {
        Some(next) if next.members.is_empty() && next.known.traits.any(Traits::Others) => {
            [at + 1, at + 2].iter().any(|&at| items.get(at).is_some_and(is_subject))
        }
        next => next.is_some_and(is_subject),
    }
}

/// Whether a word joins a partner to somebody else who acts: 与, 同, 会同.
fn is_partner(item: &Item) -> bool {
    joins(item) || item.is(Functions::Preposition) && item.is(Functions::Conjunction)
}

fn is_period(item: &Item) -> bool {
    item.members.iter().any(|member| member.class == Class::Period)
}
