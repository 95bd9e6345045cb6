//! The compiled scenario: dense indices, no maps, names only for reports.
//!
//! Everything that can run out is a [`Pool`]: acute beds, triage staff, beds, hours and places of services. Everyone
//! who waits for it stands in a [`Line`]: all in a line need the same. A line's [`Offer`]s say what would do, in order
//! of preference; an offer's [`Take`]s are met all at once or not at all.

use std::ops::Range;

use crate::{
    arrivals::Arrivals,
    calendar::{Calendar, Weekdays},
    clock::{DAY, Time, WEEK},
    dated::Dated,
    event::{LAST_TIME, MOST_PATIENTS},
    funding::{FinancialYear, Funding, Payer},
    locality::Needs,
    random::NameHash,
    stay::QuantileTable,
};

/// Places of one thing in the lists of a [`Model`].
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u16);

        impl $name {
            /// The place in its list.
            #[inline]
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A hospital.
    HospitalId,
    /// A cohort of patients.
    CohortId,
    /// A locality.
    LocalityId,
    /// A discharge pathway.
    PathwayId,
    /// A pool of beds, staff, hours or places.
    PoolId,
    /// A line of patients who need the same.
    LineId,
    /// One way to meet a need.
    OfferId,
    /// A distribution of lengths of stay or handling times.
    StayId,
    /// A reason for delay.
    ReasonId,
    /// How stays in a service end.
    ExitId,
    /// Somebody who pays.
    PayerId,
    /// An escalation.
    EscalationId,
}

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
    /// Adults served, for rates per 100,000.
    pub adults: Option<f64>,
    /// People of 65 and over, for rates per 100,000.
    pub people_65_and_over: Option<f64>,
    /// Whether any pool has a funding window; see [`Model::link`].
    pub has_funding_windows: bool,
    /// Whether patients are followed up after discharge, because something can happen to them; see [`Model::link`].
    pub follows_up: bool,
}

/// A hospital with acute beds.
#[derive(Clone, Debug)]
pub struct Hospital {
    /// Its name.
    pub name: String,
    /// Its acute beds.
    pub beds: PoolId,
    /// The line at its front door.
    pub front_door: LineId,
    /// How many may wait at the front door; who comes then is turned away. 0 turns away whoever finds no free bed.
    pub most_waiting: u32,
    /// When patients may leave; always if none.
    pub discharge_hours: Option<Calendar>,
}

/// A place where patients live.
#[derive(Clone, Debug)]
pub struct Locality {
    /// Its name.
    pub name: String,
    /// The line at its own SPOA, if it has one.
    pub triage: Option<LineId>,
    /// Adults who live there, for rates per 100,000.
    pub adults: Option<f64>,
}

/// A cohort of patients.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// Its name.
    pub name: String,
    /// The name as part of its patients' keys.
    pub hash: NameHash,
    /// Where its patients arrive.
    pub hospital: HospitalId,
    /// Shares of the localities where they live, if there are any.
    pub localities: Option<Box<Shares>>,
    /// When they arrive.
    pub arrivals: Arrivals,
    /// Acute stay by pathway.
    pub acute_stay: Vec<StayId>,
    /// Acute stays that end otherwise, if any do: death, then transfer.
    pub ends: Option<Box<[AcuteEnd; 2]>>,
    /// Shares of the pathways.
    pub shares: Shares,
    /// Class in which its patients wait at the front door: lower ones are served first.
    pub priority: u8,
    /// How long they wait there; as long as it takes if none.
    pub patience: Option<Patience>,
    /// If they are referred from the community first: what happens before anybody comes to the front door.
    pub step_up: Option<Box<StepUp>>,
    /// Planning that begins before readiness, if it ever does.
    pub early_planning: Option<Box<EarlyPlanning>>,
}

impl Cohort {
    /// How acute stays end otherwise: death and transfer, or nothing.
    pub fn ends(&self) -> &[AcuteEnd] {
        self.ends.as_deref().map_or(&[], |ends| ends)
    }
}

