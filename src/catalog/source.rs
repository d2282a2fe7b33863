//! Where knowledge files come from: compiled into the binary, extended by a directory.

use crate::error::{Error, Result};
use include_dir::{Dir, include_dir};
use std::{collections::BTreeMap, path::Path};

static ONTOLOGY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/ontology");
static LEXICON: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/lexicon");
static MODEL: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/model");
static RULES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/rules");

/// The knowledge files by path, as in `data/lexicon/places.tsv`; a user's file of the same path stands after the built-in one.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<String, Vec<String>>,
}

impl Sources {
    /// The files compiled into the binary.
    pub fn built_in() -> Self {
        let mut sources = Self::default();
        for (root, dir) in [("ontology", &ONTOLOGY), ("data/lexicon", &LEXICON), ("data/model", &MODEL), ("data/rules", &RULES)] {
            sources.embed(root, dir);
        }
        sources
    }

    fn embed(&mut self, root: &str, dir: &Dir<'_>) {
        for file in dir.files() {
            let text = file.contents_utf8().expect("built-in knowledge files are UTF-8; a test reads them all");
            self.files.entry(format!("{root}/{}", file.path().display())).or_default().push(text.to_owned());
        }
        for inner in dir.dirs() {
            self.embed(root, inner);
        }
    }

    /// Adds one file by its path, as in `data/lexicon/places.tsv`.
    pub fn add(&mut self, path: &str, text: &str) {
        self.files.entry(path.to_owned()).or_default().push(text.to_owned());
    }

    /// Adds the files under `directory`, laid out like the built-in ones (`data/lexicon`, `data/rules`, `ontology`).
    ///
    /// # Errors
    /// When the directory or one of its files cannot be read, or it has none of those parts.
    pub fn extend(&mut self, directory: &Path) -> Result<()> {
        std::fs::read_dir(directory).map_err(Error::io("cannot read", directory))?;
        let mut found = false;
        for root in ["ontology", "data/lexicon", "data/model", "data/rules"] {
            let from = directory.join(root);
            if from.is_dir() {
                found = true;
                self.extend_from(&from, root)?;
            }
        }
        if found {
            return Ok(());
        }
        let problem = "no knowledge files here: they stand in data/lexicon, data/rules and ontology below this directory".to_owned();
        Err(Error::Input { path: directory.to_owned(), problem })
    }

    fn extend_from(&mut self, directory: &Path, root: &str) -> Result<()> {
        let mut entries = std::fs::read_dir(directory)
            .and_then(|entries| entries.collect::<std::io::Result<Vec<_>>>())
            .map_err(Error::io("cannot read", directory))?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let name = format!("{root}/{}", entry.file_name().to_string_lossy());
            if path.is_dir() {
                self.extend_from(&path, &name)?;
            } else {
                let text = std::fs::read_to_string(&path).map_err(Error::io("cannot read", &path))?;
                self.files.entry(name).or_default().push(text);
            }
        }
        Ok(())
    }

    /// All files whose path begins with `prefix`, in path order, each with its text (built-in first).
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |(path, _)| path.starts_with(prefix))
            .flat_map(|(path, texts)| texts.iter().map(move |text| (path.as_str(), text.as_str())))
    }

    /// The text of the built-in or replaced file at `path`; a user's file wins.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.last().map(String::as_str)
    }
}
