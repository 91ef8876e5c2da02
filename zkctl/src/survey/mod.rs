//! Asks every server of the connect string by itself, all at once: four-letter words first, the AdminServer where
//! those are not allowed. A server that does not answer is a row like any other, with the reason in its place.

pub mod admin;
pub mod lag;
pub mod members;
pub mod trend;
mod trouble;
pub mod view;

use std::future::Future;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::task::JoinSet;
use zk_client::admin::{
    AdminRequest, AdminUrl, Conf, FourLetterError, MAX_OUTPUT_BYTES, Mntr, Srvr, admin_command_over,
    four_letter_over, parse_conf, parse_mntr, parse_srvr,
};
use zk_client::{HostPort, Tls};

use crate::context::Context;
use crate::failure::Result;
use crate::group_args::AdminArgs;
pub use trouble::Trouble;
pub use view::{Survey, View};

/// A value, or why there is none.
pub type Known<T> = std::result::Result<T, Trouble>;

/// One server and its two doors.
#[derive(Clone, Debug)]
pub struct Target {
    pub server: HostPort,
    pub admin: AdminUrl,
    /// The address of the AdminServer was given, not guessed.
    pub admin_given: bool,
    pub timeout: Duration,
    /// For the client port.
    pub tls: Option<Tls>,
    /// For an AdminServer behind https.
    pub admin_tls: Option<Tls>,
    /// Whether four-letter words may be sent.
    pub words: bool,
}

/// All servers of the connect string, in its order.
pub fn targets(context: &Context, args: &AdminArgs) -> Result<Vec<Target>> {
    let servers = context.servers()?.servers().to_vec();
    let given = given_urls(context, args);
    let urls = admin::urls(&servers, given)?;
    let doors = Doors::of(context, args)?;
    Ok(servers.into_iter().zip(urls).map(|(s, url)| doors.target(s, url, !given.is_empty())).collect())
}

/// The AdminServers as the command line names them, or the profile.
pub fn given_urls<'a>(context: &'a Context, args: &'a AdminArgs) -> &'a [String] {
    if args.admin.is_empty() { &context.profile().admin } else { &args.admin }
}

/// How servers are asked.
pub struct Doors {
    timeout: Duration,
    tls: Option<Tls>,
    admin_tls: Option<Tls>,
    words: bool,
}

impl Doors {
    /// # Errors
    /// A file of TLS cannot be used.
    pub fn of(context: &Context, args: &AdminArgs) -> Result<Doors> {
        let is_https = given_urls(context, args).iter().any(|url| url.starts_with("https://"));
        Ok(Doors {
            timeout: context.connect_timeout(),
            tls: context.tls()?,
            admin_tls: if is_https { Some(context.admin_tls(args.admin_ca.clone())?) } else { None },
            words: !context.profile().no_four_letter,
        })
    }

    /// A server.
    pub fn target(&self, server: HostPort, admin: AdminUrl, admin_given: bool) -> Target {
        let (tls, admin_tls) = (self.tls.clone(), self.admin_tls.clone());
        Target { server, admin, admin_given, timeout: self.timeout, tls, admin_tls, words: self.words }
    }
}

/// Asks all targets the same at once; the answers are in the targets' order.
pub async fn ask_all<T, F>(targets: &[Target], ask: impl Fn(Target) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for (place, target) in targets.iter().enumerate() {
        let work = ask(target.clone());
        tasks.spawn(async move { (place, work.await) });
    }
    let mut answers = tasks.join_all().await;
    answers.sort_unstable_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

impl Target {
    /// The answer to a four-letter word.
    pub async fn word(&self, word: &str) -> Known<String> {
        if !self.words {
            let why = format!("{word} is not asked: the profile has four_letter = false");
            return Err(Trouble::Denied(why));
        }
        self.answer(word).await.map_err(Trouble::from)
    }

    /// The same, with the client's own error.
    pub async fn answer(&self, word: &str) -> std::result::Result<String, FourLetterError> {
        four_letter_over(&self.server, self.tls.as_ref(), word, self.timeout, MAX_OUTPUT_BYTES).await
    }

    /// The answer of the AdminServer.
    pub async fn admin(&self, request: &AdminRequest) -> Known<Map<String, Value>> {
        let answer = admin_command_over(&self.admin, self.admin_tls.as_ref(), request, self.timeout).await;
        answer.map_err(Trouble::from)
    }

    /// The answer of the AdminServer, which must be this server's: on a machine with several servers the usual
    /// port belongs to one of them only.
    pub async fn own_admin(&self, command: &str) -> Known<Map<String, Value>> {
        if !self.admin_given {
            let conf = self.admin(&AdminRequest::get("configuration")).await?;
            let port = conf.get("client_port").and_then(Value::as_i64);
            if port != Some(i64::from(self.server.port)) {
                let why =
                    format!("{} is another server's AdminServer; name this one's with --admin", self.admin);
                return Err(Trouble::Denied(why));
            }
        }
        self.admin(&AdminRequest::get(command)).await
    }

    /// A word's answer, or what the AdminServer says in its place; the word's own refusal if neither works.
    async fn either<T>(
        &self,
        word: &str,
        command: &str,
        of_text: impl FnOnce(&str) -> T,
        of_json: impl FnOnce(&Map<String, Value>) -> T,
    ) -> Known<T> {
        let refusal = match self.word(word).await {
            Ok(text) => return Ok(of_text(&text)),
            Err(refusal @ Trouble::Denied(_)) => refusal,
            Err(other) => return Err(other),
        };
        match self.own_admin(command).await {
            Ok(object) => Ok(of_json(&object)),
            Err(_) => Err(refusal),
        }
    }

    /// `srvr`.
    pub async fn srvr(&self) -> Known<Srvr> {
        self.either("srvr", "server_stats", parse_srvr, admin::srvr).await
    }

    /// `mntr`.
    pub async fn mntr(&self) -> Known<Mntr> {
        self.either("mntr", "monitor", parse_mntr, admin::mntr).await
    }

    /// `conf`.
    pub async fn conf(&self) -> Known<Conf> {
        self.either("conf", "configuration", parse_conf, admin::conf).await
    }

    /// `envi`, as names and values.
    pub async fn envi(&self) -> Known<Vec<(String, String)>> {
        self.either("envi", "environment", admin::pairs_of_text, admin::pairs).await
    }
}
