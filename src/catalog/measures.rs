//! Units as others compute with them: `unit_codes.tsv`, the power of ten and the term for the words of a unit.

use super::lexicon::Lexicon;
use crate::{error::Defect, text};
use std::collections::BTreeMap;

/// Longest run of multipliers before a unit (百万亿).
const MULTIPLIERS: usize = 3;

/// The units by their words.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    multipliers: Vec<(String, u32)>,
    units: BTreeMap<String, String>,
}

/// A unit with what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure<'a> {
    /// The value counts ten to this power of the unit.
    pub power: u32,
    /// The term that names the unit, as `unit:PERCENT` or `ht:Yuan`.
    pub term: &'a str,
}

impl Measures {
    /// Compiles the table.
    pub fn load(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let mut measures = Self::default();
        for row in lexicon.table("unit_codes") {
            match row.cell(1).strip_prefix('x').map(str::parse) {
                Some(Ok(power)) => measures.multipliers.push((row.word().to_owned(), power)),
                None if ["unit:", "ht:"].iter().any(|prefix| row.cell(1).starts_with(prefix)) => {
                    measures.units.insert(row.word().to_owned(), row.cell(1).to_owned());
                }
                _ => defects.push(Defect {
                    file: "data/lexicon/unit_codes.tsv".to_owned(),
                    line: row.line,
                    problem: format!(
                        "neither a power of ten nor a unit: {}",
                        text::unknown(row.cell(1), ["x4", "unit:NUM", "ht:Yuan"].into_iter())
                    ),
                }),
            }
        }
        measures
    }

    /// What a unit means; none where it is not known.
    pub fn of(&self, unit: &str) -> Option<Measure<'_>> {
        let (mut rest, mut power) = (unit, 0);
        for _ in 0..=MULTIPLIERS {
            if let Some(term) = self.units.get(rest) {
                return Some(Measure { power, term });
            }
            let (word, more) = self.multipliers.iter().find(|(word, _)| rest.starts_with(word.as_str()))?;
            rest = &rest[word.len()..];
            power += more;
        }
        None
    }
}

/// `value`, a decimal, times ten to the `power`, exact.
pub fn shifted(value: &str, power: u32) -> Option<String> {
    let (sign, digits) = value.strip_prefix('-').map_or(("", value), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let power = power as usize;
    let moved: String = fraction.chars().chain(std::iter::repeat('0')).take(power).collect();
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.get(power.min(fraction.len())..).unwrap_or_default().trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::source::Sources;

    #[test]
    fn multipliers_stand_before_units() {
        let mut defects = Vec::new();
        let measures = Measures::load(&Lexicon::load(&Sources::built_in(), &mut defects), &mut defects);
        assert_eq!(defects, []);
        let of = |unit| measures.of(unit).map(|measure| (measure.power, measure.term));
        assert_eq!(of("亿元"), Some((8, "ht:Yuan")));
        assert_eq!(of("万亿元"), Some((12, "ht:Yuan")));
        assert_eq!(of("%"), Some((0, "unit:PERCENT")));
        assert_eq!(of("万人次"), Some((4, "unit:NUM")));
        assert_eq!(of("千米"), Some((0, "unit:KiloM")));
        assert_eq!(of("千瓦"), Some((0, "unit:KiloW")));
        assert_eq!((of("万"), of(""), of("光年")), (None, None, None));
    }

    #[test]
    fn decimals_are_shifted_exactly() {
        for (value, power, expected) in
            [("6000", 8, "600000000000"), ("1.25", 4, "12500"), ("0.5", 1, "5"), ("-3.14159", 2, "-314.159"), ("0", 8, "0"), ("7", 0, "7")]
        {
            assert_eq!(shifted(value, power).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(shifted("1e5", 1), None);
        assert_eq!(shifted("", 1), None);
    }
}
