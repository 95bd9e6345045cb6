//! One pathway over time: in its services, waiting in an acute bed, delay and cost, for several runs side by side.

use std::collections::BTreeSet;

use wardflow_core::model::Pathway;
use wardflow_plot::{DateAxis, Figure, Layer, Panel, Series, XAxis};

use super::{footer, list, named_number, period, told};
use crate::{
    calm::calm,
    chart::label,
    daily::Of,
    english::counted,
    estimate::Estimate,
    exit::Failure,
    plot::picture::Picture,
    run_folder::{MeasureRow, RunFolder},
};

/// Draws every pathway that needs something.
///
/// # Errors
/// If the runs do not cover the same days.
pub(super) fn pictures(runs: &[RunFolder]) -> Result<Vec<Picture>, Failure> {
    let Some(first) = runs.first() else { return Ok(Vec::new()) };
    let covers = |run: &RunFolder| (run.run.start, run.run.days);
    if let Some(other) = runs.iter().find(|run| covers(run) != covers(first)) {
        return Err(Failure::Usage(format!(
            "`{}` covers {}, and `{}` {}\n  = help: draw runs together that cover the same days",
            first.path.display(),
            period(first),
            other.path.display(),
            period(other),
        )));
    }
    let pathways = first.ready.model.pathways.iter().filter(|pathway| !pathway.needs.is_empty());
    Ok(pathways.map(|pathway| Picture::Figure(figure(runs, first, pathway))).collect())
}

fn figure(runs: &[RunFolder], first: &RunFolder, pathway: &Pathway) -> Figure {
    let key = |what: &str| format!("pathways.{}.{what}", pathway.name);
    let axis = DateAxis::new(first.run.start.to_string(), first.run.days as usize);
    let mut figure = Figure::new(format!("pathway-{}", pathway.name), title(runs, pathway), XAxis::Date(axis));
    let each_day = if runs.iter().all(|run| run.run.replications == 1) {
        "day by day in one replication"
    } else {
        "each day's mean over replications"
    };
    figure.subtitle = format!("{} · {each_day} · {}", label(pathway), period(first));
    figure.footer = footer(runs);
    for (unit, services) in services(runs, pathway) {
        let names: Vec<String> = services.iter().map(|service| title_of(runs, service)).collect();
        let prefixes: Vec<String> = services.iter().map(|service| format!("services.{service}.in_use_")).collect();
        figure.panels.push(panel(&format!("In use: {}", list(&names)), &unit, runs, &|measure| {
            measure.unit == unit && prefixes.iter().any(|prefix| is_in_use(measure, prefix))
        }));
    }
    let (waiting, delay) = (key("nctr_people"), key("delay_days"));
    figure.panels.push(panel("Discharge ready in an acute bed", "people", runs, &|measure| measure.key == waiting));
    figure.panels.push(panel("Mean delay of those who left", "days", runs, &|measure| measure.key == delay));
    let prices: Vec<String> = services(runs, pathway)
        .into_iter()
        .flat_map(|(_, services)| services)
        .map(|service| format!("cost.services.{service}_pounds_per_year"))
        .collect();
    let cost = panel("Cost of its services", "£ a year", runs, &|measure| prices.contains(&measure.key));
    if !cost.layers.is_empty() {
        figure.panels.push(cost);
    }
    figure.caption = format!(
        "{}Services that several pathways use are shown whole. Days on which nobody left have no delay.",
        delays(runs, pathway)
    );
    figure.alt_text = format!("Lines day by day for the pathway {}. {}.", label(pathway), figure.title);
    calm(&mut figure);
    figure
}

