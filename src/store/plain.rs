//! TriG as a build writes it, read several times as fast as by the RDF parser: each name is looked up as it is spelled. Whatever is not
//! spelled in that plain way, correct or not, is left to the parser.

use super::{Builder, DEFAULT, Id, read::Move, terms::Kind};
use crate::data_file::DataFile;
use oxigraph::{
    io::RdfFormat,
    model::{
        NamedNode,
        vocab::{rdf, xsd},
    },
};
use rustc_hash::FxHashMap;
use std::str;

/// Reads a file that is spelled in the plain way throughout.
pub(super) fn read(file: &DataFile, moved: Move<'_>) -> Option<Builder> {
    if file.format != RdfFormat::TriG {
        return None;
    }
    let text = str::from_utf8(&file.bytes).ok()?;
    let mut reader = Reader::new(text, moved);
    reader.file()?;
    Some(reader.builder)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    moved: Move<'a>,
    builder: Builder,
    /// The namespaces of prefixes, by their numbers among the beginnings of IRIs.
    prefixes: FxHashMap<&'a str, u32>,
    /// The kinds of literals with a language.
    languages: FxHashMap<&'a str, u32>,
    /// The kinds of literals with a datatype, by the number of its name.
    datatypes: FxHashMap<Id, Option<u32>>,
    /// Room for the spelling of a term, and for a text with escapes.
    spelling: Vec<u8>,
    unescaped: String,
    graph: Id,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, moved: Move<'a>) -> Self {
        let (prefixes, languages, datatypes) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        let (spelling, unescaped) = (Vec::new(), String::new());
        Self { text, at: 0, moved, builder: Builder::default(), prefixes, languages, datatypes, spelling, unescaped, graph: DEFAULT }
    }

    fn file(&mut self) -> Option<()> {
        loop {
            match self.next_sign() {
                None => return (self.graph == DEFAULT).then_some(()),
                Some(b'@') => self.prefix()?,
                Some(b'}') if self.graph != DEFAULT => {
                    self.at += 1;
                    self.graph = DEFAULT;
                }
                Some(_) => self.statement()?,
            }
        }
    }

    /// The next byte that is no white space; it is not taken.
    fn next_sign(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(b' ')
    }

    fn take(&mut self, sign: &str) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        rest.starts_with(sign.as_bytes()).then(|| self.at += sign.len())
    }

    /// The characters from here on that `fits` takes.
    fn run(&mut self, fits: impl Fn(u8) -> bool) -> &'a str {
        let from = self.at;
        while self.text.as_bytes().get(self.at).is_some_and(|&byte| byte.is_ascii() && fits(byte)) {
            self.at += 1;
        }
        &self.text[from..self.at]
    }

    /// `@prefix name: <namespace> .`
    fn prefix(&mut self) -> Option<()> {
        self.take("@prefix ")?;
        let name = self.run(|byte| byte.is_ascii_alphanumeric());
        if self.graph != DEFAULT || name.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.take(": ")?;
        let namespace = self.iri()?;
        self.take(" .")?;
        let is_split = namespace.as_str().ends_with(['/', '#']);
        let beginning = self.builder.terms.beginning(self.moved.apply(namespace).as_str());
        is_split.then(|| self.prefixes.insert(name, beginning)).map(drop)
    }

    /// A subject with all that is said of it, or the name of a graph with the brace behind it.
    fn statement(&mut self) -> Option<()> {
        let subject = self.node()?;
        let mut sign = self.next_sign()?;
        if sign == b'{' {
            if self.graph != DEFAULT {
                return None;
            }
            self.at += 1;
            self.graph = subject;
            self.builder.graphs.insert(subject);
            return Some(());
        }
        loop {
            let predicate = self.verb()?;
            loop {
                self.next_sign()?;
                let object = self.object()?;
                self.builder.rows.push([subject, predicate, object, self.graph]);
                sign = self.next_sign()?;
                if sign != b',' {
                    break;
                }
                self.at += 1;
            }
            match sign {
                b';' => self.at += 1,
                b'.' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
            self.next_sign()?;
        }
    }

    fn verb(&mut self) -> Option<Id> {
        if self.peek() == b'a' && self.text.as_bytes().get(self.at + 1) == Some(&b' ') {
            self.at += 1;
            return Some(self.builder.terms.number(rdf::TYPE.into()));
        }
        self.node()
    }

    fn object(&mut self) -> Option<Id> {
        match self.peek() {
            b'"' => self.string(),
            b'0'..=b'9' | b'+' | b'-' => self.figure(),
            b't' | b'f' if ["true", "false"].iter().any(|word| self.text[self.at..].starts_with(word)) => None,
            _ => self.node(),
        }
    }

    /// An IRI in full or by its prefix.
    fn node(&mut self) -> Option<Id> {
        if self.peek() == b'<' {
            let node = self.iri()?;
            return Some(self.builder.terms.number(self.moved.apply(node).as_ref().into()));
        }
        let prefix = self.run(|byte| byte.is_ascii_alphanumeric());
        self.take(":")?;
        let mut local = self.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        // A full stop may stand inside of a name, and after it, where it ends the statement.
        if let Some(name) = local.strip_suffix('.') {
            (local, self.at) = (name, self.at - 1);
        }
        // A name may go on with signs that are escaped or rare; the end of one is plain to see.
        let is_end = match self.peek() {
            b' ' | b'\n' | b'\t' | b'\r' | b',' | b';' => true,
            b'.' => matches!(self.text.as_bytes().get(self.at + 1), None | Some(b' ' | b'\n' | b'\t' | b'\r')),
            _ => false,
        };
        if !is_end || local.starts_with(['-', '.']) || local.ends_with('.') {
            return None;
        }
        let beginning = *self.prefixes.get(prefix)?;
        Some(self.builder.terms.number_node(beginning, local, &mut self.spelling))
    }

    /// `<…>`, absolute and without escapes.
    fn iri(&mut self) -> Option<NamedNode> {
        self.take("<")?;
        let rest = &self.text[self.at..];
        let length = rest.find(['>', '\\', '<', '\n'])?;
        self.at += length;
        self.take(">")?;
        NamedNode::new(&rest[..length]).ok()
    }

    /// A text in double quotes with its language or datatype.
    fn string(&mut self) -> Option<Id> {
        let (text, escaped) = self.quoted()?;
        let kind = match self.peek() {
            b'@' => {
                self.at += 1;
                self.language()?
            }
            b'^' => {
                self.take("^^")?;
                let datatype = self.node()?;
                self.datatype(datatype)?
            }
            _ => self.builder.terms.kind(Kind::Plain),
        };
        let text = if escaped { &self.unescaped } else { text };
        Some(self.builder.terms.number_literal(kind, text, &mut self.spelling))
    }

    /// What stands between double quotes, and whether it is to be read without its escapes from where they were taken out.
    fn quoted(&mut self) -> Option<(&'a str, bool)> {
        self.take("\"")?;
        let bytes = self.text.as_bytes();
        let (start, mut from, mut escaped) = (self.at, self.at, false);
        self.unescaped.clear();
        loop {
            let at = from_plain(bytes, self.at)?;
            match bytes[at] {
                b'"' => {
                    self.at = at + 1;
                    // Two more quotes begin a long text.
                    if at == start && self.peek() == b'"' {
                        return None;
                    }
                    if escaped {
                        self.unescaped.push_str(&self.text[from..at]);
                    }
                    return Some((&self.text[start..at], escaped));
                }
                b'\\' => {
                    let sign = match bytes.get(at + 1)? {
                        b'n' => '\n',
                        b'r' => '\r',
                        b't' => '\t',
                        b'"' => '"',
                        b'\\' => '\\',
                        _ => return None,
                    };
                    self.unescaped.push_str(&self.text[from..at]);
                    self.unescaped.push(sign);
                    (self.at, from, escaped) = (at + 2, at + 2, true);
                }
                _ => return None,
            }
        }
    }

    fn language(&mut self) -> Option<u32> {
        let language = self.run(|byte| byte.is_ascii_lowercase());
        if !matches!(language.len(), 2 | 3) || matches!(self.peek(), b'-' | b'A'..=b'Z' | b'0'..=b'9') {
            return None;
        }
        let terms = &mut self.builder.terms;
        Some(*self.languages.entry(language).or_insert_with(|| terms.kind(Kind::Language(language.into()))))
    }

    fn datatype(&mut self, name: Id) -> Option<u32> {
        let terms = &mut self.builder.terms;
        *self.datatypes.entry(name).or_insert_with(|| {
            let node = terms.node(name).filter(|node| *node != rdf::LANG_STRING && !node.as_str().ends_with("dirLangString"))?;
            Some(terms.kind(Kind::typed(node.as_ref())))
        })
    }

    /// A whole number or a decimal fraction.
    fn figure(&mut self) -> Option<Id> {
        let from = self.at;
        self.run(|byte| matches!(byte, b'+' | b'-'));
        if self.at - from > 1 || self.run(|byte| byte.is_ascii_digit()).is_empty() {
            return None;
        }
        let is_fraction = self.peek() == b'.' && self.text.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_digit);
        if is_fraction {
            self.at += 1;
            self.run(|byte| byte.is_ascii_digit());
        }
        let figure = &self.text[from..self.at];
        let is_end = matches!(self.peek(), b' ' | b'\n' | b'\t' | b'\r' | b',' | b';');
        let datatype = if is_fraction { xsd::DECIMAL } else { xsd::INTEGER };
        let kind = self.builder.terms.kind(Kind::typed(datatype));
        is_end.then(|| self.builder.terms.number_literal(kind, figure, &mut self.spelling))
    }
}

