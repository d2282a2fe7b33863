//! What kept a statement from being read, for one document: sentence by sentence, which name, link or rule was missing.

use super::{
    ask::{Likeness, Meant, Question, Thing, meant, named},
    nearest,
    page::Page,
};
use crate::{
    catalog::ontology::ClassSet,
    model::{EntityIndex, MentionIndex, Predicate, Relation},
    span::Span,
    text::is_quote,
};
use std::{collections::BTreeSet, fmt::Write};

/// One end of the statement in one document.
pub(super) struct End<'a> {
    /// Subject or object.
    label: &'static str,
    /// The name as typed.
    typed: &'a str,
    /// The entities that the name means; several where it means things of several classes.
    pub(super) entities: Vec<EntityIndex>,
    /// The forms that are looked for in the text.
    forms: BTreeSet<String>,
}

impl<'a> End<'a> {
    /// What `typed` names; where neither an entity nor the text has it, what is spelt alike and of a class that fits.
    fn new(page: &Page<'_>, label: &'static str, typed: &'a str, fitting: ClassSet) -> Self {
        let mut entities = named(page.analysis, typed);
        if entities.is_empty() && !page.text().contains(typed.trim_matches(is_quote)) {
            let all = &page.analysis.entities;
            let alike = alike(page, typed).into_iter().find(|meant| fitting.contains(meant.class));
            entities.extend(alike.and_then(|meant| all.iter().position(|entity| entity.key == meant.key)));
        }
        let known = entities.iter().map(|&entity| &page.analysis.entities[entity]);
        let names = known.flat_map(|entity| std::iter::once(&entity.name).chain(&entity.aliases)).cloned();
        let plain = typed.trim_matches(is_quote).to_owned();
        let forms = names.chain([typed.to_owned(), plain]).filter(|form| !form.is_empty()).collect();
        Self { label, typed, entities, forms }
    }

    /// Where one of its forms stands in `span`, the longest of those that overlap.
    fn places(&self, page: &Page<'_>, span: Span) -> Vec<Span> {
        let text = span.of(page.text());
        let all = self.forms.iter().flat_map(|form| text.match_indices(form.as_str()));
        let mut places: Vec<Span> = all.map(|(at, form)| Span::new(span.from() + at, span.from() + at + form.len())).collect();
        places.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        places.dedup_by(|inner, outer| outer.overlaps(*inner));
        places
    }

    /// The first mention of one of its entities in `span`.
    fn mention(&self, page: &Page<'_>, span: Span) -> Option<MentionIndex> {
        page.mentions(span).into_iter().find(|&mention| page.entity_of[mention].is_some_and(|entity| self.entities.contains(&entity)))
    }
}

/// Sentences of one document that are told in full.
const SENTENCES: usize = 12;

/// Rank of a sentence without the object.
const SUBJECT_ONLY: u8 = 3;

/// Tells what was missing in one document; says nothing of a document that has neither name.
pub(super) fn tell(page: &Page<'_>, question: &Question, out: &mut String) {
    let allowed = page.catalog.ontology.ends(question.predicate.predicate);
    let ends = [End::new(page, "subject", &question.subject, allowed.domain), End::new(page, "object", &question.object, allowed.range)];
    let sentences = relevant(page, &ends);
    let path = &page.analysis.document.path;
    let document = Span::new(0, page.text().len());
    if ends.iter().all(|end| end.places(page, document).is_empty()) && sentences.is_empty() {
        let _ = writeln!(out, "\n{path}: neither name stands in it");
        return;
    }
    let _ = writeln!(out, "\n{path}");
    for end in &ends {
        known(page, end, document, out);
    }
    classes(page, question.predicate.predicate, &ends, out);
    // Sentences that have the subject only tell little.
    let shown = if sentences.first().is_some_and(|&(_, rank)| rank == SUBJECT_ONLY) { SENTENCES / 4 } else { SENTENCES };
    for &(sentence, _) in sentences.iter().take(shown) {
        tell_sentence(page, question, &ends, sentence, out);
    }
    if sentences.len() > shown {
        let _ = writeln!(out, "\n  {} more sentences name one of them", sentences.len() - shown);
    }
}

/// The sentences that have either name, those that have more of what is needed first; each with its rank.
fn relevant(page: &Page<'_>, ends: &[End<'_>; 2]) -> Vec<(usize, u8)> {
    // A focal place acts where nobody is named.
    let speaks = ends[0].entities.iter().any(|entity| page.analysis.focus.contains(entity));
    let mut found = Vec::new();
    for number in 0..page.analysis.structure.sentences.len() {
        let span = page.sentence_span(number);
        let [subject, object] = [0, 1].map(|at| !ends[at].places(page, span).is_empty() || ends[at].mention(page, span).is_some());
        let rank = match (subject, object) {
            (true, true) => 0,
            (false, true) if speaks => 1,
            (false, true) => 2,
            (true, false) => SUBJECT_ONLY,
            (false, false) => continue,
        };
        found.push((number, rank));
    }
    found.sort_by_key(|&(number, rank)| (rank, number));
    let best = found.first().map_or(0, |&(_, rank)| rank);
    // A place that speaks is named everywhere: its sentences tell nothing where others have both.
    found.retain(|&(_, rank)| rank <= best.max(1));
    found
}

