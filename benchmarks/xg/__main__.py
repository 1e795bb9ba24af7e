"""`python -m benchmarks.xg`: trains and measures the model of expected goals."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.xg.card import page, parameters
from benchmarks.xg.measure import measure
from benchmarks.xg.plot import calibration_plot
from benchmarks.xg.sample import read_sample

ROOT = Path(__file__).resolve().parents[2]
CARD = ROOT / "docs/xg.md"
PLOT = ROOT / "docs/xg-calibration.svg"
PARAMETERS = ROOT / "src/rlcoach/analysis/xg/parameters.json"

LEAST_GOALS = 100
"""About seven per weight; fewer would fit noise."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; the exit status is 1 where the replays hold too few goals."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.xg", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of replays")
    parser.add_argument(
        "--write", action="store_true", help=f"write {CARD.name} and {PARAMETERS.name} anew"
    )
    options = parser.parse_args(arguments)
    sample = read_sample(options.folders)
    scored = 0 if sample is None else int(sample.is_goal.sum())
    if sample is None or scored < LEAST_GOALS:
        print(
            f"{scored} goals after chances are too few: {LEAST_GOALS} are needed", file=sys.stderr
        )
        return 1
    measured = measure(sample)
    card = page(measured)
    if options.write:
        CARD.write_text(card, encoding="utf-8")
        PLOT.write_text(calibration_plot(measured.bins), encoding="utf-8")
        PARAMETERS.write_text(parameters(measured), encoding="utf-8")
    print(card)
    return 0


if __name__ == "__main__":
    sys.exit(main())
