//! `hongtu infer`: what follows from an output directory, as a graph of its own.

use super::Outcome;
use crate::{
    catalog::source::Sources,
    error::{Error, Result},
    query::{self, data::DataSet},
    write::{atomic, iri::Iris, rdf},
};
use clap::Args;
use oxigraph::io::RdfFormat;
use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Draws conclusions from an output directory by the rules of ontology/rules
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct InferArgs {
    /// Directory that `hongtu build` wrote, or an RDF file
    #[arg(default_value = "output", value_name = "DIR")]
    data: PathBuf,
    /// File to write, in TriG; inferred.trig in the directory, where not given
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// List the rules
    #[arg(long)]
    list: bool,
    /// Directory with further or changed knowledge files (ontology, ontology/rules)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Each conclusion stands with its rule (ht:rule) and its premises (prov:wasDerivedFrom) in one named graph. `hongtu query` draws the
same conclusions by itself; the file is for other stores.

Examples:
  hongtu infer
  hongtu infer plans --out plans-inferred.trig
  hongtu infer --list";

/// Writes the conclusions and tells how many each rule gave.
///
/// # Errors
/// When the data set or a rule is malformed, or the file cannot be written.
pub fn run(args: &InferArgs) -> Result<Outcome> {
    let mut sources = Sources::built_in();
    if let Some(directory) = &args.catalog {
        sources.extend(directory)?;
    }
    let rules = query::data::rules(&sources)?;
    if args.list {
        return print(
            &rules
                .iter()
                .map(|rule| format!("{}\n    {}\n    {}: {}\n", rule.name, rule.title_zh, rule.title_en, rule.why))
                .collect::<String>(),
        );
    }
    let mut data = DataSet::open(&args.data)?;
    let (iris, inferred) = (Iris::new(&data.id_namespace)?, data.infer(&rules, &sources)?);
    let mut content = Vec::new();
    let path = args.out.clone().unwrap_or_else(|| directory(&args.data).join("inferred.trig"));
    rdf::write_quads(&data.inferred()?, RdfFormat::TriG, &iris, &mut content).map_err(Error::io("cannot write", &path))?;
    atomic::write(&path, &content)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for step in &inferred.steps {
        *counts.entry(&rules[step.rule].name).or_default() += 1;
    }
    let mut told: String = counts.iter().map(|(rule, count)| format!("{count:>8}  {rule}\n")).collect();
    told.push_str(&format!("{:>8}  conclusions in {}\n", inferred.len(), path.display()));
    if !inferred.complete {
        told.push_str("The rules were stopped at their bound: more may follow.\n");
    }
    print(&told)
}

fn directory(data: &Path) -> &Path {
    if data.is_dir() { data } else { data.parent().unwrap_or(Path::new(".")) }
}

fn print(text: &str) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    Ok(Outcome::Done)
}
