//! Draws realistic and extreme figures into a folder, to be looked at.
//!
//! `cargo run -p wardflow-plot --example gallery -- FOLDER`

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use wardflow_plot::{
    Band, BarChart, BarLook, BarPanel, BarSeries, DateAxis, Figure, Layer, Panel, Series, StackedAreas, Threshold,
    ValueAxis, XAxis, draw_bars_svg, draw_svg, render_png,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("which folder?")?);
    fs::create_dir_all(&folder)?;
    let figures = [
        flow("year", 365),
        flow("week", 7),
        flow("six-weeks", 42),
        flow("half-year", 181),
        flow("one-day", 1),
        flow("ten-years", 3652),
        zeros(),
        gaps(),
        forty_series(),
        hundred_series(),
        long_words(),
        millions(),
        lines(),
        many_panels(),
        Figure::new("empty", "There is nothing to show yet", XAxis::Date(DateAxis::new("2022-01-01", 30))),
    ];
    for figure in figures {
        let svg = draw_svg(&figure)?;
        fs::write(folder.join(format!("{}.svg", figure.id)), &svg)?;
        fs::write(folder.join(format!("{}.png", figure.id)), render_png(&svg, 1.5)?)?;
        fs::write(folder.join(format!("{}.csv", figure.id)), figure.data_csv()?)?;
        fs::write(folder.join(format!("{}.json", figure.id)), serde_json::to_string(&figure)?)?;
    }
    for chart in
        [bars("forty-bars", 40, "ward"), bars("long-bars", 3, "an extraordinarily long name of a ward on the hill ")]
    {
        let svg = draw_bars_svg(&chart)?;
        fs::write(folder.join(format!("{}.svg", chart.id)), &svg)?;
        fs::write(folder.join(format!("{}.png", chart.id)), render_png(&svg, 1.5)?)?;
    }
    Ok(())
}

/// Bars and differences, so many rows with such names.
fn bars(id: &str, rows: usize, name: &str) -> BarChart {
    let mut noise = Noise(7);
    let names: Vec<String> = (1..=rows).map(|row| format!("{} {row}", name.repeat(1 + row % 3).trim())).collect();
    let mut values = |level: f64| -> Vec<f64> { (0..rows).map(|_| level + 10.0 * noise.next()).collect() };
    let mut panel = BarPanel::new("Bed days by ward", "bed days a day", BarLook::Grouped, names.clone());
    panel.series = vec![BarSeries::new("before", values(20.0)), BarSeries::new("after", values(15.0))];
    let mut differences = BarPanel::new("Differences", "bed days a day", BarLook::Differences, names);
    let means = values(-2.0);
    let [low, high] = [-3.0, 3.0].map(|by| means.iter().map(|mean| mean + by).collect());
    differences.series = vec![BarSeries::new("after", means).with_intervals(low, high)];
    differences.decimals = 1;
    let mut chart = BarChart::new(id, "Rows of every length");
    chart.panels = vec![panel, differences];
    chart
}

/// Noise between -1 and 1, the same each time.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 30) - 1.0
    }
}

/// A wandering series that comes back to `level` and breathes with the seasons.
fn wander(seed: u64, days: usize, level: f64, wobble: f64) -> Vec<f64> {
    let mut noise = Noise(seed);
    let mut away = 0.0;
    (0..days)
        .map(|day| {
            away = 0.93 * away + noise.next() * wobble;
            let season = (day as f64 / 365.25 * std::f64::consts::TAU).cos();
            (level * (1.0 + 0.09 * season) + away).max(0.0)
        })
        .collect()
}

fn shifted(values: &[f64], by: f64) -> Vec<f64> {
    values.iter().map(|value| (value + by).max(0.0)).collect()
}

fn flow(id: &str, days: usize) -> Figure {
    let axis = XAxis::Date(DateAxis::new("2022-01-01", days));
    let mut figure = Figure::new(id, "Waits for a package of care keep about 60 acute beds occupied all year", axis);
    "Northfield General, base case: people with no criteria to reside and acute occupancy, midnight each day"
        .clone_into(&mut figure.subtitle);
    "On an average day 118 people stay in hospital although nothing medical keeps them there; half of them wait for \
     care at home. Core beds are over 95 % full on two days out of three."
        .clone_into(&mut figure.caption);
    "Scenario: northfield-2022 · 200 replications · seed 42 · wardflow 0.1.0".clone_into(&mut figure.footer);
    let pathways = [
        ("Pathway 0: home, no support", 12.0),
        ("Pathway 1: home with support", 61.0),
        ("Pathway 2: bedded rehabilitation", 28.0),
        ("Pathway 3: care home", 17.0),
    ];
    let series = pathways
        .iter()
        .zip(1..)
        .map(|((label, level), seed)| Series::new(*label, wander(seed, days, *level, level / 14.0)))
        .collect();
    figure.panels.push(
        Panel::new("People with no criteria to reside", "people, mean of replications")
            .with(Layer::StackedAreas(StackedAreas { series })),
    );
    let mean = wander(9, days, 575.0, 6.0);
    let beds: Vec<f64> = (0..days).map(|day| if (90..280).contains(&(day % 365)) { 604.0 } else { 640.0 }).collect();
    let share = |share: f64| beds.iter().map(|beds| beds * share).collect::<Vec<f64>>();
    figure.panels.push(Panel {
        value_axis: ValueAxis::FromData,
        ..Panel::new("Acute occupancy", "beds")
            .with(Layer::Band(Band::new("5–95 % of replications", shifted(&mean, -24.0), shifted(&mean, 27.0))))
            .with(Layer::StepLine(Series::new("Open core beds", beds.clone())))
            .with(Layer::Threshold(Threshold::daily("95 % of core beds", share(0.95))))
            .with(Layer::Threshold(Threshold::daily("92 % of core beds", share(0.92))))
            .with(Layer::Line(Series::new("Mean", mean)))
    });
    figure
}

