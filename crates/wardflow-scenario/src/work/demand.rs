//! Who needs what: mean numbers a day over the measured period.

use wardflow_core::{
    arrivals::Arrivals,
    clock::Time,
    dated::Dated,
    locality::Packages,
    model::{Cohort, CohortId, Destination, LineId, LocalityId, Model, Readmission, Shares, Stage, StayId, StepUp},
};

use super::days;

/// Mean demand over the measured period.
pub(crate) struct Demand {
    /// Acute beds in use, delays left out, by hospital.
    pub(crate) acute_beds: Vec<f64>,
    /// Those of people who never leave a front door, or came by being passed on.
    pub(crate) staying_beds: Vec<f64>,
    /// Days of work on referrals that come in a day, by line.
    pub(crate) triage_days: Vec<f64>,
    /// Patients who come to hospital a day by class (see [`class`]) and pathway, those who come back included.
    pub(crate) admissions: Vec<Vec<f64>>,
    /// Requests a day by line of services and class.
    pub(crate) requests: Vec<Vec<f64>>,
}

/// Rounds of moving on from service to service after which the rest is left out.
const MOST_ROUNDS: usize = 1_000;
/// Requests a day that are too few to follow.
const TOO_FEW: f64 = 1e-12;

impl Demand {
    pub(crate) fn of(model: &Model) -> Self {
        let classes = model.cohorts.len() * localities(model);
        let mut demand = Self {
            acute_beds: vec![0.0; model.hospitals.len()],
            staying_beds: vec![0.0; model.hospitals.len()],
            triage_days: vec![0.0; model.lines.len()],
            admissions: Vec::new(),
            requests: vec![vec![0.0; classes]; model.lines.len()],
        };
        for (number, cohort) in model.cohorts.iter().enumerate() {
            let new = arrivals_by_pathway(model, cohort);
            let shares = cohort.localities.as_ref().map_or_else(|| vec![1.0], |shares| mean_shares(model, shares));
            for locality in 0..localities(model) {
                let share = shares.get(locality).copied().unwrap_or(0.0);
                let from_there: Vec<f64> = new.iter().map(|arrivals| arrivals * share).collect();
                demand.add_class(model, CohortId(number as u16), LocalityId(locality as u16), from_there);
            }
        }
        demand
    }

    /// Adds the patients of a cohort who live in a locality.
    fn add_class(&mut self, model: &Model, id: CohortId, locality: LocalityId, mut new: Vec<f64>) {
        let (class, cohort) = (self.admissions.len(), &model.cohorts[id.at()]);
        if new.iter().sum::<f64>() <= TOO_FEW {
            return self.admissions.push(vec![0.0; new.len()]);
        }
        if let Some(step_up) = &cohort.step_up {
            let referrals = new.iter().sum::<f64>();
            let flow = Flow::of_referrals(model, locality, step_up, referrals);
            self.add(class, &flow);
            for arrivals in &mut new {
                *arrivals *= flow.returns / referrals.max(TOO_FEW);
            }
        }
        // Of everybody who comes a share comes back, and of those again: a geometric series.
        let returning = Flow::of(model, cohort, locality, &new).returns / new.iter().sum::<f64>();
        let times = if (0.0..1.0).contains(&returning) { 1.0 / (1.0 - returning) } else { 1.0 };
        let arrivals: Vec<f64> = new.iter().map(|arrivals| arrivals * times).collect();
        let flow = Flow::of(model, cohort, locality, &arrivals);
        for (stage_id, stage) in model.stages_of(id) {
            let reach = model.reach(stage_id, &|chance| mean(model, chance));
            let beds = reach * acute_beds(model, stage, &arrivals);
            self.acute_beds[stage.hospital.at()] += beds;
            if stage.from.is_some() || cohort.patience.is_none() {
                self.staying_beds[stage.hospital.at()] += beds;
            }
        }
        self.add(class, &flow);
        self.admissions.push(arrivals);
    }

    fn add(&mut self, class: usize, flow: &Flow) {
        for (line, (requests, days)) in flow.requests.iter().zip(&flow.triage_days).enumerate() {
            self.requests[line][class] += requests;
            self.triage_days[line] += days;
        }
    }

    /// Requests of people of a locality a day, by line of services.
    pub(crate) fn requests_of(&self, model: &Model, line: LineId, locality: usize) -> f64 {
        self.requests[line.at()].iter().skip(locality).step_by(localities(model)).sum()
    }
}

/// How many localities have to be told apart.
fn localities(model: &Model) -> usize {
    model.localities.len().max(1)
}

/// The cohort and the locality of a class.
pub(crate) fn class(model: &Model, class: usize) -> (CohortId, LocalityId) {
    let localities = localities(model);
    (CohortId((class / localities) as u16), LocalityId((class % localities) as u16))
}

/// Where the patients of a class go, a day.
struct Flow {
    /// Where they live.
    locality: LocalityId,
    /// Days of work on referrals and assessments, by line.
    triage_days: Vec<f64>,
    /// Requests by line of services.
    requests: Vec<f64>,
    /// Patients who come back to hospital.
    returns: f64,
}

impl Flow {
    fn of(model: &Model, cohort: &Cohort, locality: LocalityId, arrivals: &[f64]) -> Self {
        let nothing = vec![0.0; model.lines.len()];
        let mut flow = Self { locality, triage_days: nothing.clone(), requests: nothing.clone(), returns: 0.0 };
        let mut moving = nothing.clone();
        let ready = model.ready(cohort.first.cohort, &|chance| mean(model, chance));
        for (pathway, arrivals) in model.pathways.iter().zip(arrivals) {
            let patients = arrivals * ready;
            if let Some(triage) = pathway.triage {
                flow.triage_days[model.triage_line(triage, locality).at()] +=
                    patients * mean_days(model, triage.handling);
            }
            if pathway.needs.is_empty() {
                flow.returns += patients * readmitted(model, pathway.readmission.as_ref());
            }
            request(model, &mut moving, pathway.needs.of(locality), patients);
        }
        flow.follow(model, moving);
        flow
    }

