//! The least of many values in each of many places: all that a low quantile needs of them.

use crate::statistics::between;

/// What is no value: above all that there are.
const MISSING: f32 = f32::INFINITY;

/// The least values of each place, in no order.
#[derive(Debug)]
pub(super) struct Least {
    /// Each with one value for each place.
    rows: Vec<Box<[f32]>>,
    most: usize,
}

impl Least {
    /// Room for so many values of each place.
    pub(super) const fn new(most: usize) -> Self {
        Self { rows: Vec::new(), most }
    }

    /// How many rows there are at most if so many values of each place are wanted: the more, the less often they are
    /// looked through.
    pub(super) const fn rows(most: usize) -> usize {
        most + most / 4 + 1
    }

    /// Takes in a value for each place; not a number where missing.
    pub(super) fn add(&mut self, values: impl Iterator<Item = f32>) {
        self.rows.push(values.map(|value| if value.is_nan() { MISSING } else { value }).collect());
        if self.rows.len() == Self::rows(self.most) {
            let mut column = Vec::with_capacity(self.rows.len());
            for place in 0..self.rows[0].len() {
                column.clear();
                column.extend(self.rows.iter().map(|row| row[place]));
                column.select_nth_unstable_by(self.most - 1, f32::total_cmp);
                self.rows.iter_mut().zip(&column[..self.most]).for_each(|(row, value)| row[place] = *value);
            }
            self.rows.truncate(self.most);
        }
    }

    /// The quantile of a place that has had so many values, as [`crate::statistics::quantile`]; not a number if it has
    /// had none.
    ///
    /// # Panics
    /// If more than the least values are needed for it.
    pub(super) fn quantile(&self, place: usize, cases: usize, share: f64) -> f64 {
        let mut column: Vec<f64> = self.rows.iter().map(|row| f64::from(row[place])).collect();
        column.sort_unstable_by(f64::total_cmp);
        between(&column, cases, share)
    }
}
