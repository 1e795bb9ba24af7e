"""Plots one match: where the ball was, its height, the score, and each player's boost.

    uv run --extra plot python examples/plot_match.py match.replay match.png

Shows how little stands between a replay and a picture: `rlcoach.read` gives arrays of shape
[frame] and [player, frame], in seconds, uu and boost of 0 to 100.
"""

from __future__ import annotations

import argparse

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

import rlcoach

BLUE, ORANGE = "#1873ff", "#c26418"


def plot(path: str, out: str) -> None:
    """Draws the match at `path` into the picture `out`."""
    tables = rlcoach.read(path)
    time = tables.frames.time - tables.frames.time[0]
    ball = tables.ball.position
    figure, (pitch, height, boost) = plt.subplots(
        3, 1, figsize=(9, 12), height_ratios=(3, 1, 1.4), layout="constrained"
    )

    # A jump of the recording (goal, kickoff) must not draw a line across the pitch.
    path_xy = ball[:, :2].copy()
    path_xy[1:][np.diff(time) > 1] = np.nan
    pitch.plot(path_xy[:, 1], path_xy[:, 0], linewidth=0.4, color="#888888")
    pitch.add_patch(plt.Rectangle((-5120, -4096), 10240, 8192, fill=False))
    for row, team in enumerate(tables.goals.team):
        at = tables.ball.position[max(tables.goals.frame[row] - 1, 0)]
        pitch.scatter(at[1], at[0], color=ORANGE if team else BLUE, zorder=3)
    blue, orange = tables.frames.score[-1]
    pitch.set_title(f"Blue {blue} - {orange} Orange: ball and goals")
    pitch.set_aspect("equal")

    height.plot(time, ball[:, 2], linewidth=0.5, color="#444444")
    height.set_ylabel("ball height, uu")

    for row, player in enumerate(tables.players):
        colour = ORANGE if player.team else BLUE
        level = tables.boost.amount[row] + 110 * row
        boost.plot(time, level, linewidth=0.6, color=colour)
        boost.text(time[-1], 110 * row + 30, " " + player.name, color=colour)
    boost.set_ylabel("boost, one band per player")
    boost.set_yticks([])
    boost.set_xlabel("seconds")
    figure.savefig(out, dpi=120)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("replay")
    parser.add_argument("picture")
    options = parser.parse_args()
    plot(options.replay, options.picture)
