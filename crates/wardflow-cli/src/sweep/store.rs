//! The folder of a sweep: its plan, and each point as it is done.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
};

use wardflow_montecarlo::sweep::{Sweep, record::Kept};

use crate::{exit::Failure, folder::manifest::MANIFEST, whole_file};

const PLAN: &str = "plan.json";
/// What is made first, and by which the folder of a sweep is known again.
const POINTS: &str = "points";
/// What is written when all points are there.
pub(crate) const RESULTS: [&str; 2] = ["results.csv", "results.json"];

/// A folder of a sweep.
pub(crate) struct Store {
    path: PathBuf,
}

/// What a folder has of a point.
pub(crate) enum State {
    Missing,
    /// Not as it was written: a disk was full, or forgot.
    Damaged,
    /// Of another sweep, or of this one with another seed, scenario, program or anything else that matters.
    Foreign,
    Kept(Box<Kept>),
}

impl Store {
    /// A folder that is empty or not there; that of a sweep to go on with; any by force. Nothing is written yet.
    ///
    /// # Errors
    /// If it holds something else or cannot be read.
    pub(crate) fn look(path: &Path, resume: bool, force: bool) -> Result<Self, Failure> {
        let store = Self { path: path.to_owned() };
        if path.is_file() {
            return Err(Failure::Occupied(format!("`{}` is a file: name a folder", path.display())));
        }
        let unread = |why| Failure::Unread { path: path.to_owned(), why };
        let entries = match fs::read_dir(path) {
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(store),
            entries => entries.map_err(unread)?,
        };
        let mut found = None;
        for entry in entries {
            let name = entry.map_err(unread)?.file_name();
            // Files that systems put everywhere do not count.
            if !name.to_string_lossy().starts_with('.') {
                found = Some(name);
            }
        }
        let Some(found) = found else { return Ok(store) };
        let shown = path.display();
        match (store.path(POINTS).is_dir(), resume, force) {
            (_, _, true) | (true, true, _) => Ok(store),
            (true, false, _) => Err(Failure::Occupied(format!(
                "the folder `{shown}` holds a sweep: add --resume to go on with it, --force to begin anew, or name \
                 another folder"
            ))),
            (false, ..) => Err(Failure::Occupied(format!(
                "the folder `{shown}` holds something that is not a sweep (`{}`): name another folder, or add --force \
                 to write into this one",
                found.display(),
            ))),
        }
    }

    /// The folder of a sweep that has been run.
    ///
    /// # Errors
    /// If it is not one.
    pub(crate) fn of_a_sweep(path: &Path) -> Result<Self, Failure> {
        let store = Self { path: path.to_owned() };
        if store.path(PLAN).is_file() && store.path(POINTS).is_dir() {
            return Ok(store);
        }
        let shown = path.display();
        Err(Failure::Occupied(format!("`{shown}` is not the folder of a sweep: it has no `{PLAN}` and `{POINTS}`")))
    }

    /// Makes the folder and writes the plan into it; results of earlier points go if there are new ones to come.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn begin(&self, sweep: &Sweep, has_new_points: bool) -> Result<(), Failure> {
        let points = self.path(POINTS);
        fs::create_dir_all(&points).map_err(|why| Failure::file(&points, why))?;
        whole_file::clean(&self.path);
        whole_file::clean(&points);
        if has_new_points {
            self.unfinish()?;
            RESULTS.iter().try_for_each(|name| self.remove(name))?;
        }
        // The plan comes last: by then all it names is there.
        for (name, text) in sweep.files() {
            write_if_new(&self.path(&name), &text)?;
        }
        Ok(())
    }

    /// From here on its results are not read, until they have been written again.
    ///
    /// # Errors
    /// If what says that they belong together cannot be taken away.
    pub(super) fn unfinish(&self) -> Result<(), Failure> {
        self.remove(MANIFEST)
    }

    fn remove(&self, name: &str) -> Result<(), Failure> {
        let path = self.path(name);
        match fs::remove_file(&path) {
            Err(why) if why.kind() != ErrorKind::NotFound => Err(Failure::file(&path, why)),
            _ => Ok(()),
        }
    }

    /// Where a file of the folder is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The folder for people.
    pub(crate) fn shown(&self) -> String {
        self.path.display().to_string()
    }

    fn point_path(&self, id: &str) -> PathBuf {
        self.path.join(POINTS).join(format!("{id}.json"))
    }

    /// Keeps a point.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn keep(&self, id: &str, text: &str) -> Result<(), Failure> {
        whole_file::write(&self.point_path(id), text.as_bytes())
    }

    /// Whether there is a file of this point, whatever it holds.
    pub(crate) fn holds(&self, sweep: &Sweep, point: usize) -> bool {
        self.point_path(&sweep.id(point)).is_file()
    }

    /// The text of a point's file; none if there is no such file.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn text(&self, id: &str) -> Result<Option<Vec<u8>>, Failure> {
        let path = self.point_path(id);
        let mut bytes = Vec::new();
        match File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => Ok(Some(bytes)),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
            Err(why) => Err(Failure::Unread { path, why }),
        }
    }

    /// What the folder has of a point.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn state(&self, sweep: &Sweep, point: usize) -> Result<State, Failure> {
        let id = sweep.id(point);
        Ok(self.text(&id)?.map_or(State::Missing, |text| state_of(&text, &id, &sweep.fingerprint(point))))
    }

    /// A point that must be there and fit.
    ///
    /// # Errors
    /// If it cannot be read, is damaged or is of another sweep.
    pub(crate) fn kept(&self, sweep: &Sweep, point: usize) -> Result<Kept, Failure> {
        match self.state(sweep, point)? {
            State::Kept(kept) => Ok(*kept),
            State::Foreign => Err(self.foreign(sweep, point, 1, "--resume --force runs such points again")),
            State::Damaged | State::Missing => {
                let why = io::Error::other("it is not as it was written; --resume runs this point again");
                Err(Failure::Unread { path: self.point_path(&sweep.id(point)), why })
            }
        }
    }

    /// What is to be said about points of another sweep, and what to do about them.
    pub(crate) fn foreign(&self, sweep: &Sweep, first: usize, number: usize, remedy: &str) -> Failure {
        let more = if number > 1 { format!(" (and {} more)", number - 1) } else { String::new() };
        Failure::Occupied(format!(
            "`{}`{more} does not fit the plan: it was made with another seed, number of replications, choice of \
             measures, scenario or program: {remedy}",
            self.point_path(&sweep.id(first)).display()
        ))
    }
}

/// Shards that share a folder all write the same plan; whoever reads it meanwhile finds it whole.
fn write_if_new(path: &Path, text: &str) -> Result<(), Failure> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    whole_file::write(path, text.as_bytes())
}

/// What the text of a point's file is worth.
pub(crate) fn state_of(text: &[u8], id: &str, fingerprint: &str) -> State {
    let Some(kept) = str::from_utf8(text).ok().and_then(Kept::of_text) else { return State::Damaged };
    if kept.id == id && kept.fingerprint == fingerprint { State::Kept(Box::new(kept)) } else { State::Foreign }
}
