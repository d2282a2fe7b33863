//! Automatic numbers: the definitions of lists, and the count of each.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use std::collections::BTreeMap;

/// Depths of a list.
const LEVELS: usize = 9;

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: BTreeMap<String, [Level; LEVELS]>,
    /// From the list that paragraphs name to its definition.
    lists: BTreeMap<String, String>,
    counts: BTreeMap<String, [u32; LEVELS]>,
}

/// How the numbers of one depth look.
#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    /// As in `第%1章` or `%1.%2`.
    pattern: String,
    start: u32,
}

impl Numbering {
    /// The number of the next paragraph of a list at a depth; none for bullets.
    pub(super) fn next(&mut self, list: &str, depth: usize) -> Option<String> {
        let definition = self.lists.get(list)?;
        let levels = self.abstracts.get(definition)?;
        let level = levels.get(depth)?;
        let counts = self.counts.entry(definition.clone()).or_insert_with(|| std::array::from_fn(|at| levels[at].start.saturating_sub(1)));
        counts[depth] = counts[depth].saturating_add(1);
        for (deeper, count) in counts.iter_mut().enumerate().skip(depth + 1) {
            *count = levels[deeper].start.saturating_sub(1);
        }
        if level.pattern.is_empty() || matches!(level.format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut number = level.pattern.clone();
        for (at, &count) in counts.iter().enumerate().take(depth + 1) {
            number = number.replace(&format!("%{}", at + 1), &written(count.max(u32::from(at < depth)), &levels[at].format));
        }
        let spaced = number.ends_with(|c: char| c.is_ascii());
        Some(if spaced { number + " " } else { number })
    }
}

/// Reads the definitions; broken XML gives those before the break.
pub(super) fn read(part: &[u8]) -> Numbering {
    let mut reader = Reader::from_reader(part);
    let (mut numbering, mut buffer) = (Numbering::default(), Vec::new());
    let (mut open, mut depth, mut list) = (None::<String>, 0_usize, None::<String>);
    loop {
        let event = reader.read_event_into(&mut buffer);
        let (Ok(Event::Start(element)) | Ok(Event::Empty(element))) = &event else {
            match event {
                Ok(Event::Eof) | Err(_) => return numbering,
                _ => {
                    buffer.clear();
                    continue;
                }
            }
        };
        let name = element.local_name();
        let value = value(element, b"val").unwrap_or_default();
        match name.as_ref() {
            b"abstractNum" => {
                open = self::value(element, b"abstractNumId");
                depth = LEVELS;
            }
            b"lvl" => depth = self::value(element, b"ilvl").and_then(|depth| depth.parse().ok()).unwrap_or(LEVELS),
            b"num" => {
                list = self::value(element, b"numId");
                open = None;
            }
            b"abstractNumId" => {
                if let Some(list) = list.take() {
                    numbering.lists.insert(list, value);
                }
            }
            b"start" | b"numFmt" | b"lvlText" => {
                let levels = open.as_ref().map(|open| numbering.abstracts.entry(open.clone()).or_default());
                if let Some(level) = levels.and_then(|levels| levels.get_mut(depth)) {
                    match name.as_ref() {
                        b"start" => level.start = value.parse().unwrap_or(1),
                        b"numFmt" => level.format = value,
                        _ => level.pattern = value.chars().take(40).collect(),
                    }
                }
            }
            _ => {}
        }
        buffer.clear();
    }
}

/// The value of an attribute, whatever its prefix.
pub(super) fn value(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let attribute = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(attribute.unescape_value().map_or_else(|_| String::from_utf8_lossy(&attribute.value).into_owned(), |value| value.into_owned()))
}

/// A number as its format writes it.
fn written(number: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCountingThousand"
        | "taiwaneseCounting" => chinese(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&number) => {
            char::from_u32(0x245F + number).map(String::from).unwrap_or_default()
        }
        "upperLetter" if (1..=26).contains(&number) => char::from(b'A' + number as u8 - 1).to_string(),
        "lowerLetter" if (1..=26).contains(&number) => char::from(b'a' + number as u8 - 1).to_string(),
        "upperRoman" if number < 40 => roman(number),
        "lowerRoman" if number < 40 => roman(number).to_lowercase(),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// 一 to 九百九十九; a larger number in digits.
fn chinese(number: u32) -> String {
    const DIGITS: [char; 10] =
        ['\u{3007}', '\u{4E00}', '\u{4E8C}', '\u{4E09}', '\u{56DB}', '\u{4E94}', '\u{516D}', '\u{4E03}', '\u{516B}', '\u{4E5D}'];
    const TEN: char = '\u{5341}';
    const HUNDRED: char = '\u{767E}';
    const ZERO: char = '\u{96F6}';
    let digit = |number: u32| DIGITS[number as usize % 10];
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    if number == 0 || number > 999 {
        return number.to_string();
    }
    let mut words = String::new();
    if hundreds > 0 {
        words.extend([digit(hundreds), HUNDRED]);
    }
    match tens {
        0 if hundreds > 0 && ones > 0 => words.push(ZERO),
        0 => {}
        1 if hundreds == 0 => words.push(TEN),
        tens => words.extend([digit(tens), TEN]),
    }
    if ones > 0 {
        words.push(digit(ones));
    }
    words
}

fn roman(number: u32) -> String {
    let (tens, ones) = (number / 10, number % 10);
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][ones as usize];
    "X".repeat(tens as usize) + ones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_have_them() {
        for (number, format, words) in [
            (1, "chineseCounting", "一"),
            (10, "chineseCountingThousand", "十"),
            (21, "japaneseCounting", "二十一"),
            (105, "chineseCounting", "一百零五"),
            (110, "chineseCounting", "一百一十"),
            (3, "decimalEnclosedCircle", "③"),
            (4, "lowerRoman", "iv"),
            (12, "decimal", "12"),
        ] {
            assert_eq!(written(number, format), words);
        }
    }
}
