"""Tests of docs/figures.py without running the program: cd docs && python3 -m unittest figures.test_figures"""

import tempfile
import unittest
from pathlib import Path

from . import blocks, rewriting
from .expressions import shown
from .lists import Block, Document, Problem, Template
from .runs import Number

DOCUMENT = """# Example

## One

| people | 40.7 | .16 |

About 5 more people wait, and 1,366.5
leave a month.

## Two

| people | 41.0 | .18 |

```text
Mean  1
(more follows)
```
"""


class Fixed:
    """Runs that are known beforehand."""

    numbers = {"people": Number(40.81, 0.02), "wait": Number(0.163, None), "leave": Number(1400.0, None)}

    def number(self, name, coordinates, key, part):
        return self.numbers[key]

    def printed(self, name):
        return ["Base", "", "Mean  2", "", "End"]


class Figures(unittest.TestCase):
    def refreshed(self, *templates, section="", steps=None, check=False):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "example.md"
            path.write_text(DOCUMENT, encoding="utf-8")
            document = Document("example.md", [Template(text, section, "list:1") for text in templates])
            if steps:
                document.blocks.append(Block("base", [(step, "list:2") for step in steps], "list:2"))
            outcome = rewriting.Outcome()
            rewriting.refresh(document, Fixed(), Path(folder), check, outcome)
            return path.read_text(encoding="utf-8"), outcome

    def test_a_figure_is_rewritten_in_its_section_only(self):
        text, outcome = self.refreshed("| people | {base:people .1f} | {base:wait ~.2f} |", section="One")
        self.assertIn("| people | 40.8 | .16 |", text)
        self.assertIn("| people | 41.0 | .18 |", text)
        self.assertEqual(len(outcome.changes), 1)

    def test_a_sentence_is_found_over_the_end_of_a_line_which_stays(self):
        text, _ = self.refreshed("and {base:leave ,.1f} leave a month")
        self.assertIn("and 1,400.0\nleave a month", text)

    def test_a_check_changes_nothing(self):
        text, outcome = self.refreshed("and {base:leave ,.1f} leave a month", check=True)
        self.assertEqual(text, DOCUMENT)
        self.assertEqual(len(outcome.changes), 1)

    def test_more_than_chance_is_marked(self):
        _, outcome = self.refreshed("| people | {base:people .1f} | .18", section="Two")
        self.assertEqual(outcome.beyond, 1)
        _, outcome = self.refreshed("| people | {base:people .1f} | .16", section="One")
        self.assertEqual(outcome.beyond, 0)

    def test_a_template_that_fits_nowhere_or_twice_is_an_error_with_its_place(self):
        _, outcome = self.refreshed("nobody wrote {base:people .1f}", "| people | {base:people .1f} |")
        self.assertTrue(outcome.problems[0].startswith("list:1: 0 places"))
        self.assertTrue(outcome.problems[1].startswith("list:1: 2 places"))

    def test_two_templates_of_one_figure_are_an_error(self):
        text, outcome = self.refreshed("and {base:leave ,.1f} leave", "{base:leave ,.1f} leave a month")
        self.assertIn("two templates", outcome.problems[0])
        self.assertEqual(text, DOCUMENT)

    def test_a_block_is_what_the_program_prints(self):
        text, _ = self.refreshed(steps=["from Mean before End", "keep (more follows)"])
        self.assertIn("```text\nMean  2\n(more follows)\n```", text)

    def test_a_line_that_is_printed_no_more_is_an_error(self):
        with self.assertRaisesRegex(Problem, "no line that begins with `Total`"):
            blocks.made(Block("base", [("from Mean to Total", "list:2")], "list:2"), ["Mean  2"])

    def test_noughts_before_the_point_go_and_minus_nought_is_nought(self):
        self.assertEqual([shown(0.163, "~.2f"), shown(1.163, "~.2f"), shown(-0.01, ".1f")], [".16", "1.16", "0.0"])


if __name__ == "__main__":
    unittest.main()
