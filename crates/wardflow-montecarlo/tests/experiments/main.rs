//! Experiments on a tiny system.

mod comparing;
mod patients;
mod precise;
mod runs;
mod settling;
mod tiny;
mod unknown;
