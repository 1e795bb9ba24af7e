"""Passes shot at the goal with the first touch, and first touches that are none."""

from __future__ import annotations

from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.striking import (
    GOAL,
    PASS,
    Striking,
    case_of,
    is_goal,
    send_across,
    to,
)

KEY = "one_timer"
SHOT = 0.7


def _positive(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    send_across(stage)
    is_wide = seed % 4 == 3
    target = (-1040.0 if is_wide else dice.uniform(-350, 350), 5120.0, 300.0)
    driver = stage.strike(SHOT, to(target, stage.ball_at(SHOT), dice.uniform(1700, 2100)))
    played = stage.scene.play(SHOT + 2.6)
    name = "a pass shot past the post" if is_wide else "a pass shot into the goal"
    return case_of(KEY, name, played, [(driver, SHOT, KEY, is_goal(played))])


def _near_miss(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    kind = seed % 5
    if kind == 4:
        place = (dice.uniform(-300, 300), dice.uniform(1500, 2500), dice.uniform(900, 1000))
        stage.scene.ball(place)
        stage.strike(PASS, (-350.0, 0.0, 350.0))
    else:
        send_across(stage, team=int(kind == 0))
    name, target, speed = (
        ("an opponent's ball shot at the goal", GOAL, 2000.0),
        ("a pass played at the corner", (-3800.0, 4500.0, 300.0), 2000.0),
        ("a pass played back", (0.0, -5120.0, 300.0), 2000.0),
        ("a pass taken softly", GOAL, 550.0),
        ("a ball shared and shot", GOAL, 2000.0),
    )[kind]
    there = stage.ball_at(SHOT)
    wanted = to(target, there, speed)
    if kind == 3:
        wanted = (-100.0, 700.0, 100.0)
    stage.strike(SHOT, wanted)
    return case_of(KEY, name, stage.scene.play(SHOT + 1.0))


KIND = Kind(KEY, _positive, _near_miss)
