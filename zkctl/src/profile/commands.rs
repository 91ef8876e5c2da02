//! `profile`: list, show, choose, add, edit, remove and check profiles.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;

use zk_client::{Client, TlsCheck};
use zk_config::{Config, Editor, Secret};

use super::args::{AddArgs, CheckArgs, ProfileCommand, ShowArgs};
use super::target::{Origin, Sourced, Target};
use super::{config, config_path, failure, previous};
use crate::args::LineArgs;
use crate::connect_args::ConnectArgs;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const LIST: &[Column] = &[
    Column::new("current", ""),
    Column::new("profile", "PROFILE"),
    Column::new("connect", "CONNECT"),
    Column::new("tls", "TLS"),
    Column::new("auth", "AUTH"),
    Column::new("protection", "PROTECTION"),
];
const SHOWN: &[Column] = &[Column::new("setting", "SETTING"), Column::new("value", "VALUE")];
const SHOWN_WITH_ORIGIN: &[Column] =
    &[Column::new("setting", "SETTING"), Column::new("value", "VALUE"), Column::new("origin", "FROM")];
const CHECKED: &[Column] =
    &[Column::new("profile", "PROFILE"), Column::new("ok", "OK"), Column::new("finding", "FINDING")];

/// Runs one of the commands.
///
/// # Errors
/// The file is wrong, the profile is not there, or a check found something.
pub async fn run(command: ProfileCommand, args: &ConnectArgs, line: &LineArgs) -> Result<Reply> {
    match command {
        ProfileCommand::Ls => list(args),
        ProfileCommand::Show(show) => self::show(&show, args, line),
        ProfileCommand::Use(name) if name.name == "-" => back(args),
        ProfileCommand::Use(name) => choose(&name.name, args),
        ProfileCommand::Back => back(args),
        ProfileCommand::Add(add) => self::add(&add, args),
        ProfileCommand::Edit => edit(args),
        ProfileCommand::Rm(name) => remove(&name.name, args),
        ProfileCommand::Check(check) => self::check(&check, args, line).await,
    }
}

fn list(args: &ConnectArgs) -> Result<Reply> {
    let config = config(args)?;
    let row = |(name, profile): (&String, &zk_config::Profile)| {
        let auth = profile.auth.iter().map(|a| format!("{}:{}", a.scheme, a.user)).collect();
        let mut protection = Vec::new();
        if profile.read_only {
            protection.push("read-only".to_owned());
        }
        if profile.protected {
            protection.push("protected".to_owned());
        }
        protection.extend(profile.protect_paths.iter().cloned());
        let is_current = config.current.as_ref() == Some(name);
        Row::new(vec![
            Cell::text(if is_current { "*" } else { "" }),
            Cell::text(name),
            profile.connect.clone().into(),
            profile.tls.is_some().into(),
            Cell::List(auth),
            Cell::List(protection),
        ])
    };
    let rows = config.profiles.iter().map(row).collect();
    let foot = match config.profiles.is_empty() {
        true => vec!["no profiles yet: zkctl profile add NAME -C HOSTS".into()],
        false => Vec::new(),
    };
    Ok(Reply::Report(Report { name: "profiles", columns: LIST, rows, foot, ..Report::default() }))
}

