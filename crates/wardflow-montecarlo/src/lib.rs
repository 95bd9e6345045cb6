//! Replications in parallel and their exact statistics.
//!
//! [`experiment::run`] runs as many replications of a model as are wanted and gives each measure's mean, 95% interval
//! and range; [`precision::run`] runs as many as a wanted precision takes; [`comparison::compare`] runs several models
//! side by side on the same random numbers and says in what they differ; [`stability`] says whether a system keeps up, by
//! queues that grow ([`drift`]) and by what can be admitted at most ([`limit`]); [`unknown::explore`] how far results may be
//! off because nobody knows some numbers exactly; [`leading`] which of several may be the largest, [`chance`] how likely
//! something is;
//! [`patients::patients`] lists the patients of one replication. The results are the same to the last bit whatever the
//! number of threads and whatever the platform: replications are joined in their order, and only IEEE 754 arithmetic
//! and `libm` are used.

mod binomial;
pub mod chance;
pub mod comparison;
mod crew;
pub mod daily;
pub mod drift;
pub mod experiment;
pub mod following;
pub mod leading;
pub mod limit;
pub mod patients;
pub mod precision;
pub mod ratio;
pub mod sections;
pub mod stability;
pub mod statistics;
pub mod student;
pub mod subject;
pub mod sweep;
pub mod threads;
pub mod unknown;
pub mod verification;
