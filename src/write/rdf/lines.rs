//! Quads → N-Quads or N-Triples, in the canonical spelling, several times as fast as by way of terms.

use super::{
    resource::{Kind, Name, Value},
    turtle::{FULL, quoted},
};
use oxigraph::model::{GraphName, NamedNodeRef, QuadRef};
use std::{
    fmt::Write as _,
    io::{self, Write},
};

/// Writes a quad a line.
pub(crate) struct LineWriter<W: Write> {
    out: W,
    /// What is not yet handed to `out`.
    buffer: String,
    /// What the IRIs of the data set begin with.
    base: String,
    /// What stands before the property.
    subject: String,
    /// What stands behind the object, up to the line's end.
    end: String,
}

impl<W: Write> LineWriter<W> {
    /// A writer in the default graph.
    pub(crate) fn new(base: &str, out: W) -> Self {
        let buffer = String::with_capacity(FULL + (FULL >> 2));
        Self { out, buffer, base: base.to_owned(), subject: String::new(), end: " .\n".to_owned() }
    }

    /// A writer of the same form.
    pub(crate) fn part(&self) -> LineWriter<Vec<u8>> {
        LineWriter::new(&self.base, Vec::new())
    }

    /// Writes lines that a part has.
    pub(crate) fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        self.out.write_all(self.buffer.as_bytes())?;
        self.buffer.clear();
        self.out.write_all(lines)
    }

    /// Goes on to another graph.
    pub(crate) fn enter(&mut self, graph: &GraphName) {
        self.end = if graph.is_default_graph() { " .\n".to_owned() } else { format!(" {graph} .\n") };
    }

    /// Goes on to another thing.
    pub(crate) fn begin(&mut self, name: &Name<'_>) {
        self.subject.clear();
        iri(&mut self.subject, name, &self.base);
        self.subject.push(' ');
    }

    /// The same for a thing of the data set, by what stands behind the base in its IRI.
    pub(crate) fn begin_own(&mut self, name: &str) {
        self.subject.clear();
        self.subject.extend(["<", &self.base, name, "> "]);
    }

    /// Says something of the thing at hand.
    pub(crate) fn say(&mut self, property: NamedNodeRef<'static>, value: &Value<'_>) -> io::Result<()> {
        let Self { buffer, base, subject, end, .. } = self;
        buffer.extend([&**subject, "<", property.as_str(), "> "]);
        match value {
            Value::Name(name) => iri(buffer, name, base),
            Value::Text(text, kind) => {
                quoted(buffer, text);
                match kind {
                    Kind::Plain => {}
                    Kind::Zh => buffer.push_str("@zh"),
                    Kind::En => buffer.push_str("@en"),
                    Kind::Typed(datatype) => buffer.extend(["^^<", datatype.as_str(), ">"]),
                }
            }
            Value::Triple(names) => {
                buffer.push_str("<<( ");
                for name in names.iter() {
                    iri(buffer, name, base);
                    buffer.push(' ');
                }
                buffer.push_str(")>>");
            }
        }
        buffer.push_str(end);
        self.hand_on()
    }

    /// Writes one quad.
    pub(crate) fn quad(&mut self, quad: QuadRef<'_>) -> io::Result<()> {
        let _ = writeln!(self.buffer, "{quad} .");
        self.hand_on()
    }

    fn hand_on(&mut self) -> io::Result<()> {
        if self.buffer.len() >= FULL {
            self.out.write_all(self.buffer.as_bytes())?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Writes what is left.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.out.write_all(self.buffer.as_bytes())?;
        self.out.flush()
    }
}

impl LineWriter<Vec<u8>> {
    /// The lines.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        [self.out, self.buffer.into_bytes()].concat()
    }
}

fn iri(buffer: &mut String, name: &Name<'_>, base: &str) {
    let [begin, end] = name.parts(base);
    buffer.extend(["<", begin, end, ">"]);
}
