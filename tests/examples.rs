//! The teaching examples: each opens without a word, and the change that its description speaks of has the effect that it says.

mod support;

use support::Experiment;
use wardflow_scenario::{EXAMPLES, SHIPPED};

/// Which way a measure goes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Goes {
    Up,
    Down,
}
use Goes::{Down, Up};

/// An example, the change of one number (or word) that its description suggests, and the measure that then moves.
type Claim = (&'static str, &'static str, &'static str, Goes);

/// The claims, in the order of `docs/examples.md`.
const CLAIMS: &[Claim] = &[
    ("blocking", "services.rehab.beds=28", "nctr_people", Up),
    ("discharge-hours", "hospitals.acute.discharge_hours=14:00-20:00", "delay_days", Up),
    ("rounds", "hospitals.acute.rounds=at_any_time", "left_later_than_ready_percent", Up),
    (
        "spoa-hours",
        "spoas.hub.teams.nurses.working_hours.Mon-Fri=08:00-20:00",
        "pathways.bed.wait_for_triage_days",
        Down,
    ),
    ("seven-day-working", "calendars.working_days=08:00-18:00", "delay_days", Down),
    ("priority", "pathways.stroke.priority=5", "pathways.stroke.delay_days", Up),
    ("early-planning", "cohorts.adults.early_planning.share=0.1", "pathways.bed.delay_days", Up),
    ("early-planning-by-date", "cohorts.adults.early_planning.share=0.1", "pathways.bed.delay_days", Up),
    (
        "arrangements",
        "pathways.supported.arrangements.equipment.alongside_previous=true",
        "pathways.supported.delay_days",
        Down,
    ),
    ("request-early", "pathways.bed.request_capacity=at_readiness", "pathways.bed.delay_days", Up),
    (
        "taper",
        "pathways.care.needs.care_at_home.packages.usual.taper_percent_by_week=[100]",
        "services.carers.utilisation_percent",
        Up,
    ),
    (
        "double-up",
        "pathways.care.needs.care_at_home.packages.heavy.takes.carers.double_up=false",
        "services.carers.utilisation_percent",
        Down,
    ),
    ("smaller-may-pass", "services.carers.smaller_may_pass=true", "nctr_people", Down),
    ("start-limits", "services.carers.starts.most_per_week=12", "pathways.care.wait_for_capacity_days", Down),
    ("live-in-care", "services.live_in_carers.places=20", "nctr_people", Down),
    ("spot-beds", "services.block.beds=30", "services.spot.in_use_beds", Down),
    ("vacancies", "services.homes.vacancies_per_week=6", "pathways.long_term.delay_days", Down),
    (
        "outcomes",
        "services.rehab.outcomes.back_to_hospital.share=0.08",
        "hospitals.acute.admissions_people_per_day",
        Down,
    ),
    ("exit-block", "services.homes.vacancies_per_week=6", "nctr_people", Down),
    ("assessments", "spoas.assessors.teams.therapists.staff=2", "nctr_people", Down),
    (
        "first-contacts",
        "pathways.care.needs.care_at_home.packages.reablement.first_contacts.therapist.hours.Sat-Sun=null",
        "pathways.care.needs.care_at_home.packages.reablement.therapist.in_time_percent",
        Down,
    ),
    ("readmission", "pathways.home.readmission.share=0.2", "hospitals.acute.occupancy_percent", Up),
    ("dated-closure", "services.rehab.beds.steps.2026-07-01=32", "nctr_people", Down),
    ("bank-holidays", "bank_holidays=none", "delay_days", Down),
    ("surge", "cohorts.adults.arrivals.poisson.surges.winter.multiply_by=1", "hospitals.acute.wait_for_bed_days", Down),
    ("several-hospitals", "cohorts.eastern.arrivals.poisson.per_day=6", "hospitals.west.nctr_people", Up),
    ("localities", "services.rehab_north.beds=15", "localities.north.nctr_people", Down),
    ("prices-by-date", "services.rehab.cost.pounds_per_day.steps.2026-10-01=180", "cost.total_pounds_per_year", Down),
    ("patience", "cohorts.adults.patience.after.exponential.mean_days=2", "hospitals.acute.waiting_for_bed_people", Up),
    ("fallback", "services.carers.hours_per_week=340", "services.rehab.in_use_beds", Down),
    ("harm-from-waiting", "services.rehab.beds=34", "services.rehab.length_of_stay_days", Down),
    ("bridging", "services.bridging_team.hours_per_week=120", "nctr_people", Down),
    ("step-up", "cohorts.frail.step_up.accepted_share=0.8", "hospitals.acute.admissions_people_per_day", Down),
    ("escalation", "escalations.winter_ward.adds.hospitals.acute=12", "hospitals.acute.wait_for_bed_days", Down),
    ("uncertain", "services.rehab.stay.gamma.mean_days=31", "nctr_people", Up),
    ("census", "census.pathways.bed.awaiting_capacity.people=0", "nctr_people", Down),
    ("units", "hospitals.rehabilitation_ward.beds=39", "hospitals.acute_ward.waiting_to_be_passed_on_people", Down),
];

fn mean(name: &str, changes: &[&str], measure: &str) -> f64 {
    let experiment = Experiment::of(&format!("{EXAMPLES}{name}"), changes);
    experiment.run(1, 20, false).measures[experiment.find(measure)].summary.mean
}

#[test]
fn each_example_does_what_its_description_says() {
    for &(name, change, measure, goes) in CLAIMS {
        let (before, after) = (mean(name, &[], measure), mean(name, &[change], measure));
        let as_said = match goes {
            Up => after > before * 1.01,
            Down => after < before * 0.99,
        };
        assert!(as_said, "{name}: {measure} goes from {before} to {after} with {change}");
    }
}

#[test]
fn every_example_makes_a_claim_is_short_and_stands_in_the_index() {
    let index = include_str!("../docs/examples.md");
    let examples: Vec<_> =
        SHIPPED.iter().filter_map(|(name, text)| Some((name.strip_prefix(EXAMPLES)?, text))).collect();
    assert_eq!(
        examples.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        CLAIMS.iter().map(|claim| claim.0).collect::<Vec<_>>()
    );
    for ((name, text), (_, change, ..)) in examples.iter().zip(CLAIMS) {
        assert!(text.lines().count() <= 40, "{name}");
        let row = index.lines().find(|line| line.contains(&format!("`{name}`")));
        assert!(row.is_some_and(|row| row.contains(change)), "{name}: {change}");
    }
}
