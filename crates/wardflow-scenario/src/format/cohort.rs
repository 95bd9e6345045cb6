//! Cohorts of patients: when they come, how long they stay, what they need.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::{Arrivals, Named, Patience, Rounds, Schedule, Stay, StepUp};

/// A cohort of patients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cohort {
    /// Their name in sentences, tables and charts, in any script; the key is used if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The hospital where they arrive; not needed where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hospital: Option<String>,
    /// Shares of the localities where they live, if there are any; one may be "`the_rest`".
    #[serde(default)]
    pub localities: Named<Share>,
    /// When they arrive.
    pub arrivals: Arrivals,
    /// Priority at the front door, from 1 (served first) to 9; with the same priority, first come, first served.
    #[serde(default = "middle")]
    pub priority: u8,
    /// How long patients wait at the front door; as long as it takes if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience: Option<Patience>,
    /// What happens first, if they are referred from the community; the rest is about those who come to hospital.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_up: Option<StepUp>,
    /// Acute stay until no criteria to reside.
    pub acute_stay: Stay,
    /// Acute stay of those who will need a pathway, where it differs.
    #[serde(default)]
    pub acute_stay_by_pathway: Named<Stay>,
    /// When these patients are found to be discharge ready, in all units; as in the hospital if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<Rounds>,
    /// Acute stays that end in death; those in other units have their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deaths: Option<AcuteEnd>,
    /// Acute stays that end in a transfer elsewhere; those in other units have their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfers: Option<AcuteEnd>,
    /// Units to which patients are passed on from the one where they arrive, or from another of these: they hold their
    /// bed until the unit has one for them. Units are hospitals of the scenario.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub passed_on: Named<PassedOn>,
    /// Share of each pathway among those who become discharge ready; one may be "`the_rest`".
    pub pathways: Named<Share>,
    /// Onward referrals raised before readiness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_planning: Option<EarlyPlanning>,
    /// Length of stay in a service, where it differs for this cohort.
    #[serde(default)]
    pub stay_by_service: Named<Stay>,
}

/// The priority of whoever has none.
pub(super) fn middle() -> u8 {
    5
}

/// Acute stays that end before the patient is discharge ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcuteEnd {
    /// Their share of all acute stays.
    pub share: Schedule,
    /// Their length; as for the others if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay: Option<Stay>,
}

/// Acute stays that end with a bed in another unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PassedOn {
    /// Their share of all stays in the unit before.
    pub share: Schedule,
    /// The unit before, if that is another of those to which patients are passed on; else where they arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The stay in the unit before; as for the others there if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stay_before: Option<Stay>,
    /// Acute stay in the unit, until no criteria to reside.
    pub acute_stay: Stay,
    /// That stay of those who will need a pathway, where it differs.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub acute_stay_by_pathway: Named<Stay>,
    /// Stays in the unit that end in death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deaths: Option<AcuteEnd>,
    /// Stays in the unit that end in a transfer elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfers: Option<AcuteEnd>,
}

/// Referrals raised before readiness: an expected discharge date set early, in-reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlyPlanning {
    /// Share of patients whose planning begins early.
    pub share: Schedule,
    /// How long before readiness the referral is raised; at admission if the stay is shorter.
    pub lead: Stay,
}

/// A share: a number from 0 to 1, numbers by date, or "`the_rest`".
#[derive(Clone, Debug, PartialEq)]
pub enum Share {
    /// So much.
    Of(Schedule),
    /// What the others leave.
    TheRest,
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Of(schedule) => schedule.serialize(serializer),
            Self::TheRest => serializer.serialize_str("the_rest"),
        }
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ShareVisitor;

        impl<'de> Visitor<'de> for ShareVisitor {
            type Value = Share;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a share such as 0.73, shares by date, or \"the_rest\"")
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Share, E> {
                Ok(Share::Of(Schedule::Constant(value)))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Share, E> {
                self.visit_f64(value as f64)
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Share, E> {
                self.visit_f64(value as f64)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Share, E> {
                if text == "the_rest" {
                    Ok(Share::TheRest)
                } else {
                    Err(E::invalid_type(de::Unexpected::Str(text), &self))
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Share, A::Error> {
                Schedule::deserialize(MapAccessDeserializer::new(map)).map(Share::Of)
            }
        }

        deserializer.deserialize_any(ShareVisitor)
    }
}

impl JsonSchema for Share {
    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let schedule = generator.subschema_for::<Schedule>();
        json_schema!({
            "description": "A share from 0 to 1, shares by date, or \"the_rest\": what the others leave.",
            "anyOf": [schedule, { "const": "the_rest" }]
        })
    }
}
