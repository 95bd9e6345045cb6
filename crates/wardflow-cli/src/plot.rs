//! `wardflow plot`: pictures of a sweep, with the words that go with them.

mod curve;
mod data;
mod files;
mod knee;
mod map;
mod phrases;
mod reading;
mod selection;
mod target;
mod verdict;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use wardflow_plot::{PRINT_SCALE, render_png};

use self::{files::Place, selection::Selection, target::Target};
use crate::{columns::wrapped, exit::Failure, output::Output, table::WIDTH, whole_file};

/// `wardflow plot`.
#[derive(Debug, Args)]
pub(crate) struct Plot {
    /// Folders of sweeps, or their results.json; several are drawn in one chart.
    #[arg(required = true, value_name = "SWEEP")]
    pub(crate) sweeps: Vec<PathBuf>,
    /// Show this measure; may be given more than once [default: people discharge ready].
    #[arg(long = "measure", value_name = "KEY")]
    pub(crate) measures: Vec<String>,
    /// Draw this [default: a curve if one number was varied, a map if two were].
    #[arg(long, value_enum)]
    pub(crate) chart: Option<Chart>,
    /// What the first measure should be at most; '>=VALUE' for at least.
    #[arg(long, value_name = "VALUE", value_parser = target::parse)]
    pub(crate) target: Option<Target>,
    /// Cost to show as well; `none` for none [default: the total, if the sweep has it].
    #[arg(long, value_name = "KEY")]
    pub(crate) cost: Option<String>,
    /// Which number goes along the horizontal axis [default: the first].
    #[arg(long, value_name = "PATH")]
    pub(crate) against: Option<String>,
    /// Of a number that was varied, draw only this value; may be given more than once.
    #[arg(long = "at", value_name = "PATH=VALUE")]
    pub(crate) held: Vec<String>,
    /// Folder, or beginning of the names of the files [default: beside the first results].
    #[arg(short, long, value_name = "FOLDER|PREFIX")]
    pub(crate) out: Option<PathBuf>,
    /// Title of the picture [default: what the numbers say].
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
}

/// Kinds of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Chart {
    /// Measures against one number.
    Curve,
    /// A measure for each pair of two numbers.
    Map,
}

/// A picture that is drawn, and its words.
struct Drawn {
    /// Added to the name of the file; empty if there is one picture only.
    suffix: String,
    title: String,
    caption: String,
    svg: String,
}

/// Draws what came of sweeps.
///
/// # Errors
/// If a sweep cannot be read, has not what is asked for, or something cannot be drawn or written.
pub(crate) fn plot(arguments: &Plot, output: &mut Output) -> Result<(), Failure> {
    let sweeps = reading::read(&arguments.sweeps)?;
    let selection = Selection::new(&sweeps, arguments)?;
    let (name, drawn) = match selection.chart() {
        Chart::Curve => ("capacity-curve", vec![curve::draw(&selection, arguments)?]),
        Chart::Map => ("capacity-map", map::draw(&selection, arguments)?),
    };
    let place = Place::new(arguments.out.as_deref(), &sweeps, name)?;
    let mut written = Vec::new();
    for picture in &drawn {
        let (svg, png) = (place.picture(&picture.suffix, "svg"), place.picture(&picture.suffix, "png"));
        whole_file::write(&svg, picture.svg.as_bytes())?;
        whole_file::write(&png, render_png(&picture.svg, PRINT_SCALE)?.as_slice())?;
        written.push(png);
    }
    let table = place.picture("", "csv");
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
fn lines(text: &str) -> String {
    wrapped(text, WIDTH).iter().fold(String::new(), |text, line| text + line.trim_start() + "\n")
}
