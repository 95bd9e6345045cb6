//! What says that the files of a folder belong together: it is taken away before any of them changes and written last.

use std::{
    collections::BTreeMap,
    fs,
    hash::Hasher,
    io::{self, ErrorKind, Write},
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128, SipHasher24};

use wardflow_scenario::format::Scenario;

use crate::{experiment::PROGRAM, numbers};

/// Its file.
pub(crate) const MANIFEST: &str = "manifest.json";
const FORMAT: &str = "wardflow/folder";
const VERSION: u32 = 2;

/// What a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Of `wardflow run`.
    Run,
    /// Of `wardflow compare`.
    Comparison,
    /// Of `wardflow sweep`.
    Sweep,
}

/// A scenario and how much of it was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Extent {
    /// Its title.
    pub(crate) title: String,
    /// Measured days.
    pub(crate) days: u32,
    pub(crate) replications: u32,
}

impl Extent {
    /// That of a scenario as it is to run.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let Scenario { title, days, replications, .. } = scenario;
        Self { title: title.clone(), days: *days, replications: *replications }
    }
}

/// By what a file is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// Its length.
    bytes: u64,
    /// SipHash-2-4 of 128 bits with the key 0.
    checksum: String,
}

impl Stamp {
    /// That of a file of this content.
    pub(crate) fn of(content: &[u8]) -> Self {
        let mut stamping = Stamping::new(io::sink());
        // A sink takes everything.
        let _ = stamping.write_all(content);
        stamping.end().1
    }
}

/// Stamps what goes through it.
pub(crate) struct Stamping<W> {
    to: W,
    bytes: u64,
    hasher: SipHasher24,
}

impl<W> Stamping<W> {
    pub(crate) fn new(to: W) -> Self {
        Self { to, bytes: 0, hasher: SipHasher24::new() }
    }

    /// Where it went, and what it was.
    pub(crate) fn end(self) -> (W, Stamp) {
        let checksum = format!("{:032x}", self.hasher.finish128().as_u128());
        (self.to, Stamp { bytes: self.bytes, checksum })
    }
}

impl<W: Write> Write for Stamping<W> {
    fn write(&mut self, content: &[u8]) -> io::Result<usize> {
        let written = self.to.write(content)?;
        self.hasher.write(&content[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// What a folder holds, and by what each file is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: String,
    version: u32,
    /// The program that wrote it, with its version.
    program: String,
    pub(crate) kind: Kind,
    pub(crate) scenarios: Vec<Extent>,
    files: BTreeMap<String, Stamp>,
    /// A hash of all the rest, and so of all results.
    fingerprint: String,
}

/// Why a manifest says nothing.
#[derive(Debug)]
pub(crate) enum Unread {
    /// There is none.
    Missing,
    /// It was written by another program; which.
    Foreign(String),
    /// It is not as it was written, or cannot be read; why.
    Damaged(String),
}

impl Manifest {
    /// That of a folder that this program has written.
    pub(crate) fn new(kind: Kind, scenarios: Vec<Extent>, files: BTreeMap<String, Stamp>) -> Self {
        let (format, program) = (FORMAT.to_owned(), PROGRAM.to_owned());
        let mut manifest =
            Self { format, version: VERSION, program, kind, scenarios, files, fingerprint: String::new() };
        manifest.fingerprint = manifest.own_fingerprint();
        manifest
    }

    /// That of a folder whose files this program reads.
    ///
    /// # Errors
    /// If there is none of this version of the program.
    pub(crate) fn read(folder: &Path) -> Result<Self, Unread> {
        let manifest = Self::of_any_version(&folder.join(MANIFEST))?;
        if manifest.program == PROGRAM { Ok(manifest) } else { Err(Unread::Foreign(manifest.program)) }
    }

    /// That in a file, of whatever version of the program.
    ///
    /// # Errors
    /// If there is none that can be understood.
    pub(crate) fn of_any_version(file: &Path) -> Result<Self, Unread> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
            version: u32,
            program: String,
        }
        let text = fs::read(file).map_err(|why| match why.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Unread::Missing,
            _ => Unread::Damaged(why.to_string()),
        })?;
        let damaged = |why: serde_json::Error| Unread::Damaged(why.to_string());
        // Files of this name belong to other programs as well.
        let head: Head = serde_json::from_slice(&text).map_err(damaged)?;
        if head.format != FORMAT {
            return Err(Unread::Missing);
        }
        if head.version != VERSION {
            return Err(Unread::Foreign(head.program));
        }
        let manifest: Self = serde_json::from_slice(&text).map_err(damaged)?;
        let is_plain = |name: &String| {
            let mut parts = Path::new(name).components();
            matches!((parts.next(), parts.next()), (Some(Component::Normal(part)), None) if part == name.as_str())
        };
        if manifest.fingerprint != manifest.own_fingerprint() || !manifest.files.keys().all(is_plain) {
            return Err(Unread::Damaged("it is not as it was written".into()));
        }
        Ok(manifest)
    }

    /// Its text.
    ///
    /// # Errors
    /// If the library cannot write it.
    pub(crate) fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    fn own_fingerprint(&self) -> String {
        let rest = Self { fingerprint: String::new(), ..self.clone() };
        // Names and numbers can always be written.
        Stamp::of(serde_json::to_string(&rest).unwrap_or_default().as_bytes()).checksum
    }

    /// The names of the files.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether a file belongs to it.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Whether this is the content that was written.
    pub(crate) fn knows(&self, name: &str, content: &[u8]) -> bool {
        self.files.get(name).is_some_and(|stamp| *stamp == Stamp::of(content))
    }

    /// Files of the folder that somebody has changed; those that are not there any more are no loss.
    pub(crate) fn changed(&self, folder: &Path) -> Vec<PathBuf> {
        let paths = self.files.iter().map(|(name, stamp)| (folder.join(name), stamp));
        let changed = paths.filter(|(path, stamp)| {
            let mut stamping = Stamping::new(io::sink());
            match fs::File::open(path).and_then(|mut file| io::copy(&mut file, &mut stamping)) {
                Ok(_) => stamping.end().1 != **stamp,
                Err(why) => why.kind() != ErrorKind::NotFound,
            }
        });
        changed.map(|(path, _)| path).collect()
    }

    /// Why results of these scenarios should not take the place of this without a question; none if they may: they are of
    /// scenarios of the same titles, and of as many days and replications or more.
    pub(crate) fn objection(&self, kind: Kind, scenarios: &[Extent]) -> Option<String> {
        let holds = |what: String| Some(format!("holds {what}"));
        if kind != self.kind {
            return holds(self.kind.results().into());
        }
        let titles = |of: &[Extent]| {
            of.iter().map(|scenario| format!("`{}`", scenario.title)).collect::<Vec<String>>().join(", ")
        };
        let (there, new) = (titles(&self.scenarios), titles(scenarios));
        if there != new {
            return holds(format!("{} of {there}, and these would be of {new}", kind.results()));
        }
        let extent = |of: &Extent| {
            let replications = numbers::count(of.replications.into(), "replication");
            format!("{replications} of {}", numbers::count(of.days.into(), "day"))
        };
        let longer = self
            .scenarios
            .iter()
            .zip(scenarios)
            .find(|(there, new)| there.days > new.days || there.replications > new.replications)?;
        holds(format!("more: {}, and this would be {}", extent(longer.0), extent(longer.1)))
    }
}

impl Kind {
    /// In the middle of a sentence.
    pub(crate) const fn results(self) -> &'static str {
        match self {
            Self::Run => "the results of a run",
            Self::Comparison => "the results of a comparison",
            Self::Sweep => "the results of a sweep",
        }
    }
}
