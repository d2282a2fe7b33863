//! What the model looks at: closed vocabularies, shapes and lengths of a candidate and its neighbours.
//!
//! Candidates of a sentence share their ends, so that features of an end are told apart from those of the whole: [`left`] and [`right`] depend
//! on one end, [`inner`] on one word, [`Frame`] on both ends, and [`Content`] on all of the candidate.

use super::{
    View,
    candidates::{LONGEST, Proposal},
    joins,
    kind::{Kinds, WordKind},
};
use crate::{
    catalog::{
        company,
        heads::Strength,
        model::{Range as Values, character},
        vocabulary::{Families, Traits},
    },
    extract::word::Shape,
    model::Class,
};
use std::ops::Range;

pub(super) const KINDS: u32 = WordKind::ALL.len() as u32;

/// Every feature template with the range of its values.
pub(crate) const TEMPLATES: &[(&str, Values)] = &[
    ("bias", Values::Plain(1)),
    ("left-kind", Values::Plain(KINDS)),
    ("left-word", Values::Word),
    ("left-two-kinds", Values::Plain(KINDS * KINDS)),
    ("first-kind", Values::Plain(KINDS)),
    ("first-word", Values::Word),
    ("head", Values::Head),
    ("right-kind", Values::Plain(KINDS)),
    ("right-word", Values::Word),
    ("right-two-kinds", Values::Plain(KINDS * KINDS)),
    ("words", Values::Plain(16)),
    ("characters", Values::Plain(24)),
    ("flag", Values::Plain(FLAGS)),
    ("strength-flag", Values::Plain(4 * FLAGS)),
    ("source", Values::Plain(32)),
    ("source-left", Values::Plain(32 * KINDS)),
    ("modifier-kind", Values::Plain(KINDS)),
    ("modifier-word", Values::Word),
    ("list-class", Values::Plain(17)),
    ("term-class", Values::Plain(34)),
    ("last-kind", Values::Plain(KINDS)),
    ("last-word", Values::Word),
    ("inner-kind", Values::Plain(KINDS)),
    ("inner-word", Values::Word),
    ("left-head", Values::Plain(KINDS * 4)),
    ("first-length", Values::Plain(KINDS * 8)),
    ("head-class-left", Values::Plain(17 * KINDS)),
    ("head-class-modifier", Values::Plain(17 * KINDS)),
    ("left-verb-head-class", Values::Plain(17 * 32)),
    ("head-class-words", Values::Plain(17 * 16)),
    ("left-class", Values::Plain(CLASSES)),
    ("first-class", Values::Plain(CLASSES)),
    ("first-character", Values::Character),
    ("right-class", Values::Plain(CLASSES)),
    ("last-class", Values::Plain(CLASSES)),
    ("last-character", Values::Character),
    ("inner-class", Values::Plain(CLASSES)),
    ("modifier-class", Values::Plain(CLASSES)),
    ("head-class-modifier-class", Values::Plain(17 * CLASSES)),
    ("modifier-character", Values::Character),
    ("single-words", Values::Plain(17 * 8)),
    ("rarity", Values::Plain(16 * 4)),
    ("head-class-rarity", Values::Plain(17 * 16)),
    ("left-word-strength", Values::WordWith(4)),
    ("head-class-left-class", Values::Plain(17 * CLASSES)),
    ("left-class-right-kind", Values::Plain(CLASSES * KINDS)),
    ("left-class-first-class", Values::Plain(CLASSES * CLASSES)),
    ("head-modifier-kind", Values::HeadWith(KINDS)),
    ("head-left-kind", Values::HeadWith(KINDS)),
    ("head-words", Values::HeadWith(8)),
    ("left-word-head-class", Values::WordWith(17)),
    ("modifier-word-head-class", Values::WordWith(17)),
    ("first-word-head-class", Values::WordWith(17)),
    ("inner-class-pair", Values::Plain(CLASSES * CLASSES)),
];

/// The template of why a candidate was proposed.
pub(crate) const SOURCE: usize = 14;

/// How often a template counts in one candidate at most.
pub(crate) fn times(template: usize) -> usize {
    match template {
        12 | 13 => FLAGS as usize,
        22 | 23 | 36 | 53 => LONGEST,
        28 => Families::NAMED.len(),
        _ => 1,
    }
}

