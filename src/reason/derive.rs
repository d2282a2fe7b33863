//! The shapes of relations, made from the ontology, so that both always say the same.

use crate::{
    catalog::ontology::{ClassSet, Ontology},
    model::{Class, Predicate},
};
use std::fmt::Write;

const HEAD: &str = "\
# What each relation may join, as SHACL Core: made from ontology/hongtu.ttl by `hongtu ontology --shapes`, not to be edited.
@prefix hsh: <https://w3id.org/hongtu/shapes#> .
@prefix ht: <https://w3id.org/hongtu/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
";

/// The text of `ontology/shapes/relations.ttl`.
pub fn relations(ontology: &Ontology) -> String {
    let mut out = HEAD.to_owned();
    for &predicate in Predicate::ALL {
        relation(ontology, predicate, &mut out).expect("writing into a string does not fail");
    }
    out.push_str(&entities());
    out
}

fn relation(ontology: &Ontology, predicate: Predicate, out: &mut String) -> std::fmt::Result {
    let (term, ends) = (ontology.predicate(predicate), ontology.ends(predicate));
    let names = |set: ClassSet, english: bool| {
        let name = |class: Class| if english { ontology.class(class).en.clone() } else { ontology.class(class).zh.clone() };
        set.iter().map(name).collect::<Vec<_>>().join(if english { ", " } else { "/" })
    };
    let one_of = |set: ClassSet| {
        let name = names(set, true);
        if name.contains(',') { format!("of one of the classes {name}") } else { format!("of the class {name}") }
    };
    writeln!(out, "\nhsh:{predicate} a sh:NodeShape ;\n    sh:targetSubjectsOf ht:{predicate} ;\n    {} ;", classes(ends.domain))?;
    writeln!(out, "    sh:message \"{} <- {}\"@zh,", term.zh, names(ends.domain, false))?;
    writeln!(out, "        \"the subject of {predicate} must be {}\"@en ;", one_of(ends.domain))?;
    let count = ontology.is_functional(predicate);
    let further = if count { format!(", hsh:{predicate}-count") } else { String::new() };
    writeln!(out, "    sh:property hsh:{predicate}-object{further} .")?;
    writeln!(out, "\nhsh:{predicate}-object a sh:PropertyShape ;\n    sh:path ht:{predicate} ;\n    {} ;", classes(ends.range))?;
    writeln!(out, "    sh:message \"{} -> {}\"@zh,", term.zh, names(ends.range, false))?;
    writeln!(out, "        \"the object of {predicate} must be {}\"@en .", one_of(ends.range))?;
    if count {
        writeln!(out, "\nhsh:{predicate}-count a sh:PropertyShape ;\n    sh:path ht:{predicate} ;\n    sh:maxCount 1 ;")?;
        writeln!(out, "    sh:message \"{} <= 1\"@zh,\n        \"there is one object of {predicate} at most\"@en .", term.zh)?;
    }
    Ok(())
}

/// One class, or any of several.
fn classes(set: ClassSet) -> String {
    let each: Vec<String> = set.iter().map(|class| format!("sh:class ht:{class}")).collect();
    match &each[..] {
        [only] => only.clone(),
        several => format!("sh:or ({} )", several.iter().map(|class| format!(" [ {class} ]")).collect::<String>()),
    }
}

/// Every entity is of one class.
fn entities() -> String {
    let list = |form: fn(&Class) -> String, between: &str| Class::ALL.iter().map(form).collect::<Vec<_>>().join(between);
    format!(
        "\nhsh:Entity-class a sh:NodeShape ;\n    sh:targetClass {} ;\n    sh:xone ( {} ) ;\n    sh:message \"= 1\"@zh,\n        \
         \"an entity is of one class: the classes exclude each other\"@en .\n",
        list(|class| format!("ht:{class}"), ", "),
        list(|class| format!("[ sh:class ht:{class} ]"), " "),
    )
}
