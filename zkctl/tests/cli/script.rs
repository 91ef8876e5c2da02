//! The shell without a terminal: lines from stdin; and the playground.

use std::path::Path;

use crate::support::{Lab, command, run};

#[test]
fn lines_share_a_session_a_working_node_and_the_commands() {
    let lab = Lab::new();
    let lines = b"create /app 'a b'\ncd app\ncreate -e eph x\nls\nephemerals\n\n# done\nget .\npwd\n";
    let run = lab.run_with(&[], lines).exits(0);
    assert_eq!(run.text(), "/app\n/app/eph\neph\n/app/eph\na b/app\n");
}

#[test]
fn the_first_failure_ends_the_script_with_its_code() {
    let lab = Lab::new();
    let run = lab.run_with(&[], b"create /one\nget /nope\ncreate /two\n").exits(3);
    assert_eq!(run.text(), "/one\n");
    assert!(run.stderr.contains("stopped at line 2"), "{}", run.stderr);
    lab.run(&["exists", "/two"]).exits(3);
    lab.run_with(&[], b"nonsense\n").exits(2);
    lab.run_with(&[], b"get 'open\n").exits(2);
    lab.run_with(&[], b"quit\nnonsense\n").exits(0);
}

#[test]
fn a_line_may_choose_its_own_form() {
    let lab = Lab::new();
    let run = lab.run_with(&[], b"create /j\nstat -o json /j\nls /\n").exits(0).text();
    let mut lines = run.lines();
    assert_eq!(lines.next(), Some("/j"));
    assert!(lines.next().unwrap().starts_with("{\"schema\":\"zkctl/1\",\"path\":\"/j\""));
    assert_eq!(lines.next(), Some("j"));
}

#[test]
fn the_playground_runs_lines_and_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut playground = command(&home);
    playground.arg("playground").env("TMPDIR", home.path());
    let run =
        run(playground, b"create /hello world\nget /hello\ncreate -t 1h /ttl\nserver 4lw ruok\n").exits(0);
    assert_eq!(run.text(), "/hello\nworld/ttl\nimok\n");
    assert_eq!(run.stderr, "");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn the_playground_keeps_what_it_was_told_to_keep() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("kept");
    let playground = |lines: &[u8]| {
        let mut playground = command(&home);
        playground.arg("playground").arg("--data-dir").arg(&data);
        run(playground, lines)
    };
    playground(b"create /kept yes\n").exits(0);
    assert!(Path::new(&data).is_dir());
    assert_eq!(playground(b"get /kept\n").exits(0).text(), "yes");
}

#[test]
fn a_playground_of_three_servers_is_an_ensemble() {
    let home = tempfile::tempdir().unwrap();
    let mut playground = command(&home);
    playground.args(["playground", "--servers", "3"]).env("TMPDIR", home.path());
    let run = run(playground, b"create /hello world\nget /hello\nstatus -o jsonl\n").exits(0);
    let text = run.text();
    let status = text.strip_prefix("/hello\nworld").unwrap_or_else(|| panic!("{text}"));
    let with_mode = |mode: &str| status.matches(&format!("\"mode\":\"{mode}\"")).count();
    assert_eq!((with_mode("leader"), with_mode("follower")), (1, 2), "{status}");
    assert_eq!(run.stderr, "");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn an_ensemble_that_is_kept_starts_again() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("kept");
    let playground = |lines: &[u8]| {
        let mut playground = command(&home);
        playground.args(["playground", "--servers", "3", "--data-dir"]).arg(&data);
        run(playground, lines)
    };
    playground(b"create /kept yes\n").exits(0);
    assert!((1..=3).all(|sid| data.join(format!("server-{sid}")).is_dir()));
    // Other ports each time: who somebody is, is not where they listen.
    assert_eq!(playground(b"sync\nget /kept\n").exits(0).text(), "yes");
}

#[test]
fn a_playground_has_one_to_nine_servers() {
    let home = tempfile::tempdir().unwrap();
    for servers in ["0", "10", "three"] {
        let mut playground = command(&home);
        playground.args(["playground", "--servers", servers]);
        run(playground, b"").exits(2);
    }
}
