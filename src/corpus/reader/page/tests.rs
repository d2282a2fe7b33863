use super::*;

const PAGE: &str = "<!DOCTYPE html><html><head><title>云州市港口提升方案_云州市人民政府</title>\
<meta name=\"PubDate\" content=\"2031-03-06 09:30\"><meta name='ContentSource' content='云州日报'>\
<style>p{color:red}</style><script>var a='建设，码头。';</script></head><body>\
<div class='nav'><ul><li><a href=/>首页</a><li><a href=/zw>政务公开，要闻</a></ul></div>\
<div class=box><h1>云州市港口提升方案</h1><div class='info'><span>发布机构：云州市交通局</span>\n<span>文号：云交发〔2031〕7号</span></div>\
<div id='zoom'><p>　　一、建设云帆湖码头，<b>扩建</b>航道。<p>二、培育航运，\n支持出海。<br>三、完善配套。\
<table><tr><td>序号<td>任务<td>牵头单位<tr><td>1<td>建设码头<td>市交通局<br>市财政局</table>\
<p style='display: none'>隐藏的话，不读。</p></div></div><div class=footer>主办单位：云州市人民政府办公室，备案号。</div></body></html>";

#[test]
fn the_text_is_found_and_navigation_dropped() {
    let reading = read(PAGE, false);
    assert_eq!(
        reading.text,
        "云州市港口提升方案\n一、建设云帆湖码头，扩建航道。\n二、培育航运，支持出海。\n三、完善配套。\n1. 建设码头。牵头单位：市交通局 市财政局。\n"
    );
    let has = |name: &str, value: &str| reading.properties.iter().any(|property| property.name == name && property.value == value);
    assert!(has("PubDate", "2031-03-06 09:30") && has("title", "云州市港口提升方案"), "{:?}", reading.properties);
    assert!(has("line", "发布机构：云州市交通局 文号：云交发〔2031〕7号"), "{:?}", reading.properties);
    let locators: Vec<_> = reading.places.iter().map(|place| (place.locator.paragraph, place.locator.row)).collect();
    assert_eq!(locators.len(), 5);
    assert!(locators[4].1.is_some() && locators[3].0.is_some());
}

#[test]
fn pages_made_to_hurt_are_read_in_time() {
    let deep = format!("{}云州市建设码头，很好。", "<div>".repeat(200_000));
    assert_eq!(read(&deep, false).text, "云州市建设码头，很好。\n");
    let attributes = format!("<p {}>甲，乙。</p>丙，丁。", "a ".repeat(200_000));
    assert!(read(&attributes, false).text.contains("丙，丁。"));
    let formats = format!("{}甲，乙。{}", "<b class=x><i>".repeat(50_000), "<p>丙，丁。".repeat(2000));
    assert_eq!(read(&formats, false).text.matches("丙，丁。").count(), 2000);
    for source in ["", "<", "<table><tr><td>", "</div></p>", "<p", "&#x0;&bogus;<!--", "<ol><li><li>甲</ol>", "<table><td>甲<table><td>乙"]
    {
        read(source, false);
    }
}

#[test]
fn the_encoding_is_the_pages_own() {
    let source = "<html><head><meta charset=\"gb2312\"></head><body><p>云州市建设码头，扩建航道。</p></body></html>";
    let (bytes, _, _) = encoding_rs::GBK.encode(source);
    assert_eq!(decode(&bytes).unwrap(), (source.to_owned(), false));
    let mut broken = bytes.into_owned();
    broken.splice(40..40, [0xFF, 0xFF, b'<']);
    let (text, lossy) = decode(&broken).unwrap();
    assert!(lossy && text.contains("云州市建设码头"));
}
