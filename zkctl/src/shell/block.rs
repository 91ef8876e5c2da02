//! The shell's `multi`: a block of operations that are sent together, or not at all.

use clap::Parser;

use super::tokenizer::Line;
use super::{Flow, Shell};
use crate::Host;
use crate::commands::multi::Plan;
use crate::failure::{Failure, Result};
use crate::node_args::MultiLine;
use crate::output::Paint;
use crate::reply::Reply;

/// What may stand in a block.
const WORDS: &str =
    "create, set, delete, check; then `commit` sends all of them, `abort` drops them, `list` prints them";

impl Shell<'_> {
    /// Opens a block.
    pub(super) fn open_block(&mut self) -> Result<Flow> {
        if self.block.is_some() {
            return Err(Failure::usage("a multi is open already").hint(WORDS));
        }
        self.block = Some(Plan::default());
        self.context.note(format_args!("multi: type {WORDS}"));
        Ok(Flow::Continue)
    }

    /// Runs a line inside a block.
    pub(super) fn block_line(&mut self, line: &Line) -> Result<Flow> {
        let word = line.texts().next().unwrap_or_default().to_owned();
        let alone = line.words.len() == 1;
        match word.as_str() {
            "commit" if alone => self.commit(),
            "abort" if alone => {
                let dropped = self.block.take().map_or(0, |plan| plan.count());
                self.context.note(format_args!("multi dropped, {dropped} operations with it"));
                Ok(Flow::Continue)
            }
            "list" if alone => {
                let plan = self.block.as_ref().map(Plan::ops).unwrap_or_default();
                for (number, (op, path)) in plan.iter().enumerate() {
                    crate::say(format_args!("{:>3}  {op} {}", number + 1, crate::sanitise::line(path)));
                }
                Ok(Flow::Continue)
            }
            "create" | "set" | "delete" | "rm" | "check" => self.queue(line),
            "quit" | "exit" => {
                Err(Failure::usage("a multi is open").hint("`commit` sends it, `abort` drops it"))
            }
            _ => Err(Failure::usage(format!("`{}` cannot stand in a multi", crate::sanitise::line(&word)))
                .hint(WORDS)),
        }
    }

    fn queue(&mut self, line: &Line) -> Result<Flow> {
        let parsed = MultiLine::try_parse_from(line.arguments()).map_err(|e| crate::clap_failure(&e))?;
        let Some(plan) = &mut self.block else { return Ok(Flow::Continue) };
        let before = plan.count();
        plan.add(parsed.op, &self.context)?;
        for (number, (op, path)) in plan.ops().iter().enumerate().skip(before) {
            self.context.note(format_args!("{:>3}  {op} {}", number + 1, crate::sanitise::line(path)));
        }
        Ok(Flow::Continue)
    }

    fn commit(&mut self) -> Result<Flow> {
        let Some(plan) = self.block.take() else { return Ok(Flow::Continue) };
        if plan.count() == 0 {
            return Err(Failure::usage("the multi holds no operation"));
        }
        let reply = crate::block_on(self.runtime, Host::Shell, plan.send(&mut self.context))?;
        self.show(&reply)?;
        Ok(Flow::Continue)
    }

    /// Prints an answer, unless there is nothing to say.
    pub(super) fn show(&mut self, reply: &Reply) -> Result<()> {
        if !matches!(reply, Reply::Nothing) || self.context.out.is_json() {
            self.context.out.show(reply)?;
        }
        Ok(())
    }

    /// Where events and notes go, for tests and pipes.
    pub(super) fn paint(&self) -> Paint {
        self.context.out.paint()
    }
}
