//! What `ontology/` and `data/` say, loaded once and cross-checked.

pub mod affixes;
pub mod characters;
pub mod check;
pub mod company;
pub mod heads;
pub mod layout;
pub mod lexicon;
pub mod measures;
pub mod model;
pub mod ontology;
pub mod organs;
pub mod phrases;
pub mod places;
pub mod rules;
pub mod scopes;
pub mod signals;
pub mod source;
pub mod terms;
pub mod titles;
pub mod vocabulary;

use crate::error::{Error, Result};
use std::path::Path;

/// All knowledge that the stages read.
#[derive(Debug)]
pub struct Catalog {
    /// The files themselves.
    pub sources: source::Sources,
    /// Names of classes and predicates, and what each predicate may join.
    pub ontology: ontology::Ontology,
    /// Word lists.
    pub lexicon: lexicon::Lexicon,
    /// What is known of single words.
    pub vocabulary: vocabulary::Vocabulary,
    /// Head nouns.
    pub heads: heads::Heads,
    /// The gazetteer.
    pub places: places::Places,
    /// Parts of organ names.
    pub organs: organs::Organs,
    /// Surnames, roles and the words beside names.
    pub titles: titles::Titles,
    /// Words that tell whose a thing is that is named without its place.
    pub scopes: scopes::Scopes,
    /// Known terms.
    pub terms: terms::Terms,
    /// Words that several grammars look for.
    pub signals: signals::Signals,
    /// Weights of the model that scores candidate names.
    pub model: model::Model,
    /// The words that shape a document.
    pub layout: layout::Layout,
    /// The rule book.
    pub rules: rules::Rules,
    /// Regular expressions of the rules that yield mentions.
    pub forms: crate::extract::mention::form::Forms,
    /// Patterns of the rules that yield relations.
    pub patterns: crate::extract::relation::rule::Patterns,
    /// Numbers, units, comparators and times.
    pub quantity: crate::extract::quantity::Grammar,
    /// Units as others compute with them.
    pub measures: measures::Measures,
    /// Words that tell the status of a clause.
    pub cues: crate::extract::status::Cues,
    /// Words around figures.
    pub figures: crate::extract::target::words::FigureWords,
    /// SHA-256 over all knowledge files and the program's version, hex: the version of the rules.
    pub version: String,
}

impl Catalog {
    /// The catalog compiled into the binary.
    ///
    /// # Errors
    /// When a built-in knowledge file is malformed.
    pub fn built_in() -> Result<Self> {
        Self::load(source::Sources::built_in())
    }

    /// The built-in catalog extended by the files under `directory`.
    ///
    /// # Errors
    /// When a file cannot be read or is malformed.
    pub fn extended(directory: &Path) -> Result<Self> {
        let mut sources = source::Sources::built_in();
        sources.extend(directory)?;
        Self::load(sources)
    }

    /// Loads and cross-checks all knowledge files.
    ///
    /// # Errors
    /// [`Error::Knowledge`] with every defect found.
    pub fn load(sources: source::Sources) -> Result<Self> {
        let mut defects = Vec::new();
        let ontology = ontology::Ontology::load(&sources, &mut defects);
        let lexicon = lexicon::Lexicon::load(&sources, &mut defects);
        let vocabulary = vocabulary::Vocabulary::new(&lexicon, company::of(&sources, &mut defects), &mut defects);
        let heads = heads::Heads::new(&lexicon, &mut defects);
        let places = places::Places::new(&lexicon);
        let organs = organs::Organs::new(&lexicon);
        let titles = titles::Titles::new(&lexicon);
        let signals = signals::Signals::new(&places, &organs);
        let scopes = scopes::Scopes::new(&lexicon);
        let terms = terms::Terms::new(&lexicon, &mut defects);
        let model = model::Model::load(&sources, &vocabulary, &heads, &mut defects);
        let layout = layout::Layout::load(&lexicon, &mut defects);
        let rules = rules::Rules::load(&sources, &mut defects);
        let forms = crate::extract::mention::form::Forms::new(&rules, &mut defects);
        let patterns = crate::extract::relation::rule::Patterns::new(&rules, &mut defects);
        let quantity = crate::extract::quantity::Grammar::load(&lexicon, &mut defects);
        let cues = crate::extract::status::Cues::load(&lexicon, &mut defects);
        let figures = crate::extract::target::words::FigureWords::load(&lexicon, &mut defects);
        let measures = measures::Measures::load(&lexicon, &mut defects);
        let version = version(&sources);
        let catalog = Self {
            sources,
            ontology,
            lexicon,
            vocabulary,
            heads,
            places,
            organs,
            titles,
            signals,
            scopes,
            terms,
            model,
            layout,
            rules,
            forms,
            patterns,
            quantity,
            measures,
            cues,
            figures,
            version,
        };
        if defects.is_empty() { Ok(catalog) } else { Err(Error::Knowledge(defects)) }
    }
}

fn version(sources: &source::Sources) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    for (path, text) in sources.under("") {
        for part in [path, text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
