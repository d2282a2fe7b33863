//! What is known of persons: surnames, roles, and the words beside a name.

use super::{
    affixes::{Affixes, Words},
    characters::Characters,
    lexicon::Lexicon,
};

/// How sure a surname tells a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Surname {
    /// 王, 李
    Common,
    /// Also an everyday word: 和, 时, 于.
    Rare,
    /// 欧阳
    Compound,
}

/// A role that a person holds (职务).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// What the organ that has such a role ends with.
    pub heads: Vec<String>,
    /// The organ, where there is only one that has this role.
    pub organ: String,
}

/// A word before a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modifier {
    /// Part of the role: 副, 常务, 党组.
    Prefix,
    /// The post has ended: 原.
    Former,
    /// Says nothing: 现任.
    Now,
}

/// All tables about persons.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    /// Surnames.
    pub surnames: Affixes<Surname>,
    /// Roles without modifiers.
    pub roles: Affixes<Title>,
    /// Words before a role.
    pub modifiers: Affixes<Modifier>,
    /// Words right after a name.
    pub followers: Affixes<()>,
    /// Words right before a name that a title follows.
    pub leaders: Affixes<()>,
    /// Single words of the grammar by purpose (`official_words.tsv`).
    pub words: Words,
    /// What a word of appointment or dismissal begins with.
    pub appointing: Characters,
    /// What a title behind a name begins with.
    pub appended: Characters,
}

impl Titles {
    /// Reads `surnames.tsv`, `titles.tsv`, `title_modifiers.tsv`, `name_followers.tsv`, `name_leaders.tsv`, `official_words.tsv`.
    pub fn new(lexicon: &Lexicon) -> Self {
        let plain = |table: &str| lexicon.table(table).iter().map(|row| (row.word().to_owned(), ())).collect();
        let surname = |kind: &str| match kind {
            "compound" => Surname::Compound,
            "rare" => Surname::Rare,
            _ => Surname::Common,
        };
        let title = |heads: &str, organ: &str| Title {
            heads: heads.split('|').filter(|head| !head.is_empty()).map(str::to_owned).collect(),
            organ: organ.to_owned(),
        };
        let modifier = |kind: &str| match kind {
            "former" => Modifier::Former,
            "prefix" => Modifier::Prefix,
            _ => Modifier::Now,
        };
        let words: Words = lexicon.table("official_words").iter().map(|row| (row.word().to_owned(), row.cell(1).to_owned())).collect();
        let of = |purposes: &'static [&str]| {
            let words = words.iter().filter(|(_, purpose)| purposes.contains(&purpose.as_str()));
            Characters::beginning(words.map(|(word, _)| word).collect::<Vec<_>>())
        };
        Self {
            appointing: of(&["appoint", "dismiss", "loses"]),
            appended: of(&["appended"]),
            surnames: lexicon.table("surnames").iter().map(|row| (row.word().to_owned(), surname(row.cell(1)))).collect(),
            roles: lexicon.table("titles").iter().map(|row| (row.word().to_owned(), title(row.cell(1), row.cell(2)))).collect(),
            modifiers: lexicon.table("title_modifiers").iter().map(|row| (row.word().to_owned(), modifier(row.cell(1)))).collect(),
            followers: plain("name_followers"),
            leaders: plain("name_leaders"),
            words,
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
