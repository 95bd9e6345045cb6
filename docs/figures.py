#!/usr/bin/env python3
"""Makes the simulated figures of the documents again.

    cargo build --release --locked
    python3 docs/figures.py              # runs what has to be run and rewrites the figures that differ
    python3 docs/figures.py --check      # only says which differ; exit code 1 if any do
    python3 docs/figures.py --pictures   # draws docs/*.svg and docs/gallery/*.svg again as well

What stands where is said by the lists in docs/figures/; docs/testing.md says how they are written and what they leave out.
Needs Python 3.9 or later and nothing else.
"""

import argparse
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from figures import lists, pictures, rewriting, runs

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "docs" / "figures"


def arguments():
    parser = argparse.ArgumentParser(description="Makes the simulated figures of the documents again.")
    parser.add_argument("documents", nargs="*", help="only these, as README.md or docs/money.md (all if none is named)")
    parser.add_argument("--check", action="store_true", help="say which figures differ and change nothing")
    parser.add_argument("--pictures", action="store_true", help="draw the pictures of the documents again")
    parser.add_argument("--program", type=Path, default=ROOT / "target" / "release" / "wardflow", help="the program to run")
    return parser.parse_args()


def main():
    asked = arguments()
    try:
        program = runs.Program(asked.program, ROOT)
        known = runs.Runs(program, lists.commands(LISTS / "runs.txt"), ROOT)
        documents = [
            document
            for path in sorted(LISTS.glob("*.list"))
            for document in lists.documents(path)
            if not asked.documents or document.name in asked.documents
        ]
        unknown = set(asked.documents) - {document.name for document in documents}
        if unknown:
            raise lists.Problem(f"{', '.join(sorted(unknown))}: no list in {LISTS} has it")
        outcome = rewriting.Outcome()
        for document in documents:
            rewriting.refresh(document, known, ROOT, asked.check, outcome)
        if asked.pictures and not asked.check:
            pictures.draw(program, ROOT)
    except lists.Problem as problem:
        sys.exit(f"error: {problem}")
    print(outcome.told(asked.check))
    if outcome.problems or (asked.check and outcome.changes):
        sys.exit(1)


if __name__ == "__main__":
    main()
