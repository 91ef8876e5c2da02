//! The tree of znodes and the selected one's value, stat and ACL. Only rows on screen are made.

use ratatui::layout::Rect;
use zk_client::{SessionId, Stat};

use super::{Canvas, Hit};
use crate::app::browser::{Value, ValueMode, WIDE};
use crate::tables::Tone;
use crate::text::{bytes, clean, grouped};

pub(super) fn draw(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    let wide = area.width >= 70;
    let tree_width = if wide { (area.width * 2 / 5).max(30) } else { area.width };
    let split = if wide || area.height < 10 { area.height } else { area.height / 2 };
    let tree = Rect { width: tree_width, height: split, ..area };
    let path = app.browser.selected().unwrap_or_else(|| "/".to_owned());
    c.rule(tree, area.y, &clean(&path));
    draw_tree(c, Rect { y: tree.y + 1, height: tree.height - 1, ..tree });
    let value = if wide {
        Rect { x: area.x + tree_width + 1, width: area.width - tree_width - 1, ..area }
    } else {
        Rect { y: area.y + split, height: area.height - split, ..area }
    };
    if value.height > 1 {
        draw_value(c, value, &path);
    }
}

fn draw_tree(c: &mut Canvas<'_>, area: Rect) {
    let app = c.app;
    let browser = &app.browser;
    let rows = browser.row_count();
    if rows == 0 {
        let text = if app.replay.is_some() { "a recording holds no znodes" } else { "not connected yet" };
        c.put(area.x, area.y, area.width, text, Tone::Dim);
        return;
    }
    let height = usize::from(area.height);
    let offset = browser.list.offset(rows, height);
    for index in offset..(offset + height).min(rows) {
        let Some((path, depth)) = browser.row(index) else { continue };
        let y = area.y + u16::try_from(index - offset).unwrap_or(0);
        let line = Rect { y, height: 1, ..area };
        let listing = browser.listing(&path);
        let stat = browser.stat(&path);
        let mark = match (listing, stat) {
            (Some(_), _) => "▾",
            (None, Some(s)) if s.num_children > 0 => "▸",
            _ => " ",
        };
        let name = path.rsplit('/').next().filter(|n| !n.is_empty()).unwrap_or("/");
        let indent = (depth * 2).min(area.width / 2);
        let about = match (listing, stat) {
            (Some(l), _) if l.loading && l.at.is_none() => "reading …".to_owned(),
            (Some(l), _) if l.error.is_some() => l.error.clone().unwrap_or_default(),
            (_, Some(stat)) => about(stat),
            _ => String::new(),
        };
        let tone =
            if stat.is_some_and(|s| s.ephemeral_owner != SessionId::NONE) { Tone::Busy } else { Tone::Plain };
        let x = c.put(
            area.x + indent,
            y,
            area.width.saturating_sub(indent),
            &format!("{mark} {}{}", clean(name), if app.seen.is_marked(app.view, &path) { " *" } else { "" }),
            tone,
        );
        let room = area.right().saturating_sub(x + 1);
        if usize::from(room) >= about.chars().count() {
            c.put_right(line, y, &about, Tone::Dim);
        }
        if index == browser.list.selected {
            c.buffer.set_style(line, app.look.theme.selected());
        }
        c.hits.push((line, Hit::Row(index)));
    }
}

fn about(stat: &Stat) -> String {
    let e = if stat.ephemeral_owner != SessionId::NONE { "e " } else { "" };
    let children = match usize::try_from(stat.num_children).unwrap_or(0) {
        0 => String::new(),
        n if n >= WIDE => format!("{} ch ! ", grouped(i64::from(stat.num_children))),
        _ => format!("{} ch ", stat.num_children),
    };
    format!("{e}{children}v{} {}", stat.version, bytes(i64::from(stat.data_length)))
}

fn draw_value(c: &mut Canvas<'_>, area: Rect, path: &str) {
    let app = c.app;
    let Some((of, result, at)) = &app.browser.value else {
        c.rule(area, area.y, &clean(&app.browser.connection));
        return;
    };
    if of != path {
        c.rule(area, area.y, "reading …");
        return;
    }
    let value = match result {
        Ok(value) => value,
        Err(why) => {
            c.rule(area, area.y, "no value");
            c.put(area.x, area.y + 1, area.width, &clean(why), Tone::Bad);
            return;
        }
    };
    let (kind, lines) = decode(value, app.browser.mode);
    let title = format!(
        "v{} · {} · {kind} · mzxid {}",
        value.stat.version,
        bytes(i64::from(value.stat.data_length)),
        value.stat.mzxid
    );
    c.rule(area, area.y, &title);
    let foot = about_lines(value, app, *at);
    let foot_height =
        if area.height > 9 { u16::try_from(foot.len() + 1).unwrap_or(0).min(area.height / 2) } else { 0 };
    let body = Rect { y: area.y + 1, height: area.height - 1 - foot_height, ..area };
    let scroll = app.browser.scroll.min(lines.len().saturating_sub(1));
    for (y, line) in (body.y..body.bottom()).zip(lines.iter().skip(scroll)) {
        c.put(body.x, y, body.width, line, Tone::Plain);
    }
    if foot_height > 0 {
        let y = area.bottom() - foot_height;
        c.rule(area, y, "stat and acl");
        for (y, line) in (y + 1..area.bottom()).zip(&foot) {
            c.put(area.x, y, area.width, line, Tone::Dim);
        }
    }
}

