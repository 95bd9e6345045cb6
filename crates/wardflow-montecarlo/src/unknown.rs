//! What nobody knows: how far results may be off because numbers of a scenario might be others.
//!
//! A run is of the file's own numbers, the best guess; its intervals are of chance alone. Where the scenario says in what
//! range numbers lie, the system runs again, with [`DRAWS`] draws of them in [`EACH`] replications each. A draw takes
//! replications of the run, on the same random numbers: what was different in it from the best guess is hardly chance, and
//! [`spread`] takes out the chance that is left (one-level nested simulation with an analysis of variance: Sun, Apley and
//! Staum 2011, doi 10.1287/opre.1110.0932; on uncertain inputs in general Barton, Lam and Song 2022, Input uncertainty in
//! stochastic simulation, doi 10.1007/978-3-030-96935-6_17).
//!
//! Draws with which a system cannot keep up are counted and are in no range. [`deciding`] says which numbers matter most;
//! what a result is if one of them lies at an end of its range, and the others are as the file says, is run, too.

pub mod deciding;
mod draws;
pub mod spread;

use rayon::prelude::*;
use wardflow_core::{
    measures::{Catalogue, Unit},
    model::Model,
};
use wardflow_scenario::{Ready, Uncertainty, work};

pub use self::spread::Spread;
use self::{
    draws::{Drawn, Values},
    spread::Case,
};
use crate::{
    experiment::{Progress, Results},
    subject::Unfinished,
    threads::Threads,
};

/// Draws of the numbers.
pub const DRAWS: u32 = 100;
/// Replications of each draw.
pub const EACH: u32 = 3;
/// Most replications with one number at an end of its range.
const MOST_AT_AN_END: u32 = 20;
/// Replications with numbers at the ends of their ranges, in all, unless there are many numbers.
const AT_ENDS: u32 = 150;

/// A system that has been run as its file says.
#[derive(Clone, Copy)]
pub struct Guess<'a> {
    /// The scenario, with what is uncertain in it.
    pub ready: &'a Ready,
    /// Its measures.
    pub catalogue: &'a Catalogue,
    /// What came of the run.
    pub results: &'a Results,
}

/// What is not known of some systems, and of their differences.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Of each system, the base first.
    pub systems: Vec<Unsure>,
    /// Of each of the others, what is different from the base.
    pub differences: Vec<Unsure>,
}

/// What is not known of one system or of the difference of two.
#[derive(Clone, Debug)]
pub struct Unsure {
    /// The numbers that were drawn; none if everything is known.
    pub numbers: Vec<Number>,
    /// Of each measure, in the catalogue's order; of a difference as in [`crate::comparison::Comparison::differences`].
    pub measures: Vec<Spread>,
    /// Draws that were made.
    pub draws: u32,
    /// Replications of each.
    pub each: u32,
    /// Draws with which the system, or either of two, cannot keep up.
    pub cannot_keep_up: u32,
    /// Whether it, or either of two, cannot keep up if a number is at its 5% or 95% quantile.
    pub cannot_at_end: Vec<[bool; 2]>,
}

/// A number that was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its name.
    pub name: String,
    /// What the file says; not a number where that is none.
    pub best_guess: f64,
    /// What it is below with a probability of 5%.
    pub low_5: f64,
    /// What it is below with a probability of 95%.
    pub high_95: f64,
    /// What each draw says.
    pub drawn: Vec<f64>,
}

/// How many replications [`explore`] runs; none where everything is known or one replication tells nothing.
pub fn replications(systems: &[Guess<'_>]) -> u64 {
    let Some(effort) = Effort::of(systems) else { return 0 };
    let of_a_system = DRAWS * effort.each + 2 * effort.names.len() as u32 * effort.at_an_end;
    u64::from(of_a_system) * systems.len() as u64
}

/// What is run.
struct Effort<'a> {
    /// The uncertain numbers of all systems.
    names: Vec<&'a str>,
    /// Replications of a draw.
    each: u32,
    /// Replications with one number at an end of its range.
    at_an_end: u32,
}

