//! Whether acute beds are enough for those who come.

use wardflow_core::model::{Hospital, HospitalId};

use crate::{
    english::{all_of, list, upper},
    estimate::Estimate,
    experiment::Experiment,
    keeping_up::is_hollow,
    numbers::{self, percent},
};

/// Beds are too few where all are full for longer than this [% of the time].
const TOO_FEW_FULL: f64 = 5.0;
/// Or where so many people wait for one.
const TOO_FEW_WAIT: f64 = 1.0;
/// Or where more than this find no place to wait [% of those who come].
const TOO_FEW_TURNED_AWAY: f64 = 1.0;
/// Beds are just enough where all are full for longer than this [% of the time].
const JUST_ENOUGH_FULL: f64 = 1.0;
/// More hospitals are counted and not named.
const MOST_NAMED: usize = 3;

/// How beds and those who come go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Enough,
    JustEnough,
    TooFew,
}

/// A hospital whose beds have a limit.
struct Door<'a> {
    hospital: &'a Hospital,
    /// Beds, if there are always as many.
    beds: Option<u64>,
    /// Core beds; escalation beds do not count [% of the time].
    full: Estimate,
    /// People who had to wait [% of those who come].
    waited: Estimate,
    waiting: Estimate,
    turned_away: Estimate,
    /// What may open more beds.
    escalation: Vec<String>,
    /// Whether queues are a rough picture at best.
    is_rough: bool,
}

/// The answer: one sentence, and one for hospitals whose beds have no limit.
pub(super) fn sentences(experiment: &Experiment) -> Vec<String> {
    let model = &experiment.ready.model;
    // To some units people are only passed on.
    let with_door =
        (0..).map(HospitalId).zip(&model.hospitals).filter(|(id, _)| model.cohorts_of(*id).next().is_some());
    let (open, limited): (Vec<&Hospital>, Vec<&Hospital>) = with_door
        .map(|(_, hospital)| hospital)
        .partition(|hospital| model.pools[hospital.beds.at()].is_ever_unlimited());
    let doors: Vec<Door<'_>> = limited.into_iter().map(|hospital| Door::of(experiment, hospital)).collect();
    let is_alone = model.hospitals.len() == 1;
    let limits = match doors.as_slice() {
        [] => None,
        [door] if is_alone => Some(door.sentence()),
        doors => Some(of_several(doors)),
    };
    limits.into_iter().chain(without_limit(experiment, &open, is_alone)).collect()
}

/// The fullest hospital of those that have too few beds, or no more than enough.
pub(super) fn fullest(experiment: &Experiment) -> Option<HospitalId> {
    let model = &experiment.ready.model;
    let doors = (0..).map(HospitalId).zip(&model.hospitals).map(|(id, hospital)| (id, Door::of(experiment, hospital)));
    let short = doors.filter(|(_, door)| door.level() != Level::Enough);
    short.max_by(|(_, one), (_, other)| one.full.value.total_cmp(&other.full.value)).map(|(id, _)| id)
}

impl<'a> Door<'a> {
    fn of(experiment: &Experiment, hospital: &'a Hospital) -> Self {
        let pool = &experiment.ready.model.pools[hospital.beds.at()];
        let of = |what: &str| {
            let summary = experiment.summary(&format!("hospitals.{}.{what}", hospital.name));
            summary.map_or_else(|| 0.0.into(), |summary| Estimate::from(*summary))
        };
        Self {
            hospital,
            beds: if let [(_, beds)] = *pool.capacity { Some(beds) } else { None },
            full: of("full_percent"),
            waited: of("waited_for_bed_percent"),
            waiting: of("waiting_for_bed_people"),
            turned_away: of("turned_away_percent"),
            is_rough: is_hollow(Some(experiment.stability.state)),
            escalation: experiment
                .ready
                .model
                .escalations
                .iter()
                .filter(|escalation| escalation.adds.iter().any(|adds| adds.pool == hospital.beds))
                .map(|escalation| escalation.title.clone())
                .collect(),
        }
    }

