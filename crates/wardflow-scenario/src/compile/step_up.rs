//! Referrals from the community.

use wardflow_core::model::StepUp as CoreStepUp;

use super::{Compiler, at};
use crate::{
    format::{Needs, StepUp},
    reading::Path,
};

impl<'a> Compiler<'a, '_> {
    /// What happens to referrals of each cohort; before the ends of stays, since what they need may have some.
    pub(super) fn step_ups(&mut self) {
        for (name, cohort) in &self.scenario.cohorts {
            let path = at("cohorts", name).join("step_up");
            let step_up = cohort.step_up.as_ref().map(|step_up| Box::new(self.step_up(&path, step_up)));
            self.step_ups.push_back(step_up);
        }
    }

    fn step_up(&mut self, path: &Path, step_up: &'a StepUp) -> CoreStepUp {
        if matches!(step_up.needs, Needs::Placement { .. }) {
            let remedy = "give `care_at_home` or `bed`";
            self.error(path.join("needs"), "nobody is placed from the community here", remedy);
        }
        if step_up.needs == Needs::Nothing && step_up.waits.is_some() {
            let remedy = "leave `waits` out, or say what is waited for as `needs`";
            self.key_error(path.join("waits"), "there is nothing to wait for", remedy);
        }
        let answer = step_up.answered_by.as_ref().and_then(|by| self.triage(&path.join("answered_by"), by));
        CoreStepUp {
            hours: self.calendar(path.join("takes_referrals"), &step_up.takes_referrals),
            answer,
            accepted: self.chance(&path.join("accepted_share"), &step_up.accepted_share),
            needs: self.needs(&path.join("needs"), &step_up.needs).1,
            wait: step_up.waits.as_ref().map(|wait| self.stay(path.join("waits"), wait)),
            refused_come: self.chance(&path.join("refused_come_share"), &step_up.refused_come_share),
        }
    }
}
