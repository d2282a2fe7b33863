//! Bytes → text, or a sentence that says why not and what to do.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_16BE, UTF_16LE};

/// What to do about a file in another encoding.
const CONVERT: &str = "convert it with `iconv -f ENCODING -t UTF-8`";

/// Decodes UTF-8, UTF-16 with a byte order mark, GB18030, GBK and Big5, without loss or not at all.
///
/// A byte order mark is dropped; all later offsets count from after it.
///
/// # Errors
/// A sentence that says what the bytes seem to be and what to do.
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => strict(UTF_16LE, rest).ok_or_else(|| format!("is broken UTF-16; {CONVERT}"))?,
        [0xFE, 0xFF, rest @ ..] => strict(UTF_16BE, rest).ok_or_else(|| format!("is broken UTF-16; {CONVERT}"))?,
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8_or_legacy(rest)?,
        _ => utf8_or_legacy(bytes)?,
    };
    if is_mostly_control(&text) { Err("is no text: it holds control characters; save it as plain text".to_owned()) } else { Ok(text) }
}

fn utf8_or_legacy(bytes: &[u8]) -> Result<String, String> {
    if bytes.contains(&0) {
        return Err(format!("is no text: it holds NUL bytes; if it is UTF-16 or UTF-32 without a byte order mark, {CONVERT}"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) if is_nearly_utf8(bytes) => Err(format!(
            "is UTF-8 but broken at byte {}; repair it, or drop the bad bytes with `iconv -c -f UTF-8 -t UTF-8`",
            error.valid_up_to()
        )),
        Err(_) => legacy(bytes),
    }
}

fn legacy(bytes: &[u8]) -> Result<String, String> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let candidates = if guess == BIG5 { [BIG5, GB18030] } else { [GB18030, BIG5] };
    let sure = guess == GBK || guess == GB18030 || guess == BIG5;
    for encoding in candidates {
        // A short text may be guessed wrong; then only one that decodes to plain Chinese counts.
        match strict(encoding, bytes) {
            Some(text) if (sure && candidates[0] == encoding) || is_plain_chinese(&text) => {
                return Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text));
            }
            _ => {}
        }
    }
    Err(format!("is not UTF-8 or GB18030 (it looks like {}); {CONVERT}", guess.name()))
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

/// Whether broken bytes are rare among well-formed Chinese UTF-8.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| is_han(*c)).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

fn is_plain_chinese(text: &str) -> bool {
    let (mut han, mut strange) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            '\u{2010}'..='\u{2030}' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}' => {}
            _ if is_han(c) => han += 1,
            _ => strange += 1,
        }
    }
    han > 0 && strange * 20 <= han
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

fn is_mostly_control(text: &str) -> bool {
    let control = text.bytes().filter(|byte| matches!(byte, 0..=8 | 0x0B | 0x0E..=0x1F | 0x7F)).count();
    control * 10 > text.len()
}
