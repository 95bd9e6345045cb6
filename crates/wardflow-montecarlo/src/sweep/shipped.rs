//! The plans that are part of the program.

/// Name and text of each shipped plan.
pub const PLANS: &[(&str, &str)] = &[
    ("d2a-beds", include_str!("../../../../scenarios/sweeps/d2a-beds.json")),
    ("beds-and-home-care", include_str!("../../../../scenarios/sweeps/beds-and-home-care.json")),
    ("one-pool-beds", include_str!("../../../../scenarios/sweeps/one-pool-beds.json")),
    ("demand", include_str!("../../../../scenarios/sweeps/demand.json")),
];

/// A small commented plan to begin with; it runs as it is.
pub const EXAMPLE: &str = include_str!("../../../../scenarios/sweeps/example.json");
