//! One-shot commands against a server.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::support::Lab;

#[test]
fn a_node_is_created_read_changed_and_deleted() {
    let lab = Lab::new();
    assert_eq!(lab.run(&["create", "/a", "one"]).exits(0).text(), "/a\n");
    assert_eq!(lab.run(&["get", "/a"]).exits(0).text(), "one");
    assert_eq!(lab.run(&["set", "/a", "two", "-v", "0"]).exits(0).text(), "");
    let stale = lab.run(&["set", "/a", "three", "-v", "0"]).exits(4);
    assert!(stale.stderr.contains("version 0 was expected, the node has 1"), "{}", stale.stderr);
    assert_eq!(lab.run(&["exists", "/a"]).exits(0).text(), "true\n");
    lab.run(&["rm", "/a"]).exits(0);
    assert_eq!(lab.run(&["exists", "/a"]).exits(3).text(), "false\n");
    let gone = lab.run(&["get", "/a"]).exits(3);
    assert_eq!(gone.stderr, "error: cannot get /a: no such node\n");
}

#[test]
fn any_bytes_survive_every_way_in_and_out() {
    let lab = Lab::new();
    let bytes: Vec<u8> = (0..=255).chain(*b"\r\n\n").collect();
    lab.run_with(&["create", "/bytes", "-"], &bytes).exits(0);
    assert_eq!(lab.run(&["get", "/bytes"]).stdout, bytes);
    let base64 = lab.run(&["get", "-b", "/bytes"]).exits(0).text();
    lab.run(&["put", "/again", "-b", &base64]).exits(0);
    assert_eq!(lab.run(&["get", "/again"]).stdout, bytes);
    let file = lab.path("bytes");
    std::fs::write(&file, &bytes).unwrap();
    lab.run(&["set", "/again", &format!("@{file}")]).exits(0);
    let json = lab.run(&["-o", "json", "get", "/again"]).exits(0).json();
    assert_eq!(json["value"]["encoding"], "base64");
    assert_eq!(json["value"]["data"], base64.trim());
    lab.run(&["set", "/again", "--literal", "@x"]).exits(0);
    assert_eq!(lab.run(&["get", "/again"]).text(), "@x");
}

