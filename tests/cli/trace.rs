//! `wardflow trace`.

use serde_json::Value;

use crate::support::{data, end, folder_with_tiny, rows_of};

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
        "home": { "share": "the_rest" },
        "home_with_care": { "share": 0.3, "needs": { "care_at_home": { "packages": { "long_term": {
          "takes": { "carers": { "hours_per_week": 7 } }, "stay": { "fixed": { "days": 20 } } } } } } },
        "back_to_hospital": { "share": 0.2, "delay": { "fixed": { "days": 1 } }, "leads_to": "hospital" }
      }
    }
  }
}"#;

#[test]
fn the_whole_journey_is_told() {
    let folder = folder_with_tiny();
    std::fs::write(folder.path().join("eventful.json"), EVENTFUL).unwrap();
    let trace = |patient: u32| data(&folder, &["trace", "eventful.json", "--patient", &patient.to_string()]);
    let traces: Vec<String> = (30..290).map(trace).collect();
    let parts = [
        "moves on to carers",
        "first contact: therapist",
        "is offered bed and takes it",
        "is offered another pathway and does not take it",
        "has come to need bed",
        "dies while waiting",
        "goes back to hospital",
        "comes to acute",
        "longer because of the wait",
        "is still there when the run ends",
    ];
    // The shortest journey in which each of these happens.
    let shortest = parts.map(|part| {
        let times = if part == "comes to acute" { 2 } else { 1 };
        let told = traces.iter().filter(|trace| trace.matches(part).count() >= times);
        told.min_by_key(|trace| trace.len()).unwrap_or_else(|| panic!("nobody: {part}")).as_str()
    });
    insta::assert_snapshot!(std::collections::BTreeSet::from(shortest).into_iter().collect::<Vec<_>>().join("\n"));
}
