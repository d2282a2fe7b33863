//! Words without which a regular expression matches nothing: they spare it nearly all lines of a text.

use regex_syntax::hir::{Class, Hir, HirKind};

/// No more words than these, so that a pattern of many alternatives costs no more than it saves.
const MOST: usize = 64;

/// Words of which one stands in whatever `pattern` matches, where its matches stay within a line and depend on nothing beyond it.
pub(super) fn words(pattern: &str) -> Option<Vec<String>> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let stays = hir.properties().look_set().is_empty() && stays_in_line(&hir);
    if stays { needed(&hir) } else { None }
}

fn stays_in_line(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => !literal.0.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => !class.iter().any(|range| (range.start()..=range.end()).contains(&'\n')),
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Repetition(repetition) => stays_in_line(&repetition.sub),
        HirKind::Capture(capture) => stays_in_line(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(stays_in_line),
    }
}

fn needed(hir: &Hir) -> Option<Vec<String>> {
    if let Some(all) = all(hir) {
        return Some(all).filter(|all| !all.iter().any(String::is_empty));
    }
    match hir.kind() {
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needed(&repetition.sub),
        HirKind::Alternation(parts) => {
            let words = parts.iter().map(needed).collect::<Option<Vec<_>>>()?.concat();
            (words.len() <= MOST).then_some(words)
        }
        HirKind::Concat(parts) => needed_in_row(parts),
        _ => None,
    }
}

/// Of the parts in a row, and of neighbours that together have few spellings, the words that are longest and fewest.
fn needed_in_row(parts: &[Hir]) -> Option<Vec<String>> {
    let none = || vec![String::new()];
    let (mut row, mut choices) = (none(), Vec::new());
    for part in parts {
        match all(part) {
            Some(spellings) if spellings.len() * row.len() <= MOST => row = joined(&row, &spellings),
            spelled => {
                choices.push(std::mem::replace(&mut row, spelled.unwrap_or_else(none)));
                choices.extend(needed(part));
            }
        }
    }
    choices.push(row);
    choices.retain(|words| !words.iter().any(String::is_empty));
    let shortest = |words: &[String]| words.iter().map(String::len).min();
    choices.into_iter().min_by_key(|words| (std::cmp::Reverse(shortest(words)), words.len()))
}

/// All that the expression matches, where that is little.
fn all(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Capture(capture) => all(&capture.sub),
        HirKind::Class(Class::Unicode(class)) => {
            let count: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            (count <= MOST).then(|| class.iter().flat_map(|range| range.start()..=range.end()).map(String::from).collect())
        }
        HirKind::Alternation(parts) => {
            let words = parts.iter().map(all).collect::<Option<Vec<_>>>()?.concat();
            (words.len() <= MOST).then_some(words)
        }
        HirKind::Concat(parts) => parts.iter().try_fold(vec![String::new()], |row, part| {
            let spellings = all(part)?;
            (row.len() * spellings.len() <= MOST).then(|| joined(&row, &spellings))
        }),
        _ => None,
    }
}

fn joined(row: &[String], spellings: &[String]) -> Vec<String> {
    row.iter().flat_map(|before| spellings.iter().map(move |spelling| format!("{before}{spelling}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_match_has_one_of_the_words() {
        for (pattern, expected) in [
            ("《(?P<name>[^《》\n]{1,9})》", Some(vec!["《"])),
            ("十[一二]?五”?规划(?:纲要)?", Some(vec!["规划"])),
            (r"(?:\p{Han}{2,3}省)?[0-9]{1,3}次(?:全会|全体会议)", Some(vec!["次全会", "次全体会议"])),
            ("党的[一二]大|中央(?:经济|农村)工作", Some(vec!["党的一大", "党的二大", "中央经济工作", "中央农村工作"])),
            ("(?:发布会|记者会){0,3}", None),
            ("^第一章", None),
            ("《[^》]*》", None),
        ] {
            let expected = expected.map(|words| words.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(words(pattern), expected, "{pattern}");
        }
    }
}
