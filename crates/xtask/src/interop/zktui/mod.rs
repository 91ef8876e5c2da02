//! `cargo xtask interop zktui`: the monitor in a real terminal, watching real servers that are killed, stopped and held
//! back. What it says is read off the screen and held against what the servers themselves say. `ZKTUI_BIN` names another
//! binary than that of this tree.

mod hold;
pub(super) mod screen;

use super::Args;
use super::ensemble::{Ensemble, Software, parse_composition, usual_settings};
use super::lab::{Lab, target_dir};
use super::process::command;
use super::report::{Report, Tally};
use anyhow::{Context, Result, bail, ensure};
use hold::Hold;
use screen::Screen;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use zk_client::{Client, CreateMode, Options, Zxid};

const QUICK: &[&str] = &["ZZZ"];
const FULL: &[&str] = &["ZZZ", "JJJ", "JZJ"];
/// The one that leads first, and the one that is held back.
const LEADER: usize = 2;
const FOLLOWER: usize = 0;
/// How old what the screen says may be.
const FRESH: Duration = Duration::from_secs(1);
const SECONDS: fn(u64) -> Duration = Duration::from_secs;

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let lab = Lab::of_ensembles("run-zktui", args.quick)?;
    let (zktui, panics) = binaries()?;
    let compositions: Vec<&str> = match &args.members {
        Some(list) => list.split(',').collect(),
        None => if args.quick { QUICK } else { FULL }.to_vec(),
    };
    let mut tally = Tally::default();
    for composition in compositions {
        let (name, started) = (format!("zktui-{composition}"), Instant::now());
        let mut report = Report::default();
        let outcome = Stage::new(&lab, &name, composition, &zktui).and_then(|stage| stage.run(&mut report));
        report.check("to the end", outcome);
        print!("{}", report.render(&name, started.elapsed()));
        tally.add(&report);
    }
    let (started, mut notes) = (Instant::now(), Vec::new());
    let mut report = Report::default();
    report.check("a panic restores the terminal", panic(&lab, &panics));
    report.check("nothing waits for servers that do not answer", stalled(&lab, &zktui, &mut notes));
    notes.into_iter().for_each(|note| report.note(note));
    print!("{}", report.render("zktui-alone", started.elapsed()));
    tally.add(&report);
    Ok(tally.end())
}

/// zktui, and the program that panics on its screen.
fn binaries() -> Result<(PathBuf, PathBuf)> {
    let profile = std::env::var_os("ZKTUI_BIN").map_or("fast", |_| "dev");
    let mut build = command(env!("CARGO"));
    build.args(["build", "--quiet", "--profile", profile, "-p", "zktui", "--example", "panic"]);
    if profile == "fast" {
        build.args(["--bin", "zktui"]);
    }
    ensure!(build.current_dir(crate::root()).status()?.success(), "building zktui failed");
    let dir = target_dir().join(if profile == "fast" { "fast" } else { "debug" });
    let zktui = std::env::var_os("ZKTUI_BIN").map_or_else(|| dir.join("zktui"), PathBuf::from);
    Ok((zktui, dir.join("examples/panic")))
}

/// An ensemble with load on it, and the terminal that shows it.
struct Stage<'a> {
    ensemble: Ensemble<'a>,
    hold: Hold,
    screen: Screen,
    stop: Arc<AtomicBool>,
    pid_file: PathBuf,
}

