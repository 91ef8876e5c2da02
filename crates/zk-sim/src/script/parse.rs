//! Reads scripts. Anything may be in a file: what is no script is an error that names file and line, never a panic.

use zk_mutants::Mutant;
use zk_proto::Zxid;
use zk_proto::quorum::PacketKind;
use zk_server::LocalSessions;

use super::{Command, Expected, ParseError, Script, Trap, What};
use crate::net::NetConfig;
use crate::plan::{Config, CrashKind, DiskConfig, Op};
use crate::queue::{MS, Micros, SECOND};
use crate::seam::Node;
use crate::world::script::{DiskVerb, FileClass, Moment, Site};

/// How long something is waited for if nothing else is said.
const PATIENCE: Micros = 120 * SECOND;
/// Most nodes of an ensemble.
const MAX_NODES: usize = 9;
/// Most clients of a script.
pub(super) const CLIENTS: usize = 9;

type Parsed<T> = Result<T, String>;

impl Script {
    /// Reads a script; `file` is for messages, and its stem is the script's name.
    ///
    /// # Errors
    /// Where the first mistake is.
    pub fn parse(file: &str, text: &str) -> Result<Script, ParseError> {
        let name = file.strip_suffix(".zks").unwrap_or(file).to_string();
        let mut script = Script { name, config: default_config(), mutants: Vec::new(), lines: Vec::new() };
        for (number, line) in (1..).zip(text.lines()) {
            let code = line.split('#').next().unwrap_or(line);
            let words: Vec<&str> = code.split_whitespace().collect();
            let mut words = Words { words: &words, nodes: script.config.voters + script.config.observers };
            let result = script.line(number, &mut words).and_then(|()| words.end());
            result.map_err(|what| ParseError { file: file.to_string(), line: number, what })?;
        }
        Ok(script)
    }

    fn line(&mut self, number: usize, w: &mut Words<'_>) -> Parsed<()> {
        let Some(word) = w.peek() else { return Ok(()) };
        match word {
            "mutant" => {
                w.next()?;
                let name = w.next()?;
                let mutant = Mutant::from_name(name).ok_or(format!("there is no mutant {name}"))?;
                w.word("breaks")?;
                let breaks = w.rest().iter().map(|s| s.to_string()).collect::<Vec<_>>();
                if breaks.is_empty() {
                    return Err("names of invariants are missing behind `breaks`".into());
                }
                self.mutants.push(Expected { mutant, breaks });
            }
            "ensemble" if self.lines.is_empty() => {
                w.next()?;
                self.config.voters = w.number(1, MAX_NODES as u64)? as usize;
                if w.peek().is_some() {
                    w.word("observers")?;
                    self.config.observers = w.number(0, MAX_NODES as u64)? as usize;
                }
                if self.config.voters + self.config.observers > MAX_NODES {
                    return Err(format!("at most {MAX_NODES} nodes"));
                }
                self.config.rate_ppm = vec![0; self.config.voters + self.config.observers];
            }
            "set" if self.lines.is_empty() => {
                w.next()?;
                self.set(w)?;
            }
            "ensemble" | "set" => return Err(format!("`{word}` must come before everything that happens")),
            _ => {
                let command = command(w)?;
                self.lines.push((number, command));
            }
        }
        Ok(())
    }

    fn set(&mut self, w: &mut Words<'_>) -> Parsed<()> {
        let c = &mut self.config;
        match w.next()? {
            "tick" => c.tick_ms = w.number(10, 10_000)?,
            "init-limit" => c.init_limit = w.number(1, 100)?,
            "sync-limit" => c.sync_limit = w.number(1, 100)?,
            "epoch-txns" => c.epoch_txns = Some(w.number(1, 1 << 30)? as u32),
            "ring" => c.history_txns = w.number(0, 1_000_000)? as usize,
            "snap-every" => c.snap_every = w.number(1, 1_000_000)?,
            "log-bytes" => c.log_file_bytes = Some(w.number(1, 1 << 30)?),
            "observer-masters" => c.observer_masters = true,
            "force-snapshot" => c.force_snapshot = true,
            "hold-commits" => c.hold_commits = true,
            "oracle" => c.oracle = true,
            "first" => c.first_members = Some(bits(w.some_nodes()?)),
            "read-only-after" => c.read_only_after_ms = Some(w.number(1, 1_000_000)?),
            "local-sessions" => {
                c.local_sessions = match w.next()? {
                    "on" => LocalSessions::On,
                    "upgraded" => LocalSessions::Upgraded,
                    other => return Err(format!("local-sessions is on or upgraded, not `{other}`")),
                }
            }
            "timeout" => {
                let ms = w.number(1, 1_000_000)?;
                c.timeout_ms = (ms, ms);
            }
            other => return Err(format!("there is no setting `{other}`")),
        }
        Ok(())
    }
}

