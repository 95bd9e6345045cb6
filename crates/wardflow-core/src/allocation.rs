//! Who gets capacity: the one place that allocates.
//!
//! Within a line everybody needs the same, so only heads of lines compete. A head may start by an offer when every pool
//! of the offer has room, is open, and nobody of a lower class, or of the same class and earlier, waits for that pool,
//! unless small needs may pass there. Whatever frees capacity marks its pool; [`System::allocate`] then serves the marked pools until nobody
//! can start: no event is needed for it.

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
        if self.lines[line.at()].is_empty() {
            if let Some(take) = described.alone {
                let pool = &mut self.pools[take.pool.at()];
                if pool.free() >= take.amount {
                    pool.seize(&self.model.pools[take.pool.at()], now, take.amount);
                    return self.granted(patient, described.purpose, OfferId(described.offers.start as u16));
                }
            } else {
                let ticket = self.next_ticket(patient, described.purpose);
                if let Some(offer) = self.possible_offer(line, ticket) {
                    // Whoever is bridged keeps it.
                    patient.ticket = ticket;
                    self.tickets += 1;
                    return self.grant(patient, line, offer);
                }
            }
        }
        patient.ticket = self.next_ticket(patient, described.purpose);
        self.tickets += 1;
        if self.join_line(patient, line) {
            self.mark_all(line);
        }
    }

    /// Asks again with the ticket of before: whoever asked earlier comes first.
    pub(crate) fn request_again(&mut self, patient: &mut Patient, line: LineId) {
        self.join_line(patient, line);
        self.mark_all(line);
    }

    /// True if the patient stands before others now, and may be able to start where they were not.
    #[inline]
    fn join_line(&mut self, patient: &mut Patient, line: LineId) -> bool {
        patient.line = line;
        patient.steps.add(Steps::WAITING);
        for pool in &self.model.lines[line.at()].pools {
            self.pools[pool.at()].waiting += 1;
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

    /// The ticket of whoever asks now: those of a lower class are lower, within a class earlier ones.
    #[inline]
    fn next_ticket(&self, patient: &Patient, purpose: Purpose) -> u64 {
        let class = match purpose {
            Purpose::Admission => self.model.cohorts[patient.cohort.at()].priority,
            _ if patient.steps.has(Steps::STEP_UP) => self.model.cohorts[patient.cohort.at()].priority,
            Purpose::Triage | Purpose::Service => self.model.pathways[patient.pathway.at()].priority,
        };
        (u64::from(class) << 56) + self.tickets + 1
    }

    /// Takes a patient out of the line, wherever they stand in it.
    pub(crate) fn leave_line(&mut self, patient: &mut Patient) {
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
            self.model.takes(offer).iter().all(|take| {
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
            self.marked.push(pool);
        }
    }

    /// Serves all marked pools until nobody can start.
    #[inline]
    pub(crate) fn allocate(&mut self, patients: &mut Register) {
        while let Some(pool) = self.marked.pop() {
            self.serve(pool, patients);
        }
    }

    /// Starts whoever waits for a pool and can start, in the order of asking.
    fn serve(&mut self, pool: PoolId, patients: &mut Register) {
        let model = self.model;
        if let &[line] = model.pools[pool.at()].lines.as_slice() {
            while let Some(head) = self.lines[line.at()].head()
                && let Some(offer) = self.possible_offer(line, head.ticket)
            {
                self.start(&mut patients[head.patient], offer, pool);
            }
            return;
        }
        let small_may_pass = model.pools[pool.at()].small_may_pass;
        let mut passed = 0;
        loop {
            let lines = model.pools[pool.at()].lines.iter();
            let heads = lines.filter_map(|&line| self.lines[line.at()].head().map(|head| (head, line)));
            let first = heads.filter(|(head, _)| head.ticket > passed).min_by_key(|(head, _)| head.ticket);
            let Some((head, line)) = first else { return };
            if let Some(offer) = self.possible_offer(line, head.ticket) {
                self.start(&mut patients[head.patient], offer, pool);
                passed = 0;
            } else if small_may_pass {
                passed = head.ticket;
            } else {
                return;
            }
        }
    }

    /// Starts somebody who waits, while a pool is served.
    fn start(&mut self, patient: &mut Patient, offer: OfferId, served: PoolId) {
        let line = patient.line;
        self.leave_line(patient);
        for &pool in self.model.lines[line.at()].pools.iter().filter(|&&pool| pool != served) {
            // Somebody there may have waited behind this patient only.
            self.mark(pool);
        }
        self.grant(patient, line, offer);
    }

    /// Takes what the offer needs and lets the patient go on.
    #[inline]
    fn grant(&mut self, patient: &mut Patient, line: LineId, offer: OfferId) {
        let model = self.model;
        for take in model.takes(offer) {
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

    /// What a patient holds of a take in some week of the stay.
    #[inline]
    pub(crate) fn held(&self, offer: OfferId, amount: u64, week: u16) -> u64 {
        let taper = &self.model.offers[offer.at()].taper_percent;
        match taper.get(usize::from(week)).or(taper.last()) {
            Some(percent) => (amount as f64 * percent / 100.0 + 0.5) as u64,
            None => amount,
        }
    }

    /// Gives back all that a patient holds of an offer.
    #[inline]
    pub(crate) fn release(&mut self, offer: OfferId, week: u16) {
        let model = self.model;
        if model.offers[offer.at()].follows != Follows::Departure {
            for take in model.takes(offer) {
                self.release_pool(take.pool, self.held(offer, take.amount, week));
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
            self.marked.push(pool);
        }
    }

    /// Lets a package shrink to what it is in the next week of the stay.
    pub(crate) fn shrink(&mut self, patient: &mut Patient) {
        let (offer, week) = (patient.offer, patient.week);
        for take in self.model.takes(offer) {
            let (before, after) = (self.held(offer, take.amount, week), self.held(offer, take.amount, week + 1));
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
