//! The parameters of a request, from its address or from a form.

use super::problem::Problem;
use percent_encoding::percent_decode_str;
use std::{fmt::Display, str::FromStr};

/// Names and values, in the order in which they were given; unknown ones do no harm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads `name=value&…`, as forms and addresses have it.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        let decode = |part: &str| {
            let spaced = part.replace('+', " ");
            percent_decode_str(&spaced)
                .decode_utf8()
                .map(|text| text.into_owned())
                .map_err(|_| Problem::bad(format!("`{part}` is not UTF-8")))
        };
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }

    /// Those of these and of `others`.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Every value of a name.
    pub(super) fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a name that is given once at most; an empty one is none.
    pub(super) fn one<'a>(&'a self, name: &str) -> Result<Option<&'a str>, Problem> {
        let mut values = self.all(name);
        let first = values.next();
        if values.next().is_some() {
            return Err(Problem::bad(format!("`{name}` is given more than once")));
        }
        Ok(first.filter(|value| !value.is_empty()))
    }

    /// A value that must be there.
    pub(super) fn needed<'a>(&'a self, name: &str) -> Result<&'a str, Problem> {
        self.one(name)?.ok_or_else(|| Problem::bad(format!("`{name}` is missing")))
    }

    /// A value of a type, where one is given.
    pub(super) fn parsed<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.one(name)?.map(|value| value.parse().map_err(|error| Problem::bad(format!("{name}={value}: {error}")))).transpose()
    }

    /// A number, no more than `most`.
    pub(super) fn number(&self, name: &str, default: usize, most: usize) -> Result<usize, Problem> {
        Ok(self.parsed(name)?.unwrap_or(default).min(most))
    }

    /// Values of a type, separated by commas.
    pub(super) fn list<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Vec<T>, Problem> {
        let values = self.all(name).flat_map(|value| value.split(',')).filter(|value| !value.is_empty());
        values.map(|value| value.parse().map_err(|error| Problem::bad(format!("{name}={value}: {error}")))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_strictly() {
        let read = Parameters::read("q=%E4%BA%91+%E5%B7%9E&a&limit=7&b=1&b=2").unwrap();
        assert_eq!(read.one("q").unwrap(), Some("云 州"));
        assert_eq!(read.one("a").unwrap(), None);
        assert!(read.one("b").is_err());
        assert_eq!(read.number("limit", 50, 5).unwrap(), 5);
        assert!(read.parsed::<usize>("q").is_err());
        assert!(Parameters::read("q=%FF").is_err());
    }
}
