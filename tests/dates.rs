//! What changes on a date: before it a chance is the one, after it the other.

mod support;

use support::Experiment;

const SEED: u64 = 20_261_123;
const DAYS: u32 = 3650;
/// In the middle of those days: scenarios start on 1 January 2026.
const MIDDLE: &str = "2030-12-31";

/// The mean of a measure if a number, or a change of it in the middle, stands for `{}` in overrides apart by semicolons.
fn mean(scenario: &str, change: &str, number: &str, key: &str) -> f64 {
    let path = format!("{}/../../scenarios/{scenario}.json", env!("CARGO_MANIFEST_DIR"));
    let changes = format!("{}; days={DAYS}", change.replace("{}", number));
    let experiment = Experiment::of(&path, &changes.split("; ").collect::<Vec<_>>());
    assert_eq!(experiment.ready.scenario.start.plus_days((DAYS / 2).into()).to_string(), MIDDLE);
    experiment.run(SEED, 4, false).measures[experiment.find(key)].summary.mean
}

/// A measure that adds up over time is halfway between the two if the number changes in the middle.
fn is_halfway(scenario: &str, change: &str, [first, then]: [&str; 2], key: &str) {
    let [before, after] = [first, then].map(|number| mean(scenario, change, number, key));
    let steps = format!("{{\"steps\": {{\"2026-01-01\": {first}, \"{MIDDLE}\": {then}}}}}");
    let changed = mean(scenario, change, &steps, key);
    let way = (changed - before) / (after - before);
    assert!((0.4..0.6).contains(&way), "{scenario} {change}: {key} goes from {before} by {changed} to {after}");
}

#[test]
fn chances_at_the_end_of_acute_stays_change_on_their_date() {
    for end in ["deaths", "transfers"] {
        let change = format!("cohorts.patients.{end}={{\"share\": {{}}}}");
        is_halfway("verification/t2", &change, ["0.05", "0.4"], &format!("hospitals.acute.{end}_people_per_day"));
    }
    let planning = "cohorts.adults.early_planning.share={}";
    is_halfway("examples/early-planning", planning, ["0.1", "0.9"], "reasons.awaiting_triage.delay_bed_days_per_day");
}

#[test]
fn chances_while_waiting_change_on_their_date() {
    let waiting = |what: &str| format!("pathways.p2.while_waiting={{{what}}}");
    let death = waiting("\"death_chance_per_day\": {}");
    is_halfway("verification/t2", &death, ["0.02", "0.2"], "pathways.p2.died_waiting_people_per_day");
    let heavier = waiting("\"heavier_need\": {\"chance_per_day\": {}, \"pathway\": \"p3\"}");
    is_halfway("verification/t3", &heavier, ["0.02", "0.2"], "pathways.p2.needed_more_people_per_day");
    let longer = waiting("\"longer_stay\": {\"chance_per_day\": {}, \"days\": 1}");
    is_halfway("verification/t2", &longer, ["0.02", "0.1"], "services.p2_beds.length_of_stay_days");
    let fallback = "pathways.p2.fallback.share={}";
    is_halfway("verification/t2-waiting", fallback, ["0.2", "0.9"], "pathways.p2.fell_back_people_per_day");
}

#[test]
fn chances_of_coming_to_hospital_change_on_their_date() {
    let admissions = "hospitals.acute.admissions_people_per_day";
    is_halfway("examples/step-up", "cohorts.frail.step_up.accepted_share={}", ["0.3", "0.6"], admissions);
    is_halfway("examples/step-up", "cohorts.frail.step_up.refused_come_share={}", ["0.5", "1"], admissions);
    is_halfway("examples/readmission", "pathways.home.readmission.share={}", ["0.05", "0.15"], admissions);
}

#[test]
fn limits_on_starts_change_on_their_date() {
    for limit in ["most_per_week={}", "most_per_day={}"] {
        // More ask for a start than may begin, and nobody needs to wait in a bed that is not there.
        let change = format!(
            "services.carers.starts.{limit}; hospitals.acute.beds=unlimited; cohorts.adults.arrivals.poisson.per_day=16"
        );
        is_halfway("examples/start-limits", &change, ["1", "2"], "services.carers.in_use_places");
    }
}

#[test]
fn limits_on_who_waits_and_on_what_is_kept_change_on_their_date() {
    let queue = "hospitals.acute.when_full={\"queue_up_to\": {\"people\": {}}}; escalations=null";
    is_halfway("examples/escalation", queue, ["0", "30"], "hospitals.acute.turned_away_percent");
    let kept = "services.homes.vacancies_per_week=6; services.homes.most_kept={}";
    is_halfway("examples/vacancies", kept, ["1", "5"], "services.homes.kept_places");
}

#[test]
fn escalations_change_on_their_date() {
    let of = |what: &str| format!("escalations.winter_ward.{what}={{}}");
    let open = "escalations.winter_ward.open_percent";
    is_halfway("examples/escalation", &of("opens_above"), ["90", "110"], open);
    is_halfway("examples/escalation", &of("closes_below"), ["40", "85"], open);
    is_halfway("examples/escalation", &of("adds.hospitals.acute"), ["1", "10"], "hospitals.acute.escalation_open_beds");
}

#[test]
fn packages_and_unlimited_capacity_change_on_their_date() {
    let share = "pathways.care.needs.care_at_home.packages.small.share={}; services.carers.hours_per_week=2000";
    is_halfway("examples/smaller-may-pass", share, ["0.3", "0.7"], "services.carers.in_use_hours_per_week");
    is_halfway("verification/t2", "services.p2_beds.beds={}", ["6", "\"unlimited\""], "services.p2_beds.in_use_beds");
}
