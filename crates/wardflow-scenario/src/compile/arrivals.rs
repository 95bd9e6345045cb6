//! Profiles, growth, surges and CSV files become a mean for each day.

use std::collections::BTreeMap;

use wardflow_core::{
    arrivals::Arrivals as CoreArrivals,
    clock::{HOUR, Time},
};

use super::{Compiler, before_start::BeforeStart};
use crate::{
    format::{Arrivals, CsvColumn, DailyNumbers, Date, FixedInterval, MONTHS, Poisson, WEEKDAYS},
    reading::Path,
    rows::{Fault, MOST_FAULTS, number_in_table, wanted},
};

/// Most arrivals a day of one cohort.
const MOST_PER_DAY: f64 = 100_000.0;
/// Most weight of an hour, day or month.
const MOST_WEIGHT: f64 = 1e6;

type Hourly = Option<Box<[[f64; 24]; 7]>>;

impl Compiler<'_, '_> {
    pub(super) fn arrivals(&mut self, path: &Path, cohort: &str, arrivals: &Arrivals) -> CoreArrivals {
        match arrivals {
            Arrivals::Poisson(poisson) => self.poisson(&path.join("poisson"), poisson),
            Arrivals::DailyMeans(means) => {
                let numbers = self.daily_numbers(&path.join("daily_means"), cohort, means, false);
                numbers.map_or_else(nobody, |(per_day, hourly)| CoreArrivals::Poisson { per_day, hourly })
            }
            Arrivals::DailyCounts(counts) => self.daily_counts(&path.join("daily_counts"), cohort, counts),
            Arrivals::FixedInterval(fixed) => self.fixed_interval(&path.join("fixed_interval"), fixed),
        }
    }

    fn poisson(&mut self, path: &Path, poisson: &Poisson) -> CoreArrivals {
        if let Some(wrong) = poisson.per_day.values().into_iter().find(|rate| !(0.0..=MOST_PER_DAY).contains(rate)) {
            self.error(path.join("per_day"), format!("{wrong} arrivals a day"), format!("give 0 to {MOST_PER_DAY}"));
            return nobody();
        }
        let hourly = self.hourly(&path.join("hourly_profile"), poisson.hourly_profile.as_deref());
        let weekdays = self.profile(&path.join("weekday_profile"), &poisson.weekday_profile, WEEKDAYS);
        let months = self.profile(&path.join("month_profile"), &poisson.month_profile, MONTHS);
        let growth = 1.0 + poisson.growth_percent_per_year / 100.0;
        if !(0.1..=10.0).contains(&growth) {
            let what = format!("growth of {}% a year", poisson.growth_percent_per_year);
            self.error(path.join("growth_percent_per_year"), what, "give -90 to 900");
            return nobody();
        }
        let end = self.scenario.start.plus_days(self.model.measured_days.into());
        let mut surges_are_sound = true;
        for (name, surge) in &poisson.surges {
            let path = path.join("surges").join(name);
            let multiplies = (0.0..=1_000.0).contains(&surge.multiply_by);
            surges_are_sound &= multiplies;
            if surge.to < surge.from {
                self.error(
                    path,
                    format!("this surge ends on {} and begins on {}", surge.to, surge.from),
                    "let it end on or after its first day",
                );
            } else if !multiplies {
                self.error(
                    path.join("multiply_by"),
                    format!("this surge multiplies by {}", surge.multiply_by),
                    "give 0 to 1000",
                );
            } else if surge.to < self.scenario.start || surge.from >= end {
                let what = format!(
                    "this surge lies outside the measured days, {} to {}",
                    self.scenario.start,
                    end.plus_days(-1)
                );
                self.report.warning("unused", path, what, "give it dates in there, or leave it out");
            }
        }
        let start = self.scenario.start;
        let per_day: Vec<f64> = (0..self.run_days)
            .map(|day| {
                let rate = poisson.per_day.on_run_day(day, self.model.warm_up_days, start);
                let of_run = start.plus_days(i64::from(day) - i64::from(self.model.warm_up_days));
                let years = of_run.days_since(start).max(0) as f64 / 365.25;
                let in_force = poisson
                    .surges
                    .values()
                    .filter(|surge| (surge.from..=surge.to).contains(&of_run) && of_run >= start);
                rate * weekdays[self.model.weekdays.of(day.into())]
                    * months[usize::from(of_run.month()) - 1]
                    * libm::pow(growth, years)
                    * in_force.map(|surge| surge.multiply_by).product::<f64>()
            })
            .collect();
        if !surges_are_sound {
            return nobody();
        }
        if let Some(wrong) = per_day.iter().find(|rate| !(0.0..=MOST_PER_DAY).contains(*rate)) {
            let remedy = format!("profiles, growth and surges may bring it to at most {MOST_PER_DAY}");
            self.error(path.clone(), format!("{wrong} arrivals on one day"), remedy);
            return nobody();
        }
        CoreArrivals::Poisson { per_day, hourly }
    }

