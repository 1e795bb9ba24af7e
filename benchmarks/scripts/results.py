"""Counts of all kinds of events on their scripted files, kept for the accuracy page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from benchmarks.accuracy.event_facts import PREFIX
from benchmarks.accuracy.score import Scored
from benchmarks.scripts.files import in_processes, keys, scored
from benchmarks.scripts.tally import Tally, tally

RESULTS_FILE = Path(__file__).with_name("results.json")


def by_kind(verdicts: Iterable[Scored]) -> dict[str, Tally]:
    """Kind of event to its counts."""
    grouped: defaultdict[str, list[Scored]] = defaultdict(list)
    for one in verdicts:
        grouped[one.label.fact.removeprefix(PREFIX)].append(one)
    return {kind: tally(rows) for kind, rows in sorted(grouped.items())}


def record(*, jobs: int = 1) -> dict[str, Tally]:
    """All scripted files, written and scored."""
    verdicts = [one for part in in_processes(scored, keys(), jobs=jobs) for one in part]
    return by_kind(verdicts)


def recorded(path: Path = RESULTS_FILE) -> dict[str, Tally]:
    """Kind to the counts that are kept."""
    rows: dict[str, dict[str, int]] = json.loads(path.read_text(encoding="utf-8"))
    return {
        kind: Tally(
            expected=row["expected"],
            found=row["found"],
            false=row["false"],
            near_misses=row["near_misses"],
            fired=row["fired"],
        )
        for kind, row in rows.items()
    }