fn default_config() -> Config {
    Config {
        epoch_txns: None,
        long_end: false,
        voters: 3,
        observers: 0,
        hierarchical: false,
        first_members: None,
        tick_ms: 2000,
        init_limit: 10,
        sync_limit: 5,
        history_txns: 500,
        observer_masters: false,
        force_snapshot: false,
        hold_commits: false,
        local_sessions: LocalSessions::Off,
        oracle: false,
        read_only_after_ms: None,
        snap_every: 1_000_000,
        log_file_bytes: None,
        net: NetConfig { fragment_percent: 0, jitter_us: 0, ..NetConfig::CALM },
        disk: DiskConfig { write_us: 5, sync_us: 100, jitter_us: 0, stall_one_in: 0, stall_us: 0 },
        rate_ppm: vec![0; 3],
        clients: CLIENTS,
        window: 16,
        timeout_ms: (40_000, 40_000),
        counters_left: None,
        safety_us: Micros::MAX / 8,
    }
}

/// The words of a line.
struct Words<'a> {
    words: &'a [&'a str],
    nodes: usize,
}

impl<'a> Words<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.words.first().copied()
    }

    fn next(&mut self) -> Parsed<&'a str> {
        let (first, rest) = self.words.split_first().ok_or("the line ends too early")?;
        self.words = rest;
        Ok(first)
    }

    fn word(&mut self, expected: &str) -> Parsed<()> {
        match self.next()? {
            w if w == expected => Ok(()),
            w => Err(format!("`{expected}` is expected, not `{w}`")),
        }
    }

    fn take(&mut self, word: &str) -> bool {
        let is = self.peek() == Some(word);
        if is {
            self.words = self.words.get(1..).unwrap_or_default();
        }
        is
    }

    fn rest(&mut self) -> &'a [&'a str] {
        std::mem::take(&mut self.words)
    }

    fn end(&self) -> Parsed<()> {
        match self.peek() {
            None => Ok(()),
            Some(w) => Err(format!("`{w}` is one word too many")),
        }
    }

    fn number(&mut self, low: u64, high: u64) -> Parsed<u64> {
        let w = self.next()?;
        let n = w.parse::<u64>().map_err(|_| format!("`{w}` is no number"))?;
        if (low..=high).contains(&n) { Ok(n) } else { Err(format!("{n} is not between {low} and {high}")) }
    }

    /// A letter, from A on.
    fn node(&mut self) -> Parsed<Node> {
        let w = self.next()?;
        node(w, self.nodes)
    }

    /// Letters up to the end of the line or a word that is none; `all` is everybody.
    fn some_nodes(&mut self) -> Parsed<Vec<Node>> {
        if self.take("all") {
            return Ok((0..self.nodes).collect());
        }
        let mut out = vec![self.node()?];
        while let Some(n) = self.peek().and_then(|w| node(w, self.nodes).ok()) {
            self.words = self.words.get(1..).unwrap_or_default();
            out.push(n);
        }
        Ok(out)
    }

    /// `A->B`.
    fn link(&mut self) -> Parsed<(Node, Node)> {
        let w = self.next()?;
        let (a, b) = w.split_once("->").ok_or(format!("`{w}` is no link like A->B"))?;
        Ok((node(a, self.nodes)?, node(b, self.nodes)?))
    }

    fn client(&mut self) -> Parsed<usize> {
        let w = self.next()?;
        let n = w.strip_prefix('c').and_then(|n| n.parse::<usize>().ok());
        let n = n.filter(|n| (1..=CLIENTS).contains(n));
        n.map(|n| n - 1).ok_or(format!("`{w}` is no client, c1 to c{CLIENTS}"))
    }

    fn zxid(&mut self) -> Parsed<Zxid> {
        let w = self.next()?;
        zxid(w).ok_or(format!("`{w}` is no zxid like 1:4"))
    }

    fn zxid_if_any(&mut self) -> Option<Zxid> {
        let z = zxid(self.peek()?)?;
        self.words = self.words.get(1..).unwrap_or_default();
        Some(z)
    }

    fn kind(&mut self) -> Parsed<PacketKind> {
        let w = self.next()?;
        kind(w).ok_or(format!("`{w}` is no packet"))
    }

    fn time(&mut self) -> Parsed<Micros> {
        let w = self.next()?;
        time(w).ok_or(format!("`{w}` is no time like 300ms or 5s"))
    }

    fn path(&mut self) -> Parsed<String> {
        let w = self.next()?;
        if w.starts_with('/') { Ok(w.to_string()) } else { Err(format!("`{w}` is no path")) }
    }

    fn text(&mut self) -> String {
        self.rest().join(" ")
    }
}

