//! Step-up: people who are referred from the community, before any hospital stay or instead of one.
//!
//! Staff answer the referral; those accepted use the same home care or beds as discharged patients; some of those refused
//! come to the front door, as the same people.

use crate::{
    clock::Time,
    follow_up::Whereabouts,
    journey::line_of,
    model::StepUp,
    patient::{Fate, Patient, Steps},
    random::Purpose,
    replication::{Departure, Witness},
    system::System,
};

impl<'m, W: Witness> System<'m, W> {
    /// Somebody is referred.
    #[inline(never)]
    pub(crate) fn refer(&mut self, patient: &mut Patient, step_up: &StepUp) {
        patient.steps.add(Steps::STEP_UP);
        self.tally.cohorts[patient.cohort.at()].referrals += 1;
        if step_up.hours.as_ref().is_some_and(|hours| !hours.is_open(self.now)) {
            return self.refuse(patient);
        }
        match step_up.answer {
            Some(answer) => self.request(patient, self.triage_line(answer, patient)),
            None => self.end_answer(patient),
        }
    }

    fn step_up_of(&self, patient: &Patient) -> Option<&'m StepUp> {
        self.model.cohorts[patient.cohort.at()].step_up.as_deref()
    }

    /// Staff begin to answer the referral.
    pub(crate) fn answer(&mut self, patient: &mut Patient) {
        self.count_answer(patient);
        self.count_work_begun(patient, patient.arrived);
        let Some(answer) = self.step_up_of(patient).and_then(|step_up| step_up.answer) else { return };
        let work = self.draw(patient, answer.handling, Purpose::Answer);
        self.work_on(patient, work);
    }

    /// It is known whether the referral is accepted.
    pub(crate) fn end_answer(&mut self, patient: &mut Patient) {
        let Some(step_up) = self.step_up_of(patient) else { return };
        if patient.key.uniform(Purpose::StepUp) >= step_up.accepted.at(self.now) {
            return self.refuse(patient);
        }
        let Some(line) = line_of(patient, self.now, step_up.needs.of(patient.locality)) else {
            self.count_care(patient);
            return self.depart(patient, Departure::Home, Whereabouts::Home);
        };
        patient.requested = self.now;
        self.request(patient, line);
        if let Some(wait) = step_up.wait
            && patient.steps.has(Steps::WAITING)
        {
            let due = self.now + self.draw(patient, wait, Purpose::StepUpWait);
            self.set_fate(patient, due, Fate::Leave);
        }
    }

    /// Where no staff answer referrals, care that begins is the answer.
    fn count_care(&mut self, patient: &Patient) {
        self.tally.cohorts[patient.cohort.at()].got_care += 1;
        if !self.has_staff_to_answer(patient) {
            self.count_answer(patient);
        }
    }

    fn has_staff_to_answer(&self, patient: &Patient) -> bool {
        self.step_up_of(patient).is_some_and(|step_up| step_up.answer.is_some())
    }

    /// Whether somebody referred from the community has had no answer yet.
    pub(crate) fn is_unanswered(&self, patient: &Patient) -> bool {
        !self.has_staff_to_answer(patient) || patient.triage_begun == Time::NEVER
    }

    /// What they need is theirs: they are in the service at once.
    #[inline(never)]
    pub(crate) fn enter_from_community(&mut self, patient: &mut Patient) {
        patient.steps.remove(Steps::STEP_UP);
        patient.steps.add(Steps::ALLOCATED | Steps::PLACED);
        patient.left = self.now;
        self.count_care(patient);
        self.count_community_allocation(patient);
        self.enter_service(patient, 0);
    }

    /// The referral is refused: some come to the front door instead.
    pub(crate) fn refuse(&mut self, patient: &mut Patient) {
        self.tally.cohorts[patient.cohort.at()].refused += 1;
        let share = self.step_up_of(patient).map_or(0.0, |step_up| step_up.refused_come.at(self.now));
        if patient.key.uniform(Purpose::Refused) >= share {
            return self.depart(patient, Departure::Refused, Whereabouts::Home);
        }
        self.tally.cohorts[patient.cohort.at()].refused_came += 1;
        let Patient { slot, key, number, cohort, hospital, locality, .. } = *patient;
        *patient = Patient::new(slot, key, number, cohort, hospital, self.now);
        patient.locality = locality;
        self.come_to_front_door(patient);
    }
}