    /// Weights with mean 1 from named ones; those left out weigh 1.
    fn profile<const N: usize>(
        &mut self,
        path: &Path,
        given: &indexmap::IndexMap<String, f64>,
        known: [&str; N],
    ) -> [f64; N] {
        let mut weights = [1.0; N];
        for (name, &weight) in given {
            if let Some(place) = known.iter().position(|one| one == name) {
                weights[place] = weight;
            } else {
                let remedy = format!("write {}", known.join(", "));
                self.key_error(path.join(name), format!("`{name}` is none of the names here"), remedy);
            }
            if !(0.0..=MOST_WEIGHT).contains(&weight) {
                self.error(path.join(name), format!("a weight of {weight}"), "give 0 or more, 1 for the usual");
                return [1.0; N];
            }
        }
        let mean = weights.iter().sum::<f64>() / N as f64;
        if mean <= 0.0 {
            self.error(path.clone(), "all weights are 0", "give at least one above 0");
            return [1.0; N];
        }
        weights.map(|weight| weight / mean)
    }

    fn hourly(&mut self, path: &Path, profile: Option<&[f64]>) -> Hourly {
        let weights = profile?;
        let sum: f64 = weights.iter().sum();
        let Ok(weights) = <[f64; 24]>::try_from(weights) else {
            let what = format!("{} weights are given for the hours of the day", weights.len());
            self.error(path.clone(), what, "give 24, one for each hour from 00:00 on");
            return None;
        };
        if let Some(hour) = weights.iter().position(|weight| !(0.0..=MOST_WEIGHT).contains(weight)) {
            self.error(path.join(hour), format!("a weight of {}", weights[hour]), "give 0 or more, 1 for the usual");
            return None;
        }
        if sum <= 0.0 {
            self.error(path.clone(), "all weights are 0", "give at least one above 0");
            return None;
        }
        Some(Box::new([weights.map(|weight| weight * 24.0 / sum); 7]))
    }

    fn fixed_interval(&mut self, path: &Path, fixed: &FixedInterval) -> CoreArrivals {
        let (every, first) = (fixed.every_hours, fixed.first_after_hours);
        if !(0.001..=876_600.0).contains(&every) {
            self.error(
                path.join("every_hours"),
                format!("one patient every {every} hours"),
                "give 0.001 to 876600 hours",
            );
            return nobody();
        }
        if !(0.0..=1_753_200.0).contains(&first) {
            self.error(
                path.join("first_after_hours"),
                format!("the first after {first} hours"),
                "give 0 to 1753200 hours",
            );
            return nobody();
        }
        let seconds = |hours: f64| (hours * HOUR as f64 + 0.5) as u64;
        CoreArrivals::Fixed { first: Time(seconds(first)), every: seconds(every).max(1) }
    }

    fn daily_counts(&mut self, path: &Path, cohort: &str, counts: &DailyNumbers) -> CoreArrivals {
        let Some((per_day, hourly)) = self.daily_numbers(path, cohort, counts, true) else { return nobody() };
        if let Some(wrong) = per_day.iter().find(|count| count.fract() != 0.0) {
            let what = format!("{wrong} arrivals on a day in `{}`, which is no whole number", counts.csv.file);
            self.error(path.join("csv").join("value_column"), what, "give whole numbers, or write `daily_means`");
            return nobody();
        }
        CoreArrivals::Counted { per_day: per_day.into_iter().map(|count| count as u32).collect(), hourly }
    }

