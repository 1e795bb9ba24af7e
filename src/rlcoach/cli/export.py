"""`rlcoach export`: the frames and events of one replay as Parquet or CSV."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import rlcoach
from rlcoach.cli.errors import UsageError
from rlcoach.cli.settings import DECODERS, decoder_choice
from rlcoach.cli.table_files import FORMATS, write_table
from rlcoach.replay.export import events_table, frames_table

_SOURCES = {"frames": frames_table, "events": events_table}
"""Option, and what makes its columns."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = "The format follows from the ending of the name: .parquet or .csv."
    parser.add_argument("file", type=Path, metavar="FILE", help="a replay")
    parser.add_argument("--frames", type=Path, metavar="OUT", help="one row per network frame")
    parser.add_argument("--events", type=Path, metavar="OUT", help="one row per event")
    parser.add_argument("--decoder", choices=DECODERS, help="default: $RLCOACH_DECODER, else auto")


def run(options: argparse.Namespace) -> int:
    """Writes the files asked for; nothing is written of a replay that cannot be read whole."""
    targets = {name: getattr(options, name) for name in _SOURCES if getattr(options, name)}
    _check(targets)
    tables = rlcoach.read(options.file, decoder=decoder_choice(options.decoder, os.environ))
    for name, target in targets.items():
        rows = write_table(_SOURCES[name](tables), target)
        print(f"{rows} {name} written to {target}", file=sys.stderr)
    return 0


def _check(targets: Mapping[str, Path]) -> None:
    if not targets:
        raise UsageError("say what to write: --frames OUT, --events OUT, or both")
    for target in targets.values():
        if target.suffix.lower() not in FORMATS:
            raise UsageError(f"{target.name!r} must end in {' or '.join(FORMATS)}")
        if not target.parent.is_dir():
            raise UsageError(f"there is no folder {str(target.parent)!r}")
    if len({target.resolve() for target in targets.values()}) < len(targets):
        raise UsageError("--frames and --events name the same file")
