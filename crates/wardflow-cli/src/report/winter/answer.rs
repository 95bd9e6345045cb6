//! What the winter pack says: the verdict on the run with the surge first, as any report of that run would give it.

use wardflow_montecarlo::{chance::fewest, stability::State};

use super::{super::material::Material, ALL, WITH, Winter, beds::Enough};
use crate::{
    chances::{bare, of_all},
    english::{any_of, from_to, list, lower},
    exit::Failure,
    numbers::{self, percent, plain},
    open_beds::Open,
    plot::runs::{
        exceedance::{self, NINE_IN_TEN, Need, every},
        weeks::{self, LEAST_FOR_LIKELY, Week, likeliest, likely_ends, of_weeks},
    },
    run_folder::RunFolder,
};

/// What a replication is called.
pub(super) const WINTER: &str = "simulated winter";
/// Stretches of weeks that are told one by one.
const MOST_SPANS: usize = 3;

impl Winter {
    /// Whether the beds are enough and the system keeps up, how likely it is that beds run out, in which weeks, how many would
    /// do, what the mitigation is worth, and people.
    ///
    /// # Errors
    /// If the weeks of a run cannot be read.
    pub(in super::super) fn answer(&self, material: &Material) -> Result<Vec<String>, Failure> {
        let runs = &material.runs;
        let open = needs(runs)?;
        let need = needs(&self.need)?;
        let mut lines: Vec<String> = verdict(&runs[0]).into_iter().chain(keeping_up(runs)).collect();
        for (at, first) in open[0].iter().enumerate() {
            let of = if open[0].len() > 1 { format!(" of {}", first.hospital_title) } else { String::new() };
            if first.turned_away().is_some() {
                lines.push(turned_away(first.hospital_title, open[0].len() > 1, [&open[0][at], &open[1][at]]));
            } else {
                let beds = first.open().map(|beds| running_out(beds, &of, [&open[0][at], &open[1][at]]));
                let weeks = weeks::of_hospital(&runs[0], first.hospital)?;
                lines.extend(beds.into_iter().chain(weeks.and_then(|weeks| in_weeks(&weeks, &of, &runs[0]))));
            }
            if need.iter().any(|run| run[at].is_hollow()) {
                lines.push(format!(
                    "How many acute beds{of} would be enough is not told: even with a bed for everybody the system cannot keep \
                     up, so that it would say how long this ran."
                ));
                continue;
            }
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
        let before = match with.beds {
            1 => format!("this 1 bed{of}"),
            beds => format!("these {}{of}", numbers::count(beds, "bed")),
        };
        let change = match last.beds.cmp(&with.beds) {
            std::cmp::Ordering::Less => format!("would bring {before} down to {}", last.told),
            std::cmp::Ordering::Equal if with.beds == 1 => format!("would leave {before} as it is"),
            std::cmp::Ordering::Equal => format!("would leave {before} as they are"),
            std::cmp::Ordering::Greater => format!("would raise {before} to {}", last.told),
        };
        let beside = open.map_or_else(String::new, |open| format!(", {}", beside_open(last.beds, open)));
        format!("{}{together} {change}{beside}.", list(&names))
    }
}

/// What each run needed, hospital by hospital.
fn needs(runs: &[RunFolder]) -> Result<Vec<Vec<Need<'_>>>, Failure> {
    runs.iter().map(|run| exceedance::of_run(run)).collect()
}

/// What any report of the run says first.
fn verdict(run: &RunFolder) -> Option<String> {
    run.run.verdict.first().map(|first| format!("{WITH}: {}", lower(first)))
}

/// Which of the runs do not keep up with what comes, or hardly do.
fn keeping_up(runs: &[RunFolder]) -> Vec<String> {
    let fails = |run: &&RunFolder| run.run.state == State::Unstable;
    let (first, others) = (&runs[0], &runs[1..]);
    let told = |run: &RunFolder, says: &str| format!("{} the system {says}", said(run));
    let also: Vec<String> = others.iter().filter(fails).map(|run| lower(&said(run))).collect();
    let of_first = first.run.state_says.as_ref().map(|says| match also.as_slice() {
        also if !also.is_empty() && fails(&first) => format!("{}. Nor can it {}.", told(first, says), any_of(also)),
        _ => format!("{}.", told(first, says)),
    });
    let rest = others.iter().filter(|run| !(fails(&first) && fails(run)));
    let rest = rest.filter_map(|run| Some(format!("{}.", told(run, run.run.state_says.as_ref()?))));
    of_first.into_iter().chain(rest).collect()
}

