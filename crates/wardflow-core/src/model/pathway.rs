//! Discharge pathways: triage, arrangements, needs, and what happens while people wait.

use std::ops::Range;

use super::{Destination, LineId, PathwayId, Readmission, ReasonId, Responsible, StayId};
use crate::{dated::Dated, locality::Needs, random::NameHash};

/// A discharge pathway.
#[derive(Clone, Debug)]
pub struct Pathway {
    /// Its name in keys.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// 0 to 3, as in the national guidance.
    pub level: u8,
    /// Triage by a SPOA, if it needs one.
    pub triage: Option<Triage>,
    /// Its named arrangements.
    pub arrangements: Range<usize>,
    /// Whether capacity is requested while the arrangements run.
    pub request_at_readiness: bool,
    /// What its patients need; nothing for simple discharge.
    pub needs: Needs,
    /// Who answers for waits for its capacity.
    pub responsible: Responsible,
    /// Where those go who need nothing.
    pub leads_to: Destination,
    /// Whether they come back.
    pub readmission: Option<Readmission>,
    /// Class in which its patients wait for triage and capacity: lower ones are served first.
    pub priority: u8,
    /// What may become of its patients while they wait in hospital, discharge ready; nothing if none.
    pub while_waiting: Option<Box<WhileWaiting>>,
}

impl Pathway {
    /// Whether its patients go home, with care or without.
    pub fn leads_home(&self) -> bool {
        self.level == 1 || (self.level == 0 && self.leads_to == Destination::Home)
    }
}

/// What may become of patients while they wait in hospital, from readiness until capacity is theirs.
///
/// Chances are for each full day of waiting, on the pathway that they are on, as they are when that day is over.
#[derive(Clone, Debug, Default)]
pub struct WhileWaiting {
    /// They leave.
    pub patience: Option<Patience>,
    /// Chance of death.
    pub death: Dated,
    /// Chance of needing another pathway, and which.
    pub heavier: Option<(Dated, PathwayId)>,
    /// Chance of a longer stay in the service, and by how much [s].
    pub longer_stay: Option<(Dated, u64)>,
    /// Another pathway that is offered while they wait for capacity.
    pub fallback: Option<Fallback>,
}

/// How long people wait before they leave.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long.
    pub after: StayId,
    /// Where they then are.
    pub leads_to: Destination,
}

/// Another pathway that is offered to whoever waits for capacity.
#[derive(Clone, Debug)]
pub struct Fallback {
    /// After how long a wait.
    pub after: StayId,
    /// Chance that it is taken.
    pub probability: Dated,
    /// Which pathway.
    pub to: PathwayId,
}

/// Triage of a pathway's referrals.
#[derive(Clone, Copy, Debug)]
pub struct Triage {
    /// The line at the SPOA; where it is done by the SPOA of the patient's locality, for those whose locality has none.
    pub line: LineId,
    /// Whether it is done by the SPOA of the patient's locality.
    pub is_local: bool,
    /// Time that one referral takes a member of staff.
    pub handling: StayId,
}

/// A named delay in the acute bed that is not capacity.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// Its name as part of the keys of how long it takes.
    pub hash: NameHash,
    /// Its reason.
    pub reason: ReasonId,
    /// How long it takes.
    pub time: StayId,
    /// Whether it begins together with the one before it rather than after it.
    pub with_previous: bool,
}
