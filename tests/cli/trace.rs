//! `wardflow trace`.

use std::{collections::BTreeSet, fs, ops::Range};

use serde_json::Value;

use crate::support::{data, end, folder, folder_with_tiny, rows_of};

#[test]
fn a_patient_is_followed_hour_by_hour() {
    insta::assert_snapshot!(data(&folder_with_tiny(), &["trace", "tiny.json"]));
}

#[test]
fn referrals_from_the_community_and_moves_between_services_are_told() {
    let folder = folder_with_tiny();
    let referred = data(&folder, &["trace", "examples/step-up", "--cohort", "frail", "--patient", "203"]);
    let moved = data(&folder, &["trace", "examples/bridging"]);
    insta::assert_snapshot!(format!("{referred}\n{moved}"));
}

#[test]
fn a_trace_tells_what_the_list_of_patients_holds() {
    let folder = folder_with_tiny();
    data(&folder, &["run", "tiny.json", "--out", "ran", "--patients"]);
    let rows = rows_of(folder.path().join("ran/patients.csv"));
    let row = rows.iter().find(|row| row["departure"] == "service_ended").unwrap();
    let trace = ["trace", "tiny.json", "--cohort", "adults", "--patient", &row["number"], "--format", "json"];
    let json: Value = serde_json::from_str(&data(&folder, &trace)).unwrap();
    assert_eq!(json["pathway"], row["pathway"]);
    let steps = json["steps"].as_array().unwrap();
    for column in ["arrived", "admitted", "ready", "triage_begun", "triaged", "allocated", "left", "service_end"] {
        assert!(steps.iter().any(|step| step["at"] == row[column]), "{column}: {json:#}");
    }
}

#[test]
fn whoever_is_not_there_is_not_followed() {
    let folder = folder_with_tiny();
    let notes =
        [&["trace", "tiny.json", "--cohort", "children"] as &[&str], &["trace", "tiny.json", "--patient", "5000"]].map(
            |arguments| {
                let ended = end(&folder, arguments);
                assert_eq!(ended.code, 2);
                ended.notes
            },
        );
    insta::assert_snapshot!(notes.join(""));
}

/// A small system in which much happens to people after hospital.
const EVENTFUL: &str = r#"{
  "format": 1, "title": "Eventful", "start": "2026-01-01", "days": 200, "warm_up_days": 20, "seed": 3,
  "hospitals": { "acute": { "beds": 12 } },
  "spoas": { "hub": { "teams": { "nurses": { "staff": 1, "working_hours": { "Mon-Fri": "08:00-16:00" } } } } },
  "cohorts": {
    "adults": {
      "arrivals": { "poisson": { "per_day": 1.5 } },
      "acute_stay": { "exponential": { "mean_days": 4 } },
      "pathways": { "home": "the_rest", "care": 0.25, "bed": 0.25 }
    }
  },
  "pathways": {
    "home": { "needs": "nothing", "readmission": { "share": 0.5, "after": { "fixed": { "days": 9 } } } },
    "care": {
      "triage": { "handling": { "fixed": { "hours": 3 } } },
      "needs": { "care_at_home": { "packages": { "visits": {
        "takes": { "carers": { "hours_per_week": 7 } }, "stay": { "fixed": { "days": 10 } },
        "first_contacts": { "therapist": { "after": { "fixed": { "days": 1 } }, "hours": "09:00-17:00", "within_hours": 48 } }
      } } } },
      "while_waiting": { "death_chance_per_day": 0.05, "heavier_need": { "chance_per_day": 0.1, "pathway": "bed" },
        "longer_stay": { "chance_per_day": 0.3, "days": 1 } },
      "fallback": { "after": { "fixed": { "days": 3 } }, "share": 0.5, "pathway": "bed" }
    },
    "bed": { "needs": { "bed": { "services": ["d2a"] } } }
  },
  "services": {
    "carers": { "hours_per_week": 24 },
    "d2a": {
      "beds": 6, "stay": { "exponential": { "mean_days": 8 } },
      "assessment": { "handling": { "fixed": { "hours": 2 } } },
      "outcomes": {
        "home": { "share": "the_rest", "leads_to": "home" },
        "home_with_care": { "share": 0.3, "needs": { "care_at_home": { "packages": { "long_term": {
          "takes": { "carers": { "hours_per_week": 7 } }, "stay": { "fixed": { "days": 20 } } } } } } },
        "back_to_hospital": { "share": 0.2, "delay": { "fixed": { "days": 1 } }, "leads_to": "hospital" }
      }
    }
  }
}"#;

