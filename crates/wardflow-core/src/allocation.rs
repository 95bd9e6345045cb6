//! Who gets capacity: the one place that allocates.
//!
//! All that frees, opens, changes or asks at one second comes first; then capacity is allocated over all pools, in the
//! order of asking and by preference, until nobody can start. Within a line everybody needs the same, so only heads of
//! lines compete. A head may start by an offer when every pool of the offer has room, is open, and nobody of a lower
//! class, or of the same class and earlier, waits for that pool, unless small needs may pass there.
//!
//! Nothing here depends on the order of pools and lines: simultaneous grants follow the tickets.
//!
//! Whatever frees capacity marks its pool. [`System::allocate`] serves the lines of marked pools: no event is needed for
//! it. Whoever asks while nobody who goes first can still ask at this second is served at once, which is the same.

use std::cmp::Reverse;

use crate::{
    clock::Time,
    model::{Follows, LineId, OfferId, PoolId, PoolKind, Purpose},
    patient::{Patient, Register, Steps},
    replication::Witness,
    system::System,
};

impl<W: Witness> System<'_, W> {
    /// Asks for the patient's need in a line: granted at once, or the patient joins the line.
    #[inline]
    pub(crate) fn request(&mut self, patient: &mut Patient, line: LineId) {
        let now = self.now;
        let described = &self.model.lines[line.at()];
        let is_empty = self.lines[line.at()].is_empty();
        // Whether it is known already that nobody who wants the same at this second goes first.
        let may_start = is_empty
            && (described.is_in_turn
                || (self.second_is_over() && (described.alone.is_some() || self.marked.is_empty()))
                || described.pools.is_empty());
        if let Some(take) = described.alone.filter(|_| may_start) {
            let pool = &mut self.pools[take.pool.at()];
            if pool.free() >= take.amount {
                pool.seize(&self.model.pools[take.pool.at()], now, take.amount);
                return self.granted(patient, described.purpose, OfferId(described.offers.start as u16));
            }
        } else if may_start {
            let ticket = self.next_ticket(patient, line);
            if let Some(offer) = self.possible_offer(line, ticket) {
                // Whoever is bridged keeps it.
                patient.ticket = ticket;
                self.tickets += 1;
                return self.grant(patient, line, offer);
            }
        }
        patient.ticket = self.next_ticket(patient, line);
        self.tickets += 1;
        // Behind others in the line nobody can start who could not before.
        if self.join_line(patient, line) || (is_empty && !may_start) {
            self.mark_all(line);
        }
    }

    /// Asks again with the ticket of before: whoever asked earlier comes first.
    pub(crate) fn request_again(&mut self, patient: &mut Patient, line: LineId) {
        if self.model.lines[line.at()].pools.is_empty()
            && let Some(offer) = self.possible_offer(line, patient.ticket)
        {
            return self.grant(patient, line, offer);
        }
        self.join_line(patient, line);
        self.mark_all(line);
    }

    /// Whether nothing else happens at this second but allocation.
    #[inline]
    pub(crate) fn second_is_over(&self) -> bool {
        self.next_event().at() > self.now && !self.is_placing_census
    }

    /// Gives a patient the ticket of whoever asks for a service now.
    pub(crate) fn take_ticket(&mut self, patient: &mut Patient) {
        patient.ticket = self.ticket_of(self.class(patient, Purpose::Service));
        self.tickets += 1;
    }

    /// True if the patient stands before others now, and may be able to start where they were not.
    #[inline]
    fn join_line(&mut self, patient: &mut Patient, line: LineId) -> bool {
        patient.line = line;
        patient.steps.add(Steps::WAITING);
        for pool in &self.model.lines[line.at()].pools {
            self.pools[pool.at()].waiting += 1;
        }
        if self.has_rings() {
            self.join_holders(patient);
        }
        self.lines[line.at()].join(self.now, patient)
    }

    /// Notes that the pools of a line may be able to serve somebody.
    #[inline(never)]
    pub(crate) fn mark_all(&mut self, line: LineId) {
        for &pool in &self.model.lines[line.at()].pools {
            self.mark(pool);
        }
    }

    /// The ticket of whoever asks now in a line; at a door that is kept all are of one class.
    #[inline]
    fn next_ticket(&self, patient: &Patient, line: LineId) -> u64 {
        let purpose = self.model.lines[line.at()].purpose;
        let is_kept = purpose == Purpose::Admission && self.is_kept(line);
        self.ticket_of(if is_kept { 0 } else { self.class(patient, purpose) })
    }

    /// The next ticket of a class: those of a lower class are lower, within a class earlier ones.
    #[inline]
    fn ticket_of(&self, class: u8) -> u64 {
        (u64::from(class) << 56) + self.tickets + 1
    }

    #[inline]
    fn class(&self, patient: &Patient, purpose: Purpose) -> u8 {
        match purpose {
            Purpose::Admission => self.model.cohorts[patient.cohort.at()].priority,
            _ if patient.steps.has(Steps::STEP_UP) => self.model.cohorts[patient.cohort.at()].priority,
            Purpose::Triage | Purpose::Service => self.model.pathways[patient.pathway.at()].priority,
        }
    }

    /// Takes a patient out of the line, wherever they stand in it.
    pub(crate) fn leave_line(&mut self, patient: &mut Patient) {
        if self.has_rings() {
            self.leave_holders(patient);
        }
        patient.steps.remove(Steps::WAITING);
        self.lines[patient.line.at()].leave(self.now, patient.ticket);
        for pool in &self.model.lines[patient.line.at()].pools {
            self.pools[pool.at()].waiting -= 1;
        }
    }

    /// The first offer by which the holder of a ticket could start now.
    #[inline]
    pub(crate) fn possible_offer(&self, line: LineId, ticket: u64) -> Option<OfferId> {
        let described = &self.model.lines[line.at()];
        if let Some(take) = described.alone {
            let fits = self.pools[take.pool.at()].free() >= take.amount;
            return fits.then_some(OfferId(described.offers.start as u16));
        }
        self.first_possible(line, ticket)
    }

    /// The same where several lines, pools or offers have to be looked at.
    fn first_possible(&self, line: LineId, ticket: u64) -> Option<OfferId> {
        let offers = self.model.lines[line.at()].offers.clone();
        offers.map(|offer| OfferId(offer as u16)).find(|&offer| {
            self.model.asks(line, offer).iter().all(|take| {
                let pool = &self.model.pools[take.pool.at()];
                self.pools[take.pool.at()].fits(pool, self.now, take.amount)
                    && (pool.small_may_pass || self.is_first(take.pool, line, ticket))
            })
        })
    }

    /// Whether nobody in another line of the pool asked earlier.
    #[inline]
    fn is_first(&self, pool: PoolId, line: LineId, ticket: u64) -> bool {
        let lines = &self.model.pools[pool.at()].lines;
        lines.len() == 1 || lines.iter().all(|&other| other == line || self.head_ticket(other) > ticket)
    }

    #[inline]
    fn head_ticket(&self, line: LineId) -> u64 {
        self.lines[line.at()].head().map_or(u64::MAX, |head| head.ticket)
    }

    /// Notes that a pool may be able to serve somebody.
    #[inline]
    pub(crate) fn mark(&mut self, pool: PoolId) {
        if self.pools[pool.at()].waiting > 0 {
            self.push_mark(pool);
        }
    }

    #[inline(always)]
    fn push_mark(&mut self, pool: PoolId) {
        self.marked.push(pool);
        self.is_pending = true;
    }

    /// Serves all who wait for marked pools until nobody can start.
    #[inline]
    pub(crate) fn allocate(&mut self, patients: &mut Register) {
        if !self.marked.is_empty() {
            self.allocate_marked(patients);
        }
    }

    #[inline(never)]
    fn allocate_marked(&mut self, patients: &mut Register) {
        self.look_at_marks(patients);
        while let Some(Reverse((_, line))) = self.competing.pop() {
            self.lines[line.at()].is_competing = false;
            if let Some(head) = self.lines[line.at()].head()
                && let Some(offer) = self.possible_offer(line, head.ticket)
            {
                self.start(&mut patients[head.patient], offer);
                // Somebody there may have waited behind this patient only.
                for &pool in &self.model.lines[line.at()].pools {
                    self.let_compete(pool);
                }
                self.look_at_marks(patients);
            }
        }
    }

    /// Notes the lines that compete for what is marked. A line by itself is served: the usual case.
    fn look_at_marks(&mut self, patients: &mut Register) {
        while let Some(pool) = self.marked.pop() {
            let is_by_itself = self.marked.is_empty() && self.competing.is_empty();
            match self.model.pools[pool.at()].lines.as_slice() {
                &[line] if is_by_itself && self.model.lines[line.at()].is_independent => {
                    while let Some(head) = self.lines[line.at()].head()
                        && let Some(offer) = self.possible_offer(line, head.ticket)
                    {
                        self.start(&mut patients[head.patient], offer);
                    }
                }
                _ => self.let_compete(pool),
            }
        }
    }

    /// The heads of the lines of a pool compete for what there is.
    fn let_compete(&mut self, pool: PoolId) {
        for &line in &self.model.pools[pool.at()].lines {
            let state = &mut self.lines[line.at()];
            if let Some(head) = state.head().filter(|_| !state.is_competing) {
                state.is_competing = true;
                self.competing.push(Reverse((head.ticket, line)));
            }
        }
    }

    /// Starts somebody who waits.
    fn start(&mut self, patient: &mut Patient, offer: OfferId) {
        let line = patient.line;
        self.leave_line(patient);
        self.grant(patient, line, offer);
    }

    /// Takes what the offer needs and lets the patient go on.
    #[inline]
    pub(crate) fn grant(&mut self, patient: &mut Patient, line: LineId, offer: OfferId) {
        let model = self.model;
        for take in model.asks(line, offer) {
            self.pools[take.pool.at()].seize(&model.pools[take.pool.at()], self.now, take.amount);
        }
        self.granted(patient, model.lines[line.at()].purpose, offer);
    }

    /// Lets a patient go on who has what the offer needs.
    #[inline]
    fn granted(&mut self, patient: &mut Patient, purpose: Purpose, offer: OfferId) {
        match purpose {
            Purpose::Admission => self.admit(patient),
            Purpose::Triage if patient.left == Time::NEVER => self.begin_triage(patient, offer),
            Purpose::Triage => self.begin_assessment(patient, offer),
            Purpose::Service if patient.left == Time::NEVER => self.allocated(patient, offer),
            Purpose::Service => self.move_to(patient, offer),
        }
    }

    /// How much of a pool a patient keeps who goes on from a stay in services to an offer.
    pub(crate) fn kept(&self, patient: &Patient, next: OfferId, pool: PoolId) -> u64 {
        if self.model.offers[next.at()].follows != Follows::Stay {
            return 0;
        }
        let of_pool = |offer: OfferId| self.model.takes(offer).iter().find(|take| take.pool == pool);
        let held = of_pool(patient.offer).map_or(0, |take| self.model.held(patient.offer, take.amount, patient.week));
        of_pool(next).map_or(0, |take| take.amount.min(held))
    }

    /// Gives back what a patient held of the services that they leave, but for what they keep of it in the next.
    pub(crate) fn release_rest(&mut self, patient: &Patient, next: OfferId) {
        for take in self.model.takes(patient.offer) {
            let held = self.model.held(patient.offer, take.amount, patient.week);
            let rest = held - self.kept(patient, next, take.pool);
            if rest > 0 {
                self.release_pool(take.pool, rest);
            }
        }
    }

    /// Gives back all that a patient holds of an offer.
    #[inline]
    pub(crate) fn release(&mut self, offer: OfferId, week: u16) {
        let model = self.model;
        if model.offers[offer.at()].follows != Follows::Departure {
            for take in model.takes(offer) {
                self.release_pool(take.pool, self.model.held(offer, take.amount, week));
            }
        }
    }

    /// Gives units of a pool back; beds may need cleaning first.
    #[inline(always)]
    pub(crate) fn release_pool(&mut self, pool: PoolId, amount: u64) {
        let state = &mut self.pools[pool.at()];
        state.release(self.now, amount);
        if state.turnaround > 0 {
            self.clean(pool, amount);
        } else if state.waiting > 0 {
            self.push_mark(pool);
        }
    }

    /// Lets a package shrink to what it is in the next week of the stay.
    pub(crate) fn shrink(&mut self, patient: &mut Patient) {
        let (offer, week) = (patient.offer, patient.week);
        for take in self.model.takes(offer) {
            let (before, after) =
                (self.model.held(offer, take.amount, week), self.model.held(offer, take.amount, week + 1));
            self.release_pool(take.pool, before.saturating_sub(after));
        }
        patient.week += 1;
    }

    /// Marks what from the pool is reserved until the patient comes.
    pub(crate) fn reserve(&mut self, offer: OfferId) {
        for take in self.model.takes(offer) {
            self.pools[take.pool.at()].reserved.rise(self.now, take.amount);
        }
    }

    /// The patient has come: what was reserved is in use.
    pub(crate) fn unreserve(&mut self, offer: OfferId) {
        for take in self.model.takes(offer) {
            self.pools[take.pool.at()].reserved.fall(self.now, take.amount);
        }
    }

    /// A place has fallen vacant: somebody takes it, or it is kept while there is room for it.
    pub(crate) fn vacancy(&mut self, pool: PoolId) {
        debug_assert_eq!(self.model.pools[pool.at()].kind, PoolKind::Vacancies);
        let most_kept = self.model.pools[pool.at()].most_kept.at(self.now);
        let state = &mut self.pools[pool.at()];
        self.tally.pools[pool.at()].vacancies += 1;
        // Who waits may take one, but perhaps not before the service opens.
        if state.units >= most_kept as u64 + state.waiting {
            self.tally.pools[pool.at()].vacancies_lost += 1;
        } else {
            state.add_vacancy(self.now);
            self.mark(pool);
        }
    }
}
