//! Escalation: capacity that comes when the pressure is high and goes when it is low.
//!
//! Levels are looked at after every event, in models that have escalations only.

use crate::{
    event::{Event, Kind},
    level::Level,
    model::{EscalationId, Model, Watch},
    replication::Witness,
    system::System,
};

/// An escalation during a run.
#[derive(Clone, Debug)]
pub(crate) struct EscalationState {
    /// 1 while what it adds is there.
    pub(crate) open: Level,
    /// Whether it has been called for and is not there yet.
    called: bool,
}

impl EscalationState {
    /// Those of a model at the beginning of a run.
    pub(crate) fn all_of(model: &Model) -> impl Iterator<Item = Self> + use<> {
        std::iter::repeat_n(Self { open: Level::ZERO, called: false }, model.escalations.len())
    }
}

impl<W: Witness> System<'_, W> {
    /// Calls for what is needed, and lets go what is not needed any more; whether there is more to allocate now.
    #[inline(never)]
    pub(crate) fn escalate(&mut self) -> bool {
        let mut came = false;
        for (number, described) in self.model.escalations.iter().enumerate() {
            let escalation = EscalationId(number as u16);
            let state = &self.escalations[number];
            let level = self.level(described.watch);
            if state.open.value() > 0 {
                if level < described.closes_below.at(self.now) {
                    self.set_escalation(escalation, false);
                } else if self.now.of_day() == 0 && described.adds.iter().any(|adds| !adds.amount.is_constant()) {
                    came |= self.add_to_pools(escalation);
                }
            } else if !state.called && level > described.opens_above.at(self.now) {
                if described.notice == 0 {
                    self.set_escalation(escalation, true);
                    came = true;
                } else {
                    self.escalations[number].called = true;
                    let at = self.now + described.notice;
                    if at < self.horizon {
                        self.agenda.push(Event::new(at, Kind::Escalation, number as u32));
                    }
                }
            }
        }
        came
    }

    /// What was called for is there, unless it is not needed any more.
    pub(crate) fn begin_escalation(&mut self, escalation: EscalationId) {
        let described = &self.model.escalations[escalation.at()];
        self.escalations[escalation.at()].called = false;
        if self.level(described.watch) >= described.closes_below.at(self.now) {
            self.set_escalation(escalation, true);
        }
    }

    fn set_escalation(&mut self, escalation: EscalationId, open: bool) {
        self.escalations[escalation.at()].open.set(self.now, open.into());
        self.tally.escalations[escalation.at()].openings += u64::from(open);
        self.add_to_pools(escalation);
    }

    /// Gives the pools of an escalation what all those in force add now; whether any has more than before.
    fn add_to_pools(&mut self, escalation: EscalationId) -> bool {
        let (model, now) = (self.model, self.now);
        let mut has_more = false;
        for pool in model.escalations[escalation.at()].adds.iter().map(|adds| adds.pool) {
            let in_force = model.escalations.iter().zip(&self.escalations).filter(|(_, state)| state.open.value() > 0);
            let adds = in_force.flat_map(|(described, _)| &described.adds).filter(|adds| adds.pool == pool);
            let extra = adds.map(|adds| adds.amount.at(now) as u64).sum();
            has_more |= extra > self.pools[pool.at()].extra();
            self.pools[pool.at()].set_extra(&model.pools[pool.at()], now, extra);
            self.mark(pool);
        }
        has_more
    }

    fn level(&self, watch: Watch) -> f64 {
        match watch {
            Watch::UsePercent(pool) => self.pools[pool.at()].use_percent(),
            Watch::Line(line) => self.lines[line.at()].waiting.value() as f64,
            Watch::Waiting(pool) => self.pools[pool.at()].waiting as f64,
            Watch::Nctr(hospital) => self.nctr_at[hospital.at()] as f64,
        }
    }
}
