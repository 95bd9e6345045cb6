//! Today's census: the people who are there when the measured period begins, each of them a real patient.

use crate::{
    clock::{DAY, Time, WEEK},
    event::{Event, Kind as EventKind},
    model::{CensusGroup, CensusKind, CensusPlace, Model, SoFar, Stage},
    patient::{Patient, Register, Slot, Steps},
    random::{Key, Kind, Purpose, unit},
    replication::{RunError, Witness},
    stay::QuantileTable,
    system::System,
};

/// Strata of a distribution, each with its share of all time spent in stays.
const STRATA: usize = 1_024;
/// People of a census are numbered from here on within their cohort.
pub const FIRST_NUMBER: u64 = 1_000_000_000;

/// Stays as they are met at an instant: long ones in proportion to their length.
#[derive(Clone, Debug)]
pub(crate) struct Met(Vec<f64>);

impl Met {
    /// For each stay that a census of the model needs it for.
    pub(crate) fn all_of(model: &Model) -> Vec<Option<Self>> {
        let mut all = vec![None; model.stays.len()];
        let unknown = model.census.iter().filter(|group| matches!(group.so_far, SoFar::Stationary));
        for kind in unknown.flat_map(|group| &group.kinds) {
            all[kind.stay.at()].get_or_insert_with(|| Self::of(&model.stays[kind.stay.at()]));
        }
        all
    }

    fn of(stays: &QuantileTable) -> Self {
        let middle = |stratum: usize| stays.draw_seconds(bits_at((stratum as f64 + 0.5) / STRATA as f64));
        let mut so_far = 0.0;
        let sums = (0..STRATA).map(|stratum| {
            so_far += middle(stratum);
            so_far
        });
        Self(sums.collect())
    }

    /// The length of a stay that is met [s].
    fn draw(&self, stays: &QuantileTable, chosen: f64, within: f64) -> u64 {
        let all = self.0[STRATA - 1];
        let stratum = self.0.partition_point(|&sum| sum <= chosen * all).min(STRATA - 1);
        stays.draw(bits_at((stratum as f64 + within) / STRATA as f64))
    }
}

/// A probability as the 64 digits of a draw.
fn bits_at(probability: f64) -> u64 {
    // Casting saturates.
    (probability * 2.0f64.powi(64)) as u64
}

