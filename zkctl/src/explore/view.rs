//! Draws the sizes: the node at hand, its children, what is known so far. Only reads.

use ratatui::Frame;
use ratatui::layout::{Constraint, Flex, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use super::app::{App, KEYS, Order, State};
use super::sizes::Entry;
use crate::bulk::{grouped, nodes};
use crate::output::human_size;
use crate::sanitise;

/// Lines that are no rows: place, titles, state, keys.
const FRAME_LINES: u16 = 4;
/// Below this there is no room for a bar.
const BAR_FROM: u16 = 70;
const BAR: usize = 10;

/// Rows on a screen of this height.
pub fn rows_of(height: u16) -> usize {
    usize::from(height.saturating_sub(FRAME_LINES))
}

/// Draws all of it.
pub fn draw(app: &App, color: bool, frame: &mut Frame<'_>) {
    let area = frame.area();
    let parts = [
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(1),
        Constraint::Length(1),
    ];
    let [place, titles, rows, state, keys] = Layout::vertical(parts).areas(area);
    let (entry, path) = app.place();
    frame.render_widget(place_line(entry, &path, app.order, place.width), place);
    let has_bar = area.width >= BAR_FROM;
    let bar = if has_bar { format!("{:1$}", "", BAR + 3) } else { String::new() };
    let title = format!("     DATA    SHARE {bar}     NODES  CHILDREN  NAME");
    frame.render_widget(Line::styled(title, Style::new().add_modifier(Modifier::BOLD)), titles);
    let look = Rows { color, has_bar };
    let lines = (app.top..app.rows.len())
        .take(rows.height.into())
        .filter_map(|row| Some(look.row(app, app.entry(row)?, entry?, row == app.cursor)));
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), rows);
    frame.render_widget(state_line(app, color), state);
    let hints = "arrows move  enter in  left out  s order  ? help  q leave";
    frame.render_widget(Line::styled(hints, Style::new().add_modifier(Modifier::DIM)), keys);
    if app.help {
        help(frame, area);
    }
}

fn place_line(entry: Option<&Entry>, path: &str, order: Order, width: u16) -> Line<'static> {
    let own = entry.map_or_else(String::new, |e| format!("{} own  ", bytes(e.own)));
    let right = format!("  {own}by {}", order.word());
    let room = usize::from(width).saturating_sub(right.len());
    let path = tail(&sanitise::line(path), room);
    let gap = room.saturating_sub(Span::raw(path.as_str()).width());
    let style = Style::new().add_modifier(Modifier::REVERSED);
    Line::styled(format!("{path}{:gap$}{right}", ""), style)
}

/// The end of a text that is too wide: what differs in paths is there.
fn tail(text: &str, room: usize) -> String {
    let mut rest = text;
    while Span::raw(rest).width() > room {
        let mut chars = rest.chars();
        chars.next();
        rest = chars.as_str();
    }
    if rest.len() == text.len() {
        return text.to_owned();
    }
    let mut chars = rest.chars();
    chars.next();
    format!("<{}", chars.as_str())
}

fn bytes(n: u64) -> String {
    human_size(i64::try_from(n).unwrap_or(i64::MAX))
}

/// How rows look.
#[derive(Clone, Copy)]
struct Rows {
    color: bool,
    has_bar: bool,
}

