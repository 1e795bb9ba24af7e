"""Shadow defence: retreating in front of an attacker instead of challenging him."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.control import control, team_in_control
from rlcoach.analysis.decisions.snapshots import Snapshots, snapshots
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import BLUE, ORANGE
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.spans import Spans
from rlcoach.analysis.vectors import length

MIN_GOAL_SIDE_UU = 250.0
MIN_DISTANCE_UU, MAX_DISTANCE_UU = 500.0, 3200.0
"""From the ball: subtr-actor asks for 250 goal-side and 700 to 3,200; who waits for a dribbler's
mistake sits closer."""

MAX_SIDE_UU = 1500.0
"""Off the ball's lane (subtr-actor 1,300): beyond it the attacker has the way to the goal free."""

MAX_BALL_DEPTH_UU = 2000.0
"""Ball no farther from the own half than a third of the field: there attacks begin."""

MIN_RETREAT_UU_PER_S = 300.0
"""Toward the own end: turning about gives less."""

MAX_SPEED_DIFFERENCE_UU_PER_S = 1000.0
"""Between car and ball (subtr-actor 900): faster is fleeing, slower is being overtaken."""

CARRIER_UU = 1000.0
"""An opponent this near the ball plays it: dribblers push it that far ahead at most."""

MIN_SECONDS = 0.7
"""Shorter is turning or passing by; a shadow from the middle to the own box takes 2 to 3 s."""

AFTER_SECONDS = 3.0
"""After a shadow, in which a shot still comes of it."""

GRACE_SECONDS = 0.3
"""Gaps within one shadow: a bounce of the ball, a correction of the way."""

DEFINITION = EventDefinition(
    key="shadow_defence",
    label="Shadow defence",
    summary="Drove back goal-side in front of an attacker with the ball and gave him no way past.",
    approach=(
        "For at least 0.7 s an opponent is at the ball and his team touched last; the player is "
        "the nearest of his team between ball and own goal, 500 to 3,200 uu away, and drives "
        "back about as fast as the ball comes."
    ),
    limits="Driving back for boost on the same line looks the same.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "seconds": EventField(unit=Unit.SECONDS, about="length"),
        "distance": EventField(unit=Unit.UU, about="from the ball, mean"),
    },
    thresholds={
        "min_goal_side_uu": MIN_GOAL_SIDE_UU,
        "min_distance_uu": MIN_DISTANCE_UU,
        "max_distance_uu": MAX_DISTANCE_UU,
        "max_side_uu": MAX_SIDE_UU,
        "max_ball_depth_uu": MAX_BALL_DEPTH_UU,
        "min_retreat_uu_per_s": MIN_RETREAT_UU_PER_S,
        "max_speed_difference_uu_per_s": MAX_SPEED_DIFFERENCE_UU_PER_S,
        "carrier_uu": CARRIER_UU,
        "min_seconds": MIN_SECONDS,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    success="The opponents made no attempt on goal until 3 s after it.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All stretches of shadow defence."""
    samples = context.shared(snapshots)
    runs = context.shared(control, found["touch"])
    holder = team_in_control(runs, samples.frame)
    holds = np.zeros(samples.present.shape, dtype=bool)
    for side in (BLUE, ORANGE):
        team = np.flatnonzero(context.team == side)
        others = np.flatnonzero(context.team == 1 - side)
        if len(team) and len(others):
            carried = _carried(samples, others) & (holder == 1 - side)
            holds[team] = _shadows(context, samples, team, np.flatnonzero(carried))
    spans = samples.spans(holds, grace_seconds=GRACE_SECONDS)
    seconds = samples.clock[spans.last] - samples.clock[spans.first]
    spans, seconds = spans.picked(seconds >= MIN_SECONDS), seconds[seconds >= MIN_SECONDS]
    start, end = samples.frame[spans.first], samples.frame[spans.last]
    return mechanic_events(
        context,
        Moves(
            player=spans.player,
            start=start,
            end=end,
            kind="shadow_defence",
            strength=between(seconds, 0.0, 3.0),
            confidence=between(seconds, 0.0, 2 * MIN_SECONDS),
            is_success=_was_held(context, found["attempt"], spans.player, start, end),
            evidence={"seconds": seconds, "distance": _mean_distance(samples, spans)},
        ),
    )


def _carried(samples: Snapshots, others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[sample] an opponent is at the ball."""
    distance = np.where(samples.present[others], samples.ball_distance[others], np.inf)
    carried: NDArray[np.bool_] = samples.is_live & (distance.min(axis=0) <= CARRIER_UU)
    return carried


def _shadows(
    context: MatchContext, samples: Snapshots, team: NDArray[np.int64], at: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """[mate, sample] whether each of a team shadows; only the samples `at` are looked at."""
    pick = np.ix_(team, at)
    place, velocity, ball = samples.place[pick], samples.velocity[pick], samples.ball[at]
    distance, ball_depth = samples.ball_distance[pick], samples.ball_depth[pick]
    goal_side = (ball_depth - samples.depth[pick] >= MIN_GOAL_SIDE_UU) & samples.present[pick]
    nearest = np.where(goal_side, distance, np.inf)
    back = -velocity[..., 1] * context.sign[team][:, None]
    difference = np.abs(length(velocity) - length(samples.ball_velocity[at]))
    shadows = goal_side & (nearest == nearest.min(axis=0))
    shadows &= (distance >= MIN_DISTANCE_UU) & (distance <= MAX_DISTANCE_UU)
    shadows &= (np.abs(place[..., 0] - ball[:, 0]) <= MAX_SIDE_UU) & (
        ball_depth < MAX_BALL_DEPTH_UU
    )
    shadows &= (back >= MIN_RETREAT_UU_PER_S) & (difference <= MAX_SPEED_DIFFERENCE_UU_PER_S)
    result = np.zeros((len(team), len(samples.frame)), dtype=bool)
    result[:, at] = shadows
    return result


def _mean_distance(samples: Snapshots, spans: Spans) -> NDArray[np.float64]:
    means = [
        float(np.nanmean(samples.ball_distance[player, first : last + 1]))
        for player, first, last in zip(
            spans.player.tolist(), spans.first.tolist(), spans.last.tolist(), strict=True
        )
    ]
    return np.array(means, dtype=np.float64)


def _was_held(
    context: MatchContext,
    attempts: Events,
    player: NDArray[np.int32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """[span] no attempt by the other team from its start until shortly after."""
    against = context.team[attempts.player] != context.team[player][:, None]
    late = context.clock[attempts.frame] - context.clock[end][:, None]
    shot = against & (attempts.frame >= start[:, None]) & (late <= AFTER_SECONDS)
    held: NDArray[np.bool_] = ~shot.any(axis=1)
    return held
