//! `hongtu rules`: the rule book, with how often each rule fires and how often it is right.

use super::Outcome;
use crate::{
    catalog::{
        Catalog,
        rules::{MEASURED, Verdict},
    },
    corpus::{self, Limits},
    error::{Error, Result},
    extract,
    model::{Analysis, Document, RuleId},
    score::{annotated, gold::Gold, ledger::Ledger},
    train,
    write::atomic,
};
use clap::Args;
use comfy_table::{CellAlignment, Table, presets::NOTHING};
use rayon::prelude::*;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Lists all rules, how often each fires in documents and how often it is right
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct RulesArgs {
    /// Documents, or directories of them, in which to count how often each rule fires
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Directory of annotated documents on which to measure the rules; without one the figures of the last measurement are shown
    #[arg(long, value_name = "DIR")]
    gold: Vec<PathBuf>,
    /// Directory of the texts that annotations name as their source; annotations whose text is not there are passed over
    #[arg(long, value_name = "DIR", requires = "gold")]
    texts: Option<PathBuf>,
    /// Read every annotated document with weights that were learned from documents of other places, as a new document is read
    #[arg(long, requires = "gold")]
    unseen: bool,
    /// Below each rule, how many of its errors to show
    #[arg(long, value_name = "N", default_value_t = 0, requires = "gold")]
    wrong: usize,
    /// Write the measured figures to a file, from which the confidence of statements comes
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = MEASURED, requires = "gold")]
    write: Option<PathBuf>,
    /// How to print the list
    #[arg(long, short, value_enum, default_value = "table", value_name = "FORMAT")]
    format: Format,
    /// Directory with further or changed knowledge files (data/lexicon, data/rules, ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

const EXAMPLES: &str = "Misread are those of the wrong ones that have an entity which is wrong itself.
Confidence is (right + 1) / (right + wrong + 2): the measured precision with the prior of one in two over two firings.

Examples:
  hongtu rules
  hongtu rules reports/2025
  hongtu rules --gold tests/gold --wrong 5
  hongtu rules --gold tests/gold --gold tests/gold/names --texts TEXTS --unseen --write data/model/rules.tsv";

/// How the list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// Tab-separated, with a header
    Tsv,
    /// An array of objects
    Json,
}

/// One rule of the list.
#[derive(Debug, Serialize)]
struct Row<'a> {
    rule: &'a str,
    yields: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    firings: Option<usize>,
    right: u32,
    wrong: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    misread: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precision: Option<f64>,
    confidence: f64,
    title: &'a str,
    file: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<String>,
}

/// Prints the rule book.
///
/// # Errors
/// When a file cannot be read or written, or annotations are malformed.
pub fn run(args: &RulesArgs) -> Result<Outcome> {
    let catalog = load(args)?;
    let corpus = corpus::read_all(&args.inputs, Limits::default());
    for error in &corpus.errors {
        eprintln!("error: {error}");
    }
    let firings = (!args.inputs.is_empty()).then(|| firings(&catalog, corpus.documents));
    let ledger = (!args.gold.is_empty()).then(|| ledger(args, &catalog)).transpose()?;
    if let (Some(path), Some(ledger)) = (&args.write, &ledger) {
        atomic::write(path, ledger.file(|rule| catalog.rules.get(rule).id.to_string()).as_bytes())?;
    }
    let rows: Vec<Row<'_>> = catalog.rules.iter().map(|(id, _)| row(args, &catalog, id, firings.as_ref(), ledger.as_ref())).collect();
    print(args.format, &rows).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    Ok(if corpus.errors.is_empty() { Outcome::Done } else { Outcome::Partial })
}

fn load(args: &RulesArgs) -> Result<Catalog> {
    args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)
}

fn row<'a>(
    args: &RulesArgs,
    catalog: &'a Catalog,
    id: RuleId,
    firings: Option<&BTreeMap<RuleId, usize>>,
    ledger: Option<&Ledger>,
) -> Row<'a> {
    let rule = catalog.rules.get(id);
    let verdict = ledger.map_or(rule.measured, |ledger| ledger.verdicts.get(&id).copied().unwrap_or_default());
    let errors = ledger.into_iter().flat_map(|ledger| &ledger.wrong).filter(|wrong| wrong.rule == id).take(args.wrong);
    Row {
        rule: &rule.id,
        yields: &rule.yields,
        firings: firings.map(|firings| firings.get(&id).copied().unwrap_or(0)),
        right: verdict.right,
        wrong: verdict.wrong,
        misread: ledger.map(|ledger| ledger.misread.get(&id).copied().unwrap_or(0)),
        precision: verdict.precision().map(rounded),
        confidence: rounded(rule.stated.unwrap_or_else(|| Verdict::confidence(verdict))),
        title: &rule.title,
        file: format!("{}:{}", rule.place.0, rule.place.1),
        errors: errors.map(|wrong| format!("{}:{}: {} | {}", wrong.path, wrong.line, wrong.record, wrong.words)).collect(),
    }
}

fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

