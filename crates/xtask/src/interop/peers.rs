//! The foreign software, by package name: Debian's Apache ZooKeeper 3.8.0 and C client, Apache ZooKeeper 3.9.5 and
//! Curator from Maven, kazoo in a Python environment of its own. What is there already is not fetched again.

use super::process::{command, finish};
use super::server::Program;
use crate::root;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub(super) struct Peers {
    pub(super) apache38: Program,
    pub(super) apache395: Program,
    /// Class path of the client, the server and the shell of each release, Curator beside the newer one.
    pub(super) classpath38: String,
    pub(super) classpath395: String,
    pub(super) python: PathBuf,
}

/// Installs under `dir` what is not part of the system.
pub(super) fn install(dir: &Path) -> Result<Peers> {
    install_debian_packages(dir)?;
    let classpath395 = resolve_maven(dir)?;
    let classpath38 = CLASSPATH_38.join(":");
    Ok(Peers {
        apache38: apache(&classpath38),
        apache395: apache(&classpath395),
        classpath38,
        classpath395,
        python: install_python(dir)?,
    })
}

/// The server. UTF-8 is stated because the digest of a path is taken over its bytes in the JVM's own charset; the
/// container interval because that key is read from the command line only.
fn apache(classpath: &str) -> Program {
    let flags = [
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dfile.encoding=UTF-8",
        "-Dznode.container.checkIntervalMs=500",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-cp",
        classpath,
        "org.apache.zookeeper.server.quorum.QuorumPeerMain",
        "CFG",
    ];
    Program::new("java", flags)
}

/// The jar's manifest names its own dependencies; the logger and the two netty jars it forgets are added.
const CLASSPATH_38: &[&str] = &[
    "/usr/share/java/zookeeper.jar",
    "/usr/share/java/slf4j-simple.jar",
    "/usr/share/java/netty-codec.jar",
    "/usr/share/java/netty-resolver.jar",
];

/// Debian packages, each with a file that shows it is installed.
const DEBIAN: &[(&str, &str)] = &[
    ("zookeeper", "/usr/share/java/zookeeper.jar"),
    ("libsnappy-java", "/usr/share/java/snappy-java.jar"),
    ("libzookeeper-mt-dev", "/usr/include/zookeeper/zookeeper.h"),
    ("gcc", "/usr/bin/gcc"),
    ("maven", "/usr/bin/mvn"),
    ("prometheus", "/usr/bin/promtool"),
    // The terminal of zktui's suite.
    ("tmux", "/usr/bin/tmux"),
    // Makes a sync fail; chaos.
    ("strace", "/usr/bin/strace"),
];

fn install_debian_packages(dir: &Path) -> Result<()> {
    let missing = DEBIAN.iter().filter(|(_, file)| !Path::new(file).exists());
    let missing: Vec<&str> = missing.map(|(package, _)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("+ apt-get install {}", missing.join(" "));
    let apt = |args: &[&str]| {
        let mut apt = command("apt-get");
        apt.args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(args).env("DEBIAN_FRONTEND", "noninteractive");
        step(&mut apt, dir, "apt")
    };
    apt(&["update"])?;
    let install = ["install", "-y", "--no-install-recommends"];
    apt(&[&install, missing.as_slice()].concat())
}

/// The class path Maven resolves from the pom of the peers, remembered as long as the pom stays the same.
fn resolve_maven(dir: &Path) -> Result<String> {
    let pom = root().join("tests/interop/java/pom.xml");
    let (path_file, pom_copy) = (dir.join("classpath"), dir.join("classpath.pom"));
    if !same_content(&pom, &pom_copy) || !path_file.exists() {
        eprintln!("+ mvn dependency:build-classpath");
        let mut maven = command("mvn");
        maven.args(["-q", "-B", "-ntp", "-f"]).arg(&pom);
        maven.arg(format!("-Dmaven.repo.local={}", dir.join("m2").display()));
        maven.arg("org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath");
        maven.arg(format!("-Dmdep.outputFile={}", path_file.display()));
        step(&mut maven, dir, "maven")?;
        std::fs::copy(&pom, &pom_copy)?;
    }
    Ok(std::fs::read_to_string(&path_file).context("the class path from Maven")?.trim().to_owned())
}

/// A Python environment with the peers in it, made anew when their list changes.
fn install_python(dir: &Path) -> Result<PathBuf> {
    let list = root().join("tests/interop/requirements.txt");
    let venv = dir.join("venv");
    let (python, installed) = (venv.join("bin/python3"), venv.join("requirements.txt"));
    if !same_content(&list, &installed) {
        eprintln!("+ pip install -r tests/interop/requirements.txt");
        let make = || step(command("python3").args(["-m", "venv", "--clear"]).arg(&venv), dir, "venv");
        if make().is_err() {
            // Debian keeps what puts pip into an environment in a package of its own.
            step(command("apt-get").args(["-qq", "install", "-y", "python3-venv"]), dir, "apt")?;
            make()?;
        }
        let mut pip = command(&python);
        pip.args(["-m", "pip", "install", "-q", "--disable-pip-version-check", "-r"]).arg(&list);
        step(&mut pip, dir, "pip")?;
        std::fs::copy(&list, &installed)?;
    }
    Ok(python)
}

fn same_content(one: &Path, other: &Path) -> bool {
    matches!((std::fs::read(one), std::fs::read(other)), (Ok(one), Ok(other)) if one == other)
}

fn step(command: &mut Command, dir: &Path, name: &str) -> Result<()> {
    let log = dir.join(format!("install-{name}.log"));
    finish(command, &log, Duration::from_secs(900))?
        .success()
        .with_context(|| format!("installing with {name}"))?;
    Ok(())
}
