//! The headings under which planners look for inputs.

use wardflow_scenario::{format::Scenario, reading::Path};

/// A part of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    AcuteBeds,
    Arrivals,
    Triage,
    Pathways,
    Beds,
    HomeCare,
    Money,
    Escalation,
    Places,
    Census,
    Uncertain,
    Run,
}

/// All of them, as a reader goes through them.
pub(crate) const GROUPS: [Group; 12] = [
    Group::AcuteBeds,
    Group::Arrivals,
    Group::Triage,
    Group::Pathways,
    Group::Beds,
    Group::HomeCare,
    Group::Money,
    Group::Escalation,
    Group::Places,
    Group::Census,
    Group::Uncertain,
    Group::Run,
];

impl Group {
    /// Where an input belongs.
    pub(crate) fn of(scenario: &Scenario, path: &Path) -> Self {
        let segments = path.segments();
        let list = segments.first().map_or("", String::as_str);
        let is_about_money =
            ["cost", "budget_pounds_per_year"].iter().any(|key| segments.iter().skip(2).any(|part| part == key));
        match list {
            _ if is_about_money => Self::Money,
            "hospitals" => Self::AcuteBeds,
            "cohorts" => Self::Arrivals,
            "spoas" => Self::Triage,
            "pathways" => Self::Pathways,
            "services" => {
                let service = segments.get(1).and_then(|name| scenario.services.get(name));
                if service.is_some_and(|service| service.hours_per_week.is_some()) {
                    Self::HomeCare
                } else {
                    Self::Beds
                }
            }
            "fixed_costs" | "payers" => Self::Money,
            "escalations" => Self::Escalation,
            "localities" | "calendars" | "bank_holidays" | "adults_served" | "people_65_and_over" => Self::Places,
            "census" => Self::Census,
            "uncertain" => Self::Uncertain,
            _ => Self::Run,
        }
    }

    /// What stands above it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::AcuteBeds => "Hospitals and acute beds",
            Self::Arrivals => "Who comes, how long they stay, what they need",
            Self::Triage => "Triage and assessment staff",
            Self::Pathways => "Pathways, arrangements and packages of care",
            Self::Beds => "Beds and places after hospital",
            Self::HomeCare => "Hours of care at home",
            Self::Money => "Money",
            Self::Escalation => "Escalation",
            Self::Places => "Localities, people served and calendars",
            Self::Census => "Who is there when the run begins",
            Self::Uncertain => "What is not known exactly",
            Self::Run => "The run",
        }
    }
}
