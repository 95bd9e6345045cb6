//! What to mind about the results of a run: what was seen, and what to do about it.

use serde::Serialize;
use wardflow_core::{
    measures::{Measure, Unit},
    model::{LineId, PoolId, PoolKind},
};
use wardflow_montecarlo::{
    drift::{Course, Courses, Queue, Unsettled},
    limit::Limit,
    precision::replications_for,
    stability::State,
    statistics::Summary,
};

use crate::{
    english, experiment::Experiment, keeping_up, limits, numbers, picked::main_part, pool_name::in_a_sentence,
};

/// Widest half of an interval, as a share of the mean, that goes without saying.
const WIDE: f64 = 0.3;
/// What more replications are to bring it down to.
const NARROW: f64 = 0.2;
/// Least share of occupied bed days of people who could leave that is worth a word [%].
const LEAST_BLOCKED: f64 = 1.0;
/// Most resources that one warning names.
const MOST_NAMED: usize = 3;

/// Something to mind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Warning {
    /// A short name for this sort of warning.
    pub(crate) code: &'static str,
    /// What was seen.
    pub(crate) what: String,
    /// What to do about it.
    pub(crate) remedy: String,
}

impl Warning {
    /// Lines for people.
    pub(crate) fn text(&self) -> String {
        format!("warning: {}\n  = help: {}\n", self.what, self.remedy)
    }
}

/// All that is to be minded about a run.
pub(crate) fn of_a_run(experiment: &Experiment) -> Vec<Warning> {
    // More replications of a system that does not keep up tell the same more exactly.
    let is_worth_more = !keeping_up::is_hollow(Some(experiment.stability.state));
    let few = too_few_replications(experiment).filter(|_| is_worth_more);
    of_the_system(experiment).into_iter().chain(few).collect()
}

/// What is to be minded whatever is done with the results: a system that cannot keep up or hardly can, a warm-up that is
/// too short.
pub(crate) fn of_the_system(experiment: &Experiment) -> Vec<Warning> {
    let stability = &experiment.stability;
    match stability.state {
        State::Unstable if stability.growing.is_empty() => vec![over_the_limit(experiment)],
        State::Unstable => {
            stability.growing.iter().map(|(queue, course)| growing(experiment, *queue, course)).collect()
        }
        State::TooClose => vec![too_close(experiment)],
        State::NotKnown => {
            let unsettled = stability.unsettled.iter().map(|unsettled| short_warm_up(experiment, unsettled));
            unsettled.chain([not_known(experiment)]).collect()
        }
        State::Stable => stability.unsettled.iter().map(|unsettled| short_warm_up(experiment, unsettled)).collect(),
    }
}

fn not_known(experiment: &Experiment) -> Warning {
    let model = &experiment.ready.model;
    let names = experiment.stability.limits.unknown.iter();
    let names: Vec<String> = names.map(|hospital| model.hospitals[hospital.at()].title.clone()).collect();
    Warning {
        code: "limit-not-known",
        what: format!(
            "more than 85% of what there is is asked for, and how many {} can admit could not be told",
            english::list(&names)
        ),
        remedy:
            "run it with more replications, and once for twice the `days`: waits that stay as they are have settled"
                .into(),
    }
}

/// What is said of the heaviest load.
fn heaviest(experiment: &Experiment) -> Option<String> {
    let limit = experiment.stability.heaviest()?;
    let name = &experiment.ready.model.hospitals[limit.hospital.at()].title;
    Some(format!("{name}: {}", limits::sentence(&experiment.ready, limit)))
}

fn over_the_limit(experiment: &Experiment) -> Warning {
    let what = heaviest(experiment);
    Warning {
        code: "over-the-limit",
        what: what.unwrap_or_else(|| "some resource is asked for more than it has (see `wardflow check`)".into()),
        remedy: "means over the period say how long it was. More acute beds, more of what people in them wait for, or fewer \
                 who come"
            .into(),
    }
}

fn too_close(experiment: &Experiment) -> Warning {
    let rises = experiment.stability.growing.first().map(|(queue, course)| {
        let courses = &experiment.results.drift.measured;
        let compared = course.compared.unwrap_or((0, 3));
        format!(
            "the queue {} still rises, {}",
            waits_for(experiment, *queue),
            rise(experiment, courses, course, compared)
        )
    });
    let drift = &experiment.results.drift;
    let remembers = drift.memory.filter(|_| drift.remembers_for_long()).map(|memory| {
        let days = numbers::number(memory.days, 0);
        format!("how many people wait is remembered for about {days} days, so that the period is hardly more than one look at it")
    });
    let mut seen: Vec<String> = heaviest(experiment).into_iter().chain(rises).collect();
    if seen.len() < 2 && !experiment.stability.heaviest().is_some_and(Limit::is_too_close) {
        seen.extend(remembers);
    }
    Warning {
        code: "too-close",
        what: seen.join("; "),
        remedy: "take waits and queues as a rough picture: they differ much from year to year and take years to settle, \
                 whatever the number of replications. A little more of what is full, or a few fewer who come, leads away \
                 from the limit"
            .into(),
    }
}

