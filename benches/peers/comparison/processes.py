"""Whole processes and what they use."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Seconds between two looks at a process.
PAUSE = 0.02
MIB = 1024.0


class Failed(Exception):
    """A process that did not end well, with what it said."""


@dataclass(frozen=True)
class Usage:
    """What a process used, and what it printed."""

    # User and system time.
    cpu_seconds: float
    peak_mib: float
    output: str


def run(command: list[str]) -> Usage:
    """Runs a process to its end on one processor, where the system can pin it."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as notes:
        with one_processor():
            process = subprocess.Popen(command, stdout=output, stderr=notes)
        peak = 0.0
        pid = 0
        while pid == 0:
            peak = max(peak, high_water_mib(process.pid))
            time.sleep(PAUSE)
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            notes.seek(0)
            raise Failed(f"{' '.join(command)} ended with {process.returncode}: {notes.read()}")
        output.seek(0)
        return Usage(
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            peak_mib=peak or usage.ru_maxrss / MIB,
            output=output.read(),
        )


def wall_seconds(*commands: list[str]) -> float:
    """Runs processes at the same time, free to use any processor; seconds until the last ends."""
    began = time.perf_counter()
    silent = subprocess.DEVNULL
    processes = [subprocess.Popen(command, stdout=silent, stderr=silent) for command in commands]
    codes = [process.wait() for process in processes]
    elapsed = time.perf_counter() - began
    for command, code in zip(commands, codes):
        if code != 0:
            raise Failed(f"{' '.join(command)} ended with {code}")
    return elapsed


def high_water_mib(pid: int) -> float:
    """The most memory a process has held so far; 0 if the system does not say.

    The `ru_maxrss` of `wait4` would do, but never falls below what this script holds itself.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    lines = (line.split() for line in status.splitlines())
    return next((float(words[1]) / MIB for words in lines if words[0] == "VmHWM:"), 0.0)


@contextmanager
def one_processor() -> Iterator[None]:
    """Processes started here run on one and the same processor."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
