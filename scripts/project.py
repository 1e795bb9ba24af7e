#!/usr/bin/env python3
"""Every command of the project; `python3 scripts/project.py help` lists them.

Only syntax of old Pythons here, so that they can still be told what is wrong.
"""

import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent


def version_problem(version: tuple) -> str:  # type: ignore[type-arg]  # tuple[int, ...] needs 3.9
    """What to tell the owner of a Python that is too old; empty when it will do."""
    if tuple(version[:2]) >= OLDEST_PYTHON:
        return ""
    found = ".".join(str(part) for part in version[:2])
    return (
        "rlcoach needs Python 3.11 or newer, this is Python " + found + ". Install a newer one"
        " (https://www.python.org/downloads/), or name it: make setup PYTHON=python3.12"
    )


def main() -> int:
    """Run the named command and return its exit code."""
    problem = version_problem(tuple(sys.version_info))
    if problem:
        sys.stderr.write(problem + "\n")
        return 2
    sys.path[0] = str(ROOT)  # run as a file, Python puts scripts/ there
    from scripts.commands import run_command  # noqa: PLC0415  # modern syntax from here on

    return run_command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