/// Planning that begins before readiness.
#[derive(Clone, Debug)]
pub struct EarlyPlanning {
    /// Chance of it, at admission.
    pub probability: Dated,
    /// How long before readiness it then begins.
    pub lead: StayId,
}

/// Referrals from the community: urgent response, and services without a hospital stay.
#[derive(Clone, Debug)]
pub struct StepUp {
    /// When referrals are taken, outside of which they are refused; always if none.
    pub hours: Option<Calendar>,
    /// Staff who answer, and how long that takes; without them the need is known at once.
    pub answer: Option<Triage>,
    /// Chance that a referral that was answered is accepted.
    pub accepted: Dated,
    /// What those accepted need.
    pub needs: Needs,
    /// How long they wait for it until they are refused after all; as long as it takes if none.
    pub wait: Option<StayId>,
    /// Chance that somebody refused comes to the front door.
    pub refused_come: Dated,
}

/// How an acute stay may end other than in readiness.
#[derive(Clone, Debug)]
pub struct AcuteEnd {
    /// Chance of this end, at admission.
    pub probability: Dated,
    /// Acute stay until then; as for those who become ready if none.
    pub stay: Option<StayId>,
}

/// Shares of pathways, packages, outcomes or localities, by date.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// From when each step holds.
    from: Vec<Time>,
    /// How many there are.
    count: usize,
    /// Cumulative shares of each step, one step after another; infinite from the last with a share on.
    cumulative: Vec<f64>,
}

impl Shares {
    /// From dated shares of all of them, in order of time; the first hold from the beginning.
    ///
    /// # Panics
    /// If there are none.
    pub fn new(steps: &[(Time, Vec<f64>)]) -> Self {
        assert!(!steps.is_empty(), "shares need a first value");
        let mut cumulative = Vec::new();
        for (_, shares) in steps {
            let total: f64 = shares.iter().sum();
            let last = shares.iter().rposition(|&share| share > 0.0).unwrap_or(0);
            let mut sum = 0.0;
            for (number, share) in shares.iter().enumerate() {
                sum += share / total;
                cumulative.push(if number < last { sum } else { f64::INFINITY });
            }
        }
        Self { from: steps.iter().map(|(from, _)| *from).collect(), count: steps[0].1.len(), cumulative }
    }

    /// All of one thing at all times.
    pub fn whole() -> Self {
        Self::new(&[(Time::START, vec![1.0])])
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none; there is always one.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// From when each step holds, and every share in it.
    pub fn steps(&self) -> impl Iterator<Item = (Time, Vec<f64>)> {
        self.from.iter().zip(self.cumulative.chunks(self.count.max(1))).map(|(from, cumulative)| {
            let sums = cumulative.iter().map(|sum| sum.min(1.0));
            let before = std::iter::once(0.0).chain(sums.clone());
            (*from, sums.zip(before).map(|(sum, before)| sum - before).collect())
        })
    }

    /// Whether they are the same at all times.
    #[inline]
    pub fn are_constant(&self) -> bool {
        self.from.len() == 1
    }

    /// Which of them a uniform number chooses at some time.
    #[inline]
    pub fn choose(&self, at: Time, uniform: f64) -> usize {
        let step = if self.are_constant() { 0 } else { self.from.partition_point(|from| *from <= at).max(1) - 1 };
        let cumulative = &self.cumulative[step * self.count..][..self.count];
        let mut chosen = 0;
        while cumulative.get(chosen).is_some_and(|&sum| uniform >= sum) {
            chosen += 1;
        }
        chosen
    }
}

/// A discharge pathway.
#[derive(Clone, Debug)]
pub struct Pathway {
    /// Its name.
    pub name: String,
    /// 0 to 3, as in the national guidance.
    pub level: u8,
    /// Triage by a SPOA, if it needs one.
    pub triage: Option<Triage>,
    /// Its named arrangements.
    pub arrangements: Range<usize>,
    /// Whether capacity is requested while the arrangements run.
    pub request_at_readiness: bool,
    /// What its patients need; nothing for simple discharge.
    pub needs: Needs,
    /// Who answers for waits for its capacity.
    pub responsible: Responsible,
    /// Whether those who go home from hospital come back.
    pub readmission: Option<Readmission>,
    /// Class in which its patients wait for triage and capacity: lower ones are served first.
    pub priority: u8,
    /// What may become of its patients while they wait in hospital, discharge ready; nothing if none.
    pub while_waiting: Option<Box<WhileWaiting>>,
}

/// What may become of patients while they wait in hospital, from readiness until capacity is theirs.
///
/// Chances are for each full day of waiting, on the pathway that they are on, as they are when that day is over.
#[derive(Clone, Debug, Default)]
pub struct WhileWaiting {
    /// They leave.
    pub patience: Option<Patience>,
    /// Chance of death.
    pub death: Dated,
    /// Chance of needing another pathway, and which.
    pub heavier: Option<(Dated, PathwayId)>,
    /// Chance of a longer stay in the service, and by how much [s].
    pub longer_stay: Option<(Dated, u64)>,
    /// Another pathway that is offered while they wait for capacity.
    pub fallback: Option<Fallback>,
}

/// How long people wait before they leave.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long.
    pub after: StayId,
    /// Where they then are.
    pub leads_to: Destination,
}

