//! Bodies of organ names: institutions of every level, stem and head, any stem with a sure head, inner bodies, branches.

use super::grammar::Scope;
use crate::{
    catalog::{Catalog, organs::Openness},
    model::Class,
};

/// A body read from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    /// Where it ends.
    pub(crate) end: usize,
    /// Its full form, the same for short and long forms.
    pub(crate) canonical: String,
    /// The kind of institution, `department` for stem and head, `open` for an unlisted stem.
    pub(crate) kind: String,
    /// Department or Organization.
    pub(crate) class: Class,
}

/// Longest stem of an unlisted name, in characters.
const LONGEST_STEM: usize = 22;
/// Longest stem before a head that also ends other words.
const LONGEST_CLOSED: usize = 8;

/// Reads the body at `at`, after a place or a level.
pub(crate) fn body_at(catalog: &Catalog, text: &str, at: usize, scope: Scope) -> Option<Body> {
    let mut best: Option<Body> = None;
    for body in [institution(catalog, text, at), department(catalog, text, at)].into_iter().flatten() {
        if best.as_ref().is_none_or(|other| body.end > other.end) {
            best = Some(body);
        }
    }
    best.or_else(|| open_body(catalog, text, at).filter(|_| matches!(scope, Scope::Place(_) | Scope::Level(_))))
}

/// 委, 政府, 人大常委会, …
fn institution(catalog: &Catalog, text: &str, at: usize) -> Option<Body> {
    let organs = &catalog.organs;
    let rest = &text[at..];
    let (length, institution) =
        organs.institutions.all_beginning(rest).find(|(length, _)| organs.may_end(&rest[..*length], &rest[*length..]))?;
    Some(Body { end: at + length, canonical: institution.full.clone(), kind: institution.kind.clone(), class: institution.class })
}

/// A listed stem with a head: 发展改革 + 委.
fn department(catalog: &Catalog, text: &str, at: usize) -> Option<Body> {
    let organs = &catalog.organs;
    organs.stems.all_beginning(&text[at..]).find_map(|(length, full)| {
        let head_at = at + length;
        let rest = &text[head_at..];
        let (head_length, head) =
            organs.heads.all_beginning(rest).find(|(length, _)| organs.may_end(&rest[..*length], &rest[*length..]))?;
        let end = head_at + head_length;
        Some(Body { end, canonical: format!("{full}{}", head.normal), kind: "department".to_owned(), class: Class::Department })
    })
}

/// Any stem with a head: the first head that ends the name.
pub(crate) fn open_body(catalog: &Catalog, text: &str, at: usize) -> Option<Body> {
    let organs = &catalog.organs;
    for (count, (offset, c)) in text[at..].char_indices().take(LONGEST_STEM).enumerate() {
        let here = at + offset;
        let joins = organs.word(&text[here..], "joins").is_some();
        if !c.is_alphanumeric() || count == 0 && joins {
            return None;
        }
        // 国家计委和国家经委 are two.
        if joins
            && count >= 2
            && organs.last_word(&text[at..here], "closed-end").is_some_and(|length| !is_word(catalog, &text[..here], length))
        {
            return Some(Body { end: here, canonical: text[at..here].to_owned(), kind: "open".to_owned(), class: Class::Department });
        }
        if count >= 2 {
            let rest = &text[here..];
            for (length, head) in organs.heads.all_beginning(rest) {
                let after = &rest[length..];
                let fits = match head.openness {
                    Openness::Open => true,
                    Openness::Closed => {
                        count <= LONGEST_CLOSED && ends_name(catalog, after) && !is_word(catalog, &text[..here + length], length)
                    }
                    Openness::Listed => false,
                };
                if fits && organs.may_end(&rest[..length], after) {
                    let canonical = format!("{}{}", &text[at..here], head.normal);
                    return Some(Body { end: here + length, canonical, kind: "open".to_owned(), class: Class::Department });
                }
            }
        }
        if !joins && organs.word(&text[here..], "stop").is_some() {
            return None;
        }
    }
    None
}

