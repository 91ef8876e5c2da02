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
    for topic in ["exit-codes", "env", "shell", "zkcli"] {
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
fn version_completions_and_manual() {
    assert_eq!(zkctl(&["version"]).exits(0).text(), "zkctl 0.0.0\n");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(zkctl(&["completions", shell]).exits(0).text().contains("zkctl"), "{shell}");
    }
    assert!(zkctl(&["man"]).exits(0).text().contains(".TH zkctl"));
}
