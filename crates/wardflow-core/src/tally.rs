//! What is counted: sums over a stretch of the run that add up over stretches.
//!
//! Since everything here adds up, the tally of a day, of the measured period and of many days are of one kind, and a
//! measure (see [`crate::measures`]) can be taken of any of them.

use crate::{
    model::{Exit, Model, Pool, ReasonId},
    sizes::band_count,
};

/// Published delay bands [calendar days]: 0, 1, 2-3, 4-6, 7-13, 14-20, 21 and more.
pub const BANDS: [&str; 7] = ["0", "1", "2_to_3", "4_to_6", "7_to_13", "14_to_20", "21_or_more"];

/// The band of a delay in calendar days.
#[inline]
pub fn band(days: u64) -> usize {
    match days {
        0 => 0,
        1 => 1,
        2..=3 => 2,
        4..=6 => 3,
        7..=13 => 4,
        14..=20 => 5,
        _ => 6,
    }
}

/// Sums that can be added up and set back to zero.
trait Sum {
    fn absorb(&mut self, other: &Self);
    fn clear(&mut self);
}

impl Sum for u64 {
    fn absorb(&mut self, other: &Self) {
        *self += other;
    }
    fn clear(&mut self) {
        *self = 0;
    }
}

impl<T: Sum, const N: usize> Sum for [T; N] {
    fn absorb(&mut self, other: &Self) {
        self.iter_mut().zip(other).for_each(|(mine, theirs)| mine.absorb(theirs));
    }
    fn clear(&mut self) {
        self.iter_mut().for_each(Sum::clear);
    }
}

impl<T: Sum> Sum for Vec<T> {
    fn absorb(&mut self, other: &Self) {
        self.iter_mut().zip(other).for_each(|(mine, theirs)| mine.absorb(theirs));
    }
    fn clear(&mut self) {
        self.iter_mut().for_each(Sum::clear);
    }
}

/// Declares structs of sums.
macro_rules! sums {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $kind,)* }

        impl Sum for $name {
            fn absorb(&mut self, other: &Self) {
                $(Sum::absorb(&mut self.$field, &other.$field);)*
            }
            fn clear(&mut self) {
                $(Sum::clear(&mut self.$field);)*
            }
        }
    )*};
}