/// Another pathway that is offered to whoever waits for capacity.
#[derive(Clone, Debug)]
pub struct Fallback {
    /// After how long a wait.
    pub after: StayId,
    /// Chance that it is taken.
    pub probability: Dated,
    /// Which pathway.
    pub to: PathwayId,
}

/// Triage of a pathway's referrals.
#[derive(Clone, Copy, Debug)]
pub struct Triage {
    /// The line at the SPOA; where it is done by the SPOA of the patient's locality, for those whose locality has none.
    pub line: LineId,
    /// Whether it is done by the SPOA of the patient's locality.
    pub is_local: bool,
    /// Time that one referral takes a member of staff.
    pub handling: StayId,
}

/// A named delay in the acute bed that is not capacity.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// Its reason.
    pub reason: ReasonId,
    /// How long it takes.
    pub time: StayId,
    /// Whether it begins together with the one before it rather than after it.
    pub with_previous: bool,
}

/// Capacity that is added while some level is high.
#[derive(Clone, Debug)]
pub struct Escalation {
    /// Its name.
    pub name: String,
    /// What is watched.
    pub watch: Watch,
    /// Above this level the capacity is called for.
    pub opens_above: f64,
    /// Below this level it goes again; nobody is put out.
    pub closes_below: f64,
    /// How long it takes from calling for it until it is there [s].
    pub notice: u64,
    /// What is added to which pools.
    pub adds: Vec<Take>,
}

/// A level that an escalation watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// Units in use of a pool, in percent of those scheduled.
    UsePercent(PoolId),
    /// People in a line.
    Line(LineId),
    /// People who wait for a pool.
    Waiting(PoolId),
    /// People with no criteria to reside in a hospital.
    Nctr(HospitalId),
}

/// People who are there when the measured period begins.
#[derive(Clone, Debug)]
pub struct CensusGroup {
    /// Its name as part of its people's keys.
    pub hash: NameHash,
    /// Where they are.
    pub place: CensusPlace,
    /// How many.
    pub people: u32,
    /// Who they may be; never empty.
    pub kinds: Vec<CensusKind>,
    /// How long they have been there.
    pub so_far: SoFar,
}

/// Where people are in a census; who holds something comes before who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CensusPlace {
    /// In an acute bed, not discharge ready.
    AcuteBed,
    /// In a service.
    Service,
    /// In an acute bed, discharge ready, waiting for triage.
    AwaitingTriage,
    /// In an acute bed, discharge ready, waiting for capacity and nothing else.
    AwaitingCapacity,
    /// At the front door.
    FrontDoor,
}

/// Who somebody in a census may be.
#[derive(Clone, Copy, Debug)]
pub struct CensusKind {
    /// Chance of this kind or one before it.
    pub up_to: f64,
    /// Their cohort.
    pub cohort: CohortId,
    /// Where they live.
    pub locality: LocalityId,
    /// Their pathway.
    pub pathway: PathwayId,
    /// For a service: the offer that they hold.
    pub offer: OfferId,
    /// Their whole stay there.
    pub stay: StayId,
}

