"""What is kept of how detectors do on scripted files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

SCENES_FILE = Path(__file__).parents[1] / "scripts" / "results.json"


@dataclass(frozen=True)
class Scenes:
    """How a detector does on its simulated scenes."""

    expected: int
    found: int
    false: int
    near_misses: int
    fired: int


def scenes(path: Path = SCENES_FILE) -> dict[str, Scenes]:
    """Kind to its results as `python -m benchmarks.scripts record` wrote them, if it did."""
    if not path.is_file():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {kind: Scenes(**row) for kind, row in rows.items()}
