//! Which of the numbers that nobody knows decide a result.
//!
//! The draws' values are fitted by a sum of a parabola in each number. Terms come in one by one, the one that explains
//! most first (forward selection: Draper and Smith 1998, Applied Regression Analysis, doi 10.1002/9781118625590), as long as
//! a t test says for certain that it is more than chance, with a level for all candidates together (Bonferroni).

use super::{Number, Spread};
use crate::student;

/// Probability that a result on which nothing depends seems to depend on some number.
const LEVEL: f64 = 0.01;
/// Most terms of a fit.
const MOST_TERMS: usize = 10;
/// Least part of what is not known that is worth saying.
const LEAST_SHARE: f64 = 0.05;
/// Most numbers that are named.
const MOST_NAMED: usize = 3;
/// What is left of a square, as a share of it, once everything is taken out of it.
const ROUNDING: f64 = 1e-9;

/// A number that decides a result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decider {
    /// Its place among the numbers.
    pub number: usize,
    /// The part of what is not known of the result, as a variance, that it explains beyond those named before.
    pub share: f64,
}

/// The numbers that decide a result, the one that matters most first.
pub fn deciders(numbers: &[Number], spread: &Spread) -> Vec<Decider> {
    let used: Vec<usize> = (0..spread.values.len()).filter(|&draw| !spread.values[draw].is_nan()).collect();
    if !spread.is_known() || used.len() <= MOST_TERMS + 2 {
        return Vec::new();
    }
    let values = centred(used.iter().map(|&draw| spread.values[draw]));
    let scales: Vec<Scale> = numbers.iter().map(|number| Scale::of(used.iter().map(|&at| number.drawn[at]))).collect();
    let all: Vec<Term> = (0..numbers.len()).flat_map(|number| [1, 2].map(|power| Term { number, power })).collect();
    let column = |term: &Term| {
        let scale = scales[term.number];
        centred(used.iter().map(|&draw| scale.power(numbers[term.number].drawn[draw], term.power)))
    };
    let chosen = chosen(&values, &all, &column);

    let chance = spread.chance_sd * spread.chance_sd * (used.len() as f64 - 1.0);
    let gains: f64 = chosen.iter().map(|(_, gain)| gain).sum();
    let not_known = (product(&values, &values) - chance).max(gains);
    let mut found: Vec<Decider> = (0..numbers.len())
        .map(|number| {
            let gain: f64 = chosen.iter().filter(|(term, _)| term.number == number).map(|(_, gain)| gain).sum();
            Decider { number, share: gain / not_known }
        })
        .filter(|decider| decider.share >= LEAST_SHARE)
        .collect();
    found.sort_by(|one, other| other.share.total_cmp(&one.share));
    found.truncate(MOST_NAMED);
    found
}

/// A number, or its square, as a term of the fit.
#[derive(Clone, Copy)]
struct Term {
    number: usize,
    power: u8,
}

/// Where the values of a number lie.
#[derive(Clone, Copy)]
struct Scale {
    mean: f64,
    sd: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let count = values.clone().count() as f64;
        let mean = values.clone().sum::<f64>() / count;
        let square = values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
        Self { mean, sd: libm::sqrt(square) }
    }

    fn power(self, value: f64, power: u8) -> f64 {
        let score = if self.sd > 0.0 { (value - self.mean) / self.sd } else { 0.0 };
        if power == 1 { score } else { score * score }
    }
}

/// The terms that explain values beyond chance, in the order in which they come in, and the sum of squares that each takes.
fn chosen(values: &[f64], all: &[Term], column: &dyn Fn(&Term) -> Vec<f64>) -> Vec<(Term, f64)> {
    let mut rest = values.to_vec();
    let mut candidates: Vec<(Term, Vec<f64>, f64)> = all
        .iter()
        .map(|term| {
            let column = column(term);
            let square = product(&column, &column);
            (*term, column, square)
        })
        .collect();
    let level = 1.0 - LEVEL / (2.0 * all.len().max(1) as f64);
    let mut chosen = Vec::new();
    while chosen.len() < MOST_TERMS {
        let gain = |(_, column, square): &(Term, Vec<f64>, f64)| {
            let left = product(column, column);
            if left > ROUNDING * square && left > 0.0 { product(column, &rest).powi(2) / left } else { 0.0 }
        };
        let gains: Vec<f64> = candidates.iter().map(gain).collect();
        let Some(best) = (0..gains.len()).max_by(|&one, &other| gains[one].total_cmp(&gains[other])) else { break };
        let gain = gains[best];
        let freedom = values.len() - 2 - chosen.len();
        let unexplained = (product(&rest, &rest) - gain).max(0.0) / freedom as f64;
        let t = student::quantile(level, freedom as u32);
        if gain <= 0.0 || gain <= t * t * unexplained {
            break;
        }
        let (term, column, _) = candidates.swap_remove(best);
        take_out(&column, &mut rest);
        for (_, other, _) in &mut candidates {
            take_out(&column, other);
        }
        chosen.push((term, gain));
    }
    chosen
}

