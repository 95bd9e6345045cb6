//! What is noticed while patients move: the one place that counts. Counting changes nothing in the run.

mod books;
mod discharge;
mod places;
mod service;
mod still;
mod unserved;

pub use self::{
    discharge::MOST_ARRANGEMENTS,
    places::{Counted, Places},
    still::{Still, StillWaiting},
};

use crate::{
    clock::{HOUR, Time},
    follow_up::FollowUp,
    histogram::Histogram,
    model::{HospitalId, Model, OfferId, PathwayId, PoolId, StageId},
    patient::{Ending, Patient, Slot, Steps},
    replication::{Keep, Witness},
    system::System,
    tally::Tally,
};

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
    /// Tallies of the days so far that nobody has taken yet.
    days: Vec<Tally>,
    /// All of them together; none before the first.
    whole: Option<Tally>,
    histograms: Vec<Histogram>,
    places: Places,
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
            whole: None,
            histograms: vec![Histogram::default(); Places::of(model).count()],
            places: Places::of(model),
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
        self.whole = None;
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

    /// A measured day is over.
    fn keep_day(&mut self, day: &Tally) {
        match &mut self.whole {
            Some(whole) => whole.absorb(day),
            None => self.whole = Some(day.clone()),
        }
        self.days.push(day.clone());
    }

    /// Hands over the days that are over and were not handed over yet.
    #[inline]
    pub(crate) fn take_days(&mut self, take: &mut dyn FnMut(&Tally)) {
        if !self.days.is_empty() {
            self.days.drain(..).for_each(|day| take(&day));
        }
    }

    pub(crate) fn take(&mut self) -> (Vec<Histogram>, Vec<Tally>) {
        (self.histograms.clone(), std::mem::take(&mut self.days))
    }
}

/// Waits and the moments in which they are known.
impl<W: Witness> System<'_, W> {
    /// Counts a wait by its length; those of no length are worked out at the end, see [`Self::complete_histograms`].
    #[inline(always)]
    fn count_wait(&mut self, what: Counted, seconds: u64) {
        if seconds > 0 {
            let place = self.observer.places.place(what);
            self.observer.histograms[place].count(seconds);
        }
    }

    /// Somebody has come to the front door.
    #[inline]
    pub(crate) fn count_arrival(&mut self, patient: &Patient) {
        self.tally.cohorts[patient.cohort.at()].arrivals += 1;
    }

    /// Somebody who has come is turned away.
    pub(crate) fn count_turned_away(&mut self, patient: &Patient) {
        self.tally.cohorts[patient.cohort.at()].turned_away += 1;
    }

    /// Somebody wants a bed in a hospital that has none.
    #[inline]
    pub(crate) fn count_shortage(&mut self, hospital: HospitalId) {
        self.observer.short_today[hospital.at()] = true;
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
        let wait = self.now.since(patient.arrived);
        let cohort = &mut self.tally.cohorts[patient.cohort.at()];
        cohort.acute_stays.count(stay);
        cohort.waits.count(wait);
        cohort.count_long_wait(wait);
        self.count_wait(Counted::AdmissionOf(patient.cohort), wait);
    }

    /// Somebody needs a bed in another unit; they may have to wait for it.
    pub(crate) fn count_to_pass_on(&mut self, next: StageId) {
        self.passing[next.at()].rise(self.now, 1);
    }

    /// Somebody has a bed in another unit, for a stay of so many seconds.
    pub(crate) fn count_passed_on(&mut self, patient: &Patient, stay: u64) {
        self.passing[patient.stage.at()].fall(self.now, 1);
        self.tally.stages[patient.stage.at()].waits.count(self.now.since(patient.asked));
        self.tally.cohorts[patient.cohort.at()].acute_stays.seconds += stay;
    }

    /// Somebody has become discharge ready, and cannot leave yet.
    #[inline]
    pub(crate) fn count_ready(&mut self, patient: &mut Patient) {
        patient.steps.add(Steps::COUNTED);
        let route = self.route_of(patient);
        self.nctr[route].rise(self.now, 1);
        self.nctr_at[patient.hospital.at()] += 1;
        if self.has_localities() {
            self.count_nctr_of_locality(patient, true);
        }
    }

    /// Somebody in an acute bed is not discharge ready any more, since they leave it.
    #[inline]
    fn count_no_longer_ready(&mut self, patient: &Patient) {
        let route = self.route_of(patient);
        self.nctr[route].fall(self.now, 1);
        self.nctr_at[patient.hospital.at()] -= 1;
        if self.has_localities() {
            self.count_nctr_of_locality(patient, false);
        }
    }

    /// Somebody who waits is on another pathway now.
    pub(crate) fn count_change(&mut self, patient: &Patient, to: PathwayId) {
        let [from, to] = [patient.pathway, to].map(|pathway| self.model.route(patient.stage, pathway));
        self.nctr[from].fall(self.now, 1);
        self.nctr[to].rise(self.now, 1);
    }

    /// Triage of somebody has begun.
    pub(crate) fn count_triage_begun(&mut self, patient: &Patient) {
        let (wait, route) = (self.now.since(patient.referred), self.route_of(patient));
        self.tally.routes[route].triage_waits.count(wait);
        self.count_wait(Counted::Triage(patient.pathway), wait);
        self.count_start(patient.team, wait);
    }

    /// Staff have begun to work on the case of somebody who has waited for that since some time.
    pub(crate) fn count_work_begun(&mut self, patient: &Patient, since: Time) {
        self.count_start(patient.team, self.now.since(since));
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
        let (wait, route) = (self.now.since(patient.requested), self.route_of(patient));
        self.tally.routes[route].capacity_waits.count(wait);
        self.count_wait(Counted::Capacity(patient.pathway), wait);
        self.count_start(patient.offer, wait);
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
            self.count_wait(Counted::Pool(take.pool), wait);
        }
    }

    /// Where what happens to somebody between readiness and leaving is counted.
    #[inline]
    fn route_of(&self, patient: &Patient) -> usize {
        self.model.route(patient.stage, patient.pathway)
    }

    /// Somebody leaves an acute bed, however.
    #[inline]
    pub(crate) fn count_acute_bed_left(&mut self, patient: &Patient) {
        let hospital = patient.hospital;
        let tally = &mut self.tally.hospitals[hospital.at()];
        tally.stays.count(self.now.since(patient.admitted.max(patient.entered)));
        match patient.ending {
            Ending::Ready | Ending::PassedOn(_) => {}
            Ending::Died => self.tally.stages[patient.stage.at()].deaths += 1,
            Ending::Transferred => self.tally.stages[patient.stage.at()].transfers += 1,
        }
    }
}
