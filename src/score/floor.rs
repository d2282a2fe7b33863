//! Floors: figures that a score must reach, as continuous integration demands them.

use super::Score;
use crate::{
    error::{Error, Result},
    text,
};
use std::{collections::BTreeMap, path::Path};

/// Least F1 by what is counted, as in `"entity Park" = 0.6`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Floors(BTreeMap<String, f64>);

impl Floors {
    /// Reads the TOML file at `path`.
    ///
    /// # Errors
    /// When the file cannot be read or is no table of numbers.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::io("cannot read", path))?;
        toml::from_str(&text).map(Self).map_err(|error| Error::Input { path: path.to_owned(), problem: error.to_string() })
    }

    /// One sentence for each figure that lies below its floor or that the score does not have.
    pub fn fallen(&self, score: &Score) -> Vec<String> {
        let names = || score.tallies.keys().map(String::as_str);
        let judge = |(name, floor): (&String, &f64)| match score.tallies.get(name) {
            None => Some(format!("{name}: nothing is counted under this name; {}", text::unknown(name, names()))),
            Some(tally) => {
                let f1 = tally.figures().f1;
                (f1 < *floor).then(|| format!("{name}: F1 {f1:.3} is below the floor {floor:.3}"))
            }
        };
        self.0.iter().filter_map(judge).collect()
    }
}