/// The place of the next byte that ends or bends a text in quotes.
fn from_plain(bytes: &[u8], from: usize) -> Option<usize> {
    let found = memchr::memchr3(b'"', b'\\', b'\n', bytes.get(from..)?)?;
    // A carriage return is rare, and as wrong.
    let is_plain = memchr::memchr(b'\r', &bytes[from..from + found]).is_none();
    is_plain.then_some(from + found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Quads, Scope};
    use oxigraph::model::Quad;

    const UNMOVED: Move<'static> = Move { from: "https://e.org/id/", to: "https://e.org/id/" };

    const TEXT: &str = "@prefix id: <https://e.org/id/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n@prefix : <https://e.org/x#> .\n\
        id:a a id:C ;\n\tid:p \"云\\n\\\"b\\\\\"@zh , \"\" , \"x\"^^xsd:string , \"1\"^^xsd:date .\n<urn:x> id:q -12 , 1.50 , <https://e.org/id/b/c> .\n\
        id:g {\n\t:s_1 id:p :o-2 , id:9.0.1 ;\n\t\tid:q id:b .\n\tid:b id:p 7 .\n}\nid:a id:p id:z .\n";

    fn file(text: &[u8]) -> DataFile {
        DataFile { path: "x".into(), format: RdfFormat::TriG, bytes: text.to_vec() }
    }

    fn shown(quads: &Quads) -> Vec<String> {
        let graph = |id| if id == DEFAULT { String::new() } else { quads.term(id).to_string() };
        let rows = quads.matching([None; 3], Scope::Named).chain(quads.matching([None; 3], Scope::One(DEFAULT)));
        let mut all: Vec<String> = rows.map(|row| format!("{} {}", quads.triple(row).unwrap(), graph(row[3]))).collect();
        all.sort();
        all
    }

    fn parsed(file: &DataFile) -> Option<Vec<String>> {
        let quads: Vec<Quad> = file.quads().collect::<crate::error::Result<_>>().ok()?;
        let mut builder = Builder::default();
        quads.iter().for_each(|quad| builder.insert(quad));
        Some(shown(&builder.finish()))
    }

    #[test]
    fn what_is_read_is_what_the_parser_reads() {
        let file = file(TEXT.as_bytes());
        let read = read(&file, UNMOVED).expect("all of it is plain");
        assert_eq!(Some(shown(&read.finish())), parsed(&file));
    }

    #[test]
    fn whatever_is_damaged_is_read_as_the_parser_reads_it_or_left_to_it() {
        let signs = b" \n\"\\.;,:<>{}@^#-a0_%'(\xe4";
        let cut = (0..TEXT.len()).map(|length| TEXT.as_bytes()[..length].to_vec());
        let changed = (0..TEXT.len()).flat_map(|at| {
            signs.iter().flat_map(move |&sign| {
                let (mut replaced, mut inserted) = (TEXT.as_bytes().to_vec(), TEXT.as_bytes().to_vec());
                replaced[at] = sign;
                inserted.insert(at, sign);
                [replaced, inserted]
            })
        });
        let mut plain = 0;
        for text in cut.chain(changed) {
            let file = file(&text);
            if let Some(builder) = read(&file, UNMOVED) {
                plain += 1;
                assert_eq!(Some(shown(&builder.finish())), parsed(&file), "{}", String::from_utf8_lossy(&text));
            }
        }
        assert!(plain > 500, "{plain}");
    }

    #[test]
    fn iris_get_their_new_beginning() {
        let moved = Move { to: "http://localhost/", ..UNMOVED };
        let quads = read(&file(TEXT.as_bytes()), moved).unwrap().finish();
        let all = shown(&quads).concat();
        assert!(!all.contains("e.org/id/") && all.contains("<http://localhost/b/c>") && all.contains("<https://e.org/x#s_1>"), "{all}");
    }
}
