//! Where people are on the 91st day after their discharge, and whether they came back to hospital before.
//!
//! Every discharge alive is remembered until 08:00 of its 91st day; then its patient is looked for. Whoever has left the
//! system by then was written down when they did. Nothing is scheduled: discharges come in the order of their days.

use std::collections::VecDeque;

use crate::{
    clock::Time,
    model::{Model, Setting},
    patient::{Patient, Register, Slot, Steps},
    replication::{Departure, Witness},
    system::System,
};

/// How long after a discharge its patient is looked for [calendar days].
pub(crate) const FOLLOW_UP_DAYS: u64 = 91;
/// Days within which a return is counted beside those of the whole follow-up.
const EARLY_DAYS: u64 = 30;

/// Discharges whose 91st day is to come.
#[derive(Clone, Debug, Default)]
pub(crate) struct FollowUp {
    discharges: VecDeque<Discharge>,
    /// How many have been let go of.
    gone: usize,
    /// The last discharge of whoever has each place in the register: its number from 1, 0 if there is none.
    latest: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Discharge {
    day: u64,
    /// Its stay in a unit and its pathway (see [`Model::route`]).
    route: usize,
    slot: Slot,
    /// The discharge of the same patient before this one: its number from 1, 0 if there is none.
    earlier: usize,
    whereabouts: Whereabouts,
    /// The day on which the patient came back first.
    came_back: Option<u64>,
}

/// Where the patient of a discharge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whereabouts {
    /// Somewhere in the system, or at home but known to come back.
    InRegister,
    /// At home for good.
    Home,
    /// Neither at home nor in the system: dead, or in a long-term placement.
    Elsewhere,
}

impl FollowUp {
    /// Begins a new run, keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.discharges.clear();
        self.latest.clear();
        self.gone = 0;
    }

    fn add(&mut self, patient: &Patient, route: usize, day: u64) {
        let slot = patient.slot as usize;
        if slot >= self.latest.len() {
            self.latest.resize(slot + 1, 0);
        }
        let earlier = self.latest[slot];
        let (whereabouts, came_back) = (Whereabouts::InRegister, None);
        let discharge = Discharge { day, route, slot: patient.slot, earlier, whereabouts, came_back };
        self.discharges.push_back(discharge);
        self.latest[slot] = self.gone + self.discharges.len();
    }

    /// The place in the register will be somebody else's.
    fn let_go_of(&mut self, slot: Slot) {
        if let Some(latest) = self.latest.get_mut(slot as usize) {
            *latest = 0;
        }
    }

    /// Does something with all discharges of a patient that are still remembered.
    fn each_of(&mut self, slot: Slot, mut change: impl FnMut(&mut Discharge)) {
        let mut number = self.latest.get(slot as usize).copied().unwrap_or(0);
        while number > self.gone {
            let discharge = &mut self.discharges[number - self.gone - 1];
            change(discharge);
            number = discharge.earlier;
        }
    }

    /// The next discharge whose 91st day is this one.
    fn due(&mut self, today: u64) -> Option<Discharge> {
        let due = self.discharges.front().is_some_and(|first| first.day + FOLLOW_UP_DAYS <= today);
        due.then(|| {
            self.gone += 1;
            self.discharges.pop_front()
        })?
    }
}

impl<W: Witness> System<'_, W> {
    /// Somebody has left hospital alive, for home, a service or a placement.
    #[inline]
    pub(crate) fn follow_discharge(&mut self, patient: &Patient) {
        if self.model.follows_up {
            let route = self.model.route(patient.stage, patient.pathway);
            self.observer.follow_up.add(patient, route, self.now.day());
        }
    }

    /// Somebody leaves the system.
    #[inline]
    pub(crate) fn follow_departure(&mut self, patient: &Patient, how: Departure) {
        if self.model.follows_up {
            let whereabouts = match how {
                Departure::Home | Departure::ServiceEnded | Departure::GaveUp => Whereabouts::Home,
                _ => Whereabouts::Elsewhere,
            };
            self.observer.follow_up.each_of(patient.slot, |discharge| discharge.whereabouts = whereabouts);
            self.observer.follow_up.let_go_of(patient.slot);
        }
    }

    /// Somebody who was in hospital before has come to the front door again.
    pub(crate) fn follow_return(&mut self, patient: &Patient) {
        if self.model.follows_up {
            let today = self.now.day();
            let came_back = |discharge: &mut Discharge| {
                discharge.came_back.get_or_insert(today);
            };
            self.observer.follow_up.each_of(patient.slot, came_back);
        }
    }

    /// It is 08:00: looks for everybody whose 91st day this is.
    pub(crate) fn look_for_patients(&mut self, patients: &Register) {
        let today = self.now.day();
        while let Some(discharge) = self.observer.follow_up.due(today) {
            let at_home = match discharge.whereabouts {
                Whereabouts::InRegister => is_at_home(self.model, &patients[discharge.slot]),
                known => known == Whereabouts::Home,
            };
            let days = discharge.came_back.map(|day| day - discharge.day);
            let tally = &mut self.tally.routes[discharge.route];
            tally.followed_up += 1;
            tally.at_home_on_day_91 += u64::from(at_home);
            tally.back_within_30_days += u64::from(days.is_some_and(|days| days <= EARLY_DAYS));
            tally.back_within_91_days += u64::from(days.is_some());
        }
    }
}

/// Whether somebody in the register is at home, with care or without.
fn is_at_home(model: &Model, patient: &Patient) -> bool {
    let in_service = patient.left != Time::NEVER;
    patient.steps.has(Steps::GONE) || (in_service && model.offers[patient.offer.at()].setting == Setting::Home)
}
