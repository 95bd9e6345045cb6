//! The answer of a run in a few sentences, for somebody who has ten seconds: whether the beds are enough, how many people wait
//! to leave, how sure that is, what holds them up, what it rests on, and what would change it.

mod door;
mod holding;
mod remedy;
mod resting;

use wardflow_core::measures::Unit;

use crate::{
    estimate::Estimate,
    experiment::Experiment,
    keeping_up,
    numbers::{self, percent},
    uncertain,
};

/// Fewer people than this are hardly anybody.
const HARDLY_ANYBODY: f64 = 0.1;

/// The sentences, the answer first.
pub(crate) fn of_a_run(experiment: &Experiment) -> Vec<String> {
    let people = experiment.summary("nctr_people").map_or(0.0, |summary| summary.mean);
    let held = if people >= HARDLY_ANYBODY { holding::of(experiment) } else { None };
    let mut sentences = door::sentences(experiment);
    sentences.extend(keeping_up::sentence(experiment).map(|says| format!("The system {says}.")));
    sentences.extend(self::people(experiment));
    sentences.extend(held.as_ref().map(|held| held.sentence.clone()));
    sentences.extend(rests_on(experiment));
    sentences.extend(remedy::sentence(experiment, held.as_ref()));
    sentences
}

/// What an answer rests on, if there is anything to say.
pub(crate) fn rests_on(experiment: &Experiment) -> Option<String> {
    resting::sentence(experiment)
}

/// What a variant rests on that its base does not; the end of a list of sentences, without capital and full stop.
pub(crate) fn also_rests_on(base: &Experiment, variant: &Experiment) -> Option<String> {
    resting::beside(base, variant)
}

/// How many people are in an acute bed though they could leave, and how far that may be off.
fn people(experiment: &Experiment) -> Option<String> {
    let summary = *experiment.summary("nctr_people")?;
    let people = Estimate::from(summary);
    if people.value.is_nan() || people.value == 0.0 {
        return Some("Nobody who is ready to leave is still in an acute bed.".into());
    }
    if people.value < HARDLY_ANYBODY {
        return Some(
            "Hardly anybody (fewer than 0.1 people on an average day) is in an acute bed though ready to leave.".into(),
        );
    }
    let share = experiment.summary("nctr.of_occupied_percent").map(|summary| summary.mean);
    let share = share.filter(|share| share.is_finite());
    let of_beds = share.map_or_else(String::new, |share| format!(", {} of all who are in one", percent(share)));
    // Where queues are a rough picture nobody needs a part of a person.
    let is_rough = keeping_up::is_hollow(Some(experiment.stability.state)) && people.value >= 1.5;
    let digits = usize::from(!is_rough);
    let about = if is_rough { "about " } else { "" };
    let mut text = format!(
        "On an average day {about}{} {} in an acute bed though ready to leave{of_beds}.",
        people.people(digits),
        people.are(digits)
    );
    let replications = experiment.replications("nctr_people");
    let chance = summary.half_width_95.filter(|half| half.is_finite()).map(|half| {
        if let Some([one, other]) = replications.as_deref() {
            let [low, high] = [one.min(*other), one.max(*other)].map(|value| numbers::number(value, 1));
            return if low == high {
                String::new()
            } else {
                format!(" Two replications say little: they gave {low} and {high}.")
            };
        }
        let end = |value: f64| numbers::number(value.max(0.0), people.digits(Unit::People).min(digits));
        let (low, high) = (end(people.value - half), end(people.value + half));
        if low == high { String::new() } else { format!(" 95% interval of chance: {low} to {high}.") }
    });
    text += &chance.unwrap_or_else(|| " That is one run of chance: others would differ.".into());
    let spread = experiment.spreads().find(|(measure, _)| measure.key == "nctr_people").map(|(_, spread)| spread);
    if let Some(spread) = spread.filter(|spread| spread.is_known()) {
        let range = uncertain::range(spread, Unit::People, 1.0, false).replace(" – ", " to ");
        text.extend([" With what nobody knows exactly: ", &range, "."]);
    }
    Some(text)
}