pub(super) const FLAGS: u32 = 27;
pub(super) const CLASSES: u32 = company::CLASSES as u32;

/// Calls `each` with every feature of `proposal` as template and value.
pub(crate) fn features(view: &View<'_>, proposal: &Proposal, mut each: impl FnMut(usize, u32)) {
    let quoted = is_quoted(view, proposal);
    left(view, proposal.start as usize, quoted, &mut each);
    right(view, proposal.end as usize, quoted, &mut each);
    for at in inside(proposal) {
        inner(view, at, &mut each);
    }
    Frame::of(view, proposal, quoted).each(view, Reading::default().content(view, proposal, quoted), each);
}

/// Whether the candidate is all that stands between quotation marks: its neighbours then are those of the marks.
pub(crate) fn is_quoted(view: &View<'_>, proposal: &Proposal) -> bool {
    let (start, end) = (proposal.start as usize, proposal.end as usize);
    start > 0 && view.words[start - 1].shape == Shape::QuoteOpen && view.words.get(end).is_some_and(|word| word.shape == Shape::QuoteClose)
}

/// The words before the head noun, without the first.
pub(crate) fn inside(proposal: &Proposal) -> Range<usize> {
    let start = proposal.start as usize + 1;
    start..(proposal.modifier_end as usize).min(proposal.end as usize).max(start)
}

fn kind(view: &View<'_>, at: Option<usize>) -> u32 {
    at.and_then(|at| view.kinds.get(at)).copied().unwrap_or(WordKind::Edge) as u32
}

fn number(view: &View<'_>, at: Option<usize>) -> u32 {
    at.and_then(|at| view.words.get(at)).map_or(0, |word| u32::from(word.known.number))
}

fn class(view: &View<'_>, at: Option<usize>) -> u32 {
    at.and_then(|at| view.words.get(at)).map_or(0, |word| u32::from(word.known.class))
}

fn profile(view: &View<'_>, at: Option<usize>) -> u32 {
    joins::profile(&view.catalog.vocabulary, at.and_then(|at| view.words.get(at)))
}

fn last_character(view: &View<'_>, at: usize) -> Option<char> {
    view.words[at].span.of(view.text).chars().next_back()
}

/// What depends on where a candidate starts.
pub(crate) fn left(view: &View<'_>, start: usize, quoted: bool, mut each: impl FnMut(usize, u32)) {
    let before = |steps: usize| start.checked_sub(steps + usize::from(quoted));
    let left = kind(view, before(1));
    each(0, 0);
    each(1, left);
    each(2, number(view, before(1)));
    each(3, left * KINDS + kind(view, before(2)));
    each(4, kind(view, Some(start)));
    each(5, number(view, Some(start)));
    each(30, class(view, before(1)));
    each(31, class(view, Some(start)));
    each(46, class(view, before(1)) * CLASSES + class(view, Some(start)));
    each(32, character(view.words[start].span.of(view.text).chars().next()));
}

/// The same with joined features in place of their parts; the kind of the first word counts with the length.
pub(crate) fn left_joined(view: &View<'_>, start: usize, quoted: bool, mut each: impl FnMut(usize, u32)) {
    let before = |steps: usize| start.checked_sub(steps + usize::from(quoted));
    each(joins::LEFT_KINDS, kind(view, before(1)) * KINDS + kind(view, before(2)));
    each(joins::LEFT_WORD, profile(view, before(1)));
    each(joins::FIRST_WORD, profile(view, Some(start)));
    each(46, class(view, before(1)) * CLASSES + class(view, Some(start)));
    each(32, character(view.words[start].span.of(view.text).chars().next()));
}

/// What depends on where a candidate ends.
pub(crate) fn right(view: &View<'_>, end: usize, quoted: bool, mut each: impl FnMut(usize, u32)) {
    let after = |steps: usize| Some(end + steps - 1 + usize::from(quoted));
    let right = kind(view, after(1));
    each(7, right);
    each(8, number(view, after(1)));
    each(9, right * KINDS + kind(view, after(2)));
    each(20, kind(view, Some(end - 1)));
    each(21, number(view, Some(end - 1)));
    each(33, class(view, after(1)));
    each(34, class(view, Some(end - 1)));
    each(35, character(last_character(view, end - 1)));
}

