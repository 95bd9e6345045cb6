//! Whether acute beds are enough for those who come.

use wardflow_core::model::{Hospital, HospitalId};

use super::percent;
use crate::{english::list, estimate::Estimate, experiment::Experiment, numbers};

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

/// The fullest hospital of those that have too few beds.
pub(super) fn fullest(experiment: &Experiment) -> Option<HospitalId> {
    let model = &experiment.ready.model;
    let doors = (0..).map(HospitalId).zip(&model.hospitals).map(|(id, hospital)| (id, Door::of(experiment, hospital)));
    let short = doors.filter(|(_, door)| door.level() == Level::TooFew);
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

    fn sentence(&self) -> String {
        let judgement = match (self.level(), self.is_in_doubt()) {
            (Level::TooFew, false) => "Not enough acute beds",
            (Level::JustEnough, false) => "Just enough acute beds",
            (Level::Enough, false) => "Enough acute beds",
            (Level::Enough, true) => "Probably enough acute beds",
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

    /// How full they are, and who is outside.
    fn facts(&self) -> String {
        let all = self.beds.map_or_else(|| "all that are open".into(), |beds| format!("all {}", numbers::whole(beds)));
        if self.escalation.is_empty() {
            match self.level() {
                Level::Enough if self.full.value <= 0.0 => "one is always free".to_owned(),
                Level::Enough => format!("one is free {} of the time", percent(100.0 - self.full.value)),
                _ => format!("{all} are full {} of the time{}", percent(self.full.value), self.outside()),
            }
        } else {
            format!(
                "{all} core beds are full {} of the time; with what {} may open, {} of those who come wait for one{}",
                percent(self.full.value),
                list(&self.escalation),
                percent(self.waited.value),
                self.outside()
            )
        }
    }

    /// Who is not let in.
    fn outside(&self) -> String {
        let waiting = match self.waiting.said(usize::from(self.waiting.value < 9.95)) {
            _ if self.waiting.value < 0.5 => None,
            one if one == "1" || one == "1.0" => Some("1 person waits for one on average".to_owned()),
            people => Some(format!("{people} people wait for one on average")),
        };
        let away = (self.turned_away.value > 0.0)
            .then(|| format!("{} of those who come are turned away", percent(self.turned_away.value)));
        let both: Vec<String> = waiting.into_iter().chain(away).collect();
        if both.is_empty() { String::new() } else { format!(", and {}", list(&both)) }
    }
}

/// Which of several hospitals have too few beds; the fullest first.
fn of_several(doors: &[Door<'_>]) -> String {
    let mut worst: Vec<&Door<'_>> = doors.iter().filter(|door| door.level() == Level::TooFew).collect();
    worst.sort_by(|one, other| other.full.value.total_cmp(&one.full.value));
    let fullest = doors.iter().max_by(|one, other| one.full.value.total_cmp(&other.full.value));
    let doubt = if doors.iter().any(Door::is_in_doubt) {
        "; for some these replications do not show it for certain"
    } else {
        ""
    };
    let Some(first) = worst.first() else {
        let just = doors.iter().any(|door| door.level() == Level::JustEnough);
        let fullest = fullest.map_or_else(String::new, |door| {
            let full = percent(door.full.value);
            if door.full.value > 0.0 {
                format!(": {}, the fullest, is full {full} of the time", door.hospital.title)
            } else {
                String::new()
            }
        });
        let all = if doors.len() == 2 { "both".to_owned() } else { format!("all {}", doors.len()) };
        let enough = if just { "Just enough" } else { "Enough" };
        return format!("{enough} acute beds in {all} hospitals{fullest}{doubt}.");
    };
    let others = doors.len() - worst.len();
    let rest = match others {
        0 => String::new(),
        1 => "; enough, or just enough, in the other".to_owned(),
        others => format!("; enough, or just enough, in the other {others}"),
    };
    let where_ = if worst.len() <= MOST_NAMED {
        let named = worst.iter().map(|door| {
            let core = if door.escalation.is_empty() { "" } else { "core beds " };
            let full = percent(door.full.value);
            format!("in {} ({core}full {full} of the time{})", door.hospital.title, door.outside())
        });
        list(&named.collect::<Vec<String>>())
    } else {
        format!("in {} of {} hospitals, most of all in {}", worst.len(), doors.len(), first.hospital.title)
    };
    format!("Not enough acute beds {where_}{rest}{doubt}.")
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
        Some(format!("{} are in use on average{whose}", mean.said(1)))
    };
    let used: Vec<String> = open.iter().filter_map(|hospital| of(hospital)).take(MOST_NAMED).collect();
    Some(format!("Acute beds have no limit here, so that nobody waits for one: {}.", list(&used)))
}
