//! Waits of which a part is over when the run begins: whatever may end them comes by what is left.

use super::longer_than;
use crate::{
    model::{Fallback, StayId},
    patient::Patient,
    random::{Purpose, unit},
    replication::Witness,
    system::System,
};

impl<W: Witness> System<'_, W> {
    /// What is left of a time of which so much is over [s]; the whole of it if none is so long.
    #[inline]
    pub(crate) fn left_of(&self, time: StayId, over: u64, bits: u64) -> u64 {
        let times = &self.model.stays[time.at()];
        if over == 0 {
            return times.draw(bits);
        }
        longer_than(times, over, bits).map_or_else(|| times.draw(bits), |whole| whole - over)
    }

    /// Whether somebody who still waits after so long was offered another pathway, and has not taken it.
    #[cold]
    pub(crate) fn was_offered(&self, patient: &Patient, fallback: &Fallback, waited: u64) -> bool {
        let not_yet = self.model.stays[fallback.after.at()].share_above(waited);
        let declined = (1.0 - not_yet) * (1.0 - fallback.probability.at(self.now));
        let uniform = unit(patient.key.bits_of(Purpose::FallbackTime, 1));
        declined > 0.0 && uniform * (not_yet + declined) >= not_yet
    }
}