    /// The number of each day of the run from a CSV file; if `whole`, only numbers that stand there.
    fn daily_numbers(
        &mut self,
        path: &Path,
        cohort: &str,
        numbers: &DailyNumbers,
        whole: bool,
    ) -> Option<(Vec<f64>, Hourly)> {
        let hourly = self.hourly(&path.join("hourly_profile"), numbers.hourly_profile.as_deref());
        let path = path.join("csv");
        let text = match self.csv.get(cohort)? {
            Ok(source) => source.text.clone(),
            Err(error) => {
                let (what, remedy) = (error.what.clone(), error.remedy.clone());
                self.error(path.join("file"), what, remedy);
                return None;
            }
        };
        let by_date = match read_column(&text, &numbers.csv) {
            Ok(by_date) => by_date,
            Err(faults) => {
                for (key, what, remedy) in faults {
                    self.error(path.join(key), what, remedy);
                }
                return None;
            }
        };
        let (start, warm_up) = (self.scenario.start, self.model.warm_up_days);
        let file = &numbers.csv.file;
        let mut measured = Vec::new();
        for date in (0..self.model.measured_days).map(|day| start.plus_days(day.into())) {
            let Some(&number) = by_date.get(&date) else {
                let remedy = "let the file have every day from `start` on, or measure fewer `days`";
                self.error(path.join("file"), format!("`{file}` has no row for {date}"), remedy);
                return None;
            };
            measured.push(number);
        }
        let mut before = BeforeStart::new(&by_date, start, whole);
        let first = start.plus_days(-i64::from(warm_up));
        let mut per_day: Vec<f64> = (0..warm_up).map(|day| before.on(first.plus_days(day.into()))).collect();
        // With a census there is no warm-up: what came before the first day is not simulated.
        if let Some(said) = before.said().filter(|_| self.scenario.census.is_none()) {
            let days = if said.days == 1 { "1 day".to_owned() } else { format!("{} days", said.days) };
            let (from, instead) = (said.first, said.instead);
            let what = format!("`{file}` has no row for {days} of the warm-up, from {from} on: {instead}");
            let remedy = format!("add the rows from {from} on, if it was otherwise then");
            self.report.warning("warm-up", path.join("file"), what, remedy);
        }
        per_day.append(&mut measured);
        Some((per_day, hourly))
    }
}

/// A stand-in for arrivals that were reported.
fn nobody() -> CoreArrivals {
    CoreArrivals::Poisson { per_day: Vec::new(), hourly: None }
}

/// The numbers of a column by date, from the rows that are wanted.
fn read_column(text: &str, column: &CsvColumn) -> Result<BTreeMap<Date, f64>, Vec<Fault>> {
    let file = &column.file;
    let columns = [("date_column", &*column.date_column), ("value_column", &*column.value_column)];
    let mut by_date = BTreeMap::new();
    let mut faults: Vec<Fault> = Vec::new();
    for (line, [date, value]) in wanted(file, text, columns, &column.only)? {
        let mut fault =
            |what: &str, remedy: String| faults.push(("file", format!("`{file}` line {line}: {what}"), remedy));
        let number = number_in_table(&value).filter(|value| (0.0..=MOST_PER_DAY).contains(value));
        if number.is_none() {
            fault(&format!("\"{value}\" is no number of arrivals"), format!("write 0 to {MOST_PER_DAY}"));
        }
        match Date::in_table(&date) {
            Ok(date) => {
                if by_date.insert(date, number.unwrap_or(0.0)).is_some() {
                    fault(
                        &format!("{date} stands there twice"),
                        "choose the rows that you mean with `only`".to_owned(),
                    );
                }
            }
            Err(why) => {
                let (what, remedy) = why.split_once("; ").unwrap_or((&why, ""));
                fault(what, remedy.to_owned());
            }
        }
    }
    faults.truncate(MOST_FAULTS);
    if faults.is_empty() { Ok(by_date) } else { Err(faults) }
}
