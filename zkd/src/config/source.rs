//! The file that a configuration was read from, for whoever asks the running server: without secrets.

use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::config::effective::{Effective, SECRET, is_secret};
use crate::config::{Config, properties};

/// Properties that never had the prefix of the others.
const WITHOUT_PREFIX: [&str; 4] = ["jute.maxbuffer", "readonlymode.enabled", "znode.container.", "java."];

/// What was read, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// Its text, secrets left out.
    pub text: String,
    /// The keys that it sets, as Java's server calls its system properties, with their values, secrets left out.
    pub properties: Vec<(String, String)>,
    /// The secrets among them, each by a mark that another one does not have. Marks are of this process alone.
    pub(crate) secrets: Vec<(String, u64)>,
}

impl Source {
    pub(super) fn new(path: &Path, text: &[u8], config: &Config) -> Source {
        let effective = Effective::of(config, text, path.display().to_string());
        let set = effective.settings.into_iter().filter(|s| s.line_number.is_some());
        let (entries, _) = properties::parse(text);
        let secrets = entries.iter().filter(|e| is_secret(&e.key));
        Source {
            path: path.to_owned(),
            text: without_secrets(&String::from_utf8_lossy(text)),
            properties: set.map(|s| (property(&s.name), s.value)).collect(),
            secrets: secrets.map(|e| (property(&e.key), mark(&e.value))).collect(),
        }
    }
}

/// Whether Apache's server has it from its command line alone, under its own name.
pub(super) fn is_without_prefix(name: &str) -> bool {
    WITHOUT_PREFIX.iter().any(|p| name == *p || p.ends_with('.') && name.starts_with(p))
}

fn property(name: &str) -> String {
    match is_without_prefix(name) {
        true => name.to_owned(),
        false => format!("zookeeper.{name}"),
    }
}

/// Keyed with what nobody outside this process knows, so that it says nothing of the secret.
fn mark(secret: &str) -> u64 {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    KEY.hash_one(secret)
}

/// Lines that set a secret say only that they do, whatever lines they are continued on.
fn without_secrets(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.split_inclusive('\n');
    while let Some(first) = lines.next() {
        let mut whole = first.to_owned();
        while !is_comment(first) && is_continued(&whole) {
            match lines.next() {
                Some(more) => whole.push_str(more),
                None => break,
            }
        }
        let (entries, errors) = properties::parse(whole.as_bytes());
        match entries.first() {
            Some(entry) if is_secret(&entry.key) => out += &format!("{}={SECRET}\n", entry.key),
            _ if errors.is_empty() => out += &whole,
            // It was refused at the start; nobody knows what it would have said.
            _ => {}
        }
    }
    out
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with(['#', '!'])
}

fn is_continued(text: &str) -> bool {
    let line = text.trim_end_matches(['\n', '\r']);
    // The file's last line ends with what follows nothing.
    text.len() > line.len() && line.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_files_but_for_its_secrets() {
        let text = "# superDigest=no secret\ntickTime=2000\r\nssl.keyStore.pass\\\n  word=can\\\n ary\n\
                    DigestAuthenticationProvider.superDigest : super\\:canary\nadmin.users=digest:a:canary\ndataDir=/d";
        let shown = without_secrets(text);
        assert_eq!(
            shown,
            "# superDigest=no secret\ntickTime=2000\r\nssl.keyStore.password=(a secret)\n\
             DigestAuthenticationProvider.superDigest=(a secret)\nadmin.users=(a secret)\ndataDir=/d"
        );
        assert_eq!(
            without_secrets("a=1\n#b\\\nssl.keyStore.password=canary"),
            "a=1\n#b\\\nssl.keyStore.password=(a secret)\n"
        );
    }

    #[test]
    fn a_misspelt_secret_is_none_the_less_one() {
        for key in [
            "ssl.keyStore.pasword",
            "DigestAuthenticationProvider.superDiges",
            "zookeeper.DigestAuthenticationProvider.superDigest",
            "zookeeper.admin.users",
            "adminusers",
            "admin.user",
            "metricsProvider.token",
            "my.own.passwd",
        ] {
            let shown = without_secrets(&format!("{key}=canary\n"));
            assert!(!shown.contains("canary"), "{shown}");
        }
        assert_eq!(
            without_secrets("ssl.keyStore.passwordPath=/etc/p\n"),
            "ssl.keyStore.passwordPath=/etc/p\n"
        );
    }

    #[test]
    fn keys_become_properties() {
        let text = b"dataDir=/d\nclientPort=1\nsnapCount=5\njute.maxbuffer=9\nssl.keyStore.password=canary\n";
        let (config, _) = Config::parse(text, "zoo.cfg").unwrap();
        let source = Source::new(Path::new("zoo.cfg"), text, &config);
        let of = |name: &str| source.properties.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        assert_eq!(of("zookeeper.snapCount"), Some("5"));
        assert_eq!(of("jute.maxbuffer"), Some("9"));
        assert!(!format!("{source:?}").contains("canary"));
    }
}
