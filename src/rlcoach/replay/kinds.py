"""The closed sets that columns of kinds draw from."""

from __future__ import annotations

from enum import IntEnum


class MatchState(IntEnum):
    """What the match is doing, over all eras of the state attributes."""

    UNKNOWN = 0
    WAITING = 1
    COUNTDOWN = 2
    ACTIVE = 3
    GOAL_SCORED = 4
    GOAL_REPLAY = 5
    FINISHED = 6
    OTHER = 7


class Component(IntEnum):
    """A part of the car whose activations are sent."""

    BOOST = 0
    JUMP = 1
    DOUBLE_JUMP = 2
    DODGE = 3
    FLIP_CAR = 4


class Counter(IntEnum):
    """A number the scoreboard keeps per player."""

    SCORE = 0
    GOALS = 1
    ASSISTS = 2
    SAVES = 3
    SHOTS = 4
    DEMOLISHES = 5
    CAR_DEMOLITIONS = 6
    SELF_DEMOLITIONS = 7
    BREAKOUT_DAMAGE = 8


class StatEvent(IntEnum):
    """What `ReplicatedStatEvent` announces; other names become OTHER."""

    OTHER = 0
    GOAL = 1
    SAVE = 2
    EPIC_SAVE = 3
