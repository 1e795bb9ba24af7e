"""Where players are: thirds, halves, the ball's side, distances. Ballchasing's rules."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import SOCCAR_LIKE, Confidence, Direction, StatDefinition, Unit
from rlcoach.analysis.field import THIRD_Y_UU
from rlcoach.analysis.stats.base import StatContext, StatValues
from rlcoach.analysis.stats.parity import PER_UPDATE, family, parity, shares, summed
from rlcoach.analysis.stats.walk import Values, length, ratio, share

BUCKETS_PER_SECOND = 10
"""Distances between mates are taken on tenths of a second of raw time."""

_UP, _DOWN, _EVEN = Direction.HIGHER, Direction.LOWER, Direction.NEUTRAL


def _time(name: str, label: str, rule: str) -> StatDefinition:
    return summed(
        f"positioning.time_{name}",
        label,
        Unit.SECONDS,
        _EVEN,
        f"{rule} {PER_UPDATE}",
        thresholds={"third_y_uu": THIRD_Y_UU} if "third" in name else {},
    )


_THIRDS = family(
    _time("defensive_third", "Time in the defensive third", "Time behind y = -1714."),
    _time("neutral_third", "Time in the neutral third", "Time with |y| up to 1714."),
    _time("offensive_third", "Time in the offensive third", "Time beyond y = 1714."),
)
_HALVES = family(
    _time("defensive_half", "Time in the own half", "Time with y below 0."),
    _time("offensive_half", "Time in the opponent's half", "Time with y above 0."),
)
_SIDES = family(
    _time("behind_ball", "Time behind the ball", "Time nearer the own end than the ball."),
    _time("infront_ball", "Time in front of the ball", "Time level with the ball or beyond."),
)

DEFINITIONS: tuple[StatDefinition, ...] = (
    *_THIRDS.values(),
    *shares(_THIRDS, "the three thirds"),
    *_HALVES.values(),
    *shares(_HALVES, "the two halves"),
    *_SIDES.values(),
    *shares(_SIDES, "both sides of the ball"),
    parity(
        "positioning.avg_distance_to_ball",
        "Average distance to the ball",
        Unit.UU,
        _EVEN,
        "Mean over all updates of the car, centre to centre; rounded down.",
    ),
    parity(
        "positioning.avg_distance_to_ball_possession",
        "Average distance to the ball, own possession",
        Unit.UU,
        _EVEN,
        "The same over updates while the own team touched the ball last, held through goals and "
        "kickoffs.",
        confidence=Confidence.MEDIUM,
    ),
    parity(
        "positioning.avg_distance_to_ball_no_possession",
        "Average distance to the ball, their possession",
        Unit.UU,
        _EVEN,
        "The same over updates while the other team touched the ball last.",
        confidence=Confidence.MEDIUM,
    ),
    parity(
        "positioning.avg_distance_to_mates",
        "Average distance to mates",
        Unit.UU,
        _EVEN,
        "Per tenth of a second in which both sent a body, the last of each; mean over all mates.",
        confidence=Confidence.MEDIUM,
    ),
    parity(
        "positioning.goals_against_while_last_defender",
        "Goals against as last defender",
        Unit.COUNT,
        _DOWN,
        "Goals conceded while nearest the own end of all living mates.",
        confidence=Confidence.MEDIUM,
        modes=SOCCAR_LIKE,
    ),
)


def compute(context: StatContext) -> StatValues:
    """Values of `DEFINITIONS`."""
    walk, match = context.walk, context.match
    y = walk.forward_y
    sign = match.sign[walk.player].astype(np.float64)
    ball_y = walk.ball[:, 1] * sign
    values: StatValues = {
        "positioning.time_defensive_third": walk.seconds(y < -THIRD_Y_UU),
        "positioning.time_neutral_third": walk.seconds(np.abs(y) <= THIRD_Y_UU),
        "positioning.time_offensive_third": walk.seconds(y > THIRD_Y_UU),
        "positioning.time_defensive_half": walk.seconds(y < 0),
        "positioning.time_offensive_half": walk.seconds(y > 0),
    }
    kinds = [_THIRDS, _HALVES]
    if match.tables.ball.present.any():
        values["positioning.time_behind_ball"] = walk.seconds(y < ball_y)
        values["positioning.time_infront_ball"] = walk.seconds(y >= ball_y)
        kinds.append(_SIDES)
        values |= _ball_distances(context)
        values["positioning.goals_against_while_last_defender"] = _last_defender(match)
    for one in kinds:
        whole = sum((values[key] for key in one), np.zeros(walk.players))
        for key in one:
            values[key.replace(".time_", ".percent_")] = share(values[key], whole)
    values["positioning.avg_distance_to_mates"] = np.floor(_mate_distance(match))
    return values


def _ball_distances(context: StatContext) -> StatValues:
    walk, match = context.walk, context.match
    distance = walk.ball_distance
    holder = held_touch_team(match)[np.maximum(match.tables.car_updates.frame - 1, 0)]
    own = match.team[walk.player]
    return {
        "positioning.avg_distance_to_ball": np.floor(walk.mean(distance)),
        "positioning.avg_distance_to_ball_possession": np.floor(
            walk.mean(distance, (holder >= 0) & (holder == own))
        ),
        "positioning.avg_distance_to_ball_no_possession": np.floor(
            walk.mean(distance, (holder >= 0) & (holder != own))
        ),
    }


def held_touch_team(match: MatchContext) -> NDArray[np.int8]:
    """[frame] team of the last touch, held through goals and kickoffs; -1 before the first."""
    team = match.tables.frames.touch_team
    index = np.where(team >= 0, np.arange(len(team)), -1)
    np.maximum.accumulate(index, out=index)
    held: NDArray[np.int8] = np.where(index >= 0, team[index], -1).astype(np.int8)
    return held


def _mate_distance(match: MatchContext) -> Values:
    """[player] mean distance to mates on shared tenths of a second; NaN without any."""
    updates = match.tables.car_updates
    if not len(updates.frame):
        return np.full(match.players, np.nan)
    time = match.tables.frames.time[updates.frame]
    tenth = np.floor(time * BUCKETS_PER_SECOND).astype(np.int64)
    tenth -= tenth.min()
    # The last body of each player in each tenth, NaN where he sent none.
    place = np.full((match.players, int(tenth.max()) + 1, 3), np.nan, dtype=np.float32)
    place[updates.player, tenth] = updates.position
    total, count = np.zeros(match.players), np.zeros(match.players)
    for one in range(match.players):
        for other in range(one):
            if match.team[one] != match.team[other] or match.team[one] < 0:
                continue
            apart = length(place[one] - place[other])
            shared = ~np.isnan(apart)
            for player in (one, other):
                total[player] += apart[shared].sum()
                count[player] += shared.sum()
    return ratio(total, count)


def _last_defender(match: MatchContext) -> Values:
    """[player] goals conceded as the living mate nearest the own end."""
    values = np.zeros(match.players)
    goals, cars = match.tables.goals, match.tables.cars
    y = cars.position[:, :, 1] * match.sign[:, None]
    for frame, team in zip(goals.frame.tolist(), goals.team.tolist(), strict=True):
        defenders = np.flatnonzero((match.team == 1 - team) & cars.present[:, frame])
        if len(defenders):
            values[defenders[np.argmin(y[defenders, frame])]] += 1
    return values