/// How often each rule gave a mention or evidence of a statement or figure.
fn firings(catalog: &Catalog, documents: Vec<Document>) -> BTreeMap<RuleId, usize> {
    let counts: Vec<BTreeMap<RuleId, usize>> =
        documents.into_par_iter().map(|document| fired(&extract::analyse(catalog, document))).collect();
    let mut all = BTreeMap::new();
    for (rule, count) in counts.into_iter().flatten() {
        *all.entry(rule).or_default() += count;
    }
    all
}

fn fired(analysis: &Analysis) -> BTreeMap<RuleId, usize> {
    let mut counts = BTreeMap::new();
    let mentions = analysis.mentions.iter().map(|mention| mention.rule);
    let relations = analysis.relations.iter().map(|relation| relation.evidence.rule);
    let targets = analysis.targets.iter().map(|target| target.evidence.rule);
    for rule in mentions.chain(relations).chain(targets) {
        *counts.entry(rule).or_default() += 1;
    }
    counts
}

/// The rules judged on all annotated documents.
fn ledger(args: &RulesArgs, catalog: &Catalog) -> Result<Ledger> {
    let mut documents = Vec::new();
    for directory in &args.gold {
        documents.extend(annotated::read(directory, args.texts.as_deref())?);
    }
    if args.unseen { unseen(args, &documents) } else { Ok(judge(catalog, documents.iter().map(|(_, document, gold)| (document, gold)))) }
}

fn judge<'a>(catalog: &Catalog, documents: impl Iterator<Item = (&'a Document, &'a Gold)>) -> Ledger {
    let documents: Vec<_> = documents.collect();
    let read: Vec<Analysis> = documents.par_iter().map(|(document, _)| extract::analyse(catalog, (*document).clone())).collect();
    let mut ledger = Ledger::default();
    for (analysis, (_, gold)) in read.iter().zip(documents) {
        ledger.add(analysis, gold);
    }
    ledger
}

/// Into how many parts the places are divided; what is learned from all others reads a part.
const FOLDS: usize = 10;

/// Judges every document by weights learned without the documents of its place.
fn unseen(args: &RulesArgs, documents: &[(String, Document, Gold)]) -> Result<Ledger> {
    let places: BTreeSet<&str> = documents.iter().map(|(place, ..)| place.as_str()).collect();
    let fold_of: BTreeMap<&str, usize> = places.into_iter().enumerate().map(|(index, place)| (place, index % FOLDS)).collect();
    let folds: Vec<Result<Ledger>> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let (held, seen): (Vec<_>, Vec<_>) = documents.iter().partition(|(place, ..)| fold_of[place.as_str()] == fold);
            let mut catalog = load(args)?;
            let seen: Vec<(Document, Gold)> = seen.into_iter().map(|(_, document, gold)| (document.clone(), gold.clone())).collect();
            train::train(&mut catalog, &seen, train::Options::default());
            Ok(judge(&catalog, held.into_iter().map(|(_, document, gold)| (document, gold))))
        })
        .collect();
    let mut all = Ledger::default();
    for ledger in folds {
        all.extend(ledger?);
    }
    Ok(all)
}

fn print(format: Format, rows: &[Row<'_>]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match format {
        Format::Json => writeln!(out, "{}", serde_json::to_string_pretty(rows)?),
        Format::Tsv => {
            writeln!(out, "rule\tyields\tfirings\tright\twrong\tmisread\tprecision\tconfidence\ttitle\tfile")?;
            rows.iter().try_for_each(|row| writeln!(out, "{}\t{}", cells(row).join("\t"), row.file))
        }
        Format::Table => {
            let (counted, measured) = (rows.iter().any(|row| row.firings.is_some()), rows.iter().any(|row| row.misread.is_some()));
            for row in rows.iter().filter(|row| !row.errors.is_empty()) {
                writeln!(out, "{}: {} right, {} wrong", row.rule, row.right, row.wrong)?;
                row.errors.iter().try_for_each(|error| writeln!(out, "    {error}"))?;
            }
            writeln!(out, "{}", table(rows, counted, measured))
        }
    }
}

fn table(rows: &[Row<'_>], counted: bool, measured: bool) -> String {
    let mut table = Table::new();
    table.load_preset(NOTHING);
    table.set_header(["Rule", "Yields", "Fired", "Right", "Wrong", "Misread", "Precision", "Confidence", "What it sees"]);
    table.add_rows(rows.iter().map(cells));
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if (2..8).contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if index == 2 && !counted || index == 5 && !measured {
            column.set_constraint(comfy_table::ColumnConstraint::Hidden);
        }
    }
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>().trim_end().to_owned()
}

fn cells(row: &Row<'_>) -> Vec<String> {
    let share = |share: f64| format!("{share:.3}");
    vec![
        row.rule.to_owned(),
        row.yields.to_owned(),
        row.firings.map_or_else(String::new, |count| count.to_string()),
        row.right.to_string(),
        row.wrong.to_string(),
        row.misread.map_or_else(String::new, |count| count.to_string()),
        row.precision.map_or_else(String::new, share),
        share(row.confidence),
        row.title.to_owned(),
    ]
}
