//! Matches patterns against the items of a sentence.

use super::{
    item::{Item, Member},
    pattern::{Pattern, Role, Step},
};
use crate::{extract::word::Shape, model::Class, span::Span};

/// What a pattern matched.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Match {
    /// First item.
    pub(crate) start: usize,
    /// One past the last item.
    pub(crate) end: usize,
    /// The item of the first verb step.
    pub(crate) verb: Option<usize>,
    /// Objects up to this item do not count.
    behind: Option<usize>,
    /// The mentions in each role, with their items.
    pub(crate) slots: Vec<(Role, usize, Vec<Member>)>,
    /// The items that words of the pattern took.
    pub(crate) words: Taken,
}

/// Ranges of items, of which the first few are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Taken {
    ranges: [(u32, u32); 6],
    count: u8,
}

impl Taken {
    fn push(&mut self, from: usize, to: usize) {
        if let Some(free) = self.ranges.get_mut(usize::from(self.count)) {
            *free = (from as u32, to as u32);
            self.count += 1;
        }
    }

    /// The ranges, in order of the steps.
    pub(crate) fn iter(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.ranges[..usize::from(self.count)].iter().map(|&(from, to)| from as usize..to as usize)
    }
}

impl Match {
    /// The mentions in `role`.
    pub(crate) fn role(&self, role: Role) -> impl Iterator<Item = Member> {
        self.slots.iter().filter(move |(bound, ..)| *bound == role).flat_map(|(.., members)| members.iter().copied())
    }

    /// The item of the first slot of `role`.
    pub(crate) fn item(&self, role: Role) -> Option<usize> {
        self.slots.iter().find(|(bound, ..)| *bound == role).map(|&(_, item, _)| item)
    }

    /// The item before which whoever acts is named: the verb, or what stands before it as its object with nobody named between.
    pub(crate) fn actor_bound(&self, items: &[Item]) -> usize {
        let acts =
            |item: &Item| item.members.iter().any(|member| matches!(member.class, Class::Place | Class::Department | Class::Organization));
        match (self.verb, self.item(Role::Object)) {
            (Some(verb), Some(object)) if object < verb && !items[object + 1..verb].iter().any(acts) => object,
            (verb, object) => verb.or(object).unwrap_or(self.start),
        }
    }

    /// The characters that it covers.
    pub(crate) fn span(&self, items: &[Item]) -> Span {
        items[self.start].span.cover(items[self.end - 1].span)
    }
}

/// Items that a short gap may go over.
pub(crate) const NEAR: usize = 8;
/// Items that a long gap may go over.
pub(crate) const FAR: usize = 30;

/// The match of `pattern` that begins at item `start`, if there is one; gaps are as short as they can be.
///
/// With `behind`, only objects behind that item count: so that one verb takes every object it governs.
pub(crate) fn match_at(pattern: &Pattern, text: &str, items: &[Item], start: usize, behind: Option<usize>) -> Option<Match> {
    let mut found = Match { start, end: start, behind, ..Match::default() };
    let mut budget = 2000;
    steps(&pattern.steps, text, items, start, &mut found, &mut budget).then_some(found)
}

/// `budget` bounds the work at one start, so that no sentence costs more than its length.
fn steps(rest: &[Step], text: &str, items: &[Item], at: usize, found: &mut Match, budget: &mut usize) -> bool {
    let Some((first, rest)) = rest.split_first() else {
        found.end = at;
        return at > found.start;
    };
    if *budget == 0 {
        return false;
    }
    *budget -= 1;
    match first {
        Step::Begin => begins(items, at) && steps(rest, text, items, at, found, budget),
        Step::End => ends(items, at) && steps(rest, text, items, at, found, budget),
        Step::Not(words) => {
            let here = items.get(at).filter(|item| item.members.is_empty()).map_or("", |item| &text[item.span.from()..]);
            let stands = |first| words.beginning(first).iter().any(|word| here.starts_with(word.as_str()));
            !here.chars().next().is_some_and(stands) && steps(rest, text, items, at, found, budget)
        }
        Step::NotBefore(words) => {
            let before = at.checked_sub(1).map(|before| &items[before]).filter(|before| before.members.is_empty());
            let stands = before.is_some_and(|before| words.iter().any(|word| before.span.of(text) == word));
            !stands && steps(rest, text, items, at, found, budget)
        }
        Step::Near | Step::Clause | Step::Far => {
            let limit = if *first == Step::Near { NEAR } else { FAR };
            for next in at..items.len().min(at + limit + 1) {
                if steps(rest, text, items, next, found, budget) {
                    return true;
                }
                if !passes(&items[next], first) {
                    return false;
                }
            }
            false
        }
        Step::Maybe(step) => with(step, rest, text, items, at, found, budget) || steps(rest, text, items, at, found, budget),
        step => with(step, rest, text, items, at, found, budget),
    }
}

