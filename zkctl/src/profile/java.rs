//! zkCli's `-client-configuration FILE`: of the Java client's properties, those that mean something here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use zk_client::{Password, TlsCheck, TlsOptions};

use crate::failure::{Failure, Result};

const SECURE: &str = "zookeeper.client.secure";
const TRUST: &str = "zookeeper.ssl.trustStore.location";
const TRUST_TYPE: &str = "zookeeper.ssl.trustStore.type";
const KEY: &str = "zookeeper.ssl.keyStore.location";
const KEY_TYPE: &str = "zookeeper.ssl.keyStore.type";
const TRUST_PASSWORD: &str = "zookeeper.ssl.trustStore.password";
const TRUST_PASSWORD_PATH: &str = "zookeeper.ssl.trustStore.passwordPath";
const KEY_PASSWORD: &str = "zookeeper.ssl.keyStore.password";
const KEY_PASSWORD_PATH: &str = "zookeeper.ssl.keyStore.passwordPath";
const NAMES: &str = "zookeeper.ssl.hostnameVerification";
/// Properties that need no word: they choose what is chosen here anyway.
const SILENT: &[&str] = &["zookeeper.clientCnxnSocket"];
const MAX_BYTES: u64 = 1 << 20;

/// The TLS of the file, if it switches that on. Says on stderr which properties were ignored.
///
/// # Errors
/// The file cannot be read, or names a keystore in a form that cannot be.
pub fn read(file: &Path) -> Result<Option<TlsOptions>> {
    let text = text_of(file, "a file of properties")?;
    let name = crate::sanitise::line(&file.display().to_string()).into_owned();
    let (tls, ignored) = interpret(&properties(&text))?;
    if !ignored.is_empty() {
        let ignored = ignored.join(", ");
        crate::say(format_args!("note: {name}: ignored {}", crate::sanitise::line(&ignored)));
    }
    Ok(tls)
}

/// A file that is not too long for `what`.
fn text_of(file: &Path, what: &str) -> Result<String> {
    let name = crate::sanitise::line(&file.display().to_string()).into_owned();
    let fail = |e| Failure::io(format_args!("cannot read {name}"), e);
    if std::fs::metadata(file).map_err(fail)?.len() > MAX_BYTES {
        return Err(Failure::usage(format!("{name} is too long for {what}")));
    }
    std::fs::read_to_string(file).map_err(fail)
}

fn interpret(properties: &BTreeMap<String, String>) -> Result<(Option<TlsOptions>, Vec<String>)> {
    let find = |key: &str| properties.get(key).map(|v| v.trim()).filter(|v| !v.is_empty());
    let secure = find(SECURE).is_some_and(|v| v.eq_ignore_ascii_case("true"));
    // What it is follows from what is in it; but some forms are nothing that can be read.
    let store = |location: &str, kind: &str| match find(location) {
        None => Ok(None),
        Some(file) => {
            let end = file.rsplit_once('.').map_or("", |(_, end)| end);
            let kind = find(kind).unwrap_or(end).to_ascii_uppercase();
            if kind != "BCFKS" {
                return Ok(Some(PathBuf::from(file)));
            }
            let text = format!("{location}: {} is a BCFKS store", crate::sanitise::line(file));
            Err(Failure::usage(text).hint("PEM, JKS and PKCS12 can be read: export it as PKCS12"))
        }
    };
    let password = |direct: &str, path: &str| match find(path) {
        None => Ok::<_, Failure>(find(direct).map(Password::new)),
        Some(file) => {
            let text = text_of(Path::new(file), path)?;
            Ok(Some(Password::new(text.lines().next().unwrap_or_default())))
        }
    };
    let mut known = vec![SECURE];
    known.extend_from_slice(SILENT);
    let tls = if secure {
        known.extend_from_slice(&[TRUST, TRUST_TYPE, KEY, KEY_TYPE, NAMES]);
        known.extend_from_slice(&[TRUST_PASSWORD, TRUST_PASSWORD_PATH, KEY_PASSWORD, KEY_PASSWORD_PATH]);
        let check = match find(NAMES) {
            Some(value) if value.eq_ignore_ascii_case("false") => TlsCheck::AnyName,
            _ => TlsCheck::Full,
        };
        let cert = store(KEY, KEY_TYPE)?;
        Some(TlsOptions {
            ca: store(TRUST, TRUST_TYPE)?,
            ca_password: password(TRUST_PASSWORD, TRUST_PASSWORD_PATH)?,
            key: cert.clone(),
            cert,
            password: password(KEY_PASSWORD, KEY_PASSWORD_PATH)?,
            name: None,
            check,
        })
    } else {
        None
    };
    let ignored = properties.keys().filter(|k| !known.contains(&k.as_str())).cloned().collect();
    Ok((tls, ignored))
}

