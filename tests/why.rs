//! `hongtu why` and `hongtu why-not`: what they tell of texts whose statements are known.

#![allow(clippy::unwrap_used)]
#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

mod common;

use common::{hongtu, stderr, stdout};
use hongtu::{
    catalog::Catalog,
    corpus, extract,
    model::{Class, Predicate},
    why::{Answer, Asked, Question, Thing, meant, why, why_not},
};
use std::fs;

const REPORT: &str = "云州市2026年政府工作报告

今年，我市将加快建设云帆湖产业园，打响“云心办”服务品牌。
清源攻坚行动由市生态环境局牵头。
云州市不再建设青岚湖大桥。
云州市举办云帆湖国际陶瓷博览会，市科技局参加。
";

fn ask(ask: fn(&Catalog, &[hongtu::model::Analysis], &Question) -> Answer, text: &str, statement: [&str; 3]) -> Answer {
    let catalog = Catalog::built_in().unwrap();
    let document = corpus::document("report.txt", text.as_bytes(), text.to_owned());
    let [subject, predicate, object] = statement;
    let question = Question::new(&catalog, subject, predicate, object).unwrap();
    ask(&catalog, &[extract::analyse(&catalog, document)], &question)
}

fn assert_told(answer: &Answer, stated: bool, parts: &[&str]) {
    assert_eq!(answer.stated, stated, "{}", answer.text);
    for part in parts {
        assert!(answer.text.contains(part), "`{part}` is not in\n{}", answer.text);
    }
}

#[test]
fn why_tells_rule_words_offsets_and_who_acts() {
    let told = ask(why, REPORT, ["云州市", "builds", "云帆湖产业园"]);
    let at = |words: &str| {
        let start = REPORT[..REPORT.find(words).unwrap()].chars().count();
        format!("“{words}” {start}–{}", start + words.chars().count())
    };
    let (verb, park, pronoun) = (at("加快建设"), at("云帆湖产业园"), at("我市"));
    let sentence = "今年，我市将[加快建设|word][云帆湖产业园|object]，打响“云心办”服务品牌。";
    assert_told(&told, true, &["report.txt, line 3", sentence, "builds-site: ", "confidence 0.", &verb, &park, &pronoun]);
}

#[test]
fn why_tells_by_what_a_name_became_the_entity() {
    let told = ask(why, REPORT, ["云州市生态环境局", "负责", "清源攻坚行动"]);
    assert_told(&told, true, &["led-by: ", "[市生态环境局|subject][牵头|word]", "completed by the focal place", "its own name"]);
    let plan = "云州市2026年政府工作报告\n我市印发《云州市低空产业发展规划》（以下简称《规划》）。\n2027年，全市将全面实施《规划》。\n";
    let told = ask(why, plan, ["云州市", "implements", "云州市低空产业发展规划"]);
    assert_told(&told, true, &["《[规划|object]》", "defined in the text as a short name"]);
}

#[test]
fn names_and_predicates_that_are_alike_are_said() {
    let told = ask(why, REPORT, ["生态环境局", "负责单位", "清源攻坚"]);
    assert_told(
        &told,
        true,
        &["`生态环境局` was taken for 云州市生态环境局 (Department)", "`清源攻坚` was taken for 清源攻坚行动 (Program)"],
    );
    assert_told(&told, true, &["`负责单位` was taken for responsibleFor"]);
    let catalog = Catalog::built_in().unwrap();
    for (word, predicate) in [("建设", Predicate::Builds), ("Builds", Predicate::Builds), ("holds a post in", Predicate::HoldsPost)] {
        assert_eq!(Asked::new(&catalog, word).unwrap().predicate, predicate);
    }
    let problem = Asked::new(&catalog, "xyzzy").unwrap_err().to_string();
    assert!(problem.contains("xyzzy") && problem.contains("holdsPost"), "{problem}");
}

