//! `report.md`: counts, findings and coverage, for people.

use crate::{
    catalog::{Catalog, ontology::ClassSet},
    coverage::{self, Coverage},
    decision::Use,
    finding::Severity,
    graph::KnowledgeGraph,
    model::{Class, Predicate, Reason, Status},
};
use serde::{Deserialize, Serialize};
use std::{
    cmp::Reverse,
    collections::BTreeMap,
    fmt::{Display, Write},
};

/// A finding with the place that a reader finds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PlacedFinding {
    /// How much it matters.
    pub severity: Severity,
    /// What is seen, as in `unclosed-quote`.
    pub id: String,
    /// The document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// A plain sentence.
    pub message: String,
    /// What the user may do; may be empty.
    pub hint: String,
}

/// What the report is about, beside the graph.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Coverage of each document.
    pub coverage: &'a [Coverage],
    /// What is odd.
    pub findings: &'a [PlacedFinding],
    /// Messages about files that could not be read.
    pub unread: &'a [String],
    /// What each decision of people did.
    pub decided: &'a [Use],
}

/// Most rows of a table; the rest is counted.
const ROWS: usize = 60;

/// The report on a build.
pub fn write(catalog: &Catalog, graph: &KnowledgeGraph, reading: Reading<'_>) -> String {
    let characters: u64 = graph.documents.iter().map(|document| u64::from(document.characters)).sum();
    let mut out = format!(
        "# Report\n\n{} documents, {characters} characters; {} entities, {} statements, {} targets.\n\nKnowledge files: version `{}`.\n",
        graph.documents.len(),
        graph.graph.node_count(),
        graph.graph.edge_count(),
        graph.targets.len(),
        &catalog.version[..16],
    );
    for part in [
        entities(catalog, graph),
        statements(catalog, graph),
        targets(catalog, graph),
        rules(catalog, graph),
        findings(reading),
        refused(catalog, reading.coverage),
        silence(reading.coverage),
        quotes(reading.coverage),
        oddities(catalog, graph),
        documents(graph, reading.coverage),
    ] {
        out.push('\n');
        out.push_str(&part);
    }
    if !reading.decided.is_empty() {
        out.push('\n');
        out.push_str(&decisions(reading.decided));
    }
    out
}

/// What each decision did; those that did nothing come first, so that none of them is left out.
fn decisions(decided: &[Use]) -> String {
    let mut table = Table::new("Decisions", &["Line", "Decision", "Times", "Problem"]);
    let (problems, used): (Vec<&Use>, Vec<&Use>) = decided.iter().partition(|one| one.problem.is_some());
    table.note = format!("{} decisions, {} of which did nothing.", decided.len(), problems.len());
    for one in problems.into_iter().chain(used) {
        table.row(&[&one.line, &short(&one.decision, 120), &one.times, &one.problem.as_deref().unwrap_or("")]);
    }
    table.finish()
}

fn entities(catalog: &Catalog, graph: &KnowledgeGraph) -> String {
    let mut by_class: BTreeMap<Class, Vec<(usize, &str)>> = BTreeMap::new();
    for entity in graph.graph.node_weights() {
        by_class.entry(entity.class).or_default().push((entity.mentions.len(), &entity.name));
    }
    let mut table = Table::new("Entities", &["Class", "Entities", "Mentions", "Most mentioned"]);
    for (class, mut names) in by_class {
        names.sort_by_key(|&(mentions, name)| (Reverse(mentions), name));
        let most: Vec<&str> = names.iter().take(5).map(|(_, name)| *name).collect();
        let mentions: usize = names.iter().map(|(mentions, _)| mentions).sum();
        let term = catalog.ontology.class(class);
        table.row(&[&format!("{} {}", term.zh, term.en), &names.len(), &mentions, &short(&most.join(" \u{B7} "), 80)]);
    }
    table.finish()
}

fn statements(catalog: &Catalog, graph: &KnowledgeGraph) -> String {
    let mut by_predicate: BTreeMap<Predicate, Vec<Status>> = BTreeMap::new();
    for edge in graph.graph.edge_weights() {
        by_predicate.entry(edge.predicate).or_default().push(edge.status);
    }
    let mut table = Table::new("Statements", &["Predicate", "Done", "Ongoing", "Planned", "Ended", "All"]);
    for (predicate, statuses) in by_predicate {
        let counts = coverage::by_status(statuses.iter().copied());
        let term = catalog.ontology.predicate(predicate);
        let name = format!("{} {predicate}", term.zh);
        table.row(&[&name, &counts[0].1, &counts[1].1, &counts[2].1, &counts[3].1, &statuses.len()]);
    }
    table.finish()
}

