//! The linear model that scores candidate names: weights by feature and class, a data file made by `hongtu train`.

use super::{heads::Heads, source::Sources, vocabulary::Vocabulary};
use crate::{error::Defect, extract::mention::policy::decode::AGREEMENTS, model::Class};
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

/// One in the units of [`Row`]: weights are whole thousandths, so that a sum is exact whatever the order of its terms.
pub(crate) const ONE: i32 = 1000;

/// The weights of one feature value, or a sum of such: [`COLUMNS`] numbers, with room to fill one line of the processor's cache.
///
/// Sums over the words of an endless sentence wrap around; what is scored is the difference of two, which is right all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(align(64))]
pub(crate) struct Row(pub(crate) [i32; ROOM]);

/// Numbers in a row.
const ROOM: usize = 16;

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
    pub(crate) rows: Vec<Row>,
    /// Weights of the agreement between the class asked for and what head, list and term tell, in thousandths.
    pub(crate) agreement: [i32; AGREEMENTS],
}

/// The file of the weights.
pub const FILE: &str = "data/model/mention.tsv";

impl Model {
    /// Reads the weights; without the file every weight is nought.
    pub(crate) fn load(sources: &Sources, vocabulary: &Vocabulary, heads: &Heads, defects: &mut Vec<Defect>) -> Self {
        let templates = crate::extract::mention::policy::features::TEMPLATES;
        let ranges: Vec<Range> = templates.iter().map(|(_, range)| *range).collect();
        let layout = Layout::new(&ranges, vocabulary, heads);
        let mut model = Self { rows: vec![Row::default(); layout.size()], agreement: [0; AGREEMENTS], layout };
        let names: BTreeMap<&str, usize> = templates.iter().enumerate().map(|(index, (name, _))| (*name, index)).collect();
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
        model
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
            self.agreement[slot] = parse(weight)?;
            return Ok(());
        }
        let &template = names.get(name).ok_or_else(|| crate::text::unknown(name, names.keys().copied()))?;
        let value = match self.layout.ranges[template] {
            Range::Word => words.get(value).copied(),
            Range::WordWith(count) => value.split_once('/').and_then(|(word, with)| {
                let (word, with): (u32, u32) = (words.get(word).copied()?, with.parse().ok()?);
                (with < count).then_some(word * count + with)
            }),
            Range::Character => Some(character(value.chars().next())),
            Range::Head if value.is_empty() => Some(heads.len() as u32),
            Range::Head => heads.ending(value).filter(|&head| heads.get(head).word == value).map(u32::from),
            Range::Plain(count) => value.parse().ok().filter(|&value| value < count),
        };
        let Some(value) = value else { return Ok(()) };
        let row = self.layout.row(template, value) as usize;
        for cell in cells {
            let (column, weight) = cell.split_once(':').ok_or("a weight is written column:number")?;
            let column = if column == "*" { Some(COLUMNS - 1) } else { MODEL_CLASSES.iter().position(|class| class.as_str() == column) };
            let column = column.ok_or("a column is a class or *")?;
            self.rows[row].0[column] = parse(weight)?;
        }
        Ok(())
    }

    /// The weights of value `value` of template `template`.
    #[inline]
    pub(crate) fn row(&self, template: usize, value: u32) -> &Row {
        &self.rows[self.layout.row(template, value) as usize]
    }

    /// Takes over learned weights, rounded; `lean` is added to what every candidate has.
    pub(crate) fn take(&mut self, weights: &[[f32; COLUMNS]], agreement: &[f32; AGREEMENTS], lean: f32) {
        for (row, weights) in self.rows.iter_mut().zip(weights) {
            for (slot, &weight) in row.0.iter_mut().zip(weights) {
                *slot = if weight.abs() < SMALLEST { 0 } else { thousandths(weight) / 10 * 10 };
            }
        }
        self.rows[self.layout.row(0, 0) as usize].0[COLUMNS - 1] += thousandths(lean);
        self.agreement = agreement.map(thousandths);
    }

    /// The weights as a data file, rows in layout order, numbers with two digits; noughts are left out.
    pub(crate) fn write(&self, vocabulary: &Vocabulary, heads: &Heads) -> String {
        use std::fmt::Write as _;
        let templates = crate::extract::mention::policy::features::TEMPLATES;
        let mut text = String::from("# feature, value, weight by class (* for all); made by `hongtu train`\n");
        for (slot, &weight) in self.agreement.iter().enumerate() {
            let _ = writeln!(text, "agreement\t{slot}\t*:{:.3}", plain(weight));
        }
        for (row, weights) in self.rows.iter().enumerate() {
            let kept: Vec<(usize, f64)> =
                weights.0.iter().enumerate().filter(|(_, weight)| **weight != 0).map(|(column, &weight)| (column, plain(weight))).collect();
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
                Range::Head if value as usize == heads.len() => String::new(),
                Range::Head => heads.get(value as u16).word.clone(),
                Range::Plain(_) => value.to_string(),
            };
            text.push_str(templates[template].0);
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

fn parse(weight: &str) -> Result<i32, String> {
    let number: f32 = weight.parse().map_err(|_| format!("`{weight}` is no number"))?;
    if number.abs() < LARGEST { Ok(thousandths(number)) } else { Err(format!("`{weight}` is too large for a weight")) }
}

/// Learned weights below this are left out: thousands of rare features that cancel out, and that do better without on documents never seen.
const SMALLEST: f32 = 0.1;

/// Sums of weights below this never overflow.
const LARGEST: f32 = 10_000.0;

fn thousandths(weight: f32) -> i32 {
    (weight * ONE as f32).round() as i32
}

fn plain(weight: i32) -> f64 {
    f64::from(weight) / f64::from(ONE)
}
