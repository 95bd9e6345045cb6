//! Special functions that `libm` lacks: the normal distribution and the incomplete gamma function.

mod incomplete_gamma;
mod normal;

pub(super) use incomplete_gamma::{gamma_quantile, gamma_split};
pub use normal::{normal_below, normal_score};
pub(super) use normal::{normal_quantile, normal_split};
