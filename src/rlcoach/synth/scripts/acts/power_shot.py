"""Hard shots at the goal, and hard or soft balls that are no power shots."""

from __future__ import annotations

from rlcoach.synth.scripts.act import Act
from rlcoach.synth.scripts.acts.kind import Kind
from rlcoach.synth.scripts.acts.striking import GOAL, OWN_GOAL, Striking, case_of, is_goal, to

KEY = "power_shot"
HIT = 0.5


def _positive(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    is_wide = seed % 4 == 3
    place = (dice.uniform(-600, 600), dice.uniform(500, 2500), dice.uniform(500, 900))
    across = dice.uniform(-200, 200) if is_wide else dice.uniform(-900, 900)
    stage.scene.ball(place, velocity=(across, dice.uniform(-900, -200), dice.uniform(0, 300)))
    target = (1060.0, 5120.0, 300.0) if is_wide else (dice.uniform(-300, 300), 5120.0, 250.0)
    driver = stage.strike(HIT, to(target, stage.ball_at(HIT), dice.uniform(2950, 3050)))
    played = stage.scene.play(3.0)
    name = "a hard ball just past the post" if is_wide else "a hard volley into the goal"
    return case_of(KEY, name, played, [(driver, HIT, KEY, is_goal(played))])


def _near_miss(seed: int) -> Act:
    stage = Striking(seed)
    dice = stage.dice
    place = (dice.uniform(-1500, 1500), dice.uniform(500, 2000), dice.uniform(500, 900))
    velocity = (dice.uniform(-600, 600), -400.0, 200.0)
    name, target, speed = (
        ("a soft shot", GOAL, dice.uniform(1500, 2300)),
        ("a hard ball at the corner", (3600.0, 4500.0, 300.0), 3100.0),
        ("a hard ball back", OWN_GOAL, 3000.0),
        ("a hard ball across", (3900.0, 1500.0, 400.0), 3000.0),
    )[seed % 4]
    stage.scene.ball(place, velocity=velocity)
    stage.strike(HIT, to(target, stage.ball_at(HIT), speed))
    return case_of(KEY, name, stage.scene.play(1.5))


KIND = Kind(KEY, _positive, _near_miss)
