"""Engines in interleaved rounds: how fast each is, and whether it agrees with wardflow."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from . import answers, markdown, processes
from .answers import MEASURES, Answer, Sample
from .engines import WARDFLOW, Engine
from .processes import Usage

# Arrivals, ends of acute stays and ends of stays on a pathway in a replication, for every engine
# alike: the mean, rounded, what rounding may hide, and the standard deviation over replications
# (measured with desque).
EVENTS = 45_760
EVENTS_ROUNDING = 10
EVENTS_SD = 380
# With ten comparisons, five measures of two peers, chance alone passes 3 once in 37 times, and 4
# once in 1,600: rarely enough to call it a fault.
WARNING_Z = 3.0
FAILURE_Z = 4.0


@dataclass(frozen=True)
class Run:
    """One process."""

    usage: Usage
    answer: Answer


@dataclass(frozen=True)
class Engaged:
    """An engine, the words that start it, and its runs, one a round."""

    engine: Engine
    program: list[str]
    runs: list[Run]

    def run(self, seed: int) -> None:
        usage = processes.run([*self.program, *self.engine.arguments(seed)])
        read = answers.of_wardflow if self.engine is WARDFLOW else answers.of_peer
        self.runs.append(Run(usage, read(usage.output)))

    @property
    def rates(self) -> list[float]:
        """Replications a second of user and system time, a value a round."""
        return [self.engine.replications / run.usage.cpu_seconds for run in self.runs]

    def sample(self, measure: str) -> Sample:
        return answers.joined(run.answer.samples[measure] for run in self.runs)


def rounds(engines: Sequence[Engaged], number: int, note: Callable[[str], None]) -> None:
    """Runs all engines in each round, the order rotated and the seed another each time."""
    for index in range(number):
        shift = index % len(engines)
        for engaged in [*engines[shift:], *engines[:shift]]:
            engaged.run(seed=index + 1)
        times = (f"{each.engine.name} {each.runs[-1].usage.cpu_seconds:.2f} s" for each in engines)
        note(f"round {index + 1} of {number}: {', '.join(times)}")


def report(engines: Sequence[Engaged]) -> str:
    """Both tables and what their columns are."""
    comparisons = len(MEASURES) * (len(engines) - 1)
    warned = percent(answers.chance_above(WARNING_Z, comparisons))
    failed = percent(answers.chance_above(FAILURE_Z, comparisons))
    head = f"""{markdown.machine()}: medians of {len(engines[0].runs)} interleaved rounds, the order
        rotated, on one processor with one thread."""
    columns = f"""Times are user and system time of whole processes; {starts(engines)}. Events are
    the {EVENTS:,} arrivals, ends of acute stays and ends of stays on a pathway of a replication,
    whatever else an engine does. A replication is worth {mean_people(engines[0]):.0f}
    patient-years: the mean number of people in the system (waiting for a bed, in beds, in places)
    times the one year measured; the 90 days of warm-up take time and count for nothing. The last
    column is the median of the ratios within a round, with the smallest and the largest. wardflow
    runs by `wardflow run discharge-ref --format json` with all its measures; a peer measures the
    five below."""
    scores = f"""z is the difference from wardflow in standard errors. If all engines simulate the
    same, the chance that any of the {comparisons} lies beyond {WARNING_Z:.0f} is {warned} at most,
    and beyond {FAILURE_Z:.0f}, which counts as an error, {failed}."""
    blocks = [
        markdown.paragraph(head),
        speed_table(engines),
        markdown.paragraph(columns),
        agreement_table(engines),
        markdown.paragraph(scores),
    ]
    return "\n\n".join(blocks)


def percent(share: float) -> str:
    """A share in per cent."""
    return f"{markdown.figure(100.0 * share)} %"


def starts(engines: Sequence[Engaged]) -> str:
    """How much of a peer's process is no simulation."""
    shares = {
        each.runs[0].answer.engine: median(
            1.0 - (run.answer.loop_seconds or 0.0) / run.usage.cpu_seconds for run in each.runs
        )
        for each in engines[1:]
    }
    name, share = max(shares.items(), key=lambda item: item[1])
    return f"start and output take {percent(share)} of them at most ({name})"


