"""What a second thread brings, against what a second process brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from . import markdown
from .engines import WARDFLOW, run_arguments
from .processes import wall_seconds

SCENARIO = "southampton-2021"
REPLICATIONS = 1_000


@dataclass(frozen=True)
class Round:
    """Seconds on the wall of each way to run the scenario."""

    one_thread: float
    two_threads: float
    # Two processes of one thread at once, each with all the replications.
    two_processes: float

    @property
    def speed_up_of_thread(self) -> float:
        return self.one_thread / self.two_threads

    @property
    def speed_up_of_process(self) -> float:
        return 2.0 * self.one_thread / self.two_processes

    @property
    def share_percent(self) -> float:
        """The speed-up by threads, as a share of that by processes."""
        return 100.0 * self.speed_up_of_thread / self.speed_up_of_process


def rounds(number: int, note: Callable[[str], None]) -> list[Round]:
    """Runs the scenario in each way in each round, in rotated order, each round by its seed."""
    program = WARDFLOW.prepare()
    measured = []
    for index in range(number):
        one, two = (
            [*program, *run_arguments(SCENARIO, REPLICATIONS, index + 1, n)] for n in (1, 2)
        )
        ways = [("one_thread", [one]), ("two_threads", [two]), ("two_processes", [one, one])]
        shift = index % len(ways)
        seconds = {way: wall_seconds(*commands) for way, commands in ways[shift:] + ways[:shift]}
        measured.append(Round(**seconds))
        times = (f"{way.replace('_', ' ')} {seconds[way]:.2f} s" for way, _ in ways)
        note(f"round {index + 1} of {number}: {', '.join(times)}")
    return measured


def report(measured: list[Round]) -> str:
    """The table and what it says."""
    shares = markdown.spread([each.share_percent for each in measured])
    head = f"""{markdown.machine()}: medians of {len(measured)} rounds, the order rotated, by the
    clock on the wall; in brackets the smallest and the largest."""
    result = f"""The second thread brings {shares} % of the speed-up that a second process brings in
    the same round. Two processes share nothing but the machine, so they show what it has to
    give."""
    return "\n\n".join([markdown.paragraph(head), table(measured), markdown.paragraph(result)])


def table(measured: list[Round]) -> str:
    """Times and speed-ups."""
    header = [f"{REPLICATIONS:,} replications of `{SCENARIO}`", "seconds", "times as fast"]
    one = median(each.one_thread for each in measured)
    two = median(each.two_threads for each in measured)
    both = median(each.two_processes for each in measured)
    by_thread = markdown.spread([each.speed_up_of_thread for each in measured])
    by_process = markdown.spread([each.speed_up_of_process for each in measured])
    rows = [
        ["one thread", markdown.figure(one), "1"],
        ["two threads", markdown.figure(two), by_thread],
        [
            "two processes of one thread at once, all replications each",
            markdown.figure(both),
            by_process,
        ],
    ]
    return markdown.table(header, rows)
