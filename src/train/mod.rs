//! Makes the model file from annotated documents: an averaged structured perceptron, the same bytes every time.
//!
//! After M. Collins, *Discriminative Training Methods for Hidden Markov Models* (EMNLP 2002), with a margin.

mod instance;

use crate::{
    catalog::{
        Catalog,
        model::{COLUMNS, MODEL_CLASSES},
    },
    extract::mention::policy::decode::{AGREEMENTS, best},
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
    /// By how much right must beat wrong.
    pub margin: f32,
    /// Added to the margin of what is missed: above nought prefers recall.
    pub recall: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { epochs: 12, margin: 1.0, recall: 0.0 }
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

/// A model's weights while they are learned, with the sums that averaging needs.
struct Learner {
    weights: Vec<[f32; COLUMNS]>,
    sums: Vec<[f64; COLUMNS]>,
    agreement: [f32; AGREEMENTS],
    agreement_sums: [f64; AGREEMENTS],
    step: f64,
}

impl Learner {
    fn new(size: usize) -> Self {
        Self {
            weights: vec![[0.0; COLUMNS]; size],
            sums: vec![[0.0; COLUMNS]; size],
            agreement: [0.0; AGREEMENTS],
            agreement_sums: [0.0; AGREEMENTS],
            step: 1.0,
        }
    }

    fn update(&mut self, instance: &Instance, proposal: usize, class: usize, by: f32) {
        for &row in instance.rows(proposal) {
            for column in [class, COLUMNS - 1] {
                self.weights[row as usize][column] += by;
                self.sums[row as usize][column] += f64::from(by) * self.step;
            }
        }
        for &slot in &instance.agreements[proposal][class] {
            self.agreement[usize::from(slot)] += by;
            self.agreement_sums[usize::from(slot)] += f64::from(by) * self.step;
        }
    }

    fn scores(&self, instance: &Instance, proposal: usize) -> [f32; MODEL_CLASSES.len()] {
        instance.scores(proposal, &self.weights, &self.agreement)
    }

    /// The mean of the weights over all steps.
    fn averaged(mut self) -> Self {
        let step = self.step;
        let mean = |weight: &mut f32, sum: f64| *weight = (f64::from(*weight) - sum / step) as f32;
        for (weights, sums) in self.weights.iter_mut().zip(&self.sums) {
            for (weight, &sum) in weights.iter_mut().zip(sums) {
                mean(weight, sum);
            }
        }
        for (weight, &sum) in self.agreement.iter_mut().zip(&self.agreement_sums) {
            mean(weight, sum);
        }
        self
    }
}

/// Learns the weights from annotated documents and puts them into the catalog.
pub fn train(catalog: &mut Catalog, documents: &[(Document, Gold)], options: Options) {
    let instances: Vec<Instance> = documents.iter().flat_map(|(document, gold)| instances(catalog, document, gold)).collect();
    let learned = learn(catalog.model.rows.len(), &instances.iter().collect::<Vec<_>>(), options);
    catalog.model.take(&learned.weights, &learned.agreement);
}

/// The weights as a data file.
pub fn model_file(catalog: &Catalog) -> String {
    catalog.model.write(&catalog.vocabulary, &catalog.heads)
}

fn learn(rows: usize, instances: &[&Instance], options: Options) -> Learner {
    let mut learner = Learner::new(rows);
    let mut order: Vec<usize> = (0..instances.len()).collect();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..options.epochs {
        shuffle(&mut order, &mut seed);
        for &index in &order {
            learn_one(&mut learner, instances[index], options);
            learner.step += 1.0;
        }
    }
    learner.averaged()
}

fn learn_one(learner: &mut Learner, instance: &Instance, options: Options) {
    let scored: Vec<(usize, f32)> = (0..instance.len())
        .map(|proposal| {
            let mut scores = learner.scores(instance, proposal);
            for (class, score) in scores.iter_mut().enumerate() {
                *score += if instance.gold[proposal] == Some(class as u8) { -options.margin - options.recall } else { options.margin };
            }
            best(&scores)
        })
        .collect();
    let chosen = select(instance, &scored);
    let wanted = |proposal: usize| instance.gold[proposal].map(usize::from);
    for &proposal in &chosen {
        if wanted(proposal) != Some(scored[proposal].0) {
            learner.update(instance, proposal, scored[proposal].0, -1.0);
        }
    }
    for (proposal, &(found, _)) in scored.iter().enumerate() {
        let Some(class) = wanted(proposal) else { continue };
        if found != class || chosen.binary_search(&proposal).is_err() {
            learner.update(instance, proposal, class, 1.0);
        }
    }
}

/// A fixed permutation generator (xorshift), so that training gives the same weights everywhere.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for last in (1..order.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        order.swap(last, (*seed % (last as u64 + 1)) as usize);
    }
}

/// Trains on all documents but those of one group at a time and counts what is found in those.
pub fn cross_validate(catalog: &mut Catalog, documents: &[(String, Document, Gold)], options: Options) -> Tally {
    let all: Vec<(&str, Vec<Instance>)> =
        documents.iter().map(|(group, document, gold)| (group.as_str(), instances(catalog, document, gold))).collect();
    let groups: std::collections::BTreeSet<&str> = all.iter().map(|(group, _)| *group).collect();
    let mut tally = Tally::default();
    for group in groups {
        let seen: Vec<&Instance> = all.iter().filter(|(other, _)| *other != group).flat_map(|(_, instances)| instances).collect();
        let learned = learn(catalog.model.rows.len(), &seen, options);
        for instance in all.iter().filter(|(other, _)| *other == group).flat_map(|(_, instances)| instances) {
            count(&learned, instance, &mut tally);
        }
    }
    tally
}

fn count(learned: &Learner, instance: &Instance, tally: &mut Tally) {
    let scored: Vec<(usize, f32)> = (0..instance.len()).map(|proposal| best(&learned.scores(instance, proposal))).collect();
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
