//! Makes the data files that are learned: the weights from annotated documents, the classes of words from a large corpus.

pub mod company;
mod field;
mod instance;

use crate::{
    catalog::{Catalog, model::MODEL_CLASSES},
    extract::mention::policy::decode::best,
    model::Document,
    score::gold::Gold,
};
use instance::{Instance, instances, select};
use std::collections::BTreeMap;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Passes over the sentences.
    pub epochs: usize,
    /// Length of a step.
    pub rate: f32,
    /// By how much weights shrink.
    pub decay: f32,
    /// Added to the score of every candidate that a head noun or a known term vouches for, once all is learned: above nought prefers recall.
    pub lean: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { epochs: 16, rate: 0.03, decay: 0.001, lean: 0.55 }
    }
}

/// Counts of mentions found, right and wanted, by class.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Right, found, wanted, for each class name and for `all`.
    pub counts: BTreeMap<&'static str, [usize; 3]>,
    /// Wanted mentions that no candidate covers.
    pub unreachable: usize,
}

impl Tally {
    /// Precision, recall and F1 of a class or of `all`.
    pub fn figures(&self, name: &str) -> (f64, f64, f64) {
        let [right, found, wanted] = self.counts.get(name).copied().unwrap_or_default().map(|count| count as f64);
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let (precision, recall) = (share(right, found), share(right, wanted));
        (precision, recall, share(2.0 * precision * recall, precision + recall))
    }

    fn add(&mut self, class: usize, column: usize) {
        for name in [MODEL_CLASSES[class].as_str(), "all"] {
            self.counts.entry(name).or_default()[column] += 1;
        }
    }
}

/// Learns the weights from annotated documents and puts them into the catalog.
pub fn train(catalog: &mut Catalog, documents: &[(Document, Gold)], options: Options) {
    let instances: Vec<Instance> = documents.iter().flat_map(|(document, gold)| instances(catalog, document, gold)).collect();
    let learned = field::learn(catalog.model.layout.size(), &instances.iter().collect::<Vec<_>>(), options);
    let (weights, agreement) = learned.weights();
    catalog.model.take(&catalog.vocabulary, weights, agreement, options.lean);
}

/// The weights as a data file.
pub fn model_file(catalog: &Catalog) -> String {
    catalog.model.write(&catalog.vocabulary, &catalog.heads)
}

/// Parts that the documents are dealt into, those of one place into one part.
const PARTS: usize = 8;

/// Trains on all documents but those of one part at a time and counts what is found in those.
pub fn cross_validate(catalog: &mut Catalog, documents: &[(String, Document, Gold)], options: Options) -> Tally {
    let all: Vec<(&str, Vec<Instance>)> =
        documents.iter().map(|(group, document, gold)| (group.as_str(), instances(catalog, document, gold))).collect();
    let groups: std::collections::BTreeSet<&str> = all.iter().map(|(group, _)| *group).collect();
    let parts: BTreeMap<&str, usize> = groups.into_iter().zip((0..PARTS).cycle()).collect();
    let mut tally = Tally::default();
    for part in 0..PARTS {
        let (held, seen): (Vec<_>, Vec<_>) = all.iter().partition(|(group, _)| parts[group] == part);
        let seen: Vec<&Instance> = seen.into_iter().flat_map(|(_, instances)| instances).collect();
        let learned = field::learn(catalog.model.layout.size(), &seen, options);
        for instance in held.into_iter().flat_map(|(_, instances)| instances) {
            count(&learned, instance, options.lean, &mut tally);
        }
    }
    tally
}

fn count(learned: &field::Learner, instance: &Instance, lean: f32, tally: &mut Tally) {
    let score = |proposal: usize| {
        let (class, score) = best(&learned.scores(instance, proposal));
        (class, if instance.proposals[proposal].source.vouch() { score + lean } else { score })
    };
    let scored: Vec<(usize, f32)> = (0..instance.len()).map(score).collect();
    for proposal in select(instance, &scored) {
        tally.add(scored[proposal].0, 1);
        if instance.gold[proposal].map(usize::from) == Some(scored[proposal].0) {
            tally.add(scored[proposal].0, 0);
        }
    }
    for class in instance.gold.iter().flatten() {
        tally.add(usize::from(*class), 2);
    }
    for class in &instance.unreachable {
        tally.add(*class, 2);
        tally.unreachable += 1;
    }
}
