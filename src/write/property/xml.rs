//! What the two formats in XML share: the names of types, and what XML cannot hold.

use super::Kind;
use std::borrow::Cow;

/// The name of a kind of value, the same in GraphML and GEXF.
pub(crate) fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Texts => "string",
        Kind::Integer => "long",
        Kind::Decimal => "double",
    }
}

/// The text with the replacement character in place of each character that XML 1.0 has no way to write.
pub(crate) fn writable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_writable) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_writable(c) { c } else { char::REPLACEMENT_CHARACTER }).collect())
}

fn is_writable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}
