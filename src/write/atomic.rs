//! Files that are written whole or not at all.

use crate::error::{Error, Result};
use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Files of one directory that appear together: each is written beside its place first, and none takes its place before all are complete.
#[derive(Debug)]
pub struct FileSet {
    directory: PathBuf,
    written: Vec<(NamedTempFile, PathBuf)>,
}

impl FileSet {
    /// A set in `directory`, which is made where it is missing.
    ///
    /// # Errors
    /// When the directory cannot be made or takes no file.
    pub fn new(directory: &Path) -> Result<Self> {
        fs::create_dir_all(directory).map_err(Error::io("cannot make the directory", directory))?;
        // Tried before the work that the files are to hold.
        beside(directory).map_err(Error::io("cannot write into", directory))?;
        Ok(Self { directory: directory.to_owned(), written: Vec::new() })
    }

    /// Writes the file called `name` beside its place.
    ///
    /// # Errors
    /// When the directory takes no file, the disk is full, or a directory has that name.
    pub fn add(&mut self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let path = self.directory.join(name);
        let complete = || {
            if path.is_dir() {
                return Err(io::Error::new(io::ErrorKind::IsADirectory, "a directory has this name"));
            }
            let file = beside(&self.directory)?;
            let mut out = BufWriter::with_capacity(1 << 16, file);
            write(&mut out)?;
            let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.as_file().sync_all()?;
            Ok(file)
        };
        let file = complete().map_err(Error::io("cannot write", &path))?;
        self.written.push((file, path));
        Ok(())
    }

    /// Puts all files in their places and returns those, in the order in which they were added.
    ///
    /// # Errors
    /// When a file cannot take its place.
    pub fn commit(self) -> Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for (file, path) in self.written {
            file.persist(&path).map_err(|error| Error::io("cannot write", &path)(error.error))?;
            paths.push(path);
        }
        Ok(paths)
    }
}

/// Writes one file whole or not at all.
///
/// # Errors
/// When the file or its directory cannot be written.
pub fn write(path: &Path, content: &[u8]) -> Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = path.file_name() else {
        return Err(Error::Input { path: path.to_owned(), problem: "not the name of a file".to_owned() });
    };
    let mut set = FileSet::new(directory)?;
    set.add(&name.to_string_lossy(), |out| out.write_all(content))?;
    set.commit().map(|_| ())
}

/// A new file with the rights that a plain new file has.
fn beside(directory: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".hongtu-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_leaves_earlier_files_as_they_were() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "before").unwrap();
        let mut set = FileSet::new(dir.path()).unwrap();
        set.add("a", |out| out.write_all(b"after")).unwrap();
        let full = set.add("b", |_| Err(io::ErrorKind::StorageFull.into())).unwrap_err();
        assert!(full.to_string().starts_with("cannot write") && full.to_string().contains("b: "), "{full}");
        drop(set);
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "before");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn files_take_their_places_together() {
        let dir = tempfile::tempdir().unwrap();
        let mut set = FileSet::new(&dir.path().join("new/place")).unwrap();
        set.add("a", |out| out.write_all(b"1")).unwrap();
        set.add("b", |out| out.write_all(b"2")).unwrap();
        assert_eq!(fs::read_dir(dir.path().join("new/place")).unwrap().count(), 2, "only what waits");
        let paths = set.commit().unwrap();
        assert_eq!(paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>(), ["1", "2"]);
    }
}
