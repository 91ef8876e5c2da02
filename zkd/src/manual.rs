//! The manual page and the completion scripts, from the command line's own grammar: what packages install.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_complete::Shell;
use zkd::config::keys::{Category, KEYS};

use crate::Args;

/// The manual page, with every command and every key of a zoo.cfg that has a meaning here.
pub(crate) fn page() -> io::Result<()> {
    let mut program = Args::command();
    program.build();
    let man = clap_mangen::Man::new(program.clone()).section("8");
    let mut out = Vec::new();
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    // A page for each command, as clap would refer to, would be a few lines long.
    writeln!(out, ".SH COMMANDS")?;
    commands(&program, "zkd", &mut out)?;
    man.render_extra_section(&mut out)?;
    let keys = KEYS.iter().filter(|k| matches!(k.category, Category::Honoured | Category::Ensemble));
    writeln!(
        out,
        ".SH CONFIGURATION\nKeys of zoo.cfg, with their defaults. \\fBzkd config show\\fR shows those of a file."
    )?;
    for key in keys {
        writeln!(out, ".TP\n\\fB{}\\fR ({})\n{}", text(key.name), text(key.default), text(key.meaning))?;
    }
    writeln!(
        out,
        ".SH FILES\n/etc/zookeeper/conf/zoo.cfg, /var/lib/zookeeper\n.SH EXIT STATUS\n0 stopped as asked; 1 cannot listen; \
         2 the configuration is refused; 3 the data directory cannot be used; 10 the log cannot be written."
    )?;
    man.render_version_section(&mut out)?;
    io::stdout().write_all(&out)
}

/// Those that do something, with their options; what the program takes everywhere stands above.
fn commands(of: &Command, name: &str, out: &mut Vec<u8>) -> io::Result<()> {
    for command in of.get_subcommands().filter(|c| !c.is_hide_set() && c.get_name() != "help") {
        let name = format!("{name} {}", command.get_name());
        if command.has_subcommands() {
            commands(command, &name, out)?;
            continue;
        }
        let about =
            command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
        writeln!(out, ".TP\n\\fB{}\\fR\n{}", text(&name), text(&about))?;
        for arg in command.get_arguments().filter(|a| !a.is_hide_set() && !a.is_global_set()) {
            let (Some(long), Some(help)) = (arg.get_long().filter(|l| *l != "help"), arg.get_help()) else {
                continue;
            };
            let value = arg.get_value_names().filter(|_| arg.get_action().takes_values());
            let value = value.and_then(<[_]>::first).map(|v| format!(" <{v}>")).unwrap_or_default();
            let help = help.to_string();
            writeln!(out, ".RS\n.TP\n\\fB\\-\\-{}\\fR{}\n{}\n.RE", text(long), text(&value), text(&help))?;
        }
    }
    Ok(())
}

/// As troff takes it, on one line.
fn text(plain: &str) -> String {
    let line = plain.replace('\\', "\\\\").replace('-', "\\-").replace('\'', "\\(aq").replace('\n', " ");
    if line.starts_with('.') { format!("\\&{line}") } else { line }
}

/// The script that completes the arguments of `zkd` in a shell.
pub(crate) fn completions(shell: Shell) -> io::Result<()> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "zkd", &mut out);
    io::stdout().write_all(&out)
}
