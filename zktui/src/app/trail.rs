//! Where one was: the views before this one and, after going back, those behind it.

use super::View;

/// A view, and the server that was shown in detail.
pub type Spot = (View, usize);

/// Most spots that are remembered.
const MAX_SPOTS: usize = 50;

/// Where one was.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    past: Vec<Spot>,
    future: Vec<Spot>,
}

impl Trail {
    /// One leaves a spot for a new one.
    pub fn leave(&mut self, from: Spot) {
        self.future.clear();
        push(&mut self.past, from);
    }

    /// The spot before, when one is at `from`.
    pub fn back(&mut self, from: Spot) -> Option<Spot> {
        let to = self.past.pop()?;
        push(&mut self.future, from);
        Some(to)
    }

    /// The spot that one went back from, when one is at `from`.
    pub fn forward(&mut self, from: Spot) -> Option<Spot> {
        let to = self.future.pop()?;
        push(&mut self.past, from);
        Some(to)
    }

    /// The view before this one.
    pub fn last(&self) -> Option<Spot> {
        self.past.last().copied()
    }
}

/// A spot is remembered where one left it last.
fn push(spots: &mut Vec<Spot>, spot: Spot) {
    spots.retain(|s| *s != spot);
    if spots.len() == MAX_SPOTS {
        spots.remove(0);
    }
    spots.push(spot);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward_until_one_goes_elsewhere() {
        let (a, b, c) = ((View::Overview, 0), (View::Server, 1), (View::Server, 2));
        let mut trail = Trail::default();
        trail.leave(a);
        trail.leave(b);
        assert_eq!((trail.back(c), trail.back(b), trail.back(a)), (Some(b), Some(a), None));
        assert_eq!(trail.forward(a), Some(b));
        trail.leave(b);
        assert_eq!(trail.forward(a), None);
        for n in 0..100 {
            trail.leave((View::Server, n));
        }
        assert_eq!(trail.past.len(), MAX_SPOTS);
    }
}
