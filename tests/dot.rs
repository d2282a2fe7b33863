//! The picture: what Graphviz is given, and what it makes of hostile names.

#![expect(clippy::non_ascii_literal, clippy::unwrap_used, reason = "what is drawn is Chinese; a test may fail")]

use hongtu::{
    catalog::Catalog,
    graph::KnowledgeGraph,
    model::{Class, Predicate},
    write::{
        dot::{self, Kind, View},
        json,
    },
};
use std::{
    collections::BTreeMap,
    io::Write,
    process::{Command, Stdio},
};

/// Names that break pictures where they are not escaped.
const HOSTILE: &[&str] = &[
    "\"",
    "\\",
    "\\N",
    "a\\",
    "\\\"",
    "\"\\",
    "[x]",
    "{a|b}",
    "<b>",
    "<",
    "->",
    ";",
    "#",
    "//",
    "/*",
    "&",
    "R&D",
    "&amp;",
    "&#38;",
    "&;",
    "%",
    "\t",
    "\u{b}",
    "\u{0}",
    "\u{7f}",
    "\u{feff}",
    "\u{fffe}",
    "\n",
    "\r\n",
    "“圈链”",
    "《建议》",
    "（一）",
    "𠮷",
    "🏗",
    "node",
    "graph",
    "subgraph",
    "云\\l州",
    "\\G\\E\\T\\H\\L",
    "`'$",
    "e\u{301}",
    "\u{202e}右",
    "=",
];

/// A graph in which the first entity builds all others.
fn star(names: &[&str]) -> KnowledgeGraph {
    let entity = |(index, name): (usize, &&str)| serde_json::json!({"id": format!("e{index}"), "class": if index == 0 { "Place" } else { "Park" }, "name": name, "aliases": [name], "mentions": []});
    let relation = |index: usize| {
        serde_json::json!({"subject": "e0", "predicate": "builds", "object": format!("e{index}"), "status": "planned", "role": names[index],
            "document": "d", "start": 0, "end": 4, "line": 1, "rule": "r", "confidence": 0.5})
    };
    let entities: Vec<_> = names.iter().enumerate().map(entity).collect();
    let relations: Vec<_> = (1..names.len()).map(relation).collect();
    let document = serde_json::json!({"id": "d", "path": names[0], "sha256": "", "title": names[0], "characters": 4});
    let graph = serde_json::json!({"documents": [document], "entities": entities, "relations": relations, "targets": []});
    json::parse(graph.to_string().as_bytes()).unwrap()
}

const KINDS: [Kind; 8] =
    [Kind::Overview, Kind::Officials, Kind::Organs, Kind::Document, Kind::Set, Kind::Place, Kind::Focus, Kind::Timeline];

/// A graph in which every view has something to show, with these names for all there is.
fn everything(names: &[&str]) -> KnowledgeGraph {
    let classes = ["Place", "Department", "Official", "Strategy", "Park", "Measure", "Event"];
    let relations = [
        ("Official", "holdsPost", "Department"),
        ("Department", "jurisdiction", "Place"),
        ("Place", "builds", "Park"),
        ("Park", "partOf", "Strategy"),
        ("Measure", "statedBy", "Official"),
        ("Department", "responsibleFor", "Measure"),
        ("Place", "convenes", "Event"),
    ];
    let (mut entities, mut stated, mut targets) = (Vec::new(), Vec::new(), Vec::new());
    for (index, name) in names.iter().enumerate() {
        for class in classes {
            let mentions = [serde_json::json!({"document": "d", "start": index, "end": index + 1})];
            entities.push(
                serde_json::json!({"id": format!("{class}{index}"), "class": class, "name": name, "aliases": [], "mentions": mentions}),
            );
        }
        for (subject, predicate, object) in relations {
            stated.push(serde_json::json!({"subject": format!("{subject}{index}"), "predicate": predicate, "object": format!("{object}{index}"),
                "status": "done", "role": name, "time": "2030", "document": "d", "start": index, "end": index + 1, "line": 1, "rule": "r", "confidence": 0.5}));
        }
        targets.push(serde_json::json!({"holder": format!("Place{index}"), "indicator": name, "comparator": ">", "value": 3, "unit": name, "time": "2030",
            "status": "planned", "document": "d", "start": 0, "end": 1, "line": 1, "rule": "r", "confidence": 0.5}));
    }
    let document = serde_json::json!({"id": "d", "path": names[0], "sha256": "", "title": names[0], "characters": 4});
    json::parse(
        serde_json::json!({"documents": [document], "entities": entities, "relations": stated, "targets": targets}).to_string().as_bytes(),
    )
    .unwrap()
}

