//! Stage 3c, structure and persons → turns: whose words each line is.
//!
//! A turn begins after a byline, with an answer's prefix, or with a reporter's paragraph that says who speaks. It ends before
//! the next of these, before a question and before a heading under which reporters ask; a reporter's paragraph stands alone.

use super::segment::{Line, LineKind, Structure};
use crate::{
    catalog::{
        Catalog,
        layout::{Layout, Role},
    },
    model::{Class, Document, Mention, MentionIndex, Post, Turn},
    span::Span,
};

/// How far after a name the word stands that says that it speaks, in characters.
const REACH: usize = 30;

/// The speaker turns, in text order, not overlapping.
pub fn turns(catalog: &Catalog, document: &Document, structure: &Structure, mentions: &[Mention], _posts: &[Post]) -> Vec<Turn> {
    let persons = (0..mentions.len()).filter(|&index| mentions[index].class == Class::Official).collect();
    let mut reader = Reader {
        layout: &catalog.layout,
        text: &document.text,
        structure,
        mentions,
        persons,
        open: None,
        answers: None,
        turns: Vec::new(),
    };
    let mut index = 0;
    while index < structure.lines.len() {
        index = reader.line(index);
    }
    reader.close(structure.lines.len());
    reader.turns
}

/// A turn whose last line is not known yet.
#[derive(Clone, Copy)]
struct Open {
    speaker: MentionIndex,
    first: usize,
    /// A reporter's paragraph, which ends with its line.
    reported: bool,
}

struct Reader<'a> {
    layout: &'a Layout,
    text: &'a str,
    structure: &'a Structure,
    mentions: &'a [Mention],
    /// Mentions of persons, in text order.
    persons: Vec<MentionIndex>,
    open: Option<Open>,
    /// Who answered last, for 答： without a name.
    answers: Option<MentionIndex>,
    turns: Vec<Turn>,
}

