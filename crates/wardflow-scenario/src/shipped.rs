//! The scenarios that are part of the program.

/// Name and text of each shipped scenario.
pub const SHIPPED: &[(&str, &str)] = &[
    ("southampton-2021", include_str!("../../../scenarios/southampton-2021.json")),
    ("southampton-home-first", include_str!("../../../scenarios/southampton-home-first.json")),
    ("southampton-home-first-block-kept", include_str!("../../../scenarios/southampton-home-first-block-kept.json")),
    ("southampton-one-pool-52", include_str!("../../../scenarios/southampton-one-pool-52.json")),
    ("southampton-mobilisation", include_str!("../../../scenarios/southampton-mobilisation.json")),
    ("southampton-winter", include_str!("../../../scenarios/southampton-winter.json")),
    ("wood-murch-2020", include_str!("../../../scenarios/wood-murch-2020.json")),
    ("discharge-ref", include_str!("../../../scenarios/discharge-ref.json")),
];
