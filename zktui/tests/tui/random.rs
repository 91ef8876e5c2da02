//! Any keys at any size, over any answers: nothing panics, and one can always quit.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zktui::app::net::Effect;
use zktui::app::{Event, Start};
use zktui::model::facts::{Failure, Role};

use crate::fake::Fake;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

fn key(dice: &mut Dice) -> KeyEvent {
    let code = match dice.roll(16) {
        0 => KeyCode::Enter,
        1 => KeyCode::Esc,
        2 => KeyCode::Up,
        3 => KeyCode::Down,
        4 => KeyCode::Left,
        5 => KeyCode::Right,
        6 => KeyCode::PageDown,
        7 => KeyCode::End,
        8 => KeyCode::Tab,
        9 => KeyCode::Backspace,
        10 => KeyCode::Char(char::from(b'1' + dice.roll(8) as u8)),
        11 => KeyCode::Char('é'),
        _ => KeyCode::Char(char::from(b' ' + dice.roll(95) as u8)),
    };
    let modifiers = match dice.roll(8) {
        0 => KeyModifiers::CONTROL,
        1 => KeyModifiers::SHIFT,
        _ => KeyModifiers::NONE,
    };
    KeyEvent::new(code, modifiers)
}

fn trouble(dice: &mut Dice, f: &mut Fake) {
    let n = 1 + dice.roll(3) as usize;
    let what = dice.roll(8);
    let zxid = dice.roll(u64::MAX) as i64;
    let server = f.server(n);
    match what {
        0 => server.fails = Some(Failure::NotServing),
        1 => server.fails = Some(Failure::Unreachable("x".repeat(300))),
        2 => server.answers_in = None,
        3 => server.role = Role::Leader,
        4 => server.zxid = zk_client::Zxid(zxid),
        5 => server.fails = Some(Failure::NotAllowed),
        6 => server.uptime = 0,
        _ => (server.fails, server.answers_in) = (None, Some(3)),
    }
}

fn play(seed: u64) {
    let mut dice = Dice(seed | 1);
    let mut f = Fake::new(3, Start { write: seed.is_multiple_of(2), ..Start::default() });
    f.run(2_000);
    f.with_lists();
    f.with_tree(false);
    for _ in 0..400 {
        let (width, height) = (1 + dice.roll(250) as u16, 1 + dice.roll(80) as u16);
        f.event(Event::Resize(width, height));
        for _ in 0..1 + dice.roll(4) {
            let key = key(&mut dice);
            f.event(Event::Key(key));
        }
        if dice.roll(5) == 0 {
            trouble(&mut dice, &mut f);
            f.run(100 * (1 + dice.roll(20)));
        }
        f.app.look.ascii = dice.roll(2) == 0;
        let area = Rect::new(0, 0, width, height);
        let hits = zktui::view::paint(&f.app, area, &mut Buffer::empty(area));
        assert!(hits.iter().all(|(hit, _)| hit.right() <= width && hit.bottom() <= height), "{hits:?}");
    }
    f.effects.clear();
    f.event(Event::Key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)));
    assert!(f.effects.contains(&Effect::Quit), "seed {seed}: ctrl-c did not quit");
}

#[test]
fn random_keys_at_random_sizes_never_panic() {
    let time = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
    let seeds = match std::env::var("ZKTUI_SEED") {
        Ok(seed) => vec![seed.parse().unwrap()],
        Err(_) => vec![1, 2, 3, time],
    };
    for seed in seeds {
        println!("ZKTUI_SEED={seed} cargo test -p zktui random_keys");
        play(seed);
    }
}
