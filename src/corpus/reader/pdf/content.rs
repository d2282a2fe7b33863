//! The operators of a page → pieces of text with their places on it.

use super::font::Font;
use lopdf::{
    Dictionary, Document, Object, ObjectId,
    content::{Content, Operation},
};
use std::{collections::BTreeMap, rc::Rc};

/// Deepest nesting of forms in forms.
const DEEPEST: usize = 8;
/// Most pieces of text of a page.
const PIECES: usize = 500_000;
/// Most bytes of operators of a page or form: each operator takes many times its bytes of memory.
const OPERATORS: usize = 32 << 20;
/// Most graphics states that are kept.
const STATES: usize = 256;

/// Characters that stand together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) words: String,
    /// Where it begins and ends on its line, from the left.
    pub(super) left: f32,
    pub(super) right: f32,
    /// Its line's height above the foot of the page.
    pub(super) base: f32,
    /// The size of its characters.
    pub(super) size: f32,
}

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct PageContent {
    pub(super) pieces: Vec<Piece>,
    pub(super) pictures: usize,
}

/// Reads pages of one document.
pub(super) struct Reader<'a> {
    document: &'a Document,
    /// Bytes that may still be unpacked.
    left: usize,
    fonts: BTreeMap<ObjectId, Rc<Font>>,
    /// Characters that no font tells.
    pub(super) unknown: usize,
    /// Whether the limit was met.
    pub(super) cut: bool,
}

/// A matrix of six numbers, as PDF writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Matrix([f32; 6]);

impl Matrix {
    const UNIT: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This matrix first, then `other`.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    fn moved(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }
}

#[derive(Clone)]
struct State {
    place: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    leading: f32,
    character_space: f32,
    word_space: f32,
    scale: f32,
    rise: f32,
}

