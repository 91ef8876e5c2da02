//! The suite of Apache's C client, the threaded flavour of Debian's package.

use super::lab::Lab;
use super::process::command;
use super::report::Report;
use super::server::Settings;
use anyhow::Result;
use std::time::Duration;

pub(super) fn run(lab: &Lab) -> Result<Report> {
    let (sources, binary) = (lab.sources().join("c"), lab.build_dir("c")?.join("interop"));
    let mut compile = command("gcc");
    compile.args(["-std=gnu11", "-Wall", "-Wextra", "-O1", "-DTHREADED", "-o"]).arg(&binary);
    compile.args([sources.join("main.c"), sources.join("cases.c")]).args(["-lzookeeper_mt", "-lpthread"]);
    lab.build("c-client", &mut compile)?;
    let server = lab.serve("c-client", &Settings::usual())?;
    lab.run_program("c-client", command(&binary).arg(server.connect_string()), Duration::from_secs(120))
}