/// Lines `key=value`, `key: value` or `key value`; comments, continued lines and escapes as in Java.
fn properties(text: &str) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mut line = line.trim_start().to_owned();
        if line.is_empty() || line.starts_with(['#', '!']) {
            continue;
        }
        while line.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1 {
            line.pop();
            match lines.next() {
                Some(next) => line.push_str(next.trim_start()),
                None => break,
            }
        }
        let (key, value) = split(&line);
        out.insert(key, value);
    }
    out
}

fn split(line: &str) -> (String, String) {
    let mut chars = line.chars().peekable();
    let mut key = String::new();
    while let Some(c) = chars.next_if(|c| !matches!(c, '=' | ':' | ' ' | '\t')) {
        key.push(if c == '\\' { escaped(&mut chars) } else { c });
    }
    while chars.next_if(|c| c.is_ascii_whitespace()).is_some() {}
    if chars.next_if(|c| matches!(c, '=' | ':')).is_some() {
        while chars.next_if(|c| c.is_ascii_whitespace()).is_some() {}
    }
    let mut value = String::new();
    while let Some(c) = chars.next() {
        value.push(if c == '\\' { escaped(&mut chars) } else { c });
    }
    (key, value)
}

fn escaped(chars: &mut impl Iterator<Item = char>) -> char {
    match chars.next() {
        Some('t') => '\t',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('u') => {
            let digits: String = chars.take(4).collect();
            u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}')
        }
        Some(c) => c,
        None => '\\',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_as_java_does() {
        let text = "# a\n! b\n\n a = 1\nb:2\nc 3\nd\\:e=f\\\n   g\nh=\\u0041\\\\\ni=";
        let map = properties(text);
        let pairs: Vec<(&str, &str)> = map.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("a", "1"), ("b", "2"), ("c", "3"), ("d:e", "fg"), ("h", "A\\"), ("i", "")]);
    }

    #[test]
    fn stores_are_taken_and_what_is_ignored_is_named() {
        let text = "zookeeper.client.secure=true\nzookeeper.clientCnxnSocket=x\n\
                    zookeeper.ssl.trustStore.location=/ca.pem\nzookeeper.ssl.keyStore.location=/me\n\
                    zookeeper.ssl.keyStore.type=PEM\nzookeeper.ssl.keyStore.password=canary\n\
                    zookeeper.ssl.hostnameVerification=false\nzookeeper.kinit=/bin/kinit";
        let (tls, ignored) = interpret(&properties(text)).unwrap();
        let tls = tls.unwrap();
        assert_eq!(
            (tls.ca, tls.cert, tls.check),
            (Some("/ca.pem".into()), Some("/me".into()), TlsCheck::AnyName)
        );
        assert_eq!(tls.password, Some(Password::new("canary")));
        assert_eq!(ignored, ["zookeeper.kinit"]);
        let (tls, ignored) = interpret(&properties("zookeeper.ssl.trustStore.location=/ca.pem")).unwrap();
        assert_eq!((tls, ignored.len()), (None, 1));
        let jks = "zookeeper.client.secure=true\nzookeeper.ssl.trustStore.location=/ca.jks";
        assert_eq!(interpret(&properties(jks)).unwrap().0.unwrap().ca, Some("/ca.jks".into()));
        let bcfks = jks.replace(".jks", ".bcfks");
        assert!(interpret(&properties(&bcfks)).unwrap_err().to_string().contains("a BCFKS store"));
    }
}
