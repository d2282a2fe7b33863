//! What the user named → files to read, sorted by name, each once.

use crate::error::{Error, Result};
use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

/// File name endings that are read from directories; a file that is named itself may end in anything.
pub const ENDINGS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The path as the user gave it, or below the directory that the user gave, with `/`.
    pub name: String,
    /// Where it stands.
    pub path: PathBuf,
}

/// Expands files and directories into files, sorted by name, each name once.
///
/// Directories are walked without hidden entries and without links to directories, so a walk always ends.
pub fn expand(inputs: &[PathBuf]) -> (Vec<Source>, Vec<Error>) {
    let mut files = BTreeMap::new();
    let mut errors = Vec::new();
    let mut inputs = inputs.to_vec();
    inputs.sort();
    inputs.dedup();
    for input in &inputs {
        if let Err(error) = expand_one(input, &mut files, &mut errors) {
            errors.push(error);
        }
    }
    (files.into_iter().map(|(name, path)| Source { name, path }).collect(), errors)
}

fn expand_one(input: &Path, files: &mut BTreeMap<String, PathBuf>, errors: &mut Vec<Error>) -> Result<()> {
    let kind = std::fs::metadata(input).map_err(Error::io("cannot read", input))?;
    if !kind.is_dir() {
        files.insert(name(input), input.to_owned());
        return Ok(());
    }
    let mut found = BTreeMap::new();
    walk(input, &mut found, errors);
    if found.is_empty() {
        let problem = format!("holds no text file; files that end in {} are read, others only when named themselves", ENDINGS.join(", "));
        return Err(Error::Input { path: input.to_owned(), problem });
    }
    files.append(&mut found);
    Ok(())
}

fn walk(directory: &Path, found: &mut BTreeMap<String, PathBuf>, errors: &mut Vec<Error>) {
    let entries = match std::fs::read_dir(directory).and_then(|entries| entries.collect::<std::io::Result<Vec<_>>>()) {
        Ok(entries) => entries,
        Err(source) => return errors.push(Error::Io { action: "cannot read", path: directory.to_owned(), source }),
    };
    let mut paths: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let linked = path.is_symlink();
        if hidden || (linked && path.is_dir()) {
            continue;
        }
        if path.is_dir() {
            walk(&path, found, errors);
        } else if is_text(&path) {
            found.insert(name(&path), path);
        }
    }
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The path with `/` between its parts and without `.` parts.
fn name(path: &Path) -> String {
    let mut name = String::new();
    for component in path.components() {
        let part = match component {
            Component::CurDir => continue,
            Component::RootDir => {
                name.push('/');
                continue;
            }
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => component.as_os_str().to_string_lossy(),
        };
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        name.push_str(&part);
    }
    name
}
