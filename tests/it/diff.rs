//! The differential test: the same random operations against Apache ZooKeeper and zkd, one at a time and in bursts,
//! and everything that comes back compared. It needs a Java class path and so runs only where one is given:
//!
//! - `ZKD_DIFF_APACHE`: class path of the Apache ZooKeeper that judges (3.9, or 3.8);
//! - `ZKD_DIFF_OTHER`: class path of another one to be judged in place of zkd, which proves the differ itself;
//! - `ZKD_DIFF_SEED`, `ZKD_DIFF_STEPS`, `ZKD_DIFF_ROUNDS`: which run, how long, how many;
//! - `ZKD_DIFF_SHRINK`: seconds to spend on shortening what differs.

mod allowed;
mod generate;
mod render;
mod side;
mod step;

use allowed::{ALLOWED, How, Peers, Release};
use generate::Generator;
use render::Line;
use side::{Seen, Side};
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use step::{SLOTS, Step};
use zk_proto::OpCode;
use zkd_tests::rng::seed_from;
use zkd_tests::{Program, ServerUnderTest, Settings};

const DEFAULT_STEPS: usize = 1500;
const DEFAULT_SHRINK_SECONDS: usize = 60;

struct Setup {
    judge: Program,
    other: Program,
}

/// Where and how two servers differed.
struct Mismatch {
    steps: Vec<Step>,
    judge: Seen,
    other: Seen,
}

#[test]
fn answers_as_apache_does() {
    let Ok(class_path) = std::env::var("ZKD_DIFF_APACHE") else {
        println!("skipped: ZKD_DIFF_APACHE names no Java class path of Apache ZooKeeper");
        return;
    };
    let other = std::env::var("ZKD_DIFF_OTHER").map_or_else(|_| Program::zkd(), Program::Apache);
    let setup = Setup { judge: Program::Apache(class_path), other };
    let first = seed_from("ZKD_DIFF_SEED");
    let steps = number_from("ZKD_DIFF_STEPS", DEFAULT_STEPS);
    for seed in first..first + number_from("ZKD_DIFF_ROUNDS", 1) as u64 {
        println!("seed {seed}, {steps} steps");
        if let Some(mismatch) = setup.run_seed(seed, steps) {
            let found_at = mismatch.steps.len();
            // Shortening may end at another difference, so this one is told first.
            println!("step {found_at} {:?}\n{}", mismatch.steps.last(), mismatch.describe_lines());
            let report = setup.shrink(mismatch).describe();
            panic!(
                "seed {seed} differs at step {found_at}; replay with\n  ZKD_DIFF_APACHE=... ZKD_DIFF_SEED={seed} \
                 ZKD_DIFF_STEPS={steps} cargo test -p zkd-tests --test it diff:: -- --nocapture\n{report}"
            );
        }
    }
}

#[test]
fn every_allowed_difference_is_documented() {
    let text = include_str!("../../docs/differences.md");
    let documented: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let allowed: Vec<&str> = ALLOWED.iter().map(|difference| difference.name).collect();
    assert_eq!(
        documented, allowed,
        "docs/differences.md and tests/it/diff/allowed.rs must list the same names"
    );
    assert!(ALLOWED.iter().all(|difference| !difference.why.is_empty()));
}

impl Setup {
    fn start(&self) -> (Side, Side) {
        let start = |program: &Program| Side::new(ServerUnderTest::start(program.clone(), settings()));
        std::thread::scope(|scope| {
            let judge = scope.spawn(|| start(&self.judge));
            let other = start(&self.other);
            (judge.join().expect("the judge starts"), other)
        })
    }

    fn run_seed(&self, seed: u64, count: usize) -> Option<Mismatch> {
        let (mut judge, mut other) = self.start();
        let peers = peers(&mut judge, &mut other);
        let mut generator = Generator::new(seed, peers);
        let mut steps = Vec::new();
        for _ in 0..count {
            let step = generator.step(judge.attached());
            steps.push(step.clone());
            if let Some((judge, other)) = compare(peers, &step, &mut judge, &mut other) {
                return Some(Mismatch { steps, judge, other });
            }
        }
        judge.server_mut().assert_alive();
        other.server_mut().assert_alive();
        None
    }

    fn run_steps(&self, steps: &[Step]) -> Option<Mismatch> {
        let (mut judge, mut other) = self.start();
        let peers = peers(&mut judge, &mut other);
        for (at, step) in steps.iter().enumerate() {
            if let Some((judge, other)) = compare(peers, step, &mut judge, &mut other) {
                return Some(Mismatch { steps: steps[..=at].to_vec(), judge, other });
            }
        }
        None
    }

    /// Leaves out pieces of halving size, then single requests of bursts, while some difference remains.
    fn shrink(&self, mismatch: Mismatch) -> Mismatch {
        let seconds = number_from("ZKD_DIFF_SHRINK", DEFAULT_SHRINK_SECONDS);
        let deadline = Instant::now() + Duration::from_secs(seconds as u64);
        self.shrink_bursts(self.shrink_steps(mismatch, deadline), deadline)
    }

