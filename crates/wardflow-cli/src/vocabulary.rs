//! Columns that mean the same in every file: tables of runs, sweeps and comparisons take them from here.
//!
//! `docs/folders.md` promises them to whoever reads the files, and a test compares the two.

use crate::{
    cells::{Column, OF_MEASURE},
    keeping_up,
};

pub(crate) const MEASURE: Column =
    Column("measure", "", "Key of the measure: its unique name, whose last part is the unit.");
pub(crate) const TITLE: Column = Column("title", "", "Short name of the measure.");
pub(crate) const WHOSE: Column = Column(
    "whose",
    "",
    "What people call the hospital, cohort, pathway, service and the like that the measure is of; empty if of all.",
);
pub(crate) const UNIT: Column = Column("unit", "", "Unit of the values.");
pub(crate) const GROUP: Column = Column("group", "", "The part of the system that the measure speaks of.");
pub(crate) const HEADLINE: Column = Column("headline", "", "Whether `wardflow run --full` prints it: true or false.");
pub(crate) const DEFINITION: Column = Column("definition", "", "Exact meaning of the measure.");
pub(crate) const VARIANT: Column = Column(
    "variant",
    "",
    "Name of the scenario: of a sweep the one that is varied, of a comparison the one beside the base.",
);
pub(crate) const REPLICATION: Column = Column("replication", "", "Number of the replication, from 1.");
pub(crate) const DRAW: Column = Column("draw", "", "Number of the draw of the uncertain numbers, from 1.");
pub(crate) const DATE: Column = Column("date", "", "The measured day, as YYYY-MM-DD.");

pub(crate) const STATE: Column = Column("state", "", keeping_up::STATE);

pub(crate) const MEAN: Column = Column(
    "mean",
    OF_MEASURE,
    "Mean over the replications with a value; of a percentile, that of the patients of all replications together.",
);
pub(crate) const MEAN_LOW: Column = Column(
    "mean_low_95",
    OF_MEASURE,
    "Lower end of the 95% confidence interval of the mean; not below what is possible.",
);
pub(crate) const MEAN_HIGH: Column = Column(
    "mean_high_95",
    OF_MEASURE,
    "Upper end of the 95% confidence interval of the mean; not above what is possible.",
);
pub(crate) const HALF_WIDTH: Column = Column(
    "half_width_95",
    OF_MEASURE,
    "Half of the width of the 95% confidence interval of the mean, or of the difference in a comparison (Student's t; of \
     percentiles by sectioning, none with fewer than 40 replications). In a comparison the intervals of one measure hold \
     for all variants together (Bonferroni).",
);
pub(crate) const SD: Column =
    Column("sd", OF_MEASURE, "Standard deviation over replications; in a comparison, of the differences.");
pub(crate) const LOW_5: Column = Column(
    "low_5",
    OF_MEASURE,
    "5th percentile over replications; in a comparison, of the differences. None for what is yes or no in each.",
);
pub(crate) const HIGH_95: Column =
    Column("high_95", OF_MEASURE, "95th percentile over replications; in a comparison, of the differences.");
pub(crate) const UNKNOWN_LOW: Column = Column(
    "unknown_low_5",
    OF_MEASURE,
    "5th percentile over draws of the uncertain numbers, chance taken out; empty if nothing is marked as uncertain.",
);
pub(crate) const UNKNOWN_HIGH: Column = Column("unknown_high_95", OF_MEASURE, "95th percentile over these draws.");
pub(crate) const CASES: Column = Column(
    "cases",
    "replications",
    "Replications with a value; in a comparison, in which both have one. 0 at a point that could not be finished.",
);
pub(crate) const MISSING: Column = Column(
    "missing",
    "replications",
    "Replications without a value, because there was no case; in a comparison, in which either has none.",
);

/// All of them, in the order of the document.
#[cfg(test)]
pub(crate) const ALL: [Column; 23] = [
    MEASURE,
    TITLE,
    WHOSE,
    UNIT,
    GROUP,
    HEADLINE,
    DEFINITION,
    VARIANT,
    STATE,
    REPLICATION,
    DRAW,
    DATE,
    MEAN,
    HALF_WIDTH,
    MEAN_LOW,
    MEAN_HIGH,
    SD,
    LOW_5,
    HIGH_95,
    UNKNOWN_LOW,
    UNKNOWN_HIGH,
    CASES,
    MISSING,
];

#[cfg(test)]
mod tests {
    use super::{ALL, Column};

    #[test]
    fn the_document_tells_what_each_of_them_means() {
        let told = include_str!("../../../docs/folders.md");
        let rows = ALL.map(|Column(name, _, definition)| format!("| `{name}` | {definition} |\n"));
        let table: String = rows.concat();
        assert!(told.contains(&table), "docs/folders.md wants this table:\n{table}");
    }
}
