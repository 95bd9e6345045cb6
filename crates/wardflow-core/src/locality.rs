//! Localities: where patients live, and so whose services are theirs.

use crate::{
    clock::Time,
    model::{LineId, LocalityId, Shares, Triage},
    patient::Patient,
    random::Purpose,
    replication::Witness,
    system::System,
};

/// What does for a need: each of some packages for a share of the people, or one thing for all.
#[derive(Clone, Debug, PartialEq)]
pub struct Packages {
    /// The line of each package; empty if nothing is needed.
    lines: Vec<LineId>,
    /// As many shares.
    shares: Shares,
}

impl Packages {
    /// A share for each line.
    ///
    /// # Panics
    /// If there are more lines than shares.
    pub fn new(lines: Vec<LineId>, shares: Shares) -> Self {
        assert!(lines.len() <= shares.len(), "each line needs a share");
        Self { lines, shares }
    }

    /// One line for everybody.
    pub fn only(line: LineId) -> Self {
        Self::new(vec![line], Shares::whole())
    }

    /// The line of each package; empty if nothing is needed.
    #[inline]
    pub fn lines(&self) -> &[LineId] {
        &self.lines
    }

    /// The share of each package by date.
    #[inline]
    pub const fn shares(&self) -> &Shares {
        &self.shares
    }
}

impl Default for Packages {
    fn default() -> Self {
        Self::new(Vec::new(), Shares::whole())
    }
}

/// What patients need: the same everywhere, or by locality.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs {
    /// Of everybody, or one of those that differ; empty if nothing is needed.
    everywhere: Packages,
    /// If it differs; apart, because few scenarios have it and all look past it.
    by_locality: Option<Box<ByLocality>>,
}

/// What differs by locality.
#[derive(Clone, Debug, PartialEq)]
struct ByLocality {
    /// The different lists.
    lists: Vec<Packages>,
    /// Which of them is that of a locality.
    of: Vec<u16>,
}

impl Needs {
    /// The same everywhere; nothing if there are no packages.
    pub const fn everywhere(packages: Packages) -> Self {
        Self { everywhere: packages, by_locality: None }
    }

    /// Different packages, and for each locality the place of its own.
    pub fn by_locality(mut lists: Vec<Packages>, of: Vec<u16>) -> Self {
        if lists.len() > 1 {
            return Self { everywhere: lists[0].clone(), by_locality: Some(Box::new(ByLocality { lists, of })) };
        }
        Self::everywhere(lists.pop().unwrap_or_default())
    }

    /// Whether nothing is needed.
    pub fn is_empty(&self) -> bool {
        self.everywhere.lines.is_empty()
    }

    /// Those of a locality.
    #[inline]
    pub fn of(&self, locality: LocalityId) -> &Packages {
        match &self.by_locality {
            None => &self.everywhere,
            Some(own) => &own.lists[usize::from(own.of[locality.at()])],
        }
    }

    /// Those of some time, for ever.
    #[must_use]
    pub fn held_at(&self, at: Time) -> Self {
        let held = |of: &Packages| Packages { lines: of.lines.clone(), shares: of.shares.held_at(at) };
        let by_locality = self
            .by_locality
            .as_deref()
            .map(|own| Box::new(ByLocality { lists: own.lists.iter().map(held).collect(), of: own.of.clone() }));
        Self { everywhere: held(&self.everywhere), by_locality }
    }

    /// Every line once.
    pub fn lines(&self) -> impl Iterator<Item = LineId> + Clone {
        let lists = self.by_locality.as_ref().map_or(std::slice::from_ref(&self.everywhere), |own| &own.lists);
        lists.iter().flat_map(|packages| &packages.lines).copied()
    }

    /// The packages that differ, each with the localities that have them; no localities if they are those of all.
    pub fn lists(&self) -> Vec<(&Packages, Vec<LocalityId>)> {
        let Some(ByLocality { lists, of }) = self.by_locality.as_deref() else {
            return if self.is_empty() { Vec::new() } else { vec![(&self.everywhere, Vec::new())] };
        };
        let localities = |number: usize| (0_u16..).zip(of).filter(move |(_, of)| usize::from(**of) == number);
        let own = |number: usize| localities(number).map(|(locality, _)| LocalityId(locality)).collect();
        lists.iter().enumerate().map(|(number, list)| (list, own(number))).collect()
    }
}

impl<W: Witness> System<'_, W> {
    /// Somebody new lives somewhere.
    #[cold]
    pub(crate) fn settle(&self, patient: &mut Patient, shares: &Shares) {
        patient.locality = LocalityId(shares.choose(self.now, patient.key.bits(Purpose::Locality)) as u16);
    }

    /// The line in which a patient waits for staff.
    pub(crate) fn triage_line(&self, triage: Triage, patient: &Patient) -> LineId {
        self.model.triage_line(triage, patient.locality)
    }

    /// Whether it matters where patients live; what follows is only asked then.
    #[inline]
    pub(crate) const fn has_localities(&self) -> bool {
        !self.model.localities.is_empty()
    }

    /// Somebody has become discharge ready, or is so no more.
    #[cold]
    pub(crate) fn count_nctr_of_locality(&mut self, patient: &Patient, has_become: bool) {
        let level = &mut self.nctr_of[patient.locality.at()];
        if has_become { level.rise(self.now, 1) } else { level.fall(self.now, 1) }
    }

    /// Somebody has left hospital after a delay.
    #[cold]
    pub(crate) fn count_discharge_of_locality(&mut self, patient: &Patient, delay: u64) {
        self.tally.localities[patient.locality.at()].delays.count(delay);
    }
}
