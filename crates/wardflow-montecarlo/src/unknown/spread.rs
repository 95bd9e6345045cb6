//! How far a result may be off because numbers are not known, chance taken out.
//!
//! In replication j a draw k gives `x_kj`, and the best guess gives `g_j` on the same random numbers. What chance does to
//! both is taken off: the mean of the draw less b times what the mean of its `g_j` is off from that of the whole run (a
//! control variate: Lavenberg and Welch 1981, doi 10.1287/mnsc.27.3.322), with the slope b within draws. So all draws lie
//! beside the result of the run, whichever replications they had. What still varies within draws is chance, and its
//! variance by m is in the draws' values: the variance between draws less that is what is not known, and the values are
//! drawn together to it, towards their mean (Sun, Apley and Staum 2011, doi 10.1287/opre.1110.0932). The range is of
//! these. Exact where everything is normal and chance is as large in every draw.

use crate::{statistics::Moments, student};

/// Fewest draws that have a range.
const LEAST: usize = 20;
/// How certain it is that a best guess lies outside of a range, if that is said.
const CERTAIN: f64 = 0.9995;
/// A draw is corrected by no more than so many times what its own chance would be.
const MOST_CORRECTED: f64 = 2.0;
/// Differences below this share of a value are rounding.
const ROUNDING: f64 = 1e-9;

/// What is not known of one measure, in its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// With the numbers of the file.
    pub best_guess: f64,
    /// 5% quantile over the draws, chance taken out; not a number with fewer than 20 draws.
    pub low_5: f64,
    /// 95% quantile.
    pub high_95: f64,
    /// Standard deviation of what is not known.
    pub sd: f64,
    /// Draws that have a value.
    pub cases: u32,
    /// Every draw, with the chance that is left in it; not a number where it has no value.
    pub values: Vec<f64>,
    /// Standard deviation of that chance.
    pub chance_sd: f64,
    /// Standard error of the best guess.
    pub best_guess_error: f64,
    /// What it is if one number is at its 5% or its 95% quantile, all others as the file says, number by number; not a
    /// number where that has no value.
    pub ends: Vec<[f64; 2]>,
}

/// One draw of a measure.
pub(super) struct Case {
    /// Its value and that of the best guess in each replication; not a number where missing.
    pub(super) pairs: Vec<(f64, f64)>,
    /// A quantile of the patients of all its replications, which stands for the mean.
    pub(super) together: Option<f64>,
}

impl Case {
    /// The means of value and best guess, if no replication is missing.
    fn means(&self) -> Option<(f64, f64)> {
        let n = self.pairs.len() as f64;
        let (value, guess) = self.pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        (n >= 2.0 && !value.is_nan() && !guess.is_nan()).then(|| (value / n, guess / n))
    }
}

impl Case {
    /// The slope, or as much of it as its own chance is worth: where hardly anybody waits, the chance of a best guess with
    /// long queues corrects nothing.
    fn no_more_than_its_own(&self, slope: f64, means: (f64, f64)) -> f64 {
        let mut own = Within::default();
        own.add(&self.pairs, means);
        let most = if own.guesses > 0.0 { MOST_CORRECTED * libm::sqrt(own.values / own.guesses) } else { 0.0 };
        slope.clamp(-most, most)
    }
}

impl Spread {
    /// Of the result of a run, its values in single replications, draws, and numbers at their ends; none where there is too
    /// much to do.
    pub(super) fn of(best_guess: f64, guess: &[f64], cases: &[Option<Case>], ends: &[[Option<&Case>; 2]]) -> Self {
        let cases: Vec<Option<(&Case, (f64, f64))>> =
            cases.iter().map(|case| case.as_ref().and_then(|case| Some((case, case.means()?)))).collect();
        let mut within = Within::default();
        cases.iter().flatten().for_each(|(case, means)| within.add(&case.pairs, *means));
        let (slope, variance) = within.slope_and_rest();
        let (error, guess) = (error_of_mean(guess), super::mean(guess));
        let value = |case: &Case, means: (f64, f64)| {
            let slope = case.no_more_than_its_own(slope, means);
            case.together.unwrap_or(means.0) - slope * (means.1 - guess)
        };
        let values = cases.iter().map(|case| case.map_or(f64::NAN, |(case, means)| value(case, means))).collect();
        let end = |case: Option<&Case>| case.and_then(|case| Some(value(case, case.means()?))).unwrap_or(f64::NAN);
        let ends = ends.iter().map(|ends| ends.map(end)).collect();
        let each = cases.iter().flatten().next().map_or(1, |(case, _)| case.pairs.len());
        Self { ends, best_guess_error: error, ..Self::apart(best_guess, values, variance / each as f64) }
    }

