//! Claims on services: each line claims every pool of its one offer, or any one of the pools of several offers.

use std::collections::BTreeSet;

use wardflow_core::model::{CohortId, Follows, LineId, Model, Offer, PoolId, Purpose, Take};

use super::{
    days,
    demand::{Demand, class, mean_days},
    leaving,
};

/// Points at which the stays of a tapering package are looked at.
const POINTS: u64 = 2_048;
/// Days of a week of a taper.
const WEEK: f64 = 7.0;

/// What a line claims.
pub(super) struct Claim {
    /// The pools that would do, and how many of its units would be in use if that one met the whole claim; of pools
    /// whose units are gone for good, how many are taken a day.
    pub(super) offers: Vec<(PoolId, f64)>,
    /// Starts a day.
    pub(super) starts_per_day: f64,
    /// The share of those who wait for it that never leaves, dies or goes on otherwise, however long the wait.
    pub(super) staying: f64,
}

impl Claim {
    /// Whether the claim can be met by no other pools than these.
    pub(super) fn is_inside(&self, pools: &[PoolId]) -> bool {
        self.offers.iter().all(|(pool, _)| pools.contains(pool))
    }

    /// Units in use when all pools that would do are always full.
    ///
    /// Each then serves in proportion to its capacity divided by how long it is held: the mean is a harmonic one.
    pub(super) fn units(&self, capacity: impl Fn(PoolId) -> f64) -> f64 {
        let [(_, only)] = self.offers.as_slice() else {
            let all: f64 = self.offers.iter().map(|&(pool, _)| capacity(pool)).sum();
            if all > 0.0 && all.is_finite() {
                return all / self.offers.iter().map(|&(pool, units)| capacity(pool) / units).sum::<f64>();
            }
            return self.offers.iter().map(|(_, units)| units).sum::<f64>() / self.offers.len().max(1) as f64;
        };
        *only
    }
}

/// The claims of all lines of services.
pub(super) fn of(model: &Model, demand: &Demand) -> Vec<Claim> {
    let lines = model.lines.iter().enumerate().zip(&demand.requests);
    let mut claims = Vec::new();
    for ((number, line), requests) in lines.filter(|((_, line), _)| line.purpose == Purpose::Service) {
        let staying = leaving::staying(model, LineId(number as u16));
        let starts_per_day = requests.iter().sum();
        let units = |offer: &Offer, take: &Take| (take.pool, units_in_use(model, offer, take, requests));
        let offers = model.offers[line.offers.clone()].iter();
        match offers.filter(|offer| !offer.is_bridge).collect::<Vec<_>>().as_slice() {
            [] => {}
            [only] => {
                let all =
                    only.takes.iter().map(|take| Claim { offers: vec![units(only, take)], starts_per_day, staying });
                claims.extend(all);
            }
            several => {
                let takes = several.iter().filter_map(|offer| offer.takes.first().map(|take| units(offer, take)));
                claims.push(Claim { offers: takes.collect(), starts_per_day, staying });
            }
        }
    }
    claims
}

/// Sets of pools to look at: of each claim, and of all that claims connect.
pub(super) fn sets(claims: &[Claim]) -> Vec<BTreeSet<PoolId>> {
    let mut sets: Vec<BTreeSet<PoolId>> = Vec::new();
    let mut connected: Vec<BTreeSet<PoolId>> = Vec::new();
    for claim in claims {
        let pools: BTreeSet<PoolId> = claim.offers.iter().map(|(pool, _)| *pool).collect();
        let (touched, apart): (Vec<_>, Vec<_>) = connected.into_iter().partition(|set| !set.is_disjoint(&pools));
        connected = apart;
        connected.push(touched.into_iter().flatten().chain(pools.iter().copied()).collect());
        sets.push(pools);
    }
    sets.extend(connected);
    let mut seen = BTreeSet::new();
    sets.retain(|set| seen.insert(set.clone()));
    sets
}

/// Units of a take in use on average if every request gets this offer.
fn units_in_use(model: &Model, offer: &Offer, take: &Take, requests: &[f64]) -> f64 {
    let turnaround = days(model.pools[take.pool.at()].turnaround);
    let by_class = requests.iter().enumerate().map(|(number, per_day)| {
        let (cohort, _) = class(model, number);
        let held = match offer.follows {
            Follows::Departure => 1.0,
            Follows::Stay | Follows::Arranging => held_days(model, offer, cohort.at()) + turnaround,
        };
        per_day * held * take.amount as f64
    });
    by_class.sum()
}

/// The share of its takes that is held by whoever is there, on average.
pub(crate) fn held_share(model: &Model, offer: &Offer, cohort: CohortId) -> f64 {
    let stay = offer.stay.get(cohort.at()).map_or(0.0, |&stay| mean_days(model, stay));
    if stay > 0.0 { held_days(model, offer, cohort.at()) / stay } else { 1.0 }
}

/// Mean days for which a whole take is held; a tapering one counts in part.
fn held_days(model: &Model, offer: &Offer, cohort: usize) -> f64 {
    let Some(&stay) = offer.stay.get(cohort) else { return 0.0 };
    let mean = mean_days(model, stay);
    let Some(last) = offer.taper_percent.last() else { return mean };
    let table = &model.stays[stay.at()];
    // What is held at the beginning of each week, from the beginning of the stay.
    let mut so_far = vec![0.0];
    for percent in &offer.taper_percent {
        so_far.push(so_far[so_far.len() - 1] + percent / 100.0 * WEEK);
    }
    // Only what is above the last percentage is summed over points: the rest is exact.
    let above = (0..POINTS).map(|point| {
        let stay = table.draw_seconds((2 * point + 1) << (u64::BITS - POINTS.ilog2() - 1)) / 86_400.0;
        let week = ((stay / WEEK) as usize).min(offer.taper_percent.len() - 1);
        let held = so_far[week] + offer.taper_percent[week] / 100.0 * (stay - week as f64 * WEEK);
        held - last / 100.0 * stay
    });
    last / 100.0 * mean + above.sum::<f64>() / POINTS as f64
}
