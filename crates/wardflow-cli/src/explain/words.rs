//! Sentences about a scenario: period, cohorts, bottleneck, money, record.

use wardflow_core::{
    arrivals::Arrivals,
    clock::{DAY, HOUR, MINUTE, Time},
    dated::Dated,
    model::{Cohort, CohortId, HospitalId, Model, PoolKind, Price, Shares, Stage, StayId, UNLIMITED},
    patient::Ending,
};
use wardflow_scenario::{
    Ready,
    work::{Excess, Work},
};

use crate::english::{counted, list, upper};
use crate::numbers;

/// Work from which on a resource is called tight.
const TIGHT: f64 = 0.85;
/// A probability in the middle of all.
const MEDIAN: u64 = 1 << 63;

/// When, for how long and how often.
pub(super) fn period(ready: &Ready) -> Vec<String> {
    let scenario = &ready.scenario;
    let last = scenario.start.plus_days(i64::from(scenario.days) - 1);
    let begin = if scenario.census.is_some() {
        "from the people who are there on the first day".to_owned()
    } else {
        format!("after {} of warm-up from an empty system", numbers::count(scenario.warm_up_days.into(), "day"))
    };
    vec![format!(
        "{} to {last} ({}), {begin}; {} unless you say otherwise.",
        scenario.start,
        numbers::count(scenario.days.into(), "day"),
        numbers::count(scenario.replications.into(), "replication"),
    )]
}

/// A point for each cohort, and one for each hospital's beds.
pub(crate) fn cohorts(ready: &Ready) -> Vec<String> {
    let model = &ready.model;
    let cohorts = (0..).map(CohortId).zip(&model.cohorts).map(|(id, cohort)| {
        let hospital = &model.hospitals[model.cohorts[id.at()].first.hospital.at()].title;
        let (verb, to) = if cohort.step_up.is_some() {
            ("are referred from the community a day", "those refused may come to")
        } else {
            ("come a day", "to")
        };
        let per_day = number(arrivals_a_day(model, cohort));
        let mut says = format!("{}: {per_day} people {verb}, {to} {hospital}.", upper(&cohort.title));
        if let Some(shares) = &cohort.localities {
            says.extend([format!(" {}.", places(model, shares))]);
        }
        says.extend([format!(" Acute stay: {}.", acute_stays(model, &cohort.first))]);
        says.extend(model.stages_of(id).flat_map(|(_, stage)| ends(model, stage)));
        says.extend(model.stages_of(id).filter_map(|(_, stage)| rounds(model, stage)));
        if let Some(early) = &cohort.early_planning {
            let (share, lead) = (chance(&early.probability), stay(model, early.lead));
            says.extend([format!(" For {share} planning begins before readiness ({lead}).")]);
        }
        says
    });
    let hospitals = (0..).map(HospitalId).zip(&model.hospitals).map(|(id, hospital)| {
        let beds = match model.pools[hospital.beds.at()].capacity.first() {
            Some(&(_, beds)) if beds < UNLIMITED => numbers::count(beds, "acute bed"),
            _ => "as many acute beds as it takes".into(),
        };
        let most = &hospital.most_waiting;
        let when_full = if model.cohorts_of(id).next().is_none() {
            "people are only passed on to them".to_owned()
        } else if !hospital.may_turn_away() {
            "whoever finds none free waits at the front door".to_owned()
        } else if most.is_ever() {
            let people = over_time(most, |most| numbers::count(most as u64, "person"));
            format!("up to {people} wait at the front door, others are turned away")
        } else {
            "whoever finds none free is turned away".to_owned()
        };
        format!("{} has {beds}; {when_full}.", upper(&hospital.title))
    });
    cohorts.chain(hospitals).collect()
}

/// When people are found discharge ready, if that is decided at rounds.
fn rounds(model: &Model, stage: &Stage) -> Option<String> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let times = model.rounds[stage.rounds?.at()].times();
    let clock = |at: &u64| format!("{:02}:{:02}", at / HOUR, at % HOUR / MINUTE);
    // Days one after the other that have the same rounds go together.
    let mut stretches: Vec<std::ops::Range<usize>> = Vec::new();
    for day in (0..DAYS.len()).filter(|&day| !times[day].is_empty()) {
        match stretches.last_mut() {
            Some(days) if days.end == day && times[days.start] == times[day] => days.end = day + 1,
            _ => stretches.push(day..day + 1),
        }
    }
    let each = stretches.iter().map(|days| {
        let at = list(&times[days.start].iter().map(clock).collect::<Vec<String>>());
        match days.len() {
            7 => format!("at {at}"),
            1 => format!("on {} at {at}", DAYS[days.start]),
            2 => format!("on {} and {} at {at}", DAYS[days.start], DAYS[days.end - 1]),
            _ => format!("from {} to {} at {at}", DAYS[days.start], DAYS[days.end - 1]),
        }
    });
    let whose = if stage.from.is_some() {
        format!("Those in {}", model.hospitals[stage.hospital.at()].title)
    } else {
        "They".to_owned()
    };
    Some(format!(" {whose} are found discharge ready at rounds: {}.", list(&each.collect::<Vec<String>>())))
}

