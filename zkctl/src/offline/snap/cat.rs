//! `snap cat`: the sessions and nodes of snapshot files, streamed; seals are checked at the end.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zk_proto::stat::Owner;
use zk_proto::{Acl, SessionId, Zxid};
use zk_storage::snapshot::{
    Compression, Decoder, NodeRef, SnapshotError, SnapshotReader, Trailers, parse_snapshot_name,
};

use crate::args::Style;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::offline::java;
use crate::offline::snap_args::SnapCat;
use crate::output::{Pace, Progress};
use crate::reply::{Record, Reply, SnapNode};

/// Nodes between two looks at the clock.
const PROGRESS_EVERY: u64 = 4096;

type Reader = SnapshotReader<Decoder<io::Chain<io::Cursor<Vec<u8>>, Box<dyn Read>>>>;

/// Why a file could not be read to its end.
enum Stop {
    Damage(SnapshotError),
    Failure(Failure),
}

impl From<SnapshotError> for Stop {
    fn from(error: SnapshotError) -> Stop {
        Stop::Damage(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Failure(error.into())
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Failure(failure)
    }
}

pub fn run(args: SnapCat, context: &mut Context) -> Result<Reply> {
    let java = args.style == Some(Style::Java);
    if java && args.files.iter().any(|f| f == Path::new("-")) {
        return Err(Failure::usage("--style java reads a file twice, which stdin cannot be"));
    }
    if !java {
        context.out.begin("records", Pace::Bulk)?;
    }
    let mut damaged = false;
    for file in &args.files {
        let result = if java { java_form(file, args.data, context) } else { plain(file, args.data, context) };
        match result {
            Ok(()) => {}
            Err(Stop::Failure(failure)) => return Err(failure),
            Err(Stop::Damage(error)) => {
                damaged = true;
                crate::say(format_args!("damage: {}: {error}", file.display()));
            }
        }
    }
    context.out.end()?;
    Err(Failure::silent(if damaged { Exit::Damaged } else { Exit::Ok }))
}

/// A file or, for `-`, stdin; with its size in bytes where it has one.
fn open(file: &Path) -> Result<(Box<dyn Read>, u64)> {
    if file == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), 0));
    }
    let name = file.display();
    let fail = |e| Failure::io(format_args!("cannot read {name}"), e);
    let open = File::open(file).map_err(fail)?;
    let about = open.metadata().map_err(fail)?;
    if about.is_dir() {
        return Err(Failure::usage(format!("{name} is a directory"))
            .hint(format!("name the files: {name}/snapshot.*")));
    }
    Ok((Box::new(open), about.len()))
}

/// Opens a snapshot, whatever its compression: the first bytes tell, names may have been changed.
fn start(file: &Path) -> Result<(Reader, u64), Stop> {
    let (mut input, size) = open(file)?;
    let mut head = Vec::new();
    let fail = |e| Failure::io(format_args!("cannot read {}", file.display()), e);
    (&mut input).take(8).read_to_end(&mut head).map_err(fail)?;
    let compression = match head.as_slice() {
        [0x1f, 0x8b, ..] => Compression::Gzip,
        [0x82, b'S', b'N', b'A', b'P', b'P', b'Y', 0] => Compression::Snappy,
        _ => Compression::Plain,
    };
    let whole = io::Cursor::new(head).chain(input);
    Ok((SnapshotReader::new(Decoder::new(whole, compression))?, size))
}

fn file_zxid(file: &Path) -> Option<Zxid> {
    parse_snapshot_name(file.file_name()?.to_str()?).map(|(zxid, _)| zxid)
}

/// Snapshots write the root as an empty path.
fn shown_path(path: &str) -> &str {
    if path.is_empty() { "/" } else { path }
}

