"""`python -m benchmarks.service upload`: from sent files to stored reports."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.service.matches import made
from benchmarks.service.product import new_folder, running_product
from benchmarks.service.render import as_json, as_markdown, as_text
from benchmarks.service.results import Run, missed
from benchmarks.service.upload import measure_latency, measure_throughput
from benchmarks.speed.machine import build_profile, commit, load_average, machine
from rlcoach.replay.decode import resolve_decoder
from rlcoach.replay.errors import DecoderUnavailable

_FILES_OF_USER = 75
"""Of the 100 files an hour that one user may send."""
_SINGLE_FILES = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; the exit status is 1 where a promise is not kept, 2 for usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        resolve_decoder("native")
    except DecoderUnavailable as error:
        parser.error(str(error))
    if options.matches is not None:
        files = made(options.files, options.single + options.matches, jobs=options.workers)
    else:
        files = sorted(options.files.glob("*.replay"))
    if options.single < 1 or len(files) <= options.single:
        parser.error(f"more than {options.single} replays are needed in {options.files}")
    run = _measure(files[: options.single], files[options.single :], options.workers)
    print(as_text(run))
    if options.json is not None:
        options.json.write_text(json.dumps(as_json(run), indent=1) + "\n", encoding="utf-8")
    if options.markdown is not None:
        options.markdown.write_text(as_markdown(run), encoding="utf-8")
    return 1 if missed(run) else 0


def _measure(single: Sequence[Path], many: Sequence[Path], workers: int) -> Run:
    load = load_average()
    users = -(-len(many) // _FILES_OF_USER)
    with new_folder() as folder:
        # Making users takes seconds in which a start could go on unnoticed: the files are sent to
        # a second one.
        with running_product(folder, workers) as product:
            alone, *tokens = [product.new_token(f"User {number}") for number in range(users + 1)]
        with running_product(folder, workers) as product:
            latency = measure_latency(product.url, alone, single)
            throughput = measure_throughput(product.url, tokens, many)
    return Run(
        second_start_seconds=product.start_seconds,
        latency=latency,
        throughput=throughput,
        workers=workers,
        users=users,
        build_profile=build_profile("native"),
        machine=machine(),
        commit=commit(),
        load_average=load,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    upload = commands.add_parser("upload", help="start the product, upload, and wait")
    upload.add_argument("--files", type=Path, required=True, help="a folder of distinct replays")
    upload.add_argument(
        "--matches",
        type=int,
        metavar="N",
        help="play N matches of 3v3 into that folder first, where they are not there yet, besides "
        "those that go one by one",
    )
    upload.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    upload.add_argument(
        "--single",
        type=int,
        default=_SINGLE_FILES,
        help="how many go one by one, on an idle service",
    )
    upload.add_argument("--json", type=Path, help="write the results here")
    upload.add_argument("--markdown", type=Path, help="write the page here")
    return parser


if __name__ == "__main__":
    sys.exit(main())
