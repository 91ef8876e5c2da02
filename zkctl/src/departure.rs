//! SIGTERM and SIGHUP: the session is closed before the program ends, so that its ephemerals go at once and not a
//! session timeout later, and the terminal is left as it was found.
//!
//! A command that runs is cut short as by Ctrl-C, and its caller closes the session. Where nobody would look, at a prompt
//! or at a pipe that gives no line, it is done from here.

use std::io::stdin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use tokio::runtime::Handle;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use zk_client::Client;

use crate::exit::Exit;

/// How long whoever runs a command may take to end it.
const GRACE: Duration = Duration::from_secs(3);

/// How long the session may take to close.
const CLOSE: Duration = Duration::from_secs(1);

/// Somebody else minds the signals.
static HEEDED: AtomicBool = AtomicBool::new(false);

/// Commands under way.
static BUSY: AtomicUsize = AtomicUsize::new(0);

/// Whether the end was asked for.
static ASKED: LazyLock<watch::Sender<bool>> = LazyLock::new(|| watch::channel(false).0);

/// The session to close.
static SESSION: Mutex<Option<Client>> = Mutex::new(None);

/// Remembers the session that the end has to close; `None` once it is closed.
pub fn session(client: Option<Client>) {
    *SESSION.lock().unwrap_or_else(PoisonError::into_inner) = client;
}

/// Catches the signals from now on. Once is enough: what was caught stays caught.
pub fn guard(runtime: &Handle) {
    static GUARDED: AtomicBool = AtomicBool::new(false);
    if GUARDED.swap(true, Ordering::SeqCst) {
        return;
    }
    // Before a line editor changes it.
    let terminal = tcgetattr(stdin()).ok();
    let _inside = runtime.enter();
    let (Ok(mut terminate), Ok(mut hangup)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup()))
    else {
        return;
    };
    runtime.spawn(async move {
        loop {
            tokio::select! {
                Some(()) = terminate.recv() => {}
                Some(()) = hangup.recv() => {}
                else => return,
            }
            if !HEEDED.load(Ordering::SeqCst) {
                ASKED.send_replace(true);
                leave(terminal.as_ref()).await;
            }
        }
    });
}

async fn leave(terminal: Option<&Termios>) {
    if BUSY.load(Ordering::SeqCst) > 0 {
        tokio::time::sleep(GRACE).await;
    }
    let session = SESSION.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(session) = session {
        let _ = tokio::time::timeout(CLOSE, session.close()).await;
    }
    if let Some(terminal) = terminal {
        let _ = tcsetattr(stdin(), OptionalActions::Now, terminal);
    }
    std::process::exit(Exit::Terminated.code().into());
}

/// A command is under way while this lives.
pub struct Busy;

impl Busy {
    pub fn begin() -> Busy {
        BUSY.fetch_add(1, Ordering::SeqCst);
        Busy
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        BUSY.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Returns once the end is asked for.
pub async fn asked() {
    if ASKED.subscribe().wait_for(|asked| *asked).await.is_err() {
        std::future::pending().await
    }
}

/// While it lives, the signals are for whoever holds it.
pub struct Heed;

impl Heed {
    /// For what minds the signals itself in a program that goes on behind it.
    pub fn begin(runtime: &Handle) -> Heed {
        HEEDED.store(true, Ordering::SeqCst);
        guard(runtime);
        Heed
    }
}

impl Drop for Heed {
    fn drop(&mut self) {
        HEEDED.store(false, Ordering::SeqCst);
    }
}