fn show(show: &ShowArgs, args: &ConnectArgs, line: &LineArgs) -> Result<Reply> {
    let mut args = args.clone();
    args.profile = show.name.clone().or(args.profile);
    let target = Target::resolve(&args, line)?;
    let mut rows = Vec::new();
    let mut add = |setting: &str, value: Cell, origin: &Origin| {
        let mut cells = vec![Cell::text(setting), value];
        if show.origin {
            cells.push(Cell::text(origin.to_string()));
        }
        rows.push(Row::new(cells));
    };
    let own = Origin::Profile(target.name.clone().unwrap_or_default());
    add("connect", target.connect.value.clone().into(), &target.connect.origin);
    let time = |t: &Sourced<std::time::Duration>| {
        Cell::text(
            jiff::SignedDuration::try_from(t.value)
                .map_or_else(|_| format!("{:?}", t.value), |d| format!("{d:#}")),
        )
    };
    add("connect_timeout", time(&target.connect_timeout), &target.connect_timeout.origin);
    add("session_timeout", time(&target.session_timeout), &target.session_timeout.origin);
    add("timeout", time(&target.timeout), &target.timeout.origin);
    match &target.retries {
        Some(retries) => add("retries", Cell::from(u64::from(retries.value)), &retries.origin),
        None => add("retries", Cell::None, &Origin::BuiltIn),
    }
    add("max_nodes", target.max_nodes.value.into(), &target.max_nodes.origin);
    add("undo", target.undo.value.into(), &target.undo.origin);
    add("history", target.history.value.into(), &target.history.origin);
    for (name, value) in [("output", &target.output), ("time", &target.time)] {
        if let Some(value) = value {
            add(name, value.value.clone().into(), &value.origin);
        }
    }
    add("read_only", target.read_only.value.into(), &target.read_only.origin);
    if target.name.is_some() {
        add("protected", target.profile.protected.into(), &own);
        add("protect_paths", Cell::List(target.profile.protect_paths.clone()), &own);
        add("four_letter", (!target.profile.no_four_letter).into(), &own);
        add("color", target.profile.color.clone().into(), &own);
        add("admin", Cell::List(target.profile.admin.clone()), &own);
    }
    let tls = &target.tls;
    add("tls", tls.value.is_some().into(), &tls.origin);
    if let Some(options) = &tls.value {
        let file = |f: &Option<PathBuf>| Cell::from(f.as_ref().map(|f| f.display().to_string()));
        add("tls.ca", file(&options.ca), &tls.origin);
        add("tls.cert", file(&options.cert), &tls.origin);
        add("tls.key", file(&options.key), &tls.origin);
        add("tls.password_file", file(&target.tls_password_file), &tls.origin);
        add("tls.server_name", options.name.clone().into(), &tls.origin);
        add("tls.insecure", (options.check == TlsCheck::Nothing).into(), &tls.origin);
    }
    if args.auth.is_empty() && args.auth_file.is_none() && args.auth_cmd.is_none() {
        for entry in &target.profile.auth {
            let text = format!("{}:{}, secret {}", entry.scheme, entry.user, entry.secret);
            add("auth", Cell::text(text), &own);
        }
    } else {
        for who in &args.auth {
            add("auth", Cell::text(format!("{}:{}", who.scheme, who.user)), &Origin::Option);
        }
        if let Some(file) = &args.auth_file {
            let variable = args.from_environment.get("auth_file") == Some(&true);
            let origin = if variable { Origin::Variable } else { Origin::Option };
            add("auth_file", Cell::text(file.display().to_string()), &origin);
        }
    }
    let columns = if show.origin { SHOWN_WITH_ORIGIN } else { SHOWN };
    let fields = vec![("profile", Cell::from(target.name.clone()))];
    Ok(Reply::Report(Report { name: "settings", fields, columns, rows, ..Report::default() }))
}

fn choose(name: &str, args: &ConnectArgs) -> Result<Reply> {
    let config = config(args)?;
    config.profile(name).map_err(|e| failure(&e))?;
    let mut editor = editor(args)?;
    editor.set_current(Some(name));
    save(editor)?;
    if let Some(before) = config.current.filter(|before| before != name) {
        previous::write(&before)?;
    }
    Ok(Reply::Text { key: "profile", text: name.to_owned() })
}

fn back(args: &ConnectArgs) -> Result<Reply> {
    match previous::read() {
        Some(name) => choose(&name, args),
        None => Err(Failure::new(Exit::NotFound, "NoProfile", "no other profile was used before")
            .hint("zkctl profile ls")),
    }
}

