//! What the lexicon knows of single words: part of speech, verb families, function, genericness; and how to cut text into them.

use super::{company::Company, lexicon::Lexicon};
use crate::error::Defect;
use jieba_rs::Jieba;
use rustc_hash::{FxHashMap, FxHashSet};
use std::{
    fmt,
    hash::{Hash, Hasher},
};

/// Coarse part of speech of a dictionary word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartOfSpeech {
    /// Not in the dictionary.
    #[default]
    Unknown,
    /// 名词
    Noun,
    /// 动词
    Verb,
    /// 形容词, 区别词, 状态词
    Adjective,
    /// 副词
    Adverb,
    /// 数词, 量词
    Number,
    /// 代词
    Pronoun,
    /// 方位词, 处所词
    Position,
    /// 时间词
    Time,
    /// 地名
    Place,
    /// 介词, 连词, 助词, 语气词
    Particle,
    /// 成语, 习用语
    Idiom,
}

impl PartOfSpeech {
    fn of(tag: &str) -> Self {
        match tag {
            "ns" => Self::Place,
            "i" | "l" => Self::Idiom,
            _ => match tag.as_bytes().first() {
                Some(b'n' | b'j' | b'g') => Self::Noun,
                Some(b'v') => Self::Verb,
                Some(b'a' | b'b' | b'z') => Self::Adjective,
                Some(b'd') => Self::Adverb,
                Some(b'm' | b'q') => Self::Number,
                Some(b'r') => Self::Pronoun,
                Some(b'f' | b's') => Self::Position,
                Some(b't') => Self::Time,
                Some(b'p' | b'c' | b'u' | b'y' | b'e' | b'o' | b'k') => Self::Particle,
                _ => Self::Unknown,
            },
        }
    }
}

