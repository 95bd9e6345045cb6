//! The state of a pool: what is in use, what is free, what was started.

use crate::{
    clock::{DAY, Time},
    dated::Dated,
    level::Level,
    model::{Pool, PoolKind, Price, UNLIMITED},
    sizes::SizeBands,
    tally::PoolTally,
};

/// Percentages whose excess is timed; "nothing free" and "more than all" follow.
const MARKS_PERCENT: [u64; 2] = [92, 95];

/// A pool during a run.
#[derive(Clone, Debug)]
pub(crate) struct PoolState {
    /// Units in use, reserved included.
    pub(crate) in_use: Level,
    /// Units allocated to patients who have not come yet.
    pub(crate) reserved: Level,
    /// People whose stay is over but who have nowhere to go yet.
    pub(crate) staying_on: Level,
    /// Units there are now; for vacancies, those that are kept.
    pub(crate) units: u64,
    /// Units of them that are scheduled.
    scheduled: u64,
    /// Units of them that escalations add.
    extra: Level,
    /// All of them as it is measured: nothing while unlimited.
    capacity: Level,
    /// Units that were in use when the measured period began with a census.
    pub(crate) inherited: u64,
    /// Beds being cleaned.
    cleaning: u64,
    /// Patients in the lines that this pool serves.
    pub(crate) waiting: u64,
    /// Whether what is taken is gone for good.
    gone_for_good: bool,
    /// As the pool's: here so that taking and giving back touch one place only.
    gated: bool,
    /// As the pool's [s].
    pub(crate) turnaround: u64,
    /// Which scheduled capacity comes next.
    pub(crate) next_step: usize,
    /// Which vacancy comes next.
    pub(crate) next_vacancy: u64,
    /// Levels of use from which time is counted in [`PoolTally::above`].
    marks: [u64; 4],
    above: [u64; 4],
    /// Use above what is scheduled [units x s].
    above_scheduled: u64,
    /// From how many units in use on anything but the mean is looked at; always where units are cleaned.
    watched_from: u64,
    /// Time at each size that is reported.
    sizes: Option<Box<SizeBands>>,
    starts_today: u32,
    today: u64,
    starts_this_week: u32,
    this_week: u64,
    /// When time on duty was last counted.
    duty_since: Time,
    on_duty: u64,
}

impl PoolState {
    /// An empty pool at the beginning of the run.
    pub(crate) fn new(pool: &Pool) -> Self {
        let mut state = Self {
            in_use: Level::ZERO,
            reserved: Level::ZERO,
            staying_on: Level::ZERO,
            units: 0,
            scheduled: 0,
            extra: Level::ZERO,
            capacity: Level::ZERO,
            inherited: 0,
            cleaning: 0,
            waiting: 0,
            gone_for_good: pool.kind == PoolKind::Vacancies,
            gated: pool.gated,
            turnaround: pool.turnaround,
            next_step: 1,
            next_vacancy: 0,
            marks: [u64::MAX; 4],
            above: [0; 4],
            above_scheduled: 0,
            watched_from: u64::MAX,
            sizes: SizeBands::of(&pool.sizes),
            starts_today: 0,
            today: 0,
            starts_this_week: 0,
            this_week: 0,
            duty_since: Time::START,
            on_duty: 0,
        };
        state.set_capacity(pool, Time::START, pool.capacity[0].1);
        state
    }

    /// Changes the scheduled capacity.
    pub(crate) fn set_capacity(&mut self, pool: &Pool, now: Time, units: u64) {
        self.settle(now);
        self.settle_duty(pool, now);
        self.scheduled = units;
        self.set_units(now, units.saturating_add(self.extra.value()).min(UNLIMITED));
        let [busy, pressed] = MARKS_PERCENT.map(|percent| units.saturating_mul(percent) / 100 + 1);
        self.marks = if units >= UNLIMITED || self.gone_for_good {
            [u64::MAX; 4]
        } else {
            [busy.min(units), pressed.min(units), units, units + 1]
        };
        let is_cleaned = self.turnaround > 0 && self.marks[0] < u64::MAX;
        self.watched_from = if self.sizes.is_some() || is_cleaned { 0 } else { self.marks[0] };
    }

    /// Changes what escalations add.
    pub(crate) fn set_extra(&mut self, pool: &Pool, now: Time, units: u64) {
        self.settle(now);
        self.settle_duty(pool, now);
        self.extra.set(now, units);
        self.set_units(now, self.scheduled.saturating_add(units).min(UNLIMITED));
    }

    /// Units that escalations add now.
    pub(crate) fn extra(&self) -> u64 {
        self.extra.value()
    }

    /// Use in percent of what is scheduled.
    pub(crate) fn use_percent(&self) -> f64 {
        100.0 * self.in_use.value() as f64 / self.scheduled as f64
    }

    fn set_units(&mut self, now: Time, units: u64) {
        self.units = units;
        self.capacity.set(now, if units < UNLIMITED { units } else { 0 });
    }

    /// A place has fallen vacant.
    pub(crate) fn add_vacancy(&mut self, now: Time) {
        self.set_units(now, self.units + 1);
    }

    #[inline]
    fn settle(&mut self, now: Time) {
        let units = self.in_use.value();
        let elapsed = self.in_use.settle(now);
        if units >= self.watched_from {
            self.settle_watched(units, elapsed);
        }
    }

