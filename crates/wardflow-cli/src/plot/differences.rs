//! Paired differences of a comparison with their intervals.

use std::path::Path;

use wardflow_plot::{BarChart, BarLook, BarPanel, BarSeries};
use wardflow_scenario::reading::nearest;

use super::{
    comparison::{self, Comparison, Row, decimals, money},
    picture::Picture,
};
use crate::{
    english::{list, upper},
    exit::Failure,
    numbers,
};

/// Shown if nothing else is asked for, in this order; a star stands for every hospital.
const PREFERRED: [&str; 9] = [
    "nctr_people",
    "hospitals.*.occupied_beds",
    "hospitals.*.waiting_for_bed_people",
    "delay_days",
    "hospitals.*.wait_for_bed_days",
    "hospitals.*.acute_stay_with_delay_days",
    "hospitals.*.occupancy_percent",
    "hospitals.*.short_weeks_percent",
    "cost.total_pounds_per_year",
];

/// Variants of which a title tells; the others stand in the picture.
const MOST_TOLD: usize = 3;

/// Draws the differences of some measures.
///
/// # Errors
/// If the comparison cannot be read or has not what is asked for.
pub(crate) fn picture(path: &Path, measures: &[String], names: &[String]) -> Result<Picture, Failure> {
    let comparison = comparison::read(path, names)?;
    let shown = path.display();
    let keys = comparison.keys(measures).map_err(|why| Failure::Usage(format!("`{shown}`: {why}")))?;
    let (base, variants) = comparison.names();
    let title = comparison.title(&variants, &keys);
    let mut chart = BarChart::new("differences", title);
    chart.subtitle = format!(
        "Difference from {base}, mean of {} with the same patients",
        numbers::count(comparison.replications.into(), "replication")
    );
    let together = if variants.len() > 1 { ", which hold for all variants of a measure together" } else { "" };
    chart.caption = format!(
        "Lines are 95% intervals{together}. A hollow dot stands for an interval with zero in it: no difference beyond chance."
    );
    for sentence in comparison.most().chain(comparison.keeping_up()) {
        chart.caption.push(' ');
        chart.caption.push_str(&sentence);
    }
    chart.footer = comparison.footer();
    let mut units: Vec<&str> = Vec::new();
    for key in &keys {
        let unit = comparison.row(key, None).map_or("", |row| row.unit.as_str());
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    for unit in units {
        let of_unit: Vec<&str> =
            keys.iter().copied().filter(|key| comparison.row(key, None).is_some_and(|row| row.unit == unit)).collect();
        chart.panels.push(comparison.panel(unit, &of_unit, &variants));
    }
    chart.alt_text =
        format!("Dots with intervals beside a line at zero, for {}. {}", list(&comparison.titles(&keys)), chart.title);
    Ok(Picture::Bars(chart))
}

impl Comparison {
    /// The keys that are drawn.
    fn keys<'a>(&'a self, wanted: &'a [String]) -> Result<Vec<&'a str>, String> {
        if wanted.is_empty() {
            let all = || self.measures.iter().filter(|row| row.difference.is_some()).map(|row| row.key.as_str());
            let mut keys: Vec<&str> = Vec::new();
            for preferred in PREFERRED {
                let is_it = |key: &&str| match preferred.split_once('*') {
                    Some((before, after)) => key.starts_with(before) && key.ends_with(after),
                    None => *key == preferred,
                };
                for key in all().filter(is_it) {
                    if !keys.contains(&key) {
                        keys.push(key);
                    }
                }
            }
            if keys.is_empty() {
                keys.extend(all().next());
            }
            return if keys.is_empty() {
                Err("it has no differences\n  = help: compare with 2 replications or more".into())
            } else {
                Ok(keys)
            };
        }
        for key in wanted {
            if self.row(key, None).is_none() {
                let near = nearest(key, self.measures.iter().map(|row| row.key.as_str()));
                let meant = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
                return Err(format!(
                    "there is no difference in `{key}`\n  = help: {meant}results.csv beside it has the keys of all"
                ));
            }
        }
        Ok(wanted.iter().map(String::as_str).collect())
    }

    fn titles(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().filter_map(|key| self.row(key, None)).map(|row| self.name(row)).collect()
    }

    /// The first measure in words.
    fn title(&self, variants: &[&str], keys: &[&str]) -> String {
        let Some(&key) = keys.first() else { return String::new() };
        let said = |variant: &&str| {
            let row = self.row(key, Some(variant))?;
            let (difference, low, high) = (row.difference?, row.difference_low_95?, row.difference_high_95?);
            let (scale, unit) = money(&row.unit, difference);
            let decimals = decimals(&row.unit, (difference / scale).abs().max((high / scale).abs()));
            let shown = |value: f64| numbers::signed(value / scale, decimals);
            let interval = format!("({} to {})", shown(low), shown(high));
            let what = if low <= 0.0 && high >= 0.0 {
                "no difference beyond chance ".to_owned()
            } else {
                numbers::with_unit(&shown(difference), unit) + " "
            };
            if let Some(ends) = row.of_two(self.replications).filter(|_| low <= 0.0 && high >= 0.0 && low < high) {
                let [least, most] = ends.map(shown);
                let fails = if self.is_unstable(variant) { " (cannot keep up):" } else { ":" };
                return Some(format!("{variant}{fails} two replications say little ({least} and {most})"));
            }
            let fails = if self.is_unstable(variant) { " (cannot keep up)" } else { "" };
            if difference == 0.0 && low == 0.0 && high == 0.0 {
                // In each replication the same, not within chance.
                return Some(format!("{variant}{fails}: no difference"));
            }
            Some(format!("{variant}{fails}: {what}{interval}"))
        };
        let mut parts: Vec<String> = variants.iter().take(MOST_TOLD).filter_map(said).collect();
        if variants.len() > MOST_TOLD {
            parts.push(format!("and {} more below", variants.len() - MOST_TOLD));
        }
        let what = self.row(key, None).map(|row| self.name(row)).unwrap_or_default();
        format!("{what}: {}", parts.join("; "))
    }

    fn panel(&self, unit: &str, keys: &[&str], variants: &[&str]) -> BarPanel {
        let all = || {
            keys.iter()
                .flat_map(|key| self.measures.iter().filter(move |row| row.key == *key))
                .filter_map(|row| row.difference)
        };
        let most = all().fold(0.0, |most: f64, value| most.max(value.abs()));
        let (scale, unit_shown) = money(unit, most);
        let heading = match unit {
            "" => "Differences".to_owned(),
            unit if unit.starts_with('£') => "Cost".to_owned(),
            "%" => "Percentage points".to_owned(),
            _ => upper(unit),
        };
        let shown =
            if heading == unit_shown || heading.to_lowercase() == unit_shown || unit == "%" { "" } else { unit_shown };
        let mut panel = BarPanel::new(heading, shown, BarLook::Differences, self.titles(keys));
        panel.decimals = decimals(unit, most / scale);
        panel.series = variants
            .iter()
            .map(|variant| {
                let column = |of: fn(&Row) -> Option<f64>| -> Vec<f64> {
                    keys.iter()
                        .map(|key| self.row(key, Some(variant)).and_then(of).map_or(f64::NAN, |value| value / scale))
                        .collect()
                };
                BarSeries::new(*variant, column(|row| row.difference))
                    .with_intervals(column(|row| row.difference_low_95), column(|row| row.difference_high_95))
            })
            .collect();
        panel
    }
}
