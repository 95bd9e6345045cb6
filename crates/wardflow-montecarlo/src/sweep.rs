//! Sweeps: one scenario, or several variants of it, at many values of some of its parameters.

pub mod results;
