"""The results of all scenarios, kept so that the accuracy page can show them.

`python -m tests.scenarios.record` writes them; the tests compare.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.scenarios.case import Tally, tally
from tests.scenarios.registry import SCENARIOS

RESULTS = Path(__file__).with_name("results.json")


def row(found: Tally) -> dict[str, int]:
    """A tally as it is kept."""
    return {
        "expected": found.expected,
        "found": found.found,
        "false": found.false,
        "near_misses": found.near_misses,
        "fired": found.fired,
    }


def recorded() -> dict[str, dict[str, int]]:
    """Kind to what was kept."""
    rows: dict[str, dict[str, int]] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return rows


if __name__ == "__main__":
    rows = {one.key: row(tally(one)) for one in SCENARIOS}
    RESULTS.write_text(json.dumps(dict(sorted(rows.items())), indent=1) + "\n", encoding="utf-8")
