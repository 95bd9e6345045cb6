//! The books: counts at set hours, and the closing of stretches.

use super::{Counted, StillWaiting};
use crate::{
    clock::{HOUR, Time},
    histogram::Histogram,
    model::{CohortId, HospitalId, PoolId, PoolKind, Stage},
    patient::Register,
    replication::Witness,
    system::System,
    tally::{LevelSums, Waits},
};

impl<W: Witness> System<'_, W> {
    /// Midnight or 08:00: a day may be over, and the beds are counted.
    #[inline(never)]
    pub(crate) fn count_census(&mut self, patients: &mut Register) {
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
                // What becomes of whoever is there already is measured.
                self.begin_with_census(patients);
            } else if self.now > measuring_from && self.observer.keep.days {
                self.close_stretch(patients);
            } else if prices_change {
                self.report_levels(patients);
            }
            self.observer.period += usize::from(prices_change);
        } else {
            self.look_for_patients(patients);
            self.count_at_eight();
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
        for (tally, passing) in self.tally.stages.iter_mut().zip(&self.passing) {
            count(&mut tally.waiting, passing.value());
        }
        for (tally, nctr) in self.tally.routes.iter_mut().zip(&self.nctr) {
            count(&mut tally.nctr, nctr.value());
        }
        for (pathway, tally) in self.tally.pathways.iter_mut().enumerate() {
            for line in self.model.pathways[pathway].needs.lines() {
                count(&mut tally.awaiting_capacity, self.lines[line.at()].waiting.value());
            }
        }
        for (hospital, tally) in self.tally.hospitals.iter_mut().enumerate() {
            count(&mut tally.waiting, self.lines[self.model.hospitals[hospital].front_door.at()].waiting.value());
        }
        for (tally, nctr) in self.tally.localities.iter_mut().zip(&self.nctr_of) {
            count(&mut tally.nctr, nctr.value());
        }
    }

    /// How many acute beds are occupied and how many people have no criteria to reside, for percentiles over all days.
    fn count_at_eight(&mut self) {
        for (hospital, described) in self.model.hospitals.iter().enumerate() {
            let id = HospitalId(hospital as u16);
            let occupied = self.pools[described.beds.at()].in_use.value();
            let nctr = self.nctr_at[hospital];
            for (what, number) in [(Counted::OccupiedAtEight(id), occupied), (Counted::NctrAtEight(id), nctr)] {
                self.observer.histograms[self.observer.places.place(what)].count(number * HOUR);
            }
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
        self.observer.keep_day(&self.tally);
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
        for (tally, passing) in self.tally.stages.iter_mut().zip(&mut self.passing) {
            tally.waiting.area += passing.take(now);
        }
        for (tally, nctr) in self.tally.routes.iter_mut().zip(&mut self.nctr) {
            tally.bands[0] = tally.delays.count - tally.bands[1..].iter().sum::<u64>();
            tally.nctr.area += nctr.take(now);
        }
        for (pathway, tally) in self.tally.pathways.iter_mut().enumerate() {
            for line in model.pathways[pathway].needs.lines() {
                tally.awaiting_capacity.area += waited[line.at()];
            }
        }
        for (hospital, tally) in self.tally.hospitals.iter_mut().enumerate() {
            tally.waiting.area += waited[model.hospitals[hospital].front_door.at()];
        }
        for (tally, nctr) in self.tally.localities.iter_mut().zip(&mut self.nctr_of) {
            tally.nctr.area += nctr.take(now);
        }
        self.tally.seconds += now.since(self.observer.since);
        self.tally.periods[self.observer.period] += now.since(self.observer.since);
        self.observer.since = now;
    }

    /// Completes the histograms: those who did not wait at all are everybody but those who did, and wider views are sums.
    fn complete_histograms(&mut self) {
        let (model, tally) = (self.model, &self.tally);
        let (histograms, places) = (&mut self.observer.histograms, &self.observer.places);
        let mut fill = |what: Counted, waits: &Waits| {
            histograms[places.place(what)].count_zeros(waits.count - waits.above_zero);
        };
        for (number, route) in tally.routes.iter().enumerate() {
            let (_, pathway) = model.ends_of_route(number);
            fill(Counted::DelayOnRoute(number), &route.delays);
            fill(Counted::Capacity(pathway), &route.capacity_waits);
            fill(Counted::Triage(pathway), &route.triage_waits);
        }
        for (number, cohort) in tally.cohorts.iter().enumerate() {
            fill(Counted::AdmissionOf(CohortId(number as u16)), &cohort.waits);
        }
        for (number, pool) in tally.pools.iter().enumerate() {
            fill(Counted::Pool(PoolId(number as u16)), &pool.waits);
        }
        let (counted, sums) = histograms.split_at_mut(places.place(Counted::Admission(HospitalId(0))));
        let mut add = |what: Counted, to: Counted| {
            sums[places.place(to) - counted.len()].absorb(&counted[places.place(what)]);
        };
        for (number, cohort) in model.cohorts.iter().enumerate() {
            add(Counted::AdmissionOf(CohortId(number as u16)), Counted::Admission(cohort.first.hospital));
        }
        for number in 0..model.route_count() {
            let (&Stage { cohort, hospital, .. }, pathway) = model.ends_of_route(number);
            let wider =
                [Counted::Delay(pathway), Counted::DelayOf(cohort), Counted::DelayFrom(hospital), Counted::AnyDelay];
            for wider in wider {
                add(Counted::DelayOnRoute(number), wider);
            }
        }
    }

    /// The run is over: completes the tally and counts who still waits.
    pub(crate) fn close_books(&mut self, patients: &Register) -> StillWaiting {
        self.now = self.horizon;
        self.close_day();
        if self.observer.keep.days {
            self.close_stretch(patients);
            if let Some(whole) = self.observer.whole.take() {
                self.tally = whole;
            }
        } else {
            self.report_levels(patients);
        }
        self.complete_histograms();
        self.see_who_still_waits(patients)
    }
}
