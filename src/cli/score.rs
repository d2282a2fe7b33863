//! `hongtu score`: how near the graph comes to gold.

use super::Outcome;
use crate::{
    catalog::Catalog,
    corpus,
    error::{Error, Result},
    extract, graph,
    score::{Score, floor::Floors, gold::Gold, predicted::Predicted},
};
use clap::Args;
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Compares extracted graphs with gold annotations
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ScoreArgs {
    /// Gold (.ann), each with its text or graph (.json): in pairs, of the same name, or beside it as .txt
    #[arg(value_name = "PATH", required_unless_present = "gold")]
    paths: Vec<PathBuf>,
    /// Directory whose every NAME.ann is scored, with NAME.txt beside it or among the paths
    #[arg(long, value_name = "DIR")]
    gold: Option<PathBuf>,
    /// List every missed and every spurious record
    #[arg(long)]
    misses: bool,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
    /// TOML file with least F1 figures, as in `"entity Park" = 0.6`; exit code 1 where one is not reached
    #[arg(long, value_name = "FILE")]
    floor: Option<PathBuf>,
    /// Directory with further or changed knowledge files (data/lexicon, data/rules, ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  hongtu score report.ann report.txt
  hongtu score --gold tests/gold --floor tests/gold/floor.toml
  hongtu score report.ann output/graph.json --misses";

/// Scores every pair and prints the figures.
///
/// # Errors
/// When a file cannot be read, gold is malformed, or gold and texts do not pair.
pub fn run(args: ScoreArgs) -> Result<Outcome> {
    let floors = args.floor.as_deref().map(Floors::read).transpose()?;
    let pairs = pairs(&args)?;
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let read: Result<Vec<(Predicted, Gold)>> =
        pairs.par_iter().map(|(gold, text)| Ok((predicted(&catalog, text)?, Gold::read(gold)?))).collect();
    let mut score = Score::default();
    for (graph, gold) in read? {
        score.add(&graph, &gold);
    }
    print(&args, &score).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    let fallen = floors.map_or_else(Vec::new, |floors| floors.fallen(&score));
    for line in &fallen {
        eprintln!("{line}");
    }
    Ok(if fallen.is_empty() { Outcome::Done } else { Outcome::Below })
}

/// Gold files with what is scored against them.
fn pairs(args: &ScoreArgs) -> Result<Vec<(PathBuf, PathBuf)>> {
    let (mut gold, others): (Vec<PathBuf>, Vec<PathBuf>) = args.paths.iter().cloned().partition(|path| is_gold(path));
    if let Some(directory) = &args.gold {
        let entries = std::fs::read_dir(directory).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
        let entries = entries.map_err(Error::io("cannot read", directory))?;
        gold.extend(entries.iter().map(std::fs::DirEntry::path).filter(|path| is_gold(path)));
        gold.sort();
    }
    if gold.is_empty() {
        let path = args.gold.clone().or_else(|| args.paths.first().cloned()).unwrap_or_default();
        return Err(Error::Input { path, problem: "no gold here: a file called NAME.ann".to_owned() });
    }
    let by_name: BTreeMap<_, &PathBuf> = others.iter().map(|path| (path.file_stem(), path)).collect();
    let in_order = args.gold.is_none() && gold.len() == others.len() && !gold.iter().all(|path| by_name.contains_key(&path.file_stem()));
    let pair = |(index, path): (usize, PathBuf)| {
        let other = if in_order { Some(&others[index]) } else { by_name.get(&path.file_stem()).copied() };
        let other = other.cloned().unwrap_or_else(|| path.with_extension("txt"));
        (path, other)
    };
    let pairs: Vec<_> = gold.into_iter().enumerate().map(pair).collect();
    match others.iter().find(|other| !pairs.iter().any(|(_, used)| used == *other)) {
        Some(other) => Err(Error::Input { path: other.clone(), problem: "no gold (.ann) of this name was given".to_owned() }),
        None => Ok(pairs),
    }
}

fn is_gold(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "ann")
}

fn predicted(catalog: &Catalog, path: &Path) -> Result<Predicted> {
    if path.extension().is_some_and(|extension| extension == "json") {
        return Predicted::read(path);
    }
    let document = corpus::read(path, &path.to_string_lossy())?;
    Ok(Predicted::from(&graph::build(catalog, &[extract::analyse(catalog, document)])))
}

fn print(args: &ScoreArgs, score: &Score) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if args.misses {
        for row in &score.misses {
            writeln!(out, "{}", row.join("\t"))?;
        }
    }
    let figures: BTreeMap<&str, _> = score.tallies.iter().map(|(name, tally)| (name.as_str(), tally.figures())).collect();
    if args.json {
        return writeln!(out, "{}", serde_json::to_string(&figures)?);
    }
    writeln!(out, "{:34}{:>7}{:>7}{:>7}{:>7}{:>7}", "", "P", "R", "F1", "gold", "found")?;
    for (name, f) in figures {
        writeln!(out, "{name:34}{:7.3}{:7.3}{:7.3}{:7}{:7}", f.p, f.r, f.f1, f.gold, f.found)?;
    }
    Ok(())
}
