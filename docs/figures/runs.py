"""Runs the program, once for each command, and takes numbers from what comes of it."""

import csv
import hashlib
import json
import math
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections import namedtuple

from .lists import Problem

# A number and its standard error (None where there is none).
Number = namedtuple("Number", "value error")


class Program:
    """The built program. What came of it is kept in target/figures until the program or the command changes."""

    def __init__(self, path, root):
        if not path.is_file():
            raise Problem(f"{path} is not there; build it first: cargo build --release --locked")
        self.path, self.root = path.resolve(), root
        self.folder = self.path.parent.parent / "figures"
        self.digest = hashlib.sha256(self.path.read_bytes()).hexdigest()
        self._warn_if_old()

    def run(self, line, folder):
        """What the program prints, of several commands joined by && the last; the folder is its working directory."""
        for part in line.split(" && "):
            words = [str(self.path), *shlex.split(part)]
            done = subprocess.run(words, cwd=folder, capture_output=True, text=True, encoding="utf-8")
            if done.returncode:
                raise Problem(f"`wardflow {part}` ended with exit code {done.returncode}:\n{done.stderr}")
        return done.stdout

    def _warn_if_old(self):
        # cargo writes beside the program what it was made from.
        made_from = self.path.with_name(self.path.name + ".d")
        if not made_from.is_file():
            return
        sources = shlex.split(made_from.read_text(encoding="utf-8").partition(":")[2])
        built = self.path.stat().st_mtime
        for source in sources:
            path = self.root / source
            if path.is_file() and path.stat().st_mtime > built:
                sys.stderr.write(f"warning: {source} is newer than the program: cargo build --release --locked\n")
                return


class Runs:
    """The runs by their names, made when a figure of theirs is asked for."""

    def __init__(self, program, commands, root):
        self._program, self._commands = program, commands
        self._folder = program.folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._results = {}
        self._inputs = _scenarios_of_documents(root, self._folder)

    def printed(self, name):
        """The lines that a run prints."""
        return self._result(name)["printed"].splitlines()

    def number(self, name, coordinates, key, part):
        """A number of a run; the coordinates are of a variant or a point, the part is another number than the mean."""
        try:
            kind = self._command(name).kind
            return _READERS[kind](self._result(name), coordinates, key, part)
        except KeyError as missing:
            raise Problem(f"`{name}` has no {missing} for {key}") from None

    def _command(self, name):
        if name not in self._commands:
            raise Problem(f"there is no run called `{name}` in runs.txt")
        return self._commands[name]

    def _result(self, name):
        if name not in self._results:
            self._results[name] = self._kept_or_fresh(self._command(name))
        return self._results[name]

    def _kept_or_fresh(self, command):
        stamp = hashlib.sha256(
            "\n".join([self._program.digest, command.kind, command.line, self._inputs]).encode()
        ).hexdigest()
        kept = self._folder / f"{command.name}.json"
        if kept.is_file():
            with kept.open(encoding="utf-8") as file:
                result = json.load(file)
            if result["stamp"] == stamp:
                return result
        began = time.monotonic()
        sys.stderr.write(f"wardflow {command.line}\n")
        result = self._fresh(command)
        result["stamp"] = stamp
        with kept.open("w", encoding="utf-8") as file:
            json.dump(result, file)
        sys.stderr.write(f"  {time.monotonic() - began:.0f} s\n")
        return result

    def _fresh(self, command):
        line = command.line
        if command.kind in ("measures", "differences", "verified"):
            return json.loads(self._program.run(f"{line} --format json", self._folder))
        if command.kind == "printed":
            return {"printed": self._program.run(line, self._folder)}
        out = self._folder / f"{command.name}-out"
        shutil.rmtree(out, ignore_errors=True)
        printed = self._program.run(f"{line} --out {shlex.quote(out.name)}", self._folder)
        rows = "daily.csv" if command.kind == "daily" else "results.csv"
        with (out / rows).open(encoding="utf-8-sig", newline="") as file:
            result = {"printed": printed, "rows": list(csv.reader(file))}
        shutil.rmtree(out)
        return result


