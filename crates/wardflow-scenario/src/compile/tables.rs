//! Quantile tables that were made before: to make one takes longer than all the rest of compiling.

use std::sync::{Mutex, PoisonError};

use wardflow_core::stay::{QuantileTable, Shape};

/// More are not kept, so that whoever varies a stay a thousand times does not fill the memory.
const MOST_KEPT: usize = 200;

/// The tables of the shapes met so far, for scenarios that differ in little.
#[derive(Debug, Default)]
pub struct Tables(Mutex<Vec<(Shape, QuantileTable)>>);

impl Tables {
    /// The table of a shape.
    pub(super) fn of(&self, shape: Shape) -> QuantileTable {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, table)) = kept().iter().find(|(known, _)| *known == shape) {
            return table.clone();
        }
        let table = QuantileTable::new(&shape);
        let mut kept = kept();
        if kept.len() < MOST_KEPT {
            kept.push((shape, table.clone()));
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_the_same_whether_it_is_new_or_kept() {
        let tables = Tables::default();
        let shape = |mean| Shape::Exponential { mean };
        for mean in [3.0, 4.0, 3.0] {
            assert_eq!(tables.of(shape(mean)), QuantileTable::new(&shape(mean)));
        }
        for days in 0..2 * MOST_KEPT {
            tables.of(Shape::Fixed { days: days as f64 });
        }
        assert_eq!(tables.0.lock().unwrap().len(), MOST_KEPT);
    }
}
