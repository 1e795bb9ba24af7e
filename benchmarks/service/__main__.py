"""`python -m benchmarks.service upload`: from accepted files to stored reports."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.service.matches import made
from benchmarks.service.product import running_product
from benchmarks.service.upload import measure_latency, measure_throughput
from benchmarks.speed.machine import commit, load_average, machine

_FILES_OF_USER = 75
"""Of the 100 files an hour that one user may send."""
_SINGLE_FILES = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; the exit status is 1 where a file failed, 2 for usage."""
    options = _parser().parse_args(arguments)
    if options.matches is not None:
        count = options.single + options.matches
        files = made(options.files, count, jobs=options.workers)
    else:
        files = sorted(options.files.glob("*.replay"))
    if len(files) <= options.single:
        print(f"more than {options.single} replays are needed in {options.files}", file=sys.stderr)
        return 2
    single, many = files[: options.single], files[options.single :]
    load = load_average()
    with running_product(options.workers) as product:
        latency = measure_latency(product.url, product.new_token("Single"), single)
        users = -(-len(many) // _FILES_OF_USER)
        tokens = [product.new_token(f"User {number}") for number in range(users)]
        throughput = measure_throughput(product.url, tokens, many)
    print(
        f"single files: {latency.files}, accepted to stored: median "
        f"{latency.median_seconds:.2f} s, p95 {latency.p95_seconds:.2f} s; answered p95 "
        f"{latency.p95_answer_seconds:.2f} s\n"
        f"at once: {throughput.files} files of {users} users, {throughput.failed} failed, "
        f"{throughput.seconds:.1f} s: {throughput.per_second:.2f} stored reports/s\n"
        f"{options.workers} workers, load before {load}"
    )
    if options.json is not None:
        results = {
            "latency": asdict(latency),
            "throughput": {**asdict(throughput), "per_second": throughput.per_second},
            "workers": options.workers,
            "machine": machine(),
            "commit": commit(),
            "load_average": load,
        }
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 1 if throughput.failed else 0


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
    return parser


if __name__ == "__main__":
    sys.exit(main())
