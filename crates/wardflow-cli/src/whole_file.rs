//! Files that are written whole or not at all.

use std::{
    fs::{self, File, TryLockError},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
    process,
};

use crate::{
    exit::Failure,
    folder::manifest::{Stamp, Stamping},
    interrupt,
};

/// Endings of files that are being written; their writer holds a lock on them as long as it lives.
const PART: &str = "wardflow-part";

/// Writes a file under another name and renames it when it is whole and on the disk.
///
/// Several programs may write the same content to one place: each has a part of its own, and the last one stays.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write(path: &Path, content: impl Content) -> Result<(), Failure> {
    write_stamped(path, content).map(drop)
}

/// The same; says what has been written.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_stamped(path: &Path, content: impl Content) -> Result<Stamp, Failure> {
    let write = || {
        let part = Part::beside(path)?;
        let mut to = BufWriter::new(Stamping::new(&part.file));
        content.write_to(&mut to)?;
        let (file, stamp) = to.into_inner()?.end();
        file.sync_all()?;
        part.becomes(path)?;
        Ok(stamp)
    };
    write().map_err(|why| Failure::file(path, why))
}

/// Takes away what programs that were killed have left of files in a folder; a living one keeps what it writes.
pub(crate) fn clean(folder: &Path) {
    let Ok(entries) = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(&format!(".{PART}")) {
            remove_if_abandoned(&entry.path());
        }
    }
}

fn remove_if_abandoned(path: &Path) {
    // As long as the lock is held here, nobody takes the file for one of their own.
    if let Ok(file) = File::options().write(true).open(path)
        && file.try_lock().is_ok()
    {
        let _ = fs::remove_file(path);
    }
}

/// A file that is being written.
struct Part {
    path: PathBuf,
    file: File,
}

impl Part {
    fn beside(path: &Path) -> io::Result<Self> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut number = 0;
        loop {
            let part = path.with_file_name(format!(".{name}.{}-{number}.{PART}", process::id()));
            let mut hold = interrupt::hold();
            match File::create_new(&part) {
                Ok(file) => {
                    hold.begin(&part);
                    drop(hold);
                    let part = Self { path: part, file };
                    match part.file.try_lock() {
                        // Where nothing can be locked, nothing is cleaned either.
                        Ok(()) | Err(TryLockError::Error(_)) if part.path.exists() => return Ok(part),
                        // Somebody who cleans has found it before it was locked.
                        _ => {}
                    }
                }
                // Of a program on another machine with the same number, or a dead one.
                Err(why) if why.kind() == ErrorKind::AlreadyExists => remove_if_abandoned(&part),
                Err(why) => return Err(why),
            }
            number += 1;
        }
    }

    fn becomes(self, path: &Path) -> io::Result<()> {
        let mut hold = interrupt::hold();
        fs::rename(&self.path, path)?;
        hold.done(&self.path);
        drop(hold);
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // What is left of it is of no use to anybody; if it has become the file, there is nothing of this name.
        let _ = fs::remove_file(&self.path);
        interrupt::hold().done(&self.path);
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = entries.collect();
        names.sort();
        names
    }

    #[test]
    fn what_dead_writers_left_goes_and_what_living_ones_write_stays() {
        let folder = tempfile::tempdir().unwrap();
        let dead = folder.path().join(".results.csv.1-0.wardflow-part");
        fs::write(dead, "half").unwrap();
        fs::write(folder.path().join(".mine.part"), "mine").unwrap();
        let living = Part::beside(&folder.path().join("results.csv")).unwrap();
        clean(folder.path());
        let part = living.path.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(names(folder.path()), [".mine.part".to_owned(), part]);
        drop(living);
        assert_eq!(names(folder.path()), [".mine.part"]);
    }

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        write(&path, b"whole".as_slice()).unwrap();
        let failed = write(&path, |to: &mut dyn Write| {
            to.write_all(b"ha")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"whole");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }
}
