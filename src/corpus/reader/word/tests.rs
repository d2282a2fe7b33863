use super::*;
use std::io::Write;
use zip::{ZipWriter, write::SimpleFileOptions};

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>")
}

fn text(body: &str) -> String {
    read(&archive(&[("word/document.xml", &document(body))]), Limits::default()).unwrap().text
}

#[test]
fn runs_are_joined_and_what_is_no_text_left_out() {
    let body = "<w:p><w:pPr><w:pStyle w:val=\"TOC1\"/></w:pPr><w:r><w:t>目录 1</w:t></w:r></w:p>\
        <w:p><w:r><w:t>云州市</w:t></w:r><w:del><w:r><w:delText>将</w:delText><w:t>要</w:t></w:r></w:del><w:r><w:t xml:space=\"preserve\">建设码头。 </w:t></w:r></w:p>\
        <w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>甲&amp;乙&own;</w:t><w:br/><w:t>丙</w:t></w:r></w:p><w:p/>";
    assert_eq!(text(body), "云州市建设码头。\n甲&amp;乙&own;\n丙\n");
}

#[test]
fn lists_have_their_numbers_and_tables_their_headings() {
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/>\
        <w:lvlText w:val=\"%1、\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%2.\"/></w:lvl>\
        </w:abstractNum><w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";
    let item = |depth: u32, words: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let cell =
        |properties: &str, words: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&[cell("", "序号"), cell("", "任务"), cell("", "牵头单位")]),
        row(&[cell("", "1"), cell("", "建设码头"), cell("<w:vMerge w:val=\"restart\"/>", "市交通局")]),
        row(&[cell("", "2"), cell("", "扩建航道"), cell("<w:vMerge/>", "")]),
    );
    let body = [item(0, "总体要求"), item(1, "建港口"), item(1, "修航道"), item(0, "重点任务"), item(1, "兴产业"), table].concat();
    let notes = "<w:footnotes><w:footnote w:type=\"separator\"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote><w:footnote w:id=\"1\"><w:p><w:r><w:t>注释一。</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let core = "<p><dc:title>草稿</dc:title></p>";
    let bytes = archive(&[
        ("word/document.xml", &document(&body)),
        ("word/numbering.xml", numbering),
        ("word/footnotes.xml", notes),
        ("docProps/core.xml", core),
    ]);
    let reading = read(&bytes, Limits::default()).unwrap();
    assert_eq!(
        reading.text,
        "一、总体要求\n1. 建港口\n2. 修航道\n二、重点任务\n1. 兴产业\n1. 建设码头。牵头单位：市交通局。\n2. 扩建航道。牵头单位：市交通局。\n注释一。\n"
    );
    assert_eq!(reading.properties[0].name, "dc:title");
    assert_eq!(reading.tables[0].rows.len(), 2);
}

#[test]
fn archives_made_to_hurt_are_refused_or_read_in_part() {
    let bomb = document(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "甲".repeat(3_000_000)));
    let small = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    assert!(read(&archive(&[("word/document.xml", &bomb)]), small).unwrap_err().contains("limit"));
    let deep = format!("{}<w:p><w:r><w:t>深处。</w:t></w:r></w:p>", "<w:tbl><w:tr><w:tc>".repeat(100_000));
    assert_eq!(text(&deep), "深处。\n");
    let laughs = "<!DOCTYPE d [<!ENTITY a \"哈哈\"><!ENTITY b \"&a;&a;&a;\">]><w:document xmlns:w=\"w\"><w:p><w:r><w:t>一&b;二</w:t></w:r></w:p></w:document>";
    assert_eq!(read(&archive(&[("word/document.xml", laughs)]), Limits::default()).unwrap().text, "一&b;二\n");
    let broken = read(&archive(&[("word/document.xml", "<w:p><w:r><w:t>前</w:t></w:r></w:p><w:p <")]), Limits::default()).unwrap();
    assert!(broken.text.starts_with('前') && broken.findings.iter().any(|finding| finding.id == "broken-xml"));
    let sheet = archive(&[("xl/workbook.xml", "<x/>")]);
    assert!(read(&sheet, Limits::default()).unwrap_err().contains("spreadsheet"));
    let whole = archive(&[("word/document.xml", &document("<w:p><w:r><w:t>全</w:t></w:r></w:p>"))]);
    for length in 0..whole.len() {
        _ = read(&whole[..length], Limits::default());
    }
}
