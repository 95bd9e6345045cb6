"""The reference model `discharge-ref` on SimPy, a library of processes.

    python3 discharge_ref.py [replications = 8] [seed = 1]

Written the way SimPy means it to be: a patient is a process, beds and places are resources, and who
holds one gives it back at the end of a `with` block. The place is asked for inside the block of the
bed, so the bed is held meanwhile and is free at the instant the place is granted.
"""

from __future__ import annotations

import random
import sys
from bisect import bisect
from collections.abc import Callable, Generator
from functools import partial
from itertools import accumulate
from pathlib import Path

import simpy

sys.path.append(str(Path(__file__).resolve().parent.parent))
import reference
from reference import ACUTE_STAY, ARRIVALS_PER_DAY, BEDS, END, P0_SHARE, PATHWAYS, WARM_UP

Process = Generator[simpy.Event, object, None]
# Of P0, P0 and P1, P0 to P2; all others take P3.
CUMULATIVE_SHARES = [*accumulate((pathway.share for pathway in PATHWAYS[:-1]), initial=P0_SHARE)]


def sampler(rng: random.Random, mean: float, variation: float | None) -> Callable[[], float]:
    """Draws of a stay in days: lognormal, or exponential if there is no variation."""
    if variation is None:
        return partial(rng.expovariate, 1.0 / mean)
    return partial(rng.lognormvariate, *reference.log_normal(mean, variation))


class Waits:
    """Sum and number of the waits since the end of the warm-up."""

    def __init__(self, env: simpy.Environment) -> None:
        self.env = env
        self.days = 0.0
        self.patients = 0

    def record(self, since: float) -> None:
        """Counts a wait that ends now."""
        if self.env.now >= WARM_UP:
            self.days += self.env.now - since
            self.patients += 1

    @property
    def mean(self) -> float:
        return self.days / self.patients


class Hospital:
    """Acute beds, the places of the pathways, and what is measured."""

    def __init__(self, env: simpy.Environment, rng: random.Random) -> None:
        self.env = env
        self.rng = rng
        self.beds = simpy.Resource(env, BEDS)
        self.places = [simpy.Resource(env, pathway.places) for pathway in PATHWAYS]
        self.draw_acute_stay = sampler(rng, *ACUTE_STAY)
        self.draw_stay = [sampler(rng, *pathway.stay) for pathway in PATHWAYS]
        self.waits_for_bed = Waits(env)
        self.waits = [Waits(env) for _ in PATHWAYS]
        self.bed_days = 0.0
        self.events = 0

    def patients(self) -> Process:
        """Patients arrive."""
        while True:
            yield self.env.timeout(self.rng.expovariate(ARRIVALS_PER_DAY))
            self.events += 1
            self.env.process(self.patient())

    def patient(self) -> Process:
        """From arrival to the end of the stay on the pathway."""
        arrived = self.env.now
        with self.beds.request() as bed:
            yield bed
            self.waits_for_bed.record(arrived)
            self.occupied_from(self.env.now)
            yield self.env.timeout(self.draw_acute_stay())
            self.events += 1
            pathway = bisect(CUMULATIVE_SHARES, self.rng.random()) - 1
            if pathway >= 0:
                ready = self.env.now
                place = self.places[pathway].request()
                yield place
                self.waits[pathway].record(ready)
            self.occupied_until(self.env.now)
        if pathway >= 0:
            with place:
                yield self.env.timeout(self.draw_stay[pathway]())
                self.events += 1

    def occupied_from(self, time: float) -> None:
        """Counts the bed days of a stay that begins, as if it lasted until the end of the run."""
        self.bed_days += END - max(time, WARM_UP)

    def occupied_until(self, time: float) -> None:
        """Takes away those of a stay that ends."""
        self.bed_days -= END - max(time, WARM_UP)


def replicate(seed: int, replication: int) -> reference.Outcome:
    """Runs one replication, with a generator of its own."""
    env = simpy.Environment()
    hospital = Hospital(env, random.Random(f"{seed}/{replication}"))
    env.process(hospital.patients())
    env.run(until=END)
    return reference.Outcome(
        occupancy=hospital.bed_days / (END - WARM_UP),
        wait_for_bed=hospital.waits_for_bed.mean,
        waits=tuple(waits.mean for waits in hospital.waits),
        events=hospital.events,
    )


if __name__ == "__main__":
    reference.report(f"SimPy {simpy.__version__}", replicate)
