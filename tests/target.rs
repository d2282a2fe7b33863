//! Figures: each case of `tests/cases/target` is a text, the entities in it and the figures that it states.
#![allow(clippy::non_ascii_literal, reason = "tests speak the language of the documents")]

use hongtu::{
    catalog::{Catalog, phrases::Phrases},
    corpus,
    extract::{segment, status::StatusReader, target, word},
    model::{Analysis, Class, Entity, Link, Mention, RuleId},
};
use std::{fs, path::Path};

/// A document as the stages before would hand it over: every occurrence of an entity's name is a mention of it.
fn analysis(catalog: &Catalog, text: &str, entities: &str) -> Analysis {
    let document = corpus::document("case.txt", text.as_bytes(), text.to_owned());
    let mut entities: Vec<Entity> = entities
        .lines()
        .map(|line| {
            let (class, name) = line.split_once(' ').expect("a class and a name");
            let class: Class = class.parse().expect("a class");
            Entity { class, name: name.to_owned(), aliases: Vec::new(), mentions: Vec::new(), links: Vec::new(), key: name.to_owned() }
        })
        .collect();
    let names: Vec<(String, usize)> = entities.iter().enumerate().map(|(index, entity)| (entity.name.clone(), index)).collect();
    let mut mentions = Vec::new();
    for (span, index) in Phrases::new(names.iter().map(|(name, index)| (name.as_str(), *index))).find(text) {
        entities[index].mentions.push(mentions.len());
        entities[index].links.push(Link::Name);
        mentions.push(Mention { span, class: entities[index].class, name: span.of(text).to_owned(), rule: RuleId(0) });
    }
    let structure = segment::segment(catalog, &document);
    let focus = entities.iter().position(|entity| entity.class == Class::Place).into_iter().collect();
    Analysis { document, structure, focus, in_order: mentions.len(), mentions, entities, ..Analysis::default() }
}

fn figures(catalog: &Catalog, text: &str, entities: &str) -> Vec<String> {
    let analysis = analysis(catalog, text, entities);
    let words = word::cut(catalog, &analysis.document, &analysis.structure);
    target::find(catalog, &words, &analysis, &StatusReader::new(catalog, &analysis.document, &analysis.structure))
        .iter()
        .map(|target| {
            let holder = &analysis.entities[target.holder].name;
            let time = target.time.as_deref().unwrap_or("");
            let (comparator, status) = (target.comparator, target.status);
            format!("{holder} | {} | {comparator} | {} | {} | {time} | {status}", target.indicator, target.value, target.unit)
        })
        .collect()
}

/// The content of the fence called `kind` in a case.
fn fence<'a>(case: &'a str, kind: &str) -> &'a str {
    let (_, after) = case.split_once(&format!("```{kind}\n")).expect("a case has a text, entities and figures");
    after.split("```").next().unwrap_or("")
}

#[test]
fn texts_state_the_figures_that_the_cases_say() {
    let catalog = Catalog::built_in().expect("built-in knowledge");
    let mut wrong = Vec::new();
    for name in ["plan.md", "review.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/target").join(name);
        let file = fs::read_to_string(path).expect("a case file");
        for case in file.split("```text\n").skip(1) {
            let text = case.split("```").next().unwrap_or("");
            let expected: Vec<&str> = fence(case, "figures").lines().collect();
            let found = figures(&catalog, text, fence(case, "entities"));
            if found != expected {
                wrong.push(format!("{name}: {text}\n{}", found.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "these texts state other figures:\n\n{}", wrong.join("\n\n"));
}

#[test]
fn every_prefix_of_a_text_can_be_read() {
    let catalog = Catalog::built_in().expect("built-in knowledge");
    let text = "“十四五”时期，１，2３4.5万亿元—6．0％:1：2第三百分之二十余多以上《第4（2〇二五年12月9日）连续6年获评超千亿𠀀约9万多个";
    for (offset, _) in text.char_indices() {
        figures(&catalog, &text[..offset], "Place 云州市");
        figures(&catalog, &text[offset..], "Place 云州市");
    }
}
