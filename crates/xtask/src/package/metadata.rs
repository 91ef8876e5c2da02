//! The lists of what packages and image consist of, held against the tree: what they name is there, both packages have the same,
//! what the unit and the image run exists and takes these arguments.

use super::{PROGRAMS, TOOLS};
use crate::root;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use toml_edit::{DocumentMut, Item, Value};

/// What `cargo xtask package` makes before it packs.
const MADE: [&str; 5] =
    ["man/*.1", "man/*.8", "completions/bash/*", "completions/zsh/*", "completions/fish/*"];

/// A file of a package: where it comes from, seen from the root, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asset {
    source: String,
    dest: String,
    mode: u32,
}

/// Adds what is wrong.
pub(crate) fn check(breaches: &mut Vec<String>) -> Result<()> {
    let read = |path: &str| fs::read_to_string(root().join(path)).with_context(|| path.to_owned());
    let manifest: DocumentMut = read("zkd/Cargo.toml")?.parse().context("zkd/Cargo.toml")?;
    let metadata = &manifest["package"]["metadata"];
    let (deb, rpm) = (deb(metadata), rpm(metadata));
    for (kind, assets) in [("deb", &deb), ("generate-rpm", &rpm)] {
        for asset in assets {
            check_source(kind, asset, breaches);
        }
    }
    check_same(&deb, &rpm, breaches);
    for script in ["postinst", "postrm"] {
        check_may_run(&format!("zkd/packaging/deb/{script}"), breaches);
    }
    let unit = read("zkd/packaging/systemd/zkd.service")?;
    check_unit(&unit, &deb, breaches);
    check_dockerfile(&read("zkd/packaging/docker/Dockerfile")?, breaches);
    check_workflow(&read(".github/workflows/release.yml")?, breaches);
    Ok(())
}

fn deb(metadata: &Item) -> Vec<Asset> {
    let assets = metadata["deb"]["assets"].as_array().into_iter().flatten();
    let asset = |asset: &Value| {
        let text = |n: usize| asset.as_array()?.get(n)?.as_str();
        // Seen from the crate, but for what cargo builds.
        let source = match text(0)? {
            built if built.starts_with("target/") => built.to_owned(),
            source => source.strip_prefix("../").map_or_else(|| format!("zkd/{source}"), str::to_owned),
        };
        Some(Asset { source, dest: format!("/{}", text(1)?), mode: u32::from_str_radix(text(2)?, 8).ok()? })
    };
    assets.filter_map(asset).collect()
}

fn rpm(metadata: &Item) -> Vec<Asset> {
    let assets = metadata["generate-rpm"]["assets"].as_array().into_iter().flatten();
    let asset = |asset: &Value| {
        let text = |key: &str| asset.as_inline_table()?.get(key)?.as_str();
        let (source, mode) = (text("source")?.to_owned(), u32::from_str_radix(text("mode")?, 8).ok()?);
        Some(Asset { source, dest: text("dest")?.to_owned(), mode })
    };
    assets.filter_map(asset).collect()
}

/// It is there, or is made or built before it is packed, and may be run exactly if the package says so.
fn check_source(kind: &str, asset: &Asset, breaches: &mut Vec<String>) {
    let source = &asset.source;
    if let Some(program) = source.strip_prefix("target/release/") {
        if !PROGRAMS.contains(&program) {
            breaches.push(format!("{kind}: {source} is none of the programs"));
        }
        return;
    }
    if let Some(made) = source.strip_prefix("target/package/") {
        if !MADE.contains(&made) {
            breaches.push(format!("{kind}: nobody makes {source}"));
        }
        return;
    }
    if let Some((dir, suffix)) = source.split_once('*') {
        let names = fs::read_dir(root().join(dir)).into_iter().flatten().flatten().map(|e| e.file_name());
        if !names.into_iter().any(|name| name.to_string_lossy().ends_with(suffix)) {
            breaches.push(format!("{kind}: there is no {source}"));
        }
        return;
    }
    match fs::metadata(root().join(source)) {
        Ok(found) if found.is_file() => {
            if (found.permissions().mode() ^ asset.mode) & 0o100 != 0 {
                breaches.push(format!("{kind}: {source} has another mode than {:o}", asset.mode));
            }
        }
        _ => breaches.push(format!("{kind}: there is no file {source}")),
    }
}

/// The same files, whatever each system calls the directories. cargo-deb takes the unit and the licence by keys of their own.
fn check_same(deb: &[Asset], rpm: &[Asset], breaches: &mut Vec<String>) {
    let own = ["zkd/packaging/systemd/zkd.service", "LICENSE"];
    let sources = |assets: &[Asset]| assets.iter().map(|a| a.source.clone()).collect::<BTreeSet<_>>();
    let (deb, rpm) = (sources(deb), sources(rpm));
    for source in deb.symmetric_difference(&rpm).filter(|source| !own.contains(&source.as_str())) {
        let only = if deb.contains(source) { "Debian package" } else { "RPM" };
        breaches.push(format!("zkd/Cargo.toml: {source} is in the {only} only"));
    }
}

fn check_may_run(path: &str, breaches: &mut Vec<String>) {
    let may_run = fs::metadata(root().join(path)).is_ok_and(|m| m.permissions().mode() & 0o100 != 0);
    if !may_run {
        breaches.push(format!("{path} is not there, or may not be run"));
    }
}

