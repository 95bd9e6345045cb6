//! One patient followed through a replication: everything that happens to them, when it happens.
//!
//! The run goes on event by event; what has changed in the patient's record after one is what has happened in it. So the
//! engine tells nobody anything, and a run that nobody follows costs nothing.

use wardflow_core::{
    census::FIRST_NUMBER,
    clock::Time,
    model::{CohortId, ExitId, Follows, HospitalId, LineId, Model, OfferId, PathwayId},
    patient::{Patient, Slot, Steps},
    random::Seed,
    replication::{Departure, Keep, Replication, Witness},
};

use crate::{patients::PatientRow, subject::Unfinished};

/// Something that happened to a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Time,
    /// What.
    pub what: What,
}

/// What happens to patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// They come to the front door.
    Comes(HospitalId),
    /// They are referred from the community.
    IsReferredFromCommunity,
    /// The referral from the community is refused; they come to the front door instead.
    IsRefused,
    /// They are in a service when the census is taken, since this instant.
    IsIn(OfferId),
    /// The census is taken, in which they are: what was before is as far as it says.
    IsInCensus,
    /// They join a line.
    Waits {
        /// Which one.
        line: LineId,
        /// How many stand before them.
        before: usize,
    },
    /// They get an acute bed.
    IsAdmitted,
    /// They need a bed in another unit and hold the one they have until it is there.
    MustBePassedOn(HospitalId),
    /// They get a bed in another unit.
    IsPassedOn(HospitalId),
    /// They are discharge ready.
    IsReady,
    /// The referral to the SPOA is raised.
    IsReferred,
    /// Staff begin some work for them.
    WorkBegins(Work, OfferId),
    /// That work is done.
    WorkEnds(Work),
    /// They need this pathway, triage has found.
    Needs(PathwayId),
    /// The wait has made them need this pathway.
    NeedsMore(PathwayId),
    /// This pathway is offered instead of what they wait for, and taken.
    FallsBack(PathwayId),
    /// Another pathway is offered, and not taken.
    Declines,
    /// The named arrangements are done.
    IsArranged,
    /// Capacity is theirs.
    Gets(OfferId),
    /// A placement begins to be arranged.
    PlacementBegins(OfferId),
    /// The placement is arranged.
    PlacementIsArranged,
    /// They leave the acute bed.
    LeavesHospital,
    /// The wait in hospital has lengthened the stay in the service that begins [s].
    WillStayLonger(u64),
    /// Staff see them for the first time after discharge: which contact.
    IsSeen(usize),
    /// The stay in a service is over.
    StayEnds(OfferId),
    /// The outcome of the stay is known: its place among those of the exit.
    OutcomeIs(ExitId, usize),
    /// They move from one service to another.
    MovesTo(OfferId),
    /// A further stay begins where they are: they keep what they hold.
    GoesOnIn(OfferId),
    /// They leave the system, for good or until they come back.
    Departs(Departure),
}

/// Work of staff for a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Triage of the referral from hospital.
    Triage,
    /// The answer to a referral from the community.
    Answer,
    /// The assessment at the end of a stay in a service.
    Assessment,
}

/// All that happens to a patient in one replication of a model, in order of time. `spells` are the rows of the patient (see
/// [`crate::patients::patients`]): nothing happens if there are none.
///
/// # Errors
/// If the replication could not be finished.
pub fn follow(model: &Model, seed: Seed, replication: u32, spells: &[&PatientRow]) -> Result<Vec<Event>, Unfinished> {
    let Some(who) = spells.iter().min_by_key(|row| row.arrived) else { return Ok(Vec::new()) };
    let is_them = |patient: &Patient| (patient.cohort, patient.number) == (who.cohort, who.number);
    let mut following = Following { model, events: Vec::new(), known: None };
    // Whoever was refused as a referral from the community has come to the front door with a new record.
    let from = if model.cohorts[who.cohort.at()].step_up.is_some() { Time::START } else { who.arrived };
    let mut slot = None;
    let mut run = Replication::with_witness(model, Seen(Vec::new(), who.cohort, who.number));
    run.begin(seed, replication.into(), Keep::default());
    while run.step() {
        if slot.is_none() && run.now() >= from {
            slot = run.people().find(|patient| is_them(patient)).map(|patient| patient.slot);
        }
        let departures = std::mem::take(&mut run.witness_mut().0);
        let present = slot.map(|slot: Slot| *run.patient(slot)).filter(is_them);
        following.look(run.now(), &departures, present, &run);
    }
    let end = model.horizon();
    run.finish()?;
    let departures = std::mem::take(&mut run.witness_mut().0);
    following.look(end, &departures, None, &run);
    // First contacts are known beforehand.
    following.events.retain(|event| event.at <= end);
    following.events.sort_by_key(|event| event.at);
    Ok(following.events)
}

/// Departures of one patient.
struct Seen(Vec<(Patient, Time, Departure)>, CohortId, u64);

impl Witness for Seen {
    fn departed(&mut self, patient: &Patient, at: Time, how: Departure) {
        if (patient.cohort, patient.number) == (self.1, self.2) {
            self.0.push((*patient, at, how));
        }
    }
}

