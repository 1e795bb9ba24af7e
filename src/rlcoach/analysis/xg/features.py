"""What is known of a chance at the moment of the touch, seen by the attacking team.

Nothing here looks past the touch but for the ball's velocity right after it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.ball_path import STEP_SECONDS, PathsToLine, inside_mouth, paths_to_line
from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import BACK_WALL_Y_UU, GOAL_HALF_WIDTH_UU, forward
from rlcoach.analysis.mechanics.base import held_frame
from rlcoach.analysis.reach import CarStates, car_states, seconds_along
from rlcoach.analysis.vectors import length

Floats = NDArray[np.float64]

MAX_SECONDS = 4.0
"""From the touch to the line. A goal later than this after the last own touch (3 % of all) is
hardly the touch's doing."""

MAX_WIDE_UU = 200.0
"""How far beside or above the mouth a ball may cross the line and still be a chance: two ball
radii, a hit of the frame or just wide. 241 of the 242 goals of the training matches came from
touches within it, most of them inside; none of 70 touches nearer than 1,300 uu that went
elsewhere scored, and none of 159 that passed 200 to 400 uu wide."""

BLOCK_UU = 160.0
"""Half the width of what a car hides of the goal: ball radius and half a car."""

MOUTH_SAMPLES = 24
"""Points along the line at which the mouth is looked at."""


@dataclass(frozen=True)
class Chances:
    """Touches that may score, one row each."""

    touch: NDArray[np.int64]
    """Row of the touches."""
    features: dict[str, NDArray[np.generic]]
    """Name to [row]; NaN where there is no such number."""


@dataclass(frozen=True)
class _Pairs:
    """Opponents at chances: a row for each opponent of each chance."""

    chance: NDArray[np.int64]
    cars: CarStates
    count: int

    def least(self, values: Floats) -> Floats:
        """[chance] the least of the opponents' values; inf without opponents."""
        result = np.full(self.count, np.inf)
        np.minimum.at(result, self.chance, values)
        return result


def chances(context: MatchContext, touches: Events, shots: NDArray[np.bool_]) -> Chances:
    """All touches that send the ball at the goal or just past it, with what is known of them.

    Args:
        context: The match.
        touches: Events of kind `touch`.
        shots: `[touch]` whether the game credited it as a shot: those are chances wherever their
            path seems to lead, as the ceiling, curved walls and the frame are not followed.
    """
    sign = context.sign[touches.player].astype(np.float64)
    place = forward(touches.position.astype(np.float64), sign)
    last = touches.frame if touches.end_frame is None else touches.end_frame
    velocity = forward(context.tables.ball.velocity[last].astype(np.float64), sign)
    paths = paths_to_line(place, velocity, MAX_SECONDS)
    inside = inside_mouth(paths.crossing)
    is_chance = (inside > -MAX_WIDE_UU) | shots
    rows = np.flatnonzero(is_chance & (context.team[touches.player] >= 0))
    place, paths = place[rows], _picked(paths, rows)
    opponents = _opponents(context, touches, rows)
    path = np.concatenate((place[:, None], paths.places), axis=1)[opponents.chance]
    moments = STEP_SECONDS * np.arange(path.shape[1])
    needed = seconds_along(opponents.cars, path)
    met = np.where(needed <= moments, moments, np.inf).min(axis=1)
    angle = _mouth_angle(place)
    surface = touches.fields["surface"]
    return Chances(
        touch=rows,
        features={
            "distance": np.hypot(place[:, 0], BACK_WALL_Y_UU - place[:, 1]),
            "angle": angle,
            "open_angle": angle * _open_share(place, opponents),
            "speed": touches.column("ball_speed_after").astype(np.float64)[rows],
            "kick": touches.column("kick").astype(np.float64)[rows],
            "height": place[:, 2],
            "seconds_to_line": paths.seconds,
            "inside": inside[rows],
            "bounces": paths.bounces,
            "defenders": _defenders(place, opponents),
            "defender_seconds": _finite(opponents.least(met)),
            "defender_margin": _finite(opponents.least((needed - moments).min(axis=1))),
            "pressure": _finite(opponents.least(needed[:, 0])),
            "is_air": np.array([surface[row] == "air" for row in rows.tolist()], dtype=bool),
            "is_on_target": inside[rows] > 0,
            "is_shot": shots[rows],
        },
    )