/// What the unit runs is in the package, and the directories that zkd writes to are those that the scripts make.
fn check_unit(unit: &str, deb: &[Asset], breaches: &mut Vec<String>) {
    let installed: BTreeSet<String> = deb
        .iter()
        .filter_map(|asset| {
            Some(format!("{}{}", asset.dest, Path::new(&asset.source).file_name()?.to_str()?))
        })
        .collect();
    let runs = unit.lines().filter_map(|line| line.strip_prefix("Exec")?.split_once('='));
    let mut count = 0;
    for (_, line) in runs {
        count += 1;
        let program = line.split(' ').next().unwrap_or_default();
        if program != "/bin/kill" && !installed.contains(program) {
            breaches.push(format!("zkd.service runs {program}, which is not in the package"));
        }
    }
    let lines: BTreeMap<_, _> = unit.lines().filter_map(|line| line.split_once('=')).collect();
    let writes = lines.get("ReadWritePaths").copied().unwrap_or_default();
    if count < 3 || !writes.split(' ').any(|path| path == "/var/lib/zookeeper") {
        breaches.push("zkd.service does not run zkd, or does not let it write to /var/lib/zookeeper".into());
    }
    if lines.get("Type") != Some(&"notify") {
        breaches.push("zkd.service: zkd says when it is ready, so that Type is notify".into());
    }
}

/// What is copied into the image is there, or was built in it.
fn check_dockerfile(text: &str, breaches: &mut Vec<String>) {
    let mut copied = 0;
    for line in text.lines().filter_map(|line| line.strip_prefix("COPY ")) {
        let mut words: Vec<&str> = line.split(' ').collect();
        words.pop();
        for word in words.into_iter().filter(|word| *word != "." && !word.starts_with("--")) {
            copied += 1;
            let built = word.strip_prefix("/src/target/server/");
            if built.is_some_and(|program| !PROGRAMS.contains(&program))
                || built.is_none() && !root().join(word).is_file()
            {
                breaches.push(format!("Dockerfile: there is no {word} to copy"));
            }
        }
    }
    if copied < 5 {
        breaches.push("Dockerfile: it copies less than it takes".into());
    }
}

/// The release is made by what anybody can run.
fn check_workflow(text: &str, breaches: &mut Vec<String>) {
    if !text.contains("cargo xtask package --install-tools") {
        breaches.push("the release workflow does not run `cargo xtask package --install-tools`".into());
    }
    for tool in TOOLS {
        // A part of a version is none to `cargo install`.
        let version = tool.split_once('@').map_or("", |(_, version)| version);
        if version.split('.').filter(|part| part.parse::<u32>().is_ok()).count() != 3 {
            breaches.push(format!("{tool}: the version of a tool has three parts"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_true() {
        let mut breaches = Vec::new();
        check(&mut breaches).unwrap();
        assert!(breaches.is_empty(), "{breaches:#?}");
    }

    #[test]
    fn what_is_not_there_is_noticed() {
        let asset = |source: &str, mode| Asset { source: source.into(), dest: "/usr/bin/".into(), mode };
        for (source, mode, count) in [
            ("README.md", 0o644, 0),
            ("README.md", 0o755, 1),
            ("docs/*.md", 0o644, 0),
            ("docs/*.nothing", 0o644, 1),
            ("zkd/packaging/nothing", 0o644, 1),
            ("zkd/packaging", 0o644, 1),
            ("target/release/zkd", 0o755, 0),
            ("target/release/zkx", 0o755, 1),
            ("target/package/man/*.1", 0o644, 0),
            ("target/man/*.1", 0o644, 1),
        ] {
            let mut breaches = Vec::new();
            check_source("deb", &asset(source, mode), &mut breaches);
            assert_eq!(breaches.len(), count, "{source} {mode:o}: {breaches:?}");
        }
        let mut breaches = Vec::new();
        check_same(&[asset("README.md", 0o644)], &[asset("LICENSE", 0o644)], &mut breaches);
        assert_eq!(breaches, ["zkd/Cargo.toml: README.md is in the Debian package only"]);
    }

    #[test]
    fn a_unit_that_runs_something_else_is_noticed() {
        let unit = fs::read_to_string(root().join("zkd/packaging/systemd/zkd.service")).unwrap();
        let deb = [Asset { source: "target/release/zkd".into(), dest: "/usr/bin/".into(), mode: 0o755 }];
        for (from, to, count) in [
            ("", "", 0),
            ("/usr/bin/zkd config", "/usr/sbin/zkd config", 1),
            ("Type=notify", "Type=simple", 1),
            ("ReadWritePaths=/var/lib/zookeeper", "ReadWritePaths=/var/lib/zkd", 1),
        ] {
            let mut breaches = Vec::new();
            check_unit(&unit.replace(from, to), &deb, &mut breaches);
            assert_eq!(breaches.len(), count, "{to}: {breaches:?}");
        }
    }

    #[test]
    fn an_image_without_its_files_is_noticed() {
        let text = fs::read_to_string(root().join("zkd/packaging/docker/Dockerfile")).unwrap();
        for (from, to) in [("entrypoint.sh /docker", "nothing.sh /docker"), ("server/zkctl", "server/zkx")] {
            let mut breaches = Vec::new();
            check_dockerfile(&text.replace(from, to), &mut breaches);
            assert_eq!(breaches.len(), 1, "{to}: {breaches:?}");
        }
    }
}
