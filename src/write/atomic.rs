//! Files that are written whole or not at all, alone or as a set.
//!
//! A set of files takes its places together, even when the program is killed:
//!
//! 1. each file is written beside its place, under a name that begins with [`STAGED`];
//! 2. a list of what is to take which place and what is to go is put down as [`JOURNAL`], in one step: this is the commit;
//! 3. the files take their places, and the list is removed.
//!
//! Killed before 2, the set leaves the files as they were; what was staged is swept by the next set in the directory. Killed after 2, whoever
//! comes next, writer or reader, finishes 3 with [`recover`].

use crate::{
    error::{Error, Result},
    interrupt::{self, Stoppable},
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, TryLockError},
    io::{self, BufWriter, Write},
    path::{Component, Path, PathBuf},
};
use tempfile::{NamedTempFile, TempPath};

/// What the names of files begin with that wait for their places.
const STAGED: &str = ".hongtu-staged-";
/// The list of what is to be done, present only while a commit is under way.
const JOURNAL: &str = ".hongtu-commit";

/// Files of one directory that appear together: none takes its place before all are complete. One program at a time writes a set there.
#[derive(Debug)]
pub struct FileSet {
    directory: PathBuf,
    staged: Vec<Staged>,
    removed: Vec<String>,
    _lock: Option<File>,
}

/// A complete file that waits for its place; dropped, it is removed.
#[derive(Debug)]
pub struct Staged {
    file: TempPath,
    name: String,
}

impl Staged {
    /// Where it waits.
    pub fn path(&self) -> &Path {
        &self.file
    }
}

/// What a commit is to do, in names relative to the directory, with `/`.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// From where to where.
    places: Vec<(String, String)>,
    remove: Vec<String>,
}

impl FileSet {
    /// A set in `directory`, which is made where it is missing; first finishes or sweeps what a killed program left there.
    ///
    /// # Errors
    /// When the directory cannot be made or takes no file, or another program writes a set there.
    pub fn new(directory: &Path) -> Result<Self> {
        fs::create_dir_all(directory).map_err(Error::io("cannot make the directory", directory))?;
        // Tried before the work that the files are to hold.
        beside(directory, STAGED).map_err(Error::io("cannot write into", directory))?;
        let lock = lock(directory, Wait::No)?;
        finish(directory)?;
        sweep(directory).map_err(Error::io("cannot clean", directory))?;
        Ok(Self { directory: directory.to_owned(), staged: Vec::new(), removed: Vec::new(), _lock: lock })
    }

    /// Writes the file called `name` beside its place.
    ///
    /// # Errors
    /// When the directory takes no file, the disk is full, or a directory has that name.
    pub fn add(&mut self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let staged = self.write(name, write)?;
        self.adopt(staged);
        Ok(())
    }

    /// The same for any thread: the file counts when it is [adopted](Self::adopt).
    ///
    /// # Errors
    /// When the directory takes no file, the disk is full, or a directory has that name.
    pub fn write(&self, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Staged> {
        stage(&self.directory, name, write, File::sync_all)
    }

    /// The same for bytes that need not be forced to the disk: whoever reads such files knows their hashes.
    ///
    /// # Errors
    /// When the directory takes no file, the disk is full, or a directory has that name.
    pub fn stage(&self, name: &str, bytes: &[u8]) -> Result<Staged> {
        stage(&self.directory, name, |out| out.write_all(bytes), |_| Ok(()))
    }

    /// Lets a staged file take its place with the others.
    pub fn adopt(&mut self, staged: Staged) {
        self.staged.push(staged);
    }

    /// Removes a file when the others take their places; one that is not there is no error.
    pub fn remove(&mut self, name: &str) {
        self.removed.push(name.to_owned());
    }

    /// Puts all files in their places and returns those, in the order in which they were added.
    ///
    /// # Errors
    /// When a file cannot take its place.
    pub fn commit(self) -> Result<Vec<PathBuf>> {
        interrupt::check()?;
        let directory = &self.directory;
        let paths = self.staged.iter().map(|staged| directory.join(&staged.name)).collect();
        let mut journal = Journal { places: Vec::new(), remove: self.removed };
        let mut files = Vec::new();
        for Staged { file, name } in self.staged {
            let waits = file.file_name().expect("staged files have names");
            journal.places.push((Path::new(&name).with_file_name(waits).to_string_lossy().replace('\\', "/"), name));
            files.push(file);
        }
        let list = serde_json::to_vec(&journal).expect("names are strings");
        let path = directory.join(JOURNAL);
        let put_down = || {
            let mut file = beside(directory, STAGED)?;
            file.write_all(&list)?;
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|error| error.error)
        };
        put_down().map_err(Error::io("cannot write", &path))?;
        // From here on they belong to the list.
        for file in files {
            let _ = file.keep();
        }
        finish(directory)?;
        Ok(paths)
    }
}

