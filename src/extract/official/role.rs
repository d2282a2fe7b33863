//! Roles: the words of a post, with their modifiers (常务副部长, 党组书记, 分管日常工作的副主任).

use crate::catalog::{Catalog, titles::Modifier};

/// A role read from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// Where it ends.
    pub(super) end: usize,
    /// Its words, without 原 and 现任.
    pub(super) words: String,
    /// What the organ that has such a role ends with.
    pub(super) heads: Vec<String>,
    /// The organ, where there is only one that has this role.
    pub(super) organ: String,
    /// Whether the post has ended (原).
    pub(super) former: bool,
}

/// Reads the role at `at`: of all readings the one that goes farthest.
pub(super) fn role_at(catalog: &Catalog, text: &str, at: usize) -> Option<Role> {
    let charge = charge(catalog, &text[at..]);
    let mut role = read(catalog, text, at + charge, 4)?;
    if charge > 0 {
        role.words.insert_str(0, &text[at..at + charge]);
    }
    Some(role)
}

/// A role, or up to `depth` modifiers and a role.
fn read(catalog: &Catalog, text: &str, at: usize, depth: u8) -> Option<Role> {
    let titles = &catalog.titles;
    let rest = &text[at..];
    let plain = titles.roles.beginning(rest).map(|(length, title)| Role {
        end: at + length,
        words: rest[..length].to_owned(),
        heads: title.heads.clone(),
        organ: title.organ.clone(),
        former: false,
    });
    let modified = titles.modifiers.all_beginning(rest).filter(|_| depth > 0).filter_map(|(length, modifier)| {
        let mut role = read(catalog, text, at + length, depth - 1)?;
        match modifier {
            Modifier::Former => role.former = true,
            Modifier::Now => {}
            Modifier::Prefix => role.words.insert_str(0, &rest[..length]),
        }
        if titles.word(rest, "party-group").is_some() {
            role.heads.clear();
        }
        Some(role)
    });
    modified.chain(plain).max_by_key(|role| role.end)
}

/// The length of `分管……的` before a role.
fn charge(catalog: &Catalog, rest: &str) -> usize {
    if catalog.titles.word(rest, "charge").is_none() {
        return 0;
    }
    for (at, c) in rest.char_indices().take(14) {
        if !c.is_alphanumeric() {
            return 0;
        }
        if let Some(length) = catalog.titles.word(&rest[at..], "charge-end") {
            return at + length;
        }
    }
    0
}