impl<'a> Effort<'a> {
    /// None if there is nothing to draw or too little to compare it with.
    fn of(systems: &[Guess<'a>]) -> Option<Self> {
        let mut names: Vec<&str> = Vec::new();
        for name in systems.iter().filter_map(|system| system.ready.uncertainty.as_ref()).flat_map(Uncertainty::names) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let run = systems.iter().map(|system| system.results.values.len() as u32).min()?;
        let at_an_end = (AT_ENDS / (2 * names.len() as u32).max(1)).clamp(EACH, MOST_AT_AN_END);
        (run >= 2 && !names.is_empty()).then(|| Self { names, each: EACH.min(run), at_an_end: at_an_end.min(run) })
    }
}

/// One thing that a system is run with.
#[derive(Clone, Copy)]
enum Setting {
    Draw(u32),
    /// The place of a number among all, and which end of its range.
    End(usize, usize),
}

/// Runs systems with draws of what is uncertain in them; all see the same value of a number of one name. None where
/// [`replications`] says so.
///
/// Results do not depend on the number of threads.
///
/// # Errors
/// If what was drawn is no scenario, or a replication cannot be finished for another reason than too many people: the
/// place of the system, and why.
pub fn explore(
    systems: &[Guess<'_>],
    threads: Option<usize>,
    progress: Progress<'_>,
) -> Result<Option<Unknown>, (usize, Unfinished)> {
    let Some(effort) = Effort::of(systems) else { return Ok(None) };
    let numbers: Vec<Vec<Number>> = systems.iter().map(numbers).collect();
    let draws = (0..DRAWS).map(Setting::Draw);
    let ends = (0..effort.names.len()).flat_map(|name| [0, 1].map(|end| Setting::End(name, end)));
    let settings: Vec<Setting> = draws.chain(ends).collect();
    let tasks: Vec<(usize, Setting)> =
        (0..systems.len()).flat_map(|system| settings.iter().map(move |&setting| (system, setting))).collect();
    let one = |(at, setting): (usize, Setting)| {
        effort.run(systems[at], &numbers[at], setting, progress).map_err(|why| (at, why))
    };
    let run = || tasks.into_par_iter().with_max_len(1).map(one).collect();
    let cases: Vec<Result<Option<Drawn>, (usize, Unfinished)>> = Threads::new(threads).do_all(run);
    let cases: Vec<Option<Drawn>> = cases.into_iter().collect::<Result<_, _>>()?;
    let all: Vec<Explored<'_>> =
        systems.iter().zip(cases.chunks(settings.len())).map(|(&guess, cases)| Explored { guess, cases }).collect();

    let differences = all.iter().zip(&numbers).skip(1).map(|(variant, its)| {
        let (measures, cases) = all[0].and(variant);
        effort.unsure(union(&numbers[0], its), &measures, &cases)
    });
    let differences = differences.collect();
    let of_systems = all.iter().zip(numbers).map(|(one, numbers)| {
        let (measures, cases) = one.alone();
        effort.unsure(numbers, &measures, &cases)
    });
    Ok(Some(Unknown { systems: of_systems.collect(), differences }))
}

impl Effort<'_> {
    /// Runs a system with a setting. Draws take turns in the replications of the best guess, so that all draws together
    /// know its chance best.
    fn run(
        &self,
        guess: Guess<'_>,
        numbers: &[Number],
        setting: Setting,
        progress: Progress<'_>,
    ) -> Result<Option<Drawn>, Unfinished> {
        let run = guess.results.values.len();
        match setting {
            Setting::Draw(draw) => {
                let replications = (0..self.each).map(|number| (draw * self.each + number) as usize % run);
                let values: Vec<f64> = numbers.iter().map(|number| number.drawn[draw as usize]).collect();
                draws::run(guess, &Values::Drawn(&values), draw, replications.collect(), progress)
            }
            Setting::End(name, end) => {
                let place = numbers.iter().position(|number| number.name == self.names[name]);
                let value = |place: usize| Values::One(place, [numbers[place].low_5, numbers[place].high_95][end]);
                let values = place.map_or(Values::BestGuess, value);
                draws::run(guess, &values, DRAWS, (0..self.at_an_end as usize).collect(), progress)
            }
        }
    }

    /// What is not known of measures, by the cases of all settings.
    fn unsure(&self, numbers: Vec<Number>, measures: &[Measured], has_case: &[bool]) -> Unsure {
        let (of_draws, of_ends) = has_case.split_at(DRAWS as usize);
        // Where the ends of these numbers are among those of all.
        let places: Vec<usize> = numbers
            .iter()
            .filter_map(|number| self.names.iter().position(|name| *name == number.name))
            .map(|name| 2 * name)
            .collect();
        let measures = measures.iter().map(|measured| {
            let (draws, ends) = measured.cases.split_at(DRAWS as usize);
            let ends: Vec<[Option<&Case>; 2]> =
                places.iter().map(|&place| [0, 1].map(|end| ends[place + end].as_ref())).collect();
            let mut spread = Spread::of(measured.best_guess, &measured.guess, draws, &ends);
            if let Some(most) = measured.most {
                spread.end_at(most);
            }
            spread
        });
        Unsure {
            measures: measures.collect(),
            draws: DRAWS,
            each: self.each,
            cannot_keep_up: of_draws.iter().filter(|has_case| !**has_case).count() as u32,
            cannot_at_end: places.iter().map(|&place| [0, 1].map(|end| !of_ends[place + end])).collect(),
            numbers,
        }
    }
}

/// A measure, or a difference of two, in everything that was run.
struct Measured {
    best_guess: f64,
    /// In each replication of the run.
    guess: Vec<f64>,
    /// By setting; none where a system cannot keep up.
    cases: Vec<Option<Case>>,
    /// The most that it can be, and not less than 0; none of a difference.
    most: Option<f64>,
}

/// A system and what came of it, by setting.
struct Explored<'a> {
    guess: Guess<'a>,
    cases: &'a [Option<Drawn>],
}

