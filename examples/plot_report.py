"""Plots a stored report: who pressed, and where each player spent the match.

    uv run --no-sync rlcoach analyze match.replay --out reports
    uv run --extra plot python examples/plot_report.py reports/match.json match.png

Needs no replay: the report holds the shapes that pages draw, and `rlcoach.load_report` reads
reports of every version.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

import rlcoach

BLUE, ORANGE = "#1873ff", "#c26418"


def plot(path: str, out: str) -> None:
    """Draws the report at `path` into the picture `out`."""
    report = rlcoach.load_report(Path(path).read_bytes())
    shapes = report.shapes
    players = [one for one in report.players if one.shapes and one.shapes.occupancy]
    if shapes is None or shapes.momentum is None or not players:
        raise SystemExit("This report holds nothing to draw: analyse the replay again.")
    figure = plt.figure(figsize=(2.4 * len(players), 6), layout="constrained")
    grid = figure.add_gridspec(2, len(players), height_ratios=(1, 2))

    pressure = figure.add_subplot(grid[0, :])
    value = np.array(shapes.momentum.value, dtype=float)  # null becomes NaN
    second = np.arange(len(value)) * shapes.momentum.step_seconds
    pressure.fill_between(second, value, 0, where=value > 0, color=BLUE)
    pressure.fill_between(second, value, 0, where=value < 0, color=ORANGE)
    pressure.set_ylim(-100, 100)
    pressure.set_title("momentum: blue above, orange below")

    for column, player in enumerate(players):
        field = figure.add_subplot(grid[1, column])
        seconds = np.array(player.shapes.occupancy)
        # Row 0 is the own end, column 0 the right side: drawn bottom up and mirrored, the player
        # attacks upwards and right is right.
        field.imshow(np.sqrt(seconds[:, ::-1]), origin="lower", cmap="magma")
        speed = np.array(player.shapes.speed, dtype=float)
        field.set_title(player.name, color=ORANGE if player.team else BLUE)
        field.set_xlabel(f"mean speed {np.nanmean(speed):.0f} uu/s")
        field.set_xticks([])
        field.set_yticks([])
    figure.savefig(out, dpi=120)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report")
    parser.add_argument("picture")
    options = parser.parse_args()
    plot(options.report, options.picture)
