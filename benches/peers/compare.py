#!/usr/bin/env python3
"""Compares wardflow with other engines on the reference model `discharge-ref`: speed and answers.

    python3 benches/peers/compare.py [--rounds 7] [--peers desque,simpy] [--write [FILE]]
    python3 benches/peers/compare.py --threads [--rounds 7] [--write [FILE]]

Tables go to standard output as Markdown, everything else to standard error. Needs Python 3.9 or
later and nothing else; what a peer needs, it says. Exit code: 0 fine, 1 an engine could not be run
or disagrees with wardflow, 2 the command line is not understood, 4 the file cannot be read or
written.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from comparison import markdown, speed, threads
from comparison.engines import ALL_PEERS, ROOT, WARDFLOW, Engine, Unavailable
from comparison.processes import Failed
from comparison.speed import Engaged

DOCUMENT = ROOT / "docs" / "performance.md"


def note(text: str) -> None:
    """Says something that is not data."""
    print(text, file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    """Those of the command line."""
    parser = argparse.ArgumentParser(
        description="Compares wardflow with other simulation engines: speed and answers."
    )
    names = ",".join(peer.name for peer in ALL_PEERS)
    parser.add_argument(
        "--rounds", type=number_of_rounds, default=7, metavar="N", help="how often to run all [7]"
    )
    parser.add_argument(
        "--peers", type=peers, default=ALL_PEERS, metavar="NAMES", help=f"which to run [{names}]"
    )
    parser.add_argument(
        "--threads", action="store_true", help="measure what a second thread brings instead"
    )
    parser.add_argument(
        "--write",
        type=Path,
        nargs="?",
        const=DOCUMENT,
        metavar="FILE",
        help="put the tables between the markers in this file as well [docs/performance.md]",
    )
    return parser.parse_args()


def number_of_rounds(text: str) -> int:
    """Reads a number of rounds."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def peers(text: str) -> list[Engine]:
    """Reads names of peers, separated by commas."""
    known = {peer.name: peer for peer in ALL_PEERS}
    unknown = [name for name in text.split(",") if name not in known]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"no peer {', '.join(unknown)}; there are {', '.join(known)}"
        )
    return [peer for peer in ALL_PEERS if peer.name in text.split(",")]


def engage(wanted: list[Engine]) -> list[Engaged]:
    """wardflow and those of the peers that can be run here; says which cannot."""
    engaged = [Engaged(WARDFLOW, WARDFLOW.prepare(), [])]
    for peer in wanted:
        try:
            engaged.append(Engaged(peer, peer.prepare(), []))
        except Unavailable as reason:
            note(f"skipped {peer.name}: {reason}")
    return engaged


def compare_engines(wanted: list[Engine], number: int) -> tuple[str, bool]:
    """The tables of speed and answers, and whether all agree."""
    engines = engage(wanted)
    if len(engines) == 1:
        raise Unavailable("there is no peer to compare wardflow with; get one as said above")
    speed.rounds(engines, number, note)
    warnings, failures = speed.disagreements(speed.z_scores(engines))
    failures += speed.miscounts(engines)
    for text in warnings:
        note(f"warning: {text}; chance alone does that now and then: run more rounds")
    for text in failures:
        note(f"error: {text}; one of them does not simulate the reference model")
    return speed.report(engines), not failures


class Unwritable(Exception):
    """A file that the tables cannot be put into, and why."""


def filled(file: Path, name: str, block: str) -> str:
    """What the file says with a block between its markers."""
    try:
        return markdown.with_block(file.read_text(encoding="utf-8"), name, block)
    except (OSError, ValueError) as reason:
        raise Unwritable(f"the tables cannot go into {file}: {reason}") from None


def write(file: Path, name: str, block: str) -> None:
    """Puts a block between its markers in a file."""
    text = filled(file, name, block)
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, file)
    except OSError as reason:
        raise Unwritable(f"{file} cannot be written: {reason}") from None
    note(f"written: the block `{name}` of {file}")


def warn_if_busy() -> None:
    """Says so if other programs would disturb the measurement."""
    load = os.getloadavg()[0]
    if load > 0.5:
        note(
            f"warning: the machine is busy (load {load:.1f}); figures are sound on a quiet one only"
        )


def measure(wanted: argparse.Namespace) -> int:
    """Runs, prints, writes; the exit code."""
    name = "threads" if wanted.threads else "peers"
    if wanted.write:
        # What is wrong with the file is better known before than after.
        filled(wanted.write, name, "")
    agree = True
    if wanted.threads:
        block = threads.report(threads.rounds(wanted.rounds, note))
    else:
        block, agree = compare_engines(wanted.peers, wanted.rounds)
    print(block)
    if not agree:
        return 1
    if wanted.write:
        write(wanted.write, name, block)
    return 0


def main() -> int:
    """Says what went wrong; the exit code."""
    wanted = arguments()
    warn_if_busy()
    try:
        return measure(wanted)
    except (Unavailable, Failed) as reason:
        note(f"error: {reason}")
        return 1
    except Unwritable as reason:
        note(f"error: {reason}")
        return 4


if __name__ == "__main__":
    sys.exit(main())
