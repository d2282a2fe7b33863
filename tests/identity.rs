//! Things of different documents: pairs that people judged.

#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

use hongtu::{catalog::Catalog, corpus, extract, identity::pairs::Pairs};
use std::path::Path;

#[test]
fn pairs_are_told_to_be_one_or_two_as_people_judged() {
    let catalog = Catalog::built_in().expect("the built-in catalog");
    let pairs = Pairs::read(Path::new("tests/identity")).expect("well-formed");
    assert!(pairs.len() >= 150, "{}", pairs.len());
    let measure = pairs.measure(&catalog);
    let wrong: Vec<String> = measure.wrong.iter().map(|(line, what)| format!("{line}: {what}")).collect();
    assert!(measure.f1() >= 0.95, "F1 {:.3}\n{}", measure.f1(), wrong.join("\n"));
}

/// The entities of a text as `Class name`, each of whose mentions means no other.
fn entities(text: &str) -> Vec<String> {
    let catalog = Catalog::built_in().expect("the built-in catalog");
    let analysis = extract::analyse(&catalog, corpus::document("a.txt", text.as_bytes(), text.to_owned()));
    let mut named = vec![0; analysis.mentions.len()];
    analysis.entities.iter().flat_map(|entity| &entity.mentions).for_each(|&mention| named[mention] += 1);
    assert!(named.iter().all(|&entities| entities == 1), "{text}: {:?}", analysis.entities);
    let mut entities: Vec<String> = analysis.entities.iter().map(|entity| format!("{} {}", entity.class, entity.name)).collect();
    entities.sort();
    entities
}

#[test]
fn what_one_document_names_is_one_thing() {
    let organ = entities("工作要点\n\n牵头单位：市残联。大连市残联参加。\n");
    assert_eq!(organ, ["Organization 大连市残联", "Place 大连市"]);
    let belt = entities("工作要点\n\n大连都市圈加快建设。大连市发展海洋产业，大连将举办博览会。\n");
    assert_eq!(belt.iter().filter(|name| name.starts_with("Place")).collect::<Vec<_>>(), ["Place 大连市", "Place 大连都市圈"]);
    let nation = entities("工作要点\n\n我国经济回升。中国发展海洋产业。\n");
    assert_eq!(nation.iter().filter(|name| name.starts_with("Place")).collect::<Vec<_>>(), ["Place 中国"]);
}
