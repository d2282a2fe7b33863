//! A resource with its properties, and the order in which resources are written.

use oxigraph::model::{
    Literal, NamedNode, NamedNodeRef, Term,
    vocab::{rdf, rdfs, xsd},
};
use std::cmp::Ordering;

/// A subject with all that one graph says of it.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) subject: NamedNode,
    pub(crate) properties: Vec<(NamedNodeRef<'static>, Term)>,
}

impl Resource {
    pub(crate) fn new(subject: NamedNode) -> Self {
        Self { subject, properties: Vec::new() }
    }

    /// A resource of the given type.
    pub(crate) fn of(subject: NamedNode, class: NamedNodeRef<'static>) -> Self {
        Self::new(subject).with(rdf::TYPE, class)
    }

    pub(crate) fn with(mut self, property: NamedNodeRef<'static>, value: impl Into<Term>) -> Self {
        self.properties.push((property, value.into()));
        self
    }

    pub(crate) fn with_some(self, property: NamedNodeRef<'static>, value: Option<impl Into<Term>>) -> Self {
        match value {
            Some(value) => self.with(property, value),
            None => self,
        }
    }
}

/// Sorts by subject, gathers what is said of one subject, drops repetitions.
pub(crate) fn gather(mut resources: Vec<Resource>) -> Vec<Resource> {
    resources.sort_by(|a, b| a.subject.as_str().cmp(b.subject.as_str()));
    let mut gathered: Vec<Resource> = Vec::with_capacity(resources.len());
    for resource in resources {
        match gathered.last_mut() {
            Some(last) if last.subject == resource.subject => last.properties.extend(resource.properties),
            _ => gathered.push(resource),
        }
    }
    for resource in &mut gathered {
        resource.properties.sort_by(order);
        resource.properties.dedup();
    }
    gathered
}

/// Type and labels first, then properties and values by their spelling.
fn order(a: &(NamedNodeRef<'static>, Term), b: &(NamedNodeRef<'static>, Term)) -> Ordering {
    let rank = |property: NamedNodeRef<'_>| match property {
        property if property == rdf::TYPE => 0,
        property if property == rdfs::LABEL => 1,
        property if property == super::vocabulary::ALT_LABEL => 2,
        _ => 3,
    };
    rank(a.0).cmp(&rank(b.0)).then_with(|| a.0.as_str().cmp(b.0.as_str())).then_with(|| spelling(&a.1).cmp(&spelling(&b.1)))
}

fn spelling(term: &Term) -> (u8, &str, &str, &str) {
    match term {
        Term::NamedNode(node) => (0, node.as_str(), "", ""),
        Term::BlankNode(node) => (1, node.as_str(), "", ""),
        Term::Literal(literal) => (2, literal.value(), literal.language().unwrap_or_default(), literal.datatype().as_str()),
        Term::Triple(_) => (3, "", "", ""),
    }
}

/// A Chinese text.
pub(crate) fn zh(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "zh")
}

/// A whole number.
pub(crate) fn integer(number: u32) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER)
}

/// A decimal number in the lexical form of `xsd:decimal`, which has no exponent; none for what is not finite.
pub(crate) fn decimal(number: f64) -> Option<Literal> {
    number.is_finite().then(|| Literal::new_typed_literal(number.to_string(), xsd::DECIMAL))
}

/// A day, month or year as a typed literal; none for anything that the calendar does not have.
///
/// Every store accepts `"2025-02-30"^^xsd:date` silently, so the check is ours.
pub(crate) fn date(text: &str) -> Option<Literal> {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let datatype = match parts[..] {
        [year] if digits(year, 4) => xsd::G_YEAR,
        [year, month] if digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month) => xsd::G_YEAR_MONTH,
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            text.parse::<jiff::civil::Date>().ok()?;
            xsd::DATE
        }
        _ => return None,
    };
    (parts[0] != "0000").then(|| Literal::new_typed_literal(text, datatype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_what_the_calendar_has() {
        let datatype = |text| date(text).map(|literal| literal.datatype().as_str().rsplit('#').next().unwrap().to_owned());
        assert_eq!(datatype("2025-12-09").as_deref(), Some("date"));
        assert_eq!(datatype("2024-02-29").as_deref(), Some("date"));
        assert_eq!(datatype("2026-05").as_deref(), Some("gYearMonth"));
        assert_eq!(datatype("2030").as_deref(), Some("gYear"));
        for wrong in ["2025-02-29", "2025-13", "2025-1", "25", "2025年", "", "-2025", "2025-12-09-01", "0000", "+2025-1-1", "“十五五”时期"]
        {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn decimals_have_no_exponent() {
        assert_eq!(decimal(6000.0).unwrap().value(), "6000");
        assert_eq!(decimal(5.5).unwrap().value(), "5.5");
        assert_eq!(decimal(1e21).unwrap().value(), "1000000000000000000000");
        assert_eq!(decimal(1e-7).unwrap().value(), "0.0000001");
        assert_eq!(decimal(f64::NAN), None);
    }
}
