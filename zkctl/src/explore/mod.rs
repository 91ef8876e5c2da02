//! The interactive `du`: sizes of subtrees on a screen of their own, to go down into while the tree is still being read.
//!
//! `sizes` is what is known of the tree, `app` where one looks in it, `view` draws that; none of them touches the world. Here is
//! what does: the terminal, signals, and the task that reads the tree. Nothing on the screen waits for it.

mod app;
mod screen;
mod sizes;
mod view;

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use clap::Args;
use crossterm::event::{self, Event, KeyEventKind};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::args::Format;
use crate::bulk::TreeSource;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
pub use app::Order;
use app::{App, Flow};
use screen::Screen;
use sizes::Item;

/// How long the screen waits for a key before it looks for nodes again.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Nodes that travel together, and how long they wait for each other.
const BATCH: usize = 1024;
const BATCH_WAIT: Duration = Duration::from_millis(50);
/// Batches on their way, and those taken between two looks at the keyboard.
const BATCHES: usize = 16;
/// A wide node takes a while to put in order: that is a part of the time and no more.
const REST: u32 = 5;

/// The option of `du` and `snap du`.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct ExploreArgs {
    /// Look around in it on a screen of its own; ? there lists its keys
    #[arg(short, long, conflicts_with_all = ["depth", "top"])]
    pub interactive: bool,
}

/// What the task that reads has to say.
enum Update {
    Nodes(Vec<Item>),
    /// All of it was read, or why not.
    End(Result<()>),
}

/// # Errors
/// There is no terminal to show it on, or a form of output is asked for.
pub fn check(context: &Context) -> Result<()> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::usage("-i is a screen, and stdin or stdout is no terminal")
            .hint("without it, --depth and --top choose what is printed"));
    }
    if context.out.format() != Format::Table {
        return Err(Failure::usage("-i is a screen, which has no other form").hint("leave -o away, or -i"));
    }
    Ok(())
}

/// Shows what `source` holds until the user leaves.
///
/// # Errors
/// The tree cannot be read, or a signal came.
pub async fn run(source: Box<dyn TreeSource>, order: Order, context: &mut Context) -> Result<()> {
    check(context)?;
    let fail = |e| Failure::io("cannot take over the terminal", e);
    let _heed = crate::departure::Heed::begin(&tokio::runtime::Handle::current());
    let mut signals =
        [signal(SignalKind::terminate()).map_err(fail)?, signal(SignalKind::hangup()).map_err(fail)?];
    let mut app = App::new(source.root(), order);
    let (tell, told) = channel(BATCHES);
    // Before the screen: a tree that is not there is an error like any other.
    let (first, source) = first(source).await?;
    let reader = tokio::spawn(read(first, source, tell));
    let mut screen = Screen::open(context.out.paint().color).map_err(fail)?;
    let result = look(&mut app, &mut screen, told, &mut signals).await;
    screen.close();
    reader.abort();
    result?;
    app.into_failure().map_or(Ok(()), Err)
}

async fn first(mut source: Box<dyn TreeSource>) -> Result<(Option<Item>, Box<dyn TreeSource>)> {
    let node = source.next().await?;
    Ok((node.map(Item::from), source))
}

async fn read(first: Option<Item>, mut source: Box<dyn TreeSource>, tell: Sender<Update>) {
    let mut batch: Vec<Item> = first.into_iter().collect();
    let mut since = Instant::now();
    let end = loop {
        match source.next().await {
            Ok(Some(node)) => batch.push(node.into()),
            Ok(None) => break Ok(()),
            Err(failure) => break Err(failure),
        }
        if batch.len() >= BATCH || since.elapsed() >= BATCH_WAIT {
            if tell.send(Update::Nodes(std::mem::take(&mut batch))).await.is_err() {
                return;
            }
            since = Instant::now();
        }
    };
    // Whoever has left does not want to know.
    let _ = tell.send(Update::Nodes(batch)).await;
    let _ = tell.send(Update::End(end)).await;
}

/// Keys in, frames out.
async fn look(
    app: &mut App,
    screen: &mut Screen,
    mut told: Receiver<Update>,
    signals: &mut [Signal],
) -> Result<()> {
    let fail = |e| Failure::io("cannot use the terminal", e);
    let mut next_order = Instant::now();
    loop {
        for _ in 0..BATCHES {
            match told.try_recv() {
                Ok(Update::Nodes(nodes)) => app.add(nodes),
                Ok(Update::End(end)) => app.end(end),
                Err(tokio::sync::mpsc::error::TryRecvError::Empty) => break,
                Err(tokio::sync::mpsc::error::TryRecvError::Disconnected) => {
                    app.cut_off();
                    break;
                }
            }
        }
        if app.is_stale() && Instant::now() >= next_order {
            let begun = Instant::now();
            app.refresh();
            next_order = Instant::now() + begun.elapsed() * REST;
        }
        screen.draw(app).map_err(fail)?;
        let wait = if told.is_empty() { LOOK_EVERY } else { Duration::ZERO };
        // Keys are few, and all that are there belong to the next frame.
        let mut there = event::poll(wait).map_err(fail)?;
        while there {
            if let Event::Key(key) = event::read().map_err(fail)?
                && key.kind != KeyEventKind::Release
            {
                match app.key(key) {
                    Flow::GoOn => {}
                    Flow::Leave => return Ok(()),
                    Flow::Interrupt => return Err(Failure::silent(Exit::Interrupted)),
                }
            }
            there = event::poll(Duration::ZERO).map_err(fail)?;
        }
        for signal in signals.iter_mut() {
            if has_come(signal).await {
                return Err(Failure::silent(Exit::Terminated));
            }
        }
        // Whoever waits beside this, for Ctrl-C from outside or for the deadline, gets a look.
        tokio::task::yield_now().await;
    }
}

async fn has_come(signal: &mut Signal) -> bool {
    tokio::select! {
        biased;
        _ = signal.recv() => true,
        () = std::future::ready(()) => false,
    }
}
