//! Sparklines and graphs out of block characters.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// One line; the scale is given, and a gap is a dot.
pub fn spark(values: &[Option<f32>], most: f32) -> Vec<&'static str> {
    let most = most.max(f32::MIN_POSITIVE);
    values
        .iter()
        .map(|value| match value {
            None => "·",
            Some(v) => BLOCKS[((v / most * 7.0).round().clamp(0.0, 7.0)) as usize],
        })
        .collect()
}

/// A number above and not far from the greatest value: 1, 2 or 5 times a power of ten.
pub fn nice(most: f32) -> f32 {
    if most <= 0.0 || !most.is_finite() {
        return 1.0;
    }
    let power = 10f32.powf(most.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|s| s * power);
    steps.into_iter().find(|s| *s >= most * 0.999).unwrap_or(most)
}

/// Several lines: bars from the bottom, with the scale at the left and the time below if there is room.
pub fn graph(
    buffer: &mut Buffer,
    area: Rect,
    values: &dyn Fn(usize) -> Vec<Option<f32>>,
    unit: &dyn Fn(f32) -> String,
    (bar, scale): (Style, Style),
    time: (&str, &str),
) {
    const SCALE: u16 = 8;
    if area.width <= SCALE + 2 || area.height == 0 {
        return;
    }
    let with_time = area.height >= 3;
    let plot = Rect {
        x: area.x + SCALE,
        y: area.y,
        width: area.width - SCALE,
        height: area.height - u16::from(with_time),
    };
    let values = values(usize::from(plot.width));
    let most = nice(values.iter().flatten().copied().fold(0.0, f32::max));
    let steps = f32::from(plot.height) * 8.0;
    for row in 0..plot.height {
        let y = plot.y + row;
        let label = match row {
            0 => unit(most),
            r if r + 1 == plot.height && plot.height > 1 => unit(0.0),
            r if plot.height >= 5 && r == plot.height / 2 => halfway(most / 2.0, unit),
            _ => String::new(),
        };
        let label = crate::text::fit(&label, usize::from(SCALE - 1));
        buffer.set_string(area.x, y, format!("{label:>7}│"), scale);
        // Eighths of this row that are filled start here.
        let below = f32::from(plot.height - 1 - row) * 8.0;
        for (x, value) in (plot.x..).zip(&values) {
            let symbol = match value {
                None if row + 1 == plot.height => "·",
                None => continue,
                Some(v) => {
                    let filled = (v / most * steps).round() - below;
                    match filled as i32 {
                        n if n >= 8 => "█",
                        n if n >= 1 => BLOCKS[(n - 1) as usize],
                        // A zero is a value, and seen as one.
                        _ if row + 1 == plot.height => "▁",
                        _ => continue,
                    }
                }
            };
            buffer.set_string(x, y, symbol, if value.is_none() { scale } else { bar });
        }
    }
    if with_time {
        let y = area.y + area.height - 1;
        buffer.set_string(plot.x, y, crate::text::fit(time.0, usize::from(plot.width)), scale);
        let (right, width) = (time.1, u16::try_from(time.1.chars().count()).unwrap_or(0));
        if plot.width > width + u16::try_from(time.0.chars().count()).unwrap_or(0) + 2 {
            buffer.set_string(plot.x + plot.width - width, y, right, scale);
        }
    }
}

/// Half of a round number may need a place more than figures in tables have: 2.5 ms is not 2 ms.
fn halfway(value: f32, unit: &dyn Fn(f32) -> String) -> String {
    let text = unit(value);
    let (rounded, exact) = match value {
        v if v >= 1.0 && v.fract() != 0.0 && !text.contains('.') => (format!("{v:.0}"), format!("{v:.1}")),
        v if v < 1.0 && (v * 10.0).fract() > 0.001 => (format!("{v:.1}"), format!("{v:.2}")),
        _ => return text,
    };
    if text.starts_with(&rounded) { text.replacen(&rounded, &exact, 1) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_blocks() {
        assert_eq!(spark(&[Some(0.0), Some(5.0), Some(10.0), None, Some(99.0)], 10.0).concat(), "▁▅█·█");
    }

    #[test]
    fn scales_are_round() {
        assert_eq!(
            [0.0, 0.3, 1.0, 1.2, 7.0, 180.0, 1000.0].map(nice),
            [1.0, 0.5, 1.0, 2.0, 10.0, 200.0, 1000.0]
        );
    }

    #[test]
    fn half_of_a_scale_is_said_exactly() {
        let unit = |v: f32| crate::text::millis(f64::from(v));
        assert_eq!(
            [0.25, 0.5, 1.0, 2.5, 5.0, 25.0].map(|v| halfway(v, &unit)),
            ["0.25 ms", "0.5 ms", "1 ms", "2.5 ms", "5 ms", "25 ms"]
        );
    }

    #[test]
    fn a_graph_at_any_size_stays_inside() {
        for (width, height) in [(0, 0), (5, 5), (11, 1), (11, 2), (40, 6)] {
            let area = Rect::new(0, 0, width, height);
            let mut buffer = Buffer::empty(area);
            let values = |n: usize| (0..n).map(|i| (i % 3 > 0).then_some(i as f32)).collect();
            graph(&mut buffer, area, &values, &|v| v.to_string(), Default::default(), ("a", "b"));
        }
    }
}
