//! What a document says of itself: title, issuing body, number, dates and source, from its file's properties and from its own lines.

use super::{Line, LineKind, dates, marks};
use crate::{
    catalog::layout::{Field, Layout, Role},
    corpus::reader::FIELD_LINE,
    model::{Document, Header},
    span::Span,
};
use regex::Regex;
use std::sync::LazyLock;

/// Lines with words at the head of a document among which its fields stand.
const HEAD_LINES: usize = 16;
/// Lines with words at its end.
const TAIL_LINES: usize = 12;
/// Longest value of a field, in characters.
const LONGEST: usize = 120;
/// Longest name of an issuing body, in characters.
const LONGEST_BODY: usize = 40;

/// Reads the header; what the file says outright counts before what its lines show.
pub(super) fn read(layout: &Layout, document: &Document, lines: &[Line], title: Option<Span>) -> Header {
    let mut reader = Reader { layout, text: &document.text, header: Header::default(), own_title: None };
    for property in &document.properties {
        if property.name == FIELD_LINE {
            reader.labelled(&property.value);
        } else if let Some(field) = layout.field(&property.name) {
            reader.set(field, &property.value);
        }
    }
    let full: Vec<&Line> = lines.iter().filter(|line| line.kind != LineKind::Blank).collect();
    let head = &full[..full.len().min(HEAD_LINES)];
    let tail = &full[full.len().saturating_sub(TAIL_LINES).max(head.len())..];
    for line in head.iter().chain(tail) {
        reader.labelled(line.span.of(reader.text));
    }
    let title_words = title.map(|span| on_one_line(span.of(reader.text))).filter(|title| !title.is_empty());
    reader.header.title = reader.header.title.take().or(title_words).or_else(|| reader.own_title.take());
    reader.number(head);
    reader.signature(&full);
    reader.heading_body(head);
    reader.effect(&full);
    reader.header
}

/// Fills in a header, the first value of each field.
struct Reader<'a> {
    layout: &'a Layout,
    text: &'a str,
    header: Header,
    own_title: Option<String>,
}

impl Reader<'_> {
    fn set(&mut self, field: Field, value: &str) {
        let value = clean(value);
        let Header { title, issuer, number, signed, released, effective, source, url } = &mut self.header;
        let (slot, value) = match field {
            Field::Title => (title, Some(value)),
            Field::OwnTitle => (&mut self.own_title, Some(value)),
            Field::Issuer => (issuer, Some(value).filter(|value| value.chars().count() <= LONGEST_BODY)),
            Field::Number => (number, Some(value).filter(|value| value.contains(|c| marks::digit(c).is_some()))),
            Field::Signed => (signed, date(&value)),
            Field::Released => (released, date(&value)),
            Field::Effective => (effective, date(&value)),
            Field::Source => (source, Some(value)),
            Field::Url => (url, Some(value).filter(|value| value.starts_with("http://") || value.starts_with("https://"))),
        };
        if slot.is_none() {
            *slot = value.filter(|value| !value.is_empty() && value.chars().count() <= LONGEST);
        }
    }

    /// A line that begins with a field's name and a colon; further fields may follow in it after a space: 发布日期：… 来源：….
    fn labelled(&mut self, words: &str) {
        if words.chars().take(LONGEST * 3).count() == LONGEST * 3 {
            return;
        }
        let labels = labels(self.layout, words);
        if labels.first().is_none_or(|first| first.0 > 0) {
            return;
        }
        for (index, &(_, after, field)) in labels.iter().enumerate() {
            let end = labels.get(index + 1).map_or(words.len(), |next| next.0);
            self.set(field, &words[after..end]);
        }
    }

    /// 云政发〔2031〕3号 on a line of its own or in the brackets under the title.
    fn number(&mut self, head: &[&Line]) {
        if self.header.number.is_some() {
            return;
        }
        for line in head {
            let words = line.span.of(self.text);
            let bare = words.trim_matches(|c: char| marks::is_open_round(c) || marks::is_close_round(c) || c.is_whitespace());
            if bare.len() <= LONGEST && NUMBER.is_match(bare) {
                self.header.number = Some(bare.chars().filter(|c| !c.is_whitespace()).collect());
                return;
            }
        }
    }

    /// Who signs and when: a body on a line before a date at the end of the text (落款).
    fn signature(&mut self, full: &[&Line]) {
        let first = full.len().saturating_sub(TAIL_LINES).max(1);
        for at in (first..full.len()).rev() {
            let words = full[at].span.of(self.text);
            let Some(found) = dates::scan(self.text, full[at].span, 1).into_iter().find(|found| found.is_full()) else { continue };
            let alone = found.span == full[at].span || bare_date(words) == found.span.of(self.text);
            let body = full[at - 1].span.of(self.text);
            if full[at].kind != LineKind::Imprint || !alone || !self.is_body(body) {
                continue;
            }
            self.header.signed.get_or_insert_with(|| found.text());
            self.header.issuer.get_or_insert_with(|| clean(body));
            return;
        }
    }

    /// Who issues it, from the red line at its head (…文件) or from the title: …关于….
    fn heading_body(&mut self, head: &[&Line]) {
        if self.header.issuer.is_some() {
            return;
        }
        let red = head.iter().take(2).map(|line| line.span.of(self.text)).find_map(|words| {
            let tail = self.layout.ends(Role::IssuerTail, words)?;
            Some(&words[..words.len() - tail.word.len()])
        });
        let about = |title: &str| {
            let at = self.layout.entries(Role::TitleAbout).iter().filter_map(|about| title.find(&about.word)).min()?;
            Some(title[..at].to_owned())
        };
        let titled = self.header.title.as_deref().and_then(about);
        let found = red.map(str::to_owned).filter(|body| self.is_body(body)).or(titled.filter(|body| self.is_body(body)));
        self.header.issuer = found.map(|body| clean(&body));
    }

    fn is_body(&self, words: &str) -> bool {
        let words = words.trim();
        let length = words.chars().take(LONGEST_BODY + 1).count();
        (3..=LONGEST_BODY).contains(&length)
            && !words.contains(|c| marks::is_sentence_end(c) || marks::is_colon(c) || marks::is_comma(c) || marks::digit(c).is_some())
            && self.layout.ends(Role::IssuerEnd, words).is_some()
    }

    /// 自2031年5月1日起施行, 自印发之日起施行: the last that the text has, since rules end with it.
    fn effect(&mut self, full: &[&Line]) {
        if self.header.effective.is_some() {
            return;
        }
        for line in full.iter().rev().filter(|line| self.layout.has(Role::Effect, line.span.of(self.text))) {
            let words = line.span.of(self.text);
            let Some(at) = self.layout.entries(Role::Effect).iter().filter_map(|effect| words.rfind(&effect.word)).max() else { continue };
            let clause = words[..at].rfind(|c| marks::is_sentence_end(c) || marks::is_comma(c)).map_or(0, |stop| stop);
            let before = Span::new(line.span.from() + clause, line.span.from() + at);
            let own = self.layout.ends(Role::EffectOwn, before.of(self.text)).is_some();
            let found = dates::scan(self.text, before, usize::MAX).into_iter().rfind(|found| found.is_full());
            self.header.effective = match found {
                Some(found) => Some(found.text()),
                None if own => self.header.released.clone().or_else(|| self.header.signed.clone()),
                None => continue,
            };
            return;
        }
    }
}

