//! Localities: where patients live, and so whose services are theirs.

use crate::{
    model::{LineId, LocalityId, Triage},
    patient::Patient,
    random::Purpose,
    replication::Witness,
    system::System,
};

/// What patients need: the cumulative share and the line of each package, the same everywhere or by locality.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs {
    /// Different ones; none if nothing is needed.
    lists: Vec<Vec<(f64, LineId)>>,
    /// Which of them is that of a locality; empty if there is one for all.
    of: Vec<u16>,
}

impl Needs {
    /// The same everywhere.
    pub fn everywhere(list: Vec<(f64, LineId)>) -> Self {
        Self { lists: if list.is_empty() { Vec::new() } else { vec![list] }, of: Vec::new() }
    }

    /// Different lists, and for each locality the place of its own.
    pub fn by_locality(lists: Vec<Vec<(f64, LineId)>>, of: Vec<u16>) -> Self {
        if lists.len() > 1 { Self { lists, of } } else { Self { lists, of: Vec::new() } }
    }

    /// Whether nothing is needed.
    pub const fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Those of a locality.
    #[inline]
    pub fn of(&self, locality: LocalityId) -> &[(f64, LineId)] {
        let list = self.of.get(locality.at()).map_or(0, |&list| list as usize);
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// Every line once.
    pub fn lines(&self) -> impl Iterator<Item = LineId> + Clone {
        self.lists.iter().flatten().map(|&(_, line)| line)
    }

    /// The lists that differ, each with the localities that have it; no localities if it is that of all.
    pub fn lists(&self) -> impl Iterator<Item = (&[(f64, LineId)], Vec<LocalityId>)> {
        self.lists.iter().enumerate().map(|(number, list)| {
            let localities = (0_u16..).zip(&self.of).filter(|(_, of)| usize::from(**of) == number);
            (list.as_slice(), localities.map(|(locality, _)| LocalityId(locality)).collect())
        })
    }
}

impl<W: Witness> System<'_, W> {
    /// Somebody new lives somewhere.
    #[inline]
    pub(crate) fn settle(&self, patient: &mut Patient) {
        if let Some(shares) = &self.model.cohorts[patient.cohort.at()].localities {
            patient.locality = LocalityId(shares.choose(self.now, patient.key.uniform(Purpose::Locality)) as u16);
        }
    }

    /// The line in which a patient waits for staff.
    pub(crate) fn triage_line(&self, triage: Triage, patient: &Patient) -> LineId {
        self.model.triage_line(triage, patient.locality)
    }

    /// Somebody has become discharge ready, or is so no more.
    #[inline]
    pub(crate) fn count_nctr_of_locality(&mut self, patient: &Patient, has_become: bool) {
        if let Some(level) = self.nctr_of.get_mut(patient.locality.at()) {
            if has_become { level.rise(self.now, 1) } else { level.fall(self.now, 1) }
        }
    }

    /// Somebody has left hospital after a delay.
    #[inline]
    pub(crate) fn count_discharge_of_locality(&mut self, patient: &Patient, delay: u64) {
        if let Some(tally) = self.tally.localities.get_mut(patient.locality.at()) {
            tally.delays.count(delay);
        }
    }
}