fn title(runs: &[RunFolder], pathway: &Pathway) -> String {
    let name = &pathway.title;
    let people = |run: &RunFolder| run.estimate(&format!("pathways.{}.nctr_people", pathway.name));
    let delay = |run: &RunFolder| run.estimate(&format!("pathways.{}.delay_days", pathway.name));
    match runs {
        [run] if delay(run).value.is_nan() => {
            format!(
                "On {name}, {} {} discharge ready in an acute bed on average, and nobody leaves",
                people(run).people(2),
                people(run).are(2)
            )
        }
        [run] => format!(
            "On {name}, {} {} discharge ready in an acute bed on average; those who leave waited {}",
            people(run).people(2),
            people(run).are(2),
            counted(&shown(delay(run)), "day")
        ),
        runs => {
            let each = runs.iter().map(|run| named_number(&run.name, people(run).value, shown(people(run))));
            format!("People on {name} discharge ready in an acute bed, on average: {}", told(each.collect()))
        }
    }
}

/// How long those who left had waited in each of several runs.
fn delays(runs: &[RunFolder], pathway: &Pathway) -> String {
    if runs.len() == 1 {
        return String::new();
    }
    let delay = |run: &RunFolder| {
        let days = run.estimate(&format!("pathways.{}.delay_days", pathway.name));
        let said = if days.value.is_nan() { "nobody left".to_owned() } else { counted(&shown(days), "day") };
        format!("{} {said}", run.name)
    };
    format!("Mean delay of those who left: {}. ", list(&runs.iter().map(delay).collect::<Vec<String>>()))
}

fn shown(mean: Estimate) -> String {
    mean.said(2)
}

fn is_in_use(measure: &MeasureRow, prefix: &str) -> bool {
    measure.key.strip_prefix(prefix).is_some_and(|rest| !rest.starts_with("at_"))
}

/// What people call a service in the first run that has it.
fn title_of(runs: &[RunFolder], service: &str) -> String {
    let mut pools = runs.iter().flat_map(|run| &run.ready.model.pools);
    pools.find(|pool| pool.name == service).map_or_else(|| service.to_owned(), |pool| pool.title.clone())
}

/// What the pathway needs in any run, by unit.
fn services(runs: &[RunFolder], pathway: &Pathway) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for run in runs {
        let model = &run.ready.model;
        let Some(mine) = model.pathways.iter().find(|other| other.name == pathway.name) else { continue };
        let pools: BTreeSet<usize> =
            mine.needs.lines().flat_map(|line| &model.lines[line.at()].pools).map(|pool| pool.at()).collect();
        for name in pools.into_iter().map(|pool| model.pools[pool].name.clone()) {
            let prefix = format!("services.{name}.in_use_");
            let Some(measure) = run.measures().iter().find(|measure| is_in_use(measure, &prefix)) else { continue };
            match found.iter_mut().find(|(unit, _)| *unit == measure.unit) {
                Some((_, names)) if names.contains(&name) => {}
                Some((_, names)) => names.push(name),
                None => found.push((measure.unit.clone(), vec![name])),
            }
        }
    }
    found
}

/// The sum of some measures in each run.
fn panel(title: &str, unit: &str, runs: &[RunFolder], is_wanted: &dyn Fn(&MeasureRow) -> bool) -> Panel {
    let mut series = Vec::new();
    for run in runs {
        let measures = run.measures().iter().filter(|measure| is_wanted(measure));
        let all: Vec<Vec<f64>> = measures.filter_map(|measure| run.series(&measure.key, Of::Mean)).collect();
        if let Some(first) = all.first() {
            let sum = |day: usize| all.iter().map(|values| values[day]).sum();
            let label = if runs.len() == 1 { "Mean".to_owned() } else { run.name.clone() };
            series.push(Series::new(label, (0..first.len()).map(sum).collect()));
        }
    }
    let most = series.iter().flat_map(|series| &series.values).copied().fold(0.0, f64::max);
    let (scale, unit) = match unit {
        "£ a year" if most >= 1e4 => (1e3, "£1,000 a year"),
        unit => (1.0, unit),
    };
    series.into_iter().fold(Panel::new(title, unit), |panel, mut series| {
        for value in &mut series.values {
            *value /= scale;
        }
        panel.with(Layer::Line(series))
    })
}
