//! What the model looks at: closed vocabularies, shapes and lengths of a candidate and its neighbours.

use super::{View, candidates::Proposal, kind::WordKind};
use crate::{
    catalog::{heads::Strength, model::Range, vocabulary::Traits},
    extract::word::Shape,
    model::Class,
};

const KINDS: u32 = WordKind::ALL.len() as u32;

/// Every feature template with the range of its values.
pub(crate) const TEMPLATES: &[(&str, Range)] = &[
    ("bias", Range::Plain(1)),
    ("left-kind", Range::Plain(KINDS)),
    ("left-word", Range::Word),
    ("left-two-kinds", Range::Plain(KINDS * KINDS)),
    ("first-kind", Range::Plain(KINDS)),
    ("first-word", Range::Word),
    ("head", Range::Head),
    ("right-kind", Range::Plain(KINDS)),
    ("right-word", Range::Word),
    ("right-two-kinds", Range::Plain(KINDS * KINDS)),
    ("words", Range::Plain(16)),
    ("characters", Range::Plain(24)),
    ("flag", Range::Plain(FLAGS)),
    ("strength-flag", Range::Plain(4 * FLAGS)),
    ("source", Range::Plain(32)),
    ("source-left", Range::Plain(32 * KINDS)),
    ("modifier-kind", Range::Plain(KINDS)),
    ("modifier-word", Range::Word),
    ("list-class", Range::Plain(17)),
    ("term-class", Range::Plain(34)),
    ("last-kind", Range::Plain(KINDS)),
    ("last-word", Range::Word),
    ("inner-kind", Range::Plain(KINDS)),
    ("inner-word", Range::Word),
    ("left-head", Range::Plain(KINDS * 4)),
    ("first-length", Range::Plain(KINDS * 8)),
    ("head-class-left", Range::Plain(17 * KINDS)),
    ("head-class-modifier", Range::Plain(17 * KINDS)),
    ("left-verb-head-class", Range::Plain(17 * 32)),
    ("head-class-words", Range::Plain(17 * 16)),
    ("spread", Range::Plain(16)),
];

const FLAGS: u32 = 24;

/// Calls `each` with every feature of `proposal` as template and value.
pub(crate) fn features(view: &View<'_>, proposal: &Proposal, mut each: impl FnMut(usize, u32)) {
    let (start, end) = (proposal.start as usize, proposal.end as usize);
    let kind = |at: Option<usize>| at.and_then(|at| view.kinds.get(at)).copied().unwrap_or(WordKind::Edge) as u32;
    let number = |at: Option<usize>| at.and_then(|at| view.words.get(at)).map_or(0, |word| u32::from(word.known.number));
    // A quoted name's neighbours are those of its marks.
    let inside = start > 0
        && view.words[start - 1].shape == Shape::QuoteOpen
        && view.words.get(end).is_some_and(|word| word.shape == Shape::QuoteClose);
    let before = |steps: usize| start.checked_sub(steps + usize::from(inside));
    let after = |steps: usize| Some(end + steps - 1 + usize::from(inside));
    let left = kind(before(1));
    let right = kind(after(1));
    let count = end - start;
    let strength = proposal.head.map_or(3, |head| view.catalog.heads.get(head).strength as u32);
    let head_class = proposal.head.map_or(16, |head| view.catalog.heads.get(head).classes.first().map_or(16, |class| *class as u32));
    let characters = view.span(start, end).of(view.text).chars().count() as u32;

    each(0, 0);
    each(1, left);
    each(2, number(before(1)));
    each(3, left * KINDS + kind(before(2)));
    each(4, kind(Some(start)));
    each(5, number(Some(start)));
    each(6, proposal.head.map_or(view.catalog.heads.len() as u32, u32::from));
    each(7, right);
    each(8, number(after(1)));
    each(9, right * KINDS + kind(after(2)));
    each(10, (count as u32).min(15));
    each(11, characters.min(23));
    for flag in flags(view, proposal, inside) {
        each(12, flag);
        each(13, strength * FLAGS + flag);
    }
    let source = u32::from(proposal.source.0);
    each(14, source);
    each(15, source * KINDS + left);
    let modifier = (proposal.modifier_end as usize).checked_sub(1).filter(|&at| at >= start && at < end);
    each(16, kind(modifier));
    each(17, number(modifier));
    each(18, proposal.list_class.map_or(16, |class| class as u32));
    each(19, proposal.term_class.map_or(16, |(class, open)| class as u32 + 17 * u32::from(open)));
    each(20, kind(Some(end - 1)));
    each(21, number(Some(end - 1)));
    for at in start + 1..(proposal.modifier_end as usize).min(end) {
        each(22, view.kinds[at] as u32);
        each(23, u32::from(view.words[at].known.number));
    }
    each(24, left * 4 + strength);
    each(25, kind(Some(start)) * 8 + (count as u32).min(7));
    each(26, head_class * KINDS + left);
    each(27, head_class * KINDS + kind(modifier));
    if let Some(verbs) = before(1).map(|at| view.words[at].known.verbs.0) {
        for bit in (0..32).filter(|bit| verbs >> bit & 1 == 1) {
            each(28, head_class * 32 + bit);
        }
    }
    each(29, head_class * 16 + (count as u32).min(15));
    each(30, u32::from(view.catalog.spread.of(view.span(start, end).of(view.text))));
}

fn flags(view: &View<'_>, proposal: &Proposal, inside: bool) -> impl Iterator<Item = u32> {
    let (start, end) = (proposal.start as usize, proposal.end as usize);
    let words = &view.words[start..end];
    let kinds = &view.kinds[start..end];
    let modifier = &kinds[..(proposal.modifier_end as usize).clamp(start, end) - start];
    let has = |kind: WordKind| kinds.contains(&kind);
    let is_verb = |kind: &WordKind| *kind >= WordKind::Build && *kind <= WordKind::Bound;
    let generic = |kind: &WordKind| {
        matches!(
            kind,
            WordKind::Evaluative | WordKind::Determiner | WordKind::Phrase | WordKind::Digits | WordKind::Quantity | WordKind::De
        )
    };
    let text = view.span(start, end).of(view.text);
    let values = [
        has(WordKind::QuoteOpen),
        words[0].shape == Shape::QuoteOpen,
        words[words.len() - 1].shape == Shape::QuoteClose,
        inside,
        has(WordKind::BracketOpen),
        has(WordKind::De),
        has(WordKind::Place),
        kinds[0] == WordKind::Place,
        has(WordKind::Conjunction),
        has(WordKind::Pause),
        kinds[1..].iter().any(is_verb),
        has(WordKind::Determiner),
        has(WordKind::Latin),
        has(WordKind::Digits),
        has(WordKind::Evaluative),
        kinds.contains(&WordKind::Industry),
        proposal.head.is_some() && modifier.is_empty(),
        !modifier.is_empty() && modifier.iter().all(generic),
        has(WordKind::Organ),
        has(WordKind::UnknownShort) || has(WordKind::Unknown),
        view.catalog.vocabulary.get(text).traits.any(Traits::Phrase),
        view.owner(start) == Some(Class::Place),
        proposal.shared_head.is_some(),
        proposal.head.is_some_and(|head| view.catalog.heads.get(head).strength == Strength::Strong)
            && modifier.len() == 1
            && !modifier.iter().all(generic),
    ];
    values.into_iter().enumerate().filter(|(_, value)| *value).map(|(index, _)| index as u32)
}
