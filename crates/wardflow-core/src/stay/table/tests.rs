use proptest::prelude::*;

use super::*;
use crate::stay::testing::{assert_close, shapes, smooth_shapes, wild_shapes};

/// `count` probabilities, evenly spread, as 64 binary digits.
fn even_bits(count: u64) -> impl Iterator<Item = u64> {
    let step = u64::MAX / count;
    (0..count).map(move |place| step / 2 + step * place)
}

#[test]
fn the_table_has_the_mean_of_the_shape() {
    for (name, shape) in shapes() {
        let (table, mean) = (QuantileTable::new(&shape).mean_days(), shape.mean());
        assert!((table / mean - 1.0).abs() <= 1e-6, "{name}: {table} days, not {mean}");
    }
}

#[test]
fn the_table_has_the_standard_deviation_of_the_shape() {
    for (name, shape) in shapes() {
        let (table, sd) = (QuantileTable::new(&shape).standard_deviation_days(), shape.standard_deviation());
        assert!((table - sd).abs() <= 5e-4 * sd, "{name}: {table} days, not {sd}");
    }
}

#[test]
fn the_share_of_longer_stays_is_that_of_the_shape() {
    for (name, shape) in shapes() {
        let table = QuantileTable::new(&shape);
        for bits in even_bits(37) {
            let seconds = table.draw(bits);
            let above = 1.0 - shape.cdf(seconds as f64 / SECONDS_PER_DAY);
            let found = table.share_above(seconds);
            assert!((found - above).abs() <= 2e-3, "{name}: {found} beyond {seconds} s, not {above}");
        }
        assert!(table.share_above(table.draw(u64::MAX) + 1) < 1e-12, "{name}");
    }
}

#[test]
fn draws_have_the_mean_of_the_table() {
    const COUNT: u64 = 1 << 18;
    for (name, shape) in shapes() {
        let table = QuantileTable::new(&shape);
        let sum: u64 = even_bits(COUNT).map(|bits| table.draw(bits)).sum();
        let (mean, expected) = (sum as f64 / COUNT as f64 / SECONDS_PER_DAY, table.mean_days());
        // The longest 2^-18 of stays are represented by one.
        assert!((mean / expected - 1.0).abs() <= 2e-3, "{name}: {mean} days, not {expected}");
    }
}

#[test]
fn draws_follow_the_quantile_function() {
    for (name, shape) in smooth_shapes() {
        let table = QuantileTable::new(&shape);
        for bits in even_bits(999) {
            let p = bits as f64 / 18_446_744_073_709_551_616.0;
            let (drawn, quantile) = (table.draw(bits) as f64, shape.quantile(p) * SECONDS_PER_DAY);
            // To the second, or within the width of a cell.
            let width = (shape.quantile(p + 0.001) - shape.quantile((p - 0.001).max(0.0))) * SECONDS_PER_DAY;
            assert!((drawn - quantile).abs() <= 1.0 + 0.5 * width.abs(), "{name}: {drawn}, not {quantile} at {p}");
        }
    }
}

#[test]
fn the_tail_is_followed_far_out() {
    let shape = Shape::Lognormal { mu: 1.0, sigma: 1.5 };
    let table = QuantileTable::new(&shape);
    for halvings in 10..=40 {
        let bits = u64::MAX << (64 - halvings);
        let p = Split { below: 1.0, above: 1.0 / (1_u64 << halvings) as f64 };
        assert_close(table.draw(bits) as f64, shape.quantile_at(p) * SECONDS_PER_DAY, 2e-3);
    }
}

#[test]
fn uniform_and_exponential_means_are_exact() {
    for shape in [Shape::Uniform { least: 0.5, most: 21.0 }, Shape::Exponential { mean: 3.3 }] {
        assert_close(QuantileTable::new(&shape).mean_days(), shape.mean(), 1e-7);
    }
}

#[test]
fn a_fixed_stay_is_always_drawn_to_the_second() {
    for (days, seconds) in [(0.0, 0), (0.5, 43_200), (1_000.000_01, 86_400_001), (2_000_000.0, 172_800_000_000)] {
        let table = QuantileTable::new(&Shape::Fixed { days });
        assert!([0, 1, u64::MAX / 3, u64::MAX].iter().all(|&bits| table.draw(bits) == seconds), "{days} days");
    }
}

