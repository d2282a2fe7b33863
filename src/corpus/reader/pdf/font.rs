//! Fonts: what characters the codes of a string are, and how wide.

use super::radical;
use encoding_rs::{BIG5, Encoding, GBK, UTF_16BE};
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;

/// Most characters that the table of a font maps.
const MAPPED: usize = 200_000;
/// Most codes that one range of it covers.
const RANGE: u32 = 0x1_0000;

/// A font of a page.
#[derive(Debug)]
pub(super) struct Font {
    /// From codes to characters, with the length of codes in bytes.
    table: BTreeMap<(u8, u32), String>,
    coding: Coding,
    /// Width of each code in thousandths of the font's size.
    widths: BTreeMap<u32, f32>,
    default_width: f32,
}

/// How a string is cut into codes, and what these are where the table does not say.
#[derive(Clone, Copy, Debug)]
enum Coding {
    /// One byte; ASCII, or Windows-1252 beyond.
    Single,
    /// Two bytes that say nothing by themselves.
    Double,
    /// Two bytes of UTF-16.
    Utf16,
    /// One or two bytes of a Chinese encoding.
    Mixed(&'static Encoding),
}

/// One character of a string.
#[derive(Debug, PartialEq)]
pub(super) struct Glyph {
    /// None where the font does not tell.
    pub(super) words: Option<String>,
    /// In thousandths of the font's size.
    pub(super) width: f32,
    /// Whether it is the single byte 32, to which word spacing applies.
    pub(super) space: bool,
}

impl Font {
    /// Reads a font; `limit` bounds what its table unpacks to.
    pub(super) fn read(document: &Document, font: &Dictionary, limit: usize) -> Self {
        let name = |dictionary: &Dictionary, key: &[u8]| {
            let object = dictionary.get_deref(key, document).ok()?;
            object.as_name().ok().map(|name| String::from_utf8_lossy(name).into_owned())
        };
        let composite = name(font, b"Subtype").as_deref() == Some("Type0");
        let descendant = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok().and_then(|fonts| fonts.first());
        let descendant = descendant.and_then(|font| document.dereference(font).ok()).and_then(|(_, font)| font.as_dict().ok());
        let coding = match name(font, b"Encoding").as_deref() {
            Some(encoding) if composite => coding(encoding),
            _ if composite => Coding::Double,
            _ => Coding::Single,
        };
        let table = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream).ok();
        let table = table.and_then(|stream| stream.decompressed_content_with_limit(limit).ok().or_else(|| Some(stream.content.clone())));
        let mut read = Self {
            table: table.map(|source| to_unicode(&source)).unwrap_or_default(),
            coding,
            widths: BTreeMap::new(),
            default_width: if composite { 1000.0 } else { 500.0 },
        };
        match descendant {
            Some(descendant) => read.cid_widths(document, descendant),
            None => read.simple_widths(document, font),
        }
        if !composite {
            read.differences(document, font);
        }
        read
    }

