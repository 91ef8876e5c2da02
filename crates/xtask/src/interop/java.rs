//! The suite of Apache's Java client: one program, compiled and run against each release's jar.

use super::lab::Lab;
use super::process::command;
use super::report::Report;
use super::server::Settings;
use anyhow::Result;
use std::process::Command;
use std::time::Duration;

pub(super) fn run_38(lab: &Lab) -> Result<Report> {
    run(lab, "java-3.8.0", &lab.peers.classpath38)
}

pub(super) fn run_395(lab: &Lab) -> Result<Report> {
    run(lab, "java-3.9.5", &lab.peers.classpath395)
}

fn run(lab: &Lab, name: &str, classpath: &str) -> Result<Report> {
    let mut program = compile(lab, name, classpath, "client")?;
    let server = lab.serve(name, &Settings::usual().with("enforceQuota", true))?;
    lab.run_program(name, program.arg(server.connect_string()), Duration::from_secs(300))
}

/// Compiles the package `package` of `tests/interop/java` with the frame both programs share; returns the command
/// that runs its `Main`.
pub(super) fn compile(lab: &Lab, name: &str, classpath: &str, package: &str) -> Result<Command> {
    let classes = lab.build_dir(name)?;
    let mut javac = command("javac");
    javac.args(["-nowarn", "-Xlint:-options", "-cp", classpath, "-d"]).arg(&classes);
    for package in ["frame", package] {
        for entry in std::fs::read_dir(lab.sources().join("java").join(package))? {
            javac.arg(entry?.path());
        }
    }
    lab.build(name, &mut javac)?;
    let mut java = command("java");
    java.args(["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]);
    java.arg("-Dorg.slf4j.simpleLogger.defaultLogLevel=off");
    java.arg("-cp").arg(format!("{}:{classpath}", classes.display())).arg(format!("{package}.Main"));
    Ok(java)
}
