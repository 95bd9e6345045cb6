//! What is noticed while patients move: the one place that counts. Counting changes nothing in the run.

use crate::{
    clock::{HOUR, Time, WEEK},
    follow_up::FollowUp,
    histogram::Histogram,
    model::{Destination, HospitalId, Model, OfferId, PathwayId, PoolId, PoolKind, reason},
    patient::{Ending, Patient, Register, Slot, Steps},
    replication::{Departure, Keep, StillWaiting, Witness},
    system::System,
    tally::{LevelSums, Tally, Waits, band},
};

/// Whose waits a histogram holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitFor {
    /// For admission to a hospital's acute bed.
    Admission(HospitalId),
    /// For discharge on a pathway, from readiness.
    Discharge(PathwayId),
    /// For the capacity of a pathway, from asking.
    Capacity(PathwayId),
    /// For what a pool gave, from asking.
    Pool(PoolId),
}

impl WaitFor {
    /// The place of the histogram in an outcome's list.
    #[inline]
    pub fn at(self, model: &Model) -> usize {
        let (hospitals, pathways) = (model.hospitals.len(), model.pathways.len());
        match self {
            Self::Admission(hospital) => hospital.at(),
            Self::Discharge(pathway) => hospitals + pathway.at(),
            Self::Capacity(pathway) => hospitals + pathways + pathway.at(),
            Self::Pool(pool) => hospitals + 2 * pathways + pool.at(),
        }
    }
}

/// How many histograms an outcome of the model has.
pub fn histogram_count(model: &Model) -> usize {
    model.hospitals.len() + 2 * model.pathways.len() + model.pools.len()
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
    fn count_wait(&mut self, what: WaitFor, seconds: u64) {
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
        self.count_wait(WaitFor::Admission(hospital), wait);
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
        self.count_wait(WaitFor::Capacity(pathway), wait);
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
                self.observer.histograms[WaitFor::Pool(take.pool).at(self.model)].count(wait);
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
        self.count_wait(WaitFor::Discharge(pathway), delay);
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

    /// A stay in a service that began at some time ends.
    #[inline]
    pub(crate) fn count_service_end(&mut self, offer: OfferId, began: Time) {
        let stay = self.now.since(began);
        for take in self.model.takes(offer) {
            let tally = &mut self.tally.pools[take.pool.at()];
            tally.stays.count(stay);
            tally.above_4_weeks += u64::from(stay > 4 * WEEK);
            tally.above_6_weeks += u64::from(stay > 6 * WEEK);
        }
    }
}

/// What should come soon after the transfer from hospital.
impl<W: Witness> System<'_, W> {
    /// Somebody has come to a service straight from hospital: do staff come to them in time?
    ///
    /// Whoever is gone before does not see them.
    #[inline(never)]
    pub(crate) fn count_contacts(&mut self, patient: &Patient) {
        if patient.admitted == Time::NEVER || patient.left != self.now || patient.visit > 0 {
            return;
        }
        let model = self.model;
        let offer = &model.offers[patient.offer.at()];
        // How long bridging goes on is not known yet.
        let there_until = if offer.is_bridge { Time::NEVER } else { patient.service_end };
        for (number, comes) in patient.first_contacts(model) {
            let tally = &mut self.tally.contacts[number];
            tally.due += 1;
            tally.in_time += u64::from(comes <= (self.now + model.contacts[number].within).min(there_until));
        }
    }
}

/// The end of a stay with outcomes.
impl<W: Witness> System<'_, W> {
    /// A stay is over, but the patient is still there.
    pub(crate) fn count_staying_on(&mut self, patient: &Patient) {
        for take in self.model.takes(patient.offer) {
            self.pools[take.pool.at()].staying_on.rise(self.now, 1);
        }
    }

    /// The outcome of a stay is known.
    pub(crate) fn count_outcome(&mut self, patient: &Patient) {
        if let Some(exit) = self.model.offers[patient.offer.at()].exit {
            self.tally.exits[exit.at()].outcomes[usize::from(patient.outcome)] += 1;
        }
    }

    /// Somebody who waits in a service leaves before what they need next is there.
    pub(crate) fn count_gave_up_in_service(&mut self, patient: &Patient) {
        if let Some(exit) = self.model.offers[patient.offer.at()].exit {
            self.tally.exits[exit.at()].gave_up += 1;
        }
    }

    /// A patient moves on whose stay was over.
    #[inline]
    pub(crate) fn count_exit(&mut self, patient: &Patient) {
        let Some(exit) = self.model.offers[patient.offer.at()].exit else { return };
        let tally = &mut self.tally.exits[exit.at()];
        tally.delays.count(self.now.since(patient.service_end));
        tally.assessing += patient.assessed.since(patient.service_end);
        tally.delayed += patient.asked.since(patient.assessed);
        tally.awaiting_capacity += self.now.since(patient.asked);
        for take in self.model.takes(patient.offer) {
            self.pools[take.pool.at()].staying_on.fall(self.now, 1);
        }
    }
}

