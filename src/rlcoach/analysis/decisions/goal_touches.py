"""The last touches before each goal, in order."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import (
    SOCCAR_LIKE,
    Confidence,
    EventDefinition,
    EventField,
    Family,
    Unit,
)
from rlcoach.analysis.event import Events
from rlcoach.analysis.plays import play_number, play_of

MOST = 5
"""Touches per goal: with fewer, a pass and the save before it are not seen."""

BEFORE_SECONDS = 8.0
"""Before the goal: as long as one attack lasts."""

DEFINITION = EventDefinition(
    key="goal_touch",
    label="Touch before a goal",
    summary="One of the last touches before a goal, by either team.",
    approach="The last five touches of the same play in the 8 s before each goal.",
    limits="As good as the touches themselves: very soft ones are missed.",
    source="rlcoach",
    confidence=Confidence.HIGH,
    fields={
        "goal": EventField(unit=Unit.NONE, about="which goal of the match, from 0"),
        "order": EventField(unit=Unit.NONE, about="1 for the last touch, 2 for the one before"),
        "seconds": EventField(unit=Unit.SECONDS, about="before the goal"),
        "is_scoring_team": EventField(unit=Unit.NONE, about="by the team that scored"),
    },
    thresholds={"most": MOST, "before_seconds": BEFORE_SECONDS},
    modes=SOCCAR_LIKE,
    family=Family.DECISION,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All of them, by goal, then by time."""
    touches, goals = found["touch"], context.tables.goals
    play, plays = play_of(context, touches), context.shared(play_number)
    since = context.clock[goals.frame][:, None] - context.clock[touches.frame][None, :]
    same = plays[np.maximum(goals.frame - 1, 0)][:, None] == play[None, :]
    goal, row = np.nonzero(same & (since >= 0) & (since <= BEFORE_SECONDS))
    order = np.bincount(goal, minlength=len(goals.frame)).cumsum()[goal] - np.arange(len(goal))
    goal, row, order = goal[order <= MOST], row[order <= MOST], order[order <= MOST]
    player = touches.player[row]
    return Events(
        frame=touches.frame[row],
        player=player,
        position=touches.position[row],
        fields={
            "goal": goal,
            "order": order,
            "seconds": since[goal, row],
            "is_scoring_team": context.team[player] == goals.team[goal],
        },
    )
