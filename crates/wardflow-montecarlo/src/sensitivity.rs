//! How far one thing goes with another over replications.

/// Spearman's rank correlation of pairs, from -1 to 1; equal values share their mean rank (Spearman 1904, doi
/// 10.2307/1412159). Pairs in which either is not a number are left out.
///
/// None with fewer than 3 pairs, or where either is always the same.
pub fn rank_correlation(pairs: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (one, other): (Vec<f64>, Vec<f64>) =
        pairs.into_iter().filter(|(one, other)| !one.is_nan() && !other.is_nan()).unzip();
    if one.len() < 3 {
        return None;
    }
    let (one, other) = (ranks(&one), ranks(&other));
    let mean = 0.5 * (one.len() as f64 + 1.0);
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
    let scale = (product(&one, &one) * product(&other, &other)).sqrt();
    (scale > 0.0).then(|| product(&one, &other) / scale)
}

/// The rank of each value, from 1.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    for equal in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = from as f64 + 0.5 * (equal.len() as f64 + 1.0);
        for &at in equal {
            ranks[at] = rank;
        }
        from += equal.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_order_counts() {
        let cubes = (-5..5).map(|x| (f64::from(x), f64::from(x).powi(3)));
        assert_eq!(rank_correlation(cubes.clone()), Some(1.0));
        assert_eq!(rank_correlation(cubes.map(|(x, y)| (x, -y))), Some(-1.0));
    }

    #[test]
    fn equal_values_share_their_rank() {
        assert_eq!(ranks(&[20.0, 10.0, 20.0, 30.0]), [2.5, 1.0, 2.5, 4.0]);
        // By hand: ranks 1, 2.5, 2.5, 4 with 1, 2, 3, 4 give 4.5 / sqrt(4.5 x 5).
        let found = rank_correlation([(1.0, 1.0), (2.0, 2.0), (2.0, 3.0), (5.0, 9.0)]).unwrap();
        assert!((found - 4.5 / 22.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn what_never_varies_goes_with_nothing() {
        assert_eq!(rank_correlation([(1.0, 1.0), (1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(rank_correlation([(1.0, 1.0), (2.0, 2.0), (3.0, f64::NAN)]), None);
    }
}
