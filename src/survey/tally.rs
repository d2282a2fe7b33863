//! What one document gave and left, and the sum of many.

use super::{ClassRow, Counted, Genre, Limits, Malformed, Survey, ranked, shape::shape};
use crate::{
    catalog::{Catalog, vocabulary::Traits},
    coverage::{heard, oddity, unknown_quotes},
    extract::word,
    model::{Analysis, Class},
    span::TextIndex,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// How often something stands in documents, with the first place of all by path and line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Count {
    times: usize,
    documents: usize,
    place: (String, u32),
    example: String,
}

/// Counts of one genre.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sums {
    documents: usize,
    characters: usize,
    sentences: usize,
    silent: usize,
    statements: usize,
    figures: usize,
    entities: BTreeMap<Class, usize>,
}

/// What documents gave and left, before it is ranked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    genres: BTreeMap<String, Sums>,
    mentions: BTreeMap<Class, usize>,
    shapes: BTreeMap<String, Count>,
    heads: BTreeMap<String, Count>,
    /// How often a head noun ends a name.
    claimed: BTreeMap<String, usize>,
    quotes: BTreeMap<String, Count>,
    malformed: BTreeMap<(Class, &'static str), BTreeMap<String, usize>>,
}

/// Characters of an example.
const EXAMPLE: usize = 60;

impl Tally {
    /// Tallies one document.
    pub fn of(catalog: &Catalog, analysis: &Analysis) -> Self {
        let mut tally = Self::default();
        let index = TextIndex::new(&analysis.document.text);
        let heard = heard(analysis);
        tally.sums(catalog, analysis, &index, &heard);
        tally.names(catalog, analysis);
        tally.words(catalog, analysis, &heard);
        for (name, (times, line)) in unknown_quotes(analysis, &index) {
            let place = (analysis.document.path.clone(), line);
            tally.quotes.insert(name, Count { times, documents: 1, place, example: String::new() });
        }
        tally
    }

    fn sums(&mut self, catalog: &Catalog, analysis: &Analysis, index: &TextIndex, heard: &[bool]) {
        let mut sums = Sums {
            documents: 1,
            characters: index.characters() as usize,
            sentences: heard.len(),
            silent: heard.iter().filter(|heard| !**heard).count(),
            statements: analysis.relations.len(),
            figures: analysis.targets.len(),
            entities: BTreeMap::new(),
        };
        for entity in &analysis.entities {
            *sums.entities.entry(entity.class).or_default() += 1;
            *self.mentions.entry(entity.class).or_default() += entity.mentions.len();
        }
        self.genres.insert(genre(catalog, analysis), sums);
    }

    /// Names that look wrong, and the heads that names end with.
    fn names(&mut self, catalog: &Catalog, analysis: &Analysis) {
        for entity in &analysis.entities {
            if let Some(why) = oddity(catalog, entity.class, &entity.name) {
                *self.malformed.entry((entity.class, why)).or_default().entry(entity.name.clone()).or_default() += 1;
            }
        }
        for mention in &analysis.mentions {
            if let Some(head) = catalog.heads.ending(&mention.name) {
                *self.claimed.entry(catalog.heads.get(head).word.clone()).or_default() += 1;
            }
        }
    }

    /// Head nouns outside names, and the shapes of silent sentences.
    fn words(&mut self, catalog: &Catalog, analysis: &Analysis, heard: &[bool]) {
        let text = &analysis.document.text;
        let words = word::cut(catalog, &analysis.document, &analysis.structure);
        for (number, sentence) in analysis.structure.sentences.iter().enumerate() {
            let here = words.of(number);
            let example = || sentence.span.of(text).trim().chars().take(EXAMPLE).collect::<String>();
            let place = || (analysis.document.path.clone(), sentence.line);
            if !heard[number] {
                let shape = shape(text, here);
                if !shape.is_empty() {
                    count(&mut self.shapes, shape, place, example);
                }
            }
            for word in here.iter().filter(|word| word.known.traits.any(Traits::Head)) {
                count(&mut self.heads, word.span.of(text).to_owned(), place, example);
            }
        }
    }

    /// The sum of both.
    pub fn plus(mut self, other: Self) -> Self {
        for (genre, sums) in other.genres {
            self.genres.entry(genre).or_default().add(sums);
        }
        for (class, mentions) in other.mentions {
            *self.mentions.entry(class).or_default() += mentions;
        }
        for (head, times) in other.claimed {
            *self.claimed.entry(head).or_default() += times;
        }
        for (mine, others) in [(&mut self.shapes, other.shapes), (&mut self.heads, other.heads), (&mut self.quotes, other.quotes)] {
            add(mine, others);
        }
        for (kind, names) in other.malformed {
            let mine = self.malformed.entry(kind).or_default();
            for (name, times) in names {
                *mine.entry(name).or_default() += times;
            }
        }
        self
    }

