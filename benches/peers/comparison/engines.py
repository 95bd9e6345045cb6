"""The engines there are, how each is got ready, and the command that runs it."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PEERS = Path(__file__).resolve().parent.parent
ROOT = PEERS.parent.parent


class Unavailable(Exception):
    """Why an engine cannot be run here, and how to get it."""


@dataclass(frozen=True)
class Engine:
    """An engine that the reference model is written for."""

    # The name of its folder.
    name: str
    style: str
    # Replications of one run: about two seconds of work, or more if the start takes long.
    replications: int

    def prepare(self) -> list[str]:
        """Builds what has to be built; the first words of the command."""
        folder = PEERS / self.name
        if (folder / "Cargo.toml").exists():
            return [str(build(folder / "Cargo.toml"))]
        require(folder / "requirements.txt")
        return [sys.executable, str(folder / "discharge_ref.py")]

    def arguments(self, seed: int) -> list[str]:
        """The other words of the command."""
        return [str(self.replications), str(seed)]


class Wardflow(Engine):
    """wardflow itself, by its ordinary command, which counts all its measures."""

    def prepare(self) -> list[str]:
        return [str(build(ROOT / "Cargo.toml", "--package", "wardflow-cli"))]

    def arguments(self, seed: int) -> list[str]:
        return run_arguments("discharge-ref", self.replications, seed, threads=1)


def run_arguments(scenario: str, replications: int, seed: int, threads: int) -> list[str]:
    """Arguments of wardflow that run a scenario."""
    options = {"-n": replications, "--seed": seed, "--threads": threads, "--format": "json"}
    return ["run", scenario, *(str(word) for option in options.items() for word in option)]


WARDFLOW = Wardflow("wardflow", "events", 800)
# How to add one is said in README.md.
ALL_PEERS = (
    Engine("desque", "events", 500),
    Engine("odem-rs", "agents", 250),
    Engine("simpy", "processes", 6),
    Engine("ciw", "queueing network", 4),
)


def build(manifest: Path, *selection: str) -> Path:
    """Builds a Rust program; where it is. Cargo shows its progress and errors itself."""
    if shutil.which("cargo") is None:
        raise Unavailable("there is no cargo; get the Rust toolchain from https://rustup.rs")
    command = ["cargo", "build", "--release", "--locked", "--manifest-path", str(manifest)]
    command += [*selection, "--message-format", "json-render-diagnostics"]
    built = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if built.returncode != 0:
        raise Unavailable(f"{manifest.relative_to(ROOT)} does not build; see what cargo says above")
    programs = [json.loads(line).get("executable") for line in built.stdout.splitlines()]
    return Path(next(program for program in programs if program))


def require(requirements: Path) -> None:
    """Checks that the packages a Python peer needs are there; nothing is ever installed."""
    for line in requirements.read_text(encoding="utf-8").split():
        package = line.partition("==")[0]
        try:
            importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            remedy = (
                f"{Path(sys.executable).name} -m pip install -r {requirements.relative_to(ROOT)}"
            )
            raise Unavailable(f"there is no {package}; get it with: {remedy}") from None
