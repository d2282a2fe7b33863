//! The linear model that scores candidate names: weights by feature and class, a data file made by `hongtu train`.

use super::{heads::Heads, source::Sources, vocabulary::Vocabulary};
use crate::{
    error::Defect,
    extract::mention::policy::{
        candidates,
        decode::AGREEMENTS,
        features::{SOURCE, TEMPLATES, times},
        joins::{JOINS, Join},
    },
    model::Class,
};
use std::collections::BTreeMap;

/// The classes that the model tells apart.
pub const MODEL_CLASSES: [Class; 12] = [
    Class::Strategy,
    Class::Positioning,
    Class::Program,
    Class::Instrument,
    Class::Park,
    Class::Project,
    Class::Industry,
    Class::Organization,
    Class::Document,
    Class::Event,
    Class::Place,
    Class::Work,
];

/// One weight for each class and, last, one for all.
pub const COLUMNS: usize = MODEL_CLASSES.len() + 1;

/// What a feature's value ranges over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    /// Numbers of lexicon words ([`super::vocabulary::Known::number`]).
    Word,
    /// Numbers of lexicon words, each with so many plain numbers.
    WordWith(u32),
    /// Head nouns, and none.
    Head,
    /// Head nouns, and none, each with so many plain numbers.
    HeadWith(u32),
    /// Chinese characters, and others.
    Character,
    /// So many plain numbers.
    Plain(u32),
}

/// The first of the Chinese characters that are told apart (the block of the unified ideographs), and how many there are.
const FIRST_CHARACTER: u32 = 0x4E00;
const CHARACTERS: u32 = 0x5200;

/// The number of a character among those told apart; all others have the last.
pub(crate) fn character(character: Option<char>) -> u32 {
    character.and_then(|c| (c as u32).checked_sub(FIRST_CHARACTER)).filter(|&number| number < CHARACTERS).unwrap_or(CHARACTERS)
}

/// Where each feature template's values stand in the table of weights.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    starts: Vec<u32>,
    ranges: Vec<Range>,
    size: u32,
}

impl Layout {
    pub(crate) fn new(ranges: &[Range], vocabulary: &Vocabulary, heads: &Heads) -> Self {
        let mut size = 0;
        let starts = ranges
            .iter()
            .map(|range| {
                let start = size;
                size += match range {
                    Range::Word => vocabulary.numbers() as u32,
                    Range::WordWith(count) => vocabulary.numbers() as u32 * count,
                    Range::Head => heads.len() as u32 + 1,
                    Range::HeadWith(count) => (heads.len() as u32 + 1) * count,
                    Range::Character => CHARACTERS + 1,
                    Range::Plain(count) => *count,
                };
                start
            })
            .collect();
        Self { starts, ranges: ranges.to_vec(), size }
    }

    /// The row of value `value` of template `template`.
    pub(crate) fn row(&self, template: usize, value: u32) -> u32 {
        self.starts[template] + value
    }

    /// How many rows there are.
    pub(crate) fn size(&self) -> usize {
        self.size as usize
    }

    fn locate(&self, row: u32) -> (usize, u32) {
        let template = self.starts.partition_point(|&start| start <= row) - 1;
        (template, row - self.starts[template])
    }
}

/// One in the units of scores.
pub(crate) const ONE: i32 = 1000;

/// A hundredth, the unit of [`Row`], in the units of scores: weights are whole numbers, so that a sum is exact whatever the order of its terms.
pub(crate) const HUNDREDTH: i32 = ONE / 100;

/// The weights of one feature value, or of some that stand together: [`COLUMNS`] numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(32))]
pub(crate) struct Row(pub(crate) [i16; ROOM]);

/// Numbers in a row.
const ROOM: usize = 16;

/// Sums wrap around: those over the words of an endless sentence do, and the difference of two is right all the same; what is scored
/// fits in, as the loader sees to.
impl Row {
    #[inline]
    pub(crate) fn add(&mut self, other: &Self) {
        for column in 0..ROOM {
            self.0[column] = self.0[column].wrapping_add(other.0[column]);
        }
    }

    #[inline]
    pub(crate) fn subtract(&mut self, other: &Self) {
        for column in 0..ROOM {
            self.0[column] = self.0[column].wrapping_sub(other.0[column]);
        }
    }
}

/// The weights with the layout of their features.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) layout: Layout,
    /// For each row of the layout its place in `rows`; most have no weight, and share the first place.
    places: Vec<u32>,
    /// The rows that have weights, behind one of noughts.
    rows: Vec<Row>,
    /// The rows of each join.
    joined: Vec<Vec<Row>>,
    /// Weights of the agreement between the class asked for and what head, list and term tell, in thousandths.
    pub(crate) agreement: [i32; AGREEMENTS],
}

