"""`python -m scripts.numbers`: keeps what the analysis says of one match, by its version.

The match is a file of ours, a minute of 3v3 made by `rlcoach.synth`, so that it stays the same when
the simulation changes. A test compares: who changes a number has to raise `ANALYSIS_VERSION`, after
which every stored analysis is made anew, and to record the numbers again.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator

from rlcoach.engine.pipeline import analyze
from rlcoach.engine.version import ANALYSIS_VERSION
from scripts import ROOT

FOLDER = ROOT / "tests" / "engine" / "measured"
MATCH_FILE = FOLDER / "three_against_three.replay.gz"
NUMBERS_FILE = FOLDER / "numbers.json"
SAME = 0.011
"""Of a number: the last digit a report shows may differ between processors."""


def measure() -> dict[str, float]:
    """All numbers of the match's report by name: of a column of events the sum and how many."""
    report = analyze(gzip.decompress(MATCH_FILE.read_bytes())).model_dump(mode="json")
    named = dict(report)
    del named["source"], named["schema_version"], named["quality"]
    named["players"] = {player["name"]: player for player in report["players"]}
    return dict(sorted(_numbers("", named)))


def recorded() -> tuple[int, dict[str, float]]:
    """The version whose numbers are kept, and these."""
    kept = json.loads(NUMBERS_FILE.read_text(encoding="utf-8"))
    return kept["analysis_version"], kept["numbers"]


def differences(before: dict[str, float], now: dict[str, float]) -> list[str]:
    """What differs, a line each."""
    return [
        f"{name}: {before.get(name)} before, {now.get(name)} now"
        for name in sorted(before.keys() | now.keys())
        if name not in before or name not in now or abs(before[name] - now[name]) > SAME
    ]


def main() -> int:
    """Records; refuses to where numbers differ under the same version."""
    now = measure()
    if NUMBERS_FILE.exists():
        version, before = recorded()
        changed = differences(before, now)
        if changed and version == ANALYSIS_VERSION:
            print(*changed, sep="\n")
            print(f"Raise ANALYSIS_VERSION, now {version}, in rlcoach/engine/version.py first.")
            return 1
    kept = {"analysis_version": ANALYSIS_VERSION, "numbers": now}
    NUMBERS_FILE.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
    print(f"recorded {len(now)} numbers of version {ANALYSIS_VERSION}")
    return 0


def _numbers(name: str, value: object) -> Iterator[tuple[str, float]]:
    """Booleans count as numbers; texts are names of things, which are told by their numbers."""
    if isinstance(value, int | float):
        yield name, round(float(value), 3)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _numbers(f"{name}.{key}" if name else key, part)
    elif isinstance(value, list):
        parts = [number for part in value for _, number in _numbers("", part)]
        yield f"{name} (sum of {len(parts)})", round(sum(parts), 3)


if __name__ == "__main__":
    sys.exit(main())
