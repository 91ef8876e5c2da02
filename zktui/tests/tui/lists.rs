//! Lists that are asked for on demand: when they are, and what they show of the answers.

use zk_client::HostPort;
use zktui::app::net::{Effect, Net};
use zktui::app::{Event, Start, View};
use zktui::model::facts::Failure;
use zktui::view::picture;

use crate::across::press;
use crate::fake::{Fake, host};

fn fake(count: usize, view: View) -> Fake {
    Fake::new(count, Start { view, ..Start::default() })
}

fn text(f: &Fake) -> String {
    picture::text(&picture::buffer(&f.app, 120, 20))
}

fn asked(f: &Fake, wanted: &str) -> Vec<HostPort> {
    let query = |e: &Effect| match e {
        Effect::Query { server, word } if *word == wanted => Some(server.clone()),
        _ => None,
    };
    f.effects.iter().filter_map(query).collect()
}

fn said(f: &mut Fake, n: usize, word: &'static str, text: &str) {
    let at = f.now;
    let outcome = Ok(text.to_owned());
    f.event(Event::Net(Net::Said { server: host(n), word, asked: at, answered: at, outcome }));
}

#[test]
fn sessions_and_watches_as_the_first_view_are_asked_for_without_a_key() {
    for (view, word) in [(View::Sessions, "cons"), (View::Watches, "wchs")] {
        let mut f = fake(3, view);
        assert!(asked(&f, word).is_empty(), "nobody has answered yet");
        // An answer, and what the members are.
        f.run(2_500);
        assert_eq!(asked(&f, word), [host(1), host(2), host(3)]);
        f.run(20_000);
        assert_eq!(asked(&f, word).len(), 3, "once: what costs something is not asked again and again");
    }
}

#[test]
fn a_silent_server_does_not_keep_the_lists_of_the_others_away() {
    let mut f = fake(3, View::Sessions);
    f.server(3).answers_in = None;
    f.run(1_000);
    assert!(asked(&f, "cons").is_empty());
    f.run(1_500);
    assert_eq!(asked(&f, "cons"), [host(1), host(2)]);
}

#[test]
fn a_server_that_refuses_is_not_asked_for_lists() {
    let mut f = fake(2, View::Sessions);
    f.server(2).fails = Some(Failure::NotAllowed);
    f.run(2_500);
    assert_eq!(asked(&f, "cons"), [host(1)]);
}

#[test]
fn sessions_show_their_ephemerals_and_which_are_local() {
    let mut f = fake(1, View::Sessions);
    f.run(2_500);
    assert_eq!(asked(&f, "dump"), [host(1)]);
    let cons = " /10.0.0.7:51044[1](queued=0,recved=5,sent=5,sid=0x1000001,lop=PING,est=1,to=10000)\n \
                /10.0.0.8:51045[1](queued=0,recved=5,sent=5,sid=0x1000002,lop=PING,est=1,to=10000)\n";
    said(&mut f, 1, "cons", cons);
    let shown = text(&f);
    assert!(shown.contains("EPHEM") && shown.contains("KIND"), "{shown}");
    let dump = "SessionTracker dump:\nLocal Session Sets (1)/(1):\n1 expire at Fri Nov 20 07:29:25 UTC 2026:\n\
                \t0x1000002\nGlobal Sessions(1):\n0x1000001\t30000ms\nephemeral nodes dump:\n\
                Sessions with Ephemerals (1):\n0x1000001:\n\t/e\n\t/f\n";
    said(&mut f, 1, "dump", dump);
    let shown = text(&f);
    let line = |id: &str| shown.lines().find(|l| l.contains(id)).unwrap().to_owned();
    assert!(line("0x1000001").contains(" 2 global"), "{shown}");
    assert!(line("0x1000002").contains(" 0 local"), "{shown}");
}

#[test]
fn connections_without_a_session_are_counted_and_shown_when_asked_for() {
    let mut f = fake(1, View::Sessions);
    f.run(2_500);
    let cons = " /10.0.0.7:51044[1](queued=0,recved=5,sent=5,sid=0x1000001,lop=PING,est=1,to=10000)\n \
                /10.0.0.8:51045[0](queued=0,recved=1,sent=0)\n /10.0.0.9:51046[1](queued=0,recved=7,sent=0)\n";
    said(&mut f, 1, "cons", cons);
    let shown = text(&f);
    assert!(shown.contains("sessions 2 · ") && !shown.contains("10.0.0.8"), "{shown}");
    assert!(shown.contains("1 connection without a session, /(none) shows it"), "{shown}");
    // Whoever has said more than a word and has no session is worth a line.
    assert!(shown.contains("10.0.0.9"), "{shown}");
    press(&mut f, "/(none)\n");
    let shown = text(&f);
    assert!(
        shown.contains("10.0.0.8") && shown.contains("10.0.0.9") && !shown.contains("10.0.0.7"),
        "{shown}"
    );
}
