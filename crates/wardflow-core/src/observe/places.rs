//! What is counted in histograms, and where each of them is.

use crate::model::{CohortId, HospitalId, Model, PathwayId, PoolId};

/// What a histogram holds: waits, or numbers at 08:00 with an hour for each.
///
/// Waits are counted at the finest split; those of wider views are added up when the run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// For discharge on a pathway of a cohort's stay in a unit, from readiness; see [`Model::route`].
    DelayOnRoute(usize),
    /// For admission of a cohort's patients to an acute bed.
    AdmissionOf(CohortId),
    /// For the capacity of a pathway, from asking.
    Capacity(PathwayId),
    /// For triage on a pathway, from the referral.
    Triage(PathwayId),
    /// For what a pool gave, from asking.
    Pool(PoolId),
    /// Acute beds of a hospital that are occupied at 08:00.
    OccupiedAtEight(HospitalId),
    /// People with no criteria to reside in a hospital at 08:00.
    NctrAtEight(HospitalId),
    /// For admission to a hospital's acute bed: the sum over its cohorts.
    Admission(HospitalId),
    /// For discharge on a pathway: the sum over its routes.
    Delay(PathwayId),
    /// For discharge of a cohort's patients: the sum over its routes.
    DelayOf(CohortId),
    /// For discharge from a hospital: the sum over its routes.
    DelayFrom(HospitalId),
    /// For discharge: the sum over all routes.
    AnyDelay,
}

/// Where the histograms of a model are in an outcome's list, kind by kind.
#[derive(Clone, Debug)]
pub struct Places {
    first: [usize; 12],
    count: usize,
}

impl Places {
    /// Those of a model.
    pub fn of(model: &Model) -> Self {
        let (hospitals, cohorts, pathways) = (model.hospitals.len(), model.cohorts.len(), model.pathways.len());
        let counts = [
            model.route_count(),
            cohorts,
            pathways,
            pathways,
            model.pools.len(),
            hospitals,
            hospitals,
            hospitals,
            pathways,
            cohorts,
            hospitals,
            1,
        ];
        let mut count = 0;
        let first = counts.map(|of_kind| {
            count += of_kind;
            count - of_kind
        });
        Self { first, count }
    }

    /// How many histograms there are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Where one of them is.
    #[inline(always)]
    pub fn place(&self, what: Counted) -> usize {
        let (kind, number) = match what {
            Counted::DelayOnRoute(route) => (0, route),
            Counted::AdmissionOf(cohort) => (1, cohort.at()),
            Counted::Capacity(pathway) => (2, pathway.at()),
            Counted::Triage(pathway) => (3, pathway.at()),
            Counted::Pool(pool) => (4, pool.at()),
            Counted::OccupiedAtEight(hospital) => (5, hospital.at()),
            Counted::NctrAtEight(hospital) => (6, hospital.at()),
            Counted::Admission(hospital) => (7, hospital.at()),
            Counted::Delay(pathway) => (8, pathway.at()),
            Counted::DelayOf(cohort) => (9, cohort.at()),
            Counted::DelayFrom(hospital) => (10, hospital.at()),
            Counted::AnyDelay => (11, 0),
        };
        self.first[kind] + number
    }
}
