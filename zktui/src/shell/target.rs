//! Whom to watch, how and as whom: one answer from the options, a profile and what is built in.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use zk_client::{
    Auth, ConnectString, Guard, HostPort, Options, Password, Sasl, Tls, TlsCheck, TlsOptions, WriteKind,
    admin::{AdminUrl, DEFAULT_ADMIN_PORT, DEFAULT_METRICS_PORT},
};
use zk_config::{
    Change, Config, ConfigError, Credentials, Given, Identity, Profile, Protection, TlsFiles, Ways,
};

use super::connect_args::ConnectArgs;
use crate::text::clean;

/// How long one request of the tree may take.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// Whom to watch, and how.
#[derive(Clone, Debug)]
pub struct Target {
    /// What stands in the title.
    pub title: String,
    /// The servers.
    pub servers: ConnectString,
    /// TLS for words and sessions; AdminServers behind `https://` get it too.
    pub tls: Option<Tls>,
    /// Where the AdminServers are.
    pub admin: Pages,
    /// Where the pages for Prometheus are.
    pub metrics: Pages,
    /// What must not be changed, or only after a second thought.
    pub protection: Protection,
    /// Nothing may be written.
    pub read_only: bool,
    profile: Profile,
    connect_timeout: Duration,
    session_timeout: Duration,
}

/// One kind of page of all servers.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// One address for all with `{host}` in it, or one for each server in their order.
    templates: Vec<String>,
    servers: Vec<HostPort>,
    port: u16,
    path: &'static str,
}

impl Pages {
    /// Every address can be read, and there is one for all or one for each server.
    fn new(
        what: &str,
        templates: &[String],
        servers: &[HostPort],
        (port, path): (u16, &'static str),
    ) -> Result<Pages> {
        if templates.len() > 1 && templates.len() != servers.len() {
            bail!("{what} names {} addresses for {} servers", templates.len(), servers.len());
        }
        for template in templates {
            AdminUrl::with_defaults(&template.replace("{host}", "host"), port, path)
                .map_err(|e| anyhow!("{what}: {e}"))?;
        }
        Ok(Pages { templates: templates.to_vec(), servers: servers.to_vec(), port, path })
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.templates.is_empty()
    }

    /// A server's.
    pub fn url(&self, server: &HostPort) -> Option<AdminUrl> {
        let index = self.servers.iter().position(|s| s == server);
        let template = match self.templates.as_slice() {
            // Without a place for the host it is the address of one server, not of all.
            [one] if one.contains("{host}") || self.servers.len() == 1 => one,
            [one] if index == Some(0) => one,
            [_] => return None,
            many => many.get(index?)?,
        };
        let host = if server.host.contains(':') { format!("[{}]", server.host) } else { server.host.clone() };
        AdminUrl::with_defaults(&template.replace("{host}", &host), self.port, self.path).ok()
    }
}

impl Target {
    /// What the options and the file say together; `None` if nobody says which servers.
    ///
    /// # Errors
    /// There is no such profile, or what is said makes no sense.
    pub fn resolve(args: &ConnectArgs, config: &Config) -> Result<Option<Target>> {
        for who in &args.auth {
            who.check().map_err(told)?;
        }
        let name = config.choose(args.profile.as_deref(), args.connect.is_some());
        let profile = match &name {
            Some(name) => config.profile(name).map_err(told)?.clone(),
            None => Profile::default(),
        };
        let Some(connect) = args.connect.clone().or_else(|| profile.connect.clone()) else {
            if let Some(name) = name {
                bail!("profile {} names no servers: -C host:port,host:port", clean(&name));
            }
            return Ok(None);
        };
        // Not repeated as a whole: it may hold what should not be there.
        let servers: ConnectString = connect.parse().context("bad connect string")?;
        let tls = match tls(args, &profile, &connect)? {
            Some(options) => Some(Tls::new(options).map_err(|e| match e.hint() {
                Some(hint) => anyhow!("TLS: {e}\n{hint}"),
                None => anyhow!("TLS: {e}"),
            })?),
            None => None,
        };
        let hosts = servers.servers();
        let admin = if args.admin.is_empty() { &profile.admin } else { &args.admin };
        let metrics = if args.metrics.is_empty() { &profile.metrics } else { &args.metrics };
        let setting = |get: fn(&zk_config::Settings) -> Option<Duration>, built_in| {
            get(&profile.settings).or(get(&config.defaults)).unwrap_or(Duration::from_secs(built_in))
        };
        Ok(Some(Target {
            title: title(name.as_deref(), &connect, profile.protected),
            admin: Pages::new("--admin", admin, hosts, (DEFAULT_ADMIN_PORT, "/commands"))?,
            metrics: Pages::new("--metrics", metrics, hosts, (DEFAULT_METRICS_PORT, "/metrics"))?,
            protection: Protection::new(name, &profile, profile.read_only).map_err(told)?,
            read_only: profile.read_only,
            connect_timeout: setting(|s| s.connect_timeout, 5),
            session_timeout: setting(|s| s.session_timeout, 30),
            servers,
            tls,
            profile,
        }))
    }

    /// These servers, without anything that a file says: those of a playground.
    ///
    /// # Errors
    /// It is no connect string.
    pub fn plain(connect: &str, title: &str) -> Result<Target> {
        let servers: ConnectString = connect.parse()?;
        Ok(Target {
            title: title.to_owned(),
            servers,
            tls: None,
            admin: Pages::default(),
            metrics: Pages::default(),
            protection: Protection::default(),
            read_only: false,
            profile: Profile::default(),
            connect_timeout: Duration::from_secs(5),
            session_timeout: Duration::from_secs(30),
        })
    }

