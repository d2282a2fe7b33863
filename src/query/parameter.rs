//! Parameters of a question: words of the user that become RDF terms, never text of the query.

use crate::{
    error::{Error, Result},
    model::{Class, Predicate, Status},
    text::unknown,
    write::rdf::vocabulary::PREFIXES,
};
use oxigraph::model::{Literal, NamedNode, Term, vocab::xsd};
use std::{fmt, str::FromStr};

/// Something that the user may set in a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The variable's name.
    pub name: String,
    /// How a value is read.
    pub kind: Kind,
    /// What it is, for people.
    pub about: String,
}

/// How the value of a parameter is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chinese text, as in names.
    Name,
    /// A plain string.
    Text,
    /// A year.
    Year,
    /// A class of the ontology.
    Class,
    /// A predicate of the ontology.
    Predicate,
    /// A status of the ontology.
    Status,
}

const KINDS: [(&str, Kind); 6] = [
    ("name", Kind::Name),
    ("text", Kind::Text),
    ("year", Kind::Year),
    ("class", Kind::Class),
    ("predicate", Kind::Predicate),
    ("status", Kind::Status),
];

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(KINDS.iter().find(|(_, kind)| kind == self).map_or("", |(name, _)| name))
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let found = KINDS.iter().find(|(name, _)| *name == text);
        found.map(|&(_, kind)| kind).ok_or_else(|| unknown(text, KINDS.iter().map(|(name, _)| *name)))
    }
}

impl Kind {
    /// Reads a value.
    ///
    /// # Errors
    /// When it is not of this kind; the message names the nearest known word.
    pub fn read(self, value: &str) -> Result<Term> {
        let term = |name: std::result::Result<&'static str, String>| {
            name.map(|name| NamedNode::new_unchecked(format!("{}{name}", crate::catalog::ontology::NAMESPACE)).into()).map_err(Error::Query)
        };
        match self {
            Self::Name => Ok(Literal::new_language_tagged_literal_unchecked(value, "zh").into()),
            Self::Text => Ok(Literal::new_simple_literal(value).into()),
            Self::Year if value.len() == 4 && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                Ok(Literal::new_typed_literal(value, xsd::G_YEAR).into())
            }
            Self::Year => Err(Error::Query(format!("`{value}` is no year; write four digits"))),
            Self::Class => term(value.parse::<Class>().map(Class::as_str)),
            Self::Predicate => term(value.parse::<Predicate>().map(Predicate::as_str)),
            Self::Status => term(value.parse::<Status>().map(Status::as_str)),
        }
    }
}

/// Reads a value that no question declares: `<IRI>`, `prefix:name` of a known prefix, a quoted literal with an optional
/// tag or datatype; anything else is Chinese text, as names are.
///
/// # Errors
/// When an IRI or a quoted literal is malformed.
pub fn read_term(value: &str, id_namespace: &str) -> Result<Term> {
    if value.starts_with('<') || value.starts_with('"') {
        return value.parse().map_err(|error| Error::Query(format!("`{value}` is no RDF term: {error}")));
    }
    if let Some((prefix, local)) = value.split_once(':') {
        let namespaces = std::iter::once(("id", id_namespace)).chain(PREFIXES.iter().copied());
        if let Some((_, namespace)) = namespaces.into_iter().find(|(known, _)| *known == prefix) {
            let node = NamedNode::new(format!("{namespace}{local}"));
            return node.map(Term::from).map_err(|error| Error::Query(format!("`{value}` is no IRI: {error}")));
        }
    }
    Kind::Name.read(value)
}

/// Splits `name=value`, as `--set` has it; a leading `?` of the name is dropped.
///
/// # Errors
/// When there is no `=` or no name before it.
pub fn assignment(text: &str) -> std::result::Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim_start_matches('?').is_empty() => Ok((name.trim_start_matches('?').to_owned(), value.to_owned())),
        _ => Err(format!("`{text}` is not of the form name=value")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_terms() {
        let term = |value| read_term(value, "https://e.org/id/").unwrap().to_string();
        assert_eq!(term("云州市\" } DROP ALL"), "\"云州市\\\" } DROP ALL\"@zh");
        assert_eq!(term("id:place-x"), "<https://e.org/id/place-x>");
        assert_eq!(term("\"6\"^^<http://www.w3.org/2001/XMLSchema#integer>"), "\"6\"^^<http://www.w3.org/2001/XMLSchema#integer>");
        assert_eq!(term("注:意"), "\"注:意\"@zh");
        assert!(read_term("<a b>", "").is_err());
        assert!(read_term("\"open", "").is_err());
        assert_eq!(Kind::Year.read("2030").unwrap().to_string(), "\"2030\"^^<http://www.w3.org/2001/XMLSchema#gYear>");
        assert!(Kind::Year.read("明年").is_err());
        assert!(Kind::Class.read("Prak").unwrap_err().to_string().contains("`Park`"));
        assert_eq!(assignment("?name=a=b"), Ok(("name".to_owned(), "a=b".to_owned())));
        assert!(assignment("=x").is_err() && assignment("x").is_err());
    }
}
