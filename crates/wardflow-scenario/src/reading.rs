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
mod merge;
mod overrides;
mod parse;
mod path;
mod problem;
mod render;
mod tree;
mod words;

#[cfg(test)]
mod tests;

use serde::de::DeserializeOwned;

pub use self::annotations::{Annotation, Annotations};
pub use self::dated::DatedNumbers;
pub use self::decode::{Decoded, Holes, Reporter};
pub use self::library::{Library, LoadError, MAX_BYTES, Shelf, Source};
pub use self::merge::MAX_EXTENDS;
pub use self::parse::{MAX_DEPTH, MAX_VALUES};
pub use self::path::Path;
pub use self::problem::{FileId, MAX_PROBLEMS, Place, Problem, Problems, Severity};
pub use self::tree::Tree;
pub use self::words::nearest;

pub(crate) use self::aliases::ALIASES;

use self::merge::Chain;
use self::problem::codes;
use self::tree::{Kind, Node};

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
}

/// Reads the scenario called `name` and what it extends, and applies overrides written as `path=value`.
pub fn read(name: &str, overrides: &[String], library: &dyn Library) -> Reading {
    match library.load(name, None) {
        Ok(source) => read_source(source, overrides, library),
        Err(LoadError { what, remedy }) => {
            let mut problems = Problems::default();
            problems.add_source(Source { name: name.into(), identity: name.into(), text: "".into() });
            problems.push(Problem::error(codes::LOAD, Path::root(), None, what, remedy));
            let root = Node::new(Kind::Broken, Problems::start(), 0);
            let tree = Tree { root, first_override: None, shaky: true };
            Reading { tree, problems, layers: 0, budget: 0 }
        }
    }
}

/// Reads a scenario whose text is at hand, like [`read`].
pub fn read_source(source: Source, overrides: &[String], library: &dyn Library) -> Reading {
    let mut problems = Problems::default();
    let Chain { root, layers, budget, shaky } = merge::read_chain(source, library, &mut problems);
    let tree = Tree { root, first_override: None, shaky };
    Reading { tree, problems, layers, budget }.with(overrides)
}

impl Reading {
    /// The same with further overrides, written as `path=value`.
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
