//! Who we are to servers, and where the secrets come from: what the command line says, or else a profile. Secrets are
//! kept in memory only, and none is part of an error.

use std::convert::Infallible;
use std::fmt;
use std::path::Path;

use crate::error::ConfigError;
use crate::model::{AuthEntry, Profile, Secret};
use crate::secret::read_private;

/// Who to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Scheme.
    pub scheme: String,
    /// User.
    pub user: String,
    /// Why it cannot be used. Not an error of a parser, which would repeat the whole argument.
    pub problem: Option<String>,
}

impl Identity {
    /// `SCHEME:USER`. What follows a second colon is a secret that does not belong on a command line: it is dropped.
    ///
    /// # Errors
    /// None: see [`Identity::problem`].
    pub fn parse(text: &str) -> Result<Identity, Infallible> {
        let mut parts = text.splitn(3, ':');
        let (scheme, user) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let problem = match parts.next() {
            _ if scheme.is_empty() || user.is_empty() => Some("--auth has the form SCHEME:USER".to_owned()),
            Some(_) => Some("--auth: a secret on the command line is seen by all".to_owned()),
            None => None,
        };
        Ok(Identity { scheme: scheme.to_owned(), user: user.to_owned(), problem })
    }

    /// # Errors
    /// [`ConfigError::Credentials`] if it cannot be used.
    pub fn check(&self) -> Result<(), ConfigError> {
        let Some(problem) = &self.problem else { return Ok(()) };
        let who = format!("{}:{}", self.scheme, self.user);
        Err(wrong(problem, format!("--auth {who} asks for the secret; --auth-file and --auth-cmd give it")))
    }
}

/// One identity with its secret: a scheme and what it wants, for `digest` the bytes `user:password`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Scheme.
    pub scheme: String,
    /// What the scheme wants.
    pub data: Vec<u8>,
}

impl fmt::Debug for Credential {
    /// Leaves the secret out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

impl Credential {
    /// What the scheme wants to see: for all that we know, user and secret with a colon between.
    fn new(who: &Identity, secret: &str) -> Credential {
        Credential { scheme: who.scheme.clone(), data: format!("{}:{secret}", who.user).into_bytes() }
    }
}

/// What the command line says of credentials. If it names any, a profile's are not used.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    /// `--auth`.
    pub auth: &'a [Identity],
    /// `--auth-file`.
    pub file: Option<&'a Path>,
    /// `--auth-cmd`.
    pub command: Option<&'a str>,
    /// `--sasl`.
    pub sasl: bool,
}

/// Where secrets come from that are in no file.
pub struct Ways<Ask, Run> {
    /// Asks on the terminal; `None` if there is nobody to ask.
    pub ask: Ask,
    /// Runs a command, as [`crate::run`] does; the second argument says where the command stands.
    pub run: Run,
}

/// Credentials of a session.
#[derive(Clone, Default)]
pub struct Credentials {
    /// All but SASL's.
    pub auth: Vec<Credential>,
    /// User and password of SASL, if that is wanted.
    pub sasl: Option<(String, String)>,
}

impl Credentials {
    /// Those of the command line; if it names none, those of the profile.
    ///
    /// # Errors
    /// A secret cannot be had.
    pub async fn resolve<E, Ask, Run>(
        given: Given<'_>,
        profile: &Profile,
        mut ways: Ways<Ask, Run>,
    ) -> Result<Credentials, E>
    where
        E: From<ConfigError>,
        Ask: AsyncFnMut(&Identity) -> Result<Option<String>, E>,
        Run: FnMut(&str, &str) -> Result<String, ConfigError>,
    {
        let any = !given.auth.is_empty() || given.file.is_some() || given.command.is_some();
        let mut all = match any {
            true => from_options(given, &mut ways).await?,
            false => {
                let mut all = Vec::new();
                for entry in &profile.auth {
                    all.push(from_entry(entry, &mut ways).await?);
                }
                all
            }
        };
        let at = all.iter().position(|a| a.scheme == "sasl");
        let wanted = given.sasl || (!any && profile.sasl.is_some());
        let sasl = match (at.map(|at| all.remove(at)), wanted) {
            (Some(entry), true) => Some(sasl(entry)?),
            (None, true) => {
                return Err(wrong(
                    "--sasl needs to know who we are",
                    "--auth sasl:USER, or a line sasl:USER:PASSWORD in the file of --auth-file",
                )
                .into());
            }
            (Some(_), false) => {
                let what = "there are credentials of scheme sasl, but no mechanism";
                return Err(wrong(what, "--sasl digest-md5").into());
            }
            (None, false) => None,
        };
        Ok(Credentials { auth: all, sasl })
    }
}

fn wrong(reason: impl Into<String>, hint: impl Into<String>) -> ConfigError {
    ConfigError::Credentials { reason: reason.into(), hint: Some(hint.into()) }
}

fn plainly_wrong(reason: impl Into<String>) -> ConfigError {
    ConfigError::Credentials { reason: reason.into(), hint: None }
}

fn sasl(entry: Credential) -> Result<(String, String), ConfigError> {
    let text =
        String::from_utf8(entry.data).map_err(|_| plainly_wrong("the SASL user or password is no UTF-8"))?;
    let (user, password) = text
        .split_once(':')
        .ok_or_else(|| plainly_wrong("SASL needs a user and a password: sasl:USER:PASSWORD"))?;
    Ok((user.to_owned(), password.to_owned()))
}

