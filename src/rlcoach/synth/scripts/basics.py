"""What happened in an act by the simulator's own states: touches, jumps, pads, goals and so on.

A kind that the states leave open in an act, such as a slide of a moment, is left out there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rlcoach.synth.scripts.act import NOBODY, Played
from rlcoach.synth.scripts.ball_states import aerials, clears, fifties, passes, touches
from rlcoach.synth.scripts.car_states import begun, bumps, flights, powerslides, supersonic
from rlcoach.synth.scripts.happened import Happened, Rows

EVENT_SECONDS = 0.1
"""Between the tick and what is found: frames are up to 0.05 s apart."""

BODY_SECONDS = 0.25
"""The same for what is read off the bodies of cars, which are sent every second or third frame."""


@dataclass(frozen=True)
class Basic:
    """A kind of event that the states tell."""

    key: str
    rows: Callable[[Played], Rows]
    tolerance_seconds: float = EVENT_SECONDS
    is_complete: Callable[[Played], bool] = lambda _: True
    """Whether nothing else of the kind may be found in an act."""
    is_told: bool = False
    """The game says it, however bodies move."""


def happened(basic: Basic, played: Played) -> Rows:
    """All events of a kind while the act was played and its cars were there."""
    rows = basic.rows(played)
    if rows is None:
        return None
    goal = np.inf if played.goal is None else played.goal.seconds
    return [
        one
        for one in rows
        if one.seconds <= goal
        and not any(wreck.hides(one.car, one.seconds) for wreck in played.wrecks)
    ]


def _pickups(played: Played) -> Rows:
    return [Happened(one.car, one.seconds, {"pad": one.pad}) for one in played.pickups]


def _demolitions(played: Played) -> Rows:
    return [
        Happened(one.attacker, one.seconds, cars={"victim": one.victim}) for one in played.wrecks
    ]


def _respawns(played: Played) -> Rows:
    return [
        Happened(one.victim, one.return_seconds)
        for one in played.wrecks
        if one.return_seconds is not None
    ]


def _goals(played: Played) -> Rows:
    if played.goal is None:
        return []
    car = NOBODY if played.goal.car is None else played.goal.car
    return [Happened(car, played.goal.seconds, {"team": played.goal.team})]


def _shots(played: Played) -> Rows:
    """Every goal is a shot."""
    rows = [Happened(one.car, one.seconds) for one in played.rises if one.name == "MatchShots"]
    if played.goal is not None and played.goal.car is not None:
        rows.append(Happened(played.goal.car, played.goal.seconds))
    return rows


def _assists(played: Played) -> Rows:
    if played.goal is None or played.goal.assist is None:
        return []
    return [Happened(played.goal.assist, played.goal.seconds)]


def _risen(name: str) -> Callable[[Played], Rows]:
    """A number of the scoreboard."""

    def rows(played: Played) -> Rows:
        return [Happened(one.car, one.seconds) for one in played.rises if one.name == name]

    return rows


def _kickoffs(played: Played) -> Rows:
    """The moment of "go"; who touches the ball first."""
    if not played.is_kickoff:
        return []
    touches = played.recording.touches[:2]
    at_once = len(touches) == 2 and touches[1].start_seconds - touches[0].start_seconds < 0.05
    return None if at_once or not touches else [Happened(touches[0].car, 0.0)]


def _kickoff_players(played: Played) -> Rows:
    """Everybody who is there, at "go"."""
    if not (played.is_kickoff and played.recording.touches):
        return [] if not played.is_kickoff else None
    return [Happened(car, 0.0) for car in range(len(played.teams))]


BASICS: tuple[Basic, ...] = (
    Basic("jump", lambda played: begun(played.recording.jumps)),
    Basic("double_jump", lambda played: begun(played.recording.double_jumps)),
    Basic("dodge", lambda played: begun(list(played.recording.dodges))),
    Basic("touch", touches),
    Basic("pickup", _pickups, is_told=True),
    Basic("demolition", _demolitions, is_told=True),
    Basic("respawn", _respawns),
    Basic("bump", bumps, BODY_SECONDS),
    Basic("goal", _goals, is_told=True),
    Basic("shot", _shots, is_told=True),
    Basic("save", _risen("MatchSaves"), is_told=True),
    Basic("assist", _assists, is_told=True),
    Basic("powerslide", powerslides),
    Basic("supersonic_span", supersonic, BODY_SECONDS),
    Basic(
        "air_span", flights, BODY_SECONDS, is_complete=lambda played: not played.recording.flights
    ),
    Basic("aerial", aerials),
    Basic("pass", passes),
    Basic("fifty_fifty", fifties),
    Basic("clear", clears),
    Basic("kickoff", _kickoffs),
    Basic("kickoff_player", _kickoff_players),
)
"""Kinds of the catalogue that the states of any simulated act tell."""
