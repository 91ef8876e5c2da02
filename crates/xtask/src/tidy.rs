//! `cargo xtask tidy`: house rules the compiler and clippy do not know. Reports every breach, then fails.

use crate::{deny, package, root};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// A deterministic crate may use these crates at most; time, randomness and bytes come in as arguments.
const CORE: &[&str] = &["zk-proto", "zk-tree", "zk-zab", "zk-server"];
const FORBIDDEN_IN_CORE: &[&str] = &[
    "tokio",
    "rand",
    "getrandom",
    "fastrand",
    "socket2",
    "mio",
    "rustix",
    "libc",
    "nix",
    "async-io",
    "smol",
];
/// Addresses of `std::net` are values and welcome; what opens a socket or resolves a name is not.
const FORBIDDEN_NAMES_IN_CORE: &[&str] = &[
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "ToSocketAddrs",
    "std::net::*",
    "std::fs",
    "std::env",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "SystemTime",
];

/// Which crates of this workspace each may depend on, dev-dependencies aside. Members not named are unrestricted.
const EDGES: &[(&str, &[&str])] = &[
    ("zk-proto", &[]),
    ("zk-tree", &["zk-proto"]),
    ("zk-mutants", &[]),
    ("zk-storage", &["zk-proto", "zk-mutants"]),
    ("zk-forensics", &["zk-proto", "zk-storage", "zk-tree"]),
    ("zk-zab", &["zk-proto", "zk-mutants"]),
    ("zk-sasl", &[]),
    ("zk-tls", &[]),
    ("zk-client", &["zk-proto", "zk-sasl", "zk-tls"]),
    ("zk-recipes", &["zk-proto", "zk-client"]),
    ("zk-server", &["zk-proto", "zk-tree", "zk-zab", "zk-mutants"]),
    ("zk-journal", &["zk-proto", "zk-tree", "zk-storage", "zk-server", "zk-zab", "zk-mutants"]),
    ("zkd", &["zk-proto", "zk-sasl", "zk-tls", "zk-tree", "zk-storage", "zk-zab", "zk-server", "zk-journal"]),
    ("zk-config", &[]),
    ("zktui", &["zk-proto", "zk-client", "zk-config", "zkd"]),
    (
        "zkctl",
        &[
            "zk-proto",
            "zk-tree",
            "zk-storage",
            "zk-forensics",
            "zk-server",
            "zk-client",
            "zk-config",
            "zk-recipes",
            "zkd",
        ],
    ),
];

pub(crate) fn run() -> Result<()> {
    let mut breaches = Vec::new();
    for path in tracked_files()? {
        if let Ok(text) = std::fs::read_to_string(root().join(&path)) {
            check_file(&path, &text, &mut breaches);
        }
    }
    check_dependencies(&dependencies()?, &mut breaches);
    deny::check(&mut breaches)?;
    package::metadata::check(&mut breaches)?;
    for breach in &breaches {
        eprintln!("tidy: {breach}");
    }
    ensure!(breaches.is_empty(), "{} breaches of the house rules", breaches.len());
    Ok(())
}

/// Files git knows or would add: what is ignored is nobody's business here.
fn tracked_files() -> Result<Vec<String>> {
    let out = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("git ls-files")?;
    ensure!(out.status.success(), "git ls-files failed");
    Ok(String::from_utf8(out.stdout)?.lines().map(str::to_owned).collect())
}

fn check_file(path: &str, text: &str, breaches: &mut Vec<String>) {
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).unwrap_or("");
    let is_source =
        matches!(extension, "rs" | "toml" | "md" | "java" | "py" | "c" | "sh" | "yml") || path == ".ci/run";
    if is_source {
        for (number, line) in (1..).zip(text.lines()) {
            if line.ends_with([' ', '\t']) {
                breaches.push(format!("{path}:{number}: trailing whitespace"));
            }
        }
    }
    if extension == "rs" {
        check_rust(path, text, breaches);
    }
}

fn check_rust(path: &str, text: &str, breaches: &mut Vec<String>) {
    if !text.starts_with("//!") {
        breaches.push(format!("{path}:1: the file does not open with //! saying what it is responsible for"));
    }
    let core = CORE.iter().any(|krate| path.starts_with(&format!("crates/{krate}/src/")));
    for (number, line) in (1..).zip(text.lines()) {
        for word in stubs() {
            if line.contains(&word) {
                breaches.push(format!("{path}:{number}: {word}"));
            }
        }
        let code = line.split("//").next().unwrap_or(line);
        for name in FORBIDDEN_NAMES_IN_CORE.iter().filter(|name| core && code.contains(**name)) {
            breaches.push(format!("{path}:{number}: a deterministic crate names {name}"));
        }
    }
}

/// Spelled in halves, so that this file passes its own check.
fn stubs() -> [String; 3] {
    [["#[ign", "ore"], ["TO", "DO"], ["FIX", "ME"]].map(|halves| halves.concat())
}

struct Dependencies {
    members: BTreeSet<String>,
    normal: BTreeMap<String, Vec<String>>,
    /// Crates that turn planted mistakes on, and by which feature; the empty one is always.
    mistakes: Vec<(String, String)>,
}

