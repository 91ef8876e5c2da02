//! The manual page and the completion scripts, from the command line's own grammar: what packages install.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;
use zkd::config::keys::{Category, KEYS};

use crate::Args;

/// The manual page, with every key of a zoo.cfg that has a meaning here.
pub(crate) fn page() -> io::Result<()> {
    let page = clap_mangen::Man::new(Args::command()).section("8");
    let mut out = Vec::new();
    page.render(&mut out)?;
    let keys = KEYS.iter().filter(|k| matches!(k.category, Category::Honoured | Category::Ensemble));
    writeln!(
        out,
        ".SH CONFIGURATION\nKeys of zoo.cfg, with their defaults. \\fBzkd config show\\fR shows those of a file."
    )?;
    for key in keys {
        let text = |t: &str| t.replace('\\', "\\\\").replace('-', "\\-").replace('\'', "\\(aq");
        writeln!(out, ".TP\n\\fB{}\\fR ({})\n{}", text(key.name), text(key.default), text(key.meaning))?;
    }
    writeln!(
        out,
        ".SH FILES\n/etc/zookeeper/conf/zoo.cfg, /var/lib/zookeeper\n.SH EXIT STATUS\n0 stopped as asked; 1 cannot listen; \
         2 the configuration is refused; 3 the data directory cannot be used; 10 the log cannot be written."
    )?;
    io::stdout().write_all(&out)
}

/// The script that completes the arguments of `zkd` in a shell.
pub(crate) fn completions(shell: Shell) -> io::Result<()> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "zkd", &mut out);
    io::stdout().write_all(&out)
}