/// The run as the beginning of a sentence.
fn said(run: &RunFolder) -> String {
    if run.name == ALL { format!("With {}", lower(&run.name)) } else { run.name.clone() }
}

/// How many are turned away: what they would need is not known.
fn turned_away(hospital: &str, is_one_of_several: bool, [with, without]: [&Need<'_>; 2]) -> String {
    let where_ = if is_one_of_several { format!(" to {hospital}") } else { String::new() };
    let weeks = |need: &Need<'_>| percent(need.mean("short_weeks_percent"));
    let away = |need: &Need<'_>| need.turned_away().map_or_else(|| "nobody".to_owned(), str::to_owned);
    let all = if with.mean("short_weeks_percent").is_nan() {
        String::new()
    } else {
        format!(", and somebody finds no acute bed free in {} of weeks", weeks(with))
    };
    let then = if all.is_empty() { String::new() } else { format!(" and {}", weeks(without)) };
    format!(
        "With the surge {} of those who come{where_} are turned away{all}; without it {}{then}.",
        away(with),
        away(without)
    )
}

fn running_out(beds: Open, of: &str, [with, without]: [&Need<'_>; 2]) -> String {
    let weeks = |need: &Need<'_>| percent(need.weeks_short());
    let more = if with.open_changes() || without.open_changes() {
        format!("more acute beds{of} are needed than may be open on the day (at most {})", plain(beds.all()))
    } else {
        format!("more than the {}{of} {} needed", beds.told(), beds.are())
    };
    let (in_with, in_without) = (with.short(), without.short());
    if in_with.of == 1 {
        let day = |times: u32| if times > 0 { "on some day" } else { "on no day" };
        return format!(
            "In the one {WINTER} with the surge {more} {}, and in {} of its weeks; without it {} and in {}.",
            day(in_with.times),
            weeks(with),
            day(in_without.times),
            weeks(without),
        );
    }
    format!(
        "With the surge {more} on some day in {}, and in {} of all weeks; without it in {} and {}.",
        of_all(in_with, WINTER),
        weeks(with),
        bare(in_without),
        weeks(without),
    )
}

/// The weeks in which beds are more likely than not to run out; none of fewer winters than can say so.
fn in_weeks(weeks: &[Week], of: &str, run: &RunFolder) -> Option<String> {
    if weeks::replications(weeks) < LEAST_FOR_LIKELY {
        return None;
    }
    let likeliest = likeliest(weeks, WINTER).map_or_else(String::new, |likeliest| format!("; {likeliest}"));
    let doubt = likely_ends(weeks)
        .map_or_else(String::new, |[least, most]| format!(" (from {least} to {most} with 95% confidence)"));
    // The first and the last of weeks that follow each other.
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let likely: Vec<usize> = (0..weeks.len()).filter(|&week| weeks[week].is_likely()).collect();
    for &week in &likely {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == week => *last = week,
            _ => spans.push((week, week)),
        }
    }
    let such = of_weeks(likely.len(), weeks.len());
    if spans.is_empty() {
        return Some(format!("In {such}{doubt} are acute beds{of} more likely than not to run out{likeliest}."));
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
    Some(format!("In {such}{doubt} acute beds{of} are more likely than not to run out: {when}{likeliest}."))
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
        "To have enough acute beds{of} on every day in {} takes {with}; without the surge {without}. {}",
        every(winters, WINTER),
        more_winters(),
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

/// How many it takes to say more than what happened in those that were run.
fn more_winters() -> String {
    format!("What nine in ten take would be known from {} winters on.", fewest(NINE_IN_TEN))
}

/// People discharge ready in each run.
fn people(runs: &[RunFolder]) -> String {
    let mean = |run: &RunFolder| run.estimate("nctr_people");
    let few = |run: &RunFolder| mean(run).people(1).replace(" people", "").replace(" person", "");
    let share = runs[0].estimate("nctr.of_occupied_percent").value;
    let share = if share > 0.0 { format!(" ({} of occupied bed days)", percent(share)) } else { String::new() };
    let mitigated = runs.get(2).map_or_else(String::new, |run| format!(", {} with surge and mitigation", few(run)));
    let first = mean(&runs[0]);
    format!(
        "On an average day {} {} in an acute bed and discharge ready with the surge{share}, {} without it{mitigated}.",
        first.people(1),
        first.are(1),
        few(&runs[1])
    )
}
