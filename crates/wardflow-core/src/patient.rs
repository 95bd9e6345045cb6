//! Patients, and the register of those in the system.

use crate::{
    clock::{DAY, Time},
    event::MOST_PATIENTS,
    model::{CohortId, HospitalId, LineId, LocalityId, Model, OfferId, PathwayId, StageId, WhileWaiting},
    random::{Key, Purpose, unit},
    waiting::MOST_DAYS,
};

/// The place of a patient in the [`Register`].
pub type Slot = u32;

/// How an acute stay ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// No criteria to reside: discharge ready.
    Ready,
    /// Death.
    Died,
    /// Transfer to another provider.
    Transferred,
    /// A bed in another unit of the system is needed, for this stay.
    PassedOn(StageId),
}

/// What becomes of somebody who waits too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// They die.
    Die,
    /// They leave.
    Leave,
    /// They come to need a heavier pathway.
    NeedMore,
}

/// Steps of discharge planning that are done; some may overlap, so any combination is possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps(u16);

impl Steps {
    /// The referral has been raised (for simple discharge: the need is known).
    pub const REFERRED: Self = Self(1);
    /// Discharge ready.
    pub const READY: Self = Self(1 << 1);
    /// Triage is done, or not needed.
    pub const TRIAGED: Self = Self(1 << 2);
    /// Named arrangements have begun.
    pub const ARRANGING: Self = Self(1 << 3);
    /// Named arrangements are done, or there are none.
    pub const ARRANGED: Self = Self(1 << 4);
    /// Capacity has been asked for.
    pub const REQUESTED: Self = Self(1 << 5);
    /// Capacity has been allocated, or is not needed.
    pub const ALLOCATED: Self = Self(1 << 6);
    /// The placement has been arranged, or needs no arranging.
    pub const PLACED: Self = Self(1 << 7);
    /// Counted among the people with no criteria to reside.
    pub const COUNTED: Self = Self(1 << 8);
    /// Gone from the system, home or to a care home; a slot is kept because they come back.
    pub const GONE: Self = Self(1 << 9);
    /// A placement is being arranged while they stay in a service.
    pub const PLACING: Self = Self(1 << 10);
    /// The stay in the service is over, but they are still there.
    pub const STAYING_ON: Self = Self(1 << 11);
    /// They stand in a line.
    pub const WAITING: Self = Self(1 << 12);
    /// Another pathway was offered to them.
    pub const OFFERED_ANOTHER: Self = Self(1 << 13);
    /// Referred from the community; neither in hospital nor in a service so far.
    pub const STEP_UP: Self = Self(1 << 14);
    /// In a care home while they are gone.
    pub const IN_CARE_HOME: Self = Self(1 << 15);

    /// These are not done any more.
    pub const fn remove(&mut self, steps: Self) {
        self.0 &= !steps.0;
    }

    /// Whether all of these are done.
    #[inline]
    pub const fn has(self, steps: Self) -> bool {
        self.0 & steps.0 == steps.0
    }

    /// These are done now.
    #[inline]
    pub const fn add(&mut self, steps: Self) {
        self.0 |= steps.0;
    }
}

