//! The screen: one loop over keys, answers and time. Nothing in it waits for the network, and whatever ends it, the
//! terminal is put right.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event as TermEvent,
    EventStream,
};
use crossterm::execute;
use futures_util::StreamExt;
use ratatui::DefaultTerminal;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::Instant;

use zk_config::Config;

use super::args::Args;
use super::browse::Tree;
use super::connect_args::ConnectArgs;
use super::recorder::Recorder;
use super::target::Target;
use super::{Source, editor, poll};
use crate::app::net::{Draft, Effect, Net};
use crate::app::{App, Event, Start};
use crate::time::Clock;
use crate::view;

/// Not more than ten frames a second.
const FRAME: Duration = Duration::from_millis(100);
/// How often the model looks at the time. Answers that are due come at most so much later.
const TICK: Duration = Duration::from_millis(200);
/// A player needs more.
const REPLAY_TICK: Duration = Duration::from_millis(100);
/// The first answers are there within this, where servers answer.
const FIRST_FRAME: Duration = Duration::from_millis(60);

/// Shows the screen until the user leaves.
pub(super) async fn run(args: &Args, config: &Config, source: Source, start: Start) -> Result<()> {
    let (out, inbox) = unbounded_channel();
    let clock = Clock::start();
    let template = start.clone();
    let (app, live) = match source {
        Source::Live(target, options) => {
            let app = App::new(target.servers.servers(), start, clock.now());
            let tree = Tree::new(&target, *options, out.clone());
            (app, Some((*target, tree)))
        }
        Source::Replay(player) => {
            let mut app = App::replay(*player, start);
            if let (Some(at), Some(player)) = (args.at, &mut app.replay) {
                player.playing = false;
                player.jump(clock.now(), i64::try_from(at.0).unwrap_or(i64::MAX), &mut app.model);
            }
            (app, None)
        }
    };
    let mut screen = Screen::open(!args.no_mouse)?;
    let timeout = Duration::from_millis(args.timeout.0.max(100));
    let mut shell = Shell {
        app,
        live,
        clock,
        timeout,
        out,
        recorder: None,
        record: args.record.clone(),
        config,
        template,
        write: args.write,
    };
    let outcome = shell.run(&mut screen, inbox).await;
    screen.close();
    if let Some((_, tree)) = shell.live.take() {
        tree.close().await;
    }
    outcome
}

/// Whether a panic has put the terminal right already.
static PANICKED: AtomicBool = AtomicBool::new(false);

/// The terminal in its other state, until it is closed or dropped.
pub struct Screen {
    terminal: DefaultTerminal,
    mouse: bool,
    open: bool,
}

impl Screen {
    /// Takes over the terminal.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn open(mouse: bool) -> Result<Screen> {
        // Also installs a hook that puts the terminal right before a panic is printed.
        let terminal = ratatui::try_init().context("cannot take over the terminal")?;
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste);
            // To leave the other screen twice would put the cursor back to before what is printed here.
            PANICKED.store(true, Ordering::SeqCst);
            hook(info);
        }));
        let screen = Screen { terminal, mouse, open: true };
        screen.modes()?;
        Ok(screen)
    }

    fn modes(&self) -> Result<()> {
        execute!(stdout(), EnableBracketedPaste)?;
        if self.mouse {
            execute!(stdout(), EnableMouseCapture)?;
        }
        Ok(())
    }

    fn close(&mut self) {
        if self.open {
            self.open = false;
            if PANICKED.load(Ordering::SeqCst) {
                return;
            }
            let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste);
            ratatui::restore();
        }
    }

    fn reopen(&mut self) -> Result<()> {
        self.terminal = ratatui::try_init().context("cannot take over the terminal again")?;
        self.open = true;
        self.modes()?;
        self.terminal.clear()?;
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.close();
    }
}

struct Shell<'a> {
    app: App,
    /// Nothing in a recording.
    live: Option<(Target, Tree)>,
    clock: Clock,
    timeout: Duration,
    out: UnboundedSender<Net>,
    recorder: Option<Recorder>,
    record: Option<PathBuf>,
    /// What profiles are taken from.
    config: &'a Config,
    /// How the application began; what a profile says of it is of the first one.
    template: Start,
    write: bool,
}

