//! Where the products of a build stand while it is made: some new, some kept from before.

use super::bytes;
use crate::write::rdf::Texts;
use serde::Deserialize;
use std::{borrow::Cow, collections::BTreeMap, io, path::PathBuf};

/// The files of products by the ids of their documents; texts are read from them when they are needed, one at a time.
#[derive(Debug, Default)]
pub struct Shelf {
    places: BTreeMap<String, PathBuf>,
}

impl Shelf {
    /// Puts down where the product of a document stands.
    pub fn put(&mut self, id: &str, place: PathBuf) {
        self.places.insert(id.to_owned(), place);
    }
}

impl Texts for Shelf {
    fn text(&self, document: &str) -> io::Result<Option<Cow<'_, str>>> {
        #[derive(Deserialize)]
        struct Text {
            text: String,
        }
        let Some(place) = self.places.get(document) else { return Ok(None) };
        let bytes = bytes(place).map_err(io::Error::other)?;
        let text: Text = serde_json::from_slice(&bytes).map_err(io::Error::other)?;
        Ok(Some(Cow::Owned(text.text)))
    }
}
