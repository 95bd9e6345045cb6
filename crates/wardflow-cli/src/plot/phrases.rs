//! Measures, numbers of an axis and values in plain words.

use wardflow_core::measures::Unit;
use wardflow_montecarlo::sweep::results::Axis;

use super::{selection::Selection, target::Target};
use crate::{
    english::{list, lower, upper},
    estimate::Estimate,
    keeping_up,
    measure_name::{Naming, hospital_of},
    numbers,
};

/// Sentences do not repeat a longer name of an axis.
const LONGEST: usize = 50;
/// More titles would fill the small print.
const MOST_SCENARIOS: usize = 4;

/// A measure as sentences and panels call it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Subject {
    /// In the middle of a sentence, with its article.
    pub(super) name: String,
    /// Unit of its values as they are stored.
    unit: String,
}

impl Subject {
    /// One measure of all that have these keys.
    pub(super) fn of<'a>(naming: &Naming<'_>, all: impl IntoIterator<Item = &'a str>) -> Self {
        let mut subject = Self::named(naming);
        subject.name.extend(hospital_of(naming, all).map(|hospital| format!(" in {hospital}")));
        subject
    }

    /// The same where there is one hospital at most.
    fn named(naming: &Naming<'_>) -> Self {
        let (what, whose) = (lower(naming.what()), naming.whose.unwrap_or_default());
        let parts: Vec<&str> = naming.key.split('.').collect();
        let name = match *parts.as_slice() {
            ["nctr_people"] => "number of people discharge ready in an acute bed".into(),
            ["pathways", _, "nctr_people"] => format!("number of people on {whose} discharge ready in an acute bed"),
            ["cost", "total_pounds_per_year"] => "total cost".into(),
            ["cost", "hospitals", ..] => format!("cost of {what}"),
            ["cost", ..] if naming.whose.is_some() => format!("cost of {whose}"),
            ["cost", ..] => format!("cost of {what}"),
            ["hospitals", _, "occupancy_percent"] => "occupancy of acute beds".into(),
            ["hospitals", _, "short_weeks_percent"] => "share of weeks with no acute bed for somebody".into(),
            ["hospitals", _, "short_days_percent"] => "share of days with no acute bed for somebody".into(),
            ["hospitals", _, "wait_for_bed_days"] => "wait for an acute bed".into(),
            ["hospitals", ..] => what,
            // `p2: wait for capacity`, `d2a block: utilisation`.
            ["pathways", ..] if naming.is_named() => format!("{what} on {whose}"),
            _ if naming.is_named() => format!("{what} of {whose}"),
            _ => match naming.title.split_once(": ") {
                Some((part, what)) => format!("{what} of {}", lower(part)),
                None => what,
            },
        };
        Self { name: format!("the {name}"), unit: naming.unit.to_owned() }
    }

    /// At the head of a panel or sentence.
    pub(super) fn heading(&self) -> String {
        upper(self.name.trim_start_matches("the "))
    }

    /// What values are divided by before they are shown, and the unit of what comes out, for values up to one.
    pub(super) fn scale(&self, most: f64) -> (f64, String) {
        match self.unit.strip_prefix("£ ") {
            Some(rest) if most >= 1e6 => (1e6, format!("£m {rest}")),
            Some(rest) if most >= 1e4 => (1e3, format!("£1,000 {rest}")),
            _ => (1.0, self.unit.clone()),
        }
    }

    /// Digits after the point that a figure needs.
    pub(super) fn decimals(&self, estimate: impl Into<Estimate>) -> usize {
        let unit = match self.unit.as_str() {
            "%" => Unit::Percent,
            "£ a year" | "£" => Unit::PoundsPerYear,
            // All others need as many as people.
            _ => Unit::People,
        };
        estimate.into().digits(unit)
    }

    /// A figure without its unit, as sentences write it.
    pub(super) fn bare(&self, estimate: impl Into<Estimate>) -> String {
        let estimate: Estimate = estimate.into();
        let Estimate { value, half } = estimate;
        match self.unit.strip_prefix("£ ") {
            Some(_) if value >= 1e6 => {
                // Two at most, however many millions.
                let decimals = numbers::known(1.0, half.map(|half| half / 1e6), Unit::People);
                format!("£{}m", numbers::number(value / 1e6, decimals))
            }
            Some(_) => format!("£{}", numbers::number(numbers::rounded(value, half), 0)),
            None => numbers::number(value, self.decimals(estimate)),
        }
    }

    /// A figure with its unit.
    pub(super) fn value(&self, estimate: impl Into<Estimate>) -> String {
        self.with_unit(&self.bare(estimate))
    }

    /// A figure after "is" and the like: without its unit if the name says what is counted.
    pub(super) fn after_its_name(&self, estimate: impl Into<Estimate>) -> String {
        if self.name.starts_with("the number of people") { self.bare(estimate) } else { self.value(estimate) }
    }

    /// A figure with its unit and no more digits than a larger one beside it.
    pub(super) fn value_beside(&self, estimate: impl Into<Estimate>, larger: f64) -> String {
        let estimate: Estimate = estimate.into();
        let is_money = self.unit.starts_with('£');
        let decimals = || self.decimals(Estimate { value: larger.max(estimate.value), ..estimate });
        if is_money { self.value(estimate) } else { self.with_unit(&numbers::number(estimate.value, decimals())) }
    }

    /// A number that is written already, with its unit.
    pub(super) fn with_unit(&self, written: &str) -> String {
        let unit = self.unit.strip_prefix("£ ").unwrap_or(&self.unit);
        numbers::with_unit(written, unit)
    }

    /// A target with what it is of.
    pub(super) fn target(&self, target: Target) -> String {
        let words = self.with_unit(&target.words());
        match self.name.strip_prefix("the number of people ").filter(|_| self.unit == "people") {
            Some(who) => format!("the target of {words} {who}"),
            None => format!("the target of {words} for {}", self.name),
        }
    }
}

