//! An ensemble of real processes on loopback, each of them zkd or Apache ZooKeeper, each on a directory that outlives
//! its process and may be taken over by the other kind. This file starts, stops, freezes and kills members and asks
//! them for their role; what is to be proven lies with the suites.

use super::complaints::{Replays, complaint, lost_its_log_thread, was_cut_below};
use super::lab::Lab;
use super::process::{Running, poll};
use super::server::{Program, Settings, tail};
use anyhow::{Context, Result, bail, ensure};
use rustix::process::Signal;
use std::fmt::{self, Write as _};
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::Duration;
use zk_client::Zxid;
use zk_client::admin::{Mode, Srvr, parse_srvr};
use zkd_tests::server::free_port;
use zkd_tests::txnlogs::{self, Chosen};

/// What a member runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Software {
    Zkd,
    Apache38,
    Apache395,
}

impl Software {
    pub(super) fn is_zkd(self) -> bool {
        self == Software::Zkd
    }

    /// What takes over a directory to prove that it can: the other kind. Where no zkd takes part, the newer release:
    /// 3.8.0 does not read all that 3.9.5 logs (a create2 inside a multi is lost on it).
    pub(super) fn other(self, apache: Software, with_zkd: bool) -> Software {
        match self {
            Software::Zkd => apache,
            _ if with_zkd => Software::Zkd,
            _ => Software::Apache395,
        }
    }
}

impl fmt::Display for Software {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Software::Zkd => "zkd",
            Software::Apache38 => "3.8.0",
            Software::Apache395 => "3.9.5",
        })
    }
}

/// The members by their order: `J` an Apache server, `Z` a zkd; in lower case an observer.
pub(super) fn parse_composition(text: &str, apache: Software) -> Result<Vec<(Software, Role)>> {
    text.chars()
        .map(|letter| match letter {
            'J' => Ok((apache, Role::Participant)),
            'Z' => Ok((Software::Zkd, Role::Participant)),
            'j' => Ok((apache, Role::Observer)),
            'z' => Ok((Software::Zkd, Role::Observer)),
            _ => bail!("{text}: a composition is made of J and Z, j and z"),
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Participant,
    Observer,
}

/// The ports one member listens at for its peers, or those under which another knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeerPorts {
    pub(super) quorum: u16,
    pub(super) election: u16,
}

/// Under which ports member `from` finds member `to`; both are indices.
pub(super) type View = Box<dyn Fn(usize, usize) -> PeerPorts + Send + Sync>;

/// A member: index `i` of the ensemble has the id `i + 1`.
pub(super) struct Member {
    pub(super) software: Software,
    pub(super) role: Role,
    pub(super) client_port: u16,
    pub(super) ports: PeerPorts,
    pub(super) dir: PathBuf,
    /// A command line that the member's own is appended to, such as `prlimit`.
    pub(super) wrapper: Vec<String>,
    /// Lines of zoo.cfg of this member alone.
    pub(super) own: Settings,
    running: Option<Running>,
    /// How far the ensemble was when this member was last started: what it remembers of earlier transactions it has
    /// from its own files.
    pub(super) started_at: Zxid,
    /// Whether nobody but zkd ever wrote into its directory.
    always_zkd: bool,
}

impl Member {
    /// The directory of its logs and snapshots.
    pub(super) fn version_2(&self) -> PathBuf {
        self.dir.join("data/version-2")
    }

    pub(super) fn addr(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.client_port))
    }

    pub(super) fn is_up(&self) -> bool {
        self.running.is_some()
    }

    pub(super) fn running(&mut self) -> Option<&mut Running> {
        self.running.as_mut()
    }

    /// Everything it printed, over all its lives.
    pub(super) fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(self.dir.join("server.log")).unwrap_or_default()).into_owned()
    }

    /// What it says of itself; `None` while it does not serve.
    pub(super) fn srvr(&self) -> Option<Srvr> {
        let text = self.word("srvr").ok()?;
        text.contains("Mode: ").then(|| parse_srvr(&text))
    }

    pub(super) fn mode(&self) -> Option<Mode> {
        self.srvr()?.mode
    }

    pub(super) fn zxid(&self) -> Option<Zxid> {
        self.srvr()?.zxid
    }

    /// Who serves this observer, by its own word; an index.
    pub(super) fn observer_master(&self) -> Option<usize> {
        let answer = self.word("mntr").ok()?;
        let line = answer.lines().find_map(|line| line.strip_prefix("zk_observer_master_id"))?;
        line.trim().parse::<usize>().ok()?.checked_sub(1)
    }

    /// Asks a four-letter word; a frozen member makes it fail within a second.
    pub(super) fn word(&self, word: &str) -> Result<String> {
        let limit = Duration::from_secs(1);
        let mut stream = TcpStream::connect_timeout(&self.addr(), limit)?;
        stream.set_read_timeout(Some(limit))?;
        stream.write_all(word.as_bytes())?;
        stream.shutdown(Shutdown::Write)?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text)
    }
}