sums! {
    /// Number and total length of waits or stays.
    Waits {
        /// How many ended.
        count: u64,
        /// Their total [s].
        seconds: u64,
        /// How many were longer than nothing.
        above_zero: u64,
    }

    /// A time-weighted level with its counts at set hours.
    LevelSums {
        /// Integral [units x s].
        area: u64,
        /// Sum of the counts at 08:00.
        at_eight: u64,
        /// Sum of the counts at midnight.
        at_midnight: u64,
    }

    /// One hospital.
    HospitalTally {
        /// Stays in its acute beds, however they ended.
        stays: Waits,
        /// People waiting for a bed, at the front door or in another unit.
        waiting: LevelSums,
        /// Days on which somebody waited for a bed or was turned away.
        short_days: u64,
        /// Days counted for that.
        days: u64,
        /// Weeks (Monday to Sunday) in which somebody waited for a bed or was turned away.
        short_weeks: u64,
        /// Weeks counted for that.
        weeks: u64,
    }

    /// One locality.
    LocalityTally {
        /// Discharge delays of its people who left alive.
        delays: Waits,
        /// Its people in acute beds with no criteria to reside.
        nctr: LevelSums,
    }

    /// One cohort.
    CohortTally {
        /// Referrals from the community.
        referrals: u64,
        /// From referrals to their answers, of those answered.
        answers: Waits,
        /// Referrals answered within 2 hours.
        answered_in_2_hours: u64,
        /// Referrals whose wait ended without an answer.
        unanswered: u64,
        /// Referrals that got what they need.
        got_care: u64,
        /// Referrals refused: out of hours, not suitable, or for want of capacity.
        refused: u64,
        /// People refused who came to the front door.
        refused_came: u64,
        /// Patients who came to the front door.
        arrivals: u64,
        /// Of those who came, patients who had been in hospital before.
        returns: u64,
        /// Patients turned away.
        turned_away: u64,
        /// Waits at the front door of those who left it without a bed.
        gave_up: Waits,
        /// Waits of those admitted; one for each admission.
        waits: Waits,
        /// Waits of more than 4 hours that have ended, in a bed or not.
        above_4_hours: u64,
        /// Those of more than 12 hours.
        above_12_hours: u64,
        /// Acute stays from admission to readiness or another end; what was drawn, without any delay; one for each admission.
        acute_stays: Waits,
    }

    /// One pathway of one stay of a cohort in a unit: the finest split of what happens between readiness and leaving.
    /// Whole pathways, cohorts and hospitals are sums of these.
    RouteTally {
        /// Discharge delays of those who left alive.
        delays: Waits,
        /// Patients who left alive, by published delay band.
        bands: [u64; 7],
        /// Delays as differences of calendar dates [days].
        calendar_days: u64,
        /// Of those delays, those of patients who left by themselves while they waited.
        left_waiting: Waits,
        /// Delays of those who died while they waited.
        died_waiting: Waits,
        /// Waits for triage, from the referral.
        triage_waits: Waits,
        /// Waits for capacity, from asking to allocation.
        capacity_waits: Waits,
        /// Those that ended without it: patients who left, died, or changed to another pathway.
        capacity_unserved: Waits,
        /// People with no criteria to reside.
        nctr: LevelSums,
        /// Patients looked for on the 91st day after their discharge.
        followed_up: u64,
        /// Of those, at home then.
        at_home_on_day_91: u64,
        /// Of those, in a care home or long-term placement then.
        in_care_home_on_day_91: u64,
        /// Of those, gone to where the scenario does not say.
        not_said_on_day_91: u64,
        /// Of those, back in hospital within 30 days.
        back_within_30_days: u64,
        /// Of those, back in hospital within 91 days.
        back_within_91_days: u64,
    }

    /// A cohort's stay in a unit.
    StageTally {
        /// Deaths in it before readiness.
        deaths: u64,
        /// Transfers elsewhere.
        transfers: u64,
        /// Waits for its bed, in the unit before, of those who were passed on to it.
        waits: Waits,
        /// People waiting for that.
        waiting: LevelSums,
    }

    /// One pathway.
    PathwayTally {
        /// Patients whose need was found to be this pathway.
        referred: u64,
        /// People waiting for capacity.
        awaiting_capacity: LevelSums,
        /// Patients who came to need another pathway while they waited.
        needed_more: u64,
        /// Patients who took another pathway that was offered.
        fell_back: u64,
    }

    /// One pool.
    PoolTally {
        /// In use, reserved included.
        in_use: LevelSums,
        /// Allocated to patients who have not come yet.
        reserved: LevelSums,
        /// People whose stay is over but who have nowhere to go yet.
        staying_on: LevelSums,
        /// Capacity, what escalations add included; counts nothing while unlimited.
        capacity: LevelSums,
        /// Of it, what escalations add [units x s].
        extra: u64,
        /// Use above what is scheduled [units x s].
        above_scheduled: u64,
        /// What is paid for in each period of constant prices: capacity or use [units x s]; nothing if it costs nothing.
        paid: Vec<u64>,
        /// What of it was in use inside funding windows in each such period [units x s].
        in_window: Vec<u64>,
        /// Time with more than 92%, more than 95%, all, and more than all of the capacity in use [s].
        above: [u64; 4],
        /// Time in each band of the sizes that are reported [s]: below the first, at it, between it and the second, and
        /// so on; empty if there are none.
        at_sizes: Vec<u64>,
        /// Allocations.
        starts: u64,
        /// Waits of those allocated here, from asking.
        waits: Waits,
        /// Waits of those who stopped waiting for it unserved.
        unserved: Waits,
        /// Stays that ended, from the transfer on.
        stays: Waits,
        /// Stays of more than 4 weeks.
        above_4_weeks: u64,
        /// Stays of more than 6 weeks.
        above_6_weeks: u64,
        /// Staff time spent on referrals [s].
        worked: u64,
        /// Staff time on duty [s].
        on_duty: u64,
        /// Vacancies that came up.
        vacancies: u64,
        /// Vacancies lost because enough were kept already.
        vacancies_lost: u64,
    }

    /// Stays in a service that end with an outcome.
    ExitTally {
        /// How often each outcome was found.
        outcomes: Vec<u64>,
        /// Delays of those who moved on, from the end of the stay.
        delays: Waits,
        /// Of those delays, until the outcome was found [s].
        assessing: u64,
        /// Of those delays, what the outcome itself brought [s].
        delayed: u64,
        /// Of those delays, waits for what was needed next [s].
        awaiting_capacity: u64,
        /// Patients who left while they waited for what they needed next.
        gave_up: u64,
    }

    /// An escalation.
    EscalationTally {
        /// Time in which what it adds was there [s].
        open: u64,
        /// How often it came.
        openings: u64,
    }

    /// A first contact with staff after the transfer from hospital.
    ContactTally {
        /// Patients who should have it.
        due: u64,
        /// Of those, patients who had it in time.
        in_time: u64,
    }

    /// A stretch of a run.
    Tally {
        /// Its length [s].
        seconds: u64,
        /// What of it lies in each period of constant prices [s].
        periods: Vec<u64>,
        /// Counts at 08:00.
        eights: u64,
        /// Counts at midnight.
        midnights: u64,
        /// Hospitals.
        hospitals: Vec<HospitalTally>,
        /// Cohorts.
        cohorts: Vec<CohortTally>,
        /// Localities.
        localities: Vec<LocalityTally>,
        /// Pathways.
        pathways: Vec<PathwayTally>,
        /// Stays of cohorts in units.
        stages: Vec<StageTally>,
        /// Pathways of each such stay, in the order of [`Model::route`].
        routes: Vec<RouteTally>,
        /// What each reason took of the delays of those who left alive [s], route by route; see [`Self::of_reason`].
        reasons: Vec<u64>,
        /// The same of those who died while they waited.
        reasons_of_dead: Vec<u64>,
        /// Pools.
        pools: Vec<PoolTally>,
        /// Ends of stays in services.
        exits: Vec<ExitTally>,
        /// First contacts with staff.
        contacts: Vec<ContactTally>,
        /// Escalations.
        escalations: Vec<EscalationTally>,
        /// People waiting in each line [people x s].
        waiting: Vec<u64>,
    }
}

