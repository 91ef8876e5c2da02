//! Whether followers fall behind or catch up: the slope of the lags of the last seconds. zktui's rule, so that both say
//! the same.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use zk_client::HostPort;

use super::Survey;

/// How far back a trend looks.
const WINDOW: Duration = Duration::from_secs(12);
/// Fewer looks make no trend.
const LEAST: usize = 3;

/// The lags of the last looks.
#[derive(Debug, Default)]
pub struct Trends {
    lags: BTreeMap<HostPort, VecDeque<(Instant, f64)>>,
}

/// Where a lag goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// `up`, `down`, or `=` where a slope would not matter within seconds.
    pub word: &'static str,
    /// Transactions a second.
    pub slope: f64,
}

impl Trends {
    /// Takes another look into account.
    pub fn add(&mut self, survey: &Survey, now: Instant) {
        for view in &survey.views {
            let lags = self.lags.entry(view.server().clone()).or_default();
            lags.retain(|(at, _)| now.duration_since(*at) <= WINDOW);
            if let Some(lag) = view.lag {
                lags.push_back((now, lag as f64));
            }
        }
    }

    /// The trend of one server; `None` as long as there are too few looks.
    pub fn of(&self, server: &HostPort, lag: Option<u64>) -> Option<Trend> {
        let (lag, lags) = (lag?, self.lags.get(server)?);
        let last = lags.back()?.0;
        let points: Vec<(f64, f64)> =
            lags.iter().map(|(at, lag)| (-last.duration_since(*at).as_secs_f64(), *lag)).collect();
        let slope = slope(&points)?;
        let matters = (lag as f64 * 0.02).max(0.5);
        let word = match slope {
            slope if lag == 0 || slope.abs() <= matters => "=",
            slope if slope > 0.0 => "up",
            _ => "down",
        };
        Some(Trend { word, slope })
    }
}

/// Least squares; `None` for too few points, or all at one moment.
fn slope(points: &[(f64, f64)]) -> Option<f64> {
    if points.len() < LEAST {
        return None;
    }
    let n = points.len() as f64;
    let mean_x = points.iter().map(|p| p.0).sum::<f64>() / n;
    let mean_y = points.iter().map(|p| p.1).sum::<f64>() / n;
    let above: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let below: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    (below > 0.0).then(|| above / below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trend(lags: &[u64]) -> Option<&'static str> {
        let server: HostPort = "zk1:2181".parse().unwrap();
        let start = Instant::now();
        let points = lags.iter().zip(0u32..);
        let points = points.map(|(lag, n)| (start + Duration::from_secs(1) * n, *lag as f64)).collect();
        let trends = Trends { lags: BTreeMap::from([(server.clone(), points)]) };
        trends.of(&server, lags.last().copied()).map(|t| t.word)
    }

    #[test]
    fn a_lag_grows_shrinks_or_stands() {
        assert_eq!(trend(&[1, 9]), None);
        assert_eq!(trend(&[1, 5, 9]), Some("up"));
        assert_eq!(trend(&[90, 50, 9]), Some("down"));
        assert_eq!(trend(&[1000, 1001, 1002]), Some("="));
        assert_eq!(trend(&[9, 5, 0]), Some("="));
        assert_eq!(trend(&[0, 0, 0]), Some("="));
    }
}
