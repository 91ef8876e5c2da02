//! The terminal in its other state. Whatever ends it, it is put right.

use std::io::{self, Stdout, stdout};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::app::App;
use super::view;

/// Whether the terminal is ours at the moment.
static OPEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The screen, until it is closed or dropped.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    color: bool,
}

impl Screen {
    /// Takes over the terminal.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn open(color: bool) -> io::Result<Screen> {
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                give_back();
                before(info);
            }));
        });
        let terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
        enable_raw_mode()?;
        OPEN.store(true, Ordering::SeqCst);
        let screen = Screen { terminal, color };
        execute!(stdout(), EnterAlternateScreen)?;
        Ok(screen)
    }

    /// Draws a frame.
    ///
    /// # Errors
    /// What the terminal says.
    pub fn draw(&mut self, app: &mut App) -> io::Result<()> {
        let size = self.terminal.size()?;
        app.resize(view::rows_of(size.height));
        self.terminal.draw(|frame| view::draw(app, self.color, frame))?;
        Ok(())
    }

    /// Gives it back.
    pub fn close(self) {}
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Puts the terminal right, once.
fn give_back() {
    if OPEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
        let _ = execute!(stdout(), LeaveAlternateScreen, Show);
    }
}
