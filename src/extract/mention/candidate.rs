//! A mention that a finder proposes, before overlaps are resolved.

use crate::model::Mention;

/// A proposed mention.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// What is proposed.
    pub(crate) mention: Mention,
    /// Among overlapping candidates the higher priority wins, then the longer, then the earlier.
    pub(crate) priority: u8,
}
