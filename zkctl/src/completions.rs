//! Completion scripts for the shells of the system, generated from the clap tree.

use std::path::Path;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use crate::args::{Cli, CompletionsArgs};
use crate::failure::{Failure, Result};

/// The script that was asked for; nothing if they went into a directory.
pub fn run(args: &CompletionsArgs) -> Result<Option<String>> {
    if let Some(dir) = &args.all {
        Shell::value_variants().iter().try_for_each(|shell| write(*shell, dir))?;
        return Ok(None);
    }
    match args.shell {
        Some(shell) => Ok(Some(script(shell))),
        None => Err(Failure::usage("name a shell")),
    }
}

/// The script for one shell.
fn script(shell: Shell) -> String {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "zkctl", &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

fn write(shell: Shell, dir: &Path) -> Result<()> {
    let file = dir.join(clap_complete::Generator::file_name(&shell, "zkctl"));
    std::fs::write(&file, script(shell))
        .map_err(|e| Failure::io(format_args!("cannot write {}", file.display()), e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checked_in_scripts_are_current() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../completions");
        for shell in Shell::value_variants() {
            let file = dir.join(clap_complete::Generator::file_name(shell, "zkctl"));
            let checked_in = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(
                checked_in == script(*shell),
                "{} is stale; run: cargo run -p zkctl -- completions --all completions",
                file.display()
            );
        }
    }
}
