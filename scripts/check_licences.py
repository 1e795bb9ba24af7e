"""Holds the licences of all Python and Rust dependencies against the list of allowed ones."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import distributions
from typing import cast

from scripts import ROOT
from scripts.licences import is_allowed, spdx
from scripts.toolchain import find_cargo

REVIEWED = {"pgserver": "Apache-2.0"}
"""Packages whose metadata is unclear, with what their licence file says."""

_NOT_A_LICENCE = {"OSI Approved", "Dual License", "DFSG approved"}


def licence_of(metadata: Message) -> str:
    """The licence an installed distribution declares: expression, else classifiers, else words."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [str(value) for value in metadata.get_all("Classifier", [])]
    named = [text.split(" :: ")[-1] for text in classifiers if text.startswith("License :: ")]
    specific = [spdx(name) for name in named if name not in _NOT_A_LICENCE]
    if specific:
        return " AND ".join(f"({name})" for name in specific)
    lines = str(metadata.get("License") or "").strip().splitlines()
    return spdx(lines[0]) if lines else "unknown"


def python_licences() -> Iterator[tuple[str, str]]:
    """Name and licence of each installed distribution."""
    for distribution in distributions():
        metadata = cast("Message", distribution.metadata)
        yield str(metadata["Name"]), licence_of(metadata)


def rust_licences(cargo: str) -> Iterator[tuple[str, str]]:
    """Name and licence of each crate in `Cargo.lock`."""
    command = [cargo, "metadata", "--locked", "--format-version", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for package in json.loads(done.stdout)["packages"]:
        yield f"crate {package['name']}", package["license"] or "unknown"


def refused(licences: Iterator[tuple[str, str]]) -> list[str]:
    """The dependencies whose licence is neither allowed nor reviewed."""
    return sorted(
        f"{name}: {licence}"
        for name, licence in licences
        if not is_allowed(REVIEWED.get(name, licence))
    )


def main() -> int:
    """Print what is not allowed; 1 when there is something."""
    found = refused(python_licences())
    if cargo := find_cargo():
        found += refused(rust_licences(cargo))
    elif os.environ.get("CI"):
        found.append("crates: cargo not found")
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