/// Declares a set of flags, each the name of a cell value of a lexicon table.
macro_rules! flags {
    ($(#[$meta:meta])* $vis:vis $name:ident: $int:ty { $($(#[$doc:meta])* $flag:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        $vis struct $name($vis $int);

        #[expect(non_upper_case_globals, reason = "flags read like the variants they stand for")]
        #[allow(missing_docs, dead_code)]
        impl $name {
            $crate::catalog::vocabulary::flags!(@consts $vis, $int, 0, $($(#[$doc])* $flag),*);
            /// Every flag with its name.
            $vis const NAMED: &'static [(Self, &'static str)] = &[$((Self::$flag, $text)),*];
        }

        #[allow(dead_code)]
        impl $name {
            /// Whether the two sets share a flag.
            $vis fn any(self, other: Self) -> bool { self.0 & other.0 != 0 }
            /// Whether no flag is set.
            $vis fn is_empty(self) -> bool { self.0 == 0 }
            /// Both sets together.
            $vis const fn with(self, other: Self) -> Self { Self(self.0 | other.0) }
            /// The flag called `name`.
            $vis fn named(name: &str) -> Option<Self> {
                Self::NAMED.iter().find(|(_, text)| *text == name).map(|&(flag, _)| flag)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let names: Vec<_> = Self::NAMED.iter().filter(|(flag, _)| self.any(*flag)).map(|(_, text)| *text).collect();
                f.write_str(&names.join("|"))
            }
        }
    };
    (@consts $vis:vis, $int:ty, $at:expr, $(#[$doc:meta])* $flag:ident $(, $($rest:tt)*)?) => {
        $(#[$doc])* $vis const $flag: Self = Self(1 << ($at));
        $($crate::catalog::vocabulary::flags!(@consts $vis, $int, $at + 1, $($rest)*);)?
    };
    (@consts $vis:vis, $int:ty, $at:expr,) => {};
}
pub(crate) use flags;

/// Declares an enum without data whose values have numbers and names, for use as model features.
macro_rules! numbered {
    ($(#[$meta:meta])* $name:ident { $($variant:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub(crate) enum $name { $($variant),* }

        impl $name {
            /// Every value, in order.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),*];
        }
    };
}
pub(crate) use numbered;

flags! {
    /// The relation families that a verb belongs to (`verbs.tsv`).
    pub Families: u32 {
        Build = "build", Implement = "implement", Develop = "develop", Formulate = "formulate", Convene = "convene", Propose = "propose",
        Establish = "establish", Abolish = "abolish", Serve = "serve", Collaborate = "collaborate", Align = "align", Adopt = "adopt",
        Attend = "attend", Present = "present", Speak = "speak", Lead = "lead", Bound = "bound",
    }
}

flags! {
    /// What a function word does (`function.tsv`).
    pub Functions: u32 {
        Adverb = "adverb", Preposition = "preposition", Conjunction = "conjunction", Particle = "particle", Pronoun = "pronoun",
        Negation = "negation", Modal = "modal", Quantity = "quantity", Time = "time",
        Scope = "scope", Opener = "opener", Number = "number", Classifier = "classifier", Agent = "agent",
    }
}

flags! {
    /// Why a word does not make a name (`generic.tsv`), and what else a word is known as.
    pub Traits: u32 {
        Determiner = "determiner", Evaluative = "evaluative", Phrase = "phrase", Industry = "industry", Head = "head", Place = "place", Others = "others",
        Causes = "causes", Joins = "joins",
    }
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Known {
    /// Number of the word among those of the lexicon's own tables, 0 for all others.
    pub number: u16,
    /// Class of words that stand in like places, 0 for those without.
    pub class: u16,
    /// How common the word is in public documents: the logarithm of its count to base 2, from 0 to 15.
    pub frequency: u8,
    /// Coarse part of speech.
    pub part: PartOfSpeech,
    /// Relation families, for verbs.
    pub verbs: Families,
    /// Functions, for function words.
    pub function: Functions,
    /// Genericness and more.
    pub traits: Traits,
}

/// What is known by word. Nearly all words are short enough to be keys by value, which spares a look at the word itself; and many words have the
/// same known of them, so that all that is often asked for is small.
#[derive(Default)]
struct Dictionary {
    short: FxHashMap<Key, u32>,
    long: FxHashMap<Box<str>, u32>,
    /// What is known of the words with each number.
    known: Vec<Known>,
}

/// The bytes of a word of up to sixteen; no word ends in a zero byte.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key([u8; 16]);

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        u128::from_le_bytes(self.0).hash(state);
    }
}

impl Dictionary {
    #[inline]
    fn get(&self, word: &str) -> Option<Known> {
        self.number(word).map(|number| self.known[number as usize])
    }

    fn number(&self, word: &str) -> Option<u32> {
        match Self::key(word) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(word).copied(),
        }
    }

    fn entry(&mut self, word: &str) -> &mut Known {
        let next = self.known.len() as u32;
        let number = match Self::key(word) {
            Some(key) => *self.short.entry(key).or_insert(next),
            None => *self.long.entry(word.into()).or_insert(next),
        };
        if number == next {
            self.known.push(Known::default());
        }
        &mut self.known[number as usize]
    }

    fn get_mut(&mut self, word: &str) -> Option<&mut Known> {
        self.number(word).map(|number| &mut self.known[number as usize])
    }

    /// Gives words of which the same is known the same number, once nothing more is learned of any.
    fn settle(&mut self) {
        let mut numbers: FxHashMap<Known, u32> = FxHashMap::default();
        let mut known = Vec::new();
        let number_of: Vec<u32> = std::mem::take(&mut self.known)
            .into_iter()
            .map(|one| {
                *numbers.entry(one).or_insert_with(|| {
                    known.push(one);
                    known.len() as u32 - 1
                })
            })
            .collect();
        self.short.values_mut().chain(self.long.values_mut()).for_each(|number| *number = number_of[*number as usize]);
        self.known = known;
    }

    /// Every word, in no order.
    fn words(&self) -> impl Iterator<Item = String> {
        let spelled = |key: &Key| String::from_utf8_lossy(&key.0).trim_end_matches('\0').to_owned();
        self.short.keys().map(spelled).chain(self.long.keys().map(|word| word.to_string()))
    }

    #[inline]
    fn key(word: &str) -> Option<Key> {
        let (mut key, bytes) = ([0; 16], word.as_bytes());
        // Words of one to four Chinese characters, whose lengths the compiler is told, are nearly all that is asked for.
        match bytes.len() {
            3 => key[..3].copy_from_slice(&bytes[..3]),
            6 => key[..6].copy_from_slice(&bytes[..6]),
            9 => key[..9].copy_from_slice(&bytes[..9]),
            12 => key[..12].copy_from_slice(&bytes[..12]),
            length => key.get_mut(..length)?.copy_from_slice(bytes),
        }
        Some(Key(key))
    }

    fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }
}

/// The dictionary: cuts text into words and tells what is known of each.
pub struct Vocabulary {
    jieba: Jieba,
    known: Dictionary,
    phrases: FxHashSet<Box<str>>,
    /// How long phrases are, in bytes, one bit each; the last stands for all that are longer.
    phrase_lengths: u128,
    numbered: Vec<Box<str>>,
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vocabulary").field("words", &self.known.len()).finish_non_exhaustive()
    }
}

/// Frequency given to words of the lexicon that the dictionary lacks: common enough to be cut as one word.
const FREQUENCY: u32 = 3000;

impl Vocabulary {
    /// Builds the dictionary from `words.tsv` and the lexicon's own tables; `company` tells the class of words.
    pub fn new(lexicon: &Lexicon, company: Vec<(&str, Company)>, defects: &mut Vec<Defect>) -> Self {
        let mut vocabulary = Self {
            jieba: Jieba::empty(),
            known: Dictionary::default(),
            phrases: FxHashSet::default(),
            phrase_lengths: 0,
            numbered: vec!["".into()],
        };
        let mut dictionary = String::with_capacity(1 << 20);
        for row in lexicon.table("words") {
            push_entry(&mut dictionary, row.word(), row.cell(1));
            let entry = vocabulary.known.entry(row.word());
            entry.part = PartOfSpeech::of(row.cell(2));
        }
        for (table, trait_) in [
            ("verbs", None),
            ("function", None),
            ("generic", None),
            ("lists", None),
            ("agency", None),
            ("heads", Some(Traits::Head)),
            ("industries", Some(Traits::Industry)),
        ] {
            for row in lexicon.table(table) {
                let is_word = row.word().chars().count() <= MAX_WORD && !(table == "generic" && vocabulary.is_compound(row.word()));
                if is_word && vocabulary.known.get(row.word()).is_none() {
                    push_entry(&mut dictionary, row.word(), &FREQUENCY.to_string());
                }
                let number = vocabulary.numbered.len() as u16;
                let entry = vocabulary.known.entry(row.word());
                if entry.number == 0 {
                    entry.number = number;
                    vocabulary.numbered.push(row.word().into());
                }
                let kind = row.cell(1);
                let unknown = match (table, trait_) {
                    (_, Some(flag)) => {
                        entry.traits = entry.traits.with(flag);
                        false
                    }
                    ("verbs", _) => Families::named(kind).map(|flag| entry.verbs = entry.verbs.with(flag)).is_none(),
                    ("function", _) => Functions::named(kind).map(|flag| entry.function = entry.function.with(flag)).is_none(),
                    _ => Traits::named(kind).map(|flag| entry.traits = entry.traits.with(flag)).is_none(),
                };
                if entry.traits.any(Traits::Phrase) {
                    vocabulary.phrases.insert(row.word().into());
                    vocabulary.phrase_lengths |= length_bit(row.word());
                }
                if unknown {
                    let problem = crate::text::unknown(kind, all_kinds(table));
                    defects.push(Defect { file: format!("data/lexicon/{table}.tsv"), line: row.line, problem });
                }
            }
        }
        for (word, Company { class, count }) in company {
            if let Some(known) = vocabulary.known.get_mut(word) {
                known.class = class;
                known.frequency = count.max(1).ilog2().min(u32::from(COMMONEST)) as u8;
            }
        }
        vocabulary.known.settle();
        if vocabulary.jieba.load_dict(&mut dictionary.as_bytes()).is_err() {
            defects.push(Defect { file: "data/lexicon/words.tsv".to_owned(), line: 1, problem: "a frequency is no number".to_owned() });
        }
        vocabulary
    }

    /// Whether a phrase is two words of two characters, cut apart so that a name may end between them.
    fn is_compound(&self, phrase: &str) -> bool {
        let middle = phrase.char_indices().nth(2).map_or(phrase.len(), |(at, _)| at);
        let (first, second) = phrase.split_at(middle);
        second.chars().count() == 2 && self.known.get(first).is_some() && self.known.get(second).is_some()
    }

    /// Every word, sorted.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.known.words().collect();
        words.sort_unstable();
        words
    }

    /// Cuts `text` into words; the words joined give the text.
    pub fn cut<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        self.jieba.cut(text, false).into_iter().map(|token| token.word)
    }

    /// What is known of `word`; nothing for unknown words.
    pub fn get(&self, word: &str) -> Known {
        self.known.get(word).unwrap_or_default()
    }

    /// Whether `text` is a phrase that names nothing.
    pub(crate) fn is_phrase(&self, text: &str) -> bool {
        self.phrase_lengths & length_bit(text) != 0 && self.phrases.contains(text)
    }

    /// The word that [`Known::number`] counts.
    pub fn numbered(&self, number: u16) -> &str {
        &self.numbered[usize::from(number)]
    }

    /// How many numbers there are, the 0 of unknown words included.
    pub fn numbers(&self) -> usize {
        self.numbered.len()
    }
}

/// The frequency of the commonest words; those above it are as common.
const COMMONEST: u8 = 15;

/// Longer lexicon entries are phrases, matched elsewhere, never words.
const MAX_WORD: usize = 4;

fn length_bit(text: &str) -> u128 {
    1 << text.len().min(127)
}

fn push_entry(dictionary: &mut String, word: &str, frequency: &str) {
    for part in [word, " ", frequency, "\n"] {
        dictionary.push_str(part);
    }
}

fn all_kinds(table: &str) -> impl Iterator<Item = &'static str> {
    let names: Vec<&'static str> = match table {
        "verbs" => Families::NAMED.iter().map(|(_, name)| *name).collect(),
        "function" => Functions::NAMED.iter().map(|(_, name)| *name).collect(),
        _ => Traits::NAMED.iter().map(|(_, name)| *name).collect(),
    };
    names.into_iter()
}
