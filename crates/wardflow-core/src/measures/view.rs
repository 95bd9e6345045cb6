//! Views of what happens between readiness and leaving: a pathway, a cohort, a hospital, or all of them.
//!
//! Everything of that kind is counted by pathway of a cohort's stay in a unit ([`RouteTally`]). A view is some of these, so the same
//! measures are declared once and taken of any.

use std::sync::Arc;

use super::{Catalogue, Group, Measure, Take, Unit, ratio};
use crate::{
    clock::DAY,
    model::{Cohort, CohortId, Hospital, HospitalId, Model, Pathway, PathwayId, ReasonId},
    observe::{Counted, Still, StillWaiting},
    tally::{RouteTally, Tally, Waits},
};

/// Some of the routes of a model.
#[derive(Clone)]
pub(super) struct View {
    /// What the keys of its measures begin with: nothing, or with a dot at the end.
    pub(super) key: String,
    /// What their titles begin with.
    name: String,
    /// The part of the tables in which they stand.
    pub(super) group: Group,
    routes: Arc<[usize]>,
    /// The delays of these routes.
    pub(super) delays: Counted,
    /// Whether there are daily series.
    is_daily: bool,
}

impl View {
    fn new(model: &Model, key: &str, name: &str, group: Group, delays: Counted) -> Self {
        let routes = (0..model.route_count()).filter(|&route| {
            let (stage, pathway) = model.ends_of_route(route);
            match delays {
                Counted::Delay(only) => pathway == only,
                Counted::DelayOf(only) => stage.cohort == only,
                Counted::DelayFrom(only) => stage.hospital == only,
                _ => true,
            }
        });
        Self { key: key.into(), name: name.into(), group, routes: routes.collect(), delays, is_daily: true }
    }

    pub(super) fn of_all(model: &Model) -> Self {
        Self::new(model, "", "All pathways: ", Group::DelayByPathway, Counted::AnyDelay)
    }

    pub(super) fn of_pathway(model: &Model, pathway: PathwayId) -> Self {
        let Pathway { name, title, .. } = &model.pathways[pathway.at()];
        let (key, name) = (format!("pathways.{name}."), format!("{title}: "));
        Self::new(model, &key, &name, Group::DelayByPathway, Counted::Delay(pathway))
    }

    pub(super) fn of_hospital(model: &Model, hospital: HospitalId) -> Self {
        let Hospital { name, title, .. } = &model.hospitals[hospital.at()];
        let (key, name) = (format!("hospitals.{name}."), format!("{title}: "));
        Self::new(model, &key, &name, Group::AcuteBeds, Counted::DelayFrom(hospital))
    }

    pub(super) fn of_cohort(model: &Model, cohort: CohortId) -> Self {
        let Cohort { name, title, .. } = &model.cohorts[cohort.at()];
        let (key, name) = (format!("cohorts.{name}."), format!("{title}: "));
        Self::new(model, &key, &name, Group::Cohorts, Counted::DelayOf(cohort)).of_the_whole()
    }

    /// The same without series of days: where a run has many such views and little happens to each on a day.
    pub(super) fn of_the_whole(self) -> Self {
        Self { is_daily: false, ..self }
    }

    /// The same for another part of the tables.
    pub(super) fn in_group(self, group: Group) -> Self {
        Self { group, ..self }
    }

    /// The same with nothing before its titles.
    pub(super) fn unnamed(self) -> Self {
        Self { name: String::new(), ..self }
    }

    /// Its routes on pathways of some kind.
    pub(super) fn only(&self, model: &Model, is_one: impl Fn(PathwayId) -> bool) -> Self {
        let routes = self.routes.iter().copied().filter(|&route| is_one(model.ends_of_route(route).1));
        Self { routes: routes.collect(), ..self.clone() }
    }

    /// The pathways of its routes.
    pub(super) fn pathways(&self, model: &Model) -> impl Iterator<Item = PathwayId> {
        self.routes.iter().map(|&route| model.ends_of_route(route).1)
    }

