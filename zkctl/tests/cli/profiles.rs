//! Profiles and who wins: options, environment, profile, defaults; and what a profile keeps from being changed.

use crate::support::{Lab, Run, run};

/// Runs without -C, with the lab's directory for configuration.
fn bare(lab: &Lab, args: &[&str]) -> Run {
    run(lab.bare(args), b"")
}

fn config(lab: &Lab, text: &str) {
    std::fs::create_dir_all(lab.path("zkd")).unwrap();
    std::fs::write(lab.path("zkd/config.toml"), text).unwrap();
}

fn setting(run: &Run, name: &str) -> (String, String) {
    let json = run.json();
    let rows = json["settings"].as_array().unwrap();
    let row = rows.iter().find(|r| r["setting"] == name).unwrap_or_else(|| panic!("{name} in {json}"));
    (row["value"].to_string(), row["origin"].as_str().unwrap().to_owned())
}

#[test]
fn option_then_environment_then_profile_then_defaults_then_built_in() {
    let lab = Lab::new();
    config(
        &lab,
        "schema = 1\ncurrent = \"a\"\n[defaults]\ntimeout = \"3s\"\nmax_nodes = 7\nsession_timeout = \"9s\"\n\
         [profile.a]\nconnect = \"h:1\"\ntimeout = \"4s\"\nconnect_timeout = \"2s\"\n[profile.b]\nconnect = \"h:2\"\n",
    );
    let show = |extra: &[&str], variable: Option<(&str, &str)>| {
        let mut command = lab.bare(&["profile", "show", "--origin", "-o", "json"]);
        command.args(extra);
        if let Some((name, value)) = variable {
            command.env(name, value);
        }
        run(command, b"").exits(0)
    };
    let plain = show(&[], None);
    let is = |run: &Run, name: &str, value: &str, origin: &str| {
        assert_eq!(setting(run, name), (value.to_owned(), origin.to_owned()), "{name}");
    };
    is(&plain, "connect", "\"h:1\"", "profile a");
    is(&plain, "timeout", "\"4s\"", "profile a");
    is(&plain, "max_nodes", "7", "[defaults]");
    is(&plain, "read_only", "false", "built in");
    let variable = show(&[], Some(("ZKD_CONNECT_TIMEOUT", "8s")));
    is(&variable, "connect_timeout", "\"8s\"", "environment");
    let both = show(&["--connect-timeout", "6s"], Some(("ZKD_CONNECT_TIMEOUT", "8s")));
    is(&both, "connect_timeout", "\"6s\"", "option");
    is(&show(&["-P", "b"], None), "timeout", "\"3s\"", "[defaults]");
    is(&show(&[], Some(("ZKD_PROFILE", "b"))), "connect", "\"h:2\"", "profile b");
    // Servers named without a profile have nothing to do with the current one.
    is(&show(&["-C", "h:3"], None), "timeout", "\"3s\"", "[defaults]");
    is(&show(&["-C", "h:3", "-P", "a"], None), "timeout", "\"4s\"", "profile a");
    is(&show(&["--no-config"], None), "connect", "\"localhost:2181\"", "built in");
}

