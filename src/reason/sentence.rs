//! A violation → a plain sentence, and the passages of documents that say what is wrong.

use super::{
    index::{Id, Index},
    shape::{NAMESPACE, Shape, Shapes, Target},
    validate::Violation,
};
use crate::write::rdf::vocabulary as v;
use oxigraph::model::{
    Literal, NamedNodeRef, Term,
    vocab::{rdf, rdfs},
};
use std::collections::BTreeSet;

/// A violation for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What is wrong with what.
    pub sentence: String,
    /// The shape's name without its namespace.
    pub shape: String,
    /// Where documents say so: path, line and words.
    pub evidence: Vec<String>,
}

/// Passages that are shown for one violation.
const SHOWN: usize = 3;

/// Explains a violation.
pub fn explain(shapes: &Shapes, index: &Index, violation: &Violation) -> Explained {
    let shape = &shapes.shapes[violation.shape];
    let names = Names { index };
    let path = violation.path.as_ref().and_then(|path| path.property());
    let focus = names.of(&violation.focus);
    let relation = path.map(|property| names.of(&property.clone().into()));
    let value =
        violation.value.as_ref().filter(|value| violation.path.is_some() || **value != violation.focus).map(|value| names.of(value));
    let subject = [Some(focus), relation, value].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let said = ["en", "", "zh"].iter().find_map(|&language| shape.messages.get(language));
    let problem = said.cloned().unwrap_or_else(|| format!("breaks sh:{}", violation.component));
    let short = shape.name.rsplit(['#', '/']).next().unwrap_or(&shape.name).to_owned();
    Explained { sentence: format!("{subject}: {problem}"), shape: short, evidence: Evidence { index }.of(violation, shape) }
}

struct Names<'a> {
    index: &'a Index,
}

impl Names<'_> {
    /// The Chinese name of a thing, what a statement says, a literal's text, or the IRI by its prefix.
    fn of(&self, term: &Term) -> String {
        match term {
            Term::Literal(literal) => format!("\"{}\"", literal.value()),
            Term::NamedNode(node) => {
                let id = self.index.id(term);
                id.and_then(|id| self.label(id).or_else(|| self.statement(id))).unwrap_or_else(|| short(node.as_str()))
            }
            other => other.to_string(),
        }
    }

    fn label(&self, id: Id) -> Option<String> {
        let property = self.index.node(rdfs::LABEL)?;
        let labels = self.index.objects(id, property).filter_map(|label| match self.index.term(label) {
            Term::Literal(literal) => Some((literal.language() != Some("zh"), literal.value())),
            _ => None,
        });
        labels.min().map(|(_, label)| label.to_owned())
    }

    /// Subject, predicate and object of a statement.
    fn statement(&self, id: Id) -> Option<String> {
        let part = |property: NamedNodeRef<'_>| {
            let value = self.index.objects(id, self.index.node(property)?).next()?;
            let term = self.index.term(value);
            Some(
                self.label(value).unwrap_or_else(|| if let Term::NamedNode(node) = term { short(node.as_str()) } else { term.to_string() }),
            )
        };
        let words: Vec<String> = [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].into_iter().filter_map(part).collect();
        (!words.is_empty()).then(|| format!("the statement \"{}\"", words.join(" ")))
    }
}

fn short(iri: &str) -> String {
    let found = v::PREFIXES.iter().find_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?)));
    found.unwrap_or_else(|| iri.rsplit_once('/').map_or(iri, |(_, local)| local).to_owned())
}

struct Evidence<'a> {
    index: &'a Index,
}