    fn simple_widths(&mut self, document: &Document, font: &Dictionary) {
        let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) else { return };
        for (index, width) in widths.iter().enumerate().take(256) {
            let code = u32::try_from(first).unwrap_or(0) + index as u32;
            self.widths.extend(number(document, width).map(|width| (code, width)));
        }
    }

    /// `[first [w w w] first last w …]`
    fn cid_widths(&mut self, document: &Document, font: &Dictionary) {
        self.default_width = font.get_deref(b"DW", document).ok().and_then(|width| number(document, width)).unwrap_or(1000.0);
        let Ok(widths) = font.get_deref(b"W", document).and_then(Object::as_array) else { return };
        let mut at = 0;
        while at + 1 < widths.len() && self.widths.len() < MAPPED {
            let Some(first) = number(document, &widths[at]).filter(|first| *first >= 0.0) else { return };
            let first = first as u32;
            let Ok((_, second)) = document.dereference(&widths[at + 1]) else { return };
            if let Ok(list) = second.as_array() {
                for (index, width) in list.iter().enumerate().take(MAPPED) {
                    self.widths.extend(number(document, width).map(|width| (first.saturating_add(index as u32), width)));
                }
                at += 2;
            } else {
                let (Some(last), Some(width)) = (number(document, second), widths.get(at + 2).and_then(|width| number(document, width)))
                else {
                    return;
                };
                for code in first..=(last as u32).min(first.saturating_add(RANGE)) {
                    self.widths.insert(code, width);
                }
                at += 3;
            }
        }
    }

    /// Codes of a simple font that are called by name: `[32 /space /uni4E91]`.
    fn differences(&mut self, document: &Document, font: &Dictionary) {
        let encoding = font.get_deref(b"Encoding", document).and_then(Object::as_dict);
        let Ok(differences) = encoding.and_then(|encoding| encoding.get_deref(b"Differences", document)).and_then(Object::as_array) else {
            return;
        };
        let mut code = 0;
        for difference in differences.iter().take(1024) {
            if let Ok(name) = difference.as_name() {
                let name = String::from_utf8_lossy(name);
                let scalar = name.strip_prefix("uni").and_then(|hex| u32::from_str_radix(hex.get(..4)?, 16).ok()).and_then(char::from_u32);
                if let Some(c) = scalar {
                    self.table.entry((1, code)).or_insert_with(|| c.to_string());
                }
                code += 1;
            } else if let Ok(number) = difference.as_i64() {
                code = u32::try_from(number).unwrap_or(0);
            }
        }
    }

    /// The characters of a string.
    pub(super) fn glyphs(&self, bytes: &[u8]) -> Vec<Glyph> {
        let mut glyphs = Vec::with_capacity(bytes.len() / 2 + 1);
        let mut at = 0;
        while at < bytes.len() {
            let length = self.code_length(&bytes[at..]);
            let code = bytes[at..at + length].iter().fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
            let words = self.table.get(&(length as u8, code)).cloned().or_else(|| self.coding.words(&bytes[at..at + length]));
            let words = words.map(|words| radical::written_out(&words));
            let width = self.widths.get(&code).copied().unwrap_or(self.default_width);
            glyphs.push(Glyph { words, width, space: length == 1 && code == 32 });
            at += length;
        }
        glyphs
    }

    fn code_length(&self, bytes: &[u8]) -> usize {
        let length = match self.coding {
            Coding::Single => 1,
            Coding::Double => 2,
            Coding::Utf16 if bytes.first().is_some_and(|byte| (0xD8..0xDC).contains(byte)) => 4,
            Coding::Utf16 => 2,
            Coding::Mixed(_) => 1 + usize::from(bytes.first().is_some_and(|byte| *byte >= 0x81)),
        };
        length.min(bytes.len())
    }
}

impl Coding {
    fn words(self, bytes: &[u8]) -> Option<String> {
        let decoded = |encoding: &'static Encoding| {
            let words = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
            Some(words.into_owned()).filter(|words| !words.contains('\0'))
        };
        match self {
            Self::Single => decoded(encoding_rs::WINDOWS_1252),
            Self::Double => None,
            Self::Utf16 => decoded(UTF_16BE),
            Self::Mixed(encoding) => decoded(encoding),
        }
    }
}

/// What a predefined character map means.
fn coding(name: &str) -> Coding {
    if name.starts_with("Uni") {
        Coding::Utf16
    } else if name.starts_with("GB") {
        Coding::Mixed(GBK)
    } else if name.starts_with("ETen-B5") || name.starts_with("B5") {
        Coding::Mixed(BIG5)
    } else {
        Coding::Double
    }
}

fn number(document: &Document, object: &Object) -> Option<f32> {
    let number = document.dereference(object).ok()?.1.as_float().ok()?;
    number.is_finite().then_some(number)
}

