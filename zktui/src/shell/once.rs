//! Without a screen: a table, JSON, or one frame, for scripts, tests and pictures.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::Instant;
use zk_client::Options;

use super::args::Args;
use super::browse::Tree;
use super::target::Target;
use super::{Source, poll};
use crate::app::net::{Effect, Net};
use crate::app::{App, Event, Start, View};
use crate::model::facts::Failure;
use crate::report;
use crate::tables;
use crate::time::Clock;
use crate::view::picture;

/// Columns of the table where no size was given.
const TABLE_WIDTH: u16 = 160;

/// Prints what there is to see.
pub async fn run(args: &Args, source: Source, start: Start) -> Result<ExitCode> {
    let mut app = match source {
        Source::Live(target, options) => live(args, *target, *options, start).await?,
        Source::Replay(player) => {
            let mut app = App::replay(*player, start);
            let App { replay, model, .. } = &mut app;
            if let Some(player) = replay {
                player.playing = false;
                let to = args.at.map_or(player.end(), |at| player.started().plus(at.0));
                player.seek(to, model);
            }
            Some(app)
        }
    };
    let Some(app) = &mut app else { return Ok(ExitCode::SUCCESS) };
    print(args, app)?;
    Ok(code(app))
}

/// Watches until everybody has answered or the time is up; with `--jsonl` prints meanwhile and gives nothing.
async fn live(args: &Args, target: Target, options: Options, start: Start) -> Result<Option<App>> {
    let (out, mut inbox) = unbounded_channel();
    let clock = Clock::start();
    let mut app = App::new(target.servers.servers(), start, clock.now());
    let mut tree = Tree::new(&target, options, out.clone());
    let timeout = Duration::from_millis(args.timeout.0.max(100));
    let began = Instant::now();
    // Everybody gets the time of one answer, the membership and its members one more.
    let longest = args.once.after.map_or(timeout * 2, |after| Duration::from_millis(after.0));
    if let Some(size) = args.once.render {
        app.size = (size.0, size.1);
    }
    let view = app.view;
    let mut pending = app.enter(clock.now());
    let mut entered = false;
    let mut lines = 0;
    let mut next_line = clock.now().plus(app.model.settings.interval_ms);
    loop {
        pending.extend(app.update(clock.now(), Event::Tick));
        for effect in pending.drain(..) {
            match effect {
                Effect::Ask(ask) => poll::ask(clock, ask, timeout, &target, &out),
                Effect::Query { server, word } => poll::query(clock, server, word, &target, &out),
                Effect::Browse(browse) => tree.run(browse),
                _ => {}
            }
        }
        receive(&mut app, &mut inbox, clock, &mut pending).await;
        // Lists on demand are asked of those that answer.
        if !entered && answered(&app) {
            entered = true;
            pending.extend(app.enter(clock.now()));
            continue;
        }
        if args.once.jsonl {
            if clock.now() >= next_line {
                next_line = next_line.plus(app.model.settings.interval_ms);
                if !line(&report::json(&app).to_string())? {
                    return Ok(None);
                }
                lines += 1;
                if args.once.count.is_some_and(|n| lines >= n) {
                    return Ok(None);
                }
            }
        } else if began.elapsed() >= longest
            || (args.once.after.is_none() && answered(&app) && shown(&app, view))
        {
            tree.close().await;
            return Ok(Some(app));
        }
    }
}

async fn receive(app: &mut App, inbox: &mut UnboundedReceiver<Net>, clock: Clock, pending: &mut Vec<Effect>) {
    let wait = tokio::time::timeout(Duration::from_millis(50), inbox.recv()).await;
    let mut next = wait.ok().flatten();
    while let Some(net) = next {
        pending.extend(app.update(clock.now(), Event::Net(net)));
        next = inbox.try_recv().ok();
    }
}

/// Whether every server has said all that it is asked once.
fn answered(app: &App) -> bool {
    app.model.servers.iter().all(|s| {
        let (now, sources) = (app.model.now, app.model.settings.sources);
        let more = (sources.admin && now >= s.admin_due) || (sources.metrics && now >= s.metrics_due);
        let refused = s.detail_failure.is_some() && !more;
        let said = s.brief.is_some() && (s.detail.is_some() || refused);
        // Who was found in the membership needs not be asked for it.
        let member = s.membership.is_some() || s.membership_refused || s.sid.is_some();
        // Who refuses four-letter words may yet answer otherwise.
        let others = u32::from(sources.admin) + u32::from(sources.metrics);
        let refused = s.failure == Some(Failure::NotAllowed);
        let failed = s.failure.is_some() && !(refused && s.failures < 1 + others);
        s.asked.is_none() && ((said && (member || s.words_refused.is_some())) || failed)
    })
}

/// Whether what the view shows on demand is there.
fn shown(app: &App, view: View) -> bool {
    match view {
        View::Sessions => {
            app.sessions.last.is_some() && app.sessions.asked.is_none() && app.dumps.asked.is_none()
        }
        View::Watches => app.watches.totals.last.is_some() && app.watches.totals.asked.is_none(),
        View::Znodes => app.browser.value.is_some() && app.browser.row_count() > 1,
        _ => true,
    }
}

fn print(args: &Args, app: &App) -> Result<()> {
    let text = match (args.once.render, args.once.json) {
        (Some(size), _) => {
            let buffer = picture::buffer(app, size.0, size.1);
            if args.once.svg {
                picture::svg(&buffer)
            } else if args.once.ansi {
                picture::ansi(&buffer)
            } else {
                picture::text(&buffer)
            }
        }
        (None, true) => format!("{}\n", serde_json::to_string_pretty(&report::json(app))?),
        (None, false) => table(app),
    };
    line(text.trim_end_matches('\n'))?;
    Ok(())
}

/// The list of the view, as wide as it is, and what is wrong.
fn table(app: &App) -> String {
    let rows = tables::of(app, app.view).map_or(0, |t| t.rows.len());
    let events = app.model.alerts.count().max(3) * 2;
    let height = u16::try_from(rows + events + 6).unwrap_or(u16::MAX).min(400);
    let buffer = picture::buffer(app, TABLE_WIDTH, height);
    if app.view != View::Overview {
        return picture::text(&buffer);
    }
    report::table(app)
}

/// Prints a line; `false` if nobody reads any more.
fn line(text: &str) -> Result<bool> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        Err(e) => Err(e.into()),
    }
}

/// 0 if all is well, 1 if something is not.
fn code(app: &App) -> ExitCode {
    ExitCode::from(u8::from(!report::is_well(app)))
}
