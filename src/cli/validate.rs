//! `hongtu validate`: an output directory against the shapes.

use super::Outcome;
use crate::{
    catalog::source::Sources,
    error::{Error, Result},
    query::data,
    reason::{
        sentence::{self, explain},
        shape::{Severity, Shapes},
        validate::{Violation, validate},
    },
};
use clap::{Args, ValueEnum};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Checks an output directory, or any RDF file, against the shapes of ontology/shapes
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ValidateArgs {
    /// Directory that `hongtu build` wrote, or an RDF file
    #[arg(default_value = "output", value_name = "DIR")]
    data: PathBuf,
    /// Further shapes, in Turtle (SHACL Core)
    #[arg(long, value_name = "FILE")]
    shapes: Vec<PathBuf>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
    /// Directory with further or changed knowledge files (ontology/shapes)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

/// How violations are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Sentences with the passages of the documents
    #[default]
    Text,
    /// A SHACL validation report, as N-Triples
    Shacl,
}

const EXAMPLES: &str = "\
The exit code is 1 where something violates a shape. The shapes are SHACL Core: any validator takes them, for instance
pyshacl -s relations.ttl data.nt.

Examples:
  hongtu validate
  hongtu validate plans --shapes mine.ttl
  hongtu validate data.nt --format shacl";

/// Tells every violation on standard output.
///
/// # Errors
/// When the data set or a shape is malformed.
pub fn run(args: &ValidateArgs) -> Result<Outcome> {
    let mut sources = Sources::built_in();
    if let Some(directory) = &args.catalog {
        sources.extend(directory)?;
    }
    let shapes = Shapes::with(&sources, &args.shapes)?;
    let index = data::index(&args.data)?;
    let violations = validate(&shapes, &index);
    let told = match args.format {
        ReportFormat::Shacl => sentence::report(&shapes, &violations),
        ReportFormat::Text => {
            let summary = summary(&shapes, &violations, index.len());
            violations.iter().map(|violation| told(&explain(&shapes, &index, violation), violation)).chain([summary]).collect()
        }
    };
    let mut out = io::stdout().lock();
    out.write_all(told.as_bytes()).and_then(|()| out.flush()).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    let bad = violations.iter().any(|violation| violation.severity == Severity::Violation);
    Ok(if bad { Outcome::Below } else { Outcome::Done })
}

fn told(explained: &sentence::Explained, violation: &Violation) -> String {
    let severity = match violation.severity {
        Severity::Violation => "violation",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let evidence: String = explained.evidence.iter().map(|passage| format!("    {passage}\n")).collect();
    format!("{severity} of {}: {}\n    {}\n{evidence}", explained.shape, explained.sentence, violation.focus)
}

fn summary(shapes: &Shapes, violations: &[Violation], triples: usize) -> String {
    let with_targets = shapes.shapes.iter().filter(|shape| !shape.targets.is_empty()).count();
    match violations.len() {
        0 => format!("{triples} triples keep all {with_targets} shapes\n"),
        count => format!("{count} violations in {triples} triples\n"),
    }
}
