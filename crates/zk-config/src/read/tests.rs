//! What the file may say, what is wrong with it, and how it is changed.

use std::path::PathBuf;
use std::time::Duration;

use super::*;
use crate::Editor;

const FULL: &str = r##"
schema = 1
current = "prod"

[defaults]
output = "table"
timeout = "10s"
undo = "off"
history = 500

[profile.dev]
connect = "localhost:2181"

[profile.prod]   # the real one
connect = "zk1:2281,zk2:2281/app"
protected = true
color = "orange"
four_letter = false
protect_paths = ["/kafka/brokers", "/hbase/meta*"]
connect_timeout = "1m30s"
max_nodes = 7
sasl = "digest-md5"
  [profile.prod.tls]
  ca = "/etc/ca.pem"
  server_name = "zk.example"
  [[profile.prod.auth]]
  user = "ops"
  secret_cmd = "pass show zk/prod"
  [[profile.prod.auth]]
  scheme = "sasl"
  user = "bob"
  secret_file = "/etc/secret"

[decode]
"/kafka/**" = "json"
"/hbase/**" = "cmd:decode-it --all"

[alias]
brokers = "ls -l /kafka/brokers/ids"
"##;

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, Path::new("/c.toml"))
}

#[test]
fn a_full_file_says_what_it_says() {
    let config = parse(FULL).unwrap();
    assert_eq!(config.current.as_deref(), Some("prod"));
    assert_eq!(config.defaults.timeout, Some(Duration::from_secs(10)));
    assert_eq!(config.aliases["brokers"], "ls -l /kafka/brokers/ids");
    let prod = config.profile("prod").unwrap();
    assert!(prod.protected && !prod.read_only);
    assert_eq!(prod.settings.connect_timeout, Some(Duration::from_secs(90)));
    assert_eq!(prod.settings.max_nodes, Some(7));
    let tls = prod.tls.clone().unwrap();
    assert_eq!(
        (tls.ca, tls.server_name.as_deref()),
        (Some(PathBuf::from("/etc/ca.pem")), Some("zk.example"))
    );
    assert_eq!((prod.color.as_deref(), prod.no_four_letter), (Some("orange"), true));
    assert_eq!((config.defaults.undo, config.defaults.history), (Some(false), Some(500)));
    let rule = |pattern: &str, how| DecodeRule { pattern: pattern.into(), how };
    let decode =
        [rule("/kafka/**", Decoder::Json), rule("/hbase/**", Decoder::Command("decode-it --all".into()))];
    assert_eq!(config.decode, decode);
    let auth =
        |scheme: &str, user: &str, secret| AuthEntry { scheme: scheme.into(), user: user.into(), secret };
    assert_eq!(
        prod.auth,
        [
            auth("digest", "ops", Secret::Command("pass show zk/prod".into())),
            auth("sasl", "bob", Secret::File("/etc/secret".into())),
        ]
    );
    assert_eq!(parse("").unwrap(), Config { path: Some("/c.toml".into()), ..Config::default() });
}

