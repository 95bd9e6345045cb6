//! A folder of results that is read: every file by way of the manifest, so that nobody reads parts of two runs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{
    RESULTS,
    manifest::{Kind, MANIFEST, Manifest, Unread},
    stage,
};

/// The results in a folder.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    path: PathBuf,
    manifest: Manifest,
}

impl Held {
    /// The results in a folder, which is named by itself or by its `results.json`; none if there are none.
    ///
    /// # Errors
    /// If there are some that cannot be relied on: as a message with its remedy.
    pub(crate) fn find(path: &Path) -> Result<Option<Self>, String> {
        let folder = folder_of(path);
        let is_named_by_its_results = || path.is_file() && path.file_name().is_some_and(|name| name == RESULTS);
        if !(path.is_dir() || is_named_by_its_results()) {
            return Ok(None);
        }
        let shown = shown(folder);
        let wrong = match Manifest::read(folder) {
            Ok(manifest) => return Ok(Some(Self { path: folder.to_owned(), manifest })),
            Err(Unread::Missing) if stage::is_left_in(folder) => {
                return Err(format!(
                    "the folder `{shown}` holds parts of two runs: the change from one to the other was interrupted\n  = \
                     help: call the command that wrote it again, which ends the change; or name another folder"
                ));
            }
            Err(Unread::Missing) if !folder.join(RESULTS).exists() => return Ok(None),
            Err(Unread::Missing) => format!(
                "the folder `{shown}` has no `{MANIFEST}`, which says that its files belong together: it was written by \
                 another version of wardflow, or is a part of a copy"
            ),
            Err(Unread::Foreign(program)) => format!("the folder `{shown}` was written by another version: {program}"),
            Err(Unread::Damaged(why)) => {
                format!("`{}`, which says what belongs together, is damaged: {why}", folder.join(MANIFEST).display())
            }
        };
        Err(format!("{wrong}\n  = help: {}", again(folder)))
    }

    /// What sort of results it is.
    pub(crate) const fn kind(&self) -> Kind {
        self.manifest.kind
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a file belongs to the results, whatever else lies in the folder.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.manifest.has(name)
    }

    /// A file as it was written.
    ///
    /// # Errors
    /// If it cannot be read, or is not as it was written: as a message with its remedy.
    pub(crate) fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let file = self.path.join(name);
        let shown = file.display();
        let wrong = match fs::read(&file) {
            Ok(content) if self.manifest.knows(name, &content) => return Ok(content),
            Ok(_) if !self.has(name) => format!("`{shown}` does not belong to the results in its folder"),
            Ok(_) => format!("`{shown}` is not as it was written: somebody has changed it, or it is of another run"),
            Err(why) => format!("`{shown}` cannot be read, which belongs to the results: {why}"),
        };
        Err(format!("{wrong}\n  = help: put the file back, or {}", again(&self.path)))
    }

    /// What stands in a file of JSON.
    ///
    /// # Errors
    /// As [`Self::read`], or if it is something else.
    pub(crate) fn json<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Result<T, String> {
        serde_json::from_slice(&self.read(name)?).map_err(|why| self.damaged(name, &why))
    }

    /// The rows of a CSV file.
    ///
    /// # Errors
    /// As [`Self::read`], or if they are something else.
    pub(crate) fn rows<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Result<Vec<T>, String> {
        let content = self.read(name)?;
        let rows = csv::Reader::from_reader(&*content).into_deserialize();
        rows.collect::<Result<Vec<T>, csv::Error>>().map_err(|why| self.damaged(name, &why))
    }

    /// Where a scenario stands that was run, with the arrivals that it names.
    ///
    /// # Errors
    /// As [`Self::read`] of any of these files.
    pub(crate) fn scenario(&self, name: &str) -> Result<PathBuf, String> {
        let is_needed = |file: &&str| *file == name || file.starts_with("arrivals-");
        if !self.has(name) {
            self.read(name)?;
        }
        self.manifest.names().filter(is_needed).try_for_each(|file| self.read(file).map(drop))?;
        Ok(self.path.join(name))
    }

    /// Makes sure that what has been read is of one run: that the folder has not changed meanwhile.
    ///
    /// # Errors
    /// If it has.
    pub(crate) fn is_still_the_same(&self) -> Result<(), String> {
        match Manifest::read(&self.path) {
            Ok(manifest) if manifest == self.manifest => Ok(()),
            _ => Err(format!(
                "the folder `{}` has been written while it was read\n  = help: call this again when that has ended",
                self.path.display()
            )),
        }
    }

    /// What is said about a file whose content cannot be used.
    pub(crate) fn damaged(&self, name: &str, why: &dyn std::fmt::Display) -> String {
        let file = self.path.join(name);
        format!("`{}` cannot be used: {why}\n  = help: {}", file.display(), again(&self.path))
    }
}

/// The folder of results that are named by it or by their file.
pub(crate) fn folder_of(path: &Path) -> &Path {
    if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) }
}

/// A folder for people; the one that one is in has a name as well.
fn shown(folder: &Path) -> String {
    if folder.as_os_str().is_empty() { ".".into() } else { folder.display().to_string() }
}

/// How to have the same results again.
fn again(folder: &Path) -> String {
    let [run, base, plan] = ["scenario.json", "scenario-base.json", "plan.json"].map(|name| folder.join(name));
    // The folder of a sweep has scenarios as well.
    if plan.exists() {
        format!("write the results again with `wardflow sweep {} --out {} --resume`", plan.display(), shown(folder))
    } else if base.exists() {
        format!("compare again with `wardflow compare {} ... --out NEW-FOLDER`", base.display())
    } else if run.exists() {
        format!("run it again with `wardflow run {} --out NEW-FOLDER`", run.display())
    } else {
        "run it again".into()
    }
}
