//! The picture of a run: people with no criteria to reside, and how full the hospital is.

use std::io;

use wardflow_core::model::{Model, Pathway};
use wardflow_plot::{
    Band, Colour, DateAxis, DrawError, Figure, Layer, Panel, Series, StackedAreas, Threshold, ValueAxis, XAxis,
};

use crate::{
    calm::calm,
    cells::{self, Column},
    english::{lower, spelt, upper},
    estimate::Estimate,
    experiment::{Experiment, PROGRAM},
    numbers,
    open_beds::OpenBeds,
    picked::main_part,
    vocabulary,
};

/// The columns of its data.
pub(crate) const COLUMNS: [Column; 5] = [
    vocabulary::DATE,
    Column("panel", "", "Title of the part of the picture."),
    Column("series", "", "Label of the line, area or band."),
    vocabulary::UNIT,
    Column(
        "value",
        "that of the row",
        "Value on that day: of people and occupied beds the mean over the day, in a run of more than three years over the seven days around it; empty if there is none.",
    ),
];

/// Shares of the open beds that are marked [%].
pub(crate) const MARKS: [f64; 2] = [92.0, 95.0];

/// The figure of a run with daily values.
pub(crate) fn figure(experiment: &Experiment) -> Figure {
    let scenario = &experiment.ready.scenario;
    let axis = DateAxis::new(scenario.start.to_string(), scenario.days as usize);
    let mut figure = Figure::new("nctr", finding(experiment), XAxis::Date(axis));
    figure.subtitle = format!(
        "{} · each day's mean {}",
        scenario.title,
        match experiment.results.replications {
            1 => "in one replication".to_owned(),
            n => format!("over {} replications", numbers::whole(n.into())),
        },
    );
    figure.caption = occupancy_in_words(experiment);
    figure.footer = footer(experiment);
    figure.alt_text = format!(
        "Stacked areas of people with no criteria to reside by pathway, and a line of acute beds occupied, day by day: \
         {}. {}",
        figure.subtitle, figure.caption,
    );
    figure.panels.push(people(experiment));
    figure.panels.extend(experiment.ready.model.hospitals.iter().map(|hospital| beds(experiment, &hospital.name)));
    calm(&mut figure);
    figure
}

/// The data of the figure, one row a value.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_csv(figure: &Figure, to: &mut dyn io::Write) -> io::Result<()> {
    let mut table = cells::writer(to);
    let [_, columns @ ..] = COLUMNS.map(Column::name);
    table.write_record(std::iter::once(figure.at_is_called()).chain(columns))?;
    for row in figure.data_rows().map_err(io::Error::other)? {
        let unit = figure.panels.iter().find(|panel| panel.title == row.panel).map_or("", |panel| &panel.unit);
        let value = row.value.map_or_else(String::new, cells::number);
        table.write_record([&row.at, &*cells::guarded(&row.panel), &cells::guarded(&row.series), unit, &value])?;
    }
    table.flush()
}

/// The pictures of a figure: SVG and PNG.
///
/// # Errors
/// If it cannot be drawn.
pub(crate) fn draw(figure: &Figure) -> Result<(String, Vec<u8>), DrawError> {
    /// Pixels for each unit: sharp on screens and slides.
    const SCALE: f32 = 2.0;
    let svg = wardflow_plot::draw_svg(figure)?;
    let png = wardflow_plot::render_png(&svg, SCALE)?;
    Ok((svg, png))
}

/// The title: how many people, and where most of them wait if that is more than chance.
fn finding(experiment: &Experiment) -> String {
    let people = experiment.summary("nctr_people").map_or_else(|| f64::NAN.into(), |summary| Estimate::from(*summary));
    if people.value.is_nan() || people.value <= 0.0 {
        return "Nobody who is discharge ready stays in an acute bed".into();
    }
    let of_pathways = experiment.ready.model.pathways.iter();
    let (pathways, waiting): (Vec<&Pathway>, Vec<Vec<f64>>) =
        of_pathways.filter_map(|pathway| Some((pathway, experiment.replications(&people_key(pathway))?))).unzip();
    let largest = main_part(&waiting).map_or_else(String::new, |(main, is_most)| {
        let share = if is_most { "most of them" } else { "the largest group" };
        format!(", {share} on {}", lower(&label(pathways[main])))
    });
    format!(
        "On an average day {} {} in an acute bed and discharge ready{largest}",
        people.people(usize::from(people.value < 9.95)),
        people.are(usize::from(people.value < 9.95)),
    )
}

/// The caption: how full the hospital is.
fn occupancy_in_words(experiment: &Experiment) -> String {
    let hospitals = experiment.ready.model.hospitals.iter();
    let mut sentences: Vec<String> = hospitals.map(|hospital| occupancy_of(experiment, &hospital.name)).collect();
    if experiment.results.replications > 1 {
        sentences.push("The band holds nine of ten replications on each day.".into());
    }
    sentences.join(" ")
}