impl Evidence<'_> {
    /// The passages that say what is wrong: those of the statements that join focus and value, else those of the focus.
    fn of(&self, violation: &Violation, shape: &Shape) -> Vec<String> {
        let Some(focus) = self.index.id(&violation.focus) else { return Vec::new() };
        let value = violation.value.as_ref().and_then(|value| self.index.id(value));
        let target = shape.targets.iter().find_map(|target| if let Target::SubjectsOf(property) = target { Some(property) } else { None });
        let property = violation.path.as_ref().map_or(target, |path| path.property());
        let property = property.and_then(|property| self.index.node(property.as_ref()));
        let mut passages = self.passages(focus);
        if passages.is_empty() {
            passages = self.statements(focus, property, value).into_iter().flat_map(|statement| self.passages(statement)).collect();
        }
        if passages.is_empty() {
            passages = self.objects(focus, v::MENTIONED_IN).collect();
        }
        passages.into_iter().take(SHOWN).filter_map(|passage| self.quotation(passage)).collect()
    }

    fn objects(&self, subject: Id, property: NamedNodeRef<'_>) -> impl Iterator<Item = Id> {
        self.index.node(property).into_iter().flat_map(move |property| self.index.objects(subject, property))
    }

    fn passages(&self, node: Id) -> BTreeSet<Id> {
        self.objects(node, v::WAS_DERIVED_FROM).collect()
    }

    /// The statements about `focus`, with the property and the value where these are known.
    fn statements(&self, focus: Id, property: Option<Id>, value: Option<Id>) -> Vec<Id> {
        let Some(subject) = self.index.node(rdf::SUBJECT) else { return Vec::new() };
        let has = |statement: Id, part: NamedNodeRef<'_>, wanted: Option<Id>| {
            wanted.is_none_or(|wanted| self.objects(statement, part).any(|found| found == wanted))
        };
        let value = value.filter(|&value| value != focus);
        let of_focus = self.index.subjects(subject, focus);
        of_focus.filter(|&statement| has(statement, rdf::PREDICATE, property) && has(statement, rdf::OBJECT, value)).collect()
    }

    /// `path line 3: the words`.
    fn quotation(&self, passage: Id) -> Option<String> {
        let text = |id: Id| if let Term::Literal(literal) = self.index.term(id) { Some(literal.value().to_owned()) } else { None };
        let path = self.objects(passage, v::HAS_SOURCE).flat_map(|source| self.objects(source, v::PATH)).find_map(text)?;
        let line = self.objects(passage, v::LINE).find_map(text).map(|line| format!(" line {line}")).unwrap_or_default();
        let words = self.objects(passage, v::HAS_SELECTOR).flat_map(|selector| self.objects(selector, v::EXACT)).find_map(text);
        Some(format!("{path}{line}{}", words.map(|words| format!(": {}", words.trim())).unwrap_or_default()))
    }
}

/// The violations as a SHACL validation report in N-Triples; results have IRIs, so that a reload adds nothing.
pub fn report(shapes: &Shapes, violations: &[Violation]) -> String {
    let sh = |local: &str| format!("<{NAMESPACE}{local}>");
    let report = "<urn:hongtu:report>";
    let conforms = violations.is_empty();
    let mut out = format!(
        "{report} {} {} .\n{report} {} \"{conforms}\"^^{} .\n",
        rdf::TYPE,
        sh("ValidationReport"),
        sh("conforms"),
        oxigraph::model::vocab::xsd::BOOLEAN
    );
    for (number, violation) in violations.iter().enumerate() {
        let result = format!("<urn:hongtu:report:{}>", number + 1);
        let mut add = |property: &str, value: String| out.push_str(&format!("{result} {} {value} .\n", sh(property)));
        add("focusNode", violation.focus.to_string());
        if let Some(path) = violation.path.as_ref().and_then(|path| path.property()) {
            add("resultPath", path.to_string());
        }
        if let Some(value) = &violation.value {
            add("value", value.to_string());
        }
        add("sourceConstraintComponent", sh(violation.component));
        add("resultSeverity", sh(&format!("{:?}", violation.severity)));
        let shape = &shapes.shapes[violation.shape];
        for (language, message) in &shape.messages {
            let message = match language.as_str() {
                "" => Literal::new_simple_literal(message),
                language => Literal::new_language_tagged_literal_unchecked(message, language),
            };
            add("resultMessage", message.to_string());
        }
        if shape.name.contains(':') && !shape.name.starts_with('_') {
            add("sourceShape", format!("<{}>", shape.name));
        }
        out.push_str(&format!("{result} {} {} .\n{report} {} {result} .\n", rdf::TYPE, sh("ValidationResult"), sh("result")));
    }
    out
}
