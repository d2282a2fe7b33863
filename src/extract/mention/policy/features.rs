//! What the model looks at: closed vocabularies, shapes and lengths of a candidate and its neighbours.
//!
//! Candidates of a sentence share their ends, so that features of an end are told apart from those of the whole: [`left`] and [`right`] depend
//! on one end, [`inner`] on one word, and [`whole`] on all of the candidate.

use super::{
    View,
    candidates::Proposal,
    kind::{Kinds, WordKind},
};
use crate::{
    catalog::{
        company,
        heads::Strength,
        model::{Range as Values, character},
        vocabulary::Traits,
    },
    extract::word::Shape,
    model::Class,
};
use std::ops::Range;

const KINDS: u32 = WordKind::ALL.len() as u32;

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
];

const FLAGS: u32 = 27;
const CLASSES: u32 = company::CLASSES as u32;

/// Calls `each` with every feature of `proposal` as template and value.
pub(crate) fn features(view: &View<'_>, proposal: &Proposal, mut each: impl FnMut(usize, u32)) {
    let quoted = is_quoted(view, proposal);
    left(view, proposal.start as usize, quoted, &mut each);
    right(view, proposal.end as usize, quoted, &mut each);
    for at in inside(proposal) {
        inner(view, at, &mut each);
    }
    whole(view, proposal, quoted, each);
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

/// What each word of [`inside`] tells.
pub(crate) fn inner(view: &View<'_>, at: usize, mut each: impl FnMut(usize, u32)) {
    each(22, view.kinds[at] as u32);
    each(23, u32::from(view.words[at].known.number));
    each(36, u32::from(view.words[at].known.class));
}

/// What depends on both ends, or on why the candidate was proposed.
pub(crate) fn whole(view: &View<'_>, proposal: &Proposal, quoted: bool, mut each: impl FnMut(usize, u32)) {
    let (start, end) = (proposal.start as usize, proposal.end as usize);
    let before = start.checked_sub(1 + usize::from(quoted));
    let left = kind(view, before);
    let count = end - start;
    let strength = proposal.head.map_or(3, |head| view.catalog.heads.get(head).strength as u32);
    let head_class = proposal.head.map_or(16, |head| view.catalog.heads.get(head).classes.first().map_or(16, |class| *class as u32));
    let text = view.span(start, end).of(view.text);

    each(6, proposal.head.map_or(view.catalog.heads.len() as u32, u32::from));
    each(10, (count as u32).min(15));
    each(11, (text.chars().count() as u32).min(23));
    for flag in bits(flags(view, proposal, quoted, text)) {
        each(12, flag);
        each(13, strength * FLAGS + flag);
    }
    let source = u32::from(proposal.source.0);
    each(14, source);
    each(15, source * KINDS + left);
    let modifier = (proposal.modifier_end as usize).checked_sub(1).filter(|&at| at >= start && at < end);
    each(16, kind(view, modifier));
    each(17, number(view, modifier));
    each(18, proposal.list_class.map_or(16, |class| class as u32));
    each(19, proposal.term_class.map_or(16, |(class, open)| class as u32 + 17 * u32::from(open)));
    each(24, left * 4 + strength);
    each(25, kind(view, Some(start)) * 8 + (count as u32).min(7));
    each(26, head_class * KINDS + left);
    each(27, head_class * KINDS + kind(view, modifier));
    for verb in bits(before.map_or(0, |at| view.words[at].known.verbs.0)) {
        each(28, head_class * 32 + verb);
    }
    each(29, head_class * 16 + (count as u32).min(15));
    each(37, class(view, modifier));
    each(38, head_class * CLASSES + class(view, modifier));
    if let Some(modifier) = modifier {
        each(39, character(last_character(view, modifier)));
    }
    let before_head =
        view.words[start..(proposal.modifier_end as usize).clamp(start, end)].iter().filter(|word| word.shape == Shape::Chinese);
    let (mut singles, mut rarity) = (0, 0);
    for word in before_head {
        singles += u32::from(word.span.len() == 3 && word.known.function.is_empty());
        rarity = rarity.max(15 - u32::from(word.known.frequency));
    }
    each(40, head_class * 8 + singles.min(7));
    each(41, rarity * 4 + strength);
    each(42, head_class * 16 + rarity);
    each(43, number(view, before) * 4 + strength);
    each(44, head_class * CLASSES + class(view, before));
    each(45, class(view, before) * KINDS + kind(view, Some(end + usize::from(quoted))));
}

/// The kinds of word that make a modifier generic.
const GENERIC: Kinds =
    Kinds::of(&[WordKind::Evaluative, WordKind::Determiner, WordKind::Phrase, WordKind::Digits, WordKind::Quantity, WordKind::De]);

/// What holds of the candidate, one bit each.
fn flags(view: &View<'_>, proposal: &Proposal, quoted: bool, text: &str) -> u32 {
    let (start, end) = (proposal.start as usize, proposal.end as usize);
    let words = &view.words[start..end];
    let kinds = &view.kinds[start..end];
    let modifier = &kinds[..(proposal.modifier_end as usize).clamp(start, end) - start];
    let all = Kinds::of(kinds);
    let has = |kind: WordKind| all.any(Kinds::of(&[kind]));
    let generic = Kinds::of(modifier).within(GENERIC);
    let is_phrase = if let [word] = words { word.known.traits.any(Traits::Phrase) } else { view.catalog.vocabulary.is_phrase(text) };
    let values = [
        has(WordKind::QuoteOpen),
        words[0].shape == Shape::QuoteOpen,
        words[words.len() - 1].shape == Shape::QuoteClose,
        quoted,
        has(WordKind::BracketOpen),
        has(WordKind::De),
        has(WordKind::Place),
        kinds[0] == WordKind::Place,
        has(WordKind::Conjunction),
        has(WordKind::Pause),
        Kinds::of(&kinds[1..]).any(Kinds::between(WordKind::Build, WordKind::Bound)),
        has(WordKind::Determiner),
        has(WordKind::Latin),
        has(WordKind::Digits),
        has(WordKind::Evaluative),
        has(WordKind::Industry),
        proposal.head.is_some() && modifier.is_empty(),
        !modifier.is_empty() && generic,
        has(WordKind::Organ),
        has(WordKind::UnknownShort) || has(WordKind::Unknown),
        is_phrase,
        view.owner(start) == Some(Class::Place),
        proposal.shared_head.is_some(),
        proposal.head.is_some_and(|head| view.catalog.heads.get(head).strength == Strength::Strong) && modifier.len() == 1 && !generic,
        has(WordKind::Document),
        has(WordKind::Event),
        has(WordKind::Period),
    ];
    values.iter().enumerate().fold(0, |flags, (index, value)| flags | u32::from(*value) << index)
}

/// The numbers of the bits that are set.
fn bits(mut set: u32) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros())?;
        set &= set - 1;
        Some(bit)
    })
}
