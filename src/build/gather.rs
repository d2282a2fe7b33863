//! What all documents of an output directory add, with the paths at which they stand.

use crate::{
    coverage::Coverage,
    error::{Error, Result},
    finding::Severity,
    graph::Part,
    interrupt,
    product::{self, FORMAT, FileEntry, Kept, Manifest, Product, Settings, Shelf},
    write::{
        atomic::{FileSet, Staged},
        report::PlacedFinding,
    },
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// What one document adds, its text apart.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) id: String,
    part: Part,
    coverage: Coverage,
    findings: Vec<PlacedFinding>,
    /// SHA-256 of the file of its product.
    hash: String,
    file: File,
}

/// Where a product stands.
#[derive(Debug)]
enum File {
    /// In the output directory already.
    Kept(PathBuf),
    /// Waiting for its place there.
    Staged(Staged),
}

impl Document {
    /// A document that was just read.
    pub(super) fn new(product: Product, hash: String, staged: Staged) -> Self {
        Self::with(product, hash, File::Staged(staged))
    }

    /// A document of which the output directory keeps the product.
    ///
    /// # Errors
    /// When its file cannot be read or has another hash than it had.
    pub(super) fn kept(directory: &Path, id: &str, hash: &str) -> Result<Self> {
        interrupt::check()?;
        let path = directory.join(product::name(id));
        let bytes = product::bytes(&path)?;
        Ok(Self::with(checked(&path, &bytes, hash)?, hash.to_owned(), File::Kept(path)))
    }

    /// A document of which another directory keeps the product, which is copied.
    ///
    /// # Errors
    /// When its file cannot be read, has another hash than it had, or the copy cannot be written.
    pub(super) fn copied(files: &FileSet, from: &Path, id: &str, hash: &str) -> Result<Self> {
        let path = from.join(product::name(id));
        let bytes = product::bytes(&path)?;
        let product = checked(&path, &bytes, hash)?;
        let staged = files.stage(&product::name(id), &bytes)?;
        Ok(Self::with(product, hash.to_owned(), File::Staged(staged)))
    }

    fn with(product: Product, hash: String, file: File) -> Self {
        let Product { id, part, coverage, findings, .. } = product;
        Self { id, part, coverage, findings, hash, file }
    }
}

/// The product that `bytes` spell, which must have the hash that the manifest gives.
pub(super) fn checked(path: &Path, bytes: &[u8], hash: &str) -> Result<Product> {
    let input = |problem: String| Error::Input { path: path.to_owned(), problem };
    if product::hash(bytes) != hash {
        return Err(input("was changed after it was written; build again".to_owned()));
    }
    Product::from_bytes(bytes).map_err(input)
}

/// What all documents add, in an order that their content and paths decide.
#[derive(Debug)]
pub struct Gathered {
    /// What is written as such.
    pub manifest: Manifest,
    pub(super) parts: Vec<Part>,
    pub(super) coverage: Vec<Coverage>,
    pub(super) findings: Vec<PlacedFinding>,
    pub(super) shelf: Shelf,
    /// Products that wait for their places.
    pub(super) staged: Vec<Staged>,
}

impl Gathered {
    /// Gathers the documents of `files`; a document that several files hold counts once, under the first of their paths.
    pub(super) fn new(settings: Settings, mut files: Vec<FileEntry>, mut unread: Vec<String>, documents: Vec<Document>) -> Self {
        files.sort();
        files.dedup();
        unread.sort();
        unread.dedup();
        let mut paths: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for entry in files.iter().flat_map(|file| &file.documents) {
            paths.entry(&entry.id).or_default().push(&entry.path);
        }
        for paths in paths.values_mut() {
            paths.sort_unstable();
            paths.dedup();
        }
        // The first of several alike is that of the first path.
        let mut by_id: BTreeMap<String, Document> = BTreeMap::new();
        for document in documents {
            by_id.entry(document.id.clone()).or_insert(document);
        }
        let (mut kept, mut shelf) = (Vec::new(), Shelf::default());
        let (mut parts, mut coverage, mut findings, mut staged) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (id, mut document) in by_id {
            let Some((first, copies)) = paths.get(id.as_str()).and_then(|paths| paths.split_first()) else { continue };
            document.stands_at(first, copies);
            findings.extend(copies.iter().map(|copy| repeated(copy, first)));
            findings.append(&mut document.findings);
            parts.push(document.part);
            coverage.push(document.coverage);
            match document.file {
                File::Kept(path) => shelf.put(&id, path),
                File::Staged(file) => {
                    shelf.put(&id, file.path().to_owned());
                    staged.push(file);
                }
            }
            kept.push(Kept { id, product: document.hash });
        }
        let manifest = Manifest { format: FORMAT, settings, files, unread, documents: kept };
        Self { manifest, parts, coverage, findings, shelf, staged }
    }
}

impl Document {
    /// Gives the document its paths, which its product does not have.
    fn stands_at(&mut self, first: &str, copies: &[&str]) {
        self.part.document.path = first.to_owned();
        self.part.document.copies = copies.iter().map(|&copy| copy.to_owned()).collect();
        self.coverage.path = first.to_owned();
        for finding in &mut self.findings {
            finding.path = first.to_owned();
        }
    }
}

fn repeated(copy: &str, first: &str) -> PlacedFinding {
    PlacedFinding {
        severity: Severity::Note,
        id: "repeated-content".to_owned(),
        path: copy.to_owned(),
        line: 1,
        message: format!("the file has the same bytes as {first} and is not read again"),
        hint: "remove one of the two".to_owned(),
    }
}
