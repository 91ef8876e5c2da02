//! The prompt: who we talk to, as what, whether it answers, and where in the tree we are.

use anstyle::{Ansi256Color, AnsiColor, RgbColor, Style};

/// How the connection does, as far as the prompt tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Health {
    Connected,
    ReadOnly,
    /// Lost, being looked for.
    Reconnecting,
    /// The session is gone.
    Expired,
    /// There is no session.
    #[default]
    Closed,
}

impl Health {
    fn state(self) -> &'static str {
        match self {
            Health::Connected => "",
            Health::ReadOnly => "ro",
            Health::Reconnecting => "…",
            Health::Expired => "EXPIRED",
            Health::Closed => "closed",
        }
    }

    fn is_connected(self) -> bool {
        matches!(self, Health::Connected | Health::ReadOnly)
    }

    fn style(self) -> Style {
        match self {
            Health::Connected => AnsiColor::Green.on_default(),
            Health::ReadOnly | Health::Reconnecting => AnsiColor::Yellow.on_default(),
            Health::Expired | Health::Closed => AnsiColor::Red.on_default(),
        }
    }
}

/// What a prompt may show.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The profile's name, or the connect string, short.
    pub profile: String,
    /// The server that we are connected to.
    pub host: String,
    /// `leader`, `follower(2)`, `standalone`, if known.
    pub role: String,
    pub health: Health,
    /// Whether destroying things asks for more than a yes here.
    pub protected: bool,
    /// Colour of the profile's name.
    pub tint: Option<String>,
    pub chroot: String,
    pub cwd: String,
    /// The last one seen.
    pub zxid: String,
    /// Exit code of the last command.
    pub exit: u8,
    /// Number of the line to be typed.
    pub number: usize,
    /// Operations in the block that is open.
    pub multi: Option<usize>,
}

/// A prompt's form, checked.
#[derive(Clone, Debug)]
pub struct Template(String);

/// The usual form.
const USUAL: &str = "{profile}{tag} {cwd} ❯ ";

const FIELDS: &[&str] = &["profile", "host", "role", "tag", "state", "chroot", "cwd", "zxid", "exit", "n"];

impl Default for Template {
    fn default() -> Template {
        Template(USUAL.to_owned())
    }
}

impl Template {
    /// # Errors
    /// What is wrong with it, in one sentence.
    pub fn parse(text: &str) -> Result<Template, String> {
        let mut rest = text;
        while let Some((_, behind)) = rest.split_once('{') {
            let (field, behind) = behind.split_once('}').ok_or("a `{` is not closed")?;
            if !FIELDS.contains(&field) {
                return Err(format!("there is no field `{{{field}}}`; fields: {}", FIELDS.join(", ")));
            }
            rest = behind;
        }
        Ok(Template(text.to_owned()))
    }
}

impl Look {
    fn field(&self, name: &str) -> String {
        let text = match name {
            "profile" => &self.profile,
            "host" => &self.host,
            "role" if self.health.is_connected() => &self.role,
            "tag" => return self.tag(),
            "state" => self.health.state(),
            "chroot" => &self.chroot,
            "cwd" => &self.cwd,
            "zxid" => &self.zxid,
            "exit" => return self.exit.to_string(),
            "n" => return self.number.to_string(),
            _ => "",
        };
        crate::sanitise::line(text).into_owned()
    }

    fn tag(&self) -> String {
        let protected = if self.protected { "!protected" } else { "" };
        let role = self.field("role");
        let multi = self.multi.map_or(String::new(), |n| format!("multi({n})"));
        let parts = [role.as_str(), self.health.state(), &multi];
        let parts: String = parts.iter().filter(|p| !p.is_empty()).map(|p| format!(":{p}")).collect();
        format!("{protected}{parts}")
    }
}

/// The prompt without and with colour; both are equally wide, as the editor requires.
pub fn prompt(template: &Template, look: &Look, color: bool) -> (String, String) {
    let (line, bold) = (look.health.style(), Style::new().bold());
    // Trouble has its own colour, all over.
    let tint = look.tint.as_deref().and_then(style).filter(|_| look.health == Health::Connected);
    let (mut plain, mut styled) = (String::new(), line.to_string());
    let mut rest = template.0.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((field, behind)) = behind.split_once('}') else { break };
        let text = look.field(field);
        plain.push_str(before);
        plain.push_str(&text);
        styled.push_str(before);
        styled.push_str(&match (field, tint) {
            ("cwd", _) => format!("{line:#}{bold}{text}{bold:#}{line}"),
            ("profile", Some(tint)) => format!("{line:#}{tint}{text}{tint:#}{line}"),
            _ => text,
        });
        rest = behind;
    }
    plain.push_str(rest);
    styled.push_str(rest);
    styled.push_str(&format!("{line:#}"));
    if color {
        return (plain, styled);
    }
    let plain = plain.replace('❯', ">");
    (plain.clone(), plain)
}