    /// Occupancy is of units in use; the pool is full when what is being cleaned leaves nothing free.
    #[inline]
    fn settle_watched(&mut self, units: u64, elapsed: u64) {
        let taken = units + self.cleaning;
        if taken >= self.marks[0] {
            for (above, (of, mark)) in
                self.above.iter_mut().zip([units, units, taken, units].into_iter().zip(self.marks))
            {
                *above += if of >= mark { elapsed } else { 0 };
            }
            if units >= self.marks[3] {
                self.above_scheduled += (units - self.scheduled) * elapsed;
            }
        }
        if let Some(sizes) = &mut self.sizes {
            sizes.count(units, elapsed);
        }
    }

    fn settle_duty(&mut self, pool: &Pool, now: Time) {
        if pool.kind == PoolKind::TriageTeam && self.units < UNLIMITED {
            let open = pool
                .hours
                .as_ref()
                .map_or_else(|| now.since(self.duty_since), |hours| hours.open_seconds(self.duty_since, now));
            self.on_duty += open * self.units;
        }
        self.duty_since = now;
    }

    /// Units in use or being cleaned.
    #[inline]
    fn taken(&self) -> u64 {
        self.in_use.value() + self.cleaning
    }

    /// Units that are neither in use nor being cleaned.
    #[inline]
    pub(crate) fn free(&self) -> u64 {
        self.units.saturating_sub(self.taken())
    }

    /// Released beds are cleaned from now on.
    pub(crate) fn begin_cleaning(&mut self, now: Time, beds: u64) {
        self.settle(now);
        self.cleaning += beds;
    }

    /// A bed has been cleaned.
    pub(crate) fn end_cleaning(&mut self, now: Time) {
        self.settle(now);
        self.cleaning -= 1;
    }

    /// Whether the pool could start something of that size now.
    #[inline]
    pub(crate) fn fits(&self, pool: &Pool, now: Time, amount: u64) -> bool {
        self.free() >= amount && self.is_open(pool, now)
    }

    /// Whether it allocates now, whether or not there is room.
    pub(crate) fn is_open(&self, pool: &Pool, now: Time) -> bool {
        !self.gated || self.gate_is_open(pool, now)
    }

    fn gate_is_open(&self, pool: &Pool, now: Time) -> bool {
        let (today, week) = (now.day(), pool.week(now));
        pool.hours.as_ref().is_none_or(|hours| hours.is_open(now))
            && is_below(pool.most_starts_per_day.as_ref(), now, if today == self.today { self.starts_today } else { 0 })
            && is_below(
                pool.most_starts_per_week.as_ref(),
                now,
                if week == self.this_week { self.starts_this_week } else { 0 },
            )
    }

    /// Takes units for somebody.
    #[inline(always)]
    pub(crate) fn seize(&mut self, pool: &Pool, now: Time, amount: u64) {
        if self.gone_for_good {
            self.set_units(now, self.units - amount);
        } else {
            self.settle(now);
            self.in_use.add(amount);
        }
        if self.gated {
            self.count_start(pool, now);
        }
    }

    /// Units are in use already when the measured period begins, whatever there is.
    pub(crate) fn inherit(&mut self, now: Time, amount: u64) {
        self.settle(now);
        self.in_use.add(amount);
        self.inherited += amount;
    }

    fn count_start(&mut self, pool: &Pool, now: Time) {
        let (today, week) = (now.day(), pool.week(now));
        self.starts_today = if today == self.today { self.starts_today + 1 } else { 1 };
        self.starts_this_week = if week == self.this_week { self.starts_this_week + 1 } else { 1 };
        (self.today, self.this_week) = (today, week);
    }

    /// Gives units back.
    #[inline]
    pub(crate) fn release(&mut self, now: Time, amount: u64) {
        self.settle(now);
        self.in_use.subtract(amount);
    }

    /// Moves what was measured since the last time into a tally.
    pub(crate) fn report(&mut self, pool: &Pool, now: Time, period: usize, tally: &mut PoolTally) {
        self.settle(now);
        self.settle_duty(pool, now);
        let (used, available) = (self.in_use.take(now), self.capacity.take(now));
        tally.in_use.area += used;
        tally.capacity.area += available;
        tally.paid[period] += match pool.price {
            Price::Free => 0,
            Price::Block(_) => available,
            Price::ByUse(_) => used,
        };
        tally.reserved.area += self.reserved.take(now);
        tally.staying_on.area += self.staying_on.take(now);
        for (sum, above) in tally.above.iter_mut().zip(&mut self.above) {
            *sum += std::mem::take(above);
        }
        if let Some(sizes) = &mut self.sizes {
            sizes.move_into(&mut tally.at_sizes);
        }
        tally.extra += self.extra.take(now);
        tally.above_scheduled += std::mem::take(&mut self.above_scheduled);
        tally.on_duty += std::mem::take(&mut self.on_duty);
    }
}

impl Pool {
    /// When the pool may next be able to start something because time has passed.
    pub(crate) fn next_opening(&self, now: Time) -> Time {
        match &self.hours {
            Some(hours) => hours.next_opening(now),
            None => Time::midnight(now.day() + 1),
        }
    }

    /// The week, from Monday, in which an instant lies.
    fn week(&self, at: Time) -> u64 {
        (at.0 / DAY + self.first_weekday) / 7
    }
}

/// Whether so many starts are fewer than a limit allows, if there is one.
fn is_below(most: Option<&Dated>, now: Time, starts: u32) -> bool {
    most.is_none_or(|most| f64::from(starts) < most.at(now))
}