fn targets(catalog: &Catalog, graph: &KnowledgeGraph) -> String {
    let mut table = Table::new("Targets", &["Status", "Figures"]);
    for (status, count) in coverage::by_status(graph.targets.iter().map(|target| target.status)).into_iter().filter(|(_, count)| *count > 0)
    {
        let term = catalog.ontology.status(status);
        table.row(&[&format!("{} {}", term.zh, term.en), &count]);
    }
    table.finish()
}

/// How often each rule gave evidence of a statement or figure.
fn rules(catalog: &Catalog, graph: &KnowledgeGraph) -> String {
    let mut firings: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in graph.graph.edge_weights() {
        for evidence in std::iter::once(&statement.evidence).chain(&statement.more) {
            *firings.entry(&evidence.rule).or_default() += 1;
        }
    }
    for target in &graph.targets {
        *firings.entry(&target.evidence.rule).or_default() += 1;
    }
    let mut firings: Vec<_> = firings.into_iter().collect();
    firings.sort_by_key(|&(rule, count)| (Reverse(count), rule));
    let mut table = Table::new("Rules", &["Rule", "Yields", "Evidence", "Confidence"]);
    for (id, count) in firings {
        let rule = catalog.rules.named(id).map(|rule| catalog.rules.get(rule));
        let (yields, confidence) = rule.map_or(("", 0.0), |rule| (rule.yields.as_str(), rule.confidence()));
        table.row(&[&format!("`{id}`"), &yields, &count, &format!("{confidence:.2}")]);
    }
    table.finish()
}

