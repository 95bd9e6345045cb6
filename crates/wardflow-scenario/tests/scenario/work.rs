//! Work against capacity, with figures worked out by hand.

use wardflow_scenario::work::{Work, offered_work};

use crate::{ready, told};

/// Ten patients a day for four weeks, Monday first, with stays that never vary.
fn scenario(services: &str, pathways: &str, shares: &str, rest: &str) -> String {
    format!(
        r#"{{
  "format": 1, "title": "Work", "start": "2026-06-01", "days": 28, "warm_up_days": 7,
  "hospitals": {{ "acute": {{ "beds": 100, "turnaround_hours": 12 }} }},
  "cohorts": {{ "all": {{
    "arrivals": {{ "poisson": {{ "per_day": 10 }} }},
    "acute_stay": {{ "fixed": {{ "days": 6 }} }},
    "deaths": {{ "share": 0.1, "stay": {{ "fixed": {{ "days": 3 }} }} }},
    "transfers": {{ "share": 0.1 }},
    "pathways": {{ "p0": "the_rest", {shares} }}
  }} }},
  "pathways": {{ "p0": {{}}, {pathways} }},
  "services": {{ {services} }}{rest}
}}"#
    )
}

fn work(text: &str) -> Vec<Work> {
    offered_work(&ready(text).model)
}

/// What is offered and what there is, for a resource of this name and unit.
fn figures(all: &[Work], name: &str, unit: &str) -> (f64, f64) {
    let found = all.iter().find(|work| work.name == name && work.unit == unit);
    let found = found.unwrap_or_else(|| panic!("no {name} {unit} in {all:#?}"));
    (round(found.offered), round(found.capacity))
}

fn round(x: f64) -> f64 {
    (x * 1e6).round() / 1e6
}

const BED: &str = r#""p2": { "needs": { "bed": { "services": ["d2a"] } } }"#;

