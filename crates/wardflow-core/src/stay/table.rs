//! A table of quantiles from which stays are drawn in the same few nanoseconds whatever their shape.

use super::partial::MomentOrder;
use super::shape::Shape;
use super::split::Split;

/// Seconds in a day.
pub const SECONDS_PER_DAY: f64 = 86_400.0;
/// The longest stay that is ever drawn, in seconds: 2^38, about 8,700 years.
pub const LONGEST_STAY_SECONDS: u64 = 1 << 38;

/// Equal cells of probability.
const CELLS: usize = 1 << CELL_BITS;
const CELL_BITS: u32 = 10;
/// The last cell is divided into halves of what remains: above 1 - 2^-10, 1 - 2^-11, ... 1 - 2^-42.
const OCTAVES: usize = 33;
/// Each of those into equal cells.
const CELLS_PER_OCTAVE: usize = 1 << OCTAVE_BITS;
const OCTAVE_BITS: u32 = 4;
/// The equal cells but the last, the cells of the octaves, and one for all that lies above.
const ALL_CELLS: usize = CELLS - 1 + OCTAVES * CELLS_PER_OCTAVE + 1;
/// Up to so many observed stays are kept as they are.
const MOST_STEPS: usize = 4096;

/// Stays of one [`Shape`], ready to be drawn by inversion: a table of its quantile function.
///
/// 1,024 cells of equal probability with a straight line in each. The last cell is divided further, by halves of the
/// probability that remains and then by sixteenths, so that long tails keep their mean. Each line has the mean
/// of the distribution in its cell (so the table has the mean of the shape, steps and kinks included) and never leaves
/// the quantiles at the ends of the cell (so a draw is a non-decreasing function of its bits, which common random
/// numbers need). Up to 4,096 observed stays, and a fixed stay, are kept to the second instead.
///
/// Otherwise stays are kept to 24 significant bits: to the second up to 97 days, and within 1 in 17 million above.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantileTable {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Cells(Box<[Cell; ALL_CELLS]>),
    /// Seconds, each as likely as any other.
    Steps(Box<[u64]>),
}

/// A straight line of seconds, from the start to the end of a range of probability.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(8))]
struct Cell {
    from: f32,
    to: f32,
}

/// The quantile function and its integrals at one probability.
struct Knot {
    probability: Split,
    days: f64,
    /// What the stays below and above that probability contribute to the mean, in days.
    mean: Split,
}

impl QuantileTable {
    /// The table of a shape.
    ///
    /// The shape should pass [`Shape::validate`]; of one that does not, the stays mean nothing, but nothing panics.
    pub fn new(shape: &Shape) -> Self {
        let kind = match shape {
            Shape::Fixed { days } => Kind::Steps(Box::new([whole_seconds(*days)])),
            Shape::Empirical { values } if (1..=MOST_STEPS).contains(&values.len()) => {
                Kind::Steps(values.iter().map(|&days| whole_seconds(days)).collect())
            }
            Shape::Empirical { values } => {
                let sums = running_sums(values);
                cells(|p| empirical_knot(values, &sums, p))
            }
            _ => cells(|p| shape.knot(p)),
        };
        Self { kind }
    }

    /// The stay, in whole seconds, at the probability whose first 64 binary digits are `bits`.
    ///
    /// With uniformly random bits the stays have the distribution of the shape. Never decreases as `bits` increases,
    /// and never exceeds [`LONGEST_STAY_SECONDS`].
    #[inline]
    pub fn draw(&self, bits: u64) -> u64 {
        /// From here on the neighbours of an `f64` are 1 apart, so that adding it rounds to the nearest whole number.
        const WHOLE: f64 = (1_u64 << 52) as f64;
        (self.draw_seconds(bits) + WHOLE).to_bits() - WHOLE.to_bits()
    }

    /// As [`QuantileTable::draw`], in seconds that are not rounded unless the stay is fixed or observed.
    ///
    /// For what is measured in finer steps, such as the gaps between arrivals.
    #[inline]
    pub fn draw_seconds(&self, bits: u64) -> f64 {
        match &self.kind {
            Kind::Cells(cells) => {
                let place = (bits >> (u64::BITS - CELL_BITS)) as usize;
                if place == CELLS - 1 { draw_tail(cells, bits) } else { cells[place].at(bits << CELL_BITS) }
            }
            Kind::Steps(steps) => {
                let place = (u128::from(bits) * steps.len() as u128) >> u64::BITS;
                steps[place as usize] as f64
            }
        }
    }

    /// The share of stays that are longer than so many seconds.
    pub fn share_above(&self, seconds: u64) -> f64 {
        match &self.kind {
            Kind::Cells(cells) => {
                let seconds = seconds as f64;
                let place = cells.partition_point(|cell| f64::from(cell.to) <= seconds);
                let Some(cell) = cells.get(place) else { return 0.0 };
                let (from, to) = (f64::from(cell.from), f64::from(cell.to));
                let part = if seconds < from { 1.0 } else { (to - seconds) / (to - from) };
                let above = probability_above(place + 1);
                above + part * (probability_above(place) - above)
            }
            Kind::Steps(steps) => {
                let longer = steps.len() - steps.partition_point(|&step| step <= seconds);
                longer as f64 / steps.len() as f64
            }
        }
    }

    /// The exact mean, in days, of what the table draws, but for the rounding to whole seconds.
    pub fn mean_days(&self) -> f64 {
        self.average(|from, to| 0.5 * (from + to))
    }

    /// The exact standard deviation, in days, of what the table draws, but for the rounding to whole seconds.
    pub fn standard_deviation_days(&self) -> f64 {
        let mean = self.mean_days();
        let square = |from: f64, to: f64| {
            let (from, to) = (from - mean, to - mean);
            (from * from + from * to + to * to) / 3.0
        };
        self.average(square).sqrt()
    }

