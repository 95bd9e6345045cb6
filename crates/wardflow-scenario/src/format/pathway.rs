//! Discharge pathways: triage, arrangements, and the capacity that a patient needs.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Destination, Fallback, FirstContact, HandlingTime, Named, Outcome, Readmission, Share, Stay, WhileWaiting,
    schedule::all,
};

/// A discharge pathway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pathway {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What its patients need to leave hospital.
    #[serde(default)]
    pub needs: Needs,
    /// Triage by a Single Point of Access; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triage: Option<Triage>,
    /// Named delays in the acute bed that are not capacity, by name, one after another in this order.
    #[serde(default)]
    pub arrangements: Named<Arrangement>,
    /// Priority for triage and capacity, from 1 (served first) to 9; with the same priority, first come, first served.
    #[serde(default = "super::cohort::middle")]
    pub priority: u8,
    /// What may become of its patients while they wait in hospital; nothing if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub while_waiting: Option<WhileWaiting>,
    /// Another pathway that is offered to patients who wait for capacity; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Fallback>,
    /// When capacity is asked for.
    #[serde(default)]
    pub request_capacity: RequestCapacity,
    /// Who is responsible for waits for its capacity.
    #[serde(default)]
    pub responsible: Responsible,
    /// Where those go who need nothing but the discharge: `home` (the meaning of simple discharge, and so if left out)
    /// or `care_home`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<Destination>,
    /// How many of those who need nothing but the discharge come back to hospital, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readmission: Option<Readmission>,
}

/// What patients need to leave hospital or a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Needs {
    /// Pathway 0, simple discharge: nothing.
    #[default]
    Nothing,
    /// Pathway 1, support at home: a package of care.
    CareAtHome {
        /// Packages, by name, with their shares.
        packages: Named<Package>,
    },
    /// Pathway 2, a short-term bed in the first of these services that has one free.
    Bed {
        /// Services in order of preference.
        services: Vec<String>,
    },
    /// Pathway 3, a long-term placement from the first of these services that has one.
    Placement {
        /// Services in order of preference.
        services: Vec<String>,
    },
}

/// A package of care at home.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Share of those with this need who need this package; one may be "`the_rest`".
    #[serde(default = "everybody")]
    pub share: Share,
    /// How much it takes from which services; it begins when all of it is there.
    pub takes: IndexMap<String, Amount>,
    /// What takes its place, in the patient's home, until the package can begin. They leave hospital as soon as either
    /// is free, and the package begins when all of it is free. None if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridging: Option<Bridging>,
    /// How long it lasts.
    pub stay: Stay,
    /// Percentage of the hours in each week of the stay; the last one holds to the end. All hours to the end if left
    /// out.
    #[serde(default)]
    pub taper_percent_by_week: Vec<f64>,
    /// Contacts with staff that should come soon after the transfer home, by name.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub first_contacts: Named<FirstContact>,
    /// The assessment at its end, by staff; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<Triage>,
    /// How it ends, by name; all stay at home if left out.
    #[serde(default)]
    pub outcomes: Named<Outcome>,
}

/// Hours or carers that are held until a package can begin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bridging {
    /// How much it takes from which services; it begins when all of it is there.
    pub takes: IndexMap<String, Amount>,
}

fn everybody() -> Share {
    Share::Of(all())
}

/// An amount of a service. Give the one key that fits it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// Hours of care a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_per_week: Option<f64>,
    /// Two carers at each visit: twice the hours.
    #[serde(default)]
    pub double_up: bool,
    /// Places, such as live-in carers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
}

/// Work of staff: triage of a pathway's referrals, or assessments at the end of stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Triage {
    /// The Single Point of Access; not needed where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoa: Option<String>,
    /// Time that one case takes a member of staff.
    pub handling: HandlingTime,
}

/// A named delay in the acute bed that is not capacity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrangement {
    /// Its name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its group in the national discharge collection.
    pub group: Group,
    /// How long it takes.
    pub time: Stay,
    /// Whether it runs beside the one before it; the longer of the two then counts.
    #[serde(default)]
    pub alongside_previous: bool,
    /// Who is responsible for it.
    #[serde(default)]
    pub responsible: Responsible,
}

/// Reason groups of the national discharge collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Medicines, letters, reviews, transport, referral to the hub.
    HospitalProcess,
    /// Concerns or choice of patient, family or carers; mental capacity; safeguarding.
    WellbeingConcerns,
    /// Confirmation of immediate needs and pathway.
    CareTransferHubProcess,
    /// Arrangements under way: packages, equipment, housing, funding.
    InterfaceProcess,
    /// What is needed is not available.
    Capacity,
}

/// When capacity is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RequestCapacity {
    /// When the arrangements are done.
    #[default]
    AfterArrangements,
    /// When the patient is ready and triaged: the arrangements run meanwhile.
    AtReadiness,
}

/// Who is responsible for a delay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Responsible {
    /// The NHS.
    Nhs,
    /// Adult social care.
    SocialCare,
    /// Both.
    #[default]
    Both,
}
