"""One moment as a picture: from above, from the side, and its numbers over time.

Nothing in it says what any detector thinks: places, directions and controls as they were sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes

from rlcoach import MatchTables

BEFORE_SECONDS, AFTER_SECONDS = 3.0, 3.0
"""Drawn around the moment; the same for all, so that the length gives nothing away."""

ARROW_SECONDS = 0.1
ARROW_UU = 130.0
TICK_SECONDS = 0.5
HALF_WIDTH_UU, HALF_LENGTH_UU, CEILING_UU, GOAL_UU, GOAL_TOP_UU = 4096, 5120, 2044, 893, 643
SWITCHES = {1: "jump", 2: "double jump", 3: "DODGE"}
"""Component numbers of the tables."""

Vectors = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Clip:
    """Who and when."""

    tables: MatchTables
    player: int
    time: float
    """Network seconds of the moment, 0 in the picture."""


def draw(clip: Clip, title: str, path: Path) -> None:
    """Writes the picture."""
    tables = clip.tables
    time = tables.frames.time
    first = int(np.searchsorted(time, clip.time - BEFORE_SECONDS))
    last = min(int(np.searchsorted(time, clip.time + AFTER_SECONDS)), len(time) - 1)
    frames = np.arange(first, last + 1)
    figure = plt.figure(figsize=(17, 12), dpi=75)
    grid = figure.add_gridspec(4, 2, width_ratios=(1.15, 1), hspace=0.32, wspace=0.13)
    above, side = figure.add_subplot(grid[:, 0]), figure.add_subplot(grid[0, 1])
    rows = [figure.add_subplot(grid[number, 1]) for number in (1, 2, 3)]
    _plan(above, clip, frames)
    _elevation(side, clip, frames)
    _numbers(rows, clip, frames)
    figure.suptitle(title, fontsize=13)
    figure.savefig(path, bbox_inches="tight")
    plt.close(figure)


def _axes(rotation: Vectors) -> tuple[Vectors, Vectors]:
    """[frame, xyz] where noses and roofs point."""
    x, y, z, w = rotation.T
    nose = np.stack((1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)), axis=1)
    roof = np.stack((2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)), axis=1)
    return nose, roof


def _every(clip: Clip, frames: Vectors, seconds: float) -> Vectors:
    time = clip.tables.frames.time[frames] - clip.time
    marks = np.arange(np.ceil(time[0] / seconds), np.floor(time[-1] / seconds) + 1) * seconds
    spots: Vectors = np.unique(np.searchsorted(time, marks - 1e-6).clip(0, len(frames) - 1))
    return spots


def _plan(axes: Axes, clip: Clip, frames: Vectors) -> None:
    """From above, attack upwards is +y; both goals are drawn."""
    tables = clip.tables
    car = tables.car_motion.position[clip.player, frames]
    ball = tables.ball_motion.position[frames]
    for other in range(tables.player_count):
        if other == clip.player:
            continue
        place = tables.car_motion.position[other, frames]
        mate = tables.players[other].team == tables.players[clip.player].team
        axes.plot(place[:, 0], place[:, 1], color="tab:green" if mate else "tab:red", lw=1, ls=":")
        _times(axes, clip, frames, (place, "tab:green" if mate else "tab:red"))
    nose, _ = _axes(tables.car_motion.rotation[clip.player, frames])
    spots = _every(clip, frames, ARROW_SECONDS)
    axes.plot(car[:, 0], car[:, 1], color="tab:blue", lw=1.5, label="player's car, nose arrows")
    axes.quiver(
        car[spots, 0],
        car[spots, 1],
        nose[spots, 0] * ARROW_UU,
        nose[spots, 1] * ARROW_UU,
        angles="xy",
        scale_units="xy",
        scale=1,
        color="tab:blue",
        width=0.0025,
    )
    axes.plot(ball[:, 0], ball[:, 1], color="black", lw=1.2, label="ball")
    _times(axes, clip, frames, (car, "tab:blue"), (ball, "black"))
    both = np.concatenate((car, ball))[:, :2]
    middle, reach = np.nanmedian(car[:, :2], axis=0), 900.0
    near = both[(np.abs(both - middle) < 3500).all(axis=1)]
    low, high = np.nanmin(near, axis=0) - 250, np.nanmax(near, axis=0) + 250
    centre, half = (low + high) / 2, max(float((high - low).max()) / 2, reach)
    axes.set_xlim(centre[0] - half, centre[0] + half)
    axes.set_ylim(centre[1] - half, centre[1] + half)
    for sign in (-1, 1):
        axes.axvline(sign * HALF_WIDTH_UU, color="gray", lw=1)
        axes.axhline(sign * HALF_LENGTH_UU, color="gray", lw=1)
        axes.plot((-GOAL_UU, GOAL_UU), (sign * HALF_LENGTH_UU,) * 2, color="orange", lw=5)
    axes.set_aspect("equal")
    way = "up" if tables.players[clip.player].team == 0 else "down"
    axes.set_title(
        f"from above; attacks {way}; dotted: mates green, opponents red; numbers: seconds",
        fontsize=10,
    )
    axes.legend(fontsize=8, loc="lower right")


def _elevation(axes: Axes, clip: Clip, frames: Vectors) -> None:
    """From the side, along the direction in which the car moved most."""
    tables = clip.tables
    car = tables.car_motion.position[clip.player, frames]
    ball = tables.ball_motion.position[frames]
    way = np.nan_to_num(car - np.nanmean(car, axis=0))[:, :2]
    _, _, turn = np.linalg.svd(way, full_matrices=False)
    along = turn[0]
    velocity = np.nan_to_num(tables.car_motion.velocity[clip.player, frames])[:, :2]
    if (velocity @ along).sum() < 0:
        along = -along
    nose, roof = _axes(tables.car_motion.rotation[clip.player, frames])
    spots = _every(clip, frames, ARROW_SECONDS)
    flat = car[:, :2] @ along
    axes.plot(flat, car[:, 2], color="tab:blue", lw=1.2)
    for arrows, color in ((nose, "tab:blue"), (roof, "magenta")):
        axes.quiver(
            flat[spots],
            car[spots, 2],
            arrows[spots, :2] @ along * ARROW_UU,
            arrows[spots, 2] * ARROW_UU,
            angles="xy",
            scale_units="xy",
            scale=1,
            color=color,
            width=0.0025,
        )
    ball_flat = ball[:, :2] @ along
    axes.plot(ball_flat, ball[:, 2], color="black", lw=1.2)
    circle = np.linspace(0, 2 * np.pi, 30)
    for spot in _every(clip, frames, TICK_SECONDS):
        axes.plot(
            ball_flat[spot] + 92 * np.cos(circle),
            ball[spot, 2] + 92 * np.sin(circle),
            color="black",
            lw=0.6,
        )
    two = np.stack((flat, car[:, 2]), axis=1), np.stack((ball_flat, ball[:, 2]), axis=1)
    _times(axes, clip, frames, (two[0], "tab:blue"), (two[1], "black"))
    low, high = np.nanmin(flat) - 300, np.nanmax(flat) + 300
    axes.set_xlim(low, high)
    top = np.nanmax(np.where((ball_flat > low) & (ball_flat < high), ball[:, 2], 0))
    axes.set_ylim(-30, max(float(np.nanmax(car[:, 2])), float(top), 250) + 150)
    axes.axhline(0, color="gray", lw=1)
    axes.axhline(CEILING_UU, color="gray", lw=1)
    axes.set_title("from the side, along the car's main way; nose blue, roof magenta", fontsize=10)


def _times(axes: Axes, clip: Clip, frames: Vectors, *paths: tuple[Vectors, str]) -> None:
    time = clip.tables.frames.time[frames] - clip.time
    for spot in _every(clip, frames, TICK_SECONDS):
        for place, color in paths:
            if not np.isnan(place[spot, 0]):
                axes.annotate(
                    f"{time[spot]:.1f}",
                    tuple(place[spot, :2]),
                    fontsize=8,
                    color=color,
                    clip_on=True,
                )
                axes.plot(*place[spot, :2], ".", color=color, ms=5)


def _numbers(rows: Sequence[Axes], clip: Clip, frames: Vectors) -> None:
    tables = clip.tables
    time = tables.frames.time[frames] - clip.time
    car, ball = tables.car_motion, tables.ball_motion
    mine = car.position[clip.player, frames]
    nose, roof = _axes(car.rotation[clip.player, frames])
    velocity = car.velocity[clip.player, frames]
    rows[0].plot(time, np.linalg.norm(velocity, axis=1), color="tab:blue", label="car speed")
    rows[0].plot(
        time, (velocity * nose).sum(axis=1), color="tab:cyan", lw=1, label="car speed along nose"
    )
    rows[0].plot(
        time, np.linalg.norm(ball.velocity[frames], axis=1), color="black", label="ball speed"
    )
    rows[0].plot(time, ball.velocity[frames, 2], color="gray", lw=1, label="ball upward speed")
    rows[0].set_ylim(-1150, 4000)
    rows[1].plot(time, mine[:, 2], color="tab:blue", label="car height")
    rows[1].plot(time, ball.position[frames, 2], color="black", label="ball height")
    rows[1].plot(
        time,
        np.linalg.norm(ball.position[frames] - mine, axis=1),
        color="tab:red",
        lw=1,
        label="centre to centre (touch: about 110-190)",
    )
    rows[1].set_ylim(0, min(2100, float(np.nanmax(ball.position[frames, 2])) + 500))
    rows[2].plot(time, roof[:, 2], color="magenta", label="roof up (1) or down (-1)")
    rows[2].plot(time, nose[:, 2], color="tab:blue", label="nose up or down")
    spin = car.spin[clip.player, frames]
    rows[2].plot(time, (spin * nose).sum(axis=1) / 5.5, color="tab:green", lw=1, label="roll / 5.5")
    away = ball.position[frames] - mine
    under = -(away * roof).sum(axis=1) / np.maximum(np.linalg.norm(away, axis=1), 1)
    rows[2].plot(time, under, color="black", lw=1, label="ball at wheels (1) or roof (-1)")
    rows[2].set_ylim(-1.15, 1.15)
    _controls(rows[2], clip, frames)
    _others(rows[0], clip, frames)
    for axes in rows:
        _switches(axes, clip, frames, named=axes is rows[0])
        axes.axvline(0, color="gold", lw=5, alpha=0.5)
        axes.grid(visible=True, lw=0.3)
        axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1.0, 0.5))
        axes.set_xlim(time[0], time[-1])


def _controls(axes: Axes, clip: Clip, frames: Vectors) -> None:
    """Strips for boost and the slide and air-roll button."""
    tables = clip.tables
    time = tables.frames.time[frames] - clip.time
    strips = (
        (tables.boost.is_active[clip.player, frames], -1.08, "orange", "boosting"),
        (tables.inputs.handbrake[clip.player, frames], -1.0, "brown", "slide / air-roll button"),
    )
    for held, height, color, label in strips:
        line = np.where(held, height, np.nan)
        axes.plot(time, line, color=color, lw=4, label=label)


def _others(axes: Axes, clip: Clip, frames: Vectors) -> None:
    """Whose team touched last, as the file sends it, and who was demolished."""
    tables = clip.tables
    time = tables.frames.time[frames] - clip.time
    sent, own = tables.frames.touch_team[frames], tables.players[clip.player].team
    for team, color in ((own, "tab:green"), (1 - (own or 0), "tab:red")):
        axes.plot(time, np.where(sent == team, -1000.0, np.nan), color=color, lw=4)
    found = tables.demolitions
    for at, attacker, victim in zip(
        found.time.tolist(), found.attacker.tolist(), found.victim.tolist(), strict=True
    ):
        if time[0] <= at - clip.time <= time[-1] and clip.player in (attacker, victim):
            word = "demolishes" if attacker == clip.player else "is demolished"
            axes.annotate(word, (at - clip.time, -700), fontsize=8, color="red")


def _switches(axes: Axes, clip: Clip, frames: Vectors, *, named: bool) -> None:
    parts = clip.tables.activations
    times = clip.tables.frames.time[frames]
    inside = (parts.player == clip.player) & (parts.time >= times[0]) & (parts.time <= times[-1])
    for row in np.flatnonzero(inside).tolist():
        word = SWITCHES.get(int(parts.component[row]))
        if word is None:
            continue
        at = float(parts.time[row] - clip.time)
        axes.axvline(at, color="red" if word == "DODGE" else "gray", lw=1, ls="--")
        if not named:
            continue
        if word == "DODGE":
            torque = parts.torque[row]
            word += f"\nfwd {torque[1] / 2.24:+.1f}\nright {-torque[0] / 2.6:+.1f}"
        axes.annotate(word, (at, axes.get_ylim()[1] * 0.72), fontsize=7, clip_on=True)