fn plain(file: &Path, show_data: bool, context: &mut Context) -> Result<(), Stop> {
    let (mut reader, size) = start(file)?;
    let name = file.display().to_string();
    context.out.record(&Record::SnapHead { file: name, zxid: file_zxid(file) })?;
    while let Some((session, timeout_ms)) = reader.next_session()? {
        context.out.record(&Record::SnapSession { session, timeout_ms })?;
    }
    let acls = acls(&mut reader)?;
    let mut progress = Progress::new(size, context.quiet);
    let mut nodes = 0u64;
    loop {
        // Compressed files are read to their size only in the end, so the bar may run ahead and stop.
        if nodes.is_multiple_of(PROGRESS_EVERY) {
            progress.set(reader.offset().min(size));
        }
        let Some(node) = reader.next_node()? else { break };
        nodes += 1;
        crate::interrupt::check()?;
        let record = Record::SnapNode(Box::new(row(&node, &acls, show_data)));
        context.out.record(&record)?;
    }
    progress.finish();
    let trailers = reader.finish()?;
    context.note(format_args!("{}: {nodes} nodes, checksum ok{}", file.display(), about(&trailers)));
    Ok(())
}

fn about(trailers: &Trailers) -> String {
    let digest = trailers.digest.map(|d| format!(", digest {:#x} at zxid {}", d.digest, d.zxid));
    let last = trailers.last_zxid.map(|z| format!(", last zxid {z}"));
    digest.unwrap_or_default() + &last.unwrap_or_default()
}

fn acls(reader: &mut Reader) -> Result<HashMap<i64, Vec<Acl>>, Stop> {
    let mut acls = HashMap::from([(zk_storage::snapshot::OPEN_ACL_ID, Acl::open())]);
    while let Some((id, acl)) = reader.next_acl()? {
        acls.insert(id, acl.to_vec());
    }
    Ok(acls)
}

fn row(node: &NodeRef<'_>, acls: &HashMap<i64, Vec<Acl>>, show_data: bool) -> SnapNode {
    SnapNode {
        path: shown_path(node.path).to_owned(),
        data: node.data.map(<[u8]>::to_vec),
        show_data,
        acl: acls.get(&node.acl).cloned().unwrap_or_default(),
        stat: node.stat,
    }
}

/// What SnapshotFormatter prints. It names counts before the nodes, so the file is read twice.
fn java_form(file: &Path, show_data: bool, context: &mut Context) -> Result<(), Stop> {
    let (mut reader, _) = start(file)?;
    let mut sessions: Vec<(SessionId, i32)> = Vec::new();
    while let Some(session) = reader.next_session()? {
        sessions.push(session);
    }
    let (mut count, mut ephemerals, mut last) = (0u64, HashMap::<SessionId, u64>::new(), file_zxid(file));
    while let Some(node) = reader.next_node()? {
        count += 1;
        last = last.max(Some(node.stat.mzxid)).max(Some(node.stat.pzxid));
        if let Owner::Session(id) = Owner::from_stored(node.stat.ephemeral_owner) {
            *ephemerals.entry(id).or_default() += 1;
        }
    }
    reader.finish()?;

    let paint = context.out.paint();
    // Java's tree knows the root by two names and counts both.
    context.out.raw(&format!("ZNode Details (count={}):\n", count + 1))?;
    let (mut reader, _) = start(file)?;
    while let Some(node) = reader.next_node()? {
        crate::interrupt::check()?;
        context.out.raw(&java::node(shown_path(node.path), node.data, &node.stat, show_data, paint))?;
    }
    let mut tail = String::from("----\nSession Details (sid, timeout, ephemeralCount):\n");
    for (id, timeout) in sessions {
        let owned = ephemerals.get(&id).copied().unwrap_or_default();
        tail.push_str(&format!("{}, {timeout}, {owned}\n", java::hex16(id.0)));
    }
    tail.push_str(&format!("----\nLast zxid: {}\n", last.unwrap_or(Zxid::ZERO)));
    context.out.raw(&tail)?;
    Ok(())
}
