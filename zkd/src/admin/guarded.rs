//! Commands that not everybody may give: Apache's `snapshot`, `restore` and `shed_connections`, and `transfer_leadership`.
//!
//! Differs: a failure has its reason in the answer, where Apache's has none, and no failure takes the place of the next
//! attempt under `admin.rateLimiterIntervalInMS`. A restore of an ensemble is the leader's: with Apache each member is restored
//! by itself, and whoever forgets one has two histories.

mod log_level;
mod restore;

use std::fs::File;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};
use serde_json::Value;
use tokio::sync::oneshot;
use zk_journal::backup::Backup;
use zk_proto::ServerId;
use zk_tree::Identities;

use super::auth::{self, Denied};
use super::body::Sent;
use super::fields::Fields;
use super::http::{Answer, Caller};
use super::route::{Routes, json};
use crate::audit::Outcome;
use crate::conn::End;
use crate::drain;
use crate::queue::{Entry, Resign, ResignStep};
use crate::shared::{CORE_METRICS, Shared};
use crate::snapshot::write_backup;
use crate::status::metrics::Counter;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guarded {
    LogLevel,
    Restore,
    Shed,
    Snapshot,
    Transfer,
}

impl Guarded {
    pub(super) const ALL: [Guarded; 5] =
        [Guarded::LogLevel, Guarded::Restore, Guarded::Shed, Guarded::Snapshot, Guarded::Transfer];

    /// By any of its names.
    pub(super) fn find(name: &str) -> Option<Guarded> {
        Some(match name {
            "log_level" => Guarded::LogLevel,
            "restore" | "rest" => Guarded::Restore,
            "shed_connections" | "shed" => Guarded::Shed,
            "snapshot" | "snap" => Guarded::Snapshot,
            "transfer_leadership" => Guarded::Transfer,
            _ => return None,
        })
    }

    /// The primary name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Guarded::LogLevel => "log_level",
            Guarded::Restore => "restore",
            Guarded::Shed => "shed_connections",
            Guarded::Snapshot => "snapshot",
            Guarded::Transfer => "transfer_leadership",
        }
    }

    fn method(self) -> Method {
        if self == Guarded::Snapshot { Method::GET } else { Method::POST }
    }

    /// Whether to ask so changes nothing, and anybody may.
    pub(super) fn only_looks(self, method: &Method) -> bool {
        self == Guarded::LogLevel && matches!(*method, Method::GET | Method::HEAD)
    }

    fn allowed(self) -> &'static str {
        match self {
            Guarded::Snapshot => "GET",
            Guarded::LogLevel => "GET, HEAD, POST",
            Guarded::Restore | Guarded::Shed | Guarded::Transfer => "POST",
        }
    }

    /// What the audit log calls it; Apache's tells nothing of it.
    fn operation(self) -> &'static str {
        match self {
            Guarded::LogLevel => "adminLogLevel",
            Guarded::Restore => "adminRestore",
            Guarded::Shed => "adminShedConnections",
            Guarded::Snapshot => "adminSnapshot",
            Guarded::Transfer => "adminTransferLeadership",
        }
    }
}

/// One at a time, and not before the interval since the last success is over.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<Turn>);

#[derive(Debug, Default)]
struct Turn {
    is_taken: bool,
    last: Option<Instant>,
}

/// A turn, given back on drop; it counts only if it succeeds.
pub(super) struct Taken<'a>(&'a Turns);

impl Turns {
    fn take(&self, interval: Duration) -> Option<Taken<'_>> {
        let mut turn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if turn.is_taken || turn.last.is_some_and(|last| last.elapsed() < interval) {
            return None;
        }
        turn.is_taken = true;
        Some(Taken(self))
    }
}

impl Taken<'_> {
    fn succeeded(&self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).last = Some(Instant::now());
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).is_taken = false;
    }
}

/// A refusal or failure: the status, and what is said.
struct Failed(StatusCode, String);

