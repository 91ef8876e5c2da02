//! A real terminal: tmux on a socket of its own, with a plain shell in it that programs are run from. What is on the
//! screen is read as text, keys go in as a user's would.

use super::super::process::{command, finish, poll};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(in crate::interop) struct Screen {
    socket: PathBuf,
    log: PathBuf,
}

impl Screen {
    /// Opens a terminal of this size.
    pub(in crate::interop) fn open(dir: &Path, width: u16, height: u16) -> Result<Self> {
        let screen = Self { socket: dir.join("tmux"), log: dir.join("tmux.log") };
        let (width, height) = (width.to_string(), height.to_string());
        let shell = "env PS1='ready> ' TERM=tmux-256color COLORTERM=truecolor LC_ALL=C.UTF-8 bash --norc --noprofile -i";
        screen.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", &width, "-y", &height, shell])?;
        screen.tmux(&["set-option", "-g", "window-size", "manual"])?;
        screen.tmux(&["set-option", "-g", "status", "off"])?;
        screen.resize(&width, &height)?;
        screen.wait("a shell", Duration::from_secs(10), |text| text.contains("ready>").then_some(()))?;
        Ok(screen)
    }

    fn tmux(&self, args: &[&str]) -> Result<String> {
        // Only what it prints now is its answer.
        let _ = std::fs::remove_file(&self.log);
        let mut tmux = std::process::Command::new("tmux");
        // The server is to outlive the thread that starts it.
        if !args.contains(&"new-session") {
            tmux = command("tmux");
        }
        tmux.env_remove("TMUX").arg("-S").arg(&self.socket).args(args);
        finish(&mut tmux, &self.log, Duration::from_secs(10))?.success().context("tmux")
    }

    pub(in crate::interop) fn resize(&self, width: &str, height: &str) -> Result<()> {
        self.tmux(&["resize-window", "-x", width, "-y", height]).map(drop)
    }

    /// What is on the screen.
    pub(in crate::interop) fn text(&self) -> Result<String> {
        self.tmux(&["capture-pane", "-p"])
    }

    /// The same with its colours, as a terminal would get them.
    pub(in crate::interop) fn styled(&self) -> Result<String> {
        self.tmux(&["capture-pane", "-e", "-p"])
    }

    /// Whether a program has taken the screen for itself.
    pub(in crate::interop) fn is_alternate(&self) -> bool {
        self.tmux(&["display-message", "-p", "#{alternate_on}"]).is_ok_and(|text| text.trim() == "1")
    }

    /// Keys by tmux's names, such as `C-z`.
    pub(in crate::interop) fn keys(&self, keys: &[&str]) -> Result<()> {
        self.tmux(&[&["send-keys"], keys].concat()).map(drop)
    }

    /// A line for the shell.
    pub(in crate::interop) fn line(&self, line: &str) -> Result<()> {
        self.tmux(&["send-keys", "-l", line])?;
        self.keys(&["Enter"])
    }

    /// Waits until the screen says what `probe` wants; the error has the screen.
    pub(in crate::interop) fn wait<T>(
        &self,
        what: &str,
        limit: Duration,
        mut probe: impl FnMut(&str) -> Option<T>,
    ) -> Result<T> {
        let mut last = String::new();
        let found = poll(limit, || {
            last = self.text().ok()?;
            probe(&last)
        });
        match found {
            Some(found) => Ok(found),
            None => bail!("the screen does not show {what} within {} s:\n{last}", limit.as_secs()),
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.tmux(&["kill-server"]);
    }
}