    /// Takes chance of this variance out of the draws' values.
    fn apart(best_guess: f64, values: Vec<f64>, chance: f64) -> Self {
        let mut there: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let cases = there.len() as u32;
        let none = Self {
            best_guess,
            low_5: f64::NAN,
            high_95: f64::NAN,
            sd: f64::NAN,
            cases,
            values,
            chance_sd: libm::sqrt(chance),
            best_guess_error: 0.0,
            ends: Vec::new(),
        };
        if there.len() < LEAST || chance.is_nan() {
            return none;
        }
        let mean = super::mean(&there);
        let total = there.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (f64::from(cases) - 1.0);
        let not_known = (total - chance).max(0.0);
        let share = if total > 0.0 { libm::sqrt(not_known / total) } else { 0.0 };
        for value in &mut there {
            *value = mean + share * (*value - mean);
        }
        there.sort_unstable_by(f64::total_cmp);
        let [low_5, high_95] = [0.05, 0.95].map(|share| of_middles(&there, share));
        Self { low_5, high_95, sd: libm::sqrt(not_known), ..none }
    }

    /// What is left of a range and of ends of what can be: chance that was not taken out may lie beyond.
    pub(super) fn end_at(&mut self, most: f64) {
        let possible = |value: &mut f64| *value = value.clamp(0.0, most);
        [&mut self.low_5, &mut self.high_95].into_iter().for_each(possible);
        self.ends.iter_mut().flatten().for_each(possible);
    }

    /// Whether there is a range.
    pub fn is_known(&self) -> bool {
        !self.low_5.is_nan()
    }

    /// Whether the best guess lies outside of the range, by more than the chance in its ends, or rounding, could do.
    pub fn is_lopsided(&self) -> bool {
        let rounding = ROUNDING * self.best_guess.abs();
        // Many measures are looked at.
        let errors = self.chance_sd + self.best_guess_error;
        let slack = student::quantile(CERTAIN, self.cases.max(2) - 1) * errors + rounding;
        self.best_guess < self.low_5 - slack || self.best_guess > self.high_95 + slack
    }

    /// Whether it is 0, whatever the numbers.
    pub fn is_nothing(&self) -> bool {
        self.is_known() && self.best_guess == 0.0 && self.low_5 == 0.0 && self.high_95 == 0.0
    }

    /// Whether all of the range lies on the side of 0 on which the best guess is: a difference that holds over what is not
    /// known. None without a range, or where there is nothing to hold.
    pub fn holds(&self) -> Option<bool> {
        let side = if self.best_guess < 0.0 { -self.high_95 } else { self.low_5 };
        (self.is_known() && !self.is_nothing()).then_some(self.best_guess != 0.0 && side > 0.0)
    }
}

/// The standard error of the mean of those that are numbers; 0 with fewer than 2.
fn error_of_mean(values: &[f64]) -> f64 {
    let mut moments = Moments::default();
    for &value in values {
        moments.add(value);
    }
    if moments.cases < 2 { 0.0 } else { moments.sd() / libm::sqrt(f64::from(moments.cases)) }
}

/// The quantile of sorted values that stand in the middles of equally likely parts, as draws do: type 5 of Hyndman and Fan
/// 1996, doi 10.1080/00031305.1996.10473566.
fn of_middles(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = (share * sorted.len() as f64 - 0.5).clamp(0.0, last as f64);
    let low = sorted[place as usize];
    low + place.fract() * (sorted[last.min(place as usize + 1)] - low)
}

/// Sums of squares and products within draws.
#[derive(Default)]
struct Within {
    values: f64,
    guesses: f64,
    products: f64,
    freedom: usize,
}

impl Within {
    fn add(&mut self, pairs: &[(f64, f64)], means: (f64, f64)) {
        for (value, guess) in pairs.iter().map(|(value, guess)| (value - means.0, guess - means.1)) {
            self.values += value * value;
            self.guesses += guess * guess;
            self.products += value * guess;
        }
        self.freedom += pairs.len().saturating_sub(1);
    }

    /// The slope of values on best guesses, and the variance of what it leaves; not a number if there is too little.
    fn slope_and_rest(&self) -> (f64, f64) {
        let slope = if self.guesses > 0.0 { self.products / self.guesses } else { 0.0 };
        let freedom = self.freedom as f64 - 1.0;
        let rest = (self.values - slope * self.products).max(0.0);
        (slope, if freedom > 0.0 { rest / freedom } else { f64::NAN })
    }
}

#[cfg(test)]
mod tests;
