//! What would hurt a parser rather than fail in it is refused before it is parsed.

use oxigraph::io::RdfFormat;

/// How deep triple terms may stand in each other: the parser and everything after it goes down with them, and the stack ends somewhere.
const DEEPEST: usize = 100;
/// How long what an XML entity stands for may be, in bytes: enough for any namespace, too short for a text that grows by being repeated.
const LONGEST_ENTITY: usize = 1024;

/// Says what in `bytes` is refused, and at which line and column.
pub(crate) fn refuse(bytes: &[u8], format: RdfFormat) -> Result<(), String> {
    let found = match format {
        RdfFormat::RdfXml => swelling_entity(bytes),
        RdfFormat::JsonLd { .. } => None,
        _ => deep_triple_term(bytes),
    };
    found.map_or(Ok(()), |(at, problem)| Err(format!("{}: {problem}", place(&bytes[..at]))))
}

/// The line and column behind `before`, both from 1.
pub(super) fn place(before: &[u8]) -> String {
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
    format!("line {line}, column {column}")
}

/// An entity that is made of other entities, or is long: a few lines of those can stand for more than any memory holds.
fn swelling_entity(bytes: &[u8]) -> Option<(usize, String)> {
    const DECLARATION: &[u8] = b"<!ENTITY";
    let mut from = 0;
    while let Some(found) = bytes[from..].windows(DECLARATION.len()).position(|window| window == DECLARATION) {
        let at = from + found;
        from = at + DECLARATION.len();
        let Some(open) = bytes[from..].iter().position(|byte| matches!(byte, b'"' | b'\'')) else { break };
        let value = &bytes[from + open + 1..];
        let value = &value[..value.iter().position(|byte| *byte == bytes[from + open]).unwrap_or(value.len())];
        if value.contains(&b'&') {
            return Some((at, "an entity is declared by means of others; write out what it stands for".to_owned()));
        }
        if value.len() > LONGEST_ENTITY {
            return Some((at, format!("an entity stands for more than {LONGEST_ENTITY} bytes; write the text itself")));
        }
    }
    None
}

/// The first triple term that stands too deep in others, for any of the formats of Turtle's family.
fn deep_triple_term(bytes: &[u8]) -> Option<(usize, String)> {
    if !bytes.windows(2).any(|pair| pair == b"<<") {
        return None;
    }
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        at = match &bytes[at..] {
            [b'<', b'<', ..] => {
                depth += 1;
                if depth > DEEPEST {
                    return Some((at, format!("triple terms stand more than {DEEPEST} deep in each other")));
                }
                at + 2
            }
            [b'>', b'>', ..] => {
                depth = depth.saturating_sub(1);
                at + 2
            }
            [b'<', ..] => past(bytes, at + 1, b">"),
            [b'#', ..] => past(bytes, at + 1, b"\n"),
            [b'"', b'"', b'"', ..] => past(bytes, at + 3, b"\"\"\""),
            [b'\'', b'\'', b'\'', ..] => past(bytes, at + 3, b"'''"),
            [b'"', ..] => past(bytes, at + 1, b"\""),
            [b'\'', ..] => past(bytes, at + 1, b"'"),
            [b'\\', ..] => at + 2,
            _ => at + 1,
        };
    }
    None
}

/// The place after the next `end` that no backslash stands before.
fn past(bytes: &[u8], from: usize, end: &[u8]) -> usize {
    let mut at = from;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at..].starts_with(end) {
            return at + end.len();
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_swells_or_goes_deep_is_refused() {
        let xml = |text: &str| refuse(text.as_bytes(), RdfFormat::RdfXml);
        assert!(xml("<!DOCTYPE r [<!ENTITY xsd \"http://www.w3.org/2001/XMLSchema#\">]><r>&xsd;&xsd;</r>").is_ok());
        assert!(xml("<!DOCTYPE r [\n <!ENTITY a 'x'> <!ENTITY b '&a;&a;'>]>").unwrap_err().starts_with("line 2, column 18: "));
        assert!(xml(&format!("<!DOCTYPE r [<!ENTITY a \"{}\">]>", "x".repeat(2000))).is_err());
        let turtle = |text: &str| refuse(text.as_bytes(), RdfFormat::Turtle);
        let deep = |depth: usize| format!("<a> <b> {} <c> {} .", "<<( <a> <b> ".repeat(depth), ")>> ".repeat(depth));
        assert!(turtle(&deep(100)).is_ok() && turtle(&deep(101)).unwrap_err().starts_with("line 1, column "));
        let quoted = "<< ".repeat(500);
        assert!(turtle(&format!("<a> <b> \"{quoted}\\\" <<\" , '''{quoted}\\'''''', '{quoted}' . # {quoted}\n<a#x> <b> 1 .")).is_ok());
        assert!(turtle("<a> <b> \"open << ").is_ok(), "the parser says what is wrong");
    }
}
