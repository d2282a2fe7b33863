//! `hongtu train`: makes the model file from annotated documents.

use super::Outcome;
use crate::{
    catalog::Catalog,
    error::{Error, Result},
    score::annotated,
    train,
};
use clap::Args;
use std::path::PathBuf;

/// Learn the weights that tell names from generic phrases, from annotated documents
///
/// `X.ann` stands beside `X.txt`, or says in a line `# source: FILE:FIRST-LAST` which lines of a file under `--texts` it annotates.
/// The weights speak of lexicon words, parts of speech, shapes and lengths only; the same documents give the same file.
#[derive(Debug, Args)]
pub struct TrainArgs {
    /// Directories with `X.ann` beside `X.txt`.
    #[arg(required = true)]
    gold: Vec<PathBuf>,
    /// Directory of the texts that annotations name as their source; annotations whose text is not there are passed over.
    #[arg(long)]
    texts: Option<PathBuf>,
    /// Where to write the weights.
    #[arg(long, default_value = "data/model/mention.tsv")]
    out: PathBuf,
    /// Measure instead: leave out the documents of one place at a time and report what a model that never saw them finds.
    #[arg(long)]
    cross_validate: bool,
    /// Passes over the sentences.
    #[arg(long, default_value_t = train::Options::default().epochs)]
    epochs: usize,
    /// Length of a step.
    #[arg(long, default_value_t = train::Options::default().rate)]
    rate: f32,
    /// By how much weights shrink.
    #[arg(long, default_value_t = train::Options::default().decay)]
    decay: f32,
    /// Added to the score of every candidate that ends in a head noun or is a known term: above nought prefers recall.
    #[arg(long, default_value_t = train::Options::default().lean, allow_negative_numbers = true)]
    lean: f32,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &TrainArgs) -> Result<Outcome> {
    let mut catalog = Catalog::built_in()?;
    let options = train::Options { epochs: args.epochs, rate: args.rate, decay: args.decay, lean: args.lean };
    let mut documents = Vec::new();
    for directory in &args.gold {
        documents.extend(annotated::read(directory, args.texts.as_deref())?);
    }
    if args.cross_validate {
        let tally = train::cross_validate(&mut catalog, &documents, options);
        for name in tally.counts.keys() {
            let (precision, recall, f1) = tally.figures(name);
            eprintln!("{name:14} {precision:.3} {recall:.3} {f1:.3} {:?}", tally.counts[name]);
        }
        eprintln!("unreachable {}", tally.unreachable);
        return Ok(Outcome::Done);
    }
    let documents: Vec<_> = documents.into_iter().map(|(_, document, gold)| (document, gold)).collect();
    train::train(&mut catalog, &documents, options);
    std::fs::write(&args.out, train::model_file(&catalog)).map_err(Error::io("cannot write", &args.out))?;
    Ok(Outcome::Done)
}
