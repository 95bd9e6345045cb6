//! What holds at every instant of a run, checked: conservation, capacity, and nobody waiting whom the rules would let start.

use crate::{
    clock::Time,
    level::Level,
    line::Waiting,
    model::{Addition, Follows, LineId, PoolId, PoolKind},
    patient::{Slot, Steps},
    replication::{Replication, Witness},
};

impl<W: Witness> Replication<'_, W> {
    /// Checks what always holds, between two events.
    ///
    /// # Errors
    /// Says what does not hold. That is a mistake in this crate, never in a scenario.
    pub fn audit(&self) -> Result<(), String> {
        let mut present = self.system.slots.all_taken();
        present.retain(|&slot| !self.patients[slot].steps.has(Steps::GONE));
        expect("people at home for now", self.system.away, (self.system.slots.taken() - present.len()) as u64)?;
        self.audit_lines(&present)?;
        self.audit_pools(&present)?;
        self.audit_nctr(&present)?;
        self.audit_starts()
    }

    /// Whoever is at the front door stands in its line, and every line holds whom it counts.
    fn audit_lines(&self, present: &[Slot]) -> Result<(), String> {
        let mut at_front_doors = 0;
        for (number, line) in self.system.lines.iter().enumerate() {
            let people: Vec<Waiting> = line.people().collect();
            expect("people in a line", people.len() as u64, line.waiting.value())?;
            if !people.iter().map(|waiting| waiting.ticket).is_sorted() {
                return Err(format!("line {number} is out of order"));
            }
            if people.iter().any(|waiting| self.patients[waiting.patient].ticket != waiting.ticket) {
                return Err(format!("somebody in line {number} is not who joined it"));
            }
            if self.system.model.hospitals.iter().any(|hospital| hospital.front_door.at() == number) {
                at_front_doors += people.len();
            }
        }
        let in_lines: u64 = self.system.lines.iter().map(|line| line.waiting.value()).sum();
        let waiting = present.iter().filter(|&&patient| self.patients[patient].steps.has(Steps::WAITING)).count();
        expect("people who wait", waiting as u64, in_lines)?;
        let for_acute_beds = present.iter().filter(|&&slot| {
            let patient = &self.patients[slot];
            let is_referred = patient.steps.has(Steps::STEP_UP) || patient.left != Time::NEVER;
            patient.waits_for_unit().is_some() || (patient.admitted == Time::NEVER && !is_referred)
        });
        expect("people waiting for acute beds", for_acute_beds.count() as u64, at_front_doors as u64)?;
        let passing = self.system.passing.iter().map(Level::value).sum();
        let between = present.iter().filter(|&&slot| self.patients[slot].waits_for_unit().is_some());
        expect("people between units", between.count() as u64, passing)?;
        for (number, pool) in self.system.model.pools.iter().enumerate() {
            let waiting: u64 = pool.lines.iter().map(|line| self.system.lines[line.at()].waiting.value()).sum();
            expect(&format!("people waiting for {}", pool.name), self.system.pools[number].waiting, waiting)?;
        }
        Ok(())
    }

    /// What is in use of each pool is what people hold, and is no more than there was when it was taken.
    fn audit_pools(&self, present: &[Slot]) -> Result<(), String> {
        let mut held = vec![0; self.system.pools.len()];
        let mut reserved = held.clone();
        let mut staying_on = held.clone();
        for slot in self.system.slots.all_taken() {
            let patient = &self.patients[slot];
            // Work that has begun is ended, even for somebody who has left meanwhile.
            if patient.task_begun != Time::NEVER {
                for take in self.system.model.takes(patient.team) {
                    held[take.pool.at()] += take.amount;
                }
            }
        }
        for &slot in present {
            let patient = &self.patients[slot];
            if patient.admitted != Time::NEVER && patient.left == Time::NEVER {
                held[self.system.model.hospitals[patient.hospital.at()].beds.at()] += 1;
            }
            let needs_something = !self.system.model.pathways[patient.pathway.at()].needs.is_empty();
            if patient.steps.has(Steps::PLACING) {
                for take in self.system.model.takes(patient.placing) {
                    held[take.pool.at()] += take.amount;
                }
            }
            if patient.steps.has(Steps::STAYING_ON) {
                for take in self.system.model.takes(patient.offer) {
                    staying_on[take.pool.at()] += 1;
                }
            }
            let is_in_service = patient.came != Time::NEVER;
            if patient.steps.has(Steps::ALLOCATED) && (needs_something || is_in_service) {
                let follows = self.system.model.offers[patient.offer.at()].follows;
                let holds =
                    follows == Follows::Stay || (follows == Follows::Arranging && !patient.steps.has(Steps::PLACED));
                for take in self.system.model.takes(patient.offer).iter().filter(|_| holds) {
                    held[take.pool.at()] += self.system.model.held(patient.offer, take.amount, patient.week);
                    if patient.left == Time::NEVER && follows == Follows::Stay {
                        reserved[take.pool.at()] += take.amount;
                    }
                }
            }
        }
        for (number, pool) in self.system.model.pools.iter().enumerate() {
            let state = &self.system.pools[number];
            expect(&format!("in use of {}", pool.name), state.in_use.value(), held[number])?;
            expect(&format!("reserved of {}", pool.name), state.reserved.value(), reserved[number])?;
            expect(&format!("staying on in {}", pool.name), state.staying_on.value(), staying_on[number])?;
            let so_far = pool.capacity.iter().take_while(|(from, _)| *from <= self.system.now).map(|&(_, units)| units);
            let adds = self.system.model.escalations.iter().flat_map(|escalation| &escalation.adds);
            let extra: u64 = adds.filter(|adds| adds.pool.at() == number).map(Addition::most).sum();
            let most = (so_far.max().unwrap_or(0) + extra).max(state.inherited);
            if pool.kind != PoolKind::Vacancies && state.in_use.value() > most {
                return Err(format!(
                    "{} of {} in use, but there were never more than {most}",
                    state.in_use.value(),
                    pool.name
                ));
            }
        }
        Ok(())
    }

    fn audit_nctr(&self, present: &[Slot]) -> Result<(), String> {
        let model = self.system.model;
        let mut by_route = vec![0; model.route_count()];
        let mut by_hospital = vec![0; model.hospitals.len()];
        let delayed = present.iter().map(|&slot| &self.patients[slot]);
        for patient in delayed.filter(|patient| patient.steps.has(Steps::READY) && patient.left == Time::NEVER) {
            by_route[model.route(patient.stage, patient.pathway)] += 1;
            by_hospital[patient.hospital.at()] += 1;
        }
        let levels = self.system.nctr.iter().map(Level::value);
        for (level, people) in levels.zip(by_route).chain(self.system.nctr_at.iter().copied().zip(by_hospital)) {
            expect("people with no criteria to reside", people, level)?;
        }
        Ok(())
    }

    /// Nobody at the head of a line could start now, once all that happens at this second has happened.
    fn audit_starts(&self) -> Result<(), String> {
        if self.system.next_event().at() == self.system.now {
            return Ok(());
        }
        for number in 0..self.system.lines.len() {
            let line = LineId(number as u16);
            if let Some(head) = self.system.lines[number].head()
                && let Some(offer) = self.system.possible_offer(line, head.ticket)
            {
                let pools: Vec<&str> =
                    self.system.model.takes(offer).iter().map(|take| self.name_of(take.pool)).collect();
                return Err(format!(
                    "somebody in line {number} waits although {} could be started",
                    pools.join(" and ")
                ));
            }
        }
        if self.system.has_rings() && self.system.has_ring() {
            return Err("people wait for each other who could exchange".into());
        }
        Ok(())
    }

    fn name_of(&self, pool: PoolId) -> &str {
        &self.system.model.pools[pool.at()].name
    }
}

fn expect(what: &str, found: u64, expected: u64) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found}, but it should be {expected}")) }
}
