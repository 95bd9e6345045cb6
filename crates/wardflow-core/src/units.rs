//! Stays in units: how they end, and units that pass patients on, such as an acute ward to a rehabilitation ward.
//!
//! Whoever needs a bed in another unit holds the one they have until it is there, without being discharge ready.

use crate::{
    model::{Stage, StageId, StayId},
    patient::{Ending, Patient, Steps},
    random::Purpose,
    replication::Witness,
    system::System,
};

impl<W: Witness> System<'_, W> {
    /// Finds out how a stay in a unit that begins will end, if not in readiness, and chooses its length accordingly.
    #[inline(always)]
    pub(crate) fn foresee_end(&self, patient: &mut Patient, stage: &Stage, bits: impl FnOnce() -> u64) -> StayId {
        let usual = stage.acute_stay[patient.pathway.at()];
        if stage.ends.is_empty() { usual } else { self.choose_end(patient, stage, bits(), usual) }
    }

    #[inline(never)]
    fn choose_end(&self, patient: &mut Patient, stage: &Stage, bits: u64, usual: StayId) -> StayId {
        // Readiness comes after all of them.
        let Some(end) = stage.ends.get(stage.shares_of_ends.choose(self.now, bits)) else { return usual };
        patient.ending = end.ending;
        end.stay.unwrap_or(usual)
    }

    /// The stay in the unit is over: the patient asks for a bed in the next.
    #[inline(never)]
    pub(crate) fn ask_for_next_unit(&mut self, patient: &mut Patient, next: StageId) {
        patient.asked = self.now;
        self.count_to_pass_on(next);
        let hospital = self.model.stage(next).hospital;
        self.request(patient, self.model.hospitals[hospital.at()].front_door);
        if patient.steps.has(Steps::WAITING) {
            self.ask_later(patient);
        }
    }

    /// The bed in the next unit is the patient's: they move there, and the one they held is free.
    #[inline(never)]
    pub(crate) fn pass_on(&mut self, patient: &mut Patient, next: StageId) {
        let model = self.model;
        self.free_acute_bed(patient);
        let stage = model.stage(next);
        (patient.stage, patient.hospital, patient.entered) = (next, stage.hospital, self.now);
        patient.ending = Ending::Ready;
        let key = patient.key;
        let unit = model.hospitals[stage.hospital.at()].hash;
        let stay = self.foresee_end(patient, stage, || key.bits_for(Purpose::LaterOutcome, unit));
        let drawn = model.stays[stay.at()].draw(key.bits_for(Purpose::LaterStay, unit));
        let seconds = self.until_a_round(patient, stage.rounds, drawn);
        self.count_passed_on(patient, seconds);
        self.stay_in_acute_bed(patient, &model.cohorts[patient.cohort.at()], seconds);
    }
}