/// Finishes the commit of a set in `directory` that was killed while its files took their places; for readers of such directories.
///
/// # Errors
/// When a file cannot take its place.
pub fn recover(directory: &Path) -> Result<()> {
    if !directory.join(JOURNAL).exists() {
        return Ok(());
    }
    let _lock = lock(directory, Wait::Yes)?;
    finish(directory)
}

/// Does what the list in `directory` says, however far it was done before.
fn finish(directory: &Path) -> Result<()> {
    let path = directory.join(JOURNAL);
    let list = match fs::read(&path) {
        Ok(list) => list,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("cannot read", &path)(error)),
    };
    let journal: Option<Journal> = serde_json::from_slice(&list).ok().filter(Journal::stays_inside);
    let Some(journal) = journal else {
        let problem = "not a list that hongtu wrote; remove it, and build again".to_owned();
        return Err(Error::Input { path, problem });
    };
    for (from, to) in &journal.places {
        let (from, to) = (directory.join(from), directory.join(to));
        match fs::rename(&from, &to) {
            // It took its place before.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            renamed => renamed.map_err(Error::io("cannot write", &to))?,
        }
    }
    for name in &journal.remove {
        let path = directory.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed.map_err(Error::io("cannot remove", &path))?,
        }
    }
    fs::remove_file(&path).map_err(Error::io("cannot remove", &path))
}

impl Journal {
    /// Whether no name leads out of the directory.
    fn stays_inside(&self) -> bool {
        let inside = |name: &String| Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        self.places.iter().all(|(from, to)| inside(from) && inside(to)) && self.remove.iter().all(inside)
    }
}

/// Removes what a killed program staged, in the directory and in those right below it.
fn sweep(directory: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(STAGED) {
            fs::remove_file(entry.path())?;
        } else if entry.file_type()?.is_dir() {
            // Others may own such a directory; what cannot be listed there was not staged by this program.
            let Ok(below) = fs::read_dir(entry.path()) else { continue };
            for file in below.flatten().filter(|file| file.file_name().to_string_lossy().starts_with(STAGED)) {
                fs::remove_file(file.path())?;
            }
        }
    }
    Ok(())
}

/// Whether a program waits for another that writes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    Yes,
    No,
}

/// Keeps others from writing a set in `directory` until the file is dropped or the program ends; none where directories cannot be locked.
fn lock(directory: &Path, wait: Wait) -> Result<Option<File>> {
    if !cfg!(unix) {
        return Ok(None);
    }
    let file = File::open(directory).map_err(Error::io("cannot read", directory))?;
    let locked = match wait {
        Wait::Yes => file.lock().map_err(TryLockError::Error),
        Wait::No => file.try_lock(),
    };
    match locked {
        Err(TryLockError::WouldBlock) => {
            let problem = "another hongtu writes into this directory; wait for it, or choose another directory".to_owned();
            Err(Error::Input { path: directory.to_owned(), problem })
        }
        // A file system without locks has one writer, it is hoped.
        Err(TryLockError::Error(_)) => Ok(None),
        Ok(()) => Ok(Some(file)),
    }
}

