//! What keeps people in acute beds who are ready to leave: of all that takes their bed days, what takes most.

use wardflow_core::model::{Model, PathwayId, PoolId, PoolKind, reason};

use crate::{
    english::any_of,
    experiment::Experiment,
    numbers::{self, percent},
    picked::main_part,
    pool_name::in_a_sentence,
};

/// A cause, with the people whom it holds on an average day, replication by replication.
struct Cause {
    what: What,
    people: Vec<f64>,
}

/// What people wait for.
#[derive(Clone)]
enum What {
    /// Triage, by these teams.
    Triage(Vec<PoolId>),
    /// Capacity of a pathway, by these services.
    Capacity(PathwayId, Vec<PoolId>),
    /// Something else, as the list of reasons calls it.
    Reason(String),
}

/// The largest cause.
pub(super) struct Held {
    pub(super) sentence: String,
    /// Something that there may be too little of, if that is what they wait for, and nothing else is as large.
    pub(super) short_of: Option<PoolId>,
    /// Or what takes time, whatever capacity there is.
    pub(super) takes_time: Option<String>,
}

/// What holds most people, or what may.
pub(super) fn of(experiment: &Experiment) -> Option<Held> {
    let causes: Vec<Cause> =
        causes(experiment).into_iter().filter(|cause| cause.people.iter().any(|people| *people > 0.0)).collect();
    let people: Vec<Vec<f64>> = causes.iter().map(|cause| cause.people.clone()).collect();
    let words = |at: usize| causes[at].what.words(experiment);
    let mean = |at: usize| causes[at].people.iter().sum::<f64>() / causes[at].people.len() as f64;
    let said = |at: usize| numbers::number(mean(at), usize::from(mean(at) < 9.95));
    if let Some((main, is_most)) = main_part(&people) {
        let how_many = if is_most { "Most of these" } else { "The largest group of these" };
        return Some(Held {
            sentence: format!("{how_many}, {} on average, {}.", said(main), words(main)),
            short_of: causes[main].what.only_pool(),
            takes_time: if let What::Reason(title) = &causes[main].what { Some(title.clone()) } else { None },
        });
    }
    let mut order: Vec<usize> = (0..causes.len()).collect();
    order.sort_by(|&one, &other| mean(other).total_cmp(&mean(one)));
    let [first, second, ..] = order[..] else { return None };
    Some(Held {
        sentence: format!(
            "No single cause stands out: {} on average {}, and {} {}.",
            said(first),
            words(first),
            said(second),
            words(second)
        ),
        short_of: None,
        takes_time: None,
    })
}

/// Everything that holds people, once each.
fn causes(experiment: &Experiment) -> Vec<Cause> {
    let model = &experiment.ready.model;
    let days = |name: &str| experiment.replications(&format!("reasons.{name}.delay_bed_days_per_day"));
    let mut causes = Vec::new();
    let name = |at: usize| model.reasons[at].name.as_str();
    if let (Some(waiting), Some(handled)) =
        (days(name(reason::AWAITING_TRIAGE.at())), days(name(reason::IN_TRIAGE.at())))
    {
        let people = waiting.iter().zip(&handled).map(|(one, other)| one + other).collect();
        let teams = (0..model.pools.len()).filter(|&at| model.pools[at].kind == PoolKind::TriageTeam);
        causes.push(Cause { what: What::Triage(teams.map(|at| PoolId(at as u16)).collect()), people });
    }
    let capacity = name(reason::CAPACITY.at());
    for (at, pathway) in model.pathways.iter().enumerate() {
        let of = |what: &str| experiment.replications(&format!("pathways.{}.{what}", pathway.name));
        let (Some(days), Some(left)) = (of(&format!("reasons.{capacity}.delay_days")), of("discharges_people_per_day"))
        else {
            continue;
        };
        // Days of each who leaves, times those who leave a day, are people at a time.
        let people = days.iter().zip(&left).map(|(days, left)| if days.is_nan() { 0.0 } else { days * left }).collect();
        let mut pools: Vec<PoolId> =
            pathway.needs.lines().flat_map(|line| model.lines[line.at()].pools.iter().copied()).collect();
        pools.sort_unstable();
        pools.dedup();
        causes.push(Cause { what: What::Capacity(PathwayId(at as u16), pools), people });
    }
    let told = [reason::AWAITING_TRIAGE, reason::IN_TRIAGE, reason::CAPACITY].map(wardflow_core::model::ReasonId::at);
    for (_, reason) in model.reasons.iter().enumerate().filter(|(at, _)| !told.contains(at)) {
        if let Some(people) = days(&reason.name) {
            causes.push(Cause { what: What::Reason(reason.title.clone()), people });
        }
    }
    if let Some(all) = experiment.replications("nctr_people") {
        share_out(&mut causes, &all);
    }
    causes
}

/// Days are those of people who left: shares of them tell how many of the people who are there wait for what, and are the whole
/// together.
fn share_out(causes: &mut [Cause], all: &[f64]) {
    for (replication, all) in all.iter().enumerate() {
        let sum: f64 = causes.iter().map(|cause| cause.people[replication]).sum();
        if sum > 0.0 && all.is_finite() {
            for cause in &mut *causes {
                cause.people[replication] *= all / sum;
            }
        }
    }
}

impl What {
    /// After the number of people.
    fn words(&self, experiment: &Experiment) -> String {
        let model = &experiment.ready.model;
        match self {
            Self::Triage(teams) => {
                format!("wait for triage by {}, or are being triaged{}", titles(model, teams), used(experiment, teams))
            }
            Self::Capacity(_, pools) if (1..=3).contains(&pools.len()) => {
                format!("wait for {}{}", titles(model, pools), used(experiment, pools))
            }
            Self::Capacity(pathway, _) => format!("wait for capacity on {}", model.pathways[pathway.at()].title),
            Self::Reason(title) => format!("are held up by {title}"),
        }
    }

    /// What there may be too little of, if it is one thing.
    fn only_pool(&self) -> Option<PoolId> {
        match self {
            Self::Triage(pools) | Self::Capacity(_, pools) => match pools.as_slice() {
                [only] => Some(*only),
                _ => None,
            },
            Self::Reason(_) => None,
        }
    }
}

fn titles(model: &Model, pools: &[PoolId]) -> String {
    let titles: Vec<String> = pools.iter().map(|pool| in_a_sentence(&model.pools[pool.at()])).collect();
    any_of(&titles)
}

/// How much of the only one of some pools is used.
fn used(experiment: &Experiment, pools: &[PoolId]) -> String {
    let [only] = pools else { return String::new() };
    let pool = &experiment.ready.model.pools[only.at()];
    let list = if pool.kind == PoolKind::TriageTeam { "spoas" } else { "services" };
    let used = experiment.summary(&format!("{list}.{}.utilisation_percent", pool.name)).map(|summary| summary.mean);
    used.filter(|used| used.is_finite()).map_or_else(String::new, |used| format!(" ({} used)", percent(used)))
}
