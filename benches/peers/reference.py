"""What the Python peers share: the numbers of the model, and how a peer is called and reports."""

from __future__ import annotations

import json
import math
import platform
import sys
import time
from dataclasses import dataclass
from typing import Callable

WARM_UP = 90.0
END = WARM_UP + 365.0

ARRIVALS_PER_DAY = 45.0
BEDS = 320
P0_SHARE = 0.73
# Mean and coefficient of variation of the acute stay, in days.
ACUTE_STAY = (6.5, 1.2)


@dataclass(frozen=True)
class Pathway:
    """A pathway whose patients wait in their acute bed for one of its places."""

    share: float
    places: int
    # Mean in days and coefficient of variation: lognormal, or exponential if there is no variation.
    stay: tuple[float, float | None]


PATHWAYS = (
    Pathway(0.16, 220, (28.0, 0.5)),
    Pathway(0.07, 96, (28.0, 0.6)),
    Pathway(0.04, 42, (21.0, None)),
)


def log_normal(mean: float, variation: float) -> tuple[float, float]:
    """Mean and standard deviation of the logarithm, from mean and coefficient of variation."""
    variance = math.log(1.0 + variation**2)
    return math.log(mean) - variance / 2.0, math.sqrt(variance)


@dataclass(frozen=True)
class Outcome:
    """What one replication measured; waits in days."""

    # Mean number of acute beds occupied.
    occupancy: float
    # Mean wait for an acute bed of those admitted, zero waits included.
    wait_for_bed: float
    # Mean wait for a place on P1, P2 and P3 of those granted one, zero waits included.
    waits: tuple[float, ...]
    # Arrivals, ends of acute stays and ends of stays on a pathway, warm-up included.
    events: int


def summary(values: list[float]) -> dict[str, float | None]:
    """Mean over replications and its standard error, which one replication does not have."""
    n = len(values)
    mean = math.fsum(values) / n
    squares = math.fsum((value - mean) ** 2 for value in values)
    error = math.sqrt(squares / (n - 1) / n) if n > 1 else None
    return {"mean": mean, "standard_error": error}


def report(engine: str, replicate: Callable[[int, int], Outcome]) -> None:
    """Runs `replicate(seed, replication)` as the command line says; prints the answer as JSON."""
    try:
        replications, seed = (int(text) for text in [*sys.argv[1:], "8", "1"][:2])
    except ValueError:
        replications = 0
    if replications < 1 or len(sys.argv) > 3:
        sys.exit(f"usage: {sys.argv[0]} [replications = 8] [seed = 1], both whole numbers")

    wall, cpu = time.perf_counter(), time.process_time()
    outcomes = [replicate(seed, replication) for replication in range(replications)]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu

    events = sum(outcome.events for outcome in outcomes)
    measures = {
        "acute_occupancy": summary([outcome.occupancy for outcome in outcomes]),
        "wait_for_bed_days": summary([outcome.wait_for_bed for outcome in outcomes]),
    }
    for pathway in range(len(PATHWAYS)):
        waits = [outcome.waits[pathway] for outcome in outcomes]
        measures[f"wait_p{pathway + 1}_days"] = summary(waits)
    document = {
        "engine": f"{engine} ({platform.python_implementation()} {platform.python_version()})",
        "model": "discharge-ref",
        "seed": seed,
        "replications": replications,
        **measures,
        "events_per_replication": events / replications,
        "wall_seconds": wall,
        "cpu_seconds": cpu,
        "events_per_second": events / cpu,
    }
    print(json.dumps(document, indent=2))
