//! An ensemble, a runtime for its clients and the report, and the checks that every case ends with.

use crate::interop::complaints::{Replays, complaint};
use crate::interop::dump::{self, Dump, compare, compare_with_model};
use crate::interop::ensemble::{Ensemble, Role, Software};
use crate::interop::lab::Lab;
use crate::interop::report::Report;
use anyhow::{Context, Result, anyhow, bail, ensure};
use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;
use tokio::runtime::Runtime;
use zk_client::{Client, CreateMode, Zxid};
use zkd_tests::check::model::Model;
use zkd_tests::txnlogs::Chosen;

pub(super) struct Stage<'a> {
    pub(super) ensemble: Ensemble<'a>,
    pub(super) report: Report,
    pub(super) runtime: Runtime,
    apache: Software,
    quick: bool,
    /// Tolerated where members start and stop under load.
    pub(super) replays: Replays,
    /// Set where an Apache member has lost transactions by a fault of its own: nothing more can be told then.
    void: bool,
    /// Counts the nodes written by [`Stage::write`], so that their names never repeat.
    written: usize,
}

/// Where a log file stood, to read what was printed since.
pub(super) type Marks = Vec<usize>;

impl<'a> Stage<'a> {
    pub(super) fn new(
        lab: &'a Lab,
        name: &str,
        members: &[(Software, Role)],
        apache: Software,
    ) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let ensemble = Ensemble::new(lab, name, members)?;
        Ok(Stage {
            ensemble,
            report: Report::default(),
            runtime,
            apache,
            quick: lab.quick,
            replays: Replays::Counted,
            void: false,
            written: 0,
        })
    }

    /// Whether a fault of Apache's ended the judging; the report has a note of it.
    pub(super) fn is_void(&self) -> bool {
        self.void
    }

    /// The voter with the highest id: it leads when all logs are equal.
    pub(super) fn top(&self) -> usize {
        self.ensemble.voters().last().unwrap_or(0)
    }

    /// Whether only the essential is wanted.
    pub(super) fn quick(&self) -> bool {
        self.quick
    }

    /// The release of the Apache members.
    pub(super) fn apache(&self) -> Software {
        self.apache
    }

    /// Deletes a node and everything below it.
    pub(super) fn remove(&mut self, path: &str) -> Result<()> {
        let tree = self.all_alike()?;
        let below = format!("{path}/");
        let client = self.client(self.top())?;
        self.block_on(async {
            let doomed = tree.keys().rev().filter(|other| *other == path || other.starts_with(&below));
            let deleted: Vec<_> = doomed.map(|path| client.delete(path, None)).collect();
            for deleted in deleted {
                deleted.await?;
            }
            Ok(client.close().await?)
        })
    }

    /// Runs a case. Whatever it did is then checked: all members alike, no complaint. One that fails leaves an
    /// ensemble that nothing more can be told from, so the rest is not tried.
    pub(super) fn case(&mut self, name: &str, run: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let outcome = run(self)
            .and_then(|()| self.all_alike().map(drop))
            .and_then(|()| self.ensemble.no_complaints(self.replays));
        match outcome {
            Ok(()) => {
                self.report.pass(name);
                Ok(())
            }
            Err(error) => {
                self.blame(name, &error);
                Err(anyhow!("not tried further after {name}"))
            }
        }
    }

    /// Writes down what failed; not as a failure if a member of Apache's has a hole in its log that it made itself.
    fn blame(&mut self, name: &str, error: &anyhow::Error) {
        match self.ensemble.never_logged() {
            Some(member) => {
                self.void = true;
                self.report.note(format!(
                    "not judged from \"{name}\" on: the thread that writes the log of member {} ended with a null \
                     pointer, and what it had still to write is missing there (ZOOKEEPER-4409); {error}",
                    member + 1
                ));
            }
            None => self.report.fail(name, format!("{error:#}")),
        }
    }

    /// Runs what clients do, for as long as a minute.
    pub(super) fn block_on<T>(&self, what: impl Future<Output = Result<T>>) -> Result<T> {
        let limited = async { tokio::time::timeout(CLIENT_LIMIT, what).await };
        self.runtime.block_on(limited).context("clients are not done within a minute")?
    }

    /// A client of one member alone.
    pub(super) fn client(&self, index: usize) -> Result<Client> {
        let port = self.ensemble.members[index].client_port;
        self.block_on(dump::client_of(port, Duration::from_secs(10)))
    }

    /// Creates so many nodes of some bytes each through member `index`, every tenth in one transaction with a set and a
    /// delete, and closes the session.
    pub(super) fn write(&mut self, index: usize, count: usize, bytes: usize) -> Result<()> {
        let first = self.written;
        self.written += count;
        let client = self.client(index)?;
        self.block_on(async {
            let data = vec![b'x'; bytes];
            let mut all = Vec::new();
            for n in first..first + count {
                let path = format!("/n{n:06}");
                if n % 10 == 0 {
                    let multi = zk_client::Multi::new()
                        .create(&path, Some(&data), CreateMode::Persistent)
                        .set_data(&path, Some(b"set"), Some(0))
                        .create(&format!("{path}/below"), None, CreateMode::Persistent)
                        .delete(&format!("{path}/below"), None);
                    all.push((None, Some(client.multi(multi))));
                } else {
                    all.push((Some(client.create(&path, Some(&data), CreateMode::Persistent)), None));
                }
            }
            for (create, multi) in all {
                if let Some(create) = create {
                    create.await?;
                }
                if let Some(multi) = multi {
                    multi.await?;
                }
            }
            client.close().await?;
            Ok(())
        })
    }

    /// The node that no member may have: it was never acknowledged, and the ensemble went on without it.
    pub(super) fn absent(&self, path: &str) -> Result<()> {
        for member in self.ensemble.members.iter().filter(|member| member.is_up()) {
            let port = member.client_port;
            let found = self.block_on(async {
                let client = dump::client_of(port, Duration::from_secs(10)).await?;
                client.sync("/").await?;
                let found = client.exists(path).await?.is_some();
                client.close().await?;
                Ok(found)
            })?;
            ensure!(!found, "{path} was discarded, and the member at {port} has it");
        }
        Ok(())
    }

    /// Waits until all members that run serve and have applied the same transaction. A new epoch begins with the leader
    /// at a zxid of its own, so a session is opened and closed to have one that all apply.
    pub(super) fn settle(&mut self) -> Result<Zxid> {
        let leader = self.ensemble.wait_formed()?;
        let client = self.client(leader)?;
        self.block_on(async { Ok(client.close().await?) })?;
        self.ensemble.wait_settled()
    }

    /// All members that run come to the same transaction and then hold the same tree, by their own word (`hash`) and by
    /// what a client reads.
    pub(super) fn all_alike(&mut self) -> Result<Dump> {
        self.settle()?;
        let ports: Vec<(usize, u16)> = self
            .ensemble
            .members
            .iter()
            .enumerate()
            .filter(|(_, member)| member.is_up())
            .map(|(index, member)| (index + 1, member.client_port))
            .collect();
        let mut first: Option<(String, Dump)> = None;
        for (id, port) in ports {
            let dump = self.block_on(dump::dump(port)).with_context(|| format!("reading member {id}"))?;
            let name = format!("member {id}");
            match &first {
                None => first = Some((name, dump)),
                Some((other, tree)) => compare((other, tree), (&name, &dump))?,
            }
        }
        self.same_digests()?;
        first.map(|(_, dump)| dump).context("no member runs")
    }

    /// Wherever two members remember a digest for the same transaction, it is the same. Apache also lists digests taken
    /// while it replayed its log over a snapshot that is newer in parts, which mean nothing; so none from before a
    /// member's start counts, and none of a member that says that it replayed into another tree meanwhile (3.8 does so when
    /// it loses its leader); its tree has just been read in full.
    fn same_digests(&self) -> Result<()> {
        let mut known: BTreeMap<Zxid, (usize, String)> = BTreeMap::new();
        for (index, member) in self.ensemble.members.iter().enumerate().filter(|(_, member)| member.is_up()) {
            if self.replays != Replays::Counted && complaint(&member.log(), Replays::Counted).is_some() {
                continue;
            }
            for line in member.word("hash")?.lines() {
                let Some((zxid, digest)) = line.split_once(": ") else { continue };
                let zxid =
                    Zxid(i64::from_str_radix(zxid, 16).with_context(|| format!("hash says {line:?}"))?);
                match known.get(&zxid) {
                    _ if zxid <= member.started_at => {}
                    None => drop(known.insert(zxid, (index, digest.to_owned()))),
                    Some((_, other)) if other == digest => {}
                    Some((other, _)) => {
                        bail!("after {zxid} members {} and {} have different digests", other + 1, index + 1)
                    }
                }
            }
        }
        Ok(())
    }

    /// How far each member's output has come.
    pub(super) fn marks(&self) -> Marks {
        self.ensemble.members.iter().map(|member| member.log().len()).collect()
    }

    /// What a member printed since then.
    pub(super) fn said_since(&self, marks: &Marks, index: usize) -> String {
        let log = self.ensemble.members[index].log();
        log.get(marks[index]..).unwrap_or_default().to_owned()
    }

    /// Reads every member's log files and holds them against each other, and against the tree the members served.
    pub(super) fn logs_agree(&self, tree: &Dump) -> Result<Chosen> {
        let chosen = self.ensemble.chosen()?;
        let mut model = Model::default();
        for payload in chosen.values() {
            model.apply(payload).map_err(anyhow::Error::msg)?;
        }
        compare_with_model(tree, &model)?;
        Ok(chosen)
    }

    /// The end of every scenario: a clean stop, the logs, and the other kind on each directory.
    pub(super) fn finish(&mut self) {
        const NAME: &str = "logs agree, and the other kind takes over";
        match self.hand_over() {
            Ok(()) => self.report.pass(NAME),
            Err(error) => self.blame(NAME, &error),
        }
    }

    fn hand_over(&mut self) -> Result<()> {
        let before = self.all_alike().context("before the end")?;
        self.ensemble.stop_all()?;
        let chosen = self.logs_agree(&before)?;
        self.report.note(format!("{} transactions in the logs, {} nodes", chosen.len(), before.len()));
        let with_zkd = self.ensemble.members.iter().any(|member| member.software.is_zkd());
        for member in &mut self.ensemble.members {
            member.software = member.software.other(self.apache, with_zkd);
        }
        for index in 0..self.ensemble.members.len() {
            self.ensemble.start(index)?;
        }
        let after = self.all_alike().context("after the other kind took over")?;
        // Sessions outlive a restart, so ephemerals are the same too.
        compare(("before", &before), ("after", &after))?;
        self.ensemble.no_complaints(self.replays)?;
        let top = self.top();
        self.write(top, 20, 10)?;
        let last = self.all_alike()?;
        self.ensemble.stop_all()?;
        self.logs_agree(&last).map(drop)
    }
}

const CLIENT_LIMIT: Duration = Duration::from_secs(60);
