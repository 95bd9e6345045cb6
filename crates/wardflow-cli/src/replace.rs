//! Files that stand by themselves: one that this program wrote may be replaced by the next, any other only by force.

use std::{
    fs::{self, File},
    io::{ErrorKind, Read},
    path::PathBuf,
};

use crate::{exit::Failure, folder::not_ours, report, verify};

/// What a file is going to be; by its beginning an earlier one is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Product {
    /// The data of a picture.
    Data,
    Svg,
    Png,
    /// A report.
    Page,
    /// A document of a verification.
    Verification,
}

/// Beginnings of the data of pictures.
const DATA: [&str; 6] = ["variant", "date,panel", "at,panel", "panel,row", "row,column", "from_stage,from"];
/// As far as it is looked for what tells a file [bytes].
const BEGINNING: u64 = 4096;

impl Product {
    fn is(self, beginning: &[u8]) -> bool {
        let text = String::from_utf8_lossy(beginning);
        match self {
            Self::Data => DATA.iter().any(|known| text.starts_with(known)),
            Self::Svg => text.contains(wardflow_plot::SVG_HOLDS),
            Self::Png => beginning.starts_with(b"\x89PNG") && text.contains(wardflow_plot::PNG_HOLDS),
            Self::Page => text.contains(report::GENERATOR),
            Self::Verification => verify::BEGINNINGS.iter().any(|known| text.contains(known)),
        }
    }
}

/// Looks whether files may be written, before anything is.
///
/// # Errors
/// If some of them are there and are something else: all of them; by force only what is no file at all.
pub(crate) fn look(files: &[(PathBuf, Product)], by_force: bool) -> Result<(), Failure> {
    let is_special = |path: &PathBuf| fs::metadata(path).is_ok_and(|found| !found.is_file());
    if let Some((special, _)) = files.iter().find(|(path, _)| is_special(path)) {
        return Err(Failure::Occupied(format!(
            "`{}` is there and is no file\n  = help: choose another name with --out",
            special.display()
        )));
    }
    let is_foreign = |(path, product): &&(PathBuf, Product)| {
        let mut beginning = Vec::new();
        match File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning)) {
            Ok(_) => !product.is(&beginning),
            Err(why) => why.kind() != ErrorKind::NotFound,
        }
    };
    let foreign: Vec<PathBuf> = files.iter().filter(is_foreign).map(|(path, _)| path.clone()).collect();
    if by_force || foreign.is_empty() { Ok(()) } else { Err(not_ours(&foreign)) }
}
