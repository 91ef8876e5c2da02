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

#[test]
fn files_of_commands_are_run() {
    let lab = Lab::new();
    let (outer, inner) = (lab.path("outer"), lab.path("inner"));
    std::fs::write(&inner, "create /in 1\ncreate /in 2\ncreate /never\n").unwrap();
    std::fs::write(&outer, format!("create /out 1\nrun {inner}\ncreate /never\n")).unwrap();
    let run = lab.run(&["run", &outer]).exits(4);
    assert_eq!(run.text(), "/out\n/in\n");
    assert!(run.stderr.contains("stopped at line 2 of") && run.stderr.contains("inner"), "{}", run.stderr);
    lab.run(&["exists", "/never"]).exits(3);
    std::fs::write(&outer, format!("run {outer}\n")).unwrap();
    assert!(lab.run(&["run", &outer]).exits(2).stderr.contains("files run each other"));
    lab.run(&["run", "/no/such/file"]).exits(1);
    assert_eq!(lab.run_with(&["run", "-"], b"get /out\n").exits(0).text(), "1");
}

#[test]
fn output_goes_to_files_and_commands() {
    let lab = Lab::new();
    let file = lab.path("out");
    let lines = format!(
        "create /a x\nget /a > {file}\nls / >> {file}\nls / | tr a-z A-Z\nls / | false\nrepeat 2 ls /\n"
    );
    let run = lab.run_with(&[], lines.as_bytes()).exits(0);
    assert_eq!(run.text(), "/a\nA\nZOOKEEPER\na\nzookeeper\na\nzookeeper\n");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "xa\nzookeeper\n");
    lab.run_with(&[], b"ls / | no-such-command-here\n").exits(1);
    lab.run_with(&[], b"ls / > /no/such/dir/file\n").exits(1);
    lab.run_with(&[], b"ls / >\n").exits(2);
    lab.run_with(&[], b"ls / &\n").exits(2);
}

#[test]
fn a_block_is_sent_whole_or_not_at_all() {
    let lab = Lab::new();
    lab.run_with(&["-q"], b"multi\ncreate /m 1\nset /m 2\ncommit\n").exits(0);
    assert_eq!(lab.run(&["get", "/m"]).text(), "2");
    lab.run_with(&[], b"multi\nset /m 3\ncheck /m 9\ncommit\n").exits(4);
    let open = lab.run_with(&[], b"multi\nset /m 3\n").exits(2);
    assert!(open.stderr.contains("`commit` is missing"), "{}", open.stderr);
    lab.run_with(&[], b"multi\ncommit\n").exits(2);
    assert_eq!(lab.run(&["get", "/m"]).text(), "2");
}

#[test]
fn zkclis_own_words() {
    let lab = Lab::new();
    let zkcli =
        |lines: &str| lab.run_with(&["--style", "zkcli", "-timeout", "4000"], lines.as_bytes()).exits(0);
    let run = zkcli(
        "create /t hello\nls /\nget /nope\nget -w /t\nset /t x\nget -x /t\ngetAcl /t\ncreate /n\nget /n\n",
    );
    let text = run.text();
    for line in [
        "Connecting to 127.0.0.1:",
        "WatchedEvent state:SyncConnected type:None path:null zxid: -1",
        "[t, zookeeper]",
        "hello",
        "\nWATCHER::\n\nWatchedEvent state:SyncConnected type:NodeDataChanged path:/t zxid: ",
        "|00000000| 78 ",
        "'world,'anyone\n: cdrwa",
        "null",
    ] {
        assert!(text.contains(line), "{line:?} is not in {text}");
    }
    assert_eq!(run.stderr, "Created /t\nNode does not exist: /nope\nCreated /n\n");
}

#[test]
fn reconfig_is_refused_where_there_is_no_ensemble() {
    let lab = Lab::new();
    lab.run(&["reconfig", "-remove", "3"]).exits(14);
    lab.run(&["reconfig", "-add", "server.4=h"]).exits(2);
    lab.run(&["reconfig", "-remove", "x"]).exits(2);
    lab.run(&["reconfig", "-v", "zz", "-remove", "3"]).exits(2);
    lab.run(&["reconfig", "-members", "server.1=h:1:2;3", "-add", "server.1=h:1:2;3"]).exits(2);
    lab.run(&["config"]).exits(0);
    lab.run(&["config", "-w"]).exits(2);
    lab.run(&["get", "-w", "/"]).exits(2);
}

#[test]
fn paths_are_completed_for_the_system_s_shells() {
    let lab = Lab::new();
    lab.run(&["create", "-p", "/kafka/brokers/ids"]).exits(0);
    lab.run(&["create", "/kafka/con fig"]).exits(0);
    let complete =
        |words: &[&str]| lab.run(&[&["__complete", "--budget", "20s", "--"], words].concat()).exits(0).text();
    let here = lab.addr.to_string();
    assert_eq!(complete(&["-C", &here, "get", "/ka"]), "/kafka/\n");
    assert_eq!(complete(&["-server", &here, "ls", "-l", "/kafka/b"]), "/kafka/brokers/\n");
    assert_eq!(complete(&["-C", &here, "get", "/kafka/c"]), "", "names with blanks are not offered");
    assert_eq!(complete(&["-C", &here, "log", "cat", "/ka"]), "", "a file is no node");
    let dead = crate::fake::dead_address().to_string();
    assert_eq!(lab.run(&["__complete", "--", "-C", &dead, "get", "/ka"]).exits(0).text(), "");
    let stalled = crate::fake::start(crate::fake::Fault::Stall).to_string();
    let started = std::time::Instant::now();
    assert_eq!(lab.run(&["__complete", "--", "-C", &stalled, "get", "/ka"]).exits(0).text(), "");
    let line = format!("zkctl -C {here} get /ka");
    assert_eq!(lab.run(&["__complete", "--budget", "20s", "--line", &line]).exits(0).text(), "/kafka/\n");
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
}
