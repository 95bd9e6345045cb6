"""Finds the figures of a document by its templates and writes those of the runs in their place."""

import difflib
import re

from . import blocks
from .expressions import evaluated, shown
from .lists import Problem

# A figure as documents write it: 40.7, 1,366.5, .16, +383.
FIGURE = r"([+\-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+))"
PLACEHOLDER = re.compile(r"\{([^{}]+) (\S+)\}")


class Outcome:
    """What was changed and what is wrong, over all documents."""

    def __init__(self):
        self.figures, self.changes, self.problems, self.beyond = 0, [], [], 0

    def told(self, check):
        """All of it as lines for people."""
        lines = [*self.changes, *(f"error: {problem}" for problem in self.problems)]
        lines.append(
            f"{self.figures} figures and blocks looked at; {len(self.changes)} {'differ' if check else 'changed'}, "
            f"{self.beyond} of them by more than three standard errors (marked !)"
        )
        return "\n".join(lines)


def refresh(document, runs, root, check, outcome):
    """Rewrites one document; with `check` it is only compared."""
    path = root / document.name
    text = path.read_text(encoding="utf-8")
    edits = []
    for template in document.templates:
        _attempt(outcome, template.place, lambda: _of_template(template, text, runs, outcome, document.name, edits))
    for block in document.blocks:
        _attempt(outcome, block.place, lambda: _of_block(block, text, runs, outcome, document.name, edits))
    edits.sort()
    for (_, end, _), (begin, _, _) in zip(edits, edits[1:]):
        if begin < end:
            outcome.problems.append(f"{document.name}:{_line(text, begin)}: two templates claim this figure; take one of them out")
            return
    for begin, end, new in reversed(edits):
        text = text[:begin] + new + text[end:]
    if not check:
        path.write_text(text, encoding="utf-8")


def _attempt(outcome, place, work):
    try:
        work()
    except Problem as problem:
        outcome.problems.append(f"{place}: {problem}")


def _of_template(template, text, runs, outcome, name, edits):
    placeholders = PLACEHOLDER.findall(template.text)
    if not placeholders:
        raise Problem("there is no {figure} in this line")
    begin, end = _section(text, template.section)
    found = list(_pattern(template.text).finditer(text, begin, end))
    if len(found) != 1:
        where = f"section `{template.section}` of {name}" if template.section else name
        raise Problem(
            f"{len(found)} places in {where} look like `{template.text}`; "
            + ("was the sentence rewritten? Change this line as well" if not found else "give more of the text")
        )
    for group, (expression, form) in enumerate(placeholders, 1):
        value, error = evaluated(expression, runs)
        outcome.figures += 1
        old, new = found[0][group], shown(value, form)
        if old == new:
            continue
        mark = ""
        if error is not None and abs(value - _read(old)) > 3 * 2**0.5 * error + _half_unit(old):
            mark, outcome.beyond = " !", outcome.beyond + 1
        begin, end = found[0].span(group)
        edits.append((begin, end, new))
        outcome.changes.append(f"{name}:{_line(text, begin)}: {old} -> {new}{mark}  ({expression})")


def _of_block(block, text, runs, outcome, name, edits):
    fresh = blocks.made(block, runs.printed(block.run))
    begin, end = blocks.found(block, text, name)
    outcome.figures += 1
    if text[begin:end] == fresh:
        return
    edits.append((begin, end, fresh))
    lines = difflib.unified_diff(text[begin:end].splitlines(), fresh.splitlines(), n=0, lineterm="")
    told = "".join(f"\n    {line}" for line in lines if line[:1] in "-+" and line[:3] not in ("---", "+++"))
    outcome.changes.append(f"{name}:{_line(text, begin)}: the block of `{block.run}`:{told}")


def _pattern(template):
    # Spaces stand for any, so that a paragraph may be broken into lines anywhere.
    parts = PLACEHOLDER.split(template)
    literals = [r"\s+".join(re.escape(word) for word in re.split(r"\s+", part)) for part in parts[::3]]
    before = r"(?<![\d.,])" if not literals[0] else ""
    after = r"(?!\d|[.,]\d)" if not literals[-1] else ""
    return re.compile(before + FIGURE.join(literals) + after)


def _section(text, heading):
    if not heading:
        return 0, len(text)
    match = re.search(rf"^#+ {re.escape(heading)}$", text, re.M)
    if not match:
        raise Problem(f"there is no section `{heading}`")
    following = re.compile(r"^#+ ", re.M).search(text, match.end())
    return match.end(), following.start() if following else len(text)


def _line(text, position):
    return text.count("\n", 0, position) + 1


def _read(figure):
    return float(figure.replace(",", ""))


def _half_unit(figure):
    return 0.5 * 10 ** -len(figure.partition(".")[2])
