//! Texts of documents by code point: quotations with what stands around them, and the sentence around a name.

use std::{borrow::Cow, collections::BTreeMap, io};

/// Characters before and after a quotation that are kept, so that it is found again in a text that moved.
const CONTEXT: usize = 32;
/// A sentence is looked for this many characters to either side of a name.
const REACH: usize = 400;

/// The texts of documents by the documents' ids, in memory or on a disk; quotations are left out where a text is missing.
pub trait Texts: Sync {
    /// The text of a document, where it is at hand.
    ///
    /// # Errors
    /// When it should be at hand and cannot be read.
    fn text(&self, document: &str) -> io::Result<Option<Cow<'_, str>>>;
}

impl Texts for BTreeMap<&str, &str> {
    fn text(&self, document: &str) -> io::Result<Option<Cow<'_, str>>> {
        Ok(self.get(document).map(|text| Cow::Borrowed(*text)))
    }
}

/// One text, addressed by code points.
pub(crate) struct Characters<'a> {
    text: &'a str,
    /// Byte offset of every `STRIDE`-th code point.
    marks: Vec<usize>,
    /// The code point that begins each line.
    lines: Vec<u32>,
    length: u32,
}

const STRIDE: usize = 64;

/// What stands at a place of a text, and around it.
pub(crate) struct Quotation<'a> {
    pub(crate) exact: &'a str,
    pub(crate) prefix: &'a str,
    pub(crate) suffix: &'a str,
}

impl<'a> Characters<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let (mut lines, mut length) = (vec![0], 0);
        for (index, (offset, c)) in text.char_indices().enumerate() {
            if index % STRIDE == 0 {
                marks.push(offset);
            }
            length = index as u32 + 1;
            // The same ends of lines as everywhere else: a lone carriage return is one.
            if c == '\n' || (c == '\r' && text.as_bytes().get(offset + 1) != Some(&b'\n')) {
                lines.push(length);
            }
        }
        Self { text, marks, lines, length }
    }

    /// The byte offset of a code point; the text's length for any beyond its end.
    fn byte(&self, character: u32) -> usize {
        let Some(&mark) = self.marks.get(character as usize / STRIDE) else { return self.text.len() };
        let rest = self.text[mark..].char_indices().nth(character as usize % STRIDE);
        rest.map_or(self.text.len(), |(offset, _)| mark + offset)
    }

    /// The characters from `start` to `end`; none where the text has no such place.
    pub(crate) fn quote(&self, start: u32, end: u32) -> Option<Quotation<'a>> {
        if start > end || end > self.length {
            return None;
        }
        let (from, to) = (self.byte(start), self.byte(end));
        let before = self.text[..from].char_indices().rev().take(CONTEXT).last().map_or(from, |(offset, _)| offset);
        let after = self.text[to..].char_indices().nth(CONTEXT).map_or(self.text.len(), |(offset, _)| to + offset);
        Some(Quotation { exact: &self.text[from..to], prefix: &self.text[before..from], suffix: &self.text[to..after] })
    }

    /// The sentence around the characters from `start` to `end`, in code points.
    pub(crate) fn sentence(&self, start: u32, end: u32) -> Option<(u32, u32)> {
        if start > end || end > self.length {
            return None;
        }
        let (from, to) = (self.byte(start), self.byte(end));
        let before = self.text[..from].chars().rev().take(REACH).take_while(|&c| !closes(c)).collect::<Vec<_>>();
        // White space between two sentences belongs to neither.
        let indent = before.iter().rev().take_while(|c| c.is_whitespace()).count();
        let ends_here = self.text[from..to].ends_with(closes);
        let after = if ends_here { 0 } else { self.rest_of_sentence(to) };
        Some((start - (before.len() - indent) as u32, end + after))
    }

    /// Characters from the byte `from` to the end of its sentence, with the mark that closes it but without a line's end.
    fn rest_of_sentence(&self, from: usize) -> u32 {
        let mut length = 0;
        for c in self.text[from..].chars().take(REACH) {
            if matches!(c, '\n' | '\r') {
                break;
            }
            length += 1;
            if closes(c) {
                break;
            }
        }
        length
    }

    /// The line, from 1, that holds a code point.
    pub(crate) fn line(&self, character: u32) -> u32 {
        self.lines.partition_point(|&start| start <= character) as u32
    }
}

/// Whether `c` ends a sentence or line.
fn closes(c: char) -> bool {
    matches!(c, '\u{3002}' | '\u{FF01}' | '\u{FF1F}' | '!' | '?' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_and_sentences_by_code_point() {
        let text = format!("{}。 云州市𠀀建设科学城！\n下一句", "前".repeat(100));
        let characters = Characters::new(&text);
        let quote = characters.quote(102, 105).unwrap();
        assert_eq!((quote.exact, quote.suffix), ("云州市", "𠀀建设科学城！\n下一句"));
        assert_eq!(quote.prefix.chars().count(), CONTEXT);
        let (start, end) = characters.sentence(106, 108).unwrap();
        assert_eq!(characters.quote(start, end).unwrap().exact, "云州市𠀀建设科学城！");
        assert_eq!((characters.line(102), characters.line(112), characters.line(113)), (1, 1, 2));
        let whole = characters.sentence(102, 112).unwrap();
        assert_eq!(whole, (102, 112), "a name with the closing mark is a sentence");
        let last = characters.length;
        assert_eq!(characters.quote(last - 1, last).unwrap().exact, "句");
        assert!(characters.quote(last, last + 1).is_none() && characters.quote(3, 2).is_none());
        assert!(Characters::new("").quote(0, 0).is_some());
    }
}
