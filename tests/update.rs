//! What an output directory says depends on its documents alone, not on the way that led to them.

#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

mod common;

use common::{contents, hongtu, stderr};
use std::{collections::BTreeMap, fs, path::Path};

/// Short documents that share names, so that what one adds shows in what others share.
fn text(number: u64) -> String {
    let city = ["云州市", "临川市", "清岚市"][(number % 3) as usize];
    let (park, industry) = (["青湖", "白石", "东港"][(number / 3 % 3) as usize], ["量子信息", "海洋装备"][(number / 2 % 2) as usize]);
    let more = 5 + number % 7;
    format!(
        "{city}{park}产业园建设方案\n\n{city}科技局局长沈怀瑾介绍了有关情况。\n\n一、总体要求\n一是建设{park}产业园。到2030年，{industry}产业规模达到{more}00亿元。\n\
         二是{city}实施“百企上云”行动，大力发展{industry}产业。\n牵头单位：市科技局；责任单位：市财政局。\n"
    )
}

fn run(args: &[&str]) -> i32 {
    let output = hongtu(args);
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    output.status.code().expect("it ended by itself")
}

/// Builds `inputs` into a new directory; all files written.
fn from_nothing(inputs: &Path, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().expect("a temporary directory");
    let [inputs, directory] = [inputs, out.path()].map(|path| path.to_str().expect("UTF-8"));
    assert_eq!(run(&["build", inputs, "--out", directory, "--threads", threads]), 0);
    contents(out.path())
}

fn assert_same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>, when: &str) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected), "{when}");
    for (name, bytes) in found {
        assert!(*bytes == expected[name], "{name} differs {when}");
    }
}

#[test]
fn one_document_under_two_paths_keeps_both() {
    let inputs = tempfile::tempdir().expect("a temporary directory");
    for name in ["b.txt", "a.txt", "c.txt"] {
        fs::write(inputs.path().join(name), text(1)).expect("writable");
    }
    let files = from_nothing(inputs.path(), "2");
    let graph: serde_json::Value = serde_json::from_slice(&files["graph.json"]).expect("JSON");
    let [document] = graph["documents"].as_array().expect("a list").as_slice() else { panic!("one document") };
    let end = |path: &serde_json::Value| path.as_str().expect("a path").rsplit('/').next().map(str::to_owned);
    assert_eq!(end(&document["path"]).as_deref(), Some("a.txt"));
    assert_eq!(document["copies"].as_array().expect("a list").iter().filter_map(end).collect::<Vec<_>>(), ["b.txt", "c.txt"]);
    let report = String::from_utf8(files["report.md"].clone()).expect("UTF-8");
    assert_eq!(report.matches("`repeated-content`").count(), 2, "{report}");
}

#[test]
fn a_damaged_or_foreign_product_is_read_again() {
    let [inputs, out] = [(); 2].map(|()| tempfile::tempdir().expect("a temporary directory"));
    for number in 0..3 {
        fs::write(inputs.path().join(format!("{number}.txt")), text(number)).expect("writable");
    }
    let [from, to] = [inputs.path(), out.path()].map(|path| path.to_str().expect("UTF-8"));
    let build = || assert_eq!(run(&["build", from, "--out", to, "--update"]), 0);
    build();
    let expected = contents(out.path());
    assert_same(&expected, &from_nothing(inputs.path(), "1"), "after the first update");
    for (name, bytes) in &expected {
        let path = out.path().join(name);
        for damage in [&bytes[..bytes.len() / 2], b"{}", b""] {
            fs::write(&path, damage).expect("writable");
            build();
            assert_same(&contents(out.path()), &expected, &format!("after damage to {name}"));
        }
        fs::remove_file(&path).expect("there");
        build();
        assert_same(&contents(out.path()), &expected, &format!("after {name} was removed"));
    }
}

/// A generator of numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Number of random steps: what the variable says, or few.
fn wanted(variable: &str, few: u64) -> u64 {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(few)
}

