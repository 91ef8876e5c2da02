//! Arguments of the recipes: `lock`, `elect`, `barrier`, `queue`, `counter`, `group`.

use std::ffi::OsString;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use super::made_args::MadeArgs;
use crate::node_args::DataArgs;
use crate::parse::duration;

/// Recipes that hold something while they run, and mind signals themselves.
#[derive(Debug, Subcommand)]
pub enum Recipe {
    /// Run a command while holding a lock
    #[command(after_long_help = LOCK_HELP, after_help = LOCK_EXAMPLES)]
    Lock(LockArgs),
    /// Stand for election, and run a command while leading; or listen who leads
    #[command(after_help = ELECT_HELP)]
    Elect(ElectArgs),
    /// Wait for others: until all have come, until all are done, until a node is gone
    #[command(subcommand)]
    Barrier(BarrierCommand),
    /// Be a member of a group, or see who is
    #[command(subcommand)]
    Group(GroupCommand),
}

const LOCK_EXAMPLES: &str = "\
Examples:
  zkctl lock /locks/backup -- pg_dump shop           one at a time, whoever starts it
  zkctl lock /locks/backup --wait 0 -- job.sh        not if another runs: exit code 124 at once
  zkctl lock /locks/build --permits 3 -- make        three at a time
  zkctl lock /locks/index --read -- query            with other readers, not with a writer
  zkctl lock /locks/backup --ls                      who holds it, who waits
  zkctl lock /locks/db --acl auth::cdrwa -- job.sh   only we may join in; needs --auth-file
  lock /locks/backup                                 in the shell: held until `release /locks/backup`";

const LOCK_HELP: &str = "\
Examples:
  zkctl lock /locks/backup -- pg_dump shop           one at a time, whoever starts it
  zkctl lock /locks/backup --wait 0 -- job.sh        not if another runs: exit code 124 at once
  zkctl lock /locks/build --permits 3 -- make        three at a time
  zkctl lock /locks/index --read -- query            with other readers, not with a writer
  zkctl lock /locks/backup --ls                      who holds it, who waits
  zkctl lock /locks/db --acl auth::cdrwa -- job.sh   only we may join in; needs --auth-file

The command finds in its environment:
  ZKD_LOCK_PATH   PATH
  ZKD_LOCK_NODE   the node that holds the lock
  ZKD_LOCK_FENCE  its zxid, which grows from holder to holder: hand it to what the lock protects,
                  which can turn away whoever has lost the lock and does not know it yet
  ZKD_SESSION     the session that holds it

When the lock is lost, because the session ended or somebody deleted the node, the command and all its
process group get SIGTERM, and SIGKILL after --grace; the exit code is 123.
A broken connection alone is no loss: the command goes on while the client looks for another server.
But the session may end where we cannot hear of it, so the command is stopped in time: SIGTERM comes
so early that with the grace (a third of the session timeout at most) and a tenth of the session
timeout in reserve everything is over when the session can end. With --session-timeout 30s and
--grace 5s that is 22 s after the last answer of a server.

Ctrl-C, SIGTERM and SIGHUP are passed on to the command once, a second one as SIGKILL; the lock is
released when it ends. On a terminal the command shares our process group, so that it can read its
input, and Ctrl-C reaches it from there; SIGTERM and SIGKILL then go to the command alone.
A `kill -9` of zkctl itself leaves the command running, and the lock goes when the session times out.

Exit codes: the command's own; 128 and the signal's number if a signal ended it; 123 lock lost and
command stopped; 124 not got in time; 125 zkctl itself failed before it started the command; 126 the
command cannot be executed; 127 there is no such command; 130 Ctrl-C, 143 SIGTERM or SIGHUP while it
waited. A wrong command line is 2, as everywhere.

In the shell `lock PATH` takes the lock for the shell's session and comes back; `held` lists what the
shell holds, `release` lets go, and the session's end does. A loss is said above the input line, and
ends a script with 123. Ctrl-C while it waits gives the place in the queue back. With a command the
lock is held while that runs.";