/// A document number: the mark of a body, a year in brackets, a serial number.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "^[\\p{Han}A-Za-z]{1,20}\\s?[\u{3014}\\[\u{FF3B}\u{3010}\u{FF08}(]\\s?[0-9]{4}\\s?[\u{3015}\\]\u{FF3D}\u{3011}\u{FF09})]\\s?\\p{Han}?\\s?[0-9]{1,5}\\s?\u{53F7}$";
    Regex::new(pattern).expect("the pattern is a constant")
});

/// The fields that `words` name before colons: where each name begins, where its value begins, and what it is.
fn labels(layout: &Layout, words: &str) -> Vec<(usize, usize, Field)> {
    let mut labels = Vec::new();
    let mut from = 0;
    for (at, colon) in words.char_indices().filter(|&(_, c)| marks::is_colon(c)) {
        // The name stands between the colon and the last gap before it that leaves a name.
        let gaps = words[from..at].char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, '|' | '\u{FF5C}'));
        let starts = std::iter::once(from).chain(gaps.map(|(gap, c)| from + gap + c.len_utf8()));
        let trimmed = |start: usize| start + words[start..at].len() - words[start..at].trim_start_matches(['[', '\u{3010}', ' ']).len();
        let found = starts.map(trimmed).find_map(|start| Some((start, layout.field(&words[start..at])?)));
        if let Some((start, field)) = found {
            let begin =
                if labels.is_empty() && words[..start].trim_matches(['[', '\u{3010}', ' ', '\u{3000}']).is_empty() { 0 } else { start };
            labels.push((begin, at + colon.len_utf8(), field));
        }
        from = at + colon.len_utf8();
    }
    labels
}

fn bare_date(words: &str) -> &str {
    words.trim_matches(|c: char| marks::is_open_round(c) || marks::is_close_round(c) || c.is_whitespace())
}

/// The first date in a value.
fn date(value: &str) -> Option<String> {
    let found = dates::scan(value, Span::new(0, value.len()), 1).into_iter().find(|found| found.year > 0);
    found.map(dates::Found::text).or_else(|| compact(value))
}

/// 20310305 and 2031, as properties have them.
fn compact(value: &str) -> Option<String> {
    let digits = value.trim();
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.len() {
        8 if plain => {
            let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
            let valid = (1900..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
            valid.then(|| format!("{year:04}-{month:02}-{day:02}"))
        }
        4 if plain => number(0..4).filter(|year| (1900..2200).contains(year)).map(|year| year.to_string()),
        7 if digits.as_bytes()[4] == b'-' => {
            let (year, month) = (number(0..4)?, number(5..7)?);
            ((1900..2200).contains(&year) && (1..=12).contains(&month)).then(|| digits.to_owned())
        }
        _ => None,
    }
}

/// A value without white space at its ends and with single spaces inside.
fn clean(value: &str) -> String {
    let value = value.trim_matches(|c: char| c.is_whitespace() || c.is_control() || matches!(c, ']' | '\u{3011}' | '|' | '\u{FF5C}'));
    value.split(|c: char| c.is_whitespace() || c.is_control()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn on_one_line(text: &str) -> String {
    text.lines().map(str::trim).collect()
}
