//! How much work each resource is asked to do, and how much it can: by Little's law from mean arrivals and mean stays.
//!
//! Means over the measured period. Delays are left out: a resource that already has too much to do without them has a
//! queue that grows without end, unless everybody in it may stop waiting.

mod claims;
mod demand;
mod leaving;
mod supply;
mod warning;

use std::collections::BTreeSet;

use wardflow_core::{
    clock::DAY,
    model::{LineId, Model, PoolId, PoolKind, Purpose},
};

use self::claims::Claim;
pub(crate) use self::claims::held_share;
pub(crate) use self::demand::{Demand, class, mean_days};
pub use self::leaving::Excess;
use crate::reading::Path;

pub(crate) use self::warning::warn;

/// Days over which the means of a stretch are taken: whole weeks.
const DAYS_OF_A_STRETCH: u32 = 364;

/// Rounding in the sums is no overload.
const ROUNDING: f64 = 1e-9;

/// Work that a resource is asked to do, and what it can do at most.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// The name of the resource in the file; of several that share work, all of them.
    pub name: String,
    /// What people call it, or all of them.
    pub title: String,
    /// Its path in the scenario.
    pub path: Path,
    /// The paths of further ones that share the work with it.
    pub together_with: Vec<Path>,
    /// What is asked for, in the unit.
    pub offered: f64,
    /// What there is, in the unit; infinite if unlimited.
    pub capacity: f64,
    /// What is counted, such as "beds" or "starts a week".
    pub unit: &'static str,
    /// Offered by capacity.
    pub utilisation: f64,
    /// Of starts in a week: what they amount to in use at a time, by Little's law, and what that is counted in.
    pub amounts_to: Option<(f64, &'static str)>,
    /// People a day who ask for it, where that is known: of services.
    pub requests_per_day: Option<f64>,
    /// That part of what is asked for that is asked by people who never stop waiting.
    pub staying: f64,
    /// What becomes of what is asked for beyond what there is, if more is asked for.
    pub excess: Option<Excess>,
}

/// Work that is asked for.
#[derive(Clone, Copy)]
struct Offered {
    /// All of it.
    all: f64,
    /// That of people who never stop waiting.
    staying: f64,
}

impl Offered {
    fn of<'a>(claims: impl Iterator<Item = &'a Claim>, work: impl Fn(&Claim) -> f64) -> Self {
        claims.fold(Self { all: 0.0, staying: 0.0 }, |sum, claim| {
            let work = work(claim);
            Self { all: sum.all + work, staying: sum.staying + claim.staying * work }
        })
    }
}

impl Work {
    fn new(model: &Model, pools: &[PoolId], offered: Offered, capacity: f64, unit: &'static str) -> Self {
        let Offered { all: offered, staying } = offered;
        let mut paths: Vec<Path> = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        let mut titles: Vec<&str> = Vec::new();
        for pool in pools {
            let (path, name) = resource(model, *pool);
            if !paths.contains(&path) {
                paths.push(path);
                names.push(name);
                titles.push(&model.pools[pool.at()].title);
            }
        }
        let utilisation = if offered > 0.0 { offered / capacity } else { 0.0 };
        let path = if paths.is_empty() { Path::root() } else { paths.remove(0) };
        let is_too_much = |asked: f64| asked > capacity * (1.0 + ROUNDING);
        let excess = is_too_much(offered).then(|| leaving::excess(model, pools, !is_too_much(staying)));
        Self {
            name: names.join(", "),
            title: titles.join(", "),
            path,
            together_with: paths,
            offered,
            capacity,
            unit,
            utilisation,
            amounts_to: None,
            requests_per_day: None,
            staying,
            excess,
        }
    }

    /// Whether more is asked for than there is.
    pub fn is_too_much(&self) -> bool {
        self.excess.is_some()
    }
}

/// The path and name of the resource that a pool is or, as a team of a SPOA, belongs to.
fn resource(model: &Model, pool: PoolId) -> (Path, &str) {
    let described = &model.pools[pool.at()];
    let name = described.name.as_str();
    let (list, name) = match described.kind {
        PoolKind::AcuteBeds => ("hospitals", name),
        // Teams are called after their SPOA and themselves; names hold no dots.
        PoolKind::TriageTeam => ("spoas", name.split('.').next().unwrap_or(name)),
        _ => ("services", name),
    };
    (Path::of([list, name]), name)
}

/// The work of every resource: acute beds, SPOAs, then services.
///
/// Services that stand in for each other in a list of preferences share their work: there is an entry for each such
/// list and one for all services that lists connect, each with the work that can go nowhere else.
pub fn offered_work(model: &Model) -> Vec<Work> {
    let mut work = mean_work(model);
    // Whatever has enough in the last stretch has a queue that ends.
    if work.iter().any(Work::is_too_much)
        && let [_, .., last] = model.stretches().as_slice()
    {
        let later = mean_work(&model.steady(last, 0, DAYS_OF_A_STRETCH));
        for work in work.iter_mut().filter(|work| work.excess == Some(Excess::Waits)) {
            let same = |later: &&Work| {
                later.path == work.path && later.together_with == work.together_with && later.unit == work.unit
            };
            if later.iter().find(same).is_some_and(|later| !later.is_too_much()) {
                work.excess = Some(Excess::WaitsForATime);
            }
        }
    }
    work
}

