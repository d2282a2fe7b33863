//! Names that only their form gives away: strategies, positionings, programs, instruments, parks, projects, industries and the like.
//!
//! Candidates end in a head noun, stand in quotes, in a list, after a verb of building or in a list of known terms; a linear model
//! scores each for each class, and the best set that does not overlap wins. What the model may look at are words of the lexicon,
//! parts of speech, shapes and lengths: it cannot remember a name.

pub(crate) mod candidates;
pub(crate) mod decode;
pub(crate) mod features;
pub(crate) mod joins;
pub(crate) mod kind;

use super::candidate::Candidate;
use crate::{
    catalog::{Catalog, model::MODEL_CLASSES},
    extract::word::Word,
    model::{Class, Document, Mention},
    span::Span,
};
use candidates::{Headed, Proposal, Proposals};
use decode::Sums;
pub(crate) use decode::select_arcs;

/// A mention that is not to be cut: found by a surer grammar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fixed {
    /// First word.
    pub(crate) start: u32,
    /// One past the last word.
    pub(crate) end: u32,
    /// Its class.
    pub(crate) class: Class,
}

/// A sentence in the model's view.
pub(crate) struct View<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) text: &'a str,
    pub(crate) words: &'a [Word],
    pub(crate) fixed: Vec<Fixed>,
    pub(crate) kinds: Vec<kind::WordKind>,
    /// For each word, one more than the index of the surer mention it belongs to.
    owner: Vec<u32>,
    /// How many quotation marks and brackets stand before each word, and in all.
    marks: Vec<u32>,
    /// How many characters stand before each word, and in all.
    characters: Vec<u32>,
    /// For each end of a stretch the head noun there.
    heads: Vec<Option<Headed>>,
}

impl<'a> View<'a> {
    /// Prepares the words of one sentence; `sure` are the surer mentions that touch it.
    pub(crate) fn new(catalog: &'a Catalog, document: &'a Document, words: &'a [Word], sure: &[Mention]) -> Self {
        let fixed = fixed(words, sure);
        let kinds = kind::kinds(words, &fixed);
        let mut owner = vec![0; words.len()];
        for (index, mention) in fixed.iter().enumerate() {
            owner[mention.start as usize..mention.end as usize].fill(index as u32 + 1);
        }
        let marks = sums(words.iter().map(|word| u32::from(word.shape.is_mark())));
        let characters = sums(words.iter().map(|word| word.span.of(&document.text).chars().count() as u32));
        let heads = candidates::heads(catalog, &document.text, words);
        Self { catalog, text: &document.text, words, fixed, kinds, owner, marks, characters, heads }
    }

    /// Whether quotation marks or brackets stand between the two ends.
    pub(crate) fn has_marks(&self, start: usize, end: usize) -> bool {
        self.marks[start] != self.marks[end]
    }

    /// How many characters the words from `start` up to `end` have.
    pub(crate) fn characters(&self, start: usize, end: usize) -> u32 {
        self.characters[end] - self.characters[start]
    }

    /// The head noun that ends at word `end`, or before a bracket or quote that closes there.
    pub(crate) fn head_before(&self, end: usize) -> Option<Headed> {
        self.heads[end]
    }

    /// Whether the boundary before word `at` lies inside a surer mention.
    pub(crate) fn cuts(&self, at: usize) -> bool {
        at > 0 && at < self.words.len() && self.owner[at] != 0 && self.owner[at] == self.owner[at - 1]
    }

    /// Whether exactly these words are one surer mention.
    pub(crate) fn is_fixed(&self, start: usize, end: usize) -> bool {
        self.owner[start].checked_sub(1).is_some_and(|index| {
            let mention = self.fixed[index as usize];
            (mention.start as usize, mention.end as usize) == (start, end)
        })
    }

    /// The surer mention that word `at` belongs to.
    pub(crate) fn fixed_at(&self, at: usize) -> Option<Fixed> {
        self.owner[at].checked_sub(1).map(|index| self.fixed[index as usize])
    }

    /// The class of that mention.
    pub(crate) fn owner(&self, at: usize) -> Option<Class> {
        self.fixed_at(at).map(|fixed| fixed.class)
    }

    /// The characters from word `start` up to word `end`.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        Span { start: self.words[start].span.start, end: self.words[end - 1].span.end }
    }
}

/// The sums of the first numbers, from none to all.
fn sums(numbers: impl ExactSizeIterator<Item = u32>) -> Vec<u32> {
    let mut sums = Vec::with_capacity(numbers.len() + 1);
    let mut sum = 0;
    sums.push(sum);
    for number in numbers {
        sum += number;
        sums.push(sum);
    }
    sums
}

fn fixed(words: &[Word], sure: &[Mention]) -> Vec<Fixed> {
    let mut fixed = Vec::new();
    for mention in sure {
        let start = words.partition_point(|word| word.span.end <= mention.span.start);
        let end = words.partition_point(|word| word.span.start < mention.span.end);
        if start < end {
            fixed.push(Fixed { start: start as u32, end: end as u32, class: mention.class });
        }
    }
    fixed
}

/// Finds the policy mentions of one sentence.
pub(crate) fn find(catalog: &Catalog, document: &Document, words: &[Word], sure: &[Mention], room: &mut Room) -> Vec<Candidate> {
    if words.len() < 2 {
        return Vec::new();
    }
    let view = View::new(catalog, document, words, sure);
    let proposals = room.proposals.find(&view);
    let chosen = decode::decode(&view, proposals, &mut room.sums);
    chosen.into_iter().map(|choice| candidate(&view, &proposals[choice.proposal], choice.class)).collect()
}

/// Room for what is made of one sentence after the other.
#[derive(Default)]
pub(crate) struct Room {
    proposals: Proposals,
    sums: Sums,
}

fn candidate(view: &View<'_>, proposal: &Proposal, class: usize) -> Candidate {
    let span = view.span(proposal.start as usize, proposal.end as usize);
    let surface = span.of(view.text);
    // A conjunct of another class than the head's does not mean the head: industries before 产业园; and an industry goes by its own name,
    // as a known term does: 电子信息、装备制造等产业.
    let own = MODEL_CLASSES[class];
    let means = |head: u16| own != Class::Industry && view.catalog.heads.get(head).classes.contains(&own);
    let shared = proposal.shared_head.filter(|_| !proposal.term_class.is_some_and(|(_, open)| open)).and_then(|(start, end)| {
        let head = view.head_before(end as usize).map(|(head, ..)| head).filter(|&head| means(head))?;
        let words = view.span(start as usize, end as usize).of(view.text);
        Some(view.catalog.heads.noun(head).unwrap_or(words))
    });
    let name = match shared {
        Some(head) => format!("{surface}{head}"),
        None => surface.trim_matches(crate::text::is_quote).to_owned(),
    };
    let name = if balanced(&name) { name } else { surface.to_owned() };
    let rule = view.catalog.rules.grammar(proposal.rule(shared.is_some()));
    Candidate { mention: Mention { span, class: MODEL_CLASSES[class], name, rule }, priority: 5 }
}

/// Whether trimming left as many opening as closing quotation marks.
fn balanced(name: &str) -> bool {
    let count = |marks: [char; 2]| name.matches(marks).count();
    count(['\u{201C}', '\u{300A}']) == count(['\u{201D}', '\u{300B}'])
}
