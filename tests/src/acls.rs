//! ACLs and credentials in their encoded form.

use zk_proto::{Acl, Id, Perms};

/// An ACL list of one entry, encoded.
pub fn one(perms: Perms, scheme: &str, id: &str) -> Vec<u8> {
    list(&[(perms.0, scheme, id)])
}

/// An ACL list, encoded.
pub fn list(entries: &[(i32, &str, &str)]) -> Vec<u8> {
    let acls: Vec<Acl> = entries
        .iter()
        .map(|&(perms, scheme, id)| Acl { perms: Perms(perms), id: Id::new(scheme, id) })
        .collect();
    let mut out = Vec::new();
    Acl::encode_list(&acls, &mut out);
    out
}
