"""What stands between braces in a template: numbers of runs, joined by + - * / and brackets, and a format."""

import ast
import math
import re

from .lists import Problem

NUMBER_OF_RUN = re.compile(r"([a-z][a-z0-9-]*)(?:\[([^\]]*)\])?:([A-Za-z][\w.]*)(?:@([\w.-]+))?")


def evaluated(expression, runs):
    """The value of an expression and its standard error as if its numbers were independent (None if unknown)."""
    numbers = []

    def take(match):
        coordinates = [part.strip() for part in (match[2] or "").split(",") if part.strip()]
        number = runs.number(match[1], coordinates, match[3], match[4] or "")
        if number.value is None:
            raise Problem(f"`{match[0]}` has no value")
        numbers.append(number)
        return f"v{len(numbers) - 1}"

    tree = ast.parse(NUMBER_OF_RUN.sub(take, expression).strip(), mode="eval").body
    values = [number.value for number in numbers]
    value = _value(tree, values)
    squares = 0.0
    for index, number in enumerate(numbers):
        if number.error is None:
            return value, None
        moved = values[:index] + [number.value + number.error] + values[index + 1 :]
        squares += (_value(tree, moved) - value) ** 2
    return value, math.sqrt(squares)


def shown(value, form):
    """Python's format; a `~` before it leaves the nought of `0.19` away."""
    text = format(value, form.lstrip("~"))
    if re.fullmatch(r"-0(\.0*)?", text):
        text = text[1:]
    return re.sub(r"^([+-]?)0\.", r"\1.", text) if form.startswith("~") else text


def _value(node, values):
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, values), _value(node.right, values)
        return {ast.Add: lambda: left + right, ast.Sub: lambda: left - right, ast.Mult: lambda: left * right, ast.Div: lambda: left / right}[
            type(node.op)
        ]()
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, values)
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name) and re.fullmatch(r"v\d+", node.id):
        return values[int(node.id[1:])]
    if isinstance(node, ast.Call) and node.func.id in ("min", "max", "abs"):
        return {"min": min, "max": max, "abs": abs}[node.func.id](*(_value(argument, values) for argument in node.args))
    raise Problem(f"{ast.unparse(node)}: an expression has numbers of runs, + - * /, brackets, min, max and abs")
