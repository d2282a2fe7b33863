//! Property paths of shapes: a property, its inverse, a sequence, alternatives, or one repeated.

use super::index::{Id, Index};
use oxigraph::model::{NamedNode, Term};
use std::collections::BTreeSet;

/// How a value is reached from a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// One property.
    Property(NamedNode),
    /// Against the direction.
    Inverse(Box<Path>),
    /// One after the other.
    Sequence(Vec<Path>),
    /// Any of them.
    Alternative(Vec<Path>),
    /// Once or more, and not at all where `zero`.
    Repeated {
        /// What is repeated.
        step: Box<Path>,
        /// Whether the node itself counts.
        zero: bool,
        /// Whether one step is the most.
        once: bool,
    },
}

impl Path {
    /// The nodes that the path reaches from `from`, each once.
    pub(crate) fn values(&self, index: &Index, from: Id) -> BTreeSet<Id> {
        match self {
            Self::Property(property) => {
                index.id(&Term::from(property.clone())).map_or_else(BTreeSet::new, |property| index.objects(from, property).collect())
            }
            Self::Inverse(path) => match &**path {
                Self::Property(property) => {
                    index.id(&Term::from(property.clone())).map_or_else(BTreeSet::new, |property| index.subjects(property, from).collect())
                }
                Self::Inverse(path) => path.values(index, from),
                Self::Sequence(steps) => Self::Sequence(steps.iter().rev().map(Self::turned).collect()).values(index, from),
                Self::Alternative(paths) => Self::Alternative(paths.iter().map(Self::turned).collect()).values(index, from),
                Self::Repeated { step, zero, once } => {
                    Self::Repeated { step: Box::new(step.turned()), zero: *zero, once: *once }.values(index, from)
                }
            },
            Self::Sequence(steps) => {
                let mut nodes = BTreeSet::from([from]);
                for step in steps {
                    nodes = nodes.into_iter().flat_map(|node| step.values(index, node)).collect();
                }
                nodes
            }
            Self::Alternative(paths) => paths.iter().flat_map(|path| path.values(index, from)).collect(),
            Self::Repeated { step, zero, once } => repeated(index, step, from, (*zero, *once)),
        }
    }

    fn turned(&self) -> Self {
        Self::Inverse(Box::new(self.clone()))
    }

    /// The one property that the path is.
    pub fn property(&self) -> Option<&NamedNode> {
        match self {
            Self::Property(property) => Some(property),
            _ => None,
        }
    }
}

fn repeated(index: &Index, step: &Path, from: Id, (zero, once): (bool, bool)) -> BTreeSet<Id> {
    let mut reached = BTreeSet::new();
    let mut ahead = vec![from];
    while let Some(node) = ahead.pop() {
        for next in step.values(index, node) {
            if reached.insert(next) && !once {
                ahead.push(next);
            }
        }
    }
    if zero {
        reached.insert(from);
    }
    reached
}
