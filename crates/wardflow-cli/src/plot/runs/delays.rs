//! Delayed bed days by reason group, and the published bands of delay by pathway.

use wardflow_core::model::Pathway;
use wardflow_montecarlo::leading::largest;
use wardflow_montecarlo::statistics::Summary;
use wardflow_plot::{BarChart, BarLook, BarPanel, BarSeries};

use super::{footer, list, named_number, period, told};
use crate::{
    chart::label,
    english::{counted, lower},
    estimate::Estimate,
    exit::Failure,
    picked::{alone, main_part},
    plot::picture::Picture,
    run_folder::{MeasureRow, RunFolder},
};

/// The bands of the national publication of discharge ready dates: end of the key, and name.
const BANDS: [(&str, &str); 7] = [
    ("0", "same day"),
    ("1", "1 day"),
    ("2_to_3", "2–3 days"),
    ("4_to_6", "4–6 days"),
    ("7_to_13", "7–13 days"),
    ("14_to_20", "14–20 days"),
    ("21_or_more", "21 days or more"),
];

/// Draws both, for several runs side by side.
///
/// # Errors
/// If the replications of a run cannot be read.
pub(super) fn picture(runs: &[RunFolder]) -> Result<Picture, Failure> {
    let groups = groups(runs)?;
    let mut chart = BarChart::new("delays", title(runs, &groups));
    chart.subtitle = format!("Delay of those who left hospital · {}", runs.first().map(period).unwrap_or_default());
    chart.footer = footer(runs);
    let lines = if runs.iter().all(has_interval) {
        "; lines show the 95% interval of the mean"
    } else {
        "; one or two replications say too little for an interval"
    };
    chart.caption = format!(
        "Reason groups are those of the national discharge collection{lines}. Bands count calendar days from the discharge \
         ready date, as published."
    );
    chart.panels.push(reasons(runs, &groups));
    chart.panels.extend(bands(runs));
    let all: Vec<String> = groups.iter().map(|group| group.words(runs)).collect();
    chart.alt_text = format!(
        "Bars of delayed bed days a day by reason group: {}. Below them the share of those who left in each band of delay, by pathway.",
        list(&all)
    );
    Ok(Picture::Bars(chart))
}

/// Whether replications say so much that an interval of bed days, which are never fewer than none, is worth a line.
fn has_interval(run: &RunFolder) -> bool {
    run.run.replications > 2
}

/// A reason group in each run.
struct Group<'a> {
    name: &'a str,
    of: Vec<Option<&'a MeasureRow>>,
    /// Replication by replication, in the order of runs.
    values: Vec<Vec<f64>>,
}

impl Group<'_> {
    fn mean(&self, run: usize) -> f64 {
        self.of[run].and_then(|measure| measure.mean).unwrap_or(0.0)
    }

    /// The mean as sentences tell it.
    fn said(&self, run: usize) -> String {
        self.of[run].map_or_else(|| 0.0.into(), MeasureRow::estimate).said(1)
    }

    fn words(&self, runs: &[RunFolder]) -> String {
        let values: Vec<String> = (0..runs.len()).map(|run| self.said(run)).collect();
        format!("{} {}", self.name, values.join(" and "))
    }
}

/// The groups, that with the most bed days in the first run first.
fn groups(runs: &[RunFolder]) -> Result<Vec<Group<'_>>, Failure> {
    let Some(first) = runs.first() else { return Ok(Vec::new()) };
    let is_group = |measure: &&MeasureRow| measure.key.starts_with("reason_groups.");
    let mut groups: Vec<Group<'_>> = first
        .measures()
        .iter()
        .filter(is_group)
        .map(|measure| Group {
            name: measure.title.trim_start_matches("Group: "),
            of: runs.iter().map(|run| run.measure(&measure.key)).collect(),
            values: Vec::new(),
        })
        .collect();
    let keys: Vec<&str> = first.measures().iter().filter(is_group).map(|measure| measure.key.as_str()).collect();
    for run in runs {
        let values = run.replications_of(&keys).map_err(Failure::Unfit)?;
        groups.iter_mut().zip(values).for_each(|(group, values)| group.values.push(values));
    }
    groups.sort_by(|one, other| other.mean(0).total_cmp(&one.mean(0)));
    Ok(groups)
}

