//! The order in which things stand in a file changes no result.

use super::support::{Experiment, ready};
use serde_json::{Map, Value, json};
use wardflow_scenario::Ready;

type Members = Vec<(String, Value)>;

/// A file with all its maps in another order; arrangements follow one another, so theirs stays.
fn rearranged(value: &Value, order: &mut dyn FnMut(&mut Members), is_sequence: bool) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Members = members
                .iter()
                .map(|(key, value)| (key.clone(), rearranged(value, order, key == "arrangements")))
                .collect();
            if !is_sequence {
                order(&mut members);
            }
            Value::Object(members.into_iter().collect::<Map<_, _>>())
        }
        Value::Array(entries) => entries.iter().map(|entry| rearranged(entry, order, false)).collect(),
        other => other.clone(),
    }
}

/// Every measure's values to the bit, by key.
fn results(ready: Ready) -> Vec<(String, Vec<u64>)> {
    let experiment = Experiment::new(ready);
    let results = experiment.run(11, 2, false);
    let measures = experiment.catalogue.measures().iter().enumerate();
    let mut all: Vec<(String, Vec<u64>)> = measures
        .map(|(at, measure)| {
            let each = results.values.iter().map(|values| values[at].to_bits());
            (measure.key.clone(), each.chain([results.measures[at].summary.mean.to_bits()]).collect())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn every_map_of_every_shipped_scenario_reversed_and_shuffled_gives_the_same() {
    for (name, _) in wardflow_scenario::SHIPPED {
        let experiment = Experiment::of(name, &["days=60", "warm_up_days=60"]);
        let mut written = serde_json::to_value(&experiment.ready.scenario).expect("it can be written");
        written["extends"] = Value::Null;
        let text = |value: &Value| serde_json::to_string_pretty(value).expect("it can be written");
        let as_it_is = results(ready(&text(&written)));
        let reversed = rearranged(&written, &mut |members| members.reverse(), false);
        let mut state = 88_172_645_463_325_252_u64;
        let mut shuffle = |members: &mut Members| {
            for last in (1..members.len()).rev() {
                // Marsaglia's xorshift.
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                members.swap(last, (state % (last as u64 + 1)) as usize);
            }
        };
        let shuffled = rearranged(&written, &mut shuffle, false);
        for other in [reversed, shuffled] {
            let other = results(ready(&text(&other)));
            let differing = as_it_is.iter().zip(&other).find(|(one, other)| one != other);
            assert_eq!(differing, None, "{name}");
        }
    }
}

#[test]
fn what_a_package_takes_may_stand_in_any_order() {
    let scenario = |takes: Value| {
        json!({
            "format": 1, "title": "Two kinds", "start": "2026-01-05", "days": 365, "warm_up_days": 100,
            "hospitals": {"acute": {"beds": 6, "when_full": "turn_away"}},
            "cohorts": {"adults": {"arrivals": {"poisson": {"per_day": 1.2}}, "acute_stay": {"exponential": {"mean_days": 4}},
                "pathways": {"day": 0.3, "night": 0.3, "both": "the_rest"}}},
            "pathways": {
                "day": {"needs": {"care_at_home": {"packages": {"one": {"takes": {"care": {"hours_per_week": 10}}, "stay": {"exponential": {"mean_days": 10}}}}}}},
                "night": {"needs": {"care_at_home": {"packages": {"one": {"takes": {"night": {"hours_per_week": 14}}, "stay": {"exponential": {"mean_days": 14}}}}}}},
                "both": {"needs": {"care_at_home": {"packages": {"one": {"takes": takes, "stay": {"exponential": {"mean_days": 12}}}}}}},
            },
            "services": {"care": {"hours_per_week": 30, "smaller_may_pass": true}, "night": {"hours_per_week": 28, "smaller_may_pass": true}},
        })
    };
    let one = scenario(json!({"care": {"hours_per_week": 10}, "night": {"hours_per_week": 14}}));
    let other = scenario(json!({"night": {"hours_per_week": 14}, "care": {"hours_per_week": 10}}));
    let [one, other] = [one, other].map(|scenario| results(ready(&scenario.to_string())));
    assert_eq!(one, other);
}
