//! `multi`: several writes, all or none, one per line of a file.

use std::path::Path;

use clap::Parser;
use zk_client::{Multi, MultiResult};

use crate::commands::{create, set::wanted};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::node_args::{MultiArgs, MultiLine, MultiOp};
use crate::reply::{MultiRow, Reply};
use crate::shell::tokenizer;

/// A multi under construction, and what its operations are called.
#[derive(Default)]
pub struct Plan {
    multi: Multi,
    ops: Vec<(&'static str, String)>,
}

pub async fn run(args: MultiArgs, context: &mut Context) -> Result<Reply> {
    let mut plan = Plan::default();
    for check in &args.check {
        let (path, version) = check
            .rsplit_once('@')
            .and_then(|(path, v)| Some((path, v.parse::<i32>().ok()?)))
            .ok_or_else(|| Failure::usage(format!("`{check}` is not PATH@VERSION")))?;
        plan.add(MultiOp::Check { path: path.to_owned(), version }, context)?;
    }
    let name = args.file.display().to_string();
    for (number, line) in read(&args.file)?.lines().enumerate() {
        let at = |why: String| Failure::usage(format!("line {} of {name}: {why}", number + 1));
        let words = tokenizer::split(line);
        if words.open.is_some() {
            return Err(at("a quote is not closed".into()));
        }
        if words.words.is_empty() {
            continue;
        }
        let parsed =
            MultiLine::try_parse_from(words.arguments()).map_err(|e| at(crate::clap_sentence(&e)))?;
        plan.add(parsed.op, context).map_err(|failure| at(failure.message().to_owned()))?;
    }
    if plan.ops.is_empty() {
        return Err(Failure::usage(format!("{name} holds no operation")));
    }
    plan.send(context).await
}

/// The text of a file, or of stdin.
pub fn read(file: &Path) -> Result<String> {
    if file == Path::new("-") {
        return std::io::read_to_string(std::io::stdin()).map_err(|e| Failure::io("cannot read stdin", e));
    }
    std::fs::read_to_string(file).map_err(|e| Failure::io(format_args!("cannot read {}", file.display()), e))
}

impl Plan {
    /// How many operations there are.
    pub fn count(&self) -> usize {
        self.ops.len()
    }

    /// The operations: what and on which node.
    pub fn ops(&self) -> &[(&'static str, String)] {
        &self.ops
    }

    /// Sends the operations: all of them take effect, or none.
    pub async fn send(self, context: &mut Context) -> Result<Reply> {
        let Plan { multi, ops } = self;
        let results = context.write("run", "the multi", |c| c.multi(multi.clone())).await?.into_value();
        let rows: Vec<MultiRow> =
            ops.into_iter().zip(results).map(|((op, path), result)| row(op, path, result)).collect();
        for row in &rows {
            match &row.stat {
                Some(stat) if row.op == "create" => context.ephemerals.created(&row.path, stat),
                _ if row.op == "delete" => context.ephemerals.deleted(&row.path),
                _ => {}
            }
        }
        Ok(Reply::Multi(rows))
    }

    /// Adds an operation, checked as far as that is possible here.
    pub fn add(&mut self, op: MultiOp, context: &Context) -> Result<()> {
        let multi = std::mem::take(&mut self.multi);
        self.multi = match op {
            MultiOp::Create(args) if args.parents => {
                return Err(Failure::usage("-p does not work in a multi: name the parents as operations"));
            }
            MultiOp::Create(args) if args.idempotent => {
                return Err(Failure::usage(
                    "--idempotent has no place in a multi: its outcome is known as a whole",
                ));
            }
            MultiOp::Create(args) => {
                let create = create::check(args, context)?;
                self.ops.push(("create", create.path.clone()));
                multi.create(&create.path, create.data.as_deref(), create.options)
            }
            MultiOp::Set(args) => {
                let path = context.path(&args.path)?;
                let data = crate::data::read(&args.data)?;
                self.ops.push(("set", path.clone()));
                multi.set_data(&path, data.as_deref(), wanted(args.version))
            }
            MultiOp::Delete(args) => {
                let mut multi = multi;
                for typed in &args.paths {
                    let path = context.path(typed)?;
                    multi = multi.delete(&path, wanted(args.version));
                    self.ops.push(("delete", path));
                }
                multi
            }
            MultiOp::Check { path, version } => {
                let path = context.path(&path)?;
                self.ops.push(("check", path.clone()));
                multi.check(&path, version)
            }
        };
        Ok(())
    }
}

fn row(op: &'static str, path: String, result: MultiResult) -> MultiRow {
    match result {
        MultiResult::Created { path, stat } => MultiRow { op, path, stat },
        MultiResult::Set(stat) => MultiRow { op, path, stat: Some(stat) },
        _ => MultiRow { op, path, stat: None },
    }
}