fn about_lines(value: &Value, app: &crate::app::App, at: crate::time::At) -> Vec<String> {
    let s = &value.stat;
    let time = |ms: i64| crate::time::At(u64::try_from(ms).unwrap_or(0)).iso();
    let owner =
        if s.ephemeral_owner == SessionId::NONE { "-".to_owned() } else { s.ephemeral_owner.to_string() };
    let acl = match &value.acl {
        Ok(acl) => acl
            .iter()
            .map(|a| format!("{}:{} {}", a.id.scheme, a.id.id, a.perms.letters()))
            .collect::<Vec<_>>()
            .join(" · "),
        Err(why) => why.clone(),
    };
    let age = crate::time::short(app.model.now.since(at));
    [
        format!("created {}  zxid {}", time(s.ctime), s.czxid),
        format!("changed {}  children {}", time(s.mtime), s.num_children),
        format!("owner {owner}  cversion {}  aversion {}", s.cversion, s.aversion),
        format!("acl {acl}"),
        format!("read {age} ago, watched · {}", app.browser.connection),
    ]
    .map(|line| clean(&line))
    .to_vec()
}

/// Most bytes of a value that are shown.
const MAX_SHOWN: usize = 256 << 10;

/// What kind of value it is, and its lines.
fn decode(value: &Value, mode: ValueMode) -> (&'static str, Vec<String>) {
    let Some(data) = &value.data else { return ("null", Vec::new()) };
    if data.is_empty() {
        return ("empty", Vec::new());
    }
    let cut = data.len() > MAX_SHOWN;
    let shown = &data[..data.len().min(MAX_SHOWN)];
    let json =
        || serde_json::from_slice::<serde_json::Value>(shown).ok().filter(|v| v.is_object() || v.is_array());
    let (kind, mut lines) = match mode {
        ValueMode::Hex => ("hex", hex(shown)),
        ValueMode::Text => ("text", text(&String::from_utf8_lossy(shown))),
        ValueMode::Decoded => match (json(), std::str::from_utf8(shown)) {
            (Some(json), _) => ("json", text(&serde_json::to_string_pretty(&json).unwrap_or_default())),
            (None, Ok(t)) if !t.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) => {
                ("text", text(t))
            }
            _ => ("binary", hex(shown)),
        },
    };
    if cut {
        lines.push(format!("… {} bytes more", data.len() - MAX_SHOWN));
    }
    (kind, lines)
}

fn text(text: &str) -> Vec<String> {
    text.lines().map(|line| clean(&line.replace('\t', "    "))).collect()
}

fn hex(data: &[u8]) -> Vec<String> {
    let line = |(i, chunk): (usize, &[u8])| {
        let hex: Vec<String> = chunk.iter().map(|b| format!("{b:02x}")).collect();
        let text: String = chunk
            .iter()
            .map(|b| if b.is_ascii_graphic() || *b == b' ' { char::from(*b) } else { '.' })
            .collect();
        format!("{:06x}  {:<47}  {text}", i * 16, hex.join(" "))
    };
    data.chunks(16).enumerate().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(data: Option<&[u8]>) -> &'static str {
        let value = Value { data: data.map(<[u8]>::to_vec), stat: Stat::default(), acl: Ok(Vec::new()) };
        decode(&value, ValueMode::Decoded).0
    }

    #[test]
    fn kinds_of_values() {
        assert_eq!((kind(None), kind(Some(b""))), ("null", "empty"));
        assert_eq!(kind(Some(b"{\"a\":1}")), "json");
        assert_eq!(kind(Some(b"12")), "text");
        assert_eq!(kind(Some(b"a\nb")), "text");
        assert_eq!(kind(Some(b"\x00\x01")), "binary");
        assert_eq!(kind(Some(b"\x1b[31m")), "binary");
    }

    #[test]
    fn bytes_as_hex() {
        assert_eq!(hex(b"ab\n"), [format!("000000  {:<47}  ab.", "61 62 0a")]);
    }
}
