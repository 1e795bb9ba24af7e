"""Possession: who touched the ball last."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rlcoach.analysis.context import MatchContext
from rlcoach.analysis.definition import Confidence, EventDefinition, EventField, Unit
from rlcoach.analysis.event import Events
from rlcoach.analysis.events.touches import BALL_MODES
from rlcoach.analysis.plays import play_end, play_of

DEFINITION = EventDefinition(
    key="possession",
    label="Possession",
    summary="One player had the ball: from his first touch to the next touch by anybody else.",
    approach=(
        "Touches in order, cut where play stops. A spell belongs to the player who touched last, "
        "and so does the time until somebody else touches or play ends. A team's possession is "
        "the sum of its players' spells."
    ),
    limits=(
        "The ball counts as possessed while it rolls free after a clear; nobody has it before the "
        "first touch of a kickoff."
    ),
    source="rlcoach",
    confidence=Confidence.MEDIUM,
    fields={
        "seconds": EventField(unit=Unit.SECONDS, about="length without jumps of the recording"),
        "touches": EventField(unit=Unit.COUNT, about="by the player"),
        "is_won": EventField(unit=Unit.NONE, about="an opponent touched before, in the same play"),
        "is_lost": EventField(unit=Unit.NONE, about="an opponent touches next, in the same play"),
    },
    modes=BALL_MODES,
)


def detect(context: MatchContext, found: Mapping[str, Events]) -> Events:
    """All spells of possession, by time."""
    touches = found["touch"]
    play = play_of(context, touches)
    new = (np.diff(touches.player, prepend=-2) != 0) | (np.diff(play, prepend=-1) != 0)
    first = np.flatnonzero(new)
    after = np.append(first[1:], len(touches))[: len(first)]
    start, player, played = touches.frame[first], touches.player[first], play[first]
    last = play_end(context, touches.frame[after - 1])
    follows = np.zeros(len(first), dtype=bool)
    follows[:-1] = played[1:] == played[:-1]
    end = np.where(follows, np.append(start[1:], 0)[: len(first)], last)
    team = context.team[player]
    changes = np.zeros(len(first), dtype=bool)
    changes[:-1] = follows[:-1] & (team[1:] != team[:-1])
    return Events(
        frame=start,
        player=player,
        position=touches.position[first],
        end_frame=end.astype(np.int32),
        fields={
            "seconds": context.clock[end] - context.clock[start],
            "touches": after - first,
            "is_won": np.append(False, changes)[: len(first)],
            "is_lost": changes,
        },
    )
