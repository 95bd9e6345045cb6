//! The compiled scenario: dense indices, no maps, names only for reports.
//!
//! Everything that can run out is a [`Pool`]: acute beds, triage staff, beds, hours and places of services. Everyone
//! who waits for it stands in a [`Line`]: all in a line need the same. A line's [`Offer`]s say what would do, in order
//! of preference; an offer's [`Take`]s are met all at once or not at all.

mod census;
mod cohort;
mod destination;
mod door;
mod escalation;
mod holding;
mod hospital;
mod id;
mod line;
mod money;
mod pathway;
mod pool;
pub mod reason;
mod service;
mod shares;
mod stage;
mod steady;

pub use self::{
    census::{CensusGroup, CensusKind, CensusPlace, Known, Times},
    cohort::{Cohort, EarlyPlanning, StepUp},
    destination::Destination,
    door::OpenDoor,
    escalation::{Addition, Escalation, Watch},
    holding::{Holders, Lock},
    hospital::{Hospital, Locality},
    id::{
        CohortId, EscalationId, ExitId, HospitalId, LineId, LocalityId, OfferId, PathwayId, PayerId, PoolId, ReasonId,
        RoundsId, StageId, StayId,
    },
    line::{Follows, Keeping, Line, Offer, Purpose, Take},
    money::{FixedCost, Price},
    pathway::{Arrangement, Fallback, Pathway, Patience, Triage, WhileWaiting},
    pool::{Pool, PoolKind, UNLIMITED},
    reason::{Reason, ReasonGroup, Responsible},
    service::{Contact, Exit, Outcome, Readmission, Setting},
    shares::{Sharer, Shares},
    stage::{AcuteEnd, Stage},
};
use crate::{
    calendar::Weekdays,
    clock::{DAY, Time, WEEK},
    event::{LAST_TIME, MOST_PATIENTS},
    funding::{FinancialYear, Payer},
    rounds::Rounds,
    stay::QuantileTable,
};

/// A discharge system, ready to run.
#[derive(Clone, Debug)]
pub struct Model {
    /// Days before the first measured one.
    pub warm_up_days: u32,
    /// Measured days.
    pub measured_days: u32,
    /// The day of the week of every day of the run.
    pub weekdays: Weekdays,
    /// Hospitals.
    pub hospitals: Vec<Hospital>,
    /// Cohorts of patients.
    pub cohorts: Vec<Cohort>,
    /// Cohorts in the order of their names; see [`Model::link`].
    pub cohorts_by_name: Vec<CohortId>,
    /// Stays of cohorts in units to which patients are passed on; their numbers follow those of the cohorts' first stays.
    pub later_stages: Vec<Stage>,
    /// Where patients live; empty if that makes no difference.
    pub localities: Vec<Locality>,
    /// Discharge pathways.
    pub pathways: Vec<Pathway>,
    /// All that can run out.
    pub pools: Vec<Pool>,
    /// All lines in which people wait for pools.
    pub lines: Vec<Line>,
    /// Offers of the lines.
    pub offers: Vec<Offer>,
    /// Named arrangements of the pathways.
    pub arrangements: Vec<Arrangement>,
    /// How stays in services end, where they do not simply end.
    pub exits: Vec<Exit>,
    /// What is added while the pressure is high.
    pub escalations: Vec<Escalation>,
    /// Who is there when the measured period begins, in the order of the places; the run then has no arrivals before it.
    pub census: Vec<CensusGroup>,
    /// The front door at which somebody always stands, if there is one; see [`Model::keep_door`].
    pub door: Option<OpenDoor>,
    /// Who may exchange what they hold with others who wait for it; see [`Model::link`].
    pub holders: Vec<Holders>,
    /// Rounds at which readiness is decided.
    pub rounds: Vec<Rounds>,
    /// Distributions.
    pub stays: Vec<QuantileTable>,
    /// Reasons for delay: the fixed ones of [`reason`], then one for each name of an arrangement.
    pub reasons: Vec<Reason>,
    /// First contacts with staff after the transfer to a service.
    pub contacts: Vec<Contact>,
    /// Who pays.
    pub payers: Vec<Payer>,
    /// Sums paid whatever happens.
    pub fixed_costs: Vec<FixedCost>,
    /// The financial years in which the measured period lies.
    pub financial_years: Vec<FinancialYear>,
    /// Begins of the periods in which no price changes and no financial year begins; see [`Model::link`].
    pub price_periods: Vec<Time>,
    /// When something last changes by date within the run, arrivals and prices left out; see [`Model::link`].
    pub last_change: Time,
    /// Adults served, for rates per 100,000.
    pub adults: Option<f64>,
    /// People of 65 and over, for rates per 100,000.
    pub people_65_and_over: Option<f64>,
    /// Whether any pool has a funding window; see [`Model::link`].
    pub has_funding_windows: bool,
    /// Whether patients are followed up after discharge, because something can happen to them; see [`Model::link`].
    pub follows_up: bool,
}

impl Model {
    /// The first measured instant.
    pub fn measuring_from(&self) -> Time {
        Time::midnight(self.warm_up_days.into())
    }

    /// The end of the run.
    pub fn horizon(&self) -> Time {
        Time::midnight(u64::from(self.warm_up_days) + u64::from(self.measured_days))
    }

