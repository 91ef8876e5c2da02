//! `--verbose`, `--debug`, `--log-file`: where a connection fails, and what each request came to.

use std::net::TcpListener;

use crate::support::Lab;
use crate::terminal::Terminal;

#[test]
fn verbose_tells_which_servers_were_tried() {
    let lab = Lab::new();
    // Bound and closed again: nobody listens there.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let hosts = format!("{nobody},{}", lab.addr);
    let told = |args: &[&str]| {
        let run = crate::support::run(lab.bare(&[&["-C", &hosts], args].concat()), b"").exits(0);
        assert_eq!(run.text(), "zookeeper\n");
        run.stderr
    };
    let said = told(&["ls", "/", "--verbose"]);
    assert!(said.contains(&format!("connecting to {}", lab.addr)), "{said}");
    assert!(said.contains(" is open on "), "{said}");
    assert!(said.contains(" is closed"), "{said}");
    assert!(!said.contains("getChildren"), "{said}");
    assert_eq!(told(&["ls", "/"]), "");
    // The order of servers is drawn: whichever comes first, the one that is not there is named if it was tried.
    if let Some(at) = said.find(&format!("connecting to {nobody}")) {
        assert!(said[at..].contains(&format!("{nobody} will not do: ")), "{said}");
    }
}

#[test]
fn debug_tells_every_request_but_no_data() {
    let lab = Lab::new();
    let run = lab.run(&["create", "/a", "hidden-data", "--debug"]).exits(0);
    assert_eq!(run.text(), "/a\n");
    let line = run
        .stderr
        .lines()
        .find(|l| l.contains("create2 /a: ok at zxid 0x"))
        .unwrap_or_else(|| panic!("{}", run.stderr));
    assert!(line.contains(" DEBUG ") && line.ends_with(" ms"), "{line}");
    assert!(!run.stderr.contains("hidden-data"), "{}", run.stderr);
    let run = lab.run(&["get", "/none", "--debug"]).exits(3);
    assert!(run.stderr.contains("getData /none: NoNode"), "{}", run.stderr);
}

#[test]
fn a_log_file_is_added_to() {
    let lab = Lab::new();
    let file = lab.path("log");
    for _ in 0..2 {
        let run = lab.run(&["ls", "/", "--log-file", &file]).exits(0);
        assert_eq!(run.stderr, "");
    }
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches(" is open on ").count(), 2, "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
    let run = lab.run(&["ls", "/", "--log-file", "/nowhere/at/all"]).exits(1);
    assert!(run.stderr.contains("cannot write /nowhere/at/all"), "{}", run.stderr);
}

#[test]
fn at_a_prompt_it_needs_a_file() {
    let lab = Lab::new();
    let mut shell = Terminal::start(&lab, &["--debug"]);
    shell.sees("--log-file FILE");
    shell.exits(2);
}

#[test]
fn what_servers_and_paths_say_is_harmless() {
    let lab = Lab::new();
    let run = lab.run(&["exists", "/a\u{202e}b", "--debug"]);
    assert!(run.code == 3 || run.code == 2, "{}", run.stderr);
    assert!(!run.stderr.contains('\u{202e}'), "{}", run.stderr);
}
