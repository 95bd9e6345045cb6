//! Experiments on a tiny system.

mod patients;
mod runs;
mod tiny;