#[test]
fn too_much_data_is_13() {
    let lab = Lab::new();
    let run = lab.run_with(&["create", "/big", "-", "-o", "json"], &vec![b'x'; 2 << 20]).exits(13);
    assert_eq!(run.error()["applied"], "no");
    assert!(run.error()["message"].as_str().unwrap().contains("at most 1048575 are sent"));
    let hint = run.error()["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("jute.maxbuffer=2") && hint.contains("--max-packet 2"), "{hint}");
}

#[test]
fn null_and_empty_data_differ() {
    let lab = Lab::new();
    lab.run(&["create", "/null"]).exits(0);
    lab.run(&["create", "/empty", ""]).exits(0);
    assert_eq!(lab.run(&["get", "/null", "-o", "json"]).json()["value"]["null"], true);
    assert_eq!(lab.run(&["get", "/empty", "-o", "json"]).json()["value"]["null"], false);
}

#[test]
fn data_can_be_taken_away_and_emptied() {
    let lab = Lab::new();
    let null = |path: &str| lab.run(&["get", path, "-o", "json"]).exits(0).json()["value"]["null"].clone();
    lab.run(&["create", "/a", "--empty"]).exits(0);
    assert_eq!(null("/a"), false);
    lab.run(&["set", "/a", "--null"]).exits(0);
    assert_eq!(null("/a"), true);
    lab.run(&["put", "/a", "--empty"]).exits(0);
    assert_eq!(null("/a"), false);
    lab.run(&["create", "/b", "--null"]).exits(0);
    assert_eq!(null("/b"), true);
    let unsaid = lab.run(&["set", "/a"]).exits(2);
    assert!(unsaid.stderr.contains("--null"), "{}", unsaid.stderr);
    lab.run(&["set", "/a", "x", "--null"]).exits(2);
    lab.run(&["set", "/a", "--empty", "--null"]).exits(2);
}

#[test]
fn a_status_for_people_has_ages_and_owners() {
    let lab = Lab::new();
    let script = "create /p data\ncreate -e /e x\nstat --human /p /e -o csv\n";
    let text = lab.run_with(&["run", "-"], script.as_bytes()).exits(0).text();
    let lines: Vec<&str> = text.lines().skip(2).collect();
    assert_eq!(lines[0], "path,type,version,size,children,created,changed,owner,client");
    assert!(lines[1].starts_with("/p,persistent,0,4,0,"), "{text}");
    assert!(lines[1].ends_with("now,never,,") || lines[1].ends_with("s ago,never,,"), "{text}");
    let owner: Vec<&str> = lines[2].split(',').collect();
    assert!(owner[7].starts_with("0x") && owner[8].starts_with("127.0.0.1:"), "{text}");
    // The document is the one that it always is.
    let json = lab.run(&["stat", "--human", "/p", "-o", "json"]).exits(0).json();
    assert_eq!(json["stat"]["data_length"], 4, "{json}");
    lab.run(&["stat", "--human", "/nope"]).exits(3);
}

#[test]
fn a_path_with_an_empty_name_is_refused() {
    let lab = Lab::new();
    lab.run(&["create", "-p", "/app/x", "1"]).exits(0);
    for args in [&["get", "/app//x"][..], &["deleteall", "//app", "--yes"], &["create", "/app//y"]] {
        let run = lab.run(args).exits(2);
        assert!(
            run.stderr.contains("a name in it is empty") && run.stderr.contains("write that"),
            "{}",
            run.stderr
        );
    }
    // What completion leaves behind is no name.
    assert_eq!(lab.run(&["get", "/app/x/"]).exits(0).text(), "1");
}

#[test]
fn a_template_makes_a_line_of_each_row() {
    let lab = Lab::new();
    lab.run(&["create", "/a", "one"]).exits(0);
    lab.run(&["create", "/b", "three"]).exits(0);
    let text = |args: &[&str]| lab.run(args).exits(0).text();
    assert_eq!(text(&["get", "/a", "/b", "--template", "{{path}}={{value.data}}"]), "/a=one\n/b=three\n");
    let long = text(&["ls", "-l", "/", "--template", r"{{name}}\t{{size}}"]);
    assert_eq!(long, "a\t3\nb\t5\nzookeeper\t0\n");
    assert_eq!(text(&["find", "/", "--name", "[ab]", "--template", "<{{path}}>"]), "</a>\n</b>\n");
    let unknown = lab.run(&["stat", "/a", "--template", "{{colour}}"]).exits(2);
    assert!(unknown.stderr.contains("colour") && unknown.stderr.contains("mzxid"), "{}", unknown.stderr);
    lab.run(&["stat", "/a", "--template", "nothing"]).exits(2);
    lab.run(&["stat", "/a", "--template", "{{path}}", "-o", "json"]).exits(2);
}

#[test]
fn kinds_of_nodes() {
    let lab = Lab::new();
    assert_eq!(lab.run(&["create", "-s", "/s-"]).exits(0).text(), "/s-0000000000\n");
    lab.run(&["create", "-c", "/container"]).exits(0);
    lab.run(&["create", "-t", "1h", "/ttl"]).exits(0);
    let ephemeral = lab.run(&["create", "-e", "/eph"]).exits(0);
    assert!(ephemeral.stderr.contains("ephemeral"), "{}", ephemeral.stderr);
    lab.run(&["exists", "/eph"]).exits(3);
    lab.run(&["create", "-e", "-c", "/x"]).exits(2);
    lab.run(&["create", "-p", "/p/q/r", "deep"]).exits(0);
    let missing = lab.run(&["create", "/no/parent"]).exits(3);
    assert!(missing.stderr.contains("its parent /no does not exist"), "{}", missing.stderr);
    let hosts = format!("{}/chroot", lab.addr);
    let missing = lab.run(&["-C", &hosts, "create", "/a"]).exits(3);
    assert!(missing.stderr.contains("the chroot /chroot does not exist"), "{}", missing.stderr);
    lab.run(&["create", "-p", "/chroot/x"]).exits(0);
    assert_eq!(lab.run(&["-C", &hosts, "ls", "-R", "/"]).exits(0).text(), "/\n/x\n");
}

#[test]
fn listings() {
    let lab = Lab::new();
    for path in ["/l", "/l/b", "/l/a", "/l/a/x"] {
        lab.run(&["create", path, "12345"]).exits(0);
    }
    assert_eq!(lab.run(&["ls", "/l"]).exits(0).text(), "a\nb\n");
    assert_eq!(lab.run(&["ls", "-R", "/l"]).exits(0).text(), "/l\n/l/a\n/l/a/x\n/l/b\n");
    let long = lab.run(&["ls", "-l", "/l"]).exits(0).text();
    let fields: Vec<&str> = long.lines().next().unwrap().split('\t').collect();
    assert_eq!(fields[..5], ["a", "persistent", "0", "5", "1"]);
    let json = lab.run(&["ls", "-R", "/l", "-o", "json"]).json();
    assert_eq!(json["paths"].as_array().unwrap().len(), 4);
    let lines = lab.run(&["ls", "-R", "/l", "-o", "jsonl"]).text();
    assert_eq!(lines.lines().nth(2).unwrap(), r#"{"path":"/l/a/x"}"#);
    lab.run(&["ls", "-R", "/nope"]).exits(3);
    let count = lab.run(&["count", "/l", "-o", "json"]).json();
    assert_eq!((&count["children"], &count["descendants"]), (&2.into(), &3.into()));
}

#[test]
fn deleteall_asks_counts_and_refuses() {
    let lab = Lab::new();
    lab.run(&["create", "-p", "/d/a/b"]).exits(0);
    lab.run(&["delete", "/d"]).exits(4);
    let unconfirmed = lab.run(&["deleteall", "/d"]).exits(12);
    assert!(unconfirmed.stderr.contains("--yes"), "{}", unconfirmed.stderr);
    let over = lab.run(&["deleteall", "-y", "--max-nodes", "2", "/d"]).exits(12);
    assert!(over.stderr.contains("more than 2 nodes"), "{}", over.stderr);
    assert_eq!(lab.run(&["deleteall", "--dry-run", "/d"]).exits(0).text(), "3\n");
    lab.run(&["deleteall", "-y", "/d"]).exits(0);
    lab.run(&["exists", "/d"]).exits(3);
    lab.run(&["deleteall", "-y", "/"]).exits(12);
    lab.run(&["deleteall", "-y", "/zookeeper"]).exits(12);
}

#[test]
fn several_paths_report_partial_success() {
    let lab = Lab::new();
    lab.run(&["create", "/one", "1"]).exits(0);
    let some = lab.run(&["get", "/one", "/two"]).exits(15);
    assert_eq!(some.text(), "1");
    lab.run(&["get", "/two", "/three"]).exits(3);
    lab.run(&["rm", "/one", "/two"]).exits(15);
}

#[test]
fn acls_are_checked_before_they_are_sent() {
    let lab = Lab::new();
    lab.run(&["create", "/acl"]).exits(0);
    lab.run(&["setAcl", "/acl", "world:anyone:rz"]).exits(2);
    lab.run(&["acl", "set", "/acl", "world:anyone:ra"]).exits(0);
    assert_eq!(lab.run(&["getAcl", "/acl"]).exits(0).text(), "world:anyone:ra\n");
    let denied = lab.run(&["-o", "json", "set", "/acl", "x"]).exits(5);
    assert_eq!(denied.error()["code"], "NoAuth");
    assert_eq!(denied.error()["applied"], "no");
    assert!(denied.stdout.is_empty());
}

#[test]
fn credentials_come_from_a_file() {
    let lab = Lab::new();
    let file = lab.private("auth", "digest:bob:secret\n");
    lab.run(&["create", "/mine", "x", "--acl", "auth::cdrwa", "--auth-file", &file]).exits(0);
    lab.run(&["get", "/mine"]).exits(5);
    assert_eq!(lab.run(&["get", "/mine", "--auth-file", &file]).exits(0).text(), "x");
    assert!(lab.run(&["whoami", "--auth-file", &file]).exits(0).text().contains("digest\tbob"));
}

#[test]
fn a_multi_is_all_or_nothing() {
    let lab = Lab::new();
    let ops = b"# a comment\ncreate /m 'a b'\nset /m two\ncheck /m 1\n\ncreate /m/c\ndelete /m/c\n";
    let done = lab.run_with(&["multi", "-f", "-"], ops).exits(0);
    assert_eq!(done.text().lines().count(), 5);
    assert_eq!(lab.run(&["get", "/m"]).text(), "two");
    let failed = lab.run_with(&["multi", "-f", "-"], b"set /m three\ncheck /m 7\n").exits(4);
    assert!(failed.stderr.contains("operation 2 of 2 (/m)"), "{}", failed.stderr);
    assert_eq!(lab.run(&["get", "/m"]).text(), "two");
    let wrong = lab.run_with(&["multi", "-f", "-"], b"set /m x\nnonsense\n").exits(2);
    assert!(wrong.stderr.contains("line 2"), "{}", wrong.stderr);
}

#[test]
fn a_watch_prints_events_and_ends_by_itself() {
    let lab = Lab::new();
    lab.run(&["create", "/w"]).exits(0);
    let mut child = lab
        .command(&["watch", "-R", "/w", "--count", "2", "-o", "jsonl"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let set: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!((&set["event"], &set["mode"]), (&"watch_set".into(), &"persistent_recursive".into()));
    lab.run(&["create", "/w/first"]).exits(0);
    let first = lines.next();
    lab.run(&["rm", "/w/first"]).exits(0);
    let mut seen: Vec<String> = first.into_iter().chain(lines).map(Result::unwrap).collect();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(seen.len(), 2);
    let event: serde_json::Value = serde_json::from_str(&seen.remove(0)).unwrap();
    assert_eq!((&event["event"], &event["path"]), (&"created".into(), &"/w/first".into()));
}

#[test]
fn a_watch_that_times_out_closes_its_document() {
    let lab = Lab::new();
    let run = lab.run(&["watch", "/", "--for", "1ms", "-o", "json"]).exits(0);
    assert_eq!(run.json()["events"].as_array().unwrap().len(), 1);
}

#[test]
fn servers_are_asked_one_by_one() {
    let lab = Lab::new();
    let status = lab.run(&["status", "-o", "json"]).exits(0).json();
    assert_eq!(status["servers"][0]["mode"], "standalone");
    let dead = crate::fake::dead_address();
    let hosts = format!("{},{dead}", lab.addr);
    let status = lab.run(&["-C", &hosts, "status", "-o", "json"]).exits(0).json();
    assert_eq!(status["servers"][0]["state"], "ok");
    assert_eq!(status["servers"][1]["state"], "down");
    lab.run(&["server", "4lw", "nope"]).exits(14);
    lab.run(&["server", "4lw", "toolong"]).exits(2);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let lab = Lab::new();
    let mut child = lab
        .command(&["ls", "-R", "/"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn bench_reports_and_cleans_up() {
    let lab = Lab::new();
    let args = [
        "bench",
        "mixed",
        "-n",
        "200",
        "--warmup",
        "0",
        "-c",
        "2",
        "--pipeline",
        "4",
        "--keys",
        "10",
        "-o",
        "json",
    ];
    let report = lab.run(&args).exits(0).json();
    assert_eq!(report["ops"], 200);
    assert_eq!(report["errors"], 0);
    assert!(report["latency_us"]["p99"].as_f64().unwrap() > 0.0);
    lab.run(&["exists", "/zkctl-bench"]).exits(3);
}
