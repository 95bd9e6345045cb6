//! Today's census: the people who are there when the measured period begins, each of them a real patient.

mod evidence;
mod met;
mod waits;

pub(crate) use self::met::Met;
use self::met::longer_than;
use crate::{
    clock::{DAY, Time, WEEK},
    event::Kind as EventKind,
    model::{CensusGroup, CensusKind, CensusPlace, Known, OfferId, PathwayId, Shares, Stage, Times},
    patient::{Patient, Register, Slot, Steps},
    random::{Key, Kind, Purpose, unit},
    replication::{RunError, Witness},
    system::System,
};

/// People of a census are numbered from here on within their cohort.
pub const FIRST_NUMBER: u64 = 1_000_000_000;

/// Draws after which somebody keeps a pathway that nobody had when they were admitted.
const MOST_DRAWS: u64 = 10_000;

/// Somebody of the census who is not in their place yet.
struct Newcomer {
    slot: Slot,
    place: CensusPlace,
    kind: CensusKind,
    /// When they came there.
    came: Time,
    /// When their stay there ends.
    ends: Time,
}

impl<W: Witness> System<'_, W> {
    /// Puts everybody of the census where they are.
    #[inline(never)]
    pub(crate) fn begin_with_census(&mut self, patients: &mut Register) {
        let mut number = FIRST_NUMBER;
        let mut all = Vec::new();
        for group in &self.model.census {
            let key = self.root.named(Kind::Census, group.hash);
            for k in 0..u64::from(group.people) {
                let Some(slot) = self.slots.take() else {
                    return self.give_up(RunError::TooManyPeople { day: self.day_of_run() });
                };
                let key = key.item(k);
                let known = group.known.times().map(|times| self.known_time(times, k as usize, key));
                let kind = group.who(self.model, known, key.uniform(Purpose::CensusKind));
                let (so_far, left) = self.time_of(group, kind, known, key);
                // Nobody came before the run began.
                let came = Time(self.now.0.saturating_sub(so_far));
                let &Stage { cohort, hospital, .. } = self.model.stage(kind.stage);
                let patient = patients.put(slot, || Patient::new(slot, key, number, cohort, hospital, came));
                (patient.stage, patient.locality, patient.pathway) = (kind.stage, kind.locality, kind.pathway);
                number += 1;
                all.push(Newcomer { slot, place: group.place, kind: *kind, came, ends: self.now + left });
            }
        }
        // Who has waited longest stands first, whatever group they were counted in.
        all.sort_by_key(|newcomer| (newcomer.place.order(), newcomer.came));
        for newcomer in all.iter().filter(|newcomer| newcomer.place == CensusPlace::Bridging) {
            // What they hold is nobody's who asks before them.
            self.hold(&mut patients[newcomer.slot], newcomer.kind.offer, newcomer.came);
        }
        self.is_placing_census = true;
        for newcomer in &all {
            self.place(&mut patients[newcomer.slot], newcomer);
        }
        self.is_placing_census = false;
    }

    /// What is known of the k-th person's time [s].
    fn known_time(&self, times: &Times, k: usize, key: Key) -> u64 {
        match times {
            Times::Given(seconds) => seconds.get(k).copied().unwrap_or(0),
            Times::Drawn(times) => self.model.stays[times.at()].draw(key.bits(Purpose::SoFar)),
        }
    }

    /// How long somebody has been there, and how long they will still stay [s].
    ///
    /// The rest of a stay is that of stays which are longer than what is known of it, whether that is its beginning or its
    /// end. Of one that no stay reaches nothing more is known: the rest is a whole stay.
    fn time_of(&self, group: &CensusGroup, kind: &CensusKind, known: Option<u64>, key: Key) -> (u64, u64) {
        if !group.place.is_stay() {
            return (known.unwrap_or(0), 0);
        }
        let (stays, bits) = (&self.model.stays[kind.stay.at()], key.bits(Purpose::WholeStay));
        let Some(known) = known else {
            return self.met[kind.stay.at()].as_ref().map_or((0, 0), |met| {
                let within = unit(key.bits_of(Purpose::WholeStay, 1));
                let whole = met.draw(stays, unit(bits), within);
                let so_far = (whole as f64 * key.uniform(Purpose::SoFar)) as u64;
                (so_far, whole - so_far)
            });
        };
        let rest = longer_than(stays, known, bits).map_or_else(|| stays.draw(bits), |whole| whole - known);
        if matches!(group.known, Known::Remaining(_)) { (rest, known) } else { (known, rest) }
    }

    fn place(&mut self, patient: &mut Patient, newcomer: &Newcomer) {
        let &Newcomer { place, ref kind, came, ends, .. } = newcomer;
        match place {
            CensusPlace::AcuteBed => {
                self.inherit_acute_bed(patient, came);
                patient.ending = kind.ending;
                let rest = ends.max(self.now + 1).since(self.now);
                let rounds = self.model.stage(patient.stage).rounds;
                let ends = self.now + self.until_a_round(patient, rounds, rest);
                let early = self.early_lead(patient);
                if early > 0 && ends.since(self.now) <= early {
                    self.raise_referral(patient);
                } else if early > 0 {
                    self.schedule(Time(ends.0 - early), EventKind::Referral, patient);
                }
                self.schedule(ends, EventKind::AcuteEnd, patient);
            }
            CensusPlace::Service => self.inherit_service(patient, kind, came, ends.max(self.now + 1)),
            CensusPlace::AwaitingTriage | CensusPlace::AwaitingCapacity => {
                self.inherit_acute_bed(patient, came);
                (patient.ready, patient.referred) = (came, came);
                patient.steps.add(Steps::READY | Steps::REFERRED);
                self.count_ready(patient);
                self.begin_to_wait(patient, self.now.since(came));
                if place == CensusPlace::AwaitingTriage {
                    self.ask_for_triage(patient);
                } else {
                    (patient.triaged, patient.arranged) = (came, came);
                    patient.steps.add(Steps::TRIAGED | Steps::ARRANGING | Steps::ARRANGED);
                    let pathway = &self.model.pathways[patient.pathway.at()];
                    self.ask_for_capacity(patient, pathway, came);
                }
            }
            CensusPlace::Bridging => {
                patient.service_end = came;
                self.take_ticket(patient);
                self.end_service(patient);
            }
            CensusPlace::FrontDoor => {
                self.request(patient, self.model.hospitals[patient.hospital.at()].front_door);
                self.begin_to_wait_for_bed(patient, self.now.since(came));
            }
        }
    }

    /// The pathway that somebody of a census needs by now, shares having changed since their admission: of all random
    /// numbers that would have led to the pathway that they were on then, one leads from it to this one.
    #[cold]
    pub(crate) fn pathway_by_now(&self, patient: &Patient, shares: &Shares) -> PathwayId {
        let draws = (0..MOST_DRAWS).map(|n| patient.key.bits_of(Purpose::Pathway, n));
        let mut likely = draws.filter(|&bits| shares.choose(patient.admitted, bits) == patient.pathway.at());
        likely.next().map_or(patient.pathway, |bits| PathwayId(shares.choose(self.now, bits) as u16))
    }

    fn inherit_acute_bed(&mut self, patient: &mut Patient, came: Time) {
        patient.admitted = came;
        let beds = self.model.hospitals[patient.hospital.at()].beds;
        self.pools[beds.at()].inherit(self.now, 1);
    }

    fn inherit_service(&mut self, patient: &mut Patient, kind: &CensusKind, came: Time, ends: Time) {
        patient.service_end = ends;
        let weeks = self.model.offers[kind.offer.at()].taper_percent.len();
        if weeks > 0 {
            let week = ((self.now.since(came) / WEEK) as usize).min(weeks - 1);
            patient.week = week as u16;
            let next = came + (week as u64 + 1) * WEEK;
            if week + 1 < weeks && next < ends && next > self.now {
                self.schedule(next, EventKind::Taper, patient);
            }
        }
        self.hold(patient, kind.offer, came);
        self.schedule(ends, EventKind::ServiceEnd, patient);
    }

    /// A patient has been in a service since some time, and holds what there is to hold in this week of the stay.
    fn hold(&mut self, patient: &mut Patient, offer: OfferId, came: Time) {
        patient.steps.add(Steps::ALLOCATED | Steps::PLACED);
        (patient.offer, patient.allocated, patient.left, patient.came) = (offer, came, came, came);
        patient.entered_service = came;
        for take in self.model.takes(offer) {
            let held = self.model.held(offer, take.amount, patient.week);
            self.pools[take.pool.at()].inherit(self.now, held);
        }
    }
}

/// Days before the measured period in which people of a census may have come.
pub const HISTORY_DAYS: u32 = 1_000;

const _: () = assert!(HISTORY_DAYS as u64 * DAY < FIRST_NUMBER);
