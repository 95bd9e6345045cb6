//! What `wardflow init` writes: a small scenario to begin with.

/// A commented scenario of at most 40 lines that runs as it is.
pub const STARTING_SCENARIO: &str = include_str!("../../../scenarios/start.json");