/// The same with joined features in place of their parts.
pub(crate) fn right_joined(view: &View<'_>, end: usize, quoted: bool, mut each: impl FnMut(usize, u32)) {
    let after = |steps: usize| Some(end + steps - 1 + usize::from(quoted));
    each(joins::RIGHT_KINDS, kind(view, after(1)) * KINDS + kind(view, after(2)));
    each(joins::RIGHT_WORD, profile(view, after(1)));
    each(joins::LAST_WORD, profile(view, Some(end - 1)));
    each(20, kind(view, Some(end - 1)));
    each(35, character(last_character(view, end - 1)));
}

/// What each word of [`inside`] tells.
pub(crate) fn inner(view: &View<'_>, at: usize, mut each: impl FnMut(usize, u32)) {
    each(22, view.kinds[at] as u32);
    each(23, u32::from(view.words[at].known.number));
    each(36, u32::from(view.words[at].known.class));
    each(53, class(view, at.checked_sub(1)) * CLASSES + class(view, Some(at)));
}

/// The same with joined features in place of their parts.
pub(crate) fn inner_joined(view: &View<'_>, at: usize, mut each: impl FnMut(usize, u32)) {
    each(22, view.kinds[at] as u32);
    each(joins::INNER_WORD, profile(view, Some(at)));
    each(53, class(view, at.checked_sub(1)) * CLASSES + class(view, Some(at)));
}

/// What depends on both ends, or on why the candidate was proposed, and is told without a look at its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    /// The head noun, or the number behind all heads.
    pub(crate) head: u32,
    /// How sure the head makes a name, 3 without one.
    pub(crate) strength: u32,
    /// The class that the head tells first, 16 without one.
    pub(crate) head_class: u32,
    /// Words, without bound.
    words: u32,
    characters: u32,
    source: u32,
    list: u32,
    term: u32,
    first_kind: u32,
    start: usize,
    /// Words before the head.
    modifiers: u32,
    /// The last word before the head.
    pub(crate) modifier: Option<usize>,
    /// The word before the candidate.
    before: Option<usize>,
    /// The word behind it.
    behind: usize,
}

/// What its words tell together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content {
    flags: u32,
    /// Words of one character before the head.
    singles: u32,
    /// How rare the rarest word before the head is.
    rarity: u32,
}

impl Frame {
    pub(crate) fn of(view: &View<'_>, proposal: &Proposal, quoted: bool) -> Self {
        let (start, end) = (proposal.start as usize, proposal.end as usize);
        let head = proposal.head.map(|head| view.catalog.heads.get(head));
        Self {
            head: proposal.head.map_or(view.catalog.heads.len() as u32, u32::from),
            strength: head.map_or(3, |head| head.strength as u32),
            head_class: head.and_then(|head| head.classes.first()).map_or(16, |class| *class as u32),
            words: (end - start) as u32,
            characters: view.characters(start, end).min(23),
            source: u32::from(proposal.source.0),
            list: proposal.list_class.map_or(16, |class| class as u32),
            term: proposal.term_class.map_or(16, |(class, open)| class as u32 + 17 * u32::from(open)),
            first_kind: kind(view, Some(start)),
            start,
            modifiers: (proposal.modifier_end as usize).clamp(start, end).abs_diff(start) as u32,
            modifier: (proposal.modifier_end as usize).checked_sub(1).filter(|&at| at >= start && at < end),
            before: start.checked_sub(1 + usize::from(quoted)),
            behind: end + usize::from(quoted),
        }
    }

    /// Calls `each` with every feature as template and value.
    fn each(&self, view: &View<'_>, content: Content, mut each: impl FnMut(usize, u32)) {
        self.tail(view, &mut each);
        self.lead(view, &mut each);
        for flag in bits(content.flags) {
            each(12, flag);
            each(13, self.strength * FLAGS + flag);
        }
        each(10, self.words.min(15));
        each(29, self.head_class * 16 + self.words.min(15));
        each(SOURCE, self.source);
        each(15, self.source * KINDS + kind(view, self.before));
        each(18, self.list);
        each(19, self.term);
        each(41, content.rarity * 4 + self.strength);
        each(42, self.head_class * 16 + content.rarity);
        each(25, self.first_kind * 8 + self.words.min(7));
        self.alone(view, content, each);
    }