#[test]
fn the_nearest_name_comes_first() {
    let none: &[String] = &[];
    let things = ["云帆湖产业园", "云帆湖", "云帆湖大桥", "滨江港"];
    let things = things.iter().map(|name| Thing { key: name, class: Class::Park, name, aliases: none });
    let found: Vec<String> = meant(things.clone(), "“云帆湖”").into_iter().map(|meant| meant.name).collect();
    assert_eq!(found, ["云帆湖", "云帆湖大桥", "云帆湖产业园"]);
    assert_eq!(meant(things, "").len(), 0);
}

#[test]
fn why_without_the_statement_tells_what_was_read_instead() {
    let told = ask(why, REPORT, ["云州市", "develops", "云帆湖产业园"]);
    assert_told(
        &told,
        false,
        &["Not read: 云州市 develops 云帆湖产业园", "云州市 builds 云帆湖产业园", "hongtu why-not '云州市' develops '云帆湖产业园'"],
    );
}

#[test]
fn why_not_tells_which_condition_failed() {
    for (statement, parts) in [
        (["云州市", "builds", "青岚湖大桥"], &["builds-site: it matches, but “不再”", "denies it"][..]),
        (["临川市", "builds", "云帆湖产业园"], &["临川市: no entity is called so", "who acts here is 云州市"]),
        (
            ["云州市", "builds", "云心办"],
            &["云心办: no entity is called so", "alike: “云心办”服务品牌 (Instrument)", "inside the longer name"],
        ),
        (
            ["云州市", "locatedIn", "云帆湖国际陶瓷博览会"],
            &["the object of locatedIn is one of Place", "the subject of locatedIn is one of"],
        ),
        (["云州市", "serves", "滨江新区"], &["滨江新区: no entity is called so", "stand 0 time(s)"]),
        (
            ["市科技局", "convenes", "云帆湖国际陶瓷博览会"],
            &["is 云州市科技局: Department", "云州市 convenes 云帆湖国际陶瓷博览会", "who acts here is 云州市"],
        ),
        (["市生态环境局", "implements", "清源攻坚行动"], &["[清源攻坚行动|object]", "no verb of the family"]),
    ] {
        let told = ask(why_not, REPORT, statement);
        for part in parts {
            assert!(told.text.contains(part), "{statement:?}: `{part}` is not in\n{}", told.text);
        }
    }
    let told = ask(why_not, "天气晴。\n", ["云州市", "builds", "云帆湖产业园"]);
    assert_told(&told, false, &["neither name stands in it"]);
}

#[test]
fn the_command_reads_documents_and_builds() {
    let directory = tempfile::tempdir().unwrap();
    let (report, out) = (directory.path().join("report.txt"), directory.path().join("out"));
    fs::write(&report, REPORT).unwrap();
    let [report, out] = [&report, &out].map(|path| path.to_str().unwrap());
    let from_text = hongtu(&["why", "云州市", "建设", "云帆湖产业园", report]);
    assert_eq!(from_text.status.code(), Some(0), "{}", stderr(&from_text));
    assert!(hongtu(&["build", report, "--out", out]).status.success());
    let from_build = hongtu(&["why", "云州市", "建设", "云帆湖产业园", out]);
    assert_eq!(stdout(&from_build), stdout(&from_text));
    let other = hongtu(&["why", "云州市", "develops", "云帆湖产业园", out]);
    assert_eq!(other.status.code(), Some(1));
    let missing = hongtu(&["why-not", "云州市", "develops", "云帆湖产业园", report]);
    assert!(missing.status.success() && stdout(&missing).contains("the object of develops is one of"), "{}", stdout(&missing));
    fs::write(report, "别的。").unwrap();
    let changed = hongtu(&["why", "云州市", "建设", "云帆湖产业园", out]);
    assert_eq!(changed.status.code(), Some(1));
    assert!(stderr(&changed).contains("has changed since it was built"), "{}", stderr(&changed));
}
