//! The lines above and below every view: the ensemble in one line; the views, the keys, what is said.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::{Canvas, Hit, WIDE};
use crate::app::dialog::Mode;
use crate::app::keys::Action;
use crate::app::{App, View};
use crate::model::Quorum;
use crate::tables::Tone;
use crate::text::count;

/// The ensemble in one line, two where it is narrow or in trouble; gives how many.
pub(super) fn head(c: &mut Canvas<'_>, area: Rect) -> u16 {
    let app = c.app;
    let model = &app.model;
    let e = &model.ensemble;
    let narrow = area.width < WIDE;
    let mut parts: Vec<(String, Tone)> = Vec::new();
    if !narrow {
        parts.push((format!("zktui · {}", app.title), Tone::Strong));
    } else if !app.title.is_empty() {
        parts.push((crate::text::fit(&app.title, 14), Tone::Strong));
    }
    let tone = match e.quorum {
        Quorum::Ok | Quorum::Alone => Tone::Good,
        Quorum::NoSpare | Quorum::Unseen => Tone::Warn,
        Quorum::Unknown => Tone::Dim,
        Quorum::NoLeader | Quorum::Lost => Tone::Bad,
    };
    if e.quorum != Quorum::Alone {
        let text = if narrow {
            format!("{}/{}", e.serving, e.voters)
        } else {
            format!("ensemble {}/{}", e.serving, e.voters)
        };
        parts.push((text, if e.serving < e.voters { Tone::Warn } else { Tone::Plain }));
    }
    let quorum = match (narrow, e.quorum) {
        (true, Quorum::Ok) => "OK",
        (true, Quorum::NoSpare) => "no spare",
        (_, quorum) => quorum.text(),
    };
    parts.push((quorum.to_owned(), tone));
    match e.leader {
        Some(index) if e.quorum != Quorum::Alone => {
            // The whole name where there is room.
            let name = model.name(index);
            let name = if area.width < 100 { model.shorten(&name) } else { name };
            parts.push((if narrow { format!("L={name}") } else { format!("leader {name}") }, Tone::Plain));
        }
        Some(_) => {}
        None => {
            if let Some(since) = e.leaderless_since {
                parts.push((format!("for {}", crate::time::short(model.now.since(since))), Tone::Bad));
            }
        }
    }
    if let Some(epoch) = e.epoch {
        let (text, tone) = if e.leader.is_some() { ("", Tone::Plain) } else { ("last ", Tone::Dim) };
        parts.push((if narrow { format!("{text}e{epoch}") } else { format!("{text}epoch {epoch}") }, tone));
    }
    if let Some(zxid) = model.leader().and_then(|l| l.zxid()) {
        parts.push((if narrow { zxid.to_string() } else { format!("zxid {zxid}") }, Tone::Plain));
    }
    if let Some(writes) = e.writes.filter(|_| !narrow) {
        parts.push((format!("{} wr/s", count(writes)), Tone::Plain));
        parts.push((format!("{} req/s", count(e.requests)), Tone::Plain));
    }
    let clock = clock(app);
    let room = area.width.saturating_sub(u16::try_from(clock.0.width() + 1).unwrap_or(0));
    let mut x = area.x;
    for (i, (text, tone)) in parts.iter().enumerate() {
        let gap = if i == 0 {
            ""
        } else if narrow {
            " "
        } else {
            " · "
        };
        let width = u16::try_from(text.width() + gap.width()).unwrap_or(u16::MAX);
        if x + width > area.x + room {
            break;
        }
        x = c.put(x, area.y, room, gap, Tone::Dim);
        x = c.put(x, area.y, room, text, *tone);
    }
    c.put_right(area, area.y, &clock.0, clock.1);
    1
}

/// The time that is shown, and whether it is now.
fn clock(app: &App) -> (String, Tone) {
    let time = app.end().clock();
    match &app.replay {
        Some(player) => {
            let mark = if player.playing { "▶" } else { "‖" };
            (format!("{mark} replay {}x {time}Z", player.speed), Tone::Accent)
        }
        None if app.is_frozen() => (format!("frozen {time}Z"), Tone::Warn),
        None if app.back_ms > 0 => (format!("{} back: {time}Z", crate::time::short(app.back_ms)), Tone::Warn),
        None => (format!("{time}Z"), Tone::Dim),
    }
}

/// How many lines stand below the view.
pub(super) fn bottom_height(app: &App, area: Rect) -> u16 {
    let said = app.message.is_some() || matches!(app.mode, Mode::Filter(_)) || advice(app).is_some();
    if area.height >= 12 && (said || area.height >= 20) { 2 } else { 1 }
}

/// What a server refuses, and what to do about it.
fn advice(app: &App) -> Option<String> {
    app.model.servers.iter().find_map(|s| s.advice())
}