/// Where patients live, at the end if that changes.
fn places(model: &Model, shares: &Shares) -> String {
    let shares = shares.steps().last().map(|(_, shares)| shares).unwrap_or_default();
    let places = model.localities.iter().zip(shares).filter(|(_, share)| *share > 0.0);
    let places: Vec<String> =
        places.map(|(place, share)| format!("{} live in {}", percent(share), place.title)).collect();
    places.join(", ")
}

/// Mean arrivals a day over the measured period.
pub(crate) fn arrivals_a_day(model: &Model, cohort: &Cohort) -> f64 {
    match &cohort.arrivals {
        Arrivals::Fixed { every, .. } => DAY as f64 / *every as f64,
        arrivals => arrivals.mean_per_day(model.measuring_from().day() as usize..model.horizon().day() as usize),
    }
}

/// How a stay in a unit ends other than in readiness.
fn ends(model: &Model, stage: &Stage) -> impl Iterator<Item = String> {
    let name = |stage: &Stage| &model.hospitals[stage.hospital.at()].title;
    let place = if stage.from.is_some() { format!("in {}", name(stage)) } else { "in hospital".into() };
    let from = if stage.from.is_some() { format!(" from {}", name(stage)) } else { String::new() };
    stage.ends.iter().filter(|end| end.probability.is_ever()).filter_map(move |end| {
        let share = chance(&end.probability);
        match end.ending {
            Ending::Ready => None,
            Ending::Died => Some(format!(" {share} die {place}.")),
            Ending::Transferred => Some(format!(" {share} are transferred elsewhere{from}.")),
            Ending::PassedOn(next) => {
                let next = model.stage(next);
                let before = end.stay.map_or_else(String::new, |before| format!(" after {}", stay(model, before)));
                let there = acute_stays(model, next);
                Some(format!(" {share} are passed on from {} to {}{before}: {there}.", name(stage), name(next)))
            }
        }
    })
}

/// How long a stay in a unit is, by pathway where that differs.
fn acute_stays(model: &Model, stage: &Stage) -> String {
    let (stays, cohort) = (&stage.acute_stay, &model.cohorts[stage.cohort.at()]);
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    let shares = cohort.shares.steps().fold(vec![0.0; model.pathways.len()], |mut most, (_, shares)| {
        most.iter_mut().zip(shares).for_each(|(most, share)| *most = f64::max(*most, share));
        most
    });
    for ((pathway, &id), share) in model.pathways.iter().zip(stays).zip(shares) {
        if share <= 0.0 {
            continue;
        }
        let words = stay(model, id);
        match groups.iter_mut().find(|(known, _)| *known == words) {
            Some((_, names)) => names.push(&pathway.title),
            None => groups.push((words, vec![&pathway.title])),
        }
    }
    match groups.as_slice() {
        [(words, _)] => words.clone(),
        several => {
            let parts: Vec<String> =
                several.iter().map(|(words, names)| format!("{words} on {}", names.join(", "))).collect();
            parts.join("; ")
        }
    }
}

/// Mean and median of a distribution.
pub(super) fn stay(model: &Model, id: StayId) -> String {
    let table = &model.stays[id.at()];
    let (mean, median) = (table.mean_days(), table.draw_seconds(MEDIAN) / DAY as f64);
    if mean > 0.0 && median * 1440.0 < 1.0 {
        return format!("{} on average, none at all for half of them", time(mean));
    }
    let same = (mean - median).abs() <= 0.005 * mean;
    if same { time(mean) } else { format!("{} on average, half within {}", time(mean), time(median)) }
}

/// A chance, and what it is in the end if that differs.
pub(super) fn chance(chance: &Dated) -> String {
    over_time(chance, percent)
}

/// What a number is in words, and in the end if that differs.
pub(super) fn over_time(dated: &Dated, say: impl Fn(f64) -> String) -> String {
    let [first, last] = [Time::START, Time::NEVER].map(|at| say(dated.at(at)));
    if first == last { first } else { format!("{first} (in the end {last})") }
}

/// A length of time in a unit that suits it.
pub(super) fn time(days: f64) -> String {
    if days >= 1.0 {
        let number = number(days);
        counted(&number, "day")
    } else if days * 24.0 >= 2.0 {
        counted(&number(days * 24.0), "hour")
    } else if days == 0.0 {
        "no time".into()
    } else {
        format!("{} minutes", numbers::number(days * 1440.0, 0))
    }
}

