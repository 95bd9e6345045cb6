//! Where the pictures go.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wardflow_plot::{PRINT_SCALE, render_png};

use super::picture::Picture;
use crate::{exit::Failure, whole_file};

/// A place for the files of one call: their names begin the same.
pub(super) struct Place {
    folder: PathBuf,
    name: String,
}

/// Beginnings of the tables that are written beside pictures; by them an earlier one is known again.
const TABLES: [&str; 6] = ["variant", "date,panel", "at,panel", "panel,row", "row,column", "from_stage,from"];
/// Endings of the files, which whoever names a prefix may have added.
const ENDINGS: [&str; 3] = ["svg", "png", "csv"];

impl Place {
    /// As asked for, or beside the first results; `name` is used in folders.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub(super) fn new(out: Option<&Path>, first: &Path, name: &str) -> Result<Self, Failure> {
        let beside = || if first.is_dir() { first } else { first.parent().unwrap_or(Path::new("")) }.to_owned();
        let place = match out {
            None => Self { folder: beside(), name: name.to_owned() },
            Some(out) if out.is_dir() || ends_in_separator(out) => {
                Self { folder: out.to_owned(), name: name.to_owned() }
            }
            Some(out) => {
                let has_ending = out.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
                let out = if has_ending { out.with_extension("") } else { out.to_owned() };
                let name = out.file_name().map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned());
                Self { folder: out.parent().unwrap_or(Path::new("")).to_owned(), name }
            }
        };
        if !place.folder.as_os_str().is_empty() {
            fs::create_dir_all(&place.folder).map_err(|why| Failure::file(&place.folder, why))?;
        }
        Ok(place)
    }

    /// Where a table goes.
    ///
    /// # Errors
    /// If it would replace something that is not the data of an earlier picture.
    pub(super) fn table(&self, suffix: &str) -> Result<PathBuf, Failure> {
        let table = self.picture(suffix, "csv");
        match fs::read(&table) {
            Ok(text) if TABLES.iter().all(|beginning| !text.starts_with(beginning.as_bytes())) => {
                Err(Failure::Occupied(format!(
                    "`{}` is not the data of an earlier picture and would be replaced\n  = help: choose another name with --out",
                    table.display()
                )))
            }
            _ => Ok(table),
        }
    }

    /// Writes a picture as SVG and PNG, and gives the place of the latter.
    ///
    /// # Errors
    /// If it cannot be rendered or written.
    pub(super) fn write_picture(&self, suffix: &str, drawn: &str) -> Result<PathBuf, Failure> {
        let (svg, png) = (self.picture(suffix, "svg"), self.picture(suffix, "png"));
        whole_file::write(&svg, drawn.as_bytes())?;
        whole_file::write(&png, render_png(drawn, PRINT_SCALE)?.as_slice())?;
        Ok(png)
    }

    /// Writes a picture with its data.
    ///
    /// # Errors
    /// As [`Self::table`] and [`Self::write_picture`].
    pub(super) fn write(&self, suffix: &str, picture: &Picture) -> Result<PathBuf, Failure> {
        let table = self.table(suffix)?;
        let png = self.write_picture(suffix, &picture.svg()?)?;
        whole_file::write(&table, |to: &mut dyn std::io::Write| picture.write_csv(to))?;
        Ok(png)
    }

    /// The file of a picture, or with an empty suffix of the only one, or of the table.
    pub(super) fn picture(&self, suffix: &str, ending: &str) -> PathBuf {
        let dash = if suffix.is_empty() || self.name.is_empty() { "" } else { "-" };
        self.folder.join(format!("{}{dash}{suffix}.{ending}", self.name))
    }
}

fn ends_in_separator(path: &Path) -> bool {
    path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}