#[test]
fn observed_stays_are_drawn_in_proportion() {
    let table = QuantileTable::new(&Shape::Empirical { values: vec![1.0, 2.0, 2.0, 5.0, 400.123] });
    let mut counts = std::collections::BTreeMap::new();
    for bits in even_bits(10_000) {
        *counts.entry(table.draw(bits)).or_insert(0) += 1;
    }
    let expected = [(86_400, 2_000), (172_800, 4_000), (432_000, 2_000), (34_570_627, 2_000)];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn a_step_is_blurred_over_no_more_than_one_cell() {
    let parts = vec![(0.3, Shape::Fixed { days: 1.0 }), (0.7, Shape::Fixed { days: 30.0 })];
    let table = QuantileTable::new(&Shape::Mixture { parts });
    let between = even_bits(1 << 16).filter(|&bits| (86_401..2_591_999).contains(&table.draw(bits))).count();
    assert!(between <= 64, "{between} of 65,536 draws, not 64");
    assert_close(table.mean_days(), 0.3 + 0.7 * 30.0, 1e-7);
}

#[test]
fn draws_are_the_seconds_rounded_to_the_nearest() {
    for (name, shape) in shapes() {
        let table = QuantileTable::new(&shape);
        for bits in even_bits(5_000) {
            let (whole, seconds) = (table.draw(bits) as f64, table.draw_seconds(bits));
            assert!((whole - seconds).abs() <= 0.5, "{name}: {whole} for {seconds}");
        }
    }
}

#[test]
fn no_stay_is_longer_than_the_longest() {
    for shape in
        [Shape::Fixed { days: 1e300 }, Shape::Exponential { mean: 1e300 }, Shape::Weibull { shape: 0.05, scale: 9.0 }]
    {
        let table = QuantileTable::new(&shape);
        assert_eq!(table.draw(u64::MAX), LONGEST_STAY_SECONDS);
        assert!(even_bits(1_000).all(|bits| table.draw(bits) <= LONGEST_STAY_SECONDS));
    }
}

#[test]
fn cells_share_out_all_the_probability() {
    let above: Vec<f64> = (0..=ALL_CELLS).map(probability_above).collect();
    assert!(above.windows(2).all(|pair| pair[0] > pair[1]));
    for (place, parts) in [(0, 1024.0), (1, 1023.0), (CELLS - 1, 1.0), (CELLS - 1 + CELLS_PER_OCTAVE, 0.5)] {
        assert_close(above[place], parts / 1024.0, 0.0);
    }
    assert_close(above[ALL_CELLS - 1], 1.0 / (1_u64 << 43) as f64, 0.0);
}

/// Bits anywhere, with as many in the upper tail as elsewhere.
fn bits() -> impl Strategy<Value = u64> {
    (any::<u64>(), 0..64_u32, any::<bool>()).prop_map(|(bits, shift, tail)| if tail { !(bits >> shift) } else { bits })
}

proptest! {
    #[test]
    fn draws_never_decrease(one in bits(), other in bits(), which in 0..shapes().len()) {
        thread_local!(static TABLES: Vec<QuantileTable> =
            shapes().iter().map(|(_, shape)| QuantileTable::new(shape)).collect());
        let (low, high) = (one.min(other), one.max(other));
        TABLES.with(|tables| {
            let table = &tables[which];
            prop_assert!(table.draw(low) <= table.draw(high));
            prop_assert!(table.draw(low) <= table.draw(low.saturating_add(1)));
            Ok(())
        })?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tables_of_any_parameters_at_all_never_panic(shape in wild_shapes(), one in bits(), other in bits()) {
        let table = QuantileTable::new(&shape);
        prop_assert!(table.draw(one) <= LONGEST_STAY_SECONDS);
        if shape.validate().is_ok() {
            prop_assert!(table.draw(one.min(other)) <= table.draw(one.max(other)));
        }
    }
}
