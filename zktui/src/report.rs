//! The ensemble as text and as JSON, for scripts. Fields are only ever added; 64-bit ids are strings.

use serde_json::{Value, json};

use crate::app::App;
use crate::model::judge::State;
use crate::model::lag::{How, Lag};
use crate::model::server::Server;
use crate::tables::{lag_text, lag_time};

/// What JSON says of itself.
pub const SCHEMA: &str = "zktui/1";

/// Whether the ensemble serves, every server is well and nothing is over a threshold.
pub fn is_well(app: &App) -> bool {
    let model = &app.model;
    model.ensemble.quorum.serves()
        && model.alerts.count() == 0
        && model.servers.iter().all(|s| matches!(s.state, State::Ok | State::Slow))
}

/// Everything as JSON.
pub fn json(app: &App) -> Value {
    let model = &app.model;
    let e = &model.ensemble;
    let servers: Vec<Value> = (0..).zip(&model.servers).map(|(i, s)| server(app, i, s)).collect();
    let alerts: Vec<Value> = model
        .alerts
        .active()
        .into_iter()
        .map(|(whose, kind, alert)| {
            json!({
                "severity": alert.severity,
                "server": whose.map(|i| model.name(i)),
                "kind": kind,
                "text": alert.text,
                "since": alert.since.iso(),
            })
        })
        .collect();
    let events: Vec<Value> = model
        .timeline
        .newest()
        .map(|h| json!({ "time": h.at.iso(), "weight": h.weight, "what": h.what, "text": crate::text::clean(&h.what.line()) }))
        .collect();
    json!({
        "schema": SCHEMA,
        "time": model.now.iso(),
        "well": is_well(app),
        "ensemble": {
            "quorum": quorum(app),
            "serves": e.quorum.serves(),
            "voters": e.voters,
            "voters_serving": e.serving,
            "leader": e.leader.map(|i| model.name(i)),
            "epoch": e.epoch,
            "zxid": model.leader().and_then(Server::zxid).map(|z| z.to_string()),
            "writes_per_second": e.writes,
            "requests_per_second": e.requests,
        },
        "servers": servers,
        "alerts": alerts,
        "events": events,
    })
}

fn quorum(app: &App) -> &'static str {
    use crate::model::Quorum;
    match app.model.ensemble.quorum {
        Quorum::Unknown => "unknown",
        Quorum::Alone => "standalone",
        Quorum::Ok => "ok",
        Quorum::NoSpare => "no_spare",
        Quorum::Unseen => "leader_not_seen",
        Quorum::NoLeader => "no_leader",
        Quorum::Lost => "lost",
    }
}

fn server(app: &App, index: usize, s: &Server) -> Value {
    let now = app.model.now;
    let brief = s.brief.as_ref();
    let detail = s.fresh_detail(now);
    let fresh = s.failure.is_none();
    json!({
        "server": app.model.name(index),
        "id": s.sid,
        "role": s.role().filter(|_| fresh),
        "state": s.state.word(),
        "reason": (!s.reason.is_empty()).then(|| crate::text::clean(&s.reason)),
        "advice": s.advice(),
        "zxid": s.zxid().map(|z| z.to_string()),
        "epoch": s.zxid().map(|z| z.epoch()),
        "lag": lag(s),
        "leaders_view": leaders_view(app, s),
        "age_ms": s.age(now),
        "tier": s.tier(),
        "version": brief.map(|b| b.value.version.clone()),
        "answer_ms": brief.map(|b| b.took_ms),
        "latency_ms": s.latency_ms,
        "latency_ms_p99": detail.and_then(|d| d.latency_ms_p99),
        "fsync_ms": s.fsync_ms,
        "outstanding": brief.and_then(|b| b.value.outstanding),
        "connections": brief.and_then(|b| b.value.connections),
        "znodes": brief.and_then(|b| b.value.nodes),
        "watches": detail.and_then(|d| d.watches),
        "ephemerals": detail.and_then(|d| d.ephemerals),
        "uptime_ms": detail.and_then(|d| d.uptime_ms),
    })
}

/// What a leading zkd says of a learner.
fn leaders_view(app: &App, s: &Server) -> Value {
    let Some(l) = app.model.leaders_view(s) else { return Value::Null };
    json!({
        "synced": l.synced,
        "sync_mode": l.sync_mode,
        "last_acked_zxid": l.last_acked.map(|z| z.to_string()),
        "lag_txns": l.lag_txns,
        "queued_bytes": l.queued_bytes,
        "ack_ms": l.ack_ms,
        "ack_ms_p99": l.ack_ms_p99,
        "ack_waiting_ms": l.ack_waiting_ms,
    })
}

fn lag(s: &Server) -> Value {
    match s.lag {
        Lag::Behind(b) => json!({
            "is": "behind",
            "txns": b.txns,
            "ms": b.ms,
            "doubt_txns": b.doubt_txns,
            "how": b.how,
            "txns_per_second": s.trend,
            "at_most": b.how == How::AtMost,
        }),
        other => json!(other),
    }
}

/// A table without a screen: everything, nothing cut off.
pub fn table(app: &App) -> String {
    let model = &app.model;
    let e = &model.ensemble;
    let mut out = format!("ensemble {}/{} · {}", e.serving, e.voters, e.quorum.text());
    if let Some(leader) = e.leader {
        out.push_str(&format!(" · leader {}", model.name(leader)));
    }
    if let (Some(epoch), Some(zxid)) = (e.epoch, model.leader().and_then(Server::zxid)) {
        out.push_str(&format!(" · epoch {epoch} · zxid {zxid}"));
    }
    out.push_str(&format!(" · {}\n\n", model.now.iso()));
    let mut rows = vec![
        ["ID", "SERVER", "ROLE", "STATE", "ZXID", "LAG txn", "LAG time", "OUT", "p99", "CONNS", "VERSION"]
            .map(str::to_owned),
    ];
    for (i, s) in model.servers.iter().enumerate() {
        let brief = s.brief.as_ref().filter(|_| s.failure.is_none());
        let n = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), crate::text::grouped);
        let old = if s.failure.is_some() { " (old)" } else { "" };
        rows.push([
            s.sid.map_or_else(|| "-".to_owned(), |sid| sid.to_string()),
            model.name(i),
            s.role().filter(|_| s.failure.is_none()).map_or("-", |r| r.name()).to_owned(),
            s.state.word().to_owned(),
            s.zxid().map_or_else(|| "-".to_owned(), |z| format!("{z}{old}")),
            lag_text(s.lag),
            lag_time(s.lag),
            n(brief.and_then(|b| b.value.outstanding)),
            crate::tables::millis_or_dash(s.fresh_detail(model.now).and_then(|d| d.latency_ms_p99)),
            n(brief.and_then(|b| b.value.connections)),
            brief.map_or_else(|| "-".to_owned(), |b| b.value.version.clone()),
        ]);
    }
    let mut widths = [0; 11];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
            .collect();
        out.push_str(cells.join("  ").trim_end());
        out.push('\n');
    }
    let troubles = model.servers.iter().enumerate().filter(|(_, s)| !s.reason.is_empty());
    let mut lines: Vec<String> = troubles
        .map(|(i, s)| format!("{}: {}: {}", model.name(i), s.state.word(), crate::text::clean(&s.reason)))
        .collect();
    lines.extend(model.servers.iter().filter_map(Server::advice).map(|advice| format!("fix: {advice}")));
    if !lines.is_empty() {
        out.push('\n');
        out.push_str(&lines.join("\n"));
        out.push('\n');
    }
    out
}
