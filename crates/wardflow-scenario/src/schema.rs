//! The JSON Schema of the scenario file, for editors and other programs: generated from the types of [`crate::format`]
//! and then widened by what [`crate::reading`] takes of any type. Other files that are read so have theirs from
//! [`schema_of`].
//!
//! There are two schemas in one. A scenario that stands alone has all required keys. One that `extends` another says
//! only what it changes, and deletes with null: each definition has a counterpart for that, called `Changed...`.

mod parts;
mod widen;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use self::widen::{Family, widen};
use crate::{
    format::{FORMAT, Scenario},
    reading::ALIASES,
};

/// What the file with the schema is usually called.
pub const SCHEMA_FILE: &str = "scenario-v1.schema.json";

/// The JSON Schema of the scenario file, draft 2020-12.
pub fn schema() -> Value {
    schema_of::<Scenario>(
        &format!("scenario:v{FORMAT}"),
        &format!("wardflow scenario, format {FORMAT}"),
        "A hospital discharge system: who comes, what they need, and what there is of it. Comments (`//`) \
            and trailing commas are allowed in the file.",
    )
}

/// The JSON Schema of a file that holds a `T`: its name after `urn:wardflow:`, title and description.
pub fn schema_of<T: JsonSchema>(urn: &str, title: &str, description: &str) -> Value {
    let generated = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value();
    let Value::Object(mut root) = generated else { return generated };
    let root_name = T::schema_name();
    let mut types = match root.remove("$defs") {
        Some(Value::Object(types)) => types,
        _ => Map::new(),
    };
    root.remove("$schema");
    root.remove("title");
    types.insert(root_name.clone().into_owned(), Value::Object(root));
    types.sort_keys();

    let mut definitions = parts::shared();
    for family in [Family::Whole, Family::Changed] {
        for (name, plain) in &types {
            let mut wide = widen(plain, family);
            if *name == root_name {
                allow_schema_key(&mut wide);
                allow_aliases(&mut wide);
            }
            definitions.insert(family.name_of(name), wide);
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:wardflow:{urn}"),
        "title": title,
        "description": description,
        "type": "object",
        "if": { "required": ["extends"], "properties": { "extends": { "not": { "type": "null" } } } },
        "then": { "$ref": format!("#/$defs/{}", Family::Changed.name_of(&root_name)) },
        "else": { "$ref": format!("#/$defs/{root_name}") },
        "$defs": definitions,
    })
}

/// The key by which editors find the schema itself.
/// Lists under the other words that there are for them.
fn allow_aliases(scenario: &mut Value) {
    if let Some(Value::Object(properties)) = scenario.get_mut("properties") {
        for (other, known) in ALIASES {
            let Some(mut list) = properties.get(known).cloned() else { continue };
            if let Value::Object(list) = &mut list {
                list.insert("description".into(), format!("Another word for `{known}`.").into());
            }
            properties.insert(other.into(), list);
        }
    }
}

fn allow_schema_key(scenario: &mut Value) {
    if let Some(Value::Object(properties)) = scenario.get_mut("properties") {
        let described = json!({ "description": "Where the schema of this file is, for editors.", "type": "string" });
        properties.shift_insert(0, "$schema".into(), described);
    }
}