#[test]
fn beds_of_units_are_for_those_who_come_there() {
    let services = r#""d2a": { "beds": "unlimited", "stay": { "fixed": { "days": 10 } } }"#;
    let text = scenario(services, BED, r#""p2": 0.2"#, "");
    let units = r#""hospitals": { "ward": { "beds": 30 }, "acute""#;
    let passed_on = r#""hospital": "acute", "passed_on": { "ward": {
        "share": 0.3, "stay_before": { "fixed": { "days": 2 } }, "acute_stay": { "fixed": { "days": 8 } },
        "deaths": { "share": 0.5, "stay": { "fixed": { "days": 4 } } }
    } }, "arrivals""#;
    let all = work(&text.replace(r#""hospitals": { "acute""#, units).replace(r#""arrivals""#, passed_on));
    // 10 a day: 0.6 x 6 days + 0.1 x 3 days + 0.3 x 2 days + half a day of turnaround.
    assert_eq!(figures(&all, "acute", "beds"), (50.0, 100.0));
    // 3 a day: half stay 8 days and half 4.
    assert_eq!(figures(&all, "ward", "beds"), (18.0, 30.0));
    // Of 10 a day 5 become ready where they came, and 1.5 in the ward.
    assert_eq!(figures(&all, "d2a", "beds").0, 13.0);
}

#[test]
fn beds_are_arrivals_times_stay() {
    let services = r#""d2a": { "beds": 24, "stay": { "fixed": { "days": 14.5 } }, "turnaround_hours": 12 }"#;
    let text = scenario(services, BED, r#""p2": 0.2"#, "");
    let all = work(&text);
    // 10 a day: 0.9 x 6 days + 0.1 x 3 days + half a day of turnaround.
    assert_eq!(figures(&all, "acute", "beds"), (62.0, 100.0));
    // 10 a day x 0.8 ready x 0.2 x 15 days.
    assert_eq!(figures(&all, "d2a", "beds"), (24.0, 24.0));
    assert_eq!(told(&text), [""; 0]);
    let fewer = text.replace("\"beds\": 24", "\"beds\": 20");
    assert_eq!(
        told(&fewer),
        [
            "Warning services.d2a: `services.d2a` is asked for 24 beds on average and has 20: its queue grows without end"
        ]
    );
}

#[test]
fn a_change_of_capacity_counts_for_as_long_as_it_holds() {
    let beds = r#"{ "steps": { "2026-06-01": 20, "2026-06-22": 40 } }"#;
    let services = format!(r#""d2a": {{ "beds": {beds}, "stay": {{ "fixed": {{ "days": 14 }} }} }}"#);
    let shares = r#""p2": { "steps": { "2026-06-01": 0.1, "2026-06-15": 0.3 } }"#;
    // 8 a day x 14 days, with shares of 0.1 and 0.3, each for two of the four weeks.
    assert_eq!(figures(&work(&scenario(&services, BED, shares, "")), "d2a", "beds"), (22.4, 25.0));
}

#[test]
fn an_acute_hospital_can_be_too_small() {
    let services = r#""d2a": { "beds": "unlimited", "stay": { "fixed": { "days": 14 } } }"#;
    let text = scenario(services, BED, r#""p2": 0.2"#, "").replace("\"beds\": 100", "\"beds\": 61");
    assert_eq!(
        told(&text),
        [
            "Warning hospitals.acute: `hospitals.acute` is asked for 62 beds on average even without any delay and has 61: \
         its queue grows without end"
        ]
    );
    let text = text.replace("\"beds\": 61", "\"beds\": 61, \"when_full\": \"turn_away\"");
    assert!(told(&text)[0].ends_with("has 61: many are turned away"));
}

#[test]
fn services_that_stand_in_for_each_other_share_their_work() {
    let services = r#""block": { "beds": 10, "stay": { "fixed": { "days": 10 } } },
        "spot": { "beds": 10, "stay": { "fixed": { "days": 20 } } }"#;
    let pathways = r#""p2": { "needs": { "bed": { "services": ["block", "spot"] } } }"#;
    let text = scenario(services, pathways, r#""p2": 0.125"#, "");
    // One a day; both full, the services take 1 + 0.5 a day: two thirds of 20 beds.
    assert_eq!(figures(&work(&text), "block, spot", "beds"), (round(40.0 / 3.0), 20.0));
    assert_eq!(told(&text), [""; 0]);
    // Twice as many: more than 1.5 a day.
    assert_eq!(
        told(&text.replace("0.125", "0.25")),
        [
            "Warning services.block: `services.block` and `services.spot` together are asked for 26.7 beds on average and \
         have 20: their queue grows without end"
        ]
    );
}

#[test]
fn work_that_can_go_nowhere_else_overloads_a_part() {
    let services = r#""block": { "beds": 10, "stay": { "fixed": { "days": 10 } } },
        "spot": { "beds": 100, "stay": { "fixed": { "days": 10 } } }"#;
    let pathways = r#""p2": { "needs": { "bed": { "services": ["spot", "block"] } } },
        "strict": { "needs": { "bed": { "services": ["block"] } } }"#;
    let text = scenario(services, pathways, r#""p2": 0.125, "strict": 0.25"#, "");
    let all = work(&text);
    assert_eq!(figures(&all, "block", "beds"), (20.0, 10.0));
    assert_eq!(figures(&all, "spot, block", "beds"), (30.0, 110.0));
    assert_eq!(told(&text).len(), 1);
}

#[test]
fn one_unlimited_service_in_a_list_is_enough() {
    let services = r#""block": { "beds": 1, "stay": { "fixed": { "days": 10 } } },
        "spot": { "beds": "unlimited", "stay": { "fixed": { "days": 10 } } }"#;
    let pathways = r#""p2": { "needs": { "bed": { "services": ["block", "spot"] } } }"#;
    let text = scenario(services, pathways, r#""p2": 0.5"#, "");
    let all = work(&text);
    assert_eq!(figures(&all, "block, spot", "beds"), (40.0, f64::INFINITY));
    assert_eq!(told(&text), [""; 0]);
}

#[test]
fn hours_of_care_count_double_ups_and_tapers() {
    let pathways = r#""p1": { "needs": { "care_at_home": { "packages": {
        "one": { "share": 0.75, "takes": { "care": { "hours_per_week": 10 } }, "stay": { "fixed": { "days": 28 } },
                 "taper_percent_by_week": [100, 50] },
        "two": { "share": 0.25, "takes": { "care": { "hours_per_week": 14, "double_up": true }, "live_in": { "places": 1 } },
                 "stay": { "fixed": { "days": 10 } } }
    } } } }"#;
    let services = r#""care": { "hours_per_week": 300 }, "live_in": { "places": 5 }"#;
    let text = scenario(services, pathways, r#""p1": 0.25"#, "");
    let all = work(&text);
    // Two a day. 1.5 x 10 h x (7 + 0.5 x 21) days + 0.5 x 28 h x 10 days.
    assert_eq!(figures(&all, "care", "hours a week"), (1.5 * 10.0 * 17.5 + 0.5 * 28.0 * 10.0, 300.0));
    assert_eq!(figures(&all, "live_in", "places"), (5.0, 5.0));
    assert_eq!(
        told(&text),
        ["Warning services.care: `services.care` is asked for 402.5 hours a week on average and has 300: its queue \
         grows without end"]
    );
}

#[test]
fn a_taper_that_ends_within_a_varying_stay_is_averaged() {
    let pathways = r#""p1": { "needs": { "care_at_home": { "packages": {
        "one": { "takes": { "care": { "hours_per_week": 10 } }, "stay": { "exponential": { "mean_days": 14 } },
                 "taper_percent_by_week": [100, 50] }
    } } } }"#;
    let all = work(&scenario(r#""care": { "hours_per_week": 3000 }"#, pathways, r#""p1": 0.25"#, ""));
    // The mean of the first week of an exponential stay is mean x (1 - exp(-7 / mean)).
    let first_week = 14.0 * (1.0 - exp(-0.5));
    let expected = 2.0 * 10.0 * (first_week + 0.5 * (14.0 - first_week));
    let (offered, _) = figures(&all, "care", "hours a week");
    assert!((offered / expected - 1.0).abs() < 1e-4, "{offered} {expected}");
}

/// exp by its series.
fn exp(x: f64) -> f64 {
    (1..30).scan(1.0, |term, n| Some(std::mem::replace(term, *term * x / f64::from(n)))).sum()
}

#[test]
fn a_hub_works_in_its_hours() {
    let pathways = r#""p2": { "triage": { "handling": { "fixed": { "hours": 5 } } } }"#;
    let hub = r#", "spoas": { "hub": { "teams": {
        "nurses": { "staff": 2, "working_hours": { "Mon-Fri": "08:00-18:00" } },
        "weekend": { "staff": 1, "working_hours": { "Sat, Sun": "10:00-14:00" } }
    } } }"#;
    let text = scenario("", pathways, r#""p2": 0.4"#, hub);
    let all = work(&text);
    // 3.2 referrals a day x 5 hours x 7 days; 2 x 50 hours and 8 at the weekend.
    assert_eq!(figures(&all, "hub", "staff hours a week"), (112.0, 108.0));
    assert_eq!(
        told(&text),
        ["Warning spoas.hub: `spoas.hub` is asked for 112 staff hours a week on average and has 108: its queue grows \
         without end"]
    );
}