#[test]
fn any_sequence_of_changes_ends_where_a_build_from_nothing_does() {
    let mut numbers = Numbers(wanted("HONGTU_SEED", 7));
    let [inputs, out] = [(); 2].map(|()| tempfile::tempdir().expect("a temporary directory"));
    let [from, to] = [inputs.path(), out.path()].map(|path| path.to_str().expect("UTF-8"));
    let file = |number: u64| inputs.path().join(format!("{}/{number}.txt", number % 3));
    for number in 0..3 {
        fs::create_dir(inputs.path().join(number.to_string())).expect("writable");
        fs::write(file(number), text(number)).expect("writable");
    }
    assert_eq!(run(&["build", from, "--out", to]), 0);
    for step in 0..wanted("HONGTU_STEPS", 6) {
        let threads = ["1", "2", "4"][numbers.below(3) as usize];
        let number = numbers.below(8);
        let present: Vec<u64> = (0..8).filter(|&number| file(number).exists()).collect();
        match numbers.below(4) {
            // Taken out of the output without looking at the inputs.
            0 if present.len() > 1 && file(number).exists() => {
                fs::remove_file(file(number)).expect("there");
                let path = file(number).to_str().expect("UTF-8").to_owned();
                assert_eq!(run(&["remove", &path, "--out", to, "--threads", threads]), 0);
            }
            1 if present.len() > 1 => fs::remove_file(file(present[0])).expect("there"),
            // New, changed, or the same bytes as another.
            _ => {
                for _ in 0..=numbers.below(3) {
                    fs::write(file(numbers.below(8)), text(numbers.below(12))).expect("writable");
                }
            }
        }
        assert_eq!(run(&["build", from, "--out", to, "--update", "--threads", threads]), 0);
        assert_same(&contents(out.path()), &from_nothing(inputs.path(), "2"), &format!("after step {step}"));
    }
}

#[test]
fn two_processes_on_halves_give_what_one_gives_on_all() {
    let inputs = tempfile::tempdir().expect("a temporary directory");
    for number in 0..6 {
        let half = inputs.path().join((number % 2).to_string());
        fs::create_dir_all(&half).expect("writable");
        // The last document stands in both halves.
        fs::write(half.join(format!("{number}.txt")), text(number.min(4))).expect("writable");
    }
    fs::write(inputs.path().join("0/unread.txt"), b"\x00\x01\x02\x00").expect("writable");
    let path = |name: &str| inputs.path().join(name).to_str().expect("UTF-8").to_owned();
    let [first, second, merged, whole] = ["out1", "out2", "merged", "whole"].map(path);
    std::thread::scope(|scope| {
        scope.spawn(|| assert_eq!(run(&["build", &path("0"), "--out", &first]), 3));
        scope.spawn(|| assert_eq!(run(&["build", &path("1"), "--out", &second, "--threads", "1"]), 0));
    });
    assert_eq!(run(&["merge", &second, &first, "--out", &merged]), 0);
    assert_eq!(run(&["build", &path("1"), &path("0"), "--out", &whole]), 3);
    assert_same(&contents(merged.as_ref()), &contents(whole.as_ref()), "after the merge");
    assert_eq!(run(&["build", &path("1"), "--out", &second, "--rdf", "plain"]), 0);
    let output = hongtu(&["merge", &first, &second, "--out", &merged]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("another --rdf"), "{}", stderr(&output));
    let manifest = fs::read_to_string(format!("{first}/manifest.json")).expect("written");
    let at = manifest.find("\"catalog\":\"").expect("it has a version") + 11;
    fs::write(format!("{first}/manifest.json"), format!("{}0000{}", &manifest[..at], &manifest[at + 4..])).expect("writable");
    let output = hongtu(&["merge", &first, &second, "--out", &merged]);
    assert!(stderr(&output).contains("made with the rules of version 0000"), "{}", stderr(&output));
    assert_same(&contents(merged.as_ref()), &contents(whole.as_ref()), "after merges that failed");
}

