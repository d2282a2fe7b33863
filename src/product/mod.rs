//! What is kept of one document that was read: its text, its outline and all that it adds to the graph.
//!
//! A build writes one such file for each document, `documents/<id>.json` in the output directory. It depends on the document's bytes and on
//! the rules alone, not on where the document stands or what else is read: so it has the same bytes on every machine, and an update, a removal or
//! a merge makes the same graph from it as reading the document again would. [`Manifest`] says which of them count and where their documents stand.

mod manifest;
mod outline;
mod shelf;

pub use manifest::{DocumentEntry, FILE as MANIFEST, FileEntry, Kept, Manifest, Output, Settings};
pub use outline::{Item, ItemEntity, ItemKind};
pub use shelf::Shelf;

use crate::{
    catalog::Catalog,
    coverage::Coverage,
    error::{Error, Result},
    extract,
    finding::{Finding, Severity},
    graph::Part,
    model::{Analysis, Document},
    span::TextIndex,
    write::{atomic, report::PlacedFinding},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Version of the form of these files; files of another are read again from their documents.
pub const FORMAT: u32 = 1;
/// The directory, below the output directory, in which they stand.
pub const DIRECTORY: &str = "documents";
/// Largest file that is read, in bytes: what the largest document may become.
const MAX_BYTES: u64 = 4 << 30;

/// What is kept of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// [`FORMAT`].
    pub format: u32,
    /// Version of the rules that read it, [`Catalog::version`].
    pub catalog: String,
    /// Id of the document.
    pub id: String,
    /// SHA-256 of the document's bytes, hex.
    pub sha256: String,
    /// The text that was read; all offsets count its code points.
    pub text: String,
    /// Sections, numbered points and turns of speakers, by place.
    pub outline: Vec<Item>,
    /// What the document adds to the graph; its path is empty.
    pub part: Part,
    /// What was read and yielded nothing; its path is empty.
    pub coverage: Coverage,
    /// What is odd about it; the paths are empty.
    pub findings: Vec<PlacedFinding>,
}

impl Product {
    /// Reads `document` and keeps what later steps need.
    pub fn of(catalog: &Catalog, document: Document) -> Self {
        let analysis = extract::analyse(catalog, document);
        let mut part = Part::of(catalog, &analysis);
        part.document.path.clear();
        let coverage = Coverage { path: String::new(), ..Coverage::of(&analysis) };
        Self {
            format: FORMAT,
            catalog: catalog.version.clone(),
            outline: outline::of(&analysis),
            part,
            coverage,
            findings: findings(&analysis),
            id: analysis.document.id,
            sha256: analysis.document.sha256,
            text: analysis.document.text,
        }
    }

    /// The bytes of its file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(2 * self.text.len() + 1024);
        serde_json::to_writer(&mut bytes, self).expect("all keys are strings and all numbers finite");
        bytes.push(b'\n');
        bytes
    }

    /// The product that `bytes` spell, or what is wrong with them.
    ///
    /// # Errors
    /// When they are no product, of another form, or point outside of their own lists.
    pub fn from_bytes(bytes: &[u8]) -> std::result::Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let product: Self = serde_json::from_slice(bytes).map_err(|error| match serde_json::from_slice(bytes) {
            Ok(Head { format }) if format != FORMAT => other_version(format),
            _ => format!("not what `hongtu build` keeps of a document: {error}"),
        })?;
        if product.format != FORMAT {
            return Err(other_version(product.format));
        }
        if !product.part.is_sound() || product.part.document.id != product.id {
            return Err("not what `hongtu build` keeps of a document: it points outside of its own lists".to_owned());
        }
        Ok(product)
    }
}

fn other_version(format: u32) -> String {
    format!("written by another version of hongtu (form {format}, this one reads {FORMAT}); build again")
}

/// Where the product of the document `id` stands, relative to the output directory.
pub fn name(id: &str) -> String {
    format!("{DIRECTORY}/{id}.json")
}

/// Reads what was kept of the document `id` in the output directory `directory`.
///
/// # Errors
/// When there is no such document, or its file cannot be read, is malformed or of another version.
pub fn read(directory: &Path, id: &str) -> Result<Product> {
    atomic::recover(directory)?;
    let path = path(directory, id)?;
    let bytes = bytes(&path)?;
    let product = Product::from_bytes(&bytes).map_err(|problem| Error::Input { path: path.clone(), problem })?;
    if product.id != id {
        let problem = format!("holds the document {}, not {id}", product.id);
        return Err(Error::Input { path, problem });
    }
    Ok(product)
}

/// What readers see of a document: its text and its outline.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Readable {
    format: u32,
    id: String,
    /// The text that was read.
    pub text: String,
    /// Sections, numbered points and turns of speakers, by place.
    pub outline: Vec<Item>,
}

