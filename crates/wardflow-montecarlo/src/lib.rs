//! Replications in parallel and their exact statistics.
//!
//! [`experiment::run`] runs as many replications of a model as are wanted and gives each measure's mean, 95 % interval
//! and range; [`patients::patients`] lists the patients of one replication. The results are the same to the last bit
//! whatever the number of threads and whatever the platform: replications are joined in their order, and only IEEE 754
//! arithmetic and `libm` are used.

mod crew;
pub mod daily;
pub mod experiment;
pub mod patients;
pub mod statistics;
pub mod student;
pub mod sweep;
pub mod threads;