/// Most named arrangements that one pathway may have.
pub const MOST_ARRANGEMENTS: usize = 32;

/// Counts at set hours, and the closing of stretches.
impl<W: Witness> System<'_, W> {
    /// Midnight or 08:00: a day may be over, and the beds are counted.
    #[inline(never)]
    pub(crate) fn count_census(&mut self, patients: &Register) {
        let measuring_from = self.model.measuring_from();
        let midnight = self.now.of_day() == 0;
        if midnight {
            if self.now > Time::START {
                self.close_day();
            }
            let prices_change = self.model.price_periods.get(self.observer.period + 1) == Some(&self.now);
            if self.now == measuring_from {
                self.report_levels(patients);
                self.forget_warm_up();
            } else if self.now > measuring_from && self.observer.keep.days {
                self.close_stretch(patients);
            } else if prices_change {
                self.report_levels(patients);
            }
            self.observer.period += usize::from(prices_change);
        } else {
            self.look_for_patients(patients);
        }
        let count = |sums: &mut LevelSums, value: u64| {
            if midnight {
                sums.at_midnight += value;
            } else {
                sums.at_eight += value;
            }
        };
        if midnight {
            self.tally.midnights += 1;
        } else {
            self.tally.eights += 1;
        }
        for (tally, pool) in self.tally.pools.iter_mut().zip(&self.pools) {
            count(&mut tally.in_use, pool.in_use.value());
            count(&mut tally.reserved, pool.reserved.value());
            count(&mut tally.staying_on, pool.staying_on.value());
        }
        for (pathway, tally) in self.tally.pathways.iter_mut().enumerate() {
            count(&mut tally.nctr, self.nctr[pathway].value());
            for line in self.model.pathways[pathway].needs.lines() {
                count(&mut tally.awaiting_capacity, self.lines[line.at()].waiting.value());
            }
        }
        for (hospital, tally) in self.tally.hospitals.iter_mut().enumerate() {
            count(&mut tally.waiting, self.lines[self.model.hospitals[hospital].front_door.at()].waiting.value());
            count(&mut tally.nctr, self.nctr_at[hospital].value());
        }
        for (tally, nctr) in self.tally.localities.iter_mut().zip(&self.nctr_of) {
            count(&mut tally.nctr, nctr.value());
        }
    }

    /// A day is over: was there a bed for everybody, on this day and in this week?
    fn close_day(&mut self) {
        let monday = self.model.weekdays.of(self.now.day()) == 0;
        for (hospital, tally) in self.tally.hospitals.iter_mut().enumerate() {
            let short = self.observer.short_today[hospital];
            tally.days += 1;
            tally.short_days += u64::from(short);
            let week = &mut self.observer.short_this_week[hospital];
            if let Some(week_short) = week {
                *week_short |= short;
            }
            if monday && let Some(short) = week.replace(false) {
                tally.weeks += 1;
                tally.short_weeks += u64::from(short);
            }
            let line = self.model.hospitals[hospital].front_door;
            self.observer.short_today[hospital] = self.lines[line.at()].waiting.value() > 0;
        }
    }

    /// The measured period begins.
    fn forget_warm_up(&mut self) {
        self.tally.clear();
        self.observer.histograms.iter_mut().for_each(Histogram::clear);
        let monday = self.model.weekdays.of(self.now.day()) == 0;
        self.observer.short_this_week.fill(monday.then_some(false));
    }

    /// A measured day is over and is kept.
    fn close_stretch(&mut self, patients: &Register) {
        self.report_levels(patients);
        self.observer.days.push(self.tally.clone());
        self.tally.clear();
    }

    /// Moves the integrals of all levels into the tally, and works out the sums that follow from others: they are not
    /// counted one by one.
    fn report_levels(&mut self, patients: &Register) {
        let (now, model) = (self.now, self.model);
        let mut taken = std::mem::take(&mut self.observer.taken);
        self.slots.list_taken(&mut taken);
        if model.pools.iter().any(|pool| pool.kind == PoolKind::TriageTeam) {
            for patient in taken.iter().map(|&slot| &patients[slot]) {
                if patient.task_begun != Time::NEVER {
                    let worked = self.time_worked(patient, now);
                    let team = self.team_of(patient);
                    self.tally.pools[team.at()].worked += worked;
                }
            }
        }
        self.count_all_funded(&taken, patients);
        self.observer.taken = taken;
        for (pool, state) in self.pools.iter_mut().enumerate() {
            state.report(&model.pools[pool], now, self.observer.period, &mut self.tally.pools[pool]);
        }
        for (state, tally) in self.escalations.iter_mut().zip(&mut self.tally.escalations) {
            tally.open += state.open.take(now);
        }
        let waited = &mut self.observer.waited;
        for ((area, line), sum) in waited.iter_mut().zip(&mut self.lines).zip(&mut self.tally.waiting) {
            *area = line.waiting.take(now);
            *sum += *area;
        }
        for (pathway, tally) in self.tally.pathways.iter_mut().enumerate() {
            tally.delays = Waits::default();
            for route in self.tally.routes.iter().skip(pathway).step_by(model.pathways.len()) {
                tally.delays.absorb(&route.delays);
            }
            tally.bands[0] = tally.delays.count - tally.bands[1..].iter().sum::<u64>();
            tally.nctr.area += self.nctr[pathway].take(now);
            for line in model.pathways[pathway].needs.lines() {
                tally.awaiting_capacity.area += waited[line.at()];
            }
        }
        for (hospital, tally) in self.tally.hospitals.iter_mut().enumerate() {
            (tally.arrivals, tally.turned_away, tally.deaths, tally.transfers) = (0, 0, 0, 0);
            tally.waits = Waits::default();
            let cohorts = self.tally.cohorts.iter().zip(&model.cohorts);
            for (cohort, _) in cohorts.filter(|(_, described)| described.hospital.at() == hospital) {
                tally.arrivals += cohort.arrivals;
                tally.waits.absorb(&cohort.waits);
                tally.turned_away += cohort.turned_away;
                tally.deaths += cohort.deaths;
                tally.transfers += cohort.transfers;
            }
            tally.waiting.area += waited[model.hospitals[hospital].front_door.at()];
            tally.nctr.area += self.nctr_at[hospital].take(now);
        }
        for (tally, nctr) in self.tally.localities.iter_mut().zip(&mut self.nctr_of) {
            tally.nctr.area += nctr.take(now);
        }
        self.tally.seconds += now.since(self.observer.since);
        self.tally.periods[self.observer.period] += now.since(self.observer.since);
        self.observer.since = now;
    }

    /// Those who did not wait at all are everybody but those who did.
    fn count_zero_waits(&mut self) {
        let (model, tally) = (self.model, &self.tally);
        let mut fill = |what: WaitFor, waits: &Waits| {
            self.observer.histograms[what.at(model)].count_zeros(waits.count - waits.above_zero);
        };
        for (number, hospital) in tally.hospitals.iter().enumerate() {
            fill(WaitFor::Admission(HospitalId(number as u16)), &hospital.waits);
        }
        for (number, pathway) in tally.pathways.iter().enumerate() {
            fill(WaitFor::Discharge(PathwayId(number as u16)), &pathway.delays);
            fill(WaitFor::Capacity(PathwayId(number as u16)), &pathway.capacity_waits);
        }
        for (number, pool) in tally.pools.iter().enumerate() {
            fill(WaitFor::Pool(PoolId(number as u16)), &pool.waits);
        }
    }

    /// The run is over: completes the tally and counts who still waits.
    pub(crate) fn close_books(&mut self, patients: &Register) -> StillWaiting {
        self.now = self.horizon;
        self.close_day();
        if self.observer.keep.days {
            self.close_stretch(patients);
            for day in &self.observer.days {
                self.tally.absorb(day);
            }
        } else {
            self.report_levels(patients);
        }
        self.count_zero_waits();
        let model = self.model;
        let mut still = StillWaiting {
            front_door: vec![(0, 0); model.hospitals.len()],
            nctr: vec![(0, 0); model.pathways.len()],
            capacity: vec![(0, 0); model.pathways.len()],
        };
        let add = |sum: &mut (u64, u64), wait: u64| *sum = (sum.0 + 1, sum.1 + wait);
        let present = self.slots.all_taken().into_iter().map(|slot| &patients[slot]);
        for patient in present.filter(|patient| !patient.steps.has(Steps::GONE)) {
            self.witness.departed(patient, self.now, Departure::StillThere);

            let so_far = |from: Time| self.now.since(from);
            if patient.steps.has(Steps::STEP_UP) || patient.left != Time::NEVER {
                continue;
            }
            if patient.admitted == Time::NEVER {
                add(&mut still.front_door[patient.hospital.at()], so_far(patient.arrived));
            } else if patient.steps.has(Steps::READY) {
                add(&mut still.nctr[patient.pathway.at()], so_far(patient.ready));
                if patient.steps.has(Steps::REQUESTED) && !patient.steps.has(Steps::ALLOCATED) {
                    add(&mut still.capacity[patient.pathway.at()], so_far(patient.requested));
                }
            }
        }
        still
    }
}
