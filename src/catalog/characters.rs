//! Sets of characters, asked of every character of a text before a grammar tries to read there.

/// A set of characters; of those outside the Basic Multilingual Plane it has all or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Characters {
    /// One bit for each character, as many words as the last one in the set needs.
    bits: Vec<u64>,
    /// Whether it has characters of other planes.
    others: bool,
}

impl Characters {
    /// Adds the first characters of `words`.
    #[must_use]
    pub fn beginning<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        words.into_iter().filter_map(|word| word.chars().next()).collect()
    }

    /// Whether the set has `c`.
    #[inline]
    pub fn contains(&self, c: char) -> bool {
        let code = c as usize;
        if code >= PLANE { self.others } else { self.bits.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1) }
    }
}

const PLANE: usize = 0x1_0000;

impl Extend<char> for Characters {
    fn extend<I: IntoIterator<Item = char>>(&mut self, characters: I) {
        for c in characters {
            let code = c as usize;
            if code >= PLANE {
                self.others = true;
                continue;
            }
            if self.bits.len() <= code / 64 {
                self.bits.resize(code / 64 + 1, 0);
            }
            self.bits[code / 64] |= 1 << (code % 64);
        }
    }
}

impl FromIterator<char> for Characters {
    fn from_iter<I: IntoIterator<Item = char>>(characters: I) -> Self {
        let mut set = Self::default();
        set.extend(characters);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_was_put_into_it() {
        let set = Characters::beginning(["市委", "省", ""]);
        assert!(set.contains('市') && set.contains('省'));
        assert!(!set.contains('委') && !set.contains('龥') && !set.contains('𠀀') && !set.contains('a'));
        assert!(Characters::beginning(["𠀀州"]).contains('𠀁'), "other planes count as one");
    }
}