#[derive(Args, Debug)]
pub struct LockArgs {
    /// The lock's node; it is created if it is missing
    #[arg(value_name = "PATH")]
    pub path: String,
    /// A semaphore of so many permits, even if it is one; everyone must say the same number
    #[arg(long, value_name = "N", conflicts_with_all = ["read", "write"])]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    pub permits: Option<u32>,
    /// Share with other readers
    #[arg(long, conflicts_with = "write")]
    pub read: bool,
    /// Keep readers and writers out
    #[arg(long)]
    pub write: bool,
    /// Longest wait for the lock; --timeout behind the command means the same [default: for ever]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub wait: Option<Duration>,
    /// Time between SIGTERM and SIGKILL when the lock is lost
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration)]
    pub grace: Duration,
    /// With whose locks to get along
    #[arg(long, value_name = "WHOSE", default_value = "curator")]
    pub layout: LockLayout,
    /// What others see of us [default: HOST:PID]
    #[arg(long, value_name = "TEXT")]
    pub id: Option<String>,
    #[command(flatten)]
    pub made: MadeArgs,
    /// List who holds it and who waits, in either layout
    #[arg(long, conflicts_with_all = ["command", "acl"])]
    pub ls: bool,
    /// What to run; without it, only in the shell, the lock is held until `release`
    #[arg(value_name = "COMMAND", last = true, value_hint = ValueHint::CommandWithArguments)]
    pub command: Vec<OsString>,
}

/// Whose locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LockLayout {
    // InterProcessMutex, InterProcessReadWriteLock, InterProcessSemaphoreV2.
    Curator,
    // Lock, ReadLock, WriteLock, Semaphore.
    Kazoo,
}

const ELECT_HELP: &str = "\
Examples:
  zkctl elect /app/leader -- ./serve        run it on whichever machine leads
  zkctl elect /app/leader                   lead until Ctrl-C, and print when that begins
  zkctl elect /app/leader --listen          print who leads, and every change
  elect /app/leader                         in the shell: lead until `release /app/leader`

The command's environment, signals and exit codes are those of `lock`; when leadership is lost it is stopped: 123.";

#[derive(Args, Debug)]
pub struct ElectArgs {
    /// The election's node; it is created if it is missing
    #[arg(value_name = "PATH")]
    pub path: String,
    /// What others see of us [default: HOST:PID]
    #[arg(long, value_name = "TEXT")]
    pub id: Option<String>,
    /// Print who leads and every change, and do not stand for election
    #[arg(long, conflicts_with_all = ["command", "id", "wait", "grace", "acl"])]
    pub listen: bool,
    /// With --listen: end after so many lines
    #[arg(long, value_name = "COUNT", requires = "listen")]
    pub count: Option<u64>,
    /// Longest wait until we lead; --timeout behind the command means the same [default: for ever]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub wait: Option<Duration>,
    /// Time between SIGTERM and SIGKILL when leadership is lost
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration)]
    pub grace: Duration,
    /// With whose elections to get along
    #[arg(long, value_name = "WHOSE", default_value = "curator")]
    pub layout: ElectLayout,
    #[command(flatten)]
    pub made: MadeArgs,
    /// What to run while leading
    #[arg(value_name = "COMMAND", last = true, value_hint = ValueHint::CommandWithArguments)]
    pub command: Vec<OsString>,
}

/// Whose elections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ElectLayout {
    // LeaderLatch.
    Curator,
    // LeaderSelector.
    CuratorSelector,
    // Election.
    Kazoo,
}

#[derive(Debug, Subcommand)]
pub enum BarrierCommand {
    /// Come to a double barrier, wait until enough have, and leave with the others when the command is done
    #[command(after_help = ENTER_HELP)]
    Enter(EnterArgs),
    /// Close a double barrier's door and wait until every member has left
    Leave(BarrierWaitArgs),
    /// Wait until a single barrier is lifted: until its node is gone
    #[command(after_help = BARRIER_WAIT_HELP)]
    Wait(BarrierWaitArgs),
}

