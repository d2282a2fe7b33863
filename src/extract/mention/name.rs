//! The form of a person's name: surname and given name, cut off by what stands after or before it.

use crate::catalog::{
    Catalog,
    titles::Surname,
    vocabulary::{Known, PartOfSpeech},
};

/// How much the surroundings already say that a name stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trust {
    /// A list or a clause only: rare surnames and everyday words are no names.
    Low,
    /// A role, an appointment: rare surnames count where a mark follows.
    High,
}

/// Where the name that begins at `at` ends.
pub(crate) fn name_from(catalog: &Catalog, text: &str, at: usize, trust: Trust) -> Option<usize> {
    let rest = &text[at..];
    if let Some(length) = joined_name(catalog, rest) {
        return Some(at + length);
    }
    let (surname, kind) = catalog.titles.surnames.beginning(rest)?;
    let given: Vec<usize> =
        rest[surname..].char_indices().take(2).filter(|(_, c)| is_han(*c)).map(|(at, c)| surname + at + c.len_utf8()).collect();
    let fits = |&&end: &&usize| is_name(catalog, &rest[..end], surname) && ends(catalog, &rest[end..]);
    let best = match (given.last().filter(|end| fits(end)), given.first().filter(|end| fits(end))) {
        (Some(&long), Some(&short)) if long != short => {
            let weak = catalog.titles.word(&rest[short..long], "weak-in-given").is_some();
            let marked = rest[long..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            let joins = catalog.titles.word(&rest[short..long], "list").is_some();
            let cut = weak && !marked && (!joins || name_from(catalog, text, at + long, trust).is_some());
            if cut { short } else { long }
        }
        (Some(&end), _) | (None, Some(&end)) => end,
        (None, None) => return None,
    };
    let marked = rest[best..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    let weak =
        trust == Trust::Low && catalog.titles.word(&rest[surname..best], "weak-in-given").is_some_and(|length| surname + length == best);
    let allowed = !weak
        && match kind {
            Surname::Rare => trust == Trust::High && (marked || best - surname > 3),
            Surname::Common | Surname::Compound => true,
        };
    allowed.then_some(at + best)
}

/// Where the name that ends at `end` begins; a title follows it.
pub(crate) fn name_before(catalog: &Catalog, text: &str, end: usize) -> Option<usize> {
    let left = &text[..end];
    if let Some(start) = joined_before(left) {
        return Some(start);
    }
    let starts: Vec<usize> = left.char_indices().rev().take(4).take_while(|(_, c)| is_han(*c)).map(|(at, _)| at).collect();
    [2, 1, 3].into_iter().filter_map(|count| starts.get(count).copied()).find(|&start| {
        let name = &left[start..];
        let Some((surname, kind)) = catalog.titles.surnames.beginning(name) else { return false };
        let length = name.chars().count() - name[..surname].chars().count();
        *kind != Surname::Rare && (1..=2).contains(&length) && is_name(catalog, name, surname) && begins(catalog, &left[..start])
    })
}

/// A whole line that is a name, perhaps spaced out: where it ends.
pub(crate) fn is_name_alone(catalog: &Catalog, line: &str) -> bool {
    let name: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let count = name.chars().count();
    (2..=4).contains(&count) && name_from(catalog, &name, 0, Trust::High) == Some(name.len())
}

/// Names joined by a middle dot: 阿不都·买买提.
fn joined_name(catalog: &Catalog, rest: &str) -> Option<usize> {
    let (dot, mark) = rest.char_indices().take(9).find(|(_, c)| !is_han(*c)).filter(|(at, c)| *at > 0 && is_dot(*c))?;
    let after = dot + mark.len_utf8();
    let letters = rest[after..].char_indices().take_while(|(_, c)| is_han(*c) || is_dot(*c));
    let ends = letters.skip(1).take(8).map(|(at, c)| after + at + c.len_utf8());
    ends.into_iter().find(|&end| self::ends(catalog, &rest[end..]))
}

fn joined_before(left: &str) -> Option<usize> {
    // One more than a name has, so that a longer run is told from one.
    let start = left.char_indices().rev().take_while(|(_, c)| is_han(*c) || is_dot(*c)).take(15).map(|(at, _)| at).last()?;
    let name = &left[start..];
    (name.contains(is_dot) && !name.starts_with(is_dot) && name.chars().count() <= 14).then_some(start)
}

fn is_name(catalog: &Catalog, name: &str, surname: usize) -> bool {
    let given = &name[surname..];
    let known = catalog.vocabulary.get(name);
    let everyday = known != Known::default() && known.part != PartOfSpeech::Unknown;
    let free = given.char_indices().all(|(at, _)| catalog.titles.word(&given[at..], "never-in-given").is_none());
    let given_known = catalog.titles.followers.get(given).is_some() && given.chars().count() == 2;
    // 许多老同志: a function word begins it.
    let two = name.char_indices().nth(2).map_or(name, |(at, _)| &name[..at]);
    let function = |word: &str| !catalog.vocabulary.get(word).function.is_empty();
    let refused = given.is_empty() || everyday || !free || given_known || function(two) || given.len() > 3 && function(given);
    !refused
}

/// Whether a name may end before `after`.
fn ends(catalog: &Catalog, after: &str) -> bool {
    after.chars().next().is_none_or(|c| !c.is_alphanumeric() || c.is_ascii_digit()) || catalog.titles.followers.beginning(after).is_some()
}

/// Whether a name may begin after `before`.
fn begins(catalog: &Catalog, before: &str) -> bool {
    let titles = &catalog.titles;
    before.chars().next_back().is_none_or(|c| !c.is_alphanumeric())
        || titles.leaders.ending(before).is_some()
        || titles.roles.ending(before).is_some()
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c) || ('\u{20000}'..='\u{3FFFF}').contains(&c) || c == '\u{3007}'
}

fn is_dot(c: char) -> bool {
    matches!(c, '\u{00B7}' | '\u{2022}' | '\u{30FB}' | '\u{FF0E}' | '\u{2027}')
}