type Done = Result<Answer, Failed>;

impl Failed {
    fn new(code: StatusCode, text: impl Into<String>) -> Failed {
        Failed(code, text.into())
    }

    fn internal(text: impl Into<String>) -> Failed {
        Failed::new(StatusCode::INTERNAL_SERVER_ERROR, text)
    }
}

/// Longest body of `shed_connections`.
const MAX_SHED_BYTES: usize = 4096;

impl Routes {
    /// Answers one of these commands.
    pub(super) async fn guarded(&self, what: Guarded, head: &Parts, body: Incoming, from: &Caller) -> Answer {
        let answer = |Failed(code, text): Failed| {
            let mut fields = Fields::default();
            fields.put("command", what.name()).put("error", text);
            json(code, &fields)
        };
        if head.method != what.method() {
            let text = format!("{} is not allowed here", head.method);
            let mut answer = answer(Failed::new(StatusCode::METHOD_NOT_ALLOWED, text));
            answer.headers_mut().insert(ALLOW, HeaderValue::from_static(what.allowed()));
            return answer;
        }
        let who = match self.admit(head, from) {
            Ok(who) => who,
            Err((denied, who)) => {
                self.shared.metrics[CORE_METRICS].count(Counter::AuthFailed);
                tracing::warn!(peer = %from.addr, "AdminServer: {}: {}", what.name(), denied.text());
                self.tell(what, who, from.addr, Outcome::Failure(zk_proto::ErrorCode::NoAuth.code()));
                let code = match denied {
                    Denied::Missing | Denied::NotAuthenticated => StatusCode::UNAUTHORIZED,
                    Denied::NotAuthorized => StatusCode::FORBIDDEN,
                };
                return answer(Failed::new(code, denied.text()));
            }
        };
        let result = match what {
            Guarded::LogLevel => self.set_log_level(head, from),
            Guarded::Snapshot => self.snapshot(head).await,
            Guarded::Restore => self.restore(body).await,
            Guarded::Shed => self.shed(body).await,
            Guarded::Transfer => self.transfer(head).await,
        };
        let outcome = match &result {
            Ok(_) => Outcome::Success,
            Err(_) => Outcome::Failure(zk_proto::ErrorCode::SystemError.code()),
        };
        self.tell(what, who, from.addr, outcome);
        result.unwrap_or_else(|failed| {
            tracing::warn!(peer = %from.addr, "AdminServer: {}: {}", what.name(), failed.1);
            answer(failed)
        })
    }

    fn admit(&self, head: &Parts, from: &Caller) -> Result<Identities, (Denied, Identities)> {
        let header = head.headers.get(AUTHORIZATION);
        let who = auth::identify(&self.shared.config, header, &from.certificate)
            .map_err(|denied| (denied, Identities::default()))?;
        let tree = self.shared.tree();
        let root = tree.find("/").ok_or((Denied::NotAuthorized, Identities::default()))?;
        match auth::authorize(&self.commands.users, &who, root.acl()) {
            Ok(()) => Ok(who),
            Err(denied) => Err((denied, who)),
        }
    }

    fn tell(&self, what: Guarded, who: Identities, from: SocketAddr, outcome: Outcome) {
        if let Some(audit) = &self.shared.audit {
            let wall_ms = self.shared.clock.wall_ms();
            audit.tell_of_admin(what.operation(), Arc::new(who), from.ip(), outcome, wall_ms);
        }
    }

    fn interval(&self) -> Duration {
        Duration::from_millis(self.commands.interval_ms)
    }

    fn too_soon(&self, counter: Counter) -> Failed {
        self.shared.metrics[CORE_METRICS].count(counter);
        let text = format!(
            "Rate limited: one is under way, or was done less than {} ms ago (admin.rateLimiterIntervalInMS)",
            self.commands.interval_ms
        );
        Failed::new(StatusCode::TOO_MANY_REQUESTS, text)
    }