/// Means over the measured period.
fn mean_work(model: &Model) -> Vec<Work> {
    let demand = Demand::of(model);
    let mut work = acute_beds(model, &demand);
    work.extend(spoas(model, &demand));
    let claims = claims::of(model, &demand);
    let sets = claims::sets(&claims);
    work.extend(sets.iter().map(|pools| service(model, &claims, &in_order(&claims, pools))));
    work.extend(sets.iter().filter_map(|pools| starts(model, &claims, pools)));
    work
}

/// Whether some queue grows without end: in the end more is asked for than there is, nobody is turned away and not everybody
/// may leave.
pub fn cannot_keep_up(model: &Model) -> bool {
    last_work(model).iter().any(|work| work.excess == Some(Excess::Waits))
}

/// The work of every resource after the last dated change.
pub fn last_work(model: &Model) -> Vec<Work> {
    match model.stretches().as_slice() {
        [_, .., last] => mean_work(&model.steady(last, 0, DAYS_OF_A_STRETCH)),
        _ => mean_work(model),
    }
}

fn acute_beds(model: &Model, demand: &Demand) -> Vec<Work> {
    let beds = model.hospitals.iter().map(|hospital| hospital.beds);
    let offered = demand.acute_beds.iter().zip(&demand.staying_beds);
    let offered = offered.map(|(&all, &staying)| Offered { all, staying });
    beds.zip(offered)
        .map(|(beds, offered)| Work::new(model, &[beds], offered, supply::units(model, beds), "beds"))
        .collect()
}

fn spoas(model: &Model, demand: &Demand) -> Vec<Work> {
    let lines = model.lines.iter().enumerate().zip(&demand.triage_days);
    let of_spoas = lines.filter(|((_, line), _)| line.purpose == Purpose::Triage);
    of_spoas
        .map(|((number, line), days)| {
            let capacity = line.pools.iter().map(|&team| supply::staff_hours_per_week(model, team)).sum();
            let hours = days * 24.0 * 7.0;
            let staying = hours * leaving::staying(model, LineId(number as u16));
            Work::new(model, &line.pools, Offered { all: hours, staying }, capacity, "staff hours a week")
        })
        .collect()
}

fn service(model: &Model, claims: &[Claim], pools: &[PoolId]) -> Work {
    let capacity = |pool: PoolId| match model.pools[pool.at()].kind {
        PoolKind::Vacancies => supply::vacancies_per_week(model, pool),
        PoolKind::CareHours => supply::units(model, pool) / 60.0,
        _ => supply::units(model, pool),
    };
    let (unit, scale) = match pools.first().map(|pool| model.pools[pool.at()].kind) {
        Some(PoolKind::CareHours) => ("hours a week", 1.0 / 60.0),
        Some(PoolKind::Vacancies) => ("vacancies a week", 7.0),
        Some(PoolKind::Arranging) => ("placements at once", 1.0),
        Some(PoolKind::Places) => ("places", 1.0),
        _ => ("beds", 1.0),
    };
    let inside = claims.iter().filter(|claim| claim.is_inside(pools));
    let requests = inside.clone().map(|claim| claim.starts_per_day).sum();
    let offered = Offered::of(inside, |claim| claim.units(capacity) * scale);
    let work = Work::new(model, pools, offered, pools.iter().map(|&pool| capacity(pool)).sum(), unit);
    Work { requests_per_day: Some(requests), ..work }
}

/// Starts in services that allow only so many.
fn starts(model: &Model, claims: &[Claim], pools: &BTreeSet<PoolId>) -> Option<Work> {
    let pools = in_order(claims, pools);
    let limits = pools.iter().map(|&pool| supply::starts_per_week(model, pool));
    let capacity = limits.sum::<Option<f64>>()?;
    let inside = claims.iter().filter(|claim| claim.is_inside(&pools));
    let offered = Offered::of(inside, |claim| claim.starts_per_day * 7.0);
    let mut work = Work::new(model, &pools, offered, capacity, "starts a week");
    let in_use = service(model, claims, &pools);
    if offered.all > 0.0 {
        work.amounts_to = Some((capacity * in_use.offered / offered.all, in_use.unit));
    }
    work.path = work.path.join("starts");
    work.together_with.iter_mut().for_each(|path| *path = path.join("starts"));
    Some(work)
}

/// The pools of a set, in the order in which a list of preferences names them first.
fn in_order(claims: &[Claim], pools: &BTreeSet<PoolId>) -> Vec<PoolId> {
    let mut ordered: Vec<PoolId> = Vec::new();
    for &(pool, _) in claims.iter().flat_map(|claim| &claim.offers) {
        if pools.contains(&pool) && !ordered.contains(&pool) {
            ordered.push(pool);
        }
    }
    ordered
}

/// Seconds in days.
fn days(seconds: u64) -> f64 {
    seconds as f64 / DAY as f64
}
