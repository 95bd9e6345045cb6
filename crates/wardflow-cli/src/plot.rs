//! `wardflow plot`: pictures of runs, comparisons and sweeps, with the words that go with them.

pub(crate) mod bridge;
pub(crate) mod comparison;
mod control;
mod curve;
mod data;
pub(crate) mod differences;
mod files;
mod history;
mod knee;
mod map;
pub(crate) mod phrases;
pub(crate) mod picture;
mod reading;
pub(crate) mod runs;
mod selection;
mod target;
mod verdict;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use self::{files::Place, picture::Picture, runs::Wishes, selection::Selection, target::Target};
use crate::{
    columns::{WIDTH, wrapped},
    exit::Failure,
    output::Output,
    run_folder::{self, Sort, Source, no_results},
    whole_file,
};

pub(crate) const EXAMPLES: &str = "\
Examples:
  Draw every picture of a run, the curve of a sweep, and a control chart of your own counts:
    wardflow run my.json --out my-run
    wardflow plot my-run
    wardflow sweep my.json --vary services.rehab_beds.beds=60:100:10 --out my-sweep
    wardflow plot my-sweep --target 20
    wardflow plot counted.csv

--chart of a run: occupancy, weeks, exceedance, delays, pathways, s-curve, convergence;
        of a run with --patients: week, flows, warm-up
        of a comparison: differences, bridge; of a sweep: curve, map; of a CSV file: control";

/// `wardflow plot`.
#[derive(Debug, Args)]
pub(crate) struct Plot {
    /// Folders of runs, of a comparison or of sweeps (you may name several), or a CSV file of your own counts.
    #[arg(required = true, value_name = "RESULTS")]
    pub(crate) results: Vec<PathBuf>,
    /// Show this measure; may be given more than once [default: people discharge ready].
    #[arg(long = "measure", value_name = "KEY")]
    pub(crate) measures: Vec<String>,
    /// Draw only this chart [default: all that the results allow].
    #[arg(long, value_enum, hide_possible_values = true)]
    pub(crate) chart: Option<Chart>,
    /// Name of a run, base or variant; give one for each, in order.
    #[arg(long = "name", value_name = "TEXT")]
    pub(crate) names: Vec<String>,
    /// Occupancy: a CSV file of your own counts, one row a day.
    #[arg(long, value_name = "CSV")]
    pub(crate) history: Option<PathBuf>,
    /// The two columns of your own counts [default: date,value].
    #[arg(long, value_name = "DATE,NUMBER")]
    pub(crate) history_columns: Option<String>,
    /// Sweep: the most that the first measure should be; ">=VALUE" for the least.
    #[arg(long, value_name = "VALUE", value_parser = target::parse)]
    pub(crate) target: Option<Target>,
    /// Sweep: the cost to show as well, or `none` [default: the total, if the sweep has it].
    #[arg(long, value_name = "KEY")]
    pub(crate) cost: Option<String>,
    /// Sweep: number along the horizontal axis [default: the first].
    #[arg(long, value_name = "PATH")]
    pub(crate) against: Option<String>,
    /// Sweep: draw only this value of a number that was varied; may be given more than once.
    #[arg(long = "at", value_name = "PATH=VALUE")]
    pub(crate) held: Vec<String>,
    /// Folder, or how the names of the files begin [default: beside the first results].
    #[arg(short, long, value_name = "FOLDER|PREFIX")]
    pub(crate) out: Option<PathBuf>,
    /// Replace files even if they are not earlier pictures.
    #[arg(long)]
    pub(crate) force: bool,
    /// Title of the picture [default: what the numbers say].
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
}

/// Kinds of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Chart {
    /// Acute beds at 08:00 day by day, with ranges and what was counted.
    Occupancy,
    /// Acute beds needed in each week, and the chance that they are more than are open.
    Weeks,
    /// The chance that more acute beds are needed than any number.
    Exceedance,
    /// Delayed bed days by reason group, and delay bands by pathway.
    Delays,
    /// Each pathway over time: services, waiting, delay, cost.
    Pathways,
    /// The chance that a measure is at most any number.
    SCurve,
    /// The mean of a measure as replications are added.
    Convergence,
    /// Paired differences of a comparison.
    Differences,
    /// The way from the base of a comparison to a variant.
    Bridge,
    /// The week hour by hour: admissions, readiness, discharges, acute beds; of a run with patients.
    Week,
    /// From cohorts through pathways and waits to destinations; of a run with patients.
    Flows,
    /// People in acute beds from the beginning of the warm-up on; of a run with patients.
    WarmUp,
    /// Measures against one number.
    Curve,
    /// A measure for each pair of two numbers.
    Map,
    /// What was counted, with natural process limits.
    Control,
}

