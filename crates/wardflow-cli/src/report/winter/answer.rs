//! What the winter pack says in five lines.

use wardflow_scenario::format::Date;

use super::{super::material::Material, Winter};
use crate::{
    english::{list, lower, titled, written},
    exit::Failure,
    numbers::{self, plain},
    plot::runs::{
        exceedance::{self, Need, enough},
        percent_above, weeks,
    },
    run_folder::RunFolder,
};

/// Replications in which the beds are to be enough [%].
const SURE: u32 = 90;
/// Stretches of weeks that are told one by one.
const MOST_SPANS: usize = 3;

impl Winter {
    /// How likely it is that beds run out, in which weeks, how many would do, what the mitigation is worth, and people.
    ///
    /// # Errors
    /// If the weeks of a run cannot be read.
    pub(in super::super) fn answer(&self, material: &Material) -> Result<Vec<String>, Failure> {
        let runs = &material.runs;
        let open = needs(runs)?;
        let need = needs(&self.need)?;
        let mut lines = Vec::new();
        for (at, first) in open[0].iter().enumerate() {
            let of = if open[0].len() > 1 { format!(" of {}", titled(first.hospital)) } else { String::new() };
            if let Some(beds) = first.open {
                lines.push(running_out(beds, &of, [&open[0][at], &open[1][at]]));
            }
            let chances = weeks::of_hospital(&runs[0], first.hospital)?;
            lines.extend(chances.map(|chances| in_weeks(&chances, &of, &runs[0])));
            let enough: Vec<u64> = need.iter().map(|run| enough(&run[at].period, SURE)).collect();
            lines.push(how_many(&enough, first.open, &of));
            if let Some(&last) = enough.get(2) {
                lines.push(self.instead(enough[0], last, first.open, &of));
            }
        }
        lines.push(people(runs));
        Ok(lines)
    }

    /// What the mitigation is worth in beds.
    fn instead(&self, with: u64, last: u64, open: Option<f64>, of: &str) -> String {
        let names: Vec<String> = self
            .mitigations
            .iter()
            .enumerate()
            .map(|(at, one)| if at == 0 { one.name.clone() } else { lower(&one.name) })
            .collect();
        let together = if names.len() > 1 { " together" } else { "" };
        let change = match last.cmp(&with) {
            std::cmp::Ordering::Less => {
                format!("would bring these {} beds{of} down to {}", numbers::whole(with), numbers::whole(last))
            }
            std::cmp::Ordering::Equal => format!("would leave these {} beds{of} as they are", numbers::whole(with)),
            std::cmp::Ordering::Greater => {
                format!("would raise these {} beds{of} to {}", numbers::whole(with), numbers::whole(last))
            }
        };
        let beside = open.map_or_else(String::new, |open| format!(", {}", beside_open(last, open)));
        format!("{}{together} {change}{beside}.", list(&names))
    }
}

/// What each run needed, hospital by hospital.
fn needs(runs: &[RunFolder]) -> Result<Vec<Vec<Need<'_>>>, Failure> {
    runs.iter().map(|run| exceedance::of_run(run)).collect()
}

fn running_out(beds: f64, of: &str, [with, without]: [&Need<'_>; 2]) -> String {
    let percent = |values: &[f64]| numbers::number(percent_above(values, beds), 0);
    format!(
        "With the surge more than the {} open acute beds{of} are needed at some time in {} % of {}, and in {} % of all \
         weeks; without it in {} % and {} %.",
        plain(beds),
        percent(&with.period),
        numbers::count(with.period.len() as u64, "simulated winter"),
        percent(&with.weeks),
        percent(&without.period),
        percent(&without.weeks),
    )
}

/// The weeks in which beds are more likely than not to run out.
fn in_weeks(chances: &[(Date, f64)], of: &str, run: &RunFolder) -> String {
    let likeliest = chances.iter().max_by(|(_, one), (_, other)| one.total_cmp(other));
    let likeliest = likeliest.filter(|(_, chance)| *chance > 0.0).map_or_else(String::new, |(week, chance)| {
        format!("; the likeliest is the week of {} ({} %)", written(*week), numbers::number(*chance, 0))
    });
    let all = numbers::count(chances.len() as u64, "week");
    // The first and the last of weeks that follow each other.
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let likely: Vec<usize> = (0..chances.len()).filter(|&week| chances[week].1 > 50.0).collect();
    for &week in &likely {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == week => *last = week,
            _ => spans.push((week, week)),
        }
    }
    if spans.is_empty() {
        return format!("In none of {all} are acute beds{of} more likely than not to run out{likeliest}.");
    }
    let end = |week: usize| match chances.get(week + 1) {
        Some((next, _)) => next.plus_days(-1),
        None => run.run.start.plus_days(i64::from(run.run.days) - 1),
    };
    let said = |&(from, to): &(usize, usize)| format!("{} to {}", written(chances[from].0), written(end(to)));
    let longest = spans.iter().max_by_key(|(from, to)| to - from).map(said).unwrap_or_default();
    let when = if spans.len() <= MOST_SPANS {
        list(&spans.iter().map(said).collect::<Vec<String>>())
    } else {
        format!("the longest stretch is {longest}")
    };
    format!(
        "In {} of {all} acute beds{of} are more likely than not to run out: {when}{likeliest}.",
        numbers::whole(likely.len() as u64),
    )
}

/// How many beds would be enough, with the surge and without it.
fn how_many(enough: &[u64], open: Option<f64>, of: &str) -> String {
    let said = |beds: u64| {
        let beside = open.map_or_else(String::new, |open| format!(", {}", beside_open(beds, open)));
        format!("{}{beside}", numbers::whole(beds))
    };
    format!(
        "To have enough acute beds{of} at all times in nine of ten winters takes {}; without the surge {}.",
        said(enough[0]),
        said(enough[1])
    )
}

fn beside_open(beds: u64, open: f64) -> String {
    let more = beds as f64 - open;
    let size = plain(more.abs());
    if more > 0.0 {
        format!("{size} more than are open")
    } else if more < 0.0 {
        format!("{size} fewer than are open")
    } else {
        "as many as are open".into()
    }
}

/// People discharge ready in each run.
fn people(runs: &[RunFolder]) -> String {
    let mean = |run: &RunFolder| numbers::number(run.mean("nctr_people"), 1);
    let share = runs[0].mean("nctr.of_occupied_percent");
    let share = if share.is_finite() {
        format!(" ({} % of occupied bed days)", numbers::number(share, 1))
    } else {
        String::new()
    };
    let mitigated = runs.get(2).map_or_else(String::new, |run| format!(", {} with surge and mitigation", mean(run)));
    format!(
        "On an average day {} people are in an acute bed and discharge ready with the surge{share}, {} without it{mitigated}.",
        mean(&runs[0]),
        mean(&runs[1])
    )
}
