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
    io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write},
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

pub(super) fn failed(error: io::Error) -> Error {
    Error::io("cannot sort in", Path::new("a temporary file"))(error)
}

fn is_blank(quad: &Quad) -> bool {
    matches!(quad.subject, NamedOrBlankNode::BlankNode(_))
        || matches!(quad.object, Term::BlankNode(_))
        || matches!(quad.graph_name, GraphName::BlankNode(_))
}

/// Lines to be sorted, in memory or in sorted parts.
///
/// Lines of one subject mostly come one after the other, and so do subjects in their order: what is sorted is such runs, not lines.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    runs: Vec<Run>,
    parts: Vec<Part>,
}

/// Lines of one subject.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    /// Bytes of the subject.
    subject: usize,
}

impl Lines {
    /// Takes a line, with its end.
    pub(super) fn push(&mut self, line: &str) -> io::Result<()> {
        if !self.text.is_empty() && self.text.len() + line.len() > IN_MEMORY {
            self.set_aside()?;
        }
        let start = self.text.len();
        self.text.push_str(line);
        let subject = subject(line).len();
        match self.runs.last_mut() {
            Some(last) if self.text[last.start..last.start + last.subject] == line[..subject] => last.end = self.text.len(),
            _ => self.runs.push(Run { start, end: self.text.len(), subject }),
        }
        Ok(())
    }

    /// Hands on what is in memory, sorted, each line once.
    fn sorted(&mut self, mut with: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
        let text = std::mem::take(&mut self.text);
        let mut runs = std::mem::take(&mut self.runs);
        let of = |run: &Run| &text[run.start..run.start + run.subject];
        runs.sort_by(|a, b| of(a).cmp(of(b)));
        for same in runs.chunk_by(|a, b| of(a) == of(b)) {
            in_order(same.iter().map(|run| &text[run.start..run.end]), &mut with)?;
        }
        Ok(())
    }

    fn set_aside(&mut self) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 20, tempfile::tempfile()?);
        let mut last = Vec::new();
        self.sorted(|line| write(&mut out, &mut last, line.as_bytes()))?;
        let mut part = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        part.rewind()?;
        self.parts.push(Part::new(part)?);
        Ok(())
    }

    /// SHA-256 of the lines in order, each once, hex.
    pub(super) fn hash(mut self) -> io::Result<String> {
        let mut hash = Sha256::new();
        let mut with = |line: &str| {
            hash.update(line);
            Ok(())
        };
        if self.parts.is_empty() {
            self.sorted(with)?;
        } else {
            self.set_aside()?;
            merge(self.parts, &mut with)?;
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// What a line says something of. None is the beginning of another, so that lines are in order where these are.
fn subject(line: &str) -> &str {
    line.split_once(' ').map_or(line, |(subject, _)| subject)
}

/// Hands on the lines of texts in order, each once.
fn in_order<'a>(texts: impl Iterator<Item = &'a str>, with: &mut impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let mut lines: Vec<&str> = texts.flat_map(|text| text.split_inclusive('\n')).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.into_iter().try_for_each(with)
}

/// Writes a line as what it has between the beginning and the end of the `last` one: lines in order have most in common.
fn write(out: &mut impl Write, last: &mut Vec<u8>, line: &[u8]) -> io::Result<()> {
    let most = last.len().min(line.len()).min(usize::from(u16::MAX));
    let begin = last.iter().zip(line).take(most).take_while(|(a, b)| a == b).count();
    let end = last.iter().rev().zip(line.iter().rev()).take(most - begin).take_while(|(a, b)| a == b).count();
    let between = &line[begin..line.len() - end];
    out.write_all(&(begin as u16).to_le_bytes())?;
    out.write_all(&(end as u16).to_le_bytes())?;
    out.write_all(&(between.len() as u32).to_le_bytes())?;
    out.write_all(between)?;
    last.clear();
    last.extend_from_slice(line);
    Ok(())
}

/// A sorted part on a disk, read subject by subject.
struct Part {
    lines: BufReader<File>,
    /// The line that comes next; empty at the end.
    next: Vec<u8>,
    is_at_end: bool,
}

impl Part {
    fn new(file: File) -> io::Result<Self> {
        let mut part = Self { lines: BufReader::with_capacity(1 << 18, file), next: Vec::new(), is_at_end: false };
        part.advance()?;
        Ok(part)
    }

    /// Reads the next line, as [`write`] spelled it.
    fn advance(&mut self) -> io::Result<()> {
        if self.lines.fill_buf()?.is_empty() {
            self.is_at_end = true;
            return Ok(());
        }
        let mut head = [0; 8];
        self.lines.read_exact(&mut head)?;
        let [begin, end] = [[head[0], head[1]], [head[2], head[3]]].map(|bytes| usize::from(u16::from_le_bytes(bytes)));
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let behind = self.next.split_off(self.next.len() - end);
        self.next.resize(begin + length, 0);
        self.lines.read_exact(&mut self.next[begin..])?;
        self.next.extend(behind);
        Ok(())
    }

    fn line(&self) -> io::Result<&str> {
        std::str::from_utf8(&self.next).map_err(io::Error::other)
    }

    fn subject(&self) -> io::Result<Option<String>> {
        if self.is_at_end { Ok(None) } else { Ok(Some(subject(self.line()?).to_owned())) }
    }

    /// Adds the lines of the next subject to `group`.
    fn take(&mut self, group: &mut String) -> io::Result<()> {
        let Some(first) = self.subject()? else { return Ok(()) };
        while !self.is_at_end && subject(self.line()?) == first {
            group.push_str(self.line()?);
            self.advance()?;
        }
        Ok(())
    }
}

/// Hands on the lines of sorted parts in order, each once.
fn merge(mut parts: Vec<Part>, with: &mut impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let mut heads = BinaryHeap::new();
    for (index, part) in parts.iter().enumerate() {
        heads.extend(part.subject()?.map(|subject| Reverse((subject, index))));
    }
    let mut group = String::new();
    while let Some(Reverse((subject, index))) = heads.pop() {
        group.clear();
        let mut taken = vec![index];
        parts[index].take(&mut group)?;
        while heads.peek().is_some_and(|Reverse((other, _))| *other == subject) {
            let Some(Reverse((_, other))) = heads.pop() else { break };
            parts[other].take(&mut group)?;
            taken.push(other);
        }
        if taken.len() == 1 {
            with(&group)?;
        } else {
            in_order(std::iter::once(&*group), with)?;
        }
        for index in taken {
            heads.extend(parts[index].subject()?.map(|subject| Reverse((subject, index))));
        }
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
            for (index, line) in ["b 1\n", "b 0\n", "a\n", "b-\n", "a\n", "b 1\n", "b 2\n"].into_iter().enumerate() {
                lines.push(line).unwrap();
                if aside.contains(&index) {
                    lines.set_aside().unwrap();
                }
            }
            lines.hash().unwrap()
        };
        let expected: String = Sha256::digest("a\nb 0\nb 1\nb 2\nb-\n").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(some(&[]), expected);
        assert_eq!(some(&[0, 2, 3]), expected);
        assert_eq!(some(&[4]), expected);
    }
}
