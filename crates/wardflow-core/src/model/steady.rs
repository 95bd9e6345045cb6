//! A model that does not change any more: as it is in a stretch between dated changes, for as long as one likes.

use std::ops::Range;

use super::{HospitalId, Model, OpenDoor, Price, Shares, UNLIMITED, WhileWaiting};
use crate::{
    arrivals::Arrivals,
    calendar::Weekdays,
    clock::{DAY, Time},
    dated::Dated,
    locality::Needs,
};

/// Steps in which the beds of a hospital open whose door is to be kept.
const OPENINGS: u64 = 64;

/// Changes closer than this to the next one make no stretch of their own [days].
const SHORTEST_STRETCH: u64 = 28;

/// Something that may change by date.
enum ByDate<'a> {
    Number(&'a mut Dated),
    Shares(&'a mut Shares),
    Needs(&'a mut Needs),
}

impl Model {
    /// The stretches of the measured period between dated changes [days of the run].
    ///
    /// Capacities, streams, shares, chances, limits and levels count; prices and the numbers of arrivals do not. Changes that follow
    /// one another within four weeks, such as the steps of a ramp, are one change that is over with the last of them: the
    /// days before it belong to the stretch that it begins. So does what is left of the period after a late change.
    pub fn stretches(&self) -> Vec<Range<u64>> {
        let (begin, end) = (self.measuring_from().day(), self.horizon().day());
        let mut changes: Vec<u64> = self.clone().changes().into_iter().map(Time::day).collect();
        changes.retain(|&day| day > begin && day < end);
        changes.sort_unstable();
        changes.dedup();
        let mut stretches: Vec<Range<u64>> = Vec::new();
        let mut from = begin;
        let mut last = None;
        for &change in &changes {
            // The first of changes that follow one another ends what was before them.
            let follows = last.is_some_and(|last| change - last < SHORTEST_STRETCH);
            if !follows && change - from >= SHORTEST_STRETCH {
                stretches.push(from..change);
                from = change;
            }
            last = Some(change);
        }
        stretches.push(from..end);
        stretches
    }

    /// When anything changes by date that is a part of what the model does.
    pub(super) fn changes(&mut self) -> Vec<Time> {
        let pools = self.pools.iter();
        let capacities = pools.clone().flat_map(|pool| pool.capacity.iter().map(|&(from, _)| from));
        let mut changes: Vec<Time> =
            capacities.chain(pools.flat_map(|pool| pool.vacancies.iter().map(|&(from, _)| from))).collect();
        self.each_dated(&mut |dated| match dated {
            ByDate::Number(number) => changes.extend(number.steps().map(|(from, _)| from)),
            ByDate::Shares(shares) => changes.extend(shares.steps().map(|(from, _)| from)),
            ByDate::Needs(needs) => {
                let shares = needs.lists().into_iter().flat_map(|(packages, _)| packages.shares().steps());
                changes.extend(shares.map(|(from, _)| from).collect::<Vec<_>>());
            }
        });
        changes
    }

    /// Does something with all that may change by date, but for capacities, streams, arrivals and prices.
    fn each_dated(&mut self, work: &mut dyn FnMut(ByDate<'_>)) {
        for hospital in &mut self.hospitals {
            work(ByDate::Number(&mut hospital.most_waiting));
        }
        let stages = self.cohorts.iter_mut().map(|cohort| &mut cohort.first).chain(&mut self.later_stages);
        for end in stages.flat_map(|stage| &mut stage.ends) {
            work(ByDate::Number(&mut end.probability));
        }
        for cohort in &mut self.cohorts {
            work(ByDate::Shares(&mut cohort.shares));
            if let Some(localities) = &mut cohort.localities {
                work(ByDate::Shares(localities));
            }
            if let Some(early) = &mut cohort.early_planning {
                work(ByDate::Number(&mut early.probability));
            }
            if let Some(step_up) = &mut cohort.step_up {
                work(ByDate::Number(&mut step_up.accepted));
                work(ByDate::Number(&mut step_up.refused_come));
                work(ByDate::Needs(&mut step_up.needs));
            }
        }
        for pathway in &mut self.pathways {
            work(ByDate::Needs(&mut pathway.needs));
            if let Some(readmission) = &mut pathway.readmission {
                work(ByDate::Number(&mut readmission.probability));
            }
            if let Some(waiting) = &mut pathway.while_waiting {
                let WhileWaiting { patience: _, death, heavier, longer_stay, fallback } = &mut **waiting;
                work(ByDate::Number(death));
                let chances = heavier.iter_mut().map(|(chance, _)| chance);
                let chances = chances.chain(longer_stay.iter_mut().map(|(chance, _)| chance));
                for chance in chances.chain(fallback.iter_mut().map(|fallback| &mut fallback.probability)) {
                    work(ByDate::Number(chance));
                }
            }
        }
        for exit in &mut self.exits {
            work(ByDate::Shares(&mut exit.shares));
            for outcome in &mut exit.outcomes {
                work(ByDate::Needs(&mut outcome.needs));
                if let Some(readmission) = &mut outcome.readmission {
                    work(ByDate::Number(&mut readmission.probability));
                }
            }
        }
        for pool in &mut self.pools {
            let limits = pool.most_starts_per_day.iter_mut().chain(&mut pool.most_starts_per_week);
            limits.chain([&mut pool.most_kept]).for_each(|number| work(ByDate::Number(number)));
        }
        for escalation in &mut self.escalations {
            work(ByDate::Number(&mut escalation.opens_above));
            work(ByDate::Number(&mut escalation.closes_below));
            escalation.adds.iter_mut().for_each(|adds| work(ByDate::Number(&mut adds.amount)));
        }
    }

    /// The model as it is in the last days of a stretch, with the stretch's mean arrivals of each day of the week, for so
    /// many days; it begins empty, measures after a warm-up of so many of them, and knows no bank holidays.
    #[must_use]
    pub fn steady(&self, stretch: &Range<u64>, warm_up_days: u32, days: u32) -> Self {
        let at = Time::midnight(stretch.end - 1);
        let mut steady = self.clone();
        steady.census.clear();
        (steady.warm_up_days, steady.measured_days) = (warm_up_days, days - warm_up_days);
        let first_weekday = self.pools.first().map_or(0, |pool| pool.first_weekday);
        steady.weekdays = Weekdays::new((0..u64::from(days)).map(|day| ((first_weekday + day) % 7) as u8));
        steady.each_dated(&mut |dated| match dated {
            ByDate::Number(number) => *number = Dated::constant(number.at(at)),
            ByDate::Shares(shares) => *shares = shares.held_at(at),
            ByDate::Needs(needs) => *needs = needs.held_at(at),
        });
        let held = |steps: &[(Time, u64)]| steps[steps.partition_point(|(from, _)| *from <= at).max(1) - 1].1;
        for pool in &mut steady.pools {
            pool.capacity = vec![(Time::START, held(&pool.capacity))];
            if !pool.vacancies.is_empty() {
                let now = pool.vacancies.partition_point(|(from, _)| *from <= at).max(1) - 1;
                pool.vacancies = vec![(Time::START, pool.vacancies[now].1)];
            }
            (pool.price, pool.sizes) = (Price::Free, Vec::new());
            pool.hours = pool.hours.take().map(|hours| hours.on(&steady.weekdays));
        }
        for cohort in &mut steady.cohorts {
            if let Some(step_up) = &mut cohort.step_up {
                step_up.hours = step_up.hours.take().map(|hours| hours.on(&steady.weekdays));
            }
            cohort.arrivals = cohort.arrivals.repeated(stretch, first_weekday, u64::from(days));
        }
        for hospital in &mut steady.hospitals {
            hospital.discharge_hours = hospital.discharge_hours.take().map(|hours| hours.on(&steady.weekdays));
        }
        for rounds in &mut steady.rounds {
            *rounds = rounds.on(&steady.weekdays);
        }
        for contact in &mut steady.contacts {
            contact.hours = contact.hours.take().map(|hours| hours.on(&steady.weekdays));
        }
        steady.fixed_costs.clear();
        steady.financial_years.truncate(1);
        (steady.price_periods, steady.has_funding_windows) = (vec![Time::START], false);
        steady.share_out_ends();
        steady
    }

    /// The same with somebody always at the front door of a hospital: an unlimited queue, first come, first served, that
    /// nobody leaves.
    pub fn keep_door(&mut self, door: OpenDoor) {
        let hospital = door.hospital;
        self.hospitals[hospital.at()].most_waiting = Dated::constant(f64::INFINITY);
        let mut longest = 0.0_f64;
        for cohort in &mut self.cohorts {
            if cohort.first.hospital == hospital {
                cohort.patience = None;
                let stays = cohort.first.acute_stay.iter().map(|stay| self.stays[stay.at()].mean_days());
                longest = stays.fold(longest, f64::max);
            }
        }
        for &(cohort, _) in &door.mix {
            self.cohorts[cohort.at()].arrivals = Arrivals::Poisson { per_day: Vec::new(), hourly: None };
        }
        // Beds open one after another over a stay: otherwise stays of a fixed length would all end at one second for ever.
        let beds = &mut self.pools[self.hospitals[hospital.at()].beds.at()];
        let units = beds.capacity[0].1;
        if units < UNLIMITED {
            let steps = units.clamp(1, OPENINGS);
            let over = longest * DAY as f64;
            beds.capacity = (1..=steps)
                .map(|step| (Time((over * (step - 1) as f64 / steps as f64) as u64), units * step / steps))
                .collect();
        }
        self.door = Some(door);
    }

    /// Whether a hospital's beds never run out in the last days of a stretch.
    pub fn has_unlimited_beds(&self, hospital: HospitalId, stretch: &Range<u64>) -> bool {
        let capacity = &self.pools[self.hospitals[hospital.at()].beds.at()].capacity;
        let at = Time::midnight(stretch.end - 1);
        capacity[capacity.partition_point(|(from, _)| *from <= at).max(1) - 1].1 >= UNLIMITED
    }
}
