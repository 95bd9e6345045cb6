//! Cohorts of patients, and how they come and leave the acute stay.

use super::{Patience, Shares, Stage, StayId, Triage};
use crate::{arrivals::Arrivals, calendar::Calendar, dated::Dated, locality::Needs, random::NameHash};

/// A cohort of patients.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// Its name in keys.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The name as part of its patients' keys.
    pub hash: NameHash,
    /// Shares of the localities where they live, if there are any.
    pub localities: Option<Box<Shares>>,
    /// When they arrive.
    pub arrivals: Arrivals,
    /// Their stay where they arrive.
    pub first: Stage,
    /// Shares of the pathways.
    pub shares: Shares,
    /// Class in which its patients wait at the front door: lower ones are served first.
    pub priority: u8,
    /// How long they wait there; as long as it takes if none.
    pub patience: Option<Patience>,
    /// If they are referred from the community first: what happens before anybody comes to the front door.
    pub step_up: Option<Box<StepUp>>,
    /// Planning that begins before readiness, if it ever does.
    pub early_planning: Option<Box<EarlyPlanning>>,
}

/// Planning that begins before readiness.
#[derive(Clone, Debug)]
pub struct EarlyPlanning {
    /// Chance of it, at admission.
    pub probability: Dated,
    /// How long before readiness it then begins.
    pub lead: StayId,
}

/// Referrals from the community: urgent response, and services without a hospital stay.
#[derive(Clone, Debug)]
pub struct StepUp {
    /// When referrals are taken, outside of which they are refused; always if none.
    pub hours: Option<Calendar>,
    /// Staff who answer, and how long that takes; without them the need is known at once.
    pub answer: Option<Triage>,
    /// Chance that a referral that was answered is accepted.
    pub accepted: Dated,
    /// What those accepted need.
    pub needs: Needs,
    /// How long they wait for it until they are refused after all; as long as it takes if none.
    pub wait: Option<StayId>,
    /// Chance that somebody refused comes to the front door.
    pub refused_come: Dated,
}
