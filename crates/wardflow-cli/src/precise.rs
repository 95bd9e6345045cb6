//! What `wardflow run --precision` says about the precision that it reached.

use wardflow_montecarlo::{
    precision::{Goal, Missed, Shortfall},
    statistics::Summary,
};

use crate::{exit::Failure, experiment::Experiment, numbers, run::Run};

/// A line for each measure that was to be precise.
pub(crate) fn note(experiment: &Experiment, goal: &Goal) -> String {
    let replications = numbers::count(experiment.results.replications.into(), "replication");
    let lines = goal.measures.iter().filter_map(|&measure| {
        let reached = reached(&experiment.results.measures[measure].summary)?;
        let key = &experiment.catalogue.measures()[measure].key;
        Some(format!("`{key}` is known to ±{reached}% after {replications}\n"))
    });
    lines.collect()
}

/// Why the precision was not reached, and what can be done.
pub(crate) fn failure(experiment: &Experiment, arguments: &Run, (measure, shortfall): Missed) -> Failure {
    let key = &experiment.catalogue.measures()[measure].key;
    let run = numbers::count(experiment.results.replications.into(), "replication");
    let wanted = percent(arguments.precision.unwrap_or_default());
    let beginning = format!("`{key}` cannot be made precise to {wanted}%");
    let text = match shortfall {
        Shortfall::NoCases => format!(
            "{beginning}: there was no case of it in {run}\n  = help: name a measure that has cases, or make the period \
             longer (--set days=N)"
        ),
        Shortfall::Zero => format!(
            "{beginning}: it was 0 in all of {run}, and no precision is a share of 0\n  = help: name another measure, \
             or run a fixed number of replications (-n N)"
        ),
        Shortfall::TooMany(needed) => {
            let most = numbers::count(arguments.most.into(), "replication");
            let needed = needed.filter(|&needed| needed > arguments.most.into());
            let (about, more) = match needed {
                Some(needed) => (
                    format!("it would take about {} replications", numbers::whole(needed)),
                    format!("allow more (--most {})", needed.next_multiple_of(1000)),
                ),
                None => {
                    ("it was not reached".into(), format!("allow more (--most {})", arguments.most.saturating_mul(2)))
                }
            };
            let reached = reached(&experiment.results.measures[measure].summary);
            let stands =
                reached.map_or_else(String::new, |reached| format!("; after {run} it is known to ±{reached}%"));
            format!(
                "{beginning} in {most}: {about}{stands}\n  = help: {more}, be content with less, or make the measured \
                 period longer (--set days=N)"
            )
        }
    };
    Failure::Imprecise(text)
}

/// Half of the interval as a share of the mean [percent].
fn reached(summary: &Summary) -> Option<String> {
    let share = summary.half_width_95? / summary.mean.abs();
    share.is_finite().then(|| percent(share))
}

fn percent(share: f64) -> String {
    let text = format!("{:.2}", 100.0 * share);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