/// Kills builds at random moments: the files are those of before or those of after, and the next build succeeds.
#[cfg(unix)]
#[test]
fn a_killed_build_leaves_a_good_output() {
    use std::{
        process::{Command, Stdio},
        time::{Duration, Instant},
    };
    let mut numbers = Numbers(wanted("HONGTU_SEED", 11));
    let [inputs, out] = [(); 2].map(|()| tempfile::tempdir().expect("a temporary directory"));
    let [from, to] = [inputs.path(), out.path()].map(|path| path.to_str().expect("UTF-8"));
    let write = |variant: u64| {
        for number in 0..4 {
            fs::write(inputs.path().join(format!("{number}.txt")), text(number + 5 * variant)).expect("writable");
        }
    };
    let expected = [0, 1].map(|variant| {
        write(variant);
        from_nothing(inputs.path(), "2")
    });
    let begun = Instant::now();
    write(0);
    assert_eq!(run(&["build", from, "--out", to]), 0);
    let whole = begun.elapsed().as_micros() as u64;
    let mut now = 0;
    for kill in 0..wanted("HONGTU_KILLS", 6) {
        let next = 1 - now;
        write(next as u64);
        let mut command = Command::new(env!("CARGO_BIN_EXE_hongtu"));
        let update: &[&str] = if numbers.below(2) == 0 { &["--update"] } else { &[] };
        command.args(["build", from, "--out", to]).args(update).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        std::thread::sleep(Duration::from_micros(numbers.below(whole * 5 / 4)));
        child.kill().expect("it is a child");
        child.wait().expect("it is a child");
        // Whoever reads next finishes what was cut short.
        assert_eq!(run(&["export", to, "--format", "json", "--out", inputs.path().join("graph").to_str().expect("UTF-8")]), 0);
        let mut found = contents(out.path());
        found.retain(|name, _| !name.contains(".hongtu-staged-"));
        let reached = if found["graph.json"] == expected[next]["graph.json"] { next } else { now };
        assert_same(&found, &expected[reached], &format!("after kill {kill}"));
        fs::remove_file(inputs.path().join("graph")).expect("written");
        if numbers.below(3) == 0 {
            assert_eq!(run(&["build", from, "--out", to, "--update"]), 0);
            assert_same(&contents(out.path()), &expected[next], &format!("after the build that follows kill {kill}"));
        }
        now = if contents(out.path())["graph.json"] == expected[next]["graph.json"] { next } else { now };
    }
}

/// Tells builds and merges to stop while they work: they say so, and the files are those of before, without anything beside them.
#[cfg(unix)]
#[test]
fn a_stopped_command_leaves_a_good_output_and_nothing_else() {
    use std::process::{Child, Command, Stdio};
    let inputs = tempfile::tempdir().expect("a temporary directory");
    let path = |name: &str| inputs.path().join(name).to_str().expect("UTF-8").to_owned();
    let [from, out, part] = ["in", "out", "part"].map(path);
    fs::create_dir(&from).expect("writable");
    let write = |variant: u64| {
        for number in 0..60 {
            fs::write(path(&format!("in/{number}.txt")), text(number + variant).repeat(4) + &number.to_string()).expect("writable");
        }
    };
    write(0);
    for directory in [&out, &part] {
        assert_eq!(run(&["build", &path("in/7.txt"), "--out", directory]), 0);
    }
    assert_eq!(run(&["build", &from, "--out", &part]), 0);
    write(1);
    let before = contents(out.as_ref());
    // What waits for its place shows that the work has begun, and how much of it is done.
    let waiting = || {
        let entries = fs::read_dir(Path::new(&out).join("documents")).into_iter().flatten().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".hongtu-staged-")).count()
    };
    let stopped = |args: &[&str], signal: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hongtu"));
        let mut child: Child = command.args(args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
        while waiting() == 0 && child.try_wait().expect("it is a child").is_none() {
            std::thread::yield_now();
        }
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().expect("there is kill").success());
        child.wait_with_output().expect("it is a child")
    };
    for (args, signal) in [
        (&["build", &from, "--out", &out, "--threads", "1"][..], "-INT"),
        (&["build", &from, "--out", &out, "--update", "--threads", "2"], "-TERM"),
        (&["merge", &part, "--out", &out, "--threads", "1"], "-INT"),
    ] {
        let output = stopped(args, signal);
        assert_eq!(output.status.code(), Some(130), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).starts_with("error: stopped; the output is as it was before"), "{}", stderr(&output));
        assert_same(&contents(out.as_ref()), &before, &format!("after {args:?} was stopped"));
    }
    assert_eq!(run(&["build", &from, "--out", &out, "--update"]), 0);
}

