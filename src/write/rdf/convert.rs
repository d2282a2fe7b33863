//! A data set → the same in another format.

use super::{Form, Writer, form::in_form};
use crate::{data_file::DataFile, error::Result, write::iri::Iris, write::property::xml::writable};
use oxigraph::{
    io::RdfFormat,
    model::{GraphNameRef, Literal, Quad, QuadRef, Term, Triple, vocab::rdf, vocab::rdfs},
};
use std::{
    cmp::Ordering,
    io::{self, Write},
};

/// Rewrites a data set in another format.
///
/// A format with named graphs gets quad by quad what the file has. One without gets every triple once, whichever graphs state it, what is said of one
/// thing together, with type and label first.
///
/// # Errors
/// When the data set is malformed, with its line and column, or `out` cannot be written.
pub fn convert(from: &DataFile, to: RdfFormat, iris: &Iris, out: impl Write) -> Result<()> {
    rewrite(from, out, &Rewriting { to, form: None, iris })
}

/// What a data set is to become.
#[derive(Clone, Copy, Debug)]
pub struct Rewriting<'a> {
    /// The format.
    pub to: RdfFormat,
    /// The form of the evidence; none keeps it.
    pub form: Option<Form>,
    /// Makes the IRIs, and so the prefix `id:`.
    pub iris: &'a Iris,
}

/// Rewrites a data set in another format and form.
///
/// # Errors
/// When the data set is malformed, with its line and column, or `out` cannot be written.
pub fn rewrite(from: &DataFile, out: impl Write, rewriting: &Rewriting<'_>) -> Result<()> {
    let Rewriting { to, form, iris } = *rewriting;
    let mut writer = Writer::new(to, iris, |_| true, out);
    let failed = |error: io::Error| crate::error::Error::Query(format!("cannot write {to}: {error}"));
    if to.supports_datasets() {
        for quad in in_form(from.quads(), form) {
            writer.quad(quad?.as_ref()).map_err(failed)?;
        }
    } else {
        for triple in triples(in_form(from.quads(), form), to)? {
            writer.quad(QuadRef::new(&triple.subject, &triple.predicate, &triple.object, GraphNameRef::DefaultGraph)).map_err(failed)?;
        }
    }
    writer.finish().map_err(failed)
}

/// The triples of all graphs, each once, by subject.
fn triples(quads: impl Iterator<Item = Result<Quad>>, to: RdfFormat) -> Result<Vec<Triple>> {
    let mut triples = Vec::new();
    for quad in quads {
        let Quad { subject, predicate, object, .. } = quad?;
        let object = if to == RdfFormat::RdfXml { in_xml(object) } else { object };
        triples.push(Triple { subject, predicate, object });
    }
    triples.sort_by(order);
    triples.dedup();
    Ok(triples)
}

fn order(a: &Triple, b: &Triple) -> Ordering {
    let rank = |triple: &Triple| match triple.predicate.as_ref() {
        rdf::TYPE => 0,
        rdfs::LABEL => 1,
        _ => 2,
    };
    let by_subject = a.subject.to_string().cmp(&b.subject.to_string());
    let by_property = || (rank(a), a.predicate.as_str()).cmp(&(rank(b), b.predicate.as_str()));
    by_subject.then_with(by_property).then_with(|| a.object.to_string().cmp(&b.object.to_string()))
}

/// A literal without the characters that XML cannot hold; they are no part of any text that was read properly.
fn in_xml(term: Term) -> Term {
    let Term::Literal(literal) = &term else { return term };
    let text = writable(literal.value());
    if *text == *literal.value() {
        return term;
    }
    match literal.language() {
        Some(language) => Literal::new_language_tagged_literal_unchecked(text, language).into(),
        None => Literal::new_typed_literal(text, literal.datatype()).into(),
    }
}