async fn from_options<E, Ask, Run>(given: Given<'_>, ways: &mut Ways<Ask, Run>) -> Result<Vec<Credential>, E>
where
    E: From<ConfigError>,
    Ask: AsyncFnMut(&Identity) -> Result<Option<String>, E>,
    Run: FnMut(&str, &str) -> Result<String, ConfigError>,
{
    let mut all = match given.file {
        Some(file) => auth_file(file)?,
        None => Vec::new(),
    };
    let printed = match given.command {
        Some(command) => Some((ways.run)(command, "--auth-cmd")?),
        None => None,
    };
    match (&printed, given.auth) {
        (Some(text), []) => all.extend(auth_lines(text, "the output of --auth-cmd")?),
        (Some(text), [only]) => {
            all.push(Credential::new(only, first_line(text)));
            return Ok(all);
        }
        (Some(_), _) => {
            return Err(wrong(
                "--auth-cmd prints one secret, and there are several --auth",
                "without --auth it may print a line SCHEME:USER:SECRET for each",
            )
            .into());
        }
        (None, _) => {}
    }
    for who in given.auth {
        // One that the file has is not asked for.
        let prefix = format!("{}:", who.user);
        if !all.iter().any(|a| a.scheme == who.scheme && a.data.starts_with(prefix.as_bytes())) {
            all.push(asked(who, ways).await?);
        }
    }
    Ok(all)
}

async fn from_entry<E, Ask, Run>(entry: &AuthEntry, ways: &mut Ways<Ask, Run>) -> Result<Credential, E>
where
    E: From<ConfigError>,
    Ask: AsyncFnMut(&Identity) -> Result<Option<String>, E>,
    Run: FnMut(&str, &str) -> Result<String, ConfigError>,
{
    let who = Identity { scheme: entry.scheme.clone(), user: entry.user.clone(), problem: None };
    let text = match &entry.secret {
        Secret::Ask => return asked(&who, ways).await,
        Secret::File(file) => read_private(file)?,
        Secret::Command(command) => (ways.run)(command, "secret_cmd")?,
    };
    let secret = first_line(&text);
    if secret.is_empty() {
        return Err(plainly_wrong(format!("the secret of {}:{} is empty", who.scheme, who.user)).into());
    }
    Ok(Credential::new(&who, secret))
}

async fn asked<E, Ask, Run>(who: &Identity, ways: &mut Ways<Ask, Run>) -> Result<Credential, E>
where
    E: From<ConfigError>,
    Ask: AsyncFnMut(&Identity) -> Result<Option<String>, E>,
{
    let secret = (ways.ask)(who).await?.ok_or_else(|| {
        wrong(
            format!("there is no secret for {}:{} and nobody to ask", who.scheme, who.user),
            "--auth-file FILE or --auth-cmd COMMAND gives it; in a profile secret_file or secret_cmd",
        )
    })?;
    Ok(Credential::new(who, &secret))
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_end_matches('\r')
}

/// Reads the `SCHEME:CREDENTIALS` lines of a file that only its owner can read.
fn auth_file(file: &Path) -> Result<Vec<Credential>, ConfigError> {
    auth_lines(&read_private(file)?, &file.display().to_string())
}

/// Reads `SCHEME:CREDENTIALS` lines. Blank lines and lines that start with `#` are skipped.
fn auth_lines(text: &str, name: &str) -> Result<Vec<Credential>, ConfigError> {
    let lines = text.lines().enumerate().map(|(n, line)| (n, line.trim_end_matches('\r')));
    lines
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(n, line)| match line.split_once(':') {
            Some((scheme, data)) if !scheme.is_empty() => {
                Ok(Credential { scheme: scheme.to_owned(), data: data.as_bytes().to_vec() })
            }
            // The line is not quoted: it may hold a secret.
            _ => Err(plainly_wrong(format!("line {} of {name} is not SCHEME:CREDENTIALS", n + 1))),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn private(file: &Path) {
        use std::os::unix::fs::OpenOptionsExt;
        std::fs::File::options().write(true).create(true).truncate(true).mode(0o600).open(file).unwrap();
    }

    #[test]
    fn an_identity_holds_no_secret() {
        let parse = |text| Identity::parse(text).unwrap();
        assert_eq!(
            parse("digest:bob"),
            Identity { scheme: "digest".into(), user: "bob".into(), problem: None }
        );
        for text in ["digest", ":bob", "digest:", "", "digest:bob:x"] {
            assert!(parse(text).check().is_err(), "{text}");
        }
        let error = parse("digest:bob:canary").check().unwrap_err();
        assert!(!format!("{:?}{error:?}", parse("digest:bob:canary")).contains("canary"));
    }

    #[test]
    fn auth_files_are_read_and_never_quoted() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("auth");
        private(&file);
        std::fs::write(&file, "# me\n\ndigest:bob:se:cret\r\n").unwrap();
        let read = auth_file(&file).unwrap();
        assert_eq!((read.len(), read[0].scheme.as_str(), &*read[0].data), (1, "digest", &b"bob:se:cret"[..]));
        std::fs::write(&file, "canary").unwrap();
        let text = auth_file(&file).unwrap_err().to_string();
        assert!(text.contains("line 1") && !text.contains("canary"));
    }
}
