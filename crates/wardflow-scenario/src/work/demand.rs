//! Who needs what: mean numbers a day over the measured period.

use wardflow_core::{
    arrivals::Arrivals,
    clock::Time,
    model::{Cohort, DEATH, Model, StayId, TRANSFER},
};

use super::days;

/// Mean demand over the measured period.
pub(super) struct Demand {
    /// Acute beds in use, delays left out, by hospital.
    pub(super) acute_beds: Vec<f64>,
    /// Days of work on referrals that come in a day, by line.
    pub(super) triage_days: Vec<f64>,
    /// Requests a day by line of services and cohort.
    pub(super) requests: Vec<Vec<f64>>,
}

impl Demand {
    pub(super) fn of(model: &Model) -> Self {
        let mut demand = Self {
            acute_beds: vec![0.0; model.hospitals.len()],
            triage_days: vec![0.0; model.lines.len()],
            requests: vec![vec![0.0; model.cohorts.len()]; model.lines.len()],
        };
        for (number, cohort) in model.cohorts.iter().enumerate() {
            let arrivals = arrivals_by_pathway(model, cohort);
            demand.acute_beds[cohort.hospital.at()] += acute_beds(model, cohort, &arrivals);
            let ready = 1.0 - cohort.ends[DEATH].probability - cohort.ends[TRANSFER].probability;
            for (pathway, arrivals) in model.pathways.iter().zip(arrivals) {
                let patients = arrivals * ready.max(0.0);
                if let Some(triage) = pathway.triage {
                    demand.triage_days[triage.line.at()] += patients * mean_days(model, triage.handling);
                }
                let mut before = 0.0;
                for &(so_far, line) in &pathway.needs {
                    demand.requests[line.at()][number] += patients * (so_far - before);
                    before = so_far;
                }
            }
        }
        demand
    }
}

/// The mean of a distribution.
pub(super) fn mean_days(model: &Model, stay: StayId) -> f64 {
    model.stays[stay.at()].mean_days()
}

/// Mean arrivals a day by the pathway that they will need.
fn arrivals_by_pathway(model: &Model, cohort: &Cohort) -> Vec<f64> {
    let mut sums = vec![0.0; model.pathways.len()];
    let (from, to) = (model.measuring_from(), model.horizon());
    let mut steps = cohort.shares.steps().peekable();
    while let Some((begin, shares)) = steps.next() {
        let end = steps.peek().map_or(to, |(next, _)| (*next).min(to));
        let arrivals = arrivals_between(&cohort.arrivals, begin.max(from), end);
        for (sum, share) in sums.iter_mut().zip(shares) {
            *sum += arrivals * share;
        }
    }
    sums.iter().map(|sum| sum / f64::from(model.measured_days.max(1))).collect()
}

/// Mean arrivals from one midnight to another.
fn arrivals_between(arrivals: &Arrivals, from: Time, to: Time) -> f64 {
    if to <= from {
        return 0.0;
    }
    match arrivals {
        Arrivals::Poisson { .. } => {
            let range = from.day() as usize..to.day() as usize;
            arrivals.mean_per_day(range) * (to.day() - from.day()) as f64
        }
        Arrivals::Fixed { first, every } => to.0.saturating_sub(first.0.max(from.0)) as f64 / *every as f64,
    }
}

/// Acute beds in use by a cohort, delays left out.
fn acute_beds(model: &Model, cohort: &Cohort, arrivals: &[f64]) -> f64 {
    let turnaround = days(model.pools[model.hospitals[cohort.hospital.at()].beds.at()].turnaround);
    let by_pathway = arrivals.iter().zip(&cohort.acute_stay).map(|(arrivals, &usual)| {
        let usual = mean_days(model, usual);
        let otherwise = cohort.ends.iter().map(|end| {
            let stay = end.stay.map_or(usual, |stay| mean_days(model, stay));
            end.probability * (stay - usual)
        });
        arrivals * (usual + otherwise.sum::<f64>() + turnaround)
    });
    by_pathway.sum()
}
