//! The scenarios that are part of the program.

/// Name and text of each shipped scenario.
pub const SHIPPED: &[(&str, &str)] = &[("discharge-ref", include_str!("../../../scenarios/discharge-ref.json"))];
