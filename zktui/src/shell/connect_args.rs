//! The options that say whom to talk to, how, and as whom: those of zkctl, with the same variables and the same file.

use std::path::PathBuf;

use clap::ValueEnum;
use zk_config::{Identity, TlsFiles};

const CONNECTION: &str = "Connection options";

/// Options of the connection, as given: what is missing comes from a profile.
#[derive(Debug, Default, clap::Args)]
pub struct ConnectArgs {
    /// Servers as host:port,host:port[/chroot] or zks://… with TLS; one is enough where conf is allowed: the other
    /// members are found, with TLS at the same port as the one that was named
    #[arg(short = 'C', long, env = "ZKD_CONNECT", value_name = "HOSTS", hide_env_values = true)]
    pub connect: Option<String>,
    /// Profile of the configuration file: servers, TLS, credentials, AdminServers
    #[arg(short = 'P', long, env = "ZKD_PROFILE", value_name = "NAME", hide_env_values = true)]
    pub profile: Option<String>,
    /// Where the AdminServers are: http://{host}:8080, or one address for each server; https:// with the same TLS. Asked
    /// where four-letter words are refused, and for what a leading zkd says of its learners
    #[arg(long, value_name = "URL,…", value_delimiter = ',', help_heading = CONNECTION)]
    pub admin: Vec<String>,
    /// Where the pages for Prometheus are: http://{host}:7000/metrics, or one for each server. Asked where neither words
    /// nor AdminServers answer
    #[arg(long, value_name = "URL,…", value_delimiter = ',', help_heading = CONNECTION)]
    pub metrics: Vec<String>,
    /// Configuration file [default: zkd/config.toml in $XDG_CONFIG_HOME]
    #[arg(long, value_name = "FILE", env = "ZKD_CONFIG", help_heading = CONNECTION, hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long, help_heading = CONNECTION)]
    pub no_config: bool,
    /// Who to be when znodes are read; the secret is asked for, or taken from --auth-cmd or --auth-file
    #[arg(long, value_name = "SCHEME:USER", value_parser = Identity::parse, help_heading = CONNECTION)]
    pub auth: Vec<Identity>,
    /// Credentials, one SCHEME:CREDENTIALS per line; only you may read the file
    #[arg(long, value_name = "FILE", env = "ZKD_AUTH_FILE", help_heading = CONNECTION, hide_env_values = true)]
    pub auth_file: Option<PathBuf>,
    /// Command that prints the secret of --auth, or without --auth such lines
    #[arg(long, value_name = "COMMAND", env = "ZKD_AUTH_CMD", help_heading = CONNECTION, hide_env_values = true)]
    pub auth_cmd: Option<String>,
    /// Authenticate by SASL, as the user of --auth sasl:USER
    #[arg(long, value_name = "MECHANISM", help_heading = CONNECTION)]
    pub sasl: Option<Mechanism>,
    /// Talk TLS; any other option of TLS implies it
    #[arg(long, help_heading = CONNECTION)]
    pub tls: bool,
    /// Certificates of the authorities that vouch for servers (PEM, JKS, PKCS12)
    #[arg(long, value_name = "FILE", env = "ZKD_TLS_CA", help_heading = CONNECTION, hide_env_values = true)]
    pub tls_ca: Option<PathBuf>,
    /// Our certificate, for servers that ask for one (PEM, or a JKS or PKCS12 store with its key)
    #[arg(long, value_name = "FILE", env = "ZKD_TLS_CERT", help_heading = CONNECTION, hide_env_values = true)]
    pub tls_cert: Option<PathBuf>,
    /// Its private key (PEM) [default: in the same file]
    #[arg(long, value_name = "FILE", env = "ZKD_TLS_KEY", help_heading = CONNECTION, hide_env_values = true)]
    pub tls_key: Option<PathBuf>,
    /// Password of these stores or of the key, the first line of a file that only you may read; that of the authorities in the
    /// second, if it is another
    #[arg(long, value_name = "FILE", env = "ZKD_TLS_PASSWORD_FILE", help_heading = CONNECTION, hide_env_values = true)]
    pub tls_password_file: Option<PathBuf>,
    /// Name that the server's certificate must have [default: that in HOSTS]
    #[arg(long, value_name = "NAME", env = "ZKD_TLS_NAME", help_heading = CONNECTION, hide_env_values = true)]
    pub tls_name: Option<String>,
    /// Believe whoever answers: encrypted, but perhaps to the wrong one
    #[arg(long, help_heading = CONNECTION)]
    pub tls_insecure: bool,
}

impl ConnectArgs {
    /// Nothing but a profile.
    pub fn of_profile(name: &str) -> ConnectArgs {
        ConnectArgs { profile: Some(name.to_owned()), ..ConnectArgs::default() }
    }

    /// What is said of TLS.
    pub fn tls_files(&self) -> TlsFiles {
        TlsFiles {
            ca: self.tls_ca.clone(),
            cert: self.tls_cert.clone(),
            key: self.tls_key.clone(),
            password_file: self.tls_password_file.clone(),
            server_name: self.tls_name.clone(),
            insecure: self.tls_insecure,
        }
    }
}

/// A way of SASL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mechanism {
    /// A password that does not cross the wire.
    DigestMd5,
}
