//! Records as the pages get them.

use crate::{
    graph::{DocumentRecord, EvidenceRecord, TargetRecord},
    model::{Class, Comparator, Locator, Predicate, Status},
    serve::explorer::{Conclusion, Explorer, text::Text},
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use serde::Serialize;

/// An entity by name.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Ref<'a> {
    pub(super) id: &'a str,
    pub(super) class: Class,
    pub(super) name: &'a str,
}

/// A document by title.
#[derive(Clone, Copy, Serialize)]
pub(super) struct DocRef<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<&'a str>,
}

/// Where a document says something.
#[derive(Serialize)]
pub(super) struct Evidence<'a> {
    start: u32,
    end: u32,
    line: u32,
    #[serde(flatten)]
    place: Locator,
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    prefix: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quote: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<&'a str>,
}

/// A statement; one that only follows has neither document nor evidence.
#[derive(Serialize)]
pub(super) struct Statement<'a> {
    id: String,
    subject: Ref<'a>,
    predicate: Predicate,
    object: Ref<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<Ref<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocRef<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inferred: Option<bool>,
    evidence: Vec<Evidence<'a>>,
}

/// A figure.
#[derive(Serialize)]
pub(super) struct Target<'a> {
    id: String,
    holder: Ref<'a>,
    indicator: &'a str,
    comparator: Comparator,
    value: &'a serde_json::Number,
    unit: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<Ref<'a>>,
    confidence: f64,
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocRef<'a>>,
    evidence: Vec<Evidence<'a>>,
}

/// A document in a list.
#[derive(Serialize)]
pub(super) struct DocumentLine<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    path: &'a str,
    characters: u32,
    entities: usize,
    statements: usize,
    targets: usize,
}

impl<'a> DocumentLine<'a> {
    pub(super) fn title(&self) -> &'a str {
        self.title
    }
}

/// How often something occurs.
#[derive(Serialize)]
pub(super) struct Year {
    pub(super) year: u16,
    pub(super) statements: usize,
    pub(super) targets: usize,
}

/// Makes views of a data set.
#[derive(Clone, Copy)]
pub(super) struct Views<'a>(pub(super) &'a Explorer);

impl<'a> Views<'a> {
    pub(super) fn entity(self, node: NodeIndex) -> Ref<'a> {
        let record = self.0.record(node);
        Ref { id: &record.id, class: record.class, name: &record.name }
    }

    fn speaker(self, id: Option<&str>) -> Option<Ref<'a>> {
        self.0.entity(id?).map(|node| self.entity(node))
    }

    pub(super) fn document(self, id: &str) -> Option<DocRef<'a>> {
        self.0.document_of(id).map(|(record, _)| Self::doc_ref(record))
    }

    pub(super) fn doc_ref(record: &'a DocumentRecord) -> DocRef<'a> {
        DocRef { id: &record.id, title: record.shown_title(), date: record.date.as_deref() }
    }

    pub(super) fn line(self, place: usize) -> DocumentLine<'a> {
        let (record, facts) = (&self.0.graph.documents[place], &self.0.documents[place]);
        DocumentLine {
            id: &record.id,
            title: record.shown_title(),
            date: record.date.as_deref(),
            place: record.place.as_deref(),
            path: &record.path,
            characters: record.characters,
            entities: facts.entities.len(),
            statements: facts.statements.len(),
            targets: facts.targets.len(),
        }
    }

    pub(super) fn statement(self, edge: EdgeIndex) -> Option<Statement<'a>> {
        let (subject, object) = self.0.graph.graph.edge_endpoints(edge)?;
        let statement = &self.0.graph.graph[edge];
        let text = self.text(&statement.document);
        Some(Statement {
            id: self.0.statement_id(edge),
            subject: self.entity(subject),
            predicate: statement.predicate,
            object: self.entity(object),
            status: Some(statement.status),
            role: statement.role.as_deref(),
            time: statement.time.as_deref(),
            speaker: self.speaker(statement.speaker.as_deref()),
            confidence: Some(rounded(statement.confidence)),
            rule: &statement.evidence.rule,
            document: self.document(&statement.document),
            inferred: None,
            evidence: std::iter::once(&statement.evidence).chain(&statement.more).map(|evidence| quoted(evidence, text)).collect(),
        })
    }

    pub(super) fn statements(self, edges: impl IntoIterator<Item = EdgeIndex>) -> Vec<Statement<'a>> {
        edges.into_iter().filter_map(|edge| self.statement(edge)).collect()
    }

    pub(super) fn conclusion(self, conclusion: &'a Conclusion) -> Statement<'a> {
        Statement {
            id: self.0.conclusion_id(conclusion),
            subject: self.entity(conclusion.subject),
            predicate: conclusion.predicate,
            object: self.entity(conclusion.object),
            status: None,
            role: None,
            time: None,
            speaker: None,
            confidence: None,
            rule: &conclusion.rule,
            document: None,
            inferred: Some(true),
            evidence: Vec::new(),
        }
    }

    pub(super) fn target(self, place: usize) -> Option<Target<'a>> {
        let target: &'a TargetRecord = self.0.graph.targets.get(place)?;
        let holder = self.0.entity(&target.holder)?;
        Some(Target {
            id: self.0.local(crate::write::rdf::target_iri(target, &self.0.iris).as_str()),
            holder: self.entity(holder),
            indicator: &target.indicator,
            comparator: target.comparator,
            value: &target.value,
            unit: &target.unit,
            time: target.time.as_deref(),
            status: target.status,
            speaker: self.speaker(target.speaker.as_deref()),
            confidence: rounded(target.confidence),
            rule: &target.evidence.rule,
            document: self.document(&target.document),
            evidence: vec![quoted(&target.evidence, self.text(&target.document))],
        })
    }

    pub(super) fn targets(self, places: impl IntoIterator<Item = usize>) -> Vec<Target<'a>> {
        places.into_iter().filter_map(|place| self.target(place)).collect()
    }

    pub(super) fn text(self, document: &str) -> Option<&'a Text> {
        self.0.document_of(document).and_then(|(_, facts)| facts.text.as_ref())
    }
}

fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

fn quoted<'a>(evidence: &'a EvidenceRecord, text: Option<&'a Text>) -> Evidence<'a> {
    let quotation = text.and_then(|text| text.quote(evidence.start, evidence.end));
    Evidence {
        start: evidence.start,
        end: evidence.end,
        line: evidence.line,
        place: evidence.place,
        rule: &evidence.rule,
        prefix: quotation.map(|quotation| quotation.prefix),
        quote: quotation.map(|quotation| quotation.quote),
        suffix: quotation.map(|quotation| quotation.suffix),
    }
}
