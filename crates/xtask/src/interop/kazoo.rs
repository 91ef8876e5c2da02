//! The suites of kazoo, the Python client: ours (its calls, all its recipes, the four-letter words it sends), and the
//! tests kazoo itself comes with.

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

/// Takes a minute and a half, whatever the server.
pub(super) fn run_own(lab: &Lab) -> Result<Report> {
    let server = lab.serve("kazoo-own", &Settings::usual())?;
    let mut program = command(&lab.peers.python);
    program.arg("-B").arg(lab.sources().join("kazoo_own")).args([&server.connect_string(), SPOKEN_VERSION]);
    lab.run_program("kazoo-own", &mut program, Duration::from_secs(400))
}

/// Decides which of kazoo's tests apply.
const SPOKEN_VERSION: &str = "3.9.5";