fn node(w: &str, nodes: usize) -> Parsed<Node> {
    let n = match w.as_bytes() {
        [letter @ b'A'..=b'I'] => usize::from(letter - b'A'),
        _ => return Err(format!("`{w}` is no node")),
    };
    if n < nodes { Ok(n) } else { Err(format!("there is no node {w} among {nodes}")) }
}

/// A bit for each.
fn bits(nodes: Vec<Node>) -> u64 {
    nodes.into_iter().fold(0, |all, n| all | 1 << n)
}

fn zxid(w: &str) -> Option<Zxid> {
    let (epoch, counter) = w.split_once(':')?;
    let epoch: u32 = epoch.parse().ok()?;
    Some(Zxid::new(epoch.min(i32::MAX as u32), counter.parse().ok()?))
}

fn kind(w: &str) -> Option<PacketKind> {
    PacketKind::ALL.iter().copied().find(|k| k.name() == w)
}

fn time(w: &str) -> Option<Micros> {
    let (digits, unit) = match (w.strip_suffix("ms"), w.strip_suffix('s')) {
        (Some(d), _) => (d, MS),
        (None, Some(d)) => (d, SECOND),
        (None, None) => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit).filter(|t| *t <= 1_000_000_000 * SECOND)
}

fn crash_kind(w: &str) -> Option<CrashKind> {
    match w {
        "kill" => Some(CrashKind::Kill),
        "power" => Some(CrashKind::Power),
        "tear" => Some(CrashKind::Torn),
        _ => None,
    }
}

