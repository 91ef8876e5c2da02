//! Frames with their styles: every view of every situation at four sizes, compared with what is in `golden/`. After a
//! change that is meant: `ZKTUI_BLESS=1 cargo test -p zktui frames`, and look at the difference.

use std::fmt::Write;
use std::path::PathBuf;

use ratatui::buffer::Buffer;
use zktui::app::{Look, Start, View};
use zktui::model::facts::{Failure, Word};
use zktui::view::picture;
use zktui::view::theme::Theme;

use crate::fake::Fake;

const SIZES: [(u16, u16); 4] = [(60, 15), (80, 24), (120, 40), (200, 60)];

const SITUATIONS: [&str; 8] = ["healthy", "slow", "down", "denied", "electing", "empty", "seven", "wide"];

fn situation(name: &str, look: Look) -> Fake {
    let count = if name == "seven" { 7 } else { 3 };
    let start = Start { title: "prod".to_owned(), look, ..Start::default() };
    let mut f = Fake::new(count, start);
    if name == "empty" {
        return f;
    }
    let all: Vec<usize> = (1..=count).collect();
    f.run_writing(40_000, 12, &all);
    match name {
        "slow" => {
            let s = f.server(3);
            (s.latency, s.fsync, s.outstanding) = (88.0, 61.0, 9);
            f.run_writing(16_000, 12, &[1, 2]);
        }
        "down" => {
            f.server(3).fails = Some(Failure::Unreachable("connection refused".to_owned()));
            f.run_writing(16_000, 12, &[1, 2]);
        }
        "denied" => {
            f.server(3).denies = vec![Word::Srvr, Word::Mntr, Word::Conf];
            f.server(1).denies = vec![Word::Mntr];
            f.run_writing(16_000, 12, &all);
        }
        "electing" => {
            f.server(2).fails = Some(Failure::Unreachable("connection refused".to_owned()));
            f.server(1).fails = Some(Failure::NotServing);
            f.server(3).fails = Some(Failure::NotServing);
            f.run(4_000);
        }
        _ => {}
    }
    f.with_lists();
    f.with_tree(name == "wide");
    f
}

/// Text, then for each line where which style is; styles have letters, which are explained at the end.
fn describe(buffer: &Buffer) -> String {
    let mut out = picture::text(buffer);
    let mut styles: Vec<String> = Vec::new();
    for y in 0..buffer.area.height {
        let mut runs = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let style = |x: u16| {
                let cell = &buffer[(x, y)];
                format!("{:?} {:?}", cell.fg, cell.modifier)
            };
            let (first, start) = (style(x), x);
            while x < buffer.area.width && style(x) == first {
                x += 1;
            }
            if first == "Reset NONE" {
                continue;
            }
            let index = styles.iter().position(|s| *s == first).unwrap_or_else(|| {
                styles.push(first.clone());
                styles.len() - 1
            });
            let _ = write!(runs, " {}{start}+{}", char::from(b'a' + index as u8), x - start);
        }
        if !runs.is_empty() {
            let _ = writeln!(out, "~{y}:{runs}");
        }
    }
    for (index, style) in styles.iter().enumerate() {
        let _ = writeln!(out, "~{} = {style}", char::from(b'a' + index as u8));
    }
    out
}

fn frames(f: &mut Fake, view: View) -> String {
    let mut out = String::new();
    f.app.view = view;
    f.app.focus = 2;
    for (width, height) in SIZES {
        f.app.size = (width, height);
        let _ = writeln!(out, "=== {width}x{height}\n{}", describe(&picture::buffer(&f.app, width, height)));
    }
    out
}

fn compare(name: &str, found: &str, differences: &mut Vec<String>) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tui/golden").join(format!("{name}.txt"));
    if std::env::var_os("ZKTUI_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected != found {
        let line = (1..).zip(expected.lines().zip(found.lines())).find(|(_, (a, b))| a != b);
        differences.push(format!("{name}: {line:?}"));
    }
}

#[test]
fn frames_of_every_view_in_every_situation() {
    let mut differences = Vec::new();
    for name in SITUATIONS {
        let mut f = situation(name, Look::default());
        for view in View::ALL {
            // A wide tree is a tree; the other views are as always.
            if name != "wide" || view == View::Znodes {
                compare(&format!("{name}-{}", view.name()), &frames(&mut f, view), &mut differences);
            }
        }
    }
    assert!(differences.is_empty(), "ZKTUI_BLESS=1 if this is meant:\n{}", differences.join("\n"));
}

#[test]
fn frames_without_colours_and_in_ascii() {
    let mut differences = Vec::new();
    for (kind, look) in [
        ("mono", Look { theme: Theme::Mono, ascii: false }),
        ("ascii", Look { theme: Theme::Mono, ascii: true }),
        ("sixteen", Look { theme: Theme::Terminal16, ascii: false }),
    ] {
        for name in ["slow", "down", "denied", "electing"] {
            let mut f = situation(name, look);
            for view in [View::Overview, View::Timeline] {
                let found = frames(&mut f, view);
                if look.ascii {
                    assert!(found.is_ascii(), "{kind}-{name}");
                }
                compare(&format!("{kind}-{name}-{}", view.name()), &found, &mut differences);
            }
        }
    }
    assert!(differences.is_empty(), "ZKTUI_BLESS=1 if this is meant:\n{}", differences.join("\n"));
}

#[test]
fn states_differ_in_text_and_not_only_in_style() {
    let text = |name: &str| {
        let mut f = situation(name, Look { theme: Theme::Mono, ascii: false });
        f.app.view = View::Overview;
        picture::text(&picture::buffer(&f.app, 120, 40))
    };
    for (name, word) in
        [("slow", "! slow"), ("down", "✗ down"), ("denied", "⊘ denied"), ("electing", "~ sync")]
    {
        let shown = text(name);
        assert!(shown.contains(word), "{name}:\n{shown}");
    }
    assert!(text("healthy").contains("quorum OK") && text("electing").contains("NO LEADER"));
    assert!(text("denied").contains("4lw.commands.whitelist"));
}

#[test]
fn overlays() {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use zktui::app::Event;
    let mut differences = Vec::new();
    for (name, keys) in
        [("help", "?"), ("palette", ":tim"), ("filter", "/zk2"), ("metrics", "2m"), ("delete", "4d")]
    {
        let mut f = situation("healthy", Look::default());
        f.app.write = true;
        for key in keys.chars() {
            f.event(Event::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)));
        }
        let mut out = String::new();
        for (width, height) in [(60, 15), (100, 30)] {
            f.app.size = (width, height);
            let _ =
                writeln!(out, "=== {width}x{height}\n{}", describe(&picture::buffer(&f.app, width, height)));
        }
        compare(&format!("overlay-{name}"), &out, &mut differences);
    }
    assert!(differences.is_empty(), "ZKTUI_BLESS=1 if this is meant:\n{}", differences.join("\n"));
}
