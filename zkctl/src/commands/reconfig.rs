//! zkCli's `config` and `reconfig`: the ensemble's configuration as its servers keep it, in `/zookeeper/config`.

use zk_proto::{Stat, Zxid};

use crate::args::Format;
use crate::commands::multi::read;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::reply::{Membership, Reply};
use crate::zkcli_args::{GetConfigArgs, ReconfigArgs};

const PATH: &str = "/zookeeper/config";

pub async fn config(args: GetConfigArgs, context: &mut Context) -> Result<Reply> {
    let node = context.read("get", PATH, |c| c.get_config()).await?.into_value();
    membership(node.data, node.stat, args.stat, args.client)
}

pub async fn reconfig(args: ReconfigArgs, context: &mut Context) -> Result<Reply> {
    let members = match (&args.file, args.members) {
        (Some(file), _) => Some(member_lines(&read(file)?)?),
        (None, members) => members,
    };
    if let Some(ids) = &args.remove
        && let Some(bad) = ids.split(',').find(|id| id.trim().parse::<u64>().is_err())
    {
        return Err(Failure::usage(format!("`{bad}` in `{ids}` is no server id"))
            .hint("ids are numbers: --remove 2,3"));
    }
    for list in [&args.add, &members].into_iter().flatten() {
        list.split(',').try_for_each(check_member)?;
    }
    let version = args.version.unwrap_or(-1);
    if args.version.is_some() {
        context.note(format_args!("only at version {version:#x} ({version})"));
    }
    let (add, remove) = (args.add.as_deref(), args.remove.as_deref());
    let changed =
        context.write("reconfigure", PATH, |c| c.reconfig(add, remove, members.as_deref(), version)).await;
    let node = changed.map_err(|f| explain(f, version))?.into_value();
    if context.out.format() == Format::Zkcli {
        context.out.raw("Committed new configuration:\n")?;
    }
    context.note("committed a new configuration");
    membership(node.data, node.stat, args.stat, false)
}

/// What a refusal means here.
fn explain(failure: Failure, version: i64) -> Failure {
    let said = |failure: Failure, why: &str| failure.say(format!("cannot reconfigure: {why}"));
    match failure.code() {
        "ReconfigDisabled" => said(failure, "the servers do not allow it").hint("reconfigEnabled=true on every server"),
        "Unimplemented" => said(failure, "this server has no ensemble, or does not know how")
            .hint("Apache ZooKeeper in replicated mode does, with reconfigEnabled=true"),
        "NewConfigNoQuorum" => {
            let why = "no quorum of the new members is connected to the leader and up to date";
            said(failure, why).hint("start the new servers first; they join as observers of the leader")
        }
        "ReconfigInProgress" => said(failure, "another change is under way").hint("wait, then `config`"),
        "BadVersion" => said(failure, &format!("the configuration does not have version {version:#x}")).hint("config"),
        "BadArguments" => said(failure, "the servers do not accept these members").hint(
            "a member needs server.N=HOST:PORT:PORT;CLIENTPORT; at least two voters must stay; N must not be in use",
        ),
        "NoAuth" => {
            said(failure, "no right to write /zookeeper/config").hint("addauth digest super:…, or change its ACL")
        }
        _ => failure,
    }
}

/// The members of a file: what is neither a member nor blank, a comment or the version is refused.
fn member_lines(text: &str) -> Result<String> {
    let mut members = Vec::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if !line.starts_with("version=") {
            check_member(line)?;
            members.push(line);
        }
    }
    if members.is_empty() {
        return Err(
            Failure::usage("the file names no member").hint("lines like server.1=HOST:PORT:PORT;CLIENTPORT")
        );
    }
    Ok(members.join(","))
}

fn check_member(member: &str) -> Result<()> {
    let known = Member::parse(member.trim()).is_some();
    let hint = "write it like server.4=HOST:2888:3888:observer;2181";
    if known { Ok(()) } else { Err(Failure::usage(format!("`{member}` is no member")).hint(hint)) }
}

