//! Directories of annotated documents, each read with its text.

use super::gold::Gold;
use crate::{
    corpus,
    error::{Error, Result},
    model::Document,
};
use std::path::{Path, PathBuf};

/// The annotated documents of a directory, each with the place of its `D` record.
///
/// `X.ann` stands beside `X.txt`, or says in a line `# source: FILE:FIRST-LAST` which lines of a file under `texts` it annotates;
/// without `texts` such annotations are passed over.
///
/// # Errors
/// When a file cannot be read or is malformed.
pub fn read(directory: &Path, texts: Option<&Path>) -> Result<Vec<(String, Document, Gold)>> {
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