/// How long people in a census have been where they are.
#[derive(Clone, Debug)]
pub enum SoFar {
    /// As in a system that has been so for ever: longer stays are more often met.
    Stationary,
    /// So long, one by one [s].
    Given(Vec<u64>),
    /// Drawn from this distribution.
    Drawn(StayId),
}

/// What a pool is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolKind {
    /// Acute beds of a hospital.
    AcuteBeds,
    /// A team of a SPOA [staff].
    TriageTeam,
    /// Beds of a service.
    Beds,
    /// Hours of care a week [minutes a week].
    CareHours,
    /// Packages, carers or places at once.
    Places,
    /// Places that fall vacant and are then taken for good.
    Vacancies,
    /// Placements that can be arranged at one time.
    Arranging,
}

/// Something that can run out.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PoolKind,
    /// Capacity from each date on, in order of time; the first holds from the beginning. [`UNLIMITED`] never runs out.
    pub capacity: Vec<(Time, u64)>,
    /// The day of the week on which the run begins, 0 for Monday.
    pub first_weekday: u64,
    /// When it can be allocated (and, for staff, when they work); always if none.
    pub hours: Option<Calendar>,
    /// Most starts a day.
    pub most_starts_per_day: Option<u32>,
    /// Most starts in a week from Monday.
    pub most_starts_per_week: Option<u32>,
    /// Whether a need that fits may pass an earlier one that does not.
    pub small_may_pass: bool,
    /// Time between two patients in which a bed is neither occupied nor available [s].
    pub turnaround: u64,
    /// For [`PoolKind::Vacancies`]: mean vacancies a week from each date on.
    pub vacancies: Vec<(Time, f64)>,
    /// For [`PoolKind::Vacancies`]: most vacancies kept while nobody wants them.
    pub most_kept: u64,
    /// The name as part of its vacancies' keys.
    pub hash: NameHash,
    /// What it costs.
    pub price: Price,
    /// Who pays for it.
    pub funding: Funding,
    /// Numbers of units for which the time with so many in use is reported: rising, each once.
    pub sizes: Vec<u64>,
    /// The lines that its capacity can serve; see [`Model::link`].
    pub lines: Vec<LineId>,
    /// Whether it allocates at some times only, or so many in a period; see [`Model::link`].
    pub gated: bool,
}

/// A capacity that never runs out.
pub const UNLIMITED: u64 = u64::MAX >> 8;

impl Pool {
    /// Whether it never runs out.
    pub fn is_always_unlimited(&self) -> bool {
        self.capacity.iter().all(|&(_, units)| units >= UNLIMITED)
    }

    /// Whether at any time it cannot run out: then nothing is in percent of it.
    pub fn is_ever_unlimited(&self) -> bool {
        self.capacity.iter().any(|&(_, units)| units >= UNLIMITED)
    }
}

/// What a unit of a pool costs a week: a bed, an hour of care, a place, a member of staff.
#[derive(Clone, Debug, PartialEq)]
pub enum Price {
    /// Nothing.
    Free,
    /// Pounds a week for each unit of capacity, used or not.
    Block(Dated),
    /// Pounds a week for each unit in use.
    ByUse(Dated),
}

/// What granting a line's request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An acute bed: the patient is admitted.
    Admission,
    /// A member of staff: triage begins.
    Triage,
    /// Capacity after discharge: the patient may leave.
    Service,
}

/// A line of patients who need the same.
#[derive(Clone, Debug)]
pub struct Line {
    /// What they wait for.
    pub purpose: Purpose,
    /// What would do, in order of preference.
    pub offers: Range<usize>,
    /// Every pool of the offers, once; see [`Model::link`].
    pub pools: Vec<PoolId>,
    /// The one take of its one offer, if nobody in another line competes for it and it is allocated at any time: the
    /// usual case, which needs no look at anything else. See [`Model::link`].
    pub alone: Option<Take>,
}

