//! Which entity of the graph is which entity of gold.

use super::{gold::GoldEntity, predicted::PredictedEntity};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};
use unicode_normalization::UnicodeNormalization;

/// The form in which names are compared: NFKC, without quotation marks and white space.
pub(super) fn fold(name: &str) -> String {
    const DROPPED: &str =
        "\u{201C}\u{201D}\u{2018}\u{2019}\u{300A}\u{300B}\u{3008}\u{3009}\"'\u{300C}\u{300D}\u{300E}\u{300F} \u{3000}\n\t";
    name.nfkc().filter(|&c| !DROPPED.contains(c)).collect()
}

/// Ids of the graph by their names in gold, one to one; pairs with equal full names come first, then those that share most and longest names.
pub(super) fn align<'a>(predicted: &'a [PredictedEntity], gold: &'a [GoldEntity], same_class: bool) -> BTreeMap<&'a str, &'a str> {
    let gold: Vec<(&GoldEntity, BTreeSet<String>)> = gold.iter().map(|g| (g, names(&g.name, &g.aliases))).collect();
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, (_, names)) in gold.iter().enumerate() {
        for name in names {
            by_name.entry(name).or_default().push(index);
        }
    }
    let mut pairs = Vec::new();
    for entity in predicted {
        let own = names(&entity.name, &entity.aliases);
        let candidates: BTreeSet<usize> = own.iter().filter_map(|name| by_name.get(name.as_str())).flatten().copied().collect();
        for index in candidates {
            let (candidate, names) = &gold[index];
            if same_class && entity.class != candidate.class.as_str() {
                continue;
            }
            let shared: Vec<&String> = own.intersection(names).collect();
            let longest = shared.iter().map(|name| name.chars().count()).max();
            let first = fold(&entity.name) == fold(&candidate.name);
            pairs.push((Reverse(first), Reverse(shared.len()), Reverse(longest), entity.id.as_str(), candidate.name.as_str()));
        }
    }
    pairs.sort();
    one_to_one(pairs.into_iter().map(|(_, _, _, id, name)| (id, name)))
}

fn names(name: &str, aliases: &[String]) -> BTreeSet<String> {
    std::iter::once(name).chain(aliases.iter().map(String::as_str)).map(fold).collect()
}

fn one_to_one<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<&'a str, &'a str> {
    let mut taken = BTreeSet::new();
    let mut mapping = BTreeMap::new();
    for (id, name) in pairs {
        if !mapping.contains_key(id) && taken.insert(name) {
            mapping.insert(id, name);
        }
    }
    mapping
}
