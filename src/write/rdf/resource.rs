//! A resource with its properties, and the order in which resources are written.

use oxigraph::model::{
    Literal, NamedNode, NamedNodeRef, Term, Triple,
    vocab::{rdf, rdfs, xsd},
};
use std::{borrow::Cow, cmp::Ordering};

/// A subject with all that one graph says of it.
#[derive(Clone, Debug)]
pub(crate) struct Resource<'a> {
    pub(crate) subject: Name<'a>,
    pub(crate) properties: Vec<(NamedNodeRef<'static>, Value<'a>)>,
}

/// What something is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Name<'a> {
    /// A thing of the data set, by what stands behind the base in its IRI.
    Own(Cow<'a, str>),
    /// A term of a vocabulary.
    Term(NamedNodeRef<'static>),
    /// Anything else.
    Other(NamedNode),
}

/// What a property tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Name(Name<'a>),
    Text(Cow<'a, str>, Kind),
    Triple(Box<[Name<'a>; 3]>),
}

/// The language or datatype of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    Zh,
    En,
    Typed(NamedNodeRef<'static>),
}

impl<'a> Resource<'a> {
    pub(crate) fn new(subject: impl Into<Name<'a>>) -> Self {
        Self { subject: subject.into(), properties: Vec::new() }
    }

    /// A resource of the given type.
    pub(crate) fn of(subject: impl Into<Name<'a>>, class: NamedNodeRef<'static>) -> Self {
        Self::new(subject).with(rdf::TYPE, class)
    }

    pub(crate) fn with(mut self, property: NamedNodeRef<'static>, value: impl Into<Value<'a>>) -> Self {
        self.properties.push((property, value.into()));
        self
    }

    pub(crate) fn with_some(self, property: NamedNodeRef<'static>, value: Option<impl Into<Value<'a>>>) -> Self {
        match value {
            Some(value) => self.with(property, value),
            None => self,
        }
    }
}

impl<'a> From<Cow<'a, str>> for Name<'a> {
    fn from(name: Cow<'a, str>) -> Self {
        Self::Own(name)
    }
}

impl From<String> for Name<'_> {
    fn from(name: String) -> Self {
        Self::Own(name.into())
    }
}

impl From<NamedNodeRef<'static>> for Name<'_> {
    fn from(term: NamedNodeRef<'static>) -> Self {
        Self::Term(term)
    }
}

impl From<NamedNode> for Name<'_> {
    fn from(node: NamedNode) -> Self {
        Self::Other(node)
    }
}

impl<'a, N: Into<Name<'a>>> From<N> for Value<'a> {
    fn from(name: N) -> Self {
        Self::Name(name.into())
    }
}

impl Name<'_> {
    /// The IRI, given what those of the data set begin with.
    pub(crate) fn node(&self, base: &str) -> NamedNode {
        match self {
            Self::Own(name) => NamedNode::new_unchecked([base, name].concat()),
            Self::Term(term) => term.into_owned(),
            Self::Other(node) => node.clone(),
        }
    }

    /// Base and rest of the IRI.
    pub(crate) fn parts<'n>(&'n self, base: &'n str) -> [&'n str; 2] {
        match self {
            Self::Own(name) => [base, name],
            Self::Term(term) => [term.as_str(), ""],
            Self::Other(node) => [node.as_str(), ""],
        }
    }

    fn order(&self, other: &Self, base: &str) -> Ordering {
        match (self, other) {
            (Self::Own(a), Self::Own(b)) => a.cmp(b),
            _ => {
                let [a, b] = [self, other].map(|name| name.parts(base));
                a.iter().flat_map(|part| part.bytes()).cmp(b.iter().flat_map(|part| part.bytes()))
            }
        }
    }
}

impl Kind {
    fn language(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
            Self::Plain | Self::Typed(_) => "",
        }
    }

    fn datatype(self) -> NamedNodeRef<'static> {
        match self {
            Self::Zh | Self::En => rdf::LANG_STRING,
            Self::Plain => xsd::STRING,
            Self::Typed(datatype) => datatype,
        }
    }
}

