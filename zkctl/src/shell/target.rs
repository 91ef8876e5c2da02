//! `> FILE` and `| COMMAND` behind a line: where its output goes instead of to the terminal.

use std::fs::File;
use std::process::{Child, Command, Stdio};

use super::tokenizer::Target;
use crate::args::LineArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::output::Out;

/// A target that is open.
pub enum Open {
    Stdout,
    File,
    Command { child: Child, text: String },
}

impl Open {
    /// Points the context's output there.
    pub fn new(target: &Target, line: &LineArgs, base: &LineArgs, context: &mut Context) -> Result<Open> {
        let (wanted, form) = (line.output.or(base.output), line.form.over(&base.form));
        match target {
            Target::Stdout => Ok(Open::Stdout),
            Target::File { name, append } => {
                let mut options = File::options();
                options.create(true).write(true).append(*append).truncate(!append);
                let file = options.open(name);
                let file = file.map_err(|e| Failure::io(format_args!("cannot write {name}"), e))?;
                context.out = Out::into(Box::new(file), wanted, &form);
                Ok(Open::File)
            }
            Target::Command(text) => {
                let mut command = Command::new("sh");
                command.arg("-c").arg(text).stdin(Stdio::piped());
                let mut child = command.spawn().map_err(|e| Failure::io("cannot start a shell", e))?;
                let Some(stdin) = child.stdin.take() else {
                    return Err(Failure::usage("the command has no stdin"));
                };
                context.out = Out::into(Box::new(stdin), wanted, &form);
                Ok(Open::Command { child, text: text.clone() })
            }
        }
    }

    /// Lets the output go to stdout again and waits for the command.
    pub fn close(self, line: &LineArgs, base: &LineArgs, context: &mut Context) -> Result<()> {
        if matches!(self, Open::Stdout) {
            return Ok(());
        }
        let ended = context.out.end();
        // The pipe closes with it, which ends the command.
        context.with_line(line, base);
        if let Open::Command { mut child, text } = self {
            let status = child.wait().map_err(|e| Failure::io("cannot wait for the command", e))?;
            // 1 is an answer of many commands: grep found nothing.
            if status.code().is_none_or(|code| code > 1) {
                let text = format!("`{}` ended with {status}", crate::sanitise::line(&text));
                return Err(Failure::new(Exit::Unexpected, "Pipe", text));
            }
        }
        ended.map_err(Failure::from)
    }
}
