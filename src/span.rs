//! Positions in an immutable text: byte spans inside, code points and lines outside.

use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into a document's text, both ends on character boundaries.
///
/// ```
/// use hongtu::span::Span;
/// let span = Span::new(3, 9);
/// assert_eq!(span.of("在成都市"), "成都");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start: start as u32, end: end as u32 }
    }

    /// First byte, as an index.
    pub fn from(self) -> usize {
        self.start as usize
    }

    /// One past the last byte, as an index.
    pub fn to(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no character.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The characters of `text` that the span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.from()..self.to()]
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a character.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Maps byte offsets of one text to code point offsets (from 0) and lines (from 1).
#[derive(Clone, Debug, Default)]
pub struct TextIndex {
    line_starts: Vec<u32>,
    /// Code points before every `STRIDE`-th byte (rounded down to a character boundary).
    marks: Vec<u32>,
    characters: u32,
}

const STRIDE: usize = 64;

impl TextIndex {
    /// Indexes `text`; lines end with `\n`, `\r\n` or a lone `\r`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut characters = 0;
        for block in bytes.chunks(STRIDE) {
            marks.push(characters);
            characters += starts(block);
        }
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let line_starts = std::iter::once(0).chain(ends.map(|at| at as u32 + 1)).collect();
        Self { line_starts, marks, characters }
    }

    /// The number of code points in the text.
    pub fn characters(&self) -> u32 {
        self.characters
    }

    /// The line, counted from 1, that holds the byte at `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|&start| start <= offset) as u32
    }

    /// Code points before the byte at `offset` of `text`, the text this index was made from.
    pub fn character(&self, text: &str, offset: u32) -> u32 {
        let offset = offset as usize;
        let Some(&mark) = self.marks.get(offset / STRIDE) else { return self.characters };
        // A mark counts the characters that start before its byte; bytes that continue a character start none.
        let from = offset / STRIDE * STRIDE;
        mark + starts(&text.as_bytes()[from..offset])
    }

    /// The span in code points.
    pub fn characters_of(&self, text: &str, span: Span) -> (u32, u32) {
        (self.character(text, span.start), self.character(text, span.end))
    }
}

/// How many characters begin in `bytes`, which are no more than can be counted in a byte.
fn starts(bytes: &[u8]) -> u32 {
    u32::from(bytes.iter().map(|&byte| u8::from(byte & 0xC0 != 0x80)).sum::<u8>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points_and_lines() {
        let text = format!("甲a\n{}𠀀乙", "字".repeat(500));
        let index = TextIndex::new(&text);
        for (count, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(index.character(&text, offset as u32), count as u32, "at byte {offset}");
        }
        assert_eq!(index.character(&text, text.len() as u32), index.characters());
        assert_eq!((index.line(0), index.line(4), index.line(5), index.line(text.len() as u32)), (1, 1, 2, 2));
    }
}