fn zeros() -> Figure {
    let mut figure = flow("zeros", 90);
    for layer in figure.panels.iter_mut().flat_map(|panel| &mut panel.layers) {
        match layer {
            Layer::StackedAreas(stack) => stack.series.iter_mut().for_each(|series| series.values.fill(0.0)),
            Layer::Line(series) | Layer::StepLine(series) => series.values.fill(0.0),
            Layer::Band(band) => {
                band.lower.fill(0.0);
                band.upper.fill(0.0);
            }
            Layer::Threshold(threshold) => *threshold = Threshold::constant(threshold.label.clone(), 0.0),
            _ => {}
        }
    }
    figure
}

fn gaps() -> Figure {
    let mut figure = flow("gaps", 120);
    for layer in figure.panels.iter_mut().flat_map(|panel| &mut panel.layers) {
        match layer {
            Layer::StackedAreas(stack) => {
                stack.series[1].values[30..45].fill(f64::NAN);
                stack.series[1].values[50] = f64::NAN;
                stack.series[1].values[52] = f64::NAN;
                stack.series[3].values.fill(f64::NAN);
            }
            Layer::Line(series) => series.values[80..].fill(f64::NAN),
            Layer::Band(band) => {
                band.lower[95..].fill(f64::NAN);
                band.upper[20..40].fill(f64::NAN);
            }
            _ => {}
        }
    }
    figure
}

fn numbered(count: u64, days: usize) -> Vec<Series> {
    (1..=count)
        .map(|index| Series::new(format!("Ward {index}"), wander(index, days, (index % 7 + 1) as f64, 0.4)))
        .collect()
}

fn forty_series() -> Figure {
    let mut figure = flow("forty-series", 365);
    "Forty wards at once are too many for one chart".clone_into(&mut figure.title);
    figure.panels[0].layers = vec![Layer::StackedAreas(StackedAreas { series: numbered(40, 365) })];
    figure
}

fn hundred_series() -> Figure {
    let mut figure = flow("hundred-series", 200);
    figure.panels.truncate(1);
    figure.panels[0].layers = vec![Layer::StackedAreas(StackedAreas { series: numbered(100, 200) })];
    figure
}

fn long_words() -> Figure {
    let mut figure = flow("long-words", 200);
    figure.title = figure.title.repeat(5);
    figure.subtitle = "Donaudampfschifffahrtsgesellschaft".repeat(8);
    figure.caption = figure.caption.repeat(6);
    figure.footer = "scenario <with> \"odd\" & 'quoted' names \u{0} · ".repeat(12);
    figure.panels[0].title =
        "People who have no criteria to reside and yet stay, by the pathway they wait for ".repeat(3);
    figure.panels[1].unit = "beds that are open and staffed at midnight ".repeat(4);
    for layer in figure.panels.iter_mut().flat_map(|panel| &mut panel.layers) {
        if let Layer::StackedAreas(stack) = layer {
            for series in &mut stack.series {
                series.label =
                    format!("{} with a name that runs on & on, well past what fits at the right", series.label)
                        .repeat(2);
            }
        }
    }
    figure
}

fn millions() -> Figure {
    let mut figure = flow("millions", 730);
    for layer in figure.panels.iter_mut().flat_map(|panel| &mut panel.layers) {
        if let Layer::StackedAreas(stack) = layer {
            stack.series.iter_mut().flat_map(|series| &mut series.values).for_each(|value| *value *= 54_321.0);
        }
    }
    figure
}

fn lines() -> Figure {
    let mut figure = flow("lines", 365);
    "Adding 20 places at home frees about 35 beds by the summer".clone_into(&mut figure.title);
    let base = wander(9, 365, 118.0, 3.0);
    let change: Vec<f64> =
        base.iter().enumerate().map(|(day, value)| value - 35.0 * (day as f64 / 150.0).min(1.0)).collect();
    figure.panels = vec![
        Panel::new("People with no criteria to reside", "people")
            .with(Layer::Band(Band::new("5–95 % of replications, base", shifted(&base, -9.0), shifted(&base, 9.0))))
            .with(Layer::Band(Band::new(
                "5–95 % of replications, more places",
                shifted(&change, -9.0),
                shifted(&change, 9.0),
            )))
            .with(Layer::Line(Series::new("Base case", base)))
            .with(Layer::Line(Series::new("20 more places at home", change)))
            .with(Layer::Threshold(Threshold::constant("Target: 90", 90.0))),
    ];
    figure
}

fn many_panels() -> Figure {
    let mut figure = flow("many-panels", 365);
    figure.panels.extend(flow("", 365).panels);
    figure
        .panels
        .push(Panel::new("Ambulances waiting", "ambulances").with(Layer::StackedAreas(StackedAreas::default())));
    figure
}
