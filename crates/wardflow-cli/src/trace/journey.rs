//! The steps of one journey in words, from what happened to a patient.

use wardflow_core::{
    clock::{DAY, HOUR, MINUTE, Time},
    model::{Model, OfferId},
    replication::Departure,
};
use wardflow_montecarlo::following::{Event, What, Work};

use crate::patients::pools;

/// Something that happened.
pub(crate) struct Step {
    pub(crate) at: Time,
    /// What happened.
    pub(crate) what: String,
    /// How long what ended here took [s], and what it was.
    pub(crate) after: Option<(u64, &'static str)>,
    /// Who stood before them when they began to wait, where that is known.
    pub(crate) before: Option<usize>,
}

/// All that happened to a patient.
pub(crate) struct Journey<'m> {
    model: &'m Model,
    pub(crate) steps: Vec<Step>,
    /// What was kept for them until they left hospital, and for how long [s].
    pub(crate) reserved: Vec<(OfferId, u64)>,
    began: Began,
}

/// When what goes on began.
#[derive(Default)]
struct Began {
    /// Coming to the front door, or the referral from the community.
    spell: Option<Time>,
    /// The acute stay.
    acute_stay: Option<Time>,
    /// Work of staff.
    work: Option<Time>,
    /// The wait in a line, and who stood before them.
    wait: Option<(Time, usize)>,
    /// Arranging of what is not capacity: from readiness and triage on.
    arranging: Option<Time>,
    /// What is kept for them in hospital, since when.
    reserved: Option<(OfferId, Time)>,
    /// Arranging of a placement.
    placing: Option<Time>,
    /// What was the last to keep them in hospital is done.
    free_to_leave: Option<Time>,
    /// The stay in a service.
    stay: Option<Time>,
    /// Staying on after it.
    staying_on: Option<Time>,
}

impl<'m> Journey<'m> {
    pub(crate) fn new(model: &'m Model, events: &[Event]) -> Self {
        let mut journey = Self { model, steps: Vec::new(), reserved: Vec::new(), began: Began::default() };
        for event in events {
            journey.tell(event.at, event.what);
        }
        journey
    }

    fn add(&mut self, at: Time, what: impl Into<String>, since: Option<Time>, spent: &'static str) {
        let after = since.map(|since| (at.since(since), spent));
        self.steps.push(Step { at, what: what.into(), after, before: None });
    }

    /// Something for which they may have waited; at once if not.
    fn waited(&mut self, at: Time, what: impl Into<String>, spent: &'static str) {
        let wait = self.began.wait.take();
        self.add(at, what, Some(wait.map_or(at, |(since, _)| since)), spent);
        if let (Some(step), Some((_, before))) = (self.steps.last_mut(), wait) {
            step.before = Some(before);
        }
    }

    /// Something that happens in a line or out of it.
    fn perhaps_waited(&mut self, at: Time, what: impl Into<String>, spent: &'static str) {
        if self.began.wait.is_some() {
            self.waited(at, what, spent);
        } else {
            self.add(at, what, None, "");
        }
    }

    fn tell(&mut self, at: Time, what: What) {
        let model = self.model;
        match what {
            What::Comes(hospital) => {
                self.began = Began { spell: Some(at), ..Began::default() };
                self.add(at, format!("comes to {}", model.hospitals[hospital.at()].title), None, "");
            }
            What::IsReferredFromCommunity => {
                self.began.spell = Some(at);
                self.add(at, "is referred from the community", None, "");
            }
            What::IsRefused => self.perhaps_waited(at, "the referral is refused", "waiting for capacity"),
            What::IsIn(offer) => {
                self.began.stay = Some(at);
                self.add(at, format!("is in {}", pools(model, offer)), None, "");
            }
            What::IsInCensus => self.add(at, "is there when the census is taken", None, ""),
            What::Waits { before, .. } => self.began.wait = Some((at, before)),
            What::IsAdmitted => {
                self.began.acute_stay = Some(at);
                self.waited(at, "gets an acute bed", "at the front door");
            }
            What::MustBePassedOn(unit) => {
                let what = format!("needs a bed in {}", model.hospitals[unit.at()].title);
                self.add(at, what, self.began.acute_stay, "in the acute stay");
            }
            What::IsPassedOn(unit) => {
                let what = format!("gets a bed in {}", model.hospitals[unit.at()].title);
                self.waited(at, what, "waiting for it in the unit before");
                self.began.acute_stay = Some(at);
            }
            What::IsReady => {
                (self.began.arranging, self.began.free_to_leave) = (Some(at), Some(at));
                self.add(at, "is discharge ready", self.began.acute_stay, "in the acute stay");
            }
            What::IsReferred => self.add(at, "is referred to the SPOA", None, ""),
            What::WorkBegins(work, team) => self.begin_work(at, work, team),
            What::WorkEnds(work) => self.end_work(at, work),
            What::Needs(pathway) => {
                let name = &model.pathways[pathway.at()].title;
                self.add(at, format!("triage is done: needs {name}"), self.began.work, WORK_TIME);
                // Triage may be done before readiness.
                self.began.arranging = self.began.arranging.map(|_| at);
                self.began.free_to_leave = self.began.free_to_leave.map(|_| at);
            }
            What::NeedsMore(pathway) => {
                let what = format!("has come to need {}", model.pathways[pathway.at()].title);
                self.perhaps_waited(at, what, "waiting");
            }
            What::FallsBack(pathway) => {
                let name = &model.pathways[pathway.at()].title;
                self.waited(at, format!("is offered {name} and takes it"), "waiting for capacity");
            }
            What::Declines => self.add(at, "is offered another pathway and does not take it", None, ""),
            What::IsArranged => {
                self.add(at, "arrangements are done", self.began.arranging, "being arranged");
                self.began.free_to_leave = Some(at);
            }
            What::Gets(offer) => {
                (self.began.free_to_leave, self.began.stay) = (Some(at), Some(at));
                self.began.reserved = Some((offer, at));
                let to_bridge = if model.offers[offer.at()].is_bridge { " for the time being" } else { "" };
                self.waited(at, format!("gets {}{to_bridge}", pools(model, offer)), "waiting for capacity");
            }
            What::PlacementBegins(offer) => {
                self.began.placing = Some(at);
                self.waited(at, format!("placement begun by {}", pools(model, offer)), "waiting for capacity");
            }
            What::PlacementIsArranged => {
                self.began.free_to_leave = Some(at);
                self.add(at, "the placement is arranged", self.began.placing, "being placed");
            }
            What::LeavesHospital => {
                self.began.stay = Some(at);
                let reserved = self.began.reserved.take().map(|(offer, since)| (offer, at.since(since)));
                self.reserved.extend(reserved.filter(|(_, time)| *time > 0));
                self.add(at, "leaves hospital", self.began.free_to_leave, "until they could leave");
            }
            What::WillStayLonger(longer) => {
                self.add(at, format!("will stay {} longer because of the wait", span(longer)), None, "");
            }
            What::IsSeen(contact) => {
                let name = &model.contacts[contact].title;
                self.add(at, format!("first contact: {name}"), self.began.stay, "after leaving hospital");
            }
            What::StayEnds(offer) => {
                self.add(at, format!("the stay in {} ends", pools(model, offer)), self.began.stay, "in the service");
                self.began.staying_on = Some(at);
            }
            What::OutcomeIs(exit, outcome) => {
                let name = &model.exits[exit.at()].outcomes[outcome].title;
                self.add(at, format!("the outcome is: {name}"), None, "");
            }
            What::MovesTo(offer) => self.move_on(at, format!("moves on to {}", pools(self.model, offer))),
            What::GoesOnIn(offer) => self.move_on(at, format!("goes on in {}", pools(self.model, offer))),
            What::Departs(how) => self.depart(at, how),
        }
    }

