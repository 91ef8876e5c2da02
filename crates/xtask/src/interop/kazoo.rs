//! The suite of kazoo, the Python client: its calls, all its recipes, the four-letter words it sends.

use super::lab::Lab;
use super::process::command;
use super::report::Report;
use super::server::Settings;
use anyhow::Result;
use std::time::Duration;

pub(super) fn run(lab: &Lab) -> Result<Report> {
    let server = lab.serve("kazoo", &Settings::usual())?;
    let mut program = command(&lab.peers.python);
    program.arg("-B").arg(lab.sources().join("kazoo")).arg(server.connect_string());
    lab.run_program("kazoo", &mut program, Duration::from_secs(240))
}