/// Whether the end is an entity of the document, and which ones are like it.
fn known(page: &Page<'_>, end: &End<'_>, document: Span, out: &mut String) {
    let End { label, typed, entities, .. } = end;
    let times = end.places(page, document).len();
    for &entity in entities {
        let known = &page.analysis.entities[entity];
        let called = match () {
            () if known.name == *typed => String::new(),
            () if named(page.analysis, typed).is_empty() => format!(" was taken for {}", known.name),
            () => format!(" is {}", known.name),
        };
        let _ = writeln!(out, "  {label:<8} {typed}{called}: {}, named {} time(s)", known.class, known.mentions.len());
    }
    if entities.is_empty() {
        let alike: Vec<String> = alike(page, typed).iter().take(3).map(|meant| format!("{} ({})", meant.name, meant.class)).collect();
        let alike = if alike.is_empty() { String::new() } else { format!("; alike: {}", alike.join(", ")) };
        let _ = writeln!(out, "  {label:<8} {typed}: no entity is called so, the words stand {times} time(s) in the text{alike}");
    }
}

/// The entities that are called alike, nearest first.
fn alike(page: &Page<'_>, typed: &str) -> Vec<Meant> {
    let mut found = meant(page.analysis.entities.iter().map(Thing::of), typed);
    found.retain(|meant| meant.likeness != Likeness::Same);
    found
}

/// Whether the predicate may join the classes of the two.
fn classes(page: &Page<'_>, predicate: Predicate, ends: &[End<'_>; 2], out: &mut String) {
    let allowed = page.catalog.ontology.ends(predicate);
    for (end, classes) in ends.iter().zip([allowed.domain, allowed.range]) {
        let mut own = end.entities.iter().map(|&entity| page.analysis.entities[entity].class).peekable();
        if own.peek().is_some() && !own.any(|class| classes.contains(class)) {
            let list: Vec<&str> = classes.iter().map(|class| class.as_str()).collect();
            let _ = writeln!(out, "  class    the {} of {predicate} is one of {}", end.label, list.join(", "));
        }
    }
}

fn tell_sentence(page: &Page<'_>, question: &Question, ends: &[End<'_>; 2], sentence: usize, out: &mut String) {
    let span = page.sentence_span(sentence);
    let marks: Vec<(Span, &str)> =
        ends.iter().flat_map(|end| marked(page, end, span).into_iter().map(|place| (place, end.label))).collect();
    let _ = writeln!(out, "\n  line {}: {}", page.line(span), page.marked(span, &marks));
    for end in ends {
        if let Some(problem) = problem(page, end, span) {
            let _ = writeln!(out, "    {:<8} {problem}", end.label);
        }
    }
    for relation in
        page.analysis.relations.iter().filter(|relation| span.overlaps(relation.evidence.span) && is_near(relation, question, ends))
    {
        let [subject, object] = [relation.subject, relation.object].map(|end| page.name(end));
        let rule = &page.catalog.rules.get(relation.evidence.rule).id;
        let _ = writeln!(out, "    read     {subject} {} {object} ({}) by {rule}", relation.predicate, relation.status);
    }
    if ends[1].mention(page, span).is_some() {
        for line in nearest::rules(page, question.predicate.predicate, sentence, [&ends[0].entities, &ends[1].entities]) {
            let _ = writeln!(out, "    rule     {line}");
        }
    }
}

/// Where the end is mentioned in the sentence, else where its words stand.
fn marked(page: &Page<'_>, end: &End<'_>, span: Span) -> Vec<Span> {
    match end.mention(page, span) {
        Some(mention) => vec![page.analysis.mentions[mention].span],
        None => end.places(page, span),
    }
}

/// Whether a relation is about both, or about one of them with the same predicate.
fn is_near(relation: &Relation, question: &Question, ends: &[End<'_>; 2]) -> bool {
    let same = relation.predicate == question.predicate.predicate;
    let has = |end: &End<'_>| end.entities.contains(&relation.subject) || end.entities.contains(&relation.object);
    has(&ends[0]) && has(&ends[1]) || ends[1].entities.contains(&relation.object) || same && ends[0].entities.contains(&relation.subject)
}

/// What is wrong with a name in a sentence that has its words.
fn problem(page: &Page<'_>, end: &End<'_>, span: Span) -> Option<String> {
    if end.mention(page, span).is_some() {
        return None;
    }
    let place = *end.places(page, span).first()?;
    let over = (0..page.analysis.mentions.len()).find(|&index| {
        let mention = &page.analysis.mentions[index];
        mention.span.overlaps(place) && mention.class != crate::model::Class::Measure
    });
    let Some(over) = over else {
        return Some(format!("no name was found in {}", page.quoted(place)));
    };
    let mention = &page.analysis.mentions[over];
    let rule = &page.catalog.rules.get(mention.rule).id;
    let found = format!("{} ({}, by {rule})", page.quoted(mention.span), mention.class);
    let linked = page.entity_of[over].map_or("nothing", |entity| page.name(entity));
    Some(match (mention.span == place, mention.span.contains(place)) {
        (true, _) => format!("{found} was linked to {linked}, which is not called {}", end.typed),
        (_, true) => format!("its words stand inside the longer name {found}"),
        _ => format!("the name that was found has other bounds: {found}"),
    })
}
