//! What bounds a question before it is read: its length, and how deep it goes.

use std::collections::BTreeSet;

/// Longest query, in bytes.
const LONGEST: usize = 128 << 10;
/// How deep brackets may stand in each other: the parser and all after it go down with them.
const DEEPEST: usize = 48;
/// How many signs of negation or inversion may follow each other, for the same reason.
const MOST_SIGNS: usize = 48;
/// How many groups may be joined to one chain, which is as deep as it is long.
const MOST_KEYWORDS: usize = 2000;

/// Refuses what would go too deep.
///
/// # Errors
/// When the query is too long or too deep.
pub(crate) fn check(text: &str) -> Result<(), String> {
    let refuse = Err::<(), String>;
    if text.len() > LONGEST {
        return refuse(format!("the query has {} bytes; {LONGEST} are the most", text.len()));
    }
    let shape = Shape::of(text);
    if shape.depth > DEEPEST {
        return refuse(format!("brackets stand more than {DEEPEST} deep in each other"));
    }
    if shape.signs > MOST_SIGNS {
        return refuse(format!("more than {MOST_SIGNS} signs of negation or inversion follow each other"));
    }
    if shape.chain > MOST_KEYWORDS {
        return refuse(format!("more than {MOST_KEYWORDS} groups or operators"));
    }
    Ok(())
}

/// What the text of a query looks like, outside its strings, IRIs and comments.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    depth: usize,
    signs: usize,
    chain: usize,
    variables: usize,
}

impl Shape {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut shape, mut depth, mut signs, mut at) = (Self::default(), 0_usize, 0, 0);
        let mut names = BTreeSet::new();
        while at < bytes.len() {
            match bytes[at] {
                b'(' | b'{' | b'[' => {
                    depth += 1;
                    shape.depth = shape.depth.max(depth);
                    shape.chain += usize::from(bytes[at] == b'{');
                    shape.variables += usize::from(bytes[at] != b'{');
                }
                b')' | b'}' | b']' => depth = depth.saturating_sub(1),
                b'<' if bytes[at..].starts_with(b"<<") => {
                    depth += 1;
                    shape.depth = shape.depth.max(depth);
                    at += 1;
                }
                b'>' if bytes[at..].starts_with(b">>") => {
                    depth = depth.saturating_sub(1);
                    at += 1;
                }
                b'<' => at += iri(&bytes[at..]),
                b'#' => at += bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len() - at - 1),
                quote @ (b'"' | b'\'') => at += string(&bytes[at..], quote),
                b'?' | b'$' => {
                    let name =
                        bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte >= 128).count();
                    names.insert(&bytes[at + 1..at + 1 + name]);
                    at += name;
                }
                b'/' | b'|' | b'*' | b'&' | b'=' => shape.chain += 1,
                _ => {}
            }
            let byte = bytes.get(at).copied().unwrap_or(b' ');
            signs = match byte {
                b'!' | b'^' | b'-' | b'+' => signs + 1,
                b' ' | b'\n' | b'\t' | b'\r' => signs,
                _ => 0,
            };
            shape.signs = shape.signs.max(signs);
            at += 1;
        }
        shape.variables += names.len() + text.matches("_:").count();
        shape
    }
}

/// How far the closing sign of an IRI is; nothing, where `<` is the operator.
fn iri(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| matches!(byte, b'>' | b' ' | b'\n' | b'\t' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | b'\\'));
    end.filter(|&end| bytes[end] == b'>').unwrap_or(0)
}

/// How far the last sign of a string is.
fn string(bytes: &[u8], quote: u8) -> usize {
    let long = [quote; 3];
    let (mut at, end): (usize, &[u8]) = if bytes.starts_with(&long) { (3, &long) } else { (1, &long[..1]) };
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 1;
        } else if bytes[at..].starts_with(end) {
            return at + end.len() - 1;
        }
        at += 1;
    }
    bytes.len() - 1
}

/// How many variables the rows of a query have, at most; blank nodes and paths are variables as well.
pub(crate) fn variables(text: &str) -> usize {
    // A row is as wide as it needs to be; half of the names of a large query stand in other parts of it.
    let Shape { variables, chain, .. } = Shape::of(text);
    (variables + chain / 4).div_ceil(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_goes_deep_is_refused() {
        let deep = |depth: usize| format!("SELECT * {}{}", "{ ".repeat(depth), "} ".repeat(depth));
        assert!(check(&deep(DEEPEST)).is_ok() && check(&deep(DEEPEST + 1)).is_err());
        let bracketed = "(".repeat(100);
        assert!(check(&format!("SELECT * {{ ?s ?p \"{bracketed}\\\"(\", '''{bracketed}'{bracketed}''' }} # {bracketed}\n")).is_ok());
        assert!(check(&format!("ASK {{ FILTER({}true) }}", "! ".repeat(MOST_SIGNS + 1))).is_err());
        assert!(check(&"x".repeat(LONGEST + 1)).is_err());
        assert!(check("SELECT * { ?a ?b <http://e.org/(((> FILTER(?a < 3 && ?b > 4) }").is_ok());
    }

    #[test]
    fn variables_are_counted_once() {
        assert_eq!(Shape::of("SELECT ?a { ?a $b ?云 . ?云 ?a \"?no\" }").variables, 3);
    }
}
