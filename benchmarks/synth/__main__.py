"""`python -m benchmarks.synth`: `rates` of simulated play beside real play, and its `speed`."""

from __future__ import annotations

import importlib
import sys

COMMANDS = {"rates": "benchmarks.synth.rates", "speed": "benchmarks.synth.speed"}
"""Modules with a `main(arguments) -> exit status`."""


def main() -> int:
    """Hands the rest of the command line to the command."""
    command, *arguments = sys.argv[1:] or [""]
    if command not in COMMANDS:
        sys.stderr.write(f"usage: python -m benchmarks.synth {{{','.join(COMMANDS)}}} ...\n")
        return 2
    return int(importlib.import_module(COMMANDS[command]).main(arguments))


if __name__ == "__main__":
    sys.exit(main())
