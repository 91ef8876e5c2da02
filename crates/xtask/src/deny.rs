//! What may be among the dependencies, by `deny.toml`: what of it needs no network, with every change. `cargo deny` itself
//! asks for advisories as well; the release workflow runs it.

use crate::root;
use anyhow::{Context, Result, ensure};
use spdx::{Expression, ParseMode};
use std::collections::BTreeMap;
use std::process::Command;
use toml_edit::{DocumentMut, Item};

/// A crate of somebody else that is built into something here.
#[derive(Debug)]
struct Package {
    name: String,
    version: String,
    license: String,
    /// Where it comes from, if that is not crates.io.
    elsewhere: String,
}

/// Adds what is wrong.
pub(crate) fn check(breaches: &mut Vec<String>) -> Result<()> {
    let text = std::fs::read_to_string(root().join("deny.toml")).context("deny.toml")?;
    let rules: DocumentMut = text.parse().context("deny.toml")?;
    check_rules(&rules, breaches);
    let workflow = std::fs::read_to_string(root().join(".github/workflows/release.yml"))?;
    if !workflow.contains("cargo-deny-action") || !workflow.contains("check advisories licenses bans sources")
    {
        breaches.push("the release workflow does not ask cargo deny for everything".into());
    }
    for package in built(&strings(&rules["graph"]["targets"]))?.values() {
        check_package(&rules, package, breaches);
    }
    Ok(())
}

