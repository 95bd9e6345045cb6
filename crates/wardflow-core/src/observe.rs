//! What is noticed while patients move: the one place that counts. Counting changes nothing in the run.

mod books;
mod service;

use crate::{
    clock::{HOUR, Time},
    follow_up::FollowUp,
    histogram::Histogram,
    model::{Destination, HospitalId, Model, OfferId, PathwayId, PoolId, reason},
    patient::{Ending, Patient, Slot, Steps},
    replication::{Keep, Witness},
    system::System,
    tally::{Tally, band},
};

/// What a histogram holds: waits, or numbers at 08:00 with an hour for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// For admission to a hospital's acute bed.
    Admission(HospitalId),
    /// For discharge on a pathway, from readiness.
    Discharge(PathwayId),
    /// For the capacity of a pathway, from asking.
    Capacity(PathwayId),
    /// For what a pool gave, from asking.
    Pool(PoolId),
    /// Acute beds of a hospital that are occupied at 08:00.
    OccupiedAtEight(HospitalId),
    /// People with no criteria to reside in a hospital at 08:00.
    NctrAtEight(HospitalId),
}

impl Counted {
    /// The place of the histogram in an outcome's list.
    #[inline]
    pub fn at(self, model: &Model) -> usize {
        let (hospitals, pathways) = (model.hospitals.len(), model.pathways.len());
        match self {
            Self::Admission(hospital) => hospital.at(),
            Self::Discharge(pathway) => hospitals + pathway.at(),
            Self::Capacity(pathway) => hospitals + pathways + pathway.at(),
            Self::Pool(pool) => hospitals + 2 * pathways + pool.at(),
            Self::OccupiedAtEight(hospital) => hospitals + 2 * pathways + model.pools.len() + hospital.at(),
            Self::NctrAtEight(hospital) => 2 * hospitals + 2 * pathways + model.pools.len() + hospital.at(),
        }
    }
}

/// How many histograms an outcome of the model has.
pub fn histogram_count(model: &Model) -> usize {
    3 * model.hospitals.len() + 2 * model.pathways.len() + model.pools.len()
}

/// What is kept beside the current tally.
#[derive(Clone, Debug)]
pub(crate) struct Observer {
    keep: Keep,
    /// Begin of the stretch that the current tally covers.
    since: Time,
    /// The present period of constant prices.
    period: usize,
    /// People who waited in each line in the stretch that was reported last [people x s].
    waited: Vec<u64>,
    /// Tallies of the days so far.
    days: Vec<Tally>,
    histograms: Vec<Histogram>,
    /// Whether somebody has waited for a bed or been turned away today, by hospital.
    short_today: Vec<bool>,
    /// The same for this week, once a Monday has been seen.
    short_this_week: Vec<Option<bool>>,
    /// Discharges whose patients are to be looked for.
    pub(crate) follow_up: FollowUp,
    /// Places in the register that are taken; memory that is used again.
    taken: Vec<Slot>,
}

impl Observer {
    pub(crate) fn new(model: &Model) -> Self {
        Self {
            keep: Keep::default(),
            since: Time::START,
            period: 0,
            waited: vec![0; model.lines.len()],
            days: Vec::new(),
            histograms: vec![Histogram::default(); histogram_count(model)],
            short_today: vec![false; model.hospitals.len()],
            short_this_week: vec![None; model.hospitals.len()],
            follow_up: FollowUp::default(),
            taken: Vec::new(),
        }
    }

    pub(crate) fn begin(&mut self, keep: Keep) {
        self.keep = keep;
        self.since = Time::START;
        self.period = 0;
        self.days.clear();
        self.histograms.iter_mut().for_each(Histogram::clear);
        self.short_today.fill(false);
        self.short_this_week.fill(None);
        self.follow_up.clear();
    }

    /// When the present stretch began.
    pub(crate) const fn since(&self) -> Time {
        self.since
    }

    /// The present period of constant prices.
    pub(crate) const fn period(&self) -> usize {
        self.period
    }

    pub(crate) fn take(&mut self) -> (Vec<Histogram>, Vec<Tally>) {
        (self.histograms.clone(), std::mem::take(&mut self.days))
    }
}

