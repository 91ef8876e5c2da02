//! The suite of Curator's recipes, over the newer release of the Java client.

use super::java;
use super::lab::Lab;
use super::report::Report;
use super::server::Settings;
use anyhow::Result;
use std::time::Duration;

pub(super) fn run(lab: &Lab) -> Result<Report> {
    let mut program = java::compile(lab, "curator", &lab.peers.classpath395, "recipes")?;
    let server = lab.serve("curator", &Settings::usual())?;
    lab.run_program("curator", program.arg(server.connect_string()), Duration::from_secs(300))
}
