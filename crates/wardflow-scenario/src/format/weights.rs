//! Observed values with how often each was seen, as a list in which each stands as often as it is likely.

/// Most values of such a list. Larger tables are kept to one part in as many.
const MOST_VALUES: usize = 100_000;

/// The values in rising order, each as often as its weight says; once each if there are no weights.
///
/// # Errors
/// If the weights are not fit for it: what is wrong and what would be right.
pub(super) fn weighted(values: Vec<f64>, weights: &[f64]) -> Result<Vec<f64>, String> {
    let mut values = values;
    if weights.is_empty() {
        values.sort_by(f64::total_cmp);
        return Ok(values);
    }
    if weights.len() != values.len() {
        let counts = format!("{} weights for {} values", weights.len(), values.len());
        return Err(format!("{counts}: give one weight for each value"));
    }
    if let Some(wrong) = weights.iter().find(|weight| !(0.0..=1e15).contains(*weight)) {
        return Err(format!("a weight of {wrong}: give 0 or more, such as a number of spells"));
    }
    let mut pairs: Vec<(f64, f64)> = values.into_iter().zip(weights.iter().copied()).collect();
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let total: f64 = pairs.iter().map(|(_, weight)| weight).sum();
    if total <= 0.0 {
        return Err("all weights are 0: give at least one above 0".into());
    }
    let unit = common_unit(&pairs);
    let count = unit.map_or(MOST_VALUES, |unit| (total / unit) as usize);
    if count > MOST_VALUES || unit.is_none() {
        return Ok(thinned(&pairs, total));
    }
    let unit = unit.unwrap_or(1.0);
    let times = |weight: f64| (weight / unit) as usize;
    Ok(pairs.into_iter().flat_map(|(value, weight)| std::iter::repeat_n(value, times(weight))).collect())
}

/// The greatest common divisor of weights that are whole.
fn common_unit(pairs: &[(f64, f64)]) -> Option<f64> {
    fn divisor(one: u64, other: u64) -> u64 {
        if other == 0 { one } else { divisor(other, one % other) }
    }
    let all_whole = pairs.iter().all(|(_, weight)| weight.fract() == 0.0);
    all_whole.then(|| pairs.iter().map(|&(_, weight)| weight as u64).fold(0, divisor) as f64)
}

/// As many values as there may be, at equal steps of probability.
fn thinned(pairs: &[(f64, f64)], total: f64) -> Vec<f64> {
    let mut values = Vec::with_capacity(MOST_VALUES);
    let mut so_far = 0.0;
    for (value, weight) in pairs {
        so_far += weight;
        let upto = (so_far / total * MOST_VALUES as f64 + 0.5) as usize;
        values.resize(upto.clamp(values.len(), MOST_VALUES), *value);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[test]
    fn each_value_stands_as_often_as_it_was_seen() {
        let of = |values: &[f64], weights: &[f64]| weighted(values.to_vec(), weights).unwrap();
        assert_eq!(of(&[5.0, 1.0], &[]), [1.0, 5.0]);
        assert_eq!(of(&[5.0, 1.0, 9.0], &[2.0, 1.0, 0.0]), [1.0, 5.0, 5.0]);
        // Only how they compare counts.
        assert_eq!(of(&[5.0, 1.0], &[200.0, 100.0]), [1.0, 5.0, 5.0]);
    }

    #[test]
    fn large_tables_and_broken_weights_keep_their_mean() {
        for scale in [1e6, 0.1, 1.0 / 3.0] {
            let weights = [120.0, 300.0, 180.0, 90.0, 40.0, 11.0].map(|weight| weight * scale);
            let values = weighted(vec![0.0, 1.0, 2.0, 5.0, 14.0, 30.0], &weights).unwrap();
            assert!((mean(&values) - 2000.0 / 741.0).abs() < 1e-3, "{}", mean(&values));
        }
    }

    #[test]
    fn weights_that_fit_nothing_are_refused() {
        for weights in [&[1.0][..], &[1.0, -1.0], &[f64::NAN, 1.0], &[0.0, 0.0], &[1.0, 1.0, 1.0]] {
            assert!(weighted(vec![1.0, 2.0], weights).is_err(), "{weights:?}");
        }
    }
}
