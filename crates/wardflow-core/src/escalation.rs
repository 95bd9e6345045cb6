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
                if level < described.closes_below {
                    self.set_escalation(escalation, false);
                }
            } else if !state.called && level > described.opens_above {
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
        if self.level(described.watch) >= described.closes_below {
            self.set_escalation(escalation, true);
        }
    }

    fn set_escalation(&mut self, escalation: EscalationId, open: bool) {
        let (model, now) = (self.model, self.now);
        self.escalations[escalation.at()].open.set(now, open.into());
        self.tally.escalations[escalation.at()].openings += u64::from(open);
        for take in &model.escalations[escalation.at()].adds {
            let state = &mut self.pools[take.pool.at()];
            let extra = if open { state.extra() + take.amount } else { state.extra() - take.amount };
            state.set_extra(&model.pools[take.pool.at()], now, extra);
            self.mark(take.pool);
        }
    }

    fn level(&self, watch: Watch) -> f64 {
        match watch {
            Watch::UsePercent(pool) => self.pools[pool.at()].use_percent(),
            Watch::Line(line) => self.lines[line.at()].waiting.value() as f64,
            Watch::Waiting(pool) => self.pools[pool.at()].waiting as f64,
            Watch::Nctr(hospital) => self.nctr_at[hospital.at()].value() as f64,
        }
    }
}
