//! Sets that only ever grow together.

/// The numbers `0..n` in disjoint sets, each known by its smallest number.
pub(super) struct Sets(Vec<usize>);

impl Sets {
    /// Each number alone.
    pub(super) fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    /// The smallest number of the set that `of` is in.
    pub(super) fn first(&mut self, of: usize) -> usize {
        let mut at = of;
        loop {
            let up = self.up(at);
            if up == at {
                return at;
            }
            // Halves the way for those who ask next.
            let far = self.up(up);
            if let Some(place) = self.0.get_mut(at) {
                *place = far;
            }
            at = far;
        }
    }

    fn up(&self, at: usize) -> usize {
        self.0.get(at).copied().unwrap_or(at)
    }

    /// Makes one set of those that two numbers are in.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        if let Some(place) = self.0.get_mut(a.max(b)) {
            *place = a.min(b);
        }
    }
}