impl Explored<'_> {
    /// Every measure, and which settings have a case.
    fn alone(&self) -> (Vec<Measured>, Vec<bool>) {
        let Guess { catalogue, results, .. } = self.guess;
        let measures = catalogue.measures().iter().enumerate().map(|(at, measure)| {
            let guess: Vec<f64> = results.values.iter().map(|values| values[at]).collect();
            let case = |drawn: &Drawn| Case {
                pairs: drawn.pairs(drawn.values.iter().map(|values| values[at]), &guess),
                together: measure.is_pooled().then(|| drawn.pooled[at]),
            };
            let cases = self.cases.iter().map(|drawn| drawn.as_ref().map(case)).collect();
            let is_share = measure.unit == Unit::Percent && measure.above_100.is_none();
            let most = Some(if is_share { 100.0 } else { f64::INFINITY });
            Measured { best_guess: results.measures[at].summary.mean, guess, cases, most }
        });
        (measures.collect(), self.cases.iter().map(Option::is_some).collect())
    }

    /// What is different in another system, of the measures that both have.
    fn and(&self, variant: &Self) -> (Vec<Measured>, Vec<bool>) {
        let both: Vec<Option<(&Drawn, &Drawn)>> =
            self.cases.iter().zip(variant.cases).map(|(base, variant)| base.as_ref().zip(variant.as_ref())).collect();
        let [base, variant] = [self.guess, variant.guess];
        let common = base.catalogue.measures().iter().enumerate();
        let common = common.filter_map(|(at, measure)| Some((measure, at, variant.catalogue.find(&measure.key)?)));
        let measures = common.map(|(measure, in_base, in_variant)| {
            let less = |base: &Vec<f64>, variant: &Vec<f64>| variant[in_variant] - base[in_base];
            let kept = base.results.values.iter().zip(&variant.results.values);
            let guess: Vec<f64> = kept.map(|(base, variant)| less(base, variant)).collect();
            let case = |(base, variant): (&Drawn, &Drawn)| {
                let values = base.values.iter().zip(&variant.values).map(|(base, variant)| less(base, variant));
                Case {
                    pairs: base.pairs(values, &guess),
                    together: measure.is_pooled().then(|| variant.pooled[in_variant] - base.pooled[in_base]),
                }
            };
            let cases = both.iter().map(|both| both.map(case)).collect();
            let [base, variant] =
                [(base, in_base), (variant, in_variant)].map(|(system, at)| system.results.measures[at].summary.mean);
            let best_guess = if measure.is_pooled() { variant - base } else { mean(&guess) };
            Measured { best_guess, guess, cases, most: None }
        });
        (measures.collect(), both.iter().map(Option::is_some).collect())
    }
}

fn numbers(system: &Guess<'_>) -> Vec<Number> {
    let Some(uncertainty) = &system.ready.uncertainty else { return Vec::new() };
    let draws = uncertainty.draws(system.results.seed, DRAWS);
    let number = |(at, name): (usize, &str)| Number {
        name: name.to_owned(),
        best_guess: uncertainty.best_guess(at),
        low_5: uncertainty.quantile(at, 0.05),
        high_95: uncertainty.quantile(at, 0.95),
        drawn: draws.iter().map(|draw| draw[at]).collect(),
    };
    uncertainty.names().enumerate().map(number).collect()
}

/// The numbers of two systems; of one name those of the first.
fn union(base: &[Number], variant: &[Number]) -> Vec<Number> {
    let only = variant.iter().filter(|number| base.iter().all(|other| other.name != number.name));
    base.iter().chain(only).cloned().collect()
}

/// Whether a system has more to do than it can, so that queues grow as long as it runs. A run from a census is too short
/// for that to matter.
fn cannot_keep_up(ready: &Ready, model: &Model) -> bool {
    ready.scenario.census.is_none() && work::cannot_keep_up(model)
}

/// The mean of those that are numbers; not a number if none is.
fn mean(values: &[f64]) -> f64 {
    let there = || values.iter().filter(|value| !value.is_nan());
    there().sum::<f64>() / there().count() as f64
}

#[cfg(test)]
mod tests {
    /// A row of the table of `docs/uncertainty.md`, as it was found.
    pub(super) fn is_told(row: &str) {
        let document = include_str!("../../../docs/uncertainty.md");
        assert!(document.contains(row), "the document has another row: {row}");
    }
}
