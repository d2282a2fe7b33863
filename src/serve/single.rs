//! A data set as one page that stands alone: texts with their mentions, statements with their sentences and the graph, opened from a disk.

use super::{api, explorer::Explorer, explorer::labels::Schema};
use crate::{
    error::{Error, Result},
    serve::assets,
    text::fold,
};
use serde::Serialize;
use std::path::Path;

/// What the page built from `src/serve/web` has in place of the data.
const PLACEHOLDER: &str = "\"hongtu:data\"";
/// Characters of text that a browser shows without keeping its reader waiting.
const MOST_CHARACTERS: u32 = 2_000_000;

#[derive(Serialize)]
struct Content<'a> {
    title: &'a str,
    version: &'static str,
    schema: &'a Schema,
    documents: Vec<api::DocumentPage<'a>>,
}

/// The page for the documents of an output directory that are named by title, path or id; for all, where none is.
///
/// # Errors
/// When the directory has no readable data set, no document is named so, or the texts are more than a browser can show.
pub fn page(directory: &Path, named: &[String]) -> Result<Vec<u8>> {
    let explorer = Explorer::read(directory)?;
    let places = choose(&explorer, named)?;
    let characters: u32 = places.iter().map(|&place| explorer.graph.documents[place].characters).sum();
    if characters > MOST_CHARACTERS {
        return Err(Error::Query(format!(
            "{characters} characters of text are too many for one page, which shows up to {MOST_CHARACTERS}; name documents with --focus, or use `hongtu serve`"
        )));
    }
    let documents: Vec<_> = places.into_iter().map(|place| api::document_page(&explorer, place)).collect();
    let title = documents.first().map_or("hongtu", api::DocumentPage::title);
    let content = Content { title, version: env!("CARGO_PKG_VERSION"), schema: &explorer.schema, documents };
    let data = serde_json::to_string(&content).map_err(|error| Error::Query(format!("the page cannot be written: {error}")))?;
    // Within a script element `<` can end it or begin a comment; within a JSON string it can be told otherwise.
    let data = data.replace('<', "\\u003c");
    let template = assets::text("page.html").ok_or_else(|| Error::Query("this program was built without its pages".to_owned()))?;
    let (before, after) =
        template.split_once(PLACEHOLDER).ok_or_else(|| Error::Query("this program was built with a page that takes no data".to_owned()))?;
    Ok([before, &data, after].concat().into_bytes())
}

/// The places of the documents, in the order in which they are named, else as the data set has them.
fn choose(explorer: &Explorer, named: &[String]) -> Result<Vec<usize>> {
    let documents = &explorer.graph.documents;
    if named.is_empty() {
        return Ok((0..documents.len()).collect());
    }
    let mut places = Vec::new();
    for name in named {
        let wanted = fold(name);
        let is_named = |place: &usize| {
            let record = &documents[*place];
            let title = record.header.title.as_deref().map(fold).unwrap_or_default();
            *record.id == **name || title.contains(&wanted) || record.path.contains(name.as_str())
        };
        let found: Vec<usize> = (0..documents.len()).filter(is_named).collect();
        if found.is_empty() {
            return Err(Error::Query(format!("no document has `{name}` in its title or path; report.md lists them")));
        }
        places.extend(found.into_iter().filter(|place| !places.contains(place)).collect::<Vec<_>>());
    }
    Ok(places)
}
