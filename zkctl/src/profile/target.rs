//! One answer from all that say something: option, variable, profile, `[defaults]`, built in; in this order.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use zk_client::{Password, Tls, TlsCheck, TlsOptions};
use zk_config::{Config, DecodeRule, Profile, Protection, Settings, TlsFiles};

use super::java;
use crate::args::LineArgs;
use crate::connect_args::ConnectArgs;
use crate::failure::{Failure, Result};
use crate::shell::MAX_LINES;

const CONNECT: &str = "localhost:2181";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const SESSION_TIMEOUT: Duration = Duration::from_secs(30);
const TIMEOUT: Duration = Duration::from_secs(10);
const MAX_NODES: usize = 100;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Option,
    Variable,
    Profile(String),
    Defaults,
    Java,
    BuiltIn,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Option => f.write_str("option"),
            Origin::Variable => f.write_str("environment"),
            Origin::Profile(name) => write!(f, "profile {name}"),
            Origin::Defaults => f.write_str("[defaults]"),
            Origin::Java => f.write_str("-client-configuration"),
            Origin::BuiltIn => f.write_str("built in"),
        }
    }
}

/// A value and its origin.
#[derive(Clone, Debug)]
pub struct Sourced<T> {
    pub value: T,
    pub origin: Origin,
}

/// Whom to talk to, and how.
#[derive(Clone, Debug)]
pub struct Target {
    /// The profile in use.
    pub name: Option<String>,
    pub profile: Profile,
    pub connect: Sourced<String>,
    pub connect_timeout: Sourced<Duration>,
    pub session_timeout: Sourced<Duration>,
    pub timeout: Sourced<Duration>,
    /// `None`: until the time is up.
    pub retries: Option<Sourced<u32>>,
    pub max_nodes: Sourced<usize>,
    pub output: Option<Sourced<String>>,
    pub time: Option<Sourced<String>>,
    pub read_only: Sourced<bool>,
    pub tls: Sourced<Option<TlsOptions>>,
    /// Where the password of its files is; read when they are.
    pub tls_password_file: Option<PathBuf>,
    pub protection: Protection,
    pub undo: Sourced<bool>,
    pub history: Sourced<usize>,
    pub decode: Vec<DecodeRule>,
}

impl Target {
    /// What the options, the environment and the file say together.
    ///
    /// # Errors
    /// The file is wrong, or there is no such profile.
    pub fn resolve(args: &ConnectArgs, line: &LineArgs) -> Result<Target> {
        for who in &args.auth {
            who.check().map_err(|e| super::failure(&e))?;
        }
        let config = super::config(args)?;
        Target::of(&config, args, line)
    }

    /// The same of a file that is read already.
    ///
    /// # Errors
    /// There is no such profile.
    pub fn of(config: &Config, args: &ConnectArgs, line: &LineArgs) -> Result<Target> {
        let name = config.choose(args.profile.as_deref(), args.connect.is_some());
        let profile = match &name {
            Some(name) => config.profile(name).map_err(|e| super::failure(&e))?.clone(),
            None => Profile::default(),
        };
        let layers = Layers { args, profile: &profile, name: name.as_deref().unwrap_or_default() };
        let connect =
            layers.pick("connect", args.connect.clone(), profile.connect.clone(), None, CONNECT.into());
        let (tls, tls_password_file) = layers.tls(&connect.value)?;
        let setting = |get: fn(&Settings) -> Option<Duration>, id, given, built_in| {
            layers.pick(id, given, get(&profile.settings), get(&config.defaults), built_in)
        };
        let read_only = layers.pick(
            "read_only",
            args.read_only.then_some(true),
            profile.read_only.then_some(true),
            None,
            false,
        );
        let time = line.form.time.map(|t| format!("{t:?}").to_lowercase());
        let output = line.output.map(|o| format!("{o:?}").to_lowercase());
        Ok(Target {
            connect_timeout: setting(
                |s| s.connect_timeout,
                "connect_timeout",
                args.connect_timeout,
                CONNECT_TIMEOUT,
            ),
            session_timeout: setting(
                |s| s.session_timeout,
                "session_timeout",
                args.session_timeout,
                SESSION_TIMEOUT,
            ),
            timeout: setting(|s| s.timeout, "timeout", line.timeout, TIMEOUT),
            retries: layers.maybe("retries", args.retries, profile.settings.retries, config.defaults.retries),
            max_nodes: layers.pick(
                "max_nodes",
                None,
                profile.settings.max_nodes,
                config.defaults.max_nodes,
                MAX_NODES,
            ),
            output: layers.maybe(
                "output",
                output,
                profile.settings.output.clone(),
                config.defaults.output.clone(),
            ),
            time: layers.maybe("time", time, profile.settings.time.clone(), config.defaults.time.clone()),
            tls,
            tls_password_file,
            protection: Protection::new(name.clone(), &profile, read_only.value)
                .map_err(|e| super::failure(&e))?,
            undo: layers.pick("undo", None, profile.settings.undo, config.defaults.undo, true),
            history: layers.pick(
                "history",
                None,
                profile.settings.history,
                config.defaults.history,
                MAX_LINES,
            ),
            decode: config.decode.clone(),
            read_only,
            connect,
            profile,
            name,
        })
    }

