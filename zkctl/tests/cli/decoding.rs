//! `get` and `grep` with data that is decoded first: by `--decode`, and by the table of the configuration file.

use crate::support::Lab;
use crate::terminal::Terminal;

/// JSON, text, bytes.
fn planted() -> Lab {
    let lab = Lab::new();
    lab.run(&["create", "/d"]).exits(0);
    lab.run(&["create", "/d/j", r#"{"b":9007199254740993,"a":[],"port":2181}"#]).exits(0);
    lab.run_with(&["create", "/d/bin", "-"], b"\x00\xff").exits(0);
    lab.run(&["create", "/d/t", "plain"]).exits(0);
    lab.run(&["create", "/d/n", "12"]).exits(0);
    lab
}

#[test]
fn data_is_decoded() {
    let lab = planted();
    let json = "{\n  \"b\": 9007199254740993,\n  \"a\": [],\n  \"port\": 2181\n}";
    assert_eq!(lab.run(&["get", "/d/j", "--decode", "json"]).exits(0).text(), json);
    assert_eq!(lab.run(&["get", "/d/j", "--decode", "auto"]).exits(0).text(), json);
    assert_eq!(lab.run(&["get", "/d/t", "--decode", "auto"]).exits(0).text(), "plain");
    assert_eq!(lab.run(&["get", "/d/n", "--decode", "json"]).exits(0).text(), "12");
    let hex = lab.run(&["get", "/d/bin", "-x"]).exits(0).text();
    assert_eq!(lab.run(&["get", "/d/bin", "--decode", "auto"]).exits(0).text(), hex);
    assert_eq!(lab.run(&["get", "/d/t", "--decode", "tr a-z A-Z"]).exits(0).text(), "PLAIN");
    lab.run(&["get", "/d/t", "--decode", "json"]).exits(1);
    let broken = lab.run(&["get", "/d/t", "--decode", "echo 'bad \u{1b}[31mmagic' >&2; exit 3"]).exits(1);
    assert!(broken.stderr.contains("bad \\x1b[31mmagic"), "{}", broken.stderr);
    let late = lab.run(&["get", "/d/t", "--decode", "sleep 60", "--timeout", "200ms"]).exits(1);
    assert!(late.stderr.contains("took longer"), "{}", late.stderr);
    lab.run(&["get", "/d/t", "--decode", "json", "-x"]).exits(2);
}

#[test]
fn decoded_data_is_searched() {
    let lab = planted();
    let found = lab.run(&["grep", "-F", "\"port\": 2181", "/d", "--decode", "json"]).exits(0);
    assert_eq!(found.text(), "/d/j\t4\t  \"port\": 2181\n");
    assert!(found.stderr.contains("2 nodes could not be decoded"), "{}", found.stderr);
    assert_eq!(lab.run(&["grep", "-l", "00 ff", "/d", "--decode", "auto"]).exits(0).text(), "/d/bin\n");
    assert_eq!(
        lab.run(&["grep", "-c", "PLAIN", "/d", "--decode", "tr a-z A-Z"]).exits(0).text(),
        "/d/t\t1\n"
    );
    lab.run(&["grep", "plain", "/d", "--decode", "tr a-z A-Z"]).exits(3);
    // What a broken command would have found is not known, and no answer is "nothing".
    let broken = lab.run(&["grep", "plain", "/d", "--decode", "no-such-codec", "-o", "json"]).exits(15);
    let json = broken.json();
    assert_eq!(json["matches"][0]["path"], "/d/t");
    let note = json["notes"][0].as_str().unwrap();
    assert!(note.contains("4 nodes could not be decoded and were searched as they are"), "{note}");
}

#[test]
fn the_configuration_says_how_people_see_data() {
    let lab = planted();
    let config = "schema = 1\n[decode]\n\"/d/j\" = \"json\"\n\"/d/t\" = \"cmd:tr a-z A-Z\"\n\"/d/n\" = \"cmd:sleep 60\"\n";
    let file = lab.private("config.toml", config);
    assert_eq!(lab.run(&["--config", &file, "get", "/d/t"]).exits(0).text(), "plain", "no terminal");
    let mut json = Terminal::start(&lab, &["--config", &file, "get", "/d/j"]);
    json.sees("\"b\": 9007199254740993,");
    json.exits(0);
    let mut text = Terminal::start(&lab, &["--config", &file, "get", "/d/t"]);
    text.sees("PLAIN");
    text.exits(0);
    let mut late = Terminal::start(&lab, &["--config", &file, "get", "/d/n", "--timeout", "200ms"]);
    late.sees("took longer than");
    late.sees("12");
    late.exits(0);
}

#[test]
fn an_expression_is_applied() {
    let lab = planted();
    let jq = |path: &str, expression: &str| lab.run(&["get", path, "--jq", expression]);
    assert_eq!(jq("/d/j", ".port").exits(0).text(), "2181\n");
    assert_eq!(jq("/d/j", ".b").exits(0).text(), "9007199254740993\n");
    assert_eq!(jq("/d/j", "keys[]").exits(0).text(), "a\nb\nport\n");
    assert_eq!(jq("/d/j", "{p: .port, s: \"x y\"}").exits(0).text(), "{\"p\":2181,\"s\":\"x y\"}\n");
    assert_eq!(jq("/d/j", "empty").exits(0).text(), "");
    let json = lab.run(&["get", "/d/j", "/d/n", "--jq", "type", "-o", "json"]).exits(0).json();
    assert_eq!(
        (&json["nodes"][0]["value"]["data"], &json["nodes"][1]["value"]["data"]),
        (&"object\n".into(), &"number\n".into())
    );
    let gzipped = lab.run(&["get", "/d/t", "--decode", "sed 's/.*/[1,2]/'", "--jq", "add"]).exits(0);
    assert_eq!(gzipped.text(), "3\n");
    let bad = jq("/d/j", ".port | nonsense").exits(2);
    assert!(bad.stderr.contains("at column 9: there is no filter `nonsense`"), "{}", bad.stderr);
    let none = jq("/d/t", ".").exits(1);
    assert!(none.stderr.contains("the data of /d/t is no JSON"), "{}", none.stderr);
    let wrong = jq("/d/j", ".port.x").exits(1);
    assert!(wrong.stderr.contains("cannot index 2181"), "{}", wrong.stderr);
    lab.run(&["get", "/d/j", "--jq", ".", "-b"]).exits(2);
}

#[test]
fn an_expression_without_an_end_is_stopped() {
    let lab = planted();
    let late = lab.run(&["get", "/d/n", "--jq", "last(repeat(.))", "--timeout", "300ms"]).exits(1);
    assert!(late.stderr.contains("took longer than"), "{}", late.stderr);
    let much = lab.run(&["get", "/d/n", "--jq", "\"x\" * 80000000", "--timeout", "5m"]).exits(1);
    assert!(much.stderr.contains("prints more than"), "{}", much.stderr);
}
