//! The text of a document by code points, and its outline.

use crate::span::Span;
use petgraph::graph::NodeIndex;
use serde::Serialize;

/// Characters before and after a quotation.
const CONTEXT: usize = 32;
const STRIDE: usize = 64;

/// A text that is cut by code points.
#[derive(Clone, Debug, Default)]
pub(in crate::serve) struct Text {
    pub(in crate::serve) text: String,
    /// Byte offset of every `STRIDE`-th code point.
    marks: Vec<usize>,
    length: usize,
    /// The code point that begins each line.
    lines: Vec<usize>,
}

/// What stands at a place, and around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::serve) struct Quotation<'a> {
    pub(in crate::serve) prefix: &'a str,
    pub(in crate::serve) quote: &'a str,
    pub(in crate::serve) suffix: &'a str,
}

/// A part of a document that has a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::serve) struct Part {
    pub(in crate::serve) kind: &'static str,
    pub(in crate::serve) level: usize,
    pub(in crate::serve) label: String,
    pub(in crate::serve) start: u32,
    pub(in crate::serve) end: u32,
    /// The entity that it is, or that speaks in it.
    pub(in crate::serve) entity: Option<NodeIndex>,
}

impl Text {
    pub(super) fn new(text: String) -> Self {
        let (mut marks, mut lines, mut length) = (Vec::with_capacity(text.len() / STRIDE + 1), vec![0], 0);
        for (offset, c) in text.char_indices() {
            if length % STRIDE == 0 {
                marks.push(offset);
            }
            length += 1;
            if c == '\n' || (c == '\r' && text.as_bytes().get(offset + 1) != Some(&b'\n')) {
                lines.push(length);
            }
        }
        Self { text, marks, length, lines }
    }

    /// The byte offset of a code point; the text's length for any beyond its end.
    fn byte(&self, character: usize) -> usize {
        let Some(&mark) = self.marks.get(character / STRIDE) else { return self.text.len() };
        let rest = self.text[mark..].char_indices().nth(character % STRIDE);
        rest.map_or(self.text.len(), |(offset, _)| mark + offset)
    }

    /// The characters from `start` to `end` with what stands around them; none where the text has no such place.
    pub(in crate::serve) fn quote(&self, start: u32, end: u32) -> Option<Quotation<'_>> {
        let (start, end) = (start as usize, end as usize);
        if start > end || end > self.length {
            return None;
        }
        let (from, to) = (self.byte(start), self.byte(end));
        let (before, after) = (self.byte(start.saturating_sub(CONTEXT)), self.byte(end + CONTEXT));
        let cut = |from, to| Span::new(from, to).of(&self.text);
        Some(Quotation { prefix: cut(before, from), quote: cut(from, to), suffix: cut(to, after) })
    }

    /// The line, from 1, that a code point stands in.
    pub(in crate::serve) fn line(&self, character: u32) -> usize {
        self.lines.partition_point(|&start| start <= character as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_code_points() {
        let text = Text::new(format!("{}\r\n𠮷云州市\n末", "字".repeat(100)));
        let quotation = text.quote(102, 106).unwrap();
        assert_eq!((quotation.quote, quotation.suffix), ("𠮷云州市", "\n末"));
        assert_eq!(quotation.prefix.chars().count(), CONTEXT);
        assert_eq!((text.line(0), text.line(101), text.line(102), text.line(107)), (1, 1, 2, 3));
        assert_eq!(text.quote(100, 200), None);
    }
}