#[test]
fn the_whole_journey_is_told() {
    let traces = traces(EVENTFUL, "adults", 30..290);
    let parts = [
        "moves on to carers",
        "first contact: therapist",
        "is offered bed and takes it",
        "is offered another pathway and does not take it",
        "has come to need bed",
        "dies while waiting",
        "goes back to hospital",
        "comes to Acute",
        "longer because of the wait",
        "is still there when the run ends",
    ];
    insta::assert_snapshot!(shortest(&traces, &parts));
}

/// The traces of some patients of a scenario.
fn traces(scenario: &str, cohort: &str, patients: Range<u32>) -> Vec<String> {
    let folder = folder();
    fs::write(folder.path().join("system.json"), scenario).unwrap();
    let trace =
        |patient: u32| data(&folder, &["trace", "system.json", "--cohort", cohort, "--patient", &patient.to_string()]);
    patients.map(trace).collect()
}

/// The shortest journeys in which each of these happens, each once.
fn shortest(traces: &[String], parts: &[&str]) -> String {
    let shortest = parts.iter().map(|part| {
        let times = if *part == "comes to Acute" { 2 } else { 1 };
        let told = traces.iter().filter(|trace| trace.matches(part).count() >= times);
        told.min_by_key(|trace| trace.len()).unwrap_or_else(|| panic!("nobody: {part}")).as_str()
    });
    shortest.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("\n")
}

/// A front door with few places, referrals that staff answer, discharge hours, and placements from a service.
const BUSY: &str = r#"{
  "format": 1, "title": "Busy", "start": "2026-01-01", "days": 120, "warm_up_days": 20, "seed": 3,
  "hospitals": { "acute": {
    "beds": 32, "discharge_hours": "14:00-20:00", "when_full": { "queue_up_to": { "people": 3 } }
  } },
  "spoas": { "hub": { "teams": { "nurses": { "staff": 2, "working_hours": { "Mon-Fri": "08:00-16:00" } } } } },
  "cohorts": {
    "adults": {
      "arrivals": { "poisson": { "per_day": 6 } },
      "acute_stay": { "exponential": { "mean_days": 4 } },
      "deaths": { "share": 0.05 },
      "transfers": { "share": 0.05 },
      "pathways": { "home": "the_rest", "bed": 0.3 }
    },
    "frail": {
      "arrivals": { "poisson": { "per_day": 3 } },
      "acute_stay": { "exponential": { "mean_days": 4 } },
      "pathways": { "home": 1 },
      "step_up": {
        "answered_by": { "spoa": "hub", "handling": { "exponential": { "mean_hours": 2 } } },
        "accepted_share": 0.5, "refused_come_share": 0.5, "waits": { "exponential": { "mean_days": 1 } },
        "needs": { "bed": { "services": ["d2a"] } }
      }
    }
  },
  "pathways": { "home": { "needs": "nothing" }, "bed": { "needs": { "bed": { "services": ["d2a"] } } } },
  "services": {
    "d2a": { "beds": 14, "stay": { "exponential": { "mean_days": 5 } }, "outcomes": {
      "home_care": { "share": "the_rest", "needs": { "care_at_home": { "packages": { "usual": {
        "takes": { "carers": { "hours_per_week": 7 } }, "stay": { "exponential": { "mean_days": 10 } }
      } } } } },
      "long_term": { "share": 0.2, "needs": { "placement": { "services": ["homes"] } } }
    } },
    "carers": { "hours_per_week": 100 },
    "homes": { "vacancies_per_week": 6 }
  }
}"#;

#[test]
fn what_was_reserved_and_what_was_waited_for_are_named() {
    let traces = traces(BUSY, "adults", 1..160);
    let parts = ["moves into the placement  ", "dies in hospital", "is transferred", "is turned away"];
    // Whoever moved on holds something else at the end than what was reserved.
    let moved_on: Vec<String> = traces.iter().filter(|trace| trace.contains("moves on")).cloned().collect();
    insta::assert_snapshot!([shortest(&traces, &parts), shortest(&moved_on, &["Reserved for them"])].join("\n"));
}

#[test]
fn referrals_from_the_community_that_are_refused_are_told_from_the_beginning() {
    let traces = traces(BUSY, "frail", 1..160);
    let parts = ["the referral is refused", "is refused\n", "is refused ", "gets d2a"];
    insta::assert_snapshot!(shortest(&traces, &parts));
}

#[test]
fn people_of_a_census_are_told_from_what_is_known_of_them() {
    let folder = folder();
    let told = |patient: &str| data(&folder, &["trace", "examples/census", "--cohort", "adults", "--patient", patient]);
    insta::assert_snapshot!([told("1000000070"), told("1000000011")].join("\n"));
}