    /// What the means say, or their intervals at one end.
    fn level_at(&self, end: f64) -> Level {
        let at = |estimate: &Estimate| estimate.value + end * estimate.half.unwrap_or(0.0);
        // Whoever finds core beds full may find an escalation bed: then those who wait tell.
        let full = if self.escalation.is_empty() { at(&self.full) } else { at(&self.waited) };
        let (waiting, away) = (at(&self.waiting), at(&self.turned_away));
        if full >= TOO_FEW_FULL || waiting >= TOO_FEW_WAIT || away >= TOO_FEW_TURNED_AWAY {
            Level::TooFew
        } else if full >= JUST_ENOUGH_FULL {
            Level::JustEnough
        } else {
            Level::Enough
        }
    }

    fn level(&self) -> Level {
        self.level_at(0.0)
    }

    /// Whether chance leaves it open whether beds are enough; one replication knows nothing of chance.
    fn is_in_doubt(&self) -> bool {
        self.full.half.is_none() || self.level_at(-1.0) != self.level_at(1.0)
    }

    /// Whether chance leaves it open, or all is clear and beds are too few.
    fn may_be_too_few(&self) -> bool {
        self.level_at(1.0) == Level::TooFew
    }

    fn sentence(&self) -> String {
        let judgement = match (self.level(), self.is_in_doubt()) {
            (Level::TooFew, false) => "Not enough acute beds",
            (Level::JustEnough, false) => "Just enough acute beds",
            (Level::Enough, false) => "Enough acute beds",
            (Level::Enough, true) => "Probably enough acute beds",
            (_, true) if !self.may_be_too_few() => "Probably just enough acute beds",
            (_, true) => "Perhaps not enough acute beds",
        };
        match self.full.half {
            None => format!(
                "In this one run of the acute beds {}; one run cannot show whether they are enough.",
                self.facts()
            ),
            Some(_) if self.is_in_doubt() => format!("{judgement}: {}; more replications would tell.", self.facts()),
            Some(_) => format!("{judgement}: {}.", self.facts()),
        }
    }

    /// All beds and the verb after them.
    fn all_are(&self, core: &str) -> String {
        match self.beds {
            None => format!("all {core}that are open are"),
            Some(1) => format!("the only {}is", if core.is_empty() { "one " } else { core }.replace("beds", "bed")),
            Some(2) => format!("both {core}are"),
            Some(beds) => format!("all {} {core}are", numbers::whole(beds)),
        }
    }

    /// How full they are, and who is outside.
    fn facts(&self) -> String {
        if self.escalation.is_empty() {
            let is_free = if self.beds == Some(1) { "it is" } else { "one is" };
            match self.level() {
                Level::Enough if self.full.value <= 0.0 => format!("{is_free} always free"),
                Level::Enough => format!("{is_free} free {} of the time", percent(100.0 - self.full.value)),
                _ => format!("{} full {} of the time{}", self.all_are(""), percent(self.full.value), self.outside()),
            }
        } else {
            format!(
                "{} full {} of the time; with what {} may open, {} of those who come wait for one{}",
                self.all_are("core beds "),
                percent(self.full.value),
                list(&self.escalation),
                percent(self.waited.value),
                self.outside()
            )
        }
    }

    /// Who is not let in.
    fn outside(&self) -> String {
        // Of what is a rough picture at best, and of many, nobody needs a part of a person.
        let digits = usize::from(self.waiting.value < 9.95 && !self.is_rough);
        let waiting = match self.waiting.said(digits).as_str() {
            _ if self.waiting.value < 0.5 => None,
            "1" => Some("about 1 person waits for one on average".to_owned()),
            people => Some(format!("about {people} people wait for one on average")),
        };
        let away = (self.turned_away.value > 0.0)
            .then(|| format!("{} of those who come are turned away", percent(self.turned_away.value)));
        let both: Vec<String> = waiting.into_iter().chain(away).collect();
        if both.is_empty() { String::new() } else { format!(", and {}", list(&both)) }
    }

