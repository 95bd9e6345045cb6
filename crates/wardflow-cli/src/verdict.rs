//! The answer of a run in a few sentences, for somebody who has ten seconds: whether the beds are enough, how many people wait
//! to leave, how sure that is, what holds them up, what it rests on, and what would change it.

mod door;
mod holding;
mod remedy;
mod resting;

use wardflow_core::measures::Unit;

use crate::{estimate::Estimate, experiment::Experiment, keeping_up, numbers, uncertain};

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
    let who = if people.said(1) == "1" { "person is" } else { "people are" };
    let mut text =
        format!("On an average day {} {who} in an acute bed though ready to leave{of_beds}.", people.said(1));
    let chance = summary.half_width_95.filter(|half| half.is_finite()).map(|half| {
        let end = |value: f64| numbers::number(value.max(0.0), people.digits(Unit::People).min(1));
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

/// A share as people write it: no more digits than anybody reads, and never all or nothing of what is not.
pub(super) fn percent(share: f64) -> String {
    match share {
        ..=0.0 => "0%".into(),
        0.0..1.0 => "less than 1%".into(),
        99.0..99.999_999 => "more than 99%".into(),
        share => format!("{}%", numbers::number(share, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_all_or_nothing_of_what_is_not() {
        assert_eq!(
            [0.0, 0.3, 17.6, 99.6, 100.0, 104.2].map(percent),
            ["0%", "less than 1%", "18%", "more than 99%", "100%", "104%"]
        );
    }
}
