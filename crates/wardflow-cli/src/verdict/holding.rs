//! What keeps people in acute beds who are ready to leave, and what would let them go.

use wardflow_core::model::{HospitalId, Model, Pool, PoolKind, UNLIMITED, reason};

use super::percent;
use crate::{english::lower, experiment::Experiment, numbers, picked::main_part};

/// A team is busy if so much of its time is used [%].
const BUSY: f64 = 85.0;

/// What most of them wait for.
pub(super) struct Held {
    /// Whether that is more than everything else together.
    is_most: bool,
    what: What,
}

enum What {
    /// Something that there is too little of: its number in the model, people who wait for it, and how much of it is used [%].
    Pool { pool: usize, what: String, waiting: f64, used: Option<f64> },
    /// Something else, as the list of reasons calls it.
    Reason(String),
}

/// What it is, if one thing leads all others by more than chance.
pub(super) fn of(experiment: &Experiment) -> Option<Held> {
    let model = &experiment.ready.model;
    let reasons: Vec<(usize, Vec<f64>)> = (0..model.reasons.len())
        .filter_map(|at| {
            let key = format!("reasons.{}.delay_bed_days_per_day", model.reasons[at].name);
            Some((at, experiment.replications(&key)?))
        })
        .collect();
    let delays: Vec<Vec<f64>> = reasons.iter().map(|(_, delays)| delays.clone()).collect();
    if delays.iter().flatten().all(|delay| *delay <= 0.0) {
        return None;
    }
    let (main, is_most) = main_part(&delays)?;
    let reason = reasons[main].0;
    let what = if reason == reason::CAPACITY.at() {
        scarcest(experiment, |pool| !matches!(pool.kind, PoolKind::AcuteBeds | PoolKind::TriageTeam))
    } else if reason == reason::AWAITING_TRIAGE.at() {
        scarcest(experiment, |pool| pool.kind == PoolKind::TriageTeam)
    } else {
        None
    };
    Some(Held { is_most, what: what.unwrap_or_else(|| What::Reason(model.reasons[reason].title.clone())) })
}

/// Of some pools the one for which most people wait, if it leads by more than chance.
fn scarcest(experiment: &Experiment, is_one: impl Fn(&Pool) -> bool) -> Option<What> {
    let model = &experiment.ready.model;
    let of = |pool: &Pool, what: &str| {
        let list = if pool.kind == PoolKind::TriageTeam { "spoas" } else { "services" };
        format!("{list}.{}.{what}", pool.name)
    };
    let limited = model.pools.iter().enumerate().filter(|(_, pool)| is_one(pool) && !pool.is_always_unlimited());
    let (pools, waiting): (Vec<usize>, Vec<Vec<f64>>) =
        limited.filter_map(|(at, pool)| Some((at, experiment.replications(&of(pool, "waiting_people"))?))).unzip();
    let (main, _) = main_part(&waiting)?;
    let pool = &model.pools[pools[main]];
    let mean = |what: &str| experiment.summary(&of(pool, what)).map(|summary| summary.mean);
    let for_triage = pool.kind == PoolKind::TriageTeam;
    Some(What::Pool {
        pool: pools[main],
        what: if for_triage { format!("triage by {}", pool.title) } else { pool.title.clone() },
        waiting: mean("waiting_people")?,
        used: mean("utilisation_percent").filter(|used| used.is_finite()),
    })
}

impl Held {
    pub(super) fn sentence(&self) -> String {
        let how_many = if self.is_most { "Most" } else { "The largest part" };
        match &self.what {
            What::Pool { what, waiting, used, .. } => {
                let used = used.map_or_else(String::new, |used| format!(", {} used", percent(used)));
                let people = numbers::number(*waiting, usize::from(*waiting < 9.95));
                format!("{how_many} of that is waiting for {what} ({people} people wait for it{used}).")
            }
            What::Reason(title) => format!("{how_many} of that is {}.", lower(title)),
        }
    }

    /// What to try next, if more of something would let people go.
    pub(super) fn way_out(&self, experiment: &Experiment) -> Option<String> {
        let What::Pool { pool, used, .. } = self.what else { return None };
        let model = &experiment.ready.model;
        let title = &model.pools[pool].title;
        let has_time_left = used.is_some_and(|used| used < BUSY);
        longer_hours(model, pool)
            .filter(|_| has_time_left)
            .or_else(|| a_tenth_more(model, pool, &format!("more of {title}")))
    }
}

/// What to try next where beds are too few and hardly anybody in them could leave.
pub(super) fn more_beds(model: &Model, hospital: HospitalId) -> Option<String> {
    let hospital = &model.hospitals[hospital.at()];
    let where_ = if model.hospitals.len() > 1 { format!(" in {}", hospital.title) } else { String::new() };
    a_tenth_more(model, hospital.beds.at(), &format!("more acute beds{where_}"))
}

/// That a team which is not busy keeps people waiting by its hours.
fn longer_hours(model: &Model, pool: usize) -> Option<String> {
    let described = &model.pools[pool];
    let (hours, (spoa, team)) = (described.hours.as_ref()?, described.name.split_once('.')?);
    let (from, to) = (model.measuring_from(), model.horizon());
    let open = 168.0 * hours.open_seconds(from, to) as f64 / to.since(from).max(1) as f64;
    Some(format!(
        "What would change it first: longer hours of {}, which works {} hours a week: `spoas.{spoa}.teams.{team}.working_hours`.",
        described.title,
        numbers::number(open, 0)
    ))
}

/// How to see what a tenth more of something does; none where it changes by date or is no plain number.
fn a_tenth_more(model: &Model, pool: usize, what: &str) -> Option<String> {
    let described = &model.pools[pool];
    let [(_, units)] = *described.capacity else { return None };
    let name = &described.name;
    let (path, per_unit, [one, several]) = match described.kind {
        PoolKind::Beds => (format!("services.{name}.beds"), 1.0, ["bed", "beds"]),
        PoolKind::CareHours => (format!("services.{name}.hours_per_week"), 60.0, ["hour a week", "hours a week"]),
        PoolKind::Places => (format!("services.{name}.places"), 1.0, ["place", "places"]),
        PoolKind::Arranging => {
            (format!("services.{name}.arranged_at_once"), 1.0, ["placement at once", "placements at once"])
        }
        PoolKind::TriageTeam => {
            let (spoa, team) = name.split_once('.')?;
            (format!("spoas.{spoa}.teams.{team}.staff"), 1.0, ["member of staff", "members of staff"])
        }
        PoolKind::AcuteBeds => (format!("hospitals.{name}.beds"), 1.0, ["bed", "beds"]),
        PoolKind::Vacancies => return None,
    };
    if units >= UNLIMITED {
        return None;
    }
    let now = units as f64 / per_unit;
    let more = (1.1 * now - 1e-9).ceil().max(now + 1.0);
    let things = if more - now == 1.0 { one } else { several };
    Some(format!(
        "What would change it first: {what}. What {} more {things} would do is told by `wardflow compare` with `--what-if \
         {path}={more}`.",
        numbers::plain(more - now)
    ))
}