impl std::ops::BitOr for Steps {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One patient from arrival to departure.
#[derive(Clone, Copy, Debug)]
pub struct Patient {
    /// The key of all that is random about them.
    pub key: Key,
    /// Their place in the register.
    pub slot: Slot,
    /// Their number within the cohort.
    pub number: u64,
    /// Arrival at the front door.
    pub arrived: Time,
    /// Admission to an acute bed.
    pub admitted: Time,
    /// Came to the unit that they are in, if they were passed on to it.
    pub entered: Time,
    /// Discharge ready.
    pub ready: Time,
    /// Referral raised.
    pub referred: Time,
    /// Triage begun.
    pub triage_begun: Time,
    /// Triage done.
    pub triaged: Time,
    /// Named arrangements done.
    pub arranged: Time,
    /// Capacity asked for.
    pub requested: Time,
    /// Capacity allocated.
    pub allocated: Time,
    /// Placement arranged.
    pub placed: Time,
    /// Left the acute bed.
    pub left: Time,
    /// The stay in the service they are in began.
    pub came: Time,
    /// Came to the service they are in; with a stay that goes on there, before the present one began.
    pub entered_service: Time,
    /// End of the stay in the service; with outcomes they may have to stay on.
    pub service_end: Time,
    /// The outcome was found.
    pub assessed: Time,
    /// Asked for what they need after the present service, or for a bed in another unit.
    pub asked: Time,
    /// Staff began the triage or assessment that goes on; never if none does.
    pub task_begun: Time,
    /// Class, and order of asking within it, over all lines; of whoever had to wait.
    pub ticket: u64,
    /// When their [`Fate`] comes, if they still wait then.
    pub fate_due: Time,
    /// When another pathway is offered to them, if they still wait then.
    pub fallback_due: Time,
    /// The line they stand in or stood in last, if they ever had to wait.
    pub line: LineId,
    /// The offer that they hold or held last.
    pub offer: OfferId,
    /// The placement that is being arranged while they stay in a service.
    pub placing: OfferId,
    /// The offer of the SPOA team that triages or assesses them.
    pub team: OfferId,
    /// Their cohort.
    pub cohort: CohortId,
    /// Their hospital.
    pub hospital: HospitalId,
    /// Where they live.
    pub locality: LocalityId,
    /// Their pathway, as the acute stay was drawn, from the referral on as needed, and as used if that differs.
    pub pathway: PathwayId,
    /// The pathway for which they are triaged and what is not capacity is arranged.
    pub task: PathwayId,
    /// Week of the stay in the service, for packages that taper.
    pub week: u16,
    /// How many services they were in before this one, since hospital.
    pub visit: u16,
    /// The outcome of the present stay in a service, once it is known.
    pub outcome: u16,
    /// How many times they were in hospital before.
    pub spell: u16,
    /// How often their pathway changed while they waited.
    pub changes: u16,
    /// Their stay in the unit that they are in.
    pub stage: StageId,
    /// How the acute stay ends.
    pub ending: Ending,
    /// What will become of them if they wait long enough.
    pub fate: Fate,
    /// What has been done.
    pub steps: Steps,
}

impl Patient {
    /// A patient who has just arrived.
    #[inline]
    pub fn new(slot: Slot, key: Key, number: u64, cohort: CohortId, hospital: HospitalId, at: Time) -> Self {
        Self {
            key,
            slot,
            number,
            arrived: at,
            admitted: Time::NEVER,
            entered: Time::START,
            ready: Time::NEVER,
            referred: Time::NEVER,
            triage_begun: Time::NEVER,
            triaged: Time::NEVER,
            arranged: Time::NEVER,
            requested: Time::NEVER,
            allocated: Time::NEVER,
            placed: Time::NEVER,
            left: Time::NEVER,
            came: Time::NEVER,
            entered_service: Time::NEVER,
            service_end: Time::NEVER,
            assessed: Time::NEVER,
            asked: Time::NEVER,
            task_begun: Time::NEVER,
            ticket: 0,
            fate_due: Time::NEVER,
            fallback_due: Time::NEVER,
            line: LineId(0),
            offer: OfferId(0),
            placing: OfferId(0),
            team: OfferId(0),
            cohort,
            hospital,
            locality: LocalityId(0),
            pathway: PathwayId(0),
            task: PathwayId(0),
            week: 0,
            visit: 0,
            outcome: 0,
            spell: 0,
            changes: 0,
            stage: StageId(cohort.0),
            ending: Ending::Ready,
            fate: Fate::Leave,
            steps: Steps::default(),
        }
    }
}

impl Patient {
    /// The stay in another unit for which they wait for a bed.
    pub fn waits_for_unit(&self) -> Option<StageId> {
        match self.ending {
            Ending::PassedOn(next) if self.steps.has(Steps::WAITING) => Some(next),
            _ => None,
        }
    }

