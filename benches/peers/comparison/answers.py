"""What an engine answered, and whether two engines agree."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass

# The key a peer has for a measure: its name, and the key wardflow has.
MEASURES = {
    "acute_occupancy": ("Acute beds occupied", "hospitals.acute.occupied_beds"),
    "wait_for_bed_days": ("Wait for a bed, days", "hospitals.acute.wait_for_bed_days"),
    "wait_p1_days": ("Wait for P1, days", "pathways.p1.wait_for_capacity_days"),
    "wait_p2_days": ("Wait for P2, days", "pathways.p2.wait_for_capacity_days"),
    "wait_p3_days": ("Wait for P3, days", "pathways.p3.wait_for_capacity_days"),
}
# Everybody in the system is in one of these.
PEOPLE = (
    "hospitals.acute.waiting_for_bed_people",
    "hospitals.acute.occupied_beds",
    "services.home_care.in_use_places",
    "services.d2a.in_use_beds",
    "services.nursing_homes.in_use_places",
)


@dataclass(frozen=True)
class Sample:
    """Replications of one measure."""

    replications: int
    mean: float
    # Sum of the squared deviations from the mean.
    squares: float

    @classmethod
    def of_sd(cls, replications: int, mean: float, sd: float) -> Sample:
        return cls(replications, mean, (replications - 1) * sd**2)

    @property
    def standard_error(self) -> float:
        return math.sqrt(self.squares / (self.replications - 1) / self.replications)


def joined(samples: Iterable[Sample]) -> Sample:
    """The sample of all replications together."""
    samples = list(samples)
    replications = sum(sample.replications for sample in samples)
    mean = math.fsum(sample.replications * sample.mean for sample in samples) / replications
    between = (sample.replications * (sample.mean - mean) ** 2 for sample in samples)
    squares = math.fsum(between) + math.fsum(sample.squares for sample in samples)
    return Sample(replications, mean, squares)


def z_score(one: Sample, other: Sample) -> float:
    """How many standard errors two means differ by.

    The spread is that of both samples together. If the engines agree it is the same for both; and
    waits are so skewed that a small sample whose mean happens to be small has a standard error that
    is too small as well.
    """
    variance = (one.squares + other.squares) / (one.replications + other.replications - 2)
    error = math.sqrt(variance * (1.0 / one.replications + 1.0 / other.replications))
    return (one.mean - other.mean) / error


def chance_above(z: float, comparisons: int) -> float:
    """Chance that any of so many comparisons differs by more than `z`, at most, if all agree."""
    return min(1.0, comparisons * math.erfc(z / math.sqrt(2.0)))


@dataclass(frozen=True)
class Answer:
    """What one run of an engine answered."""

    engine: str
    version: str
    samples: dict[str, Sample]
    # Counted by the engine; wardflow counts none.
    events_per_replication: float | None
    # Of the replications alone, without start and output, by the engine's own clock.
    loop_seconds: float | None
    # Mean number of people in the system while it is measured; only wardflow counts them.
    people: float | None


def of_peer(text: str) -> Answer:
    """Reads what a peer prints."""
    document = json.loads(text)
    engine, _, version = document["engine"].partition(" ")
    n = document["replications"]
    samples = {}
    for key in MEASURES:
        mean, error = document[key]["mean"], document[key]["standard_error"]
        samples[key] = Sample.of_sd(n, mean, error * math.sqrt(n))
    events, seconds = document["events_per_replication"], document["cpu_seconds"]
    return Answer(engine, version, samples, events, seconds, people=None)


def of_wardflow(text: str) -> Answer:
    """Reads what wardflow prints."""
    document = json.loads(text)
    engine, _, version = document["program"].partition(" ")
    rows = {row["measure"]: row for row in document["measures"]}
    samples = {}
    for key, (_, ours) in MEASURES.items():
        row = rows[ours]
        samples[key] = Sample.of_sd(row["cases"], row["mean"], row["sd"])
    people = math.fsum(rows[key]["mean"] for key in PEOPLE)
    return Answer(engine, version, samples, None, None, people)
