//! Keys that lead from one thing to another: history of views, matches, marks, owners, watches, profiles.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use zk_client::{SessionId, Stat};
use zktui::app::dialog::Mode;
use zktui::app::net::{Browse, Effect, Found, Net};
use zktui::app::queries::Grouping;
use zktui::app::{Event, Start, View};
use zktui::view::picture;

use crate::fake::Fake;

pub fn press(f: &mut Fake, keys: &str) {
    for key in keys.chars() {
        let code = match key {
            '\n' => KeyCode::Enter,
            '\u{1b}' => KeyCode::Esc,
            key => KeyCode::Char(key),
        };
        f.event(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }
}

fn fake() -> Fake {
    let profiles = vec!["dev".to_owned(), "prod".to_owned()];
    let mut f = Fake::new(3, Start { profiles, ..Start::default() });
    f.run(3_000);
    f.with_lists();
    f.with_tree(false);
    f.app.size = (120, 40);
    f.effects.clear();
    f
}

fn text(f: &Fake) -> String {
    picture::text(&picture::buffer(&f.app, 120, 40))
}

#[test]
fn history_goes_back_and_forward_with_the_server_that_was_shown() {
    let mut f = fake();
    press(&mut f, "j\n8");
    assert_eq!((f.app.view, f.app.focus), (View::Alerts, 1));
    press(&mut f, "1jj\n");
    assert_eq!((f.app.view, f.app.focus), (View::Server, 2));
    press(&mut f, "[[[");
    assert_eq!((f.app.view, f.app.focus), (View::Server, 1));
    press(&mut f, "]]]");
    assert_eq!((f.app.view, f.app.focus), (View::Server, 2));
    // Escape goes the same way, and ends in the overview.
    press(&mut f, "\u{1b}\u{1b}\u{1b}\u{1b}\u{1b}\u{1b}");
    assert_eq!(f.app.view, View::Overview);
}

#[test]
fn matches_are_gone_through_past_what_only_leads_there() {
    let mut f = fake();
    press(&mut f, "4n");
    assert!(text(&f).contains("there is no filter"), "{}", text(&f));
    press(&mut f, "/e\n");
    let mut seen = Vec::new();
    for _ in 0..5 {
        press(&mut f, "n");
        seen.push(f.app.browser.selected().unwrap());
    }
    assert!(
        seen.contains(&"/services/leader".to_owned()) && seen.contains(&"/zookeeper".to_owned()),
        "{seen:?}"
    );
    assert!(!seen.contains(&"/".to_owned()), "{seen:?}");
    let last = f.app.browser.selected();
    press(&mut f, "nN");
    assert_eq!(f.app.browser.selected(), last);
    press(&mut f, "1/zk3\nn");
    assert_eq!(f.app.list(View::Overview).selected, 0, "the only one");
}

#[test]
fn marked_rows_are_seen_and_copied_together() {
    let mut f = fake();
    press(&mut f, "1  Y");
    let copied = f.effects.iter().find_map(|e| match e {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert!(
        copied.lines().count() == 2 && copied.contains("zk1:2181") && copied.contains("zk2:2181"),
        "{copied}"
    );
    assert!(text(&f).contains("*  1 zk1:2181"), "{}", text(&f));
    press(&mut f, "kkk  ");
    assert!(!text(&f).contains("*  1 zk1:2181"), "taken away again: {}", text(&f));
}

#[test]
fn a_marked_znode_is_compared_with_another() {
    let mut f = fake();
    press(&mut f, "4 ");
    let path = f.app.browser.selected().unwrap();
    let stat = Stat { version: 3, ..Stat::default() };
    let data = Some(b"{\"ttl\":31}".to_vec());
    let value = zktui::app::browser::Value { data, stat, acl: Ok(Vec::new()) };
    f.event(Event::Net(Net::Found(Found::Value { path: path.clone(), result: Ok(value) })));
    press(&mut f, "D");
    let shown = text(&f);
    assert!(
        shown.contains("/services/api, version 14, as marked") && shown.contains("+ {\"ttl\":31}"),
        "{shown}"
    );
}

#[test]
fn an_ephemeral_leads_to_its_session_and_a_path_to_its_owner() {
    let mut f = fake();
    press(&mut f, "4jo");
    assert_eq!(f.app.view, View::Sessions);
    assert_eq!(f.app.list(View::Sessions).filter, "0x1000");
    press(&mut f, "4ko");
    assert!(f.app.view == View::Znodes && text(&f).contains("is no ephemeral"), "{}", text(&f));
    press(&mut f, "3o");
    let Mode::Owner { input } = &f.app.mode else { panic!("{:?}", f.app.mode) };
    assert_eq!(input.text, "/services/api");
    press(&mut f, "/x\n");
    let path = "/services/api/x".to_owned();
    assert!(f.effects.contains(&Effect::Browse(Browse::Owner(path.clone()))), "{:?}", f.effects);
    f.event(Event::Net(Net::Found(Found::Owner { path: path.clone(), result: Ok(None) })));
    assert!(text(&f).contains("there is no /services/api/x"));
    let stat = Stat { ephemeral_owner: SessionId(0x1000a41b3c00011), ..Stat::default() };
    f.event(Event::Net(Net::Found(Found::Owner { path, result: Ok(Some(stat)) })));
    assert_eq!(f.app.list(View::Sessions).filter, "0x1000a41b3c00011");
    assert!(text(&f).contains("sessions 1 of"), "{}", text(&f));
}

#[test]
fn watches_of_a_server_a_session_and_a_znode() {
    let mut f = fake();
    f.now = f.now.plus(5_000);
    press(&mut f, "1jW");
    assert_eq!((f.app.view, f.app.watches.grouping), (View::Watches, Grouping::Totals));
    assert!(text(&f).contains("zk2:2181") && !text(&f).contains("zk1:2181 "), "{}", text(&f));
    let asked = |f: &Fake, wanted: &str| {
        f.effects.iter().filter(|e| matches!(e, Effect::Query { word, .. } if *word == wanted)).count()
    };
    press(&mut f, "\u{1b}3W");
    assert_eq!((f.app.watches.grouping, asked(&f, "wchc")), (Grouping::Sessions, 3));
    assert!(f.app.list(View::Watches).filter.starts_with("session:0x"));
    press(&mut f, "4W");
    assert_eq!((f.app.watches.grouping, asked(&f, "wchp")), (Grouping::Paths, 3));
    assert_eq!(f.app.list(View::Watches).filter, "path:/services/api");
}

#[test]
fn another_profile_is_chosen_from_those_of_the_file() {
    let mut f = fake();
    press(&mut f, "Pprod\n");
    assert!(f.effects.contains(&Effect::Switch("prod".to_owned())), "{:?}", f.effects);
    f.app.profiles.clear();
    press(&mut f, "P");
    assert!(text(&f).contains("has no profiles"));
}

#[test]
fn what_was_chosen_in_the_palette_comes_first_the_next_time() {
    let mut f = fake();
    press(&mut f, ":timel\n:");
    let Mode::Palette(palette) = &f.app.mode else { panic!("{:?}", f.app.mode) };
    assert_eq!(palette.matches()[0].text, "view: timeline");
    press(&mut f, "\u{1b}1jm");
    assert!(
        matches!(&f.app.mode, Mode::Pager(p) if p.title == "all metrics of zk2:2181"),
        "{:?}",
        f.app.mode
    );
}

#[test]
fn a_slow_hundredth_is_an_alert_and_the_server_is_not_slow_for_ever() {
    let mut f = fake();
    f.server(3).p99 = Some(80.0);
    f.run(9_000);
    assert!(!f.app.model.alerts.active().iter().any(|a| a.1.name() == "p99"), "not at once");
    f.run(4_000);
    let text = |f: &Fake| {
        f.app.model.alerts.active().iter().map(|a| format!("{:?} {}", a.0, a.2.text)).collect::<Vec<_>>()
    };
    assert_eq!(text(&f), ["Some(2) 80 ms > 50 ms"]);
    assert_eq!(f.app.model.servers[2].state.word(), "ok");
    // A little below the limit it stays.
    f.server(3).p99 = Some(45.0);
    f.run(20_000);
    assert_eq!(text(&f).len(), 1);
    f.server(3).p99 = Some(5.0);
    f.run(14_000);
    assert!(text(&f).is_empty(), "{:?}", text(&f));
}