/// One way to meet a need.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What it takes of which pools, all at once.
    pub takes: Vec<Take>,
    /// What follows the transfer.
    pub follows: Follows,
    /// Length of stay by cohort; empty unless the offer has one.
    pub stay: Vec<StayId>,
    /// Percent of the takes that is held in each week of the stay; the last goes on. Empty: all of it to the end.
    pub taper_percent: Vec<f64>,
    /// How the stay ends; with the departure if none.
    pub exit: Option<ExitId>,
    /// Whether it only bridges the time until the first offer of its line is there.
    pub is_bridge: bool,
    /// First contacts with staff after the transfer from hospital.
    pub contacts: Range<usize>,
    /// Where the patient then is.
    pub setting: Setting,
}

/// Where a patient is who has left hospital and is in a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// At home, with care.
    Home,
    /// In a short-term bed.
    ShortTermBed,
    /// In a long-term placement.
    LongTerm,
}

/// A first contact with staff that should come soon after the transfer from hospital. It holds nobody anywhere.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its path in the scenario without the word `first_contacts`, such as `services.d2a_block.therapist`.
    pub name: String,
    /// How long after the transfer somebody is ready to come.
    pub after: StayId,
    /// When they come; at any time if none.
    pub hours: Option<Calendar>,
    /// It should come within so long of the transfer [s].
    pub within: u64,
}

/// How stays in a service end: what is held is held until the patient moves on.
#[derive(Clone, Debug)]
pub struct Exit {
    /// Its path in the scenario without the word `outcomes`, such as `services.d2a_block`.
    pub name: String,
    /// The assessment with which the end begins, if there is one.
    pub assessment: Option<Triage>,
    /// Shares of the outcomes.
    pub shares: Shares,
    /// What the outcomes are.
    pub outcomes: Vec<Outcome>,
}

/// One way in which a stay in a service ends.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// How long it takes until the patient can move on.
    pub delay: Option<StayId>,
    /// What they need next.
    pub needs: Needs,
    /// Where those go who need nothing.
    pub leads_to: Destination,
    /// Whether those who go home come back.
    pub readmission: Option<Readmission>,
    /// How long people wait for what they need next; as long as it takes if none.
    pub patience: Option<Patience>,
}

/// Where a patient goes who leaves a service and needs no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Home.
    Home,
    /// Nowhere: they have died.
    Died,
    /// To the front door of their hospital, at once.
    Hospital,
}

/// That patients who went home come back to hospital.
#[derive(Clone, Debug)]
pub struct Readmission {
    /// Chance, when one of them goes home, that they do.
    pub probability: Dated,
    /// How long after they went home.
    pub after: StayId,
}

/// What follows an allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// A stay that holds what was taken.
    Stay,
    /// Nothing: what was taken is gone for good.
    Departure,
    /// Arranging, in the acute bed, holding what was taken; then departure.
    Arranging,
}

/// An amount of a pool.
#[derive(Clone, Copy, Debug)]
pub struct Take {
    /// The pool.
    pub pool: PoolId,
    /// The amount, in the pool's units.
    pub amount: u64,
}

/// Fixed reasons for delay; named arrangements come after them.
pub mod reason {
    use super::ReasonId;

    /// The referral waits for a member of staff.
    pub const AWAITING_TRIAGE: ReasonId = ReasonId(0);
    /// The referral is being triaged.
    pub const IN_TRIAGE: ReasonId = ReasonId(1);
    /// Capacity is not there.
    pub const CAPACITY: ReasonId = ReasonId(2);
    /// A placement is being arranged.
    pub const PLACEMENT: ReasonId = ReasonId(3);
    /// All is ready, discharge hours are not.
    pub const DISCHARGE_HOURS: ReasonId = ReasonId(4);
    /// How many fixed reasons there are.
    pub const FIXED: usize = 5;
}

/// The five reason groups of the national discharge collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonGroup {
    /// Hospital process.
    HospitalProcess,
    /// Wellbeing concerns.
    WellbeingConcerns,
    /// Care transfer hub process.
    CareTransferHubProcess,
    /// Interface process.
    InterfaceProcess,
    /// Capacity.
    Capacity,
}

