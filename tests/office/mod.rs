//! One content as a file of each format.

#![allow(dead_code, reason = "each test file uses some of these")]

use lopdf::{Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};
use std::{fmt::Write as _, io::Write as _};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A part of a content.
pub(crate) enum Block {
    /// A line of its own.
    Paragraph(&'static str),
    /// Rows of cells, headings first.
    Table(&'static [&'static [&'static str]]),
}

/// The content as Markdown: a table with pipes.
pub(crate) fn markdown(blocks: &[Block]) -> Vec<u8> {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(words) => _ = writeln!(text, "{words}\n"),
            Block::Table(rows) => {
                for (index, row) in rows.iter().enumerate() {
                    _ = writeln!(text, "| {} |", row.join(" | "));
                    if index == 0 {
                        _ = writeln!(text, "|{}", "---|".repeat(row.len()));
                    }
                }
                text.push('\n');
            }
        }
    }
    text.into_bytes()
}

/// The content as a page of a site with navigation around it.
pub(crate) fn page(title: &str, meta: &[(&str, &str)], blocks: &[Block]) -> Vec<u8> {
    let mut head = format!("<title>{title}_云州市人民政府</title>");
    for (name, content) in meta {
        _ = write!(head, "<meta name=\"{name}\" content=\"{content}\">");
    }
    let mut body = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(words) => _ = writeln!(body, "<p>\u{3000}\u{3000}{words}</p>"),
            Block::Table(rows) => {
                let row = |row: &&[&str]| format!("<tr>{}</tr>", row.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>());
                _ = write!(body, "<table><tbody>{}</tbody></table>", rows.iter().map(row).collect::<String>());
            }
        }
    }
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\">{head}</head><body><div class=\"nav\"><a href=\"/\">首页</a><a href=\"/zw\">政务公开</a></div>\
         <div class=\"article\"><h1>{title}</h1><div class=\"content\">{body}</div></div><div class=\"footer\">网站标识码，备案号。</div></body></html>"
    )
    .into_bytes()
}

/// The parts of a Word file as an archive.
pub(crate) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("memory has room");
        writer.write_all(content.as_bytes()).expect("memory has room");
    }
    writer.finish().expect("memory has room").into_inner()
}

/// The content as a Word file.
pub(crate) fn word(blocks: &[Block]) -> Vec<u8> {
    let paragraph = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    let mut body = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(words) => body += &paragraph(words),
            Block::Table(rows) => {
                let cell = |cell: &&str| format!("<w:tc>{}</w:tc>", paragraph(cell));
                let row = |row: &&[&str]| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
                _ = write!(body, "<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>());
            }
        }
    }
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    archive(&[("word/document.xml", &document)])
}

/// Characters of a line of a page, and lines of a page.
const WIDTH: usize = 26;
const HEIGHT: usize = 12;

/// Paragraphs as a PDF file: lines of one column, pages with numbers.
pub(crate) fn pdf(paragraphs: &[&str]) -> Vec<u8> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for words in paragraphs {
        let mut characters = words.chars().peekable();
        let mut indent = 2;
        while characters.peek().is_some() {
            lines.push((indent, characters.by_ref().take(WIDTH - indent).collect()));
            indent = 0;
        }
    }
    let pages: Vec<String> = lines
        .chunks(HEIGHT)
        .enumerate()
        .map(|(page, lines)| {
            let show = |x: usize, y: usize, words: &str| {
                let hex: String = words.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
                format!("1 0 0 1 {x} {y} Tm <{hex}> Tj\n")
            };
            let text: String =
                lines.iter().enumerate().map(|(row, (indent, words))| show(80 + 16 * indent, 740 - 30 * row, words)).collect();
            format!("BT /F1 16 Tf\n{text}{}ET", show(280, 40, &format!("— {} —", page + 1)))
        })
        .collect();
    pdf_of(&pages)
}

/// A PDF file whose pages have these operators; the font F1 has characters of UTF-16 for codes.
pub(crate) fn pdf_of(pages: &[String]) -> Vec<u8> {
    saved(document_of(pages))
}

/// A PDF file that only opens with a password.
pub(crate) fn locked_pdf(pages: &[String]) -> Vec<u8> {
    let mut document = document_of(pages);
    document.trailer.set("ID", vec![Object::string_literal("7"), Object::string_literal("7")]);
    let (owner_password, user_password, permissions) = ("owner", "user", Permissions::all());
    let version = EncryptionVersion::V2 { document: &document, owner_password, user_password, key_length: 128, permissions };
    let state = EncryptionState::try_from(version).expect("the passwords are sound");
    document.encrypt(&state).expect("it is not encrypted yet");
    saved(document)
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory has room");
    bytes
}

fn document_of(pages: &[String]) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let descendant =
        document.add_object(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "STSong-Light", "DW" => 1000 });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "STSong-Light", "Encoding" => "UniGB-UTF16-H",
        "DescendantFonts" => vec![descendant.into()],
    });
    let mut kids: Vec<Object> = Vec::new();
    for content in pages {
        let stream = document.add_object(Stream::new(Dictionary::new(), content.clone().into_bytes()));
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => stream, "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        };
        kids.push(document.add_object(page).into());
    }
    let count = kids.len() as i64;
    document.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
}