/// The table of a font: `beginbfchar <01> <4E91> endbfchar beginbfrange <01> <05> <4E91> endbfrange`.
fn to_unicode(source: &[u8]) -> BTreeMap<(u8, u32), String> {
    let mut table = BTreeMap::new();
    let mut operands: Vec<Operand> = Vec::new();
    let mut at = 0;
    while at < source.len() && table.len() < MAPPED {
        match source[at] {
            b'<' if source.get(at + 1) != Some(&b'<') => {
                let end = memchr::memchr(b'>', &source[at..]).map_or(source.len(), |end| at + end);
                operands.push(Operand::Code(hex(&source[at + 1..end])));
                at = end + 1;
            }
            b'[' => {
                operands.push(Operand::Open);
                at += 1;
            }
            b']' => {
                operands.push(Operand::Close);
                at += 1;
            }
            byte if byte.is_ascii_alphabetic() => {
                let end = source[at..].iter().position(|byte| !byte.is_ascii_alphanumeric()).map_or(source.len(), |end| at + end);
                match &source[at..end] {
                    b"beginbfchar" | b"beginbfrange" => operands.clear(),
                    b"endbfchar" => characters(&operands, &mut table),
                    b"endbfrange" => ranges(&operands, &mut table),
                    _ => {}
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    table
}

enum Operand {
    Code(Vec<u8>),
    Open,
    Close,
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let values: Vec<u8> = digits.iter().filter_map(|digit| char::from(*digit).to_digit(16)).map(|digit| digit as u8).take(1024).collect();
    values.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn code(bytes: &[u8]) -> Option<(u8, u32)> {
    let length = u8::try_from(bytes.len()).ok().filter(|length| (1..=4).contains(length))?;
    Some((length, bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte))))
}

fn words(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from(pair[0]) << 8 | u16::from(pair.get(1).copied().unwrap_or(0))).collect();
    char::decode_utf16(units).filter_map(Result::ok).filter(|c| *c != '\0').collect()
}

fn characters(operands: &[Operand], table: &mut BTreeMap<(u8, u32), String>) {
    for pair in operands.chunks(2) {
        if let [Operand::Code(from), Operand::Code(to)] = pair {
            table.extend(code(from).map(|code| (code, words(to))));
        }
    }
}

fn ranges(operands: &[Operand], table: &mut BTreeMap<(u8, u32), String>) {
    let mut at = 0;
    while let (Some(Operand::Code(first)), Some(Operand::Code(last))) = (operands.get(at), operands.get(at + 1)) {
        let (Some((length, first)), Some((_, last))) = (code(first), code(last)) else { return };
        let room = MAPPED.saturating_sub(table.len()) as u32;
        let last = last.min(first.saturating_add(RANGE.min(room)));
        match operands.get(at + 2) {
            Some(Operand::Code(to)) => {
                let mut to = to.clone();
                for code in first..=last {
                    table.insert((length, code), words(&to));
                    increase(&mut to);
                }
                at += 3;
            }
            Some(Operand::Open) => {
                let list = operands[at + 3..].iter().map_while(|operand| match operand {
                    Operand::Code(to) => Some(to),
                    _ => None,
                });
                let mut count = 0;
                for to in list {
                    if let Some(code) = first.checked_add(count).filter(|code| *code <= last) {
                        table.insert((length, code), words(to));
                    }
                    count += 1;
                }
                at += 4 + count as usize;
            }
            _ => return,
        }
    }
}

/// The next character: the last two bytes count up.
fn increase(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().rev().take(2) {
        *byte = byte.wrapping_add(1);
        if *byte != 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_map_codes_to_characters() {
        let table = to_unicode(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <4E91> endbfchar\n\
              2 beginbfrange <0002> <0004> <5DDE> <0010> <0011> [<4E00> <4E8C>] endbfrange",
        );
        let of = |code| table.get(&(2, code)).map(String::as_str);
        assert_eq!((of(1), of(2), of(4), of(16), of(17)), (Some("云"), Some("州"), Some("\u{5DE0}"), Some("一"), Some("二")));
        assert_eq!(to_unicode(b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange").len(), 0x1_0001);
        for broken in [&b"beginbfchar <"[..], b"beginbfrange <01> <02> [ endbfrange", b"endbfrange", b"beginbfrange <> <> <> endbfrange"] {
            to_unicode(broken);
        }
    }
}