impl Rows {
    fn row(self, app: &App, entry: &Entry, above: &Entry, is_chosen: bool) -> Line<'static> {
        let (part, whole) = match app.order {
            Order::Nodes => (entry.nodes, above.nodes),
            Order::Children => (entry.children.into(), above.nodes),
            Order::Bytes | Order::Name => (entry.bytes, above.bytes),
        };
        let share = part as f64 / whole.max(1) as f64;
        let mark = if entry.denied { '!' } else { ' ' };
        let below = if entry.children > 0 { "/" } else { "" };
        let numbers = format!("{:>9}  {:>5.1} % ", bytes(entry.bytes), share * 100.0);
        let name = format!(
            "{:>10}{:>10} {mark}{}{below}",
            grouped(entry.nodes),
            grouped(entry.children.into()),
            sanitise::line(&entry.name)
        );
        let mut spans = vec![Span::raw(numbers)];
        if self.has_bar {
            let filled = ((share * BAR as f64).round() as usize).min(BAR);
            let bar = format!("[{}{}] ", "#".repeat(filled), " ".repeat(BAR - filled));
            let style = if self.color { Style::new().fg(Color::Cyan) } else { Style::new() };
            spans.push(Span::styled(bar, style));
        }
        spans.push(Span::raw(name));
        let style = if is_chosen { Style::new().add_modifier(Modifier::REVERSED) } else { Style::new() };
        Line::from(spans).style(style)
    }
}

fn state_line(app: &App, color: bool) -> Line<'static> {
    let mut said = match app.sizes.root().and_then(|root| app.sizes.get(root)) {
        Some(root) => format!("{}, {} of data", nodes(root.nodes), bytes(root.bytes)),
        None => "nothing yet".to_owned(),
    };
    let mut style = Style::new();
    match &app.state {
        State::Reading => said.push_str(" so far, reading"),
        State::Whole => {}
        State::Broken(failure) => {
            said = format!("not whole: {}; {said}", sanitise::line(failure.message()));
            if color {
                style = style.fg(Color::Red);
            }
        }
    }
    if app.sizes.denied() > 0 {
        said.push_str(&format!("; ! {} not permitted", nodes(app.sizes.denied())));
    }
    if app.sizes.unlisted() > 0 {
        said.push_str(&format!("; {} counted and not listed", nodes(app.sizes.unlisted())));
    }
    Line::styled(said, style)
}