#[test]
fn vacancies_and_arranging_have_limits_too() {
    let pathways = r#""p3": { "needs": { "placement": { "services": ["homes"] } } },
        "p3b": { "needs": { "placement": { "services": ["brokers"] } } }"#;
    let services = r#""homes": { "vacancies_per_week": 5 },
        "brokers": { "arranged_at_once": 7, "arranging": { "fixed": { "days": 10 } } }"#;
    let text = scenario(services, pathways, r#""p3": 0.1, "p3b": 0.1"#, "");
    let all = work(&text);
    assert_eq!(figures(&all, "homes", "vacancies a week"), (5.6, 5.0));
    assert_eq!(figures(&all, "brokers", "placements at once"), (8.0, 7.0));
    assert_eq!(
        told(&text),
        [
            "Warning services.homes: `services.homes` is asked for 5.6 vacancies a week on average and gets 5: its queue \
         grows without end",
            "Warning services.brokers: `services.brokers` is asked for 8 placements at once on average and has 7: its \
         queue grows without end",
        ]
    );
}

#[test]
fn starts_may_be_too_few() {
    let starts = r#"{ "hours": { "Mon-Fri": "09:00-17:00" }, "most_per_day": 2 }"#;
    let services = format!(r#""d2a": {{ "beds": 200, "stay": {{ "fixed": {{ "days": 14 }} }}, "starts": {starts} }}"#);
    let text = scenario(&services, BED, r#""p2": 0.2"#, "");
    // 1.6 a day; two a day on five days.
    assert_eq!(figures(&work(&text), "d2a", "starts a week"), (11.2, 10.0));
    assert_eq!(
        told(&text),
        [
            "Warning services.d2a.starts: `services.d2a.starts` is asked for 11.2 starts a week on average and allows 10: \
         its queue grows without end"
        ]
    );
    let by_week = text.replace("\"most_per_day\": 2", "\"most_per_day\": 9, \"most_per_week\": 12");
    assert_eq!(figures(&work(&by_week), "d2a", "starts a week"), (11.2, 12.0));
    // Little's law: 12 starts a week, two weeks each.
    let starts = work(&by_week).into_iter().find(|work| work.unit == "starts a week").unwrap();
    assert!(matches!(starts.amounts_to, Some((beds, "beds")) if (beds - 24.0).abs() < 1e-9), "{starts:?}");
}

#[test]
fn fixed_intervals_count_from_their_first_patient() {
    let services = r#""d2a": { "beds": 20, "stay": { "fixed": { "days": 14 } } }"#;
    let every = r#""fixed_interval": { "every_hours": 6, "first_after_hours": 504 }"#;
    let text = scenario(services, BED, r#""p2": 0.5"#, "").replace(r#""poisson": { "per_day": 10 }"#, every);
    // Four a day in the last two of the four weeks x 0.8 ready x 0.5 x 14 days.
    assert_eq!(figures(&work(&text), "d2a", "beds"), (11.2, 20.0));
}

#[test]
fn a_queue_that_everybody_may_leave_does_not_grow_without_end() {
    let services = r#""d2a": { "beds": 20, "stay": { "fixed": { "days": 15 } } }"#;
    let ends = |waiting: &str| {
        let bed = format!(r#""p2": {{ "needs": {{ "bed": {{ "services": ["d2a"] }} }}{waiting} }}"#);
        let told = told(&scenario(services, &bed, r#""p2": 0.2"#, ""));
        told.concat().split_once("has 20: ").map(|(_, end)| end.to_owned()).unwrap_or_default()
    };
    let (grows, stops) = ("its queue grows without end", "its queue grows until as many leave it unserved");
    assert_eq!(ends(""), grows);
    assert_eq!(ends(r#", "while_waiting": { "patience": { "after": { "fixed": { "days": 9 } } } }"#), stops);
    assert_eq!(ends(r#", "while_waiting": { "death_chance_per_day": 0.01 }"#), stops);
    assert_eq!(ends(r#", "fallback": { "after": { "fixed": { "days": 3 } }, "pathway": "p0" }"#), stops);
    assert_eq!(ends(r#", "fallback": { "after": { "fixed": { "days": 3 } }, "share": 0.5, "pathway": "p0" }"#), stops);
    // Of 24 beds' worth too few leave: 21.6 stay.
    assert_eq!(ends(r#", "fallback": { "after": { "fixed": { "days": 3 } }, "share": 0.1, "pathway": "p0" }"#), grows);
}

#[test]
fn a_queue_grows_without_end_only_where_enough_of_it_stays() {
    let services = r#""d2a": { "beds": 20, "stay": { "fixed": { "days": 15 } } }"#;
    let pathways = r#""p2": { "needs": { "bed": { "services": ["d2a"] } } },
        "leaving": { "needs": { "bed": { "services": ["d2a"] } },
                     "while_waiting": { "patience": { "after": { "fixed": { "days": 9 } } } } }"#;
    let end = |text: &str| told(text).concat().split_once("has 20: ").map(|(_, end)| end.to_owned());
    // 24 beds are asked for, 12 or 21 of them by people who stay.
    let of = |shares: &str| end(&scenario(services, pathways, shares, ""));
    assert_eq!(of(r#""p2": 0.1, "leaving": 0.1"#).as_deref(), Some("its queue grows until as many leave it unserved"));
    assert_eq!(of(r#""p2": 0.175, "leaving": 0.025"#).as_deref(), Some("its queue grows without end"));
    // Behind a hospital that turns people away no queue is longer than its beds.
    let text = scenario(services, BED, r#""p2": 0.2"#, "");
    let turning = text.replace("\"beds\": 100", "\"beds\": 100, \"when_full\": \"turn_away\"");
    assert_eq!(end(&turning).as_deref(), Some("its queue fills the acute beds, and many find none"));
}

#[test]
fn a_queue_that_has_enough_after_the_last_change_ends() {
    let beds = r#"{ "steps": { "2026-06-01": 10, "2026-07-27": 40 } }"#;
    let services = format!(r#""d2a": {{ "beds": {beds}, "stay": {{ "fixed": {{ "days": 14 }} }} }}"#);
    let text = scenario(&services, BED, r#""p2": 0.2"#, "").replace("\"days\": 28", "\"days\": 84");
    assert!(
        told(&text)[0].ends_with("its queue grows until the last change, after which there is enough"),
        "{:?}",
        told(&text)
    );
}
