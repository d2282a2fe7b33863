//! What a sentence has at all: spares the matcher most patterns.

use super::{
    item::Item,
    pattern::{Pattern, Step},
};
use crate::{
    catalog::vocabulary::{Families, Functions, Traits},
    model::Class,
};

/// Everything that the items of a sentence have.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sight {
    verbs: Families,
    functions: Functions,
    traits: Traits,
    classes: u32,
    /// First characters of words; one bit stands for many.
    firsts: u64,
}

impl Sight {
    /// What `items`, which stand in `text`, have.
    pub(crate) fn of(items: &[Item], text: &str) -> Self {
        let mut sight = Self::default();
        for item in items {
            for member in &item.members {
                sight.classes |= bit(member.class);
            }
            if item.members.is_empty() {
                sight.verbs = sight.verbs.with(item.known.verbs);
                sight.functions = sight.functions.with(item.known.function);
                sight.traits = sight.traits.with(item.known.traits);
                sight.firsts |= text[item.span.from()..].chars().next().map_or(0, spot);
            }
        }
        sight
    }

    /// Whether there is something for every step that needs an item; where not, the pattern matches nowhere.
    pub(crate) fn may_match(&self, pattern: &Pattern) -> bool {
        pattern.steps.iter().all(|step| match step {
            Step::Verb(families) => self.verbs.any(*families),
            Step::Function(functions, traits) => self.functions.any(*functions) || self.traits.any(*traits),
            Step::Slot { classes, .. } => classes.iter().any(|class| self.classes & bit(*class) != 0),
            Step::Words(words) => words.firsts().any(|first| self.firsts & spot(first) != 0),
            Step::Near | Step::Clause | Step::Far | Step::Begin | Step::End | Step::Not(_) | Step::Maybe(_) => true,
        })
    }
}

fn bit(class: Class) -> u32 {
    1 << class as u32
}

fn spot(c: char) -> u64 {
    1 << (c as u32 % 64)
}
