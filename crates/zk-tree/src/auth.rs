//! Who may do what: the identities of a connection, matching them against ACLs, and checking the ACLs that
//! clients set.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest, Sha1};
use zk_proto::{Acl, AclBytes, ErrorCode, Id, Perms};

use crate::acl_cache::AclList;

/// Most identities that one connection may collect.
pub const MAX_IDENTITIES: usize = 32;
/// Most entries in one ACL.
pub const MAX_ACL_ENTRIES: usize = 256;

/// Schemes that ACLs may name only where they are configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AclSchemes {
    /// Client certificates.
    pub x509: bool,
    /// SASL.
    pub sasl: bool,
}

/// What a connection has proved to be. Starts with its address and grows by `addauth`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identities {
    ids: Vec<Id>,
    is_super: bool,
    skip_checks: bool,
}

impl Identities {
    /// The identities of a fresh connection from `addr`.
    pub fn of_address(addr: IpAddr) -> Identities {
        let text = addr.to_canonical().to_string();
        Identities { ids: vec![Id::new("ip", text)], is_super: false, skip_checks: false }
    }

    /// The server itself: passes every check.
    pub fn internal() -> Identities {
        Identities { ids: Vec::new(), is_super: true, skip_checks: false }
    }

    /// Switches every ACL check off for this connection (`skipACL=yes`).
    pub fn with_checks_skipped(mut self) -> Identities {
        self.skip_checks = true;
        self
    }

    /// Adds an identity; one that is there already is not added again.
    pub fn add(&mut self, id: Id) {
        self.is_super |= id.scheme == "super";
        if !self.ids.contains(&id) {
            self.ids.push(id);
        }
    }

    /// All identities, in the order in which they came.
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }

    /// What `whoAmI` tells: digest identities without their hash.
    pub fn visible(&self) -> Vec<Id> {
        self.ids
            .iter()
            .map(|id| match (id.scheme.as_str(), id.id.split_once(':')) {
                ("digest", Some((user, _))) => Id::new("digest", user),
                _ => id.clone(),
            })
            .collect()
    }

    /// Whether the list grants any of `perms` to this connection.
    pub fn may(&self, perms: Perms, acl: &AclList) -> bool {
        if self.is_super || self.skip_checks || acl.entries.is_empty() {
            return true;
        }
        acl.entries.iter().filter(|e| e.perms.intersects(perms)).any(|e| self.is(&e.id))
    }

    fn is(&self, wanted: &Id) -> bool {
        match wanted.scheme.as_str() {
            "world" => wanted.id == "anyone",
            "ip" => self.ids.iter().any(|id| id.scheme == "ip" && ip_matches(&id.id, &wanted.id)),
            // The user that Apache's SASL provider lets through everywhere that SASL users are named.
            "sasl" => {
                self.ids.iter().any(|id| id.scheme == "sasl" && (id.id == wanted.id || id.id == "super"))
            }
            _ => self.ids.contains(wanted),
        }
    }
}

/// The `digest` identity of `user:password`: `user:` and the base64 of the SHA-1 of the whole.
pub fn digest_id(credentials: &str) -> String {
    let user = credentials.split(':').next().unwrap_or_default();
    format!("{user}:{}", STANDARD.encode(Sha1::digest(credentials.as_bytes())))
}

fn parse_network(text: &str) -> Option<(IpAddr, u32)> {
    let (addr, bits) = match text.split_once('/') {
        Some((addr, bits)) => (parse_address(addr)?, Some(bits.parse::<u32>().ok()?)),
        None => (parse_address(text)?, None),
    };
    let width = if addr.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(width);
    (bits <= width).then_some((addr, bits))
}

/// Mirrors: Java, to which the four parts of an IPv4 address are numbers, with a zero in front or not, and which takes no such
/// address written as IPv6: no connection has one.
fn parse_address(text: &str) -> Option<IpAddr> {
    if let Ok(IpAddr::V6(addr)) = text.parse() {
        return addr.to_ipv4_mapped().is_none().then_some(IpAddr::V6(addr));
    }
    let mut octets = [0; 4];
    let mut parts = text.split('.');
    for octet in &mut octets {
        *octet = parts.next()?.parse().ok()?;
    }
    parts.next().is_none().then(|| IpAddr::from(octets))
}

fn ip_matches(remote: &str, network: &str) -> bool {
    let (Ok(remote), Some((network, bits))) = (remote.parse::<IpAddr>(), parse_network(network)) else {
        return false;
    };
    match (remote, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            (a.to_bits() ^ b.to_bits()).checked_shr(32 - bits).unwrap_or(0) == 0
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            (a.to_bits() ^ b.to_bits()).checked_shr(128 - bits).unwrap_or(0) == 0
        }
        _ => false,
    }
}

