//! Where the pictures go.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{data::FIRST_COLUMN, reading::Sweep};
use crate::exit::Failure;

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
    /// If the folder cannot be made, or the table would replace another one.
    pub(super) fn new(out: Option<&Path>, sweeps: &[Sweep], name: &str) -> Result<Self, Failure> {
        let beside = || sweeps.first().and_then(|sweep| sweep.path.parent()).unwrap_or(Path::new("")).to_owned();
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
        let table = place.picture("", "csv");
        match fs::read(&table) {
            Ok(text) if !text.starts_with(FIRST_COLUMN.as_bytes()) => Err(Failure::Occupied(format!(
                "`{}` is not the data of an earlier picture and would be replaced\n  = help: choose another name with --out",
                table.display()
            ))),
            _ => Ok(place),
        }
    }

    /// The file of a picture, or with an empty suffix of the only one, or of the table.
    pub(super) fn picture(&self, suffix: &str, ending: &str) -> PathBuf {
        let dash = if suffix.is_empty() { "" } else { "-" };
        self.folder.join(format!("{}{dash}{suffix}.{ending}", self.name))
    }
}

fn ends_in_separator(path: &Path) -> bool {
    path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}
