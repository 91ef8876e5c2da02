//! The prompt: who we talk to, whether it answers, and where in the tree we are.

use anstyle::{AnsiColor, Style};

/// How the connection does, as far as the prompt tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Connected,
    ReadOnly,
    /// Lost, being looked for.
    Reconnecting,
    /// The session is gone.
    Expired,
    /// There is no session.
    Closed,
}

impl Health {
    fn tag(self) -> &'static str {
        match self {
            Health::Connected => "",
            Health::ReadOnly => ":ro",
            Health::Reconnecting => ":…",
            Health::Expired => ":EXPIRED",
            Health::Closed => ":closed",
        }
    }

    fn style(self) -> Style {
        match self {
            Health::Connected => AnsiColor::Green.on_default(),
            Health::ReadOnly | Health::Reconnecting => AnsiColor::Yellow.on_default(),
            Health::Expired | Health::Closed => AnsiColor::Red.on_default(),
        }
    }
}

/// The prompt without and with colour; both are equally wide, as the editor requires.
pub fn prompt(target: &str, health: Health, cwd: &str, color: bool) -> (String, String) {
    let target = crate::sanitise::line(target);
    let cwd = crate::sanitise::line(cwd);
    let tag = health.tag();
    if !color {
        let plain = format!("{target}{tag} {cwd} > ");
        return (plain.clone(), plain);
    }
    let style = health.style();
    let bold = Style::new().bold();
    (
        format!("{target}{tag} {cwd} ❯ "),
        format!("{style}{target}{tag}{style:#} {bold}{cwd}{bold:#} {style}❯{style:#} "),
    )
}

/// The connect string, short enough for a prompt: the first server, and how many more.
pub fn target(connect: &str) -> String {
    let (servers, chroot) = connect.find('/').map_or((connect, ""), |at| connect.split_at(at));
    let mut servers = servers.split(',');
    let first = servers.next().unwrap_or_default();
    match servers.count() {
        0 => format!("{first}{chroot}"),
        more => format!("{first}+{more}{chroot}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_is_in_the_text_not_only_in_the_colour() {
        assert_eq!(prompt("h:2181", Health::Connected, "/a", false).0, "h:2181 /a > ");
        assert_eq!(prompt("h:2181", Health::Reconnecting, "/", false).0, "h:2181:… / > ");
        let (plain, styled) = prompt("h", Health::Expired, "/", true);
        assert_eq!(plain, "h:EXPIRED / ❯ ");
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), plain);
    }

    #[test]
    fn many_servers_are_counted() {
        assert_eq!(target("h1:2181"), "h1:2181");
        assert_eq!(target("h1:2181,h2:2181,h3:2181/app"), "h1:2181+2/app");
    }
}
