"""Passes and rebounds turned at the goal in the air, and touches that turn nothing."""

from __future__ import annotations

from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.striking import (
    GOAL,
    PASS,
    Hitter,
    Striking,
    case_of,
    is_goal,
    send_across,
    to,
)

KEY = "redirect"
TURN, REBOUND_TURN = 0.7, 1.4


def _positive(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    target = (dice.uniform(-300, 300), 5120.0, 300.0)
    speed = dice.uniform(1700, 2300)
    if seed % 3 == 1:
        _send_at_the_backboard(stage)
        name, kind, at = "a rebound off the backboard turned at the goal", "rebound", REBOUND_TURN
    else:
        send_across(stage)
        name, kind, at = "a pass across turned at the goal", "pass", TURN
    place = stage.ball_at(at)
    driver = stage.strike(at, to(target, place, speed))
    played = stage.scene.play(at + 2.6)
    return case_of(KEY, name, played, [(driver, at, kind, is_goal(played))])


def _send_at_the_backboard(stage: Striking) -> None:
    """An opponent plays the ball high and slanting at the wall behind the goal."""
    dice = stage.dice
    place = (dice.uniform(2300, 2700), dice.uniform(3700, 3900), dice.uniform(680, 800))
    stage.scene.ball(place)
    velocity = (dice.uniform(-1600, -1400), dice.uniform(1600, 1800), 450.0)
    stage.strike(PASS, velocity, Hitter(team=1))


def _near_miss(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    kind = seed % 5
    if kind == 0:
        name = "a pass helped on its way"
        place = (dice.uniform(-300, 300), dice.uniform(0, 800), dice.uniform(900, 1050))
        stage.scene.ball(place)
        stage.strike(PASS, (0.0, 1500.0, 400.0))
        target = GOAL
    else:
        send_across(stage, team=1 if kind == 1 else 0)
        name, target = (
            ("", GOAL),
            ("an opponent's ball met at once", GOAL),
            ("a pass turned at the corner", (3900.0, 4800.0, 300.0)),
            ("a pass turned back", (0.0, -5120.0, 500.0)),
            ("a pass sent on across", (-3900.0, 1500.0, 800.0)),
        )[kind]
    there = stage.ball_at(TURN)
    stage.strike(TURN, to(target, there, dice.uniform(1700, 2300)))
    return case_of(KEY, name, stage.scene.play(TURN + 1.0))


KIND = Kind(KEY, _positive, _near_miss)
