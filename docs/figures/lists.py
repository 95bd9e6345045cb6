"""Reads the lists: `runs.txt` says what is run, each `*.list` which figures of a document come from it."""

import re
from dataclasses import dataclass, field


class Problem(Exception):
    """Something that a person has to put right; its text says where it is and what to do."""


KINDS = ("measures", "daily", "printed", "differences", "points", "verified")


@dataclass
class Command:
    """A line of `runs.txt`: `KIND NAME: COMMAND`, where the kind says what is taken from the run."""

    kind: str
    name: str
    line: str
    place: str


@dataclass
class Template:
    """A fragment of a document with `{EXPRESSION FORMAT}` in place of each simulated figure."""

    text: str
    section: str
    place: str


@dataclass
class Block:
    """A fenced block that shows what a run prints; its steps say which lines."""

    run: str
    steps: list
    place: str


@dataclass
class Document:
    """A document and what is known of its figures, in their order."""

    name: str
    templates: list = field(default_factory=list)
    blocks: list = field(default_factory=list)


def commands(path):
    """The commands of `runs.txt` by their names."""
    found = {}
    for place, line in _lines(path):
        match = re.fullmatch(r"(\w+) ([a-z][a-z0-9-]*): (.+)", line.strip())
        if not match or match[1] not in KINDS:
            raise Problem(f"{place}: expected `KIND NAME: COMMAND` with one of {', '.join(KINDS)}")
        if match[2] in found:
            raise Problem(f"{place}: there are two runs called {match[2]}; give one of them another name")
        found[match[2]] = Command(match[1], match[2], match[3], place)
    return found


def documents(path):
    """The documents of one list. `@document`, `@section` and `@block` begin what they say; other lines are templates."""
    found, section, block = [], "", None
    for place, line in _lines(path):
        word, _, rest = line.strip().partition(" ")
        if block is not None and word != "@end":
            block.steps.append((line.strip(), place))
        elif word == "@document":
            found.append(Document(rest))
            section = ""
        elif not found:
            raise Problem(f"{place}: begin with `@document NAME`")
        elif word == "@section":
            section = rest
        elif word == "@block":
            block = Block(rest, [], place)
            found[-1].blocks.append(block)
        elif word == "@end":
            block = None
        elif word.startswith("@"):
            raise Problem(f"{place}: there is no {word}; a list has @document, @section, @block and @end")
        else:
            found[-1].templates.append(Template(line.strip(), section, place))
    if block is not None:
        raise Problem(f"{block.place}: the block has no @end")
    return found


def _lines(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield f"{path.parent.name}/{path.name}:{number}", line
