//! How long it takes until a full hospital has settled.
//!
//! Slowest are beds that fill up with people who wait for something that few need: of those admitted only they bring it about. If S is
//! the mean stay and p the share who need it, what is left of a beginning falls by a factor e in S / p days. Stays with a long
//! tail take as long as those who are there still stay, which is mean x (1 + cv^2) / 2 (Cox 1962, Renewal theory, section 5.4).

use std::ops::Range;

use wardflow_core::model::{HospitalId, Model, Offer, StayId};
use wardflow_scenario::work::{Work, offered_work};

/// Mean stays that it takes.
const STAYS: f64 = 3.0;
/// Times S / p.
const FILLINGS: f64 = 4.0;
/// A resource of which less is asked for does not fill a hospital up.
const BUSY: f64 = 0.75;
/// The least [days].
const SHORTEST: f64 = 28.0;
/// The most [days]: that no number of events is enough for.
const LONGEST: f64 = 1e6;

/// Days until a full hospital has settled, in whole weeks.
pub(super) fn days(model: &Model, hospital: HospitalId, stretch: &Range<u64>) -> u64 {
    weeks(FILLINGS * filling(model, hospital, stretch)).max(roughly(model))
}

/// Days until it has settled but for beds that fill up slowly.
pub(super) fn roughly(model: &Model) -> u64 {
    weeks(STAYS * longest_stays(model))
}

fn weeks(days: f64) -> u64 {
    (days.clamp(SHORTEST, LONGEST) as u64).next_multiple_of(7)
}

/// The longest mean stay in a unit, the longest after it, and what comes between.
fn longest_stays(model: &Model) -> f64 {
    let mean = |stay: &StayId| {
        let stay = &model.stays[stay.at()];
        let (mean, sd) = (stay.mean_days(), stay.standard_deviation_days());
        // What is left of a stay that somebody is in, where that is longer than a new one.
        if mean > 0.0 { mean.max(f64::midpoint(mean, sd * sd / mean)) } else { 0.0 }
    };
    let longest = |stays: &mut dyn Iterator<Item = f64>| stays.fold(0.0, f64::max);
    let acute = longest(&mut model.stages().flat_map(|(_, stage)| stage.acute_stay.iter().map(mean)));
    // Whoever holds what never runs out keeps nobody waiting.
    let is_limited = |offer: &&Offer| offer.takes.iter().any(|take| !model.pools[take.pool.at()].is_always_unlimited());
    let after = longest(&mut model.offers.iter().filter(is_limited).flat_map(|offer| offer.stay.iter().map(mean)));
    let arranged = longest(&mut model.arrangements.iter().map(|arrangement| mean(&arrangement.time)));
    let outcomes = model.exits.iter().flat_map(|exit| &exit.outcomes);
    let readmissions = model.pathways.iter().map(|pathway| pathway.readmission.as_ref());
    let readmissions = readmissions.chain(outcomes.map(|outcome| outcome.readmission.as_ref())).flatten();
    let back = longest(&mut readmissions.map(|readmission| mean(&readmission.after)));
    acute + after + arranged + back
}

/// S / p of what fewest people ask for of all that is busy.
fn filling(model: &Model, hospital: HospitalId, stretch: &Range<u64>) -> f64 {
    let work = offered_work(&model.steady(stretch, 0, 364));
    let name = model.hospitals[hospital.at()].name.as_str();
    let is_acute = |work: &&Work| work.path.segments().first().is_some_and(|list| list == "hospitals");
    let beds = |work: &Work| work.offered;
    let all: f64 = work.iter().filter(is_acute).map(beds).sum();
    let here: f64 = work.iter().filter(is_acute).filter(|work| work.name == name).map(beds).sum();
    // Beds in use by requests: S x admissions by p x admissions; of a service that several share, as if all used it alike.
    let busy = work.iter().filter(|work| work.utilisation > BUSY).filter_map(|work| work.requests_per_day);
    let from_here = |requests: f64| requests * here / all;
    busy.map(from_here).filter(|requests| *requests > 0.0).map(|requests| here / requests).fold(0.0, f64::max)
}