/// Whether the head, which is the last `length` bytes of `name`, is the end of an everyday word: 格局, 内部.
fn is_word(catalog: &Catalog, name: &str, length: usize) -> bool {
    let start = name[..name.len() - length].char_indices().next_back().map_or(0, |(at, _)| at);
    catalog.vocabulary.get(&name[start..]) != crate::catalog::vocabulary::Known::default()
}

/// Whether a name may end before `after`: a mark, a role, or a word that goes after organs.
fn ends_name(catalog: &Catalog, after: &str) -> bool {
    let Some(next) = after.chars().next() else { return true };
    !next.is_alphanumeric()
        || catalog.titles.roles.beginning(after).is_some()
        || catalog.titles.modifiers.beginning(after).is_some()
        || catalog.organs.word(after, "organ-after").is_some()
}

/// An inner body at `at` of a body of `kind`: where it ends and its full form.
pub(crate) fn inner_at(catalog: &Catalog, text: &str, at: usize, kind: &str) -> Option<(usize, String)> {
    let organs = &catalog.organs;
    let rest = &text[at..];
    let listed = organs.inner.all_beginning(rest).find(|(length, full)| {
        let after = &rest[*length..];
        organs.may_end(&rest[..*length], after) && !(organs.word(full, "party-group").is_some() && party_role(catalog, after))
    });
    if let Some((length, full)) = listed {
        return Some((at + length, full.clone()));
    }
    branch(catalog, text, at, kind).or_else(|| open_inner(catalog, text, at, kind)).map(|end| (end, text[at..end].to_owned()))
}

/// 党组 and 党委 before a role are part of the role.
fn party_role(catalog: &Catalog, after: &str) -> bool {
    catalog.titles.roles.beginning(after).is_some()
        || catalog.titles.modifiers.beginning(after).is_some()
        || catalog.organs.word(after, "party-after").is_some()
}

/// A branch of an organ of the centre at a place, or an office that a government keeps elsewhere.
fn branch(catalog: &Catalog, text: &str, at: usize, kind: &str) -> Option<usize> {
    let organs = &catalog.organs;
    let stationed = organs.word(&text[at..], "stationed").is_some();
    if kind != "centre" && !stationed {
        return None;
    }
    for (offset, c) in text[at..].char_indices().take(12) {
        if !c.is_alphanumeric() && !"()\u{FF08}\u{FF09}".contains(c) || organs.word(&text[at + offset..], "branch-stop").is_some() {
            return None;
        }
        if let Some(length) = organs.word(&text[at + offset..], "branch") {
            return Some(at + offset + length);
        }
    }
    None
}

/// An unlisted inner body: 医疗应急司 before 司长, 立案二庭 before 庭长, 数字经济专委会.
fn open_inner(catalog: &Catalog, text: &str, at: usize, kind: &str) -> Option<usize> {
    let organs = &catalog.organs;
    for (count, (offset, c)) in text[at..].char_indices().take(LONGEST_CLOSED + 4).enumerate() {
        let here = at + offset;
        let stops = organs.word(&text[here..], "stop").is_some() && organs.word(&text[here..], "joins").is_none();
        if !c.is_alphanumeric() || stops && organs.word(&text[here..], "inner-head").is_none() {
            return None;
        }
        if count < 1 {
            continue;
        }
        let Some(length) = organs.word(&text[here..], "inner-head") else { continue };
        let after = &text[here + length..];
        let head = &text[here..here + length];
        let role = catalog.titles.modifiers.beginning(after).map_or(0, |(length, _)| length);
        let led = catalog
            .titles
            .roles
            .beginning(&after[role..])
            .is_some_and(|(_, title)| title.heads.is_empty() || title.heads.iter().any(|known| head.ends_with(known.as_str())));
        let committee = kind == "congress" || kind == "conference" || kind == "party";
        if led || committee && head.chars().count() > 2 && organs.may_end(head, after) {
            return Some(here + length);
        }
    }
    None
}
