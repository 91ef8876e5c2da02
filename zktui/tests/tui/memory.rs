//! What an hour costs: seven servers asked every second, with everything that is remembered of it, in a process of its
//! own. `cargo test -p zktui an_hour -- --nocapture` prints the figures.

use std::process::Command;
use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zktui::app::Start;
use zktui::model::facts::Failure;

use crate::fake::Fake;

/// Set in the process that is measured.
const MEASURED: &str = "ZKTUI_HOUR";
const NAME: &str = "memory::an_hour_of_seven_servers_stays_small";
const MOST_KIB: u64 = 40 << 10;
/// Of a processor, in the build that users have; this one is not optimised.
const MOST_PART: f64 = if cfg!(debug_assertions) { 0.10 } else { 0.01 };

fn rss_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse().unwrap()
}

/// Frames a second; the build of the tests takes its time with each.
const FRAMES: usize = if cfg!(debug_assertions) { 1 } else { 5 };

/// An hour second by second, with what incidents leave behind.
fn hour() -> Fake {
    let mut f = Fake::new(7, Start::default());
    let all: Vec<usize> = (1..=7).collect();
    let area = Rect::new(0, 0, 120, 40);
    for second in 0..3600 {
        f.server(7).fails = match second % 300 {
            0..20 => Some(Failure::Unreachable("connection refused".to_owned())),
            _ => None,
        };
        f.run_writing(1000, 12, if second % 100 < 20 { &[1, 2, 3] } else { &all });
        // What goes out is the world's; it is not to be remembered.
        f.effects.clear();
        f.asked.clear();
        for _ in 0..FRAMES {
            zktui::view::paint(&f.app, area, &mut Buffer::empty(area));
        }
    }
    f
}

#[test]
fn an_hour_of_seven_servers_stays_small() {
    if std::env::var_os(MEASURED).is_none() {
        let mut test = Command::new(std::env::current_exe().unwrap());
        let output = test.args([NAME, "--exact", "--nocapture"]).env(MEASURED, "1").output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        print!("{text}");
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
        return;
    }
    let (before, began, used) = (rss_kib(), Instant::now(), processor_ms());
    let f = hour();
    assert!(f.app.model.servers.iter().all(|s| s.history.len() == 3600));
    assert!(f.app.model.timeline.len() > 20);
    let (after, part) = (rss_kib(), (processor_ms() - used) as f64 / 3_600_000.0);
    println!(
        "an hour of seven servers: {after} KiB resident, {} more than before, {:.2} % of a processor ({:.1} s here)",
        after - before,
        part * 100.0,
        began.elapsed().as_secs_f64()
    );
    assert!(after < MOST_KIB, "{after} KiB resident");
    assert!(part < MOST_PART, "{:.2} % of a processor", part * 100.0);
}

/// Processor time of this process so far.
fn processor_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    // Behind the name, which may have blanks in it: state, then 10 others, then user and system in hundredths.
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    (fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()) * 10
}
