"""Writes scripted files and their truth to a folder, and scores kinds without one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from pydantic import JsonValue

from benchmarks.accuracy.labels import label_of
from benchmarks.accuracy.run import outcome_of
from benchmarks.accuracy.score import Scored, score_label
from rlcoach.synth.scripts.acts.registry import KINDS
from rlcoach.synth.scripts.reels import INSTANCES, Reel, basic_reels, hostile_reels, reels
from rlcoach.synth.scripts.truth import header, labels
from rlcoach.synth.writing import write_replay

T = TypeVar("T")

BASICS, HOSTILE = "basics", "hostile"
"""Files of plain events, and those whose players have names that are hard to write."""


@dataclass(frozen=True)
class Written:
    """One scripted file."""

    name: str
    data: bytes
    labels: list[dict[str, JsonValue]]
    header: dict[str, JsonValue]


def keys() -> tuple[str, ...]:
    """What files are made of: kinds of events, plain events, and the files of hard names."""
    return (*(kind.key for kind in KINDS), BASICS, HOSTILE)


def written(key: str, instances: int = INSTANCES) -> list[Written]:
    """The files of one key."""
    return [_written(reel) for reel in _reels(key, instances)]


def _reels(key: str, instances: int) -> Iterable[Reel]:
    if key == HOSTILE:
        return hostile_reels()
    if key == BASICS:
        return basic_reels(instances=instances)
    return reels(next(kind for kind in KINDS if kind.key == key), instances=instances)


def scored(key: str, instances: int = INSTANCES) -> list[Scored]:
    """The verdict on every label of the files of one key."""
    found = []
    for one in written(key, instances):
        outcome = outcome_of(one.data, "auto")
        found += [score_label(label_of(row), outcome) for row in one.labels]
    return found


def write_folder(
    folder: Path, names: Iterable[str], *, instances: int = INSTANCES, jobs: int = 1
) -> int:
    """Writes `replays/`, `labels.jsonl` and `headers.json`; returns the number of files."""
    replays = folder / "replays"
    replays.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, JsonValue]] = []
    headers: dict[str, JsonValue] = {}
    for files in in_processes(partial(written, instances=instances), names, jobs=jobs):
        for one in files:
            (replays / f"{one.name}.replay").write_bytes(one.data)
            headers[f"{one.name}.replay"] = one.header
            rows += one.labels
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "labels.jsonl").write_text(lines, encoding="utf-8")
    text = json.dumps(headers, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "headers.json").write_text(text + "\n", encoding="utf-8")
    return len(headers)


def in_processes(work: Callable[[str], T], names: Iterable[str], *, jobs: int) -> Iterator[T]:
    """The work on every name, in their order."""
    if jobs <= 1:
        yield from map(work, names)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, names)


def _written(reel: Reel) -> Written:
    record = reel.film.record
    rows = labels(reel)
    top = header(record)
    return Written(reel.name, write_replay(record), rows, top)
