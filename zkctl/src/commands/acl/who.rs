//! Who is who: the identities that a session has, what an ACL grants to them, and digest ids.

use std::net::IpAddr;

use base64::Engine;
use sha1::{Digest, Sha1};
use zk_proto::{Acl, Id, Perms};

use crate::context::Context;

/// The id of scheme digest: `user:` and the SHA-1 of `user:password`, in base64. Apache's default algorithm.
pub fn digest_id(user: &str, credentials: &[u8]) -> String {
    let hash = Sha1::digest(credentials);
    format!("{user}:{}", base64::engine::general_purpose::STANDARD.encode(hash))
}

/// What the server takes a session for.
#[derive(Clone, Debug, Default)]
pub struct Identities {
    ids: Vec<Id>,
    is_super: bool,
}

impl Identities {
    /// Ours: what the server says, and what follows from our credentials. Servers before 3.7 do not say.
    pub async fn own(context: &mut Context) -> Identities {
        let mut own = Identities::default();
        own.ids.push(Id::anyone());
        for auth in context.auth().await.unwrap_or_default().iter().filter(|a| a.scheme == "digest") {
            let user = auth.data.split(|b| *b == b':').next().unwrap_or_default();
            own.ids.push(Id::new("digest", digest_id(&String::from_utf8_lossy(user), &auth.data)));
        }
        if let Ok(reply) = context.read("ask", "whoami", |c| c.who_am_i()).await {
            // Of a digest identity the server names the user only; that one is known from above.
            let told = reply.into_value();
            own.is_super = told.iter().any(|id| id.scheme == "super");
            own.ids.extend(told.into_iter().filter(|id| id.scheme != "digest"));
        }
        own
    }

    /// One identity, besides everybody's.
    pub fn of(id: Id) -> Identities {
        Identities { ids: vec![Id::anyone(), id], is_super: false }
    }

    /// What the ACL grants to them.
    pub fn granted(&self, acl: &[Acl]) -> Perms {
        if self.is_super {
            return Perms::ALL;
        }
        let matching =
            acl.iter().filter(|a| self.ids.iter().any(|id| matches(&a.id, id)) || self.is_own(&a.id));
        Perms(matching.fold(0, |bits, a| bits | a.perms.0))
    }

    /// `auth` in a new ACL stands for whoever sends it, once authenticated.
    fn is_own(&self, id: &Id) -> bool {
        id.scheme == "auth" && self.ids.iter().any(|own| !matches!(own.scheme.as_str(), "world" | "ip"))
    }
}

/// Whether an entry for `entry` is about `who`. A digest user without a hash stands for that user with any.
pub fn matches(entry: &Id, who: &Id) -> bool {
    if entry.scheme == "world" {
        return entry.id == "anyone";
    }
    if entry.scheme != who.scheme {
        return false;
    }
    match entry.scheme.as_str() {
        "ip" => ip_matches(&entry.id, &who.id),
        "digest" if !who.id.contains(':') => entry.id.split(':').next() == Some(&who.id),
        _ => entry.id == who.id,
    }
}

fn ip_matches(entry: &str, address: &str) -> bool {
    let (net, bits) = entry.split_once('/').map_or((entry, None), |(net, bits)| (net, Some(bits)));
    let octets = |text: &str| match text.parse::<IpAddr>().ok()? {
        IpAddr::V4(v4) => Some(v4.octets().to_vec()),
        IpAddr::V6(v6) => Some(v6.octets().to_vec()),
    };
    let (Some(net), Some(address)) = (octets(net), octets(address)) else { return false };
    let all = net.len() * 8;
    let Some(bits) = bits.map_or(Some(all), |b| b.parse().ok()).filter(|b| *b <= all) else { return false };
    if net.len() != address.len() {
        return false;
    }
    let (whole, rest) = (bits / 8, bits % 8);
    let mask = !(0xffu8.checked_shr(rest as u32).unwrap_or(0));
    net.iter().zip(&address).take(whole).all(|(a, b)| a == b)
        && (rest == 0 || net.get(whole).zip(address.get(whole)).is_some_and(|(a, b)| a & mask == b & mask))
}

/// `SCHEME:ID`; a bare name is a digest user.
pub fn parse_user(text: &str) -> Id {
    const SCHEMES: &[&str] = &["world", "digest", "ip", "sasl", "x509", "super", "auth"];
    match text.split_once(':') {
        Some((scheme, id)) if SCHEMES.contains(&scheme) => Id::new(scheme, id),
        _ => Id::new("digest", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::acl_list;

    #[test]
    fn a_digest_is_apaches() {
        // DigestAuthenticationProvider.generateDigest("super:test")
        assert_eq!(digest_id("super", b"super:test"), "super:D/InIHSb7yEEbrWz8b9l71RjZJU=");
    }

    #[test]
    fn grants_follow_schemes() {
        let acl = acl_list("world:anyone:r,digest:bob:aGFzaA==:w,ip:10.1.0.0/17:c,sasl:kafka:a").unwrap().0;
        let letters = |user: &str| Identities::of(parse_user(user)).granted(&acl).letters();
        assert_eq!(letters("nobody"), "r");
        assert_eq!(letters("bob"), "rw");
        assert_eq!(letters("digest:bob:aGFzaA=="), "rw");
        assert_eq!(letters("digest:bob:other"), "r");
        assert_eq!(letters("ip:10.1.127.9"), "cr");
        assert_eq!(letters("ip:10.1.128.9"), "r");
        assert_eq!(letters("ip:nonsense"), "r");
        assert_eq!(letters("sasl:kafka"), "ra");
        let own = Identities { ids: vec![Id::new("digest", "a:b")], is_super: false };
        assert_eq!(own.granted(&acl_list("auth::cdrwa").unwrap().0), Perms::ALL);
        assert_eq!(Identities { ids: vec![], is_super: true }.granted(&[]), Perms::ALL);
    }
}
