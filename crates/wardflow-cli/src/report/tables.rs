//! The headline measures of all runs, a table for each part of the system.

use maud::{Markup, html};

use crate::{
    english::list,
    numbers,
    run_folder::{MeasureRow, ReadUncertain, RunFolder},
    uncertain,
};

/// The tables.
pub(super) fn markup(runs: &[RunFolder]) -> Markup {
    let mut rows: Vec<&MeasureRow> = Vec::new();
    for measure in runs.iter().flat_map(RunFolder::measures).filter(|measure| measure.headline) {
        if rows.iter().all(|row| row.key != measure.key) {
            rows.push(measure);
        }
    }
    let mut groups: Vec<&str> = Vec::new();
    for row in &rows {
        if !groups.contains(&row.group.as_str()) {
            groups.push(&row.group);
        }
    }
    html! {
        p {
            "Mean over replications and its 95% interval of chance; below it the range of 5 to 95% of the replications"
            @if runs.iter().any(|run| run.run.uncertain.is_some()) {
                ", and of 5 to 95% over what is not known of the uncertain numbers, chance taken out"
            }
            "."
        }
        @for group in groups {
            div class="wide" tabindex="0" role="region" aria-label=(group) {
                table {
                    caption { (group) }
                    thead {
                        tr {
                            th scope="col" { "Measure" } th scope="col" { "Unit" }
                            @for run in runs { th scope="col" class="number" { (run.name) } }
                        }
                    }
                    tbody {
                        @for row in rows.iter().filter(|row| row.group == group) {
                            tr {
                                th scope="row" title=(row.definition) { (row.title) }
                                td { (row.unit) }
                                @for run in runs { (cell(run.measure(&row.key))) }
                            }
                        }
                    }
                }
            }
        }
        @for run in runs {
            @if let Some(uncertain) = &run.run.uncertain {
                @for line in not_known(run, uncertain) { p { @if runs.len() > 1 { (run.name) ": " } (line) } }
            }
        }
        @for row in rows.iter().filter(|row| runs.iter().any(|run| is_above_100(run.measure(&row.key)))) {
            @if let Some((_, why)) = row.definition.split_once("It may be above 100%: ") {
                p { (row.title) " is above 100%: " (why) }
            }
        }
    }
}

/// What decides the people discharge ready, and how many draws are in no range.
fn not_known(run: &RunFolder, uncertain: &ReadUncertain) -> Vec<String> {
    let mut lines = Vec::new();
    let deciders = uncertain.decided_by.get("nctr_people").into_iter().flatten();
    let said = deciders.filter_map(|decider| {
        let number = uncertain.numbers.get(&decider.number)?;
        let people =
            |end: Option<f64>| end.map_or_else(|| "more than it can serve".into(), |end| numbers::number(end, 1));
        Some(format!(
            "by {} ({}% of what is not known): {} if it is {}, {} if it is {}",
            decider.number,
            numbers::number(100.0 * decider.share, 0),
            people(decider.if_low),
            uncertain::drawn(number.low_5),
            people(decider.if_high),
            uncertain::drawn(number.high_95),
        ))
    });
    let said: Vec<String> = said.collect();
    if !said.is_empty() {
        let people = run.estimate("nctr_people").said(1);
        lines.push(format!("People discharge ready ({people}) are decided {}.", list(&said)));
    }
    if uncertain.cannot_keep_up > 0 {
        lines.push(format!(
            "In {} of {} draws of the uncertain numbers the system cannot keep up; what is not known is told of the others.",
            uncertain.cannot_keep_up, uncertain.draws
        ));
    }
    lines
}

fn is_above_100(measure: Option<&MeasureRow>) -> bool {
    let values = measure.map(|measure| [measure.mean, measure.high_95]);
    measure.is_some_and(|measure| measure.unit == "%")
        && values.into_iter().flatten().flatten().any(|value| value >= 100.5)
}

fn cell(measure: Option<&MeasureRow>) -> Markup {
    let Some(mean) = measure.and_then(|measure| measure.mean) else {
        return html! { td class="number" { (numbers::MISSING) } };
    };
    let is_money = measure.is_some_and(|measure| measure.unit.starts_with('£'));
    let decimals = match mean.abs() {
        _ if is_money => 0,
        size if size >= 1000.0 => 0,
        size if size >= 10.0 => 1,
        _ => 2,
    };
    let pair = |low: Option<f64>, high: Option<f64>| Some(numbers::range(low?, high?, decimals));
    let interval = measure.and_then(|measure| pair(measure.mean_low_95, measure.mean_high_95));
    let range = measure.and_then(|measure| pair(measure.low_5, measure.high_95));
    let unknown = measure.and_then(|measure| pair(measure.unknown_low_5, measure.unknown_high_95));
    html! {
        td class="number" {
            b { (numbers::number(mean, decimals)) }
            @if let Some(interval) = interval { " (" (interval) ")" }
            @if let Some(range) = range { span { (range) } }
            @if let Some(unknown) = unknown { span { "not known: " (unknown) } }
        }
    }
}
