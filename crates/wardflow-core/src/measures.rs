//! What is reported: every measure is declared here once, with its name, unit and definition.
//!
//! A measure is a function of sums ([`Tally`]), so that it can be taken of the measured period and of any day in it; or
//! a quantile of waits, or a fact about the end of the run. Tables, files, dictionary and charts take it from here.

mod acute;
mod cohort;
mod delay;
mod escalation;
mod follow_up;
mod front_door;
mod hospital;
mod locality;
mod money;
mod nctr;
mod payers;
mod reasons;
mod recovery;
mod service;
mod sizes;
mod step_up;
mod units;
mod view;
mod waiting;
mod whose;

use std::collections::BTreeMap;

use crate::{
    clock::{DAY, HOUR},
    histogram::Histogram,
    model::Model,
    observe::{Counted, Places, StillWaiting},
    replication::Outcome,
    tally::{Tally, Waits},
};

/// What every census at 08:00 counts.
const AT_EIGHT: &str = "Mean of the daily counts at 08:00, before anybody leaves or comes at that time.";
/// The same at midnight.
/// Who is still there when a day ends.
const REMAINING: &str = "People discharge ready who are still in an acute bed when the day ends, as the daily situation report counts \
                         those who remain: mean of the daily counts at 00:00, before anybody leaves or comes at that time.";
const AT_MIDNIGHT: &str = "Mean of the daily counts at 00:00, before anybody leaves or comes at that time.";

/// Unit of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// People.
    People,
    /// People a day.
    PeoplePerDay,
    /// People a year of 365 days.
    PeoplePerYear,
    /// Times a year of 365 days.
    TimesPerYear,
    /// Beds.
    Beds,
    /// Places, packages or carers.
    Places,
    /// Members of staff.
    Staff,
    /// Hours of care a week.
    HoursPerWeek,
    /// Percent.
    Percent,
    /// Days.
    Days,
    /// Bed days a day.
    BedDaysPerDay,
    /// Pounds a year of 365 days.
    PoundsPerYear,
    /// Pounds.
    Pounds,
}

impl Unit {
    /// The unit as it ends a key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::PeoplePerDay => "people_per_day",
            Self::PeoplePerYear => "people_per_year",
            Self::TimesPerYear => "times_per_year",
            Self::Beds => "beds",
            Self::Places => "places",
            Self::Staff => "staff",
            Self::HoursPerWeek => "hours_per_week",
            Self::Percent => "percent",
            Self::Days => "days",
            Self::BedDaysPerDay => "bed_days_per_day",
            Self::PoundsPerYear => "pounds_per_year",
            Self::Pounds => "pounds",
        }
    }

    /// The unit as it is read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::PeoplePerDay => "people a day",
            Self::PeoplePerYear => "people a year",
            Self::TimesPerYear => "times a year",
            Self::Beds => "beds",
            Self::Places => "places",
            Self::Staff => "staff",
            Self::HoursPerWeek => "hours a week",
            Self::Percent => "%",
            Self::Days => "days",
            Self::BedDaysPerDay => "bed days a day",
            Self::PoundsPerYear => "£ a year",
            Self::Pounds => "£",
        }
    }
}

/// The part of the system that a measure speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Referrals from the community.
    StepUp,
    /// The front door.
    FrontDoor,
    /// Acute beds.
    AcuteBeds,
    /// People with no criteria to reside.
    Nctr,
    /// Where patients live.
    Localities,
    /// Discharge delay by pathway.
    DelayByPathway,
    /// Discharge delay by reason.
    DelayByReason,
    /// Triage and services.
    Services,
    /// Money.
    Money,
    /// Cohorts.
    Cohorts,
}

impl Group {
    /// Heading of its part of a table.
    pub const fn title(self) -> &'static str {
        match self {
            Self::StepUp => "Urgent community response",
            Self::FrontDoor => "Front door",
            Self::AcuteBeds => "Acute beds",
            Self::Nctr => "No criteria to reside",
            Self::Localities => "Localities",
            Self::DelayByPathway => "Discharge delay by pathway",
            Self::DelayByReason => "Discharge delay by reason",
            Self::Services => "Services",
            Self::Money => "Money",
            Self::Cohorts => "Cohorts",
        }
    }
}

type OfSums = Box<dyn Fn(&Tally) -> f64 + Send + Sync>;
type OfEnd = Box<dyn Fn(&StillWaiting) -> f64 + Send + Sync>;

/// How a measure is taken.
enum Take {
    Sums(OfSums),
    /// Of the whole measured period only: of a day it would say nothing.
    Whole(OfSums),
    Quantile {
        histogram: usize,
        share: f64,
    },
    /// Of a histogram with an hour for each that is counted.
    QuantileOfNumber {
        histogram: usize,
        share: f64,
    },
    End(OfEnd),
}