    fn need_service(&self) -> Result<(), Failed> {
        match self.shared.is_serving() {
            true => Ok(()),
            false => Err(Failed::new(StatusCode::SERVICE_UNAVAILABLE, super::commands::NOT_SERVING)),
        }
    }

    /// `?streaming=false` leaves the file where it is and says only what it holds.
    async fn snapshot(&self, head: &Parts) -> Done {
        if !self.commands.snapshot {
            let text = "Snapshot command is disabled: admin.snapshot.enabled=true enables it";
            return Err(Failed::new(StatusCode::SERVICE_UNAVAILABLE, text));
        }
        self.need_service()?;
        let streaming = query(head, "streaming").is_none_or(|v| !v.eq_ignore_ascii_case("false"));
        let turn = self.snapshots.take(self.interval());
        let turn = turn.ok_or_else(|| self.too_soon(Counter::SnapshotRateLimited))?;
        let (shared, dir) = (self.shared.clone(), self.dir.clone());
        let taken = tokio::task::spawn_blocking(move || take(&shared, &dir)).await;
        let taken = taken.map_err(|e| Failed::internal(format!("the thread that writes it failed: {e}")))?;
        let (backup, file, bytes) = taken.map_err(|text| {
            self.shared.metrics[CORE_METRICS].count(Counter::SnapshotErrors);
            Failed::internal(text)
        })?;
        turn.succeeded();
        let path = backup.path.display();
        tracing::info!(%path, zxid = %backup.zxid, nodes = backup.nodes, bytes, "backup taken");
        let mut answer = if streaming {
            let mut answer = Response::new(Sent::file(file, bytes));
            let kind = HeaderValue::from_static("application/octet-stream");
            answer.headers_mut().insert(CONTENT_TYPE, kind);
            answer
        } else {
            let mut fields = Fields::default();
            fields.put("last_zxid", backup.zxid.to_string()).put("snapshot_size", bytes);
            fields.put("command", Guarded::Snapshot.name()).put("error", Value::Null);
            json(StatusCode::OK, &fields)
        };
        for (name, value) in [("last_zxid", backup.zxid.to_string()), ("snapshot_size", bytes.to_string())] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                answer.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        Ok(answer)
    }

    /// `?to=ID` says who shall lead; without it the others decide.
    async fn transfer(&self, head: &Parts) -> Done {
        self.need_service()?;
        let bad = |text: String| Failed::new(StatusCode::BAD_REQUEST, text);
        let to = query(head, "to").map(|id| id.parse().map(ServerId)).transpose();
        let to = to.map_err(|e| bad(format!("to: {e}: it takes the id of a server")))?;
        // What would be refused is refused before anybody has to wait for it.
        self.resign(to, ResignStep::Judge).await?;
        let (shared, limit) = (self.shared.clone(), Duration::from_millis(self.shared.config.drain_ms));
        let drained = tokio::task::spawn_blocking(move || drain::drain(&shared, limit)).await;
        let resigned = self.resign(to, ResignStep::Do).await;
        drain::reopen(&self.shared);
        drained.map_err(|e| Failed::internal(e.to_string()))?;
        let successor = resigned?;
        tracing::warn!("server {successor} is to lead: an operator wants it");
        let mut fields = Fields::default();
        fields.put("successor", successor.0);
        fields.put("command", Guarded::Transfer.name()).put("error", Value::Null);
        Ok(json(StatusCode::OK, &fields))
    }

    async fn resign(&self, to: Option<ServerId>, step: ResignStep) -> Result<ServerId, Failed> {
        let (done, resigned) = oneshot::channel();
        self.shared.queue.push(&[], |_| Entry::Resign(Box::new(Resign { to, step, done })));
        let successor = resigned.await.map_err(|_| Failed::internal("the server stops"))?;
        successor.map_err(|why| Failed::new(StatusCode::CONFLICT, why))
    }

