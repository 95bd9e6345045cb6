"""Draws the pictures of the documents again, by the commands that README.md, docs/sweeps.md and docs/gallery.md give."""

import os
import re
import shutil
import subprocess
import sys

from .lists import Problem

# Where the commands stand: the document, and words of the fenced block.
BLOCKS = (
    ("README.md", "--out capacity-curve"),
    ("docs/sweeps.md", "--out capacity-map"),
    ("docs/gallery.md", "--out gallery/"),
)
# Drawn by every run, under another name.
BASE = ("southampton-2021", "nctr.svg", "docs/southampton-2021.svg")
# Needed for no picture.
LEFT_OUT = ("wardflow report ",)


def draw(program, root):
    """Runs the commands in a folder of their own and takes the pictures that the documents have."""
    folder = program.folder / "pictures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(root / "docs" / "gallery" / "counted.csv", folder)
    (folder / "bin").mkdir()
    (folder / "bin" / "wardflow").symlink_to(program.path)
    for document, words in BLOCKS:
        _run(_commands(root, document, words), folder)
    scenario, drawn, picture = BASE
    _run(f"wardflow run {scenario} --out base", folder)
    sources = {root / picture: folder / "base" / drawn}
    sources |= {path: folder / path.name for path in (root / "docs").glob("capacity-*.svg")}
    sources |= {path: folder / "gallery" / path.name for path in (root / "docs" / "gallery").glob("*.svg")}
    for picture, source in sorted(sources.items()):
        if not source.is_file():
            raise Problem(f"no command makes {picture.relative_to(root)}; add one to docs/gallery.md")
        if picture.read_bytes() != source.read_bytes():
            shutil.copy(source, picture)
            print(f"{picture.relative_to(root)} drawn again")
    shutil.rmtree(folder)


def _commands(root, document, words):
    text = (root / document).read_text(encoding="utf-8")
    blocks = [block for block in re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S) if words in block]
    if len(blocks) != 1:
        raise Problem(f"{document}: {len(blocks)} blocks of commands with `{words}`; docs/figures/pictures.py looks for one")
    lines = blocks[0].replace("cargo run --release -- ", "wardflow ").splitlines()
    return "\n".join(line for line in lines if not line.startswith(LEFT_OUT))


def _run(commands, folder):
    sys.stderr.write(f"{commands}\n")
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["sh", "-ec", commands], cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    if done.returncode:
        raise Problem(f"drawing the pictures: exit code {done.returncode}\n{done.stderr}")
