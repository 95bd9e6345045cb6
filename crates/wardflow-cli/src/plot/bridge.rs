//! The way from the base of a comparison to a variant: each change by itself, and what they do together.

use std::{cmp::Ordering, path::Path};

use wardflow_plot::{BarChart, BarLook, BarPanel, BarSeries};

use super::{
    comparison::{self, Comparison, Row, decimals, money},
    picture::Picture,
};
use crate::{
    exit::Failure,
    folder::manifest::Kind,
    numbers, opening,
    run_folder::held,
    values::{differing, values},
};

/// Drawn if nothing else is asked for.
const MEASURE: &str = "nctr_people";

/// Draws the bridge of a measure. The variants are each change by itself and, last, all of them together; or one alone.
///
/// # Errors
/// If the comparison has not that form or not the measure.
pub(crate) fn picture(path: &Path, measure: Option<&str>, names: &[String]) -> Result<Picture, Failure> {
    let comparison = comparison::read(path, names)?;
    let key = measure.unwrap_or(MEASURE);
    let (base, variants) = comparison.names();
    let shown = path.display();
    let (last, singles) = match variants.as_slice() {
        [only] => (*only, Vec::new()),
        [singles @ .., last] if singles.len() > 1 => (*last, singles.to_vec()),
        _ => {
            return Err(Failure::Usage(format!(
                "`{shown}` has {}, which is no bridge\n  = help: compare the base with one variant; or with each change \
                 by itself and, last, with all of them together",
                numbers::count(variants.len() as u64, "variant"),
            )));
        }
    };
    if !singles.is_empty() && !is_all_together(path, variants.len()) {
        return Err(Failure::Usage(format!(
            "`{last}` is not what the others change, all of it together, so there is no bridge to it\n  = help: compare the \
             base with each change by itself and, last, with one --what-if that has all of them"
        )));
    }
    let row = |variant: &str| {
        comparison.row(key, Some(variant)).ok_or_else(|| {
            Failure::Usage(format!(
                "`{shown}` has no `{key}` of `{variant}`\n  = help: results.csv in it has the keys of all measures"
            ))
        })
    };
    let end = row(last)?;
    let singles = singles.into_iter().map(row).collect::<Result<Vec<&Row>, Failure>>()?;
    let levels = end.base_mean.zip(end.variant_mean);
    let Some((from, to)) = levels else {
        return Err(Failure::Usage(format!(
            "`{key}` has no value in the base or in `{last}`\n  = help: choose another with --measure"
        )));
    };
    let (scale, unit) = money(&end.unit, from.abs().max(to.abs()));

    let none = f64::NAN;
    let mut steps: Vec<(String, [f64; 3])> = vec![(base.to_owned(), [from, none, none])];
    let changes = if singles.is_empty() { vec![end] } else { singles };
    let step = |row: &&Row| {
        let or_none = |value: Option<f64>| value.unwrap_or(none);
        let values = [row.difference, row.difference_low_95, row.difference_high_95].map(or_none);
        (row.variant.clone(), values)
    };
    steps.extend(changes.iter().map(step));
    let explained: f64 = changes.iter().filter_map(|row| row.difference).sum();
    let together = to - from - explained;
    if changes.len() > 1 {
        steps.push(("What they do together".into(), [together, none, none]));
    }
    steps.push((if changes.len() > 1 { last.to_owned() } else { "Then".into() }, [to, none, none]));

    let mut chart = BarChart::new("bridge", title((&comparison.name(end), end), (from, to), scale, unit));
    chart.subtitle =
        format!("From {base} to {last}, mean of {}", numbers::count(comparison.replications.into(), "replication"));
    chart.caption = caption(&comparison, changes.len());
    for sentence in comparison.keeping_up() {
        chart.caption.push(' ');
        chart.caption.push_str(&sentence);
    }
    chart.footer = comparison.footer();
    let mut panel = BarPanel::new(
        comparison.name(end),
        unit,
        BarLook::Bridge,
        steps.iter().map(|(name, _)| name.clone()).collect(),
    );
    panel.decimals = decimals(&end.unit, (to - from).abs() / scale);
    let column = |at: usize| steps.iter().map(|(_, values)| values[at] / scale).collect();
    panel.series = vec![BarSeries::new("", column(0)).with_intervals(column(1), column(2))];
    chart.panels.push(panel);
    let words: Vec<String> =
        steps.iter().map(|(name, values)| format!("{name} {}", numbers::signed(values[0] / scale, 1))).collect();
    chart.alt_text = format!("Bars from one level to another: {}. {}", words.join(", "), chart.caption);
    Ok(Picture::Bars(chart))
}

/// Whether the last variant changes what the others change, each to the same value; unless that cannot be told.
fn is_all_together(path: &Path, variants: usize) -> bool {
    let Ok(held) = held(path, Kind::Comparison) else { return true };
    let name = |at: usize| if at == 0 { "scenario-base.json".to_owned() } else { format!("scenario-{at}.json") };
    let opened = (0..=variants).map(|at| opening::open(&held.scenario(&name(at)).ok()?.to_string_lossy(), &[]).0.ready);
    let Some(all) = opened.map(|ready| Some(values(&ready?.scenario))).collect::<Option<Vec<_>>>() else { return true };
    differing(&all).iter().all(|(_, cells)| {
        let [base, singles @ .., last] = cells.as_slice() else { return false };
        let mut changed = singles.iter().filter(|cell| *cell != base).peekable();
        changed.peek().is_some() && changed.all(|cell| cell == last)
    })
}

fn title((name, row): (&str, &Row), (from, to): (f64, f64), scale: f64, unit: &str) -> String {
    let decimals = decimals(&row.unit, from.abs().max(to.abs()) / scale).max(usize::from(!row.unit.starts_with('£')));
    let shown = |value: f64| numbers::number(value / scale, decimals);
    let may_be_chance =
        row.difference_low_95.zip(row.difference_high_95).is_none_or(|(low, high)| low <= 0.0 && high >= 0.0);
    let (from_to, is_counted) =
        (format!("from {} to {}", shown(from), shown(to)), ["people", "beds"].contains(&row.unit.as_str()));
    let from_to = if is_counted { from_to } else { numbers::with_unit(&from_to, unit) };
    // What is counted falls, a share goes from here to there.
    match to.total_cmp(&from) {
        Ordering::Equal if is_counted => format!("{name} stay at {}", shown(from)),
        Ordering::Less if is_counted && !may_be_chance => format!("{name} fall {from_to}"),
        Ordering::Greater if is_counted && !may_be_chance => format!("{name} rise {from_to}"),
        Ordering::Equal => format!("{name}: {from_to}"),
        _ if may_be_chance && shown(from) == shown(to) => {
            let both = if is_counted { shown(to) } else { numbers::with_unit(&shown(to), unit) };
            format!("{name}: {both} before and after, no difference beyond chance")
        }
        _ if may_be_chance => format!("{name}: {from_to}, which may be chance"),
        _ => format!("{name}: {from_to}"),
    }
}

fn caption(comparison: &Comparison, changes: usize) -> String {
    match changes {
        1 => "The line is the 95% interval of the change. Both scenarios see the same patients.".into(),
        _ => format!(
            "Lines are 95% intervals of a change by itself, which hold for all of them together. Changes are in the order in which they were compared; each is measured from {} by itself. What \
             they do together is what all at once do beyond the sum; no interval is known of it.",
            comparison.names().0,
        ),
    }
}