impl ReasonGroup {
    /// All groups, in the order of the collection.
    pub const ALL: [Self; 5] = [
        Self::HospitalProcess,
        Self::WellbeingConcerns,
        Self::CareTransferHubProcess,
        Self::InterfaceProcess,
        Self::Capacity,
    ];

    /// Its name in keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::HospitalProcess => "hospital_process",
            Self::WellbeingConcerns => "wellbeing_concerns",
            Self::CareTransferHubProcess => "care_transfer_hub_process",
            Self::InterfaceProcess => "interface_process",
            Self::Capacity => "capacity",
        }
    }

    /// Its name in the collection.
    pub const fn title(self) -> &'static str {
        match self {
            Self::HospitalProcess => "Hospital process",
            Self::WellbeingConcerns => "Wellbeing concerns",
            Self::CareTransferHubProcess => "Care transfer hub process",
            Self::InterfaceProcess => "Interface process",
            Self::Capacity => "Capacity",
        }
    }
}

/// Who answers for a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Responsible {
    /// The NHS.
    Nhs,
    /// Adult social care.
    SocialCare,
    /// Both.
    Both,
}

impl Responsible {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nhs, Self::SocialCare, Self::Both];

    /// The name in keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nhs => "nhs",
            Self::SocialCare => "social_care",
            Self::Both => "both",
        }
    }
}

/// A reason for delay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Its name.
    pub name: String,
    /// Its group in the national collection.
    pub group: ReasonGroup,
    /// Who answers for it; for capacity the pathway says so.
    pub responsible: Responsible,
}

impl Reason {
    /// The fixed reasons, in the order of [`reason`].
    pub fn fixed() -> Vec<Self> {
        let reason = |name: &str, group| Self { name: name.into(), group, responsible: Responsible::Nhs };
        vec![
            reason("awaiting_triage", ReasonGroup::CareTransferHubProcess),
            reason("in_triage", ReasonGroup::CareTransferHubProcess),
            reason("awaiting_capacity", ReasonGroup::Capacity),
            reason("arranging_placement", ReasonGroup::InterfaceProcess),
            reason("awaiting_discharge_hours", ReasonGroup::HospitalProcess),
        ]
    }
}

/// A sum paid whatever happens.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedCost {
    /// What for.
    pub name: String,
    /// Pounds a year.
    pub pounds_per_year: Dated,
    /// Who pays.
    pub funding: Funding,
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
        let lists = [self.lines.len(), self.offers.len(), self.stays.len(), self.pools.len(), self.cohorts.len()];
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

    /// Works out which lines each pool serves, which pools each line touches, which lines compete with no other,
    /// when prices change, and what has to be watched; call it once the lists are complete.
    pub fn link(&mut self) {
        self.has_funding_windows = self.pools.iter().any(|pool| pool.funding.window.is_some());
        self.follows_up = !self.exits.is_empty() || self.pathways.iter().any(|pathway| pathway.readmission.is_some());
        self.price_periods = self.price_changes();
        for pool in &mut self.pools {
            pool.lines.clear();
            pool.gated =
                pool.hours.is_some() || pool.most_starts_per_day.is_some() || pool.most_starts_per_week.is_some();
        }
        for (number, line) in self.lines.iter_mut().enumerate() {
            line.pools.clear();
            for offer in &self.offers[line.offers.clone()] {
                for take in &offer.takes {
                    if !line.pools.contains(&take.pool) {
                        line.pools.push(take.pool);
                        self.pools[take.pool.at()].lines.push(LineId(number as u16));
                    }
                }
            }
        }
        for line in &mut self.lines {
            line.alone = match &self.offers[line.offers.clone()] {
                [offer] => match offer.takes.as_slice() {
                    [take] => Some(*take).filter(|take| {
                        let pool = &self.pools[take.pool.at()];
                        pool.lines.len() == 1 && !pool.gated
                    }),
                    _ => None,
                },
                _ => None,
            };
        }
    }
}