    /// Key of a measure, but for its unit.
    pub(super) fn of(&self, what: &str) -> String {
        format!("{}{what}", self.key)
    }

    /// Title of a measure.
    pub(super) fn title(&self, what: &str) -> String {
        format!("{}{what}", self.name)
    }

    /// Where what some reasons took on its routes is in a tally.
    pub(super) fn of_reasons(&self, model: &Model, is_one: impl Fn(ReasonId) -> bool) -> Vec<usize> {
        let reasons: Vec<ReasonId> = (0..model.reasons.len()).map(|number| ReasonId(number as u16)).collect();
        let reasons = reasons.iter().filter(|&&reason| is_one(reason));
        let of_route = |&route: &usize| reasons.clone().map(move |&reason| Tally::of_reason(model, route, reason));
        self.routes.iter().flat_map(of_route).collect()
    }

    /// What was counted on its routes.
    pub(super) fn seen<'a>(&'a self, tally: &'a Tally) -> Seen<'a> {
        Seen { tally, routes: &self.routes }
    }
}

/// What was counted on some routes.
pub(super) struct Seen<'a> {
    pub(super) tally: &'a Tally,
    routes: &'a [usize],
}

impl Seen<'_> {
    /// A sum over the routes.
    pub(super) fn sum(&self, of: impl Fn(&RouteTally) -> u64) -> u64 {
        self.routes.iter().map(|&route| of(&self.tally.routes[route])).sum()
    }

    /// Waits on all of the routes.
    pub(super) fn waits(&self, of: impl Fn(&RouteTally) -> &Waits) -> Waits {
        self.routes.iter().map(|&route| of(&self.tally.routes[route])).sum()
    }

    /// How many left alive.
    pub(super) fn discharges(&self) -> u64 {
        self.sum(|route| route.delays.count)
    }

    /// Delays of everybody who left alive.
    pub(super) fn delays(&self) -> Waits {
        self.waits(|route| &route.delays)
    }
}

impl Catalogue {
    /// Declares a measure of a view.
    pub(super) fn seen(
        &mut self,
        view: &View,
        what: &str,
        unit: Unit,
        title: &str,
        definition: &str,
        take: impl Fn(&Seen<'_>) -> f64 + Send + Sync + 'static,
    ) -> &mut Measure {
        let of_view = view.clone();
        let take: super::OfSums = Box::new(move |tally| take(&of_view.seen(tally)));
        let take = if view.is_daily { Take::Sums(take) } else { Take::Whole(take) };
        self.declare(view.group, &view.of(what), unit, &view.title(title), definition, take)
    }

    /// Declares how many people of a view still wait at the end, and how long they have waited so far.
    pub(super) fn still_seen(
        &mut self,
        view: &View,
        (what, title): (&str, &str),
        definition: &str,
        of: impl Fn(&StillWaiting) -> &[Still] + Copy + Send + Sync + 'static,
    ) {
        let routes = view.routes.clone();
        self.still(view.group, &view.of(what), &view.title(title), definition, move |end| {
            routes.iter().map(|&route| of(end)[route]).sum()
        });
    }

    /// Declares how many people still wait for something at the end, and how long they have waited so far.
    pub(super) fn still(
        &mut self,
        group: Group,
        of: &str,
        title: &str,
        definition: &str,
        take: impl Fn(&StillWaiting) -> Still + Clone + Send + Sync + 'static,
    ) {
        let people = take.clone();
        let count: super::OfEnd = Box::new(move |end| people(end).people as f64);
        self.declare(group, of, Unit::People, title, definition, Take::End(count));
        let mean: super::OfEnd = Box::new(move |end| {
            let still = take(end);
            ratio(still.seconds, still.people) / DAY as f64
        });
        let (of, title) = (format!("{of}_so_far"), format!("{title}, mean so far"));
        let definition = format!("Mean time so far of these: {definition}");
        self.declare(group, &of, Unit::Days, &title, &definition, Take::End(mean));
    }
}
