//! `cargo xtask pictures`: the README's pictures, made of what the programs draw. The monitor's is a frame of a recording.
//! The shell's is a screen of the real shell in a real terminal, on a playground of its own; it is kept as text with
//! colours, so that a test can hold the picture against it. `ZKCTL_BIN` names another zkctl than that of this tree.

use super::lab::target_dir;
use super::process::command;
use super::zktui::screen::Screen;
use crate::root;
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

const SIZE: (u16, u16) = (112, 48);
const LIMIT: Duration = Duration::from_secs(30);

/// What is typed, and what the screen says once it is done.
const LINES: &[(&str, &str)] = &[
    ("watch -R /app --count 20 &", "[1]"),
    ("create -p /app/config '{\"ttl\":30,\"pool\":{\"max\":64}}'", "created   /app/config"),
    ("create -e /app/leader zk1:8080", "created   /app/leader"),
    ("ls -l /app", "2 nodes"),
    ("get --decode json /app/config", "\"max\": 64"),
    ("set -v 7 /app/config x", "hint: stat /app/config"),
    ("tree / --depth 2", "quota"),
];

/// Makes them anew.
pub(crate) fn run() -> Result<ExitCode> {
    let zkctl = zkctl()?;
    let dir = target_dir().join("pictures");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir)?;
    let text = shell(&zkctl, &dir)?;
    std::fs::write(root().join("docs/pictures/shell.ansi"), text)?;
    let mut tests = Command::new(env!("CARGO"));
    tests.args(["test", "-p", "zktui", "--test", "tui", "the_readme_shows"]).env("ZKTUI_BLESS", "1");
    ensure!(tests.current_dir(root()).status()?.success(), "making the pictures failed");
    println!("docs/pictures/zktui.svg, docs/pictures/shell.svg: look at them");
    Ok(ExitCode::SUCCESS)
}

fn zkctl() -> Result<PathBuf> {
    if let Some(binary) = std::env::var_os("ZKCTL_BIN") {
        return Ok(binary.into());
    }
    let mut build = command(env!("CARGO"));
    build.args(["build", "--quiet", "-p", "zkctl"]).current_dir(root());
    ensure!(build.status()?.success(), "building zkctl failed");
    Ok(target_dir().join("debug/zkctl"))
}

/// The screen of the shell after some lines, with its colours.
fn shell(zkctl: &Path, dir: &Path) -> Result<String> {
    let screen = Screen::open(dir, SIZE.0, SIZE.1)?;
    // Nobody's history, nobody's profiles, and a line that a reader can type.
    let (bin, state) = (zkctl.parent().unwrap_or(dir).display(), dir.display());
    screen.line(&format!("export PATH={bin}:$PATH XDG_STATE_HOME={state} XDG_CONFIG_HOME={state}; unset ZKD_CONNECT ZKD_PROFILE"))?;
    screen.line("PS1='$ '; clear")?;
    screen.wait("an empty screen", LIMIT, |text| (text.trim_end() == "$").then_some(()))?;
    screen.line("zkctl playground --servers 3")?;
    for (line, says) in LINES {
        screen.wait("a prompt", LIMIT, prompt)?;
        screen.line(line)?;
        screen.wait(says, LIMIT, |text| {
            let below = text.rsplit_once(line.split(" '").next().unwrap_or(line))?.1;
            below.contains(says).then_some(())
        })?;
    }
    screen.wait("a prompt", LIMIT, prompt)?;
    let text = screen.styled()?;
    screen.keys(&["C-d"])?;
    screen.wait("the end of the playground", LIMIT, |text| text.trim_end().ends_with('$').then_some(()))?;
    Ok(text)
}

/// The shell waits for a line.
fn prompt(text: &str) -> Option<()> {
    text.trim_end().lines().last()?.trim_end().ends_with('❯').then_some(())
}
