//! `export`: a subtree into a file or a directory.

use std::path::Path;

use zk_proto::SessionId;

use crate::bulk::export::{Form, Target};
use crate::bulk::jsonl::{Head, SCHEMA, Values};
use crate::bulk::side::{Side, connect};
use crate::bulk::{TreeNode, Walk, Want, counted, nodes};
use crate::bulk_args::ExportArgs;
use crate::commands::bulk_report::{PROBLEMS, speed};
use crate::commands::walk;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::output::{Progress, iso_seconds, now_ms};
use crate::reply::Reply;
use crate::reply::report::{Cell, Report};

pub async fn run(args: ExportArgs, context: &mut Context) -> Result<Reply> {
    check(&args)?;
    let (link, path, chrooted) = connect(&Side::Here(args.path.clone()), args.pace.patience, context).await?;
    // An estimate for the bar; servers before 3.6 cannot tell.
    let below = link.client().get_all_children_number(&path).await.ok();
    let total = below.and_then(|r| u64::try_from(r.into_value()).ok()).map(|n| n + 1);
    let want = if args.format == Form::Ncdu { Want::default() } else { Want::ALL };
    let walk = Walk::new(link, &path, want).without_system(chrooted);
    let mut walk = walk.paced(args.pace.concurrency, args.pace.pace());
    let mut next = walk.step().await.map_err(|e| e.failure("export"))?;
    let head = Head {
        schema: SCHEMA.into(),
        root: path.clone(),
        time: iso_seconds(now_ms()),
        servers: context.hosts().to_owned(),
        ..Head::default()
    };
    let mut target = Target::open(&args.file, args.format, &head, args.values, args.stat, args.force)?;
    let mut progress = Progress::of_nodes(total, context.quiet);
    let mut found = Found::default();
    while let Some(node) = next {
        found.count(&node);
        target.write(&node)?;
        interrupt::count(interrupt::Deed::Exported);
        progress.set(walk.seen().nodes);
        interrupt::check()?;
        next = walk.step().await.map_err(|e| e.failure("export"))?;
    }
    let bytes = target.finish()?;
    let (took, seen) = (progress.elapsed(), walk.seen());
    progress.finish();
    let breaks = walk.into_link().breaks();
    context.note(format_args!("exported {} ({bytes} bytes) {}", nodes(seen.nodes), speed(seen.nodes, took)));
    found.say(&args, breaks, context);
    let shown = args.file != Path::new("-");
    if shown {
        let fields = vec![
            ("path", Cell::from(path)),
            ("file", Cell::from(args.file.display().to_string())),
            ("nodes", Cell::from(seen.nodes)),
            ("bytes", Cell::from(bytes)),
            ("vanished", Cell::from(seen.vanished)),
            ("unreadable", Cell::from(seen.denied)),
            ("ephemerals", Cell::from(found.ephemerals)),
            ("masked_acls", Cell::from(found.masked)),
            ("reconnects", Cell::from(breaks)),
        ];
        let report = Report { name: "problems", fields, columns: PROBLEMS, ..Report::default() };
        context.out.show(&Reply::Report(report))?;
    }
    walk::finish(seen, context)?;
    Err(Failure::silent(Exit::Ok))
}

/// # Errors
/// An option does nothing with the form.
fn check(args: &ExportArgs) -> Result<()> {
    let (form, holds) = match args.format {
        Form::Dir => ("dir", "holds data as it is"),
        Form::Ncdu => ("ncdu", "holds sizes alone"),
        Form::Jsonl | Form::Json => return Ok(()),
    };
    let idle = match (args.values, args.stat && args.format == Form::Ncdu) {
        (Values::Base64, _) => "--values",
        (_, true) => "--stat",
        _ => return Ok(()),
    };
    Err(Failure::usage(format!("{idle} does nothing with --format {form}, which {holds}")))
}

/// What an export cannot hold as it is.
#[derive(Default)]
struct Found {
    ephemerals: u64,
    masked: u64,
}

impl Found {
    fn count(&mut self, node: &TreeNode) {
        self.ephemerals += u64::from(node.stat.is_some_and(|s| s.ephemeral_owner != SessionId::NONE));
        self.masked += u64::from(node.is_masked());
    }

    fn say(&self, args: &ExportArgs, breaks: u64, context: &Context) {
        let sizes_only = args.format == Form::Ncdu;
        context.heed(match (sizes_only, args.stat) {
            (true, _) => "not in it: data and ACLs; it is for ncdu, and cannot be imported",
            (_, true) => "not in it: the counters of sequential children",
            (_, false) => "not in it: versions, zxids and times (--stat adds them)",
        });
        if self.ephemerals > 0 && !sizes_only {
            let what = counted(self.ephemerals, "node is", "nodes are");
            context
                .heed(format_args!("{what} ephemeral: an import leaves them out, or makes them persistent"));
        }
        if self.masked > 0 {
            let what = counted(self.masked, "ACL has", "ACLs have");
            context.heed(format_args!(
                "warning: {what} digests that the server hides from us (USER:x), and an import would lock these \
                 users out; --auth-file with their administrator's credentials exports them whole"
            ));
        }
        if breaks > 0 {
            context.note(format_args!("the connection was lost {}", counted(breaks, "time", "times")));
        }
    }
}