fn stage(
    directory: &Path,
    name: &str,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    complete: impl FnOnce(&File) -> io::Result<()>,
) -> Result<Staged> {
    let path = directory.join(name);
    let staged = || {
        if path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "a directory has this name"));
        }
        let parent = path.parent().unwrap_or(directory);
        fs::create_dir_all(parent)?;
        let mut out = BufWriter::with_capacity(1 << 16, Stoppable(beside(parent, STAGED)?));
        write(&mut out)?;
        let Stoppable(file) = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        complete(file.as_file())?;
        Ok(Staged { file: file.into_temp_path(), name: name.to_owned() })
    };
    staged().map_err(|error| interrupt::check().err().unwrap_or_else(|| Error::io("cannot write", &path)(error)))
}

/// Writes one file whole or not at all.
///
/// # Errors
/// When the file or its directory cannot be written.
pub fn write(path: &Path, content: &[u8]) -> Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if path.file_name().is_none() {
        return Err(Error::Input { path: path.to_owned(), problem: "not the name of a file".to_owned() });
    }
    fs::create_dir_all(directory).map_err(Error::io("cannot make the directory", directory))?;
    let written = || {
        if path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "a directory has this name"));
        }
        let mut file = beside(directory, ".hongtu-")?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)
    };
    written().map_err(Error::io("cannot write", path)).map(|_| ())
}

/// A new file with the rights that a plain new file has.
fn beside(directory: &Path, prefix: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
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

    fn names(directory: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

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
        fs::write(dir.path().join("old"), "0").unwrap();
        let mut set = FileSet::new(dir.path()).unwrap();
        set.add("a", |out| out.write_all(b"1")).unwrap();
        let below = set.stage("below/b", b"2").unwrap();
        let dropped = set.stage("below/c", b"3").unwrap();
        set.adopt(below);
        set.remove("old");
        set.remove("never there");
        drop(dropped);
        assert!(!dir.path().join("a").exists() && dir.path().join("old").exists());
        let paths = set.commit().unwrap();
        assert_eq!(paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(names(dir.path()), ["a", "below"]);
        assert_eq!(names(&dir.path().join("below")), ["b"]);
    }

    #[test]
    fn a_commit_that_was_cut_short_is_finished_by_whoever_comes_next() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, content: &str| fs::write(dir.path().join(name), content).unwrap();
        put("a", "new, in its place already");
        put("b", "old");
        put("old", "to go");
        put(".hongtu-staged-2", "new");
        put(JOURNAL, r#"{"places": [[".hongtu-staged-1", "a"], [".hongtu-staged-2", "b"]], "remove": ["old", "gone before"]}"#);
        recover(dir.path()).unwrap();
        assert_eq!(names(dir.path()), ["a", "b"]);
        assert_eq!(fs::read_to_string(dir.path().join("b")).unwrap(), "new");
    }

    #[test]
    fn what_a_killed_program_staged_is_swept() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("below")).unwrap();
        for name in [".hongtu-staged-x", "below/.hongtu-staged-y", "below/kept"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        FileSet::new(dir.path()).unwrap();
        assert_eq!((names(dir.path()), names(&dir.path().join("below"))), (vec!["below".to_owned()], vec!["kept".to_owned()]));
    }

    #[test]
    fn a_list_that_leads_out_of_the_directory_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        for list in [r#"{"places": [["a", "../b"]], "remove": []}"#, r#"{"places": [], "remove": ["/etc/x"]}"#, "{", "[]"] {
            fs::write(dir.path().join(JOURNAL), list).unwrap();
            let error = FileSet::new(dir.path()).unwrap_err().to_string();
            assert!(error.contains(JOURNAL) && error.contains("remove it"), "{list}: {error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn one_program_at_a_time_writes_a_set() {
        let dir = tempfile::tempdir().unwrap();
        let first = FileSet::new(dir.path()).unwrap();
        let second = FileSet::new(dir.path()).unwrap_err();
        assert!(second.to_string().contains("another hongtu writes into this directory"), "{second}");
        drop(first);
        FileSet::new(dir.path()).unwrap();
    }
}
