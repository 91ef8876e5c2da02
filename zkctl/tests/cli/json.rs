//! `-o json` of failures, and what spreadsheets get.

use crate::support::{Lab, zkctl};

#[test]
fn a_failure_leaves_stdout_parseable() {
    let lab = Lab::new();
    for (args, code) in [
        (&["get", "/nope"][..], 3),
        (&["ls", "-R", "/nope"], 3),
        (&["create", "/"], 2),
        (&["get"], 2),
        (&["nonsense"], 2),
        (&["set", "/zookeeper", "x", "-v", "7"], 4),
        (&["deleteall", "/zookeeper"], 12),
        (&["help", "nonsense"], 2),
        (&["watch", "/\u{1}"], 2),
        (&["log", "cat", "/no/such/file"], 1),
        (&["ls", "--columns", "name"], 2),
    ] {
        for form in ["json", "yaml"] {
            let run = lab.run(&[&["-o", form], args].concat()).exits(code);
            assert_eq!(run.error()["exit"], code, "{args:?}");
            assert_eq!(run.error()["applied"], "no", "{args:?}");
            if !run.stdout.is_empty() && form == "json" {
                run.json();
            }
        }
    }
    zkctl(&["-o", "json", "-C", "x:y", "ls"]).exits(2).error();
}

#[test]
fn formulas_are_neutralised_in_csv() {
    let lab = Lab::new();
    lab.run(&["create", "/=1+1", "x"]).exits(0);
    assert_eq!(lab.run(&["ls", "/", "-o", "csv"]).exits(0).text(), "name\n'=1+1\nzookeeper\n");
    assert_eq!(lab.run(&["ls", "/", "-o", "plain"]).exits(0).text(), "=1+1\nzookeeper\n");
    let long = ["ls", "-l", "/", "--columns", "name,size", "-o", "tsv", "--no-header"];
    assert_eq!(lab.run(&long).exits(0).text(), "'=1+1\t1\nzookeeper\t0\n");
}
