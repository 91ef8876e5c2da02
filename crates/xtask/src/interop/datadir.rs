//! The data directory suites: one server writes, stops or is killed, the other starts on the same directory, the tree
//! has to be the same to the last field, sessions go on; then the way back. `tests/interop/datadir` is the client.

use super::lab::Lab;
use super::process::{command, finish};
use super::report::Report;
use super::server::{Program, Server, Settings, four_letter_word};
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) fn run_38(lab: &Lab) -> Result<Report> {
    Ok(run(lab, "3.8.0", &lab.peers.apache38))
}

pub(super) fn run_395(lab: &Lab) -> Result<Report> {
    Ok(run(lab, "3.9.5", &lab.peers.apache395))
}

fn run(lab: &Lab, release: &str, apache: &Program) -> Report {
    let mut report = Report::default();
    for case in cases(lab.quick) {
        let name = case.name();
        let outcome = Handover::prepare(lab, release, apache, case).and_then(|handover| handover.run());
        report.check(&name, outcome);
    }
    report
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Apache,
    Judged,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Stopped,
    Killed,
}

#[derive(Clone, Copy)]
struct Case {
    first: Side,
    end: End,
    compression: &'static str,
}

impl Case {
    fn name(self) -> String {
        let order = match self.first {
            Side::Apache => "apache, judged, apache",
            Side::Judged => "judged, apache, judged",
        };
        let end = match self.end {
            End::Stopped => "stopped",
            End::Killed => "killed",
        };
        let compression = if self.compression.is_empty() { "plain" } else { self.compression };
        format!("{order}; {end}; {compression} snapshots")
    }
}

fn cases(quick: bool) -> Vec<Case> {
    let mut cases = Vec::new();
    for compression in ["", "gz", "snappy"] {
        for end in [End::Stopped, End::Killed] {
            for first in [Side::Apache, Side::Judged] {
                cases.push(Case { first, end, compression });
            }
        }
    }
    if quick {
        // Each value of each choice once or twice.
        let mut index = 0;
        cases.retain(|_| {
            index += 1;
            [1, 8, 11].contains(&index)
        });
    }
    cases
}

struct Handover<'a> {
    lab: &'a Lab,
    case: Case,
    first: &'a Program,
    second: &'a Program,
    settings: Settings,
    dir: PathBuf,
}

impl<'a> Handover<'a> {
    fn prepare(lab: &'a Lab, release: &str, apache: &'a Program, case: Case) -> Result<Self> {
        let (first, second) = match case.first {
            Side::Apache => (apache, &lab.judged),
            Side::Judged => (&lab.judged, apache),
        };
        let settings = Settings::usual()
            .with("snapCount", SNAP_COUNT)
            .with("autopurge.purgeInterval", 0)
            .with("snapshot.compression.method", case.compression);
        let name = case.name().replace([',', ';', ' '], "-").replace("--", "-");
        let dir = lab.run_dir(&format!("datadir-{release}"))?.join(name);
        Ok(Self { lab, case, first, second, settings, dir })
    }

    fn run(&self) -> Result<()> {
        let second = match self.case.first {
            Side::Apache => Side::Judged,
            Side::Judged => Side::Apache,
        };
        let server = self.start(self.first)?;
        self.client(&["write", &server.connect_string(), "1", "state"])?;
        self.dump_and_end(server, "first", self.case.first)?;
        self.check_snapshots()?;

        let server = self.start(self.second)?;
        self.compare(&server, "first", "second")?;
        self.client(&["reattach", &server.connect_string(), "state"])?;
        self.client(&["expired", &server.connect_string(), "state"])?;
        self.client(&["write", &server.connect_string(), "2", "state"])?;
        self.dump_and_end(server, "third", self.case.first)?;

        let server = self.start(self.first)?;
        self.compare(&server, "third", "fourth")?;
        self.client(&["close", &server.connect_string(), "state"])?;
        self.dump_and_end(server, "fifth", second)?;
        self.check_logs()
    }

    fn start(&self, program: &Program) -> Result<Server> {
        Server::start(program, &self.dir, &self.settings)
    }

    /// `found` is who wrote the directory this server started on.
    fn dump_and_end(&self, server: Server, file: &str, found: Side) -> Result<()> {
        self.client(&["dump", &server.connect_string(), file])?;
        self.check_digests(&server, found)?;
        match self.case.end {
            End::Stopped => server.stop(),
            End::Killed => {
                server.kill();
                Ok(())
            }
        }
    }

    /// Dumps into `after` and compares with what the server before had.
    fn compare(&self, server: &Server, before: &str, after: &str) -> Result<()> {
        self.client(&["dump", &server.connect_string(), after])?;
        self.client(&["diff", before, after])
    }

    fn client(&self, args: &[&str]) -> Result<()> {
        let mut client = command(&self.lab.peers.python);
        client.arg("-B").arg(self.lab.sources().join("datadir")).args(args).current_dir(&self.dir);
        let finished = finish(&mut client, &self.dir.join("client.log"), Duration::from_secs(90))?;
        ensure!(finished.status.success(), "{}: {}", args.join(" "), finished.output.trim());
        Ok(())
    }

    /// Where the server counts transactions after which its digest was not the recorded one, there may be none.
    ///
    /// Apache writes a snapshot while transactions go on, and may have put a change into it that is newer than the
    /// digest it ends with: who loads it counts that one transaction, once for the snapshot and once for the log. A
    /// tree that really differs counts every transaction that follows, and some have by now.
    fn check_digests(&self, server: &Server, found: Side) -> Result<()> {
        let metrics = four_letter_word(server.port, "mntr")?;
        let count = metrics.lines().find_map(|line| line.strip_prefix("zk_digest_mismatches_count\t"));
        let count: u32 = count.unwrap_or("0").trim().parse()?;
        let tolerated = if found == Side::Apache || self.lab.judges_apache { 2 } else { 0 };
        ensure!(count <= tolerated, "{count} digest mismatches");
        Ok(())
    }

    /// The first server has to have left what the case is about.
    fn check_snapshots(&self) -> Result<()> {
        let names = file_names(&self.dir.join("data/version-2"))?;
        let suffix = |name: &String| match self.case.compression {
            "" => name.matches('.').count() == 1,
            method => name.ends_with(&format!(".{method}")),
        };
        let snapshots =
            names.iter().filter(|name| name.starts_with("snapshot.")).filter(|name| suffix(name)).count();
        let logs = names.iter().filter(|name| name.starts_with("log.")).count();
        ensure!(snapshots >= 2 && logs >= 2, "too few snapshots or logs to prove anything: {names:?}");
        Ok(())
    }

    fn check_logs(&self) -> Result<()> {
        let log = std::fs::read_to_string(self.dir.join("server.log"))?;
        let complaint = log.lines().find(|line| COMPLAINTS.iter().any(|words| line.contains(words)));
        ensure!(complaint.is_none(), "in the server's log: {}", complaint.unwrap_or_default());
        Ok(())
    }
}

const SNAP_COUNT: u32 = 100;

/// What Apache's DataTree and FileTxnSnapLog print when a directory is not as they would have left it. Digests are
/// counted, see [`Handover::check_digests`].
const COMPLAINTS: &[&str] = &[
    "Digest version not the same",
    "of snapshot digest does not exist",
    "Unable to load database",
    "CRC check failed",
    "Last transaction was partial",
    "Ignoring processTxn failure",
    "Failed to set acl",
    "problem reading snap file",
];

fn file_names(dir: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}
