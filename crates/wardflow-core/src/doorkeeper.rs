//! Keeps somebody at a front door: whenever a second is settled and fewer stand there than should, the next patients come.
//!
//! What the hospital then admits is the most that it can: its saturation throughput (Baccelli and Foss 1995, "On the
//! saturation rule for the stability of queues", doi 10.2307/3215303). Who comes is drawn by key, patient k of a cohort is
//! whom the cohort's key for k makes of them.

use crate::{
    clock::Time,
    model::{CohortId, LineId, Model, OpenDoor},
    patient::Register,
    random::{Key, Kind as Of, Purpose, unit},
    replication::{RunError, Witness},
    system::System,
};

/// Most people who can come at one second: stays of no length would let them in for ever.
const MOST_AT_ONCE: u32 = 1 << 20;

/// Who keeps a door during a run.
#[derive(Clone, Debug)]
pub(crate) struct Doorkeeper {
    /// The line at the door.
    line: LineId,
    depth: u64,
    /// The key of the cohorts, and the number of the next patient of each.
    cohorts: Vec<(Key, u64)>,
    /// How many have come.
    come: u64,
    /// The last second at which somebody came, and how many did.
    latest: (Time, u32),
}

impl Doorkeeper {
    pub(crate) fn new(model: &Model, door: &OpenDoor) -> Self {
        let line = model.hospitals[door.hospital.at()].front_door;
        Self { line, depth: door.depth, cohorts: Vec::new(), come: 0, latest: (Time::START, 0) }
    }

    /// Sets everything to the beginning of a replication.
    pub(crate) fn begin(&mut self, model: &Model, root: Key) {
        (self.come, self.latest) = (0, (Time::START, 0));
        self.cohorts.clear();
        let mix = model.door.iter().flat_map(|door| &door.mix);
        self.cohorts.extend(mix.map(|(cohort, _)| (root.named(Of::Cohort, model.cohorts[cohort.at()].hash), 0)));
    }
}

impl<W: Witness> System<'_, W> {
    /// Whether it is the line at a door that is kept.
    pub(crate) fn is_kept(&self, line: LineId) -> bool {
        self.doorkeeper.as_ref().is_some_and(|doorkeeper| doorkeeper.line == line)
    }

    /// Lets the next patients come to the door that is kept, if any is; whether anybody came.
    #[inline(never)]
    pub(crate) fn keep_door(&mut self, patients: &mut Register) -> bool {
        let mut came = false;
        while let Some((cohort, key, number)) = self.next_at_door() {
            self.come(patients, cohort, key, number);
            came = true;
        }
        came && self.fault.is_none()
    }

    /// Who comes next to the door that is kept, if there is room at it now.
    fn next_at_door(&mut self) -> Option<(CohortId, Key, u64)> {
        let is_over = self.second_is_over();
        let door = self.model.door.as_ref()?;
        let doorkeeper = self.doorkeeper.as_mut()?;
        if !is_over || self.fault.is_some() || self.lines[doorkeeper.line.at()].waiting.value() >= doorkeeper.depth {
            return None;
        }
        if doorkeeper.latest.0 != self.now {
            doorkeeper.latest = (self.now, 0);
        }
        doorkeeper.latest.1 += 1;
        if doorkeeper.latest.1 > MOST_AT_ONCE {
            self.give_up(RunError::TooManyPeople { day: self.day_of_run() });
            return None;
        }
        let turn = door.next(unit(self.root.bits_of(Purpose::AtTheDoor, doorkeeper.come)));
        doorkeeper.come += 1;
        let (key, number) = &mut doorkeeper.cohorts[turn];
        let next = (door.mix[turn].0, key.item(*number), *number);
        *number += 1;
        Some(next)
    }
}
