//! Stage 1, files → documents.

use crate::{error::Result, model::Document};
use std::path::Path;

/// Reads one file as a document.
///
/// # Errors
/// When the file cannot be read or is no text.
pub fn read(path: &Path, name: &str) -> Result<Document> {
    let bytes = std::fs::read(path).map_err(crate::error::Error::io("cannot read", path))?;
    Ok(document(name, &bytes, String::from_utf8_lossy(&bytes).into_owned()))
}

/// The document called `path` whose bytes decode to `text`.
pub fn document(path: &str, bytes: &[u8], text: String) -> Document {
    use sha2::{Digest, Sha256};
    let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Document { id: format!("d{}", &sha256[..12]), path: path.to_owned(), sha256, text }
}
