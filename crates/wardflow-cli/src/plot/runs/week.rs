//! The week hour by hour: when people are admitted, become discharge ready and leave, and how many are in acute beds.

use wardflow_montecarlo::leading::{largest, smallest};
use wardflow_plot::{HeatMap, NumberAxis};

use super::{
    footer, period,
    spells::{DAY, HOUR, Spell, Spells, in_bed},
};
use crate::{
    chart::{hospital_name, title_with_hospital},
    english::lower,
    exit::Failure,
    numbers,
    picked::Picked,
    plot::picture::Picture,
    run_folder::RunFolder,
};

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// How many of them are no weekend.
const WORKING: usize = 5;
const HOURS: usize = 24;

/// A number for each hour of each day of the week; not a number for days that are not measured.
type Week = [[f64; HOURS]; 7];

/// Draws the maps.
///
/// # Errors
/// If the patients were not written.
pub(super) fn pictures(run: &RunFolder, id: &dyn Fn(&str) -> String) -> Result<Vec<Picture>, Failure> {
    let spells = Spells::of(run)?;
    let events = |at: fn(&Spell) -> Option<i64>| of_events(run, &spells, at);
    let (admitted, ready) = (events(|spell| spell.admitted), events(|spell| spell.admitted.and(spell.ready)));
    let left = events(|spell| spell.admitted.and(spell.left));
    let drawn = [
        (
            "week-admissions",
            "Admissions to an acute bed",
            rhythm(&admitted, "people are admitted to an acute bed"),
            admitted,
        ),
        ("week-ready", "People who become discharge ready", rhythm(&ready, "people become discharge ready"), ready),
        ("week-discharges", "Discharges from an acute bed", discharges(&left), left),
    ];
    let maps = drawn.into_iter().map(|(name, measure, title, week)| {
        let mut map = map(id(name), title, &week);
        map.measure = measure.into();
        map.unit = "people in that hour".into();
        // Tones begin at nothing, or chance alone would look like a pattern.
        map.same_colours_as = vec![0.0];
        let at_once = if name == "week-discharges" && has_discharge_hours(run) {
            "Whoever waits for the hours of discharge leaves as they begin. "
        } else {
            ""
        };
        map.caption = format!(
            "Means of the measured weeks, from each full hour to the next. {at_once}{}",
            spells.source_together(run)
        );
        map
    });
    let all_beds = map_of_beds(run, &spells, id("week-beds"), &spells.source_together(run));
    let of_each = spells.by_hospital(run).into_iter().filter_map(|(hospital, of_hospital)| {
        let hospital = hospital?;
        let name = hospital_name(&run.ready.model, hospital)?;
        let id = id(&format!("week-beds-{hospital}"));
        let mut map = map_of_beds(run, &of_hospital, id, &spells.source(run));
        map.title = format!("{name}: {}", lower(&map.title));
        map.measure = title_with_hospital(&map.measure, &run.ready.model, hospital);
        Some(map)
    });
    let finished = maps.chain([all_beds]).chain(of_each).map(|mut map| {
        map.subtitle = format!("{} · hour by weekday · {}", run.run.scenario, period(run));
        map.footer = footer(std::slice::from_ref(run));
        map.alt_text = format!("A map of 7 days by 24 hours: {}. {}. {}", map.measure, map.title, map.caption);
        Picture::Map(Box::new(map))
    });
    Ok(finished.collect())
}

/// Whether patients may not leave at all hours.
fn has_discharge_hours(run: &RunFolder) -> bool {
    run.ready.model.hospitals.iter().any(|hospital| hospital.discharge_hours.is_some())
}

/// A map with Monday at the top.
fn map(id: String, title: String, week: &Week) -> HeatMap {
    let hours = NumberAxis::new("Hour of the day that begins", (0..HOURS).map(|hour| hour as f64).collect());
    let days = NumberAxis::new("", (0..7).map(f64::from).collect());
    let values: Vec<f64> = week.iter().rev().flatten().copied().collect();
    let most = values.iter().copied().fold(0.0, f64::max);
    HeatMap {
        up_names: WEEKDAYS.iter().rev().map(|day| (*day).to_owned()).collect(),
        decimals: if most < 1.0 { 2 } else { usize::from(most < 99.5) },
        ..HeatMap::new(id, title, [hours, days], values)
    }
}

