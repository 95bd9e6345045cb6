//! One replication of a hospital discharge system: pure, exact and fast.
//!
//! A compiled [`model::Model`] says what there is; [`replication::Replication`] runs it from a seed and a replication
//! number and gives an [`replication::Outcome`]: sums from which [`measures`] are taken. This crate knows no files,
//! threads, terminals or clocks on the wall.

pub mod agenda;
mod allocation;
pub mod arrivals;
mod audit;
pub mod calendar;
pub mod census;
pub mod clock;
pub mod dated;
mod doorkeeper;
mod escalation;
pub mod event;
mod follow_up;
pub mod funding;
pub mod histogram;
mod journey;
pub mod level;
mod line;
pub mod locality;
pub mod measures;
pub mod model;
pub mod observe;
pub mod patient;
mod pool;
pub mod random;
mod recovery;
pub mod replication;
mod rings;
pub mod rounds;
mod sizes;
pub mod stay;
mod step_up;
mod system;
pub mod tally;
pub mod trail;
mod units;
mod waiting;
