//! The suite of the crate `zookeeper-client`, a Rust client not of this project, built in a workspace of its own.

use super::lab::Lab;
use super::process::command;
use super::report::Report;
use super::server::Settings;
use anyhow::Result;
use std::time::Duration;

pub(super) fn run(lab: &Lab) -> Result<Report> {
    let target = lab.build_dir("rust-client")?;
    let mut cargo = command(env!("CARGO"));
    cargo
        .args(["build", "--quiet", "--locked", "--manifest-path"])
        .arg(lab.sources().join("rust-client/Cargo.toml"));
    cargo.arg("--target-dir").arg(&target);
    lab.build("rust-client", &mut cargo)?;
    let server = lab.serve("rust-client", &Settings::usual())?;
    let mut program = command(target.join("debug/rust-client"));
    lab.run_program("rust-client", program.arg(server.connect_string()), Duration::from_secs(240))
}
