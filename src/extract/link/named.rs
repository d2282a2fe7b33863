//! Policy entities: mentions with one name, with the core or the full form of it, or with an abbreviation, are one thing.

use super::group::Groups;
use crate::{
    catalog::Catalog,
    extract::mention::organ,
    model::{Class, Document, Entity, Link, Mention},
    text::{fold, is_quote},
};
use std::collections::{BTreeMap, BTreeSet};

/// The classes that this linker is for; officials, organs and places have their own.
const CLASSES: [Class; 12] = [
    Class::Organization,
    Class::Strategy,
    Class::Positioning,
    Class::Program,
    Class::Instrument,
    Class::Park,
    Class::Project,
    Class::Industry,
    Class::Document,
    Class::Event,
    Class::Period,
    Class::Work,
];

/// Entities of the policy classes among `mentions`, grouped by name and form.
pub(crate) fn entities(catalog: &Catalog, document: &Document, mentions: &[Mention]) -> Vec<Entity> {
    let defined = definitions(catalog, &document.text, mentions);
    let taken: BTreeSet<Class> = CLASSES.into_iter().collect();
    let mut entities = Vec::new();
    for class in taken {
        // Organizations that are named as organs are have a linker of their own.
        let is_organ = |name: &str| class == Class::Organization && organ::parse(catalog, name).is_some();
        let named = |index: &usize| mentions[*index].class == class && !is_organ(&mentions[*index].name);
        let of_class: Vec<usize> = (0..mentions.len()).filter(named).collect();
        let names = of_class.iter().map(|&index| mentions[index].name.as_str()).collect::<BTreeSet<_>>();
        let mut keys = canonical(catalog, class, &names, &defined);
        if class == Class::Event {
            mean_own_session(catalog, &document.text, of_class.iter().map(|&index| &mentions[index]), &mut keys);
        }
        let mut groups = Groups::default();
        for index in of_class {
            let name = &mentions[index].name;
            let (key, link) = &keys[name.as_str()];
            let group = groups.of(class, key);
            group.add(index, *link);
            group.forms.insert(name.clone());
            group.explicit.insert(name.clone());
            // A conjunct that shares a later head stands in the text without it.
            let surface = mentions[index].span.of(&document.text);
            if name.strip_prefix(surface).is_some_and(|head| !head.is_empty()) {
                group.forms.insert(surface.to_owned());
            }
        }
        entities.extend(groups.entities(super::group::Group::longest));
    }
    entities
}

/// The bare word for a session (全会) means the session that the text tells of: the first that opens a line, else the first.
fn mean_own_session<'a>(
    catalog: &Catalog,
    text: &str,
    events: impl Iterator<Item = &'a Mention> + Clone,
    keys: &mut BTreeMap<&'a str, (String, Link)>,
) {
    let word = |mention: &Mention| catalog.titles.last_word(&mention.name, "session");
    let sessions = || events.clone().filter(|mention| word(mention).is_some_and(|length| length < mention.name.len()));
    let opens =
        |mention: &&Mention| text[..mention.span.from()].trim_end_matches([' ', '\u{3000}']).chars().next_back().is_none_or(|c| c == '\n');
    let Some(own) = sessions().find(opens).or_else(|| sessions().next()) else { return };
    let Some((full, _)) = keys.get(own.name.as_str()).cloned() else { return };
    for mention in events.clone().filter(|mention| word(mention) == Some(mention.name.len())) {
        keys.insert(&mention.name, (full.clone(), Link::Ending));
    }
}

/// For each folded name the fuller one that it means, and how that is known.
type Fuller = BTreeMap<String, (String, Link)>;

/// Short names that the text defines, folded, each with the name that it stands for: 《某某规划》（以下简称《规划》）.
fn definitions(catalog: &Catalog, text: &str, mentions: &[Mention]) -> BTreeMap<(Class, String), String> {
    let mut defined = BTreeMap::new();
    for pair in mentions.windows(2) {
        let [full, short] = pair else { continue };
        if full.class != short.class || full.span.end > short.span.start {
            continue;
        }
        let between = text[full.span.to()..short.span.from()].trim_start_matches(is_quote).trim_end_matches(is_quote);
        let defines = between
            .strip_prefix(['\u{FF08}', '(', '\u{FF0C}'])
            .is_some_and(|word| catalog.titles.word(word, "defines") == Some(word.len()));
        if defines && fold(&full.name) != fold(&short.name) {
            defined.insert((short.class, fold(&short.name)), fold(&full.name));
        }
    }
    defined
}

