//! Stays in services, and how they end.

use super::{Destination, Patience, Shares, StayId, Triage};
use crate::{calendar::Calendar, dated::Dated, locality::Needs, random::NameHash};

/// Where a patient is who has left hospital and is in a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// At home, with care.
    Home,
    /// In a short-term bed.
    ShortTermBed,
    /// In a long-term placement.
    LongTerm,
}

/// A first contact with staff that should come soon after the transfer from hospital. It holds nobody anywhere.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its path in the scenario without the word `first_contacts`, such as `services.d2a_block.therapist`.
    pub name: String,
    /// What people call the staff who come.
    pub title: String,
    /// What people call the service or package.
    pub of: String,
    /// The last part of it as part of the keys of when somebody is ready to come.
    pub hash: NameHash,
    /// How long after the transfer somebody is ready to come.
    pub after: StayId,
    /// When they come; at any time if none.
    pub hours: Option<Calendar>,
    /// It should come within so long of the transfer [s].
    pub within: u64,
}

/// How stays in a service end: what is held is held until the patient moves on.
#[derive(Clone, Debug)]
pub struct Exit {
    /// Its path in the scenario without the word `outcomes`, such as `services.d2a_block`.
    pub name: String,
    /// What people call the service or package.
    pub title: String,
    /// The assessment with which the end begins, if there is one.
    pub assessment: Option<Triage>,
    /// Shares of the outcomes.
    pub shares: Shares,
    /// What the outcomes are.
    pub outcomes: Vec<Outcome>,
}

/// One way in which a stay in a service ends.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name in keys.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// How long it takes until the patient can move on.
    pub delay: Option<StayId>,
    /// What they need next.
    pub needs: Needs,
    /// Where those go who need nothing.
    pub leads_to: Destination,
    /// Whether those who go home or to a care home come back.
    pub readmission: Option<Readmission>,
    /// How long people wait for what they need next; as long as it takes if none.
    pub patience: Option<Patience>,
}

/// That patients who went home come back to hospital.
#[derive(Clone, Debug)]
pub struct Readmission {
    /// Chance, when one of them leaves, that they do.
    pub probability: Dated,
    /// How long after they left.
    pub after: StayId,
}
