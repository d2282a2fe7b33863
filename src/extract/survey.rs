//! Stage 2c, text → survey: the places named in a text, its book titles and signal words, which several stages ask for.

use super::mention::{candidate::Candidate, place, titled::titled};
use crate::{
    catalog::{Catalog, signals::Occurrences},
    model::Document,
    span::Span,
};

/// What a text tells before any name but those of places is read in it.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// What stands between book-title marks.
    pub(crate) titles: Vec<Span>,
    /// Suffixes of places, words for one's own level and the like.
    pub(crate) signals: Occurrences,
    /// All places, in text order, those inside other names too.
    pub(crate) places: Vec<Candidate>,
}

/// Reads a text for places, titles and signal words, once for all stages that ask for them.
pub fn survey(catalog: &Catalog, document: &Document) -> Survey {
    let mut survey = Survey { titles: titled(&document.text), signals: catalog.signals.find(&document.text), places: Vec::new() };
    survey.places = place::find(catalog, document, &survey);
    survey
}
