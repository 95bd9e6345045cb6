//! What of a census cannot be, and yet is there: more than there is room for, and stays that no stay reaches.

use wardflow_core::{
    clock::{DAY, WEEK},
    model::{CensusGroup, CensusKind, CensusPlace, Known, Model, PoolId, PoolKind, Times},
};

use super::Compiler;
use crate::{reading::Path, work::held_share};

/// Points at which a distribution of times is looked at.
const POINTS: u32 = 128;

impl Compiler<'_, '_> {
    /// More may be in use than there is, but somebody should have meant it.
    pub(super) fn too_many(&mut self) {
        let start = self.model.measuring_from();
        for number in 0..self.model.pools.len() {
            let described = &self.model.pools[number];
            let list = match described.kind {
                PoolKind::AcuteBeds => "hospitals",
                PoolKind::Beds | PoolKind::Places | PoolKind::CareHours => "services",
                PoolKind::TriageTeam | PoolKind::Vacancies | PoolKind::Arranging => continue,
            };
            let pool = PoolId(number as u16);
            let in_use: f64 = self.model.census.iter().map(|group| in_use(&self.model, group, pool)).sum();
            let units = described.capacity.iter().rev().find(|(from, _)| *from <= start).map_or(0, |(_, units)| *units);
            // Who holds how much is drawn: what is told is what they hold on average.
            if in_use.round() as u64 <= units {
                continue;
            }
            let what = if described.kind == PoolKind::CareHours {
                let hours = |minutes: f64| (minutes / 6.0).round() / 10.0;
                let (in_use, there_are) = (hours(in_use), hours(units as f64));
                format!(
                    "about {in_use} hours a week are in use in the census, and `{}` has {there_are} when it begins",
                    described.name
                )
            } else {
                let in_use = in_use.round();
                let name = &described.name;
                format!("{in_use} people are there in the census, and `{name}` has {units} when it begins")
            };
            let path = Path::of(["census", list, &described.name]);
            self.report.warning("census", path, what, "check both; nobody new starts there until enough have left");
        }
    }

    /// People who have been there for longer than anybody can be.
    pub(super) fn beyond_longest(&mut self, path: &Path, group: &CensusGroup) {
        let Known::SoFar(times) = &group.known else { return };
        let Some(longest) = group.longest(&self.model) else { return };
        let beyond = match times {
            Times::Given(seconds) => seconds.iter().filter(|&&seconds| seconds >= longest).count() as f64,
            Times::Drawn(times) => {
                f64::from(group.people) * self.model.stays[times.at()].share_above(longest.saturating_sub(1))
            }
        };
        if beyond < 0.5 {
            return;
        }
        let days = (longest as f64 / DAY as f64 * 10.0).round() / 10.0;
        let (about, beyond) = (if matches!(times, Times::Drawn(_)) { "about " } else { "" }, beyond.round());
        let (what, rest) = if group.place.is_stay() {
            ("have been here for as long as any stay of those who come, or longer", "a whole stay")
        } else {
            ("have waited for as long as anybody who comes would, or longer", "as long a wait as if it began today")
        };
        let what = format!("{about}{beyond} of {} {what}, which is {days} days at most", group.people);
        let remedy = format!("check the days here and there; as nothing is known of what is left, {rest} follows");
        self.report.warning("census", path.clone(), what, remedy);
    }
}

/// Units of a pool that the people of a group hold on average.
fn in_use(model: &Model, group: &CensusGroup, pool: PoolId) -> f64 {
    let held = |kind: &CensusKind, so_far: Option<u64>| match group.place {
        CensusPlace::AcuteBed | CensusPlace::AwaitingTriage | CensusPlace::AwaitingCapacity => {
            let beds = model.hospitals[model.stage(kind.stage).hospital.at()].beds;
            f64::from(u8::from(beds == pool))
        }
        CensusPlace::Service | CensusPlace::Bridging => {
            let takes = model.takes(kind.offer).iter().filter(|take| take.pool == pool);
            takes.map(|take| take.amount as f64).sum::<f64>() * held_after(model, kind, so_far)
        }
        CensusPlace::FrontDoor => 0.0,
    };
    // What people hold who are there so long; what is known of the end tells nothing of the beginning.
    let on_average = |known: Option<u64>| {
        let so_far = known.filter(|_| matches!(group.known, Known::SoFar(_)));
        let (mut sum, mut all) = (0.0, 0.0);
        for (kind, weight) in group.kinds.iter().zip(group.evidence(model, known)) {
            sum += weight * held(kind, so_far);
            all += weight;
        }
        sum / all
    };
    match group.known.times() {
        None => f64::from(group.people) * on_average(None),
        Some(Times::Given(seconds)) => seconds.iter().map(|&seconds| on_average(Some(seconds))).sum(),
        Some(Times::Drawn(times)) => {
            let at = |point: u32| model.stays[times.at()].draw((2 * u64::from(point) + 1) << (63 - POINTS.ilog2()));
            let sum: f64 = (0..POINTS).map(|point| on_average(Some(at(point)))).sum();
            f64::from(group.people) * sum / f64::from(POINTS)
        }
    }
}

/// The share of a package that is held so long after its beginning; on average if that is not known.
fn held_after(model: &Model, kind: &CensusKind, so_far: Option<u64>) -> f64 {
    let offer = &model.offers[kind.offer.at()];
    match (offer.taper_percent.as_slice(), so_far) {
        ([], _) => 1.0,
        (percent, Some(so_far)) => percent[((so_far / WEEK) as usize).min(percent.len() - 1)] / 100.0,
        (_, None) => held_share(model, offer, model.stage(kind.stage).cohort),
    }
}