#[test]
fn what_is_wrong_is_named_by_line_and_key_with_what_was_meant() {
    for (text, says, hint) in [
        ("shcema = 1", "/c.toml:1: unknown key `shcema`", "did you mean `schema`?"),
        ("[profile.p]\ncolor = \"oragne\"", "`oragne` is none of", ""),
        ("[profile.p]\ncolor = \"#12345\"", "`#12345` is none of", ""),
        ("[decode]\n\"/a\" = \"jsn\"", "`jsn` is none of json, hex, cmd:COMMAND", ""),
        ("[decode]\n\"a\" = \"json\"", "starts with /", ""),
        ("[defaults]\nundo = \"never\"", "`never` is none of auto, off", ""),
        ("[defaults]\nhistory = 2000000", "at most 1000000 lines", ""),
        (
            "\n[defaults]\ntimeuot = \"1s\"",
            "/c.toml:3: unknown key `defaults.timeuot`",
            "did you mean `timeout`?",
        ),
        ("[profile.a]\nx = 1", "/c.toml:2: unknown key `profile.a.x`", "known here: connect, protected"),
        (
            "[profile.a.tls]\nserver-name = \"x\"",
            "`profile.a.tls.server-name`",
            "did you mean `server_name`?",
        ),
        ("schema = 2\nwhatever = 1", "schema 2 is newer", "version that wrote it"),
        ("schema = 0", "`schema`: 0 is no version", ""),
        ("schema = \"1\"", "`schema`: it takes a number, not string", ""),
        ("[defaults]\ntimeout = \"10\"", "`defaults.timeout`: `10` needs a unit", ""),
        ("[defaults]\noutput = \"jsn\"", "`jsn` is none of", "did you mean `json`?"),
        ("[defaults]\nmax_nodes = -1", "-1 is out of range", ""),
        ("current = \"a\"", "there is no profile `a`", ""),
        ("profile = 1", "`profile`: it is a table", ""),
        ("[profile]\na = 1", "`profile.a`: it is a table: [profile.a]", ""),
        ("[profile.\"a b\"]", "letters, digits", ""),
        ("[profile.a]\nprotect_paths = [\"x\"]", "`x` does not start with /", ""),
        ("[profile.a]\nprotect_paths = \"/x\"", "it takes a list of strings", ""),
        ("[profile.a]\nsasl = \"digest-md5\"", "it needs an [[auth]]", ""),
        ("[profile.a]\n[[profile.a.auth]]\nscheme = \"digest\"", "needs a user", ""),
        ("[profile.a]\nauth = 1", "[[profile.a.auth]]", ""),
        ("[alias]\na = 1", "`alias.a`: it takes a command", ""),
        ("a = ", "/c.toml:1: ", ""),
        ("[profile.a]\n[profile.a]", "/c.toml:2: ", ""),
    ] {
        let error = parse(text).unwrap_err();
        let whole = format!("{error}\n{}", error.hint().unwrap_or_default());
        assert!(whole.contains(says) && whole.contains(hint), "{text}: {whole}");
    }
}

#[test]
fn a_secret_in_the_file_is_refused_and_not_repeated() {
    for text in [
        "[[profile.a.auth]]\nuser = \"u\"\nsecret = \"canary\"",
        "[[profile.a.auth]]\npassword = \"canary\"",
        "[profile.a]\nconnect = \"canary",
        "[profile.a]\nauth = [\"canary\"]",
    ] {
        let error = parse(text).unwrap_err();
        assert!(!format!("{error} {:?}", error.hint()).contains("canary"), "{error}");
    }
    let error = parse("[[profile.a.auth]]\nuser = \"u\"\nsecret = \"x\"").unwrap_err().to_string();
    assert!(error.contains("secrets have no place in this file"), "{error}");
}

#[test]
fn a_profile_that_is_not_there_is_missed_with_a_suggestion() {
    let hint = |name: &str| parse(FULL).unwrap().profile(name).unwrap_err().hint().unwrap();
    assert_eq!(hint("prdo"), "did you mean `prod`?");
    assert_eq!(hint("something"), "there are: dev, prod");
    assert!(Config::default().profile("a").unwrap_err().hint().unwrap().contains("profile add"));
}

#[test]
fn changes_keep_comments_and_are_checked_before_they_are_written() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("new/config.toml");
    let mut editor = Editor::open(&file).unwrap();
    assert!(editor.add("a") && !editor.add("a") && !editor.add("a b") && !editor.add(""));
    editor.set_text("a", "connect", "h:1");
    editor.set_text("a", "tls.ca", "/ca.pem");
    editor.set_flag("a", "protected", true);
    editor.set_list("a", "protect_paths", &["/x".into()]);
    editor.add_auth("a", "digest", "u", Some(("secret_cmd", "pass x")));
    editor.add_auth("a", "digest", "v", None);
    editor.set_current(Some("a"));
    let config = editor.save().unwrap();
    assert_eq!(Config::read(&file).unwrap(), config);
    assert_eq!(config.profiles["a"].auth.len(), 2);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    std::fs::write(&file, FULL).unwrap();
    let mut editor = Editor::open(&file).unwrap();
    assert!(editor.remove("prod") && !editor.remove("prod"));
    assert!(editor.add("b"));
    assert_eq!(editor.save().unwrap().current, None);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("[profile.dev]") && !text.contains("prod") && text.contains("[profile.b]"),
        "{text}"
    );

    std::fs::write(&file, FULL).unwrap();
    let mut editor = Editor::open(&file).unwrap();
    editor.set_text("dev", "timeout", "soon");
    assert!(editor.save().is_err());
    let mut editor = Editor::open(&file).unwrap();
    editor.set_current(Some("dev"));
    editor.save().unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("[profile.prod]   # the real one") && text.contains("current = \"dev\""), "{text}");
    let left: Vec<_> = std::fs::read_dir(file.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 1, "no temporary file is left: {left:?}");
}
