//! What is odd about a document: a place, a plain sentence, a hint. Findings never stop a build.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was lost or could not be read.
    Warning,
    /// Something worth a look.
    Note,
}

/// Something odd in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// A stable id that says what is seen, as in `unclosed-quote`.
    pub id: &'static str,
    /// Where.
    pub span: Span,
    /// A plain sentence.
    pub message: String,
    /// What the user may do; may be empty.
    pub hint: String,
}