fn add(add: &AddArgs, args: &ConnectArgs) -> Result<Reply> {
    let name = add.name.as_str();
    let shown = crate::sanitise::line(name).into_owned();
    let mut editor = editor(args)?;
    if config(args)?.profiles.contains_key(name) {
        return Err(Failure::new(Exit::Precondition, "ProfileExists", format!("profile {shown} exists"))
            .hint("`profile edit` changes it, `profile rm` removes it"));
    }
    if !editor.add(name) {
        return Err(Failure::usage(format!("`{shown}` cannot name a profile"))
            .hint("letters, digits, `-`, `_` and `.`, not starting with `-`"));
    }
    let Some(connect) = &args.connect else {
        return Err(Failure::usage("a profile needs to know its servers").hint("-C HOSTS"));
    };
    Context::parse_servers(connect)?;
    editor.set_text(name, "connect", connect);
    let times = [("connect_timeout", args.connect_timeout), ("session_timeout", args.session_timeout)];
    for (key, value) in times {
        if let Some(value) = value {
            editor.set_text(name, key, &format!("{}ms", value.as_millis()));
        }
    }
    for (key, on) in
        [("read_only", args.read_only), ("protected", add.protected), ("tls.insecure", args.tls_insecure)]
    {
        if on {
            editor.set_flag(name, key, true);
        }
    }
    if args.tls && !args.tls_insecure && args.tls_ca.is_none() {
        return Err(Failure::usage("TLS needs to know whom to believe").hint("--tls-ca FILE"));
    }
    for (key, file) in [
        ("tls.ca", &args.tls_ca),
        ("tls.cert", &args.tls_cert),
        ("tls.key", &args.tls_key),
        ("tls.password_file", &args.tls_password_file),
    ] {
        if let Some(file) = file {
            // The file is read from anywhere, this one from here.
            let absolute = std::path::absolute(file)
                .map_err(|e| Failure::io(format_args!("cannot find {}", file.display()), e))?;
            editor.set_text(name, key, &absolute.to_string_lossy());
        }
    }
    if let Some(server_name) = &args.tls_name {
        editor.set_text(name, "tls.server_name", server_name);
    }
    if !add.protect.is_empty() {
        editor.set_list(name, "protect_paths", &add.protect);
    }
    if args.sasl.is_some() {
        editor.set_text(name, "sasl", "digest-md5");
    }
    let secret = match (&add.secret_cmd, &add.secret_file) {
        (Some(command), _) => Some(("secret_cmd", command.as_str())),
        (None, Some(file)) => Some(("secret_file", file.as_str())),
        (None, None) => None,
    };
    if secret.is_some() && args.auth.len() != 1 {
        return Err(Failure::usage("--secret-cmd and --secret-file go with one --auth SCHEME:USER"));
    }
    for who in &args.auth {
        editor.add_auth(name, &who.scheme, &who.user, secret);
    }
    if add.make_current {
        editor.set_current(Some(name));
    }
    save(editor)?;
    Ok(Reply::Text { key: "profile", text: name.to_owned() })
}

fn remove(name: &str, args: &ConnectArgs) -> Result<Reply> {
    config(args)?.profile(name).map_err(|e| failure(&e))?;
    let mut editor = editor(args)?;
    editor.remove(name);
    save(editor)?;
    Ok(Reply::Nothing)
}