    /// First contacts after the transfer from hospital to the offer that they hold: which, and when somebody comes.
    pub fn first_contacts<'m>(&self, model: &'m Model) -> impl Iterator<Item = (usize, Time)> + use<'m> {
        let (key, left) = (self.key, self.left);
        let contacts = model.offers[self.offer.at()].contacts.clone();
        contacts.map(move |number| {
            let contact = &model.contacts[number];
            let bits = key.bits_for(Purpose::FirstContact, contact.hash);
            let ready = left + model.stays[contact.after.at()].draw(bits);
            (number, contact.hours.as_ref().map_or(ready, |hours| hours.next_open(ready)))
        })
    }

    /// By how much waiting in hospital lengthens the stay in the service that follows [s].
    pub fn harm_to_stay(&self, waiting: &WhileWaiting) -> u64 {
        let Some((chance, longer)) = &waiting.longer_stay else { return 0 };
        let days = (self.allocated.since(self.ready) / DAY).min(MOST_DAYS);
        let harmful = (0..days).filter(|&day| {
            let over = self.ready + (day + 1) * DAY;
            unit(self.key.bits_of(Purpose::LongerStay, day)) < chance.at(over)
        });
        harmful.count() as u64 * longer
    }
}

/// Which places of the [`Register`] are taken.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    /// Places that were given back.
    free: Vec<Slot>,
    /// Places that were ever taken.
    used: usize,
}

impl Slots {
    /// Gives all places back, keeps the memory.
    pub fn clear(&mut self) {
        self.free.clear();
        self.used = 0;
    }

    /// How many are taken.
    pub fn taken(&self) -> usize {
        self.used - self.free.len()
    }

    /// Takes a place; `None` if there are too many people.
    #[inline]
    pub fn take(&mut self) -> Option<Slot> {
        if let Some(slot) = self.free.pop() {
            return Some(slot);
        }
        (self.used < MOST_PATIENTS).then(|| {
            self.used += 1;
            self.used as Slot - 1
        })
    }

    /// Gives the place of a patient back who has departed.
    #[inline]
    pub fn give_back(&mut self, slot: Slot) {
        self.free.push(slot);
    }

    /// All places that are taken, in their order.
    pub fn all_taken(&self) -> Vec<Slot> {
        let mut taken = Vec::new();
        self.list_taken(&mut taken);
        taken
    }

    /// Puts the same into a list whose memory is used again.
    pub(crate) fn list_taken(&self, taken: &mut Vec<Slot>) {
        taken.clear();
        taken.extend(0..self.used as Slot);
        for &slot in &self.free {
            taken[slot as usize] = Slot::MAX;
        }
        taken.retain(|&slot| slot != Slot::MAX);
    }
}

/// Everybody in the system by slot; places that are not taken hold somebody who has departed.
#[derive(Clone, Debug, Default)]
pub struct Register(Vec<Patient>);

impl Register {
    /// Puts somebody into a slot that was just taken: one in use before, or the next.
    #[inline]
    pub fn put(&mut self, slot: Slot, patient: impl FnOnce() -> Patient) -> &mut Patient {
        let slot = slot as usize;
        if slot < self.0.len() {
            self.0[slot] = patient();
        } else {
            self.0.push(patient());
        }
        &mut self.0[slot]
    }
}

impl std::ops::Index<Slot> for Register {
    type Output = Patient;

    #[inline]
    fn index(&self, slot: Slot) -> &Patient {
        &self.0[slot as usize]
    }
}

impl std::ops::IndexMut<Slot> for Register {
    #[inline]
    fn index_mut(&mut self, slot: Slot) -> &mut Patient {
        &mut self.0[slot as usize]
    }
}
