//! The patients of one replication, one by one.

use wardflow_core::{
    clock::Time,
    model::{CohortId, HospitalId, LocalityId, Model, OfferId, PathwayId},
    patient::{Patient, Steps},
    random::Seed,
    replication::{Departure, Keep, Replication},
};

use crate::subject::Unfinished;

/// One patient: who, what, when. Instants are seconds since the run began, warm-up included; none for what did not
/// happen before the end of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatientRow {
    /// Their cohort.
    pub cohort: CohortId,
    /// The hospital or unit to whose front door they came, or to which they were passed on last.
    pub hospital: HospitalId,
    /// Where they live, if there are localities.
    pub locality: Option<LocalityId>,
    /// Their number within the cohort, from 0.
    pub number: u64,
    /// How many times they were in hospital before.
    pub spell: u16,
    /// Their pathway: from the admission on as the acute stay was drawn, from the referral on as needed.
    pub pathway: Option<PathwayId>,
    /// The SPOA's offer by which they were triaged.
    pub team: Option<OfferId>,
    /// The offer of capacity that was allocated.
    pub offer: Option<OfferId>,
    /// Whether they were referred from the community and did not come to the front door.
    pub from_community: bool,
    /// Arrival at the front door, or the referral from the community.
    pub arrived: Time,
    /// Admission to an acute bed.
    pub admitted: Option<Time>,
    /// Passed on to the unit that they were in last; none if before the run began, as of people in a census.
    pub passed_on: Option<Time>,
    /// Discharge ready.
    pub ready: Option<Time>,
    /// Referral raised; for simple discharge, the need known.
    pub referred: Option<Time>,
    /// Triage begun.
    pub triage_begun: Option<Time>,
    /// Triage done.
    pub triaged: Option<Time>,
    /// Named arrangements done; at once if there are none.
    pub arranged: Option<Time>,
    /// Capacity asked for; on pathways that need none, when it would have been.
    pub requested: Option<Time>,
    /// Capacity allocated; on pathways that need none, when it would have been.
    pub allocated: Option<Time>,
    /// Placement arranged.
    pub placed: Option<Time>,
    /// Left the acute bed for home or a service.
    pub left: Option<Time>,
    /// Came to the last service that they were in.
    pub came: Option<Time>,
    /// End of the last stay in a service, before any exit block; after the end of the run if it goes on then.
    pub service_end: Option<Time>,
    /// How they departed.
    pub departure: Departure,
    /// When they departed; the end of the run for those still there.
    pub end: Time,
}

impl PatientRow {
    fn new(model: &Model, patient: &Patient, end: Time, departure: Departure) -> Self {
        let happened = |at: Time| (at != Time::NEVER).then_some(at);
        let needs_capacity = !model.pathways[patient.pathway.at()].needs.is_empty();
        let was_in_service = patient.came != Time::NEVER;
        Self {
            cohort: patient.cohort,
            hospital: patient.hospital,
            locality: (!model.localities.is_empty()).then_some(patient.locality),
            number: patient.number,
            spell: patient.spell,
            pathway: happened(patient.admitted).map(|_| patient.pathway),
            team: happened(patient.triage_begun).map(|_| patient.team),
            offer: happened(patient.allocated).filter(|_| needs_capacity || was_in_service).map(|_| patient.offer),
            from_community: patient.steps.has(Steps::STEP_UP) || (was_in_service && patient.admitted == Time::NEVER),
            arrived: patient.arrived,
            admitted: happened(patient.admitted),
            passed_on: model.stage(patient.stage).from.map(|_| patient.entered).filter(|&at| at > Time::START),
            ready: happened(patient.ready),
            referred: happened(patient.referred),
            triage_begun: happened(patient.triage_begun),
            triaged: happened(patient.triaged),
            arranged: happened(patient.arranged),
            // The instant is that of the last asking, which may have been for a bed or for triage.
            requested: happened(patient.requested),
            allocated: happened(patient.allocated),
            placed: happened(patient.placed),
            left: happened(patient.left),
            came: happened(patient.came),
            service_end: happened(patient.service_end),
            departure,
            end,
        }
    }
}

/// Every patient of one replication of [`crate::experiment::run`] with the same seed, those of the warm-up included: in
/// the order of their arrivals, of simultaneous ones by cohort, then by number.
///
/// # Errors
/// If the replication could not be finished.
pub fn patients(model: &Model, seed: Seed, replication: u32) -> Result<Vec<PatientRow>, Unfinished> {
    let mut rows = Vec::new();
    let witness = |patient: &Patient, at: Time, how: Departure| rows.push(PatientRow::new(model, patient, at, how));
    Replication::with_witness(model, witness).run(seed, replication.into(), Keep::default())?;
    rows.sort_unstable_by_key(|row| (row.arrived, row.cohort, row.number));
    Ok(rows)
}