    fn begin_work(&mut self, at: Time, work: Work, team: OfferId) {
        let team = pools(self.model, team);
        let (what, spent) = match work {
            Work::Triage => (format!("triage begins by {team}"), "waiting for triage"),
            Work::Answer => (format!("{team} take the referral up"), "waiting for an answer"),
            Work::Assessment => (format!("the assessment begins by {team}"), "waiting for the assessment"),
        };
        self.began.work = Some(at);
        self.waited(at, what, spent);
    }

    fn end_work(&mut self, at: Time, work: Work) {
        let what = match work {
            // What is needed is told with it.
            Work::Triage => return,
            Work::Answer => "the referral is answered",
            Work::Assessment => "the assessment is done",
        };
        self.add(at, what, self.began.work, WORK_TIME);
    }

    fn move_on(&mut self, at: Time, what: String) {
        if self.began.staying_on.is_some() {
            self.end_staying_on(at, what);
        } else {
            self.waited(at, what, "with what there was for the time being");
        }
        self.began.stay = Some(at);
    }

    /// They leave a service, in which they may have stayed on, for what they need next.
    fn end_staying_on(&mut self, at: Time, what: impl Into<String>) {
        let since = self.began.staying_on.take();
        if self.began.wait.is_some() {
            self.waited(at, what, "waiting for capacity, in the service");
        } else {
            self.add(at, what, since, "held up in the service");
        }
    }

    fn depart(&mut self, at: Time, how: Departure) {
        let what = departure(how);
        match how {
            Departure::GaveUp | Departure::DiedWaiting | Departure::StillThere => {
                self.perhaps_waited(at, what, "waiting");
            }
            Departure::Died | Departure::Transferred => self.add(at, what, self.began.acute_stay, "in the acute stay"),
            Departure::Refused => self.perhaps_waited(at, what, "waiting for capacity"),
            _ => {
                self.began.staying_on = self.began.staying_on.filter(|since| *since < at);
                self.end_staying_on(at, what);
            }
        }
    }
}

/// What the time is called that staff take, from beginning to end.
const WORK_TIME: &str = "in hand, nights and weekends included";

/// How it ended.
const fn departure(how: Departure) -> &'static str {
    match how {
        Departure::TurnedAway => "is turned away",
        Departure::Died => "dies in hospital",
        Departure::Transferred => "is transferred elsewhere",
        Departure::Home => "goes home",
        Departure::Placed => "moves into the placement",
        Departure::CareHome => "goes to a care home",
        Departure::ServiceEnded => "needs the service no longer",
        Departure::DiedInService => "dies in the service",
        Departure::GaveUp => "leaves without waiting longer",
        Departure::DiedWaiting => "dies while waiting",
        Departure::Refused => "is refused",
        Departure::BackToHospital => "goes back to hospital",
        Departure::StillThere => "is still there when the run ends",
    }
}

/// A stretch of time for people.
pub(crate) fn span(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE);
    match (days, hours, minutes) {
        (0, 0, 0) => "no time".into(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_of_time_have_two_units_at_most() {
        let spans = [30, 90, 2 * HOUR + 60, 3 * DAY + 5 * HOUR + 59 * MINUTE].map(span);
        assert_eq!(spans, ["no time", "1 min", "2 h 1 min", "3 d 5 h"]);
    }
}
