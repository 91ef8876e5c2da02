//! Runs a script: each line in its turn, with the world's checks on all the time.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use zk_proto::Zxid;
use zk_proto::quorum::PacketKind;
use zk_storage::disk::{CrashOptions, Fault};
use zk_storage::txlog::{FRAME_BYTES, HEADER_BYTES, parse_log_name, payload_zxid};

use super::parse::CLIENTS;
use super::{Command, Script, What};
use crate::client::Agrees;
use crate::ghost::Violation;
use crate::node::DATA_DIR;
use crate::plan::{Op, Plan, Profile, Step};
use crate::queue::{MS, Micros, SECOND};
use crate::seam::Node;
use crate::world::World;
use crate::world::script::{Action, Moment};

/// How long an answer, or the end, may take.
const PATIENCE: Micros = 120 * SECOND;
/// The name of a failure of what the script itself says.
pub(super) const EXPECT: &str = "expect";

/// What a run took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Events.
    pub events: u64,
    /// Simulated time.
    pub simulated_us: Micros,
    /// What happened, if it was asked for.
    pub trace: Vec<String>,
}

/// Where a script failed, and by which check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The script.
    pub script: String,
    /// The line, from 1 on.
    pub line: usize,
    /// What does not hold.
    pub violation: Violation,
    /// What happened, if it was asked for.
    pub trace: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.zks:{}: {}", self.script, self.line, self.violation)
    }
}

struct Runner<'a> {
    world: &'a mut World,
    /// Answers that each client is owed in all.
    asked: [usize; CLIENTS],
    made: u32,
    line: &'a mut usize,
}

impl Script {
    /// How many clients there must be.
    fn clients(&self) -> usize {
        let used = |(_, c): &(usize, Command)| match c {
            Command::Client(c, ..) | Command::Call(c, ..) | Command::Ask(c, _) | Command::Send(c, _) => c + 1,
            _ => 1,
        };
        self.lines.iter().map(used).max().unwrap_or(1)
    }

    /// Runs it.
    ///
    /// # Errors
    /// What does not hold.
    pub fn run(&self, trace: bool) -> Result<Ran, Failure> {
        let mut line = 0;
        let failure = |line, violation, trace| Failure { script: self.name.clone(), line, violation, trace };
        let plan = Plan {
            seed: u64::from(crc32fast::hash(self.name.as_bytes())),
            profile: Profile::Calm,
            config: self.config.clone(),
            faults: Vec::new(),
            clients: vec![Vec::new(); self.clients()],
        };
        let mut world = World::for_script(plan).map_err(|v| failure(0, v, Vec::new()))?;
        let lines = Rc::new(RefCell::new(Vec::new()));
        if trace {
            let to = lines.clone();
            world.trace_to(Box::new(move |l| to.borrow_mut().push(l.to_string())));
        }
        let result = crate::batch::guarded(|| {
            let mut runner = Runner { world: &mut world, asked: [0; CLIENTS], made: 0, line: &mut line };
            self.lines.iter().try_for_each(|(number, command)| {
                *runner.line = *number;
                runner.command(command)
            })
        });
        let out = world.outcome(None);
        let trace = lines.take();
        match result {
            Ok(()) => Ok(Ran { events: out.events, simulated_us: out.simulated_us, trace }),
            Err(v) => Err(failure(line, v, trace)),
        }
    }
}

type Done = Result<(), Violation>;

fn wrong(facts: impl Into<String>) -> Violation {
    Violation::new(EXPECT, facts)
}