fn strings(item: &Item) -> Vec<String> {
    let array = item.as_array().into_iter().flatten();
    array.filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// What is strict stays so, and an advisory that is passed over has a reason and a date.
fn check_rules(rules: &DocumentMut, breaches: &mut Vec<String>) {
    for (table, key) in [
        ("advisories", "yanked"),
        ("bans", "wildcards"),
        ("sources", "unknown-registry"),
        ("sources", "unknown-git"),
    ] {
        if rules.get(table).and_then(|t| t.get(key)).and_then(Item::as_str) != Some("deny") {
            breaches.push(format!("deny.toml: {table}.{key} is not \"deny\""));
        }
    }
    let ignored = rules.get("advisories").and_then(|t| t.get("ignore")).and_then(Item::as_array);
    for exception in ignored.into_iter().flatten() {
        let field = |name| exception.as_inline_table().and_then(|t| t.get(name)).and_then(|v| v.as_str());
        let is_dated = field("reason").is_some_and(|reason| {
            reason.split_whitespace().any(|word| word.len() >= 10 && is_date(&word.as_bytes()[..10]))
        });
        if field("id").is_none() || !is_dated {
            breaches.push(format!(
                "deny.toml: advisories.ignore: {exception}: write {{ id = \"RUSTSEC-…\", reason = \"2026-01-31: why\" }}"
            ));
        }
    }
}

fn is_date(text: &[u8]) -> bool {
    text.iter()
        .enumerate()
        .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
}

fn check_package(rules: &DocumentMut, package: &Package, breaches: &mut Vec<String>) {
    let name = format!("{} {}", package.name, package.version);
    if !package.elsewhere.is_empty() {
        breaches.push(format!("{name} comes from {}, not from crates.io", package.elsewhere));
    }
    let banned = rules["bans"]["deny"].as_array().into_iter().flatten();
    let banned = banned.filter_map(|ban| ban.as_inline_table()?.get("crate")?.as_str());
    if banned.into_iter().any(|banned| banned == package.name) {
        breaches.push(format!("{name} is banned by deny.toml"));
    }
    let allowed = strings(&rules["licenses"]["allow"]);
    let fits = Expression::parse_mode(&package.license, ParseMode::LAX)
        .is_ok_and(|expression| expression.evaluate(|one| allowed.contains(&one.to_string())));
    if !fits {
        breaches
            .push(format!("{name} has the license `{}`, which deny.toml does not allow", package.license));
    }
}

/// What is built for any of these targets with all features, by name and version. (`cargo metadata` names more: what belongs to
/// features that nobody turns on.)
fn built(targets: &[String]) -> Result<BTreeMap<String, Package>> {
    ensure!(!targets.is_empty(), "deny.toml: graph.targets is empty");
    let mut found = BTreeMap::new();
    for target in targets {
        let out = Command::new(env!("CARGO"))
            .args(["tree", "--workspace", "--all-features", "--locked", "--offline", "--target", target])
            .args(["--edges", "normal,build,dev", "--prefix", "none", "--format", "{p}|{l}"])
            .current_dir(root())
            .output()
            .context("cargo tree")?;
        ensure!(out.status.success(), "cargo tree: {}", String::from_utf8_lossy(&out.stderr));
        let text = String::from_utf8(out.stdout).context("cargo tree")?;
        found.extend(text.lines().filter_map(package).map(|p| (format!("{} {}", p.name, p.version), p)));
    }
    ensure!(found.len() > 100, "cargo tree names {} dependencies only", found.len());
    Ok(found)
}

/// Of a line such as `name v1.2.3 (proc-macro)|MIT`; what is no crate of crates.io has its source in parentheses. None for a
/// crate of this workspace.
fn package(line: &str) -> Option<Package> {
    let line = line.trim_end_matches(" (*)");
    let (package, license) = line.split_once('|')?;
    let (name, rest) = package.split_once(" v")?;
    let (version, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let elsewhere = rest.replace("(proc-macro)", "").trim().trim_matches(['(', ')']).to_owned();
    let is_own = elsewhere.starts_with(root().to_str()?);
    let license = license.trim_end_matches(" (*)");
    (!is_own).then(|| Package {
        name: name.into(),
        version: version.into(),
        license: license.into(),
        elsewhere,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(ignore: &str) -> DocumentMut {
        format!(
            "[advisories]\nyanked = \"deny\"\nignore = [{ignore}]\n[licenses]\nallow = [\"MIT\", \"Apache-2.0 WITH LLVM-exception\"]\n\
             [bans]\nwildcards = \"deny\"\ndeny = [{{ crate = \"openssl-sys\" }}]\n\
             [sources]\nunknown-registry = \"deny\"\nunknown-git = \"deny\"\n"
        )
        .parse()
        .unwrap()
    }

    /// CVEs of dependencies: what is built here is what `deny.toml` lets in.
    #[test]
    fn every_dependency_is_let_in_by_deny_toml() {
        let mut breaches = Vec::new();
        check(&mut breaches).unwrap();
        assert!(breaches.is_empty(), "{breaches:#?}");
    }

    #[test]
    fn each_kind_of_dependency_that_is_not_let_in_is_noticed() {
        let own = format!("zk-proto v0.0.0 ({}/crates/zk-proto)|Apache-2.0", root().display());
        assert!(package(&own).is_none());
        for (line, count) in [
            ("a v1.0.0|MIT/Apache-2.0", 0),
            ("a v1.0.0 (proc-macro)|MIT (*)", 0),
            ("openssl-sys v1.0.0|MIT", 1),
            ("a v1.0.0 (/elsewhere/a)|MIT", 1),
            ("a v1.0.0 (proc-macro) (https://example.org/a?rev=1#2)|MIT", 1),
            ("a v1.0.0 (registry `other`)|MIT", 1),
            ("a v1.0.0|", 1),
            ("a v1.0.0|GPL-3.0-only", 1),
            ("a v1.0.0|GPL-3.0-only OR MIT", 0),
            ("a v1.0.0|MIT AND BSL-1.0", 1),
            ("a v1.0.0|Apache-2.0", 1),
            ("a v1.0.0|Apache-2.0 WITH LLVM-exception", 0),
            ("a v1.0.0|my own", 1),
        ] {
            let mut breaches = Vec::new();
            check_package(&rules(""), &package(line).unwrap(), &mut breaches);
            assert_eq!(breaches.len(), count, "{line}: {breaches:?}");
        }
    }

    #[test]
    fn an_advisory_is_passed_over_with_a_reason_and_a_date_alone() {
        for (ignore, count) in [
            ("", 0),
            ("\"RUSTSEC-2026-0001\"", 1),
            ("{ id = \"RUSTSEC-2026-0001\", reason = \"no matter\" }", 1),
            ("{ reason = \"2026-01-31: no id\" }", 1),
            ("{ id = \"RUSTSEC-2026-0001\", reason = \"2026-01-31: not reachable\" }", 0),
        ] {
            let mut breaches = Vec::new();
            check_rules(&rules(ignore), &mut breaches);
            assert_eq!(breaches.len(), count, "{ignore}: {breaches:?}");
        }
        let mut breaches = Vec::new();
        check_rules(&"[bans]\nwildcards = \"warn\"\n".parse().unwrap(), &mut breaches);
        assert_eq!(breaches.len(), 4);
    }
}