fn edit(args: &ConnectArgs) -> Result<Reply> {
    let file = required_path(args)?;
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new(Exit::Refused, "NoTerminal", "there is no terminal to edit on"));
    }
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => "schema = 1\n".to_owned(),
        Err(e) => return Err(Failure::io(format_args!("cannot read {}", file.display()), e)),
    };
    let draft = tempfile::Builder::new()
        .prefix("zkd-config.")
        .suffix(".toml")
        .tempfile()
        .map_err(|e| Failure::io("cannot make a temporary file", e))?;
    let fail = |e| Failure::io("cannot write the temporary file", e);
    std::fs::write(draft.path(), &text).map_err(fail)?;
    let editor =
        ["VISUAL", "EDITOR"].iter().find_map(|v| std::env::var(v).ok().filter(|v| !v.trim().is_empty()));
    let editor = editor.unwrap_or_else(|| "vi".into());
    // A shell, since people write `code --wait` into the variable.
    let status =
        Command::new("sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(draft.path()).status();
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => {
            return Err(Failure::new(Exit::Unexpected, "Editor", format!("the editor failed: {status}")));
        }
        Err(e) => return Err(Failure::io("cannot start the editor", e)),
    }
    let new = std::fs::read_to_string(draft.path()).map_err(fail)?;
    if new == text {
        return Ok(Reply::Nothing);
    }
    if let Err(error) = Config::parse(&new, &file) {
        let kept =
            draft.into_temp_path().keep().map_err(|e| Failure::io("cannot keep the draft", e.error))?;
        return Err(failure(&error).hint(format!("nothing was changed; your text is in {}", kept.display())));
    }
    let write = || {
        if let Some(dir) = file.parent() {
            std::fs::create_dir_all(dir)?;
        }
        std::fs::write(&file, &new)
    };
    write().map_err(|e| Failure::io(format_args!("cannot write {}", file.display()), e))?;
    Ok(Reply::Nothing)
}

async fn check(check: &CheckArgs, args: &ConnectArgs, line: &LineArgs) -> Result<Reply> {
    let config = config(args)?;
    let names: Vec<String> = match &check.name {
        Some(name) => {
            config.profile(name).map_err(|e| failure(&e))?;
            vec![name.clone()]
        }
        None => config.profiles.keys().cloned().collect(),
    };
    let mut rows = Vec::new();
    let mut worst: Option<Exit> = None;
    for name in names {
        let mut args = args.clone();
        args.profile = Some(name.clone());
        let finding = match one(&config, &args, line, check.connect_now).await {
            Ok(said) => (true, said, Tone::Good),
            Err(found) => {
                worst = worst.or(Some(found.exit()));
                let hint = found.hint_text().map(|h| format!(" ({h})")).unwrap_or_default();
                (false, format!("{}{hint}", found.message()), Tone::Bad)
            }
        };
        let (ok, said, tone) = finding;
        rows.push(Row::new(vec![Cell::text(name), ok.into(), Cell::text(said)]).tone(tone));
    }
    let report = Reply::Report(Report { name: "checks", columns: CHECKED, rows, ..Report::default() });
    match worst {
        None => Ok(report),
        Some(_) => {
            let mut out = crate::output::Out::stdout(line.output, &line.form, args.color);
            out.show(&report)?;
            out.end()?;
            Err(Failure::silent(Exit::Findings))
        }
    }
}

async fn one(config: &Config, args: &ConnectArgs, line: &LineArgs, connect: bool) -> Result<String> {
    let target = Target::of(config, args, line)?;
    Context::parse_servers(&target.connect.value)?;
    target.load_tls()?;
    for entry in &target.profile.auth {
        if let Secret::File(file) = &entry.secret {
            zk_config::read_private(file).map_err(|e| failure(&e))?;
        }
    }
    if !connect {
        return Ok("the file is in order".into());
    }
    let mut context = Context::new(args.clone(), line)?;
    let client: Client = context.client().await?;
    let server = client.session().map(|s| s.server.to_string()).unwrap_or_default();
    context.disconnect().await;
    Ok(format!("connected to {server}"))
}

fn required_path(args: &ConnectArgs) -> Result<PathBuf> {
    config_path(args).ok_or_else(|| {
        Failure::usage("there is no configuration file to use")
            .hint("without --no-config, or with --config FILE")
    })
}

fn editor(args: &ConnectArgs) -> Result<Editor> {
    let file: PathBuf = required_path(args)?;
    Editor::open(Path::new(&file)).map_err(|e| failure(&e))
}

fn save(editor: Editor) -> Result<Config> {
    editor.save().map_err(|e| failure(&e))
}
