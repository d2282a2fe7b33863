//! The files of the documents that a data set names.

use super::{Problem, Sources, claim::Claims};
use crate::{corpus, model};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The documents whose files are there unchanged, by the local part of the IRI of the file.
pub(super) type Found = BTreeMap<String, model::Document>;

/// Reads the files; says which are missing or have changed.
pub(super) fn find(claims: &Claims, sources: &Sources, problems: &mut Vec<Problem>) -> Found {
    let mut found = Found::new();
    for (about, stated) in &claims.documents {
        let mut problem = |message: String| problems.push(Problem { about: stated.path.clone(), message });
        let candidates = candidates(sources, &stated.path);
        let mut read =
            candidates.iter().filter(|path| corpus::paths::is_there(path)).map(|path| corpus::read(path, &stated.path)).peekable();
        if read.peek().is_none() {
            problem(match sources {
                Sources::WhereRead => "no such file; --sources names the directory of the sources".to_owned(),
                Sources::Below(directory) => format!("no such file below {}", directory.display()),
            });
            continue;
        }
        let (mut same, mut other) = (None, None);
        for document in read {
            match document {
                Ok(document) if document.sha256 == stated.sha256 => same = same.or(Some(document)),
                Ok(document) => {
                    other = other.or(Some(format!("has the SHA-256 {}, but the data set was read from {}", document.sha256, stated.sha256)))
                }
                Err(error) => other = other.or(Some(error.to_string())),
            }
        }
        match (same, other) {
            (Some(document), _) if document.id == stated.id => {
                found.insert(about.clone(), document);
            }
            (Some(document), _) => problem(format!("is the document {}, but the data set calls it {}", document.id, stated.id)),
            (None, other) => problem(other.unwrap_or_default()),
        }
    }
    found
}

/// Where a file may stand that was called `path` when it was read.
fn candidates(sources: &Sources, path: &str) -> Vec<PathBuf> {
    match sources {
        Sources::WhereRead => vec![PathBuf::from(path), Path::new("/").join(path)],
        Sources::Below(directory) => {
            let parts: Vec<&str> = path.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
            // A data set may come from anybody: none of its paths leads out of the directory.
            let inside = parts.iter().rposition(|part| *part == ".." || part.contains(':')).map_or(0, |at| at + 1);
            (inside..parts.len()).map(|from| parts[from..].iter().fold(directory.clone(), |path, part| path.join(part))).collect()
        }
    }
}
