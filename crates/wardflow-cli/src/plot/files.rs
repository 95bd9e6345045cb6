//! Where the pictures go.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wardflow_plot::{PRINT_SCALE, render_png};

use super::picture::Picture;
use crate::{
    exit::Failure,
    interrupt,
    replace::{self, Product},
    whole_file,
};

/// A place for the files of one call: their names begin the same.
pub(super) struct Place {
    folder: PathBuf,
    name: String,
}

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

    /// Looks whether pictures with these suffixes and data with those may be written, before any of them is.
    ///
    /// # Errors
    /// If something that is no earlier picture would be replaced; not by force.
    pub(super) fn look(&self, pictures: &[String], data: &[String], by_force: bool) -> Result<(), Failure> {
        let files = |suffixes: &[String], ending: &str, product: Product| {
            suffixes.iter().map(|suffix| (self.file(suffix, ending), product)).collect::<Vec<_>>()
        };
        let all = [
            files(pictures, "svg", Product::Svg),
            files(pictures, "png", Product::Png),
            files(data, "csv", Product::Data),
        ];
        replace::look(&all.concat(), by_force)?;
        whole_file::clean(&self.folder);
        interrupt::safe("files that are there are whole. The same command writes all of them.".into());
        Ok(())
    }

    /// Writes a picture as SVG and PNG, and gives the place of the latter.
    ///
    /// # Errors
    /// If it cannot be rendered or written.
    pub(super) fn write_picture(&self, suffix: &str, drawn: &str) -> Result<PathBuf, Failure> {
        let (svg, png) = (self.file(suffix, "svg"), self.file(suffix, "png"));
        let rendered = render_png(drawn, PRINT_SCALE)?;
        whole_file::write(&svg, drawn.as_bytes())?;
        whole_file::write(&png, rendered.as_slice())?;
        Ok(png)
    }

    /// Writes a picture with its data.
    ///
    /// # Errors
    /// As [`Self::write_picture`].
    pub(super) fn write(&self, suffix: &str, picture: &Picture) -> Result<PathBuf, Failure> {
        let png = self.write_picture(suffix, &picture.svg()?)?;
        whole_file::write(&self.file(suffix, "csv"), |to: &mut dyn std::io::Write| picture.write_csv(to))?;
        Ok(png)
    }

    /// The file of a picture or its data, or with an empty suffix of the only one.
    pub(super) fn file(&self, suffix: &str, ending: &str) -> PathBuf {
        let dash = if suffix.is_empty() || self.name.is_empty() { "" } else { "-" };
        self.folder.join(format!("{}{dash}{suffix}.{ending}", self.name))
    }
}

fn ends_in_separator(path: &Path) -> bool {
    path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}
