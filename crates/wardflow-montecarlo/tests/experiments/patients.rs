use wardflow_core::{
    clock::Time,
    random::Seed,
    replication::{Departure, Keep, Replication},
};
use wardflow_montecarlo::patients::{PatientRow, patients};

use crate::tiny;

const SEED: Seed = Seed(42);

fn rows() -> Vec<PatientRow> {
    patients(&tiny::model(12.0, 0.2), SEED, 3).unwrap()
}

#[test]
fn every_patient_is_there_once_in_the_order_of_arrival() {
    let rows = rows();
    assert!(rows.is_sorted_by_key(|row| (row.arrived, row.cohort, row.number)));
    // One cohort: the k-th to arrive has number k.
    assert!(rows.iter().enumerate().all(|(at, row)| row.number == at as u64));
    assert_eq!(rows, self::rows());
}

#[test]
fn patients_are_those_of_the_replication_with_that_number() {
    let model = tiny::model(12.0, 0.2);
    let outcome = Replication::new(&model).run(SEED, 3, Keep::default()).unwrap();
    let rows = rows();
    let measured = |at: Option<Time>| at.is_some_and(|at| at >= model.measuring_from());
    let pathway = |number: usize| rows.iter().filter(move |row| row.pathway.is_some_and(|p| p.at() == number));
    let arrived = rows.iter().filter(|row| measured(Some(row.arrived))).count();
    assert_eq!(arrived as u64, outcome.tally.cohorts.iter().map(|cohort| cohort.arrivals).sum::<u64>());
    for number in [tiny::HOME, tiny::CARE] {
        let left =
            pathway(number).filter(|row| measured(row.left)).map(|row| row.left.unwrap().since(row.ready.unwrap()));
        let [only] = outcome.tally.on_pathway(number).map(|route| &route.delays).collect::<Vec<_>>()[..] else {
            panic!("one cohort");
        };
        assert_eq!((left.clone().count() as u64, left.sum::<u64>()), (only.count, only.seconds));
    }
}

#[test]
fn instants_are_there_as_far_as_the_journey_went() {
    let horizon = tiny::model(12.0, 0.2).horizon();
    let rows = rows();
    let mut seen = [0; 4];
    for row in &rows {
        match row.departure {
            Departure::Home => {
                assert_eq!((row.left, row.offer, row.service_end), (Some(row.end), None, None));
                assert_eq!((row.requested, row.allocated), (row.ready, row.ready));
                seen[0] += 1;
            }
            Departure::ServiceEnded => {
                assert_eq!(row.service_end, Some(row.end));
                assert!(row.offer.is_some() && row.requested <= row.allocated && row.allocated <= row.left);
                seen[1] += 1;
            }
            Departure::Died => {
                assert!(row.admitted.is_some());
                assert_eq!((row.ready, row.requested, row.left, row.offer), (None, None, None, None));
                seen[2] += 1;
            }
            Departure::StillThere => {
                assert_eq!(row.end, horizon);
                assert!(row.service_end.is_none_or(|end| end >= horizon));
                assert_eq!(row.pathway.is_some(), row.admitted.is_some());
                assert_eq!(row.requested.is_some(), row.ready.is_some());
                seen[3] += 1;
            }
            _ => panic!("{row:?}"),
        }
        assert!((row.team, row.triage_begun, row.triaged, row.placed) == (None, None, None, None));
    }
    assert!(seen.iter().all(|&rows| rows > 0), "{seen:?}");
}