#[test]
fn every_view_shows_the_very_characters() {
    for &name in
        HOSTILE.iter().filter(|name| !name.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\u{feff}' || c == '\u{fffe}'))
    {
        let graph = everything(&[name]);
        for kind in [Kind::Officials, Kind::Organs, Kind::Document, Kind::Set, Kind::Place, Kind::Timeline] {
            let Some((svg, complaints)) = render("dot", "svg", &draw(&graph, &View { kind, ..View::default() })) else { return };
            assert_eq!(complaints, "", "{kind:?} {name:?}");
            let shown: Vec<String> =
                svg.lines().filter_map(|line| line.strip_suffix("</text>")?.rsplit_once('>').map(|(_, text)| plain(text))).collect();
            assert!(shown.contains(&name.to_owned()), "{kind:?}: {name:?} is not in {svg}");
        }
    }
}

#[test]
fn each_view_answers_its_question() {
    let graph = everything(&["云州"]);
    let shown = |kind: Kind| draw(&graph, &View { kind, ..View::default() });
    for (kind, classes) in [
        (Kind::Officials, &["Department"][..]),
        (Kind::Organs, &["Department"]),
        (Kind::Document, &["Measure"]),
        (Kind::Set, &["Strategy", "Park"]),
        (Kind::Place, &["Place"]),
        (Kind::Timeline, &["Period"]),
    ] {
        let dot = shown(kind);
        let cards: Vec<&str> =
            dot.lines().filter_map(|line| line.split_once("class=\"")?.1.split_once('"').map(|(class, _)| class)).collect();
        assert_eq!(cards, classes, "{kind:?}: {dot}");
    }
    assert!(shown(Kind::Timeline).contains("3云州"));
    let empty = KnowledgeGraph::default();
    for kind in KINDS {
        assert!(draw(&empty, &View { kind, ..View::default() }).ends_with("}\n"), "{kind:?}");
    }
}

fn draw(graph: &KnowledgeGraph, view: &View) -> String {
    let text = HOSTILE.concat();
    dot::write(&Catalog::built_in().unwrap(), graph, &BTreeMap::from([("d", text.as_str())]), view).unwrap()
}

/// The quoted strings of one line, unescaped as the language of Graphviz has it; none where a quote stays open.
fn strings(line: &str) -> Option<Vec<String>> {
    let (mut strings, mut chars) = (Vec::new(), line.chars());
    while chars.by_ref().any(|c| c == '"') {
        let mut string = String::new();
        loop {
            match chars.next()? {
                '"' => break,
                '\\' => match chars.next()? {
                    '"' => string.push('"'),
                    other => string.extend(['\\', other]),
                },
                c => string.push(c),
            }
        }
        strings.push(string);
    }
    Some(strings)
}

/// Runs `engine`; its output and its complaints.
fn render(engine: &str, format: &str, dot: &str) -> Option<(String, String)> {
    let command =
        Command::new(engine).arg(format!("-T{format}")).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = command.ok()?;
    child.stdin.take().unwrap().write_all(dot.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some((String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[test]
fn every_line_closes_its_strings_and_statement() {
    for &name in HOSTILE {
        let dot = draw(&star(&["云州市", name]), &View::default());
        for line in dot.lines().filter(|line| line.starts_with("  ")) {
            let parsed = strings(line).unwrap_or_else(|| panic!("an open string for {name:?} in {line}"));
            assert!(line.ends_with(';') || line.ends_with(','), "{line}");
            assert!(parsed.iter().all(|string| !string.chars().any(char::is_control)), "{line:?}");
        }
    }
}

#[test]
fn graphviz_does_not_complain_and_shows_the_very_characters() {
    let mut names = vec!["云州市"];
    names.extend(HOSTILE);
    let pictures = [draw(&star(&names), &View { max_nodes: 200, ..View::default() }), draw(&star(&["\"[\\", "]\\\""]), &View::default())];
    let sheets = KINDS.map(|kind| draw(&everything(&names), &View { kind, max_nodes: 400, ..View::default() }));
    for engine in ["dot", "neato", "sfdp"] {
        for picture in pictures.iter().chain(&sheets) {
            let Some((_, complaints)) = render(engine, "svg", picture) else { return };
            assert_eq!(complaints, "", "{engine}");
        }
    }
    for &name in HOSTILE.iter().filter(|name| !name.contains(|c: char| c.is_control() || c == '\u{feff}' || c == '\u{fffe}')) {
        let (svg, _) = render("dot", "svg", &draw(&star(&["云州市", name]), &View::default())).unwrap();
        let shown = svg.lines().filter_map(|line| line.strip_suffix("</text>")?.rsplit_once('>').map(|(_, text)| plain(text)));
        assert!(shown.collect::<Vec<_>>().contains(&name.to_owned()), "{name:?} is not in {svg}");
    }
}

/// Text of XML without entities.
fn plain(xml: &str) -> String {
    let named = [("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&#45;", "-"), ("&#160;", " "), ("&amp;", "&")];
    named.iter().fold(xml.to_owned(), |text, (entity, c)| text.replace(entity, c))
}

#[test]
fn alike_entities_share_a_box() {
    let dot = draw(&star(&["云州市", "青湖科学城", "南岸产业园", "北岭创新港"]), &View::default());
    assert!(dot.contains("载体 (3)\\l· 青湖科学城\\l· 南岸产业园\\l· 北岭创新港\\l"), "{dot}");
    assert_eq!(dot.matches(" -> ").count(), 1);
    assert!(dot.contains("建设") && dot.contains("style=\"dashed\""), "{dot}");
}

#[test]
fn views_choose_what_is_drawn() {
    let names: Vec<String> = std::iter::once("云州市".to_owned()).chain((0..100).map(|n| format!("第{n}园区"))).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let graph = star(&names);
    let shown = |view: &View| draw(&graph, view).lines().filter(|line| line.starts_with("  \"n") && !line.contains(" -> ")).count();
    assert_eq!(shown(&View::default()), 2, "a hub and one box of its leaves");
    assert_eq!(shown(&View { classes: vec![Class::Place], ..View::default() }), 0);
    assert_eq!(shown(&View { predicates: vec![Predicate::Develops], ..View::default() }), 0);
    let focus = dot::find(&graph, "第7园");
    assert_eq!(graph.graph[focus[0]].name, "第7园区");
    assert_eq!(shown(&View { focus, ..View::default() }), 2);
    assert!(dot::find(&graph, "海上花").is_empty());
}

#[test]
fn an_empty_graph_is_an_empty_picture() {
    let dot = draw(&KnowledgeGraph::default(), &View::default());
    assert!(dot.starts_with("digraph \"hongtu\" {") && dot.ends_with("}\n"), "{dot}");
}
