use super::*;
use lopdf::{Dictionary, Stream, dictionary};
use std::num::NonZeroU32;

/// A page of lines, each with its distance from the left and the foot and its words.
type Lines<'a> = &'a [(i32, i32, &'a str)];

/// A file whose font has characters of UTF-16 for codes.
fn file(pages: &[Lines<'_>]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let descendant =
        document.add_object(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "STSong-Light", "DW" => 1000 });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "STSong-Light", "Encoding" => "UniGB-UTF16-H", "DescendantFonts" => vec![descendant.into()],
    });
    let mut kids = Vec::new();
    for lines in pages {
        let mut content = "BT /F1 16 Tf\n".to_owned();
        for (x, y, words) in *lines {
            let hex: String = words.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            content += &format!("1 0 0 1 {x} {y} Tm <{hex}> Tj\n");
        }
        let stream = document.add_object(Stream::new(Dictionary::new(), (content + "ET").into_bytes()));
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => stream, "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        };
        kids.push(document.add_object(page).into());
    }
    let count = kids.len() as i64;
    document.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn lines_are_joined_into_paragraphs_over_pages() {
    let bytes = file(&[
        &[
            (164, 700, "云州市实施方案"),
            (116, 660, "为加快港口建设，制定本方案。到二〇三"),
            (84, 630, "一年，建成云帆湖码头，扩建航道，培育壮大"),
            (84, 600, "航运企业。"),
            (116, 570, "一是建设码头，扩建航道，完善港口配"),
            (250, 40, "— 1 —"),
        ],
        &[(84, 700, "套设施。"), (116, 670, "二是培育企业。"), (250, 40, "— 2 —")],
    ]);
    let reading = read(&bytes, Limits::default()).unwrap();
    assert_eq!(
        reading.text,
        "云州市实施方案\n为加快港口建设，制定本方案。到二〇三一年，建成云帆湖码头，扩建航道，培育壮大航运企业。\n一是建设码头，扩建航道，完善港口配套设施。\n二是培育企业。\n"
    );
    let pages: Vec<_> = reading.places.iter().map(|place| place.locator.page.unwrap().get()).collect();
    assert_eq!(pages, [1, 1, 1, 2]);
}

#[test]
fn what_has_no_text_says_so_and_what_is_damaged_is_refused() {
    let empty = read(&file(&[&[]]), Limits::default()).unwrap();
    assert!(empty.text.is_empty() && empty.findings[0].id == "no-text");
    let whole = file(&[&[(84, 700, "云州市建设码头。")]]);
    assert!(read(b"%PDF-1.7 nothing", Limits::default()).unwrap_err().contains("damaged"));
    for length in (0..whole.len()).step_by(7) {
        _ = std::panic::catch_unwind(|| read(&whole[..length], Limits::default()));
    }
    let one = Limits { pages: 1, ..Limits::default() };
    let cut = read(&file(&[&[(84, 700, "甲。")], &[(84, 700, "乙。")]]), one).unwrap();
    assert!(cut.text == "甲。\n" && cut.findings[0].id == "pages-cut");
}

#[test]
fn parts_in_columns_are_a_table_where_one_of_them_has_figures() {
    let goals: &[(i32, i32, &str)] = &[
        (84, 740, "附件 主要指标"),
        (90, 700, "指标"),
        (230, 700, "单位"),
        (300, 700, "2030年"),
        (430, 700, "2035年"),
        (84, 670, "一、经济发展"),
        (84, 640, "地区生产总值"),
        (230, 640, "亿元"),
        (300, 640, "3200"),
        (430, 640, "5000"),
        // A name on two lines, the figures beside their middle.
        (84, 610, "常住人口城"),
        (230, 600, "%"),
        (300, 600, "68.5"),
        (430, 600, "≥75"),
        (84, 590, "镇化率"),
        (116, 540, "二、保障措施"),
    ];
    let reading = read(&file(&[goals]), Limits::default()).unwrap();
    assert_eq!(
        reading.text,
        "附件 主要指标\n一、经济发展\n地区生产总值。单位：亿元；2030年：3200；2035年：5000。\n常住人口城镇化率。单位：%；2030年：68.5；2035年：≥75。\n二、保障措施\n"
    );
    let place = reading.places[2].locator;
    assert_eq!([place.page, place.table, place.row].map(|number| number.map_or(0, NonZeroU32::get)), [1, 1, 3]);
    assert_eq!(reading.tables[0].headings, ["指标", "单位", "2030年", "2035年"]);
    // It goes on over pages, whether or not its headings stand there again; the third table is another.
    let row = |y: i32, words: [&'static str; 4]| [84, 230, 300, 430].into_iter().zip(words).map(move |(x, words)| (x, y, words));
    let first: Vec<_> = goals.iter().take(14).copied().chain(row(570, ["森林覆盖率", "%", "41", "42"])).collect();
    let second: Vec<_> = row(700, ["水库库容", "亿方", "7", "9"]).chain(row(670, ["机场", "座", "1", "2"])).collect();
    let third: Vec<_> = row(700, ["指标", "单位", "2030年", "2035年"]).chain(row(670, ["港口", "座", "3", "4"])).collect();
    let fourth: Vec<_> = row(700, ["县", "人口", "面积", "村"])
        .chain(row(670, ["青湖县", "31", "860", "44"]))
        .chain(row(640, ["白石县", "28", "910", "40"]))
        .collect();
    let reading = read(&file(&[&first, &second, &third, &fourth]), Limits::default()).unwrap();
    let (_, behind) = reading.text.split_once("森林覆盖率。单位：%；2030年：41；2035年：42。\n").unwrap();
    assert_eq!(
        behind,
        "水库库容。单位：亿方；2030年：7；2035年：9。\n机场。单位：座；2030年：1；2035年：2。\n港口。单位：座；2030年：3；2035年：4。\n\
         青湖县。人口：31；面积：860；村：44。\n白石县。人口：28；面积：910；村：40。\n"
    );
    assert_eq!(reading.places.iter().map(|place| place.locator.page.map_or(0, NonZeroU32::get)).max(), Some(4));
    let names: &[(i32, i32, &str)] = &[
        (84, 700, "沈怀瑾"),
        (184, 700, "丁文博"),
        (284, 700, "秦怀远"),
        (84, 670, "叶知行"),
        (184, 670, "邵文渊"),
        (284, 670, "顾亭林"),
        (84, 640, "温如玉"),
        (184, 640, "岑立行"),
        (284, 640, "陆明远"),
    ];
    let reading = read(&file(&[names]), Limits::default()).unwrap();
    assert!(reading.tables.is_empty() && reading.text.starts_with("沈怀瑾\u{3000}丁文博\u{3000}秦怀远"), "{}", reading.text);
    assert_eq!(reading.findings[0].id, "table-not-read");
}
