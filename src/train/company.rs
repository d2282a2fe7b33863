//! What a large corpus without annotation tells of words: which ones stand in like places.
//!
//! Positive pointwise mutual information of a word with its left and right neighbours, projected at random onto few dimensions
//! (D. Achlioptas, JCSS 2003), then spherical k-means (I. S. Dhillon and D. S. Modha, Machine Learning 2001) that the commonest words seed.

use crate::{
    catalog::{Catalog, company::CLASSES},
    extract::{
        segment,
        word::{self, Shape},
    },
    model::Document,
};
use rustc_hash::FxHashMap;
use std::{cmp::Reverse, collections::BTreeMap, fmt::Write as _};

/// So many of the commonest words and marks are looked at as neighbours.
const NEIGHBOURS: usize = 2000;
/// Dimensions that the neighbours are projected onto.
const DIMENSIONS: usize = 96;
/// Rarer words have no class.
const RAREST: u32 = 15;
/// Rounds of moving words between classes.
const ROUNDS: usize = 15;

type Vector = [f32; DIMENSIONS];

/// Groups the words of the dictionary by their neighbours in `documents`: the text of the data file.
pub fn word_classes(catalog: &Catalog, documents: &[Document]) -> String {
    let names = catalog.vocabulary.words();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let corpus = Corpus::read(catalog, &names, documents);
    let mut words: Vec<(u32, Vector)> = corpus.vectors().into_iter().collect();
    words.sort_by_key(|(word, _)| (Reverse(corpus.counts[*word as usize]), *word));
    let classes = group(&words);
    let mut lines: Vec<(&str, usize, u32)> =
        words.iter().zip(classes).map(|((word, _), class)| (names[*word as usize], class + 1, corpus.counts[*word as usize])).collect();
    lines.sort_unstable();
    let mut text = String::from("# word, class of words that keep like company, count in the corpus; made by `hongtu word-classes`\n");
    for (word, class, count) in lines {
        let _ = writeln!(text, "{word}\t{class}\t{count}");
    }
    text
}

/// The sentences of the corpus as numbers: words of the dictionary, one for all others, and marks by their shape.
struct Corpus {
    sentences: Vec<Vec<u32>>,
    counts: Vec<u32>,
    /// How many words there are; the number of all others.
    other: u32,
}

impl Corpus {
    fn read(catalog: &Catalog, names: &[&str], documents: &[Document]) -> Self {
        let numbers: FxHashMap<&str, u32> = names.iter().zip(0..).map(|(word, number)| (*word, number)).collect();
        let other = names.len() as u32;
        let mut corpus = Self { sentences: Vec::new(), counts: vec![0; names.len() + 32], other };
        for document in documents {
            let structure = segment::segment(catalog, document);
            let words = word::cut(catalog, document, &structure);
            for sentence in 0..structure.sentences.len() {
                let number = |word: &word::Word| match word.shape {
                    Shape::Chinese => numbers.get(word.span.of(&document.text)).copied().unwrap_or(other),
                    shape => corpus.mark(shape),
                };
                let sentence: Vec<u32> = words.of(sentence).iter().map(number).collect();
                for &number in &sentence {
                    corpus.counts[number as usize] += 1;
                }
                corpus.sentences.push(sentence);
            }
        }
        corpus
    }

    fn mark(&self, shape: Shape) -> u32 {
        self.other + 1 + shape as u32
    }

    /// For each word its neighbours, as a direction.
    fn vectors(&self) -> BTreeMap<u32, Vector> {
        let pairs = self.pairs();
        let mut of_word = vec![0.0_f64; self.counts.len()];
        let mut of_neighbour = vec![0.0_f64; NEIGHBOURS * 2];
        for &((word, neighbour), count) in &pairs {
            of_word[word as usize] += f64::from(count);
            of_neighbour[neighbour as usize] += f64::from(count);
        }
        let all: f64 = of_word.iter().sum();
        let directions: Vec<Vector> = (0..NEIGHBOURS as u64 * 2).map(direction).collect();
        let mut vectors: BTreeMap<u32, Vector> = BTreeMap::new();
        for ((word, neighbour), count) in pairs {
            let information = (f64::from(count) * all / (of_word[word as usize] * of_neighbour[neighbour as usize])).ln() as f32;
            if information > 0.0 {
                let vector = vectors.entry(word).or_insert([0.0; DIMENSIONS]);
                for (sum, sign) in vector.iter_mut().zip(&directions[neighbour as usize]) {
                    *sum += information * sign;
                }
            }
        }
        vectors.values_mut().for_each(normalise);
        vectors
    }

    /// How often each word has each neighbour: twice its rank among the commonest, and one more on the right.
    fn pairs(&self) -> Vec<((u32, u32), u32)> {
        let mut common: Vec<u32> = (0..self.counts.len() as u32).collect();
        common.sort_by_key(|&number| (Reverse(self.counts[number as usize]), number));
        let mut rank = vec![None; self.counts.len()];
        for (number, place) in common.iter().zip(0..NEIGHBOURS as u32) {
            rank[*number as usize] = Some(place);
        }
        let edge = self.mark(Shape::Stop);
        let mut pairs: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for sentence in &self.sentences {
            for (at, &number) in sentence.iter().enumerate() {
                if number >= self.other || self.counts[number as usize] < RAREST {
                    continue;
                }
                let left = at.checked_sub(1).map_or(edge, |left| sentence[left]);
                let right = sentence.get(at + 1).copied().unwrap_or(edge);
                for (side, neighbour) in [left, right].into_iter().enumerate() {
                    if let Some(place) = rank[neighbour as usize] {
                        *pairs.entry((number, place * 2 + side as u32)).or_default() += 1;
                    }
                }
            }
        }
        let mut pairs: Vec<((u32, u32), u32)> = pairs.into_iter().collect();
        pairs.sort_unstable();
        pairs
    }
}

/// The class of each word.
fn group(words: &[(u32, Vector)]) -> Vec<usize> {
    let mut centres: Vec<Vector> = words.iter().take(CLASSES - 1).map(|(_, vector)| *vector).collect();
    let mut classes = vec![0; words.len()];
    for _ in 0..ROUNDS {
        for (class, (_, vector)) in classes.iter_mut().zip(words) {
            *class = nearest(&centres, vector);
        }
        let mut sums = vec![[0.0_f32; DIMENSIONS]; centres.len()];
        for (&class, (_, vector)) in classes.iter().zip(words) {
            for (sum, value) in sums[class].iter_mut().zip(vector) {
                *sum += value;
            }
        }
        for (centre, mut sum) in centres.iter_mut().zip(sums) {
            if sum.iter().any(|value| *value != 0.0) {
                normalise(&mut sum);
                *centre = sum;
            }
        }
    }
    classes
}

fn nearest(centres: &[Vector], vector: &Vector) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (index, centre) in centres.iter().enumerate() {
        let product: f32 = centre.iter().zip(vector).map(|(a, b)| a * b).sum();
        if product > best.1 {
            best = (index, product);
        }
    }
    best.0
}

fn normalise(vector: &mut Vector) {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
}

/// A fixed direction of ones and minus ones (splitmix64, by S. Vigna).
fn direction(neighbour: u64) -> Vector {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = neighbour.wrapping_mul(STEP).wrapping_add(0x1234_5678_9ABC_DEF1);
    let mut vector = [0.0; DIMENSIONS];
    for value in &mut vector {
        state = state.wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        *value = if (mixed ^ (mixed >> 31)) & 1 == 0 { 1.0 } else { -1.0 };
    }
    vector
}
