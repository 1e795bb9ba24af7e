"""Pre-jumps: leaving the ground for a save before the attacker has hit the ball."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.decisions.snapshots import snapshots
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.field import BACK_WALL_Y_UU
from rlcoach.analysis.mechanics.base import MECHANIC_FIELDS, Moves, between, mechanic_events
from rlcoach.analysis.plays import play_number

EARLY_SECONDS, LATE_SECONDS = 0.15, 0.8
"""Before the attacker's touch. Later is a reaction to it, earlier another jump."""

MAX_GOAL_DISTANCE_UU = 1800.0
"""From the middle of the own goal line: a keeper's place, twice the width of the goal."""

MIN_BALL_DISTANCE_UU = 600.0
"""At the attacker's touch: nearer he is challenging, not waiting for the shot."""

MAX_BALL_DISTANCE_UU = 3500.0
"""From there a hard shot still takes a second: nobody jumps before it."""

MIN_SHOT_UU_PER_S = 700.0
"""Of the ball toward the own end after the touch: it was a shot, a flick or a lob at the goal."""

SAVE_SECONDS = 2.0
"""In which the pre-jump pays or not."""

DEFINITION = EventDefinition(
    key="pre_jump",
    label="Pre-jump",
    summary="Jumped in front of the own goal before the attacker hit the ball.",
    approach=(
        "A jump within 1,800 uu of the own goal, 0.15 to 0.8 s before an opponent's touch that "
        "sends the ball toward the goal from 600 to 3,500 uu away, by a player between the two."
    ),
    limits="A jump for a ball expected from somebody else looks the same.",
    source="rlcoach",
    confidence=Confidence.LOW,
    fields={
        **MECHANIC_FIELDS,
        "opponent": EventField(unit=Unit.NONE, about="row of the player who hit the ball"),
        "early": EventField(unit=Unit.SECONDS, about="from the jump to that touch"),
        "distance": EventField(unit=Unit.UU, about="from the ball at that touch"),
    },
    thresholds={
        "early_seconds": EARLY_SECONDS,
        "late_seconds": LATE_SECONDS,
        "max_goal_distance_uu": MAX_GOAL_DISTANCE_UU,
        "min_ball_distance_uu": MIN_BALL_DISTANCE_UU,
        "max_ball_distance_uu": MAX_BALL_DISTANCE_UU,
        "min_shot_uu_per_s": MIN_SHOT_UU_PER_S,
    },
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
    success="He touched the ball within 2 s of the shot, before any opponent.",
    is_experimental=True,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All pre-jumps, from the jump to the attacker's touch."""
    jumps, touches = found["jump"], found["touch"]
    samples = context.shared(snapshots)
    jump, touch = _before_shots(context, jumps, touches)
    player, frame = jumps.player[jump].astype(np.int64), touches.frame[touch].astype(np.int64)
    at = samples.at(frame)
    sign = context.sign[player]
    x, depth = samples.place[player, at, 0], samples.depth[player, at]
    goal_distance = np.hypot(x, depth + BACK_WALL_Y_UU)
    ball_depth = touches.position[touch, 1] * sign
    shot = context.tables.ball.velocity[frame, 1] * sign <= -MIN_SHOT_UU_PER_S
    distance = samples.ball_distance[player, at]
    keep = shot & (goal_distance <= MAX_GOAL_DISTANCE_UU) & (depth < ball_depth)
    keep &= (distance >= MIN_BALL_DISTANCE_UU) & (distance <= MAX_BALL_DISTANCE_UU)
    jump, touch, player, frame = jump[keep], touch[keep], player[keep], frame[keep]
    start = jumps.frame[jump].astype(np.int64)
    early = context.clock[frame] - context.clock[start]
    return mechanic_events(
        context,
        Moves(
            player=player,
            start=start,
            end=frame,
            kind="pre_jump",
            strength=between(early, EARLY_SECONDS, LATE_SECONDS),
            confidence=between(goal_distance[keep], 2 * MAX_GOAL_DISTANCE_UU, 0.0),
            is_success=_saved(context, touches, player, touch),
            evidence={
                "opponent": touches.player[touch],
                "early": early,
                "distance": distance[keep].astype(np.float64),
            },
        ),
    )


def _before_shots(
    context: MatchContext, jumps: Events, touches: Events
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(jump, touch): each jump with the first opponent's touch it came shortly before."""
    away = context.clock[touches.frame][None, :] - context.clock[jumps.frame][:, None]
    against = context.team[jumps.player][:, None] != context.team[touches.player][None, :]
    fits = against & (away >= EARLY_SECONDS) & (away <= LATE_SECONDS)
    jump, touch = np.nonzero(fits)
    first = np.diff(jump, prepend=-1) != 0
    jump, touch = jump[first], touch[first]
    # Of two jumps before one touch the second is a double jump or a new decision.
    pairs = jumps.player[jump].astype(np.int64) * max(len(touches), 1) + touch
    last = np.append(pairs[1:], -1) != pairs
    return jump[last], touch[last]


def _saved(
    context: MatchContext,
    touches: Events,
    player: NDArray[np.int64],
    touch: NDArray[np.int64],
) -> list[bool]:
    clock, play = context.clock[touches.frame], context.shared(play_number)[touches.frame]
    team = context.team[touches.player]
    saved = []
    for who, row in zip(player.tolist(), touch.tolist(), strict=True):
        after = (np.arange(len(clock)) > row) & (play == play[row])
        after &= clock - clock[row] <= SAVE_SECONDS
        rows = np.flatnonzero(after & ((touches.player == who) | (team == team[row])))
        saved.append(bool(len(rows)) and int(touches.player[rows[0]]) == who)
    return saved
