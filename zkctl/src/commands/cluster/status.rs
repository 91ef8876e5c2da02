//! `status`: one line per server, with how far each is behind, and a line about the ensemble above them.

use std::time::Duration;

use tokio::time::Instant;
use zk_client::admin::Mode;

use crate::args::Format;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::AdminArgs;
use crate::group_args::cluster::{StatusOptions, Wanted};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};
use crate::survey::trend::Trends;
use crate::survey::{self, Survey, View};

/// From here on a follower is called slow: transactions behind.
const SLOW_LAG: u64 = 100;
/// From here on a server is called slow: mean time of an fsync in milliseconds.
const SLOW_FSYNC_MS: f64 = 20.0;
/// How often `--wait` looks.
const GLANCE: Duration = Duration::from_millis(200);

const COLUMNS: &[Column] = &[
    Column::new("id", "ID"),
    Column::new("server", "SERVER"),
    Column::new("mode", "ROLE"),
    Column::new("state", "STATE"),
    Column::new("zxid", "ZXID"),
    Column::new("lag", "LAG"),
    Column::minor("trend", "TREND"),
    Column::minor("lag_per_second", "TXN/s"),
    Column::new("outstanding", "OUT"),
    Column::new("latency_avg_ms", "LAT avg"),
    Column::minor("latency_p99_ms", "p99"),
    Column::minor("latency_max_ms", "max ms"),
    Column::minor("fsync_avg_ms", "FSYNC ms"),
    Column::minor("answer_ms", "ANSWER ms"),
    Column::minor("connections", "CONNS"),
    Column::minor("nodes", "NODES"),
    Column::minor("version", "VERSION"),
    Column::minor("error", "WHY"),
];

/// Prints it once, again and again, or when what was waited for has come.
pub async fn run(admin: &AdminArgs, options: &StatusOptions, context: &mut Context) -> Result<Reply> {
    let targets = survey::targets(context, admin)?;
    if options.watch {
        return watch(&targets, options.interval, context).await;
    }
    let survey = match options.wait {
        Some(wanted) => wait(&targets, wanted, options.wait_limit, context).await?,
        None => Survey::take(&targets).await,
    };
    let reply = Reply::Report(report(&survey, &Trends::default()));
    if survey.views.iter().all(|v| v.srvr.is_err()) {
        context.out.show(&reply)?;
        let denied = survey.views.iter().any(|v| v.srvr.as_ref().is_err_and(survey::Trouble::is_denied));
        let exit = if denied { Exit::Unsupported } else { Exit::CannotConnect };
        return Err(Failure::new(exit, "ConnectionLoss", "no server is serving"));
    }
    Ok(reply)
}

async fn wait(
    targets: &[survey::Target],
    wanted: Wanted,
    limit: Duration,
    context: &mut Context,
) -> Result<Survey> {
    let deadline = Instant::now() + limit;
    loop {
        let survey = Survey::take(targets).await;
        let reached = match wanted {
            Wanted::Healthy => survey.is_healthy(),
            Wanted::Quorum => survey.has_quorum(),
        };
        if reached {
            return Ok(survey);
        }
        if Instant::now() + GLANCE > deadline {
            context.out.show(&Reply::Report(report(&survey, &Trends::default())))?;
            let what = if wanted == Wanted::Healthy { "healthy" } else { "a quorum" };
            return Err(Failure::new(Exit::TimedOut, "Timeout", format!("not {what} within {limit:?}")));
        }
        tokio::time::sleep(GLANCE).await;
    }
}

async fn watch(targets: &[survey::Target], interval: Duration, context: &mut Context) -> Result<Reply> {
    let mut trends = Trends::default();
    let mut ticks = tokio::time::interval(interval.max(Duration::from_millis(100)));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        let survey = Survey::take(targets).await;
        trends.add(&survey, std::time::Instant::now());
        let mut report = report(&survey, &trends);
        report.fields.insert(0, ("time", Cell::Time(crate::output::now_ms())));
        if context.out.format() == Format::Table && context.out.paint().terminal {
            // Home, and away with what is below: the table stays in place.
            context.out.raw("\x1b[H\x1b[J")?;
        }
        context.out.show(&Reply::Report(report))?;
    }
}