    /// What the prompt and messages call it.
    pub fn label(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        Some(if self.profile.protected { format!("{name}!protected") } else { name.to_owned() })
    }

    /// TLS, with its files read.
    ///
    /// # Errors
    /// A file cannot be used.
    pub fn load_tls(&self) -> Result<Option<Tls>> {
        let Some(mut options) = self.tls.value.clone() else { return Ok(None) };
        let passwords = TlsFiles::passwords(self.tls_password_file.as_deref());
        if let Some((own, ca)) = passwords.map_err(|e| super::failure(&e))? {
            options.password = Some(Password::new(own));
            options.ca_password = Some(Password::new(ca));
        }
        load_tls(options).map(Some)
    }
}

/// Reads the files.
///
/// # Errors
/// One cannot be used.
pub fn load_tls(options: TlsOptions) -> Result<Tls> {
    Tls::new(options).map_err(|error| {
        let failure = Failure::usage(format!("TLS: {error}"));
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    })
}

struct Layers<'a> {
    args: &'a ConnectArgs,
    profile: &'a Profile,
    name: &'a str,
}

impl Layers<'_> {
    fn given(&self, id: &str) -> Origin {
        match self.args.from_environment.get(id) {
            Some(true) => Origin::Variable,
            _ => Origin::Option,
        }
    }

    fn maybe<T>(
        &self,
        id: &str,
        given: Option<T>,
        profile: Option<T>,
        defaults: Option<T>,
    ) -> Option<Sourced<T>> {
        let sourced = |value, origin| Some(Sourced { value, origin });
        match (given, profile, defaults) {
            (Some(value), _, _) => sourced(value, self.given(id)),
            (None, Some(value), _) => sourced(value, Origin::Profile(self.name.to_owned())),
            (None, None, Some(value)) => sourced(value, Origin::Defaults),
            (None, None, None) => None,
        }
    }

    fn pick<T>(
        &self,
        id: &str,
        given: Option<T>,
        profile: Option<T>,
        defaults: Option<T>,
        built_in: T,
    ) -> Sourced<T> {
        self.maybe(id, given, profile, defaults)
            .unwrap_or(Sourced { value: built_in, origin: Origin::BuiltIn })
    }

    /// TLS is on when anything asks for it; each of its parts goes its own way through the layers.
    fn tls(&self, connect: &str) -> Result<(Sourced<Option<TlsOptions>>, Option<PathBuf>)> {
        let args = self.args;
        let java = match &args.client_configuration {
            Some(file) => java::read(file)?,
            None => None,
        };
        let profile = self.profile.tls.clone();
        let own = TlsFiles {
            ca: args.tls_ca.clone(),
            cert: args.tls_cert.clone(),
            key: args.tls_key.clone(),
            password_file: args.tls_password_file.clone(),
            server_name: args.tls_name.clone(),
            insecure: args.tls_insecure,
        };
        let given = args.tls || own.is_set();
        let is_url = zk_config::is_tls_url(connect);
        let origin = match (given, &java, &profile) {
            (true, _, _) => Origin::Option,
            (false, Some(_), _) => Origin::Java,
            (false, None, Some(_)) => Origin::Profile(self.name.to_owned()),
            (false, None, None) if is_url => Origin::Option,
            (false, None, None) => return Ok((Sourced { value: None, origin: Origin::BuiltIn }, None)),
        };
        let java = java.unwrap_or_default();
        let of_java = TlsFiles { ca: java.ca, cert: java.cert, key: java.key, ..TlsFiles::default() };
        let files = own.over(of_java).over(profile.unwrap_or_default());
        let options = TlsOptions {
            ca: files.ca,
            cert: files.cert,
            key: files.key,
            password: java.password,
            ca_password: java.ca_password,
            name: files.server_name,
            check: if files.insecure { TlsCheck::Nothing } else { java.check },
        };
        Ok((Sourced { value: Some(options), origin }, files.password_file))
    }
}
