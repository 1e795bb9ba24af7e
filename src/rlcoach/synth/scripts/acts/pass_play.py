"""Balls played to a mate, and balls that a mate only happens to reach."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rlcoach.synth.physics.manoeuvres import steps
from rlcoach.synth.physics.vectors import Vector
from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.striking import Hitter, Striking, case_of

KEY = "pass_play"
PASS = 0.1
TICKS_PER_SECOND = 120
LOW_UU = 108.0
"""Of the ball's centre: the nose of a car on the floor meets it."""

FLYING, DRIVING = Hitter(is_exact=False), Hitter(is_driving=True, is_exact=False)


@dataclass(frozen=True)
class Plan:
    """A pass of one kind: from where, how it is sent, when it is taken at the earliest, by whom."""

    place: Vector
    sent: Vector
    taken: float
    mate: Hitter = FLYING
    passer: Hitter = field(default_factory=Hitter)
    rise: float = 0.0
    """Of the ball before the pass, uu/s."""
    played_on: Vector = (100.0, 800.0, 200.0)
    """The velocity that the mate gives the ball."""


PLANS = {
    "ground": Plan((0.0, -1500.0, 92.0), (300.0, 1300.0, 50.0), 0.9, DRIVING, DRIVING),
    "lob": Plan(
        (0.0, -1500.0, 350.0),
        (200.0, 900.0, 550.0),
        1.5,
        DRIVING,
        rise=550.0,
        played_on=(200.0, 1300.0, 0.0),
    ),
    "aerial": Plan((300.0, -1000.0, 600.0), (-200.0, 1500.0, 400.0), 0.8),
    "wall": Plan(
        (2900.0, -1200.0, 600.0), (1700.0, 1100.0, 300.0), 1.2, played_on=(-800.0, 1500.0, 100.0)
    ),
    "backboard": Plan(
        (2400.0, 3800.0, 750.0), (-1500.0, 1700.0, 450.0), 1.4, played_on=(-300.0, 900.0, 0.0)
    ),
    "centre": Plan((2600.0, 2500.0, 500.0), (-1700.0, 300.0, 350.0), 1.0),
}


def _positive(seed: int) -> Act:
    stage = Striking(seed)
    kind = list(PLANS)[seed % len(PLANS)]
    plan, dice = PLANS[kind], stage.dice
    x, y, z = plan.place
    place = (x + dice.uniform(-150, 150), y + dice.uniform(-150, 150), z)
    stage.scene.ball(place, velocity=(0.0, 0.0, plan.rise))
    share = dice.uniform(0.95, 1.05)
    sent = (plan.sent[0] * share, plan.sent[1] * share, plan.sent[2])
    passer = stage.strike(PASS, sent, plan.passer)
    taken = _low(stage, plan.taken) if plan.mate.is_driving else plan.taken
    stage.strike(taken, plan.played_on, plan.mate)
    played = stage.scene.play(taken + 0.5)
    return case_of(KEY, f"a pass: {kind}", played, [(passer, PASS, kind, None)])


def _near_miss(seed: int) -> Act:
    stage = Striking(seed)
    dice, kind = stage.dice, seed % 4
    place = (dice.uniform(-600, 600), dice.uniform(-3500, -2500), 92.0)
    sent, taken, mate, name = (
        ((300.0, 1300.0, 50.0), 0.9, Hitter(team=1, is_driving=True), "a ball to an opponent"),
        ((300.0, 1700.0, 100.0), 2.6, _turning(stage), "a clear that a mate turns after"),
        ((100.0, 400.0, 20.0), 0.8, DRIVING, "a ball shared with a mate"),
        ((300.0, 1300.0, 50.0), 0.9, DRIVING, "a ball that squirts out of a challenge to a mate"),
    )[kind]
    stage.scene.ball(place)
    stage.strike(PASS, sent, DRIVING)
    if kind == 3:
        # He is at the ball too, from the other side, and is run over by it.
        stage.scene.car(
            team=1,
            position=(place[0] + 20.0, place[1] + 185.0, 17.0),
            velocity=(0.0, -300.0, 0.0),
            yaw=-1.5708,
        )
    taken = _low(stage, taken)
    stage.strike(taken, (100.0, 1500.0, 200.0), mate)
    return case_of(KEY, name, stage.scene.play(taken + 0.4))


def _low(stage: Striking, after: float) -> float:
    """Seconds when the ball is low enough for a car on the floor, from some time on."""
    ball = stage.truth(after + 1.5).ball[:, 2]
    first = round(after * TICKS_PER_SECOND)
    return (first + int(np.argmax(ball[first:] < LOW_UU))) / TICKS_PER_SECOND


def _turning(stage: Striking) -> Hitter:
    """A mate who drives off to a side and then comes round."""
    side, ahead = stage.dice.choice((-1.0, 1.0)), {"throttle": 1.0, "boost": True}
    return Hitter(
        is_driving=True,
        pilot=steps([(0.0, ahead), (1.3, ahead | {"steer": side})]),
    )


KIND = Kind(KEY, _positive, _near_miss)
