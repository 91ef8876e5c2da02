//! One server: everything that is known of it, and where each figure comes from.

use ratatui::layout::Rect;

use super::{Canvas, graph};
use crate::app::App;
use crate::model::facts::LearnerStatus;
use crate::model::history::columns;
use crate::model::server::Server;
use crate::tables::{self, Tone, lag_text, lag_time};
use crate::text::{bytes, count, grouped, millis};
use crate::time::short;

pub(super) fn draw(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    let Some(server) = app.model.servers.get(app.focus) else {
        c.put(area.x, area.y, area.width, "no server", Tone::Dim);
        return;
    };
    let mut title = app.model.name(app.focus);
    if let Some(sid) = server.sid {
        title.push_str(&format!(" · id {sid}"));
    }
    if let Some(role) = server.role().filter(|_| server.failure.is_none()) {
        title.push_str(&format!(" · {}", role.name()));
    }
    let state = if app.look.ascii {
        server.state.ascii().to_owned()
    } else {
        format!("{} {}", server.state.glyph(), server.state.word())
    };
    title.push_str(&format!(" · {state} for {}", short(app.model.now.since(server.since))));
    c.rule(area, area.y, &title);
    let lines = lines(app, server);
    let below = if area.height >= 16 { (area.height / 3).max(6) } else { 0 };
    let room = usize::from(area.height.saturating_sub(1 + below));
    for (y, (name, text, tone)) in (area.y + 1..).zip(lines.iter().take(room)) {
        c.put(area.x, y, 16, name, Tone::Dim);
        c.put(area.x + 16, y, area.width.saturating_sub(16), text, *tone);
    }
    if below > 0 {
        graphs(c, Rect { y: area.bottom() - below, height: below, ..area }, server);
    }
}

type Line = (&'static str, String, Tone);

fn lines(app: &App, s: &Server) -> Vec<Line> {
    let now = app.model.now;
    let mut out: Vec<Line> = Vec::new();
    if !s.reason.is_empty() {
        out.push(("state", crate::text::clean(&s.reason), tables::state_tone(s.state)));
    }
    if let Some(advice) = s.advice() {
        out.push(("fix", advice, Tone::Warn));
    }
    if app.model.ensemble.leader != Some(app.focus) {
        let text = format!("{} txn · {} · {}", lag_text(s.lag), lag_time(s.lag), tables::trend_text(s));
        out.push(("behind leader", text, Tone::Plain));
    }
    if let Some(zxid) = s.zxid() {
        let age = s.age(now).map(short).unwrap_or_default();
        let old = if s.failure.is_some() { " (old)" } else { "" };
        out.push((
            "last zxid",
            format!("{zxid}{old} · epoch {} · said {age} ago", zxid.epoch()),
            Tone::Plain,
        ));
    }
    let detail = s.detail.as_ref();
    if let Some(phase) = detail.and_then(|d| d.value.peer_state.as_deref()).filter(|_| s.failure.is_none()) {
        out.push(("phase", phase.to_owned(), Tone::Plain));
    }
    leaders_view(app, s, &mut out);
    if let Some(b) = &s.brief {
        let v = &b.value;
        let n = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), grouped);
        out.push((
            "requests",
            format!(
                "{} in/s · {} outstanding · {} connections",
                count(s.requests_rate),
                n(v.outstanding),
                n(v.connections)
            ),
            Tone::Plain,
        ));
    }
    latency_lines(s, &mut out);
    if let Some(d) = detail {
        let v = &d.value;
        let n = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), grouped);
        let size = v.data_bytes.map_or_else(|| "-".to_owned(), bytes);
        let nodes = s.brief.as_ref().and_then(|b| b.value.nodes);
        out.push((
            "tree",
            format!(
                "{} znodes · {size} · {} watches · {} ephemerals",
                n(nodes),
                n(v.watches),
                n(v.ephemerals)
            ),
            Tone::Plain,
        ));
        let uptime = v.uptime_ms.and_then(|ms| u64::try_from(ms).ok()).map_or_else(|| "-".to_owned(), short);
        let pause = v.pause_ms_max.map(|ms| format!(" · worst pause {}", millis(ms))).unwrap_or_default();
        out.push((
            "process",
            format!("up {uptime} · {}/{} files{pause}", n(v.fds), n(v.fds_max)),
            Tone::Plain,
        ));
        let mismatches = v.digest_mismatches.unwrap_or(0);
        let tone = if mismatches > 0 { Tone::Odd } else { Tone::Plain };
        out.push(("sessions", format!("{} expired since its start", n(v.expired)), Tone::Plain));
        out.push(("digests", format!("{mismatches} did not agree since its start"), tone));
    }
    let version = s.brief.as_ref().map_or("-", |b| b.value.version.as_str());
    let age = |at: Option<crate::time::At>| {
        at.map_or_else(|| "never".to_owned(), |at| format!("{} old", short(now.since(at))))
    };
    let (srvr, mntr) = (age(s.brief.as_ref().map(|b| b.at)), age(detail.map(|d| d.at)));
    let refused = s.detail_failure.as_ref().map(|f| format!(" ({f})")).unwrap_or_default();
    out.push(("version", version.to_owned(), Tone::Plain));
    let (brief, detail) = (s.brief_word.source(), s.detail_word.source());
    out.push(("figures from", format!("{brief} {srvr} · {detail} {mntr}{refused}"), Tone::Dim));
    out
}

