//! Who we are to servers. Secrets are looked for when the first session is opened, once, and kept in memory only.

use zk_client::{Auth, Guard, Sasl, WriteKind};
use zk_config::{Change, ConfigError, Given, Identity, Protection, Ways};

use super::secret_prompt;
use super::target::Target;
use crate::connect_args::ConnectArgs;
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
        let given = Given {
            auth: &args.auth,
            file: args.auth_file.as_deref(),
            command: args.auth_cmd.as_deref(),
            sasl: args.sasl.is_some(),
        };
        // A command may ask on the terminal, and takes its time: the runtime's other work goes on meanwhile.
        let run = |command: &str, what: &str| tokio::task::block_in_place(|| zk_config::run(command, what));
        let ways = Ways { ask: async |who: &Identity| ask(who, may_ask).await, run };
        let found = zk_config::Credentials::resolve::<Failure, _, _>(given, &target.profile, ways).await?;
        Ok(Credentials {
            auth: found.auth.into_iter().map(|a| Auth::new(a.scheme, a.data)).collect(),
            sasl: found.sasl.map(|(user, password)| Sasl::digest_md5(user, password)),
        })
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Failure {
        super::failure(&error)
    }
}

/// The guard of a session; `None` where everything is allowed.
pub fn guard(protection: &Protection) -> Option<Guard> {
    let protection = protection.clone();
    (!protection.is_free()).then(|| {
        Guard::new(move |kind, path| {
            let change = if kind == WriteKind::Create { Change::Create } else { Change::Existing };
            protection.check(change, path)
        })
    })
}

async fn ask(who: &Identity, may_ask: bool) -> Result<Option<String>> {
    if !may_ask {
        return Ok(None);
    }
    let name = format!("{}:{}", who.scheme, who.user);
    secret_prompt::ask(&format!("secret of {}: ", crate::sanitise::line(&name))).await
}