const ENTER_HELP: &str = "\
Examples:
  zkctl barrier enter /jobs/step2 --members 3 -- ./step2   start and end together, three of us
  zkctl barrier enter /jobs/start --members 3              only start together
  barrier enter /jobs/step2 --members 3                    in the shell: until `barrier leave`

Curator's DistributedDoubleBarrier and kazoo's DoubleBarrier can be members of the same barrier.
Exit codes with a command: the command's own; 124 not all came or left in time; 125, 126, 127 as with `lock`.
Without one: 7 not all came in time.";

const BARRIER_WAIT_HELP: &str = "\
Examples:
  zkctl create /jobs/hold                   raise the barrier
  zkctl barrier wait /jobs/hold --wait 1m   wait at it; exit code 7 when the time is up
  zkctl delete /jobs/hold                   lift it";

#[derive(Args, Debug)]
pub struct EnterArgs {
    /// The barrier's node; it is created if it is missing
    #[arg(value_name = "PATH")]
    pub path: String,
    /// How many must have come
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub members: u32,
    /// Longest wait for the others, on each side; --timeout here means the same [default: for ever]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub wait: Option<Duration>,
    /// How to spell our node's name: both are understood by both
    #[arg(long, value_name = "WHOSE", default_value = "curator")]
    pub layout: LockLayout,
    /// What others see of us [default: HOST:PID]
    #[arg(long, value_name = "TEXT")]
    pub id: Option<String>,
    #[command(flatten)]
    pub made: MadeArgs,
    /// What to run inside
    #[arg(value_name = "COMMAND", last = true, value_hint = ValueHint::CommandWithArguments)]
    pub command: Vec<OsString>,
}

#[derive(Args, Debug)]
pub struct BarrierWaitArgs {
    /// The barrier's node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// Longest wait; --timeout here means the same [default: for ever]
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub wait: Option<Duration>,
}

#[derive(Debug, Subcommand)]
pub enum QueueCommand {
    /// Put entries at the end
    #[command(after_help = QUEUE_HELP)]
    Put(QueuePutArgs),
    /// Take the first entry and print its data
    #[command(after_help = QUEUE_TAKE_HELP)]
    Take(QueueTakeArgs),
    /// Print the data of the first entry, which stays
    Peek(QueueArgs),
    /// List the entries
    Ls(QueueArgs),
}

const QUEUE_HELP: &str = "\
Examples:
  zkctl queue put /jobs 'resize 17.png'
  zkctl queue put /jobs --priority 10 urgent   kazoo's layout only; 100 if not given, lower first
  zkctl queue put /jobs - < job.json

Layouts: kazoo is its Queue, curator is DistributedQueue, curator-simple is SimpleDistributedQueue.";

const QUEUE_TAKE_HELP: &str = "\
Examples:
  zkctl queue take /jobs                  exit code 3 if it is empty
  zkctl queue take /jobs --wait           wait for an entry
  zkctl queue take /jobs --wait 30s       at most so long: exit code 7

The entry is gone when it is printed. If the connection broke so that nobody can tell whether we or another consumer
took it, it is printed, and the exit code is 8.";

#[derive(Args, Debug)]
pub struct QueueArgs {
    /// The queue's node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// Whose queue it is
    #[arg(long, value_name = "WHOSE", default_value = "kazoo")]
    pub layout: QueueStyle,
}

/// Whose queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QueueStyle {
    Kazoo,
    Curator,
    CuratorSimple,
}

#[derive(Args, Debug)]
pub struct QueuePutArgs {
    #[command(flatten)]
    pub queue: QueueArgs,
    #[command(flatten)]
    pub data: DataArgs,
    /// Place among the others, 0 to 999, lower first; only in kazoo's layout, where 100 is usual
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=999))]
    pub priority: Option<u16>,
    #[command(flatten)]
    pub made: MadeArgs,
}

#[derive(Args, Debug)]
pub struct QueueTakeArgs {
    #[command(flatten)]
    pub queue: QueueArgs,
    /// Wait for an entry, for ever or so long
    #[arg(long, value_name = "TIME", value_parser = duration, num_args = 0..=1)]
    pub wait: Option<Option<Duration>>,
}

