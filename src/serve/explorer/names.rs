//! Search among names: as they are written, by their pinyin, or by the initials of that.
//!
//! All names are looked at for every search; a hundred thousand take a few milliseconds, and nothing has to be kept in order.

use crate::text::fold;
use memchr::memmem;
use pinyin::ToPinyinMulti;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// How a name was found; better ways come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::serve) enum Way {
    Name,
    Alias,
    Pinyin,
    Initials,
}

impl Way {
    pub(in crate::serve) fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Alias => "alias",
            Self::Pinyin => "pinyin",
            Self::Initials => "initials",
        }
    }
}

/// How well a name fits; better fits come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    Inside,
}

/// How a thing was found: the best of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::serve) struct Match {
    fit: Fit,
    pub(in crate::serve) way: Way,
    /// Which of its names, the first being the name itself.
    pub(in crate::serve) name: usize,
}

impl Match {
    /// What counts before how well connected a thing is.
    pub(in crate::serve) fn rank(self) -> impl Ord {
        self.fit
    }
}

/// One name of one thing.
struct Entry {
    thing: usize,
    name: usize,
    folded: String,
    /// The characters, by the place of their sounds in [`Names::sounds`].
    characters: Vec<u16>,
}

/// The names of many things.
#[derive(Default)]
pub(in crate::serve) struct Names {
    entries: Vec<Entry>,
    /// How each character sounds: syllables without tones; a letter or digit sounds like itself, a sign like nothing.
    sounds: Vec<Vec<String>>,
}

impl Names {
    /// The names of things, the own name of each first.
    pub(super) fn new<'a>(things: impl Iterator<Item = Vec<&'a str>>) -> Self {
        let mut names = Self { entries: Vec::new(), sounds: vec![vec![String::new()]] };
        let mut known: FxHashMap<char, u16> = FxHashMap::default();
        for (thing, spelt) in things.enumerate() {
            for (name, spelt) in spelt.into_iter().enumerate() {
                let folded = fold(spelt).to_lowercase();
                let characters = folded.chars().map(|c| *known.entry(c).or_insert_with(|| names.sound(c))).collect();
                names.entries.push(Entry { thing, name, folded, characters });
            }
        }
        names
    }

    fn sound(&mut self, c: char) -> u16 {
        let mut sounds: Vec<String> = if c.is_ascii_alphanumeric() { vec![c.to_string()] } else { Vec::new() };
        if let Some(readings) = c.to_pinyin_multi() {
            // The one syllable letter outside ASCII is u with diaeresis, typed as v.
            let typed = |syllable: &str| syllable.chars().map(|letter| if letter.is_ascii() { letter } else { 'v' }).collect();
            sounds.extend((0..readings.count()).map(|index| typed(readings.get(index).plain())));
        }
        sounds.sort();
        sounds.dedup();
        // Where the table is full, further rare characters are silent.
        match u16::try_from(self.sounds.len()) {
            Ok(place) if !sounds.is_empty() => {
                self.sounds.push(sounds);
                place
            }
            _ => 0,
        }
    }

    /// The things that have a name like `text`, each with the best of its matches.
    pub(in crate::serve) fn find(&self, text: &str) -> BTreeMap<usize, Match> {
        let mut found = BTreeMap::new();
        let wanted = fold(text).to_lowercase();
        if wanted.is_empty() {
            return found;
        }
        // Spaces and apostrophes between syllables are how some type pinyin.
        let typed: String = wanted.chars().filter(|c| !matches!(c, '\'' | '-')).collect();
        let by_sound = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let finder = memmem::Finder::new(wanted.as_bytes());
        let beginnings = [Way::Pinyin, Way::Initials].map(|way| self.beginnings(typed.as_bytes(), way));
        for entry in &self.entries {
            let written = finder.find(entry.folded.as_bytes()).map(|at| {
                let fit = fit(at == 0, entry.folded.len() == wanted.len());
                Match { fit, way: if entry.name == 0 { Way::Name } else { Way::Alias }, name: entry.name }
            });
            let heard = written.is_none().then(|| by_sound.then(|| self.heard(entry, typed.as_bytes(), &beginnings)).flatten()).flatten();
            if let Some(matched) = written.or(heard) {
                let best = found.entry(entry.thing).or_insert(matched);
                *best = matched.min(*best);
            }
        }
        found
    }

    /// For each character, whether what is typed can begin with it; nearly no character of a name can.
    fn beginnings(&self, typed: &[u8], way: Way) -> Vec<bool> {
        let begins = |sound: &String| match way {
            Way::Initials => sound.as_bytes().first() == typed.first(),
            _ => typed.starts_with(sound.as_bytes()) || sound.as_bytes().starts_with(typed),
        };
        self.sounds.iter().map(|sounds| sounds.iter().any(|sound| !sound.is_empty() && begins(sound))).collect()
    }

    fn heard(&self, entry: &Entry, typed: &[u8], beginnings: &[Vec<bool>; 2]) -> Option<Match> {
        let at = |way, beginnings: &[bool]| {
            let reached = |from: usize| self.reached(&entry.characters[from..], typed, way).map(|length| (from, length));
            let mut places = (0..entry.characters.len()).filter(|&from| beginnings[usize::from(entry.characters[from])]);
            let (from, length) = places.find_map(reached)?;
            Some(Match { fit: fit(from == 0, from == 0 && length == entry.characters.len()), way, name: entry.name })
        };
        at(Way::Pinyin, &beginnings[0]).or_else(|| at(Way::Initials, &beginnings[1]))
    }

    /// How many characters it takes until all that is typed is heard; the last syllable may be unfinished.
    fn reached(&self, characters: &[u16], typed: &[u8], way: Way) -> Option<usize> {
        let (&first, rest) = characters.split_first()?;
        self.sounds[usize::from(first)].iter().find_map(|sound| {
            let sound = if way == Way::Initials { &sound.as_bytes()[..sound.len().min(1)] } else { sound.as_bytes() };
            if sound.is_empty() {
                return None;
            }
            if sound.starts_with(typed) {
                return Some(1);
            }
            let left = typed.strip_prefix(sound)?;
            self.reached(rest, left, way).map(|length| length + 1)
        })
    }
}

