//! How a sentence is built: its verbs and function words in order, with gaps for the rest.

use crate::{
    catalog::vocabulary::{Functions, PartOfSpeech},
    extract::word::{Shape, Word},
};

/// Words of a shape; sentences that begin alike are alike.
const LONGEST: usize = 5;

/// The shape of a sentence without names, as in `坚持…推动…`; empty where it has no verb.
pub(super) fn shape(text: &str, words: &[Word]) -> String {
    let (mut out, mut kept) = (String::new(), 0);
    for word in words {
        if matches!(word.shape, Shape::Space | Shape::Digits | Shape::Latin) && out.is_empty() {
            continue;
        }
        if word.shape == Shape::Stop || kept == LONGEST {
            break;
        }
        let known = word.known;
        let tells = known.part == PartOfSpeech::Verb && !known.verbs.is_empty() || known.function.any(Functions::Negation);
        if tells {
            out.push_str(word.span.of(text));
            kept += 1;
        } else if !out.ends_with(GAP) {
            out.push(GAP);
        }
    }
    if kept == 0 { String::new() } else { out }
}

const GAP: char = '\u{2026}';