#[derive(Debug, Subcommand)]
pub enum CounterCommand {
    /// Print the number
    Get(CounterArgs),
    /// Add to it, and print the new number
    #[command(after_help = COUNTER_HELP)]
    Add(CounterAddArgs),
    /// Change it if it is what you think: exit code 4 if it is not
    Cas(CounterCasArgs),
}

const COUNTER_HELP: &str = "\
Examples:
  zkctl counter add /builds               one more; a missing node counts as 0
  zkctl counter add /budget -- -250
  zkctl counter cas /budget 1000 900

Layouts: kazoo is decimal digits, curator is SharedCount (4 bytes; kazoo's Counter with support_curator too),
curator-long is DistributedAtomicLong (8 bytes).";

#[derive(Args, Debug)]
pub struct CounterArgs {
    /// The counter's node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// How the number is written
    #[arg(long, value_name = "WHOSE", default_value = "kazoo")]
    pub layout: CounterStyle,
}

/// Whose counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CounterStyle {
    Kazoo,
    Curator,
    CuratorLong,
}

#[derive(Args, Debug)]
pub struct CounterAddArgs {
    #[command(flatten)]
    pub counter: CounterArgs,
    /// How much
    #[arg(value_name = "NUMBER", default_value_t = 1, allow_negative_numbers = true)]
    pub delta: i64,
    #[command(flatten)]
    pub made: MadeArgs,
}

#[derive(Args, Debug)]
pub struct CounterCasArgs {
    #[command(flatten)]
    pub counter: CounterArgs,
    /// What it must be
    #[arg(value_name = "EXPECTED", allow_negative_numbers = true)]
    pub expected: i64,
    /// What it becomes
    #[arg(value_name = "NEW", allow_negative_numbers = true)]
    pub new: i64,
    #[command(flatten)]
    pub made: MadeArgs,
}

#[derive(Debug, Subcommand)]
pub enum GroupCommand {
    /// Be a member while a command runs, or until Ctrl-C
    #[command(after_help = JOIN_HELP)]
    Join(GroupJoinArgs),
    /// List the members
    Ls(GroupArgs),
    /// Print who is there, then who comes and goes
    Watch(GroupWatchArgs),
}

const JOIN_HELP: &str = "\
Examples:
  zkctl group join /services/api --id api-1 --data 10.0.0.7:8080 -- ./serve
  zkctl group join /services/api                 a member until Ctrl-C
  group join /services/api                       in the shell: a member until `release`

If the session is lost, the command goes on and we join again in a new session.
Layouts: curator is GroupMember (the id is the node's name), kazoo is Party (the id is the node's data),
kazoo-shallow is ShallowParty (the id is the end of the node's name).";

#[derive(Args, Debug)]
pub struct GroupArgs {
    /// The group's node
    #[arg(value_name = "PATH")]
    pub path: String,
    /// Whose group it is
    #[arg(long, value_name = "WHOSE", default_value = "curator")]
    pub layout: GroupStyle,
}

/// Whose groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GroupStyle {
    Curator,
    Kazoo,
    KazooShallow,
}

#[derive(Args, Debug)]
pub struct GroupJoinArgs {
    #[command(flatten)]
    pub group: GroupArgs,
    /// What we are called [default: HOST:PID]
    #[arg(long, value_name = "TEXT")]
    pub id: Option<String>,
    /// Data of our node
    #[arg(long, value_name = "TEXT")]
    pub data: Option<String>,
    #[command(flatten)]
    pub made: MadeArgs,
    /// What to run as a member
    #[arg(value_name = "COMMAND", last = true, value_hint = ValueHint::CommandWithArguments)]
    pub command: Vec<OsString>,
}

#[derive(Args, Debug)]
pub struct GroupWatchArgs {
    #[command(flatten)]
    pub group: GroupArgs,
    /// End after so many lines
    #[arg(long, value_name = "COUNT")]
    pub count: Option<u64>,
    /// End after this time
    #[arg(long = "for", value_name = "TIME", value_parser = duration)]
    pub duration: Option<Duration>,
}