/// Whether each part of it has a name and a value; what is behind a backslash or in quotes separates nothing.
fn is_distinguished_name(text: &str) -> bool {
    let (mut escaped, mut quoted) = (false, false);
    let parts = text.split(|c: char| {
        let separates = !escaped && !quoted && matches!(c, ',' | ';' | '+');
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        separates
    });
    let is_part = |part: &str| part.split_once('=').is_some_and(|(name, _)| !name.trim().is_empty());
    text.is_empty() || parts.into_iter().all(is_part)
}

/// The parts of a `:`-separated id as Java's `split` counts them: trailing empty parts do not count.
fn java_parts(id: &str) -> usize {
    let parts: Vec<&str> = id.split(':').collect();
    parts.iter().rposition(|p| !p.is_empty()).map_or(0, |last| last + 1)
}

/// Checks and completes the ACL of a create or setACL: duplicates go, `auth` becomes the connection's own
/// identities.
///
/// # Errors
/// [`ErrorCode::InvalidAcl`] for a null, empty or oversize list, a null part, an unknown scheme, an id that its
/// scheme does not accept, and `auth` on a connection that has not authenticated.
///
/// Mirrors: ZooKeeper `PrepRequestProcessor.fixupACL`.
pub fn fix_acl(acl: AclBytes<'_>, who: &Identities, schemes: AclSchemes) -> Result<Vec<u8>, ErrorCode> {
    let mut out: Vec<Acl> = Vec::new();
    let entries = acl.entries().unwrap_or_default();
    if entries.is_empty() || entries.len() > MAX_ACL_ENTRIES {
        return Err(ErrorCode::InvalidAcl);
    }
    let mut add = |acl: Acl| {
        if !out.contains(&acl) {
            out.push(acl);
        }
    };
    for e in entries {
        // kazoo sends an empty id as null, and `auth` does not look at it.
        let (scheme, id) = match (e.scheme, e.id) {
            (Some(scheme), Some(id)) => (scheme, id),
            (Some(scheme), None) if scheme == "auth" => (scheme, "".into()),
            _ => return Err(ErrorCode::InvalidAcl),
        };
        match (&*scheme, &*id) {
            ("world", "anyone") => add(Acl { perms: e.perms, id: Id::anyone() }),
            ("auth", _) => {
                let is_proved = |i: &&Id| matches!(i.scheme.as_str(), "digest" | "x509" | "sasl");
                let mine: Vec<_> = who.ids.iter().filter(is_proved).collect();
                if mine.is_empty() {
                    return Err(ErrorCode::InvalidAcl);
                }
                for i in mine {
                    add(Acl { perms: e.perms, id: i.clone() });
                }
            }
            ("digest", id) if java_parts(id) == 2 => add(Acl { perms: e.perms, id: Id::new("digest", id) }),
            ("ip", id) if parse_network(id).is_some() => {
                add(Acl { perms: e.perms, id: Id::new("ip", id) });
            }
            ("x509", id) if schemes.x509 && is_distinguished_name(id) => {
                add(Acl { perms: e.perms, id: Id::new("x509", id) });
            }
            ("sasl", id) if schemes.sasl && is_kerberos_name(id) => {
                add(Acl { perms: e.perms, id: Id::new("sasl", id) });
            }
            _ => return Err(ErrorCode::InvalidAcl),
        }
    }
    let mut bytes = Vec::new();
    Acl::encode_list(&out, &mut bytes);
    Ok(bytes)
}

/// Whether Java's `KerberosName` takes it, which is any name without an @, also none.
fn is_kerberos_name(id: &str) -> bool {
    match id.split_once('@') {
        None => true,
        Some((name, realm)) => name.matches('/').count() <= 1 && !realm.contains(['/', '@']),
    }
}

