//! Where new results wait until all of them are there, so that a folder changes from one whole to the next.

use std::{
    collections::BTreeSet,
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::manifest::{MANIFEST, Manifest};
use crate::{exit::Failure, interrupt};

/// The folder inside the folder.
const STAGE: &str = ".wardflow-new";
const LOCK: &str = "lock";
/// The manifest of what is being replaced.
const REPLACED: &str = "replaced.json";

/// New results of a folder; one writer at a time has it. What was not finished goes with it.
pub(super) struct Stage {
    folder: PathBuf,
    path: PathBuf,
    /// Held as long as the writer lives.
    _lock: File,
}

/// Whether a change of a folder has begun that was not ended.
pub(super) fn is_left_in(folder: &Path) -> bool {
    let stage = folder.join(STAGE);
    stage.join(MANIFEST).exists() || stage.join(REPLACED).exists()
}

impl Stage {
    /// Takes the folder for itself, and puts it in order: a change that had begun is ended.
    ///
    /// # Errors
    /// If somebody else writes into it, or it cannot be written.
    pub(super) fn begin(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(STAGE);
        let mut tries = 0;
        let lock = loop {
            tries += 1;
            let mut hold = interrupt::hold();
            let lock = lock(&path, tries).map_err(|why| Failure::file(folder, why))?;
            if let Some(lock) = lock {
                if !path.join(MANIFEST).exists() {
                    hold.begin(&path);
                }
                break lock;
            }
            drop(hold);
            if is_held(&path) {
                return Err(Failure::Occupied(format!(
                    "another wardflow is writing into `{}` just now\n  = help: wait until it has ended, or name another \
                     folder",
                    folder.display()
                )));
            }
        };
        let stage = Self { folder: folder.to_owned(), path, _lock: lock };
        if let Ok(new) = Manifest::of_any_version(&stage.path(MANIFEST)) {
            stage.swap(&new)?;
        }
        stage.clear(&[LOCK]);
        Ok(stage)
    }

    /// Where a file waits.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Puts new files in the place of the old ones. All of them, and their manifest, stand in the stage.
    ///
    /// # Errors
    /// If something cannot be moved: then the folder is not read any more, and the next writer goes on with this.
    pub(super) fn swap(&self, new: &Manifest) -> Result<(), Failure> {
        let mut hold = interrupt::hold();
        let swapped = self.swap_all(new);
        hold.done(&self.path);
        if swapped.is_ok() {
            hold.begin(&self.path);
        }
        drop(hold);
        swapped.map_err(|(path, why)| {
            Failure::Occupied(format!(
                "`{}` cannot be replaced: {why}; until it can, the folder holds parts of two runs and is not read\n  = help: \
                 close whatever has the file open, and call the same command again",
                path.display()
            ))
        })
    }

    fn swap_all(&self, new: &Manifest) -> Result<(), (PathBuf, io::Error)> {
        let (there, replaced) = (self.folder.join(MANIFEST), self.path(REPLACED));
        // From here on nobody reads the folder.
        moved(&there, &replaced).map_err(|why| (there.clone(), why))?;
        let old: BTreeSet<String> =
            Manifest::of_any_version(&replaced).map(|old| old.names().map(str::to_owned).collect()).unwrap_or_default();
        for name in old.iter().filter(|name| !new.has(name)) {
            let path = self.folder.join(name);
            without(&path).map_err(|why| (path, why))?;
        }
        for name in new.names() {
            let path = self.folder.join(name);
            moved(&self.path(name), &path).map_err(|why| (path, why))?;
        }
        synced(&self.folder);
        moved(&self.path(MANIFEST), &there).map_err(|why| (there, why))?;
        synced(&self.folder);
        let _ = fs::remove_file(replaced);
        Ok(())
    }

    /// Takes away what waits, except these.
    fn clear(&self, except: &[&str]) {
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            if !except.iter().any(|name| entry.file_name() == *name) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let mut hold = interrupt::hold();
        // A change that has begun is ended by the next writer.
        if !is_left_in(&self.folder) {
            self.clear(&[LOCK]);
            // The lock last, and still held: whoever comes now makes another.
            let _ = fs::remove_file(self.path(LOCK));
            let _ = fs::remove_dir(&self.path);
        }
        hold.done(&self.path);
    }
}

/// Makes the stage and takes it; none if somebody else has it or has just taken it away.
fn lock(path: &Path, tries: usize) -> io::Result<Option<File>> {
    /// Whoever has found it unlocked so often is not in a race, but on a disk that does not tell handles apart.
    const MOST: usize = 5;

    fs::create_dir_all(path)?;
    let file = path.join(LOCK);
    let open = || File::options().create(true).truncate(false).write(true).open(&file);
    let lock = match open() {
        Err(why) if why.kind() == ErrorKind::NotFound && tries <= MOST => return Ok(None),
        lock => lock?,
    };
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        // Where nothing can be locked, two writers are not told apart.
        Err(TryLockError::Error(_)) => return Ok(Some(lock)),
    }
    // What is locked may be a file that has been taken away since; then this finds another, which nobody holds.
    Ok((tries > MOST || is_held(path)).then_some(lock))
}

/// Whether somebody has the stage.
fn is_held(path: &Path) -> bool {
    let held = File::options().write(true).open(path.join(LOCK)).map(|lock| lock.try_lock());
    matches!(held, Ok(Err(TryLockError::WouldBlock)))
}