fn command(w: &mut Words<'_>) -> Parsed<Command> {
    let word = w.next()?;
    if let Some(kind) = crash_kind(word) {
        return Ok(Command::Crash(w.some_nodes()?, kind));
    }
    Ok(match word {
        "start" => Command::Start(w.some_nodes()?),
        "elect" => Command::Until(What::Leads(w.node()?), PATIENCE),
        "client" => {
            let client = w.client()?;
            w.word("at")?;
            Command::Client(client, w.node()?, w.take("read-only"))
        }
        "call" => {
            let client = w.client()?;
            Command::Call(client, w.node()?, w.take("read-only"))
        }
        "resign" => {
            let node = w.node()?;
            Command::Resign(node, if w.take("to") { Some(w.node()?) } else { None })
        }
        "backup" => Command::Backup(w.node()?),
        "restore" => Command::Restore(w.node()?),
        "oracle" => {
            let node = w.node()?;
            match w.next()? {
                "permits" => Command::Oracle(node, true),
                "refuses" => Command::Oracle(node, false),
                other => return Err(format!("an oracle permits or refuses, not `{other}`")),
            }
        }
        "op" => Command::Ask(w.client()?, op(w)?),
        "send" => Command::Send(w.client()?, op(w)?),
        "history" => Command::History(w.number(1, 10_000)? as u32),
        "hold" => {
            let (from, to) = w.link()?;
            let kind = if w.peek().is_some() { Some(w.kind()?) } else { None };
            Command::Hold(from, to, kind, w.zxid_if_any())
        }
        "release" => {
            let all = w.take("all");
            Command::Release(if all { None } else { Some(w.link()?) })
        }
        "inject" => {
            let (from, to) = w.link()?;
            Command::Inject(from, to, w.kind()?, w.zxid()?)
        }
        "cut" => {
            let from = w.some_nodes()?;
            w.word("from")?;
            Command::Cut(from, w.some_nodes()?)
        }
        "heal" => Command::Heal,
        "break" => Command::Break(w.node()?, w.node()?),
        "at" => at(w)?,
        "until" => {
            let what = what(w)?;
            let patience = if w.take("within") { w.time()? } else { PATIENCE };
            Command::Until(what, patience)
        }
        "run" => Command::Run(w.time()?),
        "expect" => Command::Expect(what(w)?),
        "allow" => Command::Allow(w.node()?),
        "quiesce" => Command::Quiesce,
        "pause" => Command::Pause(w.node()?, w.time()?),
        "wall" => {
            let node = w.node()?;
            let text = w.next()?;
            let (sign, digits) = match text.strip_prefix('-') {
                Some(d) => (-1, d),
                None => (1, text.strip_prefix('+').unwrap_or(text)),
            };
            let us = time(digits).ok_or(format!("`{text}` is no time like -3600s"))?;
            Command::Wall(node, sign * (us / MS) as i64)
        }
        _ => return disk_command(word, w),
    })
}

fn disk_command(word: &str, w: &mut Words<'_>) -> Parsed<Command> {
    Ok(match word {
        "fail" => {
            let node = w.node()?;
            if w.take("sync") {
                Command::Fail(node, None)
            } else {
                w.word("after")?;
                Command::Fail(node, Some(w.number(0, 1_000_000)? as usize))
            }
        }
        "mend" => Command::Mend(w.node()?),
        "stall" => Command::Stall(w.node()?, w.time()?),
        "unstall" => Command::Stall(w.node()?, 0),
        "corrupt" => Command::Corrupt(w.node()?, w.zxid()?),
        "lose-log" => Command::LoseLog(w.node()?, w.zxid()?),
        "wipe" => Command::Wipe(w.node()?),
        "snapshot" => Command::Snapshot(w.node()?),
        "file" => {
            let (node, name) = (w.node()?, w.next()?.to_string());
            if name.contains('/') || name.contains("..") {
                return Err(format!("`{name}` is no name of a file"));
            }
            let content = match w.next()? {
                "gone" => None,
                "empty" => Some(Vec::new()),
                "zeros" => Some(vec![0; 512]),
                "header" => Some(b"ZKLG\0\0\0\x02\0\0\0\0\0\0\0\0".to_vec()),
                "half-header" => Some(b"ZKLG\0\0\0".to_vec()),
                "text" => Some(w.text().into_bytes()),
                other => return Err(format!("`{other}` is no content")),
            };
            Command::File(node, name, content)
        }
        _ => return Err(format!("there is no command `{word}`")),
    })
}

fn op(w: &mut Words<'_>) -> Parsed<Op> {
    let word = w.next()?;
    Ok(match word {
        "create" => {
            let path = w.path()?;
            let mut flags = 0;
            while let Some(more) = w.peek() {
                flags |= match more {
                    "ephemeral" => 1,
                    "sequential" => 2,
                    _ => break,
                };
                w.next()?;
            }
            Op::Create { path, flags, size: 8 }
        }
        "set" => Op::Set { path: w.path()?, size: 8 },
        "delete" => Op::Delete { path: w.path()? },
        "get" => Op::Get { path: w.path()? },
        "exists" => Op::Exists { path: w.path()? },
        "reconfig" => Op::Reconfig { voters: bits(w.some_nodes()?), observers: 0 },
        "sync" => Op::Sync,
        "close" => Op::Close,
        "move" => Op::Move,
        other => return Err(format!("there is no request `{other}`")),
    })
}