/// The style of a colour as the configuration names it.
fn style(color: &str) -> Option<Style> {
    let ansi = |color: AnsiColor| Some(color.on_default());
    match color {
        "red" => ansi(AnsiColor::Red),
        "yellow" => ansi(AnsiColor::Yellow),
        "green" => ansi(AnsiColor::Green),
        "cyan" => ansi(AnsiColor::Cyan),
        "blue" => ansi(AnsiColor::Blue),
        "magenta" => ansi(AnsiColor::Magenta),
        "white" => ansi(AnsiColor::White),
        // None of the sixteen is orange.
        "orange" => Some(Ansi256Color(208).on_default()),
        hex => {
            let parts = u32::from_str_radix(hex.strip_prefix('#')?, 16).ok()?.to_be_bytes();
            Some(RgbColor(parts[1], parts[2], parts[3]).on_default())
        }
    }
}

/// The connect string, short enough for a prompt: the first server, and how many more.
pub fn target(connect: &str) -> String {
    let scheme = connect.find("://").map_or(0, |at| at + 3);
    let (servers, chroot) =
        connect[scheme..].find('/').map_or((connect, ""), |at| connect.split_at(scheme + at));
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

    fn look(health: Health) -> Look {
        Look {
            profile: "h:2181".into(),
            role: "follower(2)".into(),
            cwd: "/a".into(),
            health,
            ..Look::default()
        }
    }

    #[test]
    fn role_and_state_are_in_the_text_not_only_in_the_colour() {
        let text = |look: &Look| prompt(&Template::default(), look, false).0;
        assert_eq!(text(&look(Health::Connected)), "h:2181:follower(2) /a > ");
        assert_eq!(text(&look(Health::ReadOnly)), "h:2181:follower(2):ro /a > ");
        assert_eq!(text(&look(Health::Reconnecting)), "h:2181:… /a > ");
        assert_eq!(
            text(&Look { protected: true, ..look(Health::Connected) }),
            "h:2181!protected:follower(2) /a > "
        );
        assert_eq!(
            text(&Look { multi: Some(3), role: String::new(), ..look(Health::Connected) }),
            "h:2181:multi(3) /a > "
        );
        let (plain, styled) = prompt(&Template::default(), &look(Health::Expired), true);
        assert_eq!(plain, "h:2181:EXPIRED /a ❯ ");
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), plain);
        let tinted = |tint: &str, health| {
            prompt(&Template::default(), &Look { tint: Some(tint.into()), ..look(health) }, true).1
        };
        assert!(tinted("orange", Health::Connected).contains("\u{1b}[38;5;208mh:2181\u{1b}[0m"));
        assert!(tinted("#0102ff", Health::Connected).contains("\u{1b}[38;2;1;2;255mh:2181"));
        assert!(!tinted("orange", Health::Expired).contains("38;5;208"), "trouble shows first");
    }

    #[test]
    fn templates_are_checked() {
        let template = Template::parse("[{host}{role} {n}] {state}{cwd}{exit}% ").unwrap();
        let look = Look { host: "z:1\u{1b}".into(), number: 7, exit: 3, ..look(Health::Connected) };
        let (plain, styled) = prompt(&template, &look, true);
        assert_eq!(plain, "[z:1\\x1bfollower(2) 7] /a3% ");
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), plain);
        assert!(Template::parse("{nope}").unwrap_err().contains("`{nope}`"));
        assert!(Template::parse("{cwd").is_err());
    }

    #[test]
    fn many_servers_are_counted() {
        assert_eq!(target("h1:2181"), "h1:2181");
        assert_eq!(target("h1:2181,h2:2181,h3:2181/app"), "h1:2181+2/app");
        assert_eq!(target("zks://h1:2181,h2:2181/app"), "zks://h1:2181+1/app");
    }
}