    async fn shed(&self, body: Incoming) -> Done {
        let bad = |text: String| Failed::new(StatusCode::BAD_REQUEST, text);
        self.need_service()?;
        let body = tokio::time::timeout(self.idle, Limited::new(body, MAX_SHED_BYTES).collect()).await;
        let body = body.map_err(|_| bad("the body did not come in time".into()))?;
        let body = body.map_err(|e| bad(format!("the body cannot be read: {e}")))?.to_bytes();
        let percentage = percentage(&body).map_err(bad)?;
        let shed = shed(&self.shared, percentage);
        tracing::warn!(percentage, shed, "connections were shed");
        let mut fields = Fields::default();
        fields.put("connections_shed", shed).put("percentage_requested", percentage);
        fields.put("command", Guarded::Shed.name()).put("error", Value::Null);
        Ok(json(StatusCode::OK, &fields))
    }
}

/// The first value of a parameter.
fn query<'a>(head: &'a Parts, name: &str) -> Option<&'a str> {
    let mut all = head.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    all.find(|(n, _)| *n == name).map(|(_, value)| value)
}

/// The backup, opened: a purge may take its name away.
fn take(
    shared: &Shared,
    dir: &zk_storage::DataDir<zk_storage::OsDisk>,
) -> Result<(Backup, File, u64), String> {
    let backup = write_backup(shared, dir).map_err(|e| e.to_string())?.ok_or("the server stops")?;
    let failed = |e: std::io::Error| format!("cannot read {}: {e}", backup.path.display());
    let file = File::open(&backup.path).map_err(failed)?;
    let bytes = file.metadata().map_err(failed)?.len();
    Ok((backup, file, bytes))
}

fn percentage(body: &[u8]) -> Result<u64, String> {
    let object: Value = serde_json::from_slice(body).map_err(|e| format!("the body is no JSON: {e}"))?;
    let given = object.get("percentage").ok_or("the body has no percentage: {\"percentage\": 10}")?;
    given
        .as_u64()
        .filter(|p| *p <= 100)
        .ok_or_else(|| format!("percentage is {given}: it goes from 0 to 100"))
}

/// Closes so many of the connections that have a session, taken at random; returns how many that were.
fn shed(shared: &Shared, percentage: u64) -> u64 {
    let conns = shared.conns();
    let mut all: Vec<_> = conns.iter().filter(|c| c.session() != zk_proto::SessionId::NONE).collect();
    let count = (all.len() as u64 * percentage).div_ceil(100);
    let mut seed = crate::server::random_seed() | 1;
    for end in (1..all.len()).rev() {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        all.swap(end, (seed % (end as u64 + 1)) as usize);
    }
    for conn in all.iter().take(count as usize) {
        conn.end(End::Shed);
    }
    count
}

/// For the list of commands.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    Guarded::ALL.into_iter().map(Guarded::name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_one_at_a_time_and_count_only_if_they_succeed() {
        let turns = Turns::default();
        let hour = Duration::from_secs(3600);
        let first = turns.take(hour).expect("nobody was before");
        assert!(turns.take(hour).is_none(), "one is under way");
        drop(first);
        let second = turns.take(hour).expect("the first came to nothing");
        second.succeeded();
        drop(second);
        assert!(turns.take(hour).is_none());
        assert!(turns.take(Duration::ZERO).is_some(), "without an interval only one at a time");
    }

    #[test]
    fn percentages_are_from_0_to_100() {
        assert_eq!(percentage(b"{\"percentage\": 25}"), Ok(25));
        assert_eq!(percentage(b"{\"percentage\":0,\"x\":[]}"), Ok(0));
        for bad in [
            "",
            "25",
            "{}",
            "{\"percentage\":101}",
            "{\"percentage\":-1}",
            "{\"percentage\":\"9\"}",
            "{\"percentage\":1.5}",
        ] {
            assert!(percentage(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