fn short_warm_up(experiment: &Experiment, unsettled: &Unsettled) -> Warning {
    let warm_up = u64::from(experiment.ready.scenario.warm_up_days);
    match unsettled {
        Unsettled::NoWarmUp => Warning {
            code: "no-warm-up",
            what: format!(
                "the run begins with nobody in the system and measures after {}: its first days are those of a \
                 system that fills up",
                numbers::count(warm_up, "day"),
            ),
            remedy: "set `warm_up_days`, for instance to 180".into(),
        },
        Unsettled::Served(course) => Warning {
            code: "short-warm-up",
            what: format!(
                "the warm-up of {} seems too short: the number of people in the system who wait for nothing still rose in \
                 its second half, {}",
                numbers::count(warm_up, "day"),
                rise(experiment, &experiment.results.drift.warm_up, course, (2, 3)),
            ),
            remedy: format!(
                "raise `warm_up_days`, for instance to {}, until this is not said any more",
                (2 * warm_up).max(28).next_multiple_of(7),
            ),
        },
        Unsettled::Waiting { missing, memory, enough } => Warning {
            code: "short-warm-up",
            what: format!(
                "the warm-up of {} seems too short: how many people wait is remembered for about {}, so that the empty \
                 beginning still shows: about {}% of those who wait are missing, or more",
                numbers::count(warm_up, "day"),
                numbers::count(memory.days.round() as u64, "day"),
                numbers::number(100.0 * missing, 0),
            ),
            remedy: format!(
                "raise `warm_up_days`, for instance to {}, or begin with today's census (`census`)",
                (*enough as u64 + 1).next_multiple_of(7),
            ),
        },
    }
}

fn growing(experiment: &Experiment, queue: Queue, course: &Course) -> Warning {
    let courses = &experiment.results.drift.measured;
    let model = &experiment.ready.model;
    let remedy = match queue {
        Queue::FrontDoor(_) => {
            let share = experiment.summary("nctr.of_occupied_percent").map_or(0.0, |summary| summary.mean);
            if share >= LEAST_BLOCKED {
                format!(
                    "Either the acute beds are too few or too many of them hold people who could leave ({}% of occupied \
                     bed days{}): more of what those wait for, or more acute beds",
                    numbers::number(share, 0),
                    main_reason(experiment).map_or_else(String::new, |reason| format!(", {reason}")),
                )
            } else {
                "More acute beds, shorter stays or fewer who come".to_owned()
            }
        }
        Queue::Triage(_) => "More staff or working hours there, or fewer referrals".to_owned(),
        Queue::Capacity(_) => "More of it, shorter stays or fewer who need it".to_owned(),
    };
    Warning {
        code: "growing-queue",
        what: format!(
            "the queue {} grows, {}",
            waits_for(experiment, queue),
            rise(experiment, courses, course, course.compared.unwrap_or((0, 3))),
        ),
        remedy: format!(
            "means over the period say little about it. It waits for {}. {remedy}",
            resources(experiment, &queue.lines(model)),
        ),
    }
}

/// The reason that takes the most of discharge delay, and how much of it, if one leads by more than chance.
fn main_reason(experiment: &Experiment) -> Option<String> {
    let reasons = experiment.measures().filter(|(measure, _)| measure.key.starts_with("reasons."));
    let (titles, delays): (Vec<&str>, Vec<Vec<f64>>) = reasons
        .filter_map(|(measure, _)| Some((measure.title.as_str(), experiment.replications(&measure.key)?)))
        .unzip();
    let (main, is_most) = main_part(&delays)?;
    Some(format!("{} of it {}", if is_most { "most" } else { "the largest part" }, titles[main]))
}

/// What a queue waits for.
pub(crate) fn waits_for(experiment: &Experiment, queue: Queue) -> String {
    let model = &experiment.ready.model;
    match queue {
        Queue::FrontDoor(hospital) => {
            format!("at the front door of {}", model.hospitals[hospital.at()].title)
        }
        Queue::Triage(line) => {
            let team = model.lines[line.at()].pools.first();
            let team = team.map_or_else(String::new, |pool| in_a_sentence(&model.pools[pool.at()]));
            format!("for triage by {team}")
        }
        Queue::Capacity(pathway) => format!("for the capacity of {}", model.pathways[pathway.at()].title),
    }
}