    fn shrink_steps(&self, mut mismatch: Mismatch, deadline: Instant) -> Mismatch {
        let mut piece = mismatch.steps.len() / 2;
        while piece > 0 {
            let mut start = 0;
            while start < mismatch.steps.len() {
                if Instant::now() > deadline {
                    return mismatch;
                }
                let mut fewer = mismatch.steps.clone();
                fewer.drain(start..(start + piece).min(fewer.len()));
                match self.run_steps(&fewer) {
                    Some(smaller) => mismatch = smaller,
                    None => start += piece,
                }
            }
            piece /= 2;
        }
        mismatch
    }

    fn shrink_bursts(&self, mut mismatch: Mismatch, deadline: Instant) -> Mismatch {
        let (mut step, mut at) = (0, 0);
        while step < mismatch.steps.len() && Instant::now() < deadline {
            let mut fewer = mismatch.steps.clone();
            match &mut fewer[step] {
                Step::Burst { ops, .. } if at < ops.len() => drop(ops.remove(at)),
                _ => {
                    (step, at) = (step + 1, 0);
                    continue;
                }
            }
            match self.run_steps(&fewer) {
                Some(smaller) => mismatch = smaller,
                None => at += 1,
            }
        }
        mismatch
    }
}

impl Mismatch {
    fn describe(&self) -> String {
        let mut out = String::new();
        for (at, step) in self.steps.iter().enumerate() {
            let _ = writeln!(out, "{at:5} {step:?}");
        }
        out + &self.describe_lines()
    }

    fn describe_lines(&self) -> String {
        let mut out = String::new();
        for slot in 0..SLOTS {
            let (judge, other) = (&self.judge[slot], &self.other[slot]);
            if judge == other {
                continue;
            }
            let _ = writeln!(out, "connection {slot}:");
            for at in 0..judge.len().max(other.len()) {
                let (judge, other) = (judge.get(at), other.get(at));
                if judge == other {
                    let _ = writeln!(out, "   both {:?}", judge);
                } else {
                    let _ = writeln!(out, "  judge {judge:?}\n  other {other:?}");
                }
            }
        }
        out
    }
}

/// Runs the step on both; what they said if that differs in a way that is not allowed.
fn compare(peers: Peers, step: &Step, judge: &mut Side, other: &mut Side) -> Option<(Seen, Seen)> {
    let (mut seen, mut seen_other) = (judge.run(step), other.run(step));
    if closes_session(step) {
        seen.iter_mut().chain(&mut seen_other).for_each(|lines| sort_events(lines));
    }
    let differing = || {
        let pairs = seen.iter().zip(&seen_other).flat_map(|(lines, others)| lines.iter().zip(others));
        pairs.filter(|(line, other)| line != other)
    };
    let explained = |(line, other): (&Line, &Line)| peers.explain(line, other);
    let shifts = differing().filter_map(explained).any(|allowed| matches!(allowed.how, How::Shifts(_)));
    // The pings behind a shift show it before it is taken in.
    let accepted =
        |pair: (&Line, &Line)| explained(pair).is_some() || (shifts && pair.0.is_one_zxid_before(pair.1));
    let same_length = seen.iter().zip(&seen_other).all(|(lines, others)| lines.len() == others.len());
    if !same_length || !differing().all(accepted) {
        return Some((seen, seen_other));
    }
    if shifts {
        let first = other.last_zxid();
        other.names.shift(first, judge.last_zxid() - first);
    }
    None
}

fn closes_session(step: &Step) -> bool {
    step.ops().iter().any(|op| op.code == OpCode::CloseSession.code())
}

fn sort_events(lines: &mut [Line]) {
    let key = |line: &Line| match line {
        Line::Event { kind, path, .. } => (path.clone(), *kind),
        _ => (String::new(), 0),
    };
    for run in lines.chunk_by_mut(|a, b| matches!((a, b), (Line::Event { .. }, Line::Event { .. }))) {
        run.sort_by_key(key);
    }
}

fn peers(judge: &mut Side, other: &mut Side) -> Peers {
    Peers { judge: Release::of(judge.server_mut()), other: Release::of(other.server_mut()) }
}

/// Nothing may happen by the clock during a run: no expiry, no reaping, no snapshot.
fn settings() -> Settings {
    Settings::usual()
        .with("minSessionTimeout", 500_000)
        .with("maxSessionTimeout", 600_000)
        .with("znode.container.checkIntervalMs", 600_000)
        .with("forceSync", "no")
        .with("enforceQuota", true)
}

fn number_from(variable: &str, default: usize) -> usize {
    std::env::var(variable).ok().map_or(default, |text| text.parse().expect(variable))
}