impl Reader<'_> {
    /// Reads the line at `index`; returns the next line to read.
    fn line(&mut self, index: usize) -> usize {
        let line = self.structure.lines[index];
        match line.kind {
            LineKind::Byline => return self.bylines(index),
            LineKind::Imprint if self.turns.is_empty() && self.open.is_none() => self.occasion(index, line),
            LineKind::Question => self.close(index),
            LineKind::Heading => self.heading(index, line),
            LineKind::Text => self.running(index, line),
            _ => {}
        }
        index + 1
    }

    /// One person on the lines of a byline speaks from the next line on; several are only presented.
    fn bylines(&mut self, index: usize) -> usize {
        self.close(index);
        let skipped = |line: &&Line| matches!(line.kind, LineKind::Byline | LineKind::Topic | LineKind::Blank);
        let count = self.structure.lines[index..].iter().take_while(skipped).count();
        let block = &self.structure.lines[index..index + count];
        let mut speakers: Vec<MentionIndex> =
            block.iter().filter(|line| line.kind == LineKind::Byline).filter_map(|line| self.last_person(line.span)).collect();
        speakers.dedup_by_key(|&mut speaker| &self.mentions[speaker].name);
        if let [speaker] = speakers[..] {
            self.open(speaker, index + count, false);
        }
        index + count
    }

    /// （2026年1月8日在……会议上　县长　王某某）: who gives the speech.
    fn occasion(&mut self, index: usize, line: Line) {
        let words = line.span.of(self.text).trim_end_matches(|c: char| !c.is_alphanumeric());
        let end = line.span.start + words.len() as u32;
        if let Some(speaker) = self.last_person(line.span).filter(|&speaker| self.mentions[speaker].span.end == end) {
            self.open(speaker, index + 1, false);
        }
    }

    fn heading(&mut self, index: usize, line: Line) {
        let words = line.section.map_or("", |section| self.structure.sections[section].heading.of(self.text));
        if self.layout.has(Role::Interview, words) || self.open.is_some_and(|open| open.reported) {
            self.close(index);
        }
    }

    fn running(&mut self, index: usize, line: Line) {
        if let Some(byline) = line.byline {
            self.close(index);
            if let Some(speaker) = self.answering(line, byline) {
                self.answers = Some(speaker);
                self.open(speaker, index, false);
            }
        } else if self.open.is_none_or(|open| open.reported) {
            let before = self.open.map(|open| open.speaker);
            let speaker = self.reported(line).or_else(|| before.filter(|_| self.begins_with_pronoun(line.span.of(self.text))));
            if speaker.is_none_or(|speaker| before.is_none_or(|before| self.mentions[before].name != self.mentions[speaker].name)) {
                self.close(index);
            }
            if let Some(speaker) = speaker.filter(|_| self.open.is_none()) {
                self.open(speaker, index, true);
            }
        }
    }

    /// Who answers: the person in the prefix, one in brackets near the start, or who answered last.
    fn answering(&self, line: Line, byline: Span) -> Option<MentionIndex> {
        if let Some(named) = self.last_person(byline) {
            return Some(named);
        }
        let words =
            byline.of(self.text).trim_end_matches(|c: char| !c.is_alphanumeric()).trim_start_matches(|c: char| !c.is_alphanumeric());
        if self.layout.is(Role::Answer, words) {
            return self.bracketed(line).or(self.answers);
        }
        None
    }

    /// A person alone in brackets within the line.
    fn bracketed(&self, line: Line) -> Option<MentionIndex> {
        self.within(line.span).iter().copied().find(|&person| {
            let span = self.mentions[person].span;
            let opens = self.text[..span.from()].ends_with(['\u{FF08}', '(']);
            opens && self.text[span.to()..].starts_with(['\u{FF09}', ')'])
        })
    }

    /// Who a reporter says speaks in this paragraph: 王某某介绍，…, 王某某就…作了介绍。他说，….
    fn reported(&self, line: Line) -> Option<MentionIndex> {
        let persons = self.within(line.span);
        let says = |person: MentionIndex| self.says(self.mentions[person].span.to(), line.span.to());
        persons.iter().copied().find(|&person| says(person)).or_else(|| self.resumed(line, persons))
    }

    /// Whether a word of speech and a pause follow the name that ends at `from`.
    fn says(&self, from: usize, to: usize) -> bool {
        let rest = &self.text[from..to];
        for (at, c) in rest.char_indices().take(REACH) {
            if let Some(word) = self.layout.starts(Role::Say, &rest[at..]) {
                let after = rest[at + word.word.len()..].chars().next();
                if after.is_some_and(|c| matches!(c, '\u{FF0C}' | ',' | '\u{FF1A}' | ':')) {
                    return true;
                }
            }
            if matches!(c, '\u{3002}' | '\u{FF0C}' | ',' | '\u{FF1B}' | ';' | '\u{FF01}' | '\u{FF1F}' | '\u{3001}') {
                return false;
            }
        }
        false
    }

    /// The only person of the sentence before one that begins with 他说.
    fn resumed(&self, line: Line, persons: &[MentionIndex]) -> Option<MentionIndex> {
        let &first = persons.first()?;
        let sentences = &self.structure.sentences;
        let from = sentences.partition_point(|sentence| sentence.span.start < line.span.start);
        let within = sentences[from..].iter().take_while(|sentence| sentence.span.end <= line.span.end);
        let resumed = within.skip(1).find(|sentence| self.begins_with_pronoun(sentence.span.of(self.text)))?;
        let before: Vec<_> = persons.iter().filter(|&&person| self.mentions[person].span.end <= resumed.span.start).collect();
        (before.len() == 1 && *before[0] == first).then_some(first)
    }

    fn begins_with_pronoun(&self, words: &str) -> bool {
        let pronoun = self.layout.starts(Role::He, words).map_or(0, |entry| entry.word.len());
        pronoun > 0
            && words[pronoun..].char_indices().take(6).any(|(at, _)| self.layout.starts(Role::Say, &words[pronoun + at..]).is_some())
    }

    fn open(&mut self, speaker: MentionIndex, first: usize, reported: bool) {
        self.open = Some(Open { speaker, first, reported });
    }

    /// Ends the open turn before the line at `index`.
    fn close(&mut self, index: usize) {
        let Some(open) = self.open.take() else { return };
        let lines = &self.structure.lines;
        let full = |line: &usize| lines[*line].kind != LineKind::Blank;
        let (Some(first), Some(last)) = ((open.first..index).find(full), (open.first..index).rfind(full)) else { return };
        let span = lines[first].span.cover(lines[last].span);
        self.turns.push(Turn { speaker: open.speaker, first_line: first as u32 + 1, last_line: last as u32 + 1, span });
    }

    /// The persons mentioned within `span`.
    fn within(&self, span: Span) -> &[MentionIndex] {
        let start = self.persons.partition_point(|&person| self.mentions[person].span.start < span.start);
        let end = self.persons.partition_point(|&person| self.mentions[person].span.start < span.end);
        &self.persons[start..end.max(start)]
    }

    fn last_person(&self, span: Span) -> Option<MentionIndex> {
        self.within(span).last().copied()
    }
}
