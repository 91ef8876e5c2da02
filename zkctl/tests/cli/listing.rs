//! `ls`: order, limits, one name a line; and what `diff` says of a directory that was meant.

use crate::support::Lab;
use crate::terminal::Terminal;

/// Nodes whose orders by name, size, number of children and time all differ.
fn planted() -> Lab {
    let lab = Lab::new();
    for (path, data) in
        [("/l", ""), ("/l/b", "1"), ("/l/c", "123"), ("/l/a", "12"), ("/l/b/x", ""), ("/l/b/y", "")]
    {
        lab.run(&["create", path, data]).exits(0);
    }
    lab.run(&["create", "/l/a/x", ""]).exits(0);
    // A version more than the others; times have milliseconds, and processes take longer.
    lab.run(&["set", "/l/c", "123"]).exits(0);
    lab
}

#[test]
fn children_come_in_the_order_that_is_asked_for() {
    let lab = planted();
    for (order, expected) in [
        ("name", "a\nb\nc\n"),
        ("ctime", "a\nc\nb\n"),
        ("mtime", "c\na\nb\n"),
        ("size", "c\na\nb\n"),
        ("children", "b\na\nc\n"),
    ] {
        assert_eq!(lab.run(&["ls", "/l", "--sort", order]).exits(0).text(), expected, "{order}");
        let long = lab.run(&["ls", "-l", "/l", "--sort", order, "-o", "json"]).exits(0).json();
        let names: Vec<_> =
            long["children"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
        assert_eq!(names.join("\n") + "\n", expected, "{order}");
    }
    lab.run(&["ls", "-R", "/l", "--sort", "size"]).exits(2);
    lab.run(&["ls", "/l", "--sort", "age"]).exits(2);
}

#[test]
fn a_list_that_is_cut_off_says_so() {
    let lab = planted();
    let two = lab.run(&["ls", "/l", "--limit", "2"]).exits(0);
    assert_eq!((two.text().as_str(), two.stderr.as_str()), ("a\nb\n", "note: 1 node more\n"));
    let json = lab.run(&["ls", "-l", "/l", "--limit", "1", "--sort", "size", "-o", "json"]).exits(0).json();
    assert_eq!(
        (&json["children"][0]["name"], &json["notes"][0]),
        (&"c".into(), &"note: 2 nodes more".into())
    );
    let below = lab.run(&["ls", "-R", "/l", "--limit", "2"]).exits(0);
    assert_eq!(below.text(), "/l\n/l/a\n");
    assert!(below.stderr.contains("there are more"), "{}", below.stderr);
    let all = lab.run(&["ls", "-R", "/l", "--limit", "7"]).exits(0);
    assert_eq!((all.text().lines().count(), all.stderr.as_str()), (7, ""));
    lab.run(&["ls", "/l", "--limit", "0"]).exits(2);
}

#[test]
fn names_stand_one_to_a_line_if_told_to() {
    let lab = planted();
    let mut columns = Terminal::start(&lab, &["ls", "/l"]);
    columns.sees("a  b  c");
    columns.exits(0);
    let mut single = Terminal::start(&lab, &["ls", "-1", "/l"]);
    single.sees("a\r\nb\r\nc\r\n");
    single.exits(0);
    lab.run(&["ls", "-1", "-l", "/l"]).exits(2);
}

#[test]
fn a_directory_that_was_meant_is_recognised() {
    let lab = planted();
    let dir = lab.path("data");
    let missing = lab.run(&["diff", &dir, "/l"]).exits(3);
    assert!(missing.stderr.contains("there is a directory of that name"), "{}", missing.stderr);
    assert!(missing.stderr.contains(&format!("@{dir}")), "{}", missing.stderr);
    let plain = lab.run(&["diff", "/nope", "/l"]).exits(3);
    assert!(!plain.stderr.contains("directory"), "{}", plain.stderr);
}