fn help(frame: &mut Frame<'_>, area: Rect) {
    let lines: Vec<Line<'_>> =
        KEYS.iter().map(|(keys, what)| Line::raw(format!(" {keys:<20}{what}"))).collect();
    let height = Constraint::Length(u16::try_from(lines.len() + 2).unwrap_or(u16::MAX));
    let [middle] = Layout::vertical([height]).flex(Flex::Center).areas(area);
    let [middle] = Layout::horizontal([Constraint::Max(64)]).flex(Flex::Center).areas(middle);
    frame.render_widget(Clear, middle);
    frame.render_widget(Paragraph::new(lines).block(Block::bordered().title(" Keys ")), middle);
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::super::app::Flow;
    use super::super::sizes::Item;
    use super::*;
    use crate::exit::Exit;
    use crate::failure::Failure;

    fn item(path: &str, depth: usize, bytes: u64) -> Item {
        Item { path: path.into(), depth, bytes, denied: path.ends_with("shut") }
    }

    /// `/w` with a large node, a wide one, and one with a bad name.
    fn planted() -> App {
        let mut app = App::new("/w", Order::Bytes);
        let mut nodes =
            vec![item("/w", 0, 10), item("/w/\u{1b}[31mred\u{202e}", 1, 30), item("/w/large", 1, 0)];
        nodes.push(item("/w/large/blob", 2, 5000));
        nodes.push(item("/w/shut", 1, 0));
        nodes.push(item("/w/wide", 1, 0));
        nodes.extend((0..9).map(|i| item(&format!("/w/wide/n{i}"), 2, i)));
        app.add(nodes);
        app
    }

    fn screen(app: &mut App, width: u16, height: u16) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        app.resize(rows_of(height));
        if app.is_stale() {
            app.refresh();
        }
        terminal.draw(|frame| draw(app, false, frame)).unwrap();
        let buffer = terminal.backend().buffer();
        let line = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..height).map(line).collect()
    }

    fn press(app: &mut App, codes: &[KeyCode]) -> Flow {
        codes.iter().map(|code| app.key(KeyEvent::new(*code, KeyModifiers::NONE))).last().unwrap()
    }

    #[test]
    fn a_node_is_shown_with_what_its_children_hold() {
        let mut app = planted();
        let seen = screen(&mut app, 80, 10);
        let expected = [
            "/w                                                              10 own  by bytes",
            "     DATA    SHARE                   NODES  CHILDREN  NAME",
            "     4.9K   98.5 % [##########]          2         1  large/",
            "       36    0.7 % [          ]         10         9  wide/",
            "       30    0.6 % [          ]          1         0  \\x1b[31mred\\u{202e}",
            "        0    0.0 % [          ]          1         0 !shut",
            "",
            "",
            "15 nodes, 5.0K of data so far, reading; ! 1 node not permitted",
            "arrows move  enter in  left out  s order  ? help  q leave",
        ];
        assert_eq!(seen, expected, "{seen:#?}");
        app.end(Ok(()));
        assert!(screen(&mut app, 80, 10)[8].starts_with("15 nodes, 5.0K of data; !"));
        let narrow = screen(&mut app, 60, 10);
        assert_eq!(narrow[2], "     4.9K   98.5 %          2         1  large/");
        app.end(Err(Failure::new(Exit::CannotConnect, "ConnectionLoss", "the connection was lost")));
        assert!(screen(&mut app, 80, 10)[8].starts_with("not whole: the connection was lost; 15 nodes"));
        for (width, height) in [(1, 1), (5, 3), (20, 5), (300, 80)] {
            screen(&mut app, width, height);
        }
    }

    #[test]
    fn one_goes_in_and_out_and_chooses_the_order() {
        let mut app = planted();
        let first = |app: &mut App| screen(app, 80, 10)[2].clone();
        screen(&mut app, 80, 10);
        press(&mut app, &[KeyCode::Char('s')]);
        assert!(first(&mut app).ends_with("wide/"), "by nodes");
        press(&mut app, &[KeyCode::Enter]);
        let inside = screen(&mut app, 80, 10);
        assert!(inside[0].starts_with("/w/wide ") && inside[2].ends_with("n0"), "{inside:#?}");
        // Leaves cannot be gone into.
        press(&mut app, &[KeyCode::Enter, KeyCode::End]);
        let last = screen(&mut app, 80, 10);
        assert!(last[0].starts_with("/w/wide ") && last[7].ends_with("n8"), "scrolled: {last:#?}");
        press(&mut app, &[KeyCode::Left]);
        assert_eq!((screen(&mut app, 80, 10)[0].starts_with("/w "), app.cursor), (true, 0));
        press(&mut app, &[KeyCode::Char('s'), KeyCode::Char('s')]);
        assert!(first(&mut app).contains("red"), "by name");
        // At the top there is nowhere to go to.
        press(&mut app, &[KeyCode::Backspace, KeyCode::Home, KeyCode::Up]);
        assert_eq!(app.cursor, 0);
        press(&mut app, &[KeyCode::Char('?')]);
        assert!(screen(&mut app, 80, 24).join("\n").contains("order by bytes, nodes, children, name"));
        assert_eq!(press(&mut app, &[KeyCode::Char('q')]), Flow::GoOn, "away with the help");
        assert_eq!(press(&mut app, &[KeyCode::Char('q')]), Flow::Leave);
        assert_eq!(app.key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)), Flow::Interrupt);
    }

    #[test]
    fn the_chosen_row_stays_chosen_when_more_comes() {
        let mut app = planted();
        screen(&mut app, 80, 10);
        press(&mut app, &[KeyCode::Down]);
        app.add(vec![item("/w/z", 1, 90_000), item("/w/z/z", 2, 1)]);
        let seen = screen(&mut app, 80, 10);
        assert!(seen[2].ends_with("z/") && seen[4].ends_with("wide/"), "{seen:#?}");
        assert_eq!(app.cursor, 2);
    }

    #[test]
    fn long_paths_show_their_end() {
        assert_eq!(tail("/a/b/c", 10), "/a/b/c");
        assert_eq!(tail("/a/b/c", 4), "<b/c");
        assert_eq!(tail("/é", 0), "<");
    }
}
