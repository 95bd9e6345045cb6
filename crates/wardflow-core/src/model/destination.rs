//! Where people go: nothing is assumed that a scenario does not say.

use super::{Follows, Hospital, Model, Offer, Setting};
use crate::patient::Ending;

/// Where a patient goes who leaves hospital or a service and needs nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Home.
    Home,
    /// Nowhere: they have died.
    Died,
    /// To the front door of their hospital, at once.
    Hospital,
    /// To a care home, which is no capacity of the model.
    CareHome,
    /// Away; the scenario does not say where to, and nothing is assumed.
    Unsaid,
}

impl Model {
    /// Whether anybody may end up there for good who leaves alive.
    pub fn leads_to(&self, there: Destination) -> bool {
        let outcomes = || self.exits.iter().flat_map(|exit| &exit.outcomes);
        let at_the_door = self.cohorts.iter().filter_map(|cohort| cohort.patience);
        let in_hospital = self.pathways.iter().filter_map(|pathway| pathway.while_waiting.as_ref()?.patience);
        let in_service = outcomes().filter_map(|outcome| outcome.patience);
        let mut patience = at_the_door.chain(in_hospital).chain(in_service);
        self.pathways.iter().any(|pathway| pathway.needs.is_empty() && pathway.leads_to == there)
            || self.offers.iter().any(|offer| offer.leads_to(there))
            || outcomes().any(|outcome| outcome.needs.is_empty() && outcome.leads_to == there)
            || patience.any(|patience| patience.leads_to == there)
            || (there == Destination::Unsaid && self.comes_back() && self.may_send_away())
    }

    /// Whether anybody may come back to hospital.
    pub fn comes_back(&self) -> bool {
        let mut outcomes = self.exits.iter().flat_map(|exit| &exit.outcomes);
        self.pathways.iter().any(|pathway| pathway.readmission.is_some())
            || outcomes.any(|outcome| outcome.readmission.is_some() || outcome.leads_to == Destination::Hospital)
    }

    /// Whether patients may be transferred or turned away.
    fn may_send_away(&self) -> bool {
        let stages = self.cohorts.iter().map(|cohort| &cohort.first).chain(&self.later_stages);
        stages.flat_map(|stage| &stage.ends).any(|end| end.ending == Ending::Transferred)
            || self.hospitals.iter().any(Hospital::may_turn_away)
    }
}

impl Offer {
    /// Whether somebody who has it ends up there, whatever the outcome of the stay.
    fn leads_to(&self, there: Destination) -> bool {
        let is_placement = self.setting == Setting::LongTerm;
        match there {
            Destination::CareHome => is_placement,
            Destination::Unsaid => self.ends_unsaid(),
            Destination::Home | Destination::Hospital | Destination::Died => false,
        }
    }

    /// Whether a stay in its bed or place ends without a word about where people go.
    fn ends_unsaid(&self) -> bool {
        self.follows == Follows::Stay && self.setting != Setting::Home && self.exit.is_none()
    }
}