/// A number with one or two digits after the point.
pub(crate) fn number(value: f64) -> String {
    let decimals = if value.abs() >= 10.0 { 1 } else { 2 };
    let text = numbers::number(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A share in percent.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", number(100.0 * share))
}

/// Which resource is used most, and what that means.
pub(super) fn bottleneck(work: &[Work]) -> Vec<String> {
    let mut limited: Vec<&Work> = work.iter().filter(|work| work.capacity.is_finite()).collect();
    limited.sort_by(|one, other| other.utilisation.total_cmp(&one.utilisation));
    let Some(first) = limited.first() else {
        return vec!["Nothing can run out: every capacity is unlimited.".into()];
    };
    let use_of = |work: &Work| {
        let decimals = usize::from(work.offered < 100.0);
        let [offered, capacity] = [work.offered, work.capacity].map(|value| numbers::number(value, decimals));
        format!("{}% of it ({offered} of {capacity} {})", numbers::number(100.0 * work.utilisation, 1), work.unit)
    };
    let means = if let Some(excess) = first.excess {
        match excess {
            Excess::Leaves => "more than it can do: the queue for it grows until as many leave it unserved",
            Excess::IsTurnedAway => "more than it can do: many are turned away",
            Excess::KeepsOthersOut => "more than it can do: the queue for it fills the acute beds, and many find none",
            Excess::WaitsForATime => "more than it can do until the last change: the queue for it grows until then",
            Excess::Waits => {
                "more than it can do: the queue for it grows without end, and what stands before it fills up"
            }
        }
    } else if first.utilisation >= TIGHT {
        "so little is left over that chance alone makes people wait for it, and hold what they are in meanwhile"
    } else {
        "nothing is near its limit on average; people wait because of hours, arrangements and chance"
    };
    let mut says = vec![format!(
        "{} {}: {} is asked for; {means}.",
        if first.utilisation >= TIGHT { "The bottleneck will be" } else { "Used most will be" },
        first.title,
        use_of(first)
    )];
    let next: Vec<String> = limited[1..]
        .iter()
        .filter(|work| work.utilisation >= TIGHT && work.name != first.name)
        .map(|work| format!("{}, {}", work.title, use_of(work)))
        .collect();
    if !next.is_empty() {
        says.push(format!("Tight as well: {}.", next.join("; ")));
    }
    says.push(
        "This is Little's law: arrivals times mean stay. Waiting comes on top: whoever waits in an acute bed for something \
         else needs that bed longer than shown here. Only a run says how much."
            .into(),
    );
    says
}

/// What is paid for.
pub(super) fn costs(ready: &Ready) -> Vec<String> {
    let model = &ready.model;
    let begin = model.measuring_from();
    let priced = model.pools.iter().filter_map(|pool| {
        let (pounds, paid) = match &pool.price {
            Price::Free => return None,
            Price::Block(pounds) => (pounds.at(begin), "used or not"),
            Price::ByUse(pounds) => (pounds.at(begin), "while in use"),
        };
        let (unit, pounds) = match pool.kind {
            // A unit of these pools is a minute a week.
            PoolKind::CareHours => ("an hour", pounds * 60.0),
            PoolKind::TriageTeam => ("a week for each member of staff", pounds),
            _ => ("a week each", pounds),
        };
        Some(format!(
            "{}: £{} {unit}, {paid}.",
            upper(&pool.title),
            numbers::number(pounds, if pounds < 100.0 { 2 } else { 0 })
        ))
    });
    let mut says: Vec<String> = priced.collect();
    let sums: f64 = model.fixed_costs.iter().map(|cost| cost.pounds_per_year.at(begin)).sum();
    if !model.fixed_costs.is_empty() {
        let names: Vec<&str> = model.fixed_costs.iter().map(|cost| cost.title.as_str()).collect();
        says.push(format!("Paid whatever happens: £{} a year ({}).", numbers::number(sums, 0), names.join(", ")));
    }
    if says.is_empty() {
        says.push("Nothing has a price here.".into());
    }
    says
}

/// Figures whose source or note calls them assumed.
pub(crate) fn assumed(ready: &Ready) -> usize {
    let says = |text: &Option<String>| text.as_ref().is_some_and(|text| text.to_lowercase().contains("assum"));
    ready.annotations.iter().filter(|(_, annotation)| says(&annotation.source) || says(&annotation.note)).count()
}

/// How many figures say where they come from.
pub(super) fn record(ready: &Ready) -> Vec<String> {
    let annotations = || ready.annotations.iter().map(|(_, annotation)| annotation);
    let sources = annotations().filter(|annotation| annotation.source.is_some()).count();
    let notes = annotations().filter(|annotation| annotation.note.is_some()).count();
    let counted = |number: usize, thing| numbers::count(number as u64, thing);
    let (sources, notes) = (counted(sources, "source"), counted(notes, "note"));
    let assumed = numbers::whole(assumed(ready) as u64);
    vec![format!("The file gives {sources} and {notes}. Marked as assumptions, alone or with others: {assumed}.")]
}