def _of_measure(result, coordinates, key, part):
    rows = result.setdefault("by_key", {row["measure"]: row for row in result["measures"]})
    return _part(rows[key], part)


def _of_difference(result, coordinates, key, part):
    """`[2]` is the second variant; without a part it is the variant's mean."""
    variants = [scenario["name"] for scenario in result["scenarios"] if not scenario["is_base"]]
    variant = variants[int(coordinates[0]) - 1]
    row = next((row for row in result["measures"] if row["variant"] == variant and row["measure"] == key), None)
    if key == "bed_day":
        row = next(row for row in result["bed_days"] if row["variant"] == variant)
        return Number(row[part or "pounds_per_bed_day"], None)
    if row is None:
        raise KeyError(variant)
    if part == "narrower":
        return Number(row["unpaired_half_width_95"] / row["half_width_95"], None)
    if part in ("", "difference"):
        error = row["sd"] / math.sqrt(row["cases"]) if row["sd"] is not None else None
        return Number(row["difference"] if part else row["variant_mean"], error)
    return Number(row[part], None)


def _of_point(result, coordinates, key, part):
    """`[variant, value, value]`, or only the values where there is one scenario."""
    points = result.get("points")
    if points is None:
        header, points = result["rows"][0], {}
        measure = header.index("measure")
        for row in result["rows"][1:]:
            # What was varied stands between the variant and whether the point keeps up.
            names = row[1 : header.index("state")]
            numbers = dict(zip(header[measure + 1 :], row[measure + 1 :]))
            points[tuple(names), row[measure]] = points[tuple(names[1:]), row[measure]] = numbers
        result["points"] = points
    row = points[tuple(coordinates), key]
    return _part({name: _float(text) for name, text in row.items()}, part)


def _of_days(result, coordinates, key, part):
    """`@FIRST..LAST`: the mean of the days from one to the other."""
    first, _, last = part.partition("..")
    header = result["rows"][0]
    if key not in header:
        raise KeyError(f"column {key} in daily.csv (`--daily all` writes all)")
    day, mean = header.index("date"), header.index(key)
    values = [float(row[mean]) for row in result["rows"][1:] if first <= row[day] <= last]
    if not values:
        raise KeyError(f"day from {first} to {last}")
    return Number(sum(values) / len(values), None)


def _of_text(result, coordinates, key, part):
    """`[WORDS]:after` is the first figure after these words, `[WORDS]:after@3` the third."""
    (words,) = coordinates
    _, found, text = " ".join(result["printed"].split()).partition(words)
    if not found or key != "after":
        raise KeyError(words)
    figures = re.findall(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", text)
    return Number(float(figures[int(part or 1) - 1].replace(",", "")), None)


def _of_case(result, coordinates, key, part):
    for row in result["values"]:
        if row["measure"] == key:
            return Number(row["simulated"], row["standard_error"])
    raise KeyError(key)


def _part(row, part):
    mean, sd, cases = row["mean"], row["sd"], row["cases"]
    error = sd / math.sqrt(cases) if sd is not None and cases else None
    if part == "":
        return Number(mean, error)
    if part == "se":
        return Number(error, None)
    return Number(row[part], None)


def _float(text):
    try:
        return float(text)
    except ValueError:
        return None


_READERS = {
    "measures": _of_measure,
    "differences": _of_difference,
    "points": _of_point,
    "daily": _of_days,
    "printed": _of_text,
    "verified": _of_case,
}


def _scenarios_of_documents(root, folder):
    """Writes the scenarios that the documents show (their first line is `// NAME.json`) where commands find them."""
    texts = []
    for path in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        document = path.read_text(encoding="utf-8")
        for match in re.finditer(r"^```jsonc\n// (\S+\.json)\n(.*?)^```$", document, re.M | re.S):
            (folder / match[1]).write_text(match[2], encoding="utf-8")
            texts.append(match[2])
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
