//! Reasons for delay: fixed ones, to which named arrangements are added, and their groups.

use super::ReasonId;

/// The referral waits for a member of staff.
pub const AWAITING_TRIAGE: ReasonId = ReasonId(0);
/// The referral is being triaged.
pub const IN_TRIAGE: ReasonId = ReasonId(1);
/// Capacity is not there.
pub const CAPACITY: ReasonId = ReasonId(2);
/// A placement is being arranged.
pub const PLACEMENT: ReasonId = ReasonId(3);
/// All is ready, discharge hours are not.
pub const DISCHARGE_HOURS: ReasonId = ReasonId(4);
/// How many fixed reasons there are.
pub const FIXED: usize = 5;

/// The five reason groups of the national discharge collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonGroup {
    /// Hospital process.
    HospitalProcess,
    /// Wellbeing concerns.
    WellbeingConcerns,
    /// Care transfer hub process.
    CareTransferHubProcess,
    /// Interface process.
    InterfaceProcess,
    /// Capacity.
    Capacity,
}

impl ReasonGroup {
    /// All groups, in the order of the collection.
    pub const ALL: [Self; 5] = [
        Self::HospitalProcess,
        Self::WellbeingConcerns,
        Self::CareTransferHubProcess,
        Self::InterfaceProcess,
        Self::Capacity,
    ];

    /// Its name in keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::HospitalProcess => "hospital_process",
            Self::WellbeingConcerns => "wellbeing_concerns",
            Self::CareTransferHubProcess => "care_transfer_hub_process",
            Self::InterfaceProcess => "interface_process",
            Self::Capacity => "capacity",
        }
    }

    /// Its name in the collection.
    pub const fn title(self) -> &'static str {
        match self {
            Self::HospitalProcess => "Hospital process",
            Self::WellbeingConcerns => "Wellbeing concerns",
            Self::CareTransferHubProcess => "Care transfer hub process",
            Self::InterfaceProcess => "Interface process",
            Self::Capacity => "Capacity",
        }
    }
}

/// Who answers for a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Responsible {
    /// The NHS.
    Nhs,
    /// Adult social care.
    SocialCare,
    /// Both.
    Both,
}

impl Responsible {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nhs, Self::SocialCare, Self::Both];

    /// The name in keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nhs => "nhs",
            Self::SocialCare => "social_care",
            Self::Both => "both",
        }
    }
}

/// A reason for delay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Its name in keys.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its group in the national collection.
    pub group: ReasonGroup,
    /// Who answers for it; for capacity the pathway says so.
    pub responsible: Responsible,
}

impl Reason {
    /// The fixed reasons, in the order of the constants of this module.
    pub fn fixed() -> Vec<Self> {
        let reason = |name: &str, group| {
            let title = name.replace('_', " ");
            Self { name: name.into(), title, group, responsible: Responsible::Nhs }
        };
        vec![
            reason("awaiting_triage", ReasonGroup::CareTransferHubProcess),
            reason("in_triage", ReasonGroup::CareTransferHubProcess),
            reason("awaiting_capacity", ReasonGroup::Capacity),
            reason("arranging_placement", ReasonGroup::InterfaceProcess),
            reason("awaiting_discharge_hours", ReasonGroup::HospitalProcess),
        ]
    }
}
