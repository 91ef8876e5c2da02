//! Asks servers four-letter words, each on a connection of its own, and never more than the model wants.

use std::io::ErrorKind;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use zk_client::admin::{AdminError, AdminRequest, AdminUrl, FourLetterError};
use zk_client::admin::{admin_command_over, four_letter_over, text_page};
use zk_client::admin::{parse_conf, parse_mntr, parse_srvr};
use zk_client::{HostPort, Tls};

use super::target::Target;
use crate::app::net::Net;
use crate::model::facts::{Answer, Brief, Detail, Failure, Membership, Word};
use crate::model::{Ask, Polled, admin, metrics};
use crate::time::Clock;

/// Longest answer to what is asked every second.
const MAX_POLL_BYTES: usize = 2 << 20;
/// Longest answer to what is asked on demand.
const MAX_QUERY_BYTES: usize = 16 << 20;
/// How long an answer on demand may take.
const QUERY_TIMEOUT: Duration = Duration::from_secs(10);

/// Asks; the answers come to `out`.
pub fn ask(clock: Clock, ask: Ask, timeout: Duration, target: &Target, out: &UnboundedSender<Net>) {
    for word in ask.words {
        let (server, out) = (ask.server.clone(), out.clone());
        let url = if word.is_admin() { target.admin.url(&server) } else { target.metrics.url(&server) };
        let tls = target.tls.clone();
        tokio::spawn(async move {
            let asked = clock.now();
            let outcome = if word.is_page() {
                by_http(url, tls.as_ref(), word, timeout).await
            } else {
                let said =
                    four_letter_over(&server, tls.as_ref(), word.name(), timeout, MAX_POLL_BYTES).await;
                said.map(|text| read(word, &text)).map_err(failure)
            };
            let polled = Polled { server, word, asked, answered: clock.now(), outcome };
            let _ = out.send(Net::Polled(Box::new(polled)));
        });
    }
}

/// Asks for something that costs more.
pub fn query(
    clock: Clock,
    server: HostPort,
    word: &'static str,
    target: &Target,
    out: &UnboundedSender<Net>,
) {
    let (out, tls) = (out.clone(), target.tls.clone());
    tokio::spawn(async move {
        let asked = clock.now();
        let said = four_letter_over(&server, tls.as_ref(), word, QUERY_TIMEOUT, MAX_QUERY_BYTES).await;
        let outcome = said.map_err(failure);
        let _ = out.send(Net::Said { server, word, asked, answered: clock.now(), outcome });
    });
}

async fn by_http(
    url: Option<AdminUrl>,
    tls: Option<&Tls>,
    word: Word,
    timeout: Duration,
) -> Result<Answer, Failure> {
    let Some(url) = url else {
        let what = if word.is_admin() { "AdminServer" } else { "page for Prometheus" };
        return Err(Failure::Unreachable(format!("no address of its {what} is known")));
    };
    if word == Word::Metrics {
        let page = text_page(&url, tls, timeout).await.map_err(http_failure)?;
        return metrics::read(&page).map(|page| Answer::Page(Box::new(page)));
    }
    let request = AdminRequest::get(word.name());
    let fields = admin_command_over(&url, tls, &request, timeout).await.map_err(http_failure)?;
    Ok(match word {
        Word::Learners => Answer::Learners(admin::learners(&fields)),
        Word::Monitor => Answer::Mntr(Box::new(admin::detail(&fields))),
        _ => Answer::Srvr(admin::brief(&fields)),
    })
}

fn http_failure(error: AdminError) -> Failure {
    match error {
        AdminError::NotPermitted { .. } => Failure::NotAllowed,
        AdminError::Timeout { timeout_ms, .. } => {
            Failure::Timeout(u64::try_from(timeout_ms).unwrap_or(u64::MAX))
        }
        AdminError::Io { url, source } => Failure::Unreachable(format!("{}: {}", url.server, short(&source))),
        other => Failure::Broken(crate::text::clean(&other.to_string())),
    }
}

fn read(word: Word, text: &str) -> Answer {
    match word {
        // Only four-letter words come here.
        Word::Stats | Word::Monitor | Word::Learners | Word::Metrics => Answer::Srvr(Brief::default()),
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
        FourLetterError::Unreachable { source, .. } => Failure::Unreachable(plain(&source.to_string())),
        // What else has a cause behind it could not be reached.
        other => match std::error::Error::source(&other) {
            Some(source) => Failure::Unreachable(crate::text::clean(&source.to_string())),
            None => Failure::Broken(crate::text::clean(&other.to_string())),
        },
    }
}

/// Without `(os error 111)`.
fn short(error: &std::io::Error) -> String {
    plain(&error.to_string())
}

fn plain(text: &str) -> String {
    match text.split_once(" (os error") {
        Some((text, _)) => crate::text::clean(&text.to_lowercase()),
        None => crate::text::clean(text),
    }
}
