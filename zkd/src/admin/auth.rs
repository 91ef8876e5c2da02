//! Who asks the AdminServer for something that not everybody may do.
//!
//! Differs: with Apache whoever may do everything with the root may do these things, and by the root's usual ACL that is
//! everybody who proves to be anybody. Here it takes the super user, or a name in `admin.users` **and** all permissions on
//! the root. The scheme `ip` proves nothing here, and no header that a proxy may have written does (CVE-2024-51504).

use hyper::header::HeaderValue;
use zk_proto::{Id, Perms};
use zk_tree::{AclList, Identities};

use crate::auth::{self, Outcome};
use crate::config::Config;

/// Why somebody may not, in Apache's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denied {
    Missing,
    NotAuthenticated,
    NotAuthorized,
}

impl Denied {
    pub(super) fn text(self) -> &'static str {
        match self {
            Denied::Missing => "Auth info is missing for the command",
            Denied::NotAuthenticated => "Not authenticated",
            Denied::NotAuthorized => "Not authorized",
        }
    }
}

/// Who it is by the header `Authorization`: `digest user:password`, or `x509` for the certificate of the connection.
pub(super) fn identify(
    config: &Config,
    header: Option<&HeaderValue>,
    certificate: &[Id],
) -> Result<Identities, Denied> {
    let header = header.ok_or(Denied::Missing)?;
    let text = std::str::from_utf8(header.as_bytes()).map_err(|_| Denied::NotAuthenticated)?;
    let (scheme, credentials) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let ids = match scheme.to_ascii_lowercase().as_str() {
        "digest" => match auth::authenticate(config, "digest", credentials.trim().as_bytes()) {
            Outcome::Added(ids) => ids,
            Outcome::Nothing | Outcome::OtherEnsemble | Outcome::Failed => Vec::new(),
        },
        "x509" => certificate.to_vec(),
        _ => Vec::new(),
    };
    if ids.is_empty() {
        return Err(Denied::NotAuthenticated);
    }
    let mut who = Identities::default();
    ids.into_iter().for_each(|id| who.add(id));
    Ok(who)
}

/// Whether these identities are enough.
pub(super) fn authorize(users: &[Id], who: &Identities, root: &AclList) -> Result<(), Denied> {
    let is_super = who.ids().iter().any(|id| id.scheme == "super");
    let is_named = who.ids().iter().any(|id| users.contains(id));
    // One permission of several is enough for `may`: each of them has to be asked for (CVE-2025-58457).
    let each = [Perms::READ, Perms::WRITE, Perms::CREATE, Perms::DELETE, Perms::ADMIN];
    match is_super || (is_named && each.into_iter().all(|perm| who.may(perm, root))) {
        true => Ok(()),
        false => Err(Denied::NotAuthorized),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zk_tree::DataTree;

    fn config() -> Config {
        // super:admin
        let text = "dataDir=/d\nclientPort=1\nDigestAuthenticationProvider.superDigest=super:xQJmxLMiHGwaqBvst5y6rkB6HQs=\n";
        Config::parse(text, "test").unwrap().0
    }

    fn identified(header: &'static str, certificate: &[Id]) -> Result<Identities, Denied> {
        identify(&config(), Some(&HeaderValue::from_static(header)), certificate)
    }

    #[test]
    fn only_digest_and_certificates_prove_something() {
        assert_eq!(identify(&config(), None, &[]).unwrap_err(), Denied::Missing);
        for header in [
            "",
            "digest",
            "ip 127.0.0.1",
            "ip",
            "x509",
            "super admin",
            "world anyone",
            "Basic c3VwZXI6YWRtaW4=",
        ] {
            let who = identified(header, &[]);
            assert!(header == "digest" || who.unwrap_err() == Denied::NotAuthenticated, "{header}");
        }
        let subject = Id::new("x509", "CN=ops");
        assert_eq!(identified("x509", std::slice::from_ref(&subject)).unwrap().ids(), [subject]);
    }

    #[test]
    fn the_super_user_may_and_others_only_if_they_are_named_and_the_root_is_theirs() {
        let tree = DataTree::new(1);
        let root = tree.find("/").unwrap().acl().clone();
        let ops = identified("digest ops:secret", &[]).unwrap();
        let named = ops.ids().to_vec();
        assert_eq!(authorize(&[], &identified("Digest super:admin", &[]).unwrap(), &root), Ok(()));
        assert_eq!(authorize(&[], &ops, &root), Err(Denied::NotAuthorized), "the root is open to anybody");
        assert_eq!(authorize(&named, &ops, &root), Ok(()));
        let wrong = identified("digest ops:other", &[]).unwrap();
        assert_eq!(authorize(&named, &wrong, &root), Err(Denied::NotAuthorized));
        let readable = tree.find("/zookeeper/config").unwrap().acl().clone();
        assert_eq!(
            authorize(&named, &ops, &readable),
            Err(Denied::NotAuthorized),
            "named, but with READ alone"
        );
    }
}
