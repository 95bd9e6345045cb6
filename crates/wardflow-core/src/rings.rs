//! Rings: people who each hold what the next of them waits for exchange at once.
//!
//! This is the one exception to the order of asking: members of a ring pass people outside it. The earliest of all who
//! can be in a ring starts it; the next member is the earliest who holds what is wanted, if a ring closes that way.
//! Nothing more is in use afterwards than before, so an exchange is possible above a reduced capacity, too; opening
//! hours and limits on starts must permit it, and what needs cleaning between two people is never exchanged.

use crate::{
    clock::Time,
    line::LineState,
    model::{Holders, LineId, Model, OfferId, Take},
    patient::{Patient, Register, Slot},
    replication::Witness,
    system::System,
};

/// Who may be in rings, during a run.
#[derive(Clone, Debug)]
pub(crate) struct Rings {
    /// Those of each of [`Model::holders`], by ticket.
    queues: Vec<LineState>,
    /// Whether there may be a ring since they were looked for last.
    may_be: bool,
    /// The ring that was found last; memory that is used again.
    found: Vec<Member>,
    /// Which holders the search has come to.
    visited: Vec<bool>,
}

/// A member of a ring, and by which offer they get what the next one holds.
#[derive(Clone, Copy, Debug)]
struct Member {
    slot: Slot,
    line: LineId,
    offer: OfferId,
}

impl Rings {
    /// Those of a model.
    pub(crate) fn of(model: &Model) -> Self {
        let holders = model.holders.len();
        let queues = (0..holders).map(|_| LineState::default()).collect();
        Self { queues, may_be: false, found: Vec::new(), visited: vec![false; holders] }
    }

    /// Empties them, keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.queues.iter_mut().for_each(LineState::clear);
        self.may_be = false;
    }
}

impl<W: Witness> System<'_, W> {
    /// Whether anybody may ever be in a ring.
    #[inline]
    pub(crate) fn has_rings(&self) -> bool {
        !self.model.holders.is_empty()
    }

    /// Among which holders somebody is who stands in a line.
    fn holders_of(&self, patient: &Patient) -> Option<usize> {
        let model = self.model;
        let held = if patient.left == Time::NEVER {
            patient.waits_for_unit()?;
            Take { pool: model.hospitals[patient.hospital.at()].beds, amount: 1 }
        } else {
            let &[take] = model.takes(patient.offer) else { return None };
            Take { amount: model.held(patient.offer, take.amount, patient.week), ..take }
        };
        model.holders.iter().position(|holders| *holders == Holders { held, line: patient.line })
    }

    /// Somebody has joined a line.
    #[inline(never)]
    pub(crate) fn join_holders(&mut self, patient: &Patient) {
        if let Some(holders) = self.holders_of(patient) {
            self.rings.queues[holders].join(self.now, patient);
            self.look_for_rings();
        }
    }

    /// What stood in the way of an exchange may do so no more.
    pub(crate) fn look_for_rings(&mut self) {
        self.rings.may_be = self.has_rings();
        self.is_pending |= self.rings.may_be;
    }

    /// Somebody leaves the line in which they stand.
    #[inline(never)]
    pub(crate) fn leave_holders(&mut self, patient: &Patient) {
        if let Some(holders) = self.holders_of(patient) {
            self.rings.queues[holders].leave(self.now, patient.ticket);
        }
    }

    /// Lets the members of a ring exchange what they hold; false if there is none.
    #[inline]
    pub(crate) fn exchange(&mut self, patients: &mut Register) -> bool {
        self.rings.may_be && self.exchange_first(patients)
    }

    #[inline(never)]
    fn exchange_first(&mut self, patients: &mut Register) -> bool {
        let mut rings = std::mem::replace(&mut self.rings, Rings::of_nobody());
        rings.may_be = self.find_ring(&mut rings);
        self.rings = rings;
        if !self.rings.may_be {
            return false;
        }
        let found = std::mem::take(&mut self.rings.found);
        for member in &found {
            self.leave_line(&mut patients[member.slot]);
            // Somebody there may have waited behind this patient only.
            self.mark_all(member.line);
        }
        for &Member { slot, line, offer } in &found {
            self.grant(&mut patients[slot], line, offer);
        }
        self.rings.found = found;
        true
    }

    /// Looks for the first ring.
    fn find_ring(&self, rings: &mut Rings) -> bool {
        let mut seen = 0;
        while let Some(start) = self.earliest(rings, |_| true, seen) {
            rings.found.clear();
            rings.visited.fill(false);
            if self.closes(rings, start, self.model.holders[start].held) {
                return true;
            }
            seen = head(rings, start);
        }
        false
    }

    /// Whether anybody could exchange now.
    pub(crate) fn has_ring(&self) -> bool {
        self.find_ring(&mut self.rings.clone())
    }

    /// Whether a ring goes on from some holders until somebody wants what was held first.
    fn closes(&self, rings: &mut Rings, from: usize, first: Take) -> bool {
        rings.visited[from] = true;
        let line = self.model.holders[from].line;
        let Some(slot) = rings.queues[from].head().map(|head| head.patient) else { return false };
        for (offer, wanted) in self.model.exchangeable(line) {
            if !self.pools[wanted.pool.at()].is_open(&self.model.pools[wanted.pool.at()], self.now) {
                continue;
            }
            rings.found.push(Member { slot, line, offer });
            if wanted == first {
                return true;
            }
            let mut seen = 0;
            while let Some(next) = self.earliest(rings, |holders| holders.held == wanted, seen) {
                seen = head(rings, next);
                if !rings.visited[next] && self.closes(rings, next, first) {
                    return true;
                }
            }
            rings.found.pop();
        }
        false
    }

    /// The holders with the earliest head after a ticket.
    fn earliest(&self, rings: &Rings, is_one: impl Fn(&Holders) -> bool, after: u64) -> Option<usize> {
        let all = (0..rings.queues.len()).filter(|&at| is_one(&self.model.holders[at]));
        let later = all.filter(|&at| head(rings, at) > after && head(rings, at) < u64::MAX);
        later.min_by_key(|&at| head(rings, at))
    }
}

impl Rings {
    fn of_nobody() -> Self {
        Self { queues: Vec::new(), may_be: false, found: Vec::new(), visited: Vec::new() }
    }
}

/// The ticket of the first of some holders.
fn head(rings: &Rings, holders: usize) -> u64 {
    rings.queues[holders].head().map_or(u64::MAX, |head| head.ticket)
}
