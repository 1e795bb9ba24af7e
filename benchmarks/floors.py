"""Floors: shares below which no fact and no header field may fall, and the limit of a ratio.

`python -m benchmarks.floors RESULTS.json`, with the JSON of `benchmarks.accuracy`, raises
`floors.json` to those results. It never lowers one; see the README beside it.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue

FLOORS_FILE = Path(__file__).with_name("floors.json")

DIGITS = 4
"""Shares are stored rounded down, so that a rounded floor is never above the result."""


class SpeedLimits(BaseModel):
    """Ratios no run may exceed; they are only ever lowered."""

    model_config = ConfigDict(extra="forbid")

    tables_to_raw_max: float


class Floors(BaseModel):
    """The committed floors."""

    model_config = ConfigDict(extra="forbid")

    accuracy: dict[str, float]
    headers: dict[str, float]
    speed: SpeedLimits


def load(path: Path = FLOORS_FILE) -> Floors:
    """Reads the committed floors."""
    return Floors.model_validate_json(path.read_text(encoding="utf-8"))


def save(floors: Floors, path: Path = FLOORS_FILE) -> None:
    """Writes the floors, sorted by name."""
    rows = floors.model_dump()
    rows["accuracy"] = dict(sorted(floors.accuracy.items()))
    rows["headers"] = dict(sorted(floors.headers.items()))
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def fact_shares(results: dict[str, JsonValue]) -> dict[str, float]:
    """Met share of every fact that has labels to meet, from the JSON of a run."""
    shares = {}
    for fact, row in _rows(results["facts"]).items():
        scorable = row["labels"] - row["unsupported"]
        if scorable:
            shares[fact] = row["met"] / scorable
    return shares


def header_shares(results: dict[str, JsonValue]) -> dict[str, float]:
    """Equal share of every header field, headers that contradict themselves left out."""
    rows = _rows(results["headers"])
    return {name: row["equal"] / row["checked"] for name, row in rows.items() if row["checked"]}


def fallen(floors: Floors, results: dict[str, JsonValue]) -> list[str]:
    """What lies below its floor, one sentence each; facts without labels here are not judged."""
    return [
        f"{name}: {100 * share:.2f} % is below its floor of {100 * held[name]:.2f} %"
        for held, shares in (
            (floors.accuracy, fact_shares(results)),
            (floors.headers, header_shares(results)),
        )
        for name, share in shares.items()
        if share < held.get(name, 0.0)
    ]


def raised(floors: Floors, results: dict[str, JsonValue]) -> Floors:
    """The floors lifted to the results wherever those are higher."""
    return floors.model_copy(
        update={
            "accuracy": _higher(floors.accuracy, fact_shares(results)),
            "headers": _higher(floors.headers, header_shares(results)),
        }
    )


def _higher(held: dict[str, float], shares: dict[str, float]) -> dict[str, float]:
    scale = 10**DIGITS
    new = {name: math.floor(share * scale) / scale for name, share in shares.items() if share > 0}
    return {name: max(held.get(name, 0.0), new.get(name, 0.0)) for name in {**held, **new}}


def _rows(table: JsonValue) -> dict[str, dict[str, int]]:
    """Name to its counts, everything that is not a count left out."""
    if not isinstance(table, dict):
        raise TypeError("not the JSON of benchmarks.accuracy")
    return {
        name: {key: count for key, count in row.items() if isinstance(count, int)}
        for name, row in table.items()
        if isinstance(row, dict)
    }


def main(arguments: list[str]) -> int:
    """Raises the committed floors to the results in the file named."""
    if len(arguments) != 1:
        print("usage: python -m benchmarks.floors RESULTS.json", file=sys.stderr)
        return 2
    results: dict[str, JsonValue] = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    floors = load()
    save(raised(floors, results))
    for sentence in fallen(floors, results):
        print(sentence)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
