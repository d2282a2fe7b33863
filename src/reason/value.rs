//! Literals by value: whether they are what their datatype allows, and which is less.

use oxigraph::model::{
    Literal, Term,
    vocab::{rdf, xsd},
};
use oxsdatatypes::{Boolean, Date, DateTime, Decimal, Double, Duration, GYear, GYearMonth, Integer, Time};
use std::{cmp::Ordering, str::FromStr};

/// Whether the text of a literal belongs to its datatype; a datatype that is not known allows any text.
pub(crate) fn is_well_formed(literal: &Literal) -> bool {
    fn reads<T: FromStr>(text: &str) -> bool {
        text.parse::<T>().is_ok()
    }
    let text = literal.value();
    match literal.datatype() {
        xsd::INTEGER => reads::<Integer>(text),
        xsd::NON_NEGATIVE_INTEGER => reads::<Integer>(text) && !text.starts_with('-'),
        xsd::POSITIVE_INTEGER => text.parse::<Integer>().is_ok_and(|value| value > Integer::from(0)),
        xsd::DECIMAL => reads::<Decimal>(text),
        xsd::DOUBLE | xsd::FLOAT => reads::<Double>(text),
        xsd::BOOLEAN => reads::<Boolean>(text),
        xsd::DATE => reads::<Date>(text),
        xsd::TIME => reads::<Time>(text),
        xsd::DATE_TIME => reads::<DateTime>(text),
        xsd::DURATION => reads::<Duration>(text),
        xsd::G_YEAR => reads::<GYear>(text),
        xsd::G_YEAR_MONTH => reads::<GYearMonth>(text),
        rdf::LANG_STRING => literal.language().is_some(),
        _ => true,
    }
}

/// Which of two terms is less; none where they cannot be compared.
pub(crate) fn compare(a: &Term, b: &Term) -> Option<Ordering> {
    let (Term::Literal(a), Term::Literal(b)) = (a, b) else { return None };
    let is_exact =
        |literal: &Literal| [xsd::INTEGER, xsd::DECIMAL, xsd::NON_NEGATIVE_INTEGER, xsd::POSITIVE_INTEGER].contains(&literal.datatype());
    let is_number = |literal: &Literal| is_exact(literal) || [xsd::DOUBLE, xsd::FLOAT].contains(&literal.datatype());
    fn by<T: FromStr + PartialOrd>(a: &Literal, b: &Literal) -> Option<Ordering> {
        a.value().parse::<T>().ok()?.partial_cmp(&b.value().parse::<T>().ok()?)
    }
    if is_exact(a) && is_exact(b) {
        return by::<Decimal>(a, b);
    }
    if is_number(a) && is_number(b) {
        return by::<Double>(a, b);
    }
    if a.datatype() != b.datatype() {
        return None;
    }
    match a.datatype() {
        xsd::DATE => by::<Date>(a, b),
        xsd::DATE_TIME => by::<DateTime>(a, b),
        xsd::G_YEAR => by::<GYear>(a, b),
        xsd::G_YEAR_MONTH => by::<GYearMonth>(a, b),
        xsd::STRING => Some(a.value().cmp(b.value())),
        _ => None,
    }
}
