//! Things as one document knows them, with the reason for which each mention means them.

use super::{Class, MentionIndex};

/// Index of an entity in [`Analysis::entities`](super::Analysis::entities).
pub type EntityIndex = usize;

/// A real thing as one document knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub class: Class,
    /// The fullest name in the document, or the expansion of a relative name by the focal place.
    pub name: String,
    /// Other surface forms, sorted, without the name.
    pub aliases: Vec<String>,
    /// Its mentions, in text order.
    pub mentions: Vec<MentionIndex>,
    /// For each mention, by what it is known to mean this entity.
    pub links: Vec<Link>,
    /// Identity across documents: class, normalised full name and, where the name alone is ambiguous, place or document, joined by `|`.
    pub key: String,
}

/// By what a mention is known to mean its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// It bears a name of the entity that stands for itself.
    Name,
    /// The document defines it as a short name: （以下简称……）.
    Definition,
    /// It is what the quotation marks of the full name hold, or the full name from there on.
    Quoted,
    /// It is the end of the one longer name of its class.
    Ending,
    /// It has the same ordinal.
    Ordinal,
    /// The gazetteer knows it as a name of the place.
    Gazetteer,
    /// The gazetteer knows it as the abbreviation of the place.
    Abbreviation,
    /// It is the name of an unlisted place without its suffix.
    Suffix,
    /// It points at the focal place: 我市, 全省.
    Pronoun,
    /// It names the organ by its level, which the focal place completes: 市委.
    FocalPlace,
    /// Its parts, written out, are the parts of the organ's full name.
    OrganForm,
    /// It is the same name, and no post tells the two persons apart.
    SamePerson,
    /// It is the numbered point itself.
    Point,
}

impl Link {
    /// The reason in words, as in "is X because …".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Name => "its own name",
            Self::Definition => "defined in the text as a short name",
            Self::Quoted => "what the full name has in quotation marks",
            Self::Ending => "the end of the one longer name of its class",
            Self::Ordinal => "the same ordinal",
            Self::Gazetteer => "a name that the gazetteer has of the place",
            Self::Abbreviation => "an abbreviation that the gazetteer has of the place",
            Self::Suffix => "the name of the place without its suffix",
            Self::Pronoun => "a word for the focal place",
            Self::FocalPlace => "an organ named by its level, completed by the focal place",
            Self::OrganForm => "the same parts as the organ's full name",
            Self::SamePerson => "the same name, and no post tells them apart",
            Self::Point => "the numbered point itself",
        }
    }
}
