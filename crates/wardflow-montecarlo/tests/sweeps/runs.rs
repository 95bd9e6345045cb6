//! Sweeps that are run.

use wardflow_core::{measures::Catalogue, random::Seed};
use wardflow_montecarlo::{
    daily,
    experiment::{self, Plan},
    subject::Subject,
    sweep::{News, Sweep, record::Kept},
    threads::Threads,
};
use wardflow_scenario::open;

use crate::{EVERYTHING, sound, with};

/// The texts of all points in the order of the plan, and how many replications were told of.
fn run(sweep: &Sweep, threads: usize) -> (Vec<String>, u32) {
    let points: Vec<usize> = (0..sweep.len()).collect();
    let (mut texts, mut told) = (vec![String::new(); sweep.len()], 0);
    let ran = sweep.run(&points, &Threads::new(Some(threads)), |news| {
        match news {
            News::Replications(more) => told += more,
            News::Point(record) => {
                let point = points.iter().find(|&&point| sweep.id(point) == record.id).unwrap();
                texts[*point] = record.to_text().unwrap();
            }
        }
        Ok::<(), ()>(())
    });
    assert_eq!(ran, Ok(()));
    (texts, told)
}

#[test]
fn points_do_not_depend_on_threads() {
    let sweep = sound(EVERYTHING);
    let one = run(&sweep, 1);
    assert_eq!(one.1, 12 * 3);
    assert!(one.0.iter().all(|text| Kept::of_text(text).is_some_and(|kept| kept.failed.is_none())));
    for threads in [2, 8] {
        assert!(run(&sweep, threads) == one, "{threads}");
    }
}

#[test]
fn a_point_is_what_a_run_with_the_same_values_gives() {
    let sweep = sound(EVERYTHING);
    let (texts, _) = run(&sweep, 2);
    let kept = Kept::of_text(&texts[11]).unwrap();
    let changes = [
        "days=20",
        "warm_up_days=10",
        "services.home_care.hours_per_week=600",
        "services.d2a_block.beds=40",
        "cohorts.southampton_residents.arrivals.poisson.per_day=44.93",
    ];
    let model = open("southampton-2021", &changes.map(str::to_owned)).ready.unwrap().model;
    let catalogue = Catalogue::of(&model);
    let plan = Plan { seed: Seed(5), replications: 3, threads: Some(1), daily: daily::nothing };
    let results = experiment::run(Subject::certain(&model, &catalogue), &plan, &|| {}).unwrap();
    let place = catalogue.find("nctr_people").unwrap();
    assert_eq!(kept.measures["nctr_people"].summary.mean, Some(results.measures[place].summary.mean));
    assert_eq!(kept.measures.len(), 2);
}

#[test]
fn a_point_that_cannot_be_finished_says_why_and_the_others_go_on() {
    let sweep = sound(&with("[40, 44.93]", "[40, 20000]").replace("\"days\": 20", "\"days\": 200"));
    let (texts, told) = run(&sweep, 2);
    let kept: Vec<Kept> = texts.iter().map(|text| Kept::of_text(text).unwrap()).collect();
    let failed = |point: usize| kept[point].failed.as_deref();
    assert!(failed(1).is_some_and(|why| why.starts_with("more than ")), "{:?}", failed(1));
    assert!(failed(0).is_none() && kept[1].measures.is_empty() && !kept[0].measures.is_empty());
    assert_eq!(told, 12 * 3);
}

#[test]
fn an_error_of_whoever_keeps_the_points_stops_the_sweep() {
    let sweep = sound(EVERYTHING);
    let points: Vec<usize> = (0..sweep.len()).collect();
    let mut kept = 0;
    let ran = sweep.run(&points, &Threads::new(Some(1)), |news| match news {
        News::Replications(_) => Ok(()),
        News::Point(_) if kept == 2 => Err("the disk is full"),
        News::Point(_) => {
            kept += 1;
            Ok(())
        }
    });
    assert_eq!((ran, kept), (Err("the disk is full"), 2));
}

#[test]
fn the_files_of_a_sweep_give_the_same_sweep() {
    let folder = tempfile::tempdir().unwrap();
    let first = sound(EVERYTHING);
    for (name, text) in first.files() {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let plan = folder.path().join("plan.json");
    let opened = wardflow_montecarlo::sweep::open(plan.to_str().unwrap(), &[]);
    let second = opened.sweep.unwrap_or_else(|| panic!("{:?}", opened.problems));
    let fingerprints = |sweep: &Sweep| (0..sweep.len()).map(|point| sweep.fingerprint(point)).collect::<Vec<_>>();
    assert_eq!(fingerprints(&first), fingerprints(&second));
    assert_eq!(first.files(), second.files());
    insta::assert_snapshot!(std::fs::read_to_string(plan).unwrap());
}