def speed_table(engines: Sequence[Engaged]) -> str:
    """How fast the engines are; wardflow comes first."""
    header = ["engine", "version", "style", "replications a run", "replications a second"]
    header += ["million events a second", "patient-years a second", "peak memory, MiB"]
    header += ["wardflow is faster by"]
    people = mean_people(engines[0])
    rows = []
    for engaged in engines:
        rate = median(engaged.rates)
        answer = engaged.runs[0].answer
        ratios = [ours / theirs for ours, theirs in zip(engines[0].rates, engaged.rates)]
        rows.append(
            [
                answer.engine,
                answer.version,
                engaged.engine.style,
                f"{engaged.engine.replications:,}",
                markdown.figure(rate),
                markdown.figure(rate * EVENTS / 1e6),
                markdown.figure(rate * people),
                markdown.figure(max(run.usage.peak_mib for run in engaged.runs)),
                "1" if engaged is engines[0] else markdown.spread(ratios),
            ]
        )
    return markdown.table(header, rows)


def mean_people(wardflow: Engaged) -> float:
    """Mean number of people in the system in the measured year."""
    people = [run.answer.people for run in wardflow.runs if run.answer.people is not None]
    return sum(people) / len(people)


def agreement_table(engines: Sequence[Engaged]) -> str:
    """Means with standard errors, and the z-scores of the peers."""
    header = ["mean ± standard error (z)"]
    header += [f"{each.runs[0].answer.engine}, {replications(each):,}" for each in engines]
    rows = []
    for measure, (title, _) in MEASURES.items():
        ours = engines[0].sample(measure)
        row = [title, estimate(ours)]
        for peer in engines[1:]:
            sample = peer.sample(measure)
            row.append(f"{estimate(sample)} ({answers.z_score(sample, ours):+.1f})")
        rows.append(row)
    return markdown.table(header, rows)


def replications(engaged: Engaged) -> int:
    """Replications in all rounds."""
    return engaged.engine.replications * len(engaged.runs)


def estimate(sample: Sample) -> str:
    """A mean with its standard error."""
    decimals = 2 if sample.mean >= 10.0 else 3
    return f"{sample.mean:.{decimals}f} ± {sample.standard_error:.{decimals}f}"


def z_scores(engines: Sequence[Engaged]) -> dict[tuple[str, str], float]:
    """By peer and measure."""
    return {
        (peer.engine.name, measure): answers.z_score(
            peer.sample(measure), engines[0].sample(measure)
        )
        for peer in engines[1:]
        for measure in MEASURES
    }


def disagreements(scores: Mapping[tuple[str, str], float]) -> tuple[list[str], list[str]]:
    """What is so far apart that it should be looked at, and what is too far apart."""
    warnings, failures = [], []
    for (peer, measure), z in scores.items():
        said = f"{peer} and wardflow differ by {abs(z):.1f} standard errors in {measure}"
        if not abs(z) <= FAILURE_Z:
            failures.append(said)
        elif abs(z) > WARNING_Z:
            warnings.append(said)
    return warnings, failures


def miscounts(engines: Sequence[Engaged]) -> list[str]:
    """Engines that count other events than the reference model has."""
    faults = []
    for engaged in engines:
        counts = [run.answer.events_per_replication for run in engaged.runs]
        if None in counts:
            continue
        mean = sum(counts) / len(counts)
        allowed = EVENTS_ROUNDING + FAILURE_Z * EVENTS_SD / math.sqrt(replications(engaged))
        if not abs(mean - EVENTS) <= allowed:
            name = engaged.engine.name
            faults.append(f"{name} counts {mean:,.0f} events a replication, not {EVENTS:,}")
    return faults