/// What has been seen so far.
struct Following<'m> {
    model: &'m Model,
    events: Vec<Event>,
    /// The record as it was; none before they come, and after they departed.
    known: Option<Patient>,
}

impl Following<'_> {
    fn add(&mut self, at: Time, what: What) {
        self.events.push(Event { at, what });
    }

    /// After an event of the run.
    fn look(
        &mut self,
        now: Time,
        departures: &[(Patient, Time, Departure)],
        present: Option<Patient>,
        run: &Replication<'_, Seen>,
    ) {
        for (patient, at, how) in departures {
            self.compare(now, patient, Some(*how), run);
            self.add(*at, What::Departs(*how));
            // The record stays as it is until they come back, if they do.
            self.known = Some(Patient { steps: gone(), ..*patient });
        }
        if let Some(patient) = present.filter(|patient| !patient.steps.has(Steps::GONE)) {
            let is_gone = self.known.is_some_and(|known| known.steps == gone() && known.spell == patient.spell);
            if !is_gone {
                self.compare(now, &patient, None, run);
                self.known = Some(patient);
            }
        }
    }

    /// What has changed in the record, in the order in which it happened.
    fn compare(&mut self, now: Time, new: &Patient, departs: Option<Departure>, run: &Replication<'_, Seen>) {
        let old = self.begin(now, new, departs);
        let model = self.model;
        let changed = |field: fn(&Patient) -> Time| {
            let at = field(new);
            (at != field(&old) && at != Time::NEVER).then_some(at)
        };
        let is_new = |steps: Steps| new.steps.has(steps) && !old.steps.has(steps);
        if let Some(at) = changed(|patient| patient.admitted) {
            self.add(at, What::IsAdmitted);
        }
        if let (Some(next), None) = (new.waits_for_unit(), old.waits_for_unit()) {
            self.add(new.asked, What::MustBePassedOn(model.stage(next).hospital));
        }
        if let Some(at) = changed(|patient| patient.entered) {
            if old.waits_for_unit().is_none() {
                self.add(at, What::MustBePassedOn(new.hospital));
            }
            self.add(at, What::IsPassedOn(new.hospital));
        }
        let pathway = &model.pathways[new.pathway.at()];
        // Where planning begins early the referral comes first.
        let referred = changed(|patient| patient.referred).filter(|_| pathway.triage.is_some());
        let ready = changed(|patient| patient.ready);
        let both = [ready.map(|at| (at, What::IsReady)), referred.map(|at| (at, What::IsReferred))];
        for (at, what) in both.into_iter().flatten() {
            self.add(at, what);
        }
        if old.task_begun != Time::NEVER && new.task_begun != old.task_begun {
            self.add(now, What::WorkEnds(work(&old)));
        }
        if changed(|patient| patient.triaged).is_some() {
            self.add(now, What::Needs(new.pathway));
        }
        match (is_new(Steps::OFFERED_ANOTHER), new.changes > old.changes) {
            (true, true) => self.add(now, What::FallsBack(new.pathway)),
            (true, false) => self.add(now, What::Declines),
            (false, true) => self.add(now, What::NeedsMore(new.pathway)),
            (false, false) => {}
        }
        if let Some(at) = changed(|patient| patient.arranged).filter(|_| !pathway.arrangements.is_empty()) {
            self.add(at, What::IsArranged);
        }
        self.end_of_stay(now, &old, new, departs);
        if new.steps.has(Steps::WAITING) && (!old.steps.has(Steps::WAITING) || old.ticket != new.ticket) {
            let stands_before = |other: &&Patient| {
                other.steps.has(Steps::WAITING) && other.line == new.line && other.ticket < new.ticket
            };
            let before = run.people().filter(stands_before).count();
            self.add(now, What::Waits { line: new.line, before });
        }
        if let Some(at) = changed(|patient| patient.task_begun) {
            self.add(at, What::WorkBegins(work(new), new.team));
        }
        self.capacity(now, &old, new, departs);
    }

    /// The beginning of a spell: the record before it, in which nothing has happened.
    fn begin(&mut self, now: Time, new: &Patient, departs: Option<Departure>) -> Patient {
        let blank = Patient::new(new.slot, new.key, new.number, new.cohort, new.hospital, new.arrived);
        let steps_up = |patient: &Patient| patient.steps.has(Steps::STEP_UP);
        match self.known.filter(|known| known.spell == new.spell) {
            // Refused, they come to the front door with a new record; accepted, they are in a service at once.
            Some(known) if steps_up(&known) && !steps_up(new) && new.left == Time::NEVER => {
                if known.task_begun != Time::NEVER {
                    self.add(now, What::WorkEnds(Work::Answer));
                }
                self.add(now, What::IsRefused);
                self.add(now, What::Comes(new.hospital));
                blank
            }
            Some(known) => known,
            None if new.number >= FIRST_NUMBER && new.spell == 0 => self.begin_in_census(now, new, blank),
            None => {
                let is_referred = self.model.cohorts[new.cohort.at()].step_up.is_some() && new.spell == 0;
                if is_referred {
                    self.add(new.arrived, What::IsReferredFromCommunity);
                    if !steps_up(new) && new.left == Time::NEVER && departs != Some(Departure::Refused) {
                        self.add(new.arrived, What::IsRefused);
                        self.add(new.arrived, What::Comes(new.hospital));
                    }
                } else {
                    self.add(new.arrived, What::Comes(new.hospital));
                }
                blank
            }
        }
    }

    /// The record of somebody in a service holds nothing of what was before, that of others all that has changed.
    fn begin_in_census(&mut self, now: Time, new: &Patient, blank: Patient) -> Patient {
        self.add(now, What::IsInCensus);
        // Whoever waited in hospital may have come to a service at once.
        if new.came == Time::NEVER || new.admitted != Time::NEVER {
            self.add(new.arrived, What::Comes(new.hospital));
            return blank;
        }
        self.add(new.came, What::IsIn(new.offer));
        *new
    }

    /// A stay in a service that is over, and its outcome. Bridging ends with the package: nobody assesses anything.
    fn end_of_stay(&mut self, now: Time, old: &Patient, new: &Patient, departs: Option<Departure>) {
        let was_in_service = old.came != Time::NEVER && !old.steps.has(Steps::STAYING_ON);
        let offer = &self.model.offers[old.offer.at()];
        if offer.is_bridge {
            return;
        }
        let goes_on = new.steps.has(Steps::STAYING_ON) || new.assessed != old.assessed || departs.is_some();
        if was_in_service && old.service_end <= now && goes_on && departs != Some(Departure::StillThere) {
            self.add(now, What::StayEnds(old.offer));
        }
        if let Some(exit) = offer.exit.filter(|_| new.assessed != old.assessed && new.assessed != Time::NEVER) {
            self.add(new.assessed, What::OutcomeIs(exit, new.outcome.into()));
        }
    }

    /// Capacity that becomes theirs, and where they go with it.
    fn capacity(&mut self, now: Time, old: &Patient, new: &Patient, departs: Option<Departure>) {
        let model = self.model;
        let needs_any = !model.pathways[new.pathway.at()].needs.is_empty();
        let is_new = new.allocated != old.allocated && new.allocated != Time::NEVER;
        let is_placing = new.steps.has(Steps::PLACING) && !old.steps.has(Steps::PLACING);
        let was_in_service = old.came != Time::NEVER;
        if is_placing {
            self.add(now, What::PlacementBegins(new.placing));
        } else if is_new && !was_in_service && (needs_any || new.admitted == Time::NEVER) {
            let begins = model.offers[new.offer.at()].follows == Follows::Arranging;
            self.add(new.allocated, if begins { What::PlacementBegins(new.offer) } else { What::Gets(new.offer) });
        }
        if new.placed != old.placed && new.placed != Time::NEVER {
            self.add(new.placed, What::PlacementIsArranged);
        } else if old.steps.has(Steps::PLACING) && departs == Some(Departure::Placed) {
            self.add(now, What::PlacementIsArranged);
        }
        let leaves = new.left != old.left && new.left != Time::NEVER && new.admitted != Time::NEVER;
        if leaves && !matches!(departs, Some(Departure::GaveUp | Departure::DiedWaiting)) {
            self.add(new.left, What::LeavesHospital);
            if new.came == new.left {
                // How long bridging goes on is not known yet; whoever is gone before is not seen.
                let there_until = if model.offers[new.offer.at()].is_bridge { Time::NEVER } else { new.service_end };
                let contacts = new.first_contacts(model).filter(|(_, at)| *at <= there_until);
                self.events.extend(contacts.map(|(number, at)| Event { at, what: What::IsSeen(number) }));
            }
        }
        if was_in_service && new.came != old.came {
            let goes_on = new.entered_service < new.came;
            self.add(new.came, if goes_on { What::GoesOnIn(new.offer) } else { What::MovesTo(new.offer) });
        }
        let is_bridge = |patient: &Patient| model.offers[patient.offer.at()].is_bridge;
        let begins = if was_in_service { is_bridge(old) && new.visit == 1 } else { !is_bridge(new) };
        let waiting = model.pathways[new.pathway.at()].while_waiting.as_ref();
        if let Some(waiting) = waiting.filter(|_| begins && new.came != old.came && new.ready != Time::NEVER) {
            let longer = new.harm_to_stay(waiting);
            if longer > 0 {
                self.add(new.came, What::WillStayLonger(longer));
            }
        }
    }
}

/// What the staff who are at work for a patient do.
const fn work(patient: &Patient) -> Work {
    if patient.steps.has(Steps::STEP_UP) {
        Work::Answer
    } else if patient.left.0 == Time::NEVER.0 {
        Work::Triage
    } else {
        Work::Assessment
    }
}

/// Of whoever has departed.
fn gone() -> Steps {
    let mut steps = Steps::default();
    steps.add(Steps::GONE);
    steps
}
