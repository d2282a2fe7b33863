//! The canonical form of a data set (RDFC-1.0): its N-Quads lines, sorted.
//!
//! A data set without blank nodes needs no more than that; those of this program have none.

use crate::{
    data_file::DataFile,
    error::{Error, Result},
};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use sha2::{Digest, Sha256};
use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Seek, Write},
    path::Path,
};

/// Bytes of lines that are sorted in memory; more are sorted in parts that wait in temporary files.
const IN_MEMORY: usize = 256 << 20;

/// SHA-256 of the canonical form, hex; a sentence in its place where the data set has blank nodes.
///
/// # Errors
/// When the data set is malformed, or temporary files cannot be written.
pub(super) fn hash(file: &DataFile) -> Result<String> {
    let mut lines = Lines::default();
    for quad in file.quads() {
        let quad = quad?;
        if is_blank(&quad) {
            return Ok("none: the data set has blank nodes, which data sets of this program do not have".to_owned());
        }
        lines.push(&line(&quad)).map_err(failed)?;
    }
    lines.hash().map_err(failed)
}

/// The canonical line of a quad.
pub(super) fn line(quad: &Quad) -> String {
    format!("{quad} .\n")
}

fn failed(error: io::Error) -> Error {
    Error::io("cannot sort in", Path::new("a temporary file"))(error)
}

fn is_blank(quad: &Quad) -> bool {
    matches!(quad.subject, NamedOrBlankNode::BlankNode(_))
        || matches!(quad.object, Term::BlankNode(_))
        || matches!(quad.graph_name, GraphName::BlankNode(_))
}

/// Lines to be sorted, in memory or in sorted parts.
#[derive(Default)]
struct Lines {
    text: String,
    ends: Vec<usize>,
    parts: Vec<BufReader<File>>,
}

impl Lines {
    fn push(&mut self, line: &str) -> io::Result<()> {
        if !self.text.is_empty() && self.text.len() + line.len() > IN_MEMORY {
            self.set_aside()?;
        }
        self.text.push_str(line);
        self.ends.push(self.text.len());
        Ok(())
    }

    fn sorted(&self) -> Vec<&str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let mut lines: Vec<&str> = starts.zip(&self.ends).map(|(start, &end)| &self.text[start..end]).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    fn set_aside(&mut self) -> io::Result<()> {
        let mut out = BufWriter::new(tempfile::tempfile()?);
        for line in self.sorted() {
            out.write_all(line.as_bytes())?;
        }
        let mut part = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        part.rewind()?;
        self.parts.push(BufReader::new(part));
        self.text.clear();
        self.ends.clear();
        Ok(())
    }

    fn hash(mut self) -> io::Result<String> {
        let mut hash = Sha256::new();
        if self.parts.is_empty() {
            self.sorted().iter().for_each(|line| hash.update(line));
        } else {
            self.set_aside()?;
            merge(self.parts, |line| hash.update(line))?;
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Hands on the lines of sorted parts in order, each once.
fn merge(mut parts: Vec<BufReader<File>>, mut with: impl FnMut(&str)) -> io::Result<()> {
    let mut heads = BinaryHeap::new();
    let mut last = String::new();
    let next = |part: &mut BufReader<File>| -> io::Result<Option<String>> {
        let mut line = String::new();
        Ok((part.read_line(&mut line)? > 0).then_some(line))
    };
    for (index, part) in parts.iter_mut().enumerate() {
        heads.extend(next(part)?.map(|line| Reverse((line, index))));
    }
    while let Some(Reverse((line, index))) = heads.pop() {
        if line != last {
            with(&line);
            last.clone_from(&line);
        }
        heads.extend(next(&mut parts[index])?.map(|line| Reverse((line, index))));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_on_disk_give_the_hash_of_memory() {
        let some = |aside: &[usize]| {
            let mut lines = Lines::default();
            for (index, line) in ["b\n", "a\n", "c\n", "a\n", "d\n", "b\n"].into_iter().enumerate() {
                lines.push(line).unwrap();
                if aside.contains(&index) {
                    lines.set_aside().unwrap();
                }
            }
            lines.hash().unwrap()
        };
        let expected: String = Sha256::digest("a\nb\nc\nd\n").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(some(&[]), expected);
        assert_eq!(some(&[0, 2, 3]), expected);
    }
}
