//! Features that a candidate always has together: their weights are added up when the model is loaded, and they count as one.

use super::features::{CLASSES, FLAGS, KINDS, TEMPLATES, bits};
use crate::{catalog::vocabulary::Vocabulary, extract::word::Word};

/// Some features as one.
pub(crate) struct Join {
    /// How many values it has.
    pub(crate) values: fn(&Vocabulary) -> u32,
    /// Calls back with the template and value of each part.
    pub(crate) parts: Parts,
}

type Parts = fn(&Vocabulary, u32, &mut dyn FnMut(usize, u32));

/// Flags of one group.
pub(super) const GROUP: u32 = 7;
/// Groups of flags; each is a join of its own.
pub(super) const FLAG_GROUPS: u32 = FLAGS.div_ceil(GROUP);

/// The first group of flags, each with how sure the head is; the others follow.
pub(super) const FIRST_FLAGS: usize = TEMPLATES.len();
/// The class of the head, and the words of the candidate.
pub(super) const LENGTH: usize = FIRST_FLAGS + FLAG_GROUPS as usize;
/// Why it was proposed, and what stands before it.
pub(super) const SOURCE: usize = LENGTH + 1;
/// What the list tells, and the term.
pub(super) const TOLD: usize = SOURCE + 1;
/// The class of the head, how rare the words before it are, and how sure it is.
pub(super) const RARITY: usize = TOLD + 1;
/// The kinds of the two words before it.
pub(super) const LEFT_KINDS: usize = RARITY + 1;
/// The kinds of the two words behind it.
pub(super) const RIGHT_KINDS: usize = LEFT_KINDS + 1;
/// The kind of the first word, and the words of the candidate.
pub(super) const FIRST_LENGTH: usize = RIGHT_KINDS + 1;
/// The class of the head, and the kind of the word before it.
pub(super) const MODIFIER_KIND: usize = FIRST_LENGTH + 1;
/// Words, by [`profile`].
pub(super) const LEFT_WORD: usize = MODIFIER_KIND + 1;
pub(super) const FIRST_WORD: usize = LEFT_WORD + 1;
pub(super) const MODIFIER_WORD: usize = FIRST_WORD + 1;
pub(super) const LAST_WORD: usize = MODIFIER_WORD + 1;
pub(super) const RIGHT_WORD: usize = LAST_WORD + 1;
pub(super) const INNER_WORD: usize = RIGHT_WORD + 1;

/// All joins, in order.
pub(crate) const JOINS: [Join; INNER_WORD + 1 - TEMPLATES.len()] = [
    Join::new(|_| 4 << GROUP, |_, value, each| flags(0, value, each)),
    Join::new(|_| 4 << GROUP, |_, value, each| flags(1, value, each)),
    Join::new(|_| 4 << GROUP, |_, value, each| flags(2, value, each)),
    Join::new(|_| 4 << GROUP, |_, value, each| flags(3, value, each)),
    Join::new(|_| 17 * 16, |_, value, each| pair((10, value % 16), (29, value), each)),
    Join::new(|_| 32 * KINDS, |_, value, each| pair((14, value / KINDS), (15, value), each)),
    Join::new(|_| 17 * 34, |_, value, each| pair((18, value / 34), (19, value % 34), each)),
    Join::new(|_| 17 * 16 * 4, |_, value, each| pair((41, value / 4 % 16 * 4 + value % 4), (42, value / 4), each)),
    Join::new(
        |_| KINDS * KINDS,
        |_, value, each| {
            each(0, 0);
            pair((1, value / KINDS), (3, value), each);
        },
    ),
    Join::new(|_| KINDS * KINDS, |_, value, each| pair((7, value / KINDS), (9, value), each)),
    Join::new(|_| KINDS * 8, |_, value, each| pair((4, value / 8), (25, value), each)),
    Join::new(|_| 17 * KINDS, |_, value, each| pair((16, value % KINDS), (27, value), each)),
    Join::new(profiles, |vocabulary, value, each| word(2, 30, vocabulary, value, each)),
    Join::new(profiles, |vocabulary, value, each| word(5, 31, vocabulary, value, each)),
    Join::new(profiles, |vocabulary, value, each| word(17, 37, vocabulary, value, each)),
    Join::new(profiles, |vocabulary, value, each| word(21, 34, vocabulary, value, each)),
    Join::new(profiles, |vocabulary, value, each| word(8, 33, vocabulary, value, each)),
    Join::new(profiles, |vocabulary, value, each| word(23, 36, vocabulary, value, each)),
];

impl Join {
    const fn new(values: fn(&Vocabulary) -> u32, parts: Parts) -> Self {
        Self { values, parts }
    }
}

fn pair(one: (usize, u32), other: (usize, u32), each: &mut dyn FnMut(usize, u32)) {
    each(one.0, one.1);
    each(other.0, other.1);
}

/// The flags of a group that are set, and how sure the head is.
fn flags(group: u32, value: u32, each: &mut dyn FnMut(usize, u32)) {
    let strength = value >> GROUP;
    for flag in bits(value & ((1 << GROUP) - 1)).map(|bit| group * GROUP + bit).filter(|&flag| flag < FLAGS) {
        each(12, flag);
        each(13, strength * FLAGS + flag);
    }
}

/// What the model may know of a word: its number, which tells its class, or else its class.
pub(super) fn profile(vocabulary: &Vocabulary, word: Option<&Word>) -> u32 {
    let (number, class) = word.map_or((0, 0), |word| (word.known.number, word.known.class));
    if number > 0 { u32::from(number) } else { vocabulary.numbers() as u32 + u32::from(class) }
}

fn profiles(vocabulary: &Vocabulary) -> u32 {
    vocabulary.numbers() as u32 + CLASSES
}

/// The number and the class of a word.
fn word(by_number: usize, by_class: usize, vocabulary: &Vocabulary, profile: u32, each: &mut dyn FnMut(usize, u32)) {
    let (number, class) = match profile.checked_sub(vocabulary.numbers() as u32) {
        Some(class) => (0, class),
        None => (profile, u32::from(vocabulary.get(vocabulary.numbered(profile as u16)).class)),
    };
    pair((by_number, number), (by_class, class), each);
}
