//! What was read and yielded nothing: the sentences, quoted names and odd entities from which users see which rule is missing.

use crate::{
    catalog::{
        Catalog,
        vocabulary::{Families, Functions, Known, PartOfSpeech, Traits},
    },
    model::{Analysis, Class, Predicate, Reason, Refusal, Status},
    span::{Span, TextIndex},
    text,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The coverage of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Path of the document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// How many sentences it has.
    pub sentences: usize,
    /// How many of them hold no mention, statement or figure.
    pub silent: usize,
    /// The first of those, no headings and bylines among them.
    pub samples: Vec<Passage>,
    /// Names in quotation or book-title marks that no mention covers: how often, and the first line.
    pub unknown_quotes: BTreeMap<String, (usize, u32)>,
    /// What rules read and the ontology does not allow: how often, and the first.
    #[serde(with = "entries")]
    pub refused: BTreeMap<(Predicate, Reason), (usize, Passage)>,
}

/// Some words of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Line, from 1.
    pub line: u32,
    /// The words.
    pub text: String,
}

/// A map whose keys are no strings, as a list of its entries.
mod entries {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer, K: Serialize, V: Serialize>(map: &BTreeMap<K, V>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>, K: Deserialize<'de> + Ord, V: Deserialize<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error> {
        Vec::<(K, V)>::deserialize(deserializer).map(BTreeMap::from_iter)
    }
}

/// Samples that one document gives.
const SAMPLES: usize = 20;
/// Shorter sentences are headings and the like.
const LEAST_CHARACTERS: usize = 12;

impl Coverage {
    /// What `analysis` left unread.
    pub fn of(analysis: &Analysis) -> Self {
        let text = &analysis.document.text;
        let heard = heard(analysis);
        let index = TextIndex::new(text);
        let silent = || analysis.structure.sentences.iter().zip(&heard).filter(|(_, heard)| !**heard).map(|(sentence, _)| sentence);
        let samples = silent()
            .map(|sentence| Passage { line: sentence.line, text: sentence.span.of(text).trim().to_owned() })
            .filter(|passage| passage.text.chars().count() >= LEAST_CHARACTERS);
        Self {
            path: analysis.document.path.clone(),
            sentences: heard.len(),
            silent: silent().count(),
            samples: samples.take(SAMPLES).collect(),
            unknown_quotes: unknown_quotes(analysis, &index),
            refused: refused(analysis, &index),
        }
    }
}

/// What the ontology does not allow, by predicate and reason.
fn refused(analysis: &Analysis, index: &TextIndex) -> BTreeMap<(Predicate, Reason), (usize, Passage)> {
    let mut all = BTreeMap::new();
    for Refusal { relation, reason } in &analysis.refused {
        let [from, to] = [relation.subject, relation.object].map(|entity| &analysis.entities[entity]);
        let first = || {
            let text = format!("{} ({}) {} {} ({})", from.name, from.class, relation.predicate, to.name, to.class);
            (0, Passage { line: index.line(relation.evidence.span.start), text })
        };
        all.entry((relation.predicate, *reason)).or_insert_with(first).0 += 1;
    }
    all
}

/// For each sentence, whether a mention, statement or figure stands in it.
pub(crate) fn heard(analysis: &Analysis) -> Vec<bool> {
    let sentences = &analysis.structure.sentences;
    let mut heard = vec![false; sentences.len()];
    let mentions = analysis.mentions.iter().map(|mention| mention.span);
    let relations = analysis.relations.iter().map(|relation| relation.evidence.span);
    let targets = analysis.targets.iter().map(|target| target.evidence.span);
    for span in mentions.chain(relations).chain(targets) {
        let first = sentences.partition_point(|sentence| sentence.span.end <= span.start);
        let touched = sentences[first..].iter().take_while(|sentence| sentence.span.start < span.end).count();
        heard[first..first + touched].fill(true);
    }
    heard
}

/// The innermost quoted names outside all mentions.
pub(crate) fn unknown_quotes(analysis: &Analysis, index: &TextIndex) -> BTreeMap<String, (usize, u32)> {
    const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=30;
    let text = &analysis.document.text;
    let mut unknown: BTreeMap<String, (usize, u32)> = BTreeMap::new();
    let mut open = None;
    for (offset, c) in text.char_indices() {
        match c {
            '\u{201C}' | '\u{300A}' => open = Some(offset + c.len_utf8()),
            '\n' => open = None,
            '\u{201D}' | '\u{300B}' => {
                let Some(start) = open.take() else { continue };
                let span = Span::new(start, offset);
                let name = span.of(text);
                if CHARACTERS.contains(&name.chars().count()) && !is_mentioned(analysis, span) {
                    unknown.entry(name.to_owned()).or_insert((0, index.line(span.start))).0 += 1;
                }
            }
            _ => {}
        }
    }
    unknown
}

/// Whether a mention shares a character with `span`; mentions stand in text order and do not overlap.
fn is_mentioned(analysis: &Analysis, span: Span) -> bool {
    let next = analysis.mentions.partition_point(|mention| mention.span.end <= span.start);
    analysis.mentions.get(next).is_some_and(|mention| mention.span.overlaps(span))
}

