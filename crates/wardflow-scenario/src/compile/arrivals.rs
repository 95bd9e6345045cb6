//! Profiles, growth, surges and CSV files become a mean for each day.

use std::collections::BTreeMap;

use wardflow_core::{
    arrivals::Arrivals as CoreArrivals,
    clock::{HOUR, Time},
};

use super::Compiler;
use crate::{
    format::{Arrivals, CsvColumn, DailyMeans, Date, FixedInterval, MONTHS, Poisson, WEEKDAYS},
    reading::Path,
};

/// Most arrivals a day of one cohort.
const MOST_PER_DAY: f64 = 100_000.0;

/// What is wrong, and the remedy.
type Fault = (String, String);

type Hourly = Option<Box<[[f64; 24]; 7]>>;

impl Compiler<'_, '_> {
    pub(super) fn arrivals(&mut self, path: &Path, cohort: &str, arrivals: &Arrivals) -> CoreArrivals {
        match arrivals {
            Arrivals::Poisson(poisson) => self.poisson(&path.join("poisson"), poisson),
            Arrivals::DailyMeans(means) => self.daily_means(&path.join("daily_means"), cohort, means),
            Arrivals::FixedInterval(fixed) => self.fixed_interval(&path.join("fixed_interval"), fixed),
        }
    }

