//! Where book-title marks stand: what they hold is a name of its own, so no organ, place or person is named there.

use crate::span::Span;

const OPEN: [char; 2] = ['\u{300A}', '\u{3008}'];
const CLOSE: [char; 2] = ['\u{300B}', '\u{3009}'];

/// The outermost stretches between book-title marks, marks included, in text order; a mark left open ends with its line.
pub(crate) fn titled(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut depth = 0_u32;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if OPEN.contains(&c) {
            if depth == 0 {
                start = at;
            }
            depth += 1;
        } else if CLOSE.contains(&c) && depth > 0 {
            depth -= 1;
            if depth == 0 {
                spans.push(Span::new(start, at + c.len_utf8()));
            }
        } else if c == '\n' {
            depth = 0;
        }
    }
    spans
}

/// Whether one of `spans`, in text order and apart from each other, holds the byte at `at`.
pub(crate) fn holds(spans: &[Span], at: usize) -> bool {
    let after = spans.partition_point(|span| span.from() <= at);
    after > 0 && at < spans[after - 1].to()
}
