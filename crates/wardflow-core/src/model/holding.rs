//! People who wait for something while they hold something: what of it they keep, and who can exchange with whom.

use super::{Follows, Keeping, Line, LineId, Model, OfferId, PoolId, Purpose, StageId, Take};

/// People in a line who hold one thing and nothing else: what they wait for may be held by others who wait for theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holders {
    /// What each of them holds.
    pub held: Take,
    /// Where they wait.
    pub line: LineId,
}

/// A thing that people hold while they wait in a line for others.
struct Way {
    held: Vec<Take>,
    line: LineId,
}

impl Model {
    /// The line in which somebody waits for what they need who comes from a stay, in some week of it.
    #[inline]
    pub fn line_from(&self, need: LineId, offer: OfferId, week: u16) -> LineId {
        let own = self.offers[offer.at()].keeping.iter().find(|keeping| keeping.need == need);
        own.map_or(need, |keeping| keeping.lines[usize::from(week).min(keeping.lines.len() - 1)])
    }

    /// What is held of a take in some week of the stay.
    #[inline]
    pub fn held(&self, offer: OfferId, amount: u64, week: u16) -> u64 {
        let taper = &self.offers[offer.at()].taper_percent;
        match taper.get(usize::from(week)).or(taper.last()) {
            Some(percent) => (amount as f64 * percent / 100.0 + 0.5) as u64,
            None => amount,
        }
    }

    /// Gives those lines of their own who hold some of what they wait for, so that in each line everybody needs the same.
    pub(super) fn part_lines_of_keepers(&mut self) {
        for offer in (0..self.offers.len()).map(|offer| OfferId(offer as u16)) {
            let weeks = self.offers[offer.at()].taper_percent.len().max(1) as u16;
            for need in self.needs_after(offer) {
                if self.line_from(need, offer, 0) != need || !self.shares_pools(offer, need) {
                    continue;
                }
                let mut lines: Vec<LineId> = Vec::new();
                for week in 0..weeks {
                    let asks = self.asks_of_keepers(offer, week, need);
                    if let Some(&same) = lines.last().filter(|line| self.lines[line.at()].asks == asks) {
                        lines.push(same);
                        continue;
                    }
                    lines.push(LineId(self.lines.len() as u16));
                    let Line { purpose, ref offers, .. } = self.lines[need.at()];
                    self.lines.push(Line { asks, ..Line::new(purpose, offers.clone()) });
                }
                self.offers[offer.at()].keeping.push(Keeping { need, lines });
            }
        }
    }

