//! Text in pictures: wrapped by width, cut where it is too long, escaped for a quoted string of DOT.

/// Columns of a label; a Chinese character takes two.
const COLUMNS: usize = 24;

/// Columns that `text` takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn columns(c: char) -> usize {
    if c < '\u{1100}' { 1 } else { 2 }
}

/// At most `length` characters, the last one an ellipsis where some are left out.
pub(super) fn cut(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    text.chars().take(length.saturating_sub(1)).chain(['\u{2026}']).collect()
}

/// Lines of about equal width; a run of Latin letters or digits stays whole, no line begins with a closing mark or ends with an opening one.
pub(super) fn wrap(text: &str, length: usize) -> Vec<String> {
    let text = cut(text, length);
    let (pieces, count) = (pieces(&text), width(&text).div_ceil(COLUMNS).max(1));
    let even = width(&text).div_ceil(count) + 1;
    // Pieces that stay whole may need a little more room for the same number of lines.
    let mut tries = (even..even + 6).map(|limit| lines(&pieces, limit));
    tries.find(|lines| lines.len() <= count).unwrap_or_else(|| lines(&pieces, even))
}

fn lines(pieces: &[String], limit: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces {
        let line = lines.last_mut().expect("there is a first line");
        if !line.is_empty() && width(line) + width(piece) > limit {
            lines.push(piece.trim_start().to_owned());
        } else {
            line.push_str(piece);
        }
    }
    lines
}

/// The parts between which a line may end.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in text.chars() {
        let joined = closes(c) || opens(last) || in_run(last) && in_run(c);
        match pieces.last_mut() {
            Some(piece) if joined && width(piece) < COLUMNS => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
        last = c;
    }
    pieces
}

fn in_run(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '%' | '-' | '+')
}

fn opens(c: char) -> bool {
    matches!(c, '\u{201C}' | '\u{2018}' | '\u{300A}' | '\u{3008}' | '\u{FF08}' | '(' | '\u{300C}' | '\u{300E}' | '\u{3010}' | '\u{3014}')
}

fn closes(c: char) -> bool {
    let marks = matches!(
        c,
        '\u{201D}' | '\u{2019}' | '\u{300B}' | '\u{3009}' | '\u{FF09}' | ')' | '\u{300D}' | '\u{300F}' | '\u{3011}' | '\u{3015}'
    );
    marks || matches!(c, '\u{FF0C}' | '\u{3002}' | '\u{3001}' | '\u{FF1A}' | '\u{FF1B}' | '\u{FF01}' | '\u{FF1F}' | '\u{2026}')
}

/// `text` as the inside of a quoted string: Graphviz shows exactly these characters, and line breaks as line breaks.
///
/// Backslashes are doubled, because `\N`, `\G` and others stand for names; an ampersand that would begin an entity is spelt out; control
/// characters, which would make SVG malformed, become spaces.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for (offset, c) in text.char_indices() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '&' if begins_entity(&text[offset + 1..]) => escaped.push_str("&amp;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// `text` as the inside of an HTML-like label: Graphviz shows exactly these characters, and line breaks as spaces.
pub(super) fn markup(text: &str) -> String {
    let mut marked = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => marked.push_str("&amp;"),
            '<' => marked.push_str("&lt;"),
            '>' => marked.push_str("&gt;"),
            '"' => marked.push_str("&quot;"),
            // Attributes of cells are read a second time, for the names that backslashes stand for.
            '\\' => marked.push_str("&#92;"),
            '\u{FFFE}' | '\u{FFFF}' => marked.push('\u{FFFD}'),
            c if c.is_control() => marked.push(' '),
            c => marked.push(c),
        }
    }
    marked
}

/// Whether `rest`, which follows an ampersand, makes it an entity such as `&lt;` or `&#60;`.
fn begins_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    name.find(';').is_some_and(|end| end > 0 && name[..end].bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words_and_marks() {
        assert_eq!(wrap("短名", 48), ["短名"]);
        assert_eq!(wrap("云州市国民经济和社会发展第十五个五年规划", 48), ["云州市国民经济和社会", "发展第十五个五年规划"]);
        for line in wrap("关于推进“百企上云”行动（2026—2028年）增长30.4%的意见、方案", 48) {
            assert!(!line.starts_with(closes) && !line.ends_with(opens), "{line}");
            assert!(width(&line) <= COLUMNS + 4, "{line}");
        }
        assert!(wrap("增长到两万三千四百五十六个点然后30.4%的部分", 48).iter().any(|line| line.contains("30.4%")));
        assert_eq!(wrap("", 48), [""]);
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(cut("一二三四", 4), "一二三四");
        assert_eq!(cut("一二三四五", 4), "一二三…");
    }

    #[test]
    fn special_characters_are_escaped() {
        assert_eq!(escape(r#"a"b\N"#), r#"a\"b\\N"#);
        assert_eq!(escape("一\n二\t三\u{b}\0"), "一\\n二 三  ");
        assert_eq!(escape("R&D &lt; &#38; &; 《<b>》"), "R&D &amp;lt; &amp;#38; &; 《<b>》");
    }
}