fn fit(at_beginning: bool, is_whole: bool) -> Fit {
    match (at_beginning, is_whole) {
        (true, true) => Fit::Whole,
        (true, false) => Fit::Beginning,
        _ => Fit::Inside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_written_and_as_heard() {
        let things = [vec!["云州市科技局", "市科技局"], vec!["重庆路小学"], vec!["绿州AI产业园"], vec!["云州市"]];
        let names = Names::new(things.into_iter());
        let found = |text: &str| -> Vec<(usize, Way, usize)> {
            let mut all: Vec<_> = names.find(text).into_iter().map(|(thing, matched)| (matched, thing)).collect();
            all.sort();
            all.into_iter().map(|(matched, thing)| (thing, matched.way, matched.name)).collect()
        };
        assert_eq!(found("云州市"), [(3, Way::Name, 0), (0, Way::Name, 0)]);
        assert_eq!(found("市科技"), [(0, Way::Alias, 1)]);
        assert_eq!(found("chongqing"), [(1, Way::Pinyin, 0)]);
        assert_eq!(found("yun zhou"), [(0, Way::Pinyin, 0), (3, Way::Pinyin, 0)]);
        assert_eq!(found("yzs"), [(3, Way::Initials, 0), (0, Way::Initials, 0)]);
        assert_eq!(found("kejij"), [(0, Way::Pinyin, 0)]);
        assert_eq!(found("lvzhou"), [(2, Way::Pinyin, 0)]);
        assert_eq!(found("ai产业"), [(2, Way::Name, 0)]);
        assert_eq!(found("aicyy"), [(2, Way::Initials, 0)]);
        assert_eq!(found(""), []);
        assert_eq!(found("“"), []);
    }
}
