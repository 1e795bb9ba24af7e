"""A pitch in the middle of play, arranged by hand."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from rlcoach.synth.match.pitch import Pitch
from rlcoach.synth.match.rules import Rules
from rlcoach.synth.physics.ball import Ball
from rlcoach.synth.physics.car import Car
from rlcoach.synth.physics.vectors import facing
from rlcoach.synth.situation import Brain
from tests.builders.playing import Scripted, roster, stand

T = TypeVar("T")


def pitch_of(
    size: int, *, brains: Sequence[Brain] | None = None, rules: Rules | None = None, seed: int = 0
) -> Pitch:
    """A kickoff that was let go a moment ago; everybody stands unless he has a brain."""
    pitch = Pitch(
        roster(size),
        brains or [Scripted(stand)] * (2 * size),
        random=Random(seed),
        rules=rules or Rules(),
    )
    pitch.set_up()
    pitch.let_go()
    return pitch


def put_ball(pitch: Pitch, ball: Ball) -> None:
    """The ball is elsewhere."""
    pitch.situation.ball = pitch.bodies.ball = ball


def put_car(
    pitch: Pitch,
    player: int,
    place: tuple[float, float],
    *,
    speed: float = 0.0,
    boost_pct: float = 0,
) -> Car:
    """A player's car is elsewhere, and drives towards +y."""
    car = Car(
        position=(*place, 17.0),
        velocity=(0.0, speed, 0.0),
        rotation=facing((0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
        boost_pct=boost_pct,
        wheels=4,
    )
    pitch.bodies.cars[player] = car
    return car


def play_on(pitch: Pitch, seconds: float) -> None:
    """Frames until then."""
    end = pitch.time + seconds
    while pitch.time < end:
        pitch.write(pitch.play())


def noted(pitch: Pitch, kind: type[T]) -> list[T]:
    """What was noted of a kind."""
    return [one for one in pitch.log.happenings if isinstance(one, kind)]