/// The file of the weights.
pub const FILE: &str = "data/model/mention.tsv";

impl Model {
    /// Reads the weights; without the file every weight is nought.
    pub(crate) fn load(sources: &Sources, vocabulary: &Vocabulary, heads: &Heads, defects: &mut Vec<Defect>) -> Self {
        let ranges: Vec<Range> = TEMPLATES.iter().map(|(_, range)| *range).collect();
        let layout = Layout::new(&ranges, vocabulary, heads);
        let mut model = Self::empty(layout);
        let names: BTreeMap<&str, usize> = TEMPLATES.iter().enumerate().map(|(index, (name, _))| (*name, index)).collect();
        let words: BTreeMap<&str, u32> =
            (0..vocabulary.numbers()).map(|number| (vocabulary.numbered(number as u16), number as u32)).collect();
        for (number, line) in sources.get(FILE).unwrap_or_default().lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Err(problem) = model.read_line(line, &names, &words, heads) {
                defects.push(Defect { file: FILE.to_owned(), line: number + 1, problem });
            }
        }
        model.join(vocabulary);
        let largest = model.largest_sum();
        if largest > i32::from(i16::MAX) {
            let problem = format!("the weights of a candidate may add up to {}, and the most is {}", largest / 100, i16::MAX / 100);
            defects.push(Defect { file: FILE.to_owned(), line: 1, problem });
        }
        model
    }

    fn empty(layout: Layout) -> Self {
        let places = vec![0; layout.size()];
        Self { layout, places, rows: vec![Row::default()], joined: Vec::new(), agreement: [0; AGREEMENTS] }
    }

    /// A row of the layout, to be filled in.
    fn row_mut(&mut self, row: u32) -> &mut Row {
        let place = &mut self.places[row as usize];
        if *place == 0 {
            *place = self.rows.len() as u32;
            self.rows.push(Row::default());
        }
        &mut self.rows[*place as usize]
    }

    /// Takes one line; a word or head that the lexicon no longer has is passed over.
    fn read_line(&mut self, line: &str, names: &BTreeMap<&str, usize>, words: &BTreeMap<&str, u32>, heads: &Heads) -> Result<(), String> {
        let mut cells = line.split('\t');
        let (Some(name), Some(value)) = (cells.next(), cells.next()) else {
            return Err("a line has feature, value and weights".to_owned());
        };
        if name == "agreement" {
            let slot = value.parse().ok().filter(|&slot: &usize| slot < AGREEMENTS).ok_or("no such agreement")?;
            let weight = cells.next().and_then(|cell| cell.strip_prefix("*:")).ok_or("an agreement has the weight *:number")?;
            self.agreement[slot] = units(parse(weight)?);
            return Ok(());
        }
        let &template = names.get(name).ok_or_else(|| crate::text::unknown(name, names.keys().copied()))?;
        let value = match self.layout.ranges[template] {
            Range::Word => words.get(value).copied(),
            Range::WordWith(count) => with(value, count, |word| words.get(word).copied()),
            Range::Character => Some(character(value.chars().next())),
            Range::Head => head_number(heads, value),
            Range::HeadWith(count) => with(value, count, |head| head_number(heads, head)),
            Range::Plain(count) => value.parse().ok().filter(|&value| value < count),
        };
        let Some(value) = value else { return Ok(()) };
        let row = self.layout.row(template, value);
        for cell in cells {
            let (column, weight) = cell.split_once(':').ok_or("a weight is written column:number")?;
            let column = if column == "*" { Some(COLUMNS - 1) } else { MODEL_CLASSES.iter().position(|class| class.as_str() == column) };
            let column = column.ok_or("a column is a class or *")?;
            self.row_mut(row).0[column] = hundredths(parse(weight)?);
        }
        Ok(())
    }

    /// Adds up the rows of the features that each join stands for.
    fn join(&mut self, vocabulary: &Vocabulary) {
        let table = |join: &Join| {
            let row = |value: u32| {
                let mut sum = Row::default();
                (join.parts)(vocabulary, value, &mut |template, value| sum.add(self.row(template, value)));
                sum
            };
            (0..(join.values)(vocabulary)).map(row).collect()
        };
        let joined = JOINS.iter().map(table).collect();
        self.joined = joined;
    }

    /// The largest size of a sum that a candidate can have, in hundredths.
    fn largest_sum(&self) -> i32 {
        let mut largest = vec![0; TEMPLATES.len()];
        for (row, &place) in self.places.iter().enumerate().filter(|(_, place)| **place > 0) {
            let size = self.rows[place as usize].0.iter().map(|weight| i32::from(weight.unsigned_abs())).max().unwrap_or_default();
            let template = self.layout.locate(row as u32).0;
            largest[template] = size.max(largest[template]);
        }
        largest.iter().enumerate().map(|(template, size)| size * times(template) as i32).sum()
    }

    /// The weights of value `value` of template `template`; joins are numbered behind the templates.
    #[inline]
    pub(crate) fn row(&self, template: usize, value: u32) -> &Row {
        if let Some(join) = template.checked_sub(TEMPLATES.len()) {
            return &self.joined[join][value as usize];
        }
        &self.rows[self.places[self.layout.row(template, value) as usize] as usize]
    }

    /// Takes over learned weights, rounded; `lean` is added to what every candidate has that a head noun or a known term vouches for.
    pub(crate) fn take(&mut self, vocabulary: &Vocabulary, weights: &[[f32; COLUMNS]], agreement: &[f32; AGREEMENTS], lean: f32) {
        *self = Self::empty(self.layout.clone());
        for (row, weights) in weights.iter().enumerate() {
            for (column, &weight) in weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= SMALLEST) {
                let weight = weight.clamp(-LARGEST, LARGEST);
                self.row_mut(row as u32).0[column] = (units(weight) / HUNDREDTH) as i16;
            }
        }
        for source in (0..32).filter(|&source| candidates::Sources::of(source as u8).vouch()) {
            self.row_mut(self.layout.row(SOURCE, source)).0[COLUMNS - 1] += hundredths(lean);
        }
        self.agreement = agreement.map(units);
        self.join(vocabulary);
    }

    /// The weights as a data file, rows in layout order, numbers with two digits; noughts are left out.
    pub(crate) fn write(&self, vocabulary: &Vocabulary, heads: &Heads) -> String {
        use std::fmt::Write as _;
        let mut text = String::from("# feature, value, weight by class (* for all); made by `hongtu train`\n");
        for (slot, &weight) in self.agreement.iter().enumerate() {
            let _ = writeln!(text, "agreement\t{slot}\t*:{:.3}", f64::from(weight) / f64::from(ONE));
        }
        for (row, &place) in self.places.iter().enumerate() {
            let weights = self.rows[place as usize].0.iter().enumerate();
            let kept: Vec<(usize, f64)> =
                weights.filter(|(_, weight)| **weight != 0).map(|(column, &weight)| (column, f64::from(weight) / 100.0)).collect();
            if kept.is_empty() {
                continue;
            }
            let (template, value) = self.layout.locate(row as u32);
            let value = match self.layout.ranges[template] {
                Range::Word => vocabulary.numbered(value as u16).to_owned(),
                Range::WordWith(count) => format!("{}/{}", vocabulary.numbered((value / count) as u16), value % count),
                Range::Character => {
                    char::from_u32(FIRST_CHARACTER + value).filter(|_| value < CHARACTERS).map(String::from).unwrap_or_default()
                }
                Range::Head => head_word(heads, value).to_owned(),
                Range::HeadWith(count) => format!("{}/{}", head_word(heads, value / count), value % count),
                Range::Plain(_) => value.to_string(),
            };
            text.push_str(TEMPLATES[template].0);
            text.push('\t');
            text.push_str(&value);
            for (column, weight) in kept {
                let column = MODEL_CLASSES.get(column).map_or("*", |class| class.as_str());
                let _ = write!(text, "\t{column}:{weight:.2}");
            }
            text.push('\n');
        }
        text
    }
}

