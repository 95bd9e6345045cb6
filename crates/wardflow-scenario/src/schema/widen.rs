//! Widens what schemars derives by what the reader takes of any type: `source` and `note` in every object, plain values
//! and lists written as `{"value": ...}`, and in files that extend another anything left out or deleted.

use serde_json::{Map, Value, json};

use super::parts::{reference, shared_for, with_source};

/// Which of the two schemas.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Of a scenario that stands alone.
    Whole,
    /// Of what changes a scenario that it extends.
    Changed,
}

impl Family {
    /// What a type is called in this family.
    pub(super) fn name_of(self, name: &str) -> String {
        match self {
            Self::Whole => name.to_owned(),
            Self::Changed => format!("Changed{name}"),
        }
    }
}

/// What a schema allows, taken apart.
#[derive(Default)]
struct Choices {
    /// Anything but objects: numbers, texts, lists.
    bare: Vec<Value>,
    objects: Vec<Map<String, Value>>,
    references: Vec<Value>,
    null: bool,
}

/// The wider schema of a type.
pub(super) fn widen(plain: &Value, family: Family) -> Value {
    widen_at(plain, family, false)
}

/// The wider schema of a value in an object.
fn widen_member(plain: &Value, family: Family) -> Value {
    widen_at(plain, family, family == Family::Changed)
}

fn widen_at(plain: &Value, family: Family, deletable: bool) -> Value {
    let mut choices = Choices::default();
    choices.take(plain, family);
    choices.null |= deletable;
    let alternatives = choices.alternatives(family);
    let mut wide = Map::new();
    if let Some(description) = plain.get("description") {
        wide.insert("description".into(), description.clone());
    }
    // What is left out of a change is not the default but what the other file says.
    if let Some(default) = plain.get("default").filter(|default| family == Family::Whole && !default.is_null()) {
        wide.insert("default".into(), default.clone());
    }
    if let [Value::Object(only)] = alternatives.as_slice() {
        for (key, value) in only {
            wide.entry(key.clone()).or_insert_with(|| value.clone());
        }
    } else {
        wide.insert("anyOf".into(), alternatives.into());
    }
    Value::Object(wide)
}

impl Choices {
    fn take(&mut self, schema: &Value, family: Family) {
        let Value::Object(keys) = schema else { return };
        if let Some(alternatives) = ["anyOf", "oneOf"].iter().find_map(|key| keys.get(*key)?.as_array()) {
            for alternative in alternatives {
                self.take(alternative, family);
            }
        } else if let Some(name) = keys.get("$ref").and_then(Value::as_str) {
            self.references.push(reference(&family.name_of(name.trim_start_matches("#/$defs/"))));
        } else if let Some(Value::Array(kinds)) = keys.get("type") {
            for kind in kinds {
                let mut one = keys.clone();
                one.insert("type".into(), kind.clone());
                self.take(&Value::Object(one), family);
            }
        } else {
            match keys.get("type").and_then(Value::as_str) {
                Some("null") => self.null = true,
                Some("object") => self.take_object(keys.clone(), family),
                _ => self.bare.push(bare(keys, family)),
            }
        }
    }

    /// The tags of an enum may be mixed in a change: one is written anew and another deleted.
    fn take_object(&mut self, object: Map<String, Value>, family: Family) {
        let earlier = self.objects.last_mut().filter(|_| family == Family::Changed);
        let properties = |of: &mut Map<String, Value>| match of.remove("properties") {
            Some(Value::Object(properties)) => properties,
            _ => Map::new(),
        };
        match earlier {
            Some(earlier) => {
                let mut object = object;
                let mut all = properties(earlier);
                all.append(&mut properties(&mut object));
                earlier.insert("properties".into(), Value::Object(all));
            }
            None => self.objects.push(object),
        }
    }

    fn alternatives(self, family: Family) -> Vec<Value> {
        let mut alternatives = Vec::new();
        match self.bare.as_slice() {
            [] => {}
            [only] => match shared_for(only) {
                Some(shared) => alternatives.push(shared),
                None => alternatives.extend([only.clone(), with_source(only)]),
            },
            several => {
                alternatives.extend(several.iter().cloned());
                let constants: Option<Vec<&Value>> = several.iter().map(|one| one.get("const")).collect();
                let any = constants.map_or_else(|| json!({ "anyOf": several }), |all| json!({ "enum": all }));
                alternatives.push(with_source(&any));
            }
        }
        alternatives.extend(self.references);
        alternatives.extend(self.objects.into_iter().map(|object| widen_object(object, family)));
        if self.null {
            alternatives.push(json!({ "type": "null" }));
        }
        alternatives
    }
}

/// A number, text or list without what is said about it elsewhere.
fn bare(keys: &Map<String, Value>, family: Family) -> Value {
    let mut bare = keys.clone();
    for key in ["default", "format"] {
        bare.shift_remove(key);
    }
    let is_one_of_several = keys.contains_key("const");
    if !is_one_of_several {
        bare.shift_remove("description");
    }
    if let Some(entry) = bare.get_mut("items") {
        *entry = widen(entry, family);
    }
    Value::Object(bare)
}

fn widen_object(mut object: Map<String, Value>, family: Family) -> Value {
    object.shift_remove("default");
    if family == Family::Changed {
        object.shift_remove("required");
        object.shift_remove("minProperties");
        object.shift_remove("description");
    }
    for key in ["properties", "patternProperties"] {
        if let Some(Value::Object(members)) = object.get_mut(key) {
            members.values_mut().for_each(|member| *member = widen_member(member, family));
        }
    }
    if let Some(others) = object.get_mut("additionalProperties").filter(|others| others.is_object()) {
        *others = widen_member(others, family);
    }
    let properties = object.entry("properties").or_insert_with(|| json!({}));
    if let Value::Object(properties) = properties {
        properties.insert("source".into(), reference("source"));
        properties.insert("note".into(), reference("note"));
    }
    Value::Object(object)
}