impl Runner<'_> {
    fn command(&mut self, command: &Command) -> Done {
        let world = &mut *self.world;
        match command {
            Command::Start(nodes) => {
                nodes.iter().for_each(|n| world.start_node(*n));
                self.pass(MS)
            }
            Command::Crash(nodes, kind) => nodes.iter().try_for_each(|n| world.crash_node(*n, *kind)),
            Command::Client(client, node, agrees) => {
                let client = *client;
                let moves = world.is_attached(client);
                world.set_agrees(client, if *agrees { Agrees::Forgets } else { Agrees::No });
                world.send_client_to(client, *node);
                if moves {
                    self.give(client, &Op::Move);
                    self.pass(MS)?;
                    // What it was not answered is lost.
                    self.asked[client] = self.world.hooks().map_or(0, |h| h.replies(client).len());
                }
                self.until(PATIENCE, |w| w.is_attached(client), || format!("c{} has no session", client + 1))
            }
            Command::Ask(client, op) => {
                self.give(*client, op);
                self.answered(*client)
            }
            Command::Send(client, op) => {
                self.give(*client, op);
                Ok(())
            }
            Command::History(count) => self.history(*count),
            Command::Call(client, node, agrees) => {
                world.set_agrees(*client, if *agrees { Agrees::Forgets } else { Agrees::No });
                world.send_client_to(*client, *node);
                if world.is_attached(*client) {
                    self.give(*client, &Op::Move);
                }
                Ok(())
            }
            Command::Resign(node, to) => world.resign_node(*node, *to),
            Command::Backup(node) => {
                world.back_up_node(*node);
                Ok(())
            }
            Command::Restore(node) => world.restore_node(*node),
            Command::Oracle(node, permits) => {
                world.set_oracle(*node, *permits);
                Ok(())
            }
            Command::Hold(from, to, kind, zxid) => {
                world.hold(*from, *to, *kind, *zxid);
                Ok(())
            }
            Command::Release(link) => {
                world.release(*link);
                Ok(())
            }
            Command::Inject(from, to, kind, zxid) => self.inject(*from, *to, *kind, *zxid),
            Command::Cut(from, to) => {
                let to: Vec<Node> = to.iter().copied().filter(|n| !from.contains(n)).collect();
                world.cut_nodes(from, &to);
                world.cut_nodes(&to, from);
                Ok(())
            }
            Command::Heal => {
                world.heal_all();
                Ok(())
            }
            Command::Break(a, b) => {
                world.break_connections(*a, *b);
                self.pass(MS)
            }
            Command::At(t) => {
                world.arm(t.node, t.moment, t.site, t.nth, Action::Crash(t.nodes, t.kind));
                Ok(())
            }
            Command::Until(what, patience) => self.wait(what, *patience),
            Command::Run(us) => self.pass(*us),
            Command::Expect(what) => {
                if self.holds(what) {
                    Ok(())
                } else {
                    Err(wrong(format!("not so: {what:?}; {}", self.situation())))
                }
            }
            Command::Quiesce => self.quiesce(),
            _ => self.trouble(command),
        }
    }

    /// Disks, clocks, and processes that stand still.
    fn trouble(&mut self, command: &Command) -> Done {
        let world = &mut *self.world;
        match command {
            Command::Fail(node, None) => world.fail_disk(*node, Fault::LoseSync),
            Command::Fail(node, Some(after)) => world.fail_disk(*node, Fault::AfterRequests(*after)),
            Command::Mend(node) => world.mend_disk(*node),
            Command::Stall(node, 0) => world.unstall_disk(*node),
            Command::Stall(node, us) => world.stall_disk(*node, *us),
            Command::Pause(node, us) => world.pause_node(*node, *us),
            Command::Wall(node, by_ms) => world.set_wall(*node, *by_ms),
            Command::Allow(node) => world.allow(*node),
            Command::Corrupt(..)
            | Command::LoseLog(..)
            | Command::Wipe(_)
            | Command::File(..)
            | Command::Snapshot(_) => return self.tamper(command),
            _ => {}
        }
        Ok(())
    }

    fn give(&mut self, client: usize, op: &Op) {
        self.asked[client] += usize::from(*op != Op::Move);
        self.world.give(client, Step { think_us: 0, op: op.clone() });
    }

    fn answered(&mut self, client: usize) -> Done {
        self.wait(&What::Answered(client), PATIENCE)
    }

    fn history(&mut self, count: u32) -> Done {
        for _ in 0..count {
            self.made += 1;
            let path = format!("/h{}", self.made);
            self.give(0, &Op::Create { path, flags: 0, size: 8 });
            self.answered(0)?;
        }
        let last = self.world.ghost.chain.last_chosen();
        let applied =
            |w: &World| (0..w.node_count()).all(|n| w.tree_of(n).is_none_or(|t| t.last_zxid() == last));
        self.until(PATIENCE, applied, || format!("not everybody comes to {last}"))
    }

    fn inject(&mut self, from: Node, to: Node, kind: PacketKind, zxid: Zxid) -> Done {
        let data = match kind {
            PacketKind::Proposal | PacketKind::Inform => Some(self.payload(zxid)?),
            PacketKind::NewLeader => Some(Vec::new()),
            _ => None,
        };
        self.world.inject(from, to, kind, zxid, data.as_deref()).map_err(wrong)?;
        self.pass(2 * MS)
    }

    /// The bytes of a transaction, or others with its zxid.
    fn payload(&self, zxid: Zxid) -> Result<Vec<u8>, Violation> {
        let chain = &self.world.ghost.chain;
        if let Some(p) = chain.payload(zxid) {
            return Ok(p.to_vec());
        }
        let like = chain.payload(chain.last_chosen()).map(|p| p.to_vec());
        let mut like = like.filter(|p| p.len() >= 20).ok_or_else(|| wrong("nothing is chosen yet"))?;
        // A transaction begins with its session and the client's number of it, 12 bytes.
        like[12..20].copy_from_slice(&zxid.0.to_be_bytes());
        Ok(like)
    }

    fn pass(&mut self, us: Micros) -> Done {
        let end = self.world.now() + us;
        self.world.wake_at(end);
        while self.world.now() < end {
            self.world.step()?;
        }
        Ok(())
    }

    fn until(&mut self, us: Micros, holds: impl Fn(&World) -> bool, text: impl FnOnce() -> String) -> Done {
        let end = self.world.now() + us;
        self.world.wake_at(end);
        while !holds(self.world) {
            if self.world.now() >= end {
                return Err(wrong(format!("{} after {} s: {}", text(), us / SECOND, self.situation())));
            }
            self.world.step()?;
        }
        Ok(())
    }

    fn wait(&mut self, what: &What, patience: Micros) -> Done {
        if let What::Comes(node, site, nth) = what {
            let number = self.world.arm(*node, Moment::Before, *site, *nth, Action::Tell);
            let came = |w: &World| w.hooks().is_some_and(|h| h.has_fired(number));
            return self.until(patience, came, || format!("not so: {what:?}"));
        }
        let end = self.world.now() + patience;
        self.world.wake_at(end);
        while !self.holds(what) {
            if self.world.now() >= end {
                let s = patience / SECOND;
                return Err(wrong(format!("not so after {s} s: {what:?}; {}", self.situation())));
            }
            self.world.step()?;
        }
        Ok(())
    }

    fn quiesce(&mut self) -> Done {
        self.world.conclude()?;
        while !self.world.is_concluded() {
            self.world.step()?;
        }
        Ok(())
    }

    fn holds(&mut self, what: &What) -> bool {
        let world = &*self.world;
        let hooks = world.hooks();
        let everybody_serves =
            || (0..world.node_count()).all(|n| !world.is_running(n) || world.standing_of(n).serving);
        match what {
            What::Leads(n) => world.standing_of(*n).leading && everybody_serves(),
            What::Leading(n) => world.standing_of(*n).leading,
            What::Led => (0..world.node_count()).any(|n| world.standing_of(n).leading) && everybody_serves(),
            What::NoLeader => (0..world.node_count()).all(|n| !world.standing_of(n).leading),
            What::Serves(n) => world.standing_of(*n).serving,
            What::Runs(n) => world.is_running(*n),
            What::ReadsOnly(n) => world.standing_of(*n).reads_only,
            What::Handed(n, to) => hooks.and_then(|h| h.resigned(*n)) == Some(&Ok(*to)),
            What::Kept(n, text) => {
                let result = hooks.and_then(|h| h.resigned(*n));
                result.is_some_and(|r| r.as_ref().is_err_and(|why| why.contains(text)))
            }
            What::Restored(n, text) => {
                hooks.and_then(|h| h.restored(*n)).is_some_and(|said| said.starts_with(text))
            }
            What::Chosen(z) => self.world.ghost.is_chosen_now(*z),
            What::Ends(n, z) => world.ghost.view(*n).last == *z,
            What::Applied(n, z) => world.tree_of(*n).is_some_and(|t| t.last_zxid() >= *z),
            What::Epochs(n, accepted, current) => {
                let view = world.ghost.view(*n);
                (view.accepted, view.current) == (*accepted, *current)
            }
            What::Synced(n, kind, zxid) => hooks
                .and_then(|h| h.synced(*n).last().copied())
                .is_some_and(|(k, z)| k == *kind && zxid.is_none_or(|zxid| zxid == z)),
            What::Syncs(n, count) => hooks.map_or(0, |h| h.synced(*n).len()) == *count as usize,
            What::Holds(n, path) => world.tree_of(*n).is_some_and(|t| t.find(path).is_some()),
            What::Answered(c) => {
                let replies = hooks.map_or(&[][..], |h| h.replies(*c));
                world.is_idle(*c)
                    && replies.len() == self.asked[*c]
                    && replies.last().is_some_and(|(_, r)| r.err == 0)
            }
            What::Error(c, code) => {
                hooks.and_then(|h| h.replies(*c).last()).is_some_and(|(_, r)| r.err == *code)
            }
            What::Locals(n, count) => world.local_sessions_of(*n) == *count,
            What::Attached(c) => world.is_attached(*c),
            What::Missing(c) => hooks
                .and_then(|h| h.replies(*c).last())
                .is_some_and(|(_, r)| r.err == zk_proto::ErrorCode::NoNode.code()),
            What::Refused(n, text) => hooks.and_then(|h| h.refused(*n)).is_some_and(|r| r.contains(text)),
            What::Halted(n, text) => hooks.and_then(|h| h.halted(*n)).is_some_and(|r| r.contains(text)),
            What::Comes(..) => false,
            What::Not(what) => !self.holds(what),
        }
    }

    fn situation(&self) -> String {
        let w = &*self.world;
        let nodes = (0..w.node_count()).map(|n| {
            let letter = char::from(b'A' + n as u8);
            let why = w.hooks().and_then(|h| h.refused(n).or(h.halted(n))).unwrap_or_default();
            format!("{letter} {} {:?} {why}", w.columns_of(n), w.ghost.view(n))
        });
        format!("chosen {}; {}", w.ghost.chain.last_chosen(), nodes.collect::<Vec<_>>().join("; "))
    }

    /// Somebody has been at the disk of a node that is down.
    fn tamper(&mut self, command: &Command) -> Done {
        let node = match command {
            Command::Corrupt(n, _)
            | Command::LoseLog(n, _)
            | Command::Wipe(n)
            | Command::File(n, ..)
            | Command::Snapshot(n) => *n,
            _ => return Ok(()),
        };
        if self.world.is_running(node) {
            return Err(wrong("a disk can only be changed while its node is down"));
        }
        let mut files = self.world.disk_of(node).content();
        match command {
            Command::Corrupt(_, zxid) => {
                let (path, at) = find_record(&files, *zxid)?;
                // In the session id, so that the zxid can still be read.
                if let Some(byte) = files.get_mut(&path).and_then(|f| f.get_mut(at)) {
                    *byte ^= 1;
                }
            }
            Command::LoseLog(_, zxid) => {
                let (path, _) = find_record(&files, *zxid)?;
                files.remove(&path);
            }
            Command::Wipe(_) => files.clear(),
            Command::File(_, name, content) => {
                let path = Path::new(DATA_DIR).join("version-2").join(name);
                match content {
                    Some(bytes) => files.insert(path, bytes.clone()),
                    None => files.remove(&path),
                };
            }
            Command::Snapshot(_) => return self.add_snapshot(node),
            _ => {}
        }
        self.world.replace_disk(node, &files);
        Ok(())
    }

    fn add_snapshot(&mut self, node: Node) -> Done {
        let disk = self.world.disk_of(node);
        let copy = disk.crash(disk.request_count(), CrashOptions::KILL);
        let before = copy.content();
        let r = crate::world::recover(&copy).map_err(wrong)?;
        zk_journal::snapshot::write_whole(&r.dir, &r.tree, zk_journal::SnapshotFormat::default())
            .map_err(|e| wrong(e.to_string()))?;
        let after = r.dir.disk().content();
        for (path, content) in after {
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
            if name.starts_with("snapshot.") && !before.contains_key(&path) {
                self.world.add_file(node, &path, &content)?;
            }
        }
        Ok(())
    }
}

/// The file and the place in it of a transaction's payload.
fn find_record(files: &BTreeMap<PathBuf, Vec<u8>>, zxid: Zxid) -> Result<(PathBuf, usize), Violation> {
    for (path, bytes) in files {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if parse_log_name(name).is_none() {
            continue;
        }
        let mut at = HEADER_BYTES;
        while let Some(length) = bytes.get(at + 8..at + FRAME_BYTES) {
            let length = u32::from_be_bytes(length.try_into().unwrap_or_default()) as usize;
            let Some(payload) = bytes.get(at + FRAME_BYTES..at + FRAME_BYTES + length) else { break };
            if length == 0 {
                break;
            }
            if payload_zxid(payload) == Some(zxid) {
                return Ok((path.clone(), at + FRAME_BYTES));
            }
            at += FRAME_BYTES + length + 1;
        }
    }
    Err(wrong(format!("{zxid} is in no log")))
}