impl Plot {
    fn history_columns(&self) -> &str {
        self.history_columns.as_deref().unwrap_or("date,value")
    }
}

impl Chart {
    /// What is to be drawn of results of a sort.
    const fn of(sort: Sort) -> &'static [Self] {
        match sort {
            Sort::Run => &runs::CHARTS,
            Sort::Comparison => &[Self::Differences, Self::Bridge],
            Sort::Sweep => &[Self::Curve, Self::Map],
            Sort::History => &[Self::Control],
        }
    }

    /// As it is named on the command line.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// A picture that is drawn, and its words.
struct Drawn {
    /// Added to the name of the file; empty if there is one picture only.
    suffix: String,
    title: String,
    caption: String,
    svg: String,
}

/// Draws what came of runs, a comparison or sweeps.
///
/// # Errors
/// If results cannot be read, have not what is asked for, or something cannot be drawn or written.
pub(crate) fn plot(arguments: &Plot, output: &mut Output) -> Result<(), Failure> {
    let sort = sort_of_all(&arguments.results)?;
    let charts = Chart::of(sort);
    if let Some(chart) = arguments.chart.filter(|chart| !charts.contains(chart)) {
        let names: Vec<String> = charts.iter().map(|chart| chart.name()).collect();
        return Err(Failure::Usage(format!(
            "`{}` holds {}, which cannot be drawn as `{}`\n  = help: --chart may be {}",
            arguments.results[0].display(),
            sort.name(),
            chart.name(),
            names.join(", "),
        )));
    }
    if arguments.history_columns.is_some() && arguments.history.is_none() && sort != Sort::History {
        return Err(Failure::Usage(
            "--history-columns names columns of what was counted, and nothing is\n  = help: add --history counted.csv"
                .into(),
        ));
    }
    if sort != Sort::Run && arguments.history.is_some() {
        return Err(Failure::Usage(format!(
            "--history is for runs, and `{}` holds {}\n  = help: draw what was counted with `wardflow plot my-run --history \
             counted.csv`, or alone with `wardflow plot counted.csv`",
            arguments.results[0].display(),
            sort.name(),
        )));
    }
    if sort != Sort::Sweep {
        let given = [
            ("--target", arguments.target.is_some()),
            ("--cost", arguments.cost.is_some()),
            ("--against", arguments.against.is_some()),
            ("--at", !arguments.held.is_empty()),
        ];
        if let Some((option, _)) = given.iter().find(|(_, is_given)| *is_given) {
            return Err(Failure::Usage(format!(
                "{option} is for sweeps, and `{}` holds {}\n  = help: leave it out",
                arguments.results[0].display(),
                sort.name(),
            )));
        }
    }
    let pictures = match sort {
        Sort::Sweep => return plot_sweeps(arguments, output),
        Sort::Comparison if arguments.results.len() > 1 => {
            return Err(Failure::Usage(
                "comparisons are drawn one at a time\n  = help: compare all variants with one base in one call of \
                 `wardflow compare`"
                    .into(),
            ));
        }
        Sort::Comparison => vec![picture_of_comparison(arguments)?],
        Sort::History if arguments.results.len() > 1 => {
            return Err(Failure::Usage(
                "control charts are drawn one at a time\n  = help: call `wardflow plot` once for each file".into(),
            ));
        }
        Sort::History => vec![control::picture(&arguments.results[0], arguments.history_columns())?],
        Sort::Run => pictures_of_runs(arguments)?,
    };
    if arguments.history.is_some() && pictures.len() > 1 {
        output.note("note: what was counted is drawn in the occupancy chart; the other charts cannot show it\n");
    }
    write(arguments, pictures, output)
}

/// The sort of all results that are named.
///
/// # Errors
/// Whatever holds none, or if they are of several sorts.
fn sort_of_all(results: &[PathBuf]) -> Result<Sort, Failure> {
    let (mut sorts, mut wrong) = (Vec::new(), Vec::new());
    for path in results {
        match Source::of(path) {
            Ok(Some(named)) => sorts.push(named.sort()),
            Ok(None) => wrong.push(no_results(path)),
            Err(why) => wrong.push(why),
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::Unfit(wrong.join("\nerror: ")));
    }
    match sorts.iter().position(|sort| *sort != sorts[0]) {
        Some(at) => Err(Failure::Usage(format!(
            "`{}` holds {}, and `{}` holds {}\n  = help: draw them one after the other",
            results[0].display(),
            sorts[0].name(),
            results[at].display(),
            sorts[at].name(),
        ))),
        None => Ok(sorts[0]),
    }
}

