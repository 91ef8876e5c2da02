//! The suites of zkctl's recipes beside those of kazoo and Curator: one path, both programs, mutual exclusion judged by a
//! checker in files, and crashes of the holder. And its plain verbs beside those of kazoo and zkCli.

use super::java;
use super::lab::Lab;
use super::process::command;
use super::report::Report;
use super::server::Settings;
use anyhow::Result;
use std::time::Duration;

pub(super) fn run_kazoo(lab: &Lab) -> Result<Report> {
    let zkctl = lab.zkctl()?;
    let server = lab.serve("recipes-kazoo", &Settings::usual())?;
    let mut program = command(&lab.peers.python);
    program.arg("-B").arg(lab.sources().join("kazoo_recipes")).arg(server.connect_string()).arg(zkctl);
    lab.run_program("recipes-kazoo", &mut program, LIMIT)
}

/// The same verbs by zkctl, kazoo and zkCli.
pub(super) fn run_verbs(lab: &Lab) -> Result<Report> {
    let zkctl = lab.zkctl()?;
    let server = lab.serve("same-verbs", &Settings::usual())?;
    let mut program = command(&lab.peers.python);
    program.arg("-B").arg(lab.sources().join("same_verbs")).arg(server.connect_string()).arg(zkctl);
    lab.run_program("same-verbs", program.arg(&lab.peers.classpath395), LIMIT)
}

pub(super) fn run_curator(lab: &Lab) -> Result<Report> {
    let zkctl = lab.zkctl()?;
    let mut program = java::compile(lab, "recipes-curator", &lab.peers.classpath395, "beside")?;
    let server = lab.serve("recipes-curator", &Settings::usual())?;
    lab.run_program("recipes-curator", program.arg(server.connect_string()).arg(zkctl), LIMIT)
}

const LIMIT: Duration = Duration::from_secs(240);
