//! Recordings: what servers answered, one line of JSON each, and playing them. A recording holds inputs, not
//! pictures: playing it runs the same model, so it can be looked at in every view and at every size.

use std::io::{BufRead, Write};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use zk_client::HostPort;

use crate::model::{Input, Model, Polled, Settings};
use crate::time::At;

/// The first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Header {
    schema: String,
    title: String,
    started: At,
    interval_ms: u64,
    servers: Vec<String>,
}

/// What this version writes and reads.
const SCHEMA: &str = "zktui-recording/1";
/// Longest recording that is read: a day of seven servers is about a tenth of it.
const MAX_RECORDS: usize = 10_000_000;
/// Answers that may be under way at the same time.
const LOOK_AHEAD: usize = 200;
/// Longest line.
const MAX_LINE_BYTES: usize = 1 << 20;

/// Writes the first line.
///
/// # Errors
/// What the file says.
pub fn begin(out: &mut dyn Write, title: &str, model: &Model) -> std::io::Result<()> {
    let header = Header {
        schema: SCHEMA.to_owned(),
        title: title.to_owned(),
        started: model.now,
        interval_ms: model.settings.interval_ms,
        servers: model.servers.iter().map(|s| s.host.to_string()).collect(),
    };
    line(out, &header)
}

/// Writes one answer.
///
/// # Errors
/// What the file says.
pub fn write(out: &mut dyn Write, polled: &Polled) -> std::io::Result<()> {
    line(out, polled)
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// A recording, and where one is in it.
#[derive(Clone, Debug)]
pub struct Player {
    /// What the recording is called.
    pub title: String,
    servers: Vec<HostPort>,
    settings: Settings,
    started: At,
    records: std::sync::Arc<Vec<Polled>>,
    next: usize,
    /// Whether it runs by itself.
    pub playing: bool,
    /// How fast, as a multiple of real time.
    pub speed: u64,
    /// Real time and recorded time when it began to run.
    anchor: (At, At),
}

/// How fast one can play.
const SPEEDS: [u64; 7] = [1, 2, 5, 10, 30, 60, 120];

impl Player {
    /// Reads a recording. A line that was cut off at the end, as by a crash, is left out.
    ///
    /// # Errors
    /// If it is none, or one of a later version, or damaged in the middle.
    pub fn read(input: impl BufRead) -> Result<Player> {
        let mut lines = input.lines();
        let first =
            lines.next().context("the recording is empty")?.context("the recording cannot be read")?;
        let header: Header =
            serde_json::from_str(&first).context("this is no recording of zktui: bad first line")?;
        if header.schema != SCHEMA {
            bail!("the recording is {:?}, this zktui reads {SCHEMA:?}", crate::text::clean(&header.schema));
        }
        let servers = header.servers.iter().map(|s| s.parse()).collect::<Result<Vec<HostPort>, _>>()?;
        let mut records: Vec<Polled> = Vec::new();
        let mut lines = (2..).zip(lines).peekable();
        while let Some((number, line)) = lines.next() {
            let line = line.with_context(|| format!("line {number} of the recording"))?;
            if line.len() > MAX_LINE_BYTES || records.len() >= MAX_RECORDS {
                bail!("line {number} of the recording: too long a line, or too many of them");
            }
            match serde_json::from_str(&line) {
                Ok(polled) => records.push(polled),
                Err(_) if lines.peek().is_none() => break,
                Err(e) => return Err(e).with_context(|| format!("line {number} of the recording")),
            }
        }
        records.sort_by_key(|r| r.answered);
        let settings = Settings { interval_ms: header.interval_ms.max(1), ..Settings::default() };
        Ok(Player {
            title: crate::text::clean(&header.title),
            servers,
            settings,
            started: header.started,
            records: std::sync::Arc::new(records),
            next: 0,
            playing: true,
            speed: 1,
            anchor: (At(0), header.started),
        })
    }

    /// Begins anew: the model before the first answer.
    pub fn rewind(&mut self, settings: Settings) -> Model {
        self.settings = Settings { interval_ms: self.settings.interval_ms, replay: true, ..settings };
        self.next = 0;
        Model::new(&self.servers, self.settings.clone(), self.started)
    }

    /// When it began.
    pub fn started(&self) -> At {
        self.started
    }

    /// When it ends.
    pub fn end(&self) -> At {
        self.records.last().map_or(self.started, |r| r.answered)
    }

    /// Time goes by; true if the model changed.
    pub fn tick(&mut self, now: At, model: &mut Model) -> bool {
        if self.anchor.0 == At(0) {
            self.anchor = (now, model.now);
        }
        if !self.playing {
            return false;
        }
        let wanted = self.anchor.1.plus(now.since(self.anchor.0) * self.speed).min(self.end());
        // The eye needs no more than ten pictures a second.
        if wanted.since(model.now) < 100 && wanted < self.end() {
            return false;
        }
        let before = model.now;
        self.seek(wanted, model);
        self.anchor = (now, model.now);
        if model.now >= self.end() {
            self.playing = false;
        }
        model.now != before
    }

    /// Runs or stops.
    pub fn toggle(&mut self, now: At) {
        self.playing = !self.playing;
        self.anchor.0 = now;
    }

    /// Goes forwards or backwards.
    pub fn jump(&mut self, now: At, by_ms: i64, model: &mut Model) {
        let ms = by_ms.unsigned_abs().max(1000);
        let wanted = if by_ms < 0 { model.now.minus(ms) } else { model.now.plus(ms) };
        self.seek(wanted.max(self.started).min(self.end()), model);
        self.anchor = (now, model.now);
    }

    /// Faster or slower.
    pub fn pace(&mut self, now: At, faster: bool) -> String {
        let next = if faster {
            SPEEDS.iter().find(|s| **s > self.speed)
        } else {
            SPEEDS.iter().rev().find(|s| **s < self.speed)
        };
        let passed = if self.playing { now.since(self.anchor.0) * self.speed } else { 0 };
        let at = self.anchor.1.plus(passed);
        self.speed = next.copied().unwrap_or(self.speed);
        self.anchor = (now, at.min(self.end()));
        format!("playing {} times as fast", self.speed)
    }

    /// Brings the model to a moment of the recording. Backwards means from the beginning.
    pub fn seek(&mut self, to: At, model: &mut Model) {
        if to < model.now {
            *model = self.rewind(model.settings.clone());
        }
        while let Some(record) = self.records.get(self.next).filter(|r| r.answered <= to) {
            let record = record.clone();
            self.run(model, record.answered);
            model.update(record.answered, Input::Polled(record));
            self.next += 1;
        }
        self.run(model, to);
        self.anchor.1 = model.now;
    }

    /// Lets the seconds go by, so that the history has a point for each.
    fn run(&self, model: &mut Model, to: At) {
        while model.now.0 / 1000 < to.0 / 1000 {
            let next = At((model.now.0 / 1000 + 1) * 1000).min(to);
            self.wait(model, next);
            model.update(next, Input::Tick);
        }
        self.wait(model, to);
        model.update(to, Input::Tick);
    }

    /// Who had been asked and had not answered at a moment: their answers are still to come in the recording.
    fn wait(&self, model: &mut Model, at: At) {
        for server in &mut model.servers {
            server.asked = None;
        }
        let ahead = self.records.get(self.next..).unwrap_or_default().iter().take(LOOK_AHEAD);
        for record in ahead.filter(|r| r.asked <= at && r.answered > at) {
            if let Some(index) = model.index(&record.server)
                && let Some(server) = model.servers.get_mut(index)
            {
                server.asked.get_or_insert((record.asked, 1));
            }
        }
    }
}
