//! Where the texts of scenarios come from: a trait, and the library of files on disk and scenarios built in.

use std::fs::{self, File, FileType};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::words::{list, nearest};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// Marks the name of a scenario that is part of the program, so that what it extends is looked up there as well.
const BUILT_IN: &str = " (built in)";

/// A text to read and the names it goes by.
#[derive(Clone, Debug)]
pub struct Source {
    /// How messages call it; handed back as `from` when it extends another.
    pub name: String,
    /// The same for the same text, however its name was spelt: tells a circle of `extends`.
    pub identity: String,
    /// The text, without a byte order mark.
    pub text: Arc<str>,
}

/// Why a text could not be had, in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl LoadError {
    /// The same where a CSV file was wanted and no scenario.
    pub(crate) fn of_csv(self) -> Self {
        match self.what.strip_suffix(" and no built-in scenario of this name") {
            Some(what) => Self { what: what.into(), remedy: "check the name of the CSV file and its folder".into() },
            None => self,
        }
    }
}

/// Finds the text of a scenario by its name.
pub trait Library {
    /// The text called `name`; `from` is the [`Source::name`] of the text that extends it.
    ///
    /// # Errors
    /// When there is no such text or it cannot be read.
    fn load(&self, name: &str, from: Option<&str>) -> Result<Source, LoadError>;
}

impl Source {
    /// A text that is already at hand; its name is its identity.
    ///
    /// # Errors
    /// When it is longer than [`MAX_BYTES`].
    pub fn new(name: impl Into<String>, text: &str) -> Result<Self, LoadError> {
        let name = name.into();
        Self::from_bytes(&name, &name, text.as_bytes())
    }

    /// A text from the bytes of a file.
    ///
    /// # Errors
    /// When they are more than [`MAX_BYTES`] or no UTF-8.
    pub fn from_bytes(name: &str, identity: &str, bytes: &[u8]) -> Result<Self, LoadError> {
        if bytes.len() > MAX_BYTES {
            return Err(LoadError {
                what: format!("`{name}` is larger than {} MiB", MAX_BYTES >> 20),
                remedy: "it should be a small text file: check that this is the file you mean".into(),
            });
        }
        let text = str::from_utf8(bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count();
            LoadError {
                what: format!("`{name}` is not a UTF-8 text: line {line} holds a byte that is no part of one"),
                remedy: "save the file with the encoding UTF-8; in Excel as \"CSV UTF-8 (Comma delimited)\"".into(),
            }
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Ok(Self { name: name.to_owned(), identity: identity.to_owned(), text: text.into() })
    }
}

/// Files on disk, relative to the file that extends them, and after those the scenarios built into the program.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    /// What its texts are called.
    kind: &'a str,
    built_in: &'a [(&'a str, &'a str)],
}

impl<'a> Shelf<'a> {
    /// The files on disk and these built-in scenarios, given as name and text.
    pub const fn new(built_in: &'a [(&'a str, &'a str)]) -> Self {
        Self::of("scenario", built_in)
    }

    /// The same with texts of another kind, such as plans of sweeps.
    pub const fn of(kind: &'a str, built_in: &'a [(&'a str, &'a str)]) -> Self {
        Self { kind, built_in }
    }

    fn built_in(&self, name: &str) -> Option<Result<Source, LoadError>> {
        let (_, text) = self.built_in.iter().find(|(known, _)| *known == name)?;
        let shown = format!("{name}{BUILT_IN}");
        Some(Source::from_bytes(&shown, &shown, text.as_bytes()))
    }

    fn missing(&self, name: &str, looked_at: &str) -> LoadError {
        let names = self.built_in.iter().map(|(known, _)| *known);
        let remedy = match nearest(name, names.clone()) {
            Some(near) => format!("did you mean `{near}`, which is built in?"),
            None if self.built_in.is_empty() => "check the name of the file and its folder".into(),
            None => {
                // The teaching examples, which stand in a folder, are too many to name.
                let names = names.filter(|name| !name.contains('/'));
                format!("check the name of the file and its folder, or take a built-in {}: {}", self.kind, list(names))
            }
        };
        LoadError { what: format!("there is no file {looked_at} and no built-in {} of this name", self.kind), remedy }
    }
}

