//! The options that say whom to talk to, how, and as whom. They hold for the whole run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ValueEnum, ValueHint};
use zk_config::Identity;

use crate::args::When;
use crate::parse::{byte_size, duration};

const GLOBAL: &str = "Global options";
const CONNECTION: &str = "Connection options";

/// Options of the connection, as given: what is missing comes from a profile, from `[defaults]`, or is built in.
#[derive(Args, Clone, Debug)]
pub struct ConnectArgs {
    /// Servers, as host:port[,host:port…][/chroot] or a URL: zk://…, zks://… with TLS [default: localhost:2181]
    #[arg(short = 'C', long, value_name = "HOSTS", env = "ZKD_CONNECT")]
    #[arg(global = true, help_heading = GLOBAL, hide_env_values = true)]
    pub connect: Option<String>,
    /// Profile of the configuration file to use
    #[arg(short = 'P', long, value_name = "NAME", env = "ZKD_PROFILE")]
    #[arg(global = true, help_heading = GLOBAL, hide_env_values = true)]
    pub profile: Option<String>,
    /// Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]
    #[arg(long, value_name = "FILE", env = "ZKD_CONFIG", value_hint = ValueHint::FilePath)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long, global = true, help_heading = CONNECTION)]
    pub no_config: bool,
    /// Longest wait for a server to accept us [default: 5s]
    #[arg(long, value_name = "TIME", env = "ZKD_CONNECT_TIMEOUT", value_parser = duration)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub connect_timeout: Option<Duration>,
    /// Session timeout to ask for [default: 30s]
    #[arg(long, value_name = "TIME", env = "ZKD_SESSION_TIMEOUT", value_parser = duration)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub session_timeout: Option<Duration>,
    /// How often a read whose connection broke is sent again [default: until its time is up]
    #[arg(long, value_name = "COUNT", global = true, help_heading = CONNECTION)]
    pub retries: Option<u32>,
    /// Talk to this server only: its id, its host, or host:port
    #[arg(long, value_name = "SERVER", global = true, help_heading = CONNECTION)]
    pub server: Option<String>,
    /// Let the server catch up with the leader before the first read
    #[arg(long, global = true, help_heading = CONNECTION)]
    pub sync: bool,
    /// Read a data directory or a snapshot instead of a server, as it was: DIR, DIR@ZXID or DIR@TIME
    #[arg(long, value_name = "DIR[@WHEN]", global = true, help_heading = GLOBAL)]
    pub offline: Option<String>,
    /// Write nothing; a server that has lost its quorum will do
    #[arg(long, env = "ZKD_READ_ONLY", global = true, help_heading = CONNECTION, hide_env_values = true)]
    #[arg(value_parser = clap::builder::FalseyValueParser::new())]
    pub read_only: bool,
    /// zkCli's `-r`: a server that has lost its quorum will do, and writes are tried.
    #[arg(long, global = true, hide = true)]
    pub accept_read_only: bool,
    /// Longest request to send; more than 1 MiB needs jute.maxbuffer raised on every server
    #[arg(long, value_name = "BYTES", env = "ZKD_MAX_PACKET", default_value = "1048575", value_parser = byte_size)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub max_packet: u64,
    /// Who to be; the secret is asked for, or taken from --auth-cmd or --auth-file
    #[arg(long, value_name = "SCHEME:USER", value_parser = Identity::parse, global = true, help_heading = CONNECTION)]
    pub auth: Vec<Identity>,
    /// Credentials, one SCHEME:CREDENTIALS per line; only you may read the file
    #[arg(long, value_name = "FILE", env = "ZKD_AUTH_FILE", value_hint = ValueHint::FilePath)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub auth_file: Option<PathBuf>,
    /// Command that prints the secret of --auth, or without --auth such lines
    #[arg(long, value_name = "COMMAND", env = "ZKD_AUTH_CMD", value_hint = ValueHint::CommandString)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub auth_cmd: Option<String>,
    /// Authenticate by SASL, as the user of --auth sasl:USER
    #[arg(long, value_name = "MECHANISM", global = true, help_heading = CONNECTION)]
    pub sasl: Option<Mechanism>,
    /// Talk TLS; any other option of TLS implies it
    #[arg(long, global = true, help_heading = CONNECTION)]
    pub tls: bool,
    /// Certificates of the authorities that vouch for servers (PEM, JKS, PKCS12)
    #[arg(long, value_name = "FILE", env = "ZKD_TLS_CA", value_hint = ValueHint::FilePath)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub tls_ca: Option<PathBuf>,
    /// Our certificate, for servers that ask for one (PEM, or a JKS or PKCS12 store with its key)
    #[arg(long, value_name = "FILE", env = "ZKD_TLS_CERT", value_hint = ValueHint::FilePath)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub tls_cert: Option<PathBuf>,
    /// Its private key (PEM) [default: in the same file]
    #[arg(long, value_name = "FILE", env = "ZKD_TLS_KEY", value_hint = ValueHint::FilePath)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub tls_key: Option<PathBuf>,
    /// Password of these stores or of the key, the first line of a file that only you may read; that of the authorities in the
    /// second, if it is another
    #[arg(long, value_name = "FILE", env = "ZKD_TLS_PASSWORD_FILE", value_hint = ValueHint::FilePath)]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub tls_password_file: Option<PathBuf>,
    /// Name that the server's certificate must have [default: that in HOSTS]
    #[arg(long, value_name = "NAME", env = "ZKD_TLS_NAME")]
    #[arg(global = true, help_heading = CONNECTION, hide_env_values = true)]
    pub tls_name: Option<String>,
    /// Believe whoever answers: encrypted, but perhaps to the wrong one
    #[arg(long, global = true, help_heading = CONNECTION)]
    pub tls_insecure: bool,
    /// zkCli's `-client-configuration`: TLS from a file of Java properties.
    #[arg(long, value_name = "FILE", global = true, hide = true)]
    pub client_configuration: Option<PathBuf>,
    /// When to colour
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, help_heading = GLOBAL)]
    pub color: When,
    /// Which options came from the environment, by their ids.
    #[arg(skip)]
    pub from_environment: BTreeMap<&'static str, bool>,
}

