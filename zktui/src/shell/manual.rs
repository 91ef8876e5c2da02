//! The manual page and the completion scripts, from the command line's own grammar: what packages install.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use super::args::Args;

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// The page, for man(1).
    Man,
    /// A script for bash.
    Bash,
    /// One for elvish.
    Elvish,
    /// One for fish.
    Fish,
    /// One for PowerShell.
    Powershell,
    /// One for zsh.
    Zsh,
}

/// Prints it.
pub fn print(what: What) -> ExitCode {
    match text(what).and_then(|text| io::stdout().write_all(&text)) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => {
            eprintln!("zktui: cannot print it: {e}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn text(what: What) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let shell = match what {
        What::Man => return clap_mangen::Man::new(Args::command()).render(&mut out).map(|()| out),
        What::Bash => Shell::Bash,
        What::Elvish => Shell::Elvish,
        What::Fish => Shell::Fish,
        What::Powershell => Shell::PowerShell,
        What::Zsh => Shell::Zsh,
    };
    clap_complete::generate(shell, &mut Args::command(), "zktui", &mut out);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_scripts_know_the_options() {
        for what in What::value_variants() {
            let text = String::from_utf8(text(*what).unwrap()).unwrap();
            assert!(text.contains("zktui") && text.contains("playground"), "{what:?}: {text}");
        }
    }
}