impl<'a> Stage<'a> {
    fn new(lab: &'a Lab, name: &str, composition: &str, zktui: &std::path::Path) -> Result<Stage<'a>> {
        let dir = lab.run_dir(name)?;
        let members = parse_composition(composition, Software::Apache395)?;
        ensure!(members.len() == 3, "{composition}: three members are shown");
        let mut ensemble = Ensemble::new(lab, name, &members)?;
        // Who is held back is not to be given up meanwhile.
        ensemble.settings = usual_settings().with("syncLimit", 100);
        let hold = Hold::before(ensemble.members[LEADER].ports.quorum)?;
        let (ports, through): (Vec<_>, _) = (ensemble.members.iter().map(|m| m.ports).collect(), hold.port);
        ensemble.set_view(Box::new(move |from, to| {
            let mut view = ports[to];
            if (from, to) == (FOLLOWER, LEADER) {
                view.quorum = through;
            }
            view
        }));
        ensemble.form(LEADER, &[FOLLOWER])?;
        let stop = Arc::new(AtomicBool::new(false));
        // Not by way of the one that is held back.
        let busy = [1, LEADER].map(|index| ensemble.members[index].addr().to_string());
        write_steadily(busy.join(","), stop.clone());
        let screen = Screen::open(&dir, 120, 40)?;
        let pid_file = dir.join("pid");
        let hosts = ensemble.connect_string();
        screen.line(&format!(
            "bash -c 'echo $$ > {}; exec {} --no-config -C {hosts}'",
            pid_file.display(),
            zktui.display()
        ))?;
        Ok(Stage { ensemble, hold, screen, stop, pid_file })
    }

    fn run(mut self, report: &mut Report) -> Result<()> {
        report.check("the ensemble is seen whole", self.seen_whole());
        report.check("a follower held back shows the lag of its own zxid", self.held_back());
        report.check("a follower that is stopped shows its lag", self.stopped());
        report.check("the leader is killed: election, epoch, loss", self.leader_killed());
        report.check("60x15 and back", self.resized());
        report.check("Ctrl-Z and fg", self.suspended());
        report.check("SIGTERM restores the terminal", self.terminated());
        self.stop.store(true, Ordering::SeqCst);
        self.ensemble.stop_all()
    }

    fn seen_whole(&self) -> Result<()> {
        self.screen.wait("a quorum of three", SECONDS(15), |text| {
            let head = text.lines().next()?;
            let port = self.ensemble.members[LEADER].client_port;
            let leader = format!("leader 127.0.0.1:{port}");
            (head.contains("ensemble 3/3") && head.contains("quorum OK") && head.contains(&leader))
                .then_some(())
        })
    }

    /// The server's line of the list.
    fn row(&self, text: &str, index: usize) -> Option<String> {
        let name = format!("127.0.0.1:{}", self.ensemble.members[index].client_port);
        text.lines().skip(1).find(|line| line.contains(&name)).map(str::to_owned)
    }

    /// Transactions that the screen says a server is behind, and whether it says "at most".
    fn lag(&self, text: &str, index: usize) -> Option<(i64, bool)> {
        let row = self.row(text, index)?;
        // Behind the zxid, the only word with 0x; thousands are apart.
        let rest = &row[row.find("0x")?..];
        let mut words = rest.split_whitespace().skip(1).filter(|word| *word != "(old)").peekable();
        let first = words.next()?;
        let at_most = first.starts_with('≤');
        let mut digits = first.trim_start_matches('≤').split('±').next()?.to_owned();
        while let Some(word) = words.next_if(|w| w.len() == 3 && w.bytes().all(|b| b.is_ascii_digit())) {
            digits.push_str(word);
        }
        Some((digits.parse().ok()?, at_most))
    }

    fn zxid(&self, index: usize) -> Result<Zxid> {
        self.ensemble.members[index].zxid().with_context(|| format!("member {} does not answer", index + 1))
    }

    /// What the leader is held to have now: the counters are of one epoch.
    fn ahead(&self, of: Zxid) -> Result<i64> {
        Ok(i64::from(self.zxid(LEADER)?.counter()) - i64::from(of.counter()))
    }

    fn held_back(&self) -> Result<()> {
        self.hold.set(true);
        let outcome = self.lag_is_true();
        self.hold.set(false);
        outcome?;
        self.screen.wait("that it has caught up", SECONDS(20), |text| {
            self.lag(text, FOLLOWER).is_some_and(|(lag, _)| lag < 100).then_some(())
        })
    }

    /// The follower answers, and what it answers is the truth.
    fn lag_is_true(&self) -> Result<()> {
        for _ in 0..3 {
            let own = self.settled_zxid()?;
            let rate = self.per_second()?;
            let least = self.ahead(own)?;
            ensure!(least > rate / 10, "nothing is written");
            let (shown, _) = self.screen.wait("the lag within a second", FRESH, |text| {
                self.lag(text, FOLLOWER).filter(|(lag, _)| *lag >= least - rate)
            })?;
            // It was true within the last second and is not more than the truth.
            let (most, least) = (self.ahead(own)?, least - rate);
            ensure!((least..=most).contains(&shown), "shows {shown}, the zxids imply {least} to {most}");
        }
        Ok(())
    }

    /// The follower's zxid once nothing reaches it any more.
    fn settled_zxid(&self) -> Result<Zxid> {
        let mut last = self.zxid(FOLLOWER)?;
        for _ in 0..100 {
            std::thread::sleep(Duration::from_millis(50));
            let now = self.zxid(FOLLOWER)?;
            if now == last {
                return Ok(now);
            }
            last = now;
        }
        bail!("the follower that is held back goes on")
    }

    /// Transactions of one second, and a little: what the screen may be behind.
    fn per_second(&self) -> Result<i64> {
        let (before, began) = (self.zxid(LEADER)?, Instant::now());
        std::thread::sleep(Duration::from_millis(300));
        let rate = self.ahead(before)? as f64 / began.elapsed().as_secs_f64();
        Ok((rate * 1.5) as i64 + 5)
    }

    fn stopped(&self) -> Result<()> {
        let rate = self.per_second()?;
        let own = self.zxid(FOLLOWER)?;
        self.ensemble.freeze(FOLLOWER)?;
        let outcome = self.stopped_lag(own, rate);
        self.ensemble.thaw(FOLLOWER)?;
        outcome?;
        self.screen.wait("that it is back", SECONDS(30), |text| {
            let row = self.row(text, FOLLOWER)?;
            (row.contains("ok") && self.lag(text, FOLLOWER)?.0 < 100).then_some(())
        })
    }

    fn stopped_lag(&self, own: Zxid, rate: i64) -> Result<()> {
        // Enough of it that it cannot be what every follower is behind.
        let limit = Instant::now() + SECONDS(10);
        while self.ahead(own)? < rate {
            ensure!(Instant::now() < limit, "nothing is written");
            std::thread::sleep(Duration::from_millis(20));
        }
        let least = self.ahead(own)?;
        let (shown, _) = self.screen.wait("its lag within a second", FRESH, |text| {
            self.lag(text, FOLLOWER).filter(|(lag, _)| *lag >= least - rate)
        })?;
        // The last thing that it said is at most one question old.
        let most = self.ahead(own)? + rate;
        ensure!(shown <= most, "shows {shown}, the zxids imply no more than {most}");
        self.screen.wait("that it is at most so much", FRESH, |text| {
            self.lag(text, FOLLOWER).filter(|(_, at_most)| *at_most)
        })?;
        self.screen.wait("that it does not answer", SECONDS(5), |text| {
            let row = self.row(text, FOLLOWER)?;
            (row.contains("slow") || row.contains("stale")).then_some(())
        })
    }

    fn leader_killed(&mut self) -> Result<()> {
        let epoch = |text: &str| -> Option<u32> {
            let head = text.lines().next()?;
            head.split(" · ")
                .find_map(|part| part.strip_prefix("epoch ")?.split_whitespace().next()?.parse().ok())
        };
        let before = self.screen.wait("an epoch", SECONDS(5), epoch)?;
        self.ensemble.kill(LEADER);
        let after =
            self.screen.wait("a newer epoch", SECONDS(60), |text| epoch(text).filter(|now| *now > before))?;
        let leader = self.ensemble.leader().context("nobody leads")?;
        let truth = self.zxid(leader)?.epoch();
        ensure!(after == truth, "shows epoch {after}, the leader says {truth}");
        self.screen.wait("the election and the loss", SECONDS(20), |text| {
            let row = self.row(text, LEADER)?;
            let told = text.contains("election: ") && text.contains(&format!("leads e{after}"));
            (row.contains("✗ down") && told && text.contains(" lost")).then_some(())
        })?;
        // The other one follows the new leader, and is not behind by an epoch.
        let other = 1 - leader.min(1);
        self.screen.wait("the follower of the new leader", SECONDS(20), |text| {
            self.row(text, other).filter(|row| row.contains("ok") && !row.contains("epoch")).map(drop)
        })
    }

    fn resized(&self) -> Result<()> {
        self.screen.resize("60", "15")?;
        self.screen.wait("the narrow layout", SECONDS(5), |text| {
            let lines: Vec<&str> = text.lines().collect();
            let fits = lines.len() <= 15 && lines.iter().all(|line| line.chars().count() <= 60);
            let narrow = lines.first().is_some_and(|head| !head.contains("zktui ·"));
            let name = format!(":{}", self.ensemble.members[FOLLOWER].client_port);
            (fits && narrow && lines.iter().any(|line| line.contains(&name))).then_some(())
        })?;
        self.screen.resize("120", "40")?;
        self.screen.wait("the wide layout", SECONDS(5), |text| text.contains("zktui ·").then_some(()))
    }

    fn suspended(&self) -> Result<()> {
        self.screen.keys(&["C-z"])?;
        self.screen.wait("that it is stopped", SECONDS(5), |text| {
            (text.contains("Stopped") && !self.screen.is_alternate()).then_some(())
        })?;
        self.screen.line("fg")?;
        self.screen.wait("zktui again", SECONDS(5), |text| {
            (text.contains("zktui ·") && self.screen.is_alternate()).then_some(())
        })
    }

    fn terminated(&self) -> Result<()> {
        let pid = std::fs::read_to_string(&self.pid_file)?.trim().parse().context("its pid")?;
        let pid = rustix::process::Pid::from_raw(pid).context("its pid")?;
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
        is_restored(&self.screen, "143")
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}

/// The screen is the shell's again, and so is the keyboard.
fn is_restored(screen: &Screen, code: &str) -> Result<()> {
    let ended = format!("ended-with-{code}");
    screen.wait("the shell's screen", SECONDS(5), |_| (!screen.is_alternate()).then_some(()))?;
    screen.line("echo ended-with-$?")?;
    screen.wait("how it ended", SECONDS(5), |text| text.contains(&ended).then_some(()))?;
    screen.line("stty -a | tr ';' '\\n' | grep -c -w -e '-icanon' -e '-echo' -e '-isig'; echo looked")?;
    screen.wait("a sane terminal", SECONDS(5), |text| {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let at = lines.iter().rposition(|line| *line == "looked")?;
        (lines.get(at.checked_sub(1)?) == Some(&"0")).then_some(())
    })
}

fn panic(lab: &Lab, program: &std::path::Path) -> Result<()> {
    let screen = Screen::open(&lab.run_dir("zktui-panic")?, 100, 30)?;
    screen.line(&program.display().to_string())?;
    screen.wait("the words of the panic", SECONDS(10), |text| {
        text.contains("as it was asked to").then_some(())
    })?;
    is_restored(&screen, "101").or_else(|_| is_restored(&screen, "134"))
}

/// Longest time from the start to the first frame, and from a key to what it does.
const FIRST_FRAME: Duration = Duration::from_millis(300);
const KEY: Duration = Duration::from_millis(50);

/// One server takes connections and says nothing, another is nowhere: the frame is there and keys are answered all the
/// same. The best of some attempts counts: the machine has other things to do, but a wait for the network is in all.
fn stalled(lab: &Lab, zktui: &std::path::Path, notes: &mut Vec<String>) -> Result<()> {
    let silent = std::net::TcpListener::bind("127.0.0.1:0")?;
    // The second one is set aside for documents (RFC 5737): nobody has it.
    let hosts = format!("{},192.0.2.1:2181", silent.local_addr()?);
    let screen = Screen::open(&lab.run_dir("zktui-stalled")?, 100, 30)?;
    let start = format!("{} --no-config -C {hosts}", zktui.display());
    let mut first = Duration::MAX;
    for _ in 0..3 {
        let began = Instant::now();
        screen.line(&start)?;
        screen.wait("the first frame", SECONDS(5), |text| text.contains("1 overview").then_some(()))?;
        first = first.min(began.elapsed());
        screen.keys(&["q"])?;
        screen.wait("the shell", SECONDS(5), |_| (!screen.is_alternate()).then_some(()))?;
    }
    screen.line(&start)?;
    screen.wait("a server that does not answer", SECONDS(10), |text| {
        text.contains("no answer").then_some(())
    })?;
    let mut key = Duration::MAX;
    for (press, shows) in [("?", "help: overview"), ("Escape", "wait"), (":", "enter does it")].repeat(3) {
        let began = Instant::now();
        screen.keys(&[press])?;
        if press == "Escape" {
            // A lone escape is one only after a while: the terminal's business.
            screen.wait("no help", SECONDS(2), |text| (!text.contains("help: overview")).then_some(()))?;
            continue;
        }
        screen.wait(shows, SECONDS(2), |text| text.contains(shows).then_some(()))?;
        key = key.min(began.elapsed());
        if press == ":" {
            screen.keys(&["Escape"])?;
            screen.wait("no palette", SECONDS(2), |text| (!text.contains("enter does it")).then_some(()))?;
        }
    }
    notes.push(format!("first frame after {} ms, a key after {} ms", first.as_millis(), key.as_millis()));
    ensure!(first <= FIRST_FRAME, "the first frame is there after {} ms", first.as_millis());
    ensure!(key <= KEY, "a key is answered after {} ms", key.as_millis());
    Ok(())
}

/// Writes until it is told to stop, some hundred times a second, through any change of leader.
fn write_steadily(servers: String, stop: Arc<AtomicBool>) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            while !stop.load(Ordering::SeqCst) {
                let options = Options { request_timeout: Some(SECONDS(5)), ..Options::default() };
                let Ok(servers) = servers.parse() else { return };
                let Ok(client) = Client::connect(servers, options).await else { continue };
                let _ = client.create("/load", Some(b""), CreateMode::Persistent).await;
                while !stop.load(Ordering::SeqCst) && !client.state().is_final() {
                    let _ = client.set_data("/load", Some(b"x"), None).await;
                    tokio::time::sleep(Duration::from_millis(8)).await;
                }
                let _ = client.close().await;
            }
        });
    });
}
