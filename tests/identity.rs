//! Things of different documents: pairs that people judged.

use hongtu::{catalog::Catalog, identity::pairs::Pairs};
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
