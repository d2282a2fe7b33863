//! Which event a text tells of where it only says 会议 or 本届论坛.

use super::item::Member;
use crate::{
    extract::segment::LineKind,
    model::{Analysis, Class, EntityIndex},
    span::Span,
};

/// The events of a text by where they open a sentence, and the first that it names.
#[derive(Clone, Debug, Default)]
pub(crate) struct ToldEvents {
    openings: Vec<(Span, EntityIndex)>,
    first: Option<EntityIndex>,
}

impl ToldEvents {
    /// Finds the events of a document; `members` are its mentions in text order.
    pub(crate) fn new(analysis: &Analysis, members: &[Member]) -> Self {
        let mut told = Self::default();
        let mut titled = None;
        for member in members.iter().filter(|member| member.class == Class::Event) {
            let sentences = &analysis.structure.sentences;
            let index = sentences.partition_point(|sentence| sentence.span.end <= member.span.start);
            let Some(sentence) = sentences.get(index).filter(|sentence| sentence.span.contains(member.span)) else { continue };
            let line = analysis.structure.lines.get(sentence.line as usize - 1);
            if line.is_some_and(|line| matches!(line.kind, LineKind::Title | LineKind::Heading)) {
                titled.get_or_insert(member.entity);
                continue;
            }
            told.first.get_or_insert(member.entity);
            let before = &analysis.document.text[sentence.span.from()..member.span.from()];
            let apart = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            if apart && !before.contains(['\u{FF0C}', ',', '\u{3001}', '\u{FF1B}']) {
                told.openings.push((member.span, member.entity));
            }
        }
        told.first = told.first.or(titled);
        told
    }

    /// The event that the words at `at` tell of.
    pub(crate) fn before(&self, at: Span) -> Option<EntityIndex> {
        let next = self.openings.partition_point(|(span, _)| span.start < at.start);
        next.checked_sub(1).map(|last| self.openings[last].1).or(self.first)
    }
}
