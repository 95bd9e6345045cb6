//! Named places below a horizontal axis.

use crate::error::DrawError;
use crate::style::TICK;
use crate::text;

/// A named place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    /// Share of the axis to its left.
    pub(crate) at: f64,
    pub(crate) label: String,
}

/// Between two labels, in user units.
const CLEAR: f64 = 12.0;

/// Whether the labels are clear of each other on an axis `width` user units wide.
pub(crate) fn stay_apart(ticks: &[Tick], width: f64) -> Result<bool, DrawError> {
    let mut free_from = f64::NEG_INFINITY;
    for tick in ticks {
        let half = text::width(&tick.label, TICK)? / 2.0;
        let middle = tick.at * width;
        if middle - half < free_from {
            return Ok(false);
        }
        free_from = middle + half + CLEAR;
    }
    Ok(true)
}
