//! Completion scripts for the shells of the system, generated from the clap tree.

use std::path::Path;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;

use crate::args::Cli;
use crate::failure::{Failure, Result};
use crate::program_args::CompletionsArgs;

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
    let script = String::from_utf8_lossy(&out).into_owned();
    match shell {
        Shell::Bash => script + BASH,
        // The generated function becomes one of ours, which asks for nodes first.
        Shell::Zsh => {
            let script = script.replacen("\n_zkctl() {", "\n_zkctl_words() {", 1);
            script.replacen("\nif [ \"$funcstack[1]\"", &format!("{ZSH}\nif [ \"$funcstack[1]\""), 1)
        }
        Shell::Fish => script + FISH,
        _ => script,
    }
}

/// Paths of nodes where a word starts with a slash; what the server cannot tell in 150 ms is left to the rest.
const BASH: &str = r#"
_zkctl_or_nodes() {
    local word="${COMP_WORDS[COMP_CWORD]}" nodes
    if [[ "$word" == /* ]]; then
        nodes="$("${COMP_WORDS[0]}" __complete --line "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)"
        if [[ -n "$nodes" ]]; then
            mapfile -t COMPREPLY <<< "$nodes"
            if [[ "$nodes" == */ ]]; then compopt -o nospace 2>/dev/null; fi
            return 0
        fi
    fi
    _zkctl "$@"
}
complete -F _zkctl_or_nodes -o bashdefault -o default zkctl
"#;

const ZSH: &str = r#"
_zkctl() {
    local -a nodes
    if [[ "${words[CURRENT]}" == /* ]]; then
        nodes=(${(f)"$("${words[1]}" __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)"})
        if (( ${#nodes} )); then
            compadd -S '' -- "${nodes[@]}"
            return 0
        fi
    fi
    _zkctl_words "$@"
}
"#;

const FISH: &str = r#"
function __zkctl_nodes
    set -l words (commandline -opc) (commandline -ct)
    $words[1] __complete -- $words[2..-1] 2>/dev/null
end
complete -c zkctl -n "string match -q '/*' -- (commandline -ct)" -k -a "(__zkctl_nodes)"
"#;

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
