//! The plan of a sweep as a file: which scenario, what is varied, over which values, what is measured.
//!
//! It is read as scenarios are ([`wardflow_scenario::reading`]): with comments, `extends`, `source` and `note`.

use std::fmt;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, SeqAccess, Visitor},
};
use serde_json::Value;
use wardflow_scenario::{format::Named, schema::schema_of};

/// The version of the plan format that this program reads and writes.
pub const FORMAT: u32 = 1;
/// What the file with the schema is usually called.
pub const SCHEMA_FILE: &str = "sweep-v1.schema.json";

/// A sweep: a scenario, or several variants of it, at many values of some of its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of the plan format: 1.
    pub format: u32,
    /// What the sweep is called on charts and in tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is about and what to look at, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Name or path of a plan that this one changes: maps merge, lists and values replace, null deletes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// Name of a built-in scenario, or path of a file from the folder of this one. Either this or `variants`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Several scenarios that are swept alike, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub variants: Named<VariantPlan>,
    /// Values that are changed in every scenario beforehand, by path; `+`, `-` or `*` after a path changes the number
    /// there by an amount, or by a percentage ("10%").
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub set: Named<Setting>,
    /// Replications of every point; as the first scenario says if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replications: Option<u32>,
    /// Seed of every point; as the first scenario says if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// What is kept: "headline", "all", or a list of keys.
    #[serde(default)]
    pub measures: Measures,
    /// What is varied, by path in the scenario, such as "services.rehab.beds".
    #[serde(default)]
    pub vary: Named<AxisPlan>,
    /// How the values of several axes are combined.
    #[serde(default)]
    pub design: Design,
}

/// One of several scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VariantPlan {
    /// Name of a built-in scenario, or path of a file from the folder of this one.
    pub scenario: String,
    /// Values that are changed in it beforehand, by path, as in `set` of the plan.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub set: Named<Setting>,
}

/// A value of a scenario: whatever may stand there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Setting(pub Value);

impl JsonSchema for Setting {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Setting".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Any value that the scenario may have at this path; null deletes the value.",
            "anyOf": [
                { "type": "number" },
                { "type": "string" },
                { "type": "boolean" },
                { "type": "array" },
                { "type": "object" },
                { "type": "null" },
            ],
        })
    }
}

/// The values of one axis: `values`, or `from` and `to`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AxisPlan {
    /// What charts call it, with its unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// These values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<f64>>,
    /// The least value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// The greatest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// Only `from`, `from` + `step` and so on are possible. Sampled designs need it where numbers must be whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
}

/// How the values of several axes are combined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Design {
    /// Every value of an axis with every value of the others.
    #[default]
    Grid,
    /// The first value of every axis, then the second of every axis and so on.
    List,
    /// Points at random: every axis is cut into as many equal parts as there are points, and each part holds one point.
    LatinHypercube {
        /// How many points.
        points: u32,
        /// Seed of the points, not of the patients.
        #[serde(default = "one")]
        seed: u64,
    },
    /// The first points of Sobol's sequence.
    Sobol {
        /// How many points; a power of 2 fills the space most evenly.
        points: u32,
    },
    /// The points of a CSV file.
    Csv {
        /// Path of the file, from the folder of this one: it has a column for each path; a column `id` may name the points.
        file: String,
    },
}

fn one() -> u64 {
    1
}

/// Which measures are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Measures {
    /// Those of the one-screen table.
    #[default]
    Headline,
    /// All.
    All,
    /// Those with these keys.
    Keys(Vec<String>),
}

impl Serialize for Measures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Headline => serializer.serialize_str("headline"),
            Self::All => serializer.serialize_str("all"),
            Self::Keys(keys) => keys.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Measures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MeasuresVisitor;

        impl<'de> Visitor<'de> for MeasuresVisitor {
            type Value = Measures;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("\"headline\", \"all\" or a list of keys such as [\"nctr_people\"]")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Measures, E> {
                match text {
                    "headline" => Ok(Measures::Headline),
                    "all" => Ok(Measures::All),
                    _ => Err(E::invalid_type(de::Unexpected::Str(text), &self)),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Measures, A::Error> {
                let mut keys = Vec::new();
                while let Some(key) = entries.next_element()? {
                    keys.push(key);
                }
                Ok(Measures::Keys(keys))
            }
        }

        deserializer.deserialize_any(MeasuresVisitor)
    }
}

impl JsonSchema for Measures {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Measures".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "\"headline\", \"all\", or the keys of measures.",
            "anyOf": [
                { "const": "headline" },
                { "const": "all" },
                { "type": "array", "items": { "type": "string" }, "minItems": 1 },
            ],
        })
    }
}

/// The JSON Schema of the plan file, draft 2020-12.
pub fn schema() -> Value {
    schema_of::<Plan>(
        &format!("sweep:v{FORMAT}"),
        &format!("wardflow plan of a sweep, format {FORMAT}"),
        "Which scenario is run at which values of which of its numbers, and what is measured. Comments (`//`) and \
            trailing commas are allowed in the file.",
    )
}