/// The list as `getACL` shows it to one who may not administer the node: digests without their hash.
pub fn redact(acl: &AclList) -> Vec<Acl> {
    acl.entries
        .iter()
        .map(|e| match (e.id.scheme.as_str(), e.id.id.split_once(':')) {
            ("digest", Some((user, _))) => Acl { perms: e.perms, id: Id::new("digest", format!("{user}:x")) },
            _ => e.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(list: &[Acl]) -> Vec<u8> {
        let mut w = Vec::new();
        Acl::encode_list(list, &mut w);
        w
    }

    fn acl(scheme: &str, id: &str) -> Acl {
        Acl { perms: Perms::ALL, id: Id::new(scheme, id) }
    }

    fn fixed(list: &[Acl], who: &Identities) -> Result<Vec<Acl>, ErrorCode> {
        let bytes = encoded(list);
        let out = fix_acl(AclBytes::from_bytes(&bytes).unwrap(), who, AclSchemes::default())?;
        Ok(AclBytes::from_bytes(&out).unwrap().to_vec())
    }

    #[test]
    fn digest_ids_are_those_of_zookeeper() {
        // Printed by DigestAuthenticationProvider's own main for super:admin.
        assert_eq!(digest_id("super:admin"), "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");
    }

    #[test]
    fn networks_match_by_prefix() {
        assert!(ip_matches("10.1.2.3", "10.0.0.0/8"));
        assert!(!ip_matches("11.1.2.3", "10.0.0.0/8"));
        assert!(ip_matches("10.1.2.3", "0.0.0.0/0"));
        assert!(ip_matches("10.1.2.3", "10.1.2.3"));
        assert!(ip_matches("fe80::1", "fe80::/10"));
        assert!(!ip_matches("10.1.2.3", "fe80::/0"));
        assert!(parse_network("10.0.0.0/33").is_none());
        assert!(parse_network("10.0.0/8").is_none());
        assert!(ip_matches("10.1.2.3", "010.1.2.03/24"));
        for wrong in [
            "1.2.3.4.5",
            "1.2.3.256",
            "1.2.3.",
            "1.2.3.-4",
            "::ffff:10.1.2.3",
            "fe80::1%eth0",
            "",
            "localhost",
        ] {
            assert!(parse_network(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn schemes_that_are_configured_can_be_named_and_proved() {
        let schemes = AclSchemes { x509: true, sasl: true };
        let mut who = Identities::of_address("127.0.0.1".parse().unwrap());
        who.add(Id::new("x509", "CN=me,O=we"));
        who.add(Id::new("sasl", "bob"));
        let fixed = |list: &[Acl]| {
            let bytes = encoded(list);
            let out = fix_acl(AclBytes::from_bytes(&bytes).unwrap(), &who, schemes)?;
            Ok::<_, ErrorCode>(AclBytes::from_bytes(&out).unwrap().to_vec())
        };
        assert_eq!(fixed(&[acl("auth", "")]), Ok(vec![acl("x509", "CN=me,O=we"), acl("sasl", "bob")]));
        for id in ["CN=a,O=b\\, c", "CN=a+UID=b", "CN=\"a,b\",O=c", "CN=a;O=b", ""] {
            assert_eq!(fixed(&[acl("x509", id)]), Ok(vec![acl("x509", id)]));
        }
        for id in ["bob", "bob/host@REALM", "a/b/c", ""] {
            assert_eq!(fixed(&[acl("sasl", id)]), Ok(vec![acl("sasl", id)]));
        }
        for (scheme, id) in [("x509", "CN=a,b"), ("x509", "=a"), ("x509", "nobody"), ("sasl", "a@b@c")] {
            assert_eq!(fixed(&[acl(scheme, id)]), Err(ErrorCode::InvalidAcl), "{scheme}:{id}");
        }
    }

    #[test]
    fn the_sasl_user_super_is_every_sasl_user_and_nobody_else() {
        let mut who = Identities::default();
        who.add(Id::new("sasl", "super"));
        assert!(who.is(&Id::new("sasl", "bob")));
        assert!(!who.is(&Id::new("digest", "bob:x")) && !who.is_super);
        let mut digest = Identities::default();
        digest.add(Id::new("digest", "super"));
        assert!(!digest.is(&Id::new("sasl", "bob")));
    }

    #[test]
    fn acls_are_fixed_as_java_fixes_them() {
        let mut who = Identities::of_address("127.0.0.1".parse().unwrap());
        assert_eq!(fixed(&[acl("auth", "")], &who), Err(ErrorCode::InvalidAcl));
        who.add(Id::new("digest", "u:h"));
        assert_eq!(fixed(&[acl("auth", "")], &who), Ok(vec![acl("digest", "u:h")]));
        let null_id = b"\0\0\0\x01\0\0\0\x1f\0\0\0\x04auth\xff\xff\xff\xff";
        assert!(fix_acl(AclBytes::from_bytes(null_id).unwrap(), &who, AclSchemes::default()).is_ok());
        let twice = [acl("world", "anyone"), acl("world", "anyone")];
        assert_eq!(fixed(&twice, &who), Ok(vec![acl("world", "anyone")]));
        for (scheme, id) in [
            ("world", "me"),
            ("digest", "u"),
            ("digest", "u:"),
            ("digest", "a:b:c"),
            ("ip", "x"),
            ("foo", "x"),
            ("super", ""),
            ("x509", "CN=a"),
            ("sasl", "bob"),
        ] {
            assert_eq!(fixed(&[acl(scheme, id)], &who), Err(ErrorCode::InvalidAcl), "{scheme}:{id}");
        }
        assert_eq!(fixed(&[], &who), Err(ErrorCode::InvalidAcl));
        assert!(fixed(&[acl("digest", ":h")], &who).is_ok());
    }

    #[test]
    fn super_passes_everything() {
        let none = encoded(&[acl("digest", "a:b")]);
        let mut cache = crate::acl_cache::AclCache::new();
        let id = cache.intern(AclBytes::from_bytes(&none).unwrap());
        let mut who = Identities::of_address("127.0.0.1".parse().unwrap());
        assert!(!who.may(Perms::READ, cache.list(id)));
        who.add(Id::new("super", ""));
        assert!(who.may(Perms::READ, cache.list(id)));
    }
}