/// The people in acute beds.
fn map_of_beds(run: &RunFolder, spells: &Spells, id: String, source: &str) -> HeatMap {
    let beds = of_beds(run, spells);
    let each: Vec<Week> = spells.by_replication().iter().map(|spells| of_beds(run, spells)).collect();
    let mut map = map(id, fullest(&beds, &each), &beds);
    map.measure = "People in acute beds".into();
    map.unit = "people at the full hour".into();
    map.caption = format!(
        "Means of the measured weeks, counted before anybody leaves or comes at the full hour. People who were there when the measured period began count from then on. {source}"
    );
    map
}

/// How often each day of the week is measured.
fn days(run: &RunFolder) -> [u32; 7] {
    let mut days = [0; 7];
    for day in 0..i64::from(run.run.days) {
        days[usize::from(run.run.start.plus_days(day).weekday())] += 1;
    }
    days
}

/// The place of an hour of the measured period in the week.
fn place(run: &RunFolder, hour: i64) -> (usize, usize) {
    let day = run.run.start.plus_days(hour.div_euclid(HOURS as i64));
    (usize::from(day.weekday()), hour.rem_euclid(HOURS as i64) as usize)
}

/// Sums become means of the days of the week.
fn means(run: &RunFolder, mut sums: Week, replications: u32) -> Week {
    for (hours, days) in sums.iter_mut().zip(days(run)) {
        let weeks = if days == 0 { f64::NAN } else { f64::from(days) * f64::from(replications) };
        for sum in hours {
            *sum /= weeks;
        }
    }
    sums
}

/// How many people something happens to in each hour of the week.
fn of_events(run: &RunFolder, spells: &Spells, at: fn(&Spell) -> Option<i64>) -> Week {
    let mut sums = [[0.0; HOURS]; 7];
    let measured = 0..i64::from(run.run.days) * DAY;
    for at in spells.all.iter().filter_map(at).filter(|at| measured.contains(at)) {
        let (day, hour) = place(run, at.div_euclid(HOUR));
        sums[day][hour] += 1.0;
    }
    means(run, sums, spells.replications)
}

/// How many people are in acute beds at each hour of the week.
fn of_beds(run: &RunFolder, spells: &Spells) -> Week {
    let mut sums = [[0.0; HOURS]; 7];
    let people = spells.present(&(0..i64::from(run.run.days) * DAY), HOUR, in_bed);
    for (people, at) in people.into_iter().zip(0..) {
        let (day, hour) = place(run, at);
        sums[day][hour] += people;
    }
    means(run, sums, 1)
}

/// The mean day of some days of the week; not a number if none of them is measured.
fn of_a_day(week: &[[f64; HOURS]]) -> f64 {
    let days: Vec<f64> = week.iter().map(|hours| hours.iter().sum()).filter(|sum: &f64| !sum.is_nan()).collect();
    days.iter().sum::<f64>() / days.len() as f64
}

/// How much happens from Monday to Friday and at weekends.
fn rhythm(week: &Week, what: &str) -> String {
    let [working, weekend] = [of_a_day(&week[..WORKING]), of_a_day(&week[WORKING..])];
    let written = |people: f64| numbers::number(people, usize::from(people < 99.5));
    match (working.is_nan(), weekend.is_nan()) {
        (false, true) => format!("From Monday to Friday {} {what} a day", written(working)),
        (true, _) => format!("At weekends {} {what} a day", written(weekend)),
        _ => format!("From Monday to Friday {} {what} a day, at weekends {}", written(working), written(weekend)),
    }
}

/// How many leave before noon, and at weekends.
fn discharges(week: &Week) -> String {
    let all = |hours: std::ops::Range<usize>| {
        let people = week.iter().flat_map(|day| &day[hours.clone()]).filter(|people| !people.is_nan());
        people.sum::<f64>()
    };
    let (early, total) = (all(0..HOURS / 2), all(0..HOURS));
    if total > 0.0 {
        format!(
            "{}% of discharges are before noon; {}",
            numbers::number(100.0 * early / total, 0),
            lower(&rhythm(week, "people leave an acute bed"))
        )
    } else {
        "Nobody leaves an acute bed".into()
    }
}