/// What is said, and the views with their keys.
pub(super) fn foot(c: &mut Canvas<'_>, area: Rect) {
    if area.height == 0 {
        return;
    }
    let app = c.app;
    let status = area.y;
    let tabs = area.bottom() - 1;
    let filter = app.list(app.view).filter.as_str();
    let filter = if app.view == View::Znodes { app.browser.filter.as_str() } else { filter };
    let own_line = area.height >= 2;
    let (text, tone) = if let Mode::Filter(input) = &app.mode {
        (format!("/{}▏", input.text), Tone::Accent)
    } else if let Some(message) = &app.message {
        (message.text.clone(), if message.bad { Tone::Bad } else { Tone::Accent })
    } else if !filter.is_empty() {
        (format!("filter: {filter}   esc clears it"), Tone::Accent)
    } else if own_line {
        match advice(app) {
            Some(advice) => (format!("fix: {advice}"), Tone::Warn),
            None => (state_line(app), Tone::Dim),
        }
    } else {
        (String::new(), Tone::Plain)
    };
    if own_line || !text.is_empty() {
        c.put(area.x, status, area.width, &text, tone);
    }
    if own_line || text.is_empty() {
        tab_line(c, Rect { y: tabs, height: 1, ..area });
    }
}

/// Where the figures come from, and what is switched on.
fn state_line(app: &App) -> String {
    let model = &app.model;
    let mut tiers: Vec<String> = Vec::new();
    for tier in ["zkd", "mntr", "admin", "metrics", "srvr", "-"] {
        let n = model.servers.iter().filter(|s| s.tier() == tier).count();
        if n > 0 {
            tiers.push(if n == model.servers.len() { tier.to_owned() } else { format!("{tier} {n}") });
        }
    }
    let mode = match (&app.replay, app.write) {
        (Some(player), _) => {
            let (done, whole) = (model.now.since(player.started()), player.end().since(player.started()));
            format!("{} of {}", crate::time::short(done), crate::time::short(whole))
        }
        (None, true) => "WRITING ALLOWED".to_owned(),
        (None, false) => "read-only".to_owned(),
    };
    let rec = app.recording.as_ref().map_or_else(|| "rec off".to_owned(), |file| format!("REC {file}"));
    format!(
        "tier: {} · {mode} · {rec} · every {}",
        tiers.join(", "),
        crate::time::short(model.settings.interval_ms)
    )
}

fn tab_line(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    let alerts = app.model.alerts.count();
    let names: Vec<(View, String)> = View::ALL
        .into_iter()
        .zip(1..)
        .map(|(view, n)| {
            let more = if view == View::Alerts && alerts > 0 { format!("({alerts})") } else { String::new() };
            (view, format!("{n} {}{more}", view.name()))
        })
        .collect();
    let mut hints = hints(app);
    let full: usize = names.iter().map(|(_, n)| n.width() + 2).sum();
    let width = |hints: &[String]| hints.iter().map(|h| h.width() + 2).sum::<usize>();
    if full <= usize::from(area.width) {
        while full + width(&hints) > usize::from(area.width) && !hints.is_empty() {
            // The rest is in the help, which comes last but one.
            hints.remove(0);
        }
        let mut x = area.x;
        for (view, name) in names {
            let start = x;
            let tone = if view == app.view { Tone::Accent } else { Tone::Plain };
            x = c.put(x, area.y, area.width, &name, tone);
            let hit = Rect { x: start, y: area.y, width: x - start, height: 1 };
            if view == app.view {
                c.buffer.set_style(hit, app.look.theme.selected());
            }
            c.hits.push((hit, Hit::View(view)));
            x += 2;
        }
        c.put_right(area, area.y, &hints.join("  "), Tone::Dim);
    } else {
        let more = if alerts > 0 { format!(" {alerts} alerts") } else { String::new() };
        let text = format!("[{}]{more}  1-8 views", app.view.name());
        while text.width() + width(&hints) > usize::from(area.width) && !hints.is_empty() {
            hints.remove(0);
        }
        let text = format!("{text}  {}", hints.join("  "));
        c.put(area.x, area.y, area.width, &text, Tone::Dim);
    }
}

/// The most useful keys of the place, out of the table.
fn hints(app: &App) -> Vec<String> {
    let wanted = [
        (Action::Edit, "edit"),
        (Action::Play, "play"),
        (Action::Group, "group"),
        (Action::Metrics, "metrics"),
        (Action::Filter, "filter"),
        (Action::Palette, "command"),
        (Action::Help, "help"),
        (Action::Quit, "quit"),
    ];
    let found = wanted.iter().filter_map(|(action, word)| {
        let binding = app.keys.bindings(app.place()).find(|b| b.action == *action)?;
        Some(format!("{} {word}", binding.keys.first()?))
    });
    found.collect()
}