/// The differences, or the bridge if it is asked for.
fn picture_of_comparison(arguments: &Plot) -> Result<Picture, Failure> {
    let (path, measures) = (&arguments.results[0], &arguments.measures);
    match arguments.chart {
        Some(Chart::Bridge) => bridge::picture(path, measures.first().map(String::as_str), &arguments.names),
        _ => differences::picture(path, measures, &arguments.names),
    }
}

/// All pictures that are asked for, or all there are.
fn pictures_of_runs(arguments: &Plot) -> Result<Vec<Picture>, Failure> {
    let mut found = run_folder::read_all(&arguments.results).map_err(Failure::Unfit)?;
    comparison::rename(found.iter_mut().map(|run| &mut run.name).collect(), &arguments.names)?;
    let wishes = Wishes::of(arguments, &found)?;
    let charts = arguments.chart.as_ref().map_or(&runs::CHARTS[..], std::slice::from_ref);
    let mut pictures = Vec::new();
    for &chart in charts {
        if arguments.chart.is_some() || runs::can_be_drawn(chart, &found) {
            pictures.extend(runs::pictures(chart, &found, &wishes)?);
        }
    }
    Ok(pictures)
}

/// Writes pictures, and says what they show.
fn write(arguments: &Plot, mut pictures: Vec<Picture>, output: &mut Output) -> Result<(), Failure> {
    let is_single = pictures.len() == 1;
    if arguments.title.is_some() && !is_single {
        return Err(Failure::Usage(format!(
            "--title names one picture, and there are {}\n  = help: choose one with --chart",
            pictures.len()
        )));
    }
    let name = if is_single { file_name(pictures[0].id()) } else { String::new() };
    let place = Place::new(arguments.out.as_deref(), &arguments.results[0], &name)?;
    let suffix = |picture: &Picture| if is_single { String::new() } else { file_name(picture.id()) };
    let suffixes: Vec<String> = pictures.iter().map(suffix).collect();
    place.look(&suffixes, &suffixes, arguments.force)?;
    let (mut written, mut undrawn) = (Vec::new(), Vec::new());
    for (picture, suffix) in pictures.iter_mut().zip(&suffixes) {
        if let Some(title) = &arguments.title {
            picture.set_title(title);
        }
        match place.write(suffix, picture) {
            Ok(png) => written.push(png),
            // One that cannot be drawn takes no other with it.
            Err(Failure::Picture(why)) if !is_single => undrawn.push(format!("note: there is no `{suffix}`: {why}\n")),
            Err(why) => return Err(why),
        }
    }
    let texts = pictures.iter().map(|picture| lines(picture.title()) + &lines(picture.caption()));
    let shown = output.data(&texts.collect::<Vec<String>>().join("\n"));
    for png in written {
        output.note(&format!("Picture: {} (and .svg, its data in .csv)\n", png.display()));
    }
    for note in undrawn {
        output.note(&note);
    }
    shown
}

/// A name that every system takes for a file.
pub(crate) fn file_name(id: &str) -> String {
    id.chars()
        .map(|letter| if letter.is_alphanumeric() || matches!(letter, '-' | '_') { letter } else { '-' })
        .collect()
}

fn plot_sweeps(arguments: &Plot, output: &mut Output) -> Result<(), Failure> {
    let sweeps = reading::read(&arguments.results)?;
    let selection = Selection::new(&sweeps, arguments)?;
    let (name, drawn) = match selection.chart() {
        Chart::Map => ("capacity-map", map::draw(&selection, arguments)?),
        _ => ("capacity-curve", vec![curve::draw(&selection, arguments)?]),
    };
    let place = Place::new(arguments.out.as_deref(), &sweeps[0].path, name)?;
    let suffixes: Vec<String> = drawn.iter().map(|picture| picture.suffix.clone()).collect();
    place.look(&suffixes, &[String::new()], arguments.force)?;
    let table = place.file("", "csv");
    let mut written = Vec::new();
    for picture in &drawn {
        written.push(place.write_picture(&picture.suffix, &picture.svg)?);
    }
    whole_file::write(&table, |to: &mut dyn std::io::Write| data::write_csv(&selection, to))?;

    for note in selection.notes() {
        output.note(&lines(&format!("note: {note}")));
    }
    let texts = drawn.iter().map(|picture| lines(&picture.title) + &lines(&picture.caption));
    let shown = output.data(&texts.collect::<Vec<String>>().join("\n"));
    for png in written {
        output.note(&format!("Picture: {} (and .svg)\n", png.display()));
    }
    output.note(&format!("Its data: {}\n", table.display()));
    shown
}

/// A paragraph.
pub(crate) fn lines(text: &str) -> String {
    wrapped(text, WIDTH).iter().fold(String::new(), |text, line| text + line.trim_start() + "\n")
}
