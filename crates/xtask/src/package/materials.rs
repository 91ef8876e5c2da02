//! Bills of materials, one for each program: CycloneDX, made by `cargo cyclonedx`, and held against what cargo builds.

use super::{PROGRAMS, output};
use crate::root;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the tool calls each of its files, which it writes beside the manifest of every crate of the workspace.
const NAME: &str = "zkd-materials";

/// Writes `PROGRAM-VERSION-ARCH.cdx.json` into the directory.
pub(super) fn make(dist: &Path, version: &str, arch: &str) -> Result<()> {
    let target = format!("{arch}-unknown-linux-gnu");
    let mut command = Command::new(env!("CARGO"));
    command.args(["cyclonedx", "--format", "json", "--spec-version", "1.5"]);
    command.args(["--target", &target, "--override-filename", NAME]).current_dir(root());
    let made = output(command.env("SOURCE_DATE_EPOCH", super::epoch()?.to_string()));
    let written = written()?;
    let kept = made.and_then(|_| PROGRAMS.iter().try_for_each(|p| keep(p, dist, version, arch, &target)));
    // The tree is as it was, whatever came of it.
    for path in written {
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    kept
}

/// What the tool has left in the tree.
fn written() -> Result<Vec<PathBuf>> {
    let mut dirs: Vec<PathBuf> = PROGRAMS.iter().chain(&["tests"]).map(|name| root().join(name)).collect();
    for entry in fs::read_dir(root().join("crates"))? {
        dirs.push(entry?.path());
    }
    let files = dirs.into_iter().map(|dir| dir.join(format!("{NAME}.json")));
    Ok(files.filter(|file| file.exists()).collect())
}

fn keep(program: &str, dist: &Path, version: &str, arch: &str, target: &str) -> Result<()> {
    let from = root().join(program).join(format!("{NAME}.json"));
    let text = fs::read_to_string(&from).with_context(|| format!("cannot read {}", from.display()))?;
    let bill: Value = serde_json::from_str(&text).with_context(|| format!("{}", from.display()))?;
    let bill = without_here(bill);
    let missing: Vec<_> = built(program, target)?.difference(&named(&bill)).cloned().collect();
    ensure!(missing.is_empty(), "the bill of materials of {program} does not name {}", missing.join(", "));
    let to = dist.join(format!("{program}-{version}-{arch}.cdx.json"));
    fs::write(&to, serde_json::to_string_pretty(&bill)? + "\n")?;
    Ok(())
}

/// Our own crates are named by where they lie on this machine, which is nobody's business, and a serial number that is another
/// one each time would make two releases of the same sources different.
fn without_here(mut bill: Value) -> Value {
    if let Some(object) = bill.as_object_mut() {
        object.remove("serialNumber");
    }
    clean(&mut bill, &root().display().to_string());
    bill
}

fn clean(value: &mut Value, here: &str) {
    match value {
        Value::String(text) => *text = text.replace(&format!("file://{here}"), "file://.").replace(here, "."),
        Value::Array(all) => all.iter_mut().for_each(|value| clean(value, here)),
        Value::Object(all) => all.values_mut().for_each(|value| clean(value, here)),
        _ => {}
    }
}

/// `NAME VERSION` of what a bill names.
fn named(bill: &Value) -> BTreeSet<String> {
    let all = bill["components"].as_array().into_iter().flatten().chain([&bill["metadata"]["component"]]);
    all.filter_map(|c| Some(format!("{} {}", c["name"].as_str()?, c["version"].as_str()?))).collect()
}

/// What cargo builds into a program.
fn built(program: &str, target: &str) -> Result<BTreeSet<String>> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "--locked", "--offline", "-p", program, "--target", target, "--edges", "normal"]);
    let text = output(command.args(["--prefix", "none", "--format", "{p}"]).current_dir(root()))?;
    let package = |line: &str| {
        let mut words = line.split(' ');
        Some(format!("{} {}", words.next()?, words.next()?.strip_prefix('v')?))
    };
    Ok(text.lines().filter_map(package).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bill_says_nothing_of_this_machine_and_is_the_same_each_time() {
        let here = root().display().to_string();
        let bill = json!({
            "serialNumber": "urn:uuid:1",
            "components": [{ "name": "a", "version": "1.0.0", "bom-ref": format!("path+file://{here}/a#1.0.0") }],
            "metadata": { "component": { "name": "zkd", "version": "0.1.0" } },
        });
        let clean = without_here(bill);
        assert!(!clean.to_string().contains(&here) && clean.get("serialNumber").is_none(), "{clean}");
        assert_eq!(clean["components"][0]["bom-ref"], "path+file://./a#1.0.0");
        assert_eq!(named(&clean), ["a 1.0.0", "zkd 0.1.0"].map(str::to_owned).into());
    }

    #[test]
    fn what_is_built_into_a_program_is_known() {
        let built = built("zkd", "x86_64-unknown-linux-gnu").unwrap();
        assert!(built.len() > 50 && built.iter().any(|p| p.starts_with("tokio ")), "{built:?}");
    }
}
