//! A line of patients: first come, first served, linked through the patients themselves.

use crate::{
    clock::Time,
    level::Level,
    patient::{NOBODY, Register, Slot},
};

/// A line during a run.
#[derive(Clone, Debug)]
pub(crate) struct LineState {
    head: Slot,
    tail: Slot,
    /// People in it.
    pub(crate) waiting: Level,
}

impl LineState {
    /// An empty line at the beginning of the run.
    pub(crate) const EMPTY: Self = Self { head: NOBODY, tail: NOBODY, waiting: Level::ZERO };

    /// The patient at its head.
    #[inline]
    pub(crate) fn head(&self) -> Option<Slot> {
        (self.head != NOBODY).then_some(self.head)
    }

    /// Adds a patient at its end.
    #[inline]
    pub(crate) fn join(&mut self, now: Time, patients: &mut Register, patient: Slot) {
        patients[patient].behind = NOBODY;
        patients[patient].ahead = self.tail;
        if self.tail == NOBODY {
            self.head = patient;
        } else {
            patients[self.tail].behind = patient;
        }
        self.tail = patient;
        self.waiting.rise(now, 1);
    }

    /// Takes a patient out, wherever they stand.
    #[inline]
    pub(crate) fn leave(&mut self, now: Time, patients: &mut Register, patient: Slot) {
        let (ahead, behind) = (patients[patient].ahead, patients[patient].behind);
        if ahead == NOBODY {
            self.head = behind;
        } else {
            patients[ahead].behind = behind;
        }
        if behind == NOBODY {
            self.tail = ahead;
        } else {
            patients[behind].ahead = ahead;
        }
        self.waiting.fall(now, 1);
    }

    /// Everybody in it, from the head on.
    pub(crate) fn people<'a>(&self, patients: &'a Register) -> impl Iterator<Item = Slot> + 'a {
        std::iter::successors(self.head(), |&patient| {
            let behind = patients[patient].behind;
            (behind != NOBODY).then_some(behind)
        })
    }
}
