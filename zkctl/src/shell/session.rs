//! What happens to the shell's session: said above the input line as it happens, with what was lost, and which part
//! the server plays that it is connected to, for the prompt.

use std::time::Duration;

use tokio::sync::watch;
use zk_client::admin::{four_letter, parse_srvr};
use zk_client::{Client, HostPort, SessionState};

use super::announcer::Announcer;
use super::held;
use super::watches::List;
use crate::commands::reconfig::Member;
use crate::ephemerals::Ephemerals;

/// How long a server may take to say what it is. It is asked in the background; only the first prompt waits a moment.
const ROLE_TIMEOUT: Duration = Duration::from_secs(1);

/// Most paths named when a session is lost.
const MAX_NAMED: usize = 20;

/// Follows a session to its end.
pub struct Observer {
    pub client: Client,
    pub announcer: Announcer,
    pub ephemerals: Ephemerals,
    pub watches: List,
    pub held: held::List,
    /// `leader`, `follower(2)`, `standalone`; empty if the server does not tell.
    pub role: watch::Sender<Option<String>>,
    /// Whether it may be asked.
    pub asks: bool,
}

impl Observer {
    pub async fn run(self) {
        let session = self.client.session_id();
        let mut states = self.client.states();
        let mut lost = false;
        loop {
            let state = states.borrow_and_update().clone();
            match &state {
                SessionState::Disconnected if !lost => {
                    lost = true;
                    self.announcer.say("connection lost; looking for a server".into());
                }
                SessionState::Connected { server, .. } => {
                    if std::mem::take(&mut lost) {
                        self.announcer.say(format!("connected to {server}; session {session} goes on"));
                    }
                    let role = if self.asks { role(&self.client, server).await } else { String::new() };
                    self.role.send_replace(Some(role));
                }
                SessionState::Expired => {
                    let gone = self.gone();
                    self.announcer
                        .say(format!("session {session} has expired{gone}; `connect` opens a new one"));
                }
                SessionState::AuthFailed => {
                    self.announcer.say("the server refused the credentials and closed the session".into());
                }
                _ => {}
            }
            if state.is_final() || states.changed().await.is_err() {
                return;
            }
        }
    }

    /// What went with the session.
    fn gone(&self) -> String {
        let (paths, more) = self.ephemerals.take();
        let nodes: Vec<String> = paths.iter().map(|p| crate::sanitise::line(p).into_owned()).collect();
        let watches = self.watches.lost();
        let parts = [
            named("ephemeral nodes", &nodes, more),
            named("", &self.held.names(), 0),
            named("watches", &watches, 0),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!(", and with it {}", parts.join(" and ")) }
    }
}

fn named(what: &str, items: &[String], uncounted: usize) -> Option<String> {
    if items.is_empty() {
        return None;
    }
    let more = items.len().saturating_sub(MAX_NAMED) + uncounted;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let what = if what.is_empty() { String::new() } else { format!("{what} ") };
    Some(format!("the {what}{}{more}", items[..items.len().min(MAX_NAMED)].join(", ")))
}

async fn role(client: &Client, server: &HostPort) -> String {
    let Ok(text) = four_letter(server, "srvr", ROLE_TIMEOUT).await else { return String::new() };
    let Some(mode) = parse_srvr(&text).mode.map(|m| m.to_string()) else { return String::new() };
    if mode == "standalone" {
        return mode;
    }
    match id(client, server).await {
        Some(id) => format!("{mode}({id})"),
        None => mode,
    }
}

/// The server's id, if the ensemble's configuration tells where its members' clients connect.
async fn id(client: &Client, server: &HostPort) -> Option<u64> {
    let config = tokio::time::timeout(ROLE_TIMEOUT, client.get_config()).await.ok()?.ok()?;
    let text = String::from_utf8_lossy(config.data.as_deref()?).into_owned();
    let members = text.lines().filter_map(|l| Member::parse(l.trim()));
    let port = format!(":{}", server.port);
    let here: Vec<(u64, String)> = members
        .filter_map(|m| Some((m.id, m.client_address()?)))
        .filter(|(_, address)| address.ends_with(&port))
        .collect();
    let full = server.to_string();
    match here.as_slice() {
        [(only, _)] => Some(*only),
        many => many.iter().find(|(_, address)| *address == full).map(|(id, _)| *id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_lost_is_named_up_to_a_limit() {
        assert_eq!(named("watches", &[], 0), None);
        assert_eq!(named("watches", &["/a".into()], 0).as_deref(), Some("the watches /a"));
        let many: Vec<String> = (0..25).map(|n| format!("/{n}")).collect();
        assert!(named("ephemeral nodes", &many, 2).unwrap().ends_with("/19 and 7 more"));
    }
}
