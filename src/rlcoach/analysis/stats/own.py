"""Our own statistics beside ballchasing's: over active play, per frame, nothing credited late."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    Direction,
    Mask,
    Scope,
    StatDefinition,
    Unit,
)
from rlcoach.analysis.field import THIRD_Y_UU
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.stats.walk import Values, ratio
from rlcoach.analysis.vectors import length

MIN_TEAM = 2
"""An order of players needs two."""

_EVEN = Direction.NEUTRAL


def _own(
    key: str, label: str, unit: Unit, formula: str, *, direction: Direction = _EVEN
) -> StatDefinition:
    return StatDefinition(
        key=key,
        label=label,
        unit=unit,
        direction=direction,
        formula=formula,
        mask=Mask.ACTIVE,
        source="rlcoach",
        confidence=Confidence.MEDIUM,
        scopes=(Scope.PLAYER,),
        decimals=0 if unit in (Unit.UU, Unit.UU_PER_SECOND) else 2,
    )


_MEN = ("first", "second", "third")

DEFINITIONS: tuple[StatDefinition, ...] = (
    *(
        _own(
            f"positioning.time_{name}_man",
            f"Time as {name} man",
            Unit.SECONDS,
            f"Time as the {name} nearest to the ball of the living players of the team.",
        )
        for name in _MEN
    ),
    _own(
        "positioning.mean_distance_to_mates",
        "Distance to mates over time",
        Unit.UU,
        "Mean distance to each living mate, weighted by time; ballchasing's counts updates.",
    ),
    _own(
        "positioning.mean_distance_to_ball",
        "Distance to the ball over time",
        Unit.UU,
        "Mean distance to the ball, weighted by time; ballchasing's counts updates.",
    ),
    _own(
        "movement.mean_speed",
        "Speed over time",
        Unit.UU_PER_SECOND,
        "Mean speed, weighted by time; ballchasing's counts updates.",
        direction=Direction.HIGHER,
    ),
    _own(
        "camera.ball_cam_percent",
        "Ball camera",
        Unit.PERCENT,
        "Share of the time with a car in which the ball camera was on.",
    ),
    StatDefinition(
        key="ball.pressure_time",
        label="Pressure",
        unit=Unit.SECONDS,
        direction=Direction.HIGHER,
        formula="Time with the ball beyond y = 1714 in the opponent's end.",
        mask=Mask.ACTIVE,
        source="rlcoach",
        confidence=Confidence.HIGH,
        scopes=(Scope.TEAM,),
        thresholds={"third_y_uu": THIRD_Y_UU},
        modes=SOCCAR_LIKE,
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`."""
    match = context.match
    cars, ball = match.tables.cars, match.tables.ball
    worth = match.step * match.active
    values: StatValues = {
        "movement.mean_speed": _weighted(length(cars.velocity), cars.present, worth),
        "positioning.mean_distance_to_mates": _mates(match, worth),
        "camera.ball_cam_percent": _ball_cam(match, worth),
    }
    if ball.present.any():
        apart = length(cars.position - ball.position[None])
        seen = cars.present & ball.present
        values["positioning.mean_distance_to_ball"] = _weighted(apart, seen, worth)
        values |= _men(match, apart, seen, worth)
        y = np.nan_to_num(ball.position[:, 1])
        values["team:ball.pressure_time"] = np.array(
            [worth[y > THIRD_Y_UU].sum(), worth[y < -THIRD_Y_UU].sum()]
        )
    return values


def _weighted(values: NDArray[Any], known: NDArray[np.bool_], worth: Values) -> Values:
    """[player] mean over time of `[player, frame]` values."""
    weight = known * worth
    return ratio((np.nan_to_num(values) * weight).sum(axis=1), weight.sum(axis=1))


def _mates(match: MatchContext, worth: Values) -> Values:
    cars = match.tables.cars
    total, weight = np.zeros(match.players), np.zeros(match.players)
    for one in range(match.players):
        for other in range(one):
            if match.team[one] != match.team[other] or match.team[one] < 0:
                continue
            both = worth * (cars.present[one] & cars.present[other])
            apart = np.nan_to_num(length(cars.position[one] - cars.position[other]))
            for player in (one, other):
                total[player] += (apart * both).sum()
                weight[player] += both.sum()
    return ratio(total, weight)


def _men(
    match: MatchContext, apart: NDArray[np.float32], seen: NDArray[np.bool_], worth: Values
) -> StatValues:
    """Times as the nearest and the next two of the team; NaN where there is no such man."""
    times = np.full((len(_MEN), match.players), np.nan)
    for side in (0, 1):
        # Equally near, as in many kickoffs, the order of keys decides, whoever is listed first.
        keys = [match.tables.players[row].identity.key for row in range(match.players)]
        team = np.array(
            sorted(np.flatnonzero(match.team == side).tolist(), key=keys.__getitem__), dtype=int
        )
        if len(team) < MIN_TEAM:
            continue
        distance = np.where(seen[team], apart[team], np.inf)
        order = np.argsort(distance, axis=0, kind="stable")
        for place in range(min(len(team), len(_MEN))):
            holder = order[place]
            is_there = np.isfinite(np.take_along_axis(distance, holder[None], axis=0)[0])
            weight = worth * is_there
            times[place, team] = np.bincount(holder, weight, minlength=len(team))
    return {f"positioning.time_{name}_man": times[place] for place, name in enumerate(_MEN)}


def _ball_cam(match: MatchContext, worth: Values) -> Values:
    held = match.tables.inputs.ball_cam
    known = (held >= 0) & match.tables.cars.present
    on: Values = ((held == 1) & known) @ worth
    return 100.0 * ratio(on, known @ worth)
