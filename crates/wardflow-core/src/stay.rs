//! Lengths of stay: distributions in days as data, how to fit them to what planners know, and a fast sampler.
//!
//! * [`Shape`] describes a distribution and knows its mean, standard deviation, cumulative probability and quantiles.
//! * [`Family`] with [`Shape::from_mean_sd`] and its siblings finds the shape that has a given mean, median, ...
//! * [`QuantileTable`] turns 64 random bits into a stay in whole seconds by inversion, at the same cost for any shape.
//!
//! Every result is the same to the last bit on every platform: only basic arithmetic and `libm` are used.

mod error;
mod fit;
mod partial;
mod quantile;
mod shape;
mod special;
mod split;
mod table;
#[cfg(test)]
mod testing;
mod validate;

pub use error::FitError;
pub use fit::Family;
pub use shape::Shape;
pub use special::{normal_below, normal_score};
pub use table::{LONGEST_STAY_SECONDS, QuantileTable, SECONDS_PER_DAY};
