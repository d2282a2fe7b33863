//! JSON Lines: each line an object with a `text`, and a document of its own.

use super::{
    Reading,
    writing::{Writing, on_one_line},
};
use crate::model::Locator;
use serde::Deserialize;

/// One line; what else it has is left out.
#[derive(Debug, Deserialize)]
struct Record {
    text: String,
    title: Option<String>,
    date: Option<String>,
    source: Option<String>,
    url: Option<String>,
}

/// The lines with words of a file, each with its number from 1.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines.map(|(index, line)| (index + 1, line.trim_ascii())).filter(|(_, line)| !line.is_empty())
}

/// Whether `line` is an object with a `text`.
pub(super) fn is_record(line: &[u8]) -> bool {
    serde_json::from_slice::<Record>(line).is_ok()
}

/// Reads one line: its title, where the text does not begin with it, then its text.
pub(super) fn read(line: &[u8]) -> Result<Reading, String> {
    let record: Record = serde_json::from_slice(line)
        .map_err(|error| format!("is no line of the form {{\"text\", \"title\", \"date\", \"source\", \"url\"}}: {error}"))?;
    let mut writing = Writing::default();
    let Record { text, title, date, source, url } = record;
    for (name, value) in [("title", &title), ("date", &date), ("source", &source), ("url", &url)] {
        writing.property(name, value.as_deref().unwrap_or_default());
    }
    let title = on_one_line(title.as_deref().unwrap_or_default());
    if !title.is_empty() && !begins_with(&text, &title) {
        writing.line(&title, Locator::default());
    }
    let mut reading = writing.finish();
    reading.text.push_str(&text);
    reading.places.clear();
    Ok(reading)
}

/// Whether the first lines of `text` are `title`, white space apart.
pub(super) fn begins_with(text: &str, title: &str) -> bool {
    let mut rest = text.chars().filter(|c| !c.is_whitespace() && *c != '#');
    title.chars().filter(|c| !c.is_whitespace()).all(|c| rest.next() == Some(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_document() {
        let bytes =
            "\u{FEFF}{\"text\": \"云州市建设码头。\", \"title\": \"工作通报\", \"date\": \"2031-03-05\"}\r\n\n{\"text\": 1}".as_bytes();
        let found: Vec<usize> = lines(bytes).map(|(number, _)| number).collect();
        assert_eq!(found, [1, 3]);
        let reading = read(lines(bytes).next().unwrap().1).unwrap();
        assert_eq!(reading.text, "工作通报\n云州市建设码头。");
        assert_eq!(reading.properties.len(), 2);
        assert!(read(b"{\"text\": 1}").unwrap_err().contains("expected a string"));
        assert_eq!(read("{\"text\": \"# 通报\\n正文\", \"title\": \"通报\"}".as_bytes()).unwrap().text, "# 通报\n正文");
    }
}