    /// The lists, ranked.
    pub(super) fn finish(self, limits: Limits) -> Survey {
        let mut all = Sums::default();
        for sums in self.genres.values() {
            all.add(sums.clone());
        }
        let malformed: Vec<Malformed> =
            self.malformed.into_iter().map(|((class, why), names)| malformed(class, why, names, limits)).collect();
        let of_class = |class: Class| malformed.iter().filter(|row| row.class == class).map(|row| row.entities).sum();
        let mut classes: Vec<ClassRow> = all
            .entities
            .iter()
            .map(|(&class, &entities)| ClassRow { class, entities, mentions: self.mentions[&class], malformed: of_class(class) })
            .collect();
        classes.sort_by_key(|row| (Reverse(row.entities), row.class));
        let mut malformed = malformed;
        malformed.sort_by_key(|row| (Reverse(row.entities), row.class, row.why.clone()));
        let mut genres: Vec<Genre> = self.genres.into_iter().map(|(genre, sums)| sums.finish(genre)).collect();
        genres.sort_by_key(|row| (Reverse(row.characters), row.genre.clone()));
        genres.push(all.finish("all".to_owned()));
        let idle = self.heads.into_iter().filter(|(head, _)| !self.claimed.contains_key(head)).collect();
        let [shapes, idle_heads, unknown_quotes] = [self.shapes, idle, self.quotes].map(|counts| ranked(rows(counts), limits.rows));
        Survey { genres, classes, shapes, idle_heads, unknown_quotes, malformed }
    }
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.characters += other.characters;
        self.sentences += other.sentences;
        self.silent += other.silent;
        self.statements += other.statements;
        self.figures += other.figures;
        for (class, entities) in other.entities {
            *self.entities.entry(class).or_default() += entities;
        }
    }

    fn finish(self, genre: String) -> Genre {
        let rate = |count: usize| if self.characters == 0 { 0.0 } else { (count as f64 * 1e5 / self.characters as f64).round() / 10.0 };
        Genre {
            genre,
            documents: self.documents,
            characters: self.characters,
            sentences: self.sentences,
            silent: self.silent,
            statements: rate(self.statements),
            figures: rate(self.figures),
            entities: self.entities.iter().map(|(&class, &count)| (class, rate(count))).collect(),
        }
    }
}

fn malformed(class: Class, why: &str, names: BTreeMap<String, usize>, limits: Limits) -> Malformed {
    let entities = names.values().sum();
    let mut names: Vec<(String, usize)> = names.into_iter().collect();
    names.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    let names = names.into_iter().take(limits.names).map(|(name, _)| name).collect();
    Malformed { class, why: why.to_owned(), entities, names }
}

/// Counts one more in a document.
fn count(counts: &mut BTreeMap<String, Count>, what: String, place: impl Fn() -> (String, u32), example: impl Fn() -> String) {
    let new = || Count { times: 0, documents: 1, place: place(), example: example() };
    counts.entry(what).or_insert_with(new).times += 1;
}

/// Adds the counts of other documents; the place that comes first by path and line stays.
fn add(mine: &mut BTreeMap<String, Count>, others: BTreeMap<String, Count>) {
    for (what, other) in others {
        match mine.get_mut(&what) {
            Some(own) => {
                own.times += other.times;
                own.documents += other.documents;
                if other.place < own.place {
                    (own.place, own.example) = (other.place, other.example);
                }
            }
            None => _ = mine.insert(what, other),
        }
    }
}

fn rows(counts: BTreeMap<String, Count>) -> Vec<Counted> {
    let row = |(what, count): (String, Count)| {
        let place = format!("{}:{}", count.place.0, count.place.1);
        Counted { what, times: count.times, documents: count.documents, place, example: count.example }
    };
    counts.into_iter().map(row).collect()
}

/// Characters of a text's beginning that tell its genre where the title does not.
const BEGINNING: usize = 200;

fn genre(catalog: &Catalog, analysis: &Analysis) -> String {
    let text = analysis.document.text.as_str();
    let title = analysis.structure.title.map_or("", |title| title.of(text));
    let end = text.char_indices().nth(BEGINNING).map_or(text.len(), |(at, _)| at);
    let rows = catalog.lexicon.table("genres");
    let found = [title, &text[..end]].iter().find_map(|words| rows.iter().find(|row| words.contains(row.word())));
    found.map_or("other", |row| row.cell(1)).to_owned()
}