impl Library for Shelf<'_> {
    fn load(&self, name: &str, from: Option<&str>) -> Result<Source, LoadError> {
        if let Some(origin) = from.and_then(|from| from.strip_suffix(BUILT_IN)) {
            // A built-in scenario means the same wherever the program runs: it does not look at the disk.
            return self.built_in(name).unwrap_or_else(|| {
                Err(LoadError {
                    what: format!("`{origin}` extends `{name}`, which is not built in"),
                    remedy: "this is a fault of the program: please report it".into(),
                })
            });
        }
        let folder = from.map(Path::new).and_then(Path::parent).unwrap_or(Path::new(""));
        let path = folder.join(name);
        let shown = path.to_string_lossy();
        // Only plain files: reading a pipe or a device might never end.
        match fs::metadata(&path) {
            Ok(found) if found.is_file() => read(&path, &shown),
            found => self.built_in(name).unwrap_or_else(|| {
                Err(match found {
                    Ok(found) => not_a_file(&shown, found.file_type()),
                    Err(_) => self.missing(name, &format!("`{shown}`")),
                })
            }),
        }
    }
}

/// What is said of something that has the name of a file and is none.
fn not_a_file(shown: &str, found: FileType) -> LoadError {
    let what = if found.is_dir() { "a folder" } else { special(found) };
    LoadError { what: format!("`{shown}` is {what}, not a file"), remedy: "name a file that holds the text".into() }
}

#[cfg(unix)]
fn special(found: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if found.is_fifo() {
        "a pipe"
    } else if found.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
const fn special(_: FileType) -> &'static str {
    "a device"
}

fn read(path: &Path, shown: &str) -> Result<Source, LoadError> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES as u64 + 1;
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(|error| LoadError {
        what: format!("`{shown}` cannot be read: {error}"),
        remedy: "check that you may read this file".into(),
    })?;
    let identity = fs::canonicalize(path).map_or_else(|_| shown.to_owned(), |whole| whole.to_string_lossy().into());
    Source::from_bytes(shown, &identity, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: &[(&str, &str)] = &[("southampton-2021", "{}"), ("base", "{\"b\": 1}")];

    #[test]
    fn a_file_is_found_beside_the_file_that_extends_it_and_before_a_built_in_one() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("sub")).unwrap();
        fs::write(folder.path().join("base"), "disk").unwrap();
        fs::write(folder.path().join("sub/mine.json"), "\u{feff}mine").unwrap();
        let shelf = Shelf::new(BUILT);
        let mine = shelf.load(folder.path().join("sub/mine.json").to_str().unwrap(), None).unwrap();
        assert_eq!(&*mine.text, "mine");
        assert_eq!(&*shelf.load("../base", Some(&mine.name)).unwrap().text, "disk");
        assert_eq!(&*shelf.load("base", Some(&mine.name)).unwrap().text, "{\"b\": 1}");
        let again = shelf.load("../sub/./mine.json", Some(&mine.name)).unwrap();
        assert_eq!(again.identity, mine.identity);
        // A folder is no scenario.
        let error = shelf.load("../sub", Some(&mine.name)).unwrap_err();
        assert!(error.what.ends_with("../sub` is a folder, not a file"), "{}", error.what);
        #[cfg(unix)]
        assert_eq!(shelf.load("/dev/zero", None).unwrap_err().what, "`/dev/zero` is a device, not a file");
    }

    #[test]
    fn a_built_in_scenario_extends_only_built_in_ones() {
        let shelf = Shelf::new(BUILT);
        let source = shelf.load("southampton-2021", None).unwrap();
        assert_eq!(source.name, "southampton-2021 (built in)");
        assert_eq!(shelf.load("base", Some(&source.name)).unwrap().name, "base (built in)");
        assert!(shelf.load("Cargo.toml", Some(&source.name)).is_err());
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_one() {
        let error = Shelf::new(BUILT).load("southhampton-2021", None).unwrap_err();
        assert_eq!(error.remedy, "did you mean `southampton-2021`, which is built in?");
        let error = Shelf::new(BUILT).load("nowhere.json", None).unwrap_err();
        assert_eq!(error.what, "there is no file `nowhere.json` and no built-in scenario of this name");
        assert!(error.remedy.ends_with("take a built-in scenario: `southampton-2021`, `base`"));
        assert!(Shelf::new(&[]).load("a\0b", None).is_err());
    }

    #[test]
    fn bytes_that_are_no_text_or_too_many_are_refused() {
        let error = Source::from_bytes("x", "x", b"{\n\xff}").unwrap_err();
        assert_eq!(error.what, "`x` is not a UTF-8 text: line 2 holds a byte that is no part of one");
        assert!(Source::from_bytes("x", "x", &vec![b' '; MAX_BYTES + 1]).is_err());
    }
}
