"""Fenced blocks that show what a run prints.

The steps of a block, each a line of the list:

    from TEXT to TEXT      lines of the output, from the next that begins with the one to the first after it that begins with the other
    from TEXT before TEXT  the same without the last of them and empty lines before it
    paragraph TEXT         from the next line that begins with it to the next empty line
    rest TEXT              from the next line that begins with it to the end
    keep TEXT              a line of the document's own, such as "(… follow)"
    blank                  an empty line
"""

import re

from .lists import Problem


def made(block, printed):
    """The text of the block, from what the run printed."""
    lines, position = [], 0
    for step, place in block.steps:
        word, _, rest = step.partition(" ")
        if word == "blank":
            lines.append("")
            continue
        if word == "keep":
            lines.append(rest)
            continue
        first, joint, last = _ends(rest) if word == "from" else (rest, "", "")
        begin = _next(printed, position, first, place)
        if word == "from":
            end = _next(printed, begin, last, place) + (joint == "to")
        elif word == "paragraph":
            end = next((index for index in range(begin, len(printed)) if not printed[index]), len(printed))
        elif word == "rest":
            end = len(printed)
        else:
            raise Problem(f"{place}: a block has the steps from, paragraph, rest, keep and blank")
        while end > begin and not printed[end - 1]:
            end -= 1
        lines.extend(printed[begin:end])
        position = end
    return "\n".join(lines) + "\n"


def found(block, text, name):
    """Where the block stands in the document: the fenced block whose first line begins as the first step does."""
    word, _, rest = block.steps[0][0].partition(" ")
    first = _ends(rest)[0] if word == "from" else rest
    places = [
        match.span(1)
        for match in re.finditer(r"^```text\n(.*?)^```$", text, re.M | re.S)
        if _begins(match[1], first)
    ]
    if len(places) != 1:
        raise Problem(f"{len(places)} blocks in {name} begin with `{first}`; change the first step so that one does")
    return places[0]


def _begins(line, text):
    return line.strip().startswith(text)


def _ends(text):
    match = re.fullmatch(r"(.+?) (to|before) (.+)", text)
    if not match:
        raise Problem(f"from {text}: expected `from TEXT to TEXT` or `from TEXT before TEXT`")
    return match.groups()


def _next(printed, position, text, place):
    for index in range(position, len(printed)):
        if _begins(printed[index], text):
            return index
    raise Problem(f"{place}: the output has no line that begins with `{text}` (any more)")