impl<'a> std::iter::Sum<&'a Self> for Waits {
    fn sum<I: Iterator<Item = &'a Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, waits| {
            sum.absorb(waits);
            sum
        })
    }
}

impl Waits {
    /// Counts a wait or stay [s].
    #[inline]
    pub fn count(&mut self, seconds: u64) {
        self.count += 1;
        if seconds > 0 {
            self.seconds += seconds;
            self.above_zero += 1;
        }
    }
}

impl PoolTally {
    fn new(pool: &Pool, periods: usize) -> Self {
        let windows = if pool.funding.window.is_some() { periods } else { 0 };
        let at_sizes = vec![0; band_count(pool.sizes.len())];
        Self { paid: vec![0; periods], in_window: vec![0; windows], at_sizes, ..Self::default() }
    }
}

impl ExitTally {
    fn new(exit: &Exit) -> Self {
        Self { outcomes: vec![0; exit.outcomes.len()], ..Self::default() }
    }
}

impl Tally {
    /// An empty tally with a place for everything in the model.
    pub fn new(model: &Model) -> Self {
        let reasons = vec![0; model.route_count() * model.reasons.len()];
        let periods = model.price_periods.len();
        Self {
            hospitals: vec![HospitalTally::default(); model.hospitals.len()],
            cohorts: vec![CohortTally::default(); model.cohorts.len()],
            localities: vec![LocalityTally::default(); model.localities.len()],
            pathways: vec![PathwayTally::default(); model.pathways.len()],
            stages: vec![StageTally::default(); model.stage_count()],
            routes: vec![RouteTally::default(); model.route_count()],
            reasons: reasons.clone(),
            reasons_of_dead: reasons,
            pools: model.pools.iter().map(|pool| PoolTally::new(pool, periods)).collect(),
            contacts: vec![ContactTally::default(); model.contacts.len()],
            periods: vec![0; periods],
            exits: model.exits.iter().map(ExitTally::new).collect(),
            waiting: vec![0; model.lines.len()],
            escalations: vec![EscalationTally::default(); model.escalations.len()],
            ..Self::default()
        }
    }

    /// Where what a reason took on a route is among [`Self::reasons`].
    #[inline]
    pub fn of_reason(model: &Model, route: usize, reason: ReasonId) -> usize {
        route * model.reasons.len() + reason.at()
    }

    /// What was counted on a pathway, by stay.
    pub fn on_pathway(&self, pathway: usize) -> impl Iterator<Item = &RouteTally> {
        self.routes.iter().skip(pathway).step_by(self.pathways.len())
    }

    /// Adds another stretch of the same model.
    pub fn absorb(&mut self, other: &Self) {
        Sum::absorb(self, other);
    }

    /// Begins a new stretch.
    pub fn clear(&mut self) {
        Sum::clear(self);
    }
}
