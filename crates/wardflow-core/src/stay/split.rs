//! An amount divided at a point.

/// An amount (a probability, or a share of a moment) below and above a point.
///
/// Both sides are kept because `1 - below` has no digits left in an upper tail, where long stays are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Split {
    pub(super) below: f64,
    pub(super) above: f64,
}

impl Split {
    /// Everything lies above the point.
    pub(super) fn all_above(total: f64) -> Self {
        Self { below: 0.0, above: total }
    }

    /// Everything lies below the point.
    pub(super) fn all_below(total: f64) -> Self {
        Self { below: total, above: 0.0 }
    }

    /// The probability `p`, limited to 0..=1 (not a number stays so).
    pub(super) fn probability(p: f64) -> Self {
        let below = p.clamp(0.0, 1.0);
        Self { below, above: 1.0 - below }
    }

    /// Both sides multiplied by `factor`.
    pub(super) fn scaled(self, factor: f64) -> Self {
        Self { below: self.below * factor, above: self.above * factor }
    }

    /// The amount between this point and the later point `to`, from the side that loses fewer digits.
    pub(super) fn until(self, to: Self) -> f64 {
        let amount = if self.below < self.above { to.below - self.below } else { self.above - to.above };
        amount.max(0.0)
    }

    /// How far this probability exceeds `target`, measured on the target's smaller side.
    pub(super) fn excess_over(self, target: Self) -> f64 {
        if target.below < target.above { self.below - target.below } else { target.above - self.above }
    }
}
