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

/// Reads the role at `at`.
pub(super) fn role_at(catalog: &Catalog, text: &str, at: usize) -> Option<Role> {
    let titles = &catalog.titles;
    let mut here = at;
    let mut words_from = at;
    let mut former = false;
    let mut of_party = false;
    here += charge(catalog, &text[here..]);
    loop {
        let rest = &text[here..];
        // 副主任委员 is 副 and 主任委员; a modifier counts only where a role follows in the end.
        let Some((length, modifier)) = titles.modifiers.beginning(rest) else { break };
        match modifier {
            Modifier::Former => former = true,
            Modifier::Now => {}
            Modifier::Prefix => of_party |= titles.word(rest, "party-group").is_some(),
        }
        here += length;
        if *modifier != Modifier::Prefix {
            words_from = here;
        }
    }
    let (length, title) = titles.roles.beginning(&text[here..])?;
    let end = here + length;
    let heads = if of_party { Vec::new() } else { title.heads.clone() };
    Some(Role { end, words: text[words_from..end].to_owned(), heads, organ: title.organ.clone(), former })
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
