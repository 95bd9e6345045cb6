//! What people call the parts of a scenario, and other words for its lists.

use wardflow_core::measures::Catalogue;
use wardflow_scenario::open_from;
use wardflow_scenario::reading::Shelf;

use crate::{ready, told};

/// A hospital with a hub, a pathway into beds, and these members more or instead.
fn hospital(hospital: &str, services: &str, hubs: &str) -> String {
    format!(
        r#"{{
            "format": 1, "title": "Named", "start": "2026-04-06", "days": 28,
            "hospitals": {{ "acute": {{ {hospital} "beds": 24 }} }},
            {hubs}
            "cohorts": {{ "older": {{ "name": "people over 75", "arrivals": {{ "poisson": {{ "per_day": 4 }} }},
                "acute_stay": {{ "exponential": {{ "mean_days": 4 }} }}, "pathways": {{ "p0": "the_rest", "p2": 0.2 }} }} }},
            "pathways": {{ "p0": {{ "needs": "nothing" }}, "p2": {{
                "triage": {{ "handling": {{ "fixed": {{ "hours": 2 }} }} }},
                "needs": {{ "bed": {{ "services": ["d2a_beds"] }} }} }} }},
            "services": {{ "d2a_beds": {{ "beds": 12, {services} "stay": {{ "fixed": {{ "days": 12 }} }} }} }}
        }}"#
    )
}

const HUB: &str = r#""spoas": { "hub": { "teams": { "nurses": { "staff": 4 } } } },"#;

fn titles(text: &str) -> Vec<String> {
    Catalogue::of(&ready(text).model).measures().iter().map(|measure| measure.title.clone()).collect()
}

#[test]
fn a_name_of_any_script_stands_in_titles_and_the_key_in_keys() {
    let text = hospital("", r#""name": "Łódź Ward: step-down","#, HUB);
    let titles = titles(&text);
    assert!(titles.contains(&"Łódź Ward: step-down: utilisation".to_owned()), "{titles:?}");
    assert!(titles.contains(&"People over 75: arrivals".to_owned()), "{titles:?}");
    let model = ready(&text).model;
    let catalogue = Catalogue::of(&model);
    let measure = &catalogue.measures()[catalogue.find("services.d2a_beds.utilisation_percent").unwrap()];
    assert_eq!((measure.whose.as_deref(), measure.what()), (Some("Łódź Ward: step-down"), "utilisation"));
}

#[test]
fn what_has_no_name_is_called_by_its_key_as_one_writes_it() {
    let titles = titles(&hospital("", "", HUB));
    assert!(titles.contains(&"D2A beds: utilisation".to_owned()) && titles.contains(&"On P2".to_owned()), "{titles:?}");
}

#[test]
fn names_that_cannot_be_told_apart_or_shown_are_reported() {
    let twice = hospital(
        "",
        r#""name": "One", "stay": { "fixed": { "days": 9 } } }, "other": { "beds": 3, "name": "one","#,
        HUB,
    );
    assert_eq!(told(&twice)[0], "Error services.other.name: something else of the same kind is called `one`, too");
    let told = told(&hospital(r#""name": "Ward ","#, r#""name": " ","#, HUB));
    assert_eq!(
        told,
        [
            "Error hospitals.acute.name: this name begins or ends with a space",
            "Error services.d2a_beds.name: this name is empty",
        ]
    );
}

#[test]
fn hubs_may_be_called_care_transfer_hubs_wherever_they_are_named() {
    let hubs = HUB.replace("spoas", "care_transfer_hubs");
    let text = hospital("", "", &hubs);
    assert_eq!(ready(&text).scenario, ready(&hospital("", "", HUB)).scenario);
    let set = ["care_transfer_hubs.hub.teams.nurses.staff=7".to_owned()];
    let opened = open_from("test", &set, &Shelf::new(&[("test", &text)]));
    let scenario = opened.ready.unwrap().scenario;
    assert_eq!(scenario.spoas["hub"].teams["nurses"].staff.0.values(), [7.0]);
    let both = told(&hospital("", "", &(HUB.to_owned() + &hubs)));
    assert_eq!(
        both,
        ["Error care_transfer_hubs: `care_transfer_hubs` is another word for `spoas`, which stands here, too"]
    );
}