fn findings(reading: Reading<'_>) -> String {
    let mut table = Table::new("Findings", &["", "Finding", "Where", "What", "Hint"]);
    for message in reading.unread {
        table.row(&[&"error", &"`unread`", &"", message, &""]);
    }
    let mut findings: Vec<&PlacedFinding> = reading.findings.iter().collect();
    findings.sort();
    for finding in findings {
        let severity = match finding.severity {
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let place = format!("{}:{}", finding.path, finding.line);
        table.row(&[&severity, &format!("`{}`", finding.id), &place, &finding.message, &finding.hint]);
    }
    table.finish()
}

fn silence(coverage: &[Coverage]) -> String {
    let sentences: usize = coverage.iter().map(|one| one.sentences).sum();
    let silent: usize = coverage.iter().map(|one| one.silent).sum();
    let mut table = Table::new("Sentences that yielded nothing", &["Where", "Sentence"]);
    table.note = format!("{silent} of {sentences} sentences ({:.0} %). Samples from each document in turn:", percent(silent, sentences));
    let mut by_path: Vec<&Coverage> = coverage.iter().collect();
    by_path.sort_by_key(|one| &one.path);
    let deepest = by_path.iter().map(|one| one.samples.len()).max().unwrap_or(0);
    let in_turn = (0..deepest).flat_map(|depth| by_path.iter().filter_map(move |one| Some((&one.path, one.samples.get(depth)?))));
    for (path, passage) in in_turn.take(ROWS) {
        table.row(&[&format!("{path}:{}", passage.line), &short(&passage.text, 120)]);
    }
    table.finish()
}

fn refused(catalog: &Catalog, coverage: &[Coverage]) -> String {
    let mut all: BTreeMap<(Predicate, Reason), (usize, String, &str)> = BTreeMap::new();
    let mut by_path: Vec<&Coverage> = coverage.iter().collect();
    by_path.sort_by_key(|one| &one.path);
    for one in by_path {
        for (&key, (count, first)) in &one.refused {
            let entry = all.entry(key).or_insert_with(|| (0, format!("{}:{}", one.path, first.line), &first.text));
            entry.0 += count;
        }
    }
    let mut table = Table::new("Statements that the ontology does not allow", &["Predicate", "Why", "Times", "First", "What"]);
    for ((predicate, reason), (count, place, what)) in all {
        table.row(&[&predicate, &because(catalog, predicate, reason), &count, &place, &short(what, 80)]);
    }
    table.finish()
}

/// Why a statement was refused, with the classes that would do.
fn because(catalog: &Catalog, predicate: Predicate, reason: Reason) -> String {
    let ends = catalog.ontology.ends(predicate);
    let classes = |set: ClassSet| set.iter().map(Class::as_str).collect::<Vec<_>>().join(", ");
    match reason {
        Reason::Domain => format!("the subject must be {}", classes(ends.domain)),
        Reason::Range => format!("the object must be {}", classes(ends.range)),
        Reason::Itself => "subject and object are the same".to_owned(),
        Reason::Second => "the document gives another object before, and there is one only".to_owned(),
        Reason::Circle => "the document has it the other way round before".to_owned(),
    }
}

fn quotes(coverage: &[Coverage]) -> String {
    let mut all: BTreeMap<&str, (usize, usize, String)> = BTreeMap::new();
    let mut by_path: Vec<&Coverage> = coverage.iter().collect();
    by_path.sort_by_key(|one| &one.path);
    for one in by_path {
        for (name, (count, line)) in &one.unknown_quotes {
            let entry = all.entry(name).or_insert_with(|| (0, 0, format!("{}:{line}", one.path)));
            entry.0 += count;
            entry.1 += 1;
        }
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|(name, (count, documents, _))| (Reverse((*documents, *count)), *name));
    let mut table = Table::new("Quoted names that are no entity", &["Name", "Times", "Documents", "First"]);
    for (name, (count, documents, place)) in all {
        table.row(&[&name, &count, &documents, &place]);
    }
    table.finish()
}

fn oddities(catalog: &Catalog, graph: &KnowledgeGraph) -> String {
    let mut table = Table::new("Entities that look malformed", &["Class", "Name", "Why"]);
    for entity in graph.graph.node_weights() {
        if let Some(why) = coverage::oddity(catalog, entity.class, &entity.name) {
            table.row(&[&entity.class, &short(&entity.name, 60), &why]);
        }
    }
    table.finish()
}

fn documents(graph: &KnowledgeGraph, coverage: &[Coverage]) -> String {
    let silent: BTreeMap<&str, f64> = coverage.iter().map(|one| (one.path.as_str(), percent(one.silent, one.sentences))).collect();
    let mut statements: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in graph.graph.edge_weights() {
        *statements.entry(&statement.document).or_default() += 1;
    }
    let mut records: Vec<_> = graph.documents.iter().collect();
    records.sort_by_key(|document| &document.path);
    let mut table = Table::new("Documents", &["Path", "Title", "Date", "Place", "Characters", "Statements", "Silent sentences"]);
    for document in records {
        let text = |value: &Option<String>| short(value.as_deref().unwrap_or(""), 40);
        let share = silent.get(document.path.as_str()).copied().unwrap_or(0.0);
        table.row(&[
            &document.path,
            &text(&document.header.title),
            &text(&document.date),
            &text(&document.place),
            &document.characters,
            &statements.get(document.id.as_str()).copied().unwrap_or(0),
            &format!("{share:.0} %"),
        ]);
    }
    table.finish()
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// At most `length` characters.
fn short(text: &str, length: usize) -> String {
    if text.chars().count() <= length { text.to_owned() } else { text.chars().take(length - 1).chain(['\u{2026}']).collect() }
}

/// A section with one table.
struct Table {
    title: &'static str,
    note: String,
    columns: usize,
    head: String,
    rows: Vec<String>,
    left_out: usize,
}

impl Table {
    fn new(title: &'static str, columns: &[&str]) -> Self {
        let head = format!("| {} |\n|{}\n", columns.join(" | "), " --- |".repeat(columns.len()));
        Self { title, note: String::new(), columns: columns.len(), head, rows: Vec::new(), left_out: 0 }
    }

    fn row(&mut self, cells: &[&dyn Display]) {
        debug_assert_eq!(cells.len(), self.columns);
        if self.rows.len() == ROWS {
            self.left_out += 1;
            return;
        }
        let cells: Vec<String> = cells.iter().map(|text| cell(&text.to_string())).collect();
        self.rows.push(format!("| {} |\n", cells.join(" | ")));
    }

    fn finish(self) -> String {
        let mut out = format!("## {}\n\n", self.title);
        if !self.note.is_empty() {
            let _ = write!(out, "{}\n\n", self.note);
        }
        if self.rows.is_empty() {
            out.push_str("None.\n");
            return out;
        }
        out.push_str(&self.head);
        out.extend(self.rows);
        if self.left_out > 0 {
            let _ = write!(out, "\nand {} more.\n", self.left_out);
        }
        out
    }
}

/// Text for a cell: on one line, with nothing that Markdown reads.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '<' | '*' | '_' | '[' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
