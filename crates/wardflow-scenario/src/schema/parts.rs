//! Definitions that both families share: plain values, which may carry a source and a note.

use serde_json::{Map, Value, json};

/// Plain values that are written all over a scenario: the name of the definition and the schema of the bare value.
fn plain() -> [(&'static str, &'static str, Value); 5] {
    [
        ("number", "a number", json!({ "type": "number" })),
        ("whole_number", "a whole number", json!({ "type": "integer" })),
        ("count", "a whole number, 0 or more", json!({ "type": "integer", "minimum": 0 })),
        ("text", "a text", json!({ "type": "string" })),
        ("true_or_false", "true or false", json!({ "type": "boolean" })),
    ]
}

/// The definitions, by name.
pub(super) fn shared() -> Map<String, Value> {
    let mut shared = Map::new();
    shared.insert("source".into(), annotation("Where this comes from: a document, a data set, a person."));
    shared.insert("note".into(), annotation("Anything worth knowing about this."));
    for (name, words, bare) in plain() {
        let wide = json!({
            "description": format!("{words}, alone or with its source: {{ \"value\": ..., \"source\": \"...\" }}"),
            "anyOf": [bare, with_source(&bare)],
        });
        shared.insert(name.into(), wide);
    }
    shared
}

fn annotation(description: &str) -> Value {
    json!({ "description": description, "type": ["string", "null"] })
}

/// A reference to a shared definition.
pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// The shared definition of a bare value, if there is one.
pub(super) fn shared_for(bare: &Value) -> Option<Value> {
    plain().into_iter().find(|(_, _, known)| known == bare).map(|(name, ..)| reference(name))
}

/// `{"value": ..., "source": ..., "note": ...}` around a bare value.
pub(super) fn with_source(bare: &Value) -> Value {
    json!({
        "type": "object",
        "properties": { "value": bare, "source": reference("source"), "note": reference("note") },
        "required": ["value"],
        "additionalProperties": false,
    })
}
