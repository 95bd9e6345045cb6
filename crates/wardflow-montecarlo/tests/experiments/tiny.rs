//! One hospital, one cohort, simple discharge and one service.

use wardflow_core::{
    arrivals::Arrivals,
    calendar::Weekdays,
    clock::Time,
    dated::Dated,
    event::MOST_PATIENTS,
    funding::Funding,
    locality::{Needs, Packages},
    model::{
        AcuteEnd, Cohort, CohortId, Destination, Follows, Hospital, HospitalId, Line, LineId, Model, Offer, Pathway,
        Pool, PoolId, PoolKind, Price, Purpose, Reason, Responsible, Setting, Sharer, Shares, Stage, StayId, Take,
    },
    patient::Ending,
    random::NameHash,
    stay::{QuantileTable, Shape},
};

pub(crate) const HOME: usize = 0;
pub(crate) const CARE: usize = 1;
const ACUTE: StayId = StayId(0);
const SERVICE: StayId = StayId(1);
const WARM_UP: u32 = 7;
pub(crate) const MEASURED: u32 = 28;

/// A system that so many patients a day come to, a share of whom needs care.
pub(crate) fn model(arrivals_per_day: f64, care: f64) -> Model {
    let days = WARM_UP + MEASURED;
    let mut model = Model {
        warm_up_days: WARM_UP,
        measured_days: MEASURED,
        weekdays: Weekdays::new((0..days).map(|day| (day % 7) as u8)),
        hospitals: vec![Hospital {
            name: "general".into(),
            title: "General".into(),
            hash: NameHash::of("general"),
            beds: PoolId(0),
            front_door: LineId(0),
            most_waiting: Dated::constant(f64::INFINITY),
            discharge_hours: None,
        }],
        cohorts: vec![Cohort {
            name: "adults".into(),
            title: "adults".into(),
            hash: NameHash::of("adults"),
            localities: None,
            arrivals: Arrivals::Poisson { per_day: vec![arrivals_per_day; days as usize], hourly: None },
            first: Stage {
                cohort: CohortId(0),
                hospital: HospitalId(0),
                from: None,
                acute_stay: vec![ACUTE; 2],
                rounds: None,
                ends: vec![AcuteEnd { ending: Ending::Died, probability: Dated::constant(0.05), stay: None }],
                shares_of_ends: Shares::whole(),
            },
            shares: Shares::new(
                &[("home", true), ("care", false)].map(|(name, is_rest)| Sharer {
                    number: usize::from(!is_rest),
                    name,
                    is_rest,
                }),
                2,
                &[(Time::START, vec![1.0 - care, care])],
            ),
            priority: 5,
            patience: None,
            step_up: None,
            early_planning: None,
        }],
        cohorts_by_name: Vec::new(),
        later_stages: Vec::new(),
        localities: Vec::new(),
        pathways: vec![pathway("home", 0, Packages::default()), pathway("care", 1, Packages::only(LineId(1)))],
        pools: vec![pool("beds", PoolKind::AcuteBeds, 40), pool("carers", PoolKind::Places, 8)],
        lines: vec![line(Purpose::Admission, 0), line(Purpose::Service, 1)],
        offers: vec![offer(0, Vec::new()), offer(1, vec![SERVICE])],
        arrangements: Vec::new(),
        rounds: Vec::new(),
        stays: [3.0, 5.0].map(|mean| QuantileTable::new(&Shape::Exponential { mean })).into(),
        reasons: Reason::fixed(),
        exits: Vec::new(),
        contacts: Vec::new(),
        payers: Vec::new(),
        escalations: Vec::new(),
        census: Vec::new(),
        door: None,
        holders: Vec::new(),
        fixed_costs: Vec::new(),
        financial_years: Vec::new(),
        price_periods: Vec::new(),
        adults: None,
        people_65_and_over: None,
        has_funding_windows: false,
        last_change: Time::START,
        follows_up: false,
    };
    model.link();
    assert_eq!(model.fault(), None);
    model
}

/// A system that more people come to on the first day, or on the second, than it can hold.
pub(crate) fn flooded() -> Model {
    let mut model = model(0.0, 0.0);
    model.pools[0].capacity[0].1 = 0;
    model.cohorts[0].arrivals = Arrivals::Poisson { per_day: vec![MOST_PATIENTS as f64; 2], hourly: None };
    model
}

fn pathway(name: &str, level: u8, needs: Packages) -> Pathway {
    Pathway {
        name: name.into(),
        title: name.into(),
        level,
        triage: None,
        arrangements: 0..0,
        request_at_readiness: false,
        needs: Needs::everywhere(needs),
        leads_to: Destination::Home,
        responsible: Responsible::Nhs,
        readmission: None,
        priority: 5,
        while_waiting: None,
    }
}

fn pool(name: &str, kind: PoolKind, capacity: u64) -> Pool {
    Pool {
        name: name.into(),
        title: name.into(),
        kind,
        capacity: vec![(Time::START, capacity)],
        first_weekday: 0,
        hours: None,
        most_starts_per_day: None,
        most_starts_per_week: None,
        small_may_pass: false,
        turnaround: 0,
        vacancies: Vec::new(),
        most_kept: Dated::default(),
        hash: NameHash::of(name),
        price: Price::Free,
        funding: Funding::default(),
        sizes: Vec::new(),
        lines: Vec::new(),
        gated: false,
    }
}

fn line(purpose: Purpose, offer: usize) -> Line {
    Line::new(purpose, offer..offer + 1)
}

fn offer(take: u16, stay: Vec<StayId>) -> Offer {
    Offer {
        takes: vec![Take { pool: PoolId(take), amount: 1 }],
        follows: Follows::Stay,
        stay,
        taper_percent: Vec::new(),
        exit: None,
        contacts: 0..0,
        setting: Setting::Home,
        is_bridge: false,
        keeping: Vec::new(),
    }
}
