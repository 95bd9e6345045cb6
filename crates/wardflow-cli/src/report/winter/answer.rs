//! What the winter pack says in five lines.

use wardflow_montecarlo::chance::fewest;

use super::{super::material::Material, Winter, beds::Enough};
use crate::{
    chances::{bare, of_all},
    english::{from_to, list, lower},
    exit::Failure,
    numbers::{self, plain},
    open_beds::Open,
    plot::runs::{
        exceedance::{self, NINE_IN_TEN, Need, every},
        weeks::{self, Week, likeliest},
    },
    run_folder::RunFolder,
};

/// What a replication is called.
pub(super) const WINTER: &str = "simulated winter";
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
            let of = if open[0].len() > 1 { format!(" of {}", first.hospital_title) } else { String::new() };
            if let Some(beds) = first.open() {
                lines.push(running_out(beds, &of, [&open[0][at], &open[1][at]]));
            }
            let weeks = weeks::of_hospital(&runs[0], first.hospital)?;
            lines.extend(weeks.map(|weeks| in_weeks(&weeks, &of, &runs[0])));
            let enough: Vec<Enough> = need.iter().map(|run| Enough::of(&run[at].period)).collect();
            lines.push(how_many(&enough, need[0][at].period.len(), first.open(), &of));
            if let Some(last) = enough.get(2) {
                lines.push(self.instead(&enough[0], last, first.open(), &of));
            }
        }
        lines.push(people(runs));
        Ok(lines)
    }

    /// What the mitigation is worth in beds.
    fn instead(&self, with: &Enough, last: &Enough, open: Option<Open>, of: &str) -> String {
        let names: Vec<String> = self
            .mitigations
            .iter()
            .enumerate()
            .map(|(at, one)| if at == 0 { one.name.clone() } else { lower(&one.name) })
            .collect();
        let together = if names.len() > 1 { " together" } else { "" };
        let before = numbers::whole(with.beds);
        let change = match last.beds.cmp(&with.beds) {
            std::cmp::Ordering::Less => format!("would bring these {before} beds{of} down to {}", last.told),
            std::cmp::Ordering::Equal => format!("would leave these {before} beds{of} as they are"),
            std::cmp::Ordering::Greater => format!("would raise these {before} beds{of} to {}", last.told),
        };
        let beside = open.map_or_else(String::new, |open| format!(", {}", beside_open(last.beds, open)));
        format!("{}{together} {change}{beside}.", list(&names))
    }
}

/// What each run needed, hospital by hospital.
fn needs(runs: &[RunFolder]) -> Result<Vec<Vec<Need<'_>>>, Failure> {
    runs.iter().map(|run| exceedance::of_run(run)).collect()
}

fn running_out(beds: Open, of: &str, [with, without]: [&Need<'_>; 2]) -> String {
    let weeks = |need: &Need<'_>| numbers::number(need.weeks_short(), 0);
    let more = if with.open_changes() || without.open_changes() {
        format!("more acute beds{of} are needed than may be open on the day (at most {})", plain(beds.all()))
    } else {
        format!("more than the {}{of} are needed", beds.told())
    };
    format!(
        "With the surge {more} on some day in {}, and in {}% of all weeks; without it in {} and {}%.",
        of_all(with.short(), WINTER),
        weeks(with),
        bare(without.short()),
        weeks(without),
    )
}

/// The weeks in which beds are more likely than not to run out.
fn in_weeks(weeks: &[Week], of: &str, run: &RunFolder) -> String {
    let likeliest = likeliest(weeks, WINTER).map_or_else(String::new, |likeliest| format!("; {likeliest}"));
    let all = numbers::count(weeks.len() as u64, "week");
    // The first and the last of weeks that follow each other.
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let likely: Vec<usize> = (0..weeks.len()).filter(|&week| weeks[week].is_likely()).collect();
    for &week in &likely {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == week => *last = week,
            _ => spans.push((week, week)),
        }
    }
    if spans.is_empty() {
        return format!("In none of {all} are acute beds{of} more likely than not to run out{likeliest}.");
    }
    let end = |week: usize| match weeks.get(week + 1) {
        Some(next) => next.first.plus_days(-1),
        None => run.run.start.plus_days(i64::from(run.run.days) - 1),
    };
    let said = |&(from, to): &(usize, usize)| from_to(weeks[from].first, end(to));
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
fn how_many(enough: &[Enough], winters: usize, open: Option<Open>, of: &str) -> String {
    let said = |enough: &Enough| {
        let beside = open.map_or_else(String::new, |open| format!(", {}", beside_open(enough.beds, open)));
        format!("{}{beside}", enough.told)
    };
    let (with, without) = (said(&enough[0]), said(&enough[1]));
    if enough.iter().all(|enough| enough.is_certain) {
        return format!(
            "To have enough acute beds{of} on every day in nine of ten winters takes {with}; without the surge {without}."
        );
    }
    format!(
        "To have enough acute beds{of} on every day in {} takes {with}; without the surge {without}. What nine in ten take \
         would be known from {} winters on.",
        every(winters, WINTER),
        fewest(NINE_IN_TEN),
    )
}

fn beside_open(beds: u64, open: Open) -> String {
    let more = beds as f64 - open.all();
    let size = plain(more.abs());
    let open = if open.escalation > 0.0 { format!("the {}", open.told()) } else { "are open".into() };
    if more > 0.0 {
        format!("{size} more than {open}")
    } else if more < 0.0 {
        format!("{size} fewer than {open}")
    } else {
        format!("as many as {open}")
    }
}

/// People discharge ready in each run.
fn people(runs: &[RunFolder]) -> String {
    let mean = |run: &RunFolder| run.estimate("nctr_people").said(1);
    let share = runs[0].estimate("nctr.of_occupied_percent");
    let share =
        if share.value.is_finite() { format!(" ({}% of occupied bed days)", share.said(1)) } else { String::new() };
    let mitigated = runs.get(2).map_or_else(String::new, |run| format!(", {} with surge and mitigation", mean(run)));
    format!(
        "On an average day {} people are in an acute bed and discharge ready with the surge{share}, {} without it{mitigated}.",
        mean(&runs[0]),
        mean(&runs[1])
    )
}
