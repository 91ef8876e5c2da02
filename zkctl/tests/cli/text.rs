//! Help, usage errors and what else is text, compared with checked-in files.

use std::path::Path;

use crate::support::zkctl;

/// Compares with a checked-in text; `ZKCTL_BLESS=1` writes it.
#[track_caller]
pub fn is_golden(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/golden").join(name);
    if std::env::var_os("ZKCTL_BLESS").is_some() {
        std::fs::write(&file, text).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(expected == text, "{name} differs; ZKCTL_BLESS=1 accepts it. It is now:\n{text}");
}

#[test]
fn help_is_as_checked_in() {
    is_golden("help.txt", &zkctl(&["--help"]).exits(0).text());
    is_golden("help-overview.txt", &zkctl(&["help"]).exits(0).text());
    for topic in ["exit-codes", "env", "formats", "shell", "zkcli"] {
        is_golden(&format!("help-{topic}.txt"), &zkctl(&["help", topic]).exits(0).text());
    }
    for command in ["ls", "get", "create", "set", "deleteall", "watch", "multi", "playground", "bench"] {
        is_golden(&format!("help-{command}.txt"), &zkctl(&[command, "-h"]).exits(0).text());
    }
    for command in ["lock", "elect"] {
        is_golden(&format!("help-{command}.txt"), &zkctl(&[command, "--help"]).exits(0).text());
    }
    is_golden("help-log-cat.txt", &zkctl(&["log", "cat", "-h"]).exits(0).text());
}

#[test]
fn usage_errors_are_2_and_suggest() {
    let typo = zkctl(&["creat", "/a"]).exits(2);
    assert!(typo.stderr.contains("'create'"), "{}", typo.stderr);
    let json = zkctl(&["-o", "json", "creat", "/a"]).exits(2);
    assert_eq!(json.error()["code"], "Usage");
    assert!(json.stdout.is_empty());
    zkctl(&["ls", "--nonsense"]).exits(2);
    zkctl(&["ls", "--timeout", "10"]).exits(2);
    zkctl(&["create", "/a\u{1}"]).exits(2);
    zkctl(&["help", "nonsense"]).exits(2);
}

#[test]
fn topics_may_be_asked_for_as_options() {
    for topic in ["exit-codes", "env", "formats", "zkcli"] {
        let option = format!("--{topic}");
        assert_eq!(zkctl(&["help", &option]).exits(0).text(), zkctl(&["help", topic]).exits(0).text());
    }
    zkctl(&["help", "--env", "--zkcli"]).exits(2);
}

#[test]
fn every_command_has_a_manual_page_with_examples() {
    let dir = tempfile::tempdir().unwrap();
    zkctl(&["man", "--all", dir.path().to_str().unwrap()]).exits(0);
    for page in ["zkctl.1", "zkctl-get.1", "zkctl-acl-set.1", "zkctl-log-cat.1", "zkctl-reconfig.1"] {
        let text = std::fs::read_to_string(dir.path().join(page)).unwrap_or_else(|e| panic!("{page}: {e}"));
        assert!(text.contains(".SH SYNOPSIS") && text.contains("zkctl"), "{page}");
        assert!(page == "zkctl.1" || text.contains("Examples:"), "{page}: {text}");
    }
}

#[test]
fn what_is_malformed_is_refused_with_the_part_that_is() {
    for (args, part, hint) in [
        (&["setAcl", "/a", "world:anyone:rz"][..], "`rz`", "cdrwa"),
        (&["setAcl", "/a", "digest:bob"], "`digest:bob`", "SCHEME:ID:PERMS"),
        (&["create", "/a", "x", "--acl", "world:me:r"], "`world:me:r`", "anyone"),
        (&["get", "/a\u{1}b"], "/a\\u{1}b", ""),
        (&["set", "/a", "x", "-v", "two"], "'two'", "--version"),
        (&["get", "/a", "--sta"], "'--sta'", "--stat"),
        (&["gett", "/a"], "gett", "get"),
        (&["ls", "/", "-o", "xml"], "'xml'", "yaml"),
        (&["create", "-t", "soon", "/a"], "`soon`", "10s"),
        (&["-serve", "h:1", "ls"], "`-serve`", "-server"),
        (&["reconfig", "-add", "server.4=h"], "`server.4=h`", "server.4=HOST"),
    ] {
        let run = zkctl(args).exits(2);
        assert!(run.stdout.is_empty());
        assert!(run.stderr.contains(part) && run.stderr.contains(hint), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn version_completions_and_manual() {
    assert_eq!(zkctl(&["version"]).exits(0).text(), "zkctl 0.1.0\n");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(zkctl(&["completions", shell]).exits(0).text().contains("zkctl"), "{shell}");
    }
    assert!(zkctl(&["man"]).exits(0).text().contains(".TH zkctl"));
}