pub(super) struct Ensemble<'a> {
    lab: &'a Lab,
    pub(super) members: Vec<Member>,
    pub(super) settings: Settings,
    view: Option<View>,
    /// Which members each member's configuration lists at first, where that is not all of them; what a server makes of its
    /// file later stays.
    pub(super) listed: Option<Vec<Vec<usize>>>,
    /// Whether each member has a loopback address of its own: then all may listen at the same port.
    pub(super) apart: bool,
    /// The newest transaction heard of.
    newest: Zxid,
}

/// Ticks short enough to see time-outs, long enough for a busy machine; nothing is compacted away.
pub(super) fn usual_settings() -> Settings {
    Settings::usual().with("tickTime", 400).with("initLimit", 50).with("syncLimit", 10)
}

/// How long an election and the synchronisation behind it may take.
pub(super) const FORM_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(30);

impl<'a> Ensemble<'a> {
    /// Members on fresh directories below the run directory `name`; none is started.
    pub(super) fn new(lab: &'a Lab, name: &str, members: &[(Software, Role)]) -> Result<Self> {
        let dir = lab.run_dir(name)?;
        let mut made = Vec::new();
        for (index, &(software, role)) in members.iter().enumerate() {
            let dir = dir.join(format!("member-{}", index + 1));
            std::fs::create_dir_all(dir.join("data"))?;
            std::fs::write(dir.join("data/myid"), format!("{}\n", index + 1))?;
            made.push(Member {
                software,
                role,
                client_port: free_port(),
                ports: PeerPorts { quorum: free_port(), election: free_port() },
                dir,
                wrapper: Vec::new(),
                own: Settings::default(),
                running: None,
                started_at: Zxid::ZERO,
                always_zkd: true,
            });
        }
        Ok(Ensemble {
            lab,
            members: made,
            settings: usual_settings(),
            view: None,
            listed: None,
            apart: false,
            newest: Zxid::ZERO,
        })
    }

    /// Lets members reach each other elsewhere than where they listen.
    pub(super) fn set_view(&mut self, view: View) {
        self.view = Some(view);
    }

    pub(super) fn voters(&self) -> impl Iterator<Item = usize> + use<'_, 'a> {
        (0..self.members.len()).filter(|index| self.members[*index].role == Role::Participant)
    }

    /// All members as a connect string.
    pub(super) fn connect_string(&self) -> String {
        let all = self.members.iter().map(|member| format!("127.0.0.1:{}", member.client_port));
        all.collect::<Vec<_>>().join(",")
    }

    /// Starts one member and does not wait for it.
    pub(super) fn start(&mut self, index: usize) -> Result<()> {
        if self.members[index].is_up() {
            return Ok(());
        }
        let config = self.write_config(index)?;
        let elsewhere = self.members.iter().filter(|member| member.is_up()).filter_map(Member::zxid).max();
        self.newest = self.newest.max(elsewhere.unwrap_or_default());
        let member = &mut self.members[index];
        member.started_at = self.newest;
        member.always_zkd &= member.software.is_zkd();
        let program = self.lab.program(member.software)?;
        let program =
            if member.software.is_zkd() { program } else { program.with_flags(JAVA_FLAGS.iter().copied()) };
        let program = match member.wrapper.split_first() {
            Some((first, rest)) => Program::wrapped(first, rest, &program),
            None => program,
        };
        let log = member.dir.join("server.log");
        member.running = Some(Running::start(program.command(&config).current_dir(&member.dir), &log)?);
        Ok(())
    }