impl Value<'_> {
    /// The term, given what the IRIs of the data set begin with.
    pub(crate) fn term(&self, base: &str) -> Term {
        match self {
            Self::Name(name) => name.node(base).into(),
            Self::Text(text, Kind::Plain) => Literal::new_simple_literal(text.as_ref()).into(),
            Self::Text(text, Kind::Typed(datatype)) => Literal::new_typed_literal(text.as_ref(), *datatype).into(),
            Self::Text(text, kind) => Literal::new_language_tagged_literal_unchecked(text.as_ref(), kind.language()).into(),
            Self::Triple(names) => {
                let [subject, predicate, object] = names.each_ref().map(|name| name.node(base));
                Triple::new(subject, predicate, object).into()
            }
        }
    }

    /// By kind, then by spelling.
    fn order(&self, other: &Self, base: &str) -> Ordering {
        let rank = |value: &Self| match value {
            Value::Name(_) => 0,
            Value::Text(..) => 1,
            Value::Triple(_) => 2,
        };
        match (self, other) {
            (Self::Name(a), Self::Name(b)) => a.order(b, base),
            (Self::Text(a, a_kind), Self::Text(b, b_kind)) => {
                let kind = |kind: &Kind| (kind.language(), kind.datatype().as_str());
                a.cmp(b).then_with(|| kind(a_kind).cmp(&kind(b_kind)))
            }
            _ => rank(self).cmp(&rank(other)),
        }
    }
}

/// Sorts by subject, gathers what is said of one subject, drops repetitions; `base` is what the IRIs of the data set begin with.
pub(crate) fn gather<'a>(mut resources: Vec<Resource<'a>>, base: &str) -> Vec<Resource<'a>> {
    resources.sort_by(|a, b| a.subject.order(&b.subject, base));
    let mut gathered: Vec<Resource<'a>> = Vec::with_capacity(resources.len());
    for resource in resources {
        match gathered.last_mut() {
            Some(last) if last.subject == resource.subject => last.properties.extend(resource.properties),
            _ => gathered.push(resource),
        }
    }
    for resource in &mut gathered {
        resource.properties.sort_by(|(a, a_value), (b, b_value)| order(*a, *b).then_with(|| a_value.order(b_value, base)));
        resource.properties.dedup();
    }
    gathered
}

/// Type and labels first, then properties by their spelling.
fn order(a: NamedNodeRef<'_>, b: NamedNodeRef<'_>) -> Ordering {
    if std::ptr::eq(a.as_str(), b.as_str()) {
        return Ordering::Equal;
    }
    let rank = |property: NamedNodeRef<'_>| match property {
        property if property == rdf::TYPE => 0,
        property if property == rdfs::LABEL => 1,
        property if property == super::vocabulary::ALT_LABEL => 2,
        _ => 3,
    };
    rank(a).cmp(&rank(b)).then_with(|| a.as_str().cmp(b.as_str()))
}

/// A Chinese text.
pub(crate) fn zh<'a>(text: impl Into<Cow<'a, str>>) -> Value<'a> {
    Value::Text(text.into(), Kind::Zh)
}

/// An English text.
pub(crate) fn en<'a>(text: impl Into<Cow<'a, str>>) -> Value<'a> {
    Value::Text(text.into(), Kind::En)
}

/// A text in no language.
pub(crate) fn plain<'a>(text: impl Into<Cow<'a, str>>) -> Value<'a> {
    Value::Text(text.into(), Kind::Plain)
}

/// A whole number.
pub(crate) fn integer(number: u32) -> Value<'static> {
    Value::Text(number.to_string().into(), Kind::Typed(xsd::INTEGER))
}

/// A decimal number in the lexical form of `xsd:decimal`, which has no exponent; none for what is not finite.
pub(crate) fn decimal(number: f64) -> Option<String> {
    number.is_finite().then(|| number.to_string())
}

/// A decimal number as spelled.
pub(crate) fn spelled_decimal(number: String) -> Value<'static> {
    Value::Text(number.into(), Kind::Typed(xsd::DECIMAL))
}

/// A day, month or year as a typed literal; none for anything that the calendar does not have.
///
/// Every store accepts `"2025-02-30"^^xsd:date` silently, so the check is ours.
pub(crate) fn date(text: &str) -> Option<Value<'_>> {
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
    (parts[0] != "0000").then(|| Value::Text(text.into(), Kind::Typed(datatype)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_what_the_calendar_has() {
        let datatype = |text| match date(text) {
            Some(Value::Text(_, kind)) => Some(kind.datatype().as_str().rsplit('#').next().unwrap().to_owned()),
            _ => None,
        };
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
        assert_eq!(decimal(6000.0).unwrap(), "6000");
        assert_eq!(decimal(5.5).unwrap(), "5.5");
        assert_eq!(decimal(1e21).unwrap(), "1000000000000000000000");
        assert_eq!(decimal(1e-7).unwrap(), "0.0000001");
        assert_eq!(decimal(f64::NAN), None);
    }
}
