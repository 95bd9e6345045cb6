//! What goes beyond the simple journey, in words: ends of stays, waiting, referrals from the community, escalations, census.

use wardflow_core::model::{CensusPlace, Destination, Escalation, Exit, Model, Outcome, Patience, StepUp, Take, Watch};

use wardflow_scenario::Ready;

use super::{
    journey::{amount, needs},
    words::{chance, number, over_time, percent, stay, time},
};

use crate::english::upper;

/// A point for each way in which stays in services end.
pub(crate) fn ends_of_stays(model: &Model) -> Vec<String> {
    let bridges = |number: usize| {
        model.offers.iter().any(|offer| offer.is_bridge && offer.exit.is_some_and(|exit| exit.at() == number))
    };
    let exits = model.exits.iter().enumerate().filter(|&(number, _)| !bridges(number));
    exits.map(|(_, exit)| exit_of(model, exit)).collect()
}

fn exit_of(model: &Model, exit: &Exit) -> String {
    let mut says = format!("{}:", upper(&exit.title));
    if let Some(assessment) = exit.assessment {
        says.extend([format!(" an assessment takes staff {}; then", stay(model, assessment.handling))]);
    }
    let at = |step: Option<(_, Vec<f64>)>| step.map(|(_, shares)| shares).unwrap_or_default();
    let (first, last) = (at(exit.shares.steps().next()), at(exit.shares.steps().last()));
    let outcomes = exit.outcomes.iter().zip(first.into_iter().zip(last));
    let outcomes = outcomes.map(|(outcome, shares)| outcome_of(model, outcome, shares));
    says + " " + &outcomes.collect::<Vec<_>>().join("; ") + "."
}

fn outcome_of(model: &Model, outcome: &Outcome, (first, last): (f64, f64)) -> String {
    let name = outcome.title.clone();
    let later = if percent(first) == percent(last) { String::new() } else { format!(", later {},", percent(last)) };
    let mut says = format!("{}{later} {name}", percent(first));
    if let Some(delay) = outcome.delay {
        says.extend([format!(", which takes {} to arrange", stay(model, delay))]);
    }
    match (outcome.needs.is_empty(), outcome.leads_to) {
        (false, _) => says.extend([format!(", who need {}", needs(model, &outcome.needs))]),
        // Most outcomes are called after where they lead.
        (true, Destination::Home) if name.contains("home") && !name.contains("care home") => {}
        (true, Destination::Home) => says.push_str(", who go home"),
        (true, Destination::CareHome) if name.contains("care home") => {}
        (true, Destination::CareHome) => says.push_str(", who go to a care home"),
        (true, Destination::Unsaid) => says.push_str("; where people go is not said"),
        (true, Destination::Died) if name.contains("die") => {}
        (true, Destination::Died) => says.push_str(", who die"),
        (true, Destination::Hospital) if name.contains("hospital") => {}
        (true, Destination::Hospital) => says.push_str(", back to hospital"),
    }
    if let Some(readmission) = &outcome.readmission {
        let (share, after) = (chance(&readmission.probability), stay(model, readmission.after));
        says.extend([format!(" ({share} of them come back to hospital after {after})")]);
    }
    if let Some(patience) = outcome.patience {
        says.extend([format!(" ({})", loses_patience(model, patience))]);
    }
    says
}

/// A point for each place where people do not just wait.
pub(crate) fn waiting(model: &Model) -> Vec<String> {
    let cohorts = model.cohorts.iter().filter_map(|cohort| {
        let patience = cohort.patience?;
        Some(format!("{} at the front door: {}.", upper(&cohort.title), loses_patience(model, patience)))
    });
    let pathways = model.pathways.iter().filter_map(|pathway| {
        let waiting = pathway.while_waiting.as_ref()?;
        let mut says: Vec<String> =
            waiting.patience.map(|patience| loses_patience(model, patience)).into_iter().collect();
        if waiting.death.is_ever() {
            says.push(format!("{} die on each day", chance(&waiting.death)));
        }
        if let Some((share, to)) = &waiting.heavier {
            says.push(format!("{} come to need {} on each day", chance(share), model.pathways[to.at()].title));
        }
        if let Some((share, longer)) = &waiting.longer_stay {
            let longer = time(*longer as f64 / 86_400.0);
            says.push(format!("each day lengthens the stay in the service by {longer} for {}", chance(share)));
        }
        if let Some(fallback) = &waiting.fallback {
            let (after, share) = (stay(model, fallback.after), chance(&fallback.probability));
            let to = &model.pathways[fallback.to.at()].title;
            says.push(format!("{to} is offered after {after} of waiting for capacity, and {share} take it"));
        }
        Some(format!("{}, discharge ready: {}.", upper(&pathway.title), says.join("; ")))
    });
    cohorts.chain(pathways).collect()
}

fn loses_patience(model: &Model, patience: Patience) -> String {
    let what = match patience.leads_to {
        Destination::Home => "they go home",
        Destination::CareHome => "they go to a care home",
        Destination::Unsaid => "they leave",
        Destination::Died => "they die",
        Destination::Hospital => "they go back to hospital",
    };
    format!("{what} if they wait longer than {}", stay(model, patience.after))
}