#[test]
fn a_bad_file_is_2_and_names_line_and_key() {
    let lab = Lab::new();
    config(&lab, "[defaults]\ntimeuot = \"3s\"\n");
    let run = bare(&lab, &["ls", "/"]).exits(2);
    assert!(run.stderr.contains("config.toml:2: unknown key `defaults.timeuot`"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `timeout`?"), "{}", run.stderr);
    config(&lab, "schema = 99\n");
    assert!(bare(&lab, &["ls", "/"]).exits(2).stderr.contains("schema 99 is newer"));
    lab.run(&["ls", "/", "--no-config"]).exits(0);
    let run = bare(&lab, &["ls", "/", "--config", &lab.path("none.toml")]).exits(1);
    assert!(run.stderr.contains("none.toml"), "{}", run.stderr);
    config(&lab, "[profile.prod]\nconnect = \"h\"\n");
    let run = bare(&lab, &["ls", "/", "-P", "prdo"]).exits(2);
    assert!(
        run.stderr.contains("there is no profile `prdo`") && run.stderr.contains("`prod`"),
        "{}",
        run.stderr
    );
}

#[test]
fn profiles_are_added_chosen_shown_and_removed() {
    let lab = Lab::new();
    let addr = lab.addr.to_string();
    bare(&lab, &["profile", "add", "dev", "-C", &addr, "--use"]).exits(0);
    bare(&lab, &["profile", "add", "dev", "-C", &addr]).exits(4);
    bare(&lab, &["profile", "add", "x"]).exits(2);
    bare(&lab, &["profile", "add", "x", "-C", "h:x"]).exits(2);
    bare(&lab, &["profile", "add", "p", "-C", "h:1/a", "--protected", "--protect", "/x"]).exits(0);
    assert_eq!(bare(&lab, &["create", "/a", "x"]).exits(0).text(), "/a\n");
    let rows = bare(&lab, &["profile", "ls", "-o", "json"]).exits(0).json()["profiles"].clone();
    assert_eq!((rows[0]["profile"].as_str(), rows[0]["current"].as_str()), (Some("dev"), Some("*")));
    assert_eq!(rows[1]["protection"], serde_json::json!(["protected", "/x"]));
    bare(&lab, &["profile", "use", "p"]).exits(0);
    bare(&lab, &["profile", "use", "-"]).exits(0);
    assert_eq!(bare(&lab, &["get", "/a"]).exits(0).text(), "x");
    bare(&lab, &["profile", "-"]).exits(0);
    assert!(bare(&lab, &["profile", "show"]).exits(0).text().contains("h:1/a"));
    bare(&lab, &["profile", "use", "nope"]).exits(2);
    let check = bare(&lab, &["profile", "check", "dev", "--connect-now", "-o", "json"]).exits(0).json();
    assert_eq!(check["checks"][0]["ok"], true);
    bare(&lab, &["profile", "rm", "p"]).exits(0);
    bare(&lab, &["profile", "rm", "p"]).exits(2);
    assert!(bare(&lab, &["profile", "edit"]).exits(12).stderr.contains("no terminal"));
    config(&lab, "[profile.t]\nconnect = \"h\"\n[profile.t.tls]\nca = \"/none.pem\"\n");
    let check = bare(&lab, &["profile", "check"]).exits(10);
    assert!(check.text().contains("/none.pem"), "{}", check.text());
}

#[test]
fn an_alias_stands_for_a_command_here_and_in_the_shell() {
    let lab = Lab::new();
    config(
        &lab,
        "[alias]\nput-it = \"create /it 'a b'\"\nit = \"get /it\"\nls = \"get /it\"\nloop = \"loop\"\n",
    );
    lab.run(&["put-it"]).exits(0);
    assert_eq!(lab.run(&["it"]).exits(0).text(), "a b");
    assert!(lab.run(&["it", "-o", "json"]).exits(0).json()["value"]["data"] == "a b");
    assert_eq!(lab.run_with(&[], b"it\n").exits(0).text(), "a b");
    assert_eq!(lab.run(&["ls", "/"]).exits(0).text(), "it\nzookeeper\n");
    lab.run(&["loop"]).exits(2);
    lab.run(&["it", "--no-config"]).exits(2);
}

#[test]
fn a_read_only_run_changes_nothing_by_any_way() {
    let lab = Lab::new();
    lab.run(&["create", "/a", "x"]).exits(0);
    lab.run(&["create", "/a/b", "x"]).exits(0);
    for args in [
        &["create", "/c", "x"][..],
        &["set", "/a", "y"],
        &["put", "/a", "y"],
        &["touch", "/a"],
        &["delete", "/a/b"],
        &["deleteall", "/a", "-y"],
        &["setAcl", "/a", "world:anyone:cdrwa"],
        &["setAcl", "-R", "/a", "world:anyone:cdrwa"],
        &["cp", "-r", "/a", "/z"],
    ] {
        let args = [args, &["--read-only", "-o", "json"]].concat();
        let run = lab.run(&args).exits(12);
        assert_eq!(
            (run.error()["exit"].as_i64(), run.error()["applied"].as_str()),
            (Some(12), Some("no")),
            "{args:?}"
        );
    }
    lab.run_with(&["multi", "-f", "-", "--read-only"], b"set /a z\n").exits(12);
    assert_eq!(lab.run(&["get", "/a", "--read-only"]).exits(0).text(), "x");
    assert_eq!(lab.run(&["count", "/a"]).exits(0).text(), lab.run(&["count", "/a", "--read-only"]).text());
    let mut command = lab.command(&["set", "/a", "y"]);
    command.env("ZKD_READ_ONLY", "1");
    run(command, b"").exits(12);
}

#[test]
fn protected_paths_and_profiles_hold_back_changes() {
    let lab = Lab::new();
    for path in ["/kafka", "/kafka/brokers", "/kafka/brokers/1", "/free", "/free/a"] {
        lab.run(&["create", path, "x"]).exits(0);
    }
    let addr = lab.addr;
    config(
        &lab,
        &format!(
            "[profile.paths]\nconnect = \"{addr}\"\nprotect_paths = [\"/kafka/brokers\"]\n\
             [profile.prod]\nconnect = \"{addr}\"\nprotected = true\n"
        ),
    );
    let run = bare(&lab, &["-P", "paths", "set", "/kafka/brokers/1", "y"]).exits(12);
    assert!(run.stderr.contains("profile paths protects /kafka/brokers"), "{}", run.stderr);
    bare(&lab, &["-P", "paths", "deleteall", "/kafka", "-y"]).exits(12);
    assert_eq!(lab.run(&["get", "/kafka/brokers/1"]).exits(0).text(), "x");
    bare(&lab, &["-P", "paths", "set", "/kafka", "y"]).exits(0);

    bare(&lab, &["-P", "prod", "create", "/new", "x"]).exits(0);
    for args in [&["set", "/free", "y"][..], &["delete", "/free/a"], &["deleteall", "/free", "-y"]] {
        let run = bare(&lab, &[&["-P", "prod"], args].concat()).exits(12);
        assert!(run.stderr.contains("--confirm /free"), "{args:?}: {}", run.stderr);
    }
    bare(&lab, &["-P", "prod", "deleteall", "/free", "--confirm", "/other"]).exits(12);
    bare(&lab, &["-P", "prod", "set", "/free", "y", "--confirm", "/free"]).exits(0);
    bare(&lab, &["-P", "prod", "deleteall", "/free", "--confirm", "/free"]).exits(0);
    lab.run(&["exists", "/free"]).exits(3);
}

#[test]
fn a_script_goes_from_profile_to_profile_and_back() {
    let (first, second) = (Lab::new(), Lab::new());
    first.run(&["create", "/here", "first"]).exits(0);
    second.run(&["create", "/here", "second"]).exits(0);
    let text = format!(
        "current = \"one\"\n[profile.one]\nconnect = \"{}\"\n[profile.two]\nconnect = \"{}\"\n\
         [profile.bad]\nconnect = \"h:x\"\n",
        first.addr, second.addr
    );
    config(&first, &text);
    let script = |lines: &str| run(first.bare(&["-q"]), lines.as_bytes());
    let went =
        script("get /here\nprofile use two\nget /here\nprofile -\nget /here\nprofile use -\nget /here\n");
    assert_eq!(went.exits(0).text(), "firstsecondfirstsecond");
    assert!(script("profile use tow\n").exits(2).stderr.contains("did you mean `two`?"));
    script("profile -\n").exits(3);
    script("profile use bad\n").exits(2);
    // The file says what it said.
    assert_eq!(bare(&first, &["get", "/here"]).exits(0).text(), "first");
    assert!(script("profile ls\n").exits(0).text().contains("*\tone\t"));
    // What the command line said of one ensemble is not said to another.
    let auth = first.private("auth", "digest:bob:secret\n");
    let lines = b"whoami\nprofile use two\nwhoami\n";
    let whoami = run(first.bare(&["-q", "--auth-file", &auth]), lines).exits(0).text();
    assert_eq!(whoami.matches("digest\tbob").count(), 1, "{whoami}");
}

#[test]
fn a_profile_without_words_asks_the_adminserver() {
    let lab = Lab::with(|config| {
        config.admin = Some(zkd::config::HttpConfig { port: 0, ..Default::default() });
    });
    let profile = |rest: &str| {
        config(&lab, &format!("current = \"p\"\n[profile.p]\nconnect = \"{}\"\n{rest}\n", lab.addr));
    };
    profile(&format!("four_letter = false\nadmin = \"http://{{host}}:{}/commands\"", lab.http().port()));
    let stats = bare(&lab, &["server", "stats", "-o", "json"]).exits(0).json();
    assert_eq!(stats["servers"][0]["mode"], "standalone");
    let refused = bare(&lab, &["server", "4lw", "ruok"]).exits(12);
    assert!(refused.stderr.contains("four_letter = false"), "{}", refused.stderr);
    bare(&lab, &["server", "admin", "monitor"]).exits(0);
    profile("four_letter = false");
    let denied = bare(&lab, &["server", "stats"]).exits(14);
    assert!(denied.stderr.contains("four_letter = false"), "{}", denied.stderr);
    profile("admin = \"https://{host}:1/commands\"\ntls = { ca = \"/no/such/ca.pem\" }");
    assert!(bare(&lab, &["server", "admin", "monitor"]).exits(2).stderr.contains("/no/such/ca.pem"));
}

#[test]
fn no_journal_is_kept_where_the_file_says_so() {
    let lab = Lab::new();
    for (undo, entries) in [("auto", 1), ("off", 1)] {
        config(&lab, &format!("[defaults]\nundo = \"{undo}\"\n"));
        lab.run(&["create", "-p", "/gone/too"]).exits(0);
        lab.run(&["deleteall", "-y", "/gone"]).exits(0);
        let listed = lab.run(&["undo", "-o", "json"]).exits(0).json();
        assert_eq!(listed["entries"].as_array().unwrap().len(), entries, "{undo}");
    }
}

#[test]
fn data_is_decoded_for_people_and_not_for_programs() {
    let lab = Lab::new();
    config(
        &lab,
        "[decode]\n\"/json/*\" = \"json\"\n\"/hex/**\" = \"hex\"\n\"/cmd/*\" = \"cmd:tr a-z A-Z; echo $ZKD_PATH\"\n\
         \"/bad/*\" = \"cmd:false\"\n\"/endless/*\" = \"cmd:yes\"\n",
    );
    for (path, data) in [
        ("/json/a", "{\"z\":1,\"a\":[true]}"),
        ("/json/b", "no json"),
        ("/hex/a/b", "AB"),
        ("/cmd/a", "text"),
        ("/bad/a", "kept"),
        ("/endless/a", "kept"),
    ] {
        lab.run(&["create", "-p", path, data]).exits(0);
    }
    let get = |path: &str| lab.run(&["get", path, "-o", "table"]).exits(0);
    assert_eq!(get("/json/a").text(), "{\n  \"z\": 1,\n  \"a\": [\n    true\n  ]\n}\n");
    assert_eq!(lab.run(&["get", "/json/a"]).text(), "{\"z\":1,\"a\":[true]}");
    assert_eq!(lab.run(&["get", "/json/a", "-o", "json"]).json()["value"]["bytes"], 18);
    let odd = get("/json/b");
    assert!(odd.text().starts_with("no json") && odd.stderr.contains("is no JSON"), "{}", odd.stderr);
    assert!(get("/hex/a/b").text().contains("41 42"));
    assert_eq!(get("/cmd/a").text(), "TEXT/cmd/a\n");
    let failed = get("/bad/a");
    assert!(
        failed.text().starts_with("kept") && failed.stderr.contains("`false` cannot decode"),
        "{}",
        failed.stderr
    );
    assert!(get("/endless/a").stderr.contains("prints more than"));
}