/// Waits and the moments in which they are known.
impl<W: Witness> System<'_, W> {
    /// Counts a wait by its length; those of no length are worked out at the end, see [`Self::count_zero_waits`].
    #[inline]
    fn count_wait(&mut self, what: Counted, seconds: u64) {
        if seconds > 0 {
            self.observer.histograms[what.at(self.model)].count(seconds);
        }
    }

    /// Somebody has come; they may be waiting, or be turned away next.
    #[inline]
    pub(crate) fn count_arrival(&mut self, patient: &Patient, turned_away: bool) {
        let hospital = patient.hospital;
        self.tally.cohorts[patient.cohort.at()].arrivals += 1;
        if patient.admitted == Time::NEVER {
            self.observer.short_today[hospital.at()] = true;
        }
        if turned_away {
            self.tally.cohorts[patient.cohort.at()].turned_away += 1;
        }
    }

    /// A referral from the community is answered.
    pub(crate) fn count_answer(&mut self, patient: &Patient) {
        let wait = self.now.since(patient.arrived);
        let tally = &mut self.tally.cohorts[patient.cohort.at()];
        tally.answers.count(wait);
        tally.answered_in_2_hours += u64::from(wait <= 2 * HOUR);
    }

    /// Somebody from the community has been allocated what they need.
    pub(crate) fn count_community_allocation(&mut self, patient: &Patient) {
        self.count_start(patient.offer, self.now.since(patient.requested));
    }

    /// Somebody has been admitted to an acute stay of so many seconds.
    #[inline]
    pub(crate) fn count_admission(&mut self, patient: &Patient, stay: u64) {
        let hospital = patient.hospital;
        let wait = self.now.since(patient.arrived);
        let cohort = &mut self.tally.cohorts[patient.cohort.at()];
        cohort.acute_stays.count(stay);
        cohort.waits.count(wait);
        if wait > 4 * HOUR {
            let tally = &mut self.tally.hospitals[hospital.at()];
            tally.above_4_hours += 1;
            tally.above_12_hours += u64::from(wait > 12 * HOUR);
        }
        self.count_wait(Counted::Admission(hospital), wait);
    }

    /// Somebody has become discharge ready, and cannot leave yet.
    #[inline]
    pub(crate) fn count_ready(&mut self, patient: &mut Patient) {
        patient.steps.add(Steps::COUNTED);
        let pathway = patient.pathway;
        self.nctr[pathway.at()].rise(self.now, 1);
        self.nctr_at[patient.hospital.at()].rise(self.now, 1);
        if self.has_localities() {
            self.count_nctr_of_locality(patient, true);
        }
    }

    /// Somebody in an acute bed is not discharge ready any more, since they leave it.
    #[inline]
    fn count_no_longer_ready(&mut self, patient: &Patient) {
        self.nctr[patient.pathway.at()].fall(self.now, 1);
        self.nctr_at[patient.hospital.at()].fall(self.now, 1);
        if self.has_localities() {
            self.count_nctr_of_locality(patient, false);
        }
    }

    /// Somebody who waited for an acute bed leaves without one.
    pub(crate) fn count_gave_up_outside(&mut self, patient: &Patient) {
        self.tally.cohorts[patient.cohort.at()].gave_up.count(self.now.since(patient.arrived));
    }

    /// Somebody leaves their acute bed, alive or not, before what they need is there.
    pub(crate) fn count_gave_up(&mut self, patient: &Patient, leads_to: Destination) {
        self.count_no_longer_ready(patient);
        let delay = self.now.since(patient.ready);
        let tally = &mut self.tally.pathways[patient.pathway.at()];
        match leads_to {
            Destination::Died => tally.died_waiting.count(delay),
            Destination::Home | Destination::Hospital => tally.left_waiting.count(delay),
        }
    }

    /// Somebody who waits is on another pathway now.
    pub(crate) fn count_change(&mut self, patient: &Patient, to: PathwayId) {
        self.nctr[patient.pathway.at()].fall(self.now, 1);
        self.nctr[to.at()].rise(self.now, 1);
    }

    /// Triage of somebody has begun.
    pub(crate) fn count_triage_begun(&mut self, patient: &Patient) {
        let (referred, pathway) = (patient.referred, patient.pathway);
        self.tally.pathways[pathway.at()].triage_waits.count(self.now.since(referred));
        let team = self.team_of(patient);
        self.tally.pools[team.at()].starts += 1;
    }

    /// Staff have begun to work on somebody's case.
    pub(crate) fn count_work_begun(&mut self, patient: &Patient) {
        let team = self.team_of(patient);
        self.tally.pools[team.at()].starts += 1;
    }

    /// Staff have ended to work on somebody's case.
    pub(crate) fn count_work_end(&mut self, patient: &Patient) {
        let worked = self.time_worked(patient, self.now);
        let team = self.team_of(patient);
        self.tally.pools[team.at()].worked += worked;
    }

    fn team_of(&self, patient: &Patient) -> PoolId {
        self.model.takes(patient.team)[0].pool
    }

    /// Staff time spent on a referral in the current stretch [s].
    fn time_worked(&self, patient: &Patient, until: Time) -> u64 {
        let from = patient.task_begun.max(self.observer.since);
        let hours = self.model.pools[self.team_of(patient).at()].hours.as_ref();
        hours.map_or_else(|| until.since(from), |hours| hours.open_seconds(from, until))
    }

    /// Somebody has been allocated an offer.
    #[inline]
    pub(crate) fn count_allocation(&mut self, patient: &Patient) {
        let (pathway, offer) = (patient.pathway, patient.offer);
        let wait = self.now.since(patient.requested);
        self.tally.pathways[pathway.at()].capacity_waits.count(wait);
        self.count_wait(Counted::Capacity(pathway), wait);
        self.count_start(offer, wait);
    }

    /// Somebody in a service has been allocated what they need next.
    pub(crate) fn count_next_allocation(&mut self, patient: &Patient, next: OfferId) {
        self.count_start(next, self.now.since(patient.asked));
    }

    /// An offer has been taken up after a wait.
    #[inline(always)]
    fn count_start(&mut self, offer: OfferId, wait: u64) {
        for take in self.model.takes(offer) {
            let tally = &mut self.tally.pools[take.pool.at()];
            tally.starts += 1;
            tally.waits.count(wait);
            if wait > 0 {
                self.observer.histograms[Counted::Pool(take.pool).at(self.model)].count(wait);
            }
        }
    }

    /// Somebody is leaving the acute bed for home or a service: the delay is complete, and split by reason.
    #[inline]
    pub(crate) fn count_discharge(&mut self, patient: &Patient) {
        let now = self.now;

        let (pathway, ready, counted) = (patient.pathway, patient.ready, patient.steps.has(Steps::COUNTED));
        let delay = now.since(ready);
        let route = patient.cohort.at() * self.nctr.len() + pathway.at();
        self.tally.routes[route].delays.count(delay);
        if self.has_localities() {
            self.count_discharge_of_locality(patient, delay);
        }
        self.count_wait(Counted::Discharge(pathway), delay);
        if counted {
            self.count_no_longer_ready(patient);
        }
        if delay > 0 {
            let calendar_days = now.day() - ready.day();
            if calendar_days > 0 {
                let tally = &mut self.tally.pathways[pathway.at()];
                tally.bands[band(calendar_days)] += 1;
                tally.calendar_days += calendar_days;
            }
            self.split_delay(patient);
        }
        self.follow_discharge(patient);
    }

    /// Gives every second from readiness to leaving to one reason: the step that was not done, in the order of the steps.
    fn split_delay(&mut self, patient: &Patient) {
        let mut from = patient.ready;
        let mut part = |done: Time| {
            let until = if done == Time::NEVER { from } else { done.max(from) };
            let seconds = until.since(from);
            from = until;
            seconds
        };
        let parts = [(reason::AWAITING_TRIAGE, part(patient.triage_begun)), (reason::IN_TRIAGE, part(patient.triaged))];
        let arranging = part(patient.arranged);
        let rest = [
            (reason::CAPACITY, part(patient.allocated)),
            (reason::PLACEMENT, part(patient.placed)),
            (reason::DISCHARGE_HOURS, part(patient.left)),
        ];
        for (reason, seconds) in parts.into_iter().chain(rest) {
            self.tally.pathways[patient.pathway.at()].blame(reason, seconds);
        }
        if arranging > 0 {
            let mut left = arranging;
            let mut named = [(reason::CAPACITY, 0); MOST_ARRANGEMENTS];
            let mut count = 0;
            for part in self.arrangements_of(patient).take(MOST_ARRANGEMENTS) {
                named[count] = part;
                count += 1;
            }
            for (reason, seconds) in named.into_iter().take(count) {
                let seconds = seconds.min(left);
                left -= seconds;
                self.tally.pathways[patient.pathway.at()].blame(reason, seconds);
            }
        }
    }

    /// Somebody leaves an acute bed, however.
    #[inline]
    pub(crate) fn count_acute_bed_left(&mut self, patient: &Patient) {
        let hospital = patient.hospital;
        let tally = &mut self.tally.hospitals[hospital.at()];
        tally.stays.count(self.now.since(patient.admitted));
        match patient.ending {
            Ending::Ready => {}
            Ending::Died => self.tally.cohorts[patient.cohort.at()].deaths += 1,
            Ending::Transferred => self.tally.cohorts[patient.cohort.at()].transfers += 1,
        }
    }
}

/// Most named arrangements that one pathway may have.
pub const MOST_ARRANGEMENTS: usize = 32;