/// `trends` are those of the looks before.
pub fn report(survey: &Survey, trends: &Trends) -> Report {
    let (up, voters) = survey.voters_up();
    let leader = survey.leader();
    let zxid = leader.and_then(View::zxid);
    let alone = survey.views.iter().find(|v| v.mode() == Some(&Mode::Standalone)).is_some();
    let uptime = leader.and_then(|l| l.metric("leader_uptime").or(l.metric("uptime"))).map(|ms| ms as i64);
    let quorum = survey.has_quorum();
    let fields = vec![
        ("voters_up", Cell::from(up)),
        ("voters", voters.into()),
        ("quorum", quorum.into()),
        ("healthy", survey.is_healthy().into()),
        ("leader", leader.map(|l| l.server().to_string()).into()),
        ("leader_id", leader.and_then(|l| l.id).into()),
        ("epoch", zxid.map(|z| i64::from(z.epoch())).into()),
        ("zxid", zxid.into()),
        ("leader_uptime_ms", uptime.into()),
    ];
    let mut head = match (leader, alone) {
        (Some(leader), _) => format!(
            "ensemble  {up}/{voters} voters up  quorum {}  leader {}  epoch {}  zxid {}",
            if quorum { "ok" } else { "LOST" },
            leader.name(),
            zxid.map_or("-".into(), |z| z.epoch().to_string()),
            zxid.map_or("-".into(), |z| z.to_string()),
        ),
        (None, true) => "standalone".to_owned(),
        (None, false) => format!("ensemble  {up}/{voters} voters up  quorum LOST  no leader"),
    };
    if let Some(ms) = uptime {
        head.push_str(&format!("  leading for {}", age(ms)));
    }
    let rows = survey.views.iter().map(|v| row(v, trends)).collect();
    Report {
        name: "servers",
        head: vec![head],
        fields,
        columns: COLUMNS,
        rows,
        foot: remarks(survey, trends),
    }
}

fn row(view: &View, trends: &Trends) -> Row {
    let srvr = view.srvr.as_ref().ok();
    let (state, tone) = state(view);
    let trend = trends.of(view.server(), view.lag);
    let latency = srvr.and_then(|s| s.latency_ms);
    Row::new(vec![
        view.id.into(),
        view.server().to_string().into(),
        view.mode().map(ToString::to_string).into(),
        state.into(),
        view.zxid().into(),
        Cell::number(view.lag),
        trend.map_or(Cell::None, |t| Cell::from(t.word)),
        trend.map_or(Cell::None, |t| Cell::Decimal(t.slope)),
        srvr.and_then(|s| s.outstanding).into(),
        latency.map_or(Cell::None, |(_, avg, _)| Cell::Decimal(avg)),
        view.latency_p99_ms().map_or(Cell::None, Cell::Decimal),
        latency.map_or(Cell::None, |(_, _, max)| Cell::Decimal(max)),
        view.metric("avg_fsynctime").map_or(Cell::None, Cell::Decimal),
        srvr.map_or(Cell::None, |_| Cell::Decimal(view.took.as_secs_f64() * 1000.0)),
        srvr.and_then(|s| s.connections).into(),
        srvr.and_then(|s| s.node_count).into(),
        view.version().into(),
        view.srvr.as_ref().err().map(ToString::to_string).into(),
    ])
    .tone(tone)
}

fn state(view: &View) -> (&'static str, Tone) {
    match &view.srvr {
        Err(trouble) => (trouble.state(), Tone::Bad),
        Ok(s) if s.read_only => ("read-only", Tone::Bad),
        Ok(_) if is_slow(view) => ("slow", Tone::Warning),
        Ok(_) if view.leads() => ("ok", Tone::Good),
        Ok(_) => ("ok", Tone::Plain),
    }
}

fn is_slow(view: &View) -> bool {
    view.lag.is_some_and(|lag| lag > SLOW_LAG)
        || view.metric("avg_fsynctime").is_some_and(|ms| ms > SLOW_FSYNC_MS)
}

/// What strikes the eye, as sentences.
fn remarks(survey: &Survey, trends: &Trends) -> Vec<String> {
    let mut out = Vec::new();
    for view in &survey.views {
        if let Err(trouble) = &view.srvr {
            out.push(format!("! {}: {trouble}", view.name()));
        }
        if let Some(ms) = view.metric("avg_fsynctime").filter(|ms| *ms > SLOW_FSYNC_MS) {
            out.push(format!(
                "! {}: an fsync takes {ms:.0} ms (more than {SLOW_FSYNC_MS:.0}): the disk is the likely cause, \
                 see `zkctl doctor --only fsync-slow`",
                view.name()
            ));
        }
        if let Some(lag) = view.lag.filter(|lag| *lag > SLOW_LAG) {
            let goes = match trends.of(view.server(), view.lag) {
                Some(trend) if trend.word == "up" => format!(", growing by {:.1} a second", trend.slope),
                Some(trend) if trend.word == "down" => format!(", shrinking by {:.1} a second", -trend.slope),
                _ => String::new(),
            };
            out.push(format!("! {}: {lag} transactions behind the leader{goes}", view.name()));
        }
    }
    let hidden: Vec<String> = survey
        .views
        .iter()
        .filter(|v| v.srvr.is_ok() && v.mntr.as_ref().is_err_and(survey::Trouble::is_denied))
        .map(View::name)
        .collect();
    if !hidden.is_empty() {
        out.push(format!(
            "{}: mntr is not allowed, so fsync times are missing; add it to 4lw.commands.whitelist",
            hidden.join(", ")
        ));
    }
    if survey.leaders().count() > 1 {
        out.push("! more than one server says that it leads; the older one will notice soon".into());
    }
    out
}

/// `6d`, `3h`, `12m`, `5s`.
fn age(ms: i64) -> String {
    let seconds = ms / 1000;
    match seconds {
        s if s >= 2 * 86_400 => format!("{}d", s / 86_400),
        s if s >= 2 * 3_600 => format!("{}h", s / 3_600),
        s if s >= 120 => format!("{}m", s / 60),
        s => format!("{s}s"),
    }
}
