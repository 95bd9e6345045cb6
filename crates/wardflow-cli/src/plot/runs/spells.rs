//! The patients of a run one by one, as `--patients` writes them, and how many of them are somewhere at a time.

use std::{collections::BTreeSet, ops::Range};

use serde::Deserialize;
use wardflow_core::model::HospitalId;
use wardflow_scenario::format::Date;

use crate::{
    english::{all_of, upper},
    exit::Failure,
    folder::PATIENTS,
    numbers,
    run_folder::RunFolder,
};

/// From when to when somebody is somewhere; without an end if that goes on.
pub(super) type Stay = (i64, Option<i64>);

/// Seconds of an hour.
pub(super) const HOUR: i64 = 3600;
/// Seconds of a day: all have 24 hours.
pub(super) const DAY: i64 = 24 * HOUR;

/// One time in hospital. Instants are seconds after the begin of the measured period, negative in the warm-up; none for
/// what did not happen.
#[derive(Clone, Debug)]
pub(super) struct Spell {
    /// Number of the replication, from 1.
    replication: u32,
    pub(super) cohort: String,
    pub(super) pathway: Option<String>,
    /// What it was allocated.
    pub(super) service: Option<String>,
    pub(super) departure: String,
    pub(super) admitted: Option<i64>,
    pub(super) ready: Option<i64>,
    /// Left the acute bed for home or a service.
    pub(super) left: Option<i64>,
    /// End of the time in an acute bed; none if it goes on.
    pub(super) freed: Option<i64>,
}

/// Those of the first replications of a run.
#[derive(Clone)]
pub(super) struct Spells {
    pub(super) replications: u32,
    pub(super) all: Vec<Spell>,
}

/// Whether the patients of a run were written.
pub(super) fn are_there(run: &RunFolder) -> bool {
    run.held.has(PATIENTS)
}

impl Spells {
    /// Those of a run.
    ///
    /// # Errors
    /// If they were not written or cannot be read.
    pub(super) fn of(run: &RunFolder) -> Result<Self, Failure> {
        #[derive(Deserialize)]
        struct Row {
            replication: u32,
            cohort: String,
            pathway: Option<String>,
            service: Option<String>,
            admitted: Option<String>,
            ready: Option<String>,
            left: Option<String>,
            departure: String,
            departed: Option<String>,
        }
        if !are_there(run) {
            return Err(Failure::Unfit(format!(
                "`{}` is not there, which this chart is made from\n  = help: run it again with --patients 5, which writes every \
                 patient of 5 replications",
                run.held.path().join(PATIENTS).display()
            )));
        }
        let rows: Vec<Row> = run.held.rows(PATIENTS).map_err(Failure::Unfit)?;
        // One in which nobody came at all cannot be told from one that was not written.
        let replications = rows.iter().map(|row| row.replication).max().unwrap_or(1);
        let at = |stamp: Option<&str>| match stamp.map(|stamp| (stamp, instant(stamp, run.run.start))) {
            None => Ok(None),
            Some((_, Some(at))) => Ok(Some(at)),
            Some((stamp, None)) => {
                Err(Failure::Unfit(run.held.damaged(PATIENTS, &format!("`{stamp}` is no date and time"))))
            }
        };
        let spell = |row: Row| {
            let (left, departed) = (at(row.left.as_deref())?, at(row.departed.as_deref())?);
            Ok(Spell {
                replication: row.replication,
                cohort: row.cohort,
                pathway: row.pathway,
                service: row.service,
                departure: row.departure,
                admitted: at(row.admitted.as_deref())?,
                ready: at(row.ready.as_deref())?,
                left,
                freed: left.or(departed),
            })
        };
        let all = rows.into_iter().map(spell).collect::<Result<Vec<Spell>, Failure>>()?;
        Ok(Self { replications, all })
    }

    /// Where the numbers come from, as a sentence.
    pub(super) fn source(&self, run: &RunFolder) -> String {
        let all = u64::from(run.run.replications);
        let counted = u64::from(self.replications);
        let of = if counted == all {
            all_of(all, "replication")
        } else {
            format!("{} of {}", numbers::whole(counted), numbers::count(all, "replication"))
        };
        format!("Counted from the patients of {of}.")
    }

    /// The same where patients of all hospitals stand together.
    pub(super) fn source_together(&self, run: &RunFolder) -> String {
        match run.ready.model.hospitals.len() {
            0 | 1 => self.source(run),
            several => {
                format!("{} {} are counted together.", self.source(run), upper(&all_of(several as u64, "hospital")))
            }
        }
    }

