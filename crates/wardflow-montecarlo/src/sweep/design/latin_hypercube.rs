//! Latin hypercubes (McKay, Beckman and Conover 1979, doi 10.1080/00401706.1979.10489755).

use wardflow_core::random::{Key, Kind, NameHash, Purpose, Seed, unit};

/// The share of the way along one axis of each point: each of as many equal parts of the axis holds one point, at
/// random in it.
///
/// An axis is drawn by its name, so that another axis changes nothing of it.
pub(super) fn shares(points: usize, seed: u64, path: &str) -> Vec<f64> {
    let axis = Key::of_replication(Seed(seed), 0).named(Kind::Axis, NameHash::of(path));
    let mut parts: Vec<usize> = (0..points).collect();
    // Fisher and Yates.
    for last in (1..points).rev() {
        let bits = axis.item(last as u64).bits_of(Purpose::Gap, 0);
        parts.swap(last, ((u128::from(bits) * (last as u128 + 1)) >> 64) as usize);
    }
    let within = |point: usize| unit(axis.item(point as u64).bits_of(Purpose::Gap, 1));
    parts.iter().enumerate().map(|(point, &part)| (part as f64 + within(point)) / points as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_each_axis_holds_one_point() {
        for points in [1, 2, 7, 100, 1000] {
            for path in ["services.d2a.beds", "services.home_care.hours_per_week"] {
                let shares = shares(points, 5, path);
                let mut parts: Vec<usize> = shares.iter().map(|share| (share * points as f64) as usize).collect();
                parts.sort_unstable();
                assert_eq!(parts, (0..points).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn axes_and_seeds_are_shuffled_apart() {
        let (a, b) = (shares(200, 1, "a"), shares(200, 1, "b"));
        let correlation: f64 = a.iter().zip(&b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum::<f64>() * 12.0 / 200.0;
        // Four standard errors.
        assert!(correlation.abs() < 4.0 / 200.0_f64.sqrt(), "{correlation}");
        assert_ne!(a, shares(200, 2, "a"));
    }
}
