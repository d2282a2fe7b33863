//! Learns the weights: a semi-Markov conditional random field over the candidates of a sentence, the same bytes every time.
//!
//! After S. Sarawagi and W. W. Cohen, *Semi-Markov Conditional Random Fields for Information Extraction* (NIPS 2004), by AdaGrad
//! (J. Duchi and others, JMLR 2011) with decay of the weights.

use super::{Options, instance::Instance};
use crate::{
    catalog::model::{COLUMNS, MODEL_CLASSES},
    extract::mention::policy::decode::{AGREEMENTS, SURE},
};

const CLASSES: usize = MODEL_CLASSES.len();

/// Weights while they are learned, each with the sum of the squares of its gradients.
pub(super) struct Learner {
    weights: Vec<[f32; COLUMNS]>,
    squares: Vec<[f32; COLUMNS]>,
    agreement: [f32; AGREEMENTS],
    agreement_squares: [f32; AGREEMENTS],
    options: Options,
}

/// What the squares begin with, so that the first steps are not too long.
const FIRST_SQUARE: f32 = 0.1;
/// Weights that are smaller once most epochs are over are given up: thousands of rare features that cancel out.
const SMALLEST: f32 = 0.1;
/// Smaller gradients are passed over.
const NEGLIGIBLE: f32 = 1e-3;

/// Learns from sentences in a fixed, shuffled order.
pub(super) fn learn(rows: usize, instances: &[&Instance], options: Options) -> Learner {
    let mut learner = Learner {
        weights: vec![[0.0; COLUMNS]; rows],
        squares: vec![[FIRST_SQUARE; COLUMNS]; rows],
        agreement: [0.0; AGREEMENTS],
        agreement_squares: [FIRST_SQUARE; AGREEMENTS],
        options,
    };
    let mut order: Vec<usize> = (0..instances.len()).collect();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for epoch in 0..options.epochs {
        if epoch == options.epochs * 5 / 8 {
            learner.prune();
        }
        shuffle(&mut order, &mut seed);
        for &index in &order {
            learner.step(instances[index]);
        }
    }
    learner
}

impl Learner {
    /// The weights of all rows and of the agreements.
    pub(super) fn weights(&self) -> (&[[f32; COLUMNS]], &[f32; AGREEMENTS]) {
        (&self.weights, &self.agreement)
    }

    /// The scores of a proposal for every class; `lean` is not in them.
    pub(super) fn scores(&self, instance: &Instance, proposal: usize) -> [f32; CLASSES] {
        instance.scores(proposal, &self.weights, &self.agreement)
    }

    /// Sets small weights to nought for good; the epochs to come teach the others to do without.
    fn prune(&mut self) {
        for (weights, squares) in self.weights.iter_mut().zip(&mut self.squares) {
            for (weight, square) in weights.iter_mut().zip(squares).filter(|(weight, _)| weight.abs() < SMALLEST) {
                (*weight, *square) = (0.0, f32::INFINITY);
            }
        }
    }

    /// One step against the gradient of the log-likelihood of a sentence.
    fn step(&mut self, instance: &Instance) {
        let scores: Vec<[f32; CLASSES]> = (0..instance.len()).map(|proposal| self.scores(instance, proposal)).collect();
        let outside = outside(instance, &scores);
        for (proposal, (scores, outside)) in scores.iter().zip(outside).enumerate() {
            let mut gradient = [0.0_f32; COLUMNS];
            for (class, score) in scores.iter().enumerate() {
                let wanted = instance.gold[proposal] == Some(class as u8);
                let slope = (outside + score).exp() - f32::from(u8::from(wanted));
                if slope.abs() > NEGLIGIBLE {
                    gradient[class] = slope;
                    gradient[COLUMNS - 1] += slope;
                }
            }
            if gradient.iter().any(|slope| *slope != 0.0) {
                self.descend(instance, proposal, &gradient);
            }
        }
    }

    fn descend(&mut self, instance: &Instance, proposal: usize, gradient: &[f32; COLUMNS]) {
        let Options { rate, decay, .. } = self.options;
        for &row in instance.rows(proposal) {
            let (weights, squares) = (&mut self.weights[row as usize], &mut self.squares[row as usize]);
            for (column, &slope) in gradient.iter().enumerate().filter(|(_, slope)| **slope != 0.0) {
                let slope = slope + decay * weights[column];
                squares[column] += slope * slope;
                weights[column] -= rate * slope / squares[column].sqrt();
            }
        }
        for (class, &slope) in gradient.iter().enumerate().take(CLASSES).filter(|(_, slope)| **slope != 0.0) {
            for &slot in &instance.agreements[proposal][class] {
                let (weight, square) = (&mut self.agreement[usize::from(slot)], &mut self.agreement_squares[usize::from(slot)]);
                *square += slope * slope;
                *weight -= rate * slope / square.sqrt();
            }
        }
    }
}

/// For each proposal the logarithm of the share that all choices around it have of the whole, its own score left out.
fn outside(instance: &Instance, scores: &[[f32; CLASSES]]) -> Vec<f32> {
    let words = instance.words;
    let mut by_end: Vec<Vec<(usize, f32)>> = vec![Vec::new(); words + 1];
    let mut by_start: Vec<Vec<(usize, f32)>> = vec![Vec::new(); words + 1];
    let inside = scores.iter().map(|scores| scores.iter().copied().fold(f32::NEG_INFINITY, add));
    let arcs = instance.proposals.iter().map(|proposal| (proposal.start, proposal.end)).zip(inside);
    for ((start, end), score) in arcs.chain(instance.fixed.iter().map(|&ends| (ends, SURE))) {
        by_end[end as usize].push((start as usize, score));
        by_start[start as usize].push((end as usize, score));
    }
    let mut forward = vec![0.0_f32; words + 1];
    for at in 1..=words {
        forward[at] = by_end[at].iter().fold(forward[at - 1], |sum, &(start, score)| add(sum, forward[start] + score));
    }
    let mut backward = vec![0.0_f32; words + 1];
    for at in (0..words).rev() {
        backward[at] = by_start[at].iter().fold(backward[at + 1], |sum, &(end, score)| add(sum, backward[end] + score));
    }
    let whole = forward[words];
    instance.proposals.iter().map(|proposal| forward[proposal.start as usize] + backward[proposal.end as usize] - whole).collect()
}

/// The logarithm of the sum of two numbers given by their logarithms.
fn add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f32::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
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
