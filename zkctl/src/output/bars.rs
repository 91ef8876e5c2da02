//! Shapes that say more than a number: bars and sparklines.

/// Columns of a whole bar.
const WIDTH: usize = 16;
/// Eighths of a column.
const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// `████▌ 28%`.
pub fn bar(share: f64) -> String {
    let share = share.clamp(0.0, 1.0);
    let eighths = (share * (WIDTH * 8) as f64).round() as usize;
    let mut out = String::from(EIGHTHS[7]).repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        out.push(EIGHTHS[eighths % 8 - 1]);
    }
    if out.is_empty() && share > 0.0 {
        out.push(EIGHTHS[0]);
    }
    let percent = share * 100.0;
    let digits = usize::from(percent < 10.0);
    format!("{out} {percent:.digits$}%")
}

/// One character per value, as high as the value is; zero is a dot.
pub fn sparkline(values: &[u64]) -> String {
    let top = values.iter().copied().max().unwrap_or(0).max(1);
    let level = |v: &u64| match *v {
        0 => '·',
        v => LEVELS[usize::try_from((v - 1) as u128 * 8 / u128::from(top)).unwrap_or(7).min(7)],
    };
    values.iter().map(level).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_the_share() {
        assert_eq!(bar(1.0), "████████████████ 100%");
        assert_eq!(bar(0.5), "████████ 50%");
        assert_eq!(bar(0.0), " 0.0%");
        assert_eq!(bar(0.0001), "▏ 0.0%");
    }

    #[test]
    fn sparklines_reach_the_top_and_show_nothing_as_a_dot() {
        assert_eq!(sparkline(&[0, 1, 4, 8]), "·▁▄█");
        assert_eq!(sparkline(&[u64::MAX, 1]), "█▁");
        assert_eq!(sparkline(&[]), "");
    }
}