/// A stay that is longer than what it has lasted so far [s]; that long and no longer if none is.
fn longer_than(stays: &QuantileTable, so_far: u64, bits: u64) -> u64 {
    let (mut no_longer, mut longer) = (0, u64::MAX);
    if stays.draw(longer) <= so_far {
        return so_far;
    }
    if stays.draw(no_longer) > so_far {
        return stays.draw(bits);
    }
    while longer - no_longer > 1 {
        let middle = no_longer + (longer - no_longer) / 2;
        *(if stays.draw(middle) > so_far { &mut longer } else { &mut no_longer }) = middle;
    }
    let above = u64::MAX - longer;
    stays.draw(longer + ((u128::from(above) * u128::from(bits)) >> 64) as u64)
}

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
                    return self.give_up(RunError::TooManyPeople { day: self.now.day() });
                };
                let key = key.item(k);
                let chosen = key.uniform(Purpose::CensusKind);
                let kind = group.kinds.iter().find(|kind| chosen < kind.up_to).unwrap_or(&group.kinds[0]);
                let (so_far, whole) = self.stay_of(group, kind, k as usize, key);
                // Nobody came before the run began.
                let came = Time(self.now.0.saturating_sub(so_far));
                let &Stage { cohort, hospital, .. } = self.model.stage(kind.stage);
                let patient = patients.put(slot, || Patient::new(slot, key, number, cohort, hospital, came));
                (patient.stage, patient.locality, patient.pathway) = (kind.stage, kind.locality, kind.pathway);
                number += 1;
                all.push(Newcomer { slot, place: group.place, kind: *kind, came, ends: self.now + (whole - so_far) });
            }
        }
        // Who has waited longest stands first, whatever group they were counted in.
        all.sort_by_key(|newcomer| (newcomer.place, newcomer.came));
        // They all ask at once.
        let next_second = std::mem::replace(&mut self.next_second, Event::NEVER);
        for newcomer in &all {
            self.place(&mut patients[newcomer.slot], newcomer);
        }
        self.next_second = next_second;
    }

    /// How long somebody has been there, and how long they will have been in all [s].
    fn stay_of(&self, group: &CensusGroup, kind: &CensusKind, k: usize, key: Key) -> (u64, u64) {
        let stays = &self.model.stays[kind.stay.at()];
        let is_stay = matches!(group.place, CensusPlace::AcuteBed | CensusPlace::Service);
        let so_far = match &group.so_far {
            SoFar::Stationary => {
                let met = self.met[kind.stay.at()].as_ref().filter(|_| is_stay);
                return met.map_or((0, 0), |met| {
                    let within = unit(key.bits_of(Purpose::WholeStay, 1));
                    let whole = met.draw(stays, key.uniform(Purpose::WholeStay), within);
                    ((whole as f64 * key.uniform(Purpose::SoFar)) as u64, whole)
                });
            }
            SoFar::Given(seconds) => seconds.get(k).copied().unwrap_or(0),
            SoFar::Drawn(so_far) => self.model.stays[so_far.at()].draw(key.bits(Purpose::SoFar)),
        };
        (so_far, if is_stay { longer_than(stays, so_far, key.bits(Purpose::WholeStay)) } else { so_far })
    }

    fn place(&mut self, patient: &mut Patient, newcomer: &Newcomer) {
        let &Newcomer { place, ref kind, came, ends, .. } = newcomer;
        match place {
            CensusPlace::AcuteBed => {
                self.inherit_acute_bed(patient, came);
                patient.ending = kind.ending;
                let ends = ends.max(self.now + 1);
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
                self.begin_to_wait(patient);
                if place == CensusPlace::AwaitingTriage {
                    self.ask_for_triage(patient);
                } else {
                    (patient.triaged, patient.arranged) = (came, came);
                    patient.steps.add(Steps::TRIAGED | Steps::ARRANGING | Steps::ARRANGED);
                    let pathway = &self.model.pathways[patient.pathway.at()];
                    self.ask_for_capacity(patient, pathway, came);
                }
            }
            CensusPlace::FrontDoor => {
                self.request(patient, self.model.hospitals[patient.hospital.at()].front_door);
                self.begin_to_wait_for_bed(patient);
            }
        }
    }

    fn inherit_acute_bed(&mut self, patient: &mut Patient, came: Time) {
        patient.admitted = came;
        let beds = self.model.hospitals[patient.hospital.at()].beds;
        self.pools[beds.at()].inherit(self.now, 1);
    }

    fn inherit_service(&mut self, patient: &mut Patient, kind: &CensusKind, came: Time, ends: Time) {
        patient.steps.add(Steps::ALLOCATED | Steps::PLACED);
        (patient.offer, patient.allocated, patient.left, patient.came) = (kind.offer, came, came, came);
        patient.entered_service = came;
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
        for take in self.model.takes(kind.offer) {
            let held = self.model.held(kind.offer, take.amount, patient.week);
            self.pools[take.pool.at()].inherit(self.now, held);
        }
        self.schedule(ends, EventKind::ServiceEnd, patient);
    }
}

/// Days before the measured period in which people of a census may have come.
pub const HISTORY_DAYS: u32 = 1_000;

const _: () = assert!(HISTORY_DAYS as u64 * DAY < FIRST_NUMBER);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stay::Shape;

    #[test]
    fn a_stay_that_is_met_is_longer_by_its_spread() {
        // Length-biased: the mean is (mean^2 + variance) / mean; of an exponential twice the mean.
        let stays = QuantileTable::new(&Shape::Exponential { mean: 10.0 });
        let met = Met::of(&stays);
        let key = Key::of_replication(crate::random::Seed(3), 0);
        let draws = 200_000;
        let sum: f64 = (0..draws)
            .map(|k| {
                let key = key.item(k);
                let (chosen, within) = (key.uniform(Purpose::WholeStay), unit(key.bits_of(Purpose::WholeStay, 1)));
                met.draw(&stays, chosen, within) as f64 / DAY as f64
            })
            .sum();
        assert!((sum / draws as f64 - 20.0).abs() < 0.15, "{}", sum / draws as f64);
    }

    #[test]
    fn the_rest_of_a_stay_depends_on_what_it_has_lasted() {
        let stays = QuantileTable::new(&Shape::Uniform { least: 10.0, most: 20.0 });
        let key = Key::of_replication(crate::random::Seed(3), 0);
        let mean = |so_far: u64| {
            let all = (0..20_000).map(|k| longer_than(&stays, so_far, key.item(k).bits(Purpose::WholeStay)));
            all.map(|seconds| seconds as f64 / DAY as f64).sum::<f64>() / 20_000.0
        };
        assert!((mean(0) - 15.0).abs() < 0.1 && (mean(14 * DAY) - 17.0).abs() < 0.1, "{} {}", mean(0), mean(14 * DAY));
        assert_eq!(longer_than(&stays, 30 * DAY, 5), 30 * DAY);
    }
}
