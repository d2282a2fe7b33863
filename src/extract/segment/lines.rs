//! Text → lines, whatever ends them: `\n`, `\r\n` or a lone `\r`.

use super::marks;
use crate::span::Span;

/// A line before it is known what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    /// The line without its newline and outer white space.
    pub(super) span: Span,
    /// The line without list, quote and heading marks of Markdown.
    pub(super) content: Span,
    /// The number of `#` before a Markdown heading, 0 for other lines.
    pub(super) hashes: u8,
}

/// Splits `text` into lines; a text that ends with a newline has an empty last line.
pub(super) fn split(text: &str) -> Vec<Raw> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let ends = byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
        if ends {
            lines.push(raw(text, Span::new(start, at)));
            start = at + 1;
        }
    }
    lines.push(raw(text, Span::new(start, text.len())));
    lines
}

fn raw(text: &str, line: Span) -> Raw {
    let span = marks::trim(text, line);
    let mut rest = span.of(text);
    let mut hashes = 0;
    loop {
        let stripped = rest.trim_start_matches('#');
        let count = rest.len() - stripped.len();
        if count > 0 && stripped.starts_with(' ') {
            hashes = count.min(6) as u8;
            rest = stripped.trim_start();
        } else if let Some(item) = ["- ", "* ", "+ ", "> "].iter().find_map(|mark| rest.strip_prefix(mark)) {
            rest = item.trim_start();
        } else {
            break;
        }
    }
    let mut content = Span::new(span.to() - rest.len(), span.to());
    if let Some(bold) = rest.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")).filter(|bold| !bold.contains("**")) {
        content = Span::new(content.from() + 2, content.from() + 2 + bold.len());
    }
    Raw { span, content: marks::trim(text, content), hashes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_newlines_split() {
        let text = "甲\r\n乙\r丙\n\n## 丁 \n- （一）戊";
        let lines: Vec<&str> = split(text).iter().map(|line| line.content.of(text)).collect();
        assert_eq!(lines, ["甲", "乙", "丙", "", "丁", "（一）戊"]);
    }
}
