"""`python -m benchmarks.scripts`: writes scripted files with their truth, or records how we do.

python -m benchmarks.scripts write --out DIR [--instances 24] [--only KIND ...]
python -m benchmarks.scripts record
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.scripts.files import keys, write_folder
from benchmarks.scripts.results import RESULTS_FILE, record
from rlcoach.synth.scripts.reels import INSTANCES


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    if options.command == "write":
        count = write_folder(
            options.out, options.only or keys(), instances=options.instances, jobs=options.jobs
        )
        print(f"wrote {count} files to {options.out}")
        return 0
    found = record(jobs=options.jobs)
    rows = {key: tally.row() for key, tally in sorted(found.items())}
    RESULTS_FILE.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    for tally in found.values():
        for failure in tally.failures:
            print(failure)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scripts", description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write", help="write files and their truth")
    write.add_argument("--out", type=Path, required=True, help="folder, made if needed")
    write.add_argument(
        "--instances", type=int, default=INSTANCES, help="of each kind, and as many near misses"
    )
    write.add_argument("--only", nargs="+", choices=keys(), metavar="KIND", help="these alone")
    commands.add_parser("record", help="score all kinds and keep the counts")
    return parser


if __name__ == "__main__":
    sys.exit(main())