    /// What the head tells with the word before it.
    fn tail(&self, view: &View<'_>, mut each: impl FnMut(usize, u32)) {
        let (kind, class) = (kind(view, self.modifier), class(view, self.modifier));
        each(6, self.head);
        each(16, kind);
        each(17, number(view, self.modifier));
        each(27, self.head_class * KINDS + kind);
        each(37, class);
        each(38, self.head_class * CLASSES + class);
        each(47, self.head * KINDS + kind);
        each(51, number(view, self.modifier) * 17 + self.head_class);
        if let Some(modifier) = self.modifier {
            each(39, character(last_character(view, modifier)));
        }
    }

    /// The same with joined features in place of their parts.
    pub(crate) fn tail_joined(&self, view: &View<'_>, mut each: impl FnMut(usize, u32)) {
        each(6, self.head);
        each(joins::MODIFIER_KIND, self.head_class * KINDS + kind(view, self.modifier));
        each(joins::MODIFIER_WORD, profile(view, self.modifier));
        each(38, self.head_class * CLASSES + class(view, self.modifier));
        each(47, self.head * KINDS + kind(view, self.modifier));
        each(51, number(view, self.modifier) * 17 + self.head_class);
        if let Some(modifier) = self.modifier {
            each(39, character(last_character(view, modifier)));
        }
    }

    /// What the class of the head, or how sure it is, tells with the word before the candidate.
    pub(crate) fn lead(&self, view: &View<'_>, mut each: impl FnMut(usize, u32)) {
        let left = kind(view, self.before);
        each(24, left * 4 + self.strength);
        each(26, self.head_class * KINDS + left);
        for verb in bits(self.before.map_or(0, |at| view.words[at].known.verbs.0)) {
            each(28, self.head_class * 32 + verb);
        }
        each(43, number(view, self.before) * 4 + self.strength);
        each(44, self.head_class * CLASSES + class(view, self.before));
        each(50, number(view, self.before) * 17 + self.head_class);
        each(52, number(view, Some(self.start)) * 17 + self.head_class);
    }

    /// What shares no value with other features.
    fn alone(&self, view: &View<'_>, content: Content, mut each: impl FnMut(usize, u32)) {
        each(11, self.characters);
        each(40, self.head_class * 8 + content.singles);
        each(45, class(view, self.before) * KINDS + kind(view, Some(self.behind)));
        each(48, self.head * KINDS + kind(view, self.before));
        each(49, self.head * 8 + self.modifiers.min(7));
    }

    /// What neither head, ends nor words alone tell, with joined features in place of their parts.
    pub(crate) fn joined(&self, view: &View<'_>, content: Content, mut each: impl FnMut(usize, u32)) {
        for group in 0..joins::FLAG_GROUPS {
            let set = content.flags >> (group * joins::GROUP) & ((1 << joins::GROUP) - 1);
            each(joins::FIRST_FLAGS + group as usize, self.strength << joins::GROUP | set);
        }
        each(joins::LENGTH, self.head_class * 16 + self.words.min(15));
        each(joins::SOURCE, self.source * KINDS + kind(view, self.before));
        each(joins::TOLD, self.list * 34 + self.term);
        each(joins::RARITY, (self.head_class * 16 + content.rarity) * 4 + self.strength);
        each(joins::FIRST_LENGTH, self.first_kind * 8 + self.words.min(7));
        self.alone(view, content, each);
    }
}

/// The flags that a word sets by its kind.
const FLAGS_OF_KIND: [u32; WordKind::ALL.len()] = {
    let mut flags = [0; WordKind::ALL.len()];
    let told = [
        (0, WordKind::QuoteOpen),
        (4, WordKind::BracketOpen),
        (5, WordKind::De),
        (6, WordKind::Place),
        (8, WordKind::Conjunction),
        (9, WordKind::Pause),
        (11, WordKind::Determiner),
        (12, WordKind::Latin),
        (13, WordKind::Digits),
        (14, WordKind::Evaluative),
        (15, WordKind::Industry),
        (18, WordKind::Organ),
        (19, WordKind::UnknownShort),
        (19, WordKind::Unknown),
        (24, WordKind::Document),
        (25, WordKind::Event),
        (26, WordKind::Period),
    ];
    let mut at = 0;
    while at < told.len() {
        flags[told[at].1 as usize] |= 1 << told[at].0;
        at += 1;
    }
    let mut verb = WordKind::Build as usize;
    while verb <= WordKind::Bound as usize {
        flags[verb] |= VERB_INSIDE;
        verb += 1;
    }
    flags
};