fn dependencies() -> Result<Dependencies> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .context("cargo metadata")?;
    ensure!(out.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&out.stderr));
    let metadata: Value = serde_json::from_slice(&out.stdout)?;
    let (mut normal, mut mistakes) = (BTreeMap::new(), Vec::new());
    for package in metadata["packages"].as_array().context("packages")? {
        let names = package["dependencies"].as_array().context("dependencies")?.iter();
        let names = names.filter(|dependency| dependency["kind"] != "dev");
        let names = names.filter_map(|dependency| dependency["name"].as_str().map(str::to_owned)).collect();
        mistakes.extend(mistakes_of(package));
        normal.insert(package["name"].as_str().context("name")?.to_owned(), names);
    }
    Ok(Dependencies { members: normal.keys().cloned().collect(), normal, mistakes })
}

/// By which of its features a crate turns planted mistakes on.
fn mistakes_of(package: &Value) -> Vec<(String, String)> {
    let name = package["name"].as_str().unwrap_or_default().to_owned();
    let lists = |list: &Value, what: &str| list.as_array().is_some_and(|l| l.iter().any(|f| f == what));
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    let always = dependencies.filter(|d| d["name"] == "zk-mutants" && lists(&d["features"], "on"));
    let features = package["features"].as_object().into_iter().flatten();
    let by_feature = features.filter(|(_, turns_on)| lists(turns_on, "zk-mutants/on"));
    let by = always.map(|_| String::new()).chain(by_feature.map(|(feature, _)| feature.clone()));
    by.map(|feature| (name.clone(), feature)).collect()
}

fn check_dependencies(found: &Dependencies, breaches: &mut Vec<String>) {
    for (krate, feature) in &found.mistakes {
        if (krate.as_str(), feature.as_str()) != ("zk-sim", "mutants") {
            breaches.push(format!("{krate} turns planted mistakes on; only zk-sim's feature `mutants` may"));
        }
    }
    for (krate, allowed) in EDGES {
        for dependency in found.normal.get(*krate).into_iter().flatten() {
            if found.members.contains(dependency) && !allowed.contains(&dependency.as_str()) {
                breaches.push(format!("{krate} depends on {dependency}: dependencies point down only"));
            }
            if CORE.contains(krate) && FORBIDDEN_IN_CORE.contains(&dependency.as_str()) {
                breaches
                    .push(format!("{krate} depends on {dependency}: deterministic crates touch no world"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches_of(path: &str, text: &str) -> Vec<String> {
        let mut breaches = Vec::new();
        check_file(path, text, &mut breaches);
        breaches
    }

    #[test]
    fn a_clean_file_passes() {
        assert!(breaches_of("crates/zk-tree/src/lib.rs", "//! Tree.\nuse std::fmt;\n").is_empty());
    }

    #[test]
    fn each_rule_is_noticed() {
        assert_eq!(breaches_of("zkd/src/a.rs", "fn a() {}\n").len(), 1);
        assert_eq!(breaches_of("zkd/src/a.rs", "//! A.\nfn a() {} \n").len(), 1);
        assert_eq!(breaches_of("zkd/src/a.rs", &format!("//! A.\n// {}: b\n", stubs()[1])).len(), 1);
        assert_eq!(breaches_of("crates/zk-tree/src/a.rs", "//! A.\nuse std::fs;\n").len(), 1);
        assert!(breaches_of("zkd/src/a.rs", "//! A.\nuse std::fs;\n").is_empty());
    }

    #[test]
    fn an_edge_upwards_is_noticed() {
        let names = ["zk-proto", "zk-tree", "tokio"].map(str::to_owned);
        let found = Dependencies {
            members: names.iter().take(2).cloned().collect(),
            normal: [("zk-proto".to_owned(), vec!["zk-tree".to_owned(), "tokio".to_owned()])].into(),
            mistakes: Vec::new(),
        };
        let mut breaches = Vec::new();
        check_dependencies(&found, &mut breaches);
        assert_eq!(breaches.len(), 2);
    }

    #[test]
    fn planted_mistakes_are_turned_on_by_the_simulator_alone() {
        let package = |name: &str, features: Value, dependency: Value| serde_json::json!({ "name": name, "features": features, "dependencies": [dependency] });
        let plain = serde_json::json!({ "name": "zk-mutants", "features": [] });
        let on = serde_json::json!({ "name": "zk-mutants", "features": ["on"] });
        let feature = serde_json::json!({ "mutants": ["zk-mutants/on"] });
        let none = serde_json::json!({});
        for (package, expected) in [
            (package("zk-sim", feature.clone(), plain.clone()), 0),
            (package("zkd", none.clone(), plain.clone()), 0),
            (package("zkd", feature, plain), 1),
            (package("zkd", none, on), 1),
        ] {
            let mistakes = mistakes_of(&package);
            let found = Dependencies { members: BTreeSet::new(), normal: BTreeMap::new(), mistakes };
            let mut breaches = Vec::new();
            check_dependencies(&found, &mut breaches);
            assert_eq!(breaches.len(), expected, "{package}");
        }
    }
}