/// The number of a head noun; that of none where `word` is empty.
fn head_number(heads: &Heads, word: &str) -> Option<u32> {
    if word.is_empty() {
        return Some(heads.len() as u32);
    }
    heads.ending(word).filter(|&head| heads.get(head).word == word).map(u32::from)
}

/// The word of the head noun with this number.
fn head_word(heads: &Heads, number: u32) -> &str {
    if number as usize == heads.len() { "" } else { &heads.get(number as u16).word }
}

/// A word and a number below `count`, as one number.
fn with(value: &str, count: u32, number_of: impl Fn(&str) -> Option<u32>) -> Option<u32> {
    let (word, with) = value.rsplit_once('/')?;
    let (word, with): (u32, u32) = (number_of(word)?, with.parse().ok()?);
    (with < count).then_some(word * count + with)
}

fn parse(weight: &str) -> Result<f32, String> {
    let number: f32 = weight.parse().map_err(|_| format!("`{weight}` is no number"))?;
    if number.abs() <= LARGEST { Ok(number) } else { Err(format!("`{weight}` is too large for a weight")) }
}

/// Learned weights below this are left out.
const SMALLEST: f32 = 0.02;

/// As many weights of this size as ever stand together fit into a row.
const LARGEST: f32 = 20.0;

fn units(weight: f32) -> i32 {
    (weight * ONE as f32).round() as i32
}

fn hundredths(weight: f32) -> i16 {
    (weight * 100.0).round() as i16
}