def _picked(paths: PathsToLine, rows: NDArray[np.int64]) -> PathsToLine:
    return PathsToLine(
        paths.places[rows], paths.seconds[rows], paths.crossing[rows], paths.bounces[rows]
    )


def _opponents(context: MatchContext, touches: Events, rows: NDArray[np.int64]) -> _Pairs:
    """Opponents with a car at each chance, seen by the attacking team."""
    attacker = touches.player[rows]
    time = touches.column("contact_time").astype(np.float64)[rows]
    frame = held_frame(context, time)
    team = context.team[attacker][:, None]
    against = (context.team[None, :] != team) & (context.team[None, :] >= 0) & (team >= 0)
    against &= context.tables.cars.present[:, frame].T
    chance, player = np.nonzero(against)
    cars = car_states(context, player, frame[chance], time[chance])
    sign = context.sign[attacker].astype(np.float64)[chance]
    seen = CarStates(
        place=forward(cars.place, sign),
        velocity=forward(cars.velocity, sign),
        nose=forward(cars.nose, sign),
        boost=cars.boost,
        on_wheels=cars.on_wheels,
    )
    return _Pairs(chance, seen, len(rows))


def _mouth_angle(place: Floats) -> Floats:
    """[row] rad between the posts, seen from the ball."""
    away = np.maximum(BACK_WALL_Y_UU - place[:, 1], 1.0)
    right = np.arctan2(GOAL_HALF_WIDTH_UU - place[:, 0], away)
    left = np.arctan2(-GOAL_HALF_WIDTH_UU - place[:, 0], away)
    angle: Floats = right - left
    return angle


def _mouth_points(place: Floats) -> Floats:
    """[row, point, xy] from the ball to points along the line between the posts."""
    x = np.arange(1 - MOUTH_SAMPLES, MOUTH_SAMPLES, 2) * (GOAL_HALF_WIDTH_UU / MOUTH_SAMPLES)
    away = np.maximum(BACK_WALL_Y_UU - place[:, 1], 1.0)
    return np.stack(np.broadcast_arrays(x[None, :] - place[:, :1], away[:, None]), axis=-1)


def _open_share(place: Floats, opponents: _Pairs) -> Floats:
    """[row] share of the line between the posts that no opponent stands before."""
    to_point = _mouth_points(place)[opponents.chance]
    to_car = (opponents.cars.place - place[opponents.chance])[:, None, :2]
    way = length(to_point)
    along = (to_car * to_point).sum(axis=-1) / way
    aside = np.abs(to_car[..., 0] * to_point[..., 1] - to_car[..., 1] * to_point[..., 0]) / way
    hidden = (along > 0) & (along < way) & (aside < BLOCK_UU)
    covered = np.zeros((len(place), MOUTH_SAMPLES), dtype=bool)
    np.logical_or.at(covered, opponents.chance, hidden)
    share: Floats = 1.0 - covered.mean(axis=1)
    return share


def _defenders(place: Floats, opponents: _Pairs) -> NDArray[np.int64]:
    """[row] opponents between the ball and the posts."""
    ball = place[opponents.chance]
    ahead = opponents.cars.place[:, 1] - ball[:, 1]
    share = ahead / np.maximum(BACK_WALL_Y_UU - ball[:, 1], 1.0)
    half = GOAL_HALF_WIDTH_UU * share + BLOCK_UU
    aside = np.abs(opponents.cars.place[:, 0] - ball[:, 0] * (1 - share))
    between = (ahead > 0) & (aside < half)
    return np.bincount(opponents.chance[between], minlength=len(place))


def _finite(values: Floats) -> Floats:
    """NaN for never."""
    return np.where(np.isinf(values), np.nan, values)