    /// The average over all stays, given that over a line from one stay to another, in days.
    fn average(&self, of_line: impl Fn(f64, f64) -> f64) -> f64 {
        let of_line = |from: f64, to: f64| of_line(from / SECONDS_PER_DAY, to / SECONDS_PER_DAY);
        match &self.kind {
            Kind::Cells(cells) => {
                let mass = |place| probability_above(place) - probability_above(place + 1);
                let average = |(place, cell): (usize, &Cell)| mass(place) * of_line(cell.from.into(), cell.to.into());
                cells.iter().enumerate().map(average).sum()
            }
            Kind::Steps(steps) => {
                steps.iter().map(|&step| of_line(step as f64, step as f64)).sum::<f64>() / steps.len() as f64
            }
        }
    }
}

impl Cell {
    /// The seconds at a fraction of the line, given as 64 binary digits.
    #[inline]
    fn at(self, fraction: u64) -> f64 {
        let (from, to) = (f64::from(self.from), f64::from(self.to));
        // 53 bits, as an f64 holds them exactly; signed, because that conversion is a single instruction.
        let fraction = (fraction >> 11) as i64 as f64 * (1.0 / (1_u64 << 53) as f64);
        from + (to - from) * fraction
    }
}

/// A draw from the last cell. Seldom needed, and so kept out of the callers.
#[inline(never)]
fn draw_tail(cells: &[Cell; ALL_CELLS], bits: u64) -> f64 {
    let rest = bits << CELL_BITS;
    let octave = rest.leading_ones() as usize;
    if octave >= OCTAVES {
        return cells[ALL_CELLS - 1].at(rest << OCTAVES);
    }
    // What follows the first zero: the cell within the octave, then the fraction of the cell.
    let rest = rest << (octave + 1);
    let within = (rest >> (u64::BITS - OCTAVE_BITS)) as usize;
    cells[CELLS - 1 + octave * CELLS_PER_OCTAVE + within].at(rest << OCTAVE_BITS)
}

/// The probability above the start of a cell, without rounding.
fn probability_above(place: usize) -> f64 {
    if place < CELLS {
        (CELLS - place) as f64 / CELLS as f64
    } else if place < ALL_CELLS {
        let (octave, within) = ((place - (CELLS - 1)) / CELLS_PER_OCTAVE, (place - (CELLS - 1)) % CELLS_PER_OCTAVE);
        (2 * CELLS_PER_OCTAVE - within) as f64 / ((2 * CELLS_PER_OCTAVE * CELLS) as f64 * (1_u64 << octave) as f64)
    } else {
        0.0
    }
}

/// Lines through the quantile function, each with the mean of its cell.
fn cells(knot: impl Fn(Split) -> Knot) -> Kind {
    let knot_at = |place| {
        let above = probability_above(place);
        knot(Split { below: 1.0 - above, above })
    };
    let mut start = knot_at(0);
    let mut least = seconds(start.days);
    let mut cells = Box::new([Cell { from: 0.0, to: 0.0 }; ALL_CELLS]);
    for (place, cell) in cells.iter_mut().enumerate() {
        let end = knot_at(place + 1);
        let cell_mean = start.mean.until(end.mean) / start.probability.until(end.probability);
        // Rounding must not let the quantiles decrease.
        let most = seconds(end.days).max(least);
        let mean = seconds(cell_mean).max(least).min(most);
        // The longest line with that mean between the two quantiles.
        let reach = (mean - least).min(most - mean);
        *cell = Cell { from: (mean - reach) as f32, to: (mean + reach) as f32 };
        start = end;
        least = most;
    }
    Kind::Cells(cells)
}

impl Shape {
    fn knot(&self, p: Split) -> Knot {
        let days = self.quantile_at(p);
        let at = self.partial(MomentOrder::Zeroth, days);
        let mut mean = self.partial(MomentOrder::First, days);
        // Where a step straddles `p`, only a part of it is below.
        if days.is_finite() {
            mean.below += (p.below - at.below) * days;
            mean.above += (p.above - at.above) * days;
        }
        Knot { probability: p, days, mean }
    }
}

/// For each number of values, the sum of that many of the first, and of all the others.
fn running_sums(values: &[f64]) -> Vec<Split> {
    let mut above = vec![0.0; values.len() + 1];
    for (place, value) in values.iter().enumerate().rev() {
        above[place] = above[place + 1] + value;
    }
    let mut below = 0.0;
    let mut sums = Vec::with_capacity(above.len());
    for (place, above) in above.into_iter().enumerate() {
        sums.push(Split { below, above });
        below += values.get(place).copied().unwrap_or(0.0);
    }
    sums
}

fn empirical_knot(values: &[f64], sums: &[Split], p: Split) -> Knot {
    let count = values.len() as f64;
    let place = ((p.below * count) as usize).min(values.len().saturating_sub(1));
    let days = values.get(place).copied().unwrap_or(f64::NAN);
    let part = p.below * count - place as f64;
    let Split { below, above } = sums[place];
    let mean = Split { below: below + part * days, above: above - part * days }.scaled(1.0 / count);
    Knot { probability: p, days, mean }
}

/// Days as seconds within the limits of a stay; 0 for what is not a number.
fn seconds(days: f64) -> f64 {
    (days * SECONDS_PER_DAY).max(0.0).min(LONGEST_STAY_SECONDS as f64)
}

fn whole_seconds(days: f64) -> u64 {
    seconds(days).round() as u64
}

#[cfg(test)]
mod tests;
