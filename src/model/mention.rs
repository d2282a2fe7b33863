//! Occurrences of names, what stands beside them, and the evidence that each record carries.

use super::{Class, Status};
use crate::span::Span;

/// Index of a rule in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// What made a record, and the characters that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// The words that say it (a clause or sentence).
    pub span: Span,
    /// The rule that read them.
    pub rule: RuleId,
}

/// Index of a mention in [`Analysis::mentions`](super::Analysis::mentions).
pub type MentionIndex = usize;

/// One occurrence of a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The characters; for a conjunct with a shared head, the conjunct alone.
    pub span: Span,
    /// What it names.
    pub class: Class,
    /// The name meant: the surface, or the surface with its shared head restored.
    pub name: String,
    /// The rule that found it.
    pub rule: RuleId,
}

/// A post named beside a person: title before or after the name, appointment or dismissal (任职).
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The person's mention.
    pub person: MentionIndex,
    /// The organ's mention.
    pub organ: MentionIndex,
    /// The role, as the text has it.
    pub role: String,
    /// Done for holding and appointment, ended for dismissal.
    pub status: Status,
    /// Where it is said.
    pub evidence: Evidence,
}

/// A stretch of lines that one person speaks (发言).
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The speaker's mention.
    pub speaker: MentionIndex,
    /// First line of the speaker's words, from 1.
    pub first_line: u32,
    /// Last line, inclusive.
    pub last_line: u32,
    /// Bytes of those lines.
    pub span: Span,
}