/// Ids of the options that have a variable.
const WITH_VARIABLE: &[&str] = &[
    "connect",
    "profile",
    "config",
    "connect_timeout",
    "session_timeout",
    "read_only",
    "auth_file",
    "auth_cmd",
    "tls_ca",
    "tls_cert",
    "tls_key",
    "tls_password_file",
    "tls_name",
    "timeout",
    "output",
    "time",
];

impl ConnectArgs {
    /// Notes which options the environment gave.
    pub fn note_sources(&mut self, matches: &ArgMatches) {
        let is_variable = |id: &str| matches.value_source(id) == Some(ValueSource::EnvVariable);
        self.from_environment = WITH_VARIABLE.iter().map(|id| (*id, is_variable(id))).collect();
    }

    /// These servers, and nothing that a file says of others.
    pub fn only(&mut self, hosts: String) {
        self.connect = Some(hosts);
        self.profile = None;
        self.no_config = true;
    }
}

impl ConnectArgs {
    /// A profile in the place of these servers. What the command line said of them, and as whom, is not for others.
    pub fn of_profile(&self, name: String) -> ConnectArgs {
        ConnectArgs {
            connect: None,
            profile: Some(name),
            server: None,
            offline: None,
            auth: Vec::new(),
            auth_file: None,
            auth_cmd: None,
            sasl: None,
            tls: false,
            tls_ca: None,
            tls_cert: None,
            tls_key: None,
            tls_password_file: None,
            tls_name: None,
            tls_insecure: false,
            client_configuration: None,
            ..self.clone()
        }
    }
}

/// A way of SASL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mechanism {
    // Plain comments: see `Format`.
    // A password that does not cross the wire.
    DigestMd5,
}
