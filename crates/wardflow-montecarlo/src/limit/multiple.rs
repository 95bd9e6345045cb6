//! Where beds are unlimited nothing is ever asked for at a full door: what can be done is a multiple of all arrivals, that at
//! which the first resource after hospital is in use at all times.

use std::ops::Range;

use wardflow_core::model::HospitalId;
use wardflow_scenario::work::offered_work;

use super::{Beyond, Doubt, Limit, Limited, doubts};
use crate::subject::Subject;

/// Days over which means are taken: whole weeks.
const DAYS: u32 = 364;

/// The largest multiple of arrivals in a stretch; none if there is nothing that can run out.
///
/// By Little's law: exact as long as nobody holds one such resource while waiting for another.
pub(super) fn of(subject: Subject<'_>, hospital: HospitalId, stretch: &Range<u64>) -> Option<Limit> {
    let steady = subject.model.steady(stretch, 0, DAYS);
    let work = offered_work(&steady);
    let after = work.iter().filter(|work| work.path.segments().first().is_some_and(|list| list != "hospitals"));
    // Whoever may leave makes room for the others.
    let busiest = after.map(|work| work.staying / work.capacity).fold(0.0, f64::max);
    let mut doubts = doubts(subject, hospital);
    let goes_on = |outcome: &wardflow_core::model::Outcome| !outcome.needs.is_empty();
    if steady.exits.iter().any(|exit| exit.assessment.is_some() || exit.outcomes.iter().any(goes_on)) {
        doubts.push(Doubt::ServicesInLine);
    }
    (busiest > 0.0).then(|| Limit {
        hospital,
        days: stretch.clone(),
        of: Limited::Arrivals,
        demand: 1.0,
        at_most: busiest.recip(),
        half_width_95: 0.0,
        doubts,
        beyond: Beyond::Grows,
    })
}