/// One stream of operators that is being run.
struct Run<'a> {
    state: State,
    saved: Vec<State>,
    line: Matrix,
    text: Matrix,
    resources: Vec<&'a Dictionary>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(document: &'a Document, unpacked: usize) -> Self {
        Self { document, left: unpacked, fonts: BTreeMap::new(), unknown: 0, cut: false }
    }

    /// Reads one page; what is broken of it is left out.
    pub(super) fn read(&mut self, page: ObjectId) -> PageContent {
        let mut content = PageContent::default();
        let bytes = match self.document.get_page_content_with_limit(page, self.left.min(OPERATORS)) {
            Ok(bytes) => bytes,
            Err(_) => {
                self.cut = true;
                return content;
            }
        };
        self.left -= bytes.len().min(self.left);
        let mut resources = Vec::new();
        if let Ok((own, inherited)) = self.document.get_page_resources(page) {
            resources.extend(own);
            resources.extend(inherited.into_iter().filter_map(|id| self.document.get_dictionary(id).ok()));
        }
        let state = State {
            place: Matrix::UNIT,
            font: None,
            size: 0.0,
            leading: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            rise: 0.0,
        };
        self.run(&bytes, state, resources, 0, &mut content);
        content
    }

    fn run(&mut self, bytes: &[u8], state: State, resources: Vec<&'a Dictionary>, depth: usize, content: &mut PageContent) {
        let Ok(operators) = Content::decode(bytes) else { return };
        let mut run = Run { state, saved: Vec::new(), line: Matrix::UNIT, text: Matrix::UNIT, resources };
        for operation in &operators.operations {
            if content.pieces.len() >= PIECES {
                self.cut = true;
                return;
            }
            self.operation(&mut run, operation, depth, content);
        }
    }

    fn operation(&mut self, run: &mut Run<'a>, operation: &Operation, depth: usize, content: &mut PageContent) {
        let operands = &operation.operands;
        let number =
            |at: usize| operands.get(at).and_then(|operand| operand.as_float().ok()).filter(|number| number.is_finite()).unwrap_or(0.0);
        let matrix = || Matrix(std::array::from_fn(number));
        match operation.operator.as_str() {
            "q" if run.saved.len() < STATES => run.saved.push(run.state.clone()),
            "Q" => run.state = run.saved.pop().unwrap_or_else(|| run.state.clone()),
            "cm" => run.state.place = matrix().then(run.state.place),
            "BT" => (run.line, run.text) = (Matrix::UNIT, Matrix::UNIT),
            "Tf" => {
                run.state.size = number(1);
                let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                run.state.font = self.font(run, name);
            }
            "Tc" => run.state.character_space = number(0),
            "Tw" => run.state.word_space = number(0),
            "Tz" => run.state.scale = number(0) / 100.0,
            "TL" => run.state.leading = number(0),
            "Ts" => run.state.rise = number(0),
            "Td" => run.next_line(number(0), number(1)),
            "TD" => {
                run.state.leading = -number(1);
                run.next_line(number(0), number(1));
            }
            "T*" => run.next_line(0.0, -run.state.leading),
            "Tm" => (run.line, run.text) = (matrix(), matrix()),
            "Tj" => self.show(run, operands.first(), content),
            "'" => {
                run.next_line(0.0, -run.state.leading);
                self.show(run, operands.first(), content);
            }
            "\"" => {
                (run.state.word_space, run.state.character_space) = (number(0), number(1));
                run.next_line(0.0, -run.state.leading);
                self.show(run, operands.get(2), content);
            }
            "TJ" => {
                for part in operands.first().and_then(|parts| parts.as_array().ok()).into_iter().flatten() {
                    match part.as_float() {
                        Ok(back) => run.advance(-back / 1000.0 * run.state.size * run.state.scale),
                        Err(_) => self.show(run, Some(part), content),
                    }
                }
            }
            "Do" => self.object(run, operands.first(), depth, content),
            "BI" => content.pictures += 1,
            _ => {}
        }
    }

    fn font(&mut self, run: &Run<'a>, name: &[u8]) -> Option<Rc<Font>> {
        let (document, limit) = (self.document, self.left);
        let found = run.resources.iter().find_map(|resources| {
            let fonts = resources.get_deref(b"Font", document).and_then(Object::as_dict).ok()?;
            fonts.get(name).ok()
        })?;
        let read = |font: &Dictionary| Rc::new(Font::read(document, font, limit));
        match found.as_reference() {
            Ok(id) => {
                let font = document.get_dictionary(id).ok()?;
                Some(self.fonts.entry(id).or_insert_with(|| read(font)).clone())
            }
            Err(_) => found.as_dict().ok().map(read),
        }
    }

    fn show(&mut self, run: &mut Run<'a>, string: Option<&Object>, content: &mut PageContent) {
        let Some(bytes) = string.and_then(|string| string.as_str().ok()) else { return };
        let Some(font) = run.state.font.clone() else { return };
        let State { size, scale, rise, character_space, word_space, .. } = run.state;
        for glyph in font.glyphs(bytes) {
            let place = Matrix::moved(0.0, rise).then(run.text).then(run.state.place);
            let [a, b, .., x, y] = place.0;
            let width = glyph.width / 1000.0 * size;
            let upright = a.abs() >= b.abs();
            self.unknown += usize::from(glyph.words.is_none());
            if let Some(words) = glyph.words.filter(|words| upright && !words.is_empty() && x.is_finite() && y.is_finite()) {
                let piece = Piece { words, left: x, right: x + width * scale * a, base: y, size: (size * place.0[3]).abs() };
                if piece.right.is_finite() && piece.size.is_finite() {
                    content.add(piece);
                }
            }
            let space = if glyph.space { word_space } else { 0.0 };
            run.advance((width + character_space + space) * scale);
        }
    }

    /// A form is run in its place; a picture is counted.
    fn object(&mut self, run: &Run<'a>, name: Option<&Object>, depth: usize, content: &mut PageContent) {
        let document = self.document;
        let name = name.and_then(|name| name.as_name().ok()).unwrap_or_default();
        let found = run.resources.iter().find_map(|resources| {
            let objects = resources.get_deref(b"XObject", document).and_then(Object::as_dict).ok()?;
            objects.get_deref(name, document).and_then(Object::as_stream).ok()
        });
        let Some(stream) = found else { return };
        match stream.dict.get_deref(b"Subtype", document).and_then(Object::as_name) {
            Ok(b"Image") => content.pictures += 1,
            Ok(b"Form") if depth < DEEPEST => {
                let Ok(bytes) = stream.decompressed_content_with_limit(self.left.min(OPERATORS)) else {
                    self.cut = true;
                    return;
                };
                // A form that is run again and again counts each time.
                self.left -= bytes.len().max(64).min(self.left);
                let mut resources = run.resources.clone();
                resources.extend(stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok());
                resources.reverse();
                resources.truncate(DEEPEST * 2);
                let numbers = stream.dict.get_deref(b"Matrix", document).and_then(Object::as_array).ok();
                let at = |at: usize| numbers.and_then(|numbers| numbers.get(at)?.as_float().ok()).unwrap_or(Matrix::UNIT.0[at]);
                let mut state = run.state.clone();
                state.place = Matrix(std::array::from_fn(at)).then(state.place);
                self.run(&bytes, state, resources, depth + 1, content);
            }
            _ => {}
        }
    }
}

impl Run<'_> {
    fn next_line(&mut self, x: f32, y: f32) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.text = self.line;
    }

    fn advance(&mut self, by: f32) {
        self.text = Matrix::moved(by, 0.0).then(self.text);
    }
}

impl PageContent {
    /// Adds a piece, to the last one where it goes on on the same line.
    fn add(&mut self, piece: Piece) {
        if let Some(last) = self.pieces.last_mut() {
            let gap = piece.left - last.right;
            let level = (piece.base - last.base).abs() < 0.1 * last.size.max(1.0);
            if level && gap.abs() < 0.3 * last.size && (piece.size - last.size).abs() < 0.1 && last.words.len() < 4096 {
                last.words.push_str(&piece.words);
                last.right = piece.right;
                return;
            }
        }
        self.pieces.push(piece);
    }
}
