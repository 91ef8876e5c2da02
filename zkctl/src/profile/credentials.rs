//! Who we are to servers, and where the secrets come from. They are looked for when the first session is opened, once,
//! and kept in memory only.

use zk_client::{Auth, Sasl};
use zk_config::{AuthEntry, ConfigError, Secret};

use super::secret_prompt;
use super::target::Target;
use crate::connect_args::{ConnectArgs, Identity};
use crate::failure::{Failure, Result};

/// Credentials of a session.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    pub auth: Vec<Auth>,
    pub sasl: Option<Sasl>,
}

impl Credentials {
    /// Those of the command line; if it names none, those of the profile.
    ///
    /// # Errors
    /// A secret cannot be had.
    pub async fn resolve(args: &ConnectArgs, target: &Target, may_ask: bool) -> Result<Credentials> {
        let given = !args.auth.is_empty() || args.auth_file.is_some() || args.auth_cmd.is_some();
        let mut all = match given {
            true => from_options(args, may_ask).await?,
            false => {
                let mut all = Vec::new();
                for entry in &target.profile.auth {
                    all.push(from_entry(entry, may_ask).await?);
                }
                all
            }
        };
        let at = all.iter().position(|a| a.scheme == "sasl");
        let wanted = args.sasl.is_some() || (!given && target.profile.sasl.is_some());
        let sasl = match (at.map(|at| all.remove(at)), wanted) {
            (Some(entry), true) => {
                let text = String::from_utf8(entry.data)
                    .map_err(|_| Failure::usage("the SASL user or password is no UTF-8"))?;
                let (user, password) = text
                    .split_once(':')
                    .ok_or_else(|| Failure::usage("SASL needs a user and a password: sasl:USER:PASSWORD"))?;
                Some(Sasl::digest_md5(user, password))
            }
            (None, true) => {
                return Err(Failure::usage("--sasl needs to know who we are")
                    .hint("--auth sasl:USER, or a line sasl:USER:PASSWORD in the file of --auth-file"));
            }
            (Some(_), false) => {
                return Err(Failure::usage("there are credentials of scheme sasl, but no mechanism")
                    .hint("--sasl digest-md5"));
            }
            (None, false) => None,
        };
        Ok(Credentials { auth: all, sasl })
    }
}

async fn from_options(args: &ConnectArgs, may_ask: bool) -> Result<Vec<Auth>> {
    let mut all = match &args.auth_file {
        Some(file) => crate::data::auth_file(file)?,
        None => Vec::new(),
    };
    let printed = match &args.auth_cmd {
        Some(command) => Some(run(command, "--auth-cmd")?),
        None => None,
    };
    match (&printed, args.auth.as_slice()) {
        (Some(text), []) => all.extend(crate::data::auth_lines(text, "the output of --auth-cmd")?),
        (Some(text), [only]) => {
            all.push(credentials(only, first_line(text)));
            return Ok(all);
        }
        (Some(_), _) => {
            return Err(Failure::usage("--auth-cmd prints one secret, and there are several --auth")
                .hint("without --auth it may print a line SCHEME:USER:SECRET for each"));
        }
        (None, _) => {}
    }
    for who in &args.auth {
        // One that the file has is not asked for.
        let prefix = format!("{}:", who.user);
        if !all.iter().any(|a| a.scheme == who.scheme && a.data.starts_with(prefix.as_bytes())) {
            all.push(credentials(who, &ask(who, may_ask).await?));
        }
    }
    Ok(all)
}

async fn from_entry(entry: &AuthEntry, may_ask: bool) -> Result<Auth> {
    let who = Identity { scheme: entry.scheme.clone(), user: entry.user.clone(), problem: None };
    let secret = match &entry.secret {
        Secret::Ask => ask(&who, may_ask).await?,
        Secret::File(file) => {
            let text = zk_config::read_private(file).map_err(|e| super::failure(&e))?;
            first_line(&text).to_owned()
        }
        Secret::Command(command) => first_line(&run(command, "secret_cmd")?).to_owned(),
    };
    if secret.is_empty() {
        return Err(Failure::usage(format!("the secret of {}:{} is empty", who.scheme, who.user)));
    }
    Ok(credentials(&who, &secret))
}

fn run(command: &str, what: &str) -> Result<String> {
    // It may ask on the terminal, and takes its time: the runtime's other work goes on meanwhile.
    tokio::task::block_in_place(|| zk_config::run(command, what)).map_err(|e: ConfigError| super::failure(&e))
}

async fn ask(who: &Identity, may_ask: bool) -> Result<String> {
    let name = format!("{}:{}", who.scheme, who.user);
    let missing = || {
        Failure::usage(format!("there is no secret for {} and nobody to ask", crate::sanitise::line(&name)))
            .hint("--auth-file FILE or --auth-cmd COMMAND gives it; in a profile secret_file or secret_cmd")
    };
    if !may_ask {
        return Err(missing());
    }
    let question = format!("secret of {}: ", crate::sanitise::line(&name));
    secret_prompt::ask(&question).await?.ok_or_else(missing)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end_matches('\r')
}

/// What the scheme wants to see: for all that we know, user and secret with a colon between.
fn credentials(who: &Identity, secret: &str) -> Auth {
    Auth::new(&*who.scheme, format!("{}:{secret}", who.user).into_bytes())
}