/// A measure: one number from each replication; not a number where there were no cases.
pub struct Measure {
    /// Unique name; the unit is its last part.
    pub key: String,
    /// Short name for tables; the unit stands beside it. It begins with the name of the part that it is of, if there are several.
    pub title: String,
    /// What people call the hospital, cohort, pathway, service and the like that it is of, if it is of one.
    pub whose: Option<String>,
    /// Unit.
    pub unit: Unit,
    /// Exact meaning.
    pub definition: String,
    /// The part of the system it speaks of.
    pub group: Group,
    /// Whether it stands in the one-screen table.
    pub headline: bool,
    /// Whether it is 0 or 100% in each replication: its mean is a chance, and it has no range.
    pub yes_or_no: bool,
    /// Why a percentage may be above 100; no other ever is.
    pub above_100: Option<&'static str>,
    take: Take,
}

impl Measure {
    /// The measure of a whole replication.
    pub fn of(&self, outcome: &Outcome) -> f64 {
        match &self.take {
            Take::Sums(take) | Take::Whole(take) => take(&outcome.tally),
            Take::Quantile { .. } => self.pooled(&outcome.histograms).unwrap_or(f64::NAN),
            Take::QuantileOfNumber { .. } => self.pooled(&outcome.histograms).unwrap_or(f64::NAN).ceil(),
            Take::End(take) => take(&outcome.still_waiting),
        }
    }

    /// The measure of one day; `None` for what only the whole period has.
    pub fn of_day(&self, day: &Tally) -> Option<f64> {
        match &self.take {
            Take::Sums(take) => Some(take(day)),
            _ => None,
        }
    }

    /// Its title without the name of what it is of.
    pub fn what(&self) -> &str {
        self.whose.as_deref().and_then(|whose| what(&self.title, whose)).unwrap_or(&self.title)
    }

    /// Whether there is a daily series of it.
    pub fn is_daily(&self) -> bool {
        matches!(self.take, Take::Sums(_))
    }

    /// Whether it is pooled over all replications: a quantile.
    pub fn is_pooled(&self) -> bool {
        matches!(self.take, Take::Quantile { .. } | Take::QuantileOfNumber { .. })
    }

    /// Whether it is pooled, and a number of people or beds: the next whole number is said.
    pub fn is_pooled_number(&self) -> bool {
        matches!(self.take, Take::QuantileOfNumber { .. })
    }

    /// For quantiles: their value in the histograms of an outcome, or of several together; numbers of people or beds are
    /// not rounded up yet ([`Self::is_pooled_number`]).
    pub fn pooled(&self, histograms: &[Histogram]) -> Option<f64> {
        match self.take {
            Take::Quantile { histogram, share } => Some(histograms[histogram].quantile(share)),
            // Each is counted as so many hours; a bin is spread over the one below.
            Take::QuantileOfNumber { histogram, share } => {
                Some(histograms[histogram].quantile(share) * (DAY / HOUR) as f64)
            }
            _ => None,
        }
    }
}

/// The measures of a model, in the order of reports.
pub struct Catalogue {
    measures: Vec<Measure>,
    /// Where each stands, by its key.
    places: BTreeMap<String, usize>,
}

impl Catalogue {
    /// Every measure that the model can produce.
    pub fn of(model: &Model) -> Self {
        let mut book = Self { measures: Vec::new(), places: BTreeMap::new() };
        hospital::declare(model, &mut book);
        cohort::declare(model, &mut book);
        step_up::declare(model, &mut book);
        escalation::declare(model, &mut book);
        nctr::declare(model, &mut book);
        delay::declare(model, &mut book);
        locality::declare(model, &mut book);
        waiting::declare(model, &mut book);
        service::declare(model, &mut book);
        recovery::declare(model, &mut book);
        follow_up::declare(model, &mut book);
        money::declare(model, &mut book);
        let whose = whose::Whose::of(model);
        for measure in &mut book.measures {
            measure.whose = whose.owner(&measure.key).map(str::to_owned);
        }
        book
    }