    fn write_config(&self, index: usize) -> Result<PathBuf> {
        let member = &self.members[index];
        let path = member.dir.join("zoo.cfg");
        if self.listed.is_some()
            && std::fs::read_to_string(&path).is_ok_and(|text| text.contains("dynamicConfigFile="))
        {
            return Ok(path);
        }
        let mut settings = self
            .settings
            .clone()
            .with("dataDir", member.dir.join("data").display())
            .with("clientPort", member.client_port);
        for (key, value) in member.own.lines() {
            settings = settings.with(key, value);
        }
        if member.role == Role::Observer {
            settings = settings.with("peerType", "observer");
        }
        let mut text = settings.render();
        let is_listed = |other: usize| self.listed.as_ref().is_none_or(|l| l[index].contains(&other));
        for (other, peer) in self.members.iter().enumerate().filter(|(other, _)| is_listed(*other)) {
            let ports = match &self.view {
                Some(view) if other != index => view(index, other),
                _ => peer.ports,
            };
            let role = if peer.role == Role::Observer { ":observer" } else { "" };
            let (id, host) = (other + 1, if self.apart { other + 1 } else { 1 });
            let _ = writeln!(text, "server.{id}=127.0.0.{host}:{}:{}{role}", ports.quorum, ports.election);
        }
        std::fs::write(&path, text)?;
        Ok(path)
    }

    /// SIGKILL, frozen or not, and the process is gone.
    pub(super) fn kill(&mut self, index: usize) {
        self.members[index].running = None;
    }

    pub(super) fn kill_all(&mut self) {
        for index in 0..self.members.len() {
            self.kill(index);
        }
    }

    /// SIGTERM, and the process is gone.
    pub(super) fn stop(&mut self, index: usize) -> Result<()> {
        let member = &mut self.members[index];
        let Some(mut running) = member.running.take() else { return Ok(()) };
        running.terminate()?;
        let ended = running.wait(STOP_LIMIT).is_some();
        ensure!(ended, "member {} ignores SIGTERM:\n{}", index + 1, tail(&member.log()));
        Ok(())
    }

    /// SIGTERM to all at once, so that none has to be caught up with by another.
    pub(super) fn stop_all(&mut self) -> Result<()> {
        for member in &mut self.members {
            if let Some(running) = &mut member.running {
                running.terminate()?;
            }
        }
        (0..self.members.len()).try_for_each(|index| self.stop(index))
    }

    /// SIGSTOP, and every thread has come to rest: the signal's sender goes on before that.
    pub(super) fn freeze(&self, index: usize) -> Result<()> {
        self.signal(index, Signal::STOP)?;
        let running = self.members[index].running.as_ref();
        let at_rest = poll(STOP_LIMIT, || running.is_some_and(Running::is_stopped).then_some(()));
        at_rest.with_context(|| format!("member {} does not stop", index + 1))
    }

    pub(super) fn thaw(&self, index: usize) -> Result<()> {
        self.signal(index, Signal::CONT)
    }

    fn signal(&self, index: usize, signal: Signal) -> Result<()> {
        let running = self.members[index].running.as_ref();
        running.with_context(|| format!("member {} is not running", index + 1))?.signal(signal)
    }

    /// Removes everything a member knows but its id.
    pub(super) fn wipe(&mut self, index: usize) -> Result<()> {
        self.kill(index);
        std::fs::remove_dir_all(self.members[index].version_2()).context("wiping a member")
    }

