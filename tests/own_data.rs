//! Data of one's own: what stands in files is what runs, in the warm-up too. The inputs stand in `tests/inputs/`.

mod support;

use support::Experiment;

const SEED: u64 = 20_261_130;

/// One of the inputs with changes.
fn input(name: &str, changes: &[&str]) -> Experiment {
    Experiment::of(&format!("{}/../../tests/inputs/{name}.json", env!("CARGO_MANIFEST_DIR")), changes)
}

/// The mean of a measure.
fn mean(experiment: &Experiment, replications: u32, key: &str) -> f64 {
    experiment.run(SEED, replications, false).measures[experiment.find(key)].summary.mean
}

/// The warm-up has the mean of the file's weeks, not the number of its first day: a Sunday with 1.5.
#[test]
fn a_warm_up_from_a_file_is_as_busy_as_its_weeks() {
    let experiment = input("csv-weekly-cycle", &["days=14"]);
    let ran = experiment.run(SEED, 40, true);
    let days = ran.days.expect("daily series were asked for").series;
    let beds = experiment.find("services.beds.in_use_beds");
    let beds = days.iter().find(|series| series.measure == beds).expect("use is daily");
    // 3.0714 a day for 42.79 days; what the weeks of the file differ by moves it by a bed or two.
    let on_8_january = beds.days[7].mean;
    assert!((on_8_january - 131.4).abs() < 4.0, "{on_8_january}");
}

#[test]
fn the_weekday_of_the_start_makes_no_difference() {
    let waits = |changes: &[&str]| mean(&input("csv-forecast", changes), 40, "hospitals.a.wait_for_bed_days");
    let [monday, tuesday] = [waits(&[]), waits(&["start=2026-01-06"])];
    let saturday = waits(&["start=2026-01-10"]);
    for other in [tuesday, saturday] {
        assert!((monday / other - 1.0).abs() < 0.25, "{monday} {tuesday} {saturday}");
    }
}

/// Little's law with the mean of the table, 2.662 days, and 20 arrivals a day.
#[test]
fn a_table_of_stays_counts_each_as_often_as_it_was_seen() {
    let experiment = input("stays-with-weights", &[]);
    let stay = &experiment.ready.model.stays[experiment.ready.model.cohorts[0].first.acute_stay[0].at()];
    assert!((stay.mean_days() - 1970.0 / 740.0).abs() < 1e-6, "{}", stay.mean_days());
    let beds = mean(&experiment, 10, "hospitals.acute.occupied_beds");
    assert!((beds - 53.24).abs() < 1.0, "{beds}");
}
