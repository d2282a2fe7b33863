//! Radicals that stand for characters: fonts draw both alike, and files often name the wrong one of the two.

use unicode_normalization::UnicodeNormalization;

/// Radicals without a compatibility form and the characters that look the same (Unicode's `EquivalentUnifiedIdeograph`).
const RADICALS: [(char, char); 45] = [
    ('\u{2E8E}', '\u{5140}'),
    ('\u{2E92}', '\u{5DF3}'),
    ('\u{2E93}', '\u{5E7A}'),
    ('\u{2E9D}', '\u{6708}'),
    ('\u{2E9F}', '\u{6BCD}'),
    ('\u{2EA0}', '\u{6C11}'),
    ('\u{2EA9}', '\u{738B}'),
    ('\u{2EAC}', '\u{793A}'),
    ('\u{2EB6}', '\u{7F8A}'),
    ('\u{2EBC}', '\u{8089}'),
    ('\u{2EC1}', '\u{864E}'),
    ('\u{2EC4}', '\u{897F}'),
    ('\u{2EC5}', '\u{89C1}'),
    ('\u{2EC6}', '\u{89D2}'),
    ('\u{2EC9}', '\u{8D1D}'),
    ('\u{2ECA}', '\u{8DB3}'),
    ('\u{2ECB}', '\u{8F66}'),
    ('\u{2ED1}', '\u{9577}'),
    ('\u{2ED3}', '\u{957F}'),
    ('\u{2ED4}', '\u{95E8}'),
    ('\u{2ED7}', '\u{96E8}'),
    ('\u{2ED8}', '\u{9752}'),
    ('\u{2ED9}', '\u{97E6}'),
    ('\u{2EDA}', '\u{9875}'),
    ('\u{2EDB}', '\u{98CE}'),
    ('\u{2EDC}', '\u{98DE}'),
    ('\u{2EDD}', '\u{98DF}'),
    ('\u{2EE2}', '\u{9A6C}'),
    ('\u{2EE3}', '\u{9AA8}'),
    ('\u{2EE4}', '\u{9B3C}'),
    ('\u{2EE5}', '\u{9C7C}'),
    ('\u{2EE6}', '\u{9E1F}'),
    ('\u{2EE7}', '\u{5364}'),
    ('\u{2EE8}', '\u{9EA6}'),
    ('\u{2EE9}', '\u{9EC4}'),
    ('\u{2EEA}', '\u{9EFE}'),
    ('\u{2EEB}', '\u{6589}'),
    ('\u{2EEC}', '\u{9F50}'),
    ('\u{2EED}', '\u{6B6F}'),
    ('\u{2EEE}', '\u{9F7F}'),
    ('\u{2EEF}', '\u{7ADC}'),
    ('\u{2EF0}', '\u{9F99}'),
    ('\u{2EF1}', '\u{9F9C}'),
    ('\u{2EF2}', '\u{4E80}'),
    ('\u{2EF3}', '\u{9F9F}'),
];

/// The words with characters for radicals, letters for ligatures and common forms for compatibility ideographs.
pub(super) fn written_out(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\u{2E80}'..='\u{2EF3}' => {
                let at = RADICALS.binary_search_by_key(&c, |(radical, _)| *radical);
                written.push(at.map_or(c, |at| RADICALS[at].1));
            }
            '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAD9}' | '\u{FB00}'..='\u{FB06}' => written.extend(std::iter::once(c).nfkc()),
            c => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_characters() {
        assert_eq!(written_out("云州市⼈⺠政府⽅案，各部⻔ﬁ"), "云州市人民政府方案，各部门fi");
        assert!(RADICALS.is_sorted());
    }
}