    /// Waits until every member that runs serves, one of them as the leader, and gives that one.
    pub(super) fn wait_formed(&mut self) -> Result<usize> {
        self.wait("the ensemble does not form", FORM_LIMIT, |ensemble| {
            let mut leader = None;
            for index in 0..ensemble.members.len() {
                let member = &ensemble.members[index];
                match member.is_up().then(|| member.mode()) {
                    None => {}
                    Some(Some(Mode::Leader)) => leader = Some(index),
                    Some(Some(Mode::Follower | Mode::Observer)) => {}
                    Some(_) => return None,
                }
            }
            leader
        })
    }

    /// The members that observe.
    pub(super) fn observers(&self) -> Vec<usize> {
        (0..self.members.len()).filter(|index| self.members[*index].role == Role::Observer).collect()
    }

    /// Waits until every observer that runs is served by a follower that is none of these. Who serves whom, and the leader.
    pub(super) fn wait_observers_served(&mut self, not: &[usize]) -> Result<(Vec<(usize, usize)>, usize)> {
        self.wait("the observers are not served by followers", FORM_LIMIT, |ensemble| {
            let leader = ensemble.leader()?;
            let observers = ensemble.observers().into_iter().filter(|index| ensemble.members[*index].is_up());
            let served = observers.map(|index| {
                let master = ensemble.members[index].observer_master()?;
                (master != leader && !not.contains(&master)).then_some((index, master))
            });
            let served = served.collect::<Option<Vec<_>>>()?;
            (ensemble.leader() == Some(leader)).then_some((served, leader))
        })
    }

    /// Forms the ensemble with the lead where it is wanted: started beside the least of company that makes a quorum,
    /// the member with the highest id or the longest log wins.
    pub(super) fn form(&mut self, leader: usize, company: &[usize]) -> Result<()> {
        self.kill_all();
        self.start(leader)?;
        for index in company {
            self.start(*index)?;
        }
        let won = self.wait_formed()?;
        ensure!(won == leader, "member {} leads instead of {}", won + 1, leader + 1);
        (0..self.members.len()).try_for_each(|index| self.start(index))?;
        self.wait_formed().map(drop)
    }

    /// The leader among those that run, if there is one now.
    pub(super) fn leader(&self) -> Option<usize> {
        (0..self.members.len())
            .find(|index| self.members[*index].is_up() && self.members[*index].mode() == Some(Mode::Leader))
    }

    /// Waits until all members that run have applied the same transaction, twice seen, and gives it.
    pub(super) fn wait_settled(&mut self) -> Result<Zxid> {
        self.wait_formed()?;
        let mut before = None;
        let settled =
            self.wait("the members do not come to the same zxid", Duration::from_secs(30), |ensemble| {
                let zxids: Option<Vec<Zxid>> =
                    ensemble.members.iter().filter(|member| member.is_up()).map(Member::zxid).collect();
                let zxids = zxids?;
                let first = *zxids.first()?;
                let settled = zxids.iter().all(|zxid| *zxid == first);
                let stays = before.replace(first) == Some(first);
                (settled && stays).then_some(first)
            })?;
        self.newest = self.newest.max(settled);
        Ok(settled)
    }

    /// As [`Ensemble::wait_formed`], for when clients go on writing: every member is within reach of the leader.
    pub(super) fn wait_settled_or_busy(&mut self) -> Result<()> {
        let leader = self.wait_formed()?;
        let goal = self.members[leader].zxid().context("the leader does not answer")?;
        self.wait("members lag behind", Duration::from_secs(60), |ensemble| {
            let behind = ensemble.members.iter().any(|member| member.zxid().is_none_or(|zxid| zxid < goal));
            (!behind).then_some(())
        })
    }

    /// Reads every member's log files and holds them against each other.
    pub(super) fn chosen(&self) -> Result<Chosen> {
        let mut logs = Vec::new();
        for (index, member) in self.members.iter().enumerate() {
            let name = format!("member {} ({})", index + 1, member.software);
            let log = txnlogs::read(&name, &member.version_2()).map_err(anyhow::Error::msg)?;
            let told_apart = member.always_zkd && log.repeated > 0;
            ensure!(!told_apart, "{name} has {} records twice in its log", log.repeated);
            logs.push(log);
        }
        txnlogs::agree(&logs).map_err(anyhow::Error::msg)
    }

