//! A patient's journey, step by step, from the front door to the end of recovery.
//!
//! Each function is one thing that happens to a patient; [`System::proceed`] is the one place that decides what
//! happens next to somebody whose discharge is being planned.

use crate::{
    census::FIRST_NUMBER,
    clock::Time,
    event::{Event, Kind},
    follow_up::Whereabouts,
    locality::Packages,
    model::{
        Cohort, CohortId, Destination, Follows, LineId, OfferId, Pathway, PathwayId, Purpose as LinePurpose, ReasonId,
        RoundsId, StayId,
    },
    patient::{Ending, Patient, Register, Steps},
    random::{Key, Purpose},
    replication::{Departure, RunError, Witness},
    system::System,
};

impl<W: Witness> System<'_, W> {
    /// A patient comes to the front door, by the number of their cohort by name.
    #[inline]
    pub(crate) fn arrive(&mut self, patients: &mut Register, source: u32) {
        let (cohort, key, number) = self.next_patient_of(source);
        self.come(patients, cohort, key, number);
    }

    /// A patient comes, to the front door or by a referral.
    #[inline(always)]
    pub(crate) fn come(&mut self, patients: &mut Register, cohort: CohortId, key: Key, number: u64) {
        let model = self.model;
        let Some(slot) = self.slots.take() else {
            return self.give_up(RunError::TooManyPeople { day: self.day_of_run() });
        };
        let (now, described) = (self.now, &model.cohorts[cohort.at()]);
        let hospital = described.first.hospital;
        let patient = patients.put(slot, || Patient::new(slot, key, number, cohort, hospital, now));
        if let Some(shares) = &described.localities {
            self.settle(patient, shares);
        }
        match &described.step_up {
            None => self.come_to_front_door(patient),
            Some(step_up) => self.refer(patient, step_up),
        }
    }

    /// A patient wants an acute bed.
    #[inline(always)]
    pub(crate) fn come_to_front_door(&mut self, patient: &mut Patient) {
        let hospital = &self.model.hospitals[patient.hospital.at()];
        self.count_arrival(patient);
        self.request(patient, hospital.front_door);
        if patient.admitted == Time::NEVER {
            if self.marked.is_empty() && self.at_front_doors.is_empty() && self.second_is_over() {
                self.stay_outside(patient);
            } else {
                self.ask_later(patient);
            }
        }
    }

    /// Whoever asked for an acute bed and has none is looked at when those of this second are allocated.
    #[inline]
    pub(crate) fn ask_later(&mut self, patient: &Patient) {
        self.at_front_doors.push(patient.slot);
        self.is_pending = true;
    }

    /// The beds of this second are allocated: whoever has come and has none begins to wait, or is turned away.
    #[inline(never)]
    pub(crate) fn close_front_doors(&mut self, patients: &mut Register) {
        // Whoever comes last is the first to be turned away.
        if self.at_front_doors.len() > 1 {
            self.at_front_doors.sort_unstable_by_key(|&slot| patients[slot].ticket);
        }
        while let Some(slot) = self.at_front_doors.pop() {
            let patient = &mut patients[slot];
            // Whoever was given a bed may wait for something else by now.
            let is_at_door = self.model.lines[patient.line.at()].purpose == LinePurpose::Admission;
            if !patient.steps.has(Steps::WAITING) || !is_at_door {
                continue;
            }
            if let Some(next) = patient.waits_for_unit() {
                self.count_shortage(self.model.stage(next).hospital);
                continue;
            }
            self.stay_outside(patient);
        }
    }

    /// Whoever has come to a front door and has no bed begins to wait, or is turned away.
    #[inline]
    fn stay_outside(&mut self, patient: &mut Patient) {
        self.count_shortage(patient.hospital);
        let hospital = &self.model.hospitals[patient.hospital.at()];
        if self.lines[hospital.front_door.at()].waiting.value() as f64 > hospital.most_waiting.at(self.now) {
            self.count_turned_away(patient);
            self.leave_line(patient);
            self.depart(patient, Departure::TurnedAway, Whereabouts::Unsaid);
        } else {
            self.begin_to_wait_for_bed(patient, 0);
        }
    }

    /// The patient is in an acute bed: the acute stay begins.
    #[inline(always)]
    pub(crate) fn admit(&mut self, patient: &mut Patient) {
        let (now, model) = (self.now, self.model);
        if let Ending::PassedOn(next) = patient.ending {
            return self.pass_on(patient, next);
        }
        let cohort = &model.cohorts[patient.cohort.at()];
        patient.admitted = now;
        let key = patient.key;
        patient.pathway = PathwayId(cohort.shares.choose(now, key.bits(Purpose::Pathway)) as u16);
        let stay = self.foresee_end(patient, &cohort.first, || key.bits(Purpose::AcuteOutcome));
        let drawn = model.stays[stay.at()].draw(patient.key.bits(Purpose::AcuteStay));
        let seconds = self.until_a_round(patient, cohort.first.rounds, drawn);
        self.count_admission(patient, seconds);
        self.stay_in_acute_bed(patient, cohort, seconds);
    }

    /// How long a stay that begins now will last that was drawn to last so long: readiness may be decided at rounds.
    #[inline(always)]
    pub(crate) fn until_a_round(&self, patient: &Patient, rounds: Option<RoundsId>, drawn: u64) -> u64 {
        match rounds {
            Some(rounds) if patient.ending == Ending::Ready => {
                self.model.rounds[rounds.at()].nearest(self.now + drawn, self.now).since(self.now)
            }
            _ => drawn,
        }
    }

    /// The acute stay in a unit will last so long.
    #[inline(always)]
    pub(crate) fn stay_in_acute_bed(&mut self, patient: &Patient, cohort: &Cohort, seconds: u64) {
        let lead = if cohort.early_planning.is_some() { self.early_lead(patient).min(seconds) } else { 0 };
        // Without a lead the end of the stay raises the referral: it would come first and be followed by a second one.
        if lead > 0 {
            self.schedule(self.now + (seconds - lead), Kind::Referral, patient);
        }
        self.schedule(self.now + seconds, Kind::AcuteEnd, patient);
    }

    /// How long before readiness the referral is raised; 0 if then.
    pub(crate) fn early_lead(&self, patient: &Patient) -> u64 {
        let Some(early) = &self.model.cohorts[patient.cohort.at()].early_planning else { return 0 };
        let is_early = patient.ending == Ending::Ready
            && patient.key.uniform(Purpose::EarlyPlanning) < early.probability.at(self.now);
        if is_early { self.draw(patient, early.lead, Purpose::EarlyLead) } else { 0 }
    }

    /// The acute stay is over: the patient is discharge ready, has died or goes elsewhere.
    #[inline]
    pub(crate) fn end_acute_stay(&mut self, patient: &mut Patient) {
        match patient.ending {
            Ending::Ready => {
                patient.ready = self.now;
                patient.steps.add(Steps::READY);
                if !patient.steps.has(Steps::REFERRED) {
                    self.raise_referral(patient);
                }
                self.proceed(patient);
                if patient.left == Time::NEVER {
                    self.count_ready(patient);
                    self.begin_to_wait(patient, 0);
                }
            }
            Ending::PassedOn(next) => self.ask_for_next_unit(patient, next),
            Ending::Died => self.end_without_discharge(patient, Departure::Died, Whereabouts::Dead),
            Ending::Transferred => self.end_without_discharge(patient, Departure::Transferred, Whereabouts::Unsaid),
        }
    }

    #[inline(never)]
    fn end_without_discharge(&mut self, patient: &Patient, how: Departure, to: Whereabouts) {
        self.free_acute_bed(patient);
        self.depart(patient, how, to);
    }

    /// The need is looked at: on pathways with triage the SPOA is asked.
    ///
    /// The pathway is drawn with the shares of this day and the same random number as at admission: constant shares
    /// change nothing.
    #[inline(always)]
    pub(crate) fn raise_referral(&mut self, patient: &mut Patient) {
        let (now, model) = (self.now, self.model);
        let cohort = &model.cohorts[patient.cohort.at()];
        if !cohort.shares.are_constant() {
            patient.pathway = if patient.number < FIRST_NUMBER {
                PathwayId(cohort.shares.choose(now, patient.key.bits(Purpose::Pathway)) as u16)
            } else {
                self.pathway_by_now(patient, &cohort.shares)
            };
        }
        patient.referred = now;
        patient.steps.add(Steps::REFERRED);
        let pathway = &model.pathways[patient.pathway.at()];
        if pathway.triage.is_none() {
            patient.steps.add(Steps::TRIAGED);
        }
        self.tally.pathways[patient.pathway.at()].referred += 1;
        if pathway.triage.is_some() {
            self.ask_for_triage(patient);
        }
    }

    /// The SPOA is asked.
    #[inline(never)]
    pub(crate) fn ask_for_triage(&mut self, patient: &mut Patient) {
        let Some(triage) = self.model.pathways[patient.pathway.at()].triage else { return };
        patient.task = patient.pathway;
        self.request(patient, self.triage_line(triage, patient));
    }

    /// A member of staff takes the referral up.
    #[inline(never)]
    pub(crate) fn begin_triage(&mut self, patient: &mut Patient, team: OfferId) {
        let (now, model) = (self.now, self.model);

        patient.triage_begun = now;
        patient.task_begun = now;
        patient.team = team;
        if patient.steps.has(Steps::STEP_UP) {
            return self.answer(patient);
        }
        let Some(triage) = model.pathways[patient.task.at()].triage else { return };
        self.count_triage_begun(patient);
        let work = self.draw(patient, triage.handling, Purpose::Triage);
        self.work_on(patient, work);
    }

    /// A member of staff works on a patient's case for so long, inside working hours.
    pub(crate) fn work_on(&mut self, patient: &Patient, seconds: u64) {
        let model = self.model;
        let hours = model.pools[model.takes(patient.team)[0].pool.at()].hours.as_ref();
        let done = hours.map_or(self.now + seconds, |hours| hours.finish(self.now, seconds));
        self.schedule(done, Kind::TriageEnd, patient);
    }

    /// Triage is done: the member of staff is free, the need is known.
    #[inline(never)]
    pub(crate) fn end_triage(&mut self, patient: &mut Patient) {
        self.count_work_end(patient);
        patient.task_begun = Time::NEVER;
        self.release(patient.team, 0);
        if patient.steps.has(Steps::GONE) {
            return self.vanish(patient);
        }
        if patient.left != Time::NEVER {
            return self.decide_outcome(patient);
        }
        if patient.steps.has(Steps::STEP_UP) {
            return self.end_answer(patient);
        }
        patient.triaged = self.now;
        patient.steps.add(Steps::TRIAGED);
        self.proceed(patient);
    }

    /// Decides what happens next to a patient whose discharge is being planned.
    ///
    /// Asking for capacity comes last: whoever is granted it at once leaves from there (see [`Self::allocated`]).
    #[inline(always)]
    pub(crate) fn proceed(&mut self, patient: &mut Patient) {
        if !patient.steps.has(Steps::READY | Steps::TRIAGED) {
            return;
        }
        let pathway = &self.model.pathways[patient.pathway.at()];
        if !patient.steps.has(Steps::ARRANGING) {
            if pathway.arrangements.is_empty() {
                patient.arranged = self.now;
                patient.steps.add(Steps::ARRANGING | Steps::ARRANGED);
            } else {
                self.begin_arrangements(patient);
            }
        }

        if !patient.steps.has(Steps::REQUESTED) {
            if patient.steps.has(Steps::ARRANGED) || pathway.request_at_readiness {
                self.ask_for_capacity(patient, pathway, self.now);
            }
        } else if patient.steps.has(Steps::ALLOCATED | Steps::PLACED) {
            self.leave_when_arranged(patient);
        }
    }

    /// The patient has asked since some time for the capacity that the pathway needs.
    #[inline(always)]
    pub(crate) fn ask_for_capacity(&mut self, patient: &mut Patient, pathway: &Pathway, since: Time) {
        patient.steps.add(Steps::REQUESTED);
        patient.requested = since;
        self.request_capacity(patient, pathway.needs.of(patient.locality));
        if let Some(waiting) = &pathway.while_waiting {
            self.await_fallback(patient, waiting, since);
        }
    }

    /// The capacity is there: what may be left are arrangements.
    #[inline]
    fn leave_when_arranged(&mut self, patient: &mut Patient) {
        if patient.steps.has(Steps::ARRANGED) {
            self.leave_when_open(patient);
        }
    }

    /// Begins what has to be arranged beside capacity.
    #[inline(never)]
    fn begin_arrangements(&mut self, patient: &mut Patient) {
        patient.task = patient.pathway;
        patient.steps.add(Steps::ARRANGING);
        let time: u64 = self.arrangements_of(patient).map(|(_, seconds)| seconds).sum();
        if time > 0 {
            self.schedule(self.now + time, Kind::Arranged, patient);
        } else {
            patient.arranged = self.now;
            patient.steps.add(Steps::ARRANGED);
        }
    }

    /// The arrangements that a patient waits for, and for how long: of those that run together only the longest.
    pub(crate) fn arrangements_of(&self, patient: &Patient) -> impl Iterator<Item = (ReasonId, u64)> {
        let model = self.model;
        let range = model.pathways[patient.task.at()].arrangements.clone();
        let key = patient.key;
        let end = range.end;
        let take_together = move |from: usize| {
            let together = (from + 1..end).take_while(|&number| model.arrangements[number].with_previous).count();
            from + 1 + together
        };
        let mut from = range.start;
        std::iter::from_fn(move || {
            (from < end).then(|| {
                let group = from..take_together(from);
                from = group.end;
                group
                    .map(|number| {
                        let arrangement = &model.arrangements[number];
                        let bits = key.bits_for(Purpose::Arrangement, arrangement.hash);
                        (arrangement.reason, model.stays[arrangement.time.at()].draw(bits))
                    })
                    .reduce(|longest, other| if other.1 > longest.1 { other } else { longest })
            })?
        })
    }

    /// The named arrangements are done.
    #[inline(never)]
    pub(crate) fn end_arrangements(&mut self, patient: &mut Patient) {
        if patient.steps.has(Steps::GONE) {
            return self.vanish(patient);
        }
        patient.arranged = self.now;
        patient.steps.add(Steps::ARRANGED);
        self.proceed(patient);
    }

    /// Asks for the capacity that the pathway needs; on pathways that need none the patient goes on at once.
    #[inline(always)]
    fn request_capacity(&mut self, patient: &mut Patient, needs: &Packages) {
        if let Some(line) = line_of(patient, self.now, needs) {
            return self.request(patient, line);
        }
        patient.allocated = self.now;
        patient.steps.add(Steps::ALLOCATED | Steps::PLACED);
        self.leave_when_arranged(patient);
    }

    /// Capacity is the patient's.
    #[inline]
    pub(crate) fn allocated(&mut self, patient: &mut Patient, offer: OfferId) {
        patient.offer = offer;
        patient.allocated = self.now;
        if patient.steps.has(Steps::STEP_UP) {
            return self.enter_from_community(patient);
        }
        patient.steps.add(Steps::ALLOCATED);
        self.count_allocation(patient);
        match self.model.offers[offer.at()].follows {
            Follows::Stay => self.reserve(offer),
            Follows::Departure => {}
            Follows::Arranging => {
                let time = self.draw_by_cohort(patient, Purpose::PlacementArranging);
                return self.schedule(self.now + time, Kind::Placed, patient);
            }
        }
        patient.steps.add(Steps::PLACED);
        self.leave_when_arranged(patient);
    }

    /// The placement has been arranged: the next one can be.
    #[inline(never)]
    pub(crate) fn end_placing(&mut self, patient: &mut Patient) {
        if patient.left != Time::NEVER {
            return self.leave_for_placement(patient);
        }
        patient.placed = self.now;
        patient.steps.add(Steps::PLACED);
        self.count_service_end(patient.offer, patient.allocated);
        self.release(patient.offer, 0);
        self.proceed(patient);
    }

    /// Nothing holds the patient but the discharge hours.
    #[inline(always)]
    fn leave_when_open(&mut self, patient: &mut Patient) {
        let model = self.model;
        let hours = &model.hospitals[patient.hospital.at()].discharge_hours;
        match hours.as_ref().map(|hours| hours.next_open(self.now)) {
            Some(opening) if opening > self.now => self.schedule(opening, Kind::Leave, patient),
            _ => self.leave_acute_bed(patient),
        }
    }

    /// The patient leaves hospital: home, or to the service that was allocated.
    #[inline]
    pub(crate) fn leave_acute_bed(&mut self, patient: &mut Patient) {
        let (now, model) = (self.now, self.model);

        patient.left = now;
        let offer = patient.offer;
        let pathway = &model.pathways[patient.pathway.at()];
        self.count_discharge(patient);
        self.free_acute_bed(patient);
        if pathway.needs.is_empty() {
            let how = if pathway.leads_to == Destination::CareHome { Departure::CareHome } else { Departure::Home };
            self.leave_for(patient, pathway.leads_to.into(), pathway.readmission.as_ref(), how);
        } else if model.offers[offer.at()].follows == Follows::Stay {
            self.unreserve(offer);
            let longer = match &pathway.while_waiting {
                Some(waiting) if !model.offers[offer.at()].is_bridge => patient.harm_to_stay(waiting),
                _ => 0,
            };
            self.enter_service(patient, longer);
        } else {
            self.depart(patient, Departure::Placed, Whereabouts::CareHome);
        }
    }

    #[inline(always)]
    pub(crate) fn free_acute_bed(&mut self, patient: &Patient) {
        self.count_acute_bed_left(patient);
        let hospital = patient.hospital;
        self.release_pool(self.model.hospitals[hospital.at()].beds, 1);
    }

    /// The patient is gone from the system, to where they stay.
    #[inline]
    pub(crate) fn depart(&mut self, patient: &Patient, how: Departure, to: Whereabouts) {
        self.witness.departed(patient, self.now, how);
        self.follow_departure(patient, to);
        self.slots.give_back(patient.slot);
    }

    #[inline(always)]
    pub(crate) fn draw(&self, patient: &Patient, stay: StayId, purpose: Purpose) -> u64 {
        self.model.stays[stay.at()].draw(patient.key.visit(patient.visit).bits(purpose))
    }

    /// Draws from the stays by cohort of the offer that the patient holds.
    #[inline]
    pub(crate) fn draw_by_cohort(&self, patient: &Patient, purpose: Purpose) -> u64 {
        self.draw(patient, self.model.offers[patient.offer.at()].stay[patient.cohort.at()], purpose)
    }

    #[inline]
    pub(crate) fn schedule(&mut self, at: Time, kind: Kind, patient: &Patient) {
        // Nothing after the end of the run needs to be remembered.
        if at < self.horizon {
            self.agenda.push(Event::new(at, kind, patient.slot));
        }
    }
}

/// The line for what a patient needs, by package; none if that is nothing.
#[inline]
pub(crate) fn line_of(patient: &Patient, now: Time, needs: &Packages) -> Option<LineId> {
    match needs.lines() {
        [] => None,
        [only] => Some(*only),
        several => {
            let bits = patient.key.visit(patient.visit).bits(Purpose::Package);
            Some(several[needs.shares().choose(now, bits)])
        }
    }
}
