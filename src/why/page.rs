//! One analysis with what is needed to tell of it: lines, sentences, words.

use crate::{
    catalog::Catalog,
    extract::{
        relation::item::{Item, Member, entity_of_mention, items, members},
        word::{self, Words},
    },
    model::{Analysis, EntityIndex, MentionIndex},
    span::{Span, TextIndex},
    text::is_quote,
};

/// An analysis to tell of.
pub(super) struct Page<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) analysis: &'a Analysis,
    pub(super) words: Words,
    pub(super) entity_of: Vec<Option<EntityIndex>>,
    index: TextIndex,
    members: Vec<Member>,
}

impl<'a> Page<'a> {
    pub(super) fn new(catalog: &'a Catalog, analysis: &'a Analysis) -> Self {
        Self {
            catalog,
            analysis,
            words: word::cut(catalog, &analysis.document, &analysis.structure),
            entity_of: entity_of_mention(analysis),
            index: TextIndex::new(&analysis.document.text),
            members: members(analysis),
        }
    }

    pub(super) fn text(&self) -> &'a str {
        &self.analysis.document.text
    }

    /// The line that holds the span's beginning.
    pub(super) fn line(&self, span: Span) -> u32 {
        self.index.line(span.start)
    }

    /// The span in code points, as in `12–20`.
    pub(super) fn offsets(&self, span: Span) -> String {
        let (start, end) = self.index.characters_of(self.text(), span);
        format!("{start}\u{2013}{end}")
    }

    /// The number of the sentence that holds the span's beginning.
    pub(super) fn sentence(&self, span: Span) -> Option<usize> {
        let sentences = &self.analysis.structure.sentences;
        let next = sentences.partition_point(|sentence| sentence.span.start <= span.start);
        next.checked_sub(1).filter(|&number| span.start < sentences[number].span.end)
    }

    /// The characters of a sentence.
    pub(super) fn sentence_span(&self, number: usize) -> Span {
        self.analysis.structure.sentences[number].span
    }

    /// The sentence as the rules see it.
    pub(super) fn items(&self, sentence: usize) -> Vec<Item> {
        let span = self.sentence_span(sentence);
        let from = self.members.partition_point(|member| member.span.start < span.start);
        let until = from + self.members[from..].partition_point(|member| member.span.end <= span.end);
        items(self.words.of(sentence), &self.members[from..until])
    }

    /// The mentions inside a span, in text order.
    pub(super) fn mentions(&self, span: Span) -> Vec<MentionIndex> {
        let mentions = &self.analysis.mentions;
        let mut found: Vec<MentionIndex> = (0..mentions.len()).filter(|&index| span.contains(mentions[index].span)).collect();
        found.sort_by_key(|&index| mentions[index].span);
        found
    }

    pub(super) fn name(&self, entity: EntityIndex) -> &'a str {
        &self.analysis.entities[entity].name
    }

    /// The text of `span` with some words in it marked, as in `[名称|object]`; marks that overlap an earlier one are left out.
    pub(super) fn marked(&self, span: Span, marks: &[(Span, &str)]) -> String {
        let mut marks = marks.to_vec();
        marks.sort_by_key(|(mark, _)| (mark.start, std::cmp::Reverse(mark.end)));
        let (mut out, mut at) = (String::new(), span.from());
        for (mark, label) in marks {
            if mark.from() < at || mark.to() > span.to() || mark.is_empty() {
                continue;
            }
            out.push_str(&self.text()[at..mark.from()]);
            out.push_str(&format!("[{}|{label}]", mark.of(self.text())));
            at = mark.to();
        }
        out.push_str(&self.text()[at..span.to()]);
        on_one_line(out.trim())
    }

    /// The words of a span on one line.
    pub(super) fn quoted(&self, span: Span) -> String {
        let words = on_one_line(span.of(self.text()));
        let words = if words.contains(is_quote) { words } else { format!("\u{201C}{words}\u{201D}") };
        format!("{words} {}", self.offsets(span))
    }
}

fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
