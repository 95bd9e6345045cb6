//! Files that are written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
    process,
};

use crate::exit::Failure;

/// Writes a file under another name and renames it when it is whole and on the disk.
///
/// Several programs may write the same content to one place: each has a part of its own, and the last one stays.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write(path: &Path, content: impl Content) -> Result<(), Failure> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let part = path.with_file_name(format!(".{name}.{}.part", process::id()));
    let written = File::create(&part).and_then(|file| {
        let mut to = BufWriter::new(file);
        content.write_to(&mut to)?;
        to.into_inner()?.sync_all()?;
        fs::rename(&part, path)
    });
    written.map_err(|why| {
        // What is left of it is of no use to anybody.
        let _ = fs::remove_file(&part);
        Failure::file(path, why)
    })
}

/// What can be written into a file.
pub(crate) trait Content {
    /// Writes all of it.
    ///
    /// # Errors
    /// If it cannot be written.
    fn write_to(self, to: &mut dyn Write) -> io::Result<()>;
}

impl Content for &[u8] {
    fn write_to(self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(self)
    }
}

impl<F: FnOnce(&mut dyn Write) -> io::Result<()>> Content for F {
    fn write_to(self, to: &mut dyn Write) -> io::Result<()> {
        self(to)
    }
}
