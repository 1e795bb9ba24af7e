"""Starts the children, collects what they print, and takes medians over files."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.machine import PROJECT
from rlcoach.replay.decode import decode_header
from rlcoach.replay.errors import ReplayError
from rlcoach.replay.sample import is_sample

FULL_LENGTH_BYTES = 700_000
"""From this size a file is a full-length match."""

CHILD_TIMEOUT_SECONDS = 300

ONE_THREAD = dict.fromkeys(
    (
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)

MEASURES = (
    "raw_cpu_s",
    "tables_cpu_s",
    "analysis_cpu_s",
    "total_cpu_s",
    "serialisation_cpu_s",
    "wall_s",
    "peer_cpu_s",
    "peak_rss_mb",
)

RATIOS = {
    "ratio_to_raw": ("total_cpu_s", "raw_cpu_s"),
    "tables_to_raw": ("tables_cpu_s", "raw_cpu_s"),
    "times_faster_than_peer": ("peer_cpu_s", "total_cpu_s"),
}
"""Name to (dividend, divisor); taken per file, then the median over files."""


@dataclass(frozen=True)
class FileTimes:
    """What was measured on one file; None for what could not be measured."""

    path: str
    size_bytes: int
    values: dict[str, float | None]
    errors: tuple[str, ...] = ()
    """Which measures failed, and how."""

    @property
    def is_full_length(self) -> bool:
        """Whether the file is as large as a whole match."""
        return self.size_bytes >= FULL_LENGTH_BYTES

    def ratio(self, name: str) -> float | None:
        """One of `RATIOS` on this file."""
        dividend, divisor = (self.values.get(key) for key in RATIOS[name])
        return dividend / divisor if dividend is not None and divisor else None


class MeasureError(Exception):
    """A child failed: the file cannot be read, or the peer panicked."""


def replay_files(paths: Iterable[Path]) -> list[Path]:
    """The replays meant: files as given, folders searched through; sorted, none twice.

    Made matches in folders are left out: speed is told of what people record.

    Raises:
        FileNotFoundError: a path does not exist.
    """
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(file for file in path.rglob("*.replay") if not _is_made(file))
        elif path.is_file():
            found.add(path)
        else:
            raise FileNotFoundError(path)
    return sorted(found)


def _is_made(path: Path) -> bool:
    try:
        title = decode_header(path.read_bytes()).properties.get("ReplayName")
    except ReplayError:
        return False
    return isinstance(title, str) and is_sample(title)


def measure_file(
    path: Path, *, decoder: str, with_peer: bool = False, with_memory: bool = True
) -> FileTimes:
    """All measures of one file, each in a process of its own."""
    values: dict[str, float | None] = dict.fromkeys(MEASURES)
    errors = []
    wanted = ["timings", *(["memory"] if with_memory else []), *(["peer"] if with_peer else [])]
    for measure in wanted:
        try:
            values.update(_in_child(measure, decoder, path))
        except MeasureError as error:
            errors.append(f"{measure}: {error}")
    return FileTimes(str(path), path.stat().st_size, values, tuple(errors))


def _in_child(measure: str, decoder: str, path: Path) -> dict[str, float | None]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.speed.child",
        measure,
        decoder,
        str(path.resolve()),
    ]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=CHILD_TIMEOUT_SECONDS,
            cwd=PROJECT,
            env={**os.environ, **ONE_THREAD},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MeasureError(f"no answer after {CHILD_TIMEOUT_SECONDS} s") from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise MeasureError(lines[-1] if lines else f"exit status {done.returncode}")
    result: dict[str, float | None] = json.loads(done.stdout.splitlines()[-1])
    return result


def medians(files: Sequence[FileTimes]) -> dict[str, float | None]:
    """Median over files of every measure and of every per-file ratio."""
    table = {name: _median(file.values.get(name) for file in files) for name in MEASURES}
    for name in RATIOS:
        table[name] = _median(file.ratio(name) for file in files)
    return table


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
