//! Which measure each column of what was counted is laid over: its own, or none.

use super::History;
use crate::{english::list, exit::Failure, numbers, run_folder::RunFolder};

/// What the only chart of what was counted shows, of each hospital.
const SHOWN: &str = "occupied_at_08_00_beds";
/// Words of columns that say that beds were counted, or nothing.
const OWN: [&str; 5] = ["occupied", "beds", "bed", "value", "counted"];

/// What was counted of a measure.
#[derive(Clone, Debug)]
pub(in super::super) struct Counted {
    /// The hospital.
    pub(in super::super) hospital: String,
    pub(in super::super) history: History,
}

/// The hospital of each column: what `--measure` says, or the name of the column, or the only one.
///
/// # Errors
/// All columns that cannot be laid over a measure.
pub(in super::super) fn over(
    histories: Vec<History>,
    measures: &[String],
    runs: &[RunFolder],
) -> Result<Vec<Counted>, Failure> {
    let mut hospitals: Vec<&str> = Vec::new();
    for hospital in runs.iter().flat_map(|run| &run.ready.model.hospitals) {
        if !hospitals.contains(&hospital.name.as_str()) {
            hospitals.push(&hospital.name);
        }
    }
    let keys = runs.iter().flat_map(RunFolder::measures).map(|measure| measure.key.as_str());
    matched(histories, measures, &hospitals, &keys.collect::<Vec<&str>>()).map_err(Failure::Usage)
}

fn matched(
    histories: Vec<History>,
    measures: &[String],
    hospitals: &[&str],
    keys: &[&str],
) -> Result<Vec<Counted>, String> {
    let shown: Vec<String> = hospitals.iter().map(|hospital| format!("`{}`", key(hospital))).collect();
    if !measures.is_empty() && measures.len() != histories.len() {
        return Err(format!(
            "--history-columns names {} of numbers, and there are {}\n  = help: give one --measure for each column, in their \
             order, or none",
            numbers::count(histories.len() as u64, "column"),
            numbers::count(measures.len() as u64, "--measure"),
        ));
    }
    let of_measure = |measure: &String| {
        hospitals.iter().copied().find(|hospital| key(hospital) == *measure).ok_or_else(|| {
            format!(
                "no chart lays what was counted over `{measure}`\n  = help: the occupancy chart shows {}; leave out --measure \
                 if that was counted",
                list(&shown)
            )
        })
    };
    let of_name = |name: &str| {
        if let Some(hospital) = hospitals.iter().find(|hospital| **hospital == name) {
            return Ok(*hospital);
        }
        if !may_be_beds(name, keys) {
            return Err(format!(
                "`{name}` does not say that acute beds were counted, which the occupancy chart shows\n  = help: if they \
                 were, say so with --measure {}",
                hospitals.first().map(|hospital| key(hospital)).unwrap_or_default()
            ));
        }
        match hospitals {
            [only] => Ok(only),
            _ => Err(format!(
                "`{name}` names no hospital, and there are {}\n  = help: call the columns {}, or say of each what it \
                 counts with --measure {}",
                hospitals.len(),
                list(&hospitals.iter().map(|hospital| format!("`{hospital}`")).collect::<Vec<String>>()),
                hospitals.first().map(|hospital| key(hospital)).unwrap_or_default(),
            )),
        }
    };
    let (mut found, mut wrong) = (Vec::<Counted>::new(), Vec::new());
    for (at, history) in histories.into_iter().enumerate() {
        let hospital = match measures.get(at) {
            Some(measure) => of_measure(measure),
            None => of_name(&history.name),
        };
        match hospital {
            Ok(hospital) if found.iter().any(|other| other.hospital == hospital) => wrong.push(format!(
                "two columns are to be laid over `{}`\n  = help: name one of them with --history-columns",
                key(hospital)
            )),
            Ok(hospital) => found.push(Counted { hospital: hospital.to_owned(), history }),
            Err(why) => wrong.push(why),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong.join("\nerror: ")) }
}

fn key(hospital: &str) -> String {
    format!("hospitals.{hospital}.{SHOWN}")
}

/// Whether the name of a column says nothing else than that acute beds occupied were counted.
fn may_be_beds(name: &str, keys: &[&str]) -> bool {
    let name = name.to_lowercase().replace([' ', '-'], "_");
    let says_beds = name.split('_').any(|word| OWN.contains(&word));
    // `open` of `open_beds`, `occupied_at_midnight` of `occupied_at_midnight_beds`.
    let is_of = |key: &str| {
        let last = key.rsplit('.').next().unwrap_or(key);
        last.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let is_another = !is_of(SHOWN) && name != "occupied_beds" && keys.iter().any(|key| is_of(key));
    says_beds && !is_another
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const KEYS: [&str; 5] = [
        "nctr_people",
        "hospitals.north.occupied_beds",
        "hospitals.north.occupied_at_08_00_beds",
        "hospitals.north.occupied_at_midnight_beds",
        "hospitals.north.open_beds",
    ];

    fn laid(columns: &[&str], measures: &[&str], hospitals: &[&str]) -> Result<Vec<String>, String> {
        let history = |name: &&str| History {
            name: (*name).to_owned(),
            file: "counted.csv".into(),
            days: BTreeMap::new(),
            empty: BTreeSet::new(),
        };
        let measures: Vec<String> = measures.iter().map(|measure| (*measure).to_owned()).collect();
        let found = matched(columns.iter().map(history).collect(), &measures, hospitals, &KEYS)?;
        Ok(found.into_iter().map(|counted| counted.hospital).collect())
    }

    #[test]
    fn the_only_hospital_takes_what_may_be_its_beds() {
        for name in ["value", "occupied", "beds", "Occupied beds", "occupied_at_08_00", "north"] {
            assert_eq!(laid(&[name], &[], &["north"]), Ok(vec!["north".to_owned()]), "{name}");
        }
        for name in ["nctr", "nctr_people", "discharge_ready", "occupied_at_midnight", "open_beds", "open"] {
            let why = laid(&[name], &[], &["north"]).unwrap_err();
            assert!(why.contains("--measure hospitals.north.occupied_at_08_00_beds"), "{name}: {why}");
        }
    }

    #[test]
    fn of_several_hospitals_each_has_its_own() {
        let both = ["north", "south"];
        assert_eq!(laid(&["south", "north"], &[], &both).unwrap(), ["south", "north"]);
        let why = laid(&["occupied"], &[], &both).unwrap_err();
        assert!(why.contains("names no hospital, and there are 2") && why.contains("`north` and `south`"), "{why}");
        assert!(laid(&["north", "north"], &[], &both).unwrap_err().contains("two columns"));
        // All that is wrong at once.
        assert_eq!(laid(&["beds", "nctr"], &[], &both).unwrap_err().matches("error: ").count(), 1);
    }

    #[test]
    fn a_measure_that_is_named_is_the_one_or_it_is_refused() {
        let shown = "hospitals.south.occupied_at_08_00_beds";
        assert_eq!(laid(&["anything"], &[shown], &["north", "south"]).unwrap(), ["south"]);
        let why = laid(&["occupied"], &["nctr_people"], &["north"]).unwrap_err();
        assert!(why.contains("`nctr_people`") && why.contains("`hospitals.north.occupied_at_08_00_beds`"), "{why}");
        assert!(laid(&["a", "b"], &[shown], &["south"]).unwrap_err().contains("2 columns"));
    }
}
