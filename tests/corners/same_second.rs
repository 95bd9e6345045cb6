//! What becomes free at one second is allocated over all of it, in the order of asking and by preference.

use super::support::ready;
use wardflow_core::{random::Seed, replication::Departure};
use wardflow_montecarlo::patients::patients;

/// Who got which service, in the order of arrival.
fn services(text: &str) -> Vec<(String, Option<String>)> {
    let ready = ready(text);
    let model = &ready.model;
    let mut rows = patients(model, Seed(1), 0).expect("it can be finished");
    rows.sort_by_key(|row| row.arrived);
    let service = |row: &wardflow_montecarlo::patients::PatientRow| {
        row.offer.map(|offer| model.pools[model.takes(offer)[0].pool.at()].name.clone())
    };
    rows.iter().map(|row| (model.cohorts[row.cohort.at()].name.clone(), service(row))).collect()
}

#[test]
fn who_prefers_one_of_two_services_that_open_together_gets_it_whatever_the_order_of_the_file() {
    let text = include_str!("cases/simultaneous-opening.json");
    let got: Vec<Option<String>> = services(text).into_iter().map(|(_, service)| service).take(6).collect();
    let expected = ["r2", "r2", "r2", "r1", "r1", "r1"].map(|name| Some(name.to_owned()));
    assert_eq!(got, expected);
}

#[test]
fn who_asked_first_chooses_first_among_all_that_opens_at_one_second() {
    let text = include_str!("cases/simultaneous-opening-order.json");
    let expected = [("y", "A"), ("x", "B2")].map(|(who, what)| (who.to_owned(), Some(what.to_owned())));
    assert_eq!(services(text), expected);
}

#[test]
fn of_two_who_ask_at_one_second_the_lower_class_goes_first() {
    let cohort = |priority: u8| {
        format!(
            r#"{{"priority": {priority}, "arrivals": {{"fixed_interval": {{"every_hours": 999, "first_after_hours": 6}}}},
            "acute_stay": {{"fixed": {{"days": 3}}}}, "pathways": {{"home": 1}}}}"#
        )
    };
    let text = format!(
        r#"{{"format": 1, "title": "Two at once", "start": "2026-01-05", "days": 5, "warm_up_days": 0,
        "hospitals": {{"acute": {{"beds": 1}}}}, "pathways": {{"home": {{"needs": "nothing"}}}},
        "cohorts": {{"elective": {}, "urgent": {}}}}}"#,
        cohort(7),
        cohort(2)
    );
    let ready = ready(&text);
    let rows = patients(&ready.model, Seed(1), 0).expect("it can be finished");
    let admitted = |cohort: &str| {
        let row = rows.iter().find(|row| ready.model.cohorts[row.cohort.at()].name == cohort).expect("they came");
        row.admitted.expect("they are admitted").since(row.arrived)
    };
    assert_eq!((admitted("urgent"), admitted("elective")), (0, 3 * 86_400));
}

#[test]
fn whoever_gets_a_bed_and_is_referred_at_once_is_not_turned_away() {
    // Two of different classes come at one second, so that the one bed is granted at its end. Planning begins at admission, and
    // the referral waits for staff in a class behind the other, for whom there is no room.
    let cohort = |priority: u8| {
        format!(
            r#"{{"priority": {priority}, "arrivals": {{"fixed_interval": {{"every_hours": 24, "first_after_hours": 6}}}},
            "acute_stay": {{"fixed": {{"days": 0.5}}}}, "early_planning": {{"share": 1, "lead": {{"fixed": {{"days": 2}}}}}},
            "pathways": {{"care": 1}}}}"#
        )
    };
    let text = format!(
        r#"{{"format": 1, "title": "Two at once", "start": "2026-01-05", "days": 20, "warm_up_days": 0,
        "hospitals": {{"acute": {{"beds": 1, "when_full": "turn_away"}}}}, "cohorts": {{"a": {}, "b": {}}},
        "spoas": {{"hub": {{"teams": {{"nurses": {{"staff": 1, "working_hours": {{"Mon": "08:00-09:00"}}}}}}}}}},
        "pathways": {{"care": {{"priority": 9, "triage": {{"handling": {{"fixed": {{"hours": 1}}}}}}, "needs": "nothing"}}}}}}"#,
        cohort(2),
        cohort(7)
    );
    let ready = ready(&text);
    let rows = patients(&ready.model, Seed(1), 0).expect("it can be finished");
    assert_eq!(rows.len(), 40);
    // On the first Monday, and on three Tuesdays, when whoever came the week before has gone.
    assert_eq!(rows.iter().filter(|row| row.admitted.is_some()).count(), 4);
    for row in rows {
        assert_eq!(row.admitted.is_none(), row.departure == Departure::TurnedAway, "{row:#?}");
    }
}