/// Reads the text and the outline of the document `id`, and nothing else of what was kept of it.
///
/// # Errors
/// As [`read`].
pub fn read_text(directory: &Path, id: &str) -> Result<Readable> {
    let path = path(directory, id)?;
    let kept: Readable = serde_json::from_slice(&bytes(&path)?).map_err(|error| {
        let problem = format!("not what `hongtu build` keeps of a document: {error}");
        Error::Input { path: path.clone(), problem }
    })?;
    let problem = match &kept {
        Readable { format, .. } if *format != FORMAT => other_version(*format),
        Readable { id: other, .. } if other != id => format!("holds the document {other}, not {id}"),
        _ => return Ok(kept),
    };
    Err(Error::Input { path, problem })
}

/// Where the product of `id` stands; an id is one name, so that none leads out of the directory.
fn path(directory: &Path, id: &str) -> Result<PathBuf> {
    if !is_id(id) {
        return Err(Error::Query(format!("`{id}` is no id of a document")));
    }
    Ok(directory.join(name(id)))
}

/// Whether `id` is one that documents have: `d` and hexadecimal digits.
pub(crate) fn is_id(id: &str) -> bool {
    id.strip_prefix('d').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(path).map_err(Error::io("cannot read", path))?.len();
    if size > MAX_BYTES {
        let problem = format!("holds {size} bytes, more than the limit of {MAX_BYTES}");
        return Err(Error::Input { path: path.to_owned(), problem });
    }
    std::fs::read(path).map_err(Error::io("cannot read", path))
}

/// SHA-256, hex.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn findings(analysis: &Analysis) -> Vec<PlacedFinding> {
    let index = TextIndex::new(&analysis.document.text);
    let placed = |finding: &Finding| PlacedFinding {
        severity: finding.severity,
        id: finding.id.to_owned(),
        path: String::new(),
        line: index.line(finding.span.start),
        message: finding.message.clone(),
        hint: finding.hint.clone(),
    };
    let empty = analysis.document.text.trim().is_empty().then(|| PlacedFinding {
        severity: Severity::Warning,
        id: "empty-file".to_owned(),
        path: String::new(),
        line: 1,
        message: "the file holds no text".to_owned(),
        hint: "check whether it was saved".to_owned(),
    });
    empty.into_iter().chain(analysis.findings.iter().map(placed)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus;

    const TEXT: &str = "云州市科技局局长沈怀瑾：云州市将实施“百企上云”行动。\n一是建设云帆湖产业园。到2030年，产业园收入达到12.5亿元。\n";

    fn product() -> Product {
        Product::of(&Catalog::built_in().unwrap(), corpus::document("a/b.txt", TEXT.as_bytes(), TEXT.to_owned()))
    }

    #[test]
    fn what_is_written_is_read_back_and_knows_no_path() {
        let product = product();
        let bytes = product.to_bytes();
        assert!(!String::from_utf8(bytes.clone()).unwrap().contains("b.txt"));
        assert_eq!(Product::from_bytes(&bytes).unwrap(), product);
        let turn = product.outline.iter().find(|item| item.kind == ItemKind::Turn).expect("someone speaks");
        let said: String = TEXT.chars().skip(turn.start as usize).take((turn.end - turn.start) as usize).collect();
        assert!(said.contains("云州市将实施"), "{said}");
        assert!(turn.entity.as_ref().is_some_and(|entity| entity.key.contains("沈怀瑾")));
    }

    #[test]
    fn a_damaged_file_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let (product, id) = (product(), product().id);
        std::fs::create_dir(dir.path().join(DIRECTORY)).unwrap();
        let put = |bytes: &[u8]| std::fs::write(dir.path().join(name(&id)), bytes).unwrap();
        let fails = |id: &str| read(dir.path(), id).unwrap_err().to_string();
        put(&product.to_bytes());
        assert_eq!(read(dir.path(), &id).unwrap(), product);
        let text = String::from_utf8(product.to_bytes()).unwrap();
        put(text.replacen("\"format\":1", "\"format\":2", 1).as_bytes());
        assert!(fails(&id).contains("another version of hongtu"), "{}", fails(&id));
        put(&text.as_bytes()[..text.len() / 2]);
        assert!(fails(&id).contains("not what `hongtu build` keeps"), "{}", fails(&id));
        put(text.replacen("\"subject\":", "\"subject\":9", 1).as_bytes());
        assert!(fails(&id).contains("outside of its own lists"), "{}", fails(&id));
        assert!(fails("d000000000000").contains("cannot read"));
        assert!(fails("../graph").contains("no id"));
    }
}