/// For each name the folded name of the thing it means, and by what it means that.
fn canonical<'a>(
    catalog: &Catalog,
    class: Class,
    names: &BTreeSet<&'a str>,
    defined: &BTreeMap<(Class, String), String>,
) -> BTreeMap<&'a str, (String, Link)> {
    let mut by_fold = Fuller::new();
    let folds: BTreeSet<String> = names.iter().map(|name| fold(name)).collect();
    for short in &folds {
        by_fold.insert(short.clone(), (short.clone(), Link::Name));
    }
    for name in names {
        let full = fold(name);
        for form in other_forms(catalog, class, name) {
            if form != full && folds.contains(&form) {
                by_fold.insert(form, (full.clone(), Link::Quoted));
            }
        }
    }
    if class == Class::Period {
        merge_periods(catalog, &mut by_fold);
    } else {
        merge_suffixes(catalog, class, &folds, &mut by_fold);
    }
    for ((_, short), full) in defined.iter().filter(|((of, _), _)| *of == class) {
        by_fold.insert(short.clone(), (full.clone(), Link::Definition));
        // The full name must not lead back to the short one.
        let back = by_fold.get(full).is_none_or(|(next, _)| next == short);
        if back {
            by_fold.insert(full.clone(), (full.clone(), Link::Name));
        }
    }
    names.iter().map(|name| (*name, resolve(&by_fold, &fold(name)))).collect()
}

/// Follows links to the fullest form and tells the first of them; links lead from shorter to longer names, so they end.
fn resolve(by_fold: &Fuller, name: &str) -> (String, Link) {
    let (mut name, mut first) = (name, Link::Name);
    for _ in 0..8 {
        match by_fold.get(name) {
            Some((next, link)) if next != name => {
                first = if first == Link::Name { *link } else { first };
                name = next;
            }
            _ => break,
        }
    }
    (name.to_owned(), first)
}

/// Shorter forms that a name implies: what its quotation marks hold, with and without the head noun.
fn other_forms(catalog: &Catalog, _class: Class, name: &str) -> Vec<String> {
    let mut forms = Vec::new();
    let open = name.find(is_quote);
    let close = name.rfind(is_quote);
    if let (Some(open), Some(close)) = (open, close) {
        let mark = name[open..].chars().next().map_or(1, char::len_utf8);
        if open + mark < close {
            forms.push(fold(&name[open + mark..close]));
            forms.push(fold(&name[open..]));
        }
    }
    let _ = catalog;
    forms
}

/// A shorter name that ends exactly one longer name of its class means that one, where the longer only adds a modifier.
fn merge_suffixes(catalog: &Catalog, class: Class, folds: &BTreeSet<String>, by_fold: &mut Fuller) {
    let merges = matches!(class, Class::Positioning | Class::Park | Class::Document | Class::Strategy | Class::Event | Class::Organization);
    if !merges {
        return;
    }
    // Names by their reversed characters: those that end alike stand together.
    let reversed: BTreeMap<String, &String> = folds.iter().map(|name| (name.chars().rev().collect(), name)).collect();
    for (backwards, short) in &reversed {
        if short.chars().count() < 2 {
            continue;
        }
        let longer: Vec<&&String> = reversed
            .range(backwards.clone()..)
            .skip(1)
            .take_while(|(other, _)| other.starts_with(backwards.as_str()))
            .map(|(_, name)| name)
            .take(4)
            .collect();
        let is_head_only = catalog.heads.ending(short).is_some_and(|head| catalog.heads.get(head).word == **short);
        let Some(full) = longer.iter().max_by_key(|name| name.chars().count()) else { continue };
        let nested = longer.iter().all(|name| full.ends_with(name.as_str()));
        let allowed = match class {
            Class::Document if is_head_only => true,
            Class::Document | Class::Event => nested,
            _ => nested && !is_head_only,
        };
        if allowed {
            by_fold.insert((*short).clone(), ((**full).clone(), Link::Ending));
        }
    }
}

/// Periods are one by their ordinal.
fn merge_periods(catalog: &Catalog, by_fold: &mut Fuller) {
    let ordinals: Vec<String> = by_fold.keys().cloned().collect();
    for name in &ordinals {
        let full = ordinals
            .iter()
            .filter(|other| shares_ordinal(name, other))
            .max_by(|a, b| period_rank(catalog, a).cmp(&period_rank(catalog, b)).then(b.cmp(a)));
        if let Some(full) = full {
            by_fold.insert(name.clone(), (full.clone(), Link::Ordinal));
        }
    }
}

fn shares_ordinal(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let ordinal = |name: &str| name.chars().take_while(|c| !c.is_ascii()).take(3).collect::<String>();
    long.starts_with(short) || ordinal(short) == ordinal(long)
}

/// Names that end with the word for period come first.
fn period_rank(catalog: &Catalog, name: &str) -> usize {
    catalog.lexicon.table("periods").iter().position(|row| name.ends_with(row.word())).map_or(0, |at| 10 - at.min(9))
}