    fn poisson(&mut self, path: &Path, poisson: &Poisson) -> CoreArrivals {
        if let Some(wrong) = poisson.per_day.values().into_iter().find(|rate| !(0.0..=MOST_PER_DAY).contains(rate)) {
            self.error(path.join("per_day"), format!("{wrong} arrivals a day"), format!("give 0 to {MOST_PER_DAY}"));
            return nobody();
        }
        let weekdays = self.profile(&path.join("weekday_profile"), &poisson.weekday_profile, WEEKDAYS);
        let months = self.profile(&path.join("month_profile"), &poisson.month_profile, MONTHS);
        let growth = 1.0 + poisson.growth_percent_per_year / 100.0;
        if !(0.1..=10.0).contains(&growth) {
            let what = format!("growth of {} % a year", poisson.growth_percent_per_year);
            self.error(path.join("growth_percent_per_year"), what, "give -90 to 900");
            return nobody();
        }
        for (name, surge) in &poisson.surges {
            let path = path.join("surges").join(name);
            if surge.to < surge.from {
                self.error(
                    path,
                    format!("ends on {} and begins on {}", surge.to, surge.from),
                    "let it end on or after its first day",
                );
            } else if !(0.0..=1_000.0).contains(&surge.multiply_by) {
                self.error(path.join("multiply_by"), format!("multiplies by {}", surge.multiply_by), "give 0 to 1000");
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
        if let Some(wrong) = per_day.iter().find(|rate| !(0.0..=MOST_PER_DAY).contains(*rate)) {
            let remedy = format!("profiles, growth and surges may bring it to at most {MOST_PER_DAY}");
            self.error(path.clone(), format!("{wrong} arrivals on one day"), remedy);
            return nobody();
        }
        let hourly = self.hourly(&path.join("hourly_profile"), poisson.hourly_profile.as_deref());
        CoreArrivals::Poisson { per_day, hourly }
    }

    /// Weights with mean 1 from named ones; those left out weigh 1.
    fn profile<const N: usize>(
        &mut self,
        path: &Path,
        named: &indexmap::IndexMap<String, f64>,
        names: [&str; N],
    ) -> [f64; N] {
        let mut weights = [1.0; N];
        for (name, &weight) in named {
            match names.iter().position(|known| known == name) {
                Some(place) => weights[place] = weight,
                None => {
                    self.error(path.join(name), format!("there is no `{name}`"), format!("write {}", names.join(", ")))
                }
            }
        }
        let mean = weights.iter().sum::<f64>() / N as f64;
        if weights.iter().any(|weight| !(0.0..=1e6).contains(weight)) || mean <= 0.0 {
            self.error(path.clone(), "these weights are no profile", "give numbers of 0 or more, not all 0");
            return [1.0; N];
        }
        weights.map(|weight| weight / mean)
    }

    fn hourly(&mut self, path: &Path, profile: Option<&[f64]>) -> Hourly {
        let weights = profile?;
        let sum: f64 = weights.iter().sum();
        let Ok(weights) = <[f64; 24]>::try_from(weights) else {
            self.error(path.clone(), format!("{} weights", weights.len()), "give 24, one for each hour from 00:00 on");
            return None;
        };
        if weights.iter().any(|weight| !(0.0..=1e6).contains(weight)) || sum <= 0.0 {
            self.error(path.clone(), "these weights are no profile", "give 24 numbers of 0 or more, not all 0");
            return None;
        }
        Some(Box::new([weights.map(|weight| weight * 24.0 / sum); 7]))
    }

    fn fixed_interval(&mut self, path: &Path, fixed: &FixedInterval) -> CoreArrivals {
        let (every, first) = (fixed.every_hours, fixed.first_after_hours);
        if !(0.001..=876_600.0).contains(&every) {
            self.error(path.join("every_hours"), format!("every {every} hours"), "give 0.001 to 876600");
            return nobody();
        }
        if !(0.0..=1_753_200.0).contains(&first) {
            self.error(path.join("first_after_hours"), format!("first after {first} hours"), "give 0 to 1753200");
            return nobody();
        }
        let seconds = |hours: f64| (hours * HOUR as f64 + 0.5) as u64;
        CoreArrivals::Fixed { first: Time(seconds(first)), every: seconds(every).max(1) }
    }

    fn daily_means(&mut self, path: &Path, cohort: &str, means: &DailyMeans) -> CoreArrivals {
        let hourly = self.hourly(&path.join("hourly_profile"), means.hourly_profile.as_deref());
        let path = path.join("csv");
        let text = match self.csv.get(cohort) {
            Some(Ok(source)) => source.text.clone(),
            Some(Err(error)) => {
                let (what, remedy) = (error.what.clone(), error.remedy.clone());
                self.error(path.join("file"), what, remedy);
                return nobody();
            }
            None => return nobody(),
        };
        let by_date = match read_column(&text, &means.csv) {
            Ok(by_date) => by_date,
            Err((what, remedy)) => {
                self.error(path, what, remedy);
                return nobody();
            }
        };
        let dates: Vec<Date> = (0..self.run_days).map(|day| self.schedule_date(day)).collect();
        if let Some(missing) = dates.iter().find(|date| !by_date.contains_key(date)) {
            let file = &means.csv.file;
            let remedy = "let the file have every day from `start` on, or measure fewer `days`";
            self.error(path, format!("`{file}` has no row for {missing}"), remedy);
            return nobody();
        }
        CoreArrivals::Poisson { per_day: dates.iter().map(|date| by_date[date]).collect(), hourly }
    }
}

/// A stand-in for arrivals that were reported.
fn nobody() -> CoreArrivals {
    CoreArrivals::Poisson { per_day: Vec::new(), hourly: None }
}

/// The numbers of a column by date, from the rows that are wanted.
fn read_column(text: &str, column: &CsvColumn) -> Result<BTreeMap<Date, f64>, Fault> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers =
        reader.headers().map_err(|error| (format!("is no CSV file: {error}"), "check the file".to_owned()))?.clone();
    let place = |name: &str| {
        headers.iter().position(|header| header == name).ok_or_else(|| {
            (format!("`{}` has no column `{name}`", column.file), super::unknown_name("column", name, headers.iter()))
        })
    };
    let (date_at, value_at) = (place(&column.date_column)?, place(&column.value_column)?);
    let only: Result<Vec<(usize, &str)>, Fault> =
        column.only.iter().map(|(name, value)| Ok((place(name)?, value.as_str()))).collect();
    let only = only?;
    let mut by_date = BTreeMap::new();
    for record in reader.records() {
        let record = record
            .map_err(|error| (format!("is no CSV file: {error}"), "give every row as many columns".to_owned()))?;
        if only.iter().any(|&(at, value)| record.get(at) != Some(value)) {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let (date, value) = (record.get(date_at).unwrap_or(""), record.get(value_at).unwrap_or(""));
        let date: Date = date.parse().map_err(|_| {
            (format!("`{}` line {line}: \"{date}\" is no date", column.file), "write dates as 2021-10-01".to_owned())
        })?;
        let value =
            value.parse::<f64>().ok().filter(|value| (0.0..=MOST_PER_DAY).contains(value)).ok_or_else(|| {
                let what = format!("`{}` line {line}: \"{value}\" is no mean number of arrivals", column.file);
                (what, format!("write 0 to {MOST_PER_DAY}"))
            })?;
        if by_date.insert(date, value).is_some() {
            let what = format!("`{}` line {line}: {date} stands there twice", column.file);
            return Err((what, "choose the rows that you mean with `only`".to_owned()));
        }
    }
    Ok(by_date)
}