/// Why the name of an entity looks wrong, if it does.
pub fn oddity(catalog: &Catalog, class: Class, name: &str) -> Option<&'static str> {
    if class == Class::Measure {
        return None;
    }
    if !quotes_close(name) {
        return Some("unbalanced quotation marks or brackets");
    }
    if name.contains(STOPS) {
        return Some("holds a full stop or a line break");
    }
    let longest = if class == Class::Document { 60 } else { 30 };
    if name.chars().count() > longest {
        return Some("over-long");
    }
    if name.starts_with(text::is_quote) {
        return None;
    }
    // The names of people and places are made of any words.
    if matches!(class, Class::Official | Class::Place) {
        return None;
    }
    let known: Vec<Known> = catalog.vocabulary.cut(name).map(|word| catalog.vocabulary.get(word)).collect();
    let particle = Functions::Particle.with(Functions::Conjunction).with(Functions::Preposition);
    match known.as_slice() {
        // 以……为主体的, 覆盖……的: such words may open a name.
        [first, ..] if first.function.any(Functions::Opener) => None,
        [first, ..] if first.function.any(particle.with(Functions::Modal)) => Some("begins with a function word"),
        [first, _, ..] if class != Class::Document && governs(*first) => Some("begins with a verb"),
        [.., last] if last.function.any(particle) => Some("ends with a function word"),
        _ => None,
    }
}

/// Whether a word is a verb that takes objects and nothing besides: 推动, but not 创新 or 教育.
fn governs(known: Known) -> bool {
    let besides = Traits::Evaluative.with(Traits::Industry).with(Traits::Head).with(Traits::Phrase);
    known.part == PartOfSpeech::Verb && known.verbs.0 & !Families::Bound.0 != 0 && !known.traits.any(besides)
}

/// Marks that no name holds.
const STOPS: [char; 4] = ['\u{3002}', '\u{FF1B}', '\n', '\r'];

/// Whether every quotation mark and bracket that opens also closes.
fn quotes_close(name: &str) -> bool {
    const PAIRS: [(char, char); 6] = [
        ('\u{201C}', '\u{201D}'),
        ('\u{2018}', '\u{2019}'),
        ('\u{300A}', '\u{300B}'),
        ('\u{FF08}', '\u{FF09}'),
        ('(', ')'),
        ('\u{300C}', '\u{300D}'),
    ];
    PAIRS.iter().all(|&(open, close)| name.matches(open).count() == name.matches(close).count())
}

/// All statuses with how many of `statuses` have them.
pub fn by_status(statuses: impl Iterator<Item = Status>) -> Vec<(Status, usize)> {
    let mut counts: Vec<(Status, usize)> = Status::ALL.iter().map(|&status| (status, 0)).collect();
    for status in statuses {
        counts[status as usize].1 += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        extract::segment::{Sentence, Structure},
        model::{Document, Mention, RuleId},
    };

    #[test]
    fn silent_sentences_and_unknown_quotes_are_told() {
        let text = "云州市建设“青湖”科学城。各地要把“三个清单”抓实抓细抓出成效。\n《云州规划》好。";
        let cut = text.find('各').unwrap();
        let line = text.find('\n').unwrap();
        let sentence = |start, end, line| Sentence { span: Span::new(start, end), line, section: None, point: None };
        let mention = |name: &str| {
            let start = text.find(name).unwrap();
            Mention { span: Span::new(start, start + name.len()), class: Class::Park, name: name.to_owned(), rule: RuleId(0) }
        };
        let analysis = Analysis {
            document: Document { text: text.to_owned(), ..Document::default() },
            structure: Structure {
                sentences: vec![sentence(0, cut, 1), sentence(cut, line, 1), sentence(line + 1, text.len(), 2)],
                ..Structure::default()
            },
            mentions: vec![mention("“青湖”科学城")],
            ..Analysis::default()
        };
        let coverage = Coverage::of(&analysis);
        assert_eq!((coverage.sentences, coverage.silent), (3, 2));
        assert_eq!(coverage.samples, [Passage { line: 1, text: "各地要把“三个清单”抓实抓细抓出成效。".to_owned() }]);
        assert_eq!(
            coverage.unknown_quotes.into_iter().collect::<Vec<_>>(),
            [("三个清单".to_owned(), (1, 1)), ("云州规划".to_owned(), (1, 2))]
        );
    }

    #[test]
    fn odd_names_are_told() {
        let catalog = Catalog::built_in().unwrap();
        let oddity = |class, name: &str| oddity(&catalog, class, name);
        assert_eq!(oddity(Class::Park, "青湖科学城"), None);
        assert_eq!(oddity(Class::Park, "推动青湖科学城"), Some("begins with a verb"));
        assert_eq!(oddity(Class::Park, "具有特色的青湖科学城"), None);
        assert_eq!(oddity(Class::Place, "云中"), None);
        assert_eq!(oddity(Class::Park, "和青湖科学城"), Some("begins with a function word"));
        assert_eq!(oddity(Class::Park, "“青湖科学城"), Some("unbalanced quotation marks or brackets"));
        assert_eq!(oddity(Class::Program, &"云州".repeat(16)), Some("over-long"));
        assert_eq!(oddity(Class::Measure, &"云州".repeat(16)), None);
    }
}