#[test]
fn decisions_hold_in_every_build() {
    let inputs = tempfile::tempdir().expect("a temporary directory");
    let path = |name: &str| inputs.path().join(name).to_str().expect("UTF-8").to_owned();
    fs::create_dir(path("in")).expect("writable");
    for number in 0..3 {
        fs::write(path(&format!("in/{number}.txt")), text(number)).expect("writable");
    }
    let [from, out, file] = ["in", "out", "decisions.toml"].map(path);
    assert_eq!(run(&["build", &from, "--out", &out]), 0);
    let graph = |out: &str| -> serde_json::Value {
        serde_json::from_slice(&fs::read(format!("{out}/graph.json")).expect("written")).expect("JSON")
    };
    let before = graph(&out);
    let entities = before["entities"].as_array().expect("a list");
    let id = |class: &str, name: &str| {
        let found = entities.iter().find(|entity| entity["class"] == class && entity["name"].as_str().is_some_and(|n| n.contains(name)));
        found.unwrap_or_else(|| panic!("{class} {name}"))["id"].as_str().expect("an id").to_owned()
    };
    let (one, other, industry) = (id("Place", "云州市"), id("Place", "临川市"), id("Industry", "量子信息"));
    let statement =
        before["relations"].as_array().expect("a list").iter().find(|r| r["predicate"] == "builds").expect("something is built");
    let trig = fs::read_to_string(format!("{out}/graph.trig")).expect("written");
    let document = statement["document"].as_str().expect("an id");
    let begins = format!("id:statement-{document}-");
    let rejected = trig.match_indices(&begins).map(|(at, _)| &trig[at + 3..at + begins.len() + 12]);
    let rejected: Vec<&str> = rejected.collect();
    for args in [
        vec!["same", &one, &other, "--why", "一市两名"],
        vec!["rename", &industry, "量子科技"],
        vec!["alias", &industry, "量子"],
        vec!["reject-statement", rejected[0]],
        vec!["different", &one, &other],
        vec!["rename", "place-nowhere-00000000", "乌有市"],
    ] {
        let mut args = args;
        args.insert(0, "decide");
        args.extend(["--decisions", file.as_str()]);
        assert_eq!(run(&args), 0, "{args:?}");
    }
    assert_eq!(run(&["build", &from, "--out", &out, "--decisions", &file, "--update"]), 0);
    let after = graph(&out);
    let names: Vec<&str> = after["entities"].as_array().expect("a list").iter().filter_map(|entity| entity["name"].as_str()).collect();
    assert!(names.contains(&"量子科技") && !names.contains(&"量子信息"), "{names:?}");
    assert!(!after["entities"].as_array().expect("a list").iter().any(|entity| entity["id"] == other.as_str()));
    let trig = fs::read_to_string(format!("{out}/graph.trig")).expect("written");
    assert!(!trig.contains(rejected[0]), "{}", rejected[0]);
    let report = fs::read_to_string(format!("{out}/report.md")).expect("written");
    assert!(report.contains("6 decisions, 2 of which did nothing"), "{report}");
    assert!(report.contains("contradicts a line before") && report.contains("have no `place-nowhere-00000000`"), "{report}");
    let kept = contents(out.as_ref());
    let (half, merged) = (path("half"), path("merged"));
    assert_eq!(run(&["build", &path("in/0.txt"), "--out", &half, "--decisions", &file]), 0);
    assert_eq!(run(&["build", &path("in/1.txt"), &path("in/2.txt"), "--out", &merged, "--decisions", &file]), 0);
    assert_eq!(run(&["merge", &half, &merged, "--out", &out]), 0);
    assert_same(&contents(out.as_ref()), &kept, "after a merge");
    assert_eq!(run(&["verify", &out]), 0);
    let output = hongtu(&["duplicates", &out, "--format", "json", "--limit", "0"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(serde_json::from_slice::<serde_json::Value>(&output.stdout).is_ok_and(|list| list.is_array()));
}
