//! Plans as text, for people who look at a run that failed.

use std::fmt;

use super::{Op, Plan, Step};
use crate::queue::{MS, Micros};

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "plan of seed {:#x}, profile {}", self.seed, self.profile.name())?;
        // One setting a line.
        for line in format!("{:#?}", self.config).lines().filter(|l| l.starts_with("    ")) {
            writeln!(f, "  {}", line.trim().trim_end_matches(','))?;
        }
        for (at, fault) in &self.faults {
            writeln!(f, "at {} {fault:?}", Ms(*at))?;
        }
        for (number, steps) in self.clients.iter().enumerate() {
            if !steps.is_empty() {
                writeln!(f, "client {number}")?;
            }
            for step in steps {
                writeln!(f, "  {step}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "after {} {}", Ms(self.think_us), self.op)
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Op::Create { path, flags, size } => write!(f, "create {path} flags {flags} {size} bytes"),
            Op::Set { path, size } => write!(f, "set {path} {size} bytes"),
            Op::Delete { path } => write!(f, "delete {path}"),
            Op::Get { path } => write!(f, "get {path}"),
            Op::Exists { path } => write!(f, "exists {path}"),
            Op::Children { path } => write!(f, "children {path}"),
            Op::Sync => f.write_str("sync"),
            Op::Multi(ops) => {
                f.write_str("multi")?;
                ops.iter().enumerate().try_for_each(|(i, op)| {
                    f.write_str(if i == 0 { " " } else { "; " })?;
                    op.fmt(f)
                })
            }
            Op::Reconfig { voters, observers } => {
                write!(f, "reconfig voters {voters:b} observers {observers:b}")
            }
            Op::Close => f.write_str("close"),
            Op::Move => f.write_str("move"),
        }
    }
}

struct Ms(Micros);

impl fmt::Display for Ms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03} ms", self.0 / MS, self.0 % MS)
    }
}
