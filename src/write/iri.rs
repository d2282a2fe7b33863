//! The ids of entities and the IRIs of everything that is written as RDF: ASCII, stable, the same on every machine.

use crate::{
    error::{Error, Result},
    model::Class,
};
use oxigraph::model::NamedNode;
use pinyin::ToPinyin;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Where the IRIs of entities, documents and statements stand by default.
pub const DEFAULT_BASE: &str = "https://w3id.org/hongtu/id/";

/// Longest slug in an id; with the longest class, two hyphens and the hash an id stays under 80 characters.
const SLUG_LENGTH: usize = 52;

/// The id of the entity of `class` called `name` whose identity across documents is `key`: class, pinyin slug of the
/// name, first eight hex digits of the key's SHA-256.
///
/// ```
/// use hongtu::{model::Class, write::iri::entity_id};
/// let id = entity_id(Class::Place, "云州市", "Place\t云州市");
/// assert!(id.starts_with("place-yun-zhou-shi-"));
/// ```
pub fn entity_id(class: Class, name: &str, key: &str) -> String {
    let (class, slug, hash) = (class.as_str().to_ascii_lowercase(), slug(name), hash(&[key], 4));
    if slug.is_empty() { format!("{class}-{hash}") } else { format!("{class}-{slug}-{hash}") }
}

/// The id of the entity of `class` with `key`: its slug spells the name in the key, which stays the same whichever of its names a document uses.
pub fn id_of_key(class: Class, key: &str) -> String {
    let name = key.split('|').nth(1).filter(|name| !name.is_empty()).unwrap_or(key);
    entity_id(class, name, key)
}

/// Pinyin syllables and runs of ASCII letters and digits, in lower case, joined by hyphens, as many whole words as fit; other characters
/// are dropped.
fn slug(name: &str) -> String {
    let mut slug = Slug::default();
    // Normalisation changes none of these, and most names have no others.
    let is_plain = |c: char| c.is_ascii() || matches!(c, '\u{4E00}'..='\u{9FA5}' | '\u{201C}' | '\u{201D}' | '\u{3001}');
    if name.chars().all(is_plain) {
        name.chars().all(|c| slug.add(c));
    } else {
        name.nfkc().all(|c| slug.add(c));
    }
    slug.end_word();
    slug.text
}

/// A slug in the making.
#[derive(Default)]
struct Slug {
    text: String,
    /// The run of letters and digits that is not in `text` yet.
    run: String,
    full: bool,
}

impl Slug {
    /// Adds a character; tells whether another may follow.
    fn add(&mut self, c: char) -> bool {
        if c.is_ascii_alphanumeric() {
            self.run.push(c.to_ascii_lowercase());
            return true;
        }
        self.end_word();
        if let Some(syllable) = c.to_pinyin() {
            // The one syllable letter outside ASCII is u with diaeresis, typed as v.
            self.run.extend(syllable.plain().chars().map(|letter| if letter.is_ascii() { letter } else { 'v' }));
            self.end_word();
        }
        !self.full
    }

    /// Takes over the word before, where there is room for it; a first word longer than that is cut.
    fn end_word(&mut self) {
        if !self.run.is_empty() && !self.full {
            if self.text.is_empty() {
                self.text.push_str(&self.run[..self.run.len().min(SLUG_LENGTH)]);
            } else if self.text.len() + 1 + self.run.len() <= SLUG_LENGTH {
                self.text.push('-');
                self.text.push_str(&self.run);
            } else {
                self.full = true;
            }
        }
        self.run.clear();
    }
}

/// The SHA-256 of `parts`, joined by tabs, cut to `bytes` bytes, in hex.
fn hash(parts: &[&str], bytes: usize) -> String {
    let mut hash = Sha256::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            hash.update("\t");
        }
        hash.update(part);
    }
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    hash.finalize()[..bytes].iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// The part of an IRI behind the base that `parts` make, joined by hyphens.
fn joined(parts: &[&str]) -> String {
    let mut name = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            name.push('-');
        }
        name.push_str(&safe(part));
    }
    name
}

/// `part` with what no IRI of ours has replaced; ids of our own making are safe as they are, those of a graph read from a file may be anything.
fn safe(part: &str) -> Cow<'_, str> {
    let is_safe = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.');
    if part.bytes().fold(true, |safe, byte| safe & is_safe(byte)) {
        return Cow::Borrowed(part);
    }
    Cow::Owned(part.chars().map(|c| if u8::try_from(c).is_ok_and(is_safe) { c } else { '_' }).collect())
}

/// What stands behind the base in the IRIs of a data set.
pub(crate) mod name {
    use super::{Cow, hash, joined, safe};