/// Whether the loop goes on.
enum Flow {
    On,
    End,
    /// With the servers of this profile.
    Switch(String),
}

impl Shell<'_> {
    async fn run(&mut self, screen: &mut Screen, mut inbox: UnboundedReceiver<Net>) -> Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut hangup = signal(SignalKind::hangup())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut keys = EventStream::new();
        let period = if self.app.replay.is_some() { REPLAY_TICK } else { TICK };
        let mut ticks = tokio::time::interval(period);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let size = screen.terminal.size()?;
        self.feed(screen, Event::Resize(size.width, size.height)).await?;
        if self.record.is_some() {
            self.apply(screen, vec![Effect::StartRecording]).await?;
        }
        if self.app.view == crate::app::View::Znodes {
            let effects = self.app.enter(self.clock.now());
            self.apply(screen, effects).await?;
        }
        let mut next_frame = Instant::now() + FIRST_FRAME;
        loop {
            let draw = async {
                if self.app.dirty {
                    tokio::time::sleep_until(next_frame).await
                } else {
                    std::future::pending().await
                }
            };
            let event = tokio::select! {
                biased;
                _ = terminate.recv() => return Err(Killed(15).into()),
                _ = hangup.recv() => return Err(Killed(1).into()),
                _ = interrupt.recv() => return Ok(()),
                key = keys.next() => match key {
                    // What the user does is seen at once.
                    Some(Ok(event)) => { next_frame = Instant::now(); term_event(event) }
                    Some(Err(e)) => bail!("the terminal failed: {e}"),
                    None => return Ok(()),
                },
                () = draw => {
                    self.app.dirty = false;
                    let app = &self.app;
                    let mut hits = Vec::new();
                    screen.terminal.draw(|frame| hits = view::draw(app, frame))?;
                    self.app.hits = hits;
                    next_frame = Instant::now() + FRAME;
                    continue;
                }
                net = inbox.recv() => net.map(Event::Net),
                _ = ticks.tick() => Some(Event::Tick),
            };
            let Some(event) = event else { continue };
            match self.feed(screen, event).await? {
                Flow::On => {}
                Flow::End => return Ok(()),
                Flow::Switch(name) => match self.switch(screen, &name).await {
                    Ok(fresh) => inbox = fresh,
                    Err(e) => self.app.say(self.clock.now(), format!("profile {name}: {e:#}"), true),
                },
            }
        }
    }

    /// Goes over to the servers of another profile. What is still on its way from the old ones goes nowhere.
    async fn switch(&mut self, screen: &mut Screen, name: &str) -> Result<UnboundedReceiver<Net>> {
        let connect = ConnectArgs::of_profile(name);
        let target = Target::resolve(&connect, self.config)?.context("it names no servers")?;
        let mut start = self.template.clone();
        let write = self.write && !target.read_only;
        super::aim(&mut start, &target, write)?;
        start.write = write;
        // A secret may have to be asked for.
        screen.close();
        let options = target.options(&connect).await;
        screen.reopen()?;
        let options = options?;
        let (out, inbox) = unbounded_channel();
        let tree = Tree::new(&target, options, out.clone());
        self.out = out;
        if let Some((_, tree)) = self.live.replace((target, tree)) {
            tree.close().await;
        }
        self.recorder = None;
        let (size, view) = (self.app.size, self.app.view);
        let servers = self.live.as_ref().map_or(&[][..], |(target, _)| target.servers.servers());
        self.app = App::new(servers, Start { view, ..start }, self.clock.now());
        self.app.size = size;
        let effects = self.app.enter(self.clock.now());
        self.apply(screen, effects).await?;
        self.app.say(self.clock.now(), format!("watching {}", self.app.title.clone()), false);
        Ok(inbox)
    }

    async fn feed(&mut self, screen: &mut Screen, event: Event) -> Result<Flow> {
        let effects = self.app.update(self.clock.now(), event);
        self.apply(screen, effects).await
    }

    async fn apply(&mut self, screen: &mut Screen, effects: Vec<Effect>) -> Result<Flow> {
        for effect in effects {
            let event = match effect {
                Effect::Ask(ask) => {
                    if let Some((target, _)) = &self.live {
                        poll::ask(self.clock, ask, self.timeout, target, &self.out);
                    }
                    continue;
                }
                Effect::Query { server, word } => {
                    if let Some((target, _)) = &self.live {
                        poll::query(self.clock, server, word, target, &self.out);
                    }
                    continue;
                }
                Effect::Browse(browse) => {
                    if let Some((_, tree)) = &mut self.live {
                        tree.run(browse);
                    }
                    continue;
                }
                Effect::StartRecording => Event::Recording(self.start_recording()),
                Effect::Record(polled) => match self.recorder.as_mut().map(|r| r.write(&polled)) {
                    Some(Err(why)) => {
                        self.recorder = None;
                        self.app.recording = None;
                        Event::Say(Err(why))
                    }
                    _ => continue,
                },
                Effect::StopRecording => {
                    self.recorder = None;
                    continue;
                }
                Effect::Copy(text) => {
                    // The terminal's own clipboard, which works over ssh.
                    let encoded = base64::engine::general_purpose::STANDARD.encode(text);
                    write!(stdout(), "\u{1b}]52;c;{encoded}\u{7}")?;
                    stdout().flush()?;
                    continue;
                }
                Effect::WriteScreen => Event::Say(self.write_screen()),
                Effect::Edit(draft) => {
                    let outcome = edit(screen, &draft)?;
                    self.app.dirty = true;
                    Event::Edited(draft, outcome)
                }
                Effect::Suspend => {
                    suspend(screen)?;
                    self.app.dirty = true;
                    continue;
                }
                Effect::Switch(name) => return Ok(Flow::Switch(name)),
                Effect::Quit => return Ok(Flow::End),
            };
            let more = self.app.update(self.clock.now(), event);
            match Box::pin(self.apply(screen, more)).await? {
                Flow::On => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::On)
    }

    fn start_recording(&mut self) -> Result<String, String> {
        let path = self.record.take().unwrap_or_else(|| {
            let time = self.clock.now().iso().replace([':', '-'], "");
            PathBuf::from(format!("zktui-{time}.zktui"))
        });
        let recorder = Recorder::begin(&path, &self.app.title, &self.app.model)?;
        self.recorder = Some(recorder);
        Ok(path.display().to_string())
    }

    fn write_screen(&self) -> Result<String, String> {
        let (width, height) = self.app.size;
        let text = view::picture::text(&view::picture::buffer(&self.app, width, height));
        let time = self.app.end().iso().replace([':', '-'], "");
        let name = format!("zktui-{}-{time}.txt", self.app.view.name());
        std::fs::write(&name, text).map_err(|e| format!("cannot write {name}: {e}"))?;
        Ok(format!("written to {name}"))
    }
}

fn term_event(event: TermEvent) -> Option<Event> {
    match event {
        TermEvent::Key(key) => Some(Event::Key(key)),
        TermEvent::Mouse(mouse) => Some(Event::Mouse(mouse)),
        TermEvent::Paste(text) => Some(Event::Paste(text)),
        TermEvent::Resize(width, height) => Some(Event::Resize(width, height)),
        TermEvent::FocusGained | TermEvent::FocusLost => None,
    }
}

/// Ended by a signal; the terminal is put right before anybody hears of it.
#[derive(Debug)]
pub struct Killed(pub u8);

impl std::fmt::Display for Killed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ended by signal {}", self.0)
    }
}

impl std::error::Error for Killed {}

fn edit(screen: &mut Screen, draft: &Draft) -> Result<Result<Vec<u8>, String>> {
    screen.close();
    let outcome = editor::edit(draft);
    screen.reopen()?;
    Ok(outcome)
}

fn suspend(screen: &mut Screen) -> Result<()> {
    screen.close();
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::TSTP)?;
    screen.reopen()
}
