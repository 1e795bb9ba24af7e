"""`rlcoach sample`: a season nobody played, as replay files."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rlcoach.cli.arguments import positive
from rlcoach.cli.errors import UsageError
from rlcoach.cli.files import write_bytes
from rlcoach.cli.progress import with_progress
from rlcoach.synth.season import make
from rlcoach.synth.season.plan import DEFAULT_ZONE, PlannedMatch, plan
from rlcoach.synth.season.unique import Batch, batches, replays_of

DEFAULT_GAMES = 60


def configure(parser: argparse.ArgumentParser) -> None:
    """Declares the options."""
    parser.epilog = (
        "The matches are simulated; server and players are named so that everybody sees it, and "
        "comparisons with people leave them out. The same options give the same files."
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--games",
        type=positive,
        default=DEFAULT_GAMES,
        metavar="N",
        help=f"matches of a season of three months (default: {DEFAULT_GAMES})",
    )
    what.add_argument(
        "--unique",
        type=positive,
        metavar="N",
        help="instead: N small files of short duels, all different matches, to load a server with",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another season")
    parser.add_argument(
        "--until",
        type=_day,
        metavar="DATE",
        help="the last evening of the season, as 2026-11-26 (default: yesterday)",
    )
    parser.add_argument(
        "--time-zone",
        type=_zone,
        default=DEFAULT_ZONE,
        metavar="ZONE",
        help=f"of the player (default: {DEFAULT_ZONE})",
    )
    parser.add_argument(
        "--jobs", type=positive, metavar="N", help="matches at a time (default: CPUs)"
    )


def run(options: argparse.Namespace) -> int:
    """Writes the files, the earliest match first, each whole or not at all."""
    if options.out.exists() and not options.out.is_dir():
        raise UsageError(f"{str(options.out)!r} is a file; name a folder")
    options.out.mkdir(parents=True, exist_ok=True)
    until = options.until or _yesterday(options.time_zone)
    jobs = options.jobs or os.cpu_count() or 1
    if options.unique is not None:
        count = options.unique
        files = _unique(count, seed=options.seed, until=until, jobs=jobs)
    else:
        count = options.games
        season = plan(count, seed=options.seed, until=until, zone=options.time_zone)
        files = _season(season, jobs=jobs)
    size = 0
    for name, data in with_progress(files, count, "playing"):
        write_bytes(options.out / name, data)
        size += len(data)
    noun = "replay" if count == 1 else "replays"
    print(f"{count} {noun} ({size / 1e6:.1f} MB) in {options.out}", file=sys.stderr)
    return 0


def _season(season: list[PlannedMatch], *, jobs: int) -> Iterator[tuple[str, bytes]]:
    with _Pool(jobs) as pool:
        for match, data in zip(season, pool.map(make.replay_of, season), strict=True):
            yield match.file_name, data


def _unique(count: int, *, seed: int, until: date, jobs: int) -> Iterator[tuple[str, bytes]]:
    parts: list[Batch] = batches(count, seed=seed, until=until)
    number = 0
    with _Pool(jobs) as pool:
        for files in pool.map(replays_of, parts):
            for data in files:
                number += 1
                yield f"unique-{number:06d}.replay", data


class _Pool(ProcessPoolExecutor):
    """Processes that are not waited for when the command is interrupted."""

    def __exit__(self, *fault: object) -> None:
        self.shutdown(wait=fault[0] is None, cancel_futures=True)


def _yesterday(zone: ZoneInfo) -> date:
    return datetime.now(zone).date() - timedelta(days=1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-11-26") from error


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a time zone such as {DEFAULT_ZONE}"
        ) from error