fn latency_lines(s: &Server, out: &mut Vec<Line>) {
    let text = tables::millis_or_dash;
    let brief = s.brief.as_ref();
    let detail = s.detail.as_ref();
    out.push((
        "latency",
        format!(
            "now {} · p50 {} · p99 {} · mean {} · worst {}",
            text(s.latency_ms),
            text(detail.and_then(|d| d.value.latency_ms_p50)),
            text(detail.and_then(|d| d.value.latency_ms_p99)),
            text(brief.and_then(|b| b.value.latency_ms_avg)),
            text(brief.and_then(|b| b.value.latency_ms_max)),
        ),
        Tone::Plain,
    ));
    out.push((
        "fsync",
        format!("now {} · worst {}", text(s.fsync_ms), text(detail.and_then(|d| d.value.fsync_ms_max))),
        Tone::Plain,
    ));
    if let Some(b) = brief {
        out.push(("answers us in", millis(b.took_ms as f64), Tone::Plain));
    }
}

/// What the leader says of this learner, or, on the leader, of all.
fn leaders_view(app: &App, s: &Server, out: &mut Vec<Line>) {
    let Some(leader) = app.model.leader() else { return };
    if let Some(l) = app.model.leaders_view(s) {
        out.push(("leader's view", said_of(l), Tone::Plain));
        if let Some(ms) = l.ack_waiting_ms.filter(|ms| *ms >= LATE_ACK_MS) {
            let text = format!("waits for its acknowledgement since {}", short(ms as u64));
            out.push(("", text, Tone::Warn));
        }
        out.extend(
            synced_how(l).map(|text| ("synchronised", text, if l.synced { Tone::Plain } else { Tone::Busy })),
        );
    }
    let Some(detail) = leader.fresh_detail(app.model.now) else { return };
    if app.model.ensemble.leader == Some(app.focus) {
        let n = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), grouped);
        out.push((
            "learners",
            format!("{} connected · {} followers in sync", n(detail.learners), n(detail.synced)),
            Tone::Plain,
        ));
        return;
    }
    let Some(view) = s.sid.and_then(|sid| detail.views.get(&sid)) else { return };
    let queue = view.queue_max.map_or_else(|| "-".to_owned(), count);
    let wait = tables::millis_or_dash(view.wait_ms_p99);
    out.push(("leader's view", format!("at most {queue} packets waited for it · p99 {wait}"), Tone::Plain));
}

/// An acknowledgement that is not here after so long is worth a word.
const LATE_ACK_MS: f64 = 250.0;

/// What the leader knows of a learner now.
fn said_of(l: &LearnerStatus) -> String {
    let acked = l.last_acked.map_or_else(|| "-".to_owned(), |z| z.to_string());
    let behind = l.lag_txns.map_or_else(|| "-".to_owned(), grouped);
    let synced = if l.synced { "in sync" } else { "catching up" };
    let queued = l.queued_bytes.map_or_else(|| "-".to_owned(), bytes);
    let mut text = format!("{synced} · acknowledged {acked}, {behind} txn behind · {queued} queued");
    if let Some(ms) = l.ack_ms {
        text.push_str(&format!(" · acks in {}", millis(ms)));
    }
    if let Some(ms) = l.ack_ms_p99 {
        text.push_str(&format!(" (p99 {})", millis(ms)));
    }
    text
}

/// How a learner came to be up to date, or how far that is.
fn synced_how(l: &LearnerStatus) -> Option<String> {
    let mode = l.sync_mode.as_deref().unwrap_or("-");
    let (sent, total) = l.sync_bytes?;
    let took = l.sync_ms.and_then(|ms| u64::try_from(ms).ok()).map_or_else(|| "-".to_owned(), short);
    Some(match total.filter(|total| !l.synced && *total > 0) {
        Some(total) => {
            let percent = (sent as f64 / total as f64 * 100.0).clamp(0.0, 100.0);
            format!("by {mode}: {} of about {} ({percent:.0} %), for {took}", bytes(sent), bytes(total))
        }
        None => format!("by {mode}: {} in {took}", bytes(sent)),
    })
}

fn graphs(c: &mut Canvas<'_>, area: Rect, server: &Server) {
    let app = c.app;
    let half = area.width / 2;
    let (left, right) =
        (Rect { width: half, ..area }, Rect { x: area.x + half + 1, width: area.width - half - 1, ..area });
    let ago = format!("{} ago", short(app.span()));
    let styles = (c.style(Tone::Accent), c.style(Tone::Dim));
    let span = |n: usize| (app.span() / u64::try_from(n.max(1)).unwrap_or(1)).max(1);
    c.rule(left, left.y, "lag, txns");
    let body = Rect { y: left.y + 1, height: left.height - 1, ..left };
    let lag = |n: usize| columns(&server.history, app.end(), span(n), n, |p| p.at, |p| p.lag_txns);
    graph::graph(c.buffer, body, &lag, &|v| count(f64::from(v)), styles, (&ago, "now"));
    c.rule(right, right.y, "latency");
    let body = Rect { y: right.y + 1, height: right.height - 1, ..right };
    let latency = |n: usize| columns(&server.history, app.end(), span(n), n, |p| p.at, |p| p.latency_ms);
    graph::graph(c.buffer, body, &latency, &|v| millis(f64::from(v)), styles, (&ago, "now"));
}