/// What a chart calls an axis.
pub(super) fn axis_name(axis: &Axis) -> String {
    if axis.label.trim().is_empty() { axis.path.clone() } else { upper(&axis.label) }
}

/// A number of an axis with what it counts, such as `56 short-term beds` or `700 hours a week of home care`.
pub(super) fn quantity(axis: &Axis, value: f64) -> String {
    const COUNTED: [&str; 10] =
        ["beds", "places", "packages", "vacancies", "people", "staff", "nurses", "hours", "weeks", "days"];
    let number = numbers::plain(value);
    // Of a label that somebody wrote nobody knows whether it begins with a proper name.
    let name = if axis.whose.is_some() { axis.label.clone() } else { lower(&axis_name(axis)) };
    if name.chars().count() > LONGEST {
        return number;
    }
    let counts = |word: Option<&str>| word.is_some_and(|word| COUNTED.contains(&word));
    match name.rsplit_once(", ") {
        Some((what, unit)) if counts(unit.split(' ').next()) => format!("{number} {unit} of {what}"),
        // "12 D2A beds (block)".
        _ => match name.split(" (").next().and_then(|noun| noun.rsplit(' ').next()) {
            last if !counts(last) => format!("{name} {number}"),
            Some("beds" | "places" | "packages") if value == 1.0 && name.ends_with('s') => {
                format!("1 {}", name.trim_end_matches('s'))
            }
            _ => format!("{number} {name}"),
        },
    }
}

/// What a point is the mean of.
pub(super) fn each(selection: &Selection) -> String {
    match selection.replications.iter().max() {
        Some(&replications) if replications > 1 => {
            format!("each the mean of {}", numbers::count(replications.into(), "replication"))
        }
        _ => "each of one replication".to_owned(),
    }
}

/// How a mean is told: of one replication it is none.
pub(super) fn on_average(selection: &Selection) -> &'static str {
    if selection.replications.iter().eq([&1]) { "in the one replication" } else { "on average" }
}

/// The small print: scenarios, replications, seed, version.
pub(super) fn footer(selection: &Selection) -> String {
    let scenarios = match selection.scenarios.as_slice() {
        [one] => format!("Scenario: {one}"),
        [..] if selection.scenarios.len() <= MOST_SCENARIOS => format!("Scenarios: {}", selection.scenarios.join("; ")),
        all => format!("{} scenarios", all.len()),
    };
    let numbers = |values: Vec<String>| list(&values);
    let replications = numbers(selection.replications.iter().map(|&count| numbers::whole(count.into())).collect());
    let one = selection.replications.iter().eq([&1]);
    let seeds = numbers(selection.seeds.iter().map(u64::to_string).collect());
    let mut parts = vec![
        scenarios,
        format!("{replications} replication{} a point", if one { "" } else { "s" }),
        format!("seed{} {seeds}", if selection.seeds.len() > 1 { "s" } else { "" }),
    ];
    parts.extend(selection.programs.iter().cloned());
    parts.extend(selection.held.iter().map(|(axis, value)| quantity(axis, *value)));
    parts.join(" · ")
}