/// Set by verbs, but for one that the candidate begins with.
const VERB_INSIDE: u32 = 1 << 10;

/// What the words of a stretch have; candidates that begin alike share most of it.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    start: usize,
    end: usize,
    flags: u32,
    /// Whether a word is of a kind that does not make a modifier generic.
    specific: bool,
    singles: u32,
    rarity: u32,
}

impl Stretch {
    /// Goes on to the words from `start` up to `end`.
    #[inline]
    fn reach(&mut self, view: &View<'_>, start: usize, end: usize) {
        if self.start != start || end < self.end {
            *self = Self { start, end: start, ..Self::default() };
        }
        for (word, &kind) in view.words[self.end..end].iter().zip(&view.kinds[self.end..end]) {
            self.flags |= FLAGS_OF_KIND[kind as usize];
            self.specific |= !Kinds::of(&[kind]).within(GENERIC);
            if word.shape == Shape::Chinese {
                self.singles += u32::from(word.span.len() == 3 && word.known.function.is_empty());
                self.rarity = self.rarity.max(15 - u32::from(word.known.frequency));
            }
        }
        self.end = end;
    }
}

/// Reads what the words of one candidate after the other tell together, in one sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// All words but the first.
    behind_first: Stretch,
    before_head: Stretch,
}

impl Reading {
    pub(crate) fn content(&mut self, view: &View<'_>, proposal: &Proposal, quoted: bool) -> Content {
        let (start, end) = (proposal.start as usize, proposal.end as usize);
        self.behind_first.reach(view, start + 1, end);
        self.before_head.reach(view, start, (proposal.modifier_end as usize).clamp(start, end));
        let Stretch { singles, rarity, .. } = self.before_head;
        Content { flags: self.flags(view, proposal, quoted), singles: singles.min(7), rarity }
    }

    /// What holds of the candidate, one bit each.
    fn flags(&self, view: &View<'_>, proposal: &Proposal, quoted: bool) -> u32 {
        let (start, end) = (proposal.start as usize, proposal.end as usize);
        let (words, first) = (&view.words[start..end], view.kinds[start]);
        let modifiers = self.before_head.end - self.before_head.start;
        let generic = !self.before_head.specific;
        let is_phrase = if let [word] = words {
            word.known.traits.any(Traits::Phrase)
        } else {
            view.catalog.vocabulary.is_phrase(view.span(start, end).of(view.text))
        };
        let is_strong = || proposal.head.is_some_and(|head| view.catalog.heads.get(head).strength == Strength::Strong);
        let of_words = self.behind_first.flags | FLAGS_OF_KIND[first as usize] & !VERB_INSIDE;
        let of_all = [
            (1, words[0].shape == Shape::QuoteOpen),
            (2, words[words.len() - 1].shape == Shape::QuoteClose),
            (3, quoted),
            (7, first == WordKind::Place),
            (16, proposal.head.is_some() && modifiers == 0),
            (17, modifiers > 0 && generic),
            (20, is_phrase),
            (21, view.owner(start) == Some(Class::Place)),
            (22, proposal.shared_head.is_some()),
            (23, modifiers == 1 && !generic && is_strong()),
        ];
        of_all.iter().fold(of_words, |flags, &(flag, set)| flags | u32::from(set) << flag)
    }
}

/// The kinds of word that make a modifier generic.
const GENERIC: Kinds =
    Kinds::of(&[WordKind::Evaluative, WordKind::Determiner, WordKind::Phrase, WordKind::Digits, WordKind::Quantity, WordKind::De]);

/// The numbers of the bits that are set.
pub(super) fn bits(mut set: u32) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros())?;
        set &= set - 1;
        Some(bit)
    })
}
