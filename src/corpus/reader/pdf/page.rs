//! Pieces of text → the lines of a page, from top to bottom.

use super::content::Piece;
use std::collections::BTreeMap;

/// Lines at the head and foot of a page that may be running heads.
const EDGE: usize = 2;

/// A line of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) words: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    pub(super) size: f32,
    /// Its words between wide gaps.
    pub(super) parts: Vec<Part>,
}

/// Words of a line that stand apart from the others.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) words: String,
    pub(super) left: f32,
    pub(super) right: f32,
}

/// The lines of a page; pieces on one height are one line, from left to right.
pub(super) fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.sort_by(|a, b| b.base.total_cmp(&a.base));
    let mut lines = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let (base, size) = (pieces[at].base, pieces[at].size.max(1.0));
        let level = pieces[at..].iter().take_while(|piece| base - piece.base < 0.5 * size.max(piece.size)).count();
        let row = &mut pieces[at..at + level];
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        lines.extend(joined(row));
        at += level;
    }
    lines
}

/// One line of pieces; a wide gap between two is a space, and the same words in the same place are shown once (bold).
fn joined(row: &[Piece]) -> Option<Line> {
    let first = row.first()?;
    let mut line =
        Line { words: String::new(), left: first.left, right: first.left, base: first.base, size: first.size, parts: Vec::new() };
    let mut last: Option<&Piece> = None;
    for piece in row {
        if last.is_some_and(|last| last.words == piece.words && (piece.left - last.left).abs() < 0.2 * piece.size) {
            continue;
        }
        let gap = piece.left - line.right;
        match line.parts.last_mut().filter(|_| gap <= 0.9 * piece.size) {
            Some(part) => {
                part.words.push_str(&piece.words);
                part.right = part.right.max(piece.right);
            }
            None => line.parts.push(Part { words: piece.words.clone(), left: piece.left, right: piece.right }),
        }
        if last.is_some() && gap > 0.3 * piece.size && !line.words.ends_with(char::is_whitespace) {
            line.words.push(if gap > 0.9 * piece.size { '\u{3000}' } else { ' ' });
        }
        line.words.push_str(&piece.words);
        line.right = line.right.max(piece.right);
        line.size = line.size.max(piece.size);
        last = Some(piece);
    }
    let blank = line.words.trim().is_empty();
    (!blank).then_some(line)
}

/// Drops page numbers, and lines at the head or foot that stand on most pages.
pub(super) fn drop_running_heads(pages: &mut [Vec<Line>]) {
    let plain = |line: &Line| line.words.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect::<String>();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        for line in edges(page) {
            *seen.entry(plain(&page[line])).or_default() += 1;
        }
    }
    let count = pages.len();
    for page in pages.iter_mut() {
        let drop: Vec<usize> = edges(page)
            .filter(|&line| {
                is_page_number(&page[line].words) || (count >= 2 && seen.get(&plain(&page[line])).is_some_and(|&times| times * 2 > count))
            })
            .collect();
        let mut index = 0;
        page.retain(|_| {
            index += 1;
            !drop.contains(&(index - 1))
        });
    }
}

fn edges(page: &[Line]) -> impl Iterator<Item = usize> + use<> {
    let (length, foot) = (page.len(), page.len().saturating_sub(EDGE).max(EDGE.min(page.len())));
    (0..EDGE.min(length)).chain(foot..length)
}

/// 3, — 3 —, 第 3 页, 3/12, 第3页 共12页: a number between marks and two Han characters at most for each number.
fn is_page_number(words: &str) -> bool {
    let (mut digits, mut han, mut other) = (0, 0, 0);
    for c in words.chars() {
        match c {
            _ if c.is_whitespace() => {}
            '0'..='9' | '\u{FF10}'..='\u{FF19}' => digits += 1,
            '-' | '\u{2014}' | '\u{2015}' | '\u{2013}' | '\u{B7}' | '\u{2022}' | '/' | '\u{2500}' => {}
            // 第, 页 and 共
            '\u{7B2C}' | '\u{9875}' | '\u{5171}' => han += 1,
            _ => other += 1,
        }
    }
    digits > 0 && digits <= 8 && han <= 4 && other == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_numbers_between_marks() {
        for words in ["3", "— 12 —", "第 3 页", "第3页 共12页", "- 1 -", "3/12"] {
            assert!(is_page_number(words), "{words}");
        }
        for words in ["2031年", "一、总体要求", "1. 建设", "——", "123456789", "第三章"] {
            assert!(!is_page_number(words), "{words}");
        }
    }
}