/// What hollow signs and cells mean, if there are any.
pub(super) fn hollow_sentence(selection: &Selection) -> Option<String> {
    let states = selection.states();
    let said = keeping_up::of_points(&states);
    let has_holes = states.iter().any(|&state| keeping_up::is_hollow(Some(state)));
    (!said.is_empty()).then(|| if has_holes { format!("Hollow: {}", lower(&said)) } else { said })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(key: &str, title: &str, unit: &str) -> Subject {
        let whose = title.split_once(": ").map(|(whose, _)| whose).filter(|whose| *whose != "All pathways");
        Subject::of(&Naming { key, title, whose, unit }, [key])
    }

    fn axis(path: &str, label: &str) -> Axis {
        Axis { path: path.into(), label: label.into(), whose: None }
    }

    #[test]
    fn measures_fit_into_sentences() {
        let name = |key: &str, title: &str| measure(key, title, "").name;
        assert_eq!(
            name("nctr_people", "In an acute bed, discharge ready"),
            "the number of people discharge ready in an acute bed"
        );
        assert_eq!(
            name("pathways.p1_complex.nctr_people", "P1 complex: on it"),
            "the number of people on P1 complex discharge ready in an acute bed"
        );
        assert_eq!(name("pathways.p2.wait_for_capacity_days", "P2: wait for capacity"), "the wait for capacity on P2");
        assert_eq!(
            name("services.d2a_block.utilisation_percent", "D2A block: utilisation"),
            "the utilisation of D2A block"
        );
        assert_eq!(name("cost.total_pounds_per_year", "Total"), "the total cost");
        assert_eq!(name("hospitals.uhs.full_percent", "Time full"), "the time full");
        assert_eq!(measure("delay_days", "All pathways: mean delay", "days").heading(), "Mean delay of all pathways");
    }

    #[test]
    fn measures_of_one_hospital_of_several_name_it_once() {
        let keys = ["hospitals.north_east.wait_for_bed_days", "hospitals.south.wait_for_bed_days"];
        let naming = |key, title| Naming { key, title, whose: Some("North East: General"), unit: "days" };
        let name = |key, title| Subject::of(&naming(key, title), keys).name;
        let title = "North East: General: wait for a bed";
        assert_eq!(name(keys[0], title), "the wait for an acute bed in North East: General");
        let key = "hospitals.north_east.acute_stay_days";
        assert_eq!(name(key, "North East: General: length of stay"), "the length of stay in North East: General");
    }

    #[test]
    fn numbers_of_an_axis_say_what_they_count() {
        let beds = axis("services.interim_beds.beds", "Short-term beds");
        assert_eq!([1.0, 56.0].map(|value| quantity(&beds, value)), ["1 short-term bed", "56 short-term beds"]);
        let hours = axis("services.home_care.hours_per_week", "Home care, hours a week");
        assert_eq!(quantity(&hours, 1250.5), "1,250.5 hours a week of home care");
        assert_eq!(quantity(&axis("x.growth", "Growth factor"), 1.2), "growth factor 1.2");
        assert_eq!(quantity(&axis("services.d2a_block.beds", "D2A block beds"), 38.0), "38 D2A block beds");
    }

    #[test]
    fn an_axis_keeps_the_name_that_somebody_gave_what_it_is_of() {
        let of = |label: &str| {
            quantity(&Axis { path: String::new(), label: label.into(), whose: Some("Clarence Unit".into()) }, 20.0)
        };
        assert_eq!(of("Clarence Unit, West beds"), "20 Clarence Unit, West beds");
        assert_eq!(of("Clarence Unit, hours a week"), "20 hours a week of Clarence Unit");
    }

    #[test]
    fn figures_have_no_more_digits_than_their_interval_knows() {
        let people = measure("nctr_people", "", "people");
        let estimate = |value, half| Estimate { value, half: Some(half) };
        assert_eq!([1.35, 0.012, 12.0].map(|half| people.bare(estimate(5.03, half))), ["5.0", "5.03", "5"]);
        assert_eq!(people.value_beside(estimate(0.22, 1.35), 5.0), "0.2 people");
        let cost = measure("cost.total_pounds_per_year", "Total", "£ a year");
        assert_eq!(cost.value(estimate(5_115_064.2, 400_000.0)), "£5.12m a year");
        assert_eq!(cost.value(estimate(5_115_064.2, 2_400_000.0)), "£5.1m a year");
    }

    #[test]
    fn values_have_their_unit() {
        let people = measure("nctr_people", "", "people");
        assert_eq!(
            (people.value(44.96), people.value(9.5), people.bare(1234.5)),
            ("45.0 people".into(), "9.50 people".into(), "1,234".into())
        );
        let cost = measure("cost.total_pounds_per_year", "Total", "£ a year");
        assert_eq!((cost.value(5_115_064.2), cost.value(12_345.0)), ("£5.12m a year".into(), "£12,345 a year".into()));
        assert_eq!(cost.scale(5e6), (1e6, "£m a year".into()));
    }
}
