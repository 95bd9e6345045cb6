"""The reference model `discharge-ref` on Ciw, a library for queueing networks with blocking.

    python3 discharge_ref.py [replications = 8] [seed = 1]

Written the way Ciw means it to be: the network is data, and everything measured is taken from the
records of the patients afterwards. The pathways have no room to queue in, so who finds no place is
blocked in the acute bed, and the one blocked for longest comes next (Type I blocking): the time
blocked is the wait for a place.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from pathlib import Path
from statistics import fmean

import ciw

sys.path.append(str(Path(__file__).resolve().parent.parent))
import reference
from reference import ACUTE_STAY, ARRIVALS_PER_DAY, BEDS, END, PATHWAYS, WARM_UP

ACUTE = 1


def stay(mean: float, variation: float | None) -> ciw.dists.Distribution:
    """A stay in days: lognormal, or exponential if there is no variation."""
    if variation is None:
        return ciw.dists.Exponential(1.0 / mean)
    return ciw.dists.Lognormal(*reference.log_normal(mean, variation))


def network() -> ciw.Network:
    """The acute beds, then the pathways; patients on P0 leave the network."""
    nowhere = [0.0] * (1 + len(PATHWAYS))
    return ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(ARRIVALS_PER_DAY)] + [None] * len(PATHWAYS),
        service_distributions=[stay(*ACUTE_STAY), *(stay(*pathway.stay) for pathway in PATHWAYS)],
        number_of_servers=[BEDS, *(pathway.places for pathway in PATHWAYS)],
        queue_capacities=[math.inf] + [0] * len(PATHWAYS),
        routing=[[0.0, *(pathway.share for pathway in PATHWAYS)], *(nowhere for _ in PATHWAYS)],
    )


def replicate(seed: int, replication: int) -> reference.Outcome:
    """Runs one replication, with a seed of its own."""
    # Seeds below a million share no replications.
    ciw.seed(seed + 1_000_000 * replication)
    simulation = ciw.Simulation(network())
    simulation.simulate_until_max_time(END)

    records = simulation.get_all_records(include_incomplete=True)
    waits = defaultdict(list)
    bed_days = 0.0
    events = sum(record.node == ACUTE for record in records)
    for record in records:
        left = record.exit_date or END
        events += record.service_end_date is not None and record.service_end_date <= END
        if record.node != ACUTE or record.service_start_date is None:
            continue
        bed_days += max(0.0, left - max(record.service_start_date, WARM_UP))
        if record.service_start_date >= WARM_UP:
            waits[ACUTE].append(record.waiting_time)
        if record.exit_date is not None and record.exit_date >= WARM_UP:
            waits[record.destination].append(record.time_blocked)
    return reference.Outcome(
        occupancy=bed_days / (END - WARM_UP),
        wait_for_bed=fmean(waits[ACUTE]),
        waits=tuple(fmean(waits[ACUTE + 1 + index]) for index in range(len(PATHWAYS))),
        events=events,
    )


if __name__ == "__main__":
    reference.report(f"Ciw {ciw.__version__}", replicate)