/// When most and fewest people are in acute beds, as far as the replications can tell it.
fn fullest(week: &Week, each: &[Week]) -> String {
    let hours = || (0..7).flat_map(|day| (0..HOURS).map(move |hour| (day, hour)));
    let known: Vec<(usize, usize)> = hours().filter(|&(day, hour)| !week[day][hour].is_nan()).collect();
    let of_hour = |&(day, hour): &(usize, usize)| each.iter().map(|one| one[day][hour]).collect();
    let values: Vec<Vec<f64>> = known.iter().map(of_hour).collect();
    let people = |&(day, hour): &(usize, usize)| week[day][hour];
    let (least, most) = known
        .iter()
        .map(people)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), people| (least.min(people), most.max(people)));
    if least >= most {
        return "As many people are in acute beds at any hour of the week".into();
    }
    let written = |people: f64| numbers::number(people, usize::from(people < 99.5));
    let when = |leading: &[usize]| match Picked::of(leading, known.len()) {
        Picked::One(hour) => Some(on(known[hour])),
        Picked::Between(from, to) => Some(between(known[from], known[to])),
        Picked::Nothing => None,
    };
    match (when(&largest(&values)), when(&smallest(&values))) {
        (Some(full), Some(empty)) => format!(
            "Acute beds are fullest {full}, with {} people, and emptiest {empty}, with {}",
            written(most),
            written(least)
        ),
        (Some(full), None) => {
            format!("Acute beds are fullest {full}, with {} people; no hour stands out as the emptiest", written(most))
        }
        (None, Some(empty)) => {
            format!(
                "Acute beds are emptiest {empty}, with {} people; no hour stands out as the fullest",
                written(least)
            )
        }
        (None, None) => format!(
            "From {} to {} people are in acute beds by the hour of the week; no hour stands out",
            written(least),
            written(most)
        ),
    }
}

/// One hour of the week.
fn on((day, hour): (usize, usize)) -> String {
    format!("on {}s at {hour:02}:00", WEEKDAYS[day])
}

/// One hour of several that follow each other.
fn between((day, hour): (usize, usize), (last, end): (usize, usize)) -> String {
    if day == last {
        format!("on {}s between {hour:02}:00 and {end:02}:00", WEEKDAYS[day])
    } else {
        format!("between {}s at {hour:02}:00 and {}s at {end:02}:00", WEEKDAYS[day], WEEKDAYS[last])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many people at any hour, but for one.
    fn week(people: f64, at: [(usize, usize); 2], more: f64) -> Week {
        let mut week = [[people; HOURS]; 7];
        (week[at[0].0][at[0].1], week[at[1].0][at[1].1]) = (people + more, people - more);
        week
    }

    #[test]
    fn an_hour_is_singled_out_if_replications_agree_on_it() {
        let same: Vec<Week> = (0..6).map(|k| week(20.0 + f64::from(k), [(1, 9), (5, 18)], 2.0)).collect();
        let said = fullest(&week(22.5, [(1, 9), (5, 18)], 2.0), &same);
        assert_eq!(
            said,
            "Acute beds are fullest on Tuesdays at 09:00, with 24.5 people, and emptiest on Saturdays at 18:00, with 20.5"
        );
        let apart: Vec<Week> = (0..6).map(|k| week(20.0, [(k, 9), (k, 18)], 2.0)).collect();
        let said = fullest(&week(20.0, [(1, 9), (5, 18)], 0.3), &apart);
        assert_eq!(said, "From 19.7 to 20.3 people are in acute beds by the hour of the week; no hour stands out");
        // One replication singles nothing out.
        assert!(fullest(&same[0], &same[..1]).ends_with("no hour stands out"));
    }

    #[test]
    fn hours_that_follow_each_other_are_told_as_a_range() {
        assert_eq!(between((0, 8), (0, 11)), "on Mondays between 08:00 and 11:00");
        assert_eq!(between((0, 22), (1, 3)), "between Mondays at 22:00 and Tuesdays at 03:00");
    }
}