/// From how many to how many people between two quarters, and when.
fn rise(experiment: &Experiment, courses: &Courses, course: &Course, (earlier, later): (usize, usize)) -> String {
    let scenario = &experiment.ready.scenario;
    let date =
        |day: u64| scenario.start.plus_days(day as i64 - i64::from(experiment.ready.model.warm_up_days)).to_string();
    let quarter = |number: usize| {
        let days = courses.quarters.days_of(number as u64);
        let people = course.people[number];
        let people = numbers::number(people, numbers::decimals(people, Unit::People));
        let (first, last) = (date(days.start), date(days.end - 1));
        if first == last { format!("{people} on {first}") } else { format!("{people} from {first} to {last}") }
    };
    format!("from a mean of {} to {}", quarter(earlier), quarter(later))
}

/// What some lines wait for, the most used first.
fn resources(experiment: &Experiment, lines: &[LineId]) -> String {
    let model = &experiment.ready.model;
    let mut pools: Vec<PoolId> = lines.iter().flat_map(|line| model.lines[line.at()].pools.iter().copied()).collect();
    pools.sort_unstable();
    pools.dedup();
    let mut used: Vec<(String, f64)> = pools
        .into_iter()
        .map(|pool| {
            let pool = &model.pools[pool.at()];
            let (path, of) = match pool.kind {
                PoolKind::AcuteBeds => (format!("hospitals.{}", pool.name), "occupancy"),
                PoolKind::TriageTeam => (format!("spoas.{}", pool.name), "utilisation"),
                _ => (format!("services.{}", pool.name), "utilisation"),
            };
            let used = experiment.summary(&format!("{path}.{of}_percent")).map_or(f64::NAN, |summary| summary.mean);
            let title = match pool.kind {
                PoolKind::AcuteBeds => format!("the acute beds of {}", pool.title),
                _ => pool.title.clone(),
            };
            (title, used)
        })
        .collect();
    // Those of which no use is measured come last.
    used.sort_by(|(_, one), (_, other)| other.max(-1.0).total_cmp(&one.max(-1.0)));
    let names: Vec<String> = used
        .into_iter()
        .take(MOST_NAMED)
        .map(|(title, used)| {
            let used = if used.is_nan() { String::new() } else { format!(" ({}% used)", numbers::number(used, 1)) };
            format!("{title}{used}")
        })
        .collect();
    names.join(", ")
}

/// The least precise headline measure, if it is so imprecise that it says little.
fn too_few_replications(experiment: &Experiment) -> Option<Warning> {
    let headline = experiment.measures().filter(|(measure, _)| measure.headline);
    let wide: Vec<(&Measure, &Summary, f64)> = headline
        .filter_map(|(measure, summary)| {
            let half_width = summary.half_width_95?;
            let share = half_width / summary.mean.abs();
            (share > WIDE && share.is_finite() && half_width >= least_that_matters(measure.unit))
                .then_some((measure, summary, share))
        })
        .collect();
    let (measure, summary, share) = wide.iter().max_by(|(_, _, one), (_, _, other)| one.total_cmp(other))?;
    let others = match wide.len() - 1 {
        0 => String::new(),
        1 => "; one more measure is known no better than that".into(),
        others => {
            format!("; {others} more measures are known no better than to {}%", numbers::number(100.0 * WIDE, 0))
        }
    };
    let replications = experiment.results.replications;
    // How far two values lie apart says nothing about how many it takes.
    if replications < 3 {
        return None;
    }
    let enough = replications_for(summary, NARROW)?;
    Some(Warning {
        code: "few-replications",
        what: format!(
            "{} replications are few: `{}` is known to ±{}% only{others}",
            numbers::whole(replications.into()),
            measure.key,
            numbers::number(100.0 * share, 0),
        ),
        remedy: format!(
            "about {} would make that {}%: -n {enough}, or --precision {}% --measure {}",
            numbers::whole(enough),
            numbers::number(100.0 * NARROW, 0),
            numbers::number(100.0 * NARROW, 0),
            measure.key,
        ),
    })
}

/// Half of an interval that nobody would act on, in the unit.
const fn least_that_matters(unit: Unit) -> f64 {
    match unit {
        Unit::People | Unit::Beds | Unit::Places | Unit::Staff => 1.0,
        Unit::PeoplePerDay | Unit::Days => 0.1,
        Unit::PeoplePerYear => 36.5,
        Unit::HoursPerWeek => 10.0,
        Unit::Percent | Unit::TimesPerYear => 2.0,
        Unit::BedDaysPerDay => 0.5,
        Unit::PoundsPerYear | Unit::Pounds => 10_000.0,
    }
}
