//! `hongtu train`: makes the model file from annotated documents.

use super::Outcome;
use crate::{
    catalog::Catalog,
    corpus,
    error::{Error, Result},
    model::Document,
    score::gold::Gold,
    train,
};
use clap::Args;
use std::path::{Path, PathBuf};

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
    /// By how much right must beat wrong.
    #[arg(long, default_value_t = train::Options::default().margin)]
    margin: f32,
    /// Extra margin for what must be found.
    #[arg(long, default_value_t = train::Options::default().recall, allow_negative_numbers = true)]
    recall: f32,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or written.
pub fn run(args: &TrainArgs) -> Result<Outcome> {
    let mut catalog = Catalog::built_in()?;
    let options = train::Options { epochs: args.epochs, margin: args.margin, recall: args.recall };
    let mut documents = Vec::new();
    for directory in &args.gold {
        documents.extend(read(directory, args.texts.as_deref())?);
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

/// The annotated documents of a directory, each with the place of its `D` record.
fn read(directory: &Path, texts: Option<&Path>) -> Result<Vec<(String, Document, Gold)>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(directory)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(Error::io("cannot read", directory))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "ann"));
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let annotations = std::fs::read_to_string(&path).map_err(Error::io("cannot read", &path))?;
        let field = |prefix: &str| annotations.lines().find_map(|line| line.strip_prefix(prefix));
        let place = field("D\t").and_then(|record| record.split('\t').nth(1)).unwrap_or_default().to_owned();
        let document = match (field("# source: "), texts) {
            (Some(source), Some(texts)) => excerpt(texts, source, &path)?,
            (Some(_), None) => continue,
            (None, _) => {
                let text = text_of(&path);
                corpus::read(&text, &text.to_string_lossy())?
            }
        };
        documents.push((place, document, Gold::read(&path)?));
    }
    Ok(documents)
}

/// The lines of a file that annotations name as `FILE:FIRST-LAST`.
fn excerpt(texts: &Path, source: &str, annotations: &Path) -> Result<Document> {
    let malformed = || Error::Input {
        path: annotations.to_owned(),
        problem: format!("the source `{source}` is not written FILE:FIRST-LAST with lines from 1"),
    };
    let (file, lines) = source.trim().rsplit_once(':').ok_or_else(malformed)?;
    let (first, last) = lines.split_once('-').ok_or_else(malformed)?;
    let (first, last): (usize, usize) = first.parse().ok().zip(last.parse().ok()).ok_or_else(malformed)?;
    let whole = corpus::read(&texts.join(file), file)?;
    let kept: Vec<&str> = whole.text.split('\n').take(last).skip(first.max(1) - 1).collect();
    Ok(Document { text: kept.join("\n"), ..whole })
}

/// `X.txt` beside `X.ann`, else among the shipped samples.
fn text_of(annotations: &Path) -> PathBuf {
    let beside = annotations.with_extension("txt");
    match beside.file_name().filter(|_| !beside.exists()) {
        Some(name) => Path::new("data/samples").join(name),
        None => beside,
    }
}
