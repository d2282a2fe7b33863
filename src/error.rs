//! What can go wrong with the world: files, knowledge files, queries.

use std::path::{Path, PathBuf};

/// An error of I/O, of a knowledge file or of a query; content of documents never gives one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or directory could not be read or written.
    #[error("{action} {}: {source}", path.display())]
    Io {
        /// What was tried, as in "cannot read".
        action: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A file is not what its place demands.
    #[error("{}: {problem}", path.display())]
    Input {
        /// The file.
        path: PathBuf,
        /// What is wrong and what to do.
        problem: String,
    },
    /// Knowledge files are malformed or contradict each other.
    #[error("{} defect(s) in the knowledge files\n{}", .0.len(), list(.0))]
    Knowledge(Vec<Defect>),
    /// A query, name or parameter cannot be used.
    #[error("{0}")]
    Query(String),
    /// The user stopped the program before its output was complete.
    #[error("stopped; the output is as it was before")]
    Interrupted,
}

/// One defect of a knowledge file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Defect {
    /// The file, relative to the catalog's root.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, with the nearest known name where one is near.
    pub problem: String,
}

impl std::fmt::Display for Defect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.problem)
    }
}

fn list(defects: &[Defect]) -> String {
    defects.iter().map(|defect| format!("  {defect}")).collect::<Vec<_>>().join("\n")
}

impl Error {
    /// For `map_err`: an I/O error at `path`.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}

/// Result with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
