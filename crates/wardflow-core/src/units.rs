//! Units that pass patients on: an acute ward to a rehabilitation ward, say.
//!
//! Whoever needs a bed in another unit holds the one they have until it is there, without being discharge ready.

use crate::{
    model::{Stage, StayId},
    patient::{Ending, Patient, Steps},
    random::{Purpose, unit},
    replication::Witness,
    system::System,
};

impl<W: Witness> System<'_, W> {
    /// Finds out whether a stay in a unit that ends in nothing else ends with a bed in another one, and gives its length
    /// where that depends on it.
    #[inline(never)]
    pub(crate) fn foresee_passing_on(&self, patient: &mut Patient, stage: &Stage, usual: StayId) -> StayId {
        if patient.ending != Ending::Ready {
            return usual;
        }
        // In the first unit it is one of the ends of the stay there, chosen by the same number.
        let (uniform, mut up_to) = if stage.from.is_none() {
            let ends = self.model.cohorts[patient.cohort.at()].ends();
            let otherwise = ends.iter().map(|end| end.probability.at(self.now)).sum();
            (patient.key.uniform(Purpose::AcuteOutcome), otherwise)
        } else {
            (unit(patient.key.bits_of(Purpose::LaterOutcome, u64::from(patient.stage.0))), 0.0)
        };
        for passed_on in &stage.passed_on {
            up_to += passed_on.probability.at(self.now);
            if uniform < up_to {
                (patient.ending, patient.next_stage) = (Ending::PassedOn, passed_on.to);
                return passed_on.stay.unwrap_or(usual);
            }
        }
        usual
    }

    /// The stay in the unit is over: the patient asks for a bed in the next.
    #[inline(never)]
    pub(crate) fn ask_for_next_unit(&mut self, patient: &mut Patient) {
        patient.asked = self.now;
        self.count_to_pass_on(patient);
        let hospital = self.model.stage(patient.next_stage).hospital;
        self.request(patient, self.model.hospitals[hospital.at()].front_door);
        if patient.steps.has(Steps::WAITING) {
            self.count_shortage(hospital);
        }
    }

    /// The bed in the next unit is the patient's: they move there, and the one they held is free.
    #[inline(never)]
    pub(crate) fn pass_on(&mut self, patient: &mut Patient) {
        let model = self.model;
        self.free_acute_bed(patient);
        let stage = patient.next_stage;
        let described = model.stage(stage);
        (patient.stage, patient.hospital, patient.entered) = (stage, described.hospital, self.now);
        patient.ending = Ending::Ready;
        let stay = self.foresee_passing_on(patient, described, described.acute_stay[patient.pathway.at()]);
        let seconds = model.stays[stay.at()].draw(patient.key.bits_of(Purpose::LaterStay, u64::from(stage.0)));
        self.count_passed_on(patient, seconds);
        self.stay_in_acute_bed(patient, &model.cohorts[patient.cohort.at()], seconds);
    }
}
