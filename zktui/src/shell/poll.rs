//! Asks servers four-letter words, each on a connection of its own, and never more than the model wants.

use std::io::ErrorKind;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use zk_client::HostPort;
use zk_client::admin::{
    AdminError, AdminRequest, AdminUrl, FourLetterError, admin_command, four_letter_capped,
};
use zk_client::admin::{parse_conf, parse_mntr, parse_srvr};

use crate::app::net::Net;
use crate::model::facts::{Answer, Brief, Detail, Failure, Membership, Word};
use crate::model::{Ask, Polled, admin};
use crate::time::Clock;

/// Longest answer to what is asked every second.
const MAX_POLL_BYTES: usize = 2 << 20;
/// Longest answer to what is asked on demand.
const MAX_QUERY_BYTES: usize = 16 << 20;
/// How long an answer on demand may take.
const QUERY_TIMEOUT: Duration = Duration::from_secs(10);

/// Where the AdminServers are.
#[derive(Clone, Debug, Default)]
pub struct Admins {
    /// One address for all with `{host}` in it, or one for each server in their order.
    pub templates: Vec<String>,
    /// The servers in the order of their addresses.
    pub servers: Vec<HostPort>,
}

impl Admins {
    fn url(&self, server: &HostPort) -> Option<AdminUrl> {
        let index = self.servers.iter().position(|s| s == server);
        let template = match self.templates.as_slice() {
            [one] => one,
            many => many.get(index?)?,
        };
        let host = if server.host.contains(':') { format!("[{}]", server.host) } else { server.host.clone() };
        template.replace("{host}", &host).parse().ok()
    }
}

/// Asks; the answers come to `out`.
pub fn ask(clock: Clock, ask: Ask, timeout: Duration, admins: &Admins, out: &UnboundedSender<Net>) {
    for word in ask.words {
        let (server, out) = (ask.server.clone(), out.clone());
        let url = admins.url(&server);
        tokio::spawn(async move {
            let asked = clock.now();
            let outcome = if word.is_admin() {
                by_admin(url, word, timeout).await
            } else {
                let said = four_letter_capped(&server, word.name(), timeout, MAX_POLL_BYTES).await;
                said.map(|text| read(word, &text)).map_err(failure)
            };
            let polled = Polled { server, word, asked, answered: clock.now(), outcome };
            let _ = out.send(Net::Polled(Box::new(polled)));
        });
    }
}

/// Asks for something that costs more.
pub fn query(clock: Clock, server: HostPort, word: &'static str, out: &UnboundedSender<Net>) {
    let out = out.clone();
    tokio::spawn(async move {
        let asked = clock.now();
        let said = four_letter_capped(&server, word, QUERY_TIMEOUT, MAX_QUERY_BYTES).await;
        let outcome = said.map_err(failure);
        let _ = out.send(Net::Said { server, word, asked, answered: clock.now(), outcome });
    });
}

async fn by_admin(url: Option<AdminUrl>, word: Word, timeout: Duration) -> Result<Answer, Failure> {
    let Some(url) = url else {
        return Err(Failure::Unreachable("no address of its AdminServer is known".to_owned()));
    };
    let fields =
        admin_command(&url, &AdminRequest::get(word.name()), timeout).await.map_err(|e| match e {
            AdminError::NotPermitted { .. } => Failure::NotAllowed,
            AdminError::Timeout { timeout_ms, .. } => {
                Failure::Timeout(u64::try_from(timeout_ms).unwrap_or(u64::MAX))
            }
            AdminError::Io { source, .. } => Failure::Unreachable(format!("AdminServer: {}", short(&source))),
            other => Failure::Broken(crate::text::clean(&other.to_string())),
        })?;
    Ok(match word {
        Word::Learners => Answer::Learners(admin::learners(&fields)),
        Word::Monitor => Answer::Mntr(Box::new(admin::detail(&fields))),
        _ => Answer::Srvr(admin::brief(&fields)),
    })
}

fn read(word: Word, text: &str) -> Answer {
    match word {
        // Only four-letter words come here.
        Word::Stats | Word::Monitor | Word::Learners => Answer::Srvr(Brief::default()),
        Word::Srvr => Answer::Srvr(Brief::of(&parse_srvr(text))),
        Word::Mntr => Answer::Mntr(Box::new(Detail::of(&parse_mntr(text)))),
        Word::Conf => Answer::Conf(Membership::of(&parse_conf(text))),
    }
}

fn failure(error: FourLetterError) -> Failure {
    match error {
        FourLetterError::NotAllowed { .. } => Failure::NotAllowed,
        FourLetterError::NotServing { .. } => Failure::NotServing,
        FourLetterError::Timeout { timeout_ms, .. } => {
            Failure::Timeout(u64::try_from(timeout_ms).unwrap_or(u64::MAX))
        }
        FourLetterError::Io { source, .. } => match source.kind() {
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::UnexpectedEof
            | ErrorKind::BrokenPipe => Failure::Broken(short(&source)),
            _ => Failure::Unreachable(short(&source)),
        },
        FourLetterError::NoAnswer { .. } => Failure::Broken("closed without an answer".to_owned()),
        // What else has a cause behind it could not be reached.
        other => match std::error::Error::source(&other) {
            Some(source) => Failure::Unreachable(crate::text::clean(&source.to_string())),
            None => Failure::Broken(crate::text::clean(&other.to_string())),
        },
    }
}

/// Without `(os error 111)`.
fn short(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    crate::text::clean(&text.to_lowercase())
}