fn membership(data: Option<Vec<u8>>, stat: Stat, show_stat: bool, clients_only: bool) -> Result<Reply> {
    let text = String::from_utf8_lossy(&data.unwrap_or_default()).into_owned();
    let version = text.lines().find_map(|l| l.trim().strip_prefix("version="));
    let version = version.and_then(|v| i64::from_str_radix(v, 16).ok()).map(Zxid);
    let members: Vec<Member> = text.lines().filter_map(|l| Member::parse(l.trim())).collect();
    if clients_only && members.is_empty() && !text.trim().is_empty() && version.is_none() {
        return Err(Failure::new(Exit::Unexpected, "Config", "the configuration is not understood")
            .on(PATH)
            .hint("`config` prints it as it is"));
    }
    Ok(Reply::Membership(Membership { text, version, members, stat, show_stat, clients_only }))
}

/// One member of the ensemble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: u64,
    /// Host and quorum and election ports, several parted by `|`.
    pub address: String,
    pub role: &'static str,
    /// Where clients connect, as the configuration has it.
    pub client: Option<String>,
}

impl Member {
    /// `server.N=HOST:PORT:PORT[:ROLE][;[HOST:]CLIENTPORT]`.
    pub fn parse(line: &str) -> Option<Member> {
        let (id, spec) = line.strip_prefix("server.")?.split_once('=')?;
        let (quorum, client) = match spec.split_once(';') {
            Some((quorum, client)) if !client.is_empty() => (quorum, Some(client.to_owned())),
            Some(_) => return None,
            None => (spec, None),
        };
        let (address, role) = match quorum.rsplit_once(':') {
            Some((address, role)) if role.eq_ignore_ascii_case("observer") => (address, "observer"),
            Some((address, role)) if role.eq_ignore_ascii_case("participant") => (address, "participant"),
            _ => (quorum, "participant"),
        };
        let ports =
            |one: &str| one.rsplit(':').take(2).filter(|port| port.parse::<u16>().is_ok()).count() == 2;
        let whole = address.split('|').all(ports);
        whole.then_some(())?;
        Some(Member { id: id.parse().ok()?, address: address.to_owned(), role, client })
    }

    /// The host for clients: the client address's own, or the server's where that is a wildcard.
    pub fn client_address(&self) -> Option<String> {
        let client = self.client.as_deref()?;
        let server_host = || {
            let first = self.address.split('|').next().unwrap_or_default();
            first.rsplitn(3, ':').nth(2).unwrap_or_default().to_owned()
        };
        let (host, port) = client.rsplit_once(':').unwrap_or(("", client));
        let wild = matches!(host, "" | "0.0.0.0" | "[::]" | "::" | "[0:0:0:0:0:0:0:0]");
        Some(format!("{}:{port}", if wild { server_host() } else { host.to_owned() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_as_servers_write_them() {
        let m = Member::parse("server.3=zk3:2888:3888:observer;0.0.0.0:2181").unwrap();
        assert_eq!((m.id, m.address.as_str(), m.role), (3, "zk3:2888:3888", "observer"));
        assert_eq!(m.client_address().as_deref(), Some("zk3:2181"));
        let m = Member::parse("server.1=a:1:2|b:1:2:participant;c:7").unwrap();
        assert_eq!((m.address.as_str(), m.client_address().as_deref()), ("a:1:2|b:1:2", Some("c:7")));
        assert_eq!(
            Member::parse("server.1=[::1]:1:2;3").unwrap().client_address().as_deref(),
            Some("[::1]:3")
        );
        assert_eq!(Member::parse("server.1=h:1:2").unwrap().client, None);
        for bad in [
            "",
            "server.x=h:1:2",
            "server.1=h",
            "server.1=h:1",
            "server.1=h:1:2;",
            "s.1=h:1:2",
            "server.1=h:a:b",
        ] {
            assert_eq!(Member::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_file_of_members_may_be_what_config_printed() {
        let text = "# us\nserver.1=h:1:2:participant;3\n\nversion=100000000\nserver.2=i:1:2;3\n";
        assert_eq!(member_lines(text).unwrap(), "server.1=h:1:2:participant;3,server.2=i:1:2;3");
        assert!(member_lines("server.1=h\n").unwrap_err().to_string().contains("`server.1=h` is no member"));
        assert!(member_lines("version=1\n").is_err());
    }
}
