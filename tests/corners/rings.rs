//! People who each hold what the next of them waits for exchange at once. The right values are those of a separate simulation,
//! written from the rules without reading the engine, with 4,000 to 14,000 replications.

use super::support::{Experiment, opened, ready};

/// A mean over replications of a sum of measures, and its standard error.
fn mean(text: &str, measures: &[&str]) -> (f64, f64) {
    let experiment = Experiment::new(ready(text));
    let results = experiment.run(17, 400, false);
    let places: Vec<usize> = measures.iter().map(|key| experiment.find(key)).collect();
    let sums: Vec<f64> = results.values.iter().map(|values| places.iter().map(|&at| values[at]).sum()).collect();
    let n = sums.len() as f64;
    let mean = sums.iter().sum::<f64>() / n;
    let variance = sums.iter().map(|sum| (sum - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

fn agree(text: &str, rows: &[(&[&str], (f64, f64))]) {
    for &(measures, simulated) in rows {
        let found = mean(text, measures);
        let error = (found.1.powi(2) + simulated.1.powi(2)).sqrt();
        let is_same = (found.0 - simulated.0).abs() < 4.0 * error;
        assert!(is_same, "{measures:?}: {found:?}, a separate simulation gives {simulated:?}");
    }
}

#[test]
fn two_services_whose_people_move_to_each_other_go_on() {
    agree(
        include_str!("cases/step-to-each-other.json"),
        &[
            (&["nctr_people"], (5.753, 0.092)),
            (&["services.rehab.staying_on_people", "services.nursing.staying_on_people"], (0.686, 0.008)),
            (&["services.rehab.in_use_beds"], (8.72, 0.013)),
        ],
    );
}

#[test]
fn a_ring_of_three_goes_on() {
    let staying_on = ["services.a.staying_on_people", "services.b.staying_on_people", "services.c.staying_on_people"];
    agree(
        include_str!("cases/ring-of-three.json"),
        &[
            (&["nctr_people"], (4.602, 0.083)),
            (&staying_on, (1.159, 0.011)),
            (&["services.a.in_use_beds"], (2.34, 0.006)),
        ],
    );
}

#[test]
fn two_wards_that_pass_patients_to_each_other_go_on() {
    let at_the_door = ["hospitals.north.waiting_for_bed_people", "hospitals.south.waiting_for_bed_people"];
    let passing = ["hospitals.north.waiting_to_be_passed_on_people", "hospitals.south.waiting_to_be_passed_on_people"];
    agree(
        include_str!("cases/two-wards.json"),
        &[
            (&at_the_door, (3.972, 0.035)),
            (&passing, (0.5252, 0.0027)),
            (&["hospitals.north.occupied_beds"], (4.882, 0.004)),
        ],
    );
}

#[test]
fn a_larger_package_waits_for_the_difference_and_a_smaller_one_frees_it() {
    agree(
        include_str!("cases/larger-and-smaller-packages.json"),
        &[
            (&["nctr_people"], (1.223, 0.061)),
            (&["services.home_care.staying_on_people"], (0.423, 0.018)),
            (&["services.home_care.in_use_hours_per_week"], (233.57, 0.36)),
        ],
    );
}

#[test]
fn what_is_cleaned_between_two_people_is_not_exchanged_and_check_names_the_round() {
    let text = include_str!("cases/step-to-each-other.json");
    let cleaned =
        text.replace("\"rehab\": {\n   \"beds\": 10,", "\"rehab\": {\n   \"beds\": 10, \"turnaround_hours\": 4,");
    assert_ne!(text, cleaned);
    assert!(mean(&cleaned, &["nctr_people"]).0 > 10.0);
    let told = |text: &str| opened(text).problems.render(false);
    assert!(!told(text).contains("wait for each other"), "{}", told(text));
    for part in ["`rehab`", "`nursing`", "is cleaned between two people", "turnaround_hours"] {
        assert!(told(&cleaned).contains(part), "{}", told(&cleaned));
    }
}

#[test]
fn a_service_whose_people_may_wait_for_more_of_it_is_named() {
    let told = opened(include_str!("cases/larger-and-smaller-packages.json")).problems.render(false);
    assert!(told.contains("people who hold some of `home_care` may wait for more of it"), "{told}");
}
