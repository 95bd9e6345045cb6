//! What happens in services.

use crate::{
    clock::{Time, WEEK},
    model::OfferId,
    patient::Patient,
    replication::Witness,
    system::System,
};

impl<W: Witness> System<'_, W> {
    /// A stay in a service that began at some time ends.
    #[inline]
    pub(crate) fn count_service_end(&mut self, offer: OfferId, began: Time) {
        let stay = self.now.since(began);
        for take in self.model.takes(offer) {
            let tally = &mut self.tally.pools[take.pool.at()];
            tally.stays.count(stay);
            tally.above_4_weeks += u64::from(stay > 4 * WEEK);
            tally.above_6_weeks += u64::from(stay > 6 * WEEK);
        }
    }
}

/// What should come soon after the transfer from hospital.
impl<W: Witness> System<'_, W> {
    /// Somebody has come to a service straight from hospital: do staff come to them in time?
    ///
    /// Whoever is gone before does not see them.
    #[inline(never)]
    pub(crate) fn count_contacts(&mut self, patient: &Patient) {
        if patient.admitted == Time::NEVER || patient.left != self.now || patient.visit > 0 {
            return;
        }
        let model = self.model;
        let offer = &model.offers[patient.offer.at()];
        // How long bridging goes on is not known yet.
        let there_until = if offer.is_bridge { Time::NEVER } else { patient.service_end };
        for (number, comes) in patient.first_contacts(model) {
            let tally = &mut self.tally.contacts[number];
            tally.due += 1;
            tally.in_time += u64::from(comes <= (self.now + model.contacts[number].within).min(there_until));
        }
    }
}

/// The end of a stay with outcomes.
impl<W: Witness> System<'_, W> {
    /// A stay is over, but the patient is still there.
    pub(crate) fn count_staying_on(&mut self, patient: &Patient) {
        for take in self.model.takes(patient.offer) {
            self.pools[take.pool.at()].staying_on.rise(self.now, 1);
        }
    }

    /// The outcome of a stay is known.
    pub(crate) fn count_outcome(&mut self, patient: &Patient) {
        if let Some(exit) = self.model.offers[patient.offer.at()].exit {
            self.tally.exits[exit.at()].outcomes[usize::from(patient.outcome)] += 1;
        }
    }

    /// Somebody who waits in a service leaves before what they need next is there.
    pub(crate) fn count_gave_up_in_service(&mut self, patient: &Patient) {
        if let Some(exit) = self.model.offers[patient.offer.at()].exit {
            self.tally.exits[exit.at()].gave_up += 1;
        }
    }

    /// A patient moves on whose stay was over.
    #[inline]
    pub(crate) fn count_exit(&mut self, patient: &Patient) {
        let Some(exit) = self.model.offers[patient.offer.at()].exit else { return };
        let tally = &mut self.tally.exits[exit.at()];
        tally.delays.count(self.now.since(patient.service_end));
        tally.assessing += patient.assessed.since(patient.service_end);
        tally.delayed += patient.asked.since(patient.assessed);
        tally.awaiting_capacity += self.now.since(patient.asked);
        for take in self.model.takes(patient.offer) {
            self.pools[take.pool.at()].staying_on.fall(self.now, 1);
        }
    }
}