/// Moves a file, if it is there.
fn moved(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(why) if why.kind() == ErrorKind::NotFound && !from.exists() => Ok(()),
        moved => moved,
    }
}

/// Takes a file away, if it is there.
fn without(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Has the names in a folder on the disk, where the system can; where not, the checksums tell.
fn synced(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::folder::{
        held::Held,
        manifest::{Kind, Stamp},
    };

    type Files = BTreeMap<String, String>;

    fn files(named: &[(&str, &str)]) -> Files {
        named.iter().map(|(name, content)| ((*name).to_owned(), (*content).to_owned())).collect()
    }

    /// Files and their manifest, in the order in which they are written.
    fn results(files: &Files) -> (Manifest, Vec<(String, String)>) {
        let stamps = files.iter().map(|(name, content)| (name.clone(), Stamp::of(content.as_bytes()))).collect();
        let manifest = Manifest::new(Kind::Run, Vec::new(), stamps);
        let mut all: Vec<(String, String)> =
            files.iter().map(|(name, content)| (name.clone(), content.clone())).collect();
        all.push((MANIFEST.into(), manifest.text().unwrap()));
        (manifest, all)
    }

    fn write(folder: &Path, files: &[(String, String)]) {
        fs::create_dir_all(folder).unwrap();
        for (name, content) in files {
            fs::write(folder.join(name), content).unwrap();
        }
    }

    /// All that a reader gets of a folder.
    fn read(folder: &Path) -> Result<Option<Files>, String> {
        let Some(held) = Held::find(folder)? else { return Ok(None) };
        let names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| held.has(name))
            .collect();
        let text = |name: String| Ok((name.clone(), String::from_utf8(held.read(&name)?).unwrap()));
        names.into_iter().map(text).collect::<Result<Files, String>>().map(Some)
    }

    /// A folder in which an old run makes way for a new one, and so many steps of that have been made.
    fn interrupted_after(steps: usize) -> (tempfile::TempDir, Files, Files, bool) {
        let folder = tempfile::tempdir().unwrap();
        let (here, stage) = (folder.path().to_owned(), folder.path().join(STAGE));
        let old = files(&[("results.json", "old"), ("daily.csv", "old"), ("patients.csv", "old")]);
        let new = files(&[("results.json", "new"), ("daily.csv", "new"), ("drawn.csv", "new")]);
        write(&here, &results(&old).1);
        fs::write(here.join("mine.txt"), "mine").unwrap();
        fs::create_dir(&stage).unwrap();
        let mut all: Vec<Box<dyn Fn()>> = Vec::new();
        for (name, content) in results(&new).1 {
            let file = stage.join(name);
            all.push(Box::new(move || fs::write(&file, &content).unwrap()));
        }
        let mut moves = vec![(here.join(MANIFEST), Some(stage.join(REPLACED))), (here.join("patients.csv"), None)];
        moves.extend(new.keys().map(|name| (stage.join(name), Some(here.join(name)))));
        moves.push((stage.join(MANIFEST), Some(here.join(MANIFEST))));
        moves.push((stage.join(REPLACED), None));
        for (from, to) in moves {
            all.push(Box::new(move || match &to {
                Some(to) => fs::rename(&from, to).unwrap(),
                None => fs::remove_file(&from).unwrap(),
            }));
        }
        let is_the_end = steps >= all.len();
        all.iter().take(steps).for_each(|step| step());
        (folder, old, new, is_the_end)
    }

    #[test]
    fn after_any_interruption_a_folder_is_the_old_one_the_new_one_or_refused_and_the_next_writer_mends_it() {
        let (mut is_the_end, mut seen) = (false, Vec::new());
        for steps in 0.. {
            if is_the_end {
                break;
            }
            let (folder, old, new, end) = interrupted_after(steps);
            is_the_end = end;
            let is_decided = folder.path().join(STAGE).join(MANIFEST).exists() || steps > new.len();
            seen.push(match read(folder.path()) {
                Ok(Some(found)) if found == old => "old",
                Ok(Some(found)) if found == new => "new",
                Err(why) if why.contains("holds parts of two runs") => "refused",
                other => panic!("after {steps} steps: {other:?}"),
            });
            drop(Stage::begin(folder.path()).unwrap());
            let then = read(folder.path()).unwrap().unwrap();
            assert_eq!(then, if is_decided { new.clone() } else { old.clone() }, "after {steps} steps");
            assert_eq!(folder.path().join("patients.csv").exists(), !is_decided, "after {steps} steps");
            assert!(folder.path().join("mine.txt").exists() && !folder.path().join(STAGE).exists());
        }
        seen.dedup();
        assert_eq!(seen, ["old", "refused", "new"]);
    }

    #[test]
    fn a_folder_has_one_writer_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Stage::begin(folder.path()).unwrap();
        let second = Stage::begin(folder.path()).err().unwrap();
        assert!(second.to_string().contains("another wardflow is writing into"), "{second}");
        drop(first);
        drop(Stage::begin(folder.path()).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_manifest_that_names_files_elsewhere_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &results(&files(&[("../results.json", "x")])).1);
        let why = Held::find(folder.path()).unwrap_err();
        assert!(why.contains("is damaged"), "{why}");
    }
}
