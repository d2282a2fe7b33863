//! Lines → sentences: split at 。！？ outside quotation marks and brackets, at newlines, and before ordinals within a line.

use super::{Line, LineKind, Point, Sentence, brackets::Brackets, marks};
use crate::{
    finding::{Finding, Severity},
    span::Span,
};

/// Longest sentence (bytes) before a stop inside quotation marks splits too.
const LONGEST: usize = 3000;

/// Longest sentence at all (bytes): 4,000 Chinese characters, several times as long as any that people write. An endless one is cut.
const ENDLESS: usize = 12_000;

/// How far back from there (bytes) a mark is looked for to cut behind.
const LAST_MARK: usize = 3000;

/// Shortest quotation (bytes) that ends a sentence with its own stop; a shorter one is a name.
const SPOKEN: usize = 36;

/// The sentences of a document, in text order, and what is odd about them.
pub(super) fn split(text: &str, lines: &[Line], points: &[Point]) -> (Vec<Sentence>, Option<Finding>) {
    let mut sentences = Vec::new();
    let mut endless: Vec<Span> = Vec::new();
    let mut starts = points.iter().map(|point| point.ordinal.from()).peekable();
    let mut points = Nesting::new(points);
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.kind != LineKind::Blank) {
        let mut cuts = Vec::new();
        while let Some(start) = starts.next_if(|&start| start < line.span.to()) {
            if start > line.span.from() {
                cuts.push(start);
            }
        }
        cuts.extend(line.byline.map(Span::to));
        for span in in_line(text, line.span, &cuts, &mut endless) {
            let point = points.around(span.start);
            sentences.push(Sentence { span, line: index as u32 + 1, section: line.section, point });
        }
    }
    (sentences, cut_finding(&endless))
}

fn cut_finding(endless: &[Span]) -> Option<Finding> {
    Some(Finding {
        severity: Severity::Warning,
        id: "endless-sentence",
        span: *endless.first()?,
        message: format!("a sentence goes on for more than {ENDLESS} bytes; it is cut, {} times in this document", endless.len()),
        hint: "see whether the text has lost its full stops or line ends; what stands on both sides of a cut is read apart".to_owned(),
    })
}

/// Where to cut a sentence that has become too long: behind its last mark, or at its end where no mark is near.
fn cut(sentence: &str) -> usize {
    let mut from = sentence.len().saturating_sub(LAST_MARK);
    while !sentence.is_char_boundary(from) {
        from += 1;
    }
    let behind = |(at, c): (usize, char)| from + at + c.len_utf8();
    sentence[from..]
        .char_indices()
        .rfind(|(_, c)| marks::is_comma(*c) || marks::is_semicolon(*c) || *c == '\u{3001}')
        .map_or(sentence.len(), behind)
}

/// The sentences of one line, cut at `cuts` besides; those that are cut for their length are added to `endless`.
fn in_line(text: &str, line: Span, cuts: &[usize], endless: &mut Vec<Span>) -> Vec<Span> {
    let words = line.of(text);
    let brackets = Brackets::of(words);
    let mut cursor = brackets.cursor();
    let mut cuts = cuts.iter().map(|cut| cut - line.from()).peekable();
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = words.char_indices().peekable();
    let mut push = |start: usize, end: usize| {
        let span = marks::trim(text, Span::new(line.from() + start, line.from() + end));
        if span.of(text).contains(char::is_alphanumeric) {
            sentences.push(span);
        }
    };
    while let Some((at, c)) = characters.next() {
        if cuts.next_if(|&cut| cut <= at).is_some() && at > start {
            push(start, at);
            start = at;
        }
        let after = at + c.len_utf8();
        let next = characters.peek().map(|&(_, next)| next);
        let pair = cursor.around(at);
        let within = pair.is_some_and(|pair| after < pair.1) && at - start < LONGEST;
        let closes = pair.is_some_and(|pair| pair.1 == after && pair.1 - pair.0 >= SPOKEN)
            && words[..at].ends_with(marks::is_sentence_end)
            && next.is_some_and(begins);
        let stops = marks::is_sentence_end(c) && next.is_none_or(|next| !marks::is_sentence_end(next) && !is_close(next));
        let dot = c == '.' && words[..at].ends_with(marks::is_han) && next.is_none_or(|next| next.is_whitespace() || marks::is_han(next));
        if !within && (stops || dot || closes) {
            push(start, after);
            start = after;
        } else if after - start >= ENDLESS {
            let end = start + cut(&words[start..after]);
            push(start, end);
            endless.push(Span::new(line.from() + start, line.from() + end));
            start = end;
        }
    }
    push(start, words.len());
    sentences
}

/// Whether a new sentence may begin with `c` after a closing quotation mark: not with a mark, nor with 的.
fn begins(c: char) -> bool {
    c.is_alphanumeric() && c != '\u{7684}' || matches!(c, '\u{201C}' | '\u{300A}')
}

fn is_close(c: char) -> bool {
    marks::is_close_round(c) || matches!(c, '\u{201D}' | '\u{2019}' | '\u{300B}' | '\u{300D}' | '\u{300F}' | '\u{3011}')
}

/// Finds the innermost point around offsets that only grow.
pub(super) struct Nesting<'a> {
    points: &'a [Point],
    next: usize,
    current: Option<usize>,
}

impl<'a> Nesting<'a> {
    /// Over all points, in text order.
    pub(super) fn new(points: &'a [Point]) -> Self {
        Self { points, next: 0, current: None }
    }

    /// The innermost point around the byte at `offset`; offsets must not decrease from call to call.
    pub(super) fn around(&mut self, offset: u32) -> Option<usize> {
        while self.points.get(self.next).is_some_and(|point| point.span.start <= offset) {
            self.current = Some(self.next);
            self.next += 1;
        }
        while let Some(current) = self.current.filter(|&current| self.points[current].span.end <= offset) {
            self.current = self.points[current].parent;
        }
        self.current
    }
}
