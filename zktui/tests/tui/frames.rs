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
        for view in views(name) {
            compare(&format!("{name}-{}", view.name()), &frames(&mut f, view), &mut differences);
        }
    }
    assert!(differences.is_empty(), "ZKTUI_BLESS=1 if this is meant:\n{}", differences.join("\n"));
}

/// Text alone, at all sizes.
fn plain(f: &mut Fake, view: View) -> String {
    (f.app.view, f.app.focus) = (view, 2);
    let mut out = String::new();
    for (width, height) in SIZES {
        f.app.size = (width, height);
        let text = picture::text(&picture::buffer(&f.app, width, height));
        let _ = writeln!(out, "=== {width}x{height}\n{text}");
    }
    out
}

/// The views of a situation: a wide tree is a tree, and the other views are as always.
fn views(name: &str) -> Vec<View> {
    View::ALL.into_iter().filter(|v| name != "wide" || *v == View::Znodes).collect()
}

#[test]
fn frames_in_ascii_are_frames_of_their_own() {
    let mut differences = Vec::new();
    for name in SITUATIONS {
        let mut f = situation(name, Look { theme: Theme::Mono, ascii: true });
        for view in views(name) {
            let found = plain(&mut f, view);
            assert!(found.is_ascii(), "{name} {view:?}");
            compare(&format!("ascii-{name}-{}", view.name()), &found, &mut differences);
        }
    }
    assert!(differences.is_empty(), "ZKTUI_BLESS=1 if this is meant:\n{}", differences.join("\n"));
}

/// Without colours the text is the same to the letter, so nothing is said by a colour alone; and there is none.
#[test]
fn frames_without_colours_say_the_same() {
    for name in SITUATIONS {
        let mut colour = situation(name, Look::default());
        let mut mono = situation(name, Look { theme: Theme::Mono, ascii: false });
        for view in views(name) {
            assert_eq!(plain(&mut colour, view), plain(&mut mono, view), "{name} {view:?}");
            for (width, height) in SIZES {
                mono.app.size = (width, height);
                let buffer = picture::buffer(&mono.app, width, height);
                let colourless = |c: &ratatui::buffer::Cell| {
                    c.fg == ratatui::style::Color::Reset && c.bg == ratatui::style::Color::Reset
                };
                assert!(buffer.content.iter().all(colourless), "{name} {view:?}");
            }
        }
    }
}

#[test]
fn the_other_themes_have_frames_too() {
    let mut differences = Vec::new();
    for (kind, theme) in
        [("sixteen", Theme::Terminal16), ("light", Theme::Light), ("contrast", Theme::HighContrast)]
    {
        for name in ["denied", "down"] {
            let mut f = situation(name, Look { theme, ascii: false });
            let found = frames(&mut f, View::Overview);
            compare(&format!("{kind}-{name}-overview"), &found, &mut differences);
        }
    }
    assert!(differences.is_empty(), "ZKTUI_BLESS=1 if this is meant:\n{}", differences.join("\n"));
}

/// Every view of every situation is there, in colour and in ASCII, and nothing else: no golden file that no test reads.
#[test]
fn the_golden_frames_are_complete() {
    let mut wanted: std::collections::BTreeSet<String> = SITUATIONS
        .iter()
        .flat_map(|name| views(name).into_iter().map(move |v| format!("{name}-{}.txt", v.name())))
        .flat_map(|file| [format!("ascii-{file}"), file])
        .collect();
    for kind in ["sixteen", "light", "contrast"] {
        wanted.extend(["denied", "down"].map(|name| format!("{kind}-{name}-overview.txt")));
    }
    wanted.extend(OVERLAYS.iter().map(|(name, _)| format!("overlay-{name}.txt")));
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tui/golden");
    let there = std::fs::read_dir(dir).unwrap();
    let there = there.map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    if std::env::var_os("ZKTUI_BLESS").is_none() {
        assert_eq!(wanted, there);
    }
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

const OVERLAYS: &[(&str, &str)] = &[
    ("help", "?"),
    ("palette", ":tim"),
    ("filter", "/zk2"),
    ("metrics", "2m"),
    ("delete", "4d"),
    ("columns", "cjj c"),
    ("bookmarks", "4bB"),
];

#[test]
fn overlays() {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use zktui::app::Event;
    let mut differences = Vec::new();
    for (name, keys) in OVERLAYS {
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