fn occupancy_of(experiment: &Experiment, hospital: &str) -> String {
    let mean = |what: &str| experiment.summary(&format!("hospitals.{hospital}.{what}")).map(|summary| summary.mean);
    let share = |what: &str| mean(what).map(|mean| numbers::number(mean, 0));
    let begin = hospital_name(&experiment.ready.model, hospital)
        .map_or_else(|| "On average".to_owned(), |name| format!("{name}: on average"));
    if let (Some(occupancy), Some(above_92), Some(above_95)) =
        (mean("occupancy_percent"), share("above_92_percent"), share("above_95_percent"))
    {
        let occupancy = numbers::number(occupancy, 1);
        format!(
            "{begin} {occupancy}% of the open acute beds are occupied: more than 92% of them for {above_92}% of \
             the time, more than 95% for {above_95}%."
        )
    } else {
        let occupied = numbers::number(mean("occupied_beds").unwrap_or(f64::NAN), 0);
        format!("{begin} {occupied} acute beds are occupied; there is no limit to them.")
    }
}

fn footer(experiment: &Experiment) -> String {
    let results = &experiment.results;
    let mut parts = vec![
        format!("Scenario: {}", experiment.ready.scenario.title),
        numbers::count(results.replications.into(), "replication"),
        format!("seed {}", results.seed.0),
        PROGRAM.to_owned(),
    ];
    if !experiment.changes.is_empty() {
        parts.push(experiment.changed());
    }
    parts.join(" · ")
}

fn people(experiment: &Experiment) -> Panel {
    let pathways = experiment.ready.model.pathways.iter();
    let series = pathways
        .filter_map(|pathway| {
            let days = &experiment.series(&people_key(pathway))?.days;
            Some(Series::new(label(pathway), days.iter().map(|day| day.mean).collect()))
        })
        .collect();
    Panel::new("People with no criteria to reside in an acute bed", "people")
        .with(Layer::StackedAreas(StackedAreas { series }))
}

fn beds(experiment: &Experiment, hospital: &str) -> Panel {
    let of = |what: &str| experiment.series(&format!("hospitals.{hospital}.{what}"));
    let title = title_with_hospital("Acute beds occupied", &experiment.ready.model, hospital);
    let mut panel = Panel::new(title, "beds");
    panel.value_axis = ValueAxis::FromData;
    let Some(occupied) = of("occupied_beds") else { return panel };
    if experiment.results.replications > 1 {
        let (low, high) = occupied.days.iter().map(|day| (day.low_5, day.high_95)).unzip();
        panel = panel.with(Layer::Band(Band::new("5–95% of replications", low, high)));
    }
    if let Some(open) = of("open_beds") {
        let core = open.days.iter().map(|day| day.mean).collect();
        let open = OpenBeds::new(&experiment.ready.model, hospital, core);
        let what = if open.has_escalation() { "open core beds" } else { "open beds" };
        for mark in MARKS {
            let marked = open.core.iter().map(|beds| beds * mark / 100.0).collect();
            panel = panel.with(Layer::Threshold(Threshold::daily(format!("{mark}% of {what}"), marked)));
        }
        panel = panel.with(Layer::StepLine(Series::new(upper(what), open.core.clone())));
        if open.has_escalation() {
            let series = Series::new("With all escalation beds", open.all());
            panel = panel.with(Layer::StepLine(Series { colour: Some(Colour::Purple), ..series }));
        }
    }
    panel.with(Layer::Line(Series::new("Occupied, mean", occupied.days.iter().map(|day| day.mean).collect())))
}

fn people_key(pathway: &Pathway) -> String {
    format!("pathways.{}.nctr_people", pathway.name)
}

/// What a hospital is called where its name must be said: if it is not the only one.
pub(crate) fn hospital_name(model: &Model, hospital: &str) -> Option<String> {
    let found = model.hospitals.iter().find(|other| other.name == hospital);
    found.filter(|_| model.hospitals.len() > 1).map(|hospital| hospital.title.clone())
}

/// The title of a panel of a hospital, with its name if that must be said.
pub(crate) fn title_with_hospital(title: &str, model: &Model, hospital: &str) -> String {
    hospital_name(model, hospital).map_or_else(|| title.to_owned(), |name| format!("{title}, {name}"))
}

/// A pathway for readers who do not know its name.
pub(crate) fn label(pathway: &Pathway) -> String {
    let kind = match pathway.level {
        0 if !pathway.leads_home() => "care home",
        0 => "simple discharge",
        1 => "support at home",
        2 => "short-term bed",
        _ => "long-term placement",
    };
    let title = upper(&pathway.title);
    // Somebody who has given it a name has said what it is.
    if pathway.title == spelt(&pathway.name) { format!("{title} ({kind})") } else { title }
}
