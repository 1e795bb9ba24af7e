"""Plays in front of a goal: hits of a ball that lies still or flies, and cars that stand about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rlcoach.analysis.match_analysis import MatchAnalysis
from tests.builders.header import header_goal
from tests.builders.pitch import Pitch
from tests.builders.wire import Player

Place = tuple[float, float, float]

FAR: Place = (-3500.0, -4500.0, 17.0)
"""Where nobody is in time for anything at the other end."""

BEHIND_BALL_UU = 135.0
"""From the ball's centre to that of a car whose hitbox is 2 uu away."""


class Hit(NamedTuple):
    """A player hits the ball, which goes on with a velocity."""

    frame: int
    name: str
    velocity: Place


TEAMS = {"Alice": 0, "Ann": 0, "Bob": 1, "Ben": 1}


SHOT = Hit(20, "Alice", (0.0, 2000.0, 0.0))
"""Along the ground and straight at orange's line."""

BEFORE_GOAL: Place = (0.0, 3000.0, 93.0)


def pitch_of(
    *hits: Hit,
    ball: Place = BEFORE_GOAL,
    cars: Mapping[str, Place] | None = None,
    goal_frame: int | None = None,
    shot_frame: int | None = None,
) -> Pitch:
    """The hits in turn of a ball that lies still before the first; the other cars stand.

    Args:
        hits: In order of time.
        ball: Where it lies.
        cars: Where players who stand are; Bob is far away unless told otherwise.
        goal_frame: When Alice scores.
        shot_frame: When the game credits Alice with a shot.
    """
    pitch = Pitch(frames=200)
    standing = {"Bob": FAR} | dict(cars or {})
    names = [*dict.fromkeys([*(hit.name for hit in hits), *standing])]
    players = {name: pitch.player(name, TEAMS[name]) for name in names}
    pitch.fly(ball)
    for hit, after in zip(hits, (*hits[1:], None), strict=True):
        pitch.fly(velocity=hit.velocity, frame=hit.frame)
        pitch.touch_team(TEAMS[hit.name], hit.frame)
        _meet(pitch, players[hit.name], hit, ball)
        ball = ball if after is None else _rolled(ball, hit.velocity, after.frame - hit.frame)
    for name, place in standing.items():
        if name not in {hit.name for hit in hits}:
            # A creeping car: bodies of a resting one are sent once.
            pitch.drive(players[name], place, velocity=(0, 1, 0))
    if shot_frame is not None:
        pitch.counter(players["Alice"], "MatchShots", 0, 0)
        pitch.counter(players["Alice"], "MatchShots", 1, shot_frame)
    if goal_frame is not None:
        pitch.state("PostGoalScored", goal_frame)
        pitch.wire.scalar(pitch.wire.team(0), "Engine.TeamInfo:Score", 0, 0)
        pitch.wire.scalar(pitch.wire.team(0), "Engine.TeamInfo:Score", 1, goal_frame)
        pitch.wire.properties["Goals"] = [header_goal(goal_frame, 0, "Alice")]
    return pitch


def played(
    *hits: Hit,
    ball: Place = BEFORE_GOAL,
    cars: Mapping[str, Place] | None = None,
    goal_frame: int | None = None,
    mode: str = "soccar",
) -> MatchAnalysis:
    """What is found in `pitch_of` the same."""
    return pitch_of(*hits, ball=ball, cars=cars, goal_frame=goal_frame).analysis(mode)


def _rolled(ball: Place, velocity: Place, frames: int) -> Place:
    """Where the ball has come to along the floor, as `Pitch` moves it."""
    (x, y, z), (along_x, along_y, _) = ball, velocity
    for frame in range(frames):
        slower = (1 - 0.03 / 30) ** frame / 30
        x, y = x + along_x * slower, y + along_y * slower
    return x, y, z


def _meet(pitch: Pitch, player: Player, hit: Hit, ball: Place) -> None:
    """The car is behind the ball for a moment, and far away before and after."""
    x, y, _ = ball
    behind = BEHIND_BALL_UU if TEAMS[hit.name] else -BEHIND_BALL_UU
    place = (x, y + behind, 17.0)
    pitch.drive(player, place, velocity=(0, 1, 0), frame=hit.frame - 4, until=hit.frame + 6)
    pitch.drive(player, FAR, frame=hit.frame + 6, until=hit.frame + 7)