    /// Of so many referrals from the community; who comes to the front door counts as coming back.
    fn of_referrals(model: &Model, locality: LocalityId, step_up: &StepUp, referrals: f64) -> Self {
        let nothing = vec![0.0; model.lines.len()];
        let mut flow = Self { locality, triage_days: nothing.clone(), requests: nothing.clone(), returns: 0.0 };
        let open = step_up.hours.as_ref().map_or(1.0, |hours| {
            let whole = model.measuring_from()..model.horizon();
            hours.open_seconds(whole.start, whole.end) as f64 / whole.end.since(whole.start).max(1) as f64
        });
        if let Some(answer) = step_up.answer {
            flow.triage_days[model.triage_line(answer, locality).at()] +=
                referrals * open * mean_days(model, answer.handling);
        }
        let accepted = referrals * open * mean(model, &step_up.accepted);
        flow.returns = (referrals - accepted) * mean(model, &step_up.refused_come);
        let mut moving = nothing;
        request(model, &mut moving, step_up.needs.of(locality), accepted);
        flow.follow(model, moving);
        flow
    }

    /// Follows patients from service to service.
    fn follow(&mut self, model: &Model, mut moving: Vec<f64>) {
        let nothing = vec![0.0; model.lines.len()];
        for _ in 0..MOST_ROUNDS {
            let mut next = nothing.clone();
            for (line, &patients) in moving.iter().enumerate().filter(|(_, patients)| **patients > TOO_FEW) {
                self.requests[line] += patients;
                self.leave(model, &mut next, line, patients);
            }
            if next.iter().all(|&patients| patients <= TOO_FEW) {
                break;
            }
            moving = next;
        }
    }

    /// Stays that a line led to end. Nobody knows which of several offers will be taken: each counts alike.
    fn leave(&mut self, model: &Model, next: &mut [f64], line: usize, patients: f64) {
        let offers = model.offers[model.lines[line].offers.clone()].iter();
        let offers: Vec<_> = offers.filter(|offer| !offer.is_bridge).collect();
        for exit in offers.iter().filter_map(|offer| offer.exit).map(|exit| &model.exits[exit.at()]) {
            let patients = patients / offers.len() as f64;
            if let Some(assessment) = exit.assessment {
                self.triage_days[model.triage_line(assessment, self.locality).at()] +=
                    patients * mean_days(model, assessment.handling);
            }
            for (outcome, share) in exit.outcomes.iter().zip(mean_shares(model, &exit.shares)) {
                let patients = patients * share;
                request(model, next, outcome.needs.of(self.locality), patients);
                self.returns += match outcome.leads_to {
                    Destination::Hospital => patients,
                    _ => patients * readmitted(model, outcome.readmission.as_ref()),
                };
            }
        }
    }
}

/// Adds the requests of so many patients a day to the lines for what they need.
fn request(model: &Model, lines: &mut [f64], needs: &Packages, patients: f64) {
    for (line, share) in needs.lines().iter().zip(mean_shares(model, needs.shares())) {
        lines[line.at()] += patients * share;
    }
}

/// The share of those who leave who come back to hospital.
fn readmitted(model: &Model, readmission: Option<&Readmission>) -> f64 {
    readmission.map_or(0.0, |readmission| mean(model, &readmission.probability))
}

/// The mean of a number over the measured period.
pub(crate) fn mean(model: &Model, dated: &Dated) -> f64 {
    dated.mean(model.measuring_from(), model.horizon())
}

/// Mean shares over the measured period.
fn mean_shares(model: &Model, shares: &Shares) -> Vec<f64> {
    let (from, to) = (model.measuring_from(), model.horizon());
    let mut mean = Vec::new();
    let mut steps = shares.steps().peekable();
    while let Some((begin, shares)) = steps.next() {
        let end = steps.peek().map_or(to, |(next, _)| (*next).min(to)).max(from);
        let weight = end.0.saturating_sub(begin.max(from).0) as f64 / to.since(from).max(1) as f64;
        mean.resize(shares.len(), 0.0);
        mean.iter_mut().zip(shares).for_each(|(mean, share)| *mean += weight * share);
    }
    mean
}

/// The mean of a distribution.
pub(crate) fn mean_days(model: &Model, stay: StayId) -> f64 {
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
        Arrivals::Poisson { .. } | Arrivals::Counted { .. } => {
            let range = from.day() as usize..to.day() as usize;
            arrivals.mean_per_day(range) * (to.day() - from.day()) as f64
        }
        Arrivals::Fixed { first, every } => to.0.saturating_sub(first.0.max(from.0)) as f64 / *every as f64,
    }
}

/// Acute beds in use by so many stays in a unit a day, delays left out.
fn acute_beds(model: &Model, stage: &Stage, arrivals: &[f64]) -> f64 {
    let turnaround = days(model.pools[model.hospitals[stage.hospital.at()].beds.at()].turnaround);
    let by_pathway = arrivals.iter().zip(&stage.acute_stay).map(|(arrivals, &usual)| {
        let usual = mean_days(model, usual);
        let otherwise = stage.ends.iter().map(|end| {
            let stay = end.stay.map_or(usual, |stay| mean_days(model, stay));
            mean(model, &end.probability) * (stay - usual)
        });
        arrivals * (usual + otherwise.sum::<f64>() + turnaround)
    });
    by_pathway.sum()
}