    /// Those of each hospital; of all together, with no name, where units pass patients on: in which of them somebody
    /// was when is not written down.
    pub(super) fn by_hospital<'r>(&self, run: &'r RunFolder) -> Vec<(Option<&'r str>, Self)> {
        let model = &run.ready.model;
        if model.later_stages().next().is_some() {
            return vec![(None, self.clone())];
        }
        let hospitals = model.hospitals.iter().enumerate();
        hospitals.map(|(at, hospital)| (Some(hospital.name.as_str()), self.of_hospital(run, at))).collect()
    }

    fn of_hospital(&self, run: &RunFolder, hospital: usize) -> Self {
        let model = &run.ready.model;
        let cohorts = model.cohorts_of(HospitalId(hospital as u16));
        let cohorts: BTreeSet<&str> = cohorts.map(|cohort| model.cohorts[cohort].name.as_str()).collect();
        let all = self.all.iter().filter(|spell| cohorts.contains(spell.cohort.as_str())).cloned().collect();
        Self { replications: self.replications, all }
    }

    /// Those of each replication by itself.
    pub(super) fn by_replication(&self) -> Vec<Self> {
        let mut each = vec![Self { replications: 1, all: Vec::new() }; self.replications as usize];
        for spell in &self.all {
            if let Some(of) = each.get_mut((spell.replication as usize).wrapping_sub(1)) {
                of.all.push(spell.clone());
            }
        }
        each
    }

    /// How many people are there at each multiple of a step in a range of time, on the mean of the replications: counted
    /// as in a census, before anybody leaves or comes at that time.
    pub(super) fn present(&self, range: &Range<i64>, step: i64, stay: impl Fn(&Spell) -> Option<Stay>) -> Vec<f64> {
        let places = ((range.end - range.start) / step).max(0) as usize;
        // Where the first multiple is that is after an instant.
        let place = |at: i64| ((at - range.start).div_euclid(step) + 1).clamp(0, places as i64) as usize;
        let mut changes = vec![0_i64; places + 1];
        for (from, to) in self.all.iter().filter_map(stay) {
            changes[place(from)] += 1;
            changes[to.map_or(places, place)] -= 1;
        }
        let mut people = 0;
        let counts = changes[..places].iter().map(|change| {
            people += change;
            people as f64 / f64::from(self.replications)
        });
        counts.collect()
    }
}

/// Seconds after the begin of a day.
fn instant(stamp: &str, start: Date) -> Option<i64> {
    let (date, time) = stamp.split_once(' ')?;
    let date: Date = date.parse().ok()?;
    let parts: Vec<i64> = time.split(':').map(str::parse).collect::<Result<_, _>>().ok()?;
    let &[hours, minutes, seconds] = parts.as_slice() else { return None };
    Some(date.days_since(start) * DAY + hours * HOUR + minutes * 60 + seconds)
}

/// In an acute bed, from admission on.
pub(super) fn in_bed(spell: &Spell) -> Option<Stay> {
    Some((spell.admitted?, spell.freed))
}

/// In an acute bed though discharge ready.
pub(super) fn in_bed_and_ready(spell: &Spell) -> Option<Stay> {
    spell.admitted.and(Some((spell.ready?, spell.freed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(admitted: i64, freed: Option<i64>) -> Spell {
        let none = String::new;
        let admitted = Some(admitted);
        Spell {
            replication: 1,
            cohort: none(),
            pathway: None,
            service: None,
            departure: none(),
            admitted,
            ready: None,
            left: None,
            freed,
        }
    }

    #[test]
    fn people_are_counted_before_anybody_leaves_or_comes_at_that_time() {
        let all = vec![spell(-5 * HOUR, Some(1)), spell(HOUR, Some(3 * HOUR)), spell(90 * 60, None)];
        let spells = Spells { replications: 2, all };
        assert_eq!(spells.present(&(0..4 * HOUR), HOUR, in_bed), [0.5, 0.0, 1.0, 1.0]);
    }

    #[test]
    fn instants_count_from_the_measured_period_on() {
        let start: Date = "2026-04-01".parse().unwrap();
        assert_eq!(instant("2026-03-31 23:00:01", start), Some(1 - HOUR));
        assert_eq!(instant("2026-04-02 00:01:00", start), Some(DAY + 60));
        assert_eq!(instant("2026-04-02 00:01", start), None);
    }
}