/// A point for each cohort that is referred from the community.
pub(crate) fn referrals(model: &Model) -> Vec<String> {
    let step_ups = model.cohorts.iter().filter_map(|cohort| Some((cohort.title.as_str(), cohort.step_up.as_deref()?)));
    step_ups.map(|(name, step_up)| referral(model, name, step_up)).collect()
}

fn referral(model: &Model, name: &str, step_up: &StepUp) -> String {
    let mut says = format!("{} are referred from the community.", upper(name));
    if let Some(hours) = &step_up.hours {
        let (from, to) = (model.measuring_from(), model.horizon());
        let open = hours.open_seconds(from, to) as f64 / to.since(from).max(1) as f64;
        says.extend([format!(
            " Referrals are taken {} hours a week, and refused at other times.",
            number(168.0 * open)
        )]);
    }
    if let Some(answer) = step_up.answer {
        says.extend([format!(" An answer takes staff {}.", stay(model, answer.handling))]);
    }
    says.extend([format!(" {} are accepted", chance(&step_up.accepted))]);
    if step_up.needs.is_empty() {
        says.push_str(" and need nothing more.");
    } else {
        says.extend([format!(" and need {}.", needs(model, &step_up.needs))]);
    }
    if let Some(wait) = step_up.wait {
        says.extend([format!(" They wait for it no longer than {}.", stay(model, wait))]);
    }
    says.extend([format!(" Of those refused {} come to the front door.", chance(&step_up.refused_come))]);
    says
}

/// A point for each escalation.
pub(crate) fn escalations(model: &Model) -> Vec<String> {
    model.escalations.iter().map(|escalation| escalation_of(model, escalation)).collect()
}

fn escalation_of(model: &Model, escalation: &Escalation) -> String {
    let pool = |pool: usize| &model.pools[pool].title;
    let level = match escalation.watch {
        Watch::UsePercent(beds) => format!("occupancy of {} in percent of its core beds", pool(beds.at())),
        Watch::Line(line) => {
            let pools: Vec<&str> = model.lines[line.at()].pools.iter().map(|id| pool(id.at()).as_str()).collect();
            format!("the number of people waiting for {}", pools.join(" or "))
        }
        Watch::Waiting(id) => format!("the number of people waiting for {}", pool(id.at())),
        Watch::Nctr(hospital) => {
            format!("the number of people discharge ready in {}", model.hospitals[hospital.at()].title)
        }
    };
    let adds: Vec<String> = escalation
        .adds
        .iter()
        .map(|adds| {
            over_time(&adds.amount, |units| {
                format!("{} more", amount(model, &Take { pool: adds.pool, amount: units as u64 }))
            })
        })
        .collect();
    let notice = if escalation.notice > 0 {
        format!(", {} later,", time(escalation.notice as f64 / 86_400.0))
    } else {
        String::new()
    };
    format!(
        "{}: when {level} is above {}, there are{notice} {}; until it is below {}.",
        upper(&escalation.title),
        over_time(&escalation.opens_above, number),
        adds.join(", "),
        over_time(&escalation.closes_below, number)
    )
}

/// A point for each group of people who are there at the beginning.
pub(crate) fn census(model: &Model) -> Vec<String> {
    let people = |place: CensusPlace| -> u32 {
        model.census.iter().filter(|group| group.place == place).map(|group| group.people).sum()
    };
    let places = [
        (CensusPlace::FrontDoor, "at the front door"),
        (CensusPlace::AcuteBed, "in acute beds, not discharge ready"),
        (CensusPlace::AwaitingTriage, "in acute beds, waiting for triage"),
        (CensusPlace::AwaitingCapacity, "in acute beds, waiting for capacity"),
        (CensusPlace::Service, "in services"),
    ];
    let counts = places.into_iter().map(|(place, words)| (people(place), words)).filter(|(people, _)| *people > 0);
    counts.map(|(people, words)| format!("{people} {words}.")).collect()
}

/// A point for each number that is not known exactly.
pub(crate) fn uncertain(ready: &Ready) -> Vec<String> {
    let Some(uncertainty) = &ready.uncertainty else { return Vec::new() };
    let numbers = ready.scenario.uncertain.iter().enumerate();
    numbers
        .map(|(place, (name, uncertain))| {
            let [low, high] = [0.05, 0.95].map(|share| number(uncertainty.quantile(place, share)));
            let paths = uncertain.decides.join(" and ");
            let factor = if uncertain.times.is_some() { "a factor of " } else { "" };
            let guess = Some(uncertainty.best_guess(place)).filter(|guess| guess.is_finite() && factor.is_empty());
            let guess = guess.map_or_else(String::new, |guess| format!("; the best guess is {}", number(guess)));
            let mut says = format!("{name}: {factor}{paths} is from {low} to {high} with a chance of 90%{guess}");
            let others = uncertain.correlated_with.iter();
            says.extend(others.map(|(other, correlation)| format!("; its correlation with {other} is {correlation}")));
            says + "."
        })
        .collect()
}
