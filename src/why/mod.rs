//! Why a statement was read, down to rule, words and offsets, and why another was not.

mod ask;
mod evidence;
mod missing;
mod nearest;
mod page;

pub use ask::{Asked, Question, Thing, meant};

use crate::{
    catalog::Catalog,
    model::{Analysis, Relation},
};
use ask::Pair;
use page::Page;
use std::fmt::Write;

/// An answer in words, and whether the statement was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// For people.
    pub text: String,
    /// Whether the statement was read in one of the documents.
    pub stated: bool,
}

/// Tells how a statement was read: each passage with its rule, the words that the rule took, and how names became entities.
pub fn why(catalog: &Catalog, analyses: &[Analysis], question: &Question) -> Answer {
    let mut text = String::new();
    let Some(pair) = ask::stated(analyses, question) else {
        let _ = writeln!(text, "Not read: {}.", question.shown());
        nearby(catalog, analyses, question, &mut text);
        let _ = writeln!(text, "What is missing, sentence by sentence: hongtu why-not {}", question.quoted());
        return Answer { text, stated: false };
    };
    heading(catalog, question, &pair, &mut text);
    for analysis in analyses {
        let relations: Vec<&Relation> = analysis.relations.iter().filter(|relation| pair.is_of(analysis, relation)).collect();
        if relations.is_empty() {
            continue;
        }
        let page = Page::new(catalog, analysis);
        for relation in relations {
            evidence::tell(&page, relation, &mut text);
        }
    }
    Answer { text, stated: true }
}

/// Tells, for each document and each of its sentences that names subject or object, what kept the statement from being read.
pub fn why_not(catalog: &Catalog, analyses: &[Analysis], question: &Question) -> Answer {
    let mut text = String::new();
    let pair = ask::stated(analyses, question).filter(Pair::is_exact);
    if let Some(pair) = &pair {
        let _ = writeln!(text, "It is read, from {} passage(s): hongtu why {}", pair.count(analyses), question.quoted());
    }
    for analysis in analyses {
        missing::tell(&Page::new(catalog, analysis), question, &mut text);
    }
    Answer { text, stated: pair.is_some() }
}

/// The statement in full, and what was taken for what.
fn heading(catalog: &Catalog, question: &Question, pair: &Pair, text: &mut String) {
    let term = catalog.ontology.predicate(question.predicate.predicate);
    let _ = writeln!(text, "{} {} {} ({}, {})", pair.subject.name, question.predicate.predicate, pair.object.name, term.zh, term.en);
    for taken in [&pair.subject, &pair.object].into_iter().zip([&question.subject, &question.object]).filter_map(ask::taken_for) {
        let _ = writeln!(text, "  {taken}");
    }
    text.extend(question.predicate.taken().map(|taken| format!("  {taken}\n")));
}

/// How many statements near the one asked for are shown.
const NEARBY: usize = 6;

/// What was read of the two, or of one of them with the same predicate.
fn nearby(catalog: &Catalog, analyses: &[Analysis], question: &Question, text: &mut String) {
    let near = ask::nearby(catalog, analyses, question);
    for line in near.iter().take(NEARBY) {
        let _ = writeln!(text, "  read instead: {line}");
    }
    if near.len() > NEARBY {
        let _ = writeln!(text, "  and {} more", near.len() - NEARBY);
    }
}