    /// An entity, by its id.
    pub(crate) fn entity(id: &str) -> Cow<'_, str> {
        safe(id)
    }

    /// The file that was read as the document `id`.
    pub(crate) fn source(document: &str) -> String {
        joined(&["source", document])
    }

    /// The named graph of what a document states.
    pub(crate) fn statements(document: &str) -> String {
        joined(&["graph", document])
    }

    /// The named graph of the evidence of a document's statements.
    pub(crate) fn provenance(document: &str) -> String {
        joined(&["provenance", document])
    }

    /// A statement of a document; `parts` are its ends, predicate and role.
    pub(crate) fn statement(document: &str, parts: &[&str]) -> String {
        joined(&["statement", document, &hash(parts, 6)])
    }

    /// A figure in a document; `parts` are all that it says and where.
    pub(crate) fn target(document: &str, parts: &[&str]) -> String {
        joined(&["target", document, &hash(parts, 6)])
    }

    /// What the names of all passages of a document begin with; behind it stand the first character and the one behind the last, in code points.
    pub(crate) fn passages(document: &str) -> String {
        joined(&["passage", document, ""])
    }

    /// How the statement or figure called `subject` follows from a passage.
    pub(crate) fn derivation(subject: &str, [start, end]: [&str; 2]) -> String {
        [subject, "-", start, "-", end].concat()
    }

    /// A day, as `2026-01-01`.
    pub(crate) fn instant(day: &str) -> String {
        joined(&["instant", day])
    }

    /// The data set as a whole.
    pub(crate) fn data_set() -> String {
        joined(&["dataset"])
    }

    /// The program that builds.
    pub(crate) fn program() -> String {
        joined(&["hongtu", env!("CARGO_PKG_VERSION")])
    }

    /// A thing of `kind` that is known by `parts` alone, whichever document speaks of it.
    pub(crate) fn shared(kind: &str, parts: &[&str]) -> String {
        joined(&[kind, &hash(parts, 6)])
    }

    /// The run of the program with the knowledge files of this version.
    pub(crate) fn build(catalog_version: &str) -> String {
        joined(&["build", &catalog_version[..catalog_version.len().min(16)]])
    }
}

/// Makes the IRIs of a data set from the ids in its graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iris {
    /// An absolute ASCII IRI that ends in `/` or `#`.
    base: String,
}

impl Default for Iris {
    fn default() -> Self {
        Self { base: DEFAULT_BASE.to_owned() }
    }
}

impl Iris {
    /// IRIs that begin with `base`.
    ///
    /// # Errors
    /// When `base` is not an absolute ASCII IRI that ends in `/` or `#`.
    pub fn new(base: &str) -> Result<Self> {
        let wrong = |why: &str| Error::Query(format!("`{base}` cannot be the base of IRIs: {why}"));
        if !base.is_ascii() {
            return Err(wrong("it has characters outside ASCII, which stores and drivers spell differently"));
        }
        if !base.ends_with(['/', '#']) {
            return Err(wrong("it must end in `/` or `#`"));
        }
        NamedNode::new(base).map_err(|error| wrong(&error.to_string()))?;
        Ok(Self { base: base.to_owned() })
    }

    /// What all IRIs begin with.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// An entity, by its id.
    pub fn entity(&self, id: &str) -> NamedNode {
        self.own(&name::entity(id))
    }

    /// The named graph of what a document states.
    pub fn statements(&self, document: &str) -> NamedNode {
        self.own(&name::statements(document))
    }

    /// The named graph of the evidence of a document's statements.
    pub fn provenance(&self, document: &str) -> NamedNode {
        self.own(&name::provenance(document))
    }

    /// A statement of a document; `parts` are its ends, predicate and role.
    pub fn statement(&self, document: &str, parts: &[&str]) -> NamedNode {
        self.own(&Self::statement_id(document, parts))
    }

    /// The local part of a statement's IRI.
    pub fn statement_id(document: &str, parts: &[&str]) -> String {
        name::statement(document, parts)
    }

    /// A figure in a document; `parts` are all that it says and where.
    pub fn target(&self, document: &str, parts: &[&str]) -> NamedNode {
        self.own(&name::target(document, parts))
    }

    /// The named graph of what follows from the statements.
    pub fn inferred(&self) -> NamedNode {
        self.own("inferred")
    }

    /// A conclusion, by its subject, predicate and object.
    pub fn inference(&self, triple: [&str; 3]) -> NamedNode {
        self.shared("inference", &triple)
    }

    /// A thing of `kind` that is known by `parts` alone, whichever document speaks of it.
    pub fn shared(&self, kind: &str, parts: &[&str]) -> NamedNode {
        self.own(&name::shared(kind, parts))
    }

    /// The thing that `name` calls.
    fn own(&self, name: &str) -> NamedNode {
        NamedNode::new_unchecked([&self.base, name].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_ascii_and_depend_on_the_key() {
        let long = "在全省范围内加快推进".repeat(40);
        for name in ["云州市", "“云帆湖”行动", "《ＡＩ２０３０》", "𠀀𠀁", "", "重庆", &long, "aaaa".repeat(60).as_str()]
        {
            let id = entity_id(Class::Organization, name, name);
            assert!(id.len() <= 80 && id.is_ascii(), "{id}");
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{id}");
            assert!(!id.contains("--") && !id.ends_with('-'), "{id}");
            assert_ne!(id, entity_id(Class::Organization, name, "other"));
        }
        assert!(Iris::new("https://example.org/数据/").is_err());
        assert!(Iris::new("https://example.org/data").is_err());
        assert!(Iris::new("data/").is_err());
        assert_eq!(Iris::new("https://example.org/d/").unwrap().entity("a> <b").as_str(), "https://example.org/d/a___b");
        assert!(entity_id(Class::Place, "绿州", "k").starts_with("place-lv-zhou-"));
        assert!(entity_id(Class::Program, "“AI+”行动", "k").starts_with("program-ai-xing-dong-"));
    }
}
