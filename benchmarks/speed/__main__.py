"""`python -m benchmarks.speed`: CPU time and memory of the engine on real files."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from benchmarks.speed.machine import build_profile, commit, load_average, machine
from benchmarks.speed.measure import FileTimes, measure_file, replay_files
from benchmarks.speed.render import Run, as_json, as_markdown, print_run
from rlcoach.replay.decode import resolve_decoder

WIDTH_OF_PIPES = 260
"""Columns where the output is not a terminal; the table needs them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; the exit status is 1 where no file could be measured, 2 for usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        files = replay_files(options.paths)
    except FileNotFoundError as error:
        parser.error(f"no such file or folder: {error}")
    if not files:
        parser.error("no replays found")
    decoder = resolve_decoder(options.decoder)
    load = load_average()
    run = Run(
        files=_measure(files, decoder, with_peer=options.peer),
        decoder=decoder,
        build_profile=build_profile(decoder),
        machine=machine(),
        commit=commit(),
        load_average=load,
    )
    console = Console()
    print_run(run, console if console.is_terminal else Console(width=WIDTH_OF_PIPES))
    if options.json is not None:
        options.json.write_text(json.dumps(as_json(run), indent=1) + "\n", encoding="utf-8")
    if options.markdown is not None:
        options.markdown.write_text(as_markdown(run), encoding="utf-8")
    return 0 if any(file.values["total_cpu_s"] is not None for file in run.files) else 1


def _measure(files: Sequence[Path], decoder: str, *, with_peer: bool) -> list[FileTimes]:
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as progress:
        return [
            measure_file(path, decoder=decoder, with_peer=with_peer)
            for path in progress.track(files, description="measuring")
        ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="replays, or folders")
    parser.add_argument("--peer", action="store_true", help="time subtr-actor on the same files")
    parser.add_argument("--json", type=Path, help="write the results here")
    parser.add_argument("--markdown", type=Path, help="write the speed page here")
    parser.add_argument(
        "--decoder",
        choices=("auto", "native", "python"),
        default=os.environ.get("RLCOACH_DECODER", "auto"),
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
