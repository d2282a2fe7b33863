//! The grammar of organ names: `[place or level] body [inner body …]`, read at one offset of a text.

use super::body::{self, Body};
use crate::{catalog::Catalog, span::Span};

/// What an organ's name begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// A place: 云州市发展改革委.
    Place(Span),
    /// A level alone, relative to the document's place: 市发展改革委.
    Level(Span),
    /// Nothing: an organ of the centre.
    Centre,
}

/// An organ's name as the grammar reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Organ {
    /// The whole name.
    pub(crate) span: Span,
    /// What it begins with.
    pub(crate) scope: Scope,
    /// The body without place, level and inner bodies.
    pub(crate) body: Span,
    /// Full form and head of the body.
    pub(crate) form: Body,
    /// Where the innermost inner body begins, and its full form.
    pub(crate) inner: Option<(usize, String)>,
    /// The full forms of body and inner bodies, joined.
    canonical: String,
}

impl Organ {
    /// What the name means whatever form it is written in: body and inner bodies in full.
    pub(crate) fn canonical(&self) -> String {
        self.canonical.clone()
    }

    /// Whether the body is a committee of the Party.
    pub(crate) fn is_party(&self) -> bool {
        self.form.kind == "party"
    }
}

/// Reads an organ at `at`; `places` are the places of the text, in order, apart from each other.
pub(crate) fn organ_at(catalog: &Catalog, text: &str, at: usize, places: &[Span]) -> Option<Organ> {
    let organs = &catalog.organs;
    let party = organs.word(&text[at..], "party").unwrap_or(0);
    let start = at + party;
    if let Some(organ) = central(catalog, text, at) {
        return Some(organ);
    }
    if let Some(end) = place_end(places, start) {
        let scope = Scope::Place(Span::new(start, end));
        return scoped(catalog, text, at, end, scope);
    }
    let union = organs.word(&text[start..], "union").unwrap_or(0);
    let level = organs.word(&text[start + union..], "level")?;
    let end = start + union + level;
    let scope = Scope::Level(Span::new(start + union, end));
    (party > 0 || level_stands_free(catalog, text, start, end)).then(|| scoped(catalog, text, at, end, scope)).flatten()
}

/// Where the run of places that begins at `at` ends.
fn place_end(places: &[Span], at: usize) -> Option<usize> {
    let first = places.partition_point(|place| place.from() < at);
    let mut end = None;
    for place in &places[first..] {
        if place.from() != end.unwrap_or(at) {
            break;
        }
        end = Some(place.to());
    }
    end
}

/// A level is one of its own unless the characters before make another word of it: 城市, 社区.
fn level_stands_free(catalog: &Catalog, text: &str, start: usize, end: usize) -> bool {
    let level = &text[start..end];
    let Some(before) = text[..start].chars().next_back().filter(|c| c.is_alphanumeric()) else { return true };
    if joined_levels(catalog, &text[..start]) {
        return false;
    }
    let large = catalog.organs.large_levels.get(level);
    match large {
        Some(guards) => !guards.contains(before),
        None => catalog.organs.last_word(&text[..start], "before-small").is_some(),
    }
}

/// Whether another level is joined to the one that follows: 市、州人民政府 are those of every city.
fn joined_levels(catalog: &Catalog, before: &str) -> bool {
    let Some(length) = catalog.titles.last_word(before, "pause-mark") else { return false };
    let left = &before[..before.len() - length];
    let Some(level) = catalog.organs.last_word(left, "level") else { return false };
    let first = &left[..left.len() - level];
    first.chars().next_back().is_none_or(|c| !c.is_alphanumeric()) || catalog.organs.last_word(first, "generic-start").is_some()
}

/// An organ after its place or level.
fn scoped(catalog: &Catalog, text: &str, at: usize, body_start: usize, scope: Scope) -> Option<Organ> {
    // 第八届委员会: the term of a body is no part of what it means.
    let body_start = body_start + term(catalog, &text[body_start..]);
    let form = body::body_at(catalog, text, body_start, scope)?;
    Some(finish(catalog, text, at, scope, Span::new(body_start, form.end), form))
}

/// The length of 第八届, 十四届 at the beginning of `rest`.
fn term(catalog: &Catalog, rest: &str) -> usize {
    for (count, (at, c)) in rest.char_indices().take(7).enumerate() {
        if let Some(length) = catalog.organs.word(&rest[at..], "term") {
            return if count > 0 { at + length } else { 0 };
        }
        if catalog.organs.word(&rest[at..], "ordinal").is_none() && !c.is_ascii_digit() {
            return 0;
        }
    }
    0
}

/// An organ of the centre: known by name, or 国家, 中央, 国务院 with a body.
fn central(catalog: &Catalog, text: &str, at: usize) -> Option<Organ> {
    let organs = &catalog.organs;
    let rest = &text[at..];
    let term = term(catalog, rest);
    let named = &rest[term..];
    let known = organs.central.all_beginning(named).find(|(length, _)| organs.may_end(&named[..*length], &named[*length..]));
    let prefix = organs.word(rest, "open-prefix");
    let open = prefix
        .and_then(|length| body::open_body(catalog, text, at + length))
        .filter(|_| known.is_none_or(|(length, _)| prefix == Some(length)));
    if let Some((length, institution)) = known.filter(|_| open.is_none()) {
        let end = at + term + length;
        let form = Body { end, canonical: institution.full.clone(), kind: institution.kind.clone(), class: institution.class };
        return Some(finish(catalog, text, at, Scope::Centre, Span::new(at + term, end), form));
    }
    let mut body = open?;
    body.canonical = text[at..body.end].to_owned();
    Some(finish(catalog, text, at, Scope::Centre, Span::new(at, body.end), body))
}

/// Adds the inner bodies that follow.
fn finish(catalog: &Catalog, text: &str, at: usize, scope: Scope, body: Span, form: Body) -> Organ {
    let mut end = body.to();
    let mut inner: Option<(usize, String)> = None;
    let mut canonical = form.canonical.clone();
    while let Some((next, full)) = body::inner_at(catalog, text, end, &form.kind) {
        canonical.push_str(&full);
        inner = Some((end, full));
        end = next;
    }
    Organ { span: Span::new(at, end), scope, body, form, inner, canonical }
}
