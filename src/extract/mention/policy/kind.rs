//! The kind of a word as the model sees it.

use super::Fixed;
use crate::{
    catalog::vocabulary::{Families, Functions, PartOfSpeech, Traits},
    extract::word::{Shape, Word},
    model::Class,
};

crate::catalog::vocabulary::numbered! {
    /// The kind of a word: punctuation, function, verb family, or what is left.
    WordKind {
        Edge, Stop, Semicolon, Comma, Colon, Pause, QuoteOpen, QuoteClose, BookOpen, BookClose, BracketOpen, BracketClose, Joiner, Space, Other,
        Latin, Digits, Place, Organ, Person, Event, Document, Period,
        De, Particle, Conjunction, Preposition, Adverb, Negation, Modal, Pronoun, Quantity, Time, Scope, Opener, Numeral, Classifier,
        Determiner, Evaluative, Phrase,
        Build, Implement, Develop, Formulate, Convene, Propose, Establish, Serve, Align, OtherFamily, Bound,
        Industry, Head, Noun, Verb, Adjective, Number, Position, Idiom, Unknown, UnknownShort,
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u64);

const _: () = assert!(WordKind::ALL.len() <= 64, "a set of kinds has a bit for each");

impl Kinds {
    /// The set of `kinds`.
    #[inline]
    pub(crate) const fn of(kinds: &[WordKind]) -> Self {
        let (mut set, mut at) = (0, 0);
        while at < kinds.len() {
            set |= 1 << kinds[at] as u64;
            at += 1;
        }
        Self(set)
    }

    /// Whether `other` has all kinds of this set.
    pub(crate) fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

/// The kinds of the words of a sentence; words inside a surer mention take its class.
pub(crate) fn kinds(words: &[Word], fixed: &[Fixed]) -> Vec<WordKind> {
    let mut kinds: Vec<WordKind> = words.iter().map(of_word).collect();
    for mention in fixed {
        let kind = match mention.class {
            Class::Place => WordKind::Place,
            Class::Department | Class::Organization => WordKind::Organ,
            Class::Official => WordKind::Person,
            Class::Event => WordKind::Event,
            Class::Document => WordKind::Document,
            Class::Period => WordKind::Period,
            _ => continue,
        };
        kinds[mention.start as usize..mention.end as usize].fill(kind);
    }
    kinds
}

fn of_word(word: &Word) -> WordKind {
    match word.shape {
        Shape::Chinese => of_chinese(word),
        Shape::Latin => WordKind::Latin,
        Shape::Digits => WordKind::Digits,
        Shape::Stop => WordKind::Stop,
        Shape::Semicolon => WordKind::Semicolon,
        Shape::Comma => WordKind::Comma,
        Shape::Colon => WordKind::Colon,
        Shape::Pause => WordKind::Pause,
        Shape::QuoteOpen => WordKind::QuoteOpen,
        Shape::QuoteClose => WordKind::QuoteClose,
        Shape::BookOpen => WordKind::BookOpen,
        Shape::BookClose => WordKind::BookClose,
        Shape::BracketOpen => WordKind::BracketOpen,
        Shape::BracketClose => WordKind::BracketClose,
        Shape::Joiner => WordKind::Joiner,
        Shape::Space => WordKind::Space,
        Shape::Other => WordKind::Other,
    }
}

const FAMILIES: [(Families, WordKind); 9] = [
    (Families::Build, WordKind::Build),
    (Families::Implement, WordKind::Implement),
    (Families::Develop, WordKind::Develop),
    (Families::Formulate, WordKind::Formulate),
    (Families::Convene, WordKind::Convene),
    (Families::Establish, WordKind::Establish),
    (Families::Propose, WordKind::Propose),
    (Families::Serve, WordKind::Serve),
    (Families::Align, WordKind::Align),
];

const FUNCTIONS: [(Functions, WordKind); 13] = [
    (Functions::Conjunction, WordKind::Conjunction),
    (Functions::Particle, WordKind::Particle),
    (Functions::Negation, WordKind::Negation),
    (Functions::Preposition, WordKind::Preposition),
    (Functions::Modal, WordKind::Modal),
    (Functions::Adverb, WordKind::Adverb),
    (Functions::Pronoun, WordKind::Pronoun),
    (Functions::Quantity, WordKind::Quantity),
    (Functions::Time, WordKind::Time),
    (Functions::Scope, WordKind::Scope),
    (Functions::Opener, WordKind::Opener),
    (Functions::Number, WordKind::Numeral),
    (Functions::Classifier, WordKind::Classifier),
];

fn of_chinese(word: &Word) -> WordKind {
    let known = word.known;
    if known.traits.any(Traits::Determiner) {
        return WordKind::Determiner;
    }
    if let Some(&(_, kind)) = FUNCTIONS.iter().find(|(flag, _)| known.function.any(*flag)) {
        return if kind == WordKind::Particle && word.known.part == PartOfSpeech::Particle && word.span.len() == 3 {
            WordKind::De
        } else {
            kind
        };
    }
    if let Some(&(_, kind)) = FAMILIES.iter().find(|(flag, _)| known.verbs.any(*flag)) {
        return kind;
    }
    if known.verbs.any(Families::Bound) {
        return WordKind::Bound;
    }
    if !known.verbs.is_empty() {
        return WordKind::OtherFamily;
    }
    if known.traits.any(Traits::Evaluative) {
        return WordKind::Evaluative;
    }
    if known.traits.any(Traits::Phrase) {
        return WordKind::Phrase;
    }
    if known.traits.any(Traits::Industry) {
        return WordKind::Industry;
    }
    if known.traits.any(Traits::Head) {
        return WordKind::Head;
    }
    match known.part {
        PartOfSpeech::Noun => WordKind::Noun,
        PartOfSpeech::Verb => WordKind::Verb,
        PartOfSpeech::Adjective => WordKind::Adjective,
        PartOfSpeech::Adverb => WordKind::Adverb,
        PartOfSpeech::Number => WordKind::Number,
        PartOfSpeech::Pronoun => WordKind::Pronoun,
        PartOfSpeech::Position => WordKind::Position,
        PartOfSpeech::Time => WordKind::Time,
        PartOfSpeech::Place => WordKind::Place,
        PartOfSpeech::Particle => WordKind::Particle,
        PartOfSpeech::Idiom => WordKind::Idiom,
        PartOfSpeech::Unknown if word.span.len() <= 3 => WordKind::UnknownShort,
        PartOfSpeech::Unknown => WordKind::Unknown,
    }
}