    /// Lines in which somebody may wait for what comes after a stay.
    fn needs_after(&self, offer: OfferId) -> Vec<LineId> {
        let described = &self.offers[offer.at()];
        let exit = described.exit.filter(|_| described.follows == Follows::Stay).map(|exit| &self.exits[exit.at()]);
        let mut lines: Vec<LineId> =
            exit.into_iter().flat_map(|exit| &exit.outcomes).flat_map(|outcome| outcome.needs.lines()).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    fn shares_pools(&self, offer: OfferId, need: LineId) -> bool {
        let held = self.takes(offer);
        self.offers[self.lines[need.at()].offers.clone()].iter().any(|next| {
            next.follows == Follows::Stay
                && next.takes.iter().any(|take| held.iter().any(|held| held.pool == take.pool))
        })
    }

    /// What each offer of a line asks of somebody in some week of a stay.
    fn asks_of_keepers(&self, offer: OfferId, week: u16, need: LineId) -> Vec<Vec<Take>> {
        let held = |pool: PoolId| {
            let take = self.takes(offer).iter().find(|take| take.pool == pool);
            take.map_or(0, |take| self.held(offer, take.amount, week))
        };
        let asks = self.offers[self.lines[need.at()].offers.clone()].iter().map(|next| {
            let keeps = next.follows == Follows::Stay;
            let all = next.takes.iter().map(|take| Take {
                pool: take.pool,
                amount: take.amount.saturating_sub(if keeps { held(take.pool) } else { 0 }),
            });
            all.filter(|take| take.amount > 0).collect()
        });
        asks.collect()
    }

    /// Every way in which people wait for something while they hold something.
    fn ways(&self) -> Vec<Way> {
        let mut ways = Vec::new();
        for (number, stage) in self.later_stages() {
            if let Some(from) = self.stage(number).from {
                let beds = |stage: StageId| &self.hospitals[self.stage(stage).hospital.at()];
                let held = vec![Take { pool: beds(from).beds, amount: 1 }];
                ways.push(Way { held, line: self.hospitals[stage.hospital.at()].front_door });
            }
        }
        for offer in (0..self.offers.len()).map(|offer| OfferId(offer as u16)) {
            for need in self.needs_after(offer) {
                for week in 0..self.offers[offer.at()].taper_percent.len().max(1) as u16 {
                    let held = self
                        .takes(offer)
                        .iter()
                        .map(|take| Take { pool: take.pool, amount: self.held(offer, take.amount, week) });
                    ways.push(Way {
                        held: held.filter(|take| take.amount > 0).collect(),
                        line: self.line_from(need, offer, week),
                    });
                }
            }
        }
        ways
    }

    /// What somebody in a line may take over from somebody else who holds just that, and by which offer, in order of
    /// preference.
    pub(crate) fn exchangeable(&self, line: LineId) -> impl Iterator<Item = (OfferId, Take)> {
        let Line { purpose, offers, asks, .. } = &self.lines[line.at()];
        let offers = if asks.is_empty() { offers.clone() } else { 0..0 };
        offers.filter_map(move |number| {
            let offer = OfferId(number as u16);
            let is_held = *purpose == Purpose::Admission || self.offers[number].follows == Follows::Stay;
            match self.takes(offer) {
                &[take] if is_held && self.pools[take.pool.at()].turnaround == 0 => Some((offer, take)),
                _ => None,
            }
        })
    }

    /// Those who may stand in a ring: each holds what the next waits for.
    pub(super) fn holders_in_rings(&self) -> Vec<Holders> {
        let mut all: Vec<Holders> = Vec::new();
        for Way { held, line } in self.ways() {
            if let &[held] = held.as_slice()
                && !all.iter().any(|known| known.held == held && known.line == line)
            {
                all.push(Holders { held, line });
            }
        }
        let next = |from: &Holders| {
            let wanted: Vec<Take> = self.exchangeable(from.line).map(|(_, take)| take).collect();
            (0..all.len()).filter(|&to| wanted.contains(&all[to].held)).collect::<Vec<usize>>()
        };
        let nexts: Vec<Vec<usize>> = all.iter().map(next).collect();
        let comes_back = |start: usize| {
            let mut reached = nexts[start].clone();
            let mut looked_at = 0;
            while let Some(&here) = reached.get(looked_at) {
                let new: Vec<usize> = nexts[here].iter().copied().filter(|to| !reached.contains(to)).collect();
                reached.extend(new);
                looked_at += 1;
            }
            reached.contains(&start)
        };
        (0..all.len()).filter(|&start| comes_back(start)).map(|start| all[start]).collect()
    }

    /// A round of pools whose people may wait for each other without end, because they cannot exchange: what one of them
    /// holds, what that one waits for, and all pools of the round.
    pub fn lock(&self) -> Option<Lock> {
        let is_limited = |pool: PoolId| !self.pools[pool.at()].is_always_unlimited();
        let mut arcs: Vec<(PoolId, PoolId, bool)> = Vec::new();
        for Way { held, line } in self.ways() {
            for offer in self.lines[line.at()].offers.clone() {
                let offer = OfferId(offer as u16);
                let exchanges = |take: &Take| {
                    held.len() == 1
                        && self.exchangeable(line).any(|(one, wanted)| one == offer && wanted == *take)
                        && held[0].amount == take.amount
                        && self.pools[held[0].pool.at()].turnaround == 0
                };
                for take in self.asks(line, offer).iter().filter(|take| is_limited(take.pool)) {
                    let from = held.iter().filter(|held| is_limited(held.pool));
                    arcs.extend(from.map(|held| (held.pool, take.pool, exchanges(take))));
                }
            }
        }
        // The way back from what is wanted to what is held.
        let way_back = |from: PoolId, to: PoolId| {
            let mut reached = vec![(from, usize::MAX)];
            let mut looked_at = 0;
            while let Some(&(here, _)) = reached.get(looked_at) {
                if here == to {
                    let mut round = vec![here];
                    let mut at = reached[looked_at].1;
                    while let Some(&(pool, before)) = reached.get(at) {
                        round.push(pool);
                        at = before;
                    }
                    return Some(round);
                }
                for &(_, there, _) in arcs.iter().filter(|arc| arc.0 == here) {
                    if !reached.iter().any(|&(known, _)| known == there) {
                        reached.push((there, looked_at));
                    }
                }
                looked_at += 1;
            }
            None
        };
        let mut locks = arcs.iter().filter(|(_, _, exchanges)| !exchanges);
        locks.find_map(|&(held, wanted, _)| Some(Lock { held, wanted, round: way_back(wanted, held)? }))
    }
}

/// People who may wait for each other without end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// What somebody holds.
    pub held: PoolId,
    /// What they wait for and cannot exchange it for.
    pub wanted: PoolId,
    /// The pools of the round, from what is held on.
    pub round: Vec<PoolId>,
}
