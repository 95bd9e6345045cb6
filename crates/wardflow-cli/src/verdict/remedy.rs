//! What to try next, as far as that can be told without trying it.

use wardflow_core::model::{HospitalId, Model, PoolId, PoolKind, UNLIMITED};
use wardflow_scenario::work::{Work, offered_work};

use super::{door, holding::Held};
use crate::{
    english::{lower, plural},
    experiment::Experiment,
    keeping_up,
    numbers::{self, plain},
    pool_name::in_a_sentence,
};

/// A team is busy if so much of its time is used [%].
const BUSY: f64 = 85.0;
/// Hardly anything is left over of what is asked for so much [share of what there is].
const TIGHT: f64 = 0.99;
/// So many of those in acute beds could leave that letting them go is worth more than further beds [%].
const WORTH_FREEING: f64 = 10.0;

/// One sentence, if there is anything to say.
pub(super) fn sentence(experiment: &Experiment, held: Option<&Held>) -> Option<String> {
    let remedy = overloaded(experiment).or_else(|| {
        let model = &experiment.ready.model;
        let more_beds = || door::fullest(experiment).and_then(|hospital| more_beds(model, hospital));
        let let_go = || {
            let held = held?;
            let time = || held.takes_time.as_ref().map(|title| format!("less time taken by {title}"));
            held.short_of.and_then(|pool| of_pool(experiment, pool)).or_else(time)
        };
        // A queue that grows behind the beds fills any number of them.
        if keeping_up::grows_behind_the_door(experiment) {
            return let_go().or_else(more_beds);
        }
        match door::fullest(experiment) {
            Some(hospital) if !frees_beds(experiment, hospital) => more_beds(),
            Some(_) => let_go().or_else(more_beds),
            None => let_go(),
        }
    })?;
    Some(format!("What would change it first: {remedy}."))
}

/// Whatever is asked for more than there is, or nearly so: no delay comes before that.
fn overloaded(experiment: &Experiment) -> Option<String> {
    let work = offered_work(&experiment.ready.model);
    let worst: &Work = work
        .iter()
        .filter(|work| work.capacity.is_finite() && work.utilisation >= TIGHT)
        .max_by(|one, other| one.utilisation.total_cmp(&other.utilisation))?;
    let decimals = usize::from(worst.offered < 100.0);
    let number = |value: f64| numbers::number(value, decimals);
    let path = worst.path.to_string();
    let what = if path.starts_with("hospitals.") && experiment.ready.model.hospitals.len() == 1 {
        "acute beds".to_owned()
    } else if path.starts_with("hospitals.") {
        format!("acute beds in {}", worst.title)
    } else {
        format!("of {}", worst.title)
    };
    Some(format!(
        "more {what}, as {} {} are needed before any delay, and there are {} (`{path}`)",
        number(worst.offered),
        worst.unit,
        number(worst.capacity)
    ))
}

/// Whether so many in the beds of a hospital could leave that it is better to let them go.
fn frees_beds(experiment: &Experiment, hospital: HospitalId) -> bool {
    let model = &experiment.ready.model;
    let of = |key: &str| experiment.summary(key).map(|summary| summary.mean);
    let name = &model.hospitals[hospital.at()].name;
    let share = of(&format!("hospitals.{name}.nctr.of_occupied_percent")).or_else(|| of("nctr.of_occupied_percent"));
    share.is_some_and(|share| share >= WORTH_FREEING)
}

fn more_beds(model: &Model, hospital: HospitalId) -> Option<String> {
    let hospital = &model.hospitals[hospital.at()];
    let where_ = if model.hospitals.len() > 1 { format!(" in {}", hospital.title) } else { String::new() };
    a_tenth_more(model, hospital.beds, &format!("more acute beds{where_}"))
}

/// More of what people wait for.
fn of_pool(experiment: &Experiment, pool: PoolId) -> Option<String> {
    let model = &experiment.ready.model;
    let described = &model.pools[pool.at()];
    let title = in_a_sentence(described);
    if described.most_starts_per_day.is_some() || described.most_starts_per_week.is_some() {
        return Some(format!(
            "more starts by {title}, of which there is a limit (`services.{}.starts`)",
            described.name
        ));
    }
    let used = experiment.summary(&format!("spoas.{}.utilisation_percent", described.name)).map(|summary| summary.mean);
    if let Some(hours) = used.filter(|used| *used < BUSY).and_then(|_| longer_hours(model, pool)) {
        return Some(hours);
    }
    a_tenth_more(model, pool, &format!("more of {title}"))
}

/// That a team which is not busy keeps people waiting by its hours.
fn longer_hours(model: &Model, pool: PoolId) -> Option<String> {
    let described = &model.pools[pool.at()];
    let (hours, (spoa, team)) = (described.hours.as_ref()?, described.name.split_once('.')?);
    let (from, to) = (model.measuring_from(), model.horizon());
    let open = 168.0 * hours.open_seconds(from, to) as f64 / to.since(from).max(1) as f64;
    Some(format!(
        "longer hours for {}, which works {} hours a week (`spoas.{spoa}.teams.{team}.working_hours`)",
        in_a_sentence(described),
        numbers::number(open, 0)
    ))
}

/// How to see what a tenth more of something does; none where it changes by date or is no plain number.
fn a_tenth_more(model: &Model, pool: PoolId, what: &str) -> Option<String> {
    let described = &model.pools[pool.at()];
    let name = &described.name;
    let (path, per_unit, thing) = match described.kind {
        PoolKind::Beds => (format!("services.{name}.beds"), 1.0, "bed"),
        PoolKind::CareHours => (format!("services.{name}.hours_per_week"), 60.0, "hour a week"),
        PoolKind::Places => (format!("services.{name}.places"), 1.0, "place"),
        PoolKind::Arranging => (format!("services.{name}.arranged_at_once"), 1.0, "placement at once"),
        PoolKind::TriageTeam => {
            let (spoa, team) = name.split_once('.')?;
            (format!("spoas.{spoa}.teams.{team}.staff"), 1.0, "member of staff")
        }
        PoolKind::AcuteBeds => (format!("hospitals.{name}.beds"), 1.0, "bed"),
        PoolKind::Vacancies => return Some(format!("{} (`services.{name}.vacancies_per_week`)", lower(what))),
    };
    let [(_, units)] = *described.capacity else { return Some(format!("{what} (`{path}`, which changes by date)")) };
    if units >= UNLIMITED {
        return None;
    }
    let now = units as f64 / per_unit;
    let more = (1.1 * now - 1e-9).ceil().max(now + 1.0);
    let added = plain(more - now);
    let things = if added == "1" { thing.to_owned() } else { plural(thing) };
    Some(format!(
        "{what}. To see what {added} more {things} would do, run `wardflow compare` with `--what-if {path}={more}`"
    ))
}
