//! A line of patients: class by class, within a class first come, first served.

use std::collections::VecDeque;

use crate::{
    clock::Time,
    level::Level,
    patient::{Patient, Slot},
};

/// Somebody's place in a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Waiting {
    /// Class, and order of asking within it, over all lines.
    pub(crate) ticket: u64,
    /// Who waits.
    pub(crate) patient: Slot,
}

/// A line during a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct LineState {
    /// In the order of their tickets.
    people: VecDeque<Waiting>,
    /// How many they are.
    pub(crate) waiting: Level,
    /// Whether its head competes for what is being allocated.
    pub(crate) is_competing: bool,
}

impl LineState {
    /// Empties it, keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.people.clear();
        self.waiting = Level::ZERO;
        self.is_competing = false;
    }

    /// Whether nobody is in it.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.value() == 0
    }

    /// Whoever is at its head.
    #[inline]
    pub(crate) fn head(&self) -> Option<Waiting> {
        self.people.front().copied()
    }

    /// Adds a patient behind all whose tickets are lower.
    ///
    /// True if they stand at its head before others, who may be waiting for something that they need not.
    #[inline]
    pub(crate) fn join(&mut self, now: Time, patient: &Patient) -> bool {
        let joins = Waiting { ticket: patient.ticket, patient: patient.slot };
        if self.people.back().is_none_or(|last| last.ticket < joins.ticket) {
            self.people.push_back(joins);
            self.waiting.rise(now, 1);
            return false;
        }
        let place = self.people.partition_point(|waiting| waiting.ticket < joins.ticket);
        self.people.insert(place, joins);
        self.waiting.rise(now, 1);
        place == 0
    }

    /// Takes the holder of a ticket out, wherever they stand.
    #[inline]
    pub(crate) fn leave(&mut self, now: Time, ticket: u64) {
        if self.people.front().is_some_and(|head| head.ticket == ticket) {
            self.people.pop_front();
        } else if let Ok(place) = self.people.binary_search_by_key(&ticket, |waiting| waiting.ticket) {
            self.people.remove(place);
        }
        self.waiting.fall(now, 1);
    }

    /// Everybody in it, from the head on.
    pub(crate) fn people(&self) -> impl Iterator<Item = Waiting> {
        self.people.iter().copied()
    }
}