    /// An Apache member that loaded a snapshot of transactions it had been told to cut off, if there is one.
    pub(super) fn kept_what_was_cut(&self, chosen: &Chosen) -> Option<usize> {
        self.members.iter().position(|member| {
            let log = txnlogs::read("", &member.version_2()).unwrap_or_default();
            let unknown =
                log.snapshots.iter().filter(|zxid| zxid.counter() != 0 && !chosen.contains_key(zxid));
            !member.always_zkd && was_cut_below(&member.log(), unknown.copied())
        })
    }

    /// An Apache member that applied what it never logged, if there is one: the thread that writes its log ended, and the
    /// log has a hole.
    pub(super) fn never_logged(&self) -> Option<usize> {
        self.members.iter().position(|member| {
            let holed = || txnlogs::read("", &member.version_2()).is_ok_and(|log| log.hole().is_some());
            !member.always_zkd && lost_its_log_thread(&member.log()) && holed()
        })
    }

    /// Nothing in any member's log that must not be there. What a snapshot of Apache's explains is let pass only where an
    /// Apache server has ever been.
    pub(super) fn no_complaints(&self, replays: Replays) -> Result<()> {
        let replays = match self.members.iter().all(|member| member.always_zkd) {
            true => Replays::Counted,
            false => replays,
        };
        for (index, member) in self.members.iter().enumerate() {
            let log = member.log();
            let said = complaint(&log, replays);
            ensure!(said.is_none(), "member {} says: {}", index + 1, said.unwrap_or_default());
        }
        Ok(())
    }

    /// Waits until every session is closed or expired: what is compared then changes no more.
    pub(super) fn wait_sessions_gone(&mut self) -> Result<()> {
        let leader = self.wait_formed()?;
        self.wait("sessions do not expire", Duration::from_secs(60), |ensemble| {
            let dump = ensemble.members[leader].word("dump").ok()?;
            // Sessions are listed under `Session Sets (n)/(m):`, each as `0x…`; ephemerals behind them.
            let sessions = dump.split("ephemeral nodes dump").next().unwrap_or_default();
            (!sessions.contains("0x")).then_some(())
        })
    }

    /// Polls; the error has the last words of every member, and a member that ended by itself ends the waiting.
    pub(super) fn wait<T>(
        &mut self,
        what: &str,
        limit: Duration,
        mut probe: impl FnMut(&mut Self) -> Option<T>,
    ) -> Result<T> {
        let found = poll(limit, || match self.ended() {
            Some(index) => Some(Err(index)),
            None => probe(self).map(Ok),
        });
        match found {
            Some(Ok(found)) => Ok(found),
            Some(Err(index)) => bail!("member {} ended by itself\n{}", index + 1, self.last_words()),
            None => bail!("{what} within {} s\n{}", limit.as_secs(), self.last_words()),
        }
    }

    /// A member that should run and does not.
    pub(super) fn ended(&mut self) -> Option<usize> {
        self.members
            .iter_mut()
            .position(|member| member.running.as_mut().is_some_and(|running| running.has_ended()))
    }

    fn last_words(&self) -> String {
        let mut out = String::new();
        for (index, member) in self.members.iter().enumerate() {
            let state = match (member.is_up(), member.srvr()) {
                (false, _) => "down".to_owned(),
                (true, None) => "not serving".to_owned(),
                (true, Some(srvr)) => format!("{:?} at {:?}", srvr.mode, srvr.zxid),
            };
            let _ = writeln!(out, "member {} ({}): {state}", index + 1, member.software);
            let log = member.log();
            let skip = log.lines().count().saturating_sub(12);
            for line in log.lines().skip(skip) {
                let _ = writeln!(out, "  | {line}");
            }
        }
        out
    }
}

/// What peers say to each other is worth a line each.
const JAVA_FLAGS: &[&str] = &[
    "-Dorg.slf4j.simpleLogger.log.org.apache.zookeeper.server.quorum=info",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
];
