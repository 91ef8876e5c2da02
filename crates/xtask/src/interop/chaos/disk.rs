//! A member whose disk fails: full by a limit on file sizes, really full, or failing to sync. It must not acknowledge
//! what it did not write; a zkd has to end and say why; the others go on, and it catches up once its disk works again.

use crate::interop::dump::{self, compare};
use crate::interop::ensemble::{Ensemble, Software, parse_composition};
use crate::interop::lab::Lab;
use crate::interop::process::{command, poll};
use crate::interop::report::Report;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::time::Duration;
use zk_client::CreateMode;

pub(super) fn run(lab: &Lab, composition: &str, apache: Software, report: &mut Report) -> Result<()> {
    for fault in FAULTS {
        match (fault.available)() {
            Ok(()) => report.check(fault.name, one(lab, composition, apache, fault)),
            Err(why) => report.note(format!("skipped: {}: {why}", fault.name)),
        }
    }
    Ok(())
}

struct DiskFault {
    name: &'static str,
    available: fn() -> Result<()>,
    /// What the member's command line is wrapped in.
    wrapper: &'static [&'static str],
    tmpfs: bool,
}

const FAULTS: &[DiskFault] = &[
    DiskFault {
        name: "a limit on the size of files",
        available: || has("prlimit"),
        wrapper: &["prlimit", "--fsize=2097152"],
        tmpfs: false,
    },
    DiskFault { name: "a full disk", available: may_mount, wrapper: &[], tmpfs: true },
    DiskFault {
        name: "a sync that fails",
        available: may_trace,
        // The tracer stays aside (-D), so that the member keeps its process id.
        wrapper: &[
            "strace",
            "-D",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "trace=fdatasync,fsync",
            "-e",
            "inject=fdatasync:error=EIO:when=200+",
        ],
        tmpfs: false,
    },
];

fn has(program: &str) -> Result<()> {
    let found = std::process::Command::new("sh").args(["-c", &format!("command -v {program}")]).output()?;
    ensure!(found.status.success(), "{program} is not installed");
    Ok(())
}

/// A machine may forbid what its root could do.
fn may_mount() -> Result<()> {
    has("mount")?;
    let dir = tempfile::tempdir()?;
    Tmpfs::mount(dir.path(), "size=1m").map(drop)
}

fn may_trace() -> Result<()> {
    has("strace")?;
    let traced = command("strace").args(["-D", "-f", "-qq", "-o", "/dev/null", "true"]).status()?;
    ensure!(traced.success(), "strace may not trace: {traced}");
    Ok(())
}

/// The member with the failing disk.
const HIT: usize = 0;

fn one(lab: &Lab, composition: &str, apache: Software, fault: &DiskFault) -> Result<()> {
    let members = parse_composition(composition, apache)?;
    let name = format!("{composition}-{}", fault.name.replace(' ', "-"));
    let mut ensemble = Ensemble::new(lab, &name, &members)?;
    // Logs grow in small steps, so that a full disk is met by a write and not by the first preallocation.
    ensemble.settings = ensemble.settings.clone().with("preAllocSize", 64);
    let mut mounted = None;
    if fault.tmpfs {
        mounted = Some(Tmpfs::mount(&ensemble.members[HIT].dir.join("data"), "size=3m")?);
        std::fs::write(ensemble.members[HIT].dir.join("data/myid"), format!("{}\n", HIT + 1))?;
    }
    ensemble.members[HIT].wrapper = fault.wrapper.iter().map(|word| (*word).to_owned()).collect();
    let top = ensemble.voters().last().context("no voter")?;
    ensemble.start(top)?;
    ensemble.start(HIT)?;
    ensemble.wait_formed()?;
    (0..members.len()).try_for_each(|index| ensemble.start(index))?;
    ensemble.wait_formed()?;
    let outcome = fail_and_recover(&mut ensemble, top, members[HIT].0, mounted.as_ref());
    ensemble.kill_all();
    outcome
}

fn fail_and_recover(
    ensemble: &mut Ensemble<'_>,
    top: usize,
    software: Software,
    tmpfs: Option<&Tmpfs>,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let port = ensemble.members[top].client_port;
    let write = |from: usize, count: usize| {
        runtime.block_on(async {
            let client = dump::client_of(port, Duration::from_secs(10)).await?;
            let client = client.with_request_timeout(Some(Duration::from_secs(20)));
            let data = vec![b'x'; 10_000];
            for n in from..from + count {
                client.create(&format!("/f{n:05}"), Some(&data), CreateMode::Persistent).await?;
            }
            client.close().await?;
            anyhow::Ok(())
        })
    };
    // More than any of the disks takes; the others have to go on whatever happens to the one.
    write(0, 600).context("the others do not go on")?;
    let log = ensemble.members[HIT].log();
    if software.is_zkd() {
        let running = ensemble.members[HIT].running().context("not started")?;
        let ended = poll(Duration::from_secs(20), || running.has_ended().then_some(()));
        ensure!(ended.is_some(), "zkd goes on although its disk does not take what it writes");
        let words = ["No space left", "File too large", "Input/output error", "os error"];
        ensure!(words.iter().any(|words| log.contains(words)), "zkd ended and does not say why:\n{log}");
        ensure!(!log.contains("panicked at"), "zkd panicked:\n{log}");
    } else {
        let words = ["No space left", "File too large", "Input/output error"];
        let told = words.iter().any(|words| log.contains(words));
        ensure!(told, "the fault did not bite: nothing in the member's log");
    }
    ensemble.kill(HIT);
    ensemble.wait_formed()?;
    write(600, 20)?;
    // With a disk that works it catches up, from whatever it left behind.
    ensemble.members[HIT].wrapper.clear();
    if let Some(tmpfs) = tmpfs {
        tmpfs.grow("size=300m")?;
    }
    if !software.is_zkd() {
        // Apache goes on after a failed write or sync and may leave a log with a hole, on which it does not start.
        ensemble.wipe(HIT)?;
    }
    ensemble.start(HIT)?;
    ensemble.wait_formed()?;
    write(620, 20)?;
    ensemble.wait_settled()?;
    let trees: Vec<_> =
        ensemble.members.iter().map(|member| runtime.block_on(dump::dump(member.client_port))).collect();
    let trees = trees.into_iter().collect::<Result<Vec<_>>>()?;
    for (index, tree) in trees.iter().enumerate().skip(1) {
        compare(("member 1", &trees[0]), (&format!("member {}", index + 1), tree))?;
    }
    ensemble.stop_all()?;
    ensemble.chosen().map(drop)
}

/// A file system of a few megabytes, gone with its guard.
struct Tmpfs(std::path::PathBuf);

impl Tmpfs {
    fn mount(at: &Path, options: &str) -> Result<Tmpfs> {
        std::fs::create_dir_all(at)?;
        let status = command("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).status()?;
        ensure!(status.success(), "mounting a small file system failed: {status}");
        Ok(Tmpfs(at.to_owned()))
    }

    fn grow(&self, options: &str) -> Result<()> {
        let options = format!("remount,{options}");
        let status = command("mount").args(["-o", &options]).arg(&self.0).status()?;
        ensure!(status.success(), "enlarging the file system failed: {status}");
        Ok(())
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        // Lazily: whoever still has a file open keeps it until he goes.
        let _ = command("umount").arg("-l").arg(&self.0).status();
    }
}
