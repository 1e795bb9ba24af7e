"""Chances: touches that may score, and how likely each was to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import play_number, play_of
from rlcoach.analysis.xg.features import (
    BLOCK_UU,
    MAX_SECONDS,
    MAX_WIDE_UU,
    chances,
)
from rlcoach.analysis.xg.model import probability

XG_MODES = frozenset({"soccar"})
"""Other modes have other balls, items and paths: the model knows none of them."""

CHAIN_SECONDS = 4.0
"""Chances of a team farther apart are not the same attack; a goal is credited for as long."""

MOST_OPPONENT_TOUCHES = 1
"""Between two chances of an attack: a save or a block. After two the opponents had the ball."""

DEFINITION = EventDefinition(
    key="chance",
    label="Chance",
    summary="A touch that sent the ball at the goal or just past it, with its chance to score.",
    approach=(
        "The ball's path after the touch, with gravity, drag and bounces off floor and side "
        "walls, crosses the opponent's line within 4 s, inside the mouth or at most 200 uu beside "
        "or above it; touches the game credited as shots are chances too. A logistic regression, "
        "trained on whole matches of people, turns what is known at the touch into the "
        "probability that this touch scores: where the ball will cross and how soon, how near it "
        "is and how much of the mouth is open, and how soon defenders can meet it. Chances of one "
        "team within 4 s, with at most one touch of the opponents and none of their chances "
        "between, are one attack, worth 1 - (1 - p1)(1 - p2)...; `credit` divides that among "
        "them, so that credits add up without counting an attack twice."
    ),
    limits=(
        "Trained on some forty matches of mixed rank, not by rank or mode. A goal is the last own "
        "touch's alone. Passes and touches in front of the goal that do not fly at it are none. "
        "Shots that need the ceiling, a curved wall or the frame to get there, one in ten, are "
        "taken for wide."
    ),
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        "xg": EventField(unit=Unit.SHARE, about="probability that this touch scores"),
        "credit": EventField(unit=Unit.SHARE, about="its part of what the attack is worth"),
        "chain": EventField(unit=Unit.NONE, about="frame of the first chance of the attack"),
        "is_goal": EventField(
            unit=Unit.NONE,
            about="the ball went in within 4 s, after no other touch of the own team",
        ),
        "is_on_target": EventField(unit=Unit.NONE, about="it would have gone in by itself"),
        "distance": EventField(unit=Unit.UU, about="over the ground to the middle of the goal"),
        "angle": EventField(unit=Unit.RADIANS, about="between the posts, seen from the ball"),
        "open_angle": EventField(unit=Unit.RADIANS, about="of it that no opponent stands before"),
        "speed": EventField(unit=Unit.UU_PER_SECOND, about="of the ball after the touch"),
        "kick": EventField(unit=Unit.UU_PER_SECOND, about="change of the ball's velocity"),
        "height": EventField(unit=Unit.UU, about="of the ball's centre"),
        "seconds_to_line": EventField(unit=Unit.SECONDS, about="if nobody touches again"),
        "inside": EventField(
            unit=Unit.UU, about="from where it crosses the line to the frame; below 0 outside"
        ),
        "bounces": EventField(unit=Unit.COUNT, about="off the floor on the way to the line"),
        "defenders": EventField(unit=Unit.COUNT, about="opponents between the ball and the posts"),
        "defender_seconds": EventField(
            unit=Unit.SECONDS,
            about="until the best placed opponent can meet the ball; null for an empty net",
        ),
        "defender_margin": EventField(
            unit=Unit.SECONDS,
            about="by which that opponent comes too late where he comes closest; below 0 in time",
        ),
        "pressure": EventField(
            unit=Unit.SECONDS, about="until an opponent can touch the ball where it is hit"
        ),
        "is_air": EventField(unit=Unit.NONE, about="the shooter flies"),
        "is_shot": EventField(unit=Unit.NONE, about="the game credited a shot for it"),
    },
    thresholds={
        "max_seconds": MAX_SECONDS,
        "max_wide_uu": MAX_WIDE_UU,
        "block_uu": BLOCK_UU,
        "chain_seconds": CHAIN_SECONDS,
        "most_opponent_touches": MOST_OPPONENT_TOUCHES,
    },
    modes=XG_MODES,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All chances, by time."""
    touches = found["touch"]
    looked_at = chances(context, touches, _credited(touches, found["shot"]))
    rows = looked_at.touch
    xg = probability(looked_at.features)
    first = _attacks(context, touches, rows)
    return Events(
        frame=touches.frame[rows],
        player=touches.player[rows],
        position=touches.position[rows],
        fields={
            "xg": xg,
            "credit": _credits(xg, first),
            "chain": touches.frame[rows[first]].astype(np.int64),
            "is_goal": _scored(context, touches, found["goal"])[rows],
            **looked_at.features,
        },
    )


def _credited(touches: Events, shots: Events) -> NDArray[np.bool_]:
    """[touch] the game credited a shot for it."""
    keys = np.stack((touches.frame.astype(np.int64), touches.player.astype(np.int64)), axis=1)
    named = np.stack((shots.column("touch_frame").astype(np.int64), shots.player), axis=1)
    result = np.zeros(len(touches), dtype=bool)
    for frame, player in named.tolist():
        result |= (keys == (frame, player)).all(axis=1)
    return result


def _attacks(context: MatchContext, touches: Events, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """[chance] number of the first chance of the attack each belongs to."""
    team = context.team[touches.player]
    time = touches.column("contact_time").astype(np.float64)
    play = play_of(context, touches)
    by_team = np.cumsum(team[:, None] == np.array([0, 1]), axis=0)
    first = np.arange(len(rows))
    for row in range(1, len(rows)):
        before, now = rows[row - 1], rows[row]
        goes_on = team[before] == team[now] and play[before] == play[now]
        if not goes_on or time[now] - time[before] > CHAIN_SECONDS:
            continue
        theirs = by_team[now, 1 - team[now]] - by_team[before, 1 - team[now]]
        if theirs <= MOST_OPPONENT_TOUCHES:
            first[row] = first[row - 1]
    return first


def _credits(xg: NDArray[np.float64], first: NDArray[np.int64]) -> NDArray[np.float64]:
    """[chance] what its attack is worth, divided by the chances' own worth."""
    count = len(xg)
    total = np.bincount(first, weights=xg, minlength=count)
    missed = np.bincount(first, weights=np.log1p(-xg), minlength=count)
    worth = 1.0 - np.exp(missed)
    credit: NDArray[np.float64] = xg * worth[first] / total[first]
    return credit


def _scored(context: MatchContext, touches: Events, goals: Events) -> NDArray[np.bool_]:
    """[touch] the scoring team's last before a goal that was no own goal, and soon enough."""
    plays, play = play_number(context), play_of(context, touches)
    team = context.team[touches.player]
    fair = ~goals.column("is_own_goal").astype(bool)
    fair &= goals.column("seconds").astype(np.float64) <= MAX_SECONDS
    result = np.zeros(len(touches), dtype=bool)
    for frame, side in zip(goals.frame[fair].tolist(), goals.column("team")[fair], strict=True):
        own = (team == side) & (play == plays[max(frame - 1, 0)]) & (touches.frame <= frame)
        result[np.flatnonzero(own)[-1:]] = True
    return result