fn title(runs: &[RunFolder], groups: &[Group<'_>]) -> String {
    let total = |run: usize| groups.iter().map(|group| group.mean(run)).sum::<f64>();
    let of_all = |run: usize| {
        let replications = groups.first().map_or(0, |group| group.values[run].len());
        let sum = |at: usize| groups.iter().map(|group| group.values[run][at]).sum();
        Estimate { value: total(run), ..Summary::of(&(0..replications).map(sum).collect::<Vec<f64>>()).into() }.said(1)
    };
    match (runs.len(), groups.first()) {
        (1, Some(_)) if total(0) > 0.0 => {
            let all = of_all(0);
            let all_days = match all.as_str() {
                "0.0" => "Fewer than 0.1 delayed bed days".to_owned(),
                all => counted(all, "delayed bed day"),
            };
            let values: Vec<Vec<f64>> = groups.iter().map(|group| group.values[0].clone()).collect();
            match main_part(&values).map(|(main, is_most)| (&groups[main], is_most)) {
                Some(_) if all == "0.0" => format!("{all_days} a day"),
                Some((main, true)) => {
                    let group = main.said(0);
                    format!("Most delayed bed days are down to {}: {group} of {all} a day", lower(main.name))
                }
                Some((main, false)) => {
                    let group = main.said(0);
                    format!("{} is the largest reason group: {group} of {all} delayed bed days a day", main.name)
                }
                None => format!("{all_days} a day; no reason group stands out as the largest"),
            }
        }
        (2, Some(_)) => {
            let most = most_changed(groups, total(1) - total(0)).map_or_else(String::new, |group| {
                format!(", most of all for {} ({} to {})", lower(group.name), group.said(0), group.said(1))
            });
            format!(
                "Delayed bed days a day go from {} ({}) to {} ({}){most}",
                of_all(0),
                runs[0].name,
                of_all(1),
                runs[1].name
            )
        }
        (1, _) => "Nobody leaves hospital later than ready".into(),
        _ => {
            let each = runs.iter().enumerate();
            let each = each.map(|(at, run)| named_number(&run.name, total(at), of_all(at)));
            format!("Delayed bed days a day: {}", told(each.collect()))
        }
    }
}

/// The group that changes most in the direction of all together, if one does by more than chance.
fn most_changed<'a, 'r>(groups: &'a [Group<'r>], change: f64) -> Option<&'a Group<'r>> {
    let within = |group: &Group<'_>| {
        let pairs = group.values[0].iter().zip(&group.values[1]);
        pairs.map(|(first, second)| (second - first) * change.signum()).collect()
    };
    alone(&largest(&groups.iter().map(within).collect::<Vec<Vec<f64>>>())).map(|at| &groups[at])
}

fn reasons(runs: &[RunFolder], groups: &[Group<'_>]) -> BarPanel {
    let names = groups.iter().map(|group| group.name.to_owned()).collect();
    let mut panel = BarPanel::new("Delayed bed days by reason group", "bed days a day", BarLook::Grouped, names);
    panel.decimals = 1;
    panel.series = runs
        .iter()
        .enumerate()
        .map(|(at, run)| {
            let column = |of: fn(&MeasureRow) -> Option<f64>| {
                groups.iter().map(|group| group.of[at].and_then(of).unwrap_or(f64::NAN)).collect::<Vec<f64>>()
            };
            let series = BarSeries::new(&run.name, column(|measure| measure.mean));
            if !has_interval(run) {
                return series;
            }
            series.with_intervals(
                column(|measure| measure.mean_low_95.map(|low| low.max(0.0))),
                column(|measure| measure.mean_high_95),
            )
        })
        .collect();
    panel
}

/// The bands of every pathway: of one run in one panel, of several in a panel for each pathway.
fn bands(runs: &[RunFolder]) -> Vec<BarPanel> {
    let pathways = runs.first().map_or(&[][..], |run| run.ready.model.pathways.as_slice());
    match runs {
        [run] => {
            let rows: Vec<_> = pathways.iter().map(|pathway| (label(pathway), run, pathway.name.as_str())).collect();
            vec![band_panel("Those who left, by delay".into(), &rows)]
        }
        runs => {
            let of_pathway = |pathway: &Pathway| {
                let rows: Vec<_> = runs.iter().map(|run| (run.name.clone(), run, pathway.name.as_str())).collect();
                band_panel(format!("Those who left on {}, by delay", label(pathway)), &rows)
            };
            pathways.iter().map(of_pathway).collect()
        }
    }
}

/// The share of each band, for rows that are a run's pathway each.
fn band_panel(title: String, rows: &[(String, &RunFolder, &str)]) -> BarPanel {
    let names = rows.iter().map(|(name, ..)| name.clone()).collect();
    let mut panel = BarPanel::new(title, "%", BarLook::Stacked, names);
    let of_band = |band: &str| {
        let value = |(_, run, pathway): &(String, &RunFolder, &str)| {
            run.mean(&format!("pathways.{pathway}.delayed_{band}_days_percent"))
        };
        rows.iter().map(value).collect()
    };
    panel.series = BANDS.iter().map(|(band, name)| BarSeries::new(*name, of_band(band))).collect();
    panel
}
