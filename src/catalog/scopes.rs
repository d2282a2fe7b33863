//! Words that tell whose a thing is that is named without its place.

use super::{affixes::Affixes, lexicon::Lexicon};

/// The rows of `identity.tsv` by purpose.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// Words with which a name is the same everywhere: 全国, 中央.
    pub beyond: Vec<String>,
    /// Ends of titles that only the nation gives: 法.
    pub laws: Affixes<()>,
    /// Ends of names that are each place's own, with the class: 党代会.
    pub own: Affixes<String>,
    /// Words that begin like a level and are none: 市场.
    pub words: Affixes<()>,
    /// Posts of the centre that stand right behind a name: 总书记.
    pub centre: Affixes<()>,
}

impl Scopes {
    /// Reads `identity.tsv`.
    pub fn new(lexicon: &Lexicon) -> Self {
        let rows = |purpose: &'static str| lexicon.table("identity").iter().filter(move |row| row.cell(1) == purpose);
        Self {
            beyond: rows("beyond").map(|row| row.word().to_owned()).collect(),
            laws: rows("law").map(|row| (row.word().to_owned(), ())).collect(),
            own: rows("own").map(|row| (row.word().to_owned(), row.cell(2).to_owned())).collect(),
            words: rows("word").map(|row| (row.word().to_owned(), ())).collect(),
            centre: rows("centre").map(|row| (row.word().to_owned(), ())).collect(),
        }
    }
}
