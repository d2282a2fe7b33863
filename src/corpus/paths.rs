//! What the user named → files to read, sorted by name, each once.

use super::reader::format::ENDINGS;
use crate::error::{Error, Result};
use std::{
    collections::BTreeMap,
    ffi::OsStr,
    path::{Component, Path, PathBuf},
};

/// What names standard input on the command line.
pub const STANDARD_INPUT: &str = "-";
/// What a document from standard input is called.
pub const STANDARD_INPUT_NAME: &str = "standard input";

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
    if input == Path::new(STANDARD_INPUT) {
        files.insert(STANDARD_INPUT_NAME.to_owned(), input.to_owned());
        return Ok(());
    }
    let kind = std::fs::metadata(input).map_err(Error::io("cannot read", input))?;
    if !kind.is_dir() {
        files.insert(name(input), input.to_owned());
        return Ok(());
    }
    let mut found = BTreeMap::new();
    walk(input, &mut found, errors);
    if found.is_empty() {
        let problem = format!("holds no document; files that end in {} are read, others only when named themselves", ENDINGS.join(", "));
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
        } else if is_document(&path) {
            found.insert(name(&path), path);
        }
    }
}

/// The file and line that a path means which ends in `#` and a number, where no file is called so.
pub fn of_line(path: &Path) -> Option<(PathBuf, usize)> {
    let (file, number) = path.to_str()?.rsplit_once('#')?;
    let number = number.parse().ok()?;
    (!path.exists() && Path::new(file).is_file()).then(|| (PathBuf::from(file), number))
}

/// Whether there is a document to read at `path`.
pub fn is_there(path: &Path) -> bool {
    path.is_file() || of_line(path).is_some()
}

fn is_document(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The path with `/` between its parts and without `.` parts.
fn name(path: &Path) -> String {
    let mut name = String::new();
    for component in path.components() {
        let part: String = match component {
            Component::CurDir => continue,
            Component::RootDir => {
                name.push('/');
                continue;
            }
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => spelled(component.as_os_str()),
        };
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        name.push_str(&part);
    }
    name
}

/// A name in characters; bytes that are none as `%` and two digits, so that two names never become one.
fn spelled(name: &OsStr) -> String {
    let mut spelled = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        spelled.push_str(chunk.valid());
        spelled.extend(chunk.invalid().iter().map(|byte| format!("%{byte:02X}")));
    }
    spelled
}