/// One step that takes items, then the rest; where they do not match, nothing of them is left in `found`.
fn with(step: &Step, rest: &[Step], text: &str, items: &[Item], at: usize, found: &mut Match, budget: &mut usize) -> bool {
    let saved = (found.slots.len(), found.verb, found.words);
    if let Some(next) = one(step, text, items, at, found)
        && steps(rest, text, items, next, found, budget)
    {
        return true;
    }
    found.slots.truncate(saved.0);
    (found.verb, found.words) = (saved.1, saved.2);
    false
}

/// Whether a gap may go over the item.
pub(crate) fn passes(item: &Item, gap: &Step) -> bool {
    match gap {
        Step::Far => item.shape != Shape::Stop || !item.members.is_empty(),
        Step::Clause => !item.ends_clause(),
        _ => !item.ends_clause() && !item.is_governing(),
    }
}

fn begins(items: &[Item], at: usize) -> bool {
    at == 0 || items[at - 1].ends_clause()
}

fn ends(items: &[Item], at: usize) -> bool {
    at == items.len() || items[at].ends_clause()
}

/// Matches one step that takes items; returns where the next begins.
fn one(step: &Step, text: &str, items: &[Item], at: usize, found: &mut Match) -> Option<usize> {
    let next = taken(step, text, items, at, found)?;
    if !matches!(step, Step::Slot { .. }) {
        found.words.push(at, next);
    }
    Some(next)
}

fn taken(step: &Step, text: &str, items: &[Item], at: usize, found: &mut Match) -> Option<usize> {
    let item = items.get(at)?;
    match step {
        Step::Verb(families) => {
            if !item.members.is_empty() || !item.known.verbs.any(*families) {
                return None;
            }
            found.verb.get_or_insert(at);
            Some(at + 1)
        }
        Step::Function(functions, traits) => {
            (item.members.is_empty() && (item.known.function.any(*functions) || item.known.traits.any(*traits))).then_some(at + 1)
        }
        Step::Slot { role, classes, least } => {
            if *role == Role::Object && found.behind.is_some_and(|behind| at <= behind) {
                return None;
            }
            let fitting = item.members.iter().copied().filter(|member| classes.contains(&member.class));
            if fitting.clone().count() < *least {
                return None;
            }
            found.slots.push((*role, at, fitting.collect()));
            Some(at + 1)
        }
        Step::Words(words) => {
            let first = text[item.span.from()..].chars().next().filter(|_| item.members.is_empty())?;
            let next = words.beginning(first).iter().find_map(|word| literal(word, text, items, at))?;
            if !item.known.verbs.is_empty() {
                found.verb.get_or_insert(at);
            }
            Some(next)
        }
        Step::Begin | Step::End | Step::Not(_) | Step::NotBefore(_) | Step::Near | Step::Clause | Step::Far | Step::Maybe(_) => None,
    }
}

/// A literal covers whole items that are words.
fn literal(word: &str, text: &str, items: &[Item], at: usize) -> Option<usize> {
    let start = items[at].span.from();
    if !text[start..].starts_with(word) {
        return None;
    }
    let end = start + word.len();
    let mut next = at;
    while next < items.len() && items[next].members.is_empty() && items[next].span.to() <= end {
        next += 1;
    }
    (next > at && items[next - 1].span.to() == end).then_some(next)
}