    /// The hospital as one of several, with how full it is.
    fn named(&self) -> String {
        let core = if self.escalation.is_empty() { "" } else { "core beds " };
        format!("{} ({core}full {} of the time{})", self.hospital.title, percent(self.full.value), self.outside())
    }
}

/// Which of several hospitals have too few beds, which may have, and which have enough; the fullest first.
fn of_several(doors: &[Door<'_>]) -> String {
    let mut doors: Vec<&Door<'_>> = doors.iter().collect();
    doors.sort_by(|one, other| other.full.value.total_cmp(&one.full.value));
    if doors.iter().any(|door| door.full.half.is_none()) {
        let named: Vec<String> = doors.iter().map(|door| door.named()).collect();
        return format!(
            "How full acute beds are in this one run, which cannot show whether they are enough: {}.",
            few(&named)
        );
    }
    let of = |level: Level, is_in_doubt: bool| -> Vec<&Door<'_>> {
        // Between enough and just enough nobody has to be warned.
        let is_open = |door: &&&Door<'_>| door.is_in_doubt() && door.may_be_too_few();
        let such = doors.iter().filter(|door| is_open(door) == is_in_doubt);
        such.filter(|door| is_in_doubt || door.level() == level).copied().collect()
    };
    let all = |level: Level| of(level, false);
    let in_doubt = of(Level::Enough, true);
    let named = |doors: &[&Door<'_>]| few(&doors.iter().map(|door| door.named()).collect::<Vec<String>>());
    let titles =
        |doors: &[&Door<'_>]| few(&doors.iter().map(|door| door.hospital.title.clone()).collect::<Vec<String>>());
    let (too_few, just, enough) = (all(Level::TooFew), all(Level::JustEnough), all(Level::Enough));
    if enough.len() == doors.len() {
        let fullest = doors.first().filter(|door| door.full.value > 0.0);
        let fullest = fullest.map_or_else(String::new, |door| {
            format!(": {}, the fullest, is full {} of the time", door.hospital.title, percent(door.full.value))
        });
        return format!("Enough acute beds in {}{fullest}.", all_of(doors.len() as u64, "hospital"));
    }
    let parts = [
        (!too_few.is_empty()).then(|| format!("not enough acute beds in {}", named(&too_few))),
        (!in_doubt.is_empty()).then(|| {
            let what = if too_few.is_empty() { "perhaps not enough acute beds in" } else { "perhaps not in" };
            format!("{what} {}, for which more replications would tell", named(&in_doubt))
        }),
        (!just.is_empty()).then(|| format!("just enough in {}", named(&just))),
        (!enough.is_empty()).then(|| format!("enough in {}", titles(&enough))),
    ];
    upper(&parts.into_iter().flatten().collect::<Vec<String>>().join("; ")) + "."
}

/// The first of some hospitals, and how many there are beside them.
fn few(named: &[String]) -> String {
    if named.len() <= MOST_NAMED {
        return list(named);
    }
    let others = format!("{} others", named.len() - MOST_NAMED);
    list(&named.iter().take(MOST_NAMED).cloned().chain([others]).collect::<Vec<String>>())
}

/// That some hospitals take everybody.
fn without_limit(experiment: &Experiment, open: &[&Hospital], is_alone: bool) -> Option<String> {
    if open.is_empty() {
        return None;
    }
    let of = |hospital: &Hospital| {
        let key = |what: &str| format!("hospitals.{}.{what}", hospital.name);
        let mean = experiment.summary(&key("occupied_beds")).map(|summary| Estimate::from(*summary))?;
        let whose = if is_alone { String::new() } else { format!(" in {}", hospital.title) };
        Some(format!("{} {} in use on average{whose}", mean.said(1), mean.are(1)))
    };
    let used: Vec<String> = open.iter().filter_map(|hospital| of(hospital)).take(MOST_NAMED).collect();
    let titles: Vec<String> = open.iter().map(|hospital| hospital.title.clone()).collect();
    let where_ = if is_alone { "here".to_owned() } else { format!("in {}", few(&titles)) };
    Some(format!("Acute beds have no limit {where_}, so that nobody waits for one: {}.", list(&used)))
}
