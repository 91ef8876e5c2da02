//! Files with secrets in them that everybody on the machine can read, or that others can change.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::config::effective::is_secret;
use crate::config::report::Warning;
use crate::config::{Config, properties};

/// Others may neither read nor change it, the group may not change it. That it reads is how packages let a server read what
/// belongs to root.
const TOO_MUCH: u32 = 0o026;

/// A warning for each. Nothing is refused: what a container mounts belongs to whoever made the mount.
pub(super) fn exposed(config: &Config, path: &Path, text: &[u8]) -> Vec<Warning> {
    let mut files: Vec<PathBuf> = config.secret_files.clone();
    for tls in config.tls_sides() {
        files.extend(tls.key_store.location.clone());
        let stores = [&tls.key_store, &tls.trust_store];
        files.extend(stores.into_iter().filter_map(|store| store.password_path.clone()));
    }
    let (entries, _) = properties::parse(text);
    if entries.iter().any(|entry| is_secret(&entry.key)) {
        files.push(path.to_owned());
    }
    files.sort();
    files.dedup();
    files.iter().filter_map(|file| warning(file)).collect()
}

fn warning(file: &Path) -> Option<Warning> {
    // One that cannot be looked at is told of by whoever needs it.
    let mode = std::fs::metadata(file).ok()?.permissions().mode() & 0o777;
    if mode & TOO_MUCH == 0 {
        return None;
    }
    let who = match mode & 0o022 {
        0 => "everybody on this machine can read it",
        _ => "others can change it",
    };
    let file = file.display();
    Some(Warning::of_file(format!(
        "{file} has a key or a password in it, and {who} (mode {mode:03o}): chmod g-w,o= {file}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::UnknownKeys;

    /// Sets the modes of the file itself, a JAAS file, a key store, a password and the key of sessions; returns what is said.
    fn said_of(modes: [u32; 5], secret: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let names = ["zoo.cfg", "jaas.conf", "key.pem", "password", "session"];
        let file = |name: &str| dir.path().join(name);
        let shown = |name: &str| file(name).display().to_string();
        let config = format!(
            "dataDir=/d\nclientPort=2181\nsecureClientPort=2182\nadmin.enableServer=false\n{secret}\n\
             java.security.auth.login.config={}\nssl.keyStore.location={}\nssl.keyStore.passwordPath={}\n\
             sessionPasswordKeyFile={}\n",
            shown("jaas.conf"),
            shown("key.pem"),
            shown("password"),
            shown("session"),
        );
        let login = "Server { org.apache.zookeeper.server.auth.DigestLoginModule required user_bob=\"x\"; };";
        for (name, text) in names.into_iter().zip([&config, login, "", "", "sixteen or more characters"]) {
            std::fs::write(file(name), text).unwrap();
        }
        for (name, mode) in names.into_iter().zip(modes) {
            std::fs::set_permissions(file(name), std::fs::Permissions::from_mode(mode)).unwrap();
        }
        let (_, warnings) = Config::load_with(&file("zoo.cfg"), UnknownKeys::Refuse).unwrap();
        let texts = warnings
            .into_iter()
            .map(|w| w.text)
            .filter(|text| text.contains("has a key or a password in it"));
        texts.map(|text| text.replace(&dir.path().display().to_string(), "DIR")).collect()
    }

    #[test]
    fn secrets_that_others_can_read_or_change_are_told() {
        let quiet = said_of([0o644, 0o640, 0o600, 0o440, 0o400], "");
        assert_eq!(quiet, Vec::<String>::new());
        let all = said_of([0o644; 5], "ssl.trustStore.password=canary");
        assert_eq!(all.len(), 5, "{all:?}");
        let everybody = "DIR/session has a key or a password in it, and everybody on this machine can read it (mode 644): chmod g-w,o= DIR/session";
        assert!(all.contains(&everybody.to_owned()), "{all:?}");
        let group = said_of([0o600, 0o600, 0o660, 0o600, 0o600], "ssl.trustStore.password=canary");
        let said = "DIR/key.pem has a key or a password in it, and others can change it (mode 660): chmod g-w,o= DIR/key.pem";
        assert_eq!(group, [said]);
    }
}
