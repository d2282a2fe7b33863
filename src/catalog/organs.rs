//! What organ names are made of: organs of the centre, bodies of every level, stems, heads and inner bodies.

use super::{
    affixes::{Affixes, Words},
    characters::Characters,
    lexicon::Lexicon,
};
use crate::model::Class;

/// An organ of the centre or a body that every level has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// The full form, the same for all its forms.
    pub full: String,
    /// Department, or Organization for people's organisations.
    pub class: Class,
    /// What kind of body, as in `organ_institutions.tsv`; `centre` for organs of the centre.
    pub kind: String,
}

/// With which stems a head makes a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Openness {
    /// Only with a stem of `organ_stems.tsv`.
    Listed,
    /// With any short stem, where the name ends after it.
    Closed,
    /// With any stem.
    Open,
}

/// The last word of an organ's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganHead {
    /// The same for long and short forms: 委 for 委员会.
    pub normal: String,
    /// With which stems.
    pub openness: Openness,
}

/// All parts of organ names.
#[derive(Clone, Debug, Default)]
pub struct Organs {
    /// Organs of the centre by all their forms.
    pub central: Affixes<Institution>,
    /// Forms that mean an organ of the centre only in a list of responsible bodies.
    pub in_lists: Affixes<Institution>,
    /// Bodies that follow a place or a level.
    pub institutions: Affixes<Institution>,
    /// What a department does: any form to the full form.
    pub stems: Affixes<String>,
    /// Last words of names.
    pub heads: Affixes<OrganHead>,
    /// Inner bodies: any form to the full form.
    pub inner: Affixes<String>,
    /// Words after which a name that ends so is none: 部 before 门.
    pub guards: Affixes<Vec<String>>,
    /// Levels that may stand after any word, each with the characters before which make another word of it.
    pub large_levels: Affixes<String>,
    /// Single words of the grammar by purpose (`organ_words.tsv`).
    pub words: Words,
    /// What a name may begin with, but for places.
    pub first: Characters,
    /// What a bare head that recalls an organ begins with.
    pub recalling: Characters,
}

/// Purposes of the words that names begin with.
const OPENING: [&str; 8] = ["party", "term", "ordinal", "open-prefix", "union", "level", "state", "centre"];

impl Organs {
    /// Reads the `organ*.tsv` tables.
    pub fn new(lexicon: &Lexicon) -> Self {
        let centre = |row: &super::lexicon::Row, class| Institution { full: row.word().to_owned(), class, kind: "centre".to_owned() };
        let central = lexicon.table("organs").iter().flat_map(|row| {
            let institution = centre(row, Class::Department);
            forms(row.word(), row.cell(1)).map(move |form| (form, institution.clone())).collect::<Vec<_>>()
        });
        let in_lists = lexicon.table("organs").iter().flat_map(|row| {
            let institution = centre(row, Class::Department);
            forms("", row.cell(2)).map(move |form| (form, institution.clone())).collect::<Vec<_>>()
        });
        let institutions = lexicon.table("organ_institutions").iter().flat_map(|row| {
            let class = row.cell(2).parse().unwrap_or(Class::Department);
            let institution = Institution { full: row.word().to_owned(), class, kind: row.cell(3).to_owned() };
            forms(row.word(), row.cell(1)).map(move |form| (form, institution.clone())).collect::<Vec<_>>()
        });
        let full_forms = |table: &str| -> Affixes<String> {
            let rows = lexicon.table(table).iter();
            rows.flat_map(|row| forms(row.word(), row.cell(1)).map(|form| (form, row.word().to_owned())).collect::<Vec<_>>()).collect()
        };
        let heads = lexicon.table("organ_heads").iter().map(|row| {
            let openness = match row.cell(2) {
                "open" => Openness::Open,
                "closed" => Openness::Closed,
                _ => Openness::Listed,
            };
            (row.word().to_owned(), OrganHead { normal: row.cell(1).to_owned(), openness })
        });
        let guards = lexicon.table("organ_guards").iter().map(|row| (row.word().to_owned(), forms("", row.cell(1)).collect()));
        let words = lexicon.table("organ_words").iter().map(|row| (row.word().to_owned(), row.cell(1).to_owned()));
        let (central, words): (Affixes<_>, Words) = (central.collect(), words.collect());
        let of = |purposes: &'static [&str]| {
            let words = words.iter().filter(|(_, purpose)| purposes.contains(&purpose.as_str()));
            Characters::beginning(words.map(|(word, _)| word).collect::<Vec<_>>())
        };
        let mut first = of(&OPENING);
        first.extend(central.iter().filter_map(|(form, _)| form.chars().next()).chain(['\u{201C}', '"']).chain('0'..='9'));
        Self {
            first,
            recalling: of(&["recalled"]),
            central,
            in_lists: in_lists.collect(),
            institutions: institutions.collect(),
            stems: full_forms("organ_stems"),
            heads: heads.collect(),
            inner: full_forms("organ_inner"),
            guards: guards.collect(),
            large_levels: lexicon.table("level_guards").iter().map(|row| (row.word().to_owned(), row.cell(1).to_owned())).collect(),
            words,
        }
    }

    /// Whether a name that ends where `name` ends may end there, given what follows.
    pub fn may_end(&self, name: &str, after: &str) -> bool {
        match self.guards.ending(name) {
            Some((_, words)) => !words.iter().any(|word| after.starts_with(word.as_str())),
            None => true,
        }
    }

    /// Whether `text` ends with a word of `purpose`; its length.
    #[inline]
    pub fn last_word(&self, text: &str, purpose: &str) -> Option<usize> {
        self.words.ending_for(text, purpose)
    }

    /// Whether `text` begins with a word of `purpose`; its length.
    #[inline]
    pub fn word(&self, text: &str, purpose: &str) -> Option<usize> {
        self.words.beginning_for(text, purpose)
    }
}

fn forms<'a>(word: &'a str, others: &'a str) -> impl Iterator<Item = String> + 'a {
    std::iter::once(word).chain(others.split('|')).filter(|form| !form.is_empty()).map(str::to_owned)
}
