//! Reading of scenario files, whatever their type: JSON with comments, `extends`, overrides, sources and notes, and a
//! report of everything that is wrong at once.
//!
//! ```
//! use serde::Deserialize;
//! use wardflow_scenario::reading::{Path, Shelf, read};
//!
//! #[derive(Deserialize)]
//! struct Ward {
//!     beds: u32,
//! }
//!
//! let library = Shelf::new(&[("small", r#"{ "beds": 10 } // built into the program"#)]);
//! let mut decoded = read("small", &["beds=12".into()], &library).decode::<Ward>();
//! if let (Some(ward), mut report) = decoded.check()
//!     && ward.beds > 10
//! {
//!     report.warning("many-beds", Path::of(["beds"]), "these are many beds", "write 10 or fewer");
//! }
//! println!("{}", decoded.problems.render(false));
//! assert_eq!(decoded.into_result().unwrap().beds, 12);
//! ```

mod aliases;
mod annotations;
mod dated;
mod decode;
mod lexer;
mod library;
mod listed;
mod meant;
mod merge;
mod overrides;
mod parse;
mod path;
mod problem;
mod relative;
mod render;
mod tree;
mod words;

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::annotations::{Annotation, Annotations};
pub use self::dated::DatedNumbers;
pub use self::decode::{Decoded, Holes, Reporter};
pub use self::library::{Library, LoadError, MAX_BYTES, Shelf, Source};
pub use self::merge::MAX_EXTENDS;
pub use self::parse::{MAX_DEPTH, MAX_VALUES};
pub use self::path::{Path, path_of_change};
pub use self::problem::{FileId, MAX_PROBLEMS, Place, Problem, Problems, Severity};
pub use self::tree::Tree;
pub use self::words::nearest;

pub(crate) use self::aliases::ALIASES;
pub(crate) use self::meant::meant;

use self::merge::Chain;
use self::problem::codes;
use self::tree::{Kind, Node};

/// A type of file whose lists of named things are known before it is decoded.
pub trait Format: DeserializeOwned + Serialize {
    /// Whether the object at this path holds things by names of the file's own, such as services: what is not there
    /// cannot be changed, only be added as a whole.
    fn has_names(path: &[String]) -> bool;
}

/// What changes have to know of the type of a file.
#[derive(Clone, Copy, Debug)]
struct Known {
    has_names: fn(&[String]) -> bool,
    /// The file with its defaults, as far as it can be understood.
    whole: fn(&Reading) -> Option<serde_json::Value>,
}

impl Known {
    /// Nothing is known: changes may add whatever they like, and no default can be changed.
    const NOTHING: Self = Self { has_names: |_| false, whole: |_| None };

    const fn of<T: Format>() -> Self {
        Self { has_names: T::has_names, whole: whole::<T> }
    }
}

fn whole<T: Format>(reading: &Reading) -> Option<serde_json::Value> {
    serde_json::to_value(reading.clone().decode::<T>().value?).ok()
}

/// A scenario that was read but not yet typed.
#[derive(Clone, Debug)]
pub struct Reading {
    /// All files merged and overrides applied.
    pub tree: Tree,
    /// What is wrong so far.
    pub problems: Problems,
    /// How many files and overrides made the tree.
    layers: u32,
    /// How many values may still be read.
    budget: usize,
    known: Known,
}

/// Reads the scenario called `name` and what it extends, and applies overrides written as `path=value`.
pub fn read(name: &str, overrides: &[String], library: &dyn Library) -> Reading {
    read_known(name, overrides, library, Known::NOTHING)
}

/// The same of a file of this type: changes of what is not there are refused, and defaults may be changed relatively.
pub fn read_as<T: Format>(name: &str, overrides: &[String], library: &dyn Library) -> Reading {
    read_known(name, overrides, library, Known::of::<T>())
}

fn read_known(name: &str, overrides: &[String], library: &dyn Library, known: Known) -> Reading {
    match library.load(name, None) {
        Ok(source) => read_text(source, overrides, library, known),
        Err(LoadError { what, remedy }) => {
            let mut problems = Problems::default();
            problems.add_source(Source { name: name.into(), identity: name.into(), text: "".into() });
            problems.push(Problem::error(codes::LOAD, Path::root(), None, what, remedy));
            let root = Node::new(Kind::Broken, Problems::start(), 0);
            let tree = Tree { root, first_override: None, last_said: None, shaky: true };
            Reading { tree, problems, layers: 0, budget: 0, known }
        }
    }
}

/// Reads a scenario whose text is at hand, like [`read`].
pub fn read_source(source: Source, overrides: &[String], library: &dyn Library) -> Reading {
    read_text(source, overrides, library, Known::NOTHING)
}

fn read_text(source: Source, overrides: &[String], library: &dyn Library, known: Known) -> Reading {
    let mut problems = Problems::default();
    let Chain { root, layers, budget, shaky } = merge::read_chain(source, library, &mut problems);
    let tree = Tree { root, first_override: None, last_said: None, shaky };
    let mut reading = Reading { tree, problems, layers, budget, known }.with(overrides);
    reading.tree.last_said = reading.problems.last_source().filter(|_| !overrides.is_empty());
    reading
}

impl Reading {
    /// The same with further overrides, written as `path=value`, that nobody has written in these words.
    #[must_use]
    pub fn with(mut self, overrides: &[String]) -> Self {
        overrides::apply(&mut self, overrides);
        self
    }

    /// The typed scenario, as far as it can be understood.
    pub fn decode<T: DeserializeOwned>(self) -> Decoded<T> {
        decode::decode(self.tree, self.problems)
    }
}
