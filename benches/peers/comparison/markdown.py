"""Markdown: tables, numbers in them, and the places in a file where they go."""

from __future__ import annotations

import platform
import re
import subprocess
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def paragraph(text: str) -> str:
    """A paragraph in lines of the length the documents have."""
    return textwrap.fill(
        " ".join(text.split()), 125, break_long_words=False, break_on_hyphens=False
    )


def figure(value: float) -> str:
    """A number with three figures that count."""
    if value == 0.0:
        return "0"
    if abs(value) >= 100.0:
        return f"{value:,.0f}"
    decimals = 1 if abs(value) >= 10.0 else 2 if abs(value) >= 1.0 else 3
    return f"{value:.{decimals}f}"


def spread(values: Sequence[float]) -> str:
    """The median of some values, and the smallest and the largest."""
    low, high = figure(min(values)), figure(max(values))
    return f"{figure(median(values))} ({low}–{high})"


def machine() -> str:
    """What the figures were measured on."""
    processors = re.findall(r"^model name\s*: (.*)$", cpu_information(), re.MULTILINE)
    model = re.sub(r"\((R|TM)\)", "", processors[0]) if processors else platform.machine()
    count = f"{len(processors)} × " if processors else ""
    rust = subprocess.run(["rustc", "--version"], stdout=subprocess.PIPE, text=True, check=False)
    version = " ".join(rust.stdout.split()[:2])
    return f"{count}{model}, {platform.system()}, {version}, {time.strftime('%B %Y')}"


def cpu_information() -> str:
    """What Linux says of its processors; nothing on other systems."""
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return ""


def markers(name: str) -> tuple[str, str]:
    """The comments between which a block of this name stands."""
    return f"<!-- {name}: begin -->", f"<!-- {name}: end -->"


def with_block(text: str, name: str, block: str) -> str:
    """The text with what stands between the markers of this name replaced.

    Raises ValueError if it has no such markers.
    """
    begin, end = markers(name)
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"there are no lines `{begin}` and `{end}`, one after the other; add them")
    return f"{before}{begin}\n{block}\n{end}{after}"
