//! The words of an event: Apache's line, or an object of JSON.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use zk_proto::Id;

use super::{AuditFormat, Event, Outcome, User};
use crate::status::host;

/// Writes the lines of one server.
pub(super) struct Lines {
    format: AuditFormat,
    server_id: i64,
    /// The user that the server runs as.
    server_user: String,
    zone: TimeZone,
}

impl Lines {
    pub(super) fn new(format: AuditFormat, server_id: i64) -> Lines {
        Lines { format, server_id, server_user: host::user_name(), zone: TimeZone::system() }
    }

    /// Appends a line of the audit log's own file, with its end.
    pub(super) fn line(&self, event: &Event, out: &mut String) {
        if self.format == AuditFormat::Java {
            let level = if matches!(event.outcome, Outcome::Failure(_)) { "ERROR" } else { "INFO" };
            let time =
                Timestamp::from_millisecond(event.wall_ms).unwrap_or_default().to_zoned(self.zone.clone());
            // The logger's name is Apache's: parsers of its file look for it.
            let _ =
                write!(out, "{} {level} audit.Slf4jAuditLogger: ", time.strftime("%Y-%m-%d %H:%M:%S,%3f"));
        }
        self.message(event, out);
        out.push('\n');
    }

    /// Appends what there is to say, without a time in front.
    pub(super) fn message(&self, event: &Event, out: &mut String) {
        match self.format {
            AuditFormat::Java => self.java(event, out),
            AuditFormat::Json => self.json(event, out),
        }
    }

    fn users(&self, event: &Event) -> Vec<String> {
        match &event.user {
            User::Server => vec![self.server_user.clone()],
            User::Client(who) => {
                // What a client has proved comes before where it comes from, as in Apache's lines.
                let (addresses, proved): (Vec<Id>, Vec<Id>) =
                    who.visible().into_iter().partition(|id| id.scheme == "ip");
                proved.into_iter().chain(addresses).map(|id| user(&id)).collect()
            }
        }
    }

    fn java(&self, event: &Event, out: &mut String) {
        let mut tab = "";
        let mut put = |key: &str, value: &str| {
            let _ = write!(out, "{tab}{key}={}", Escaped(value));
            tab = "\t";
        };
        if let Some(session) = event.session {
            put("session", &session.to_string());
        }
        put("user", &self.users(event).join(","));
        if let Some(ip) = event.ip {
            put("ip", &ip.to_string());
        }
        put("operation", event.operation);
        if let Some(znode) = &event.znode {
            put("znode", znode);
        }
        if let Some(znode_type) = event.znode_type {
            put("znode_type", znode_type);
        }
        if let Some(acl) = &event.acl {
            put("acl", acl);
        }
        put("result", result(event.outcome));
    }

    fn json(&self, event: &Event, out: &mut String) {
        let mut fields = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                fields.insert(key.to_owned(), value);
            }
        };
        let time = Timestamp::from_millisecond(event.wall_ms).unwrap_or_default();
        put("time", Some(format!("{time:.3}").into()));
        put("server_id", Some(self.server_id.into()));
        put("session", event.session.map(|s| s.to_string().into()));
        put("user", Some(self.users(event).into()));
        put("ip", event.ip.map(|ip| ip.to_string().into()));
        put("operation", Some(event.operation.into()));
        put("znode", event.znode.as_deref().map(Value::from));
        put("znode_type", event.znode_type.map(Value::from));
        put("acl", event.acl.as_deref().map(Value::from));
        put("result", Some(result(event.outcome).into()));
        put("error", event.outcome.error().map(Value::from));
        put("zxid", event.zxid.map(|z| z.to_string().into()));
        out.push_str(&Value::Object(fields).to_string());
    }
}

fn result(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Success => "success",
        Outcome::Failure(_) => "failure",
        Outcome::Invoked => "invoked",
    }
}

/// A user as Apache names it: the name that a scheme proves, or the scheme that has no names.
fn user(id: &Id) -> String {
    if id.id.is_empty() { id.scheme.clone() } else { id.id.clone() }
}

/// Without characters that end a field or a line, or that a terminal would obey.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            // A percent sign too, or an escape could be forged.
            if c.is_control() || c == '%' {
                let mut bytes = [0; 4];
                c.encode_utf8(&mut bytes).bytes().try_for_each(|b| write!(f, "%{b:02X}"))?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}
