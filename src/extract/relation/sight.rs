//! What a sentence has at all, and from each of its items on: spares the matcher most patterns, and of the others most beginnings.

use super::{
    item::Item,
    pattern::{Pattern, Step},
};

/// What items have, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Marks {
    /// Families, functions and traits of words, classes of mentions.
    known: u64,
    /// First characters of words; one bit stands for many.
    firsts: u128,
}

impl Marks {
    fn of(item: &Item, text: &str) -> Self {
        if item.members.is_empty() {
            let first = text[item.span.from()..].chars().next();
            Self { known: known(item.known.verbs.0, item.known.function.0, item.known.traits.0), firsts: first.map_or(0, spot) }
        } else {
            Self { known: item.members.iter().fold(0, |classes, member| classes | 1 << member.class as u64), firsts: 0 }
        }
    }

    /// What an item has that the step takes; nothing where it needs none.
    fn wanted(step: &Step) -> Option<Self> {
        match step {
            Step::Verb(families) => Some(Self { known: known(families.0, 0, 0), firsts: 0 }),
            Step::Function(functions, traits) => Some(Self { known: known(0, functions.0, traits.0), firsts: 0 }),
            Step::Slot { classes, .. } => Some(Self { known: classes.iter().fold(0, |all, class| all | 1 << *class as u64), firsts: 0 }),
            Step::Words(words) => Some(Self { known: 0, firsts: words.firsts().fold(0, |all, first| all | spot(first)) }),
            Step::Near | Step::Clause | Step::Far | Step::Begin | Step::End | Step::Not(_) | Step::NotBefore(_) | Step::Maybe(_) => None,
        }
    }

    fn with(self, other: Self) -> Self {
        Self { known: self.known | other.known, firsts: self.firsts | other.firsts }
    }

    fn meets(self, other: Self) -> bool {
        self.known & other.known != 0 || self.firsts & other.firsts != 0
    }
}

/// Classes take the lowest bits, then traits, functions and families.
fn known(verbs: u32, functions: u32, traits: u32) -> u64 {
    u64::from(verbs & 0xF_FFFF) << 44 | u64::from(functions & 0xFFFF) << 28 | u64::from(traits & 0xFFF) << 16
}

fn spot(c: char) -> u128 {
    1 << (c as u32 % 128)
}

/// What a pattern cannot do without.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Needs {
    /// What its first item has.
    first: Option<Marks>,
    /// What some item has, each.
    all: Vec<Marks>,
    /// Whether all that it takes may stand in several clauses.
    crosses: bool,
}

impl Needs {
    pub(crate) fn of(pattern: &Pattern) -> Self {
        let takes_nothing = |step: &&Step| matches!(step, Step::Begin | Step::End | Step::Not(_) | Step::NotBefore(_));
        let crosses = |step: &Step| match step {
            Step::Far => true,
            Step::Words(words) => words.words.iter().any(|word| !word.chars().all(char::is_alphanumeric)),
            _ => false,
        };
        let crosses = |step: &Step| crosses(step) || matches!(step, Step::Maybe(step) if crosses(step));
        Self {
            first: pattern.steps.iter().find(|step| !takes_nothing(step)).and_then(Marks::wanted),
            all: pattern.steps.iter().filter_map(Marks::wanted).collect(),
            crosses: pattern.steps.iter().any(crosses),
        }
    }

    fn met(&self, by: Marks) -> bool {
        self.all.iter().all(|need| need.meets(by))
    }
}

/// What the items of a sentence have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sight {
    /// Each item.
    items: Vec<Marks>,
    /// Each item and those behind it up to the end of its clause.
    clause: Vec<Marks>,
    /// Each item and all behind it.
    rest: Vec<Marks>,
}

impl Sight {
    /// What `items`, which stand in `text`, have.
    pub(crate) fn of(items: &[Item], text: &str) -> Self {
        let marks: Vec<Marks> = items.iter().map(|item| Marks::of(item, text)).collect();
        let (mut clause, mut rest) = (marks.clone(), marks.clone());
        for at in (1..items.len()).rev() {
            rest[at - 1] = rest[at - 1].with(rest[at]);
            // A mark of which the lexicon knows something is a word to a pattern.
            if !items[at - 1].ends_clause() || marks[at - 1].known != 0 {
                clause[at - 1] = clause[at - 1].with(clause[at]);
            }
        }
        Self { items: marks, clause, rest }
    }

    /// Whether there is something for all that the pattern needs; where not, it matches nowhere.
    pub(crate) fn may_match(&self, needs: &Needs) -> bool {
        self.rest.first().is_some_and(|&all| needs.met(all))
    }

    /// Whether the pattern may match from the item `at` on.
    pub(crate) fn may_begin(&self, needs: &Needs, at: usize) -> bool {
        needs.first.is_none_or(|first| first.meets(self.items[at]))
            && needs.met(if needs.crosses { self.rest[at] } else { self.clause[at] })
    }
}
