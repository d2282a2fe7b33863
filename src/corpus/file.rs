//! A file's bytes, within a limit, and the same from beginning to end.

use super::paths;
use crate::error::{Error, Result};
use std::{
    fs::{File, Metadata},
    io::Read,
    path::Path,
};

/// The most that is ever read: spans hold 32 bits.
const MOST: u64 = 1 << 30;

/// The bytes of the file at `path`, or of standard input.
///
/// # Errors
/// When it cannot be read, holds more than `limit` bytes, or changes meanwhile.
pub(super) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let limit = limit.min(MOST);
    let input = |problem: String| Error::Input { path: path.to_owned(), problem };
    let large =
        |size: u64| input(format!("holds {size} bytes, more than the limit of {limit}; split it into its documents, or raise --max-file"));
    if path == Path::new(paths::STANDARD_INPUT) {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes).map_err(Error::io("cannot read", Path::new("standard input")))?;
        return if bytes.len() as u64 > limit { Err(large(bytes.len() as u64)) } else { Ok(bytes) };
    }
    let mut file = File::open(path).map_err(Error::io("cannot read", path))?;
    let before = file.metadata().map_err(Error::io("cannot read", path))?;
    if before.is_file() && before.len() > limit {
        return Err(large(before.len()));
    }
    let mut bytes = Vec::new();
    (&mut file).take(limit + 1).read_to_end(&mut bytes).map_err(Error::io("cannot read", path))?;
    // A pipe or device has no size to tell beforehand.
    if bytes.len() as u64 > limit {
        return Err(large(bytes.len() as u64));
    }
    let after = std::fs::metadata(path).map_err(Error::io("cannot read", path))?;
    if before.is_file() && !same(&before, &after, bytes.len()) {
        return Err(input("changed while it was read; read it again when nobody writes to it".to_owned()));
    }
    Ok(bytes)
}

fn same(before: &Metadata, after: &Metadata, read: usize) -> bool {
    // Some file systems give files that are made on reading a size of 0.
    let sized = before.len() == 0 || before.len() == read as u64;
    sized && before.len() == after.len() && before.modified().ok() == after.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_grows_is_not_the_same() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.txt");
        std::fs::write(&path, "four").unwrap();
        let before = std::fs::metadata(&path).unwrap();
        assert!(same(&before, &before, 4) && !same(&before, &before, 3));
        std::fs::write(&path, "fours").unwrap();
        assert!(!same(&before, &std::fs::metadata(&path).unwrap(), 4));
    }

    #[test]
    fn a_pipe_is_read_up_to_the_limit() {
        let endless = Path::new("/dev/zero");
        if endless.exists() {
            assert!(bytes(endless, 1000).unwrap_err().to_string().contains("limit"));
        }
    }
}
