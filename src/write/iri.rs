//! The ids of entities and the IRIs of everything that is written as RDF: ASCII, stable, the same on every machine.

use crate::model::Class;
use pinyin::ToPinyin;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

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
    let (class, slug, hash) = (class.as_str().to_ascii_lowercase(), slug(name), short_hash(&[key]));
    if slug.is_empty() { format!("{class}-{hash}") } else { format!("{class}-{slug}-{hash}") }
}

/// Pinyin syllables and runs of ASCII letters and digits, in lower case, joined by hyphens; other characters are dropped.
fn slug(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut in_run = false;
    for c in name.nfkc() {
        if c.is_ascii_alphanumeric() {
            if !in_run {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(c.to_ascii_lowercase());
            }
            in_run = true;
            continue;
        }
        in_run = false;
        if let Some(syllable) = c.to_pinyin() {
            // The one syllable letter outside ASCII is u with diaeresis, typed as v.
            words.push(syllable.plain().chars().map(|letter| if letter.is_ascii() { letter } else { 'v' }).collect());
        }
        if words.len() > SLUG_LENGTH {
            break;
        }
    }
    join_within(&words, SLUG_LENGTH)
}

/// As many whole words as fit into `length` characters; a first word longer than that is cut.
fn join_within(words: &[String], length: usize) -> String {
    let mut slug = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if slug.is_empty() {
            slug.push_str(&word[..word.len().min(length)]);
        } else if slug.len() + 1 + word.len() <= length {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

/// First eight hex digits of the SHA-256 of `parts`, each followed by a tab but for the last.
pub(crate) fn short_hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            hash.update("\t");
        }
        hash.update(part);
    }
    hash.finalize()[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_ascii_and_depend_on_the_key() {
        let long = "在全省范围内加快推进".repeat(40);
        for name in ["云州市", "“人工智能+”行动", "《ＡＩ２０３０》", "𠀀𠀁", "", "重庆", &long, "aaaa".repeat(60).as_str()]
        {
            let id = entity_id(Class::Organization, name, name);
            assert!(id.len() <= 80 && id.is_ascii(), "{id}");
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{id}");
            assert!(!id.contains("--") && !id.ends_with('-'), "{id}");
            assert_ne!(id, entity_id(Class::Organization, name, "other"));
        }
        assert!(entity_id(Class::Place, "绿州", "k").starts_with("place-lv-zhou-"));
        assert!(entity_id(Class::Program, "“AI+”行动", "k").starts_with("program-ai-xing-dong-"));
    }
}
