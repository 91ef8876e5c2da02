//! `acl explain` and `acl check`: an ACL in words.

use zk_proto::{Acl, Perms};

use super::who::{Identities, matches, parse_user};
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::group_args::acl::AclCheckArgs;
use crate::parse::acl_text;
use crate::reply::Reply;
use crate::reply::report::{Cell, Column, Report, Row, Tone};

const MEANINGS: [(Perms, &str); 5] = [
    (Perms::CREATE, "create children"),
    (Perms::DELETE, "delete children"),
    (Perms::READ, "read the data, list the children, see the ACL"),
    (Perms::WRITE, "change the data"),
    (Perms::ADMIN, "change the ACL"),
];

const EXPLAIN: &[Column] = &[
    Column::new("scheme", "SCHEME"),
    Column::new("id", "ID"),
    Column::new("perms", "PERMS"),
    Column::new("who", "WHO"),
    Column::new("may", "MAY"),
    Column::new("note", "NOTE"),
];

pub fn explain(acl: &[Acl]) -> Reply {
    let row = |a: &Acl| {
        let may: Vec<&str> =
            MEANINGS.iter().filter(|(p, _)| a.perms.intersects(*p)).map(|(_, m)| *m).collect();
        let note = note(a);
        Row::new(vec![
            a.id.scheme.as_str().into(),
            a.id.id.as_str().into(),
            a.perms.letters().into(),
            who(a).into(),
            may.join("; ").into(),
            note.map_or(Cell::None, Cell::from),
        ])
        .tone(if note.is_some() { Tone::Warning } else { Tone::Plain })
    };
    let mut foot =
        vec!["to delete a node takes `d` on its parent, to create one `c` on its parent".to_owned()];
    if !acl.iter().any(|a| a.perms.intersects(Perms::ADMIN)) {
        foot.push("! nobody may change this ACL any more, the super user apart".into());
    }
    let fields = vec![("text", Cell::text(acl_text(acl)))];
    let rows = acl.iter().map(row).collect();
    Reply::Report(Report { name: "entries", fields, columns: EXPLAIN, rows, foot, ..Report::default() })
}

fn who(a: &Acl) -> String {
    let id = &a.id.id;
    match a.id.scheme.as_str() {
        "world" => "everybody, authenticated or not".into(),
        "auth" => "whoever sets this ACL, with all identities of that session".into(),
        "digest" => {
            format!("user {} with the password that this is the hash of", id.split(':').next().unwrap_or(""))
        }
        "ip" if id.contains('/') => format!("clients from the network {id}"),
        "ip" => format!("clients from {id}"),
        "sasl" => format!("the SASL (Kerberos or digest) identity {id}"),
        "x509" => format!("whoever has a client certificate of {id}"),
        "super" => "the super user".into(),
        other => format!("identity {id} of the scheme {other}, which servers have by a plug-in"),
    }
}

fn note(a: &Acl) -> Option<&'static str> {
    match a.id.scheme.as_str() {
        "world" if a.perms.0 & !Perms::READ.0 != 0 => Some("everybody may change things"),
        "digest" if !is_hash(&a.id.id) => Some("no SHA-1 hash in base64: a password in plain text?"),
        "ip" => Some("behind a proxy or NAT all clients have one address"),
        "auth" if !a.id.id.is_empty() => Some("servers ignore the id of scheme auth"),
        _ => None,
    }
}

/// 20 bytes in base64 behind the user's name; 32 where the servers are set to SHA-256, 64 to SHA-512.
fn is_hash(id: &str) -> bool {
    use base64::Engine;
    let Some((_, hash)) = id.split_once(':') else { return false };
    let bytes = base64::engine::general_purpose::STANDARD.decode(hash);
    bytes.is_ok_and(|b| matches!(b.len(), 20 | 28 | 32 | 48 | 64))
}

const CHECK: &[Column] = &[
    Column::new("perm", "PERM"),
    Column::new("granted", "GRANTED"),
    Column::new("by", "BY"),
    Column::new("means", "MEANS"),
];

pub async fn check(args: AclCheckArgs, context: &mut Context) -> Result<Reply> {
    let path = context.path(&args.path)?;
    let user = parse_user(&args.user);
    let acl = context.read("read the ACL of", &path, |c| c.get_acl(&path)).await?.into_value().acl;
    let granted = Identities::of(user.clone()).granted(&acl);
    let rows = MEANINGS.iter().map(|(perm, means)| {
        let by = acl.iter().find(|a| a.perms.intersects(*perm) && matches(&a.id, &user));
        let row = Row::new(vec![
            perm.letters().into(),
            granted.intersects(*perm).into(),
            by.map(|a| acl_text(std::slice::from_ref(a))).into(),
            (*means).into(),
        ]);
        row.tone(if by.is_some() { Tone::Good } else { Tone::Dim })
    });
    let fields = vec![
        ("path", Cell::text(path.as_str())),
        ("user", Cell::text(format!("{}:{}", user.scheme, user.id))),
        ("granted", granted.letters().into()),
    ];
    let report =
        Report { name: "permissions", fields, columns: CHECK, rows: rows.collect(), ..Report::default() };
    let reply = Reply::Report(report);
    let missing = args.need.map_or(0, |need| need.0 & !granted.0);
    if missing == 0 {
        return Ok(reply);
    }
    context.out.show(&reply)?;
    let shown = crate::sanitise::line(&args.user).into_owned();
    let text = format!("{shown} lacks {} on {}", Perms(missing).letters(), crate::sanitise::line(&path));
    Err(Failure::new(Exit::NotPermitted, "NoAuth", text).on(&path))
}