fn centred(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    for value in &mut values {
        *value -= mean;
    }
    values
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Takes out of values what goes with a column.
fn take_out(column: &[f64], values: &mut [f64]) {
    let slope = product(column, values) / product(column, column);
    values.iter_mut().zip(column).for_each(|(value, column)| *value -= slope * column);
}

#[cfg(test)]
mod tests {
    use super::{super::tests::is_told, *};
    use rand_distr::{Distribution, StandardNormal};
    use wardflow_core::random::{Key, KeyedRng, Seed};

    const DRAWS: usize = 100;

    /// Numbers that are uniform from 0 to 10, with a best guess of 4, and the result that they make of some noise.
    fn drawn(seed: u64, count: usize, of: impl Fn(&[f64], f64) -> f64) -> (Vec<Number>, Spread) {
        let mut rng = KeyedRng::from(Key::of_replication(Seed(17), seed));
        let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
        let numbers: Vec<Number> = (0..count)
            .map(|number| {
                let mut order: Vec<(f64, usize)> = (0..DRAWS).map(|draw| (normal(), draw)).collect();
                order.sort_by(|one, other| one.0.total_cmp(&other.0));
                let mut drawn = vec![0.0; DRAWS];
                for (rank, (_, draw)) in order.into_iter().enumerate() {
                    drawn[draw] = 10.0 * (rank as f64 + 0.5) / DRAWS as f64;
                }
                Number { name: format!("n{number}"), best_guess: 4.0, low_5: 0.5, high_95: 9.5, drawn }
            })
            .collect();
        let values = (0..DRAWS).map(|draw| {
            let mine: Vec<f64> = numbers.iter().map(|number| number.drawn[draw]).collect();
            of(&mine, normal())
        });
        let values = values.collect();
        let best_guess = of(&vec![4.0; count], 0.0);
        let ends = Vec::new();
        let (low_5, high_95, best_guess_error) = (0.0, 1.0, 0.0);
        let spread =
            Spread { best_guess, low_5, high_95, sd: 1.0, cases: 100, values, chance_sd: 1.0, best_guess_error, ends };
        (numbers, spread)
    }

    #[test]
    fn what_decides_is_named_with_what_it_does() {
        let (numbers, spread) = drawn(1, 6, |of, noise| 20.0 + 3.0 * of[4] - 1.5 * of[1] + noise);
        let found = deciders(&numbers, &spread);
        assert_eq!(found.iter().map(|decider| decider.number).collect::<Vec<_>>(), [4, 1]);
        // Variances 9 and 2.25 of a uniform number.
        assert!((found[0].share - 0.8).abs() < 0.05 && (found[1].share - 0.2).abs() < 0.05, "{found:?}");
    }

    #[test]
    fn what_turns_round_in_the_middle_is_seen_too() {
        let (numbers, spread) = drawn(2, 3, |of, noise| (of[2] - 5.0).powi(2) + 0.5 * noise);
        let found = deciders(&numbers, &spread);
        assert_eq!(found.iter().map(|decider| decider.number).collect::<Vec<_>>(), [2]);
        assert!(found[0].share > 0.9, "{found:?}");
    }

    #[test]
    fn of_two_that_go_together_the_one_that_does_something_is_named() {
        let (mut numbers, spread) = drawn(3, 2, |of, noise| 5.0 * of[0] + noise);
        let mixed = numbers[0].drawn.iter().zip(&numbers[1].drawn).map(|(one, other)| 0.8 * one + 0.2 * other);
        numbers[1].drawn = mixed.collect();
        let found = deciders(&numbers, &spread);
        assert_eq!(found.iter().map(|decider| decider.number).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn what_depends_on_nothing_is_hardly_ever_said_to_depend_on_something() {
        let experiments = 20_000;
        let named = (0..experiments).filter(|&seed| {
            let (numbers, spread) = drawn(100 + seed, 5, |_, noise| noise);
            !deciders(&numbers, &spread).is_empty()
        });
        let share = named.count() as f64 / experiments as f64;
        // 4 standard errors above the level.
        assert!(share <= 0.0128, "{share}");
        assert!(share > 0.001, "the test is never met: {share}");
        is_told(&format!("on a number (20,000 experiments) | at most 1% | {:.1}% |", 100.0 * share));
    }

    #[test]
    fn a_number_that_never_varies_decides_nothing() {
        let (mut numbers, spread) = drawn(4, 2, |of, noise| of[1] + 0.1 * noise);
        numbers[0].drawn = vec![4.0; DRAWS];
        assert_eq!(deciders(&numbers, &spread).len(), 1);
    }
}
