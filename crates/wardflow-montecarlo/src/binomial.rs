//! How likely it is that something happens at least so often.

/// P(X >= least) for the number X of times that something happens in `of` trials, each with this chance.
///
/// Terms are summed from the largest on, on the side that has the smaller sum: 10 digits and more, and the same bits on
/// every platform.
pub(crate) fn at_least(least: u32, of: u32, chance: f64) -> f64 {
    if least == 0 || chance >= 1.0 {
        return if least <= of { 1.0 } else { 0.0 };
    }
    if least > of || chance <= 0.0 {
        return 0.0;
    }
    if f64::from(least) > f64::from(of) * chance {
        let odds = chance / (1.0 - chance);
        sum(exactly(least, of, chance), (least..of).map(|k| f64::from(of - k) / f64::from(k + 1) * odds))
    } else {
        let odds = (1.0 - chance) / chance;
        let below = (1..least).rev().map(|k| f64::from(k) / f64::from(of - k + 1) * odds);
        1.0 - sum(exactly(least - 1, of, chance), below)
    }
}

/// P(X = times), by logarithms; the chance is neither 0 nor 1.
fn exactly(times: u32, of: u32, chance: f64) -> f64 {
    let (k, n) = (f64::from(times), f64::from(of));
    let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    libm::exp(ways + k * libm::log(chance) + (n - k) * libm::log1p(-chance))
}

/// The sum of falling terms: the first, and each as a multiple of the one before it.
fn sum(first: f64, ratios: impl Iterator<Item = f64>) -> f64 {
    const SMALL: f64 = 1e-17;
    let (mut sum, mut term) = (first, first);
    for ratio in ratios {
        term *= ratio;
        sum += term;
        if term < SMALL * sum {
            break;
        }
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_those_of_the_published_table() {
        // Abramowitz and Stegun 1964, table 26.1 by way of sums; by hand where the sums are short.
        let close = |ours: f64, known: f64| assert!((ours - known).abs() < 1e-12, "{ours} {known}");
        close(at_least(1, 3, 0.5), 0.875);
        close(at_least(3, 3, 0.5), 0.125);
        close(at_least(2, 4, 0.25), 1.0 - 0.75_f64.powi(4) - 4.0 * 0.25 * 0.75_f64.powi(3));
        close(at_least(29, 30, 0.9), 0.9_f64.powi(30) + 30.0 * 0.1 * 0.9_f64.powi(29));
        assert_eq!(
            [at_least(0, 5, 0.3), at_least(6, 5, 0.3), at_least(1, 5, 0.0), at_least(5, 5, 1.0)],
            [1.0, 0.0, 0.0, 1.0]
        );
    }

    #[test]
    fn both_tails_make_one() {
        for (least, of, chance) in [(3, 10, 0.3), (4_990, 10_000, 0.5), (5_100, 10_000, 0.5), (9_990, 10_000, 0.999)] {
            let both = at_least(least, of, chance) + at_least(of - least + 1, of, 1.0 - chance);
            assert!((both - 1.0).abs() < 1e-10, "{least} of {of}: {both}");
        }
    }
}