    /// AdminServers at these addresses.
    ///
    /// # Errors
    /// An address cannot be read.
    pub fn with_admin(mut self, urls: &[String]) -> Result<Target> {
        self.admin = Pages::new("--admin", urls, self.servers.servers(), (DEFAULT_ADMIN_PORT, "/commands"))?;
        Ok(self)
    }

    /// Whether TLS believes whoever answers.
    pub fn is_insecure(&self) -> bool {
        self.tls.as_ref().is_some_and(|t| t.options().check == TlsCheck::Nothing)
    }

    /// Whether changes are confirmed by typing the path.
    pub fn is_protected(&self) -> bool {
        self.protection.is_protected()
    }

    /// What the tree's session is opened with. Secrets are had here: from files, from commands, or from the user.
    ///
    /// # Errors
    /// A secret cannot be had.
    pub async fn options(&self, args: &ConnectArgs) -> Result<Options> {
        let given = Given {
            auth: &args.auth,
            file: args.auth_file.as_deref(),
            command: args.auth_cmd.as_deref(),
            sasl: args.sasl.is_some(),
        };
        let ways = Ways { ask: async |who: &Identity| ask(who), run: zk_config::run };
        let found = Credentials::resolve::<Told, _, _>(given, &self.profile, ways).await.map_err(|e| e.0)?;
        Ok(Options {
            read_only: true,
            request_timeout: Some(REQUEST_TIMEOUT),
            connect_timeout: self.connect_timeout,
            session_timeout: self.session_timeout,
            max_outstanding: 10_000,
            auth: found.auth.into_iter().map(|a| Auth::new(a.scheme, a.data)).collect(),
            sasl: found.sasl.map(|(user, password)| Sasl::digest_md5(user, password)),
            tls: self.tls.clone(),
            guard: guard(&self.protection),
            ..Options::default()
        })
    }
}

fn tls(args: &ConnectArgs, profile: &Profile, connect: &str) -> Result<Option<TlsOptions>> {
    let own = args.tls_files();
    let wanted = args.tls || own.is_set() || profile.tls.is_some() || zk_config::is_tls_url(connect);
    let files = own.over(profile.tls.clone().unwrap_or_default());
    if !wanted {
        return Ok(None);
    }
    let passwords = TlsFiles::passwords(files.password_file.as_deref()).map_err(told)?;
    let (password, ca_password) = passwords.unzip();
    Ok(Some(TlsOptions {
        ca: files.ca,
        cert: files.cert,
        key: files.key,
        ca_password: ca_password.map(Password::new),
        password: password.map(Password::new),
        name: files.server_name,
        check: if files.insecure { TlsCheck::Nothing } else { TlsCheck::Full },
    }))
}

fn title(name: Option<&str>, connect: &str, protected: bool) -> String {
    match name {
        Some(name) if protected => format!("{}!protected", clean(name)),
        Some(name) => clean(name),
        None => {
            let hosts = connect.split_once("://").map_or(connect, |(_, rest)| rest);
            let first = hosts.split([',', '/']).next().unwrap_or("");
            crate::text::fit(&clean(first), 30)
        }
    }
}

fn guard(protection: &Protection) -> Option<Guard> {
    let protection = protection.clone();
    (!protection.is_free()).then(|| {
        Guard::new(move |kind, path| {
            let change = if kind == WriteKind::Create { Change::Create } else { Change::Existing };
            protection.check(change, path)
        })
    })
}

/// An error of the file with what to try.
pub fn told(error: ConfigError) -> anyhow::Error {
    Told::from(error).0
}

struct Told(anyhow::Error);

impl From<ConfigError> for Told {
    fn from(error: ConfigError) -> Told {
        Told(match error.hint() {
            Some(hint) => anyhow!("{error}\n{hint}"),
            None => anyhow!(error),
        })
    }
}

fn ask(who: &Identity) -> Result<Option<String>, Told> {
    if std::fs::File::options().read(true).write(true).open("/dev/tty").is_err() {
        return Ok(None);
    }
    let question = format!("secret of {}: ", clean(&format!("{}:{}", who.scheme, who.user)));
    let secret = rpassword::prompt_password(question)
        .map_err(|e| Told(anyhow!("the secret cannot be asked for: {e}")))?;
    if secret.is_empty() {
        return Err(Told(anyhow!("no secret was given")));
    }
    Ok(Some(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_found_by_the_host_or_by_the_place() {
        let servers = ["a:1", "b:2", "[::1]:3"].map(|s| s.parse::<HostPort>().unwrap());
        let pages = |templates: &[&str]| {
            let templates: Vec<String> = templates.iter().map(|t| (*t).to_owned()).collect();
            Pages::new("--admin", &templates, &servers, (8080, "/commands"))
        };
        let url = |pages: &Pages, at: usize| pages.url(&servers[at]).map(|u| u.to_string());
        let all = pages(&["https://{host}:8443"]).unwrap();
        assert_eq!(url(&all, 0).as_deref(), Some("https://a:8443/commands"));
        assert_eq!(url(&all, 2).as_deref(), Some("https://[::1]:8443/commands"));
        let one = pages(&["http://x"]).unwrap();
        assert_eq!((url(&one, 0).as_deref(), url(&one, 1)), (Some("http://x:8080/commands"), None));
        let each = pages(&["http://x", "http://y", "http://z/q"]).unwrap();
        assert_eq!(url(&each, 2).as_deref(), Some("http://z:8080/q"));
        assert!(pages(&["http://x", "http://y"]).is_err() && pages(&["ftp://{host}"]).is_err());
    }
}