    /// The first thing about the model that the engine could not run, if any.
    ///
    /// The checks on a scenario find such things with their place in the file; this is the last guard.
    pub fn fault(&self) -> Option<String> {
        let most = usize::from(u16::MAX);
        if self.horizon() + 400 * WEEK > LAST_TIME {
            return Some(format!("a run of {} days is too long", self.horizon().0 / DAY));
        }
        if self.measured_days == 0 {
            return Some("nothing is measured: there are no days after the warm-up".into());
        }
        let lists = [self.lines.len(), self.offers.len(), self.stays.len(), self.pools.len(), self.stage_count()];
        if lists.into_iter().any(|len| len >= most) {
            return Some(format!("more than {most} lines, offers, stays, pools or cohorts"));
        }
        if let Some(pool) = self.pools.iter().find(|pool| pool.capacity.is_empty()) {
            return Some(format!("pool `{}` has no capacity, not even zero", pool.name));
        }
        debug_assert!(self.pools.len() < MOST_PATIENTS);
        None
    }

    /// When any price, budget or financial year changes before the end of the run, the beginning first.
    fn price_changes(&self) -> Vec<Time> {
        let of_pools = self.pools.iter().filter_map(|pool| match &pool.price {
            Price::Free => None,
            Price::Block(pounds) | Price::ByUse(pounds) => Some(pounds),
        });
        let of_budgets = self.payers.iter().filter_map(|payer| payer.budget.as_ref());
        let all = of_pools.chain(self.fixed_costs.iter().map(|cost| &cost.pounds_per_year)).chain(of_budgets);
        let changes = all.flat_map(|pounds| pounds.steps().map(|(from, _)| from));
        let changes = changes.chain(self.financial_years.iter().map(|year| year.from));
        let mut periods: Vec<Time> = changes.filter(|&from| from < self.horizon()).chain([Time::START]).collect();
        periods.sort_unstable();
        periods.dedup();
        periods
    }

    /// The line in which somebody of a locality waits for staff.
    pub fn triage_line(&self, triage: Triage, locality: LocalityId) -> LineId {
        let own = self.localities.get(locality.at()).filter(|_| triage.is_local);
        own.and_then(|locality| locality.triage).unwrap_or(triage.line)
    }

    /// Every line in which anybody may wait for staff.
    pub fn triage_lines(&self, triage: Triage) -> Vec<LineId> {
        let localities = (0..self.localities.len().max(1)).map(|locality| LocalityId(locality as u16));
        let mut lines: Vec<LineId> = localities.map(|locality| self.triage_line(triage, locality)).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// What an offer takes.
    #[inline]
    pub fn takes(&self, offer: OfferId) -> &[Take] {
        &self.offers[offer.at()].takes
    }

    /// What an offer of a line asks of those who stand in it: what it takes, less what they hold already.
    #[inline]
    pub fn asks(&self, line: LineId, offer: OfferId) -> &[Take] {
        let line = &self.lines[line.at()];
        if line.asks.is_empty() { self.takes(offer) } else { &line.asks[offer.at() - line.offers.start] }
    }

    /// Works out which lines each pool serves, which pools each line touches, which lines compete with no other,
    /// who keeps or may exchange what they hold, when prices change, and what has to be watched; call it once the lists are
    /// complete.
    pub fn link(&mut self) {
        self.cohorts_by_name = (0..self.cohorts.len()).map(|cohort| CohortId(cohort as u16)).collect();
        self.cohorts_by_name.sort_by_key(|cohort| &self.cohorts[cohort.at()].name);
        self.order_census_by_name();
        self.part_lines_of_keepers();
        self.holders = self.holders_in_rings();
        self.share_out_ends();
        self.has_funding_windows = self.pools.iter().any(|pool| pool.funding.window.is_some());
        self.follows_up = !self.exits.is_empty() || self.pathways.iter().any(|pathway| pathway.readmission.is_some());
        self.price_periods = self.price_changes();
        let end = self.horizon();
        self.last_change = self.changes().into_iter().filter(|&at| at < end).fold(Time::START, Time::max);
        for pool in &mut self.pools {
            pool.lines.clear();
            pool.gated =
                pool.hours.is_some() || pool.most_starts_per_day.is_some() || pool.most_starts_per_week.is_some();
        }
        for number in 0..self.lines.len() {
            let id = LineId(number as u16);
            let offers = self.lines[number].offers.clone();
            let asked: Vec<PoolId> =
                offers.flat_map(|offer| self.asks(id, OfferId(offer as u16))).map(|take| take.pool).collect();
            let line = &mut self.lines[number];
            line.pools.clear();
            for pool in asked {
                if !line.pools.contains(&pool) {
                    line.pools.push(pool);
                    self.pools[pool.at()].lines.push(id);
                }
            }
        }
        let classes = self.cohorts.iter().map(|cohort| cohort.priority);
        let mut classes = classes.chain(self.pathways.iter().map(|pathway| pathway.priority));
        let first = classes.next();
        let is_one_class = classes.all(|class| Some(class) == first);
        for number in 0..self.lines.len() {
            let line = &self.lines[number];
            let is_independent = line.pools.iter().all(|pool| self.pools[pool.at()].lines.len() == 1);
            let only = match line.offers.len() {
                1 => self.asks(LineId(number as u16), OfferId(line.offers.start as u16)),
                _ => &[],
            };
            let alone = match only {
                [take] if is_independent && !self.pools[take.pool.at()].gated => Some(*take),
                _ => None,
            };
            let line = &mut self.lines[number];
            (line.alone, line.is_independent) = (alone, is_independent);
            line.is_in_turn = alone.is_some() && is_one_class;
        }
    }
}
