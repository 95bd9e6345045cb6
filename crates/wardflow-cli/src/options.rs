//! What several commands take.

use clap::ValueEnum;

/// The scenario that runs when none is named.
pub(crate) const DEFAULT_SCENARIO: &str = "southampton-2021";

/// How results are printed: the headline measures on one screen, or all measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Table,
    Json,
    Csv,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    #[default]
    Text,
    Json,
}