    /// All measures.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The place of a measure by key.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.places.get(key).copied()
    }

    /// Every measure of one replication, in the catalogue's order.
    pub fn take(&self, outcome: &Outcome) -> Vec<f64> {
        self.measures.iter().map(|measure| measure.of(outcome)).collect()
    }

    /// Adds a measure; what it is of, such as `pathways.p1.delay`, makes the key together with the unit.
    fn declare(
        &mut self,
        group: Group,
        of: &str,
        unit: Unit,
        title: &str,
        definition: &str,
        take: Take,
    ) -> &mut Measure {
        let key = format!("{of}_{}", unit.key());
        debug_assert!(self.find(&key).is_none(), "two measures are called {key}");
        self.places.insert(key.clone(), self.measures.len());
        let (title, definition) = (upper(title), definition.to_owned());
        self.measures.push(Measure {
            key,
            title,
            whose: None,
            unit,
            definition,
            group,
            headline: false,
            yes_or_no: false,
            above_100: None,
            take,
        });
        let last = self.measures.len() - 1;
        &mut self.measures[last]
    }

    /// How many measures there are so far.
    fn len(&self) -> usize {
        self.measures.len()
    }

    /// Puts a name before the titles of all measures from the `first` on, which do not begin with a name.
    fn name_from(&mut self, first: usize, name: &str) {
        for measure in &mut self.measures[first..] {
            let (initial, rest) = measure.title.split_at(1);
            measure.title = upper(&format!("{name}: {}{rest}", initial.to_lowercase()));
        }
    }

    fn sums(
        &mut self,
        group: Group,
        of: &str,
        unit: Unit,
        title: &str,
        definition: &str,
        take: impl Fn(&Tally) -> f64 + Send + Sync + 'static,
    ) -> &mut Measure {
        self.declare(group, of, unit, title, definition, Take::Sums(Box::new(take)))
    }

    fn whole(
        &mut self,
        group: Group,
        of: &str,
        unit: Unit,
        title: &str,
        definition: &str,
        take: impl Fn(&Tally) -> f64 + Send + Sync + 'static,
    ) -> &mut Measure {
        self.declare(group, of, unit, title, definition, Take::Whole(Box::new(take)))
    }

    /// Declares the same of numbers at 08:00.
    fn quantiles_of_numbers(
        &mut self,
        model: &Model,
        (group, unit): (Group, Unit),
        of: &str,
        what: Counted,
        title: &str,
    ) {
        for percent in [50, 75, 90, 95] {
            let take =
                Take::QuantileOfNumber { histogram: Places::of(model).place(what), share: f64::from(percent) / 100.0 };
            let (of, title) = (format!("{of}_{percent}th_percentile"), format!("{title}, {percent}th percentile"));
            let definition = format!(
                "On {percent}% of days there are no more than this at 08:00, before anybody leaves or comes at that time. The \
                 counts are pooled over days and replications."
            );
            self.declare(group, &of, unit, &title, &definition, take);
        }
    }

    /// Declares the 50, 75, 90 and 95% quantiles of some waits.
    fn quantiles(&mut self, model: &Model, group: Group, of: &str, waits: Counted, title: &str, definition: &str) {
        for percent in [50, 75, 90, 95] {
            let take = Take::Quantile { histogram: Places::of(model).place(waits), share: f64::from(percent) / 100.0 };
            let (of, title) = (format!("{of}_{percent}th_percentile"), format!("{title}, {percent}th percentile"));
            let definition = format!(
                "{percent}% of {definition} are no longer than this. Pooled over patients of all replications; within an hour up to 60 days."
            );
            self.declare(group, &of, Unit::Days, &title, &definition, take);
        }
    }
}

impl Measure {
    /// The largest value that is possible, if there is one; the smallest is 0 for all.
    pub fn most(&self) -> Option<f64> {
        (self.unit == Unit::Percent && self.above_100.is_none()).then_some(100.0)
    }

    /// Says why it may be above 100%: in its definition, and wherever it is.
    fn may_exceed(&mut self, why: &'static str) -> &mut Self {
        self.above_100 = Some(why);
        self.definition.extend([" It may be above 100%: ", why, "."]);
        self
    }

    /// Puts it into the one-screen table.
    fn in_headline(&mut self) {
        self.headline = true;
    }
}

/// A title without the name that it begins with; none if it does not.
pub fn what<'a>(title: &'a str, whose: &str) -> Option<&'a str> {
    title.strip_prefix(&upper(whose))?.strip_prefix(": ")
}

/// With a capital.
fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A ratio; not a number where there is nothing to divide by.
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { f64::NAN } else { part as f64 / whole as f64 }
}

fn percent(part: u64, whole: u64) -> f64 {
    100.0 * ratio(part, whole)
}

/// Mean length of waits [days].
fn mean_days(waits: &Waits) -> f64 {
    ratio(waits.seconds, waits.count) / DAY as f64
}

/// A number of cases as a rate a day.
fn per_day(count: u64, tally: &Tally) -> f64 {
    ratio(count, tally.seconds) * DAY as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_divided_by_nothing_is_missing_not_zero() {
        assert!(ratio(0, 0).is_nan());
        assert!(mean_days(&Waits::default()).is_nan());
        assert_eq!(percent(1, 4), 25.0);
    }
}