fn site(w: &mut Words<'_>) -> Parsed<Site> {
    match w.next()? {
        "send" => Ok(Site::Send(w.kind()?, w.zxid_if_any())),
        "receive" => Ok(Site::Receive(w.kind()?, w.zxid_if_any())),
        "disk" => {
            let verb = match w.next()? {
                "write" => DiskVerb::Write,
                "sync" => DiskVerb::Sync,
                "cut" => DiskVerb::Cut,
                "rename" => DiskVerb::Rename,
                "remove" => DiskVerb::Remove,
                "durable" => DiskVerb::Durable,
                other => return Err(format!("`{other}` is nothing that is done to a disk")),
            };
            let class = match w.next()? {
                "log" => FileClass::Log,
                "snapshot" => FileClass::Snapshot,
                "install" => FileClass::Install,
                "acceptedEpoch" => FileClass::AcceptedEpoch,
                "currentEpoch" => FileClass::CurrentEpoch,
                other => return Err(format!("`{other}` is no kind of file")),
            };
            Ok(Site::Disk(verb, class))
        }
        other => Err(format!("`{other}` is no place: send, receive or disk")),
    }
}

/// `B before disk write currentEpoch [2] : power B C`.
fn at(w: &mut Words<'_>) -> Parsed<Command> {
    let node = w.node()?;
    let moment = match w.peek() {
        Some("after") => Moment::After,
        _ => Moment::Before,
    };
    if matches!(w.peek(), Some("before" | "after")) {
        w.next()?;
    }
    let site = site(w)?;
    let nth = if w.peek() == Some(":") { 1 } else { w.number(1, 1000)? as u32 };
    w.word(":")?;
    let word = w.next()?;
    let kind = crash_kind(word).ok_or(format!("only `kill` and `power` can wait, not `{word}`"))?;
    let nodes = bits(w.some_nodes()?);
    Ok(Command::At(Trap { node, moment, site, nth, nodes, kind }))
}

fn what(w: &mut Words<'_>) -> Parsed<What> {
    if w.take("not") {
        return Ok(What::Not(Box::new(what(w)?)));
    }
    Ok(match w.next()? {
        "leader" => What::Leads(w.node()?),
        "leads" => What::Leading(w.node()?),
        "led" => What::Led,
        "no-leader" => What::NoLeader,
        "serves" => What::Serves(w.node()?),
        "runs" => What::Runs(w.node()?),
        "reads-only" => What::ReadsOnly(w.node()?),
        "handed" => What::Handed(w.node()?, w.node()?),
        "kept" => What::Kept(w.node()?, w.text()),
        "restored" => What::Restored(w.node()?, w.text()),
        "chosen" => What::Chosen(w.zxid()?),
        "log" => What::Ends(w.node()?, w.zxid()?),
        "applied" => What::Applied(w.node()?, w.zxid()?),
        "epochs" => What::Epochs(w.node()?, w.number(0, 1 << 30)? as i64, w.number(0, 1 << 30)? as i64),
        "sync" => What::Synced(w.node()?, w.kind()?, w.zxid_if_any()),
        "syncs" => What::Syncs(w.node()?, w.number(0, 1000)? as u32),
        "node" => What::Holds(w.node()?, w.path()?),
        "answered" => What::Answered(w.client()?),
        "locals" => What::Locals(w.node()?, w.number(0, 1000)? as usize),
        "attached" => What::Attached(w.client()?),
        "missing" => What::Missing(w.client()?),
        "error" => {
            let client = w.client()?;
            let code = w.next()?;
            What::Error(client, code.parse().map_err(|_| format!("`{code}` is no error code"))?)
        }
        "refused" => What::Refused(w.node()?, w.text()),
        "halted" => What::Halted(w.node()?, w.text()),
        "at" => {
            let node = w.node()?;
            let site = site(w)?;
            let plain = matches!(w.peek(), None | Some("within"));
            What::Comes(node, site, if plain { 1 } else { w.number(1, 1000)? as u32 })
        }
        other => return Err(format!("there is no condition `{other}`")),
    })
}
